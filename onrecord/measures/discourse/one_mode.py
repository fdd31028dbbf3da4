"""One-mode discourse networks: actors tied through issues, or issues tied through actors."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from onrecord.measures.discourse.counting import Counting, Counts, counts, require_choice
from onrecord.measures.discourse.normalising import DIVISORS
from onrecord.measures.integers import Floats, Ints

PLAIN = Counting()
NODES = ("actors", "issues")


def ignore_network(
    stances: pd.DataFrame, *, counting: Counting = PLAIN, nodes: str = "actors", min_shared: int = 1
) -> pd.DataFrame:
    """Weight of attention that two actors share: pairs of their stances on one issue, whatever the positions.

    Parameters
    ----------
    stances : table, one row per stance
        Columns ``stance_id``, ``actor_id``, ``issue_id``, ``position`` (-2 ... +2), ``report_id``, ``earliest`` and
        ``published_on`` (days, NaT unknown); of the last three only what ``counting.duplicates`` asks for.
    counting : which stances count once, and what weights are divided by
    nodes : "actors", or "issues" tied by the actors who address both
    min_shared : issues (actors)
        Fewest shared issues, or actors, for which the weight is defined.

    Returns
    -------
    table, one row per dyad with at least one shared issue (actor), sorted
        ``actor_a`` < ``actor_b`` (``issue_a`` < ``issue_b``); ``n_shared``, in issues (actors); ``ignore``, in pairs
        of stances before dividing, in [0, 1] by every divisor but "average"; NaN where ``n_shared`` <
        `min_shared`.

    Errors
    ------
    ValueError where a setting is unknown, where an actor, issue or report is missing, or where a position lies outside
    the scale.

    Notes
    -----
    Within a period a second stance of an actor on an issue is a duplicate even if it says the opposite. Not a tie of
    agreement: adversaries who argue all day have the heaviest one.

    Source: Leifeld (2017), "Discourse Network Analysis", in The Oxford Handbook of Political Networks.

    Examples
    --------
    >>> said = pd.DataFrame({"stance_id": ["s1", "s2", "s3"], "actor_id": ["a", "a", "b"], "issue_id": "x",
    ...                      "position": [2, 2, -2], "report_id": ["r1", "r2", "r1"]})
    >>> ignore_network(said).values.tolist()
    [['a', 'b', 1, 2.0]]
    """
    ties = _Ties.of(counts(stances, counting, by_position=False), counting, nodes)
    return ties.table("ignore", ties.ignore, min_shared)


def congruence_network(
    stances: pd.DataFrame, *, counting: Counting = PLAIN, nodes: str = "actors", min_shared: int = 1
) -> pd.DataFrame:
    """Weight of agreement between two actors: pairs of their stances on one issue, each for as much as it agrees.

    Parameters
    ----------
    stances : table, one row per stance
        Columns ``stance_id``, ``actor_id``, ``issue_id``, ``position`` (-2 ... +2), ``report_id``, ``earliest`` and
        ``published_on`` (days, NaT unknown); of the last three only what ``counting.duplicates`` asks for.
    counting : which stances count once, and what weights are divided by
    nodes : "actors", or "issues" tied by the actors who address both
    min_shared : issues (actors)
        Fewest shared issues, or actors, for which the weight is defined.

    Returns
    -------
    table, one row per dyad with at least one shared issue (actor), sorted
        ``actor_a`` < ``actor_b`` (``issue_a`` < ``issue_b``); ``n_shared``, in issues (actors); ``congruence``,
        in pairs of stances before dividing, in [0, 1] by "cosine", "shared" and the bounded divisors; NaN where
        ``n_shared`` < `min_shared`.

    Errors
    ------
    ValueError where a setting is unknown, where an actor, issue or report is missing, or where a position lies outside
    the scale.

    Notes
    -----
    A pair counts 1 - d / R, with d the distance of the positions and R the length of the scale: 4 steps, or, with
    ``graded`` off, 2 from against to for, neutral half-way. Not where repetition is not meant to count: saying a thing
    ten times makes a tie ten times as heavy, unless duplicates go by "range"; and then too, what an actor gave up
    counts beside what it holds now. `congruence` counts only the latter, once.

    Source: Leifeld (2017), "Discourse Network Analysis", in The Oxford Handbook of Political Networks.

    Examples
    --------
    >>> said = pd.DataFrame({"stance_id": ["s1", "s2", "s3"], "actor_id": ["a", "a", "b"], "issue_id": "x",
    ...                      "position": [2, 2, 1], "report_id": ["r1", "r2", "r1"]})
    >>> congruence_network(said).values.tolist()
    [['a', 'b', 1, 1.5]]
    """
    ties = _Ties.of(counts(stances, counting), counting, nodes)
    return ties.table("congruence", ties.ignore - ties.conflict, min_shared)


def conflict_network(
    stances: pd.DataFrame, *, counting: Counting = PLAIN, nodes: str = "actors", min_shared: int = 1
) -> pd.DataFrame:
    """Weight of disagreement between two actors: pairs of their stances on one issue, each for as far as it parts them.

    Parameters
    ----------
    stances : table, one row per stance
        Columns ``stance_id``, ``actor_id``, ``issue_id``, ``position`` (-2 ... +2), ``report_id``, ``earliest`` and
        ``published_on`` (days, NaT unknown); of the last three only what ``counting.duplicates`` asks for.
    counting : which stances count once, and what weights are divided by
    nodes : "actors", or "issues" tied by the actors who address both
    min_shared : issues (actors)
        Fewest shared issues, or actors, for which the weight is defined.

    Returns
    -------
    table, one row per dyad with at least one shared issue (actor), sorted
        ``actor_a`` < ``actor_b`` (``issue_a`` < ``issue_b``); ``n_shared``, in issues (actors); ``conflict``,
        in pairs of stances before dividing, in [0, 1] by "cosine", "shared" and the bounded divisors; NaN where
        ``n_shared`` < `min_shared`.

    Errors
    ------
    ValueError where a setting is unknown, where an actor, issue or report is missing, or where a position lies outside
    the scale.

    Notes
    -----
    A pair counts d / R, with d and R as in `congruence_network`. Not the lack of agreement: a dyad that hardly meets
    has little of either.

    Source: Leifeld (2017), "Discourse Network Analysis", in The Oxford Handbook of Political Networks.

    Examples
    --------
    >>> said = pd.DataFrame({"stance_id": ["s1", "s2", "s3"], "actor_id": ["a", "a", "b"], "issue_id": "x",
    ...                      "position": [2, 2, 1], "report_id": ["r1", "r2", "r1"]})
    >>> conflict_network(said).values.tolist()
    [['a', 'b', 1, 0.5]]
    """
    ties = _Ties.of(counts(stances, counting), counting, nodes)
    return ties.table("conflict", ties.conflict, min_shared)


def subtract_network(
    stances: pd.DataFrame, *, counting: Counting = PLAIN, nodes: str = "actors", min_shared: int = 1
) -> pd.DataFrame:
    """Net weight between two actors: congruence less conflict.

    Parameters
    ----------
    stances : table, one row per stance
        Columns ``stance_id``, ``actor_id``, ``issue_id``, ``position`` (-2 ... +2), ``report_id``, ``earliest`` and
        ``published_on`` (days, NaT unknown); of the last three only what ``counting.duplicates`` asks for.
    counting : which stances count once, and what weights are divided by
    nodes : "actors", or "issues" tied by the actors who address both
    min_shared : issues (actors)
        Fewest shared issues, or actors, for which the weight is defined.

    Returns
    -------
    table, one row per dyad with at least one shared issue (actor), sorted
        ``actor_a`` < ``actor_b`` (``issue_a`` < ``issue_b``); ``n_shared``, in issues (actors); ``subtract``,
        in pairs of stances before dividing, in [-1, 1] by "cosine", "shared" and the bounded divisors; NaN where
        ``n_shared`` < `min_shared`.

    Errors
    ------
    ValueError where a setting is unknown, where an actor, issue or report is missing, or where a position lies outside
    the scale.

    Notes
    -----
    Its sign can be read, its size only once divided: it grows with what both say. 0 is agreement and conflict in
    balance, not a missing tie.

    Source: Leifeld (2017), "Discourse Network Analysis", in The Oxford Handbook of Political Networks.

    Examples
    --------
    >>> said = pd.DataFrame({"stance_id": ["s1", "s2", "s3"], "actor_id": ["a", "a", "b"], "issue_id": "x",
    ...                      "position": [2, 2, 1], "report_id": ["r1", "r2", "r1"]})
    >>> subtract_network(said, counting=Counting(normalise="shared")).values.tolist()
    [['a', 'b', 1, 0.5]]
    """
    ties = _Ties.of(counts(stances, counting), counting, nodes)
    return ties.table("subtract", ties.ignore - 2 * ties.conflict, min_shared)


@dataclass(frozen=True)
class _Ties:
    """Dyads with something shared, and their two weights; congruence and subtract follow from these."""

    left: Ints
    right: Ints
    n_shared: Ints
    ignore: Floats
    conflict: Floats
    labels: pd.Index
    node: str

    @classmethod
    def of(cls, counted: Counts, counting: Counting, nodes: str) -> "_Ties":
        require_choice("nodes", nodes, NODES)
        require_choice("normalise", counting.normalise, DIVISORS)
        is_actors = nodes == "actors"
        count = counted.count if is_actors else np.ascontiguousarray(counted.count.transpose(1, 0, 2))
        mentions = count.sum(axis=2)
        has = (mentions > 0).astype(np.float64)
        n_shared = has @ has.T
        left, right = np.nonzero(np.triu(n_shared, 1))
        divisor = DIVISORS[counting.normalise](count)[left, right]
        return cls(
            left=left,
            right=right,
            n_shared=n_shared[left, right].astype(np.int64),
            ignore=(mentions @ mentions.T)[left, right] / divisor,
            conflict=_distance(count)[left, right] / divisor,
            labels=counted.actors if is_actors else counted.issues,
            node=nodes.removesuffix("s"),
        )

    def table(self, name: str, weight: Floats, min_shared: int) -> pd.DataFrame:
        """Dyads by name, with weights that are NaN where too little is shared."""
        return pd.DataFrame(
            {
                f"{self.node}_a": self.labels.take(self.left),
                f"{self.node}_b": self.labels.take(self.right),
                "n_shared": self.n_shared,
                name: np.where(self.n_shared >= min_shared, weight, np.nan),
            }
        )


def _distance(count: Floats) -> Floats:
    """Sum over all pairs of stances on one subject of their distance, the whole scale being 1.

    A distance is a number of steps, and a step lies between two stances when one of them is above it and one not.
    """
    n_steps = count.shape[2] - 1
    if not n_steps:
        return np.zeros((len(count), len(count)))
    up_to = count.cumsum(axis=2)
    not_above = up_to[:, :, :-1].reshape(len(count), count.shape[1] * n_steps)
    above = (up_to[:, :, -1:] - up_to[:, :, :-1]).reshape(not_above.shape)
    apart = above @ not_above.T
    distance: Floats = (apart + apart.T) / n_steps
    return distance
