"""Actors on one line, each with the interval in which it may as well lie."""

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from onrecord.charts import theme
from onrecord.charts.drawing import Drawing
from onrecord.charts.figure import SCREEN, Canvas, Figure
from onrecord.text import count

ROW_PX, TOP_PX, BELOW_PX, RIGHT_PX = 24, 14, 76, 18
NAME_CHARS, NAME_PX, END_CHARS = 22, 11, 20
NOT_PLACED = "not placed"


@dataclass(frozen=True)
class _Place:
    """One actor on the line; NaN where it has no place or no interval."""

    actor_id: str
    name: str
    value: float
    low: float
    high: float

    @property
    def has_interval(self) -> bool:
        """Whether both ends are known."""
        return not (math.isnan(self.value) or math.isnan(self.low) or math.isnan(self.high))

    @property
    def hover(self) -> str:
        """What is said on hovering."""
        ends = (
            f"95 % interval {theme.two_places(self.low)} to {theme.two_places(self.high)}"
            if self.has_interval
            else "no interval"
        )
        return theme.lines(
            [self.name, *([NOT_PLACED] if math.isnan(self.value) else [theme.two_places(self.value), ends])]
        )


def scale(places: pd.DataFrame, *, left: str = "", right: str = "", canvas: Canvas = SCREEN) -> Figure:
    """Actors one under the other by their place on one line: a dot, and a bar for the 95 % interval.

    Parameters
    ----------
    places : table, one row per actor
        Columns ``actor_id``, ``name``, ``value``, ``low``, ``high``; NaN where not known.
    left, right : text
        What the two ends of the line mean, where that is known.
    canvas : canvas
        Its theme gives the colours.

    Returns
    -------
    Figure
        The highest on top, those without a place below all others and without a dot. Every row carries ``actor:<id>``
        as customdata.
    """
    colours = theme.palette(canvas)
    rows = _rows(places)
    span = _span(rows)
    figure = Drawing()
    _zero(figure, len(rows), colours)
    _bars(figure, rows, colours)
    _dots(figure, rows, colours)
    _rows_without_place(figure, rows, span[0], colours)
    _ends(figure, (left, right), colours)
    _layout(figure, rows, colours)
    _axes(figure, rows, span, colours)
    return Figure(figure.plot(), _alt(rows), _caption(rows), "scale")


def _alt(rows: list[_Place]) -> str:
    placed = [row for row in rows if not math.isnan(row.value)]
    parts = [count(len(rows), "actor")]
    if placed:
        first, last = placed[-1], placed[0]
        parts.append(
            f"from {first.name} at {theme.two_places(first.value)} to {last.name} at {theme.two_places(last.value)}"
        )
        parts.append(f"{sum(row.has_interval and row.low <= 0 <= row.high for row in placed)} not clearly off 0")
    unplaced = len(rows) - len(placed)
    return theme.clean("; ".join([*parts, *([f"{unplaced} {NOT_PLACED}"] if unplaced else [])]))


def _caption(rows: list[_Place]) -> str:
    n_placed = sum(not math.isnan(row.value) for row in rows)
    n_intervals = sum(row.has_interval for row in rows)
    size = f"{n_placed:,} of {count(len(rows), 'actor')} placed, {n_intervals:,} with an interval"
    return theme.clean(f"{size}. Places are relative to the actors and issues in view; bars are 95 % intervals.")


def _rows(places: pd.DataFrame) -> list[_Place]:
    columns = ("value", "low", "high")
    numbers = zip(*(places[name].astype("float64") for name in columns), strict=True)
    known = zip(places["actor_id"], places["name"], numbers, strict=True)
    rows = [_Place(str(actor), str(name), *values) for actor, name, values in known]
    return sorted(
        rows, key=lambda row: (math.isnan(row.value), -row.value if row.value == row.value else 0, row.actor_id)
    )


def _span(rows: list[_Place]) -> tuple[float, float]:
    known = [end for row in rows for end in (row.value, row.low, row.high) if not math.isnan(end)]
    low, high = min([0, *known]), max([0, *known])
    beyond = 0.06 * (high - low) or 1
    return low - beyond, high + beyond


def _zero(figure: Drawing, n: int, colours: theme.Palette) -> None:
    figure.add_scatter(
        x=[0, 0],
        y=[-0.6, max(n, 1) - 0.4],
        mode="lines",
        line={"color": colours.muted, "width": 1},
        **theme.quiet("zero"),
    )


