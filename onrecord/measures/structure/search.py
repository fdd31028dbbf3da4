"""Dividing actors into blocs by moving them about: quick, repeatable, not proven best."""

import numpy as np
import pandas as pd

from onrecord.measures.integers import Floats, Ints

STARTS = 100
PER_ACTOR = 4  # few actors can start in few ways
CLOSE = 1e-9  # sums of weights nearer than this are equal


def local_search(weight: Floats, most: int, *, fewest: int = 1, starts: int = STARTS) -> Ints:
    """Blocs within which the weights add up to as much as possible, found from many starts.

    Parameters
    ----------
    weight : symmetric matrix, actor by actor
        Above 0 where two belong together, below 0 where they belong apart; the diagonal is 0.
    most, fewest : blocs
        How many there may be; `fewest` at most the number of actors.
    starts : divisions to start from, for each number of blocs: even ones drawn with a fixed seed, four an actor at most

    Returns
    -------
    int64, one an actor
        Number of the bloc, counted in the order of first members.

    Notes
    -----
    From each start the best single move is made until none helps; then blocs that may as well be one are united, and
    the moves go on. Of divisions found equally good, the one with the fewest blocs counts, then the first by its
    numbers. Allowing more blocs never finds less. With weights of 1 and -1 this makes the number of frustrated edges
    small.

    Source: Doreian and Mrvar (1996), "A Partitioning Approach to Structural Balance", Social Networks 18.

    Examples
    --------
    >>> local_search(np.array([[0, 1, -1], [1, 0, -1], [-1, -1, 0]], dtype=float), 3).tolist()
    [0, 0, 1]
    """
    limit = min(most, len(weight))
    found = [
        _improve(_Division(weight, start, k, fewest))
        for k in range(min(limit, max(fewest, 2)), limit + 1)
        for start in _even(len(weight), k, min(starts, PER_ACTOR * len(weight)))
    ]
    return min(found, key=lambda one: (round(-one.inside() / CLOSE), one.n_blocs(), one.numbers().tolist())).numbers()


def _even(n: int, k: int, starts: int) -> Ints:
    """Divisions of n actors into k blocs of nearly one size, the same ones each time."""
    rng = np.random.default_rng(k)
    return rng.permuted(np.tile(np.arange(n) % k, (starts, 1)), axis=1)


class _Division:
    """Actors in blocs, with the sum of weights that ties each actor to each bloc."""

    def __init__(self, weight: Floats, bloc: Ints, most: int, fewest: int) -> None:
        self.weight, self.bloc, self.fewest = weight, bloc.copy(), fewest
        self.size = np.bincount(self.bloc, minlength=most)
        self.pull = weight @ np.eye(most)[bloc]

    def inside(self) -> float:
        return float(self.pull[np.arange(len(self.bloc)), self.bloc].sum())

    def n_blocs(self) -> int:
        return int(np.count_nonzero(self.size))

    def numbers(self) -> Ints:
        return pd.factorize(self.bloc)[0].astype(np.int64)

    def move(self, actor: int, to: int) -> None:
        of = self.bloc[actor]
        self.pull[:, to] += self.weight[:, actor]
        self.pull[:, of] -= self.weight[:, actor]
        self.size[of] -= 1
        self.size[to] += 1
        self.bloc[actor] = to

    def move_best(self) -> bool:
        """Make the single move that gains most; whether there was one."""
        gain = self.pull - self.pull[np.arange(len(self.bloc)), self.bloc][:, None]
        if self.n_blocs() <= self.fewest:
            gain[self.size[self.bloc] == 1] = 0
        best = int(gain.argmax())
        if gain.flat[best] <= CLOSE:
            return False
        self.move(*divmod(best, gain.shape[1]))
        return True

    def unite(self) -> bool:
        """Unite the two blocs with most between them, unless that is below 0; whether there were two."""
        if self.n_blocs() <= self.fewest:
            return False
        used = np.flatnonzero(self.size)
        between = np.eye(len(self.size))[self.bloc].T @ self.pull
        between = np.where(np.tri(len(used), k=-1, dtype=bool), between[np.ix_(used, used)], -np.inf)
        best = int(between.argmax())
        if between.flat[best] < -CLOSE:
            return False
        of, to = used[list(divmod(best, len(used)))]
        for actor in np.flatnonzero(self.bloc == of):
            self.move(int(actor), int(to))
        return True


def _improve(division: _Division) -> _Division:
    while division.move_best() or division.unite():
        pass
    return division
