"""Direction of travel: what became of each dyad from one window to another."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import networkx as nx
import pandas as pd

from onrecord.charts import theme
from onrecord.charts.drawing import Drawing
from onrecord.charts.figure import SCREEN, Canvas, Figure
from onrecord.charts.graphs.frame import surround
from onrecord.charts.graphs.labels import Point
from onrecord.charts.graphs.map import Map, map_of, names
from onrecord.charts.graphs.ties import Look, Tie
from onrecord.charts.graphs.traces import RING_PX, SHAPES, labels, node
from onrecord.text import count, enumeration

GLYPH_PX, STILL_PX = 22, 9
SAME = "same sides"


@dataclass(frozen=True)
class Kind:
    """How one kind of change is drawn: its mark, its line, and whether that line is hollow."""

    glyph: str
    dash: str
    width: float
    is_hollow: bool = False


# Those on the same sides last: they are drawn below all else.
CHANGE_KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "turned": Kind("⇄", "12px,4px,3px,4px", 3.4),
        "new": Kind("★", "solid", 5, is_hollow=True),
        "lapsed": Kind("×", "2px,5px", 2.6),
        SAME: Kind("", "solid", 1.2),
    }
)


ORDER = tuple(CHANGE_KINDS)
RULE = (
    "Turned: one of the two changed sides on an issue they share. New: S is not defined before; lapsed: not after, "
    "which is silence and not disagreement. Same sides: neither did, though S may differ with the issues on record."
)


@dataclass(frozen=True)
class _Change:
    """One dyad: what became of it, and the tie it is drawn as."""

    kind: str
    tie: Tie

    @property
    def look(self) -> tuple[int, int]:
        """What is drawn alike: the rank of its kind and of its sign."""
        return ORDER.index(self.kind), self.tie.look.sign_rank


def travel(
    changes: pd.DataFrame,
    actors: pd.DataFrame,
    places: pd.DataFrame,
    *,
    windows: tuple[str, str],
    canvas: Canvas = SCREEN,
) -> Figure:
    """Two windows laid over each other: each dyad by what became of it, told by line, mark and hue.

    Parameters
    ----------
    changes : table, one row per dyad
        Columns ``actor_a``, ``actor_b``, ``change`` (turned, new, lapsed, same sides),
        ``before`` and ``after`` (similarity, NaN where not defined), ``sign`` (-1, 0, 1: after, or before where the
        dyad lapsed; 0 where it is not above chance); ``mark``, where given, what a click on it carries.
    actors : table, one row per actor
        Columns ``actor_id``, ``name``; ``kind`` and ``mark`` where known.
    places : table, indexed by actor_id
        ``x`` and ``y`` in [0, 1].
    windows : two texts
        The window before and the one after, as words.
    canvas : canvas
        Its theme gives the colours.

    Returns
    -------
    Figure
        Actors carry ``actor:<id>`` as customdata, or their ``mark`` where `actors` has one; and the mark of every dyad
        ``dyad:<a>~<b>``, or its own.

    Errors
    ------
    ValueError
        A change the list above does not know, or an actor without a place.

    Notes
    -----
    Here the dash of a line says what became of the dyad, not how sure it is. Hue is the sign after, and before where
    the dyad lapsed; it is written beside the mark, so nothing rests on colour alone.
    """
    drawn, known = _map_and_changes(changes, actors, places, theme.palette(canvas))
    middles = drawn.middles()
    figure = Drawing()
    _edges(figure, drawn, known)
    _marks(figure, drawn, known, middles)
    _actors(figure, drawn)
    labels(figure, drawn, names(drawn, middles))
    surround(figure, drawn, (_looks(drawn, known), _other_entries(drawn)), name="travel")
    return Figure(figure.plot(), _alt(changes, len(actors)), _caption(changes, windows), "travel")


def _counts(changes: pd.DataFrame) -> list[str]:
    found = Counter(changes["change"])
    return [f"{found[kind]} {kind}" for kind in CHANGE_KINDS if found[kind]]


def _alt(changes: pd.DataFrame, n_actors: int) -> str:
    parts = _counts(changes)
    size = f"{count(n_actors, 'actor')}, {count(len(changes), 'dyad')}"
    return theme.clean(f"{size}: {enumeration(parts)}" if parts else size)


def _caption(changes: pd.DataFrame, windows: tuple[str, str]) -> str:
    parts = _counts(changes) or ["no dyad in either"]
    none = "" if (changes["change"] == "turned").any() else "No dyad turned. "
    return theme.clean(f"From {windows[0]} to {windows[1]}: {enumeration(parts)}. {none}{RULE}")


def _map_and_changes(
    changes: pd.DataFrame, actors: pd.DataFrame, at: pd.DataFrame, colours: theme.Palette
) -> tuple[Map, list[_Change]]:
    unknown = sorted(set(changes["change"]) - set(CHANGE_KINDS))
    if unknown:
        raise ValueError(f"change is {', '.join(map(repr, unknown))}; known are {', '.join(CHANGE_KINDS)}")
    graph = nx.Graph()
    for row in actors.to_dict("records"):
        graph.add_node(row["actor_id"], **{key: row[key] for key in ("name", "kind", "mark") if key in row})
    graph.add_edges_from(zip(changes["actor_a"], changes["actor_b"], strict=True))
    for actor in graph:
        graph.nodes[actor].setdefault("name", actor)
        graph.nodes[actor].setdefault("kind", "")
    known = [_change(row, graph) for row in changes.to_dict("records")]
    known.sort(key=lambda change: (change.tie.a, change.tie.b))
    return map_of(graph, at, [change.tie for change in known], colours), known


def _change(row: Mapping[Hashable, Any], graph: nx.Graph) -> _Change:
    a, b = sorted((row["actor_a"], row["actor_b"]))
    was, now = ("not defined" if pd.isna(row[when]) else theme.two_places(row[when]) for when in ("before", "after"))
    said = theme.lines(
        [
            f"{graph.nodes[a]['name']} and {graph.nodes[b]['name']}: {row['change']}",
            f"S before: {was}",
            f"S after: {now}",
        ]
    )
    look = Look((1, -1, 0).index(int(row["sign"])), 0, 0)
    return _Change(row["change"], Tie(a, b, look, True, "", said, str(row.get("mark", ""))))


def _edges(figure: Drawing, drawn: Map, known: Sequence[_Change]) -> None:
    for look in sorted({change.look for change in known}, reverse=True):
        kind, sign = _kind_and_sign(look)
        alike = [change.tie for change in known if change.look == look]
        for line in _lines(kind, sign, drawn.colours):
            figure.add_points(
                drawn.ends(alike),
                mode="lines",
                line=line,
                opacity=0.35 if kind == SAME else 1,
                **theme.quiet(f"{kind}, {theme.SIGN_WORDS[sign]}"),
            )


def _kind_and_sign(look: tuple[int, int]) -> tuple[str, int]:
    return ORDER[look[0]], (1, -1, 0)[look[1]]


def _lines(kind: str, sign: int, colours: theme.Palette) -> list[dict[str, Any]]:
    drawn_as = CHANGE_KINDS[kind]
    outer = {"color": theme.sign_colour(sign, colours), "dash": drawn_as.dash, "width": drawn_as.width}
    return [outer, {"color": colours.surface, "width": drawn_as.width - 3}] if drawn_as.is_hollow else [outer]


def _marks(figure: Drawing, drawn: Map, known: Sequence[_Change], middles: list[Point]) -> None:
    for look in sorted({change.look for change in known}, reverse=True):
        kind, sign = _kind_and_sign(look)
        some = [(c.tie, middle) for c, middle in zip(known, middles, strict=True) if c.look == look]
        is_still = kind == SAME
        size, ink, text_px, edge_px = (
            (STILL_PX, drawn.colours.muted, 9, 0) if is_still else (GLYPH_PX, drawn.colours.ink, 12, 1.4)
        )
        figure.add_points(
            [point for _, point in some],
            mode="markers+text",
            text=CHANGE_KINDS[kind].glyph + theme.SIGN_GLYPHS[sign],
            textfont={"size": text_px, "color": ink},
            marker={
                "size": size,
                "color": drawn.colours.surface,
                "opacity": 1,
                "line": {"color": theme.sign_colour(sign, drawn.colours), "width": edge_px},
            },
            unselected=theme.steady(drawn.colours.ink),
            selected={"marker": {"size": RING_PX + 6}},
            **theme.clickable([tie.mark_id for tie, _ in some], [tie.hover for tie, _ in some], f"marks: {kind}"),
        )


def _actors(figure: Drawing, drawn: Map) -> None:
    kinds = [drawn.graph.nodes[actor]["kind"] for actor in drawn.at]
    shapes = [_shape(drawn, actor) for actor in drawn.at]
    said = [theme.lines([drawn.graph.nodes[a]["name"], kind]) for a, kind in zip(drawn.at, kinds, strict=True)]
    figure.add_points(
        list(drawn.at.values()),
        mode="markers",
        marker={**node(drawn.colours), "symbol": shapes},
        cliponaxis=False,
        unselected=theme.steady(drawn.colours.ink),
        selected={"marker": {"size": RING_PX}},
        **theme.clickable(drawn.actor_marks(), said, "actors"),
    )


def _shape(drawn: Map, actor: str) -> str:
    shape = SHAPES.get(drawn.graph.nodes[actor]["kind"], "circle")
    return shape if drawn.graph.degree[actor] else f"{shape}-open"


def _looks(drawn: Map, known: Sequence[_Change]) -> list[theme.LegendEntry]:
    out: list[theme.LegendEntry] = []
    for look in sorted({change.look for change in known}):
        kind, sign = _kind_and_sign(look)
        line = _lines(kind, sign, drawn.colours)[0]
        faint = {"color": theme.translucent(line["color"], 0.35)} if kind == SAME else {}
        said = f"{CHANGE_KINDS[kind].glyph}{theme.SIGN_GLYPHS[sign]} {kind}, {theme.SIGN_WORDS[sign]}"
        hollow = {"symbol": "line-ew", "size": 16, "line": {"color": drawn.colours.surface, "width": 2}}
        mode = {"mode": "lines+markers", "marker": hollow} if CHANGE_KINDS[kind].is_hollow else {"mode": "lines"}
        out.append((said, {**mode, "line": {**line, **faint}}))
    return out


def _other_entries(drawn: Map) -> list[theme.LegendEntry]:
    kinds = sorted({drawn.graph.nodes[actor]["kind"] for actor in drawn.at} - {""})
    small = {**node(drawn.colours), "size": 11}
    out: list[theme.LegendEntry] = [
        (theme.plain(kind), {"mode": "markers", "marker": {**small, "symbol": SHAPES.get(kind, "circle")}})
        for kind in kinds
    ]
    if any(degree == 0 for _, degree in drawn.graph.degree):
        out.append(("hollow: no tie", {"mode": "markers", "marker": {**small, "symbol": "square-open"}}))
    return out
