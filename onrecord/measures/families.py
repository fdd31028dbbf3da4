"""Families of near-identical issues: each counts as one comparison, however many variants of it were coded."""

import numpy as np
import pandas as pd
import scipy

from onrecord.measures.dyads import TAIL
from onrecord.measures.integers import Floats, Grid, Ints, codes, grid, shared_distances
from onrecord.measures.scale import RANGE


def families(issues: pd.DataFrame, *, column: str = "topic") -> pd.DataFrame:
    """The family of each issue, as a column of the table of issues names it.

    Parameters
    ----------
    issues : table, one row per issue
        Column ``issue_id`` and the one named by `column`; empty where an issue belongs with no other.
    column : name of a column

    Returns
    -------
    table, one row per issue, in the order of `issues`
        ``issue_id``, ``family``; an issue that belongs with no other is a family by itself, ``issue:<issue_id>``.

    Notes
    -----
    Who knows better than a column may write such a table by hand; `similarity_by_family` takes either.

    Source: Signorino and Ritter (1999), "Tau-b or Not Tau-b", International Studies Quarterly 43, who weigh issues.

    Examples
    --------
    >>> families(pd.DataFrame({"issue_id": ["x", "y", "z"], "topic": ["aid", "aid", ""]})).values.tolist()
    [['x', 'aid'], ['y', 'aid'], ['z', 'issue:z']]
    """
    issue, family = issues["issue_id"].astype("str"), issues[column].astype("str")
    alone = family.isna() | (family == "")
    table = pd.DataFrame({"issue_id": issue, "family": family.mask(alone, "issue:" + issue)})
    return table.reset_index(drop=True)


def similarity_by_family(cells: pd.DataFrame, families: pd.DataFrame, *, min_families: int = 1) -> pd.DataFrame:
    """Similarity S of each two actors where each family of issues contributes one comparison, the mean over its issues.

    Parameters
    ----------
    cells : table, one row per actor and issue
        Columns ``actor_id``, ``issue_id``, ``position`` (-2 ... +2).
    families : table, one row per issue
        Columns ``issue_id``, ``family``; what `families` returns. An issue that is not in it is a family by itself.
    min_families : families
        Fewest families with a shared issue for which the values are defined.

    Returns
    -------
    table, one row per dyad with at least one shared issue, sorted
        ``actor_a`` < ``actor_b``; ``n_shared``, in issues; ``n_families``, those with a shared issue; ``similarity``
        in [-1, 1]; ``low`` and ``high``, ends of its 95 % interval. The last three NaN where ``n_families`` <
        `min_families`.

    Errors
    ------
    ValueError where an issue has two families, an actor two rows on one issue, or a position lies outside the scale.

    Notes
    -----
    Within a family the mean of 1 - d / R over the shared issues, over families the mean of these means g, and S =
    2g - 1. With one issue to a family this is `similarity`. The interval counts families, not issues: g ~
    Beta(1/2 + sum g, 1/2 + n - sum g) at the 2.5 and 97.5 % points, n being ``n_families``. So a resolution put to
    the vote each year does not make a dyad surer each year.

    Source: Signorino and Ritter (1999), "Tau-b or Not Tau-b", International Studies Quarterly 43, for S; Brown, Cai
    and DasGupta (2001), "Interval Estimation for a Binomial Proportion", Statistical Science 16.

    Examples
    --------
    >>> held = pd.DataFrame([("a", "x", 2), ("b", "x", 2), ("a", "y", 2), ("b", "y", 2), ("a", "z", 2), ("b", "z", -2)],
    ...                     columns=["actor_id", "issue_id", "position"])
    >>> kin = pd.DataFrame({"issue_id": ["x", "y"], "family": "aid"})
    >>> similarity_by_family(held, kin).round(3).values.tolist()
    [['a', 'b', 3, 2, 0.0, -0.878, 0.878]]
    """
    known, actors = grid(cells)
    n_shared, n_families, agreed = _sums(known, _family_of(codes(cells["issue_id"])[1], families))
    left, right = np.nonzero(np.triu(n_shared, 1))
    n, hits = n_families[left, right], agreed[left, right]
    values = {"similarity": 2 * hits / n - 1} | {
        name: 2 * scipy.special.betaincinv(0.5 + hits, 0.5 + n - hits, tail) - 1
        for name, tail in (("low", TAIL), ("high", 1 - TAIL))
    }
    table = pd.DataFrame(
        {
            "actor_a": actors.take(left),
            "actor_b": actors.take(right),
            "n_shared": n_shared[left, right].astype(np.int64),
            "n_families": n.astype(np.int64),
        }
    )
    return table.assign(**{name: np.where(n >= min_families, value, np.nan) for name, value in values.items()})


def _family_of(issues: pd.Index, families: pd.DataFrame) -> Ints:
    """Number of the family of each issue."""
    given = pd.Series(families["family"].to_numpy(), index=pd.Index(families["issue_id"]), dtype="str")
    if not given.index.is_unique:
        twice = given.index[given.index.duplicated()][0]
        raise ValueError(f"issue {twice} has more than one family; an issue belongs to one")
    family = given.reindex(issues)
    alone = family.isna().to_numpy()
    number = pd.factorize(family)[0].astype(np.int64)
    number[alone] = len(issues) + np.arange(int(alone.sum()))
    return number


def _sums(known: Grid, family: Ints) -> tuple[Floats, Floats, Floats]:
    """For each two actors, the shared issues, the families with one, and the sum of agreement over these."""
    n_shared, n_families, agreed = np.zeros((3, len(known.height), len(known.height)))
    _, member, size = np.unique(family, return_inverse=True, return_counts=True)
    # Families of one issue need no mean: they are compared all at once.
    group = np.where(size[member] > 1, member + 1, 0)
    for number in np.unique(group):
        columns = np.flatnonzero(group == number)
        part = Grid(known.height[:, columns], known.is_known[:, columns])
        n, distance = (total.astype(np.float64) for total in shared_distances(part, part))
        divisor = np.where(n > 0, n, 1) if number else np.ones_like(n)
        n_shared += n
        n_families += n / divisor
        agreed += (n - distance / RANGE) / divisor
    return n_shared, n_families, agreed
