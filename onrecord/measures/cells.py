"""From stances to cells: what one actor holds on one issue."""

import numpy as np
import pandas as pd

from onrecord.measures.integers import Ints, cell_numbers, codes
from onrecord.measures.latest import UNKNOWN_DAY, is_later, last_day, latest, moments
from onrecord.measures.scale import whole_positions

Bools = np.ndarray[tuple[int], np.dtype[np.bool_]]


def positions(stances: pd.DataFrame) -> pd.DataFrame:
    """Latest position of each actor on each issue, without the evidence beside it.

    Parameters
    ----------
    stances : table, one row per stance
        Columns ``stance_id``, ``actor_id``, ``issue_id`` (text or categorical), ``position`` (-2 ... +2),
        ``earliest``, ``latest``, ``published_on`` (days, NaT open or unknown), ``kind``, ``confidence``.

    Returns
    -------
    table, one row per actor and issue, sorted by them
        ``actor_id``, ``issue_id``, ``position``, and ``stance_id`` of the stance that decides it.

    Notes
    -----
    The same rows and the same order of stances as `cells`; enough for `similarity`, and several times cheaper.

    Source: Leifeld (2017), "Discourse Network Analysis", in The Oxford Handbook of Political Networks, for
    counting an actor once per issue.

    Examples
    --------
    >>> day = pd.to_datetime(["2021-01-05", "2021-03-01"])
    >>> said = pd.DataFrame({"stance_id": ["s1", "s2"], "actor_id": "a", "issue_id": "x", "position": [2, -1],
    ...                      "earliest": day, "latest": day, "published_on": day, "kind": "direct",
    ...                      "confidence": "high"})
    >>> positions(said).values.tolist()
    [['a', 'x', -1, 's2']]
    """
    position, decisive = whole_positions(stances), latest(stances, *cell_numbers(stances))
    return _deciding_columns(stances, position, decisive[decisive >= 0])


def cells(stances: pd.DataFrame) -> pd.DataFrame:
    """Latest position of each actor on each issue, with what it rests on.

    Parameters
    ----------
    stances : table, one row per stance
        The columns `positions` asks for, ``report_id``, and ``root`` (reports with one root count as one independent
        report).

    Returns
    -------
    table, one row per actor and issue, sorted by them
        ``actor_id``, ``issue_id``; ``position`` (-2 ... +2), the latest; ``n_stances``, ``n_reports``,
        ``n_independent``; ``lowest`` and ``highest`` position ever recorded; ``weakest`` and ``strongest``, the lowest
        and highest of the stances that stand: the unbroken run on the side (against, neutral, for) of the latest one;
        ``since``, the first known day of that run; ``last``, the last day on which the latest is known to hold;
        ``stance_id`` of the stance that decides. Days are NaT where unknown.

    Notes
    -----
    Latest by the last day known to hold, first day, day of publication, kind (direct, indirect, attributed,
    inferred), confidence and ``stance_id``. A stance with an open end holds until its report was published.
    ``since`` moves when an actor changes sides, not when it only changes strength.

    Source: Leifeld (2017), "Discourse Network Analysis", in The Oxford Handbook of Political Networks, for
    counting an actor once per issue.

    Examples
    --------
    >>> day = pd.to_datetime(["2021-01-05", "2021-02-01", "2021-03-01"])
    >>> said = pd.DataFrame({"stance_id": ["s1", "s2", "s3"], "actor_id": "a", "issue_id": "x",
    ...                      "position": [-1, 1, 2], "earliest": day, "latest": day, "published_on": day,
    ...                      "kind": "direct", "confidence": "high", "report_id": ["r1", "r2", "r2"],
    ...                      "root": ["r1", "r2", "r2"]})
    >>> cells(said)[["position", "n_stances", "n_reports", "lowest", "since"]].astype("str").values.tolist()
    [['2', '3', '2', '-1', '2021-02-01']]
    """
    position, (cell, size) = whole_positions(stances), cell_numbers(stances)
    decisive = latest(stances, cell, size)
    seen = np.flatnonzero(decisive >= 0)
    lowest, highest = _extremes(cell, position, size)
    stands = _in_run(stances, position, (cell, decisive))
    weakest, strongest = _extremes(cell[stands], position[stands], size)
    table = _deciding_columns(stances, position, decisive[seen])
    evidence: dict[str, Ints | pd.Series] = {
        "n_stances": np.bincount(cell, minlength=size)[seen],
        "n_reports": _n_distinct(cell, stances["report_id"], size)[seen],
        "n_independent": _n_distinct(cell, stances["root"], size)[seen],
        "lowest": lowest[seen],
        "highest": highest[seen],
        "weakest": weakest[seen],
        "strongest": strongest[seen],
        "since": _days(_run_start(stances, (cell, stands), size)[seen], like=stances["earliest"]),
        "last": _days(last_day(stances, decisive[seen]), like=stances["earliest"]),
    }
    order = ["actor_id", "issue_id", "position", *evidence, "stance_id"]
    return table.assign(**evidence)[order]


