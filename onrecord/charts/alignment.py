"""The alignment graph: who stands with whom, on how many issues, how surely."""

from collections import Counter

import networkx as nx
import pandas as pd
import plotly.graph_objects as go

from onrecord.charts import alignment_traces, theme
from onrecord.charts.alignment_frame import Entry, surround
from onrecord.charts.alignment_map import Map, draw_on, names
from onrecord.charts.alignment_traces import SHAPES, line, node, ring
from onrecord.charts.ties import WORDS, ties


def alignment(graph: nx.Graph, at: pd.DataFrame, *, dark: bool = False) -> go.Figure:
    """Actors as points, their ties as lines: hue and a mark for the sign, dash for certainty, width for shared issues.

    Parameters
    ----------
    graph : graph
        Nodes, by actor_id: ``name``, ``kind``, ``n_stances``, ``n_issues``. Edges: ``similarity``, ``low``, ``high``,
        ``alpha``, ``n_shared``, ``n_reports``, ``n_independent``, ``rests_on`` (a report_id, or ""), ``sign`` (-1, 0,
        1), ``is_clear``.
    at : table, indexed by actor_id
        ``x`` and ``y`` in [0, 1]; the range of the axes never follows the actors in view.
    dark : yes/no
        Colours for a dark page.

    Returns
    -------
    Figure
        Actors carry ``actor:<id>`` as customdata, and the mark of every edge ``dyad:<a>~<b>``.

    Errors
    ------
    ValueError
        An actor of the graph has no place in `at`.

    Notes
    -----
    Dash says how many independent reports carry an edge, never its sign. No edge means nothing is known of the dyad.
    The legend names each combination of sign, certainty and width in view, and no other.
    """
    drawn = draw_on(graph, at, theme.palette(dark=dark))
    middles = drawn.middles()
    figure = go.Figure()
    alignment_traces.edges(figure, drawn)
    alignment_traces.glyphs(figure, drawn, middles)
    alignment_traces.actors(figure, drawn)
    alignment_traces.labels(figure, drawn, names(drawn, middles))
    surround(figure, drawn, (_looks(drawn), _signs(drawn)), name="alignment")
    return figure


def alignment_alt(graph: nx.Graph) -> str:
    """One sentence on an alignment graph, for those who do not see it.

    Parameters
    ----------
    graph : graph
        As for `alignment`.

    Returns
    -------
    text
        Number of actors and ties, ties by sign, actors without one, ties that rest on one report.
    """
    found = ties(graph)
    signs = Counter(tie.look.sign for tie in found)
    parts = [theme.count(graph.number_of_nodes(), "actor"), theme.count(len(found), "tie")]
    parts += [f"{signs[sign]} {word}" for sign, word in WORDS.items() if signs[sign]]
    alone = sum(degree == 0 for _, degree in graph.degree)
    fragile = sum(bool(tie.rests_on) for tie in found)
    parts += [f"{theme.count(alone, 'actor')} without a tie"] if alone else []
    parts += [f"{theme.count(fragile, 'tie')} resting on one report"] if fragile else []
    return theme.clean(", ".join(parts))


def _looks(drawn: Map) -> list[Entry]:
    looks = sorted({tie.look for tie in drawn.ties})
    return [(look.words, {"mode": "lines", "line": line(look, drawn.colours)}) for look in looks]


def _signs(drawn: Map) -> list[Entry]:
    colours = drawn.colours
    kinds = dict.fromkeys(drawn.graph.nodes[node]["kind"] for node in drawn.at)
    small = {**node(colours), "size": 11}
    signs: list[Entry] = [
        (theme.plain(kind), {"mode": "markers", "marker": {**small, "symbol": SHAPES.get(kind, "triangle-up")}})
        for kind in sorted(kinds, key=lambda kind: list(SHAPES).index(kind) if kind in SHAPES else len(SHAPES))
    ]
    if any(degree == 0 for _, degree in drawn.graph.degree):
        signs.append(("hollow: no tie", {"mode": "markers", "marker": {**small, "symbol": "square-open"}}))
    if any(tie.rests_on for tie in drawn.ties):
        signs.append(("rests on one report", {"mode": "markers", "marker": ring(colours, 14)}))
    if not all(tie.is_clear for tie in drawn.ties):
        faint = {"color": theme.faded(colours.mixed, 0.38), "width": 4}
        signs.append(("faint: sign not sure", {"mode": "lines", "line": faint}))
    return signs
