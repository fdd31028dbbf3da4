"""Two-mode discourse networks: what ties each actor to each issue."""

import numpy as np
import pandas as pd

from onrecord.measures.discourse.counting import SIDES, Counting, Counts, counts, require_choice
from onrecord.measures.discourse.one_mode import PLAIN
from onrecord.measures.integers import Floats

DIVISORS = {"none": None, "activity": 1, "prominence": 0}  # the axis that is summed over


def ignore_affiliation(stances: pd.DataFrame, *, counting: Counting = PLAIN) -> pd.DataFrame:
    """How often each actor addresses each issue, whatever the position.

    Parameters
    ----------
    stances : table, one row per stance
        Columns ``stance_id``, ``actor_id``, ``issue_id``, ``position`` (-2 ... +2), ``report_id``, ``earliest`` and
        ``published_on`` (days, NaT unknown); of the last three only what ``counting.duplicates`` asks for.
    counting : which stances count once, and what weights are divided by
        "activity" divides by all stances of the actor, "prominence" by all on the issue.

    Returns
    -------
    table, one row per actor and issue addressed, sorted
        ``actor_id``, ``issue_id``; ``n_stances`` counted; ``ignore``, in stances, in [0, 1] where divided.

    Errors
    ------
    ValueError where a setting is unknown, where an actor, issue or report is missing, or where a position lies outside
    the scale.

    Notes
    -----
    Within a period a second stance of an actor on an issue is a duplicate even if it says the opposite. Not for
    support: a fierce opponent has the heaviest tie to what it opposes.

    Source: Leifeld (2017), "Discourse Network Analysis", in The Oxford Handbook of Political Networks.

    Examples
    --------
    >>> said = pd.DataFrame({"stance_id": ["s1", "s2", "s3"], "actor_id": "a", "issue_id": ["x", "x", "y"],
    ...                      "position": [2, -1, 2], "report_id": ["r1", "r2", "r1"]})
    >>> ignore_affiliation(said).values.tolist()
    [['a', 'x', 2, 2.0], ['a', 'y', 1, 1.0]]
    """
    counted = counts(stances, counting, by_position=False)
    mentions = counted.count.sum(axis=2)
    return _table(counted, "ignore", mentions / _divisor(mentions, counting))


def subtract_affiliation(stances: pd.DataFrame, *, counting: Counting = PLAIN) -> pd.DataFrame:
    """Sum of the positions that each actor takes on each issue: support less opposition.

    Parameters
    ----------
    stances : table, one row per stance
        Columns ``stance_id``, ``actor_id``, ``issue_id``, ``position`` (-2 ... +2), ``report_id``, ``earliest`` and
        ``published_on`` (days, NaT unknown); of the last three only what ``counting.duplicates`` asks for.
    counting : which stances count once, and what weights are divided by
        "activity" divides by all stances of the actor, "prominence" by all on the issue.

    Returns
    -------
    table, one row per actor and issue addressed, sorted
        ``actor_id``, ``issue_id``; ``n_stances`` counted; ``subtract``, in steps of the scale, or, with ``graded``
        off, in stances for less stances against; where divided in [-2, 2], or [-1, 1].

    Errors
    ------
    ValueError where a setting is unknown, where an actor, issue or report is missing, or where a position lies outside
    the scale.

    Notes
    -----
    0 is as much support as opposition, or neutral stances only; ``n_stances`` tells it from silence, which has no row.
    Divided by activity or prominence, it is divided by all stances, those against included.

    Source: Leifeld (2017), "Discourse Network Analysis", in The Oxford Handbook of Political Networks.

    Examples
    --------
    >>> said = pd.DataFrame({"stance_id": ["s1", "s2", "s3"], "actor_id": "a", "issue_id": ["x", "x", "y"],
    ...                      "position": [2, -1, 2], "report_id": ["r1", "r2", "r1"]})
    >>> subtract_affiliation(said).values.tolist()
    [['a', 'x', 2, 1.0], ['a', 'y', 1, 2.0]]
    """
    counted = counts(stances, counting)
    n_levels = counted.count.shape[2]
    net = counted.count @ (np.arange(n_levels) - n_levels // 2)
    return _table(counted, "subtract", net / _divisor(counted.count.sum(axis=2), counting))


def combine_affiliation(stances: pd.DataFrame, *, counting: Counting = PLAIN) -> pd.DataFrame:
    """Which positions each actor takes on each issue, as one number.

    Parameters
    ----------
    stances : table, one row per stance
        Columns ``stance_id``, ``actor_id``, ``issue_id``, ``position`` (-2 ... +2), ``report_id``, ``earliest`` and
        ``published_on`` (days, NaT unknown); of the last three only what ``counting.duplicates`` asks for.
    counting : which stances count once; its ``normalise`` must be "none"

    Returns
    -------
    table, one row per actor and issue addressed, sorted
        ``actor_id``, ``issue_id``; ``n_stances`` counted; ``combine``, a sum of 1 for +2, 2 for +1, 4 for 0, 8 for -1
        and 16 for -2, each where the position occurs; with ``graded`` off of 1 for support, 2 for opposition and 4 for
        neutral. So 3 means both support and opposition.

    Errors
    ------
    ValueError where a setting is unknown or the codes are to be divided, where an actor, issue or report is missing, or
    where a position lies outside the scale.

    Notes
    -----
    A code, not a quantity: to be looked up, not added, averaged or divided.

    Source: Leifeld (2017), "Discourse Network Analysis", in The Oxford Handbook of Political Networks.

    Examples
    --------
    >>> said = pd.DataFrame({"stance_id": ["s1", "s2", "s3"], "actor_id": "a", "issue_id": ["x", "x", "y"],
    ...                      "position": [2, -1, 2], "report_id": ["r1", "r2", "r1"]})
    >>> combine_affiliation(said, counting=Counting(graded=False)).values.tolist()
    [['a', 'x', 2, 3], ['a', 'y', 1, 1]]
    """
    require_choice("normalise of a code", counting.normalise, ("none",))
    counted = counts(stances, counting)
    n_levels = counted.count.shape[2]
    value = np.array([2, 4, 1]) if n_levels == SIDES else 2 ** np.arange(n_levels)[::-1]
    return _table(counted, "combine", (counted.count > 0) @ value)


def _divisor(stances: Floats, counting: Counting) -> Floats:
    """Number of stances of the actor or on the issue, for each cell; 1 where that is 0, since nothing is divided."""
    require_choice("normalise", counting.normalise, DIVISORS)
    axis = DIVISORS[counting.normalise]
    return np.ones((1, 1)) if axis is None else np.maximum(stances.sum(axis=axis, keepdims=True), 1)


def _table(counted: Counts, name: str, value: np.ndarray[tuple[int, ...], np.dtype[np.number]]) -> pd.DataFrame:
    """Cells with at least one stance, as rows."""
    mentions = counted.count.sum(axis=2)
    actor, issue = np.nonzero(mentions)
    return pd.DataFrame(
        {
            "actor_id": counted.actors.take(actor),
            "issue_id": counted.issues.take(issue),
            "n_stances": mentions[actor, issue].astype(np.int64),
            name: value[actor, issue],
        }
    )
