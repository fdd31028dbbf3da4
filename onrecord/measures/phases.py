"""Phases: stretches of windows in which the alignment network stays much the same."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy

from onrecord.measures.integers import Floats, Ints, codes

STRUCTURE = 0.25  # mean silhouette up to which Kaufman and Rousseeuw see no substantial structure
MOST_PHASES = 12
DIGITS = 12  # kept of a sum of fractions


def network_distances(series: pd.DataFrame) -> pd.DataFrame:
    """How far apart the alignment networks of each two windows are.

    Parameters
    ----------
    series : table, one row per window and dyad
        Columns ``window``, ``actor_a``, ``actor_b``, ``similarity``; what `window_series` or `kernel_series` returns.

    Returns
    -------
    matrix, one row and one column per window with a defined S, both labelled by it, in time
        In [0, 1]: 0 where both have the same dyads with the same S, 1 where they have no dyad in common or every S has
        gone from one end to the other.

    Notes
    -----
    Over the dyads defined in either window, the mean of |S - S'| / 2 where both define it and of 1 where one does:
    Jaccard's distance of the two sets of dyads, with what is common counted as far as it agrees. A window without a
    defined dyad has no distance to any, and is left out.

    Source: Jaccard (1912), "The Distribution of the Flora in the Alpine Zone", New Phytologist 11; graded for S here.

    Examples
    --------
    >>> rows = [(0, "a", "b", 1.0), (1, "a", "b", 0.0), (1, "a", "c", 1.0)]
    >>> series = pd.DataFrame(rows, columns=["window", "actor_a", "actor_b", "similarity"])
    >>> network_distances(series).values.tolist()
    [[0.0, 0.75], [0.75, 0.0]]
    """
    known = series[series["similarity"].notna()]
    row, window = pd.factorize(known["window"], sort=True)
    left, (right, others) = codes(known["actor_a"])[0], codes(known["actor_b"])
    column, dyads = pd.factorize(left * max(len(others), 1) + right)
    height, is_known = np.zeros((2, len(window), len(dyads)))
    height[row, column] = known["similarity"] + 1
    is_known[row, column] = 1
    # Summed over all columns a distance holds, beside that of the dyads in common, what either has alone.
    alone = height @ (1 - is_known).T
    apart = (
        scipy.spatial.distance.squareform(scipy.spatial.distance.pdist(height, "cityblock")) - alone - alone.T
        if len(window)
        else np.zeros((0, 0))
    )
    common = is_known @ is_known.T
    either = is_known.sum(axis=1)[:, None] + is_known.sum(axis=1) - common
    distance = np.round((either - common + apart / 2) / either, DIGITS) + 0.0
    np.fill_diagonal(distance, 0)
    return pd.DataFrame(distance, index=pd.Index(window, name="window"), columns=pd.Index(window, name="window"))


def phases(series: pd.DataFrame, *, most: int = MOST_PHASES) -> pd.DataFrame:
    """Windows cut into unbroken stretches of similar alignment networks.

    Parameters
    ----------
    series : table, one row per window and dyad
        Columns ``window``, ``actor_a``, ``actor_b``, ``similarity``; what `window_series` or `kernel_series` returns.
    most : phases
        More than these are not tried.

    Returns
    -------
    table, one row per window with a defined S, in time
        ``window``; ``phase``, its number from 0; ``change``, the `network_distances` to the window before it, NaN for
        the first; ``silhouette`` in [-1, 1], how much nearer it is to its own phase than to the next best one, NaN
        where there is one phase only.

    Errors
    ------
    ValueError where `most` is below 1.

    Notes
    -----
    Starting from single windows, the two neighbouring stretches with the smallest mean distance between their windows
    are joined, the earlier where two are equally near. Of the cuts so found into two and up to `most` phases, that with
    the largest mean silhouette is kept, the coarser of equals, if this mean exceeds 0.25; else all is one phase.

    Windows that overlap share stances and differ less for that alone: cut windows that do not overlap, or read the
    borders as approximate.

    Source: Grimm (1987), "CONISS", Computers and Geosciences 13, for joining neighbours only; Rousseeuw (1987),
    "Silhouettes", Journal of Computational and Applied Mathematics 20, and Kaufman and Rousseeuw (1990), "Finding
    Groups in Data", for the choice.

    Examples
    --------
    >>> rows = [(0, "a", "b", 1.0), (1, "a", "b", 0.9), (2, "a", "b", -0.9), (3, "a", "b", -1.0)]
    >>> series = pd.DataFrame(rows, columns=["window", "actor_a", "actor_b", "similarity"])
    >>> phases(series)[["window", "phase", "change"]].round(2).values.tolist()
    [[0.0, 0.0, nan], [1.0, 0.0, 0.05], [2.0, 1.0, 0.9], [3.0, 1.0, 0.05]]
    """
    if most < 1:
        raise ValueError(f"most is {most}; there is at least one phase")
    table = network_distances(series)
    distance = table.to_numpy(dtype=np.float64)
    best, width = np.zeros(len(distance), dtype=np.int64), np.full(len(distance), np.nan)
    bar = STRUCTURE
    for phase in _cuts(distance, most):
        silhouette = _silhouette(distance, phase)
        if silhouette.mean() > bar:
            best, width, bar = phase, silhouette, float(silhouette.mean())
    change = np.append([np.nan], np.diagonal(distance, 1))[: len(distance)]
    window = table.index.to_numpy(dtype=np.int64)
    return pd.DataFrame({"window": window, "phase": best, "change": change, "silhouette": width})


@dataclass
class _Stretches:
    """Neighbouring stretches of windows, and what is needed of the distances between them."""

    starts: Ints
    total: Floats  # sums of distances over the rows before and the columns before

    def nearest(self) -> int:
        """Number of the stretch that is nearest to the next one."""
        begin, middle = self.starts[:-2], self.starts[1:-1]
        end = self.starts[2:]
        between = self.total[middle, end] - self.total[begin, end]
        between -= self.total[middle, middle] - self.total[begin, middle]
        mean = between / ((middle - begin) * (end - middle))
        return int(np.argmin(np.round(mean, DIGITS)))


def _cuts(distance: Floats, most: int) -> list[Ints]:
    """Phase of each window in the cuts into two phases, three, and so on."""
    n = len(distance)
    total = np.zeros((n + 1, n + 1))
    total[1:, 1:] = distance.cumsum(axis=0).cumsum(axis=1)
    stretches = _Stretches(np.arange(n + 1), total)
    cuts = []
    while (n_phases := len(stretches.starts) - 1) > 1:
        if n_phases <= most and n_phases < n:
            cuts.append(np.repeat(np.arange(n_phases), np.diff(stretches.starts)))
        stretches.starts = np.delete(stretches.starts, stretches.nearest() + 1)
    return cuts[::-1]


def _silhouette(distance: Floats, phase: Ints) -> Floats:
    """Silhouette of each window; 0 for one that is a phase by itself."""
    member = np.eye(int(phase.max()) + 1)[phase]
    size = member.sum(axis=0)
    total = distance @ member
    own = size[phase]
    within = total[np.arange(len(phase)), phase] / np.maximum(own - 1, 1)
    beyond = np.where(member > 0, np.inf, total / size).min(axis=1)
    larger = np.maximum(within, beyond)
    apart = np.zeros(len(phase))
    np.divide(beyond - within, larger, out=apart, where=(larger > 0) & (own > 1))
    return apart
