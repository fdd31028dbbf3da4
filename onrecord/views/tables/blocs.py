"""Blocs and places on a line, as a reader wants them."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from onrecord import measures
from onrecord.record.model import Record
from onrecord.text import count

MOST_ACTORS, MOST_REPORTS = 40, 60
IN_NONE = "in no bloc: too little evidence"


def is_light(record: Record) -> bool:
    """Whether blocs can be worked out anew for every draw and every report while somebody waits."""
    return record.stances["actor_id"].nunique() <= MOST_ACTORS and len(record.reports) <= MOST_REPORTS


def without_draws(found: measures.Blocs) -> measures.BlocStability:
    """Blocs as they are, without draws: their stability is not known."""
    size = found.blocs.loc[found.blocs["bloc"] != "", "bloc"].value_counts().sort_index()
    blocs = pd.DataFrame({"bloc": size.index.astype("str"), "n_actors": size.to_numpy(), "together": np.nan})
    return measures.BlocStability(
        actors=found.blocs,
        pairs=pd.DataFrame(columns=["actor_a", "actor_b", "n_draws", "together"]),
        blocs=blocs,
        left_out=pd.DataFrame(columns=["report_id", "actor_id", "bloc", "becomes"], dtype="str"),
    )


def members(record: Record, held: measures.BlocStability) -> pd.DataFrame:
    """Every actor: ``actor_id``, ``name``, ``bloc`` ("" in none), its ``letter``, ``stability`` (or NaN), ``mark``."""
    stable = held.blocs.set_index("bloc")["together"]
    table = held.actors.assign(
        name=held.actors["actor_id"].map(record.actor_names()),
        stability=held.actors["bloc"].map(stable).astype("float64"),
        mark="actor:" + held.actors["actor_id"],
        letter=held.actors["bloc"].map(_letters(held)).astype("object").fillna(IN_NONE).astype("str"),
    )
    return table.sort_values(["letter", "name"], kind="stable", ignore_index=True)


def _letters(held: measures.BlocStability) -> dict[str, str]:
    """Blocs as the figure letters them: A has most actors; of equal ones, the first by name."""
    size = held.actors.loc[held.actors["bloc"] != "", "bloc"].value_counts().sort_index()
    order = size.sort_values(ascending=False, kind="stable").index
    return {str(bloc): chr(ord("A") + i) if i < 26 else f"Z{i - 25}" for i, bloc in enumerate(order)}


def moves_without(record: Record, held: measures.BlocStability) -> pd.DataFrame:
    """Whom the loss of one report would move: ``mark``, ``report``, ``name``, ``was``, ``becomes``."""
    names, letters = record.actor_names(), _letters(held)
    told = record.report_names()
    rows = held.left_out
    is_new = rows["becomes"].str.startswith("new:")
    went = rows["becomes"].map(letters).astype("object").fillna("no bloc").astype("str")
    return pd.DataFrame(
        {
            "mark": "report:" + rows["report_id"],
            "report": rows["report_id"].map(told),
            "name": rows["actor_id"].map(names),
            "was": rows["bloc"].map(letters).astype("object").fillna("no bloc").astype("str"),
            "becomes": went.where(~is_new, "a bloc of its own"),
        }
    )


def grounds(ties: pd.DataFrame, names: Mapping[str, str], n_actors: int) -> str:
    """What the blocs rest on, in sentences: the ties beyond chance, the closest of them, and who has none.

    Parameters
    ----------
    ties : table, one row per tie
        ``actor_a``, ``actor_b``, ``sign`` (0: not above chance), ``similarity``, ``expected_similarity``.
    names : actor_id -> name
    n_actors : actors with a position
    """
    beyond = ties[ties["sign"] != 0]
    placed, tied = ({*some["actor_a"], *some["actor_b"]} for some in (beyond, ties))
    said = [f"Beyond chance: {len(beyond):,} of {count(len(ties), 'tie')}; no other makes a bloc."]
    if len(beyond):
        margin = (beyond["similarity"] - beyond["expected_similarity"]).abs()
        closest = beyond.iloc[int(margin.argmin())]
        a, b = names[closest["actor_a"]], names[closest["actor_b"]]
        said.append(f"The closest call: {a} and {b}, {margin.min():.2f} beyond chance.")
    without = sorted(names[actor] for actor in tied - placed)
    rest = n_actors - len(tied)
    parts = [*without, *([f"{count(rest, 'actor')} without a tie"] if rest else [])]
    return " ".join([*said, *([f"In no bloc, too little evidence: {', '.join(parts)}."] if parts else [])])


def places(record: Record, line: measures.Scaling) -> pd.DataFrame:
    """Places on the line for a figure: ``actor_id``, ``name``, ``value``, ``low``, ``high``, ``mark``."""
    rows = line.places.rename(columns={"place": "value"})
    return rows.assign(name=rows["actor_id"].map(record.actor_names()), mark="actor:" + rows["actor_id"])


def backbone(record: Record, cells: pd.DataFrame) -> pd.DataFrame:
    """Issues in the order in which they carry the shape of the network: ``mark``, ``label``, ``rank``, ``loss``."""
    rows = measures.backbone(cells)
    return rows.assign(mark="issue:" + rows["issue_id"], label=rows["issue_id"].map(record.issue_labels()))


def numbers(
    balance: measures.Frustration, triangles: measures.TriangleBalance, field: measures.Polarisation
) -> list[tuple[str, str]]:
    """The numbers that describe a field as a whole, each with what it counts; undefined is said, not 0."""
    exact = "" if balance.is_exact else ", at most"
    return [
        (f"{balance.n_frustrated:,} of {balance.n_edges:,}", f"ties beyond chance contradict two camps{exact}"),
        (_number(balance.balance), "balance, 1 − 2L/m"),
        (_number(triangles.balance), f"of {count(triangles.n_triangles, 'triangle')} balanced"),
        (_number(field.polarisation), f"polarisation above chance, p = {_number(field.p_value)}"),
    ]


def _number(value: float) -> str:
    return "undefined" if pd.isna(value) else f"{value:.2f}".replace("-", "\N{MINUS SIGN}")
