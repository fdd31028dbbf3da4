"""The division with the fewest frustrated edges, and the proof that there is none better, by integer programming."""

from dataclasses import dataclass
from time import monotonic

import numpy as np
import scipy  # its parts load when first asked for, so that a page without blocs does not wait for them
from scipy.sparse import coo_array, csr_array

from onrecord.measures.integers import Floats, Ints
from onrecord.measures.structure.signed_graph import SignedGraph

LARGEST = 20_000  # edges x blocs beyond which no proof is tried
MOST_TRIANGLES = 20_000  # constraints that only speed the proof up
INFEASIBLE = 2
ROUNDING = 1e-6


@dataclass(frozen=True)
class Clock:
    """Time by which to be done."""

    end: float

    @classmethod
    def of(cls, seconds: float) -> "Clock":
        """So many seconds from now."""
        return cls(monotonic() + seconds)

    def left(self) -> float:
        """Seconds left; below 0 when time is up."""
        return self.end - monotonic()


def best_division(part: SignedGraph, bloc: Ints, most: int, clock: Clock) -> tuple[Ints, int]:
    """A division at least as good as the one given, and a number of frustrated edges that none can go below.

    Parameters
    ----------
    part : connected signed edges
    bloc : bloc of each actor, the division to beat
    most : blocs
    clock : when to stop

    Returns
    -------
    blocs, whole number
        The blocs given unless there are better ones; the number is that of their frustrated edges when they are proven
        best, and lower otherwise.
    """
    n_frustrated = int(part.is_frustrated(bloc).sum())
    if n_frustrated == 0 or len(part.sign) * most > LARGEST or clock.left() <= 0:
        return bloc, 0
    model = _Model(part, min(most, len(part.actors)))
    result = model.solve(clock)
    bound = result.mip_dual_bound
    least = int(np.ceil(bound - ROUNDING)) if bound is not None and np.isfinite(bound) else 0
    if result.x is not None and result.fun < n_frustrated - ROUNDING:
        bloc = model.blocs(result.x)
        n_frustrated = int(part.is_frustrated(bloc).sum())
    return bloc, max(0, min(least, n_frustrated))


def is_only(part: SignedGraph, bloc: Ints, clock: Clock) -> bool | None:
    """Whether no other division into at most two blocs is as good as the best one given; None where time ran out."""
    n_frustrated = int(part.is_frustrated(bloc).sum())
    if n_frustrated == 0:
        return True
    weight = part.matrix()
    same = bloc[:, None] == bloc[None, :]
    if ((weight * same).sum(axis=1) == (weight * ~same).sum(axis=1)).any():
        return False
    if len(part.sign) * 2 > LARGEST or clock.left() <= 0:
        return None
    model = _Model(part, 2)
    fixed = model.order[0]
    # The fixed actor is in bloc 0 of the model, so whoever is with it now is "elsewhere" in bloc 1.
    elsewhere = np.where(bloc == bloc[fixed], 1, 0)
    moved = np.zeros(model.n_choices + len(part.sign))
    moved[np.arange(len(bloc)) * 2 + elsewhere] = 1
    moved[fixed * 2 + 1] = 0
    at_most = np.append(np.zeros(model.n_choices), np.ones(len(part.sign)))
    result = model.solve(
        clock,
        scipy.optimize.LinearConstraint(moved[None, :], 1, np.inf),
        scipy.optimize.LinearConstraint(at_most[None, :], -np.inf, n_frustrated),
    )
    return True if result.status == INFEASIBLE else False if result.x is not None else None


