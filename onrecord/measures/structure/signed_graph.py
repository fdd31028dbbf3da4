"""Dyads with a sign as whole numbers, and blocs as a table."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from onrecord.measures.integers import Floats, Ints, codes

Bools = np.ndarray[tuple[int], np.dtype[np.bool_]]
NOWHERE = -1  # number of the bloc of an actor without a signed edge


@dataclass(frozen=True, eq=False)
class SignedGraph:
    """Signed edges between numbered actors: ``left`` < ``right``, ``sign`` 1 or -1, sorted."""

    actors: pd.Index
    left: Ints
    right: Ints
    sign: Ints

    @classmethod
    def of(cls, edges: pd.DataFrame) -> "SignedGraph":
        """Edges of a table; a dyad whose sign is 0 or missing is no edge, but its actors are kept.

        Errors
        ------
        ValueError where an actor is tied to itself, or where a dyad has two rows.
        """
        ends, actors = codes(pd.concat([edges["actor_a"], edges["actor_b"]]).astype("str"))
        left, right = ends[: len(edges)], ends[len(edges) :]
        if (left == right).any():
            raise ValueError(f"{actors[left[left == right][0]]} is tied to itself")
        left, right = np.minimum(left, right), np.maximum(left, right)
        if len(np.unique(left * len(actors) + right)) < len(edges):
            raise ValueError("edges must hold one row per dyad")
        value = edges["sign" if "sign" in edges else "similarity"].to_numpy(dtype=np.float64, na_value=np.nan)
        sign = np.sign(np.nan_to_num(value)).astype(np.int64)
        order = np.lexsort((right, left))
        order = order[sign[order] != 0]
        return cls(actors, left[order], right[order], sign[order])

    def matrix(self) -> Floats:
        """Signs as a symmetric matrix, 0 where there is no edge."""
        matrix = np.zeros((len(self.actors),) * 2)
        matrix[self.left, self.right] = matrix[self.right, self.left] = self.sign
        return matrix

    def parts(self) -> list["SignedGraph"]:
        """The connected parts with at least one edge, in the order of their first actors."""
        n = len(self.actors)
        links = coo_array((np.ones(len(self.sign)), (self.left, self.right)), shape=(n, n))
        _, part = connected_components(links, directed=False)
        within = part[self.left]
        return [self._subgraph(part == number, within == number) for number in pd.unique(part[np.unique(self.left)])]

    def _subgraph(self, is_actor: Bools, is_edge: Bools) -> "SignedGraph":
        number = np.cumsum(is_actor) - 1
        return SignedGraph(
            self.actors[is_actor], number[self.left[is_edge]], number[self.right[is_edge]], self.sign[is_edge]
        )

    def is_frustrated(self, bloc: Ints) -> Bools:
        """Whether each edge contradicts a division: positive between blocs, or negative inside one."""
        return np.asarray((bloc[self.left] == bloc[self.right]) != (self.sign > 0), dtype=np.bool_)

    def table(self, rows: Bools) -> pd.DataFrame:
        """Some of the edges by the names of their actors."""
        names = {"actor_a": self.actors.take(self.left[rows]), "actor_b": self.actors.take(self.right[rows])}
        return pd.DataFrame(names | {"sign": self.sign[rows]})


def whole_blocs(whole: SignedGraph, parts: list[SignedGraph], blocs: list[Ints]) -> Ints:
    """Blocs of several parts as blocs of the whole, each number used once; `NOWHERE` for actors of no part."""
    bloc, used = np.full(len(whole.actors), NOWHERE), 0
    for part, numbers in zip(parts, blocs, strict=True):
        bloc[whole.actors.get_indexer(part.actors)] = used + numbers
        used += int(numbers.max()) + 1
    return bloc


def bloc_table(actors: pd.Index, bloc: Ints) -> pd.DataFrame:
    """Actors with their bloc, named after its first actor; empty where an actor is in none."""
    first = np.full(int(bloc.max(initial=NOWHERE)) + 1, len(actors))
    placed = np.flatnonzero(bloc != NOWHERE)
    np.minimum.at(first, bloc[placed], placed)
    label = np.full(len(actors), "", dtype=object)
    label[placed] = actors.to_numpy(dtype=object)[first[bloc[placed]]]
    return pd.DataFrame({"actor_id": actors, "bloc": pd.Series(label, dtype="str")}).astype({"actor_id": "str"})
