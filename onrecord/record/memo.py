"""A cache that hangs on one record: what follows from it is worked out once, however many ask at the same moment."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")
MOST = 300  # results kept for one record; the one not asked for the longest goes first


class Memo:
    """Results by key, each computed once and then only read."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._results: OrderedDict[Hashable, _Result] = OrderedDict()

    def __reduce__(self) -> tuple[type["Memo"], tuple[int]]:
        """A copy of a record begins with nothing worked out: locks are not copied."""
        return Memo, (self._most,)

    def once(self, key: Hashable, compute: Callable[[], T]) -> T:
        """The result under `key`, computed by `compute` where there is none yet.

        Whoever asks while it is being computed waits for it. What `compute` raises is passed on and not kept.
        """
        with self._lock:
            result = self._results.setdefault(key, _Result())
            self._results.move_to_end(key)
            while len(self._results) > self._most:
                self._results.popitem(last=False)
        value: T = result.get(compute)
        return value


class _Result:
    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._value: Any = None
        self._is_ready = False

    def get(self, compute: Callable[[], T]) -> T:
        if not self._is_ready:
            with self._lock:
                if not self._is_ready:
                    self._value = compute()
                    self._is_ready = True
        value: T = self._value
        return value
