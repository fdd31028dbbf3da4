"""One line through positions: a place for each actor, a constant and a slope for each issue."""

import numpy as np

from onrecord.measures.integers import Floats, Grid
from onrecord.measures.structure.search import CLOSE

RIDGE = 1.0  # pull of slopes and places towards 0, in observations
ROUNDS, SETTLED = 200, 1e-5
OFF = 1e-3  # places nearer 0 than this do not decide which way up the line is


def fit_line(known: Grid, weight: Floats | None = None) -> tuple[Floats, float]:
    """Places that explain the positions best, and the share of the variance within issues that they explain.

    Parameters
    ----------
    known : positions, each issue with at least one
    weight : of each issue, 1 where left out

    Returns
    -------
    float64, one an actor, and a share in [0, 1]
        Places with mean 0 and standard deviation 1, the first that is not 0 above it; NaN for actors whose issues all
        weigh nothing. The share is NaN where no issue divides anybody.

    Notes
    -----
    Slopes and places are worked out in turn, each by least squares with the other given, until no place moves.

    Source: Gabriel and Zamir (1979), "Lower Rank Approximation of Matrices by Least Squares with Any Choice of
    Weights", Technometrics 21.

    Examples
    --------
    >>> place, fit = fit_line(Grid(np.array([[4, 4], [2, 2], [0, 0]]), np.ones((3, 2))))
    >>> (place * 1000).astype(int).tolist(), round(fit, 3)
    ([1224, 0, -1224], 0.938)
    """
    is_known, height = known.is_known.astype(np.float64), known.height.astype(np.float64)
    weight = np.ones(height.shape[1]) if weight is None else weight
    is_placed = is_known @ weight > 0
    apart = (height - height.sum(axis=0) / is_known.sum(axis=0)) * is_known
    place = _standard(np.linalg.svd(apart * np.sqrt(weight), full_matrices=False)[0][:, 0], is_placed)
    for _ in range(ROUNDS):
        slope, constant = _issues(is_known, height, place)
        pull = ((height - constant) * is_known) @ (weight * slope)
        before, place = place, _standard(pull / (is_known @ (weight * slope**2) + RIDGE), is_placed)
        if np.abs(place - before).max() < SETTLED:
            break
    slope, constant = _issues(is_known, height, place)
    missed = (height - constant - np.outer(place, slope)) ** 2 * is_known @ weight
    total = float((apart**2 @ weight).sum())
    fit = 1 - float(missed.sum()) / total if total > CLOSE else np.nan
    return np.where(is_placed, place * _direction(place), np.nan), fit


def _issues(is_known: Floats, height: Floats, place: Floats) -> tuple[Floats, Floats]:
    """Slope and constant of each issue."""
    n, x, y = is_known.sum(axis=0), place @ is_known, height.sum(axis=0)
    slope = (place @ height - x * y / n) / (place**2 @ is_known - x**2 / n + RIDGE)
    return slope, (y - slope * x) / n


def _standard(place: Floats, is_placed: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Floats:
    """Places of mean 0 and standard deviation 1 among those placed; 0 for the others, and for all who do not differ."""
    centred = np.where(is_placed, place - place[is_placed].mean(), 0)
    spread = float(centred[is_placed].std())
    return np.asarray(centred / spread if spread > CLOSE else centred * 0, dtype=np.float64)


def _direction(place: Floats) -> float:
    off = place[np.abs(place) > OFF]
    return float(np.sign(off[0])) if len(off) else 1.0
