"""The alignment graph: who stands with whom, on how many issues, how surely."""

from collections import Counter

import networkx as nx
import pandas as pd

from onrecord.charts import theme
from onrecord.charts.drawing import Drawing
from onrecord.charts.figure import SCREEN, Canvas, Figure
from onrecord.charts.graphs import traces
from onrecord.charts.graphs.frame import surround
from onrecord.charts.graphs.map import Map, graph_map, names
from onrecord.charts.graphs.traces import SHAPES, node
from onrecord.text import count


def alignment(graph: nx.Graph, places: pd.DataFrame, *, method: str = "", canvas: Canvas = SCREEN) -> Figure:
    """Actors as points, their ties as lines: hue and a mark for the sign, dash for certainty, width for shared issues.

    Parameters
    ----------
    graph : graph
        Nodes, by actor_id: ``name``, ``kind``, ``n_stances``, ``n_issues``. Edges: ``similarity``, ``low``, ``high``,
        ``alpha``, ``n_shared``, ``n_reports``, ``n_independent``, ``rests_on`` (reports by their marks, or ""),
        ``sign`` (-1, 0, 1), ``is_clear``; either may have a ``mark`` of its own. Of the graph, where known:
        ``n_insufficient`` and ``n_unshared``, dyads left out.
    places : table, indexed by actor_id
        ``x`` and ``y`` in [0, 1]; the range of the axes never follows the actors in view.
    method : text
        How it was measured, from `alignment_method`: the end of the caption.
    canvas : canvas
        Its theme gives the colours.

    Returns
    -------
    Figure
        Actors carry ``actor:<id>`` as customdata, and the mark of every edge ``dyad:<a>~<b>``.

    Errors
    ------
    ValueError
        An actor of the graph has no place in `places`.

    Notes
    -----
    Dash says how many independent reports carry an edge, never its sign. No edge means nothing is known of the dyad.
    The legend names each combination of sign, certainty and width in view, and no other.
    """
    drawn = graph_map(graph, places, theme.palette(canvas))
    middles = drawn.middles()
    figure = Drawing()
    traces.edges(figure, drawn)
    traces.glyphs(figure, drawn, middles)
    traces.actors(figure, drawn)
    traces.labels(figure, drawn, names(drawn, middles))
    surround(figure, drawn, (traces.edge_entries(drawn), _other_entries(drawn)), name="alignment")
    return Figure(figure.plot(), _alt(drawn), _caption(drawn, method), "alignment")


def _alt(drawn: Map) -> str:
    signs = Counter(tie.look.sign for tie in drawn.ties)
    parts = [count(drawn.graph.number_of_nodes(), "actor"), count(len(drawn.ties), "tie")]
    parts += [f"{signs[sign]} {word}" for sign, word in theme.SIGN_WORDS.items() if signs[sign]]
    alone = sum(degree == 0 for _, degree in drawn.graph.degree)
    fragile = sum(bool(tie.rests_on) for tie in drawn.ties)
    parts += [f"{count(alone, 'actor')} without a tie"] if alone else []
    parts += [f"{count(fragile, 'tie')} resting on one report"] if fragile else []
    return theme.clean(", ".join(parts))


def _caption(drawn: Map, method: str) -> str:
    known = drawn.graph.graph
    fragile = sum(bool(tie.rests_on) for tie in drawn.ties)
    shown = f"{count(drawn.graph.number_of_nodes(), 'actor')}, {count(len(drawn.ties), 'dyad')} drawn"
    left_out = [
        f"{known[key]} {what}"
        for key, what in (("n_insufficient", "with too little evidence"), ("n_unshared", "without a shared issue"))
        if key in known
    ]
    not_shown = f"; {' and '.join(left_out)} are not" if left_out else ""
    rests = f" {count(fragile, 'dyad')} rest{'s' * (fragile == 1)} on one report." if fragile else ""
    return theme.clean(f"{shown}{not_shown}.{rests} {method}")


def _other_entries(drawn: Map) -> list[theme.LegendEntry]:
    colours = drawn.colours
    kinds = dict.fromkeys(drawn.graph.nodes[node]["kind"] for node in drawn.at)
    small = {**node(colours), "size": 11}
    signs: list[theme.LegendEntry] = [
        (theme.plain(kind), {"mode": "markers", "marker": {**small, "symbol": SHAPES.get(kind, "triangle-up")}})
        for kind in sorted(kinds, key=lambda kind: list(SHAPES).index(kind) if kind in SHAPES else len(SHAPES))
    ]
    if any(degree == 0 for _, degree in drawn.graph.degree):
        signs.append(("hollow: no tie", {"mode": "markers", "marker": {**small, "symbol": "square-open"}}))
    return signs + traces.certainty_entries(drawn)
