"""How far alignment depends on which reports there happen to be."""

import numpy as np
import pandas as pd

from onrecord.measures.dyads import TAIL
from onrecord.measures.integers import Floats, Ints, codes
from onrecord.measures.pairs import CellPairs, Flags, Heights, Places, similarity_of

ROOM = 16_000_000  # pairs of cells, times draws, that are held at a time


def bootstrap(
    stances: pd.DataFrame,
    *,
    seed: int,
    n_draws: int = 1000,
    min_shared: int = 1,
    cluster: str = "root",
) -> pd.DataFrame:
    """Similarity S of each two actors, and what becomes of it when the reports are drawn anew.

    Parameters
    ----------
    stances : table, one row per stance
        The columns `positions` asks for, and the one named by `cluster`.
    seed : whole number
        The same seed gives the same draws, whatever the order of the rows.
    n_draws : draws
    min_shared : issues
        Fewest shared issues for which S is defined.
    cluster : name of a column
        What is drawn: ``root``, so that reports which are not independent come and go together, or ``report_id``.

    Returns
    -------
    table, one row per dyad with at least one shared issue, sorted
        ``actor_a`` < ``actor_b``; ``n_shared``, in issues; ``similarity`` in [-1, 1], NaN where ``n_shared`` <
        `min_shared`; ``share_defined`` in [0, 1], the share of draws in which S is defined; ``low`` and ``high``, its
        2.5 and 97.5 % points among these; ``share_same_sign`` in [0, 1], the share of these in which S has the sign
        (-1, 0, 1) it has in full. The last three NaN where no draw defines S, all four where there are fewer than two
        clusters, which nothing can be learned from drawing.

    Errors
    ------
    ValueError where `n_draws` is below 1, or a stance lacks its actor, issue or cluster, or has a position off the
    scale.

    Notes
    -----
    Each draw takes as many clusters as there are, with replacement, and keeps every stance of those drawn. Positions
    are the latest within the draw, so a report drawn twice counts once, and one left out lets an earlier one step in.
    About 37 % of the clusters are absent from a draw.

    A dyad that rests on one report has the same S in every draw that defines it: read ``share_defined`` with the
    interval. Memory grows with dyads times draws.

    Source: Efron and Tibshirani (1993), "An Introduction to the Bootstrap", chapters 6 and 13; Davison and Hinkley
    (1997), "Bootstrap Methods and their Application", section 3.8, for drawing clusters.

    Examples
    --------
    >>> day = pd.to_datetime("2021-01-05")
    >>> said = pd.DataFrame({"stance_id": ["s1", "s2"], "actor_id": ["a", "b"], "issue_id": "x", "position": 2,
    ...                      "earliest": day, "latest": day, "published_on": day, "kind": "direct",
    ...                      "confidence": "high", "root": ["r1", "r2"]})
    >>> bootstrap(said, seed=1).round(1).values.tolist()
    [['a', 'b', 1, 1.0, 0.5, 1.0, 1.0, 1.0]]
    """
    if n_draws < 1:
        raise ValueError(f"n_draws is {n_draws}; at least 1 is needed")
    pairs = CellPairs.of(stances)
    clusters, cluster_of = np.unique(codes(stances[cluster])[0][pairs.rows], return_inverse=True)
    height = pairs.height.astype(np.int8)
    everything = np.ones((len(height), 1), dtype=np.bool_)
    n_shared, similarity = _resample_similarity(pairs, height, everything, min_shared)
    drawn = _draw(len(clusters), n_draws, seed)
    room = max(ROOM // max(len(pairs.left), len(height), 1), 1)
    redrawn = [
        _resample_similarity(pairs, height, drawn[cluster_of, first : first + room], min_shared)[1]
        for first in range(0, n_draws, room)
    ]
    spread = _spread(np.concatenate(redrawn, axis=1), similarity)
    if len(clusters) < 2:
        spread = {name: np.full(len(similarity), np.nan) for name in spread}
    return pairs.table().assign(n_shared=n_shared[:, 0].astype(np.int64), similarity=similarity[:, 0], **spread)


def _draw(n_clusters: int, n_draws: int, seed: int) -> Flags:
    """Which clusters are in each draw, one column per draw."""
    chosen = np.random.default_rng(seed).integers(0, max(n_clusters, 1), (n_draws, n_clusters))
    drawn = np.zeros((n_clusters, n_draws), dtype=np.bool_)
    drawn[chosen, np.arange(n_draws)[:, None]] = True
    return drawn


def _resample_similarity(
    pairs: CellPairs, height: Heights, is_present: Flags, min_shared: int
) -> tuple[Places, Floats]:
    """Number of shared issues and S of each dyad, where only some stances are present; one column per draw."""
    last = pairs.last(is_present)
    n_shared, distance = pairs.compare(height[last], last >= 0)
    return n_shared, similarity_of(n_shared, distance, min_shared)


def _spread(values: Floats, full: Floats) -> dict[str, Floats]:
    """How the values of each row, one a draw, spread, and how often they have the sign of the full one."""
    ordered = np.sort(values, axis=1)  # what is not defined comes last
    n_defined = np.count_nonzero(~np.isnan(values), axis=1)
    divisor = np.where(n_defined > 0, n_defined, np.nan)
    same = (np.sign(values) == np.sign(full)).sum(axis=1)
    return {
        "share_defined": n_defined / values.shape[1],
        "low": _quantile(ordered, n_defined, TAIL),
        "high": _quantile(ordered, n_defined, 1 - TAIL),
        "share_same_sign": same / divisor,
    }


def _quantile(ordered: Floats, n: Ints, share: float) -> Floats:
    """Point of each row below which a share of its first n values lies, between two values in proportion."""
    place = share * np.maximum(n - 1, 0)
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, np.maximum(n - 1, 0))
    low, high = (np.take_along_axis(ordered, column[:, None], axis=1)[:, 0] for column in (below, above))
    return np.asarray(low + (place - below) * (high - low), dtype=np.float64)
