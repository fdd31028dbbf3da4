"""Other forms of S: squared distances, and issues that do not all count the same."""

import numpy as np
import pandas as pd

from onrecord.measures.coefficients import mean_distance
from onrecord.measures.integers import Floats, codes
from onrecord.measures.issues import issue_summary
from onrecord.measures.joint import joint
from onrecord.measures.scale import LINEAR, SQUARED


def similarity_squared(cells: pd.DataFrame, *, min_shared: int = 1) -> pd.DataFrame:
    """Similarity S of each two actors with squared distances, over the issues both addressed.

    Parameters
    ----------
    cells : table, one row per actor and issue
        Columns ``actor_id``, ``issue_id``, ``position`` (-2 ... +2).
    min_shared : issues
        Fewest shared issues for which the value is defined.

    Returns
    -------
    table, one row per dyad with at least one shared issue, sorted
        ``actor_a`` < ``actor_b``; ``n_shared``, in issues; ``similarity_squared`` in [-1, 1], NaN where ``n_shared`` <
        `min_shared`.

    Errors
    ------
    ValueError where an actor has two rows on one issue, or where a position lies outside the scale.

    Notes
    -----
    1 - 2 m / R squared, with m the mean squared distance and R = 4. Small differences hardly count: neutral against
    firm support costs a quarter of an issue, not half. So it is never below the S of `similarity`, and not to be set
    beside it. Not for scales of few steps, where it mostly makes actors look more alike.

    Source: Signorino and Ritter (1999), "Tau-b or Not Tau-b", International Studies Quarterly 43.

    Examples
    --------
    >>> held = pd.DataFrame([("a", "x", 2), ("b", "x", 0)], columns=["actor_id", "issue_id", "position"])
    >>> similarity_squared(held).values.tolist()
    [['a', 'b', 1, 0.5]]
    """
    found = joint(cells)
    return found.result("similarity_squared", 1 - 2 * mean_distance(found.tables, SQUARED), min_shared)


def similarity_weighted(cells: pd.DataFrame, weights: pd.DataFrame, *, min_shared: int = 1) -> pd.DataFrame:
    """Similarity S of each two actors with an issue counting as much as it is given, over the issues both addressed.

    Parameters
    ----------
    cells : table, one row per actor and issue
        Columns ``actor_id``, ``issue_id``, ``position`` (-2 ... +2).
    weights : table, one row per issue
        Columns ``issue_id``, ``weight``, zero or more; only their ratios matter. What `issue_weights` returns. Other
        issues may be there too.
    min_shared : issues
        Fewest shared issues, of whatever weight, for which the value is defined.

    Returns
    -------
    table, one row per dyad with at least one shared issue, sorted
        ``actor_a`` < ``actor_b``; ``n_shared``, in issues; ``similarity_weighted`` in [-1, 1], NaN where ``n_shared`` <
        `min_shared`, and where every shared issue weighs nothing.

    Errors
    ------
    ValueError where an issue that two actors addressed has no weight, or one below zero; where an issue has two
    weights; where an actor has two rows on one issue; where a position lies outside the scale.

    Notes
    -----
    1 - 2 sum w d / (R sum w), with d the distance of the positions and R = 4. Not without saying where the weights come
    from: a few heavy issues decide, and ``n_shared`` does not show it.

    Source: Signorino and Ritter (1999), "Tau-b or Not Tau-b", International Studies Quarterly 43.

    Examples
    --------
    >>> held = pd.DataFrame([("a", "x", 2), ("b", "x", 2), ("a", "y", 2), ("b", "y", -2)],
    ...                     columns=["actor_id", "issue_id", "position"])
    >>> similarity_weighted(held, pd.DataFrame({"issue_id": ["x", "y"], "weight": [3, 1]})).values.tolist()
    [['a', 'b', 2, 0.5]]
    """
    return _weighted_similarity("similarity_weighted", cells, weights, min_shared)


