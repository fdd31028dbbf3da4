"""Which rows belong together, by whole numbers: a join of numbers costs a tenth of a merge of frames."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Texts = NDArray[np.object_]
Column = NDArray[Any]


def positions(ids: pd.Series, among: pd.Series) -> Numbers:
    """Where each of `ids` stands in the column `among`, -1 where it does not."""
    return np.asarray(pd.Index(among).get_indexer(pd.Index(ids)), dtype=np.int64)


def joint(columns: tuple[Numbers, ...], sizes: tuple[int, ...]) -> Numbers:
    """One number for each row of several columns, each of numbers below its size.

    >>> joint((np.array([0, 0, 1]), np.array([2, 1, 2])), (2, 3)).tolist()
    [2, 1, 5]
    """
    key: Numbers = np.zeros(len(columns[0]), dtype=np.int64)
    for column, size in zip(columns, sizes, strict=True):
        key = key * size + column
    return key


def is_in(keys: Numbers, others: Numbers) -> Flags:
    """Which of `keys` are among `others`.

    >>> is_in(np.array([7, 8, 9]), np.array([9, 7, 7])).tolist()
    [True, False, True]
    """
    if not len(others):
        return np.zeros(len(keys), dtype=bool)
    ordered = np.sort(others)
    at = np.searchsorted(ordered, keys)
    return np.asarray(ordered[np.minimum(at, len(ordered) - 1)] == keys)


def matches(left: Numbers, right: Numbers) -> tuple[Numbers, Numbers]:
    """Every two positions, one in each, at which the numbers are equal.

    >>> [at.tolist() for at in matches(np.array([7, 8, 7]), np.array([7, 9, 7]))]
    [[0, 0, 2, 2], [0, 2, 0, 2]]
    """
    order = np.argsort(right, kind="stable")
    ordered = right[order]
    first = np.searchsorted(ordered, left, side="left")
    n = np.searchsorted(ordered, left, side="right") - first
    at = np.repeat(np.arange(len(left)), n)
    step = np.arange(len(at)) - np.repeat(np.cumsum(n) - n, n)
    return at, order[np.repeat(first, n) + step]


def pairs(key: Numbers) -> tuple[Numbers, Numbers]:
    """Every two positions of one key at which the numbers are equal, the first before the second.

    >>> [at.tolist() for at in pairs(np.array([7, 8, 7]))]
    [[0], [2]]
    """
    left, right = matches(key, key)
    return left[left < right], right[left < right]
