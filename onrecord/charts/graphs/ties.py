"""The edges of an alignment graph as they are drawn: sign, certainty, width, and where each one's mark stands."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from onrecord.charts import theme
from onrecord.charts.graphs.labels import Point
from onrecord.text import count

# Independent reports an edge rests on, at least; and how it is then drawn.
CERTAINTY = ((3, "solid", "3+ reports"), (2, "10px,6px", "2 reports"), (0, "2px,4px", "1 report"))
# Shared issues, at least; and the width in pixels.
WIDTHS = ((8, 6.0, "8+ issues"), (5, 4.0, "5–7 issues"), (3, 2.6, "3–4 issues"), (0, 1.4, "1–2 issues"))
GLYPH_PX, NEAR_PX = 15, 20.0
ALONG = (0.5, 0.43, 0.57, 0.36, 0.64, 0.29, 0.71)


@dataclass(frozen=True, order=True)
class Look:
    """How an edge is drawn: its place in the legend."""

    sign_rank: int
    certainty: int
    width: int

    @property
    def sign(self) -> int:
        """1 agree, -1 oppose, 0 not above chance."""
        return (1, -1, 0)[self.sign_rank]

    @property
    def words(self) -> str:
        """What the legend says."""
        return f"{theme.SIGN_WORDS[self.sign]}, {CERTAINTY[self.certainty][2]}, {WIDTHS[self.width][2]}"


@dataclass(frozen=True)
class Tie:
    """One edge, its two actors in order, and what is known of it."""

    a: str
    b: str
    look: Look
    is_clear: bool
    rests_on: str
    hover: str
    mark: str = ""

    @property
    def mark_id(self) -> str:
        """What a click on it carries: its own mark, else that of the dyad."""
        return self.mark or f"dyad:{self.a}~{self.b}"


def ties(graph: nx.Graph) -> list[Tie]:
    """Every edge of the graph, by its two actors."""
    found = [_tie(graph, min(a, b), max(a, b), edge) for a, b, edge in graph.edges(data=True)]
    return sorted(found, key=lambda tie: (tie.a, tie.b))


def midpoints(pairs: Sequence[tuple[Point, Point]], nodes: Sequence[Point]) -> list[float]:
    """How far along each edge its mark stands, as a share: the middle, or beside it where that is taken.

    Parameters
    ----------
    pairs : sequence of two points
        The ends of each edge, in pixels.
    nodes : sequence of points
        What the marks must not cover.

    Returns
    -------
    list of shares, 0.29 to 0.71
    """
    taken = np.empty((len(nodes) + len(pairs), 2))
    taken[: len(nodes)] = np.reshape(nodes, (-1, 2))
    out: list[float] = []
    for n, (start, end) in enumerate(np.reshape(pairs, (-1, 2, 2)), len(nodes)):
        spots = start + np.reshape(ALONG, (-1, 1)) * (end - start)
        x, y = (np.subtract.outer(spots[:, axis], taken[:n, axis]) for axis in (0, 1))
        room = (x * x + y * y).min(axis=1, initial=np.inf)
        # the first with room enough, else the first of those with most
        best = int((room >= NEAR_PX**2).argmax() if room.max() >= NEAR_PX**2 else room.argmax())
        taken[n] = spots[best]
        out.append(ALONG[best])
    return out


def _tie(graph: nx.Graph, a: str, b: str, edge: Mapping[str, Any]) -> Tie:
    certainty = next(i for i, (least, *_) in enumerate(CERTAINTY) if edge["n_independent"] >= least)
    width = next(i for i, (least, *_) in enumerate(WIDTHS) if edge["n_shared"] >= least)
    look = Look((1, -1, 0).index(int(edge["sign"])), certainty, width)
    said, mark = _hover_text(graph, a, b, edge), str(edge.get("mark", ""))
    return Tie(a, b, look, bool(edge["is_clear"]), str(edge["rests_on"] or ""), said, mark)


def _marks_text(edge: Mapping[str, Any]) -> str:
    return f": {edge['reports']}" if edge.get("reports") else ""


def _hover_text(graph: nx.Graph, a: str, b: str, edge: Mapping[str, Any]) -> str:
    number = {key: f"{edge[key]:+.2f}".replace("-", "−") for key in ("similarity", "low", "high", "alpha")}
    known = {key: text for key, text in number.items() if not math.isnan(edge[key])}
    interval = f", 95 % interval {known['low']} to {known['high']}" if {"low", "high"} <= set(known) else ""
    return theme.lines(
        [
            f"{graph.nodes[a]['name']} and {graph.nodes[b]['name']}: {theme.SIGN_WORDS[int(edge['sign'])]}",
            f"similarity {known['similarity']}{interval}" if "similarity" in known else "similarity not defined",
            f"by chance {theme.two_places(edge['expected_similarity'])}" if "expected_similarity" in edge else "",
            f"alpha {known['alpha']}" if "alpha" in known else "",
            f"on {count(edge['n_shared'], 'shared issue')}",
            f"{count(edge['n_reports'], 'report')}, {edge['n_independent']:,} independent{_marks_text(edge)}",
            "" if edge["is_clear"] else "the interval includes 0: the sign is not sure",
            theme.reliance(str(edge["rests_on"] or "")),
        ]
    )
