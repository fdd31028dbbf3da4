"""Pairs of cells on one issue, as rows: for many small tables at once, where matrices would be mostly empty."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from onrecord.measures.integers import ROOMY, Floats, Ints, codes
from onrecord.measures.latest import time_order
from onrecord.measures.scale import RANGE, whole_positions
from onrecord.schema import POSITION_LOW

Flags = NDArray[np.bool_]
Heights = NDArray[np.int8] | NDArray[np.int64]
Places = NDArray[np.int32]


def runs(sorted_group: Ints) -> Ints:
    """Length of each run of equal numbers."""
    ends = np.append(np.flatnonzero(np.diff(sorted_group)) + 1, len(sorted_group))
    return np.diff(ends, prepend=0) if len(sorted_group) else ends[:0]


def stretch(first: Ints, stop: Ints) -> tuple[Ints, Ints]:
    """All places of half-open spans, one after the other, and the number of the span that each comes from."""
    length = stop - first
    number = np.repeat(np.arange(len(first)), length)
    ahead = np.cumsum(length) - length
    return np.arange(len(number)) + (first - ahead)[number], number


def pairs_within(size: Ints) -> tuple[Ints, Ints]:
    """All pairs of places, the lower one left, within groups of the given sizes that lie one after the other."""
    own = np.arange(size.sum())
    right, left = stretch(own + 1, np.repeat(np.cumsum(size), size))
    return left, right


def tally(key: Ints, n_keys: int, *values: Floats) -> tuple[Ints, Ints, list[Floats]]:
    """Each key that occurs, sorted, how often it does, and the sums of some values over its rows."""
    seen = None
    if n_keys > max(ROOMY, 4 * len(key)):
        # A place for every possible key would be mostly empty: number only those that occur.
        key, seen = pd.factorize(key, sort=True)
        n_keys = len(seen)
    count = np.bincount(key, minlength=n_keys)
    here = np.flatnonzero(count).astype(np.int64)
    sums = [np.asarray(np.bincount(key, weights=v, minlength=n_keys)[here], dtype=np.float64) for v in values]
    return here if seen is None else seen.astype(np.int64), count[here].astype(np.int64), sums


@dataclass(frozen=True)
class CellPairs:
    """Every stance at a place in the order of issue, actor and time, and the pairs of cells on one issue, by dyad.

    ``height`` is the position above the lowest at each place, ``starts`` the first place of each cell, ``dyad_starts``
    the first pair of each dyad.
    """

    rows: Ints
    height: Ints
    starts: Ints
    actor: Ints
    issue: Ints
    left: Ints
    right: Ints
    dyad_starts: Ints
    actors: pd.Index
    issues: pd.Index

    @classmethod
    def of(cls, stances: pd.DataFrame) -> "CellPairs":
        """Stances as places, cells and pairs of cells."""
        position = whole_positions(stances)
        actor, actors = codes(stances["actor_id"])
        issue, issues = codes(stances["issue_id"])
        rows = time_order(stances)
        rows = rows[np.lexsort((actor[rows], issue[rows]))]
        size = runs(issue[rows] * max(len(actors), 1) + actor[rows])
        starts = np.cumsum(size) - size
        actor, issue = actor[rows[starts]], issue[rows[starts]]
        left, right = pairs_within(runs(issue))
        by_dyad = np.lexsort((right, actor[right], actor[left]))
        left, right = left[by_dyad], right[by_dyad]
        n_pairs = runs(actor[left] * max(len(actors), 1) + actor[right])
        height = position[rows] - POSITION_LOW
        return cls(rows, height, starts, actor, issue, left, right, np.cumsum(n_pairs) - n_pairs, actors, issues)

    def cell(self) -> Ints:
        """Number of the cell of each place."""
        return np.repeat(np.arange(len(self.starts)), np.diff(self.starts, append=len(self.rows)))

    def last(self, is_present: Flags) -> Places:
        """Place of the latest of the stances present in each cell, -1 where none is; one column per column."""
        place = np.arange(len(self.rows), dtype=np.int32)[:, None]
        return np.maximum.reduceat(np.where(is_present, place, np.int32(-1)), self.starts, axis=0)

    def compare(self, height: Heights, is_known: Flags) -> tuple[Places, Places]:
        """Shared issues, and sum of distances over them, of each dyad, from what each cell holds."""
        both = is_known[self.left] & is_known[self.right]
        apart = np.abs(height[self.left] - height[self.right]) * both
        n_shared, distance = (self._by_dyad(part) for part in (both, apart))
        return n_shared, distance

    def _by_dyad(self, part: Flags | Heights) -> Places:
        """Sums over the pairs of each dyad; float32 holds these whole numbers exactly."""
        ends = np.append(self.dyad_starts, len(self.left))
        shape = len(self.dyad_starts), len(self.left)
        member = csr_array((np.ones(len(self.left), dtype=np.float32), np.arange(len(self.left)), ends), shape=shape)
        return np.asarray(member @ part.astype(np.float32)).astype(np.int32)

    def table(self) -> pd.DataFrame:
        """Names of the actors of each dyad."""
        a, b = (self.actors.take(self.actor[side[self.dyad_starts]]) for side in (self.left, self.right))
        return pd.DataFrame({"actor_a": a, "actor_b": b})


def similarity_of(n_shared: Places, distance: Places, min_shared: int) -> Floats:
    """S where enough issues are shared, NaN elsewhere."""
    value = np.full(n_shared.shape, np.nan)
    np.divide(2 * distance, RANGE * n_shared, out=value, where=n_shared >= max(min_shared, 1))
    return np.asarray(1 - value, dtype=np.float64)
