"""Windows: half-open spans of days, or of a number of stances, over the dated stances."""

import math

import numpy as np
import pandas as pd

from onrecord.measures.integers import Floats, Ints
from onrecord.measures.latest import UNKNOWN_DAY, last_day, moments, time_order
from onrecord.text import count

DAY = 86_400_000_000  # microseconds
DIGITS = 6  # of a day that are kept of a border before it is rounded down


def windows(
    stances: pd.DataFrame,
    *,
    width: float,
    step: float,
    start: pd.Timestamp | None = None,
    end: pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Spans of days, all of one width, that follow each other by a fixed step until they have covered the record.

    Parameters
    ----------
    stances : table, one row per stance
        Columns ``stance_id``, ``earliest``, ``latest``, ``published_on`` (days, NaT open or unknown), ``kind``,
        ``confidence``.
    width, step : days
        Length of a window, and days from one start to the next, whole or not (30.4375 is a mean month); `step` at most
        `width`, so that no day is skipped.
    start, end : days
        First day to cover, and the day after the last. Left out: those of the record.

    Returns
    -------
    table, one row per window, in time
        ``window``, its number from 0; ``start`` and ``end``, days, the second no part of it; ``first`` and ``stop``,
        the same span as places in the order of the dated stances; ``n_stances``. No row where there is no day to
        cover.

    Errors
    ------
    ValueError where `start` does not lie before `end`, a stance ends before it begins, `width` or `step` is below 1
    or no number, or `step` is longer than `width`.

    Notes
    -----
    A stance lies in a window if the last day on which it is known to hold does: a day for a dated statement, the last
    one for a longer date, the day of publication for an open end. So it lies in exactly one of the windows that
    follow each other without overlap. A stance without any known day lies in none. The last window is the first to
    reach the end; it keeps its full width and may reach past it. Windows begin and end with a day: where `width` or
    `step` is no whole number each border is rounded down by itself, so some windows are a day longer than others and
    the borders do not drift.

    Source: Leifeld (2017), "Discourse Network Analysis", in The Oxford Handbook of Political Networks, for moving time
    windows.

    Examples
    --------
    >>> day = pd.to_datetime(["2021-01-01", "2021-01-04", "2021-01-05"])
    >>> said = pd.DataFrame({"stance_id": ["s1", "s2", "s3"], "earliest": day, "latest": day, "published_on": day,
    ...                      "kind": "direct", "confidence": "high"})
    >>> windows(said, width=3, step=3)[["window", "start", "end", "n_stances"]].astype("str").values.tolist()
    [['0', '2021-01-01', '2021-01-04', '1'], ['1', '2021-01-04', '2021-01-07', '2']]
    """
    _, day = day_order(stances)
    begin = _day(start) if start is not None else int(day.min(initial=np.iinfo(np.int64).max))
    close = _day(end) if end is not None else int(day.max(initial=np.iinfo(np.int64).min)) + 1
    if start is not None and end is not None and begin >= close:
        raise ValueError(f"start {start:%Y-%m-%d} must lie before end {end:%Y-%m-%d}")
    starts, ends = _spans(close - begin if begin < close else 0, width, step)
    if len(starts):
        starts, ends = begin + starts, begin + ends
    return _table(starts, ends, np.searchsorted(day, starts), np.searchsorted(day, ends))


def event_windows(stances: pd.DataFrame, *, size: int, step: int) -> pd.DataFrame:
    """Spans that each hold the same number of stances, however many days that takes.

    Parameters
    ----------
    stances : table, one row per stance
        Columns ``stance_id``, ``earliest``, ``latest``, ``published_on`` (days, NaT open or unknown), ``kind``,
        ``confidence``.
    size, step : stances
        How many a window holds, and how many lie between one start and the next; `step` at most `size`.

    Returns
    -------
    table, one row per window, in time
        The columns of `windows`. ``start`` is the day of its first stance, ``end`` the day after that of its last. The
        last window holds what is left, if that is fewer than `size`. No row where no stance is dated.

    Errors
    ------
    ValueError where a stance ends before it begins, `size` or `step` is below 1, or `step` is longer than `size`.

    Notes
    -----
    Stances stand in the one order that decides which of several is the latest: last day known to hold, first day, day
    of publication, kind, confidence, ``stance_id``. So stances of one day have an order too, a window may begin and
    end within a day, and the same table always gives the same windows.

    Source: Leifeld (2017), "Discourse Network Analysis", in The Oxford Handbook of Political Networks, for windows in
    event time.

    Examples
    --------
    >>> day = pd.to_datetime(["2021-01-01", "2021-01-04", "2021-01-04"])
    >>> said = pd.DataFrame({"stance_id": ["s1", "s2", "s3"], "earliest": day, "latest": day, "published_on": day,
    ...                      "kind": "direct", "confidence": "high"})
    >>> event_windows(said, size=2, step=1)[["window", "start", "end", "n_stances"]].astype("str").values.tolist()
    [['0', '2021-01-01', '2021-01-05', '2'], ['1', '2021-01-04', '2021-01-05', '2']]
    """
    _, day = day_order(stances)
    first, ends = _spans(len(day), size, step)
    stop = np.minimum(ends, len(day))
    return _table(day[first], day[stop - 1] + 1, first, stop)


def in_window(stances: pd.DataFrame, spans: pd.DataFrame, window: int) -> pd.DataFrame:
    """Stances of one window, earliest first.

    Parameters
    ----------
    stances : table, one row per stance
        The table that `spans` was made of.
    spans : table, one row per window
        What `windows` or `event_windows` returns.
    window : number of a window

    Returns
    -------
    table, the rows of `stances` that lie in the window
        In the order that decides which is the latest, with their index.

    Errors
    ------
    ValueError where there is no such window, or where the windows were made of other stances.

    Notes
    -----
    What the figures of a window rest on, and what `travel` takes.

    Source: Leifeld (2017), "Discourse Network Analysis", in The Oxford Handbook of Political Networks, for moving time
    windows.

    Examples
    --------
    >>> day = pd.to_datetime(["2021-01-04", "2021-01-01"])
    >>> said = pd.DataFrame({"stance_id": ["s1", "s2"], "earliest": day, "latest": day, "published_on": day,
    ...                      "kind": "direct", "confidence": "high"})
    >>> in_window(said, windows(said, width=7, step=7), 0)["stance_id"].tolist()
    ['s2', 's1']
    """
    here = stances_by_window(stances, spans[spans["window"] == window])
    if not here:
        raise ValueError(f"there is no window {window}")
    return here[0]


def stances_by_window(stances: pd.DataFrame, spans: pd.DataFrame) -> list[pd.DataFrame]:
    """Stances of each window, as `in_window` gives those of one; the order of all is worked out once.

    Errors
    ------
    ValueError where the windows were made of other stances.
    """
    rows, day = day_order(stances)
    return [stances.take(rows[begins:ends]) for begins, ends in zip(*places(spans, day), strict=True)]


def day_order(stances: pd.DataFrame) -> tuple[Ints, Ints]:
    """Rows of the stances with a known day, from the earliest to the latest, and the day of each, counted from 1970.

    Errors
    ------
    ValueError where a stance ends before it begins.
    """
    begins, ends = moments(stances["earliest"]), moments(stances["latest"])
    is_reversed = (begins != UNKNOWN_DAY) & (ends != UNKNOWN_DAY) & (begins > ends)
    if is_reversed.any():
        first = stances["stance_id"].iloc[int(np.argmax(is_reversed))]
        raise ValueError(f"{count(int(is_reversed.sum()), 'stance')} with an end before the beginning, first {first}")
    rows = time_order(stances)
    day = last_day(stances, rows)
    is_known = day != UNKNOWN_DAY
    return rows[is_known], day[is_known] // DAY


def places(spans: pd.DataFrame, day: Ints) -> tuple[Ints, Ints]:
    """First place and the one after the last of each window, in the order of the dated stances whose days are given.

    Errors
    ------
    ValueError where these cannot be the stances that the windows were made of.
    """
    first, stop = spans["first"].to_numpy(dtype=np.int64), spans["stop"].to_numpy(dtype=np.int64)
    held = stop > first
    begins, ends = (moments(spans[name])[held] // DAY for name in ("start", "end"))
    is_here = stop.max(initial=0) <= len(day)
    if not is_here or (day[first[held]] < begins).any() or (day[stop[held] - 1] >= ends).any():
        raise ValueError("the windows were made of other stances; make them again from these")
    return first, stop


def _day(moment: pd.Timestamp) -> int:
    return int(pd.Timestamp(moment).to_datetime64().astype("datetime64[D]").astype(np.int64))


def _spans(length: int, width: float, step: float) -> tuple[Ints, Ints]:
    """Where spans of one width start and end that cover a length; the last is the first to reach its end."""
    if not (1 <= width < np.inf and step >= 1):
        raise ValueError(f"a window is {width} long and the step {step}; both must be 1 or more")
    if step > width:
        raise ValueError(
            f"a step of {step} skips what lies between windows of {width}; choose a step of {width} or less"
        )
    n = max(math.ceil(round((length - width) / step, DIGITS)), 0) + 1 if length else 0
    starts = np.arange(n, dtype=np.float64) * step
    return _rounded_down(starts), _rounded_down(starts + width)


def _rounded_down(borders: Floats) -> Ints:
    """Whole days; one that floating point falls just short of counts as reached."""
    return np.floor(np.round(borders, DIGITS)).astype(np.int64)


def _table(begins: Ints, ends: Ints, first: Ints, stop: Ints) -> pd.DataFrame:
    days = {name: pd.Series((day * DAY).view("datetime64[us]")) for name, day in (("start", begins), ("end", ends))}
    numbers = {"first": first.astype(np.int64), "stop": stop.astype(np.int64), "n_stances": (stop - first)}
    return pd.DataFrame({"window": np.arange(len(first), dtype=np.int64)} | days | numbers)
