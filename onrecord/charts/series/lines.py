"""Several small lines one under the other, all over the same days."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from onrecord.charts import theme
from onrecord.charts.days import Window, ticks
from onrecord.charts.drawing import Drawing
from onrecord.charts.figure import SCREEN, Canvas, Figure
from onrecord.dates import label_day
from onrecord.text import count, enumeration

MOST = 6
ROW_PX, GAP_PX, TOP_PX, BELOW_PX = 64, 34, 52, 40
LEFT_PX, RIGHT_PX, NAME_CHARS = 44, 60, 44
MARK = "mark"


def lines(
    series: pd.DataFrame, *, label: str, unit: str | Mapping[str, str], method: str = "", canvas: Canvas = SCREEN
) -> Figure:
    """Several numbers over the same days, each in its own row on its own scale.

    Parameters
    ----------
    series : table, indexed by day or first day of a window
        One column of numbers per row of the figure, at most six, NaN where not defined; ``mark``, where given, is what
        the points of that day are evidence of, as customdata.
    label : text
        What all rows have in common, said above them.
    unit : text, or column -> text
        In what the numbers are, said above each row and on hovering.
    method : text
        What the numbers rest on: the end of the caption.
    canvas : canvas
        Its theme gives the colours.

    Returns
    -------
    Figure
        Rows in the order of the columns; the last known value stands beside its point.

    Errors
    ------
    ValueError
        No column of numbers, or more than six.

    Notes
    -----
    A step, not a slope, and a gap where nothing is defined: nothing is known between two days. The scales differ, so
    rows are compared in when they move, not in how far.
    """
    names = _names(series, label)
    colours = theme.palette(canvas)
    whole = series.sort_index()
    figure = Drawing()
    for i, name in enumerate(names):
        _row(figure, whole, name, unit=_unit(unit, name), colours=colours)
        _axis(figure, i, len(names), colours, _range_mode(whole[name]))
        if not whole[name].notna().any():
            figure.update_axis(f"yaxis{'' if i == 0 else i + 1}", tickvals=[])
    height = _tall(len(names)) + TOP_PX + BELOW_PX
    margin = (LEFT_PX, RIGHT_PX, TOP_PX, BELOW_PX)
    figure.update_layout(**theme.frame(colours, height=height, margin=margin, name="lines"))
    said = {"text": theme.plain(theme.clip(label, NAME_CHARS)), "yshift": 30, "size": theme.TEXT_PX + 1}
    _aside(figure, said, at=(0, 1), refs=("paper", "paper"), colours=colours)
    _days(figure, pd.DatetimeIndex(whole.index), len(names), colours)
    caption = f"{_caption(whole)} {theme.clean(method)}".rstrip()
    return Figure(figure.plot(), _alt(whole, label, unit), caption, "lines")


def _alt(whole: pd.DataFrame, label: str, unit: str | Mapping[str, str]) -> str:
    parts = []
    for name in _names(whole, label):
        known = whole[name].astype("float64").dropna()
        if known.empty:
            parts.append(f"{name}: never defined")
            continue
        first, last = (f"{_number(known.iloc[i])} on {label_day(known.index[i])}" for i in (0, -1))
        span = f"between {_number(known.min())} and {_number(known.max())} {_unit(unit, name)}"
        parts.append(f"{name}: {first}, {last}, {span.strip()}")
    return theme.clean(f"{label}. {'; '.join(parts)}")


def _caption(whole: pd.DataFrame) -> str:
    if whole.empty:
        return "No day in view."
    n_known = {name: int(whole[name].notna().sum()) for name in whole.columns if name != MARK}
    gaps = [f"{name} at {n:,} of them" for name, n in n_known.items() if n < len(whole)]
    days = f"{count(len(whole), 'point')}, {label_day(whole.index[0])} to {label_day(whole.index[-1])}"
    said = f"{days}; defined: {enumeration(gaps)}" if gaps else days
    return theme.clean(f"{said}. Each row on its own scale; a gap: not defined.")


def _names(series: pd.DataFrame, label: str) -> list[str]:
    names = [str(name) for name in series.columns if name != MARK]
    if not 1 <= len(names) <= MOST:
        raise ValueError(f"{label}: {count(len(names), 'number')} to show; 1 to {MOST} fit one under the other")
    return names


def _unit(unit: str | Mapping[str, str], name: str) -> str:
    return unit if isinstance(unit, str) else unit.get(name, "")


def _number(value: float) -> str:
    """A number in as many places as a reader needs.

    >>> _number(1859.0), _number(-0.6249), _number(12.0)
    ('1,859', '−0.625', '12')
    """
    return (f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}").replace("-", "−")


def _tall(n: int) -> int:
    return n * ROW_PX + (n - 1) * GAP_PX


def _row(figure: Drawing, whole: pd.DataFrame, name: str, *, unit: str, colours: theme.Palette) -> None:
    i = len(figure.traces)
    values = whole[name].astype("float64")
    shown = ["not defined" if value != value else f"{_number(value)} {unit}" for value in values]
    figure.add_scatter(
        x=[f"{day:%Y-%m-%d}" for day in whole.index],
        y=[None if value != value else value for value in values.tolist()],
        yaxis=_id("y", i),
        mode="lines+markers",
        line={"shape": "hv", "color": colours.mark, "width": 2},
        marker={"size": 6, "color": colours.mark, "opacity": 1},
        cliponaxis=False,
        hovertext=[theme.lines([name, label_day(day), said]) for day, said in zip(whole.index, shown, strict=True)],
        hovertemplate="%{hovertext}<extra></extra>",
        customdata=[str(mark) for mark in whole[MARK]] if MARK in whole else None,
        unselected=theme.steady(colours.ink),
        selected={"marker": {"size": 11}},
        name=theme.plain(name),
        showlegend=False,
    )
    said = theme.plain(theme.clip(f"{name} ({unit})" if unit else name, NAME_CHARS))
    _aside(figure, {"text": said, "yshift": 4}, at=(0, 1), refs=("paper", f"{_id('y', i)} domain"), colours=colours)
    known = values.dropna()
    at: tuple[str | float, float] = (1, 0.5)
    refs, said = ("paper", f"{_id('y', i)} domain"), "not defined"
    if len(known):
        refs, at = ("x", _id("y", i)), (f"{known.index[-1]:%Y-%m-%d}", known.iloc[-1])
        said = _number(known.iloc[-1])
    beside = {"text": said, "yanchor": "middle", "xshift": 7 if len(known) else -60}
    _aside(figure, beside, at=at, refs=refs, colours=colours)


def _id(axis: str, i: int) -> str:
    return axis if i == 0 else f"{axis}{i + 1}"


def _aside(
    figure: Drawing,
    said: Mapping[str, Any],
    *,
    at: tuple[Any, float],
    refs: tuple[str, str],
    colours: theme.Palette,
) -> None:
    drawn = {"yanchor": "bottom", **said}
    size = drawn.pop("size", theme.TEXT_PX)
    figure.add_annotation(
        x=at[0],
        y=at[1],
        xref=refs[0],
        yref=refs[1],
        xanchor="left",
        showarrow=False,
        font={"color": colours.ink, "size": size},
        **drawn,
    )


def _range_mode(values: pd.Series) -> str:
    """What is never below nothing has a scale that shows no less."""
    return "nonnegative" if (values.dropna() >= 0).all() else "normal"


def _axis(figure: Drawing, i: int, n: int, colours: theme.Palette, range_mode: str) -> None:
    top = 1 - i * (ROW_PX + GAP_PX) / _tall(n)
    figure.update_axis(
        f"yaxis{'' if i == 0 else i + 1}",
        **_axis_options(colours),
        anchor="x",
        domain=[max(top - ROW_PX / _tall(n), 0), top],
        nticks=3,
        rangemode=range_mode,
        showgrid=True,
        gridcolor=colours.grid,
    )


def _days(figure: Drawing, days: pd.DatetimeIndex, n: int, colours: theme.Palette) -> None:
    if len(days):
        values, labels = ticks(Window(days[0], days[-1]))
        figure.update_axis("xaxis", type="date", tickvals=values, ticktext=labels)
    figure.update_axis("xaxis", **_axis_options(colours), anchor=_id("y", n - 1), showgrid=False)


def _axis_options(colours: theme.Palette) -> dict[str, Any]:
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
