"""One small line: how a number moved from day to day."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from onrecord.charts import theme
from onrecord.charts.days import Window, ticks
from onrecord.charts.drawing import Drawing
from onrecord.charts.figure import SCREEN, Canvas, Figure
from onrecord.dates import label_day
from onrecord.text import count

HEIGHT = 140


def trend(
    series: "pd.Series[Any]", *, label: str, unit: str, marks: Sequence[str] = (), canvas: Canvas = SCREEN
) -> Figure:
    """A day-indexed number as a step line.

    Parameters
    ----------
    series : column of numbers, indexed by day
        NaN where the number is not defined: the line has a gap there.
    label : text
        What is counted or measured, said above the line.
    unit : text
        In what, said on hovering.
    marks : texts, as many as days, or none
        What each point is evidence of, as customdata.
    canvas : canvas
        Its theme gives the colours.

    Returns
    -------
    Figure
        140 pixels high; the last value stands beside its point.

    Errors
    ------
    ValueError
        Fewer than two days have a value: there is no movement to show.

    Notes
    -----
    A step, not a slope: nothing is known to have happened between two days.
    """
    known = _known_values(series, label)
    colours = theme.palette(canvas)
    whole = series.sort_index().astype("float64")
    days = list(pd.DatetimeIndex(whole.index))
    figure = Drawing()
    figure.add_scatter(
        x=[f"{day:%Y-%m-%d}" for day in days],
        y=whole.tolist(),
        mode="lines+markers",
        line={"shape": "hv", "color": colours.mark, "width": 2},
        marker={"size": 5, "color": colours.mark},
        hovertext=[theme.lines([label_day(d), f"{v:,g} {unit}"]) for d, v in zip(days, whole, strict=True)],
        hovertemplate="%{hovertext}<extra></extra>",
        customdata=list(marks) or None,
        name=theme.plain(label),
        showlegend=False,
    )
    figure.update_layout(**theme.frame(colours, height=HEIGHT, margin=(40, 56, 24, 36), name="trend"))
    values, labels = ticks(Window(days[0], days[-1]))
    figure.update_axis("xaxis", **_axis(colours), type="date", tickvals=values, ticktext=labels, showgrid=False)
    figure.update_axis("yaxis", **_axis(colours), nticks=4, showgrid=True, gridcolor=colours.grid, rangemode="tozero")
    figure.add_annotation(text=theme.plain(label), x=0, y=1, xref="paper", yref="paper", **_aside(colours, "bottom"))
    last = theme.plain(f"{known.iloc[-1]:,g}")
    figure.add_annotation(
        text=last, x=known.index[-1].strftime("%Y-%m-%d"), y=known.iloc[-1], **_aside(colours, "middle")
    )
    return Figure(figure.plot(), _alt(known, label, unit), "", "trend")


def _alt(known: "pd.Series[Any]", label: str, unit: str) -> str:
    first, last = label_day(known.index[0]), label_day(known.index[-1])
    return theme.clean(
        f"{label}: between {known.min():,g} and {known.max():,g} {unit} from {first} to {last}; "
        f"{known.iloc[-1]:,g} at the end"
    )


def _known_values(series: "pd.Series[Any]", label: str) -> "pd.Series[Any]":
    known = series.dropna().sort_index()
    if len(known) < 2:
        raise ValueError(f"{label}: {count(len(known), 'day')} with a value; a line needs at least two")
    return known.astype("float64")


def _axis(colours: theme.Palette) -> dict[str, Any]:
    return {
        "fixedrange": True,
        "automargin": False,
        "zeroline": False,
        "linecolor": colours.grid,
        "tickcolor": colours.grid,
        "ticks": "outside",
        "ticklen": 3,
        "tickfont": {"color": colours.muted, "size": 11},
    }


def _aside(colours: theme.Palette, anchor: str) -> dict[str, Any]:
    return {
        "showarrow": False,
        "xanchor": "left",
        "yanchor": anchor,
        "xshift": 0 if anchor == "bottom" else 6,
        "yshift": 4 if anchor == "bottom" else 0,
        "font": {"color": colours.ink, "size": theme.TEXT_PX},
    }
