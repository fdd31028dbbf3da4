"""How far the blocs of a dossier depend on which reports happened to be coded."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
import scipy

from onrecord.measures.cells import positions
from onrecord.measures.chance import against_chance, signs_beyond_chance
from onrecord.measures.dyads import similarity
from onrecord.measures.integers import Floats, Ints, codes
from onrecord.measures.structure.blocs import MOST, blocs, unproven_blocs
from onrecord.measures.structure.signed_graph import NOWHERE, Bools, SignedGraph

STARTS = 20  # for each of the many divisions here


@dataclass(frozen=True, eq=False)
class BlocStability:
    """What became of the blocs when reports were drawn anew, and without each report.

    Attributes
    ----------
    actors : table, one row per actor, sorted: ``actor_id``; ``bloc``, as `blocs` has it for all reports
    pairs : table, one row per two actors that have a bloc, be it the same or not, sorted
        ``actor_a`` < ``actor_b``; ``n_draws``, those in which both have a signed edge; ``together``, the share of these
        in which they share a bloc, NaN where there is none.
    blocs : table, one row per bloc, sorted
        ``bloc``; ``n_actors``; ``together``, mean over its pairs, NaN where there is none.
    left_out : table, one row per report and actor that it moves, sorted
        ``report_id``; ``actor_id``; ``bloc``, with all reports; ``becomes``, without this one: the name of the bloc
        that it goes on as, ``new:`` and its first actor where it goes on as none, or empty where the actor has no
        signed edge left.
    """

    actors: pd.DataFrame
    pairs: pd.DataFrame
    blocs: pd.DataFrame
    left_out: pd.DataFrame


def bloc_stability(
    stances: pd.DataFrame, *, most: int = MOST, min_shared: int = 2, n_draws: int = 200, seed: int = 0
) -> BlocStability:
    """Blocs of all reports, with how often they hold when reports are drawn anew, and which report each rests on.

    Parameters
    ----------
    stances : table, one row per stance
        The columns that `positions` asks for, ``report_id`` and ``root``.
    most : blocs in a connected part
    min_shared : issues
        Fewest shared issues for an edge; its sign is that of S, where S is beyond chance on that side.
    n_draws, seed : how many times roots are drawn with replacement, and the seed of the draws

    Returns
    -------
    `BlocStability`
        ``actors`` with their bloc; ``pairs`` and ``blocs`` with the share of draws, in [0, 1], in which they hold
        together; ``left_out``, what each report changes by its absence.

    Errors
    ------
    ValueError where a stance lacks its actor, issue, report or root.

    Notes
    -----
    Whole roots are drawn, with all stances of all their reports: copies of one report come and go as one. A report
    drawn twice says nothing new about a latest position, so only which are drawn counts, about 63 % each time. With few
    reports the shares can take few values. A pair counts where both actors have an edge; the draws in which they have
    not are missing from ``n_draws``. A single root teaches nothing by being drawn, so it is not. Without a report,
    earlier stances step in.

    Blocs here are searched for without proof. After leaving one out they are paired with the old ones so that as many
    actors as possible stay; where halves part company, which half moved is a matter of convention.

    Source: Efron and Tibshirani (1993), "An Introduction to the Bootstrap". Monti, Tamayo, Mesirov and Golub (2003),
    "Consensus Clustering", Machine Learning 52, for sharing a bloc across draws.

    Examples
    --------
    >>> day = pd.to_datetime("2021-01-05")
    >>> said = pd.DataFrame([("a", 2, "r1"), ("b", 2, "r1"), ("b", -2, "r2"), ("c", 2, "r1")],
    ...                     columns=["actor_id", "position", "report_id"])
    >>> said = said.assign(stance_id=["s1", "s2", "s3", "s4"], issue_id="x", earliest=day, latest=day, published_on=day,
    ...                    kind="direct", confidence="high", root=said["report_id"])
    >>> found = bloc_stability(said, min_shared=1)
    >>> found.actors["bloc"].tolist(), found.left_out[["report_id", "actor_id", "becomes"]].values.tolist()[:3]
    (['a', 'b', 'a'], [['r1', 'a', ''], ['r1', 'b', ''], ['r1', 'c', '']])
    >>> set(found.left_out["becomes"])  # without r2 all agree, as they would by chance where nobody is against
    {''}
    """
    table = blocs(_edges(stances, min_shared), most=most).blocs
    seeker = _Seeker(stances, pd.Index(table["actor_id"]), most, min_shared)
    together, drawn = _together(stances, seeker, n_draws, seed)
    placed = np.flatnonzero(table["bloc"] != "")
    first, second = np.array(list(combinations(placed, 2)), dtype=np.int64).reshape(-1, 2).T
    count = drawn[first, second]
    share = np.full(len(count), np.nan)
    np.divide(together[first, second], count, out=share, where=count > 0)
    pairs = pd.DataFrame(
        {
            "actor_a": seeker.actors.take(first),
            "actor_b": seeker.actors.take(second),
            "n_draws": count,
            "together": share,
        }
    )
    return BlocStability(table, pairs, _cohesion(table, pairs), _leave_one_out(stances, seeker, table))


@dataclass(frozen=True, eq=False)
class _Seeker:
    """Finds the blocs of some of the stances, always for the same actors."""

    stances: pd.DataFrame
    actors: pd.Index
    most: int
    min_shared: int

    def find(self, rows: Bools) -> Ints:
        signed = SignedGraph.of(_edges(self.stances[rows], self.min_shared))
        bloc = np.full(len(self.actors), NOWHERE)
        place = self.actors.get_indexer(signed.actors)
        bloc[place[place >= 0]] = unproven_blocs(signed, self.most, starts=STARTS)[place >= 0]
        return bloc


def _edges(stances: pd.DataFrame, min_shared: int) -> pd.DataFrame:
    held = positions(stances)
    dyads = against_chance(similarity(held, min_shared=min_shared), held)
    return dyads.assign(sign=signs_beyond_chance(dyads))


def _together(stances: pd.DataFrame, seeker: _Seeker, n_draws: int, seed: int) -> tuple[Floats, Ints]:
    """For each two actors, in how many draws they share a bloc, and in how many both are in one."""
    root, roots = codes(stances["root"])
    rng = np.random.default_rng(seed)
    drawn = np.zeros((n_draws if len(roots) > 1 else 0, len(roots)), dtype=np.bool_)
    drawn[np.arange(len(drawn))[:, None], rng.integers(0, max(len(roots), 1), drawn.shape)] = True
    together, both = (np.zeros((len(seeker.actors),) * 2, dtype=np.int64) for _ in range(2))
    # Few reports are drawn in few ways: each is worked out once.
    for kept, times in zip(*np.unique(drawn, axis=0, return_counts=True), strict=True):
        bloc = seeker.find(kept[root])
        is_in = bloc != NOWHERE
        both += times * np.outer(is_in, is_in)
        together += times * (np.outer(is_in, is_in) & (bloc[:, None] == bloc[None, :]))
    return together.astype(np.float64), both


def _cohesion(table: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Blocs with their size and the mean share of their pairs."""
    placed = table[table["bloc"] != ""]
    sizes = placed.groupby("bloc")["actor_id"].size().rename("n_actors").reset_index()
    bloc = placed.set_index("actor_id")["bloc"]
    of = pairs.assign(bloc=pairs["actor_a"].map(bloc), other=pairs["actor_b"].map(bloc))
    mean = of[of["bloc"] == of["other"]].groupby("bloc")["together"].mean()
    return sizes.assign(together=sizes["bloc"].map(mean).astype("float64"))


