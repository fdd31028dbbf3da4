"""Alignment as it moves: similarity of every dyad, and of all of them together, window by window."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.spatial.distance import pdist, squareform

from onrecord.measures.coding import RANGE, Floats, Grid, Ints, codes, shared
from onrecord.measures.kernels import epanechnikov
from onrecord.measures.latest import moments
from onrecord.measures.spans import DAY, dated, places
from onrecord.schema import POSITION_LOW

Kernel = Callable[[Floats], Floats]
DIGITS = 12  # kept of a sum of fractions: its last ones are noise, and noise must not have a sign


def window_series(stances: pd.DataFrame, spans: pd.DataFrame, *, min_shared: int = 1) -> pd.DataFrame:
    """Similarity S of each two actors in each window, from the latest positions within it.

    Parameters
    ----------
    stances : table, one row per stance
        The columns `positions` asks for; the table that `spans` was made of.
    spans : table, one row per window
        What `windows` or `event_windows` returns.
    min_shared : issues
        Fewest issues shared within the window for which S is defined.

    Returns
    -------
    table, one row per window and dyad with at least one issue shared in it, sorted
        ``window``; ``actor_a`` < ``actor_b``; ``n_shared``, in issues; ``similarity`` in [-1, 1], NaN where
        ``n_shared`` < `min_shared`. A window without any dyad has no row here; `network_series` has one for it.

    Errors
    ------
    ValueError where the windows were made of other stances, a stance ends before it begins or lacks its actor or
    issue.

    Notes
    -----
    For each window the same as `similarity` of the `positions` in it: what was said before is forgotten. Windows that
    overlap share stances, so neighbours are alike by construction.

    Source: Signorino and Ritter (1999), "Tau-b or Not Tau-b", International Studies Quarterly 43; Leifeld (2017),
    "Discourse Network Analysis", in The Oxford Handbook of Political Networks, for moving time windows.

    Examples
    --------
    >>> from onrecord.measures import windows
    >>> day = pd.to_datetime(["2021-01-01", "2021-01-02", "2021-01-09"])
    >>> said = pd.DataFrame({"stance_id": ["s1", "s2", "s3"], "actor_id": ["a", "b", "b"], "issue_id": "x",
    ...                      "position": [2, 2, -2], "earliest": day, "latest": day, "published_on": day,
    ...                      "kind": "direct", "confidence": "high"})
    >>> window_series(said, windows(said, width=7, step=7)).values.tolist()
    [[0, 'a', 'b', 1, 1.0]]
    """
    order = _InOrder.of(stances)
    first, stop = places(spans, order.day)

    def slices() -> Iterator[tuple[int, _Pairs]]:
        for number, (begin, end) in enumerate(zip(first, stop, strict=True)):
            # Of the stances of one cell, the one whose successor lies beyond the window is the latest in it.
            last = begin + np.flatnonzero(order.following[begin:end] >= end)
            yield number, _whole(order.actor[last], order.issue[last], order.height[last])

    return _table(slices(), spans, order.actors, min_shared)


def kernel_series(
    stances: pd.DataFrame,
    spans: pd.DataFrame,
    *,
    kernel: Kernel = epanechnikov,
    min_shared: int = 1,
) -> pd.DataFrame:
    """Similarity S of each two actors in each window, from mean positions that weigh days by their place in it.

    Parameters
    ----------
    stances : table, one row per stance
        The columns `positions` asks for; the table that `spans` was made of.
    spans : table, one row per window
        What `windows` or `event_windows` returns.
    kernel : function of distances
        `uniform`, `triangular`, `epanechnikov`, `gaussian`, or any that gives a weight of 0 or more to each distance
        in (-1, 1). Where it gives 0 the stance is left out.
    min_shared : issues
        Fewest issues shared within the window for which S is defined.

    Returns
    -------
    table, one row per window and dyad with at least one issue shared in it, sorted
        The columns of `window_series`.

    Errors
    ------
    ValueError where the windows were made of other stances, a stance ends before it begins or lacks its actor or
    issue.

    Notes
    -----
    The position of an actor on an issue is the weighted mean of all its stances on it in the window, so a change of
    mind passes through the middle rather than jumping. S is that of `similarity` on these means. The distance of a
    stance is that of the middle of its day from the middle of the window, in half windows: the same for as many days
    before as after, and never quite 1.

    Saying a thing ten times on one day moves an actor's own mean and gives no weight to its ties.

    Source: Signorino and Ritter (1999), "Tau-b or Not Tau-b", International Studies Quarterly 43; Nadaraya (1964), "On
    Estimating Regression", Theory of Probability and Its Applications 9, for the weighted mean.

    Examples
    --------
    >>> from onrecord.measures import windows
    >>> day = pd.to_datetime(["2021-01-01", "2021-01-02", "2021-01-03"])
    >>> said = pd.DataFrame({"stance_id": ["s1", "s2", "s3"], "actor_id": ["a", "b", "b"], "issue_id": "x",
    ...                      "position": [2, 2, -2], "earliest": day, "latest": day, "published_on": day,
    ...                      "kind": "direct", "confidence": "high"})
    >>> kernel_series(said, windows(said, width=3, step=3)).round(3).values.tolist()
    [[0, 'a', 'b', 1, 0.286]]
    """
    order = _InOrder.of(stances)
    first, stop = places(spans, order.day)
    begins, ends = (moments(spans[name]) // DAY for name in ("start", "end"))

    def slices() -> Iterator[tuple[int, _Pairs]]:
        for number, (begin, end) in enumerate(zip(first, stop, strict=True)):
            here = slice(begin, end)
            away = (2 * order.day[here] + 1 - begins[number] - ends[number]) / (ends[number] - begins[number])
            yield number, _weighed(order.actor[here], order.issue[here], order.height[here], kernel(away))

    return _table(slices(), spans, order.actors, min_shared)


def network_series(series: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """How the whole network stands in each window: its dyads, their mean similarity, and the share that disagree.

    Parameters
    ----------
    series : table, one row per window and dyad
        Columns ``window``, ``similarity``; what `window_series` or `kernel_series` returns.
    spans : table, one row per window
        The windows of that series.

    Returns
    -------
    table, one row per window, in the order of `spans`
        ``window``, ``start``, ``end``, ``n_stances``; ``n_dyads``, those with a defined S; ``mean_similarity`` in
        [-1, 1], their mean S; ``share_negative`` in [0, 1], the share of them with S < 0. The last two NaN where
        ``n_dyads`` is 0.

    Notes
    -----
    Every dyad counts once, however many issues it shares. A window in which nobody shares an issue is unknown, not at
    peace.

    Source: Signorino and Ritter (1999), "Tau-b or Not Tau-b", International Studies Quarterly 43, for S.

    Examples
    --------
    >>> day = pd.to_datetime(["2021-01-01", "2021-01-08"])
    >>> spans = pd.DataFrame({"window": [0, 1], "start": day, "end": day + pd.Timedelta(days=7), "n_stances": [3, 0]})
    >>> network_series(pd.DataFrame({"window": [0, 0], "similarity": [1.0, -0.5]}), spans).iloc[:, 3:].values.tolist()
    [[3.0, 2.0, 0.25, 0.5], [0.0, 0.0, nan, nan]]
    """
    known = series[series["similarity"].notna()]
    where = pd.Index(spans["window"]).get_indexer(known["window"])
    value = known["similarity"].to_numpy(dtype=np.float64)[where >= 0]
    where = where[where >= 0]
    n_dyads = np.bincount(where, minlength=len(spans))
    divisor = np.where(n_dyads > 0, n_dyads, np.nan)
    return spans[["window", "start", "end", "n_stances"]].assign(
        n_dyads=n_dyads.astype(np.int64),
        mean_similarity=np.bincount(where, weights=value, minlength=len(spans)) / divisor,
        share_negative=np.bincount(where, weights=value < 0, minlength=len(spans)) / divisor,
    )


def shared_fractions(height: Floats, is_known: Floats) -> tuple[Floats, Floats]:
    """Number of shared columns, and sum of distances over them, of each row with each; values 0 where not known.

    The sum over all columns counts, beside the shared ones, what either row has where the other has nothing. That part
    is a matrix product, and is taken off again.
    """
    alone = height @ (1 - is_known).T
    distance = squareform(pdist(height, "cityblock")) - alone - alone.T
    return is_known @ is_known.T, np.asarray(np.round(distance, DIGITS), dtype=np.float64)


@dataclass(frozen=True)
class _InOrder:
    """Dated stances from the earliest to the latest; ``following`` is the place of the next of the same cell."""

    actor: Ints
    issue: Ints
    height: Ints
    day: Ints
    following: Ints
    actors: pd.Index

    @classmethod
    def of(cls, stances: pd.DataFrame) -> "_InOrder":
        rows, day = dated(stances)
        actor, actors = codes(stances["actor_id"])
        issue, issues = codes(stances["issue_id"])
        actor, issue = actor[rows], issue[rows]
        cell = actor * max(len(issues), 1) + issue
        by_cell = np.argsort(cell, kind="stable")
        following = np.full(len(rows), len(rows), dtype=np.int64)
        same = np.flatnonzero(np.diff(cell[by_cell]) == 0)
        following[by_cell[same]] = by_cell[same + 1]
        height = stances["position"].to_numpy(dtype=np.int64)[rows] - POSITION_LOW
        return cls(actor, issue, height, day, following, actors)


@dataclass(frozen=True)
class _Pairs:
    """Dyads of one window: codes of the actors, number of shared issues, sum of distances over them."""

    left: Ints
    right: Ints
    n_shared: Ints
    distance: Floats

    @classmethod
    def of(cls, speakers: Ints, n_shared: Floats, distance: Floats) -> "_Pairs":
        left, right = np.nonzero(np.triu(n_shared, 1))
        return cls(speakers[left], speakers[right], n_shared[left, right].astype(np.int64), distance[left, right])


def _whole(actor: Ints, issue: Ints, height: Ints) -> _Pairs:
    """Dyads among cells with whole positions, each cell once."""
    speakers, row = np.unique(actor, return_inverse=True)
    topics, column = np.unique(issue, return_inverse=True)
    grid = Grid(*np.zeros((2, len(speakers), len(topics)), dtype=np.float32))
    grid.height[row, column] = height
    grid.is_known[row, column] = 1
    return _Pairs.of(speakers, *shared(grid, grid))


def _weighed(actor: Ints, issue: Ints, height: Ints, weight: Floats) -> _Pairs:
    """Dyads among cells whose position is the weighted mean of their stances."""
    speakers, row = np.unique(actor, return_inverse=True)
    topics, column = np.unique(issue, return_inverse=True)
    shape, cell = (len(speakers), len(topics)), row * len(topics) + column
    total = np.bincount(cell, weights=weight, minlength=shape[0] * shape[1])
    mean = np.bincount(cell, weights=weight * height, minlength=len(total))
    np.divide(mean, total, out=mean, where=total > 0)
    if len(speakers) < 2:
        speakers, shape, mean, total = speakers[:0], (0, 0), mean[:0], total[:0]
    return _Pairs.of(speakers, *shared_fractions(mean.reshape(shape), (total > 0).astype(np.float64).reshape(shape)))


def _table(
    slices: Iterator[tuple[int, _Pairs]], spans: pd.DataFrame, actors: pd.Index, min_shared: int
) -> pd.DataFrame:
    """The dyads of all windows by name, with S that is NaN where too few issues are shared."""
    found = [(np.full(len(pairs.left), number), *vars(pairs).values()) for number, pairs in slices]
    empty = [np.zeros(0, dtype=np.int64)] * 4 + [np.zeros(0)]
    columns = [np.concatenate(part) for part in zip(empty, *found, strict=True)]
    number, left, right, n_shared, distance = columns
    value = 1 - 2 * distance.astype(np.float64) / (RANGE * n_shared)
    return pd.DataFrame(
        {
            "window": spans["window"].to_numpy(dtype=np.int64)[number],
            "actor_a": actors.take(left),
            "actor_b": actors.take(right),
            "n_shared": n_shared,
            "similarity": np.where(n_shared >= min_shared, value, np.nan),
        }
    )
