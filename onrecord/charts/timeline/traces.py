"""The traces of a timeline that can be clicked: dots, bars, count marks; and the lines of what was put off."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from onrecord.charts import theme
from onrecord.charts.days import DAY, PLOT_PX, SIDE_PX, Window
from onrecord.charts.drawing import Drawing
from onrecord.charts.timeline.marks import Mark, mark_id, statuses, symbol
from onrecord.charts.timeline.scene import UNDER_PX, Placed, Scene, iso

BAR_PX = 10
STEPS = (0.0, 0.5, 1.0)
OCCURRED, AHEAD = (0.25, 0.35, 0.5), (0.1, 0.12, 0.14)


def marks(figure: Drawing, scene: Scene) -> None:
    """Add the marks of a timeline to the figure, the lowest first."""
    _moves(figure, scene)
    for step in range(len(STEPS)):
        _bar_layer(figure, scene, step)
    _arrows(figure, scene)
    _status_marks(figure, scene)
    _counts(figure, scene)
    _gutters(figure, scene)


def _add(figure: Drawing, scene: Scene, places: Sequence[Placed], x: Sequence[float], **options: Any) -> None:  # noqa: ANN401
    # Clickable: one id a point, and what is said on hovering.
    shown = options["marker"].get("opacity", 1)
    figure.add_scatter(
        x=[iso(scene.window.day(px)) for px in x],
        customdata=[mark_id(p.members) for p in places],
        hovertext=[p.hover_text for p in places],
        hovertemplate="%{hovertext}<extra></extra>",
        showlegend=False,
        cliponaxis=False,
        unselected=theme.steady(options.get("textfont", {}).get("color", ""), opacity=shown),
        selected={"marker": {"opacity": shown}},
        **options,
    )


def _bar_layer(figure: Drawing, scene: Scene, step: int) -> None:
    # Three bars one on another, each shorter than the one below: ends that fade. The lowest spans every possible day.
    if not scene.bars:
        return
    spans = [_bar_ends(placed.mark, scene.window, STEPS[step]) for placed in scene.bars]
    shades = [(OCCURRED if placed.mark.status == "occurred" else AHEAD)[step] for placed in scene.bars]
    figure.add_bar(
        orientation="h",
        base=[iso(first) for first, _ in spans],
        x=[(last - first) / pd.Timedelta(milliseconds=1) for first, last in spans],
        y=[placed.y for placed in scene.bars],
        width=BAR_PX,
        customdata=[mark_id(placed.members) for placed in scene.bars],
        hovertext=[placed.hover_text for placed in scene.bars] if step == 0 else None,
        hovertemplate="%{hovertext}<extra></extra>" if step == 0 else None,
        hoverinfo=None if step == 0 else "none",
        marker={
            "color": [theme.translucent(scene.colours.mark, shade) for shade in shades],
            "line": {"width": 1 if step == len(STEPS) - 1 else 0, "color": scene.colours.mark},
            "pattern": {
                "shape": ["/" if placed.mark.is_uncertain else "" for placed in scene.bars],
                "fgcolor": scene.colours.mark,
                "size": 5,
                "solidity": 0.3,
            },
        },
        name="span" if step == 0 else "fade",
        unselected={"marker": {"opacity": 1}},
        showlegend=False,
    )


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
    ends = [(placed, "right") for placed in scene.bars if pd.isna(placed.mark.latest)]
    ends += [(placed, "left") for placed in scene.bars if pd.isna(placed.mark.earliest)]
    ends += [(placed, "right") for placed in scene.placed if any(pd.isna(m.to_day) for m in placed.moves)]
    if not ends:
        return
    _add(
        figure,
        scene,
        [placed for placed, _ in ends],
        [PLOT_PX + 4 if side == "right" else -4 for _, side in ends],
        y=[placed.y for placed, _ in ends],
        mode="markers",
        marker={"symbol": [f"triangle-{side}" for _, side in ends], "size": 11, "color": scene.colours.mark},
        name="open",
    )


def _status_marks(figure: Drawing, scene: Scene) -> None:
    # On the line: a day. Under a bar: only the status of the bar, so it is smaller and stands lower.
    for status in statuses(mark for placed in scene.placed for mark in placed.members):
        dots = [placed for placed in scene.dots if placed.mark.status == status]
        bars = [placed for placed in scene.bars if placed.mark.status == status]
        _symbols(figure, scene, (dots, [p.at for p in dots], [p.y for p in dots]), status=status, size=12)
        under = [placed.y + UNDER_PX for placed in bars]
        _symbols(figure, scene, (bars, [p.glyph for p in bars], under), status=status, size=8)
    if scene.bars:
        _add(
            figure,
            scene,
            scene.bars,
            [placed.at for placed in scene.bars],
            y=[placed.y for placed in scene.bars],
            mode="markers",
            marker={"size": 14, "opacity": 0, "color": scene.colours.mark},
            name="middle",
        )


def _symbols(
    figure: Drawing, scene: Scene, where: tuple[list[Placed], list[float], list[float]], *, status: str, size: int
) -> None:
    places, x, y = where
    if places:
        marker = {**symbol(status, scene.colours), "size": size}
        _add(figure, scene, places, x, y=y, mode="markers", marker=marker, name=status)


def _counts(figure: Drawing, scene: Scene) -> None:
    if not scene.counts:
        return
    _add(
        figure,
        scene,
        scene.counts,
        [placed.at for placed in scene.counts],
        y=[placed.y + 2 for placed in scene.counts],
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
            [Placed(gutter.members, px, px, px, y=gutter.y) for gutter in there],
            [px] * len(there),
            y=[gutter.y for gutter in there],
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
