"""The days shown: how many pixels they take, and where they are written along the axis."""

from dataclasses import dataclass

import pandas as pd

from onrecord.dates import label_day

# Wide enough on a 1,024 pixel screen beside the sidebar. On a wider screen everything only moves further apart.
PLOT_PX = 384
SIDE_PX = 34
DAY = pd.Timedelta(days=1)
MOST = 7
DAYS, MONDAYS, MONTHS, YEARS = (1, 2), (1, 2), (1, 2, 3, 6), (1, 2, 5, 10, 20, 50, 100, 200)


@dataclass(frozen=True)
class Window:
    """The days shown, both included, and where they lie across the plot."""

    start: pd.Timestamp
    end: pd.Timestamp

    @property
    def day_px(self) -> float:
        """Pixels a day takes on the narrowest screen."""
        return PLOT_PX / max((self.end - self.start) / DAY, 1)

    def px(self, day: pd.Timestamp, *, otherwise: float = 0) -> float:
        """Pixels from the first day, held within the window; `otherwise` where the day is not known."""
        return otherwise if pd.isna(day) else min(max((day - self.start) / DAY, 0) * self.day_px, PLOT_PX)

    def day(self, px: float) -> pd.Timestamp:
        """The moment at that many pixels from the first day."""
        return self.start + pd.Timedelta(days=px / self.day_px).round("s")


def window_of(days: tuple[object, object]) -> Window:
    """A window from two days, in either form pandas reads."""
    start, end = (pd.Timestamp(str(day)).normalize() for day in days)
    if end < start:
        raise ValueError(f"the window ends on {label_day(end)}, before it begins on {label_day(start)}")
    return Window(start, end)


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
    for mondays in MONDAYS:
        if span // (7 * mondays) < MOST:
            return list(pd.date_range(window.start, window.end, freq="W-MON"))[::mondays], "day"
    for step in MONTHS:
        if span / 30.4 / step < MOST:
            return _months(window, step), "month"
    return _years(window), "year"


def _months(window: Window, step: int) -> list[pd.Timestamp]:
    starts = pd.date_range(window.start, window.end, freq="MS")
    return [day for day in starts if (day.month - 1) % step == 0]


def _years(window: Window) -> list[pd.Timestamp]:
    years = range(window.start.year, window.end.year + 1)
    step = next((s for s in YEARS if len(years) / s <= MOST), YEARS[-1])
    starts = [pd.Timestamp(year, 1, 1) for year in years if year % step == 0]
    return [day for day in starts if window.start <= day <= window.end]
