"""Actors on one line, with intervals, or the reason why these data do not allow it."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import block_array, csr_array
from scipy.sparse.csgraph import connected_components

from onrecord.measures.integers import Floats, Grid, Ints, grid
from onrecord.measures.structure.line import fit_line
from onrecord.measures.structure.polarisation import shuffles
from onrecord.measures.structure.search import CLOSE

FEWEST = 3  # actors on an issue, issues of an actor, and of each in all
N_SHUFFLES = 100
CHANCE = 0.05
TAIL = 2.5  # per cent left out at either end of the interval
CARRIED = 0.9  # share of draws in which an actor must be placed to have an interval


@dataclass(frozen=True, eq=False)
class Scaling:
    """Places of actors on a line, or the reason why there are none.

    Attributes
    ----------
    places : table, one row per actor, sorted
        ``actor_id``; ``place``, with mean 0 and standard deviation 1; ``low`` and ``high``, ends of its 95 % interval;
        ``n_issues`` that tell about the actor. NaN where the actor, or the interval, cannot be had.
    fit : share of the variance within issues that the line explains, in [0, 1]; NaN where nothing was fitted
    expected : its mean over shuffled positions
    p_value : share of shuffles, the positions held included, that fit at least as well
    reason : why no actor has a place; empty where some do
    """

    places: pd.DataFrame
    fit: float
    expected: float
    p_value: float
    reason: str


def scaling(cells: pd.DataFrame, *, n_draws: int = 200, seed: int = 0) -> Scaling:
    """Places of actors on the one line that explains their positions best, where one line does explain them.

    Parameters
    ----------
    cells : table, one row per actor and issue
        Columns ``actor_id``, ``issue_id``, ``position`` (-2 ... +2).
    n_draws, seed : how often issues are drawn with replacement, and the seed of all draws

    Returns
    -------
    `Scaling`
        ``places``: ``actor_id``, ``place`` in standard deviations, ``low``, ``high``, ``n_issues``; ``fit``,
        ``expected`` in [0, 1] and ``p_value`` in (0, 1]; ``reason``, empty where the data carry a line.

    Errors
    ------
    ValueError where an actor has two rows on one issue, or where a position lies outside the scale.

    Notes
    -----
    A position is a constant of the issue, plus a slope of the issue times the place of the actor, fitted by least
    squares over the cells there are. Slopes and places are drawn towards 0 as by one further observation each, so an
    actor with few issues comes to stand nearer the middle. The line has no direction: of the two, the first actor off
    the middle stands above it. Places are relative to the actors and issues in the table, and mean what those issues
    are about; they are not a left and a right.

    Only issues with at least three actors and more than one position tell anything, and only actors with at least three
    such issues can be placed; both are narrowed down until they hold. No place is given where nobody is left then,
    where no chain of shared issues connects those who are, or where shuffled positions (each issue's, among the actors
    that hold one on it) fit as well in more than 5 % of 100 shuffles: then no line is seen in the data. The interval
    takes issues as drawn from many alike; it is NaN where an actor is placed in less than nine of ten draws. It
    does not allow for doubt about the line itself, nor for single reports.

    Source: Gabriel and Zamir (1979), "Lower Rank Approximation of Matrices by Least Squares with Any Choice of
    Weights", Technometrics 21. Heckman and Snyder (1997), "Linear Probability Models of the Demand for Attributes",
    RAND Journal of Economics 28, for places as one factor. Efron and Tibshirani (1993), "An Introduction to the
    Bootstrap", for the intervals.

    Examples
    --------
    >>> line = {"a": -2, "b": -1, "c": 0, "d": 1, "e": 2}
    >>> held = pd.DataFrame([(actor, f"x{n}", place) for actor, place in line.items() for n in range(6)],
    ...                     columns=["actor_id", "issue_id", "position"])
    >>> scaling(held).places["place"].round(2).tolist()
    [1.41, 0.71, 0.0, -0.71, -1.41]
    >>> scaling(held[held["issue_id"] < "x2"]).reason
    'No actor has a position on 3 issues on which at least 3 actors have one and differ.'
    """
    known, actors = grid(cells)
    told, telling = _informative_core(known)
    n_issues = (known.is_known[:, telling] > 0).sum(axis=1)
    place, low, high = np.full((3, len(actors)), math.nan)
    core = Grid(known.height[np.ix_(told, telling)], known.is_known[np.ix_(told, telling)])
    fit = expected = p_value = math.nan
    reason = _reason(core)
    if not reason:
        place[told], fit = fit_line(core)
        by_chance = np.array([fit_line(one)[1] for one in shuffles(core, N_SHUFFLES, seed)])
        expected = float(by_chance.mean())
        p_value = (1 + int(np.count_nonzero(by_chance >= fit - CLOSE))) / (1 + N_SHUFFLES)
        low[told], high[told] = _interval(core, place[told], n_draws, seed)
    if p_value > CHANCE:
        reason = "One line explains these positions no better than it explains shuffled ones."
        place[:] = low[:] = high[:] = math.nan
    places = pd.DataFrame({"actor_id": actors, "place": place, "low": low, "high": high, "n_issues": n_issues})
    return Scaling(places.astype({"actor_id": "str", "n_issues": "int64"}), fit, expected, p_value, reason)


def _informative_core(known: Grid) -> tuple[Ints, Ints]:
    """Actors and issues that tell enough about each other: row and column numbers."""
    is_actor, is_issue = (np.ones(size, dtype=np.bool_) for size in known.height.shape)
    is_known = known.is_known > 0
    while True:
        here = is_known & is_actor[:, None]
        highest = np.where(here, known.height, -math.inf).max(axis=0, initial=-math.inf)
        lowest = np.where(here, known.height, math.inf).min(axis=0, initial=math.inf)
        issues = is_issue & (here.sum(axis=0) >= FEWEST) & (highest > lowest)
        actors = is_actor & ((is_known & issues).sum(axis=1) >= FEWEST)
        if (issues == is_issue).all() and (actors == is_actor).all():
            return np.flatnonzero(is_actor), np.flatnonzero(is_issue)
        is_actor, is_issue = actors, issues


def _reason(core: Grid) -> str:
    """Why these actors cannot stand on one line, before it is tried; empty where they may."""
    if not core.height.size:
        return f"No actor has a position on {FEWEST} issues on which at least {FEWEST} actors have one and differ."
    links = csr_array(core.is_known)
    n_groups = connected_components(block_array([[None, links], [links.T, None]]), directed=False)[0]
    return f"The actors fall into {n_groups} groups that share no issue that divides them." if n_groups > 1 else ""


def _interval(core: Grid, place: Floats, n_draws: int, seed: int) -> tuple[Floats, Floats]:
    """Ends of the interval of each place over issues drawn anew."""
    n = core.height.shape[1]
    weights = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), n_draws).astype(np.float64)
    drawn = np.array([fit_line(core, weight)[0] for weight in weights]).reshape(-1, len(place))
    # A draw has no direction of its own: it takes that of the places it is to be compared with.
    drawn *= np.where(np.nan_to_num(drawn) @ place < 0, -1, 1)[:, None]
    ends = np.full((2, len(place)), math.nan)
    carried = np.isfinite(drawn).sum(axis=0) >= max(CARRIED * n_draws, 1)
    if carried.any():
        ends[:, carried] = np.nanpercentile(drawn[:, carried], [TAIL, 100 - TAIL], axis=0)
    return ends[0], ends[1]
