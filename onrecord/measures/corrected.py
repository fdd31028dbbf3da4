"""Agreement set against chance: three corrections, and what chance alone would give."""

import numpy as np
import pandas as pd

from onrecord.measures.coefficients import kappa, pi
from onrecord.measures.dyads import Dyads, dyad_table, similarity
from onrecord.measures.integers import Floats, grid
from onrecord.measures.joint import joint
from onrecord.measures.scale import LINEAR, RANGE, SQUARED, STEPS, whole_positions
from onrecord.schema import POSITION_LOW


def krippendorff_alpha(cells: pd.DataFrame, *, min_shared: int = 1) -> pd.DataFrame:
    """Krippendorff's alpha of each two actors over the issues both addressed.

    Parameters
    ----------
    cells : table, one row per actor and issue
        Columns ``actor_id``, ``issue_id``, ``position`` (-2 ... +2).
    min_shared : issues
        Fewest shared issues for which the coefficient is defined.

    Returns
    -------
    table, one row per dyad with at least one shared issue, sorted
        ``actor_a`` < ``actor_b``; ``n_shared``, in issues; ``krippendorff_alpha`` in [-1, 1], 0 for what chance would
        give, NaN where ``n_shared`` < `min_shared`, and where all positions are one and the same.

    Errors
    ------
    ValueError where an actor has two rows on one issue, or where a position lies outside the scale.

    Notes
    -----
    The ``alpha`` of `similarity`, with the distance |x - y|. Chance is any two of the 2n values of the dyad, so it is
    exact for small n, where pi is too low. Not for actors who hardly vary: near-unanimous ones get values about 0.

    Source: Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability".

    Examples
    --------
    >>> held = pd.DataFrame([("a", "x", 2), ("b", "x", 2), ("a", "y", -2), ("b", "y", -2)],
    ...                     columns=["actor_id", "issue_id", "position"])
    >>> krippendorff_alpha(held).values.tolist()
    [['a', 'b', 2, 1.0]]
    """
    found = similarity(cells, min_shared=min_shared)
    return found[["actor_a", "actor_b", "n_shared", "alpha"]].rename(columns={"alpha": "krippendorff_alpha"})


def scott_pi(cells: pd.DataFrame, *, min_shared: int = 1) -> pd.DataFrame:
    """Scott's pi of each two actors over the issues both addressed, with the distance |x - y|.

    Parameters
    ----------
    cells : table, one row per actor and issue
        Columns ``actor_id``, ``issue_id``, ``position`` (-2 ... +2).
    min_shared : issues
        Fewest shared issues for which the coefficient is defined.

    Returns
    -------
    table, one row per dyad with at least one shared issue, sorted
        ``actor_a`` < ``actor_b``; ``n_shared``, in issues; ``scott_pi`` in [-1, 1], 0 for what chance would give, NaN
        where ``n_shared`` < `min_shared`, and where all positions are one and the same.

    Errors
    ------
    ValueError where an actor has two rows on one issue, or where a position lies outside the scale.

    Notes
    -----
    Chance is two independent draws from the positions of both actors on their shared issues, taken together. So two
    actors of whom each stays at its end, opposite the other, have -1, where Cohen's kappa is 0. Not for few issues,
    where alpha is the same without its bias. Scott's own form counts identical positions alone; it is this one where
    all positions lie at the two ends, and another number elsewhere.

    Source: Scott (1955), "Reliability of Content Analysis", Public Opinion Quarterly 19. Häge (2011), "Choice or
    Circumstance?", Political Analysis 19, for its use on foreign policy.

    Examples
    --------
    >>> held = pd.DataFrame([("a", "x", 2), ("b", "x", -2), ("a", "y", 2), ("b", "y", -2)],
    ...                     columns=["actor_id", "issue_id", "position"])
    >>> scott_pi(held).values.tolist()
    [['a', 'b', 2, -1.0]]
    """
    found = joint(cells)
    return found.result("scott_pi", pi(found.tables, LINEAR), min_shared)


def cohen_kappa(cells: pd.DataFrame, *, min_shared: int = 1) -> pd.DataFrame:
    """Cohen's weighted kappa of each two actors over the issues both addressed, with the distance |x - y|.

    Parameters
    ----------
    cells : table, one row per actor and issue
        Columns ``actor_id``, ``issue_id``, ``position`` (-2 ... +2).
    min_shared : issues
        Fewest shared issues for which the coefficient is defined.

    Returns
    -------
    table, one row per dyad with at least one shared issue, sorted
        ``actor_a`` < ``actor_b``; ``n_shared``, in issues; ``cohen_kappa`` in [-1, 1], 0 for what chance would give,
        NaN where ``n_shared`` < `min_shared`, and where both hold one and the same position throughout.

    Errors
    ------
    ValueError where an actor has two rows on one issue, or where a position lies outside the scale.

    Notes
    -----
    Chance is one draw from the positions of either actor. The labels are all five of the scale, whichever occur. Not
    where an actor does not vary: the value is then 0 whether the two agree on all issues but one or on none. Fit for a
    broad agenda, not for one dossier.

    Source: Cohen (1968), "Weighted Kappa", Psychological Bulletin 70. Häge (2011), "Choice or Circumstance?",
    Political Analysis 19, for its use on foreign policy.

    Examples
    --------
    >>> held = pd.DataFrame([("a", "x", 2), ("b", "x", 2), ("a", "y", -2), ("b", "y", 0)],
    ...                     columns=["actor_id", "issue_id", "position"])
    >>> cohen_kappa(held).values.tolist()
    [['a', 'b', 2, 0.5]]
    """
    found = joint(cells)
    return found.result("cohen_kappa", kappa(found.tables, LINEAR), min_shared)


