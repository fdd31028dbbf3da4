"""Kernels: how much a day counts, by its distance from the middle of a span."""

import numpy as np

from onrecord.measures.integers import Floats

REACH = 3  # standard deviations of the Gaussian from the middle of a span to either end


def uniform(distance: Floats) -> Floats:
    """Weight 1 at every distance.

    Parameters
    ----------
    distance : float64, in half spans
        0 in the middle, -1 and 1 at the ends.

    Returns
    -------
    float64, one a distance

    Notes
    -----
    Only ratios of weights matter, so no kernel here is scaled to an area of one.

    Source: Silverman (1986), "Density Estimation for Statistics and Data Analysis", table 3.1.

    Examples
    --------
    >>> uniform(np.array([-0.5, 0.0, 0.5])).tolist()
    [1.0, 1.0, 1.0]
    """
    return np.ones_like(distance)


def triangular(distance: Floats) -> Floats:
    """Weight that falls evenly from 1 in the middle to 0 at either end.

    Parameters
    ----------
    distance : float64, in half spans
        0 in the middle, -1 and 1 at the ends.

    Returns
    -------
    float64, one a distance, in [0, 1]

    Notes
    -----
    1 - |x|, the same before and after the middle.

    Source: Silverman (1986), "Density Estimation for Statistics and Data Analysis", table 3.1.

    Examples
    --------
    >>> triangular(np.array([-0.5, 0.0, 0.5])).tolist()
    [0.5, 1.0, 0.5]
    """
    return np.asarray(1 - np.abs(distance), dtype=np.float64)


def epanechnikov(distance: Floats) -> Floats:
    """Weight that falls as a parabola from 1 in the middle to 0 at either end.

    Parameters
    ----------
    distance : float64, in half spans
        0 in the middle, -1 and 1 at the ends.

    Returns
    -------
    float64, one a distance, in [0, 1]

    Notes
    -----
    1 - x x; the customary factor 3/4 makes no difference to a weighted mean.

    Source: Epanechnikov (1969), "Non-Parametric Estimation of a Multivariate Probability Density", Theory of
    Probability and Its Applications 14.

    Examples
    --------
    >>> epanechnikov(np.array([-0.5, 0.0, 0.5])).tolist()
    [0.75, 1.0, 0.75]
    """
    return np.asarray(1 - distance**2, dtype=np.float64)


def gaussian(distance: Floats) -> Floats:
    """Weight of a bell curve, 1 in the middle, cut off at three standard deviations.

    Parameters
    ----------
    distance : float64, in half spans
        0 in the middle, -1 and 1 at the ends.

    Returns
    -------
    float64, one a distance, in [0.011, 1]

    Notes
    -----
    A span reaches three standard deviations either way, so what is cut off would have weighed a hundredth at most.

    Source: Silverman (1986), "Density Estimation for Statistics and Data Analysis", table 3.1.

    Examples
    --------
    >>> gaussian(np.array([-1.0, 0.0, 1.0])).round(4).tolist()
    [0.0111, 1.0, 0.0111]
    """
    return np.asarray(np.exp(-((REACH * distance) ** 2) / 2), dtype=np.float64)
