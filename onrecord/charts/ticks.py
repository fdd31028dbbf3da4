"""Where the days of a window are written along its axis."""

import pandas as pd

from onrecord.charts.marks import Window

MOST = 7
DAYS, MONTHS, YEARS = (1, 2), (1, 2, 3, 6), (1, 2, 5, 10, 20, 50, 100, 200)


def ticks(window: Window) -> tuple[list[str], list[str]]:
    """The finest calendar steps of which no more than seven fall into the window.

    Parameters
    ----------
    window : days
        The days shown.

    Returns
    -------
    days and labels, of one length
        ISO days within the window; the year stands under the first label and wherever it changes.

    >>> ticks(Window(pd.Timestamp("2020-11-10"), pd.Timestamp("2021-02-20")))
    (['2020-12-01', '2021-01-01', '2021-02-01'], ['Dec<br>2020', 'Jan<br>2021', 'Feb'])
    """
    days, form = _days(window)
    labels, year = [], 0
    for day in days:
        text = str(day.year) if form == "year" else f"{day:%b}" if form == "month" else f"{day.day} {day:%b}"
        labels.append(text if form == "year" or day.year == year else f"{text}<br>{day.year}")
        year = day.year
    return [f"{day:%Y-%m-%d}" for day in days], labels


def _days(window: Window) -> tuple[list[pd.Timestamp], str]:
    span = (window.end - window.start).days
    for step in DAYS:
        if span // step < MOST:
            return list(pd.date_range(window.start, window.end, freq=f"{step}D")), "day"
    for mondays in (1, 2):
        if span // (7 * mondays) < MOST:
            return list(pd.date_range(window.start, window.end, freq="W-MON"))[::mondays], "day"
    for step in MONTHS:
        if span / 30.4 / step < MOST:
            days = pd.date_range(window.start, window.end, freq="MS")
            return [day for day in days if (day.month - 1) % step == 0], "month"
    years = range(window.start.year, window.end.year + 1)
    step = next((s for s in YEARS if len(years) / s <= MOST), YEARS[-1])
    starts = [pd.Timestamp(year, 1, 1) for year in years if year % step == 0]
    return [day for day in starts if window.start <= day <= window.end], "year"
