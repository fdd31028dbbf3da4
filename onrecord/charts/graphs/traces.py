"""The traces of an alignment graph: edges, their marks, actors, names."""

from collections.abc import Sequence
from typing import Any

from onrecord.charts import theme
from onrecord.charts.drawing import Drawing
from onrecord.charts.graphs.labels import Point
from onrecord.charts.graphs.map import Map, Name
from onrecord.charts.graphs.ties import CERTAINTY, GLYPH_PX, WIDTHS, Look, Tie
from onrecord.text import count

# The name keeps as far from its actor as from a marker of the last size.
NODE_PX, RING_PX, CLEAR_PX = 16, 21, 20
SHAPES = {
    "state": "square",
    "administration": "pentagon",
    "person": "circle",
    "organization": "diamond",
    "forum": "diamond-wide",
    "group": "hexagon",
}


def edges(figure: Drawing, drawn: Map) -> None:
    """Add the lines: one trace for all edges that look alike, the widest at the bottom."""
    by_kind: dict[tuple[Look, bool], list[Tie]] = {}
    for tie in drawn.ties:
        by_kind.setdefault((tie.look, tie.is_clear), []).append(tie)
    for look, is_clear in sorted(by_kind, key=lambda kind: (kind[0].width, kind)):
        alike = by_kind[look, is_clear]
        figure.add_points(
            drawn.ends(alike),
            mode="lines",
            line=line(look, drawn.colours),
            opacity=0.85 if is_clear else 0.38,
            **theme.quiet(look.words if is_clear else f"{look.words}, not clear"),
        )


def line(look: Look, colours: theme.Palette) -> dict[str, Any]:
    """The line of an edge that looks like that."""
    return {
        "color": theme.sign_colour(look.sign, colours),
        "dash": CERTAINTY[look.certainty][1],
        "width": WIDTHS[look.width][1],
    }


def glyphs(figure: Drawing, drawn: Map, middles: list[Point]) -> None:
    """Add the marks of the edges, one trace a sign, with a ring where a single report carries the edge."""
    _rings(figure, drawn, middles)
    for sign, word in theme.SIGN_WORDS.items():
        some = [(tie, middle) for tie, middle in zip(drawn.ties, middles, strict=True) if tie.look.sign == sign]
        if some:
            figure.add_points(
                [point for _, point in some],
                mode="markers+text",
                text=[theme.SIGN_GLYPHS[sign]] * len(some),
                textfont={"size": 13, "color": drawn.colours.ink},
                marker={
                    "symbol": "circle",
                    "size": GLYPH_PX,
                    "color": drawn.colours.surface,
                    "opacity": 1,
                    "line": {"color": theme.sign_colour(sign, drawn.colours), "width": 1.4},
                },
                unselected=theme.steady(drawn.colours.ink),
                selected={"marker": {"size": RING_PX}},
                **theme.clickable([tie.mark_id for tie, _ in some], [tie.hover for tie, _ in some], word),
            )


def _rings(figure: Drawing, drawn: Map, middles: list[Point]) -> None:
    ringed = [middle for tie, middle in zip(drawn.ties, middles, strict=True) if tie.rests_on]
    if ringed:
        figure.add_points(
            ringed,
            mode="markers",
            marker=ring(drawn.colours, RING_PX),
            unselected=theme.steady(drawn.colours.ink),
            **theme.quiet("rests on one report"),
        )


def ring(colours: theme.Palette, size: int) -> dict[str, Any]:
    """The marker that says: rests on one report."""
    return {"symbol": "circle-open", "size": size, "color": colours.ink, "line": {"color": colours.ink, "width": 1.1}}


def actors(figure: Drawing, drawn: Map) -> None:
    """Add the actors, their shape by kind, hollow without a tie."""
    shapes = [_shape(drawn, node) for node in drawn.at]
    figure.add_points(
        list(drawn.at.values()),
        mode="markers",
        marker={**node(drawn.colours), "symbol": shapes},
        cliponaxis=False,
        unselected=theme.steady(drawn.colours.ink),
        selected={"marker": {"size": RING_PX}},
        **theme.clickable(drawn.actor_marks(), [_hover_text(drawn, a) for a in drawn.at], "actors"),
    )


