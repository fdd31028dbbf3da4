"""Reports that hold the same text, or nearly: found before one is added twice, and what was copied counts once."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RUN = 12  # letters: long enough that chance repeats few, short enough that one changed word spoils few
NEAR, SAME = 0.5, 0.9
FEWEST = 50  # runs: two short texts are alike by chance
FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no run of letters is lost in multiplying
ONE, HALF, SAMPLED = np.uint64(1), np.uint64(32), np.uint64(16)
MOST = 2**64 - 1
Runs = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Duplicate:
    """A report that holds the same text: ``share`` of the shorter of the two stands in the other, 0 to 1.

    ``is_exact``: letter for letter the same.
    """

    report_id: str
    share: float
    is_exact: bool = False

    @property
    def is_same(self) -> bool:
        """Whether one would call it the same text, as against one that shares passages."""
        return self.share >= SAME


def duplicates(text: str, others: Mapping[str, str]) -> list[Duplicate]:
    """Which of `others` (report_id -> text) hold `text` or large parts of it, the most alike first.

    Notes
    -----
    Two texts are compared by the runs of twelve letters and digits they share, whatever stands between those: case,
    blanks, punctuation and line ends do not count. The share is that of the shorter text, so that a report is found
    again inside a longer one. It works alike in every script. Texts whose samples have little in common are not
    compared further.

    Source: Broder (1997), "On the resemblance and containment of documents".

    >>> [(d.report_id, d.share) for d in duplicates("One and the same text. " * 9, {"a": "ONE AND THE SAME TEXT " * 9})]
    [('a', 1.0)]
    """
    mine = _hashes(text)
    found = []
    for report_id, other in others.items():
        theirs = _hashes(other)
        if other == text:
            found.append(Duplicate(report_id, 1.0, is_exact=True))
        elif _may_be(mine, theirs) and (share := containment(np.unique(mine), np.unique(theirs))) >= NEAR:
            found.append(Duplicate(report_id, share))
    return sorted(found, key=lambda d: (not d.is_exact, -d.share, d.report_id))


def runs(text: str) -> Runs:
    """The distinct runs of letters of a text, as numbers in order."""
    return np.unique(_hashes(text))


def _hashes(text: str) -> Runs:
    letters = "".join(filter(str.isalnum, text.casefold()))
    found = np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64) + ONE
    if len(found) < RUN:
        return found[:0] if not len(found) else np.array([hash(tuple(found.tolist())) & MOST], dtype=np.uint64)
    # A run of twelve is one of three four times over: one, then two, three, six, twelve letters.
    found = (found[:-2] * FACTOR + found[1:-1]) * FACTOR + found[2:]
    for half in (3, 6):
        found = found[:-half] * FACTOR ** np.uint64(half) + found[half:]
    return found ^ (found >> HALF)


def _may_be(one: Runs, other: Runs) -> bool:
    """Whether samples of two texts leave it open that one holds much of the other. Short texts are no sample."""
    mine, theirs = (np.unique(runs[runs % SAMPLED == 0]) for runs in (one, other))
    return min(len(mine), len(theirs)) < FEWEST or containment(mine, theirs) >= NEAR / 2


def containment(one: Runs, other: Runs) -> float:
    """Share of the runs of the shorter text that the longer holds; 0 where the shorter says too little to tell."""
    shorter = min(len(one), len(other))
    if shorter == 0 or (shorter < FEWEST and not np.array_equal(one, other)):
        return 0.0
    return len(np.intersect1d(one, other, assume_unique=True)) / shorter
