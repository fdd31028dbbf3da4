"""Actors and the dyads they form, as a reader wants them."""

import numpy as np
import pandas as pd

from onrecord.measures import MEASURES, families, signs_beyond_chance, similarity_by_family
from onrecord.record.model import Record
from onrecord.text import count

MOST_IN_GRAPH = 40
MINUS = "\N{MINUS SIGN}"
RELATIONS = {1: "agree", -1: "oppose", 0: "not above chance"}
TOO_LITTLE = "too little evidence"


def dyads(record: Record, rows: pd.DataFrame, drawn: pd.DataFrame) -> pd.DataFrame:
    """Dyads with names, their mark, and whether they are drawn.

    Parameters
    ----------
    rows : table, one row per dyad with a shared issue
        As from `measures.dyad_evidence` and `measures.against_chance`.
    drawn : table
        The ``actor_a``, ``actor_b`` that the thresholds let through.

    Returns
    -------
    table
        The columns of `rows` and ``mark``, ``name_a``, ``name_b``; ``relation``: agree or oppose where it stands beyond
        chance on that side, else not above chance; ``carried_by`` (each report without which it would vanish or turn,
        with semicolons between); drawn ones first, the largest number of shared issues first.
    """
    names, reports = record.actor_names(), record.report_names()
    is_drawn = pd.MultiIndex.from_frame(rows[["actor_a", "actor_b"]]).isin(
        pd.MultiIndex.from_frame(drawn[["actor_a", "actor_b"]])
    )
    relation = signs_beyond_chance(rows).map(RELATIONS)
    table = rows.assign(
        mark="dyad:" + rows["actor_a"] + "~" + rows["actor_b"],
        name_a=rows["actor_a"].map(names),
        name_b=rows["actor_b"].map(names),
        relation=relation.where(is_drawn, TOO_LITTLE).astype("str"),
        carried_by=rows["rests_on"].map(lambda ids: "; ".join(reports[i] for i in ids.split(",") if i)).astype("str"),
        is_drawn=is_drawn,
    )
    order = ["is_drawn", "n_shared", "similarity", "name_a", "name_b"]
    return table.sort_values(order, ascending=[False, False, False, True, True], kind="stable", ignore_index=True)


def apart_on_little(record: Record, rows: pd.DataFrame, drawn: pd.DataFrame) -> str:
    """Who differs on the little they share, as a sentence; "" where nobody does.

    Parameters
    ----------
    rows : table, one row per dyad with a shared issue
        As from `measures.dyad_evidence`.
    drawn : table
        The ``actor_a``, ``actor_b`` of which there is enough to say more.
    """
    keys = ["actor_a", "actor_b"]
    is_drawn = pd.MultiIndex.from_frame(rows[keys]).isin(pd.MultiIndex.from_frame(drawn[keys]))
    names = record.actor_names()
    few = rows[(rows["similarity"] < 0) & ~is_drawn].sort_values(["similarity", *keys], kind="stable")
    parts = [
        f"{names[a]} and {names[b]} (S {MINUS}{abs(s):.2f}, {count(n, 'issue')})"
        for a, b, s, n in few[[*keys, "similarity", "n_shared"]].itertuples(index=False)
    ]
    return f"Apart on what little they share: {'; '.join(parts)}." if parts else ""


def with_uncertainty(rows: pd.DataFrame, drawn_anew: pd.DataFrame) -> pd.DataFrame:
    """Dyads with what resampled reports say of them.

    Parameters
    ----------
    rows : table, one row per dyad
        As from `dyads`.
    drawn_anew : table, one row per dyad
        As from `measures.bootstrap`.

    Returns
    -------
    table
        The columns of `rows` and ``share_defined``, ``share_same_sign`` (of the draws of reports); NaN where they are
        not defined.
    """
    keys = ["actor_a", "actor_b"]
    again = drawn_anew[[*keys, "share_defined", "share_same_sign"]]
    return rows.merge(again, on=keys, how="left")


