"""How often a test tries: a sample on every push, everything under ONRECORD_FULL, a third of it under ONRECORD_FAST."""

import os
from collections.abc import Iterable
from typing import TypeVar

T, A, B = TypeVar("T"), TypeVar("A"), TypeVar("B")
IS_FULL, IS_FAST = (os.environ.get(name, "").strip() not in ("", "0") for name in ("ONRECORD_FULL", "ONRECORD_FAST"))


def of(push: int, full: int) -> int:
    """`full` where everything is to be tried, else `push`, or a third of it between two thoughts."""
    return full if IS_FULL else -(-push // 3) if IS_FAST else push


def some(everything: Iterable[T], n: int) -> list[T]:
    """All of it where everything is to be tried, else `n` of it, the first and the last among them.

    Between two thoughts it is a third of `n`, but two at least.
    """
    whole = list(everything)
    n = max(min(n, 2), -(-n // 3)) if IS_FAST else n
    if IS_FULL or n >= len(whole):
        return whole
    return [whole[i * (len(whole) - 1) // max(n - 1, 1)] for i in range(n)]


def pairs(rows: Iterable[A], columns: Iterable[B]) -> list[tuple[A, B]]:
    """Every row with every column where everything is to be tried, else each row and each column at least once."""
    rows, columns = list(rows), list(columns)
    if IS_FULL:
        return [(row, column) for row in rows for column in columns]
    return [(rows[i % len(rows)], columns[i % len(columns)]) for i in range(max(len(rows), len(columns)))]