def _bars(figure: Drawing, rows: list[_Place], colours: theme.Palette) -> None:
    ends = [
        end for i, row in enumerate(rows) if row.has_interval for end in ((row.low, i), (row.high, i), (None, None))
    ]
    if ends:
        figure.add_points(
            ends,
            mode="lines",
            line=_bar(colours),
            **theme.quiet("interval"),
        )
        _entry(figure, "95 % interval", {"mode": "lines", "line": _bar(colours)})


def _bar(colours: theme.Palette) -> dict[str, Any]:
    return {"color": theme.translucent(colours.mark, 0.45), "width": 6}


def _known_rows(rows: list[_Place]) -> list[tuple[int, _Place]]:
    return [(i, row) for i, row in enumerate(rows) if not math.isnan(row.value)]


def _dots(figure: Drawing, rows: list[_Place], colours: theme.Palette) -> None:
    for name, has_interval in (("place", True), ("place, no interval", False)):
        some = [(i, row) for i, row in _known_rows(rows) if row.has_interval == has_interval]
        if some:
            marker = {
                "symbol": "circle" if has_interval else "circle-open",
                "size": 11,
                "color": colours.mark,
                "opacity": 1,
                "line": {"color": colours.surface if has_interval else colours.mark, "width": 1.6},
            }
            figure.add_points(
                [(row.value, i) for i, row in some],
                mode="markers",
                marker=marker,
                unselected=theme.steady(colours.ink),
                selected={"marker": {"size": 16}},
                **theme.clickable([f"actor:{row.actor_id}" for _, row in some], [row.hover for _, row in some], name),
            )
            _entry(figure, name, {"mode": "markers", "marker": marker})


def _rows_without_place(figure: Drawing, rows: list[_Place], low: float, colours: theme.Palette) -> None:
    some = [(i, row) for i, row in enumerate(rows) if math.isnan(row.value)]
    if some:
        figure.add_scatter(
            x=[low] * len(some),
            y=[i for i, _ in some],
            mode="markers+text",
            text=NOT_PLACED,
            textposition="middle right",
            textfont={"size": NAME_PX, "color": colours.muted},
            marker={"size": 12, "opacity": 0, "color": colours.accent},
            unselected=theme.steady(colours.muted, opacity=0),
            **theme.clickable([f"actor:{row.actor_id}" for _, row in some], [row.hover for _, row in some], NOT_PLACED),
        )


def _entry(figure: Drawing, name: str, drawn: dict[str, Any]) -> None:
    figure.add_scatter(x=[None], y=[None], showlegend=True, hoverinfo="skip", name=name, **drawn)


def _ends(figure: Drawing, said: tuple[str, str], colours: theme.Palette) -> None:
    for x, anchor, text, arrow in ((0, "left", said[0], "← {}"), (1, "right", said[1], "{} →")):
        first, *more = theme.wrap(text, END_CHARS) or [""]
        if first:
            figure.add_annotation(
                text="<br>".join(theme.plain(line) for line in (arrow.format(first), *more)),
                align=anchor,
                x=x,
                y=0,
                xref="paper",
                yref="paper",
                xanchor=anchor,
                yanchor="top",
                yshift=-20,
                showarrow=False,
                font={"color": colours.muted, "size": NAME_PX},
            )


def _layout(figure: Drawing, rows: list[_Place], colours: theme.Palette) -> None:
    names = [theme.clip(row.name, NAME_CHARS) for row in rows]
    margin = round(12 + max((theme.text_px(name, size=NAME_PX) for name in names), default=0))
    entries = sum(trace.get("showlegend") is True for trace in figure.traces)
    below = BELOW_PX + 20 * entries
    height = TOP_PX + ROW_PX * max(len(rows), 1) + below
    figure.update_layout(
        **theme.frame(colours, height=height, margin=(margin, RIGHT_PX, TOP_PX, below), name="scale"),
        legend={**theme.legend(colours, height=height, below=below - 58), "orientation": "v"},
    )


def _axes(figure: Drawing, rows: list[_Place], span: tuple[float, float], colours: theme.Palette) -> None:
    shared = {"fixedrange": True, "automargin": False, "zeroline": False, "showline": False}
    figure.update_axis(
        "yaxis",
        **shared,
        range=[max(len(rows), 1) - 0.4, -0.6],
        tickvals=list(range(len(rows))),
        ticktext=[theme.plain(theme.clip(row.name, NAME_CHARS)) for row in rows],
        ticks="",
        gridcolor=colours.grid,
        tickfont={"color": colours.ink, "size": NAME_PX},
    )
    figure.update_axis(
        "xaxis",
        **shared,
        range=list(span),
        nticks=6,
        showgrid=False,
        ticks="outside",
        ticklen=3,
        tickcolor=colours.grid,
        tickfont={"color": colours.muted, "size": NAME_PX},
    )
