"""Discourse networks: who shares issues, sides or quarrels with whom, counted in stances.

The weights are those that Discourse Network Analyzer (DNA) 3.1 computes, on purpose equal in value, except for these
differences.

- A week or month belongs to its year: March 2020 does not repeat March 2019. Weeks begin on Monday everywhere,
  whatever the settings of the machine.
- Positions are equal when their values are.
- The scale is that of the codebook, -2 ... +2 or its three sides, not the part of it that happens to occur. So the
  values of two actors do not change with what a third one says, one position alone is no division by zero, and a side
  keeps its sign where the other one is missing.
- What counts as mentioned does not look at positions, neither in the weight nor in its divisor; so `ignore_network`
  by ``jaccard`` stays within 0 ... 1.
- The code of `combine_affiliation` is never divided; there, to divide it by activity means nothing, and by prominence
  ends the program.
- A dyad with nothing shared has no row instead of a 0. A dyad that shares less than asked for is NaN.

DNA's divisors are kept under its own names: ``average``, ``jaccard`` and ``cosine``. The first two set no bound, and
the last, which is not the cosine of anything, gives less than 1 to actors who say the very same. Beside them stand
``bounded ...`` and ``shared``, by which weights lie in 0 ... 1 or -1 ... 1 and reach the ends.
"""

from onrecord.measures.discourse.counting import Counting
from onrecord.measures.discourse.one_mode import (
    conflict_network,
    congruence_network,
    ignore_network,
    subtract_network,
)
from onrecord.measures.discourse.two_mode import combine_affiliation, ignore_affiliation, subtract_affiliation

__all__ = [
    "Counting",
    "combine_affiliation",
    "conflict_network",
    "congruence_network",
    "ignore_affiliation",
    "ignore_network",
    "subtract_affiliation",
    "subtract_network",
]
