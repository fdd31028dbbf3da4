"""How a set of actors divides on each issue."""

from itertools import combinations

import numpy as np
import pandas as pd

from onrecord.measures.integers import Floats, Ints
from onrecord.measures.scale import whole_positions
from onrecord.schema import POSITION_HIGH, POSITION_LOW

SCALE = np.arange(POSITION_LOW, POSITION_HIGH + 1)


def issue_summary(cells: pd.DataFrame, issues: pd.DataFrame, n_actors: int) -> pd.DataFrame:
    """How many actors are for, against, neutral or silent on each issue, and how far apart they stand.

    Parameters
    ----------
    cells : table, one row per actor and issue
        Columns ``actor_id``, ``issue_id``, ``position`` (-2 ... +2).
    issues : table, one row per issue
        Column ``issue_id``. Issues without a cell are kept; cells of other issues are left out.
    n_actors : actors
        How many could have spoken: those with any stance in scope.

    Returns
    -------
    table, one row per issue, in the order of `issues`
        ``issue_id``; ``n_for``, ``n_against``, ``n_neutral``, ``n_silent``, in actors; ``mean_position`` in [-2, 2],
        NaN where nobody holds one; ``polarisation`` in [0, 1], 0 where all hold one position, 1/2 where they spread
        evenly over the scale, 1 where half stand at either end, NaN with fewer than two actors.

    Errors
    ------
    ValueError where one issue has cells of more than `n_actors` actors.

    Notes
    -----
    ``polarisation`` is (1 - A) / 2, with A van der Eijk's agreement over all five positions, the unused ones included.
    Silence is counted, and enters neither the mean nor the polarisation.

    Source: van der Eijk (2001), "Measuring Agreement in Ordered Rating Scales", Quality and Quantity 35.

    Examples
    --------
    >>> held = pd.DataFrame([("a", "x", 2), ("b", "x", -2)], columns=["actor_id", "issue_id", "position"])
    >>> issue_summary(held, pd.DataFrame({"issue_id": ["x"]}), 3).values.tolist()
    [['x', 1, 1, 0, 1, 0.0, 1.0]]
    """
    count = _frequencies(cells, issues)
    n_held = count.sum(axis=1)
    if n_held.max(initial=0) > n_actors:
        raise ValueError(f"an issue has cells of more actors ({n_held.max()}) than the {n_actors} in scope")
    mean, agreed = np.full(len(count), np.nan), np.full(len(count), np.nan)
    mean[n_held > 0] = count[n_held > 0] @ SCALE / n_held[n_held > 0]
    agreed[n_held > 1] = agreement(count[n_held > 1])
    return pd.DataFrame(
        {
            "issue_id": issues["issue_id"].astype("str").to_numpy(),
            "n_for": count[:, SCALE > 0].sum(axis=1),
            "n_against": count[:, SCALE < 0].sum(axis=1),
            "n_neutral": count[:, SCALE == 0].sum(axis=1),
            "n_silent": n_actors - n_held,
            "mean_position": mean,
            "polarisation": (1 - agreed) / 2,
        }
    ).astype({"issue_id": "str"})


def agreement(count: Ints) -> Floats:
    """Van der Eijk's agreement A of each row of frequencies.

    Parameters
    ----------
    count : matrix of whole numbers, at least three columns
        One row per distribution, one column per category of the scale in its order; every row counts something.

    Returns
    -------
    float64, one a row, in [-1, 1]
        1 where one category holds all, 0 where all hold the same, -1 where the two ends hold half each.

    Notes
    -----
    Each distribution is taken apart into layers in which every category is either full or empty; A is their mean,
    weighted by size.

    Source: van der Eijk (2001), "Measuring Agreement in Ordered Rating Scales", Quality and Quantity 35.

    Examples
    --------
    >>> agreement(np.array([[5, 0, 0, 0, 5], [2, 2, 2, 2, 2], [0, 0, 7, 0, 0]])).tolist()
    [-1.0, 0.0, 1.0]
    """
    left = count.astype(np.float64)
    total = np.zeros(len(left))
    while (is_full := left > 0).any():
        depth = np.where(is_full, left, np.inf).min(axis=1)
        depth[~is_full.any(axis=1)] = 0
        total += depth * is_full.sum(axis=1) * _layer_agreement(is_full)
        left = np.where(is_full, left - depth[:, None], 0)
    return np.asarray(total / count.sum(axis=1), dtype=np.float64)


def _layer_agreement(is_full: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> Floats:
    """A of layers, from how many triples of categories speak for one peak (110, 011) and how many for two (101)."""
    k = is_full.shape[1]
    first, second, third = (is_full[:, list(part)] for part in zip(*combinations(range(k), 3), strict=True))
    n_one = (second & (first ^ third)).sum(axis=1)
    n_two = (first & ~second & third).sum(axis=1)
    n_either = n_one + n_two
    unimodality = np.ones(len(is_full))
    telling = n_either > 0
    weighed = (k - 2) * n_one[telling] - (k - 1) * n_two[telling]
    unimodality[telling] = weighed / ((k - 2) * n_either[telling])
    return np.asarray(unimodality * (1 - (is_full.sum(axis=1) - 1) / (k - 1)), dtype=np.float64)


def _frequencies(cells: pd.DataFrame, issues: pd.DataFrame) -> Ints:
    """How many actors hold each position on each issue."""
    row = pd.Index(issues["issue_id"]).get_indexer(cells["issue_id"].astype("str"))
    is_here = row >= 0
    column = whole_positions(cells)[is_here] - POSITION_LOW
    flat = np.bincount(row[is_here] * len(SCALE) + column, minlength=len(issues) * len(SCALE))
    return flat.reshape(len(issues), len(SCALE)).astype(np.int64)
