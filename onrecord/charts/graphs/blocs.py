"""The alignment graph with its blocs: who an algorithm puts together, how stably, and which ties contradict it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx
import pandas as pd

from onrecord.charts import theme
from onrecord.charts.drawing import Drawing
from onrecord.charts.figure import SCREEN, Canvas, Figure
from onrecord.charts.graphs import traces
from onrecord.charts.graphs.frame import surround
from onrecord.charts.graphs.labels import Point
from onrecord.charts.graphs.map import Map, graph_map, names
from onrecord.text import count

NODE_PX, FRUSTRATED_PX = 20, 24
NO_BLOC = "in no bloc: too little evidence"
# Tones between page and ink; from the seventh bloc on they repeat, the letters do not.
TONES = (0.36, 0.12, 0.26, 0.19, 0.31, 0.23)


@dataclass(frozen=True)
class _Bloc:
    """One bloc: its letter, its actors in view, and the mean of their stabilities, NaN where none is known."""

    rank: int
    letter: str
    actors: tuple[str, ...]
    stability: float

    @property
    def words(self) -> str:
        """What the legend says."""
        held = "stability not known" if math.isnan(self.stability) else f"stability {self.stability:.2f}"
        return f"{self.letter}: {count(len(self.actors), 'actor')}, {held}"


def blocs(graph: nx.Graph, places: pd.DataFrame, members: pd.DataFrame, *, canvas: Canvas = SCREEN) -> Figure:
    """The alignment graph, each actor with the letter of its bloc, and a mark on every tie that contradicts the blocs.

    Parameters
    ----------
    graph : graph
        As for `alignment`; edges may have ``is_frustrated``.
    places : table, indexed by actor_id
        ``x`` and ``y`` in [0, 1].
    members : table, one row per actor
        Columns ``actor_id``, ``bloc`` (any text, "" where the actor is in none), ``stability`` in [0, 1], NaN where not
        known.
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
    A is the bloc with most actors in view, and so on; of equal ones, the first by name. Blocs have tones of grey and no
    hue, which is for the sign of ties. An actor without a tie beyond chance is in no bloc: it has a hollow dot and no
    letter.
    """
    drawn = graph_map(graph, places, theme.palette(canvas))
    found = _blocs(members, list(drawn.at))
    middles = drawn.middles()
    figure = Drawing()
    traces.edges(figure, drawn)
    _contradictions(figure, drawn, middles)
    traces.glyphs(figure, drawn, middles)
    _actors(figure, drawn, found, _stability(members))
    traces.labels(figure, drawn, names(drawn, middles))
    surround(figure, drawn, (traces.edge_entries(drawn), _other_entries(drawn, found)), name="blocs")
    against = _against_of_all(graph)
    return Figure(figure.plot(), _alt(drawn, found, against), _caption(found, against), "blocs")


def _alt(drawn: Map, found: list[_Bloc], against: str) -> str:
    size = f"{count(len(drawn.at), 'actor')}, {count(len(found), 'bloc')}"
    without = len(drawn.at) - sum(len(bloc.actors) for bloc in found)
    parts = [size, *(bloc.words for bloc in found), f"{without} without a bloc" if without else ""]
    return theme.clean("; ".join(part for part in (*parts, f"{against} against the blocs") if part))


def _caption(found: list[_Bloc], against: str) -> str:
    in_blocs = sum(len(bloc.actors) for bloc in found)
    size = f"{count(in_blocs, 'actor')} in {count(len(found), 'bloc')}"
    rule = "A bloc is what fits the ties beyond chance best, not a coalition that anybody declared."
    stable = "Stability: the share of resamples of the reports in which its actors stay together."
    return theme.clean(f"{size}; {against} against them: friends apart or foes together. {rule} {stable}")


def _against_of_all(graph: nx.Graph) -> str:
    frustrated = sum(bool(edge.get("is_frustrated")) for _, _, edge in graph.edges(data=True))
    signed = sum(edge["sign"] != 0 for _, _, edge in graph.edges(data=True))
    return f"{frustrated} of {count(signed, 'tie')} beyond chance"


def _stability(members: pd.DataFrame) -> dict[str, float]:
    known = zip(members["actor_id"], members["stability"].astype("float64"), strict=True)
    return {str(actor): float(value) for actor, value in known}


def _blocs(members: pd.DataFrame, actors: list[str]) -> list[_Bloc]:
    stability = _stability(members)
    inside: dict[str, list[str]] = {}
    for actor, bloc in zip(members["actor_id"], members["bloc"], strict=True):
        if actor in actors and pd.notna(bloc) and str(bloc):
            inside.setdefault(str(bloc), []).append(str(actor))
    ordered = sorted(inside.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    return [
        _Bloc(rank, _letter(rank), tuple(sorted(some)), float(pd.Series([stability[actor] for actor in some]).mean()))
        for rank, (_, some) in enumerate(ordered)
    ]


def _letter(rank: int) -> str:
    """A to Z, then AA, AB and so on.

    >>> _letter(0), _letter(25), _letter(26)
    ('A', 'Z', 'AA')
    """
    return (_letter(rank // 26 - 1) if rank >= 26 else "") + chr(ord("A") + rank % 26)


def _contradictions(figure: Drawing, drawn: Map, middles: list[Point]) -> None:
    places = [
        middle
        for tie, middle in zip(drawn.ties, middles, strict=True)
        if drawn.graph.edges[tie.a, tie.b].get("is_frustrated")
    ]
    if places:
        figure.add_points(
            places,
            mode="markers",
            marker=_diamond(drawn.colours, FRUSTRATED_PX),
            unselected=theme.steady(drawn.colours.ink),
            **theme.quiet("against the blocs"),
        )


def _diamond(colours: theme.Palette, size: int) -> dict[str, Any]:
    edge = {"color": colours.accent, "width": 2}
    return {"symbol": "diamond", "size": size, "color": colours.surface, "opacity": 1, "line": edge}


def _actors(figure: Drawing, drawn: Map, found: list[_Bloc], stability: Mapping[str, float]) -> None:
    for bloc, some in _actors_by_bloc(drawn, found):
        if some:
            figure.add_points(
                [drawn.at[actor] for actor in some],
                mode="markers+text",
                text=bloc.letter if bloc else None,
                textfont={"size": theme.TEXT_PX, "color": drawn.colours.ink},
                marker=_dot(drawn.colours, bloc, NODE_PX),
                cliponaxis=False,
                unselected=theme.steady(drawn.colours.ink),
                selected={"marker": {"size": NODE_PX + 5}},
                **theme.clickable(
                    [f"actor:{actor}" for actor in some],
                    [_hover_text(drawn, actor, bloc, stability) for actor in some],
                    f"bloc {bloc.letter}" if bloc else "no bloc",
                ),
            )


def _actors_by_bloc(drawn: Map, found: list[_Bloc]) -> list[tuple[_Bloc | None, list[str]]]:
    # Last those in no bloc.
    bloc_of = {actor: bloc for bloc in found for actor in bloc.actors}
    return [(bloc, [actor for actor in drawn.at if bloc_of.get(actor) is bloc]) for bloc in (*found, None)]


def _dot(colours: theme.Palette, bloc: _Bloc | None, size: int) -> dict[str, Any]:
    line = {"color": colours.mark, "width": 1.8}
    tone = theme.mixture(colours.surface, colours.ink, TONES[bloc.rank % len(TONES)]) if bloc else colours.surface
    return {"symbol": "circle", "size": size, "color": tone, "opacity": 1, "line": line}


def _hover_text(drawn: Map, actor: str, bloc: _Bloc | None, stability: Mapping[str, float]) -> str:
    known = drawn.graph.nodes[actor]
    held = stability.get(actor, math.nan)
    others = f", with {count(len(bloc.actors) - 1, 'other')}" if bloc and len(bloc.actors) > 1 else ""
    return theme.lines(
        [
            known["name"],
            known["kind"],
            f"bloc {bloc.letter}{others}" if bloc else NO_BLOC,
            "" if math.isnan(held) else f"stability {held:.2f}",
            count(drawn.graph.degree[actor], "tie"),
        ]
    )


def _other_entries(drawn: Map, found: list[_Bloc]) -> list[theme.LegendEntry]:
    out: list[theme.LegendEntry] = [
        (bloc.words, {"mode": "markers", "marker": _dot(drawn.colours, bloc, 13)}) for bloc in found
    ]
    if sum(len(bloc.actors) for bloc in found) < len(drawn.at):
        out.append((NO_BLOC, {"mode": "markers", "marker": _dot(drawn.colours, None, 13)}))
    if any(edge.get("is_frustrated") for _, _, edge in drawn.graph.edges(data=True)):
        out.append(("tie against the blocs", {"mode": "markers", "marker": _diamond(drawn.colours, 14)}))
    return out + traces.certainty_entries(drawn)