def node(colours: theme.Palette) -> dict[str, Any]:
    """The marker of an actor, but for its shape."""
    return {"size": NODE_PX, "color": colours.mark, "opacity": 1, "line": {"color": colours.mark, "width": 1.8}}


def _shape(drawn: Map, node: str) -> str:
    # An actor of a kind the codebook does not know still has a shape; one without a tie is hollow.
    shape = SHAPES.get(drawn.graph.nodes[node]["kind"], "triangle-up")
    return shape if drawn.graph.degree[node] else f"{shape}-open"


def _hover_text(drawn: Map, node: str) -> str:
    known = drawn.graph.nodes[node]
    stances = f"{count(known['n_stances'], 'stance')} on {count(known['n_issues'], 'issue')}"
    tied = drawn.graph.degree[node]
    return theme.lines([known["name"], known["kind"], stances, count(tied, "tie") if tied else "no tie in view"])


def labels(figure: Drawing, drawn: Map, named: list[Name]) -> None:
    """Add the names: beside their actor, or apart where that had no room, with a thin line to it."""
    _leaders(figure, drawn, named)
    placed = [(name, name.label) for name in named if name.label is not None]
    beside = [(name.actor, name.text, label.position) for name, label in placed if label.position]
    apart = [(drawn.share(label.at), name.text, "middle center") for name, label in placed if not label.position]
    _texts(figure, drawn, beside, mode="markers+text", name="names")
    _texts(figure, drawn, apart, mode="text", name="names apart")


def _texts(figure: Drawing, drawn: Map, some: Sequence[tuple[Point, str, str]], *, mode: str, name: str) -> None:
    # Each with the point it belongs to and the side of that point at which it stands.
    if not some:
        return
    figure.add_points(
        [point for point, *_ in some],
        mode=mode,
        text=[text for _, text, _ in some],
        textposition=[position for *_, position in some],
        textfont={"size": theme.TEXT_PX, "color": drawn.colours.ink, "shadow": theme.halo(drawn.colours)},
        marker={"size": CLEAR_PX, "opacity": 0},
        cliponaxis=False,
        unselected=theme.steady(drawn.colours.ink, opacity=0),
        **theme.quiet(name),
    )


def _leaders(figure: Drawing, drawn: Map, named: list[Name]) -> None:
    # To the near edge of the name, at its middle: that point stays at the name on a wider screen, too.
    ends: list[tuple[float | None, float | None]] = []
    for name in named:
        if name.label is not None and not name.label.position:
            below = drawn.px(name.actor)[1] > name.label.at[1]
            edge = name.label.box.bottom if below else name.label.box.top
            ends += [name.actor, drawn.share((name.label.at[0], edge)), (None, None)]
    if ends:
        figure.add_points(
            ends,
            mode="lines",
            line={"color": drawn.colours.muted, "width": 0.8},
            **theme.quiet("leaders"),
        )


def edge_entries(drawn: Map) -> list[theme.LegendEntry]:
    """What the legend says of the lines in view: each combination of sign, certainty and width."""
    looks = sorted({tie.look for tie in drawn.ties})
    return [(look.words, {"mode": "lines", "line": line(look, drawn.colours)}) for look in looks]


def certainty_entries(drawn: Map) -> list[theme.LegendEntry]:
    """What the legend says of how sure the edges in view are."""
    entries: list[theme.LegendEntry] = []
    if any(tie.rests_on for tie in drawn.ties):
        entries.append(("rests on one report", {"mode": "markers", "marker": ring(drawn.colours, 14)}))
    if not all(tie.is_clear for tie in drawn.ties):
        faint = {"color": theme.translucent(drawn.colours.mixed, 0.38), "width": 4}
        entries.append(("faint: sign not sure", {"mode": "lines", "line": faint}))
    return entries