def cohen_kappa_squared(cells: pd.DataFrame, *, min_shared: int = 1) -> pd.DataFrame:
    """Cohen's weighted kappa of each two actors over the issues both addressed, with squared distances.

    Parameters
    ----------
    cells : table, one row per actor and issue
        Columns ``actor_id``, ``issue_id``, ``position`` (-2 ... +2).
    min_shared : issues
        Fewest shared issues for which the coefficient is defined.

    Returns
    -------
    table, one row per dyad with at least one shared issue, sorted
        ``actor_a`` < ``actor_b``; ``n_shared``, in issues; ``cohen_kappa_squared`` in [-1, 1], 0 for what chance would
        give, NaN where ``n_shared`` < `min_shared`, and where both hold one and the same position throughout.

    Errors
    ------
    ValueError where an actor has two rows on one issue, or where a position lies outside the scale.

    Notes
    -----
    The form in which most published values come. It counts the widest gaps above all, and is not to be set beside
    `cohen_kappa`, which it can exceed or fall short of; the warning given there about actors who do not vary holds.

    Source: Cohen (1968), "Weighted Kappa", Psychological Bulletin 70.

    Examples
    --------
    >>> held = pd.DataFrame([("a", "x", 2), ("b", "x", 2), ("a", "y", -2), ("b", "y", 0)],
    ...                     columns=["actor_id", "issue_id", "position"])
    >>> cohen_kappa_squared(held).round(3).values.tolist()
    [['a', 'b', 2, 0.667]]
    """
    found = joint(cells)
    return found.result("cohen_kappa_squared", kappa(found.tables, SQUARED), min_shared)


def expected_similarity(cells: pd.DataFrame) -> float:
    """The S that two speakers of this forum would have by chance.

    Parameters
    ----------
    cells : table, one row per actor and issue
        Column ``position`` (-2 ... +2); of all actors.

    Returns
    -------
    float in [0, 1]
        0 where half of all positions lie at either end, 1 where all are one and the same; NaN without a cell.

    Errors
    ------
    ValueError where a position lies outside the scale.

    Notes
    -----
    Both speakers draw their positions, each on its own, from all positions of all actors on all issues. A dyad is
    close only where its S lies above this, and where all mostly agree that is far above 0. Not a test: it says nothing
    of how far above chance alone may carry a dyad with few issues.

    Source: Häge (2011), "Choice or Circumstance?", Political Analysis 19, for setting similarity against chance.

    Examples
    --------
    >>> held = pd.DataFrame([("a", "x", 2), ("b", "x", 2), ("a", "y", 2), ("b", "y", -2)],
    ...                     columns=["actor_id", "issue_id", "position"])
    >>> expected_similarity(held)
    0.25
    """
    height = whole_positions(cells) - POSITION_LOW
    if cells.empty:
        return float("nan")
    share = np.bincount(height, minlength=len(STEPS)) / len(height)
    return float(1 - 2 * share @ LINEAR @ share)


def expected_similarity_by_dyad(cells: pd.DataFrame, *, min_shared: int = 1) -> pd.DataFrame:
    """The S that two speakers of this forum would have by chance on the issues that each two actors share.

    Parameters
    ----------
    cells : table, one row per actor and issue
        Columns ``actor_id``, ``issue_id``, ``position`` (-2 ... +2); of all actors.
    min_shared : issues
        Fewest shared issues for which the value is defined.

    Returns
    -------
    table, one row per dyad with at least one shared issue, sorted
        ``actor_a`` < ``actor_b``; ``n_shared``, in issues; ``expected_similarity`` in [0, 1], NaN where ``n_shared`` <
        `min_shared`.

    Errors
    ------
    ValueError where an actor has two rows on one issue, or where a position lies outside the scale.

    Notes
    -----
    As `expected_similarity`, from all positions of all actors on just those issues. The two actors' own positions are
    among them, so it is drawn towards them where few others spoke; with nobody else, compare alpha with 0 instead.

    Source: Häge (2011), "Choice or Circumstance?", Political Analysis 19, for setting similarity against chance.

    Examples
    --------
    >>> held = pd.DataFrame([("a", "x", 2), ("b", "x", 2), ("c", "x", -2), ("d", "x", -2), ("c", "y", 1)],
    ...                     columns=["actor_id", "issue_id", "position"])
    >>> expected_similarity_by_dyad(held)["expected_similarity"].unique().tolist()
    [0.0]
    """
    known, actors = grid(cells)
    pairs = Dyads.of(known)
    has = known.is_known.astype(np.float64)

    def over_shared(per_issue: Floats) -> Floats:
        return np.asarray(((has * per_issue) @ has.T)[pairs.left, pairs.right], dtype=np.float64)

    n_held = over_shared(has.sum(axis=0))
    above = [over_shared((known.height > step).sum(axis=0)) / n_held for step in STEPS[:-1]]
    distance = np.sum([2 * share * (1 - share) for share in above], axis=0) / RANGE
    return dyad_table(pairs, actors, {"expected_similarity": 1 - 2 * distance}, min_shared)