def similarity_by_division(cells: pd.DataFrame, *, min_shared: int = 1) -> pd.DataFrame:
    """Similarity S of each two actors with an issue counting as much as it divides the field.

    Parameters
    ----------
    cells : table, one row per actor and issue
        Columns ``actor_id``, ``issue_id``, ``position`` (-2 ... +2); of all actors, as they are the field.
    min_shared : issues
        Fewest shared issues, of whatever weight, for which the value is defined.

    Returns
    -------
    table, one row per dyad with at least one shared issue, sorted
        ``actor_a`` < ``actor_b``; ``n_shared``, in issues; ``similarity_by_division`` in [-1, 1], NaN where
        ``n_shared`` < `min_shared`, and where the two share only issues on which all hold one position.

    Errors
    ------
    ValueError where an actor has two rows on one issue, or where a position lies outside the scale.

    Notes
    -----
    `similarity_weighted` with the weights of `issue_weights`. Agreeing on what nobody disputes counts nothing. Not for
    two actors alone, who divide the field only where they differ themselves; and a new actor changes the weights, and
    so the values of all others.

    Source: Signorino and Ritter (1999), "Tau-b or Not Tau-b", International Studies Quarterly 43, for the weights.
    Bailey, Strezhnev and Voeten (2017), "Estimating Dynamic State Preferences from United Nations Voting Data", Journal
    of Conflict Resolution 61, for why unanimous issues say little.

    Examples
    --------
    >>> held = pd.DataFrame([(actor, issue, 2) for actor in "abc" for issue in "xy"],
    ...                     columns=["actor_id", "issue_id", "position"])
    >>> held.loc[5, "position"] = -2
    >>> similarity_by_division(held).values.tolist()
    [['a', 'b', 2, 1.0], ['a', 'c', 2, -1.0], ['b', 'c', 2, -1.0]]
    """
    return _weighted_similarity("similarity_by_division", cells, issue_weights(cells), min_shared)


def issue_weights(cells: pd.DataFrame) -> pd.DataFrame:
    """How divided the field is on each issue, as a weight.

    Parameters
    ----------
    cells : table, one row per actor and issue
        Columns ``actor_id``, ``issue_id``, ``position`` (-2 ... +2).

    Returns
    -------
    table, one row per issue of `cells`, sorted
        ``issue_id``; ``n_actors`` who hold a position on it; ``weight`` in [0, 1], 0 where all hold one position, 1/2
        where they spread evenly over the scale, 1 where half stand at either end, NaN with fewer than two actors.

    Errors
    ------
    ValueError where a position lies outside the scale.

    Notes
    -----
    The ``polarisation`` of `issue_summary`. Not for few actors: with two, any difference makes the issue a divided one.

    Source: van der Eijk (2001), "Measuring Agreement in Ordered Rating Scales", Quality and Quantity 35.

    Examples
    --------
    >>> held = pd.DataFrame([("a", "x", 2), ("b", "x", -2), ("a", "y", 1), ("b", "y", 1)],
    ...                     columns=["actor_id", "issue_id", "position"])
    >>> issue_weights(held).values.tolist()
    [['x', 2, 1.0], ['y', 2, 0.0]]
    """
    code, labels = codes(cells["issue_id"])
    issues = pd.DataFrame({"issue_id": labels[np.unique(code)]})
    summary = issue_summary(cells, issues, len(cells))
    n_actors = len(cells) - summary["n_silent"]
    return pd.DataFrame({"issue_id": summary["issue_id"], "n_actors": n_actors, "weight": summary["polarisation"]})


def _weighted_similarity(name: str, cells: pd.DataFrame, weights: pd.DataFrame, min_shared: int) -> pd.DataFrame:
    found = joint(cells, weight=_weight_by_issue(cells, weights))
    return found.result(name, 1 - 2 * mean_distance(found.tables, LINEAR), min_shared)


def _weight_by_issue(cells: pd.DataFrame, weights: pd.DataFrame) -> Floats:
    """Weights in the order of the issues' labels; 0 for an issue that cannot be shared."""
    if weights["issue_id"].duplicated().any():
        twice = weights.loc[weights["issue_id"].duplicated(), "issue_id"].iloc[0]
        raise ValueError(f"issue {twice!r} has two weights; each issue may have one")
    code, labels = codes(cells["issue_id"])
    given = pd.Series(weights["weight"].to_numpy(dtype=np.float64), index=weights["issue_id"].astype("str").to_numpy())
    weight = given.reindex(labels).to_numpy()
    can_be_shared = np.bincount(code, minlength=len(labels)) > 1
    is_fine = np.isfinite(weight) & (weight >= 0)
    bad = labels[can_be_shared & ~is_fine]
    if len(bad):
        raise ValueError(f"issue {bad[0]!r} and {len(bad) - 1:,} more have no weight of zero or more")
    return np.where(can_be_shared, weight, 0.0)