def by_measure(rows: pd.DataFrame, cells: pd.DataFrame, name: str) -> pd.DataFrame:
    """Dyads with another measure in the place of S, so that they can be drawn by it.

    Parameters
    ----------
    rows : table, one row per dyad
        As from `measures.dyad_evidence`.
    cells : table, one row per actor and issue
    name : of one of `measures.MEASURES`

    Returns
    -------
    table
        The rows with ``similarity`` from -1 to +1; a share from 0 to 1 is stretched to that, so that one half is even.
        ``low`` and ``high`` are NaN, since the interval is that of S alone.
    """
    measure = MEASURES[name]
    if measure.name == "similarity":
        return rows
    keys = ["actor_a", "actor_b"]
    values = rows[keys].merge(measure.function(cells)[[*keys, measure.name]], on=keys, how="left")[measure.name]
    signed = values if measure.is_signed else 2 * values - 1
    return rows.assign(similarity=signed.to_numpy(), low=np.nan, high=np.nan)


def other_measures(rows: pd.DataFrame, cells: pd.DataFrame, issues: pd.DataFrame) -> pd.DataFrame:
    """What every measure says of each dyad drawn, and how many say the same as S.

    Returns
    -------
    table, one row per dyad drawn
        ``mark``, ``name_a``, ``name_b``, one column per measure by its label, ``Families count once``, and ``same``:
        of the measures that are defined, how many put it on the side S does.
    """
    keys = ["actor_a", "actor_b"]
    table = rows.loc[rows["is_drawn"], ["mark", "name_a", "name_b", *keys, "similarity"]].reset_index(drop=True)
    grouped = similarity_by_family(cells, families(issues))[[*keys, "similarity"]]
    found = {m.label: by_measure(table[[*keys, "similarity"]], cells, m.name)["similarity"] for m in MEASURES.values()}
    found["Families count once"] = table[keys].merge(grouped, on=keys, how="left")["similarity"]
    values = pd.DataFrame(found)
    side = np.sign(table["similarity"].to_numpy())[:, None]
    same = (np.sign(values.to_numpy()) == side).sum(axis=1)
    said = [f"{s} of {n}" for s, n in zip(same, values.notna().sum(axis=1), strict=True)]
    return pd.concat([table[["mark", "name_a", "name_b"]], values], axis=1).assign(same=said)


def headings(rows: pd.DataFrame) -> dict[str, str]:
    """Columns of `other_measures` as a table shows them: column -> heading."""
    shown = {"name_a": "Actor", "name_b": "and actor", "same": "Say the same"}
    return shown | {name: name for name in rows.columns if name not in {*shown, "mark"}}


def shapes(n_actors: int) -> dict[str, str]:
    """In which shapes alignment can be shown, the better one first: beyond forty actors a graph is a tangle."""
    both = {"graph": "Graph", "matrix": "Matrix"}
    return both if n_actors <= MOST_IN_GRAPH else dict(reversed(both.items()))


def carriers(record: Record, rows: pd.DataFrame) -> pd.DataFrame:
    """Which single report each dyad hangs on: ``mark``, ``name_a``, ``name_b``, ``report``, ``effect``."""
    names, told = record.actor_names(), record.report_names()
    return pd.DataFrame(
        {
            "mark": "dyad:" + rows["actor_a"] + "~" + rows["actor_b"],
            "name_a": rows["actor_a"].map(names),
            "name_b": rows["actor_b"].map(names),
            "report": rows["report_id"].map(told),
            "effect": rows["effect"],
        }
    )


def speakers(record: Record, central: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Every actor with a position: ``mark``, ``name``, ``kind``, ``n_issues``, ``n_stances`` and its centrality."""
    count = cells.groupby("actor_id").agg(n_issues=("issue_id", "size"), n_stances=("n_stances", "sum")).reset_index()
    table = count.merge(record.actors[["actor_id", "name", "kind"]], on="actor_id").merge(central, on="actor_id")
    order = ["n_issues", "n_stances", "name"]
    table = table.sort_values(order, ascending=[False, False, True], kind="stable", ignore_index=True)
    return table.assign(mark="actor:" + table["actor_id"])
