"""What a dyad rests on: how many reports, how many of them independent, and which of them carry it alone."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from onrecord.measures.integers import Ints, codes
from onrecord.measures.leaving_out import leave_one_report_out

Bools = NDArray[np.bool_]
DYAD = ["actor_a", "actor_b"]


def dyad_evidence(stances: pd.DataFrame, dyads: pd.DataFrame) -> pd.DataFrame:
    """Dyads with the number of reports behind them and every report that carries them alone.

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
        distinct roots of these; ``rests_on``, every ``report_id`` without which the two share no issue or the sign of S
        is another, sorted, with commas between; empty where no single report does that. An actor without a stance here
        has no report.

    Errors
    ------
    ValueError where a stance lacks its actor, issue, report or root, or has a position off the scale.

    Notes
    -----
    ``rests_on`` names the reports of `leave_one_report_out`. Each alone undoes or turns the dyad, so a dyad with two
    names is as fragile as one with one. Copies of one report are left out one at a time: ``n_independent`` shows those.

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
    actor, actors = codes(stances["actor_id"])
    issue, issues = codes(stances["issue_id"])
    left, right = (actors.get_indexer(pd.Index(dyads[name])) for name in ("actor_a", "actor_b"))
    is_here = (left >= 0) & (right >= 0)
    addressed = np.zeros((len(actors), len(issues)), dtype=np.bool_)
    addressed[actor, issue] = True
    counts = {}
    for name, column in (("n_reports", "report_id"), ("n_independent", "root")):
        counts[name] = np.zeros(len(dyads), dtype=np.int64)
        carriers = _n_carriers(addressed, actor, issue, codes(stances[column])[0])
        counts[name][is_here] = carriers[left[is_here], right[is_here]]
    return dyads.assign(**counts, rests_on=_rests_on(stances, dyads))


def _groups(group: Ints) -> Iterator[Ints]:
    """Row numbers of each group."""
    order = np.argsort(group, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(group[order])) + 1)


def _n_carriers(addressed: Bools, actor: Ints, issue: Ints, group: Ints) -> Ints:
    """For each two actors, how many groups of stances have one of either on an issue that both address."""
    is_known = addressed.astype(np.float32)
    count = np.zeros((len(addressed),) * 2, dtype=np.int64)
    for rows in _groups(group):
        speakers, place = np.unique(actor[rows], return_inverse=True)
        spoken = np.zeros((len(speakers), addressed.shape[1]), dtype=np.float32)
        spoken[place, issue[rows]] = 1
        carries = np.zeros(count.shape, dtype=np.bool_)
        carries[speakers] = spoken @ is_known.T > 0
        count += carries | carries.T
    return count


def _rests_on(stances: pd.DataFrame, dyads: pd.DataFrame) -> pd.Series:
    """Of each dyad the reports whose loss undoes or turns it, with commas between."""
    lost = leave_one_report_out(stances).groupby(DYAD)["report_id"].agg(",".join)
    here = pd.MultiIndex.from_frame(dyads[DYAD].astype("str"))
    return lost.reindex(here).fillna("").astype("str").set_axis(dyads.index)
