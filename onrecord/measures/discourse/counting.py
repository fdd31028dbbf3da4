"""Which stances count, and how often each actor takes each position on each issue."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from onrecord.measures.integers import Floats, Ints, codes
from onrecord.measures.latest import UNKNOWN_DAY, moments
from onrecord.measures.scale import RANGE, whole_positions
from onrecord.schema import POSITION_LOW

DAY = 86_400_000_000  # microseconds
MONDAY = 3  # 1 January 1970 was a Thursday, so three days after the Monday of its week
SIDES = 3  # against, neutral, for


@dataclass(frozen=True)
class Counting:
    """How stances are counted for a discourse network.

    Parameters
    ----------
    duplicates : "none", "report", "day", "week", "month", "year" or "range"
        Within what the same actor, issue and position count once: nothing, so that every stance counts; one report;
        one day, ISO week, month or year; all stances given.
    normalise : text
        What weights are divided by. One-mode: "none", "average", "jaccard", "cosine", "shared", "bounded average",
        "bounded jaccard", "bounded cosine". Two-mode: "none", "activity", "prominence".
    graded : yes or no
        Whether positions count with their strength, on the five steps -2 ... +2, or only with their side: against,
        neutral, for.

    Errors
    ------
    ValueError where ``duplicates`` is none of these; the functions that use it check ``normalise``.

    Notes
    -----
    The day of a stance is the first on which it may have been said, else the day of publication; stances with neither
    share one period of their own.

    Source: Leifeld (2017), "Discourse Network Analysis", in The Oxford Handbook of Political Networks.

    Examples
    --------
    >>> Counting(duplicates="week").normalise
    'none'
    """

    duplicates: str = "report"
    normalise: str = "none"
    graded: bool = True

    def __post_init__(self) -> None:
        require_choice("duplicates", self.duplicates, ("none", *PERIODS))


def require_choice(what: str, value: str, allowed: Iterable[str]) -> None:
    """Refuse a setting that is not among those allowed.

    Errors
    ------
    ValueError that names the setting, its value and those allowed.
    """
    choices = tuple(allowed)
    if value not in choices:
        raise ValueError(f"{what} is {value!r}; allowed are {', '.join(choices)}")


def _days(stances: pd.DataFrame) -> Ints:
    """Day of each stance as a number; far in the past where unknown."""
    said, known = moments(stances["earliest"]), moments(stances["published_on"])
    return np.where(said == UNKNOWN_DAY, known, said) // DAY


def _calendar(unit: str) -> Callable[[pd.DataFrame], Ints]:
    """Months or years since 1970, one number each."""

    def periods(stances: pd.DataFrame) -> Ints:
        day = _days(stances)
        # Not a day, kept apart: no calendar reaches there.
        is_known = day != UNKNOWN_DAY // DAY
        number = np.where(is_known, day, 0).astype("datetime64[D]").astype(f"datetime64[{unit}]").astype(np.int64)
        return np.where(is_known, number, UNKNOWN_DAY)

    return periods


PERIODS: dict[str, Callable[[pd.DataFrame], Ints]] = {
    "report": lambda stances: codes(stances["report_id"])[0],
    "day": _days,
    "week": lambda stances: (_days(stances) + MONDAY) // 7,
    "month": _calendar("M"),
    "year": _calendar("Y"),
    "range": lambda stances: np.zeros(len(stances), dtype=np.int64),
}


@dataclass(frozen=True)
class Counts:
    """How often each actor takes each level of position on each issue: actor x issue x level."""

    count: Floats
    actors: pd.Index
    issues: pd.Index


def counts(stances: pd.DataFrame, counting: Counting, *, by_position: bool = True) -> Counts:
    """Stances, less those that repeat another within their period, as an array of counts.

    Parameters
    ----------
    stances : table, one row per stance
        Columns ``stance_id``, ``actor_id``, ``issue_id``, ``position`` (-2 ... +2); ``report_id`` where duplicates go
        by report; ``earliest`` and ``published_on`` where they go by calendar.
    counting : what counts
    by_position : whether stances with other positions are other stances; else there is one level only

    Returns
    -------
    Counts

    Errors
    ------
    ValueError where an actor, issue or report is missing, or where a position lies outside the scale.
    """
    position = whole_positions(stances)
    actor, actors = codes(stances["actor_id"])
    issue, issues = codes(stances["issue_id"])
    level, n_levels = _levels(position, counting) if by_position else (0, 1)
    place = (actor * len(issues) + issue) * n_levels + level
    size = len(actors) * len(issues) * n_levels
    if counting.duplicates != "none" and size:
        period = pd.factorize(PERIODS[counting.duplicates](stances))[0].astype(np.int64)
        place = pd.unique(period * size + place) % size
    count = np.bincount(place, minlength=size).astype(np.float64)
    return Counts(count.reshape(len(actors), len(issues), n_levels), actors, issues)


def _levels(position: Ints, counting: Counting) -> tuple[Ints, int]:
    """Level of each position, from the lowest up, and the number of levels on the scale."""
    if counting.graded:
        return position - POSITION_LOW, RANGE + 1
    return np.sign(position) + 1, SIDES
