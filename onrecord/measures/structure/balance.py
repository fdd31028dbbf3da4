"""How nearly signed edges fit two factions: the line index of frustration, and triangles."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from onrecord.measures.integers import Ints
from onrecord.measures.structure.blocs import Blocs, solve
from onrecord.measures.structure.exact import Clock, is_only
from onrecord.measures.structure.signed_graph import SignedGraph


@dataclass(frozen=True, eq=False)
class Frustration(Blocs):
    """Two factions with as few frustrated edges as possible, and how far the edges are from balance.

    Attributes
    ----------
    parts, numbers : connected parts of the edges, and the number of the bloc of each of their actors
    seconds : time for the proof that there is no other division as good
    """

    parts: list[SignedGraph]
    numbers: list[Ints]
    seconds: float

    @cached_property
    def is_only(self) -> bool | None:
        """Whether no other division into two is as good, worked out when first asked for.

        False where one is known, None where that is not known, the division is not proven best, or there is no edge.
        Blocs of parts that no edge connects have no order among each other, so that swapping them in one part makes no
        other division.
        """
        if not self.is_exact or not self.parts:
            return None
        clock = Clock.of(self.seconds)
        known = [is_only(part, bloc, clock) for part, bloc in zip(self.parts, self.numbers, strict=True)]
        return False if False in known else None if None in known else True

    @property
    def balance(self) -> float:
        """1 - 2 L / m, in [0, 1]: 1 where two factions explain every edge; NaN where there is no edge."""
        return 1 - 2 * self.n_frustrated / self.n_edges if self.n_edges else math.nan


def frustration(edges: pd.DataFrame, *, seconds: float = 10) -> Frustration:
    """Fewest edges that stand in the way of two factions, friends inside and foes between, and which these are.

    Parameters
    ----------
    edges : table, one row per dyad
        Columns ``actor_a``, ``actor_b``, in either order, and ``sign`` (above 0, 0, below 0) or, without that,
        ``similarity``. A dyad whose value is 0 or missing is no edge.
    seconds : time for the proof
        What is found by then is returned, marked as not proven. ``is_only`` has as much again, once it is asked for.

    Returns
    -------
    `Frustration`
        ``n_frustrated``, the index L, in edges, and ``n_edges``, m; ``balance`` = 1 - 2 L / m; ``is_exact``, whether L
        is proven to be the fewest, and ``at_least``, below which it cannot be; ``blocs``, actors with their faction, at
        most two in each connected part; ``is_only``; ``frustrated``, the edges that do not fit. Without an edge
        ``n_frustrated`` is 0 and ``balance`` NaN.

    Errors
    ------
    ValueError where an actor is tied to itself, or where a dyad has two rows.

    Notes
    -----
    L is 0 exactly where every cycle has an even number of negative edges, and never above the number of negative edges.
    There may be several divisions with that L: the one returned is one of them, ``is_only`` says whether it is more.
    All edges count the same, however strong. ``balance`` does not allow for size: few edges balance easily, and trees
    always do.

    Source: Aref and Wilson (2018), "Measuring Partial Balance in Signed Networks", Journal of Complex Networks 6. Aref,
    Mason and Wilson (2020), "A Modeling and Computational Study of the Frustration Index in Signed Networks", Networks
    75, for the integer programme.

    Examples
    --------
    >>> edges = pd.DataFrame([("a", "b", 1), ("b", "c", 1), ("a", "c", -1)], columns=["actor_a", "actor_b", "sign"])
    >>> found = frustration(edges)
    >>> found.n_frustrated, found.n_edges, round(found.balance, 3), found.is_exact, found.is_only
    (1, 3, 0.333, True, False)
    """
    parts, numbers, found = solve(SignedGraph.of(edges), 2, Clock.of(seconds))
    return Frustration(found.blocs, found.frustrated, found.n_edges, found.at_least, parts, numbers, seconds)


@dataclass(frozen=True)
class TriangleBalance:
    """How many closed triples have a positive product of signs."""

    n_balanced: int
    n_triangles: int

    @property
    def balance(self) -> float:
        """Share of triangles that are balanced, in [0, 1]; NaN where there is none."""
        return self.n_balanced / self.n_triangles if self.n_triangles else math.nan


def triangle_balance(edges: pd.DataFrame) -> TriangleBalance:
    """Share of triangles whose signs multiply to a positive one: all friends, or two friends with a common foe.

    Parameters
    ----------
    edges : table, one row per dyad
        Columns as for `frustration`.

    Returns
    -------
    `TriangleBalance`
        ``balance`` in [0, 1], NaN without a triangle; ``n_balanced`` and ``n_triangles``, in triangles.

    Errors
    ------
    ValueError where an actor is tied to itself, or where a dyad has two rows.

    Notes
    -----
    It sees no longer cycle, and where nearly every dyad is an edge it counts each weak one many times.

    Source: Cartwright and Harary (1956), "Structural Balance: A Generalization of Heider's Theory", Psychological
    Review 63.

    Examples
    --------
    >>> edges = pd.DataFrame([("a", "b", 1), ("b", "c", -1), ("a", "c", -1)], columns=["actor_a", "actor_b", "sign"])
    >>> triangle_balance(edges).balance
    1.0
    """
    matrix = SignedGraph.of(edges).matrix()
    # Each triangle is walked from three actors in two ways.
    walks = [round(float(np.sum((one @ one) * one))) // 6 for one in (matrix, np.abs(matrix))]
    return TriangleBalance((walks[0] + walks[1]) // 2, walks[1])
