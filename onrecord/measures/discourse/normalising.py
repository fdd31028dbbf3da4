"""What one-mode weights are divided by.

Every function takes counts, node x subject x level, and returns one number for each two nodes. Three are as DNA has
them. By average and jaccard a weight can pass 1, as a product of counts outgrows a sum. By cosine it cannot, but
actors who say the very same have less than 1 as soon as they speak on two issues. The bounded ones are built from the
inner product of how often either addresses each subject, which no weight exceeds, and reach 1.
"""

from collections.abc import Callable

import numpy as np

from onrecord.measures.integers import Floats


def _one(count: Floats) -> Floats:
    return np.ones((len(count), len(count)))


def _average(count: Floats) -> Floats:
    """Mean number of stances of the two."""
    activity = count.sum(axis=(1, 2))
    mean: Floats = np.add.outer(activity, activity) / 2
    return mean


def _cosine(count: Floats) -> Floats:
    """Product of the numbers of stances; the name is DNA's."""
    activity = count.sum(axis=(1, 2))
    product: Floats = np.multiply.outer(activity, activity)
    return product


def _jaccard(count: Floats) -> Floats:
    """Stances on what the other never says, of either, and products of counts on what both say."""
    flat = count.reshape(len(count), count.shape[1] * count.shape[2])
    only_mine = flat @ (flat == 0).T.astype(np.float64)
    either: Floats = only_mine + only_mine.T + flat @ flat.T
    return either


def _n_shared(count: Floats) -> Floats:
    """Number of pairs of stances, one of either, on the same subject."""
    mentions = count.sum(axis=2)
    pairs: Floats = mentions @ mentions.T
    return pairs


def _bounded_average(count: Floats) -> Floats:
    own = np.diagonal(_n_shared(count))
    mean: Floats = np.add.outer(own, own) / 2
    return mean


def _bounded_jaccard(count: Floats) -> Floats:
    shared = _n_shared(count)
    own = np.diagonal(shared)
    either: Floats = np.add.outer(own, own) - shared
    return either


def _bounded_cosine(count: Floats) -> Floats:
    own = np.sqrt(np.diagonal(_n_shared(count)))
    product: Floats = np.multiply.outer(own, own)
    return product


DIVISORS: dict[str, Callable[[Floats], Floats]] = {
    "none": _one,
    "average": _average,
    "jaccard": _jaccard,
    "cosine": _cosine,
    "shared": _n_shared,
    "bounded average": _bounded_average,
    "bounded jaccard": _bounded_jaccard,
    "bounded cosine": _bounded_cosine,
}
