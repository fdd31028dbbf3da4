"""What a dyad rests on: how many reports, how many of them independent, and whether one alone carries it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from onrecord.measures.integers import RANGE, Grid, Ints, codes, shared_distances
from onrecord.measures.latest import latest
from onrecord.schema import POSITION_LOW

NO_SIGN = 2  # stands for the sign of an S that is not defined; the others are -1, 0, 1


def dyad_evidence(stances: pd.DataFrame, dyads: pd.DataFrame) -> pd.DataFrame:
    """Dyads with the number of reports behind them and the one report, if any, that carries them.

    Parameters
    ----------
    stances : table, one row per stance
        The columns that `cells` asks for.
    dyads : table, one row per dyad
        Columns ``actor_a``, ``actor_b``; what `similarity` returns for the same stances. Other columns are kept.

    Returns
    -------
    table, the rows of `dyads` in their order, with three columns more
        ``n_reports``, distinct reports with a stance of either actor on an issue the two share; ``n_independent``,
        distinct roots of these; ``rests_on``, the ``report_id`` without which the two share no issue or the sign of S
        is another, the first by id where several are; empty where there is none. An actor without a stance here has
        no report.

    Errors
    ------
    ValueError where a stance lacks its actor, issue, report or root.

    Notes
    -----
    Leaving a report out drops its stances and lets earlier ones, or those in other reports, step in. The sign is -1,
    0 or 1 of S over whatever issues remain, so a dyad that falls from agreement to an even balance rests on that
    report. Copies of one report are left out one at a time: ``n_independent`` shows those.

    Source: Efron and Tibshirani (1993), "An Introduction to the Bootstrap", chapter 11, for leaving one out.

    Examples
    --------
    >>> day = pd.to_datetime("2021-01-05")
    >>> said = pd.DataFrame({"stance_id": ["s1", "s2", "s3"], "actor_id": ["a", "b", "b"], "issue_id": "x",
    ...                      "position": [2, 1, 1], "earliest": day, "latest": day, "published_on": day,
    ...                      "kind": "direct", "confidence": "high", "report_id": ["r1", "r2", "r3"],
    ...                      "root": ["r1", "r2", "r2"]})
    >>> dyad_evidence(said, pd.DataFrame({"actor_a": ["a"], "actor_b": ["b"]})).values.tolist()
    [['a', 'b', 3, 2, 'r1']]
    """
    said = _StanceCodes.of(stances)
    left, right = (said.actors.get_indexer(pd.Index(dyads[name])) for name in ("actor_a", "actor_b"))
    is_here = (left >= 0) & (right >= 0)
    where = left[is_here], right[is_here]
    n_reports, n_independent = np.zeros(len(dyads), dtype=np.int64), np.zeros(len(dyads), dtype=np.int64)
    n_reports[is_here] = _n_carriers(said, said.report)[where]
    n_independent[is_here] = _n_carriers(said, codes(stances["root"])[0])[where]
    names = np.append(said.reports.to_numpy(dtype=object), "")
    carrier = np.full(len(dyads), len(said.reports))
    carrier[is_here] = _rests_on(stances, said)[where]
    rests_on = pd.Series(names[carrier], index=dyads.index, dtype="str")
    return dyads.assign(n_reports=n_reports, n_independent=n_independent, rests_on=rests_on)


@dataclass(frozen=True)
class _StanceCodes:
    """Stances as whole numbers: who, on what, according to which report, with which position."""

    actor: Ints
    issue: Ints
    report: Ints
    position: Ints
    actors: pd.Index
    reports: pd.Index
    n_issues: int

    @classmethod
    def of(cls, stances: pd.DataFrame) -> "_StanceCodes":
        actor, actors = codes(stances["actor_id"])
        issue, issues = codes(stances["issue_id"])
        report, reports = codes(stances["report_id"])
        position = stances["position"].to_numpy(dtype=np.int64)
        return cls(actor, issue, report, position, actors, reports, len(issues))

    def grid(self, deciding: Ints) -> Grid:
        """Positions of the stances that decide; -1 where none does."""
        is_known = deciding >= 0
        height = np.zeros(len(deciding), dtype=np.float32)
        height[is_known] = self.position[deciding[is_known]] - POSITION_LOW
        shape = len(self.actors), self.n_issues
        return Grid(height.reshape(shape), is_known.astype(np.float32).reshape(shape))


def _groups(group: Ints) -> Iterator[Ints]:
    """Row numbers of each group."""
    order = np.argsort(group, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(group[order])) + 1)


def _n_carriers(said: _StanceCodes, group: Ints) -> Ints:
    """For each two actors, how many groups of stances have one of either on an issue that both address."""
    is_known = np.zeros((len(said.actors), said.n_issues), dtype=np.float32)
    is_known[said.actor, said.issue] = 1
    count = np.zeros((len(said.actors),) * 2, dtype=np.int64)
    for rows in _groups(group):
        speakers, place = np.unique(said.actor[rows], return_inverse=True)
        addressed = np.zeros((len(speakers), said.n_issues), dtype=np.float32)
        addressed[place, said.issue[rows]] = 1
        carries = np.zeros(count.shape, dtype=np.bool_)
        carries[speakers] = addressed @ is_known.T > 0
        count += carries | carries.T
    return count


def _rests_on(stances: pd.DataFrame, said: _StanceCodes) -> Ints:
    """For each two actors, the first report whose loss undoes or turns them; the number of reports where none does.

    A cell changes only when the report that decides it goes, and then to the latest stance in the others. So two
    rounds of finding the latest serve every report.
    """
    cell, size = said.actor * said.n_issues + said.issue, len(said.actors) * said.n_issues
    deciding = latest(stances, cell, size)
    decider = np.full(size, -1, dtype=np.int64)
    decider[deciding >= 0] = said.report[deciding[deciding >= 0]]
    now = said.grid(deciding)
    spare = said.grid(latest(stances, cell, size, rows=np.flatnonzero(said.report != decider[cell])))
    sign = _signs(now, now)
    found = np.full(sign.shape, len(said.reports), dtype=np.int64)
    for report in range(len(said.reports)):
        is_lost = (decider == report).reshape(now.height.shape)
        speakers = np.flatnonzero(is_lost.any(axis=1))
        left = Grid(
            np.where(is_lost, spare.height, now.height),
            np.where(is_lost, spare.is_known, now.is_known),
        )
        is_other = _signs(left.rows(speakers), left) != sign[speakers]
        found[speakers] = np.minimum(found[speakers], np.where(is_other, report, len(said.reports)))
    return np.minimum(found, found.T)


def _signs(left: Grid, right: Grid) -> Ints:
    n_shared, distance = shared_distances(left, right)
    sign: Ints = np.sign(RANGE * n_shared - 2 * distance).astype(np.int64)
    sign[n_shared == 0] = NO_SIGN
    return sign
