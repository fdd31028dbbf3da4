"""The traces of a timeline that can be clicked: dots, bars, count marks; and the lines of what was put off."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from onrecord.charts import theme
from onrecord.charts.days import DAY, PLOT_PX, SIDE_PX, Window
from onrecord.charts.drawing import Drawing
from onrecord.charts.timeline.marks import Mark, mark_id, status_marker, statuses
from onrecord.charts.timeline.scene import UNDER_PX, Placed, Scene, iso

BAR_PX = 10
TICK_PX = 11.0
STEPS = (0.0, 0.5, 1.0)
OCCURRED, AHEAD = (0.25, 0.35, 0.5), (0.1, 0.12, 0.14)


def marks(figure: Drawing, scene: Scene) -> None:
    """Add the marks of a timeline to the figure, the lowest first."""
    _moves(figure, scene)
    _other_days(figure, scene)
    for step in range(len(STEPS)) if scene.bars else ():
        _bar_layer(figure, scene, step)
    _arrows(figure, scene)
    _status_marks(figure, scene)
    _bar_middles(figure, scene)
    _counts(figure, scene)
    _gutters(figure, scene)


# A mark and where it is drawn: pixels across and pixels down.
_Spot = tuple[Placed, float, float]


def _add(figure: Drawing, scene: Scene, spots: Sequence[_Spot], **options: Any) -> None:  # noqa: ANN401
    # Clickable: one id a point, and what is said on hovering.
    shown = options["marker"].get("opacity", 1)
    figure.add_points(
        [(iso(scene.window.day(x)), y) for _, x, y in spots],
        customdata=[mark_id(placed.members) for placed, *_ in spots],
        hovertext=[placed.hover_text for placed, *_ in spots],
        hovertemplate="%{hovertext}<extra></extra>",
        showlegend=False,
        cliponaxis=False,
        unselected=theme.steady(options.get("textfont", {}).get("color", ""), opacity=shown),
        selected={"marker": {"opacity": shown}},
        **options,
    )


def _bar_layer(figure: Drawing, scene: Scene, step: int) -> None:
    # Three bars one on another, each shorter than the one below: ends that fade. The lowest spans every possible day.
    bars = scene.bars
    spans = [_bar_ends(placed.mark, scene.window, STEPS[step]) for placed in bars]
    hover: dict[str, Any] = {"hoverinfo": "none", "name": "fade"}
    if step == 0:
        texts = [placed.hover_text for placed in bars]
        hover = {"hovertext": texts, "hovertemplate": "%{hovertext}<extra></extra>", "name": "span"}
    figure.add_bar(
        orientation="h",
        base=[iso(first) for first, _ in spans],
        x=[(last - first) / pd.Timedelta(milliseconds=1) for first, last in spans],
        y=[placed.y for placed in bars],
        width=BAR_PX,
        customdata=[mark_id(placed.members) for placed in bars],
        marker=_bar_marker(bars, scene.colours, step),
        unselected={"marker": {"opacity": 1}},
        showlegend=False,
        **hover,
    )


def _bar_marker(bars: Sequence[Placed], colours: theme.Palette, step: int) -> dict[str, Any]:
    shades = [(OCCURRED if placed.mark.status == "occurred" else AHEAD)[step] for placed in bars]
    return {
        "color": [theme.translucent(colours.mark, shade) for shade in shades],
        "line": {"width": 1 if step == len(STEPS) - 1 else 0, "color": colours.mark},
        "pattern": {
            "shape": ["/" if placed.mark.is_uncertain else "" for placed in bars],
            "fgcolor": colours.mark,
            "size": 5,
            "solidity": 0.3,
        },
    }


def _bar_ends(mark: Mark, window: Window, step: float) -> tuple[pd.Timestamp, pd.Timestamp]:
    # Held within the window: an end that is open, or lies outside it, does not fade but runs to its edge.
    first = window.start if pd.isna(mark.earliest) else max(mark.earliest, window.start)
    last = window.end if pd.isna(mark.latest) else min(mark.latest, window.end)
    length = (last - first) / DAY
    inset = step * (0.38 * length if mark.is_approximate else min(0.16 * length, 12 / window.day_px))
    shorter, none = pd.Timedelta(days=inset).round("s"), pd.Timedelta(0)
    return (
        first + (shorter if first == mark.earliest else none),
        last - (shorter if last == mark.latest else none),
    )


def _arrows(figure: Drawing, scene: Scene) -> None:
    ends = _open_ends(scene)
    if ends:
        px = {"right": PLOT_PX + 4.0, "left": -4.0}
        spots = [(placed, px[side], placed.y) for side, placed in ends]
        symbols = [f"triangle-{side}" for side, _ in ends]
        marker = {"symbol": symbols, "size": 11, "color": scene.colours.mark}
        _add(figure, scene, spots, mode="markers", marker=marker, name="open")


def _open_ends(scene: Scene) -> list[tuple[str, Placed]]:
    # The side to which no day is known, and whose it is: later, earlier, put off to no day.
    later = [("right", placed) for placed in scene.bars if pd.isna(placed.mark.latest)]
    earlier = [("left", placed) for placed in scene.bars if pd.isna(placed.mark.earliest)]
    put_off = scene.some(lambda placed: any(pd.isna(move.to_day) for move in placed.moves))
    return [*later, *earlier, *(("right", placed) for placed in put_off)]


def _status_marks(figure: Drawing, scene: Scene) -> None:
    # On the line: a day. Under a bar: only the status of the bar, so it is smaller and stands lower.
    days = [(placed, placed.at, placed.y) for placed in scene.dots]
    under = [(placed, placed.glyph, placed.y + UNDER_PX) for placed in scene.bars]
    for status in statuses(scene.events):
        for spots, size in ((days, 12), (under, 8)):
            some = [spot for spot in spots if spot[0].mark.status == status]
            if some:
                marker = {**status_marker(status, scene.colours), "size": size}
                _add(figure, scene, some, mode="markers", marker=marker, name=status)


def _bar_middles(figure: Drawing, scene: Scene) -> None:
    # A bar is chosen at its middle too, where nothing is drawn.
    if scene.bars:
        middles = [(placed, placed.at, placed.y) for placed in scene.bars]
        marker = {"size": 14, "opacity": 0, "color": scene.colours.mark}
        _add(figure, scene, middles, mode="markers", marker=marker, name="middle")


def _counts(figure: Drawing, scene: Scene) -> None:
    if not scene.counts:
        return
    _add(
        figure,
        scene,
        [(placed, placed.at, placed.y + 2) for placed in scene.counts],
        mode="markers+text",
        text=[placed.number for placed in scene.counts],
        textfont={"size": 11, "color": scene.colours.ink},
        marker={
            "symbol": "square",
            "size": 24,
            "color": scene.colours.surface,
            "line": {"color": scene.colours.mark, "width": 1.4},
        },
        name="several",
    )


def _gutters(figure: Drawing, scene: Scene) -> None:
    right = PLOT_PX + SIDE_PX - 11
    for side, px, form in (("before", 11 - SIDE_PX, "‹ {}"), ("after", right, "{} ›"), ("undated", right, "{} ∅")):
        there = [gutter for gutter in scene.gutters if gutter.side == side]
        if not there:
            continue
        _add(
            figure,
            scene,
            [(Placed(gutter.members, px, px, px), px, gutter.y) for gutter in there],
            mode="markers+text",
            text=[form.format(_short(len(gutter.members))) for gutter in there],
            textfont={"size": 11, "color": scene.colours.muted},
            marker={"symbol": "square", "size": 24, "opacity": 0, "color": scene.colours.muted},
            name=side,
        )


def _short(number: int) -> str:
    return f"{number}" if number < 1_000 else f"{number / 1_000:.1f}k"


def _moves(figure: Drawing, scene: Scene) -> None:
    # A thin line from the old day to the new one, a small tick at the old day.
    x: list[str | None] = []
    y: list[float | None] = []
    symbols: list[str] = []
    for placed in scene.placed:
        for move in placed.moves:
            ends = (scene.window.px(move.from_day), scene.window.px(move.to_day, otherwise=PLOT_PX))
            x += [*(iso(scene.window.day(px)) for px in ends), None]
            y += [placed.y, placed.y, None]
            symbols += ["line-ns-open", "circle", "circle"]
    if x:
        line = {"color": scene.colours.mark, "width": 1.4, "dash": "dot"}
        marker = {"symbol": symbols, "size": [10 if s == "line-ns-open" else 0 for s in symbols]}
        marker |= {"color": scene.colours.mark, "line": {"width": 1.6, "color": scene.colours.mark}, "opacity": 1}
        figure.add_scatter(
            x=x,
            y=y,
            mode="lines+markers",
            line=line,
            marker=marker,
            unselected=theme.steady(scene.colours.mark),
            **theme.quiet("move"),
        )


def _other_days(figure: Drawing, scene: Scene) -> None:
    # A dashed tick at each day that another report gives, and a place on it that can be clicked: the same mark.
    window, spots = scene.window, _other_spots(scene)
    if not spots:
        return
    x = [at for _, px, _ in spots for at in (iso(window.day(px)), iso(window.day(px)), None)]
    y = [at for *_, middle in spots for at in (middle - TICK_PX, middle + TICK_PX, None)]
    line = {"color": scene.colours.accent, "width": 1.6, "dash": "3px,2px"}
    figure.add_scatter(x=x, y=y, mode="lines", line=line, cliponaxis=False, **theme.quiet("other day"))
    marker = {"size": 12, "opacity": 0, "color": scene.colours.mark}
    _add(figure, scene, spots, mode="markers", marker=marker, name="other")


def _other_spots(scene: Scene) -> list[_Spot]:
    """Where the other days of single events lie, as far as they are in the window."""
    window = scene.window
    days = [(placed, day) for placed in scene.placed if not placed.is_count for day in placed.mark.other_days]
    return [(placed, window.px(day), placed.y) for placed, day in days if window.start <= day <= window.end]
