"""The timeline: what happened when, or is meant to, in lanes; dates as exact as they are known and no more."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from onrecord.charts import theme
from onrecord.charts.days import PLOT_PX, SIDE_PX, Window, ticks, window_of
from onrecord.charts.drawing import Drawing
from onrecord.charts.figure import SCREEN, Canvas, Figure
from onrecord.charts.timeline import traces, words
from onrecord.charts.timeline.marks import Mark, Move, marks_by_lane, moves_by_mark, side_of, statuses
from onrecord.charts.timeline.packing import BEYOND_PX, lane_marks
from onrecord.charts.timeline.scene import Gutter, Placed, Scene, iso
from onrecord.dates import label_day
from onrecord.text import count

LEFT_PX, RIGHT_PX, TOP_PX, TODAY_PX, LEGEND_PX = 136, 4, 40, 20, 20
ROW_PX, ABOVE_PX, BELOW_PX, LEAST_PX = 30, 14, 4, 44
LANE_CHARS = 20
CROWDED = 1_500
SIDES, APART_PX = ("before", "after", "undated"), 9
FULL_HEIGHT: Mapping[str, Any] = {"yref": "paper", "y0": 0, "y1": 1, "layer": "below"}

Bands = list[tuple[float, float]]


def timeline(
    marks: pd.DataFrame,
    moves: pd.DataFrame,
    *,
    window: tuple[object, object],
    known_until: object,
    canvas: Canvas = SCREEN,
) -> Figure:
    """Events in lanes along a linear time axis: a dot where the day is known, a bar over every possible day elsewhere.

    Parameters
    ----------
    marks : table, one row per event and lane
        Columns ``event_id``, ``lane`` (label), ``title``, ``status``, ``event_type``, ``earliest``, ``latest`` (NaT
        where open), ``date_label``, ``is_day``, ``is_approximate``, ``is_uncertain``, ``reports`` (marks),
        ``n_reports``, ``n_independent``, ``is_disputed``, ``salience``, ``history`` (what it was told to be so far, one
        line a step; "" where that never changed), ``differs`` (what reports tell differently, one line a difference),
        ``fate`` (what became of a plan, "" where nothing did), ``other_days`` (days that reports give besides its own:
        a tick each). Lanes are drawn in the order in which they first appear.
    moves : table, one row per event, lane and new date
        Columns ``event_id``, ``lane``, ``from_day``, ``to_day`` (NaT where put off without a new day).
    window : two days
        First and last day shown.
    known_until : day, or nothing
        That of the latest report: marked by a line; what comes after it is shaded.
    canvas : canvas
        Its theme gives the colours.

    Returns
    -------
    Figure
        Its height follows from the rows. Points carry ``event:<id>`` or ``events:<id>,<id>,…`` as customdata.
        ``layout.meta`` says, in marks, which add up to the rows of `marks`: ``shown`` one by one, ``grouped``,
        ``before`` and ``after`` the window, ``undated`` (no day is known); and ``groups``, the count marks.

    Errors
    ------
    ValueError
        The window ends before it begins.

    Notes
    -----
    No mark lies on another and no label on a mark or label. Where a lane would need more than six rows, or all lanes
    together hold more than 1,500 marks, neighbours become one count mark; none is left out silently.
    """
    lanes, seen, colours = marks_by_lane(marks), window_of(window), theme.palette(canvas)
    scene, bands = _scene(lanes, moves_by_mark(moves), seen, colours)
    figure = Drawing()
    traces.marks(figure, scene)
    words.texts(figure, scene)
    words.legend(figure, scene)
    sides = (_side_px(scene, "before"), _side_px(scene, "after", "undated"))
    _layout(figure, scene, bands, list(lanes))
    _time_axis(figure, scene, sides)
    if known_until is not None:
        _horizon(figure, scene, pd.Timestamp(str(known_until)).normalize())
    extent = _extent(scene)
    figure.update_layout(meta=extent)
    return Figure(figure.plot(), _alt(marks, lanes), _caption(marks, extent, window), "timeline")


def _alt(marks: pd.DataFrame, lanes: Mapping[str, list[Mark]]) -> str:
    events = marks.drop_duplicates("event_id")
    parts = [count(len(events), "event")]
    found = Counter(events["status"])
    parts += [f"{found[s]} {s}" for s in statuses(m for lane in lanes.values() for m in lane) if s != "occurred"]
    disputed = int(events["is_disputed"].sum())
    parts += [f"{disputed} disputed"] if disputed else []
    counts = ", ".join(parts)
    if marks["lane"].nunique() > 1:
        counts += f"; most under {marks['lane'].value_counts(sort=True).index[0]}"
    return theme.clean(counts)


def _caption(marks: pd.DataFrame, extent: Mapping[str, int], window: tuple[object, object]) -> str:
    first, last = (label_day(pd.Timestamp(str(day))) for day in window)
    n_events = marks["event_id"].nunique()
    parts = [f"{count(n_events, 'event')} under {count(marks['lane'].nunique(), 'lane')}"]
    if len(marks) != n_events:
        parts.append(f"{count(len(marks), 'mark')}, since an event stands under everyone who did it")
    parts.append(f"{first} to {last}")
    parts.append(f"{extent['shown']} shown one by one")
    if extent["grouped"]:
        groups = count(extent["groups"], "group")
        parts.append(f"{extent['grouped']} in {groups}: draw on the strip above to look closer")
    outside = extent["before"] + extent["after"]
    if outside:
        parts.append(f"{outside} outside these days, counted at the edges")
    if extent["undated"]:
        parts.append(f"{extent['undated']} to which no report gives a day, counted on the right")
    method = "A dot is one day; a bar is every day it may have been. Small figure: independent reports. Days in UTC."
    return theme.clean(f"{'; '.join(parts)}. {method}")


def _scene(
    lanes: Mapping[str, list[Mark]], moves: Mapping[tuple[str, str], list[Move]], window: Window, colours: theme.Palette
) -> tuple[Scene, Bands]:
    inside = {lane: [mark for mark in marks if side_of(mark, window) == "inside"] for lane, marks in lanes.items()}
    crowded = sum(len(marks) for marks in inside.values()) > CROWDED
    placed: list[Placed] = []
    gutters: list[Gutter] = []
    bands: Bands = []
    top = 0.0
    for lane, marks in lanes.items():
        rows = lane_marks(inside[lane], window, moves, crowded=crowded)
        tall = max(ABOVE_PX + BELOW_PX + ROW_PX * (max((mark.row for mark in rows), default=0) + 1), LEAST_PX)
        placed += [replace(mark, y=top + ABOVE_PX + ROW_PX * mark.row) for mark in rows]
        gutters += _gutters(marks, window, top + tall / 2)
        bands.append((top, top + tall))
        top += tall
    return Scene(tuple(placed), tuple(gutters), window, colours), bands


def _gutters(marks: list[Mark], window: Window, middle: float) -> list[Gutter]:
    # What has no day stands on the right, clear of what lies after the window.
    sides = {side: tuple(mark for mark in marks if side_of(mark, window) == side) for side in SIDES}
    both = bool(sides["after"] and sides["undated"])
    lower = {"after": -APART_PX * both, "undated": APART_PX * both}
    return [Gutter(members, side, middle + lower.get(side, 0)) for side, members in sides.items() if members]


def _extent(scene: Scene) -> dict[str, int]:
    sizes = [len(placed.members) for placed in scene.placed]
    outside = {s: sum(len(g.members) for g in scene.gutters if g.side == s) for s in SIDES}
    several = [size for size in sizes if size > 1]
    return {"shown": sizes.count(1), "grouped": sum(several), "groups": len(several), **outside}


def _side_px(scene: Scene, *sides: str) -> float:
    # Room for the counts of what lies outside, or only for half a mark and an arrow.
    return SIDE_PX if any(gutter.side in sides for gutter in scene.gutters) else BEYOND_PX + 6


def _layout(figure: Drawing, scene: Scene, bands: Bands, lanes: list[str]) -> None:
    colours = scene.colours
    width = PLOT_PX + SIDE_PX
    signs = [name for name, _ in words.legend_signs(scene)]
    first = LEGEND_PX * theme.legend_lines(words.legend_statuses(scene), width=width)
    second = LEGEND_PX * theme.legend_lines(signs, width=width)
    plot = round(max(bands[-1][1] if bands else 0, LEAST_PX))
    below = TODAY_PX + first + second + 16
    height = TOP_PX + plot + below
    margin = (LEFT_PX, RIGHT_PX, TOP_PX, below)
    figure.update_layout(
        **theme.frame(colours, height=height, margin=margin, name="timeline"),
        legend=theme.legend(colours, height=height, below=first + second + 12),
        legend2=theme.legend(colours, height=height, below=second + 8),
        barmode="overlay",
        shapes=[_band(top, bottom, colours) for top, bottom in bands[1::2]] + _edges(scene),
    )
    figure.update_axis(
        "yaxis",
        range=[plot, 0],
        fixedrange=True,
        automargin=False,
        tickvals=[(top + bottom) / 2 for top, bottom in bands],
        ticktext=[_lane_label(lane, bottom - top) for lane, (top, bottom) in zip(lanes, bands, strict=True)],
        tickfont={"color": colours.ink, "size": theme.TEXT_PX},
        showgrid=False,
        zeroline=False,
        showline=False,
        ticks="",
    )


def _lane_label(lane: str, room: float) -> str:
    fitting = 3 if room >= 3 * theme.LINE_PX + 4 else 2
    return "<br>".join(theme.plain(line) for line in theme.wrap(lane, LANE_CHARS, lines=fitting))


def _band(top: float, bottom: float, colours: theme.Palette) -> dict[str, Any]:
    return {
        "type": "rect",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": top,
        "y1": bottom,
        "fillcolor": colours.band,
        "line": {"width": 0},
        "layer": "below",
    }


def _edges(scene: Scene) -> list[dict[str, Any]]:
    # Where the window begins and ends: what lies beyond is counted there, not placed.
    line = {"width": 1, "color": scene.colours.grid}
    days = (iso(scene.window.start), iso(scene.window.end))
    place = {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "line": line, "layer": "below"}
    return [{**place, "x0": day, "x1": day} for day in days]


def _time_axis(figure: Drawing, scene: Scene, sides: tuple[float, float]) -> None:
    window, colours = scene.window, scene.colours
    values, labels = ticks(window)
    figure.update_axis(
        "xaxis",
        type="date",
        range=[iso(window.day(-sides[0])), iso(window.day(PLOT_PX + sides[1]))],
        fixedrange=True,
        automargin=False,
        side="top",
        tickvals=values,
        ticktext=labels,
        tickfont={"color": colours.muted, "size": 11},
        gridcolor=colours.grid,
        showgrid=True,
        zeroline=False,
        showline=True,
        linecolor=colours.grid,
        ticks="",
    )


def _horizon(figure: Drawing, scene: Scene, day: pd.Timestamp) -> None:
    window, colours = scene.window, scene.colours
    if day > window.end:
        return
    after = max(day, window.start)
    shade = {"fillcolor": theme.translucent(colours.muted, 0.07), "line": {"width": 0}}
    figure.add_shape(type="rect", x0=iso(after), x1=iso(window.end), **FULL_HEIGHT, **shade)
    if day < window.start:
        return
    line = {"color": colours.ink, "width": 1, "dash": "4px,3px"}
    figure.add_shape(type="line", x0=iso(day), x1=iso(day), line=line, **FULL_HEIGHT)
    left = window.px(day) < PLOT_PX * 0.8
    figure.add_annotation(
        x=iso(day),
        y=0,
        yref="paper",
        yanchor="top",
        xanchor="left" if left else "right",
        text=f"latest report, {label_day(day)}",
        showarrow=False,
        font={"size": 11, "color": colours.ink},
    )