def _leave_one_out(stances: pd.DataFrame, seeker: _Seeker, table: pd.DataFrame) -> pd.DataFrame:
    """Reports whose absence puts an actor in another bloc."""
    report = stances["report_id"].astype("str")
    rows = [
        (name, actor, before, after)
        for name in _decisive_reports(stances)
        for actor, before, after in _bloc_changes(table, seeker.find((report != name).to_numpy()))
    ]
    return pd.DataFrame(rows, columns=["report_id", "actor_id", "bloc", "becomes"], dtype="str")


def _decisive_reports(stances: pd.DataFrame) -> list[str]:
    """Reports with a latest position. Any other can go without a change."""
    decisive = stances["stance_id"].astype("str").isin(positions(stances)["stance_id"])
    return sorted(stances["report_id"].astype("str")[decisive].unique())


def _bloc_changes(table: pd.DataFrame, bloc: Ints) -> Iterator[tuple[str, str, str]]:
    """Actors whose bloc is another than before: the actor, the name of the old bloc and of the new one."""
    old, names = codes(table["bloc"])
    overlap = np.zeros((len(names), int(bloc.max(initial=NOWHERE)) + 1))
    is_in = (bloc != NOWHERE) & (table["bloc"] != "").to_numpy()
    np.add.at(overlap, (old[is_in], bloc[is_in]), 1)
    actors = table["actor_id"].to_numpy(dtype=object)
    new_names = {number: f"new:{actors[bloc == number][0]}" for number in np.unique(bloc[bloc != NOWHERE])}
    pairing = zip(*scipy.optimize.linear_sum_assignment(overlap, maximize=True), strict=True)
    new_names |= {new: str(names[was]) for was, new in pairing if overlap[was, new]}
    for actor, before, number in zip(actors, table["bloc"], bloc, strict=True):
        after = new_names.get(number, "")
        if after != before:
            yield str(actor), str(before), after