def standing(stances: pd.DataFrame) -> pd.DataFrame:
    """The stances that stand: those of the unbroken run on the side of the latest one, of each actor on each issue.

    Parameters
    ----------
    stances : table, one row per stance
        The columns `positions` asks for.

    Returns
    -------
    table, the rows of `stances` that stand, in their order

    Notes
    -----
    A position that reports give at several strengths is a range, from the lowest to the highest of these. What was said
    before a change of side stands no longer.

    Source: Leifeld (2017), "Discourse Network Analysis", in The Oxford Handbook of Political Networks, for the
    agreement and rejection of a concept as two sides.

    Examples
    --------
    >>> day = pd.to_datetime(["2021-01-05", "2021-02-01", "2021-03-01"])
    >>> said = pd.DataFrame({"stance_id": ["s1", "s2", "s3"], "actor_id": "a", "issue_id": "x",
    ...                      "position": [-1, 1, 2], "earliest": day, "latest": day, "published_on": day,
    ...                      "kind": "direct", "confidence": "high"})
    >>> standing(said)["stance_id"].tolist()
    ['s2', 's3']
    """
    position, (cell, size) = whole_positions(stances), cell_numbers(stances)
    return stances[_in_run(stances, position, (cell, latest(stances, cell, size)))]


def _deciding_columns(stances: pd.DataFrame, position: Ints, rows: Ints) -> pd.DataFrame:
    """The columns of the deciding stances, as plain text and whole numbers."""
    columns = {name: stances[name].take(rows).astype("str") for name in ("actor_id", "issue_id", "stance_id")}
    return (
        pd.DataFrame(columns)
        .assign(position=position[rows])
        .reset_index(drop=True)[["actor_id", "issue_id", "position", "stance_id"]]
    )


def _n_distinct(cell: Ints, column: pd.Series, size: int) -> Ints:
    """How many different values of a column each cell has."""
    code, labels = codes(column)
    pairs = pd.unique(cell * max(len(labels), 1) + code)
    return np.bincount(pairs // max(len(labels), 1), minlength=size).astype(np.int64)


def _extremes(cell: Ints, position: Ints, size: int) -> tuple[Ints, Ints]:
    """The lowest and the highest position of each cell."""
    lowest, highest = np.full(size, np.iinfo(np.int64).max), np.full(size, np.iinfo(np.int64).min)
    np.minimum.at(lowest, cell, position)
    np.maximum.at(highest, cell, position)
    return lowest, highest


def _in_run(stances: pd.DataFrame, position: Ints, group: tuple[Ints, Ints]) -> Bools:
    """Whether each stance is in the unbroken run that leads up to the deciding stance of its cell."""
    cell, decisive = group
    side = np.sign(position)
    in_run = side == side[decisive[cell]]
    breaker = latest(stances, cell, len(decisive), rows=np.flatnonzero(~in_run))[cell]
    # A stance of the same side belongs to the run unless one of another side came after it.
    doubtful = np.flatnonzero(in_run & (breaker >= 0))
    in_run[doubtful] = is_later(stances, doubtful, breaker[doubtful])
    return np.asarray(in_run, dtype=np.bool_)


def _run_start(stances: pd.DataFrame, run: tuple[Ints, Bools], size: int) -> Ints:
    """First known day of the run of each cell."""
    cell, in_run = run
    day = moments(stances["earliest"])
    known = np.flatnonzero(in_run & (day != UNKNOWN_DAY))
    never = np.iinfo(np.int64).max
    first = np.full(size, never)
    np.minimum.at(first, cell[known], day[known])
    return np.where(first == never, UNKNOWN_DAY, first)


def _days(moment: Ints, *, like: pd.Series) -> pd.Series:
    return pd.Series(moment.view("datetime64[us]")).astype(like.dtype)
