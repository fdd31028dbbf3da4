"""From cells to dyads: how far two actors agree on the issues both addressed."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy

from onrecord.measures.integers import Floats, Grid, Ints, grid, shared_distances
from onrecord.measures.scale import RANGE

TAIL = 0.025  # left out at either end of the interval


def similarity(cells: pd.DataFrame, *, min_shared: int = 1) -> pd.DataFrame:
    """Similarity S of each two actors over the issues both addressed, with its interval and its chance-corrected twin.

    Parameters
    ----------
    cells : table, one row per actor and issue
        Columns ``actor_id``, ``issue_id``, ``position`` (-2 ... +2); what `cells` or `positions` returns.
    min_shared : issues
        Fewest shared issues for which the values are defined.

    Returns
    -------
    table, one row per dyad with at least one shared issue, sorted
        ``actor_a`` < ``actor_b``; ``n_shared``, in issues; ``similarity`` in [-1, 1], 1 where every position is the
        same, -1 where all lie at opposite ends; ``low`` and ``high``, ends of its 95 % interval; ``alpha``, at most
        1, with 0 for what chance would give. All four NaN where ``n_shared`` < `min_shared`; ``alpha`` also where all
        positions are one and the same.

    Errors
    ------
    ValueError where an actor has two rows on one issue, or where a position lies outside the scale.

    Notes
    -----
    S is the absolute, unweighted form: 1 - 2 d / R, with d the mean distance of the positions and R = 4, the length of
    the scale, whatever part of it the two happen to use. Neutral stands half-way. Silence is not a position. S is not
    centred on chance: where everybody agrees, strangers do too, and ``alpha`` shows it.

    The interval takes each issue as one, possibly fractional, success: g ~ Beta(1/2 + sum g, 1/2 + n - sum g) and
    S = 2g - 1, at the 2.5 and 97.5 % points. At S = 1 or -1 it stops just short of S. It knows nothing of issues that
    belong together, so it is too narrow where many are variants of one.

    Source: Signorino and Ritter (1999), "Tau-b or Not Tau-b", International Studies Quarterly 43. Krippendorff (2011),
    "Computing Krippendorff's Alpha-Reliability", here with the distance |x - y|. Brown, Cai and DasGupta (2001),
    "Interval Estimation for a Binomial Proportion", Statistical Science 16.

    Examples
    --------
    >>> held = pd.DataFrame([("a", "x", 2), ("b", "x", 2), ("a", "y", 2), ("b", "y", 0)],
    ...                     columns=["actor_id", "issue_id", "position"])
    >>> similarity(held).round(3).values.tolist()
    [['a', 'b', 2, 0.5, -0.684, 0.975, 0.0]]
    """
    known, actors = grid(cells)
    pairs = Dyads.of(known)
    low, high = _interval(pairs)
    values = {
        "similarity": 1 - 2 * pairs.distance / (RANGE * pairs.n_shared),
        "low": low,
        "high": high,
        "alpha": _alpha(pairs, _spread(known, pairs)),
    }
    return dyad_table(pairs, actors, values, min_shared)


def congruence(cells: pd.DataFrame, *, min_shared: int = 1) -> pd.DataFrame:
    """Weight of agreement between each two actors: 1 for every shared issue with one position, less as they differ.

    Parameters
    ----------
    cells : table, one row per actor and issue
        Columns ``actor_id``, ``issue_id``, ``position`` (-2 ... +2).
    min_shared : issues
        Fewest shared issues for which the values are defined.

    Returns
    -------
    table, one row per dyad with at least one shared issue, sorted
        ``actor_a`` < ``actor_b``; ``n_shared``, in issues; ``congruence`` in [0, n_shared], in issues; ``share``, the
        same divided by ``n_shared``. Both NaN where ``n_shared`` < `min_shared`.

    Errors
    ------
    ValueError where an actor has two rows on one issue, or where a position lies outside the scale.

    Notes
    -----
    The sum over shared issues of 1 - d / R, with d the distance of the positions and R = 4. Each cell counts once, so
    saying a thing ten times adds nothing; the usual form multiplies the numbers of statements.

    Source: Leifeld (2017), "Discourse Network Analysis", in The Oxford Handbook of Political Networks.

    Examples
    --------
    >>> held = pd.DataFrame([("a", "x", 2), ("b", "x", 2), ("a", "y", 2), ("b", "y", 1)],
    ...                     columns=["actor_id", "issue_id", "position"])
    >>> congruence(held).values.tolist()
    [['a', 'b', 2, 1.75, 0.875]]
    """
    known, actors = grid(cells)
    pairs = Dyads.of(known)
    weight = pairs.n_shared - pairs.distance / RANGE
    return dyad_table(pairs, actors, {"congruence": weight, "share": weight / pairs.n_shared}, min_shared)


def conflict(cells: pd.DataFrame, *, min_shared: int = 1) -> pd.DataFrame:
    """Weight of disagreement between each two actors: 1 for every shared issue with positions at opposite ends.

    Parameters
    ----------
    cells : table, one row per actor and issue
        Columns ``actor_id``, ``issue_id``, ``position`` (-2 ... +2).
    min_shared : issues
        Fewest shared issues for which the values are defined.

    Returns
    -------
    table, one row per dyad with at least one shared issue, sorted
        ``actor_a`` < ``actor_b``; ``n_shared``, in issues; ``conflict`` in [0, n_shared], in issues; ``share``, the
        same divided by ``n_shared``. Both NaN where ``n_shared`` < `min_shared`.

    Errors
    ------
    ValueError where an actor has two rows on one issue, or where a position lies outside the scale.

    Notes
    -----
    The sum over shared issues of d / R, with d the distance of the positions and R = 4. Each cell counts once, so
    saying a thing ten times adds nothing. Congruence and conflict together make ``n_shared``.

    Source: Leifeld (2017), "Discourse Network Analysis", in The Oxford Handbook of Political Networks.

    Examples
    --------
    >>> held = pd.DataFrame([("a", "x", 2), ("b", "x", -2), ("a", "y", 2), ("b", "y", 1)],
    ...                     columns=["actor_id", "issue_id", "position"])
    >>> conflict(held).values.tolist()
    [['a', 'b', 2, 1.25, 0.625]]
    """
    known, actors = grid(cells)
    pairs = Dyads.of(known)
    weight = pairs.distance / RANGE
    return dyad_table(pairs, actors, {"conflict": weight, "share": weight / pairs.n_shared}, min_shared)


def subtract(cells: pd.DataFrame, *, min_shared: int = 1) -> pd.DataFrame:
    """Net weight between each two actors: congruence less conflict.

    Parameters
    ----------
    cells : table, one row per actor and issue
        Columns ``actor_id``, ``issue_id``, ``position`` (-2 ... +2).
    min_shared : issues
        Fewest shared issues for which the values are defined.

    Returns
    -------
    table, one row per dyad with at least one shared issue, sorted
        ``actor_a`` < ``actor_b``; ``n_shared``, in issues; ``subtract`` in [-n_shared, n_shared], in issues; ``share``,
        the same divided by ``n_shared``. Both NaN where ``n_shared`` < `min_shared`.

    Errors
    ------
    ValueError where an actor has two rows on one issue, or where a position lies outside the scale.

    Notes
    -----
    Each cell counts once, so saying a thing ten times adds nothing. The ``share`` is the S of `similarity`; the weight
    itself grows with the number of shared issues and is not to be compared between dyads that share few and many.

    Source: Leifeld (2017), "Discourse Network Analysis", in The Oxford Handbook of Political Networks.

    Examples
    --------
    >>> held = pd.DataFrame([("a", "x", 2), ("b", "x", 2), ("a", "y", 2), ("b", "y", 1)],
    ...                     columns=["actor_id", "issue_id", "position"])
    >>> subtract(held).values.tolist()
    [['a', 'b', 2, 1.5, 0.75]]
    """
    known, actors = grid(cells)
    pairs = Dyads.of(known)
    weight = pairs.n_shared - 2 * pairs.distance / RANGE
    return dyad_table(pairs, actors, {"subtract": weight, "share": weight / pairs.n_shared}, min_shared)


@dataclass(frozen=True)
class Dyads:
    """Dyads with a shared issue: rows of the grid, number of shared issues, and sum of distances over them."""

    left: Ints
    right: Ints
    n_shared: Ints
    distance: Floats

    @classmethod
    def of(cls, known: Grid) -> "Dyads":
        """The dyads of the rows of a grid."""
        n_shared, distance = shared_distances(known, known)
        left, right = np.nonzero(np.triu(n_shared, 1))
        return cls(left, right, n_shared[left, right].astype(np.int64), distance[left, right].astype(np.float64))


def dyad_table(pairs: Dyads, actors: pd.Index, values: dict[str, Floats], min_shared: int) -> pd.DataFrame:
    """Dyads by name, with values that are NaN where too few issues are shared."""
    names = {"actor_a": actors.take(pairs.left), "actor_b": actors.take(pairs.right), "n_shared": pairs.n_shared}
    enough = pairs.n_shared >= min_shared
    if not enough.all():
        values = {name: np.where(enough, value, np.nan) for name, value in values.items()}
    return pd.DataFrame(names | values, copy=False)  # millions of dyads are not held twice


def _interval(pairs: Dyads) -> tuple[Floats, Floats]:
    """Ends of the 95 % interval of S. Dyads with the same n and distance share one, so each is worked out once."""
    longest = RANGE * int(pairs.n_shared.max(initial=0)) + 1
    kinds, which = np.unique(pairs.n_shared * longest + pairs.distance.astype(np.int64), return_inverse=True)
    misses = (kinds % longest) / RANGE
    hits = kinds // longest - misses
    low, high = (2 * scipy.special.betaincinv(0.5 + hits, 0.5 + misses, tail) - 1 for tail in (TAIL, 1 - TAIL))
    return low[which], high[which]


def _spread(known: Grid, pairs: Dyads) -> Floats:
    """Sum over steps of (values above) x (values not above), among both actors' values on their shared issues."""
    total = np.zeros(len(pairs.n_shared))
    for step in range(RANGE):
        on_shared = known.above(step) @ known.is_known.T
        n_above = on_shared[pairs.left, pairs.right].astype(np.float64) + on_shared[pairs.right, pairs.left]
        total += n_above * (2 * pairs.n_shared - n_above)
    return total


def _alpha(pairs: Dyads, spread: Floats) -> Floats:
    """One less the ratio of the observed distance to that between any two of the 2n values; NaN where all are equal."""
    alpha = np.full(len(spread), np.nan)
    varies = spread > 0
    alpha[varies] = 1 - (pairs.distance * (2 * pairs.n_shared - 1))[varies] / spread[varies]
    return alpha
