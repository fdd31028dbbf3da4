"""Actors and the dyads they form, as a reader wants them."""

import numpy as np
import pandas as pd

from onrecord.record.model import Record


def dyads(record: Record, rows: pd.DataFrame, drawn: pd.DataFrame) -> pd.DataFrame:
    """Dyads with names, their mark, and whether they are drawn.

    Parameters
    ----------
    rows : table, one row per dyad with a shared issue
        As from `measures.dyad_evidence`.
    drawn : table
        The ``actor_a``, ``actor_b`` that the thresholds let through.

    Returns
    -------
    table
        The columns of `rows` and ``mark``, ``name_a``, ``name_b``, ``verdict``, ``carried_by`` (the report without
        which it would vanish or turn); drawn ones first, the largest number of shared issues first.
    """
    names, told = record.names(), record.reports.set_index("report_id")["name"]
    is_drawn = pd.MultiIndex.from_frame(rows[["actor_a", "actor_b"]]).isin(
        pd.MultiIndex.from_frame(drawn[["actor_a", "actor_b"]])
    )
    verdict = np.sign(rows["similarity"]).map({1.0: "agree", -1.0: "oppose", 0.0: "mixed"})
    table = rows.assign(
        mark="dyad:" + rows["actor_a"] + "~" + rows["actor_b"],
        name_a=rows["actor_a"].map(names),
        name_b=rows["actor_b"].map(names),
        verdict=verdict.where(is_drawn, "insufficient evidence"),
        carried_by=rows["rests_on"].map(told).fillna("").astype("str"),
        is_drawn=is_drawn,
    )
    order = ["is_drawn", "n_shared", "similarity", "name_a", "name_b"]
    return table.sort_values(order, ascending=[False, False, False, True, True], kind="stable", ignore_index=True)


def speakers(record: Record, central: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Every actor with a position: ``mark``, ``name``, ``kind``, ``n_issues``, ``n_stances`` and its centrality."""
    count = cells.groupby("actor_id").agg(n_issues=("issue_id", "size"), n_stances=("n_stances", "sum")).reset_index()
    table = count.merge(record.actors[["actor_id", "name", "kind"]], on="actor_id").merge(central, on="actor_id")
    order = ["n_issues", "n_stances", "name"]
    table = table.sort_values(order, ascending=[False, False, True], kind="stable", ignore_index=True)
    return table.assign(mark="actor:" + table["actor_id"])
