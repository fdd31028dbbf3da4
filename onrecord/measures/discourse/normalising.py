"""What one-mode weights are divided by.

Every function takes counts, node x subject x level, and returns one number for each two nodes. Two of them are as
DNA has them although they set no bound: where actors say much, a product of counts outgrows a sum of them. The bounded
ones follow from the inner product of how often either addresses each subject, which no weight exceeds.
"""

from collections.abc import Callable

import numpy as np

from onrecord.measures.coding import Floats


def _one(count: Floats) -> Floats:
    return np.ones((len(count), len(count)))


def _average(count: Floats) -> Floats:
    """Mean number of stances of the two."""
    activity = count.sum(axis=(1, 2))
    return np.add.outer(activity, activity) / 2


def _cosine(count: Floats) -> Floats:
    """Product of the numbers of stances; the name is DNA's."""
    activity = count.sum(axis=(1, 2))
    return np.multiply.outer(activity, activity)


def _jaccard(count: Floats) -> Floats:
    """Stances on what the other never says, of either, and products of counts on what both say."""
    flat = count.reshape(len(count), -1)
    only_mine = flat @ (flat == 0).T.astype(np.float64)
    return only_mine + only_mine.T + flat @ flat.T


def _shared(count: Floats) -> Floats:
    """Number of pairs of stances, one of either, on the same subject."""
    mentions = count.sum(axis=2)
    return mentions @ mentions.T


def _bounded_average(count: Floats) -> Floats:
    own = np.diagonal(_shared(count))
    return np.add.outer(own, own) / 2


def _bounded_jaccard(count: Floats) -> Floats:
    shared = _shared(count)
    own = np.diagonal(shared)
    return np.add.outer(own, own) - shared


def _bounded_cosine(count: Floats) -> Floats:
    own = np.sqrt(np.diagonal(_shared(count)))
    return np.multiply.outer(own, own)


DIVISORS: dict[str, Callable[[Floats], Floats]] = {
    "none": _one,
    "average": _average,
    "jaccard": _jaccard,
    "cosine": _cosine,
    "shared": _shared,
    "bounded average": _bounded_average,
    "bounded jaccard": _bounded_jaccard,
    "bounded cosine": _bounded_cosine,
}
