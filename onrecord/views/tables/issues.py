"""Issues and who holds what on them."""

from typing import Literal

import numpy as np
import pandas as pd

from onrecord import measures
from onrecord.record.attribution import reports_by
from onrecord.record.model import Record
from onrecord.record.passages import disputed_ids
from onrecord.record.positions import claims

Order = Literal["most", "name", "divided"]


def issues(record: Record) -> pd.DataFrame:
    """Every issue in scope: who is for, against, silent, how divided.

    Returns
    -------
    table, one row per issue with a stance
        ``mark``, ``issue_id``, ``label``, ``topic``, ``n_for``, ``n_against``, ``n_neutral``, ``n_silent``, ``n_held``,
        ``mean_position``, ``polarisation`` (NaN with fewer than two actors), ``lowest`` and ``highest`` that
        the loss of one report leaves, ``reports`` (their marks), ``n_reports``, ``n_independent``.
    """
    cells = measures.cells(record.stances)
    rows = measures.issue_summary(cells, record.issues, record.stances["actor_id"].nunique())
    rows = rows.merge(record.issues[["issue_id", "label", "topic"]], on="issue_id")
    rows["n_held"] = rows["n_for"] + rows["n_against"] + rows["n_neutral"]
    told = reports_by(record, record.stances, ["issue_id"])
    rows = rows[rows["n_held"] > 0].merge(told, left_on="issue_id", right_index=True)
    spread = measures.polarisation_range(record.stances).set_index("issue_id")
    rows = rows.assign(
        mark="issue:" + rows["issue_id"],
        lowest=rows["issue_id"].map(spread["lowest"]),
        highest=rows["issue_id"].map(spread["highest"]),
    )
    return rows.sort_values(["n_held", "label"], ascending=[False, True])


def holders(record: Record, issue_id: str) -> pd.DataFrame:
    """Who holds what on one issue, since when, last confirmed when, says who.

    Returns
    -------
    table, one row per actor with a position
        ``mark``, ``name``, ``side``, ``position`` (as words, a range where reports give several strengths), ``since``,
        ``last`` (as labels: a month known is not a day), ``says`` (by the marks of the reports, of a range each with
        its own), ``n_reports``, ``n_independent``, ``is_disputed``; supporters first.
    """
    said = record.stances[record.stances["issue_id"] == issue_id]
    cells = measures.cells(said).sort_values(["position", "actor_id"], ascending=[False, True], kind="stable")
    told = record.once(claims).reindex(pd.MultiIndex.from_frame(cells[["actor_id", "issue_id"]])).set_axis(cells.index)
    contested = set(said.loc[said["stance_id"].isin(disputed_ids(record, "stances")), "actor_id"])
    return pd.DataFrame(
        {
            "mark": "cell:" + cells["actor_id"] + "~" + cells["issue_id"],
            "name": cells["actor_id"].map(record.actor_names()),
            "side": np.select(
                [cells["position"] > 0, cells["position"] < 0], ["for", "against"], "no position declared"
            ),
            "position": told["strength"],
            "since": told["since_label"],
            "last": told["last_label"],
            "n_reports": cells["n_reports"],
            "n_independent": cells["n_independent"],
            "says": told["by_report"],
            "is_disputed": cells["actor_id"].isin(contested).map({True: "yes", False: ""}),
        }
    ).reset_index(drop=True)


def silent_on(record: Record, issue_id: str) -> list[str]:
    """Names of the actors who speak in scope but not on this issue."""
    spoke = set(record.stances.loc[record.stances["issue_id"] == issue_id, "actor_id"])
    names = record.actor_names()
    return sorted(names[a] for a in set(record.stances["actor_id"]) - spoke)


def empty_sides(record: Record, issue_id: str) -> str:
    """The sides of an issue on which nobody is: ``Against: nobody.``; "" where somebody is on both."""
    position = record.stances.loc[record.stances["issue_id"] == issue_id, "position"]
    sides = {"For": (position > 0).any(), "Against": (position < 0).any()}
    return " ".join(f"{side}: nobody." for side, is_held in sides.items() if not is_held)


def silence(record: Record, issue_id: str) -> str:
    """The actors who speak in scope but not on this issue, as a sentence."""
    names = silent_on(record, issue_id)
    if not names:
        return "Every actor who speaks in this scope has a position on it."
    return f"Silent on it, which is no position: {', '.join(names)}."


def issue_of(record: Record, mark: str) -> str:
    """The issue a mark is about; "" where it is about none."""
    kind, _, name = mark.partition(":")
    if kind == "stance":
        hit = record.stances.loc[record.stances["stance_id"] == name, "issue_id"]
        return str(hit.iloc[0]) if len(hit) else ""
    return {"issue": name, "cell": name.partition("~")[2]}.get(kind, "")


def matrix_issues(rows: pd.DataFrame, *, order: Order, is_shared: bool) -> pd.DataFrame:
    """The issues of a matrix, in order: of those from `issues`, all or only the ones several actors address."""
    kept = rows[rows["n_held"] > 1] if is_shared else rows
    by: dict[str, tuple[list[str], list[bool]]] = {
        "most": (["n_held", "label"], [False, True]),
        "name": (["label"], [True]),
        "divided": (["polarisation", "n_held", "label"], [False, False, True]),
    }
    names, ascending = by[order]
    return kept.sort_values(names, ascending=ascending, kind="stable", ignore_index=True)


def matrix_actors(record: Record, cells: pd.DataFrame, shown: pd.DataFrame, *, order: Order) -> pd.DataFrame:
    """The actors of a matrix with a position on any issue `shown`: ``actor_id``, ``name``, ``n_issues``, in order."""
    held = cells[cells["issue_id"].isin(shown["issue_id"])]
    count = held.groupby("actor_id")["issue_id"].nunique().rename("n_issues").reset_index()
    table = count.assign(name=count["actor_id"].map(record.actor_names()))
    if order == "name":
        return table.sort_values("name", kind="stable", ignore_index=True)
    return table.sort_values(["n_issues", "name"], ascending=[False, True], kind="stable", ignore_index=True)


def with_claims(record: Record, cells: pd.DataFrame) -> pd.DataFrame:
    """Cells with what `claims` says of each, and ``reports``: the marks of all that have a stance in it."""
    key = ["actor_id", "issue_id"]
    by = reports_by(record, record.stances, key)["reports"]
    return cells.join(record.once(claims), on=key).join(by, on=key)


def coverage_of_cells(record: Record, cells: pd.DataFrame) -> pd.DataFrame:
    """What each cell rests on: its columns and ``reports``, ``mark``, ``name``, ``label``,
    ``strength``; weakest first."""
    rows = with_claims(record, cells).assign(
        mark="cell:" + cells["actor_id"] + "~" + cells["issue_id"],
        name=cells["actor_id"].map(record.actor_names()),
        label=cells["issue_id"].map(record.issue_labels()),
    )
    order = ["n_independent", "n_stances", "name", "label"]
    return rows.sort_values(order, kind="stable", ignore_index=True)
