"""How far the actors of a whole field fall into opposed camps, beyond what sparse data give by themselves."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from onrecord.measures.integers import Grid, Ints, grid, shared_distances
from onrecord.measures.scale import RANGE
from onrecord.measures.structure.search import CLOSE, local_search
from onrecord.measures.structure.signed_graph import bloc_table

STARTS = 5  # alike for the positions held and the shuffled ones, so that neither is searched harder


@dataclass(frozen=True, eq=False)
class Polarisation:
    """Camps, how well they fit, and how well they would fit shuffled positions.

    Attributes
    ----------
    fit : share of the weight of all dyads that agrees inside camps or conflicts between them, in [0, 1]
    expected : its mean over shuffled positions
    p_value : share of shuffles, the positions held included, that fit at least as well
    n_shared : issues, summed over dyads: the weight there is
    camps : table, one row per actor with a shared issue, sorted: ``actor_id``; ``camp``, its first actor
    """

    fit: float
    expected: float
    p_value: float
    n_shared: int
    camps: pd.DataFrame

    @property
    def polarisation(self) -> float:
        """(fit - expected) / (1 - expected), at most 1; NaN where any positions would fit, or none are compared."""
        return math.nan if not self.expected < 1 - CLOSE else (self.fit - self.expected) / (1 - self.expected)


def field_polarisation(cells: pd.DataFrame, *, n_camps: int = 2, n_shuffles: int = 200, seed: int = 0) -> Polarisation:
    """Polarisation of a field: how much better camps explain who agrees with whom than they would by chance.

    Parameters
    ----------
    cells : table, one row per actor and issue
        Columns ``actor_id``, ``issue_id``, ``position`` (-2 ... +2).
    n_camps : camps, at least 2; none may be empty
    n_shuffles, seed : how often positions are shuffled, and the seed

    Returns
    -------
    `Polarisation`
        ``polarisation``, 0 where camps fit as they would by chance, 1 where all agree inside and oppose between them
        and chance would not give that; it can fall below 0. ``fit`` and ``expected`` in [0, 1], ``p_value`` in (0, 1],
        ``n_shared`` in issues, and ``camps``. All three numbers NaN and no camps where fewer than `n_camps` actors
        share an issue; ``polarisation`` also where shuffled positions always fit, as with two actors.

    Errors
    ------
    ValueError where an actor has two rows on one issue, where a position lies outside the scale, or where `n_camps` is
    below 2.

    Notes
    -----
    Each shared issue of a dyad weighs 1, of which 1 - d / R agrees and d / R conflicts, with d the distance of the
    positions and R = 4. The camps are those that fit best: agreement between camps and conflict inside them is counted
    against them, and made as small as a search can. Discourse Network Analyzer names a score for two camps that
    measures the distance from such a pattern and then looks for the camps with the largest one, so that its camps are
    the worst; its camps are also of one size. Here the distance is made small, and camps have any size: see
    ``camps`` before calling a lone dissenter a camp.

    Few or sparse positions always fall into camps nearly without fault. So positions are shuffled among the actors
    that hold one on an issue: who speaks on what, and how divided each issue is, stay as they are. What remains above
    that is that the same actors stand together on issue after issue. On issues where all hold one position there is
    nothing to shuffle; a field of these has 0. Which camps of two parts of the field belong together is arbitrary where
    the parts share no issue.

    Source: Leifeld (2017), "Discourse Network Analysis", in The Oxford Handbook of Political Networks, for the two
    networks. Good (2005), "Permutation, Parametric and Bootstrap Tests of Hypotheses".

    Examples
    --------
    >>> held = pd.DataFrame([(actor, issue, 2 if actor in "ab" else -2) for actor in "abcd" for issue in "xyz"],
    ...                     columns=["actor_id", "issue_id", "position"])
    >>> found = field_polarisation(held)
    >>> found.polarisation, found.fit, found.expected < 0.9, found.camps["camp"].tolist()
    (1.0, 1.0, True, ['a', 'a', 'c', 'c'])
    """
    if n_camps < 2:
        raise ValueError(f"n_camps is {n_camps}; there must be at least 2")
    known, actors = grid(cells)
    n_shared = shared_distances(known, known)[0]
    np.fill_diagonal(n_shared, 0)
    heard = np.flatnonzero(n_shared.any(axis=1))
    if len(heard) < n_camps:
        nobody = pd.DataFrame({"actor_id": [], "camp": []}, dtype="str")
        return Polarisation(math.nan, math.nan, math.nan, 0, nobody)
    fit, camp = _fit_camps(known.rows(heard), n_camps)
    by_chance = np.array([_fit_camps(one, n_camps)[0] for one in shuffles(known.rows(heard), n_shuffles, seed)])
    p_value = (1 + int(np.count_nonzero(by_chance >= fit - CLOSE))) / (1 + len(by_chance))
    camps = bloc_table(actors.take(heard), camp).rename(columns={"bloc": "camp"})
    expected = float(by_chance.mean()) if len(by_chance) else math.nan
    return Polarisation(fit, expected, p_value, int(n_shared.sum()) // 2, camps)


def shuffles(known: Grid, n: int, seed: int) -> Iterator[Grid]:
    """Grids with the positions of each issue dealt out anew among the actors that hold one on it."""
    rng = np.random.default_rng(seed)
    issue, actor = np.nonzero(known.is_known.T)
    held = known.height[actor, issue]
    for _ in range(n):
        height = np.zeros_like(known.height)
        height[actor, issue] = held[np.lexsort((rng.random(len(held)), issue))]
        yield Grid(height, known.is_known)


def _fit_camps(known: Grid, n_camps: int) -> tuple[float, Ints]:
    """Share of the weight that the best camps explain, and the camps."""
    n_shared, distance = (one.astype(np.float64) for one in shared_distances(known, known))
    np.fill_diagonal(n_shared, 0)
    clash = distance / RANGE
    camp = local_search(n_shared - 2 * clash, n_camps, fewest=n_camps, starts=STARTS)
    is_inside = camp[:, None] == camp[None, :]
    return float(np.where(is_inside, n_shared - clash, clash).sum() / n_shared.sum()), camp
