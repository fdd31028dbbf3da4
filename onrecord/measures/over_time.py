"""Alignment as it moves: similarity of every dyad, and of all of them together, window by window."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from onrecord.measures.integers import Floats, Ints, codes
from onrecord.measures.kernels import epanechnikov
from onrecord.measures.latest import moments
from onrecord.measures.pairs import pairs_within, runs, stretch, tally
from onrecord.measures.scale import RANGE, whole_positions
from onrecord.measures.spans import DAY, day_order, places
from onrecord.schema import POSITION_LOW

Kernel = Callable[[Floats], Floats]
Weight = Callable[[Ints, Ints], Floats]  # of stances, by place, in windows, by number
DIGITS = 12  # kept of a value made of fractions: the last ones are noise, and noise must not have a sign
PLACES = 2_000_000  # twice the pairs of cells that are held at a time


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
    ValueError where the windows were made of other stances, or a stance ends before it begins, lacks its actor or
    issue, or has a position off the scale.

    Notes
    -----
    For each window the same as `similarity` of the `positions` in it: what was said before is forgotten. Windows that
    overlap share stances, so neighbours are alike by construction.

    Source: Signorino and Ritter (1999), "Tau-b or Not Tau-b", International Studies Quarterly 43; Leifeld (2017),
    "Discourse Network Analysis", in The Oxford Handbook of Political Networks, for moving time windows.

    Examples
    --------
    >>> from onrecord.measures.spans import windows
    >>> day = pd.to_datetime(["2021-01-01", "2021-01-02", "2021-01-09"])
    >>> said = pd.DataFrame({"stance_id": ["s1", "s2", "s3"], "actor_id": ["a", "b", "b"], "issue_id": "x",
    ...                      "position": [2, 2, -2], "earliest": day, "latest": day, "published_on": day,
    ...                      "kind": "direct", "confidence": "high"})
    >>> window_series(said, windows(said, width=7, step=7)).values.tolist()
    [[0, 'a', 'b', 1, 1.0]]
    """
    order = _InOrder.of(stances)
    stop = spans["stop"].to_numpy(dtype=np.int64)

    def is_last(place: Ints, window: Ints) -> Floats:
        # Of the stances of one cell, the one whose successor lies beyond the window is the latest in it.
        return (order.following[place] >= stop[window]).astype(np.float64)

    return _series(order, spans, is_last, min_shared)


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
    ValueError where the windows were made of other stances, or a stance ends before it begins, lacks its actor or
    issue, or has a position off the scale.

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
    >>> from onrecord.measures.spans import windows
    >>> day = pd.to_datetime(["2021-01-01", "2021-01-02", "2021-01-03"])
    >>> said = pd.DataFrame({"stance_id": ["s1", "s2", "s3"], "actor_id": ["a", "b", "b"], "issue_id": "x",
    ...                      "position": [2, 2, -2], "earliest": day, "latest": day, "published_on": day,
    ...                      "kind": "direct", "confidence": "high"})
    >>> kernel_series(said, windows(said, width=3, step=3)).round(3).values.tolist()
    [[0, 'a', 'b', 1, 0.286]]
    """
    order = _InOrder.of(stances)
    begins, ends = (moments(spans[name]) // DAY for name in ("start", "end"))

    def by_day(place: Ints, window: Ints) -> Floats:
        middle, width = (begins + ends)[window], (ends - begins)[window]
        return kernel((2 * order.day[place] + 1 - middle) / width)

    return _series(order, spans, by_day, min_shared)


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


@dataclass(frozen=True)
class _InOrder:
    """Dated stances from the earliest to the latest; ``following`` is the place of the next of the same cell."""

    actor: Ints
    issue: Ints
    height: Ints
    day: Ints
    following: Ints
    actors: pd.Index
    n_actors: int
    n_issues: int

    @classmethod
    def of(cls, stances: pd.DataFrame) -> "_InOrder":
        rows, day = day_order(stances)
        actor, actors = codes(stances["actor_id"])
        issue, issues = codes(stances["issue_id"])
        actor, issue = actor[rows], issue[rows]
        cell = actor * max(len(issues), 1) + issue
        by_cell = np.argsort(cell, kind="stable")
        following = np.full(len(rows), len(rows), dtype=np.int64)
        same = np.flatnonzero(np.diff(cell[by_cell]) == 0)
        following[by_cell[same]] = by_cell[same + 1]
        height = whole_positions(stances)[rows] - POSITION_LOW
        return cls(actor, issue, height, day, following, actors, len(actors), len(issues))


def _series(order: _InOrder, spans: pd.DataFrame, weight: Weight, min_shared: int) -> pd.DataFrame:
    """S of each dyad in each window, from the weighted mean positions in it."""
    first, stop = places(spans, order.day)
    empty = np.zeros(0, dtype=np.int64)
    found: list[tuple[Ints, Ints, Ints, Ints, Floats]] = [(empty, empty, empty, empty, np.zeros(0))]
    for block in _blocks(stop - first, PLACES // max(order.n_actors, 1)):
        place, window = stretch(first[block], stop[block])
        weighs = weight(place, window + block.start)
        keep = weighs > 0
        number, *dyads = _window_dyads(order, place[keep], window[keep], weighs[keep])
        found.append((number + block.start, *dyads))
    number, left, right, n_shared, distance = (np.concatenate(part) for part in zip(*found, strict=True))
    value = np.round(1 - 2 * distance / (RANGE * n_shared), DIGITS)
    return pd.DataFrame(
        {
            "window": spans["window"].to_numpy(dtype=np.int64)[number],
            "actor_a": order.actors.take(left),
            "actor_b": order.actors.take(right),
            "n_shared": n_shared,
            "similarity": np.where(n_shared >= min_shared, value, np.nan),
        }
    )


def _blocks(size: Ints, room: int) -> Iterator[slice]:
    """Runs of windows whose stances fit into the room, or single ones that do not."""
    if len(size):
        ends = np.cumsum(runs(np.cumsum(size) // max(room, 1)))
        yield from map(slice, np.append(0, ends[:-1]), ends)


def _window_dyads(order: _InOrder, place: Ints, window: Ints, weight: Floats) -> tuple[Ints, Ints, Ints, Ints, Floats]:
    """Window, both actors, number of shared issues and sum of distances, of each dyad in some windows."""
    n_actors, n_issues, n_windows = max(order.n_actors, 1), max(order.n_issues, 1), int(window.max(initial=0)) + 1
    cell = (window * n_issues + order.issue[place]) * n_actors + order.actor[place]
    n_cells = n_windows * n_issues * n_actors
    cell, _, (total, moment) = tally(cell, n_cells, weight, weight * order.height[place])
    mean = moment / total
    topic, actor = np.divmod(cell, n_actors)
    left, right = pairs_within(runs(topic))
    dyad = ((topic // n_issues)[left] * n_actors + actor[left]) * n_actors + actor[right]
    dyad, n_shared, (distance,) = tally(dyad, n_windows * n_actors**2, np.abs(mean[left] - mean[right]))
    both, b = np.divmod(dyad, n_actors)
    number, a = np.divmod(both, n_actors)
    return number, a, b, n_shared, distance
