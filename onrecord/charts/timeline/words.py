"""The words on a timeline: numbers, titles, flags, and the legend, which names what is in view and nothing else."""

from collections.abc import Iterator, Sequence
from typing import Any

from onrecord.charts import theme
from onrecord.charts.drawing import Drawing
from onrecord.charts.timeline.marks import Mark, status_marker, statuses
from onrecord.charts.timeline.scene import FLAG_PX, UNDER_PX, Placed, Scene, iso

# Pixels across, pixels down, text, where it stands to that point, size of what it keeps clear of.
Entry = tuple[float, float, str, str, float]


def texts(figure: Drawing, scene: Scene) -> None:
    """Add the numbers, titles and flags: what stands beside a mark takes neither hovering nor clicks away from it."""
    colours = scene.colours
    for name, entries, size, colour in (
        ("number", list(_numbers(scene)), 10, colours.muted),
        ("label", list(_labels(scene)), theme.TEXT_PX, colours.ink),
        ("disputed", list(_flags(scene)), 11, colours.accent),
        ("doubt", list(_doubts(scene)), 11, colours.muted),
    ):
        if entries:
            px, y, text, position, offset = zip(*entries, strict=True)
            figure.add_scatter(
                x=[iso(scene.window.day(at)) for at in px],
                y=list(y),
                text=list(text),
                textposition=list(position),
                mode="markers+text",
                textfont={"size": size, "color": colour},
                marker={"size": list(offset), "opacity": 0},
                cliponaxis=False,
                unselected=theme.steady(colour, opacity=0),
                **theme.quiet(name),
            )


def _numbers(scene: Scene) -> Iterator[Entry]:
    for placed in scene.dots:
        yield placed.at, placed.y + UNDER_PX, placed.number, "middle center", 0
    for placed in scene.bars:
        yield placed.glyph, placed.y + UNDER_PX, placed.number, "middle right", 9


def _labels(scene: Scene) -> Iterator[Entry]:
    for placed in scene.placed:
        if placed.label and placed.mark.is_dot:
            yield placed.at, placed.y, theme.plain(placed.label), f"middle {placed.label_side}", 13
        elif placed.label:
            after = 11 + theme.text_px(placed.number, size=10) + FLAG_PX * placed.is_disputed
            yield placed.glyph, placed.y + UNDER_PX, theme.plain(placed.label), "middle right", 1.6 * after


def _flags(scene: Scene) -> Iterator[Entry]:
    for placed in scene.some(lambda placed: placed.is_disputed):
        if placed.is_count:
            # On its corner.
            yield placed.at, placed.y + 2, "▲", "top right", 1.6 * 5
            continue
        # Beside the number of reports, on the lower line: no row above or below can cover it there.
        half = theme.text_px(placed.number, size=10)
        at, clear = (placed.at, half / 2 + 1) if placed.mark.is_dot else (placed.glyph, 9 + half)
        yield at, placed.y + UNDER_PX, "▲", "middle right", 1.6 * clear


def _doubts(scene: Scene) -> Iterator[Entry]:
    for placed in scene.dots:
        mark = placed.mark
        if mark.is_uncertain or mark.is_approximate:
            yield placed.at, placed.y, "~" if not mark.is_uncertain else "?", "middle left", 12


def legend_statuses(scene: Scene) -> list[str]:
    """The statuses in view, in the order of the codebook."""
    return statuses(mark for placed in scene.placed for mark in placed.members if not placed.is_count)


def legend_signs(scene: Scene) -> list[tuple[str, dict[str, Any]]]:
    """The other signs in view: what each means, and how its entry is drawn."""
    colours = scene.colours
    bars = [placed.mark for placed in scene.bars]
    dots = [placed.mark for placed in scene.dots]
    outside = {gutter.side for gutter in scene.gutters}
    hatch = {"pattern": {"shape": "/", "fgcolor": colours.mark, "size": 5, "solidity": 0.3}}
    signs: list[tuple[bool, str, dict[str, Any]]] = [
        (bool(bars), "on some day within", _line(9, theme.translucent(colours.mark, 0.55))),
        (_is_any(bars, "is_open"), "no known end", _marker("triangle-right", colours.mark)),
        (_is_any(bars, "is_uncertain"), "inferred", {"type": "bar", "marker": {"color": colours.band, **hatch}}),
        (_is_any(dots, "is_uncertain"), "?  inferred", _marker("circle", "rgba(0,0,0,0)")),
        (_is_any(bars + dots, "is_approximate"), "~  about", _marker("circle", "rgba(0,0,0,0)")),
        (_is_any(scene.placed, "is_disputed"), "reports differ", _marker("triangle-up", colours.accent)),
        (_is_any(bars + dots, "other_days"), "another report’s day", _marker("line-ns-open", colours.accent)),
        (_is_any(scene.placed, "moves"), "put off", {**_line(1.4, colours.mark, "dot")}),
        (bool(scene.counts), "several events", _marker("square-open", colours.mark)),
        (bool(outside & {"before", "after"}), "‹ ›  outside the dates", _marker("circle", "rgba(0,0,0,0)")),
        ("undated" in outside, "∅  no day given", _marker("circle", "rgba(0,0,0,0)")),
        (bool(bars or dots), "2 = independent reports", _marker("circle", "rgba(0,0,0,0)")),
    ]
    return [(name, drawn) for there, name, drawn in signs if there]


def _is_any(marks: Sequence[Mark | Placed], quality: str) -> bool:
    return any(getattr(mark, quality) for mark in marks)


def legend(figure: Drawing, scene: Scene) -> None:
    """Add an entry without a mark for each status and each other sign in view."""
    entries = [
        (name, "legend", {"mode": "markers", "marker": status_marker(name, scene.colours)})
        for name in legend_statuses(scene)
    ]
    entries += [(name, "legend2", drawn) for name, drawn in legend_signs(scene)]
    for name, where, drawn in entries:
        kept = {"x": [None], "y": [None], "legend": where, "showlegend": True, "hoverinfo": "skip"}
        figure.add_trace({"type": "scatter", **drawn, **kept, "name": theme.plain(name)})


def _marker(shape: str, colour: str) -> dict[str, Any]:
    marker = {"symbol": shape, "size": 10, "color": colour, "line": {"color": colour, "width": 1.4}}
    return {"mode": "markers", "marker": marker}


def _line(width: float, colour: str, dash: str = "solid") -> dict[str, Any]:
    return {"mode": "lines", "line": {"width": width, "color": colour, "dash": dash}}
