"""Which of several stances is the latest: the one order that every measure uses."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from onrecord.measures.integers import Ints
from onrecord.schema import CONFIDENCES, STANCE_KINDS

UNKNOWN_DAY = np.iinfo(np.int64).min  # how numpy stores a missing day: before every known one


def moments(column: pd.Series) -> Ints:
    """Days as whole numbers that can be compared; a missing day is `UNKNOWN_DAY`."""
    return column.to_numpy(dtype="datetime64[us]").view(np.int64)


def last_day(stances: pd.DataFrame, rows: Ints) -> Ints:
    """Last day on which each stance is known to hold.

    Notes
    -----
    That is ``latest``. A stance with an open end holds, as far as its report can know, until the report was
    published, and at least on its first day; so an old open-ended position does not outlive a newer statement to
    the contrary. `UNKNOWN_DAY` where none of the three days is known.
    """
    day = moments(stances["latest"])[rows]
    is_open = day == UNKNOWN_DAY
    if is_open.any():
        held = np.maximum(moments(stances["published_on"]), moments(stances["earliest"]))
        day[is_open] = held[rows[is_open]]
    return day


def _first_day(stances: pd.DataFrame, rows: Ints) -> Ints:
    return moments(stances["earliest"])[rows]


def _publication_day(stances: pd.DataFrame, rows: Ints) -> Ints:
    return moments(stances["published_on"])[rows]


def _kind(stances: pd.DataFrame, rows: Ints) -> Ints:
    return _code_rank(stances["kind"].take(rows), tuple(STANCE_KINDS))


def _confidence(stances: pd.DataFrame, rows: Ints) -> Ints:
    return _code_rank(stances["confidence"].take(rows), tuple(CONFIDENCES))


def _stance(stances: pd.DataFrame, rows: Ints) -> Ints:
    return pd.factorize(stances["stance_id"].take(rows), sort=True)[0].astype(np.int64)


def _code_rank(column: pd.Series, best_first: tuple[str, ...]) -> Ints:
    return pd.Categorical(column, categories=best_first[::-1]).codes.astype(np.int64)


# Most important first. Each compares rows among themselves only: its numbers mean nothing from one call to the next.
ORDER: tuple[Callable[[pd.DataFrame, Ints], Ints], ...] = (
    last_day,
    _first_day,
    _publication_day,
    _kind,
    _confidence,
    _stance,
)


def latest(stances: pd.DataFrame, group: Ints, size: int, rows: Ints | None = None) -> Ints:
    """Row number of the latest stance of each group.

    Parameters
    ----------
    stances : table, one row per stance
        Columns ``earliest``, ``latest``, ``published_on``, ``kind``, ``confidence``, ``stance_id``.
    group, size : group of each row, in 0 ... size - 1
    rows : row numbers that compete; every row where left out

    Returns
    -------
    int64, one a group: a row number, -1 where no row competes

    Notes
    -----
    Later wins: by last day known to hold, then first day, then day of publication. On equal days the more direct
    report wins (direct, indirect, attributed, inferred), then the surer code, then the higher ``stance_id``, so the
    order of the rows never matters. Each criterion looks only at rows still tied, so the costly ones see few.
    """
    winner = np.full(size, -1, dtype=np.int64)
    rows = np.arange(len(group)) if rows is None else rows
    for criterion in ORDER:
        value, where = criterion(stances, rows), group[rows]
        best = np.full(size, UNKNOWN_DAY)
        np.maximum.at(best, where, value)
        rows = rows[value == best[where]]
        winner[group[rows]] = rows
        rows = rows[np.bincount(group[rows], minlength=size)[group[rows]] > 1]
        if not len(rows):
            break
    return winner


def time_order(stances: pd.DataFrame) -> Ints:
    """Row numbers of all stances, from the earliest to the latest, in the order of `latest`."""
    rows = np.arange(len(stances))
    return np.lexsort([criterion(stances, rows) for criterion in reversed(ORDER)])


def is_later(stances: pd.DataFrame, rows: Ints, others: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether each of some rows comes after the other row it is paired with, in the order of `latest`."""
    result = np.zeros(len(rows), dtype=np.bool_)
    tied = np.arange(len(rows))
    for criterion in ORDER:
        mine, theirs = np.split(criterion(stances, np.concatenate([rows[tied], others[tied]])), 2)
        result[tied] = mine > theirs
        tied = tied[mine == theirs]
        if not len(tied):
            break
    return result
