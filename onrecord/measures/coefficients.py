"""Coefficients of agreement as formulas on joint tables; how such tables come about is not known here.

A joint table has one row and one column for each step of a scale, in its order, and says on how many issues, or with
what weight of issues, one actor stands on the step of the row while the other stands on that of the column. Every
function takes a stack of them, first axis the dyads, and a distance between steps as a square matrix.
"""

import numpy as np

from onrecord.measures.integers import Floats


def mean_distance(joint: Floats, distance: Floats) -> Floats:
    """Mean distance of the two positions; NaN where a table is empty or all its weight is zero.

    Examples
    --------
    >>> mean_distance(np.array([[[3.0, 1.0], [0.0, 0.0]]]), np.array([[0, 1], [1, 0]])).tolist()
    [0.25]
    """
    return _ratio((joint * distance).sum(axis=(1, 2)), joint.sum(axis=(1, 2)))


def kappa(joint: Floats, distance: Floats) -> Floats:
    """One less the ratio of the observed distance to that expected under each actor's own distribution.

    NaN where that expectation is zero: where both always take one and the same position.

    Source: Cohen (1968), "Weighted Kappa", Psychological Bulletin 70.

    Examples
    --------
    >>> kappa(np.array([[[2.0, 0.0], [1.0, 1.0]]]), np.array([[0, 1], [1, 0]])).tolist()
    [0.5]
    """
    expected = np.einsum("dk,kl,dl->d", joint.sum(axis=2), distance, joint.sum(axis=1))
    return 1 - _ratio((joint * distance).sum(axis=(1, 2)) * joint.sum(axis=(1, 2)), expected)


def pi(joint: Floats, distance: Floats) -> Floats:
    """One less the ratio of the observed distance to that expected where both draw from their pooled distribution.

    NaN where that expectation is zero: where both always take one and the same position.

    Source: Scott (1955), "Reliability of Content Analysis", Public Opinion Quarterly 19.

    Examples
    --------
    >>> pi(np.array([[[2.0, 0.0], [1.0, 1.0]]]), np.array([[0, 1], [1, 0]])).round(4).tolist()
    [0.4667]
    """
    pooled = (joint.sum(axis=2) + joint.sum(axis=1)) / 2
    expected = np.einsum("dk,kl,dl->d", pooled, distance, pooled)
    return 1 - _ratio((joint * distance).sum(axis=(1, 2)) * joint.sum(axis=(1, 2)), expected)


def tau_b(joint: Floats) -> Floats:
    """Pairs of issues that both actors put in the same order, less those they put in opposite order, as a share.

    The share is of the geometric mean of the pairs that either does not tie; NaN where one of them ties all.

    Source: Kendall (1945), "The Treatment of Ties in Ranking Problems", Biometrika 33.

    Examples
    --------
    >>> tau_b(np.array([[[2.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [1.0, 0.0]], [[1.0, 1.0], [0.0, 0.0]]])).tolist()
    [1.0, -1.0, nan]
    """
    net = _n_concordant(joint) - _n_concordant(joint[:, :, ::-1])
    n_pairs = joint.sum(axis=(1, 2)) ** 2
    untied = [(n_pairs - (joint.sum(axis=side) ** 2).sum(axis=1)) / 2 for side in (1, 2)]
    return _ratio(net, np.sqrt(untied[0] * untied[1]))


def _n_concordant(joint: Floats) -> Floats:
    """Number of pairs of issues of which one stands further up the scale for both."""
    from_here_up = joint[:, ::-1, ::-1].cumsum(axis=1).cumsum(axis=2)[:, ::-1, ::-1]
    return np.asarray((joint[:, :-1, :-1] * from_here_up[:, 1:, 1:]).sum(axis=(1, 2)), dtype=np.float64)


def _ratio(above: Floats, below: Floats) -> Floats:
    """The quotient; NaN where there is nothing to divide by."""
    quotient: Floats = np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0)
    return quotient