class _Model:
    """Which actor is in which bloc (0 or 1 each), and whether each edge is frustrated.

    A positive edge is frustrated if one end is in a bloc and the other is not; a negative one if both are in it. Where
    three edges cannot all hold, at least one is frustrated: that follows, but saying so brings the proof much nearer.
    """

    def __init__(self, part: SignedGraph, k: int) -> None:
        self.part, self.k = part, k
        self.n_choices = len(part.actors) * k
        degree = np.bincount(np.append(part.left, part.right), minlength=len(part.actors))
        self.order = np.argsort(-degree, kind="stable")
        one_each = np.repeat(np.arange(len(part.actors)), k), np.arange(self.n_choices), np.ones(self.n_choices)
        self.rules = [
            scipy.optimize.LinearConstraint(self._matrix(*one_each), 1, 1),
            *self._edge_rules(),
            scipy.optimize.LinearConstraint(self._triangles(), 1, np.inf),
        ]

    def solve(self, clock: Clock, *further: "scipy.optimize.LinearConstraint") -> "scipy.optimize.OptimizeResult":
        """The division with the fewest frustrated edges, under further rules, as the solver returns it."""
        cost = np.append(np.zeros(self.n_choices), np.ones(len(self.part.sign)))
        highest = np.ones(len(cost))
        # Blocs can be renamed at will, so the busiest actor gets the first, the next one of the first two, and so on.
        for place, actor in enumerate(self.order[: self.k]):
            highest[actor * self.k + place + 1 : (actor + 1) * self.k] = 0
        return scipy.optimize.milp(
            cost,
            integrality=1 - cost,
            bounds=scipy.optimize.Bounds(0, highest),
            constraints=[*self.rules, *further],
            options={"time_limit": max(clock.left(), 0.01)},
        )

    def blocs(self, x: Floats) -> Ints:
        chosen = x[: self.n_choices].reshape(-1, self.k).argmax(axis=1)
        _, first, number = np.unique(chosen, return_index=True, return_inverse=True)
        return np.argsort(np.argsort(first))[number].astype(np.int64)

    def _matrix(self, row: Ints, column: Ints, value: Floats) -> csr_array:
        shape = int(row.max(initial=-1)) + 1, self.n_choices + len(self.part.sign)
        return coo_array((value, (row, column)), shape=shape).tocsr()

    def _edge_rules(self) -> "list[scipy.optimize.LinearConstraint]":
        rules = []
        bloc = np.arange(self.k)
        for sign, ways in ((1, ((-1, 1), (1, -1))), (-1, ((-1, -1),))):
            edge = np.flatnonzero(self.part.sign == sign)
            ends = (self.part.left[edge, None] * self.k + bloc, self.part.right[edge, None] * self.k + bloc)
            columns = [np.repeat(self.n_choices + edge, self.k), *(end.ravel() for end in ends)]
            row = np.arange(len(edge) * self.k)
            for way in ways if len(edge) else ():
                values = np.repeat([1.0, *way], len(row))
                matrix = self._matrix(np.tile(row, 3), np.concatenate(columns), values)
                rules.append(scipy.optimize.LinearConstraint(matrix, min(sign, 0), np.inf))
        return rules

    def _triangles(self) -> csr_array:
        """Triangles in which no division satisfies every edge: one negative, or, with two blocs, three."""
        n = len(self.part.actors)
        edge = np.full((n, n), -1)
        edge[self.part.left, self.part.right] = np.arange(len(self.part.sign))
        found, count = [np.zeros((0, 3), dtype=np.int64)], 0
        for number, (a, b) in enumerate(zip(self.part.left, self.part.right, strict=True)):
            third = np.flatnonzero((edge[a] >= 0) & (edge[b] >= 0))
            three = np.column_stack([np.full(len(third), number), edge[a, third], edge[b, third]])
            n_negative = (self.part.sign[three] < 0).sum(axis=1)
            found.append(three[(n_negative == 1) | ((n_negative == 3) & (self.k == 2))])
            count += len(found[-1])
            if count > MOST_TRIANGLES:
                break
        columns = np.concatenate(found)
        row = np.repeat(np.arange(len(columns)), 3)
        return self._matrix(row, self.n_choices + columns.ravel(), np.ones(columns.size))
