"""What would not be said, or would be said otherwise, if any one report were not there."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from onrecord.measures.integers import Floats, Ints, codes
from onrecord.measures.issues import SCALE, agreement
from onrecord.measures.pairs import CellPairs, tally
from onrecord.measures.scale import RANGE

EFFECTS = ("vanishes", "falls below", "flips")


def leave_one_report_out(stances: pd.DataFrame, *, min_shared: int = 1) -> pd.DataFrame:
    """Every dyad with each single report whose loss would undo it or turn it.

    Parameters
    ----------
    stances : table, one row per stance
        The columns `positions` asks for, and ``report_id``.
    min_shared : issues
        Fewest shared issues for which S is defined.

    Returns
    -------
    table, one row per dyad and report with an effect, sorted
        ``actor_a`` < ``actor_b``; ``report_id``; ``effect`` of leaving it out: ``vanishes``, no shared issue is left;
        ``falls below``, fewer than `min_shared` are; ``flips``, the sign (-1, 0, 1) of S is another. A dyad whose S is
        not defined to begin with has no row, and neither has one that no single report can change so.

    Errors
    ------
    ValueError where a stance lacks its actor, issue or report, or has a position off the scale.

    Notes
    -----
    Without a report earlier stances, or those in other reports, step in. A dyad that falls from agreement to an even
    balance flips. Copies of one report are left out one at a time.

    A position changes only if the report that decides it goes, and then to the latest in the others. So each pair of
    cells is looked at again once or twice, not once for every report.

    Source: Efron and Tibshirani (1993), "An Introduction to the Bootstrap", chapter 11, for leaving one out.

    Examples
    --------
    >>> day = pd.to_datetime(["2021-01-05", "2021-01-05", "2021-02-01"])
    >>> said = pd.DataFrame({"stance_id": ["s1", "s2", "s3"], "actor_id": ["a", "b", "b"], "issue_id": "x",
    ...                      "position": [2, -2, 2], "earliest": day, "latest": day, "published_on": day,
    ...                      "kind": "direct", "confidence": "high", "report_id": ["r1", "r2", "r3"]})
    >>> leave_one_report_out(said).values.tolist()
    [['a', 'b', 'r1', 'vanishes'], ['a', 'b', 'r3', 'flips']]
    """
    pairs = CellPairs.of(stances)
    deciding = _Deciders.of(stances, pairs)
    n_shared, distance = pairs.compare(deciding.height, np.ones(len(deciding.height), dtype=np.bool_))
    dyad, report, n_left, distance_left = _losses(pairs, deciding)
    n_left, distance_left = n_left + n_shared[dyad], distance_left + distance[dyad]
    turns = np.sign(RANGE * n_left - 2 * distance_left) != np.sign(RANGE * n_shared - 2 * distance)[dyad]
    effect = np.select([n_left == 0, n_left < min_shared, turns], [0, 1, 2], len(EFFECTS))
    found = np.flatnonzero((effect < len(EFFECTS)) & (n_shared[dyad] >= min_shared))
    table = pairs.table().take(dyad[found]).reset_index(drop=True)
    names = np.array(EFFECTS, dtype=object)[effect[found]]
    return table.assign(
        report_id=deciding.reports.take(report[found]), effect=pd.Series(names, index=table.index, dtype="str")
    )


def polarisation_range(stances: pd.DataFrame) -> pd.DataFrame:
    """Polarisation of each issue, and how far it could move if any single report were not there.

    Parameters
    ----------
    stances : table, one row per stance
        The columns `positions` asks for, and ``report_id``.

    Returns
    -------
    table, one row per issue with a stance, sorted
        ``issue_id``; ``n_actors`` and ``n_reports`` with a stance on it; ``polarisation`` in [0, 1], that of
        `issue_summary`, NaN with fewer than two actors; ``lowest`` and ``highest`` value that is left when one of these
        reports goes, NaN where none leaves two actors; ``lowest_without`` and ``highest_without``, the ``report_id``
        that goes, the first by id where several do the same, empty where there is no value; ``n_undefined``, the
        reports without which fewer than two actors are left.

    Errors
    ------
    ValueError where a stance lacks its actor, issue or report, or has a position off the scale.

    Notes
    -----
    The range is one of leaving out, not an interval: it says what a single report can do, not what chance can.

    Source: Efron and Tibshirani (1993), "An Introduction to the Bootstrap", chapter 11, for leaving one out; van der
    Eijk (2001), "Measuring Agreement in Ordered Rating Scales", Quality and Quantity 35.

    Examples
    --------
    >>> day = pd.to_datetime("2021-01-05")
    >>> said = pd.DataFrame({"stance_id": ["s1", "s2", "s3"], "actor_id": ["a", "b", "c"], "issue_id": "x",
    ...                      "position": [2, -2, 2], "earliest": day, "latest": day, "published_on": day,
    ...                      "kind": "direct", "confidence": "high", "report_id": ["r1", "r2", "r3"]})
    >>> polarisation_range(said)[["polarisation", "lowest", "lowest_without", "highest"]].round(2).values.tolist()
    [[0.67, 0.0, 'r2', 1.0]]
    """
    pairs = CellPairs.of(stances)
    deciding = _Deciders.of(stances, pairs)
    n_reports, (issue, report) = len(deciding.reports), (pairs.issue, deciding.report)
    full = np.zeros((len(pairs.issues), len(SCALE)), dtype=np.int64)
    np.add.at(full, (issue, deciding.height), 1)
    case = np.unique(issue[pairs.cell()] * n_reports + codes(stances["report_id"])[0][pairs.rows])
    of_issue, without = np.divmod(case, max(n_reports, 1))
    left = full[of_issue]
    goes = np.searchsorted(case, issue * n_reports + report)
    np.subtract.at(left, (goes, deciding.height), 1)
    np.add.at(left, (goes[deciding.has_spare], deciding.spare[deciding.has_spare]), 1)
    present, n_cases = np.unique(of_issue, return_counts=True)
    return pd.DataFrame(
        {
            "issue_id": pairs.issues.take(present),
            "n_actors": full[present].sum(axis=1),
            "n_reports": n_cases.astype(np.int64),
            "polarisation": _polarisation(full[present]),
        }
    ).assign(**_range(_polarisation(left), n_cases, deciding.reports.take(without)))


@dataclass(frozen=True)
class _Deciders:
    """Of each cell: its height, the report that decides it, and the height it falls back on without that report."""

    height: Ints
    report: Ints
    spare: Ints
    has_spare: np.ndarray[tuple[int], np.dtype[np.bool_]]
    reports: pd.Index

    @classmethod
    def of(cls, stances: pd.DataFrame, pairs: CellPairs) -> "_Deciders":
        number, reports = codes(stances["report_id"])
        height, report = pairs.height, number[pairs.rows]
        last = np.append(pairs.starts[1:], len(report))[: len(pairs.starts)] - 1
        is_other = report != report[last][pairs.cell()]
        spare = pairs.last(is_other[:, None])[:, 0]
        return cls(height[last], report[last], height[spare], spare >= 0, reports)


def _losses(pairs: CellPairs, deciding: _Deciders) -> tuple[Ints, Ints, Floats, Floats]:
    """Dyads and reports that decide a cell of theirs; by how much the loss changes shared issues and distance."""
    left, right = pairs.left, pairs.right
    dyad = np.repeat(np.arange(len(pairs.dyad_starts)), np.diff(pairs.dyad_starts, append=len(left)))
    same = deciding.report[left] == deciding.report[right]
    # Once for the report that decides the left cell, and again for that of the right where it is another.
    lost, other = np.append(left, right[~same]), np.append(right, left[~same])
    together, dyad = np.append(same, np.zeros(int((~same).sum()), dtype=np.bool_)), np.append(dyad, dyad[~same])
    holds = deciding.has_spare[lost] & (~together | deciding.has_spare[other])
    beside = np.where(together, deciding.spare[other], deciding.height[other])
    now = np.abs(deciding.height[lost] - deciding.height[other])
    then = np.where(holds, np.abs(deciding.spare[lost] - beside), 0)
    n_reports = max(len(deciding.reports), 1)
    key, _, (count, distance) = tally(
        dyad * n_reports + deciding.report[lost],
        len(pairs.dyad_starts) * n_reports,
        holds.astype(np.float64) - 1,
        (then - now).astype(np.float64),
    )
    which, report = np.divmod(key, n_reports)
    return which, report, count, distance


def _polarisation(count: Ints) -> Floats:
    value = np.full(len(count), np.nan)
    divides = count.sum(axis=1) > 1
    value[divides] = (1 - agreement(count[divides])) / 2
    return value


def _range(value: Floats, n_cases: Ints, names: pd.Index) -> dict[str, Floats | Ints | pd.Series]:
    """Extremes of the values in runs of the given lengths, which case gives them, and how many are not defined."""
    starts = np.cumsum(n_cases) - n_cases
    found: dict[str, Floats | Ints | pd.Series] = {}
    label = np.append(names.to_numpy(dtype=object), "")
    for name, extreme in (("lowest", np.fmin), ("highest", np.fmax)):
        most = extreme.reduceat(value, starts)
        is_it = value == np.repeat(most, n_cases)
        first = np.minimum.reduceat(np.where(is_it, np.arange(len(value)), len(value)), starts)
        found |= {name: most, f"{name}_without": pd.Series(label[first], dtype="str")}
    return found | {"n_undefined": np.add.reduceat(np.isnan(value), starts, dtype=np.int64)}
