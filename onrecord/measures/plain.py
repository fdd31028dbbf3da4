"""Agreement as it is, without a correction for chance: shares of issues, and the order of positions."""

import numpy as np
import pandas as pd

from onrecord.measures.coefficients import mean_distance, tau_b
from onrecord.measures.joint import joint
from onrecord.measures.scale import LINEAR


def raw_agreement(cells: pd.DataFrame, *, min_shared: int = 1) -> pd.DataFrame:
    """Share of the issues two actors both addressed on which they hold the very same position.

    Parameters
    ----------
    cells : table, one row per actor and issue
        Columns ``actor_id``, ``issue_id``, ``position`` (-2 ... +2).
    min_shared : issues
        Fewest shared issues for which the share is defined.

    Returns
    -------
    table, one row per dyad with at least one shared issue, sorted
        ``actor_a`` < ``actor_b``; ``n_shared``, in issues; ``raw_agreement`` in [0, 1], NaN where ``n_shared`` <
        `min_shared`.

    Errors
    ------
    ValueError where an actor has two rows on one issue, or where a position lies outside the scale.

    Notes
    -----
    Not for positions with a strength: support and firm support count as disagreement, just as support and refusal do.
    And not across forums: where everybody agrees, so do strangers.

    Source: Lijphart (1963), "The Analysis of Bloc Voting in the General Assembly", American Political Science Review
    57, where it is the starting point.

    Examples
    --------
    >>> held = pd.DataFrame([("a", "x", 2), ("b", "x", 2), ("a", "y", 2), ("b", "y", 1)],
    ...                     columns=["actor_id", "issue_id", "position"])
    >>> raw_agreement(held).values.tolist()
    [['a', 'b', 2, 0.5]]
    """
    found = joint(cells)
    share = 1 - mean_distance(found.tables, 1 - np.eye(len(LINEAR)))
    return found.result("raw_agreement", share, min_shared)


def graded_agreement(cells: pd.DataFrame, *, min_shared: int = 1) -> pd.DataFrame:
    """Mean agreement on the issues two actors both addressed, an issue counting less the further apart they stand.

    Parameters
    ----------
    cells : table, one row per actor and issue
        Columns ``actor_id``, ``issue_id``, ``position`` (-2 ... +2).
    min_shared : issues
        Fewest shared issues for which the mean is defined.

    Returns
    -------
    table, one row per dyad with at least one shared issue, sorted
        ``actor_a`` < ``actor_b``; ``n_shared``, in issues; ``graded_agreement`` in [0, 1], NaN where ``n_shared`` <
        `min_shared`.

    Errors
    ------
    ValueError where an actor has two rows on one issue, or where a position lies outside the scale.

    Notes
    -----
    The mean of 1 - d / R, with d the distance of the positions and R = 4: (S + 1) / 2, and the ``share`` of
    `congruence`. Issues on which all agree are counted; leave them out of `cells` to follow those who drop them. Not
    where a sign is wanted: actors who are opposed throughout get 0, and 1/2 is no agreement at all.

    Source: Lijphart (1963), "The Analysis of Bloc Voting in the General Assembly", American Political Science Review
    57, which counts an abstention as half.

    Examples
    --------
    >>> held = pd.DataFrame([("a", "x", 2), ("b", "x", 2), ("a", "y", 2), ("b", "y", 1)],
    ...                     columns=["actor_id", "issue_id", "position"])
    >>> graded_agreement(held).values.tolist()
    [['a', 'b', 2, 0.875]]
    """
    found = joint(cells)
    return found.result("graded_agreement", 1 - mean_distance(found.tables, LINEAR), min_shared)


def kendall_tau(cells: pd.DataFrame, *, min_shared: int = 1) -> pd.DataFrame:
    """Whether two actors rank the issues they both addressed alike: Kendall's tau-b of their positions.

    Parameters
    ----------
    cells : table, one row per actor and issue
        Columns ``actor_id``, ``issue_id``, ``position`` (-2 ... +2).
    min_shared : issues
        Fewest shared issues for which the coefficient is defined.

    Returns
    -------
    table, one row per dyad with at least one shared issue, sorted
        ``actor_a`` < ``actor_b``; ``n_shared``, in issues; ``kendall_tau`` in [-1, 1], NaN where ``n_shared`` <
        `min_shared`, and where one of the two holds the same position on all shared issues.

    Errors
    ------
    ValueError where an actor has two rows on one issue, or where a position lies outside the scale.

    Notes
    -----
    Of pairs of issues, not of issues. It sees order and no distance: two actors whose positions all lie two steps
    apart have 1. Not for likeness of positions; there for comparison with work that used it.

    Source: Bueno de Mesquita (1975), "Measuring Systemic Polarity", Journal of Conflict Resolution 19. Kendall (1945),
    "The Treatment of Ties in Ranking Problems", Biometrika 33.

    Examples
    --------
    >>> held = pd.DataFrame([("a", "x", 2), ("b", "x", 0), ("a", "y", 1), ("b", "y", -1)],
    ...                     columns=["actor_id", "issue_id", "position"])
    >>> kendall_tau(held).values.tolist()
    [['a', 'b', 2, 1.0]]
    """
    found = joint(cells)
    return found.result("kendall_tau", tau_b(found.tables), min_shared)
