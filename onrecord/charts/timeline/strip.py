"""The strip above a timeline: how many events fall where, and which days are looked at. A box drawn on it zooms."""

import numpy as np
import pandas as pd

from onrecord.charts import theme
from onrecord.charts.days import Window, ticks, window_of
from onrecord.charts.drawing import Drawing
from onrecord.charts.figure import SCREEN, Canvas, Figure
from onrecord.dates import label_day
from onrecord.text import count

HEIGHT, BINS = 100, 60
Days = tuple[pd.Timestamp, pd.Timestamp]


def strip(events: pd.DataFrame, span: Days, window: Days, *, canvas: Canvas = SCREEN) -> Figure:
    """Number of events over the whole span, with the days that are looked at set off.

    Parameters
    ----------
    events : table, one row per event
        Columns ``earliest``, ``latest`` (NaT where open). An event counts where its first known day lies.
    span : two days
        First and last day of the strip.
    window : two days
        First and last day that the timeline below shows.
    canvas : canvas
        Its theme gives the colours.

    Returns
    -------
    Figure
        100 pixels high. Drawing on it selects days, not bars.

    Errors
    ------
    ValueError
        The span ends before it begins.
    """
    whole, colours = window_of(span), theme.palette(canvas)
    edges = pd.date_range(whole.start, whole.end, periods=BINS + 1)
    day = events["earliest"].fillna(events["latest"]).dropna()
    n_events, _ = np.histogram(day.astype("int64"), bins=edges.astype(day.dtype).astype("int64"))
    figure = Drawing()
    figure.add_bar(
        x=[f"{at:%Y-%m-%dT%H:%M}" for at in edges[:-1] + (edges[1:] - edges[:-1]) / 2],
        y=n_events.tolist(),
        marker={"color": colours.mark},
        hovertext=[_hover_text(a, b, n) for a, b, n in zip(edges[:-1], edges[1:], n_events, strict=True)],
        hovertemplate="%{hovertext}<extra></extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        showlegend=False,
    )
    figure.update_layout(**theme.frame(colours, height=HEIGHT, margin=(138, 4, 20, 38), name="strip"), bargap=0.15)
    figure.update_layout(selectdirection="h", newselection={"line": {"color": colours.accent}})
    _axes(figure, whole, colours)
    if window != span:
        seen = {"x0": f"{window[0]:%Y-%m-%d}", "x1": f"{window[1]:%Y-%m-%d}", "y0": 0, "y1": 1, "yref": "paper"}
        look = {"fillcolor": theme.translucent(colours.accent, 0.15), "line": {"color": colours.accent, "width": 1}}
        figure.add_shape(type="rect", layer="below", **seen, **look)
    alt = f"{count(len(events), 'event')} from {label_day(span[0])} to {label_day(span[1])}, by date"
    return Figure(figure.plot(), theme.clean(alt), "", "strip")


def _axes(figure: Drawing, whole: Window, colours: theme.Palette) -> None:
    values, labels = ticks(whole)
    shared = {"fixedrange": True, "zeroline": False, "showgrid": False, "linecolor": colours.grid}
    font = {"color": colours.muted, "size": 11}
    reach = [f"{whole.start:%Y-%m-%d}", f"{whole.end:%Y-%m-%d}"]
    figure.update_axis("xaxis", type="date", range=reach, tickvals=values, ticktext=labels, tickfont=font, **shared)
    figure.update_axis("yaxis", visible=False, **shared)
    figure.add_annotation(
        text="Draw here to zoom", x=0, y=0.5, xref="paper", yref="paper", xanchor="right", xshift=-8, showarrow=False,
        font=font,
    )  # fmt: skip


def _hover_text(start: pd.Timestamp, end: pd.Timestamp, n: int) -> str:
    return theme.lines([f"{label_day(start)} to {label_day(end)}", count(int(n), "event")])
