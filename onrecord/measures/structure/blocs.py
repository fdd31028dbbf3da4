"""Blocs: actors divided so that as few edges as possible contradict the division."""

from dataclasses import dataclass

import pandas as pd

from onrecord.measures.integers import Ints
from onrecord.measures.structure.exact import Clock, best_division
from onrecord.measures.structure.search import STARTS, local_search
from onrecord.measures.structure.signed_graph import SignedGraph, bloc_table, whole_blocs

MOST = 4


@dataclass(frozen=True, eq=False)
class Blocs:
    """Actors in blocs, and what contradicts that.

    Attributes
    ----------
    blocs : table, one row per actor, sorted: ``actor_id``; ``bloc``, its first actor, empty without a signed edge
    frustrated : table, one row per frustrated edge, sorted: ``actor_a`` < ``actor_b``, ``sign`` (1 or -1)
    n_edges : edges with a sign
    at_least : edges, fewest that any division into so many blocs leaves frustrated, as far as proven
    """

    blocs: pd.DataFrame
    frustrated: pd.DataFrame
    n_edges: int
    at_least: int

    @property
    def n_frustrated(self) -> int:
        """Positive edges between blocs and negative ones inside them."""
        return len(self.frustrated)

    @property
    def is_exact(self) -> bool:
        """Whether no division into so many blocs leaves fewer edges frustrated."""
        return self.at_least == self.n_frustrated


def blocs(edges: pd.DataFrame, *, most: int = MOST, seconds: float = 1) -> Blocs:
    """Division of actors into at most so many blocs, with as few foes inside and friends between them as possible.

    Parameters
    ----------
    edges : table, one row per dyad
        Columns as for `frustration`.
    most : blocs, at least 1
        How many there may be in a connected part; fewer where more would not help.
    seconds : time for the proof

    Returns
    -------
    `Blocs`
        ``blocs``: ``actor_id``, ``bloc``, the id of its first actor, empty where an actor has no signed edge;
        ``n_frustrated`` and ``n_edges``; ``is_exact``, whether no division leaves fewer frustrated; ``at_least``,
        the proven bound; ``frustrated``, those edges.

    Errors
    ------
    ValueError where an actor is tied to itself, where a dyad has two rows, or where `most` is below 1.

    Notes
    -----
    Actors whom no chain of edges connects never share a bloc. Two who share one need not be tied: common friends or
    foes put them there. A bloc is what fits the edges best, not a coalition that anybody declared.

    A fixed set of starts is improved by moving single actors and uniting blocs; then a solver looks for anything better
    until time is up, or leaves it at that where edges x blocs exceed 20,000. So the result is the same on every run
    unless the solver improves on it, and ``is_exact`` alone depends on how fast the machine is. Of equally good
    divisions that were met, the one with fewest blocs is returned; there may be others.

    Source: Doreian and Mrvar (1996), "A Partitioning Approach to Structural Balance", Social Networks 18. Davis (1967),
    "Clustering and Structural Balance in Graphs", Human Relations 20, for more than two.

    Examples
    --------
    >>> edges = pd.DataFrame([("a", "b", 1), ("b", "c", -1), ("a", "d", -1), ("c", "d", -1)],
    ...                      columns=["actor_a", "actor_b", "sign"])
    >>> found = blocs(edges, most=3)
    >>> found.blocs["bloc"].tolist(), found.n_frustrated, found.is_exact
    (['a', 'a', 'c', 'd'], 0, True)
    """
    if most < 1:
        raise ValueError(f"most is {most}; there must be at least 1 bloc")
    return solve(SignedGraph.of(edges), most, Clock.of(seconds))[2]


def solve(signed: SignedGraph, most: int, clock: Clock) -> tuple[list[SignedGraph], list[Ints], Blocs]:
    """Connected parts, the blocs of each, and both taken together."""
    parts = signed.parts()
    results = [best_division(part, local_search(part.matrix(), most), most, clock) for part in parts]
    numbers = [bloc for bloc, _ in results]
    bloc = whole_blocs(signed, parts, numbers)
    frustrated = signed.table(signed.is_frustrated(bloc))
    at_least = sum(least for _, least in results)
    return parts, numbers, Blocs(bloc_table(signed.actors, bloc), frustrated, len(signed.sign), at_least)


def unproven_blocs(signed: SignedGraph, most: int, *, starts: int = STARTS) -> Ints:
    """Blocs by search alone, without proof: number of the bloc of each actor, or `NOWHERE`."""
    parts = signed.parts()
    return whole_blocs(signed, parts, [local_search(part.matrix(), most, starts=starts) for part in parts])
