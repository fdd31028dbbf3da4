"""Small alignment graphs side by side, all with the same places."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import pandas as pd

from onrecord.charts import theme
from onrecord.charts.drawing import Drawing
from onrecord.charts.figure import SCREEN, Canvas, Figure
from onrecord.charts.graphs.labels import Point
from onrecord.charts.graphs.map import actor_mark, points_of
from onrecord.charts.graphs.panels import DOT_PX, FIGURE_PX, MARKER_PX, MOST, NAME_PX, Panels, room, short_names
from onrecord.charts.graphs.ties import CERTAINTY, Tie, midpoints, ties
from onrecord.text import count, enumeration

EDGE_PX, LEGEND_PX, GLYPH_PX, TITLE_CHARS = 4, 20, 9, 18
# From so many edges in one panel their marks stand in the middle, wherever that is.
CROWDED = 120


@dataclass(frozen=True)
class _Sheet:
    """The graphs on their panels; points in pixels."""

    panels: Panels
    graphs: list[nx.Graph]
    titles: list[str]
    at: dict[str, Point]
    names: dict[str, str]
    ties: list[list[Tie]]
    colours: theme.Palette

    @property
    def all_ties(self) -> list[Tie]:
        """The ties of every panel."""
        return [tie for some in self.ties for tie in some]

    def point(self, panel: int, actor: str) -> Point:
        """An actor in a panel."""
        (left, top), (x, y) = self.panels.origin(panel), self.at[actor]
        return left + x, top + y


def multiples(graphs: Sequence[tuple[str, nx.Graph]], places: pd.DataFrame, *, canvas: Canvas = SCREEN) -> Figure:
    """Up to nine alignment graphs side by side, every actor at one place in all of them.

    Parameters
    ----------
    graphs : sequence of a label and a graph
        Graphs as for `alignment`: a window, a topic, a report left out.
    places : table, indexed by actor_id
        ``x`` and ``y`` in [0, 1].
    canvas : canvas
        Its theme gives the colours.

    Returns
    -------
    Figure
        Actors carry ``actor:<id>`` as customdata, and the mark of every edge ``dyad:<a>~<b>``, or the
        ``mark`` that a node or an edge has in its panel.

    Errors
    ------
    ValueError
        More than nine graphs, or an actor without a place in `places`.

    Notes
    -----
    Hue and mark say the sign and dash the certainty, as in the large graph; width says nothing here. An actor who is in
    one graph and not in another is missing there; one who is there without a tie is hollow. A name stands in every
    panel at the same side of its actor, or in none; the full name is said on hovering.
    """
    if len(graphs) > MOST:
        raise ValueError(f"{len(graphs)} graphs; at most {MOST} fit side by side")
    drawn = _sheet(graphs, places, theme.palette(canvas))
    figure = Drawing()
    _edges(figure, drawn)
    _glyphs(figure, drawn)
    _actors(figure, drawn)
    _names(figure, drawn)
    _titles(figure, drawn)
    _legend(figure, drawn)
    return Figure(figure.plot(), _alt(drawn), _caption(drawn), "multiples")


def _alt(drawn: _Sheet) -> str:
    parts = []
    for label, ties_there in zip(drawn.titles, drawn.ties, strict=True):
        signs = Counter(tie.look.sign for tie in ties_there)
        by_sign = [f"{signs[sign]} {word}" for sign, word in theme.SIGN_WORDS.items() if signs[sign]]
        known = f" ({enumeration(by_sign)})" if by_sign else ""
        parts.append(f"{label}: {count(len(ties_there), 'tie')}{known}")
    return theme.clean("; ".join([count(len(drawn.graphs), "graph"), *parts]))


def _caption(drawn: _Sheet) -> str:
    n = len(drawn.graphs)
    dyads = Counter((tie.a, tie.b) for tie in drawn.all_ties)
    always = sum(panels == n for panels in dyads.values())
    size = f"{count(n, 'graph')}, {count(len(drawn.names), 'actor')}"
    tied = f"{count(len(dyads), 'dyad')} tied in some of them, {always} in all"
    return theme.clean(f"{size}; {tied}. Places are the same in each. An actor missing from one has no position there.")


def _sheet(graphs: Sequence[tuple[str, nx.Graph]], at: pd.DataFrame, colours: theme.Palette) -> _Sheet:
    names = {str(node): str(known["name"]) for _, graph in graphs for node, known in graph.nodes(data=True)}
    panels = Panels(len(graphs))
    points = {actor: panels.inside(place) for actor, place in points_of(sorted(names), at).items()}
    titles, every = [label for label, _ in graphs], [graph for _, graph in graphs]
    return _Sheet(panels, every, titles, points, names, [ties(graph) for graph in every], colours)


def _edges(figure: Drawing, drawn: _Sheet) -> None:
    by_kind: dict[tuple[int, int, bool], list[Point | tuple[None, None]]] = {}
    for i, some in enumerate(drawn.ties):
        for tie in some:
            ends = by_kind.setdefault((tie.look.sign, tie.look.certainty, tie.is_clear), [])
            ends += [drawn.point(i, tie.a), drawn.point(i, tie.b), (None, None)]
    for (sign, certainty, is_clear), ends in sorted(by_kind.items(), reverse=True):
        said = _words(sign, certainty)
        figure.add_points(
            ends,
            mode="lines",
            line=_line(sign, certainty, drawn.colours),
            opacity=0.85 if is_clear else 0.38,
            **theme.quiet(said if is_clear else f"{said}, not clear"),
        )


def _words(sign: int, certainty: int) -> str:
    return f"{theme.SIGN_GLYPHS[sign]} {theme.SIGN_WORDS[sign]}, {CERTAINTY[certainty][2]}"


def _line(sign: int, certainty: int, colours: theme.Palette) -> dict[str, Any]:
    return {"color": theme.sign_colour(sign, colours), "dash": ("solid", "5px,3px", "1px,2px")[certainty], "width": 1.5}


def _glyphs(figure: Drawing, drawn: _Sheet) -> None:
    every = _all_middles(drawn)
    for sign, word in theme.SIGN_WORDS.items():
        some = [(tie, point) for tie, point in every if tie.look.sign == sign]
        if some:
            figure.add_points(
                [point for _, point in some],
                mode="markers+text",
                text=theme.SIGN_GLYPHS[sign],
                textfont={"size": GLYPH_PX, "color": drawn.colours.ink},
                marker={
                    "size": GLYPH_PX,
                    "color": drawn.colours.surface,
                    "opacity": 1,
                    "line": {"color": theme.sign_colour(sign, drawn.colours), "width": 1},
                },
                unselected=theme.steady(drawn.colours.ink),
                selected={"marker": {"size": GLYPH_PX + 4}},
                **theme.clickable([tie.mark_id for tie, _ in some], [tie.hover for tie, _ in some], word),
            )


def _all_middles(drawn: _Sheet) -> list[tuple[Tie, Point]]:
    return [entry for panel in range(drawn.panels.n) for entry in _middles(drawn, panel)]


def _middles(drawn: _Sheet, panel: int) -> list[tuple[Tie, Point]]:
    found = drawn.ties[panel]
    ends = [(drawn.point(panel, tie.a), drawn.point(panel, tie.b)) for tie in found]
    nodes = [drawn.point(panel, str(node)) for node in drawn.graphs[panel]]
    shares = midpoints(ends, nodes) if len(ends) < CROWDED else [0.5] * len(ends)
    places = [
        (x + share * (right - x), y + share * (low - y))
        for ((x, y), (right, low)), share in zip(ends, shares, strict=True)
    ]
    return list(zip(found, places, strict=True))


def _actors(figure: Drawing, drawn: _Sheet) -> None:
    every = [(i, str(node)) for i, graph in enumerate(drawn.graphs) for node in graph]
    points = [drawn.point(i, node) for i, node in every]
    is_tied = [drawn.graphs[i].degree[node] > 0 for i, node in every]
    said = [
        theme.lines([drawn.names[node], count(drawn.graphs[i].degree[node], "tie") if tied else "no tie in view"])
        for (i, node), tied in zip(every, is_tied, strict=True)
    ]
    figure.add_points(
        points,
        mode="markers",
        marker={
            "symbol": ["circle" if tied else "circle-open" for tied in is_tied],
            "size": DOT_PX,
            "opacity": 1,
            "color": drawn.colours.mark,
            "line": {"color": drawn.colours.mark, "width": 1},
        },
        unselected=theme.steady(drawn.colours.ink),
        selected={"marker": {"size": DOT_PX + 5}},
        **theme.clickable([actor_mark(drawn.graphs[i], node) for i, node in every], said, "actors"),
    )


def _names(figure: Drawing, drawn: _Sheet) -> None:
    short = short_names(drawn.names)
    found = room(drawn.at, short, drawn.panels, first=_naming_order(drawn))
    every = [(i, node) for i, graph in enumerate(drawn.graphs) for node in graph if node in found]
    points = [drawn.point(i, node) for i, node in every]
    figure.add_points(
        points,
        mode="markers+text",
        text=[theme.plain(short[node]) for _, node in every],
        textposition=[found[node] for _, node in every],
        textfont={"size": NAME_PX, "color": drawn.colours.ink, "shadow": theme.halo(drawn.colours)},
        marker={"size": MARKER_PX, "opacity": 0},
        unselected=theme.steady(drawn.colours.ink, opacity=0),
        **theme.quiet("names"),
    )


def _naming_order(drawn: _Sheet) -> list[str]:
    # Whoever has most ties over all panels is named first.
    degree = {node: sum(graph.degree[node] for graph in drawn.graphs if node in graph) for node in drawn.at}
    return sorted(degree, key=lambda node: (-degree[node], node))


def _titles(figure: Drawing, drawn: _Sheet) -> None:
    for i, (title, graph) in enumerate(zip(drawn.titles, drawn.graphs, strict=True)):
        left, top = drawn.panels.origin(i)
        figure.add_shape(
            type="rect",
            x0=left,
            x1=left + drawn.panels.wide,
            y0=top,
            y1=top + drawn.panels.tall,
            line={"color": drawn.colours.grid, "width": 1},
            layer="below",
        )
        room_for = round(TITLE_CHARS * drawn.panels.wide / Panels(MOST).wide)
        ties = count(graph.number_of_edges(), "tie")
        for text, above, ink in ((theme.clip(title, room_for), 17, drawn.colours.ink), (ties, 2, drawn.colours.muted)):
            figure.add_annotation(
                text=theme.plain(text),
                x=left,
                y=top,
                yshift=above,
                xanchor="left",
                yanchor="bottom",
                showarrow=False,
                borderpad=0,
                font={"color": ink, "size": theme.TEXT_PX if above > 2 else 11},
            )


def _legend(figure: Drawing, drawn: _Sheet) -> None:
    entries = _entries(drawn)
    for name, drawn_as in entries:
        figure.add_scatter(x=[None], y=[None], showlegend=True, hoverinfo="skip", name=name, **drawn_as)
    below = 24 + LEGEND_PX * theme.legend_lines([name for name, _ in entries], width=FIGURE_PX)
    height = round(drawn.panels.height) + EDGE_PX + below
    figure.update_layout(
        **theme.frame(drawn.colours, height=height, margin=(EDGE_PX, EDGE_PX, EDGE_PX, below), name="multiples"),
        legend=theme.legend(drawn.colours, height=height, below=below - 10),
    )
    shared = {"visible": False, "fixedrange": True}
    figure.update_axis("xaxis", **shared, range=[0, FIGURE_PX])
    figure.update_axis("yaxis", **shared, range=[drawn.panels.height, 0])


def _entries(drawn: _Sheet) -> list[theme.LegendEntry]:
    kinds = sorted({(tie.look.sign_rank, tie.look.certainty) for tie in drawn.all_ties})
    entries: list[theme.LegendEntry] = [
        (
            _words((1, -1, 0)[rank], certainty),
            {"mode": "lines", "line": _line((1, -1, 0)[rank], certainty, drawn.colours)},
        )
        for rank, certainty in kinds
    ]
    if not all(tie.is_clear for tie in drawn.all_ties):
        entries.append(("faint: sign not sure", {"mode": "lines", "line": _faint(drawn.colours)}))
    if any(degree == 0 for graph in drawn.graphs for _, degree in graph.degree):
        hollow = {"symbol": "circle-open", "size": DOT_PX, "color": drawn.colours.mark}
        entries.append(("hollow: no tie", {"mode": "markers", "marker": hollow}))
    return entries


def _faint(colours: theme.Palette) -> dict[str, Any]:
    return {"color": theme.translucent(colours.mixed, 0.38), "width": 3}
