"""The canvas of an alignment graph: where its actors, the marks of its edges and its names stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import networkx as nx
import pandas as pd

from onrecord.charts import theme
from onrecord.charts.graphs.labels import Box, Ground, Label, Point, place_labels, square
from onrecord.charts.graphs.ties import GLYPH_PX, Tie, midpoints, ties

# The plot on a 1,024 pixel screen beside the sidebar; on a wider one everything only moves further apart.
PLOT_PX, SIDE_PX, EDGE_PX = 324, 58, 30
LOW, HIGH = -0.05, 1.05
HEIGHTS = ((8, 360), (16, 460), (28, 560))
TALLEST = 660
NAME_CHARS = 18


@dataclass(frozen=True)
class Map:
    """The graph on its canvas: the points of the actors and the edges, in pixels and as shares of the plot."""

    graph: nx.Graph
    at: dict[str, Point]
    tall: float
    ties: list[Tie]
    colours: theme.Palette

    def px(self, point: Point) -> Point:
        """Pixels from the upper left corner of the plot."""
        span = HIGH - LOW
        return (point[0] - LOW) / span * PLOT_PX, (HIGH - point[1]) / span * self.tall

    def share(self, px: Point) -> Point:
        """The point that lies so many pixels from the upper left corner of the plot."""
        span = HIGH - LOW
        return px[0] / PLOT_PX * span + LOW, HIGH - px[1] / self.tall * span

    @property
    def nodes(self) -> list[Point]:
        """The actors, in pixels."""
        return [self.px(point) for point in self.at.values()]

    def actor_marks(self) -> list[str]:
        """What a click on each actor carries: its own ``mark``, else that of the actor."""
        return [actor_mark(self.graph, actor) for actor in self.at]

    def ends(self, ties: Iterable[Tie]) -> list[Point | tuple[None, None]]:
        """Both ends of each tie, and a gap after it."""
        return [end for tie in ties for end in (self.at[tie.a], self.at[tie.b], (None, None))]

    def middles(self) -> list[Point]:
        """Where the mark of each edge stands, as shares of the plot."""
        ends = [(self.at[tie.a], self.at[tie.b]) for tie in self.ties]
        shares = midpoints([(self.px(start), self.px(end)) for start, end in ends], self.nodes)
        return [_between(start, end, share) for (start, end), share in zip(ends, shares, strict=True)]


@dataclass(frozen=True)
class Name:
    """The name of an actor, in lines, and its place; None where the canvas has no room left."""

    lines: tuple[str, ...]
    actor: Point
    label: Label | None

    @property
    def text(self) -> str:
        """As a figure shows it."""
        return "<br>".join(theme.plain(line) for line in self.lines)


def actor_mark(graph: nx.Graph, actor: str) -> str:
    """What a click on an actor of `graph` carries."""
    return str(graph.nodes[actor].get("mark", "")) or f"actor:{actor}"


def graph_map(graph: nx.Graph, at: pd.DataFrame, colours: theme.Palette) -> Map:
    """The graph on a canvas whose height follows from the number of places: a filter changes none."""
    return map_of(graph, at, ties(graph), colours)


def map_of(graph: nx.Graph, at: pd.DataFrame, drawn: list[Tie], colours: theme.Palette) -> Map:
    """The nodes of a graph and these ties on a canvas whose height follows from the number of places."""
    points = points_of([str(node) for node in graph], at)
    tall = next((tall for most, tall in HEIGHTS if len(at) <= most), TALLEST)
    return Map(graph, points, tall, drawn, colours)


def points_of(nodes: Sequence[str], at: pd.DataFrame) -> dict[str, Point]:
    """The place of every node; a ValueError names those without one."""
    missing = sorted(node for node in nodes if node not in at.index)
    if missing:
        raise ValueError(f"no place given for {', '.join(missing)}")
    x, y = at["x"].astype("float64").to_dict(), at["y"].astype("float64").to_dict()
    return {node: (x[node], y[node]) for node in nodes}


def names(drawn: Map, middles: list[Point]) -> list[Name]:
    """The names of all actors, none over another, over an actor, or, where that can be helped, over an edge's mark."""
    texts = [theme.wrap(drawn.graph.nodes[node]["name"], NAME_CHARS) for node in drawn.at]
    ground = Ground(
        Box(2 - SIDE_PX, 2 - EDGE_PX, PLOT_PX + SIDE_PX - 2, drawn.tall + EDGE_PX - 2),
        Box(0, 0, PLOT_PX, drawn.tall),
        tuple(square(drawn.px(middle), GLYPH_PX / 2) for middle in middles),
    )
    placed = place_labels(drawn.nodes, texts, ground)
    return [Name(tuple(t), point, label) for t, point, label in zip(texts, drawn.at.values(), placed, strict=True)]


def _between(start: Point, end: Point, share: float) -> Point:
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])
