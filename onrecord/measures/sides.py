"""Changes of side: who went from one side of an issue to another, and with which stances."""

import numpy as np
import pandas as pd

from onrecord.measures.cells import positions
from onrecord.measures.integers import cell_numbers
from onrecord.measures.latest import time_order
from onrecord.measures.scale import whole_positions

CELL = ["actor_id", "issue_id"]
ENDS = ("_before", "_after")
COLUMNS = [*CELL, "position_before", "position_after", "stance_id_before", "stance_id_after"]


def side_changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Who stands on another side of an issue in a later window than in an earlier one.

    Parameters
    ----------
    before, after : tables, one row per stance
        The columns `positions` asks for: the stances of two windows, as `in_window` gives them.

    Returns
    -------
    table, one row per actor and issue with another side, sorted
        ``actor_id``, ``issue_id``; ``position_before``, ``position_after`` (-2 ... +2), the latest of each window;
        ``stance_id_before``, ``stance_id_after``, the stances that decide them.

    Notes
    -----
    A side is the sign of a position: against, none declared, for. A change of strength is none, and so is silence. Two
    stances with a common day are no change either: they are two tellings of one time, which agree or contradict.

    Source: Leifeld (2017), "Discourse Network Analysis", in The Oxford Handbook of Political Networks, for the
    agreement and rejection of a concept as two sides.

    Examples
    --------
    >>> def said(day, position):
    ...     days = dict.fromkeys(["earliest", "latest", "published_on"], pd.to_datetime([day]))
    ...     return pd.DataFrame({"stance_id": [f"on {day}"], "actor_id": "a", "issue_id": "x", "position": [position],
    ...                          "kind": "direct", "confidence": "high", **days})
    >>> side_changes(said("2021-01-05", -2), said("2021-03-01", 1))[["position_before", "position_after"]].T[0].tolist()
    [-2, 1]
    >>> len(side_changes(said("2021-01-05", 1), said("2021-03-01", 2)))
    0
    """
    held = [_with_days(positions(stances), stances) for stances in (before, after)]
    return _changes(held[0].merge(held[1], on=CELL, suffixes=ENDS))


def turns(stances: pd.DataFrame) -> pd.DataFrame:
    """Every change of side on record: each stance that stands on another side than the one before it.

    Parameters
    ----------
    stances : table, one row per stance
        The columns `positions` asks for.

    Returns
    -------
    table, one row per change, by actor, issue and time
        The columns of `side_changes`.

    Notes
    -----
    As `side_changes`, between each stance of an actor on an issue and the one before it, in the order of `latest`.

    Source: Leifeld (2017), "Discourse Network Analysis", in The Oxford Handbook of Political Networks.

    Examples
    --------
    >>> day = pd.to_datetime(["2021-01-05", "2021-02-01", "2021-03-01"])
    >>> said = pd.DataFrame({"stance_id": ["s1", "s2", "s3"], "actor_id": "a", "issue_id": "x",
    ...                      "position": [-1, 1, 2], "earliest": day, "latest": day, "published_on": day,
    ...                      "kind": "direct", "confidence": "high"})
    >>> turns(said)[["stance_id_before", "stance_id_after"]].values.tolist()
    [['s1', 's2']]
    """
    whole_positions(stances)
    order = time_order(stances)
    number, _ = cell_numbers(stances)
    rows = order[np.argsort(number[order], kind="stable")]
    follows = np.flatnonzero(np.diff(number[rows]) == 0)
    names = [*CELL, "position", "stance_id", "earliest", "latest"]
    first, second = (stances[names].take(rows[at]).reset_index(drop=True) for at in (follows, follows + 1))
    both = (
        first[CELL]
        .join(first.drop(columns=CELL).add_suffix(ENDS[0]))
        .join(second.drop(columns=CELL).add_suffix(ENDS[1]))
    )
    return _changes(both)


def _with_days(held: pd.DataFrame, stances: pd.DataFrame) -> pd.DataFrame:
    days = stances.set_index("stance_id")[["earliest", "latest"]]
    return held.join(days.set_axis(days.index.astype("str")), on="stance_id")


def _changes(both: pd.DataFrame) -> pd.DataFrame:
    """The rows whose two stances stand on different sides and have no common day."""
    is_other = np.sign(both["position_before"]) != np.sign(both["position_after"])
    in_order = both["latest_before"] < both["earliest_after"]
    is_apart = in_order | (both["latest_after"] < both["earliest_before"])
    changed: pd.DataFrame = both[is_other & is_apart].reset_index(drop=True)[COLUMNS]
    return changed
