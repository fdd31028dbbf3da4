"""Conflicts and the reports they lie between."""

import pandas as pd

from onrecord.record.model import Record
from onrecord.schema import CONFLICT_KINDS

GRAVE = {"high": 0, "medium": 1, "low": 2}


def conflicts(record: Record, *, severity: str = "", status: str = "", kind: str = "") -> pd.DataFrame:
    """Conflicts in scope with the given codes ("" for any): ``mark``, ``between`` and their columns, gravest first."""
    rows = record.conflicts
    for column, wanted in (("severity", severity), ("status", status), ("kind", kind)):
        rows = rows[rows[column] == wanted] if wanted else rows
    rows = rows.assign(grave=rows["severity"].map(GRAVE)).sort_values(["grave", "kind", "conflict_id"], kind="stable")
    told = [between(record, c) for c in rows["conflict_id"]]
    return (
        rows.assign(mark="conflict:" + rows["conflict_id"], between=told).drop(columns="grave").reset_index(drop=True)
    )


def conflict_kinds(record: Record) -> dict[str, str]:
    """The kinds of conflict in scope, with how many there are; "" stands for all."""
    count = record.conflicts["kind"].value_counts()
    return {"": "All"} | {kind: f"{kind.capitalize()} {count[kind]}" for kind in CONFLICT_KINDS if kind in count}


def between(record: Record, conflict_id: str) -> str:
    """The reports a conflict lies between, or the one it lies within."""
    sides = record.conflict_sides[record.conflict_sides["conflict_id"] == conflict_id]
    named = sides["report_id"].map(record.reports.set_index("report_id")["name"]).dropna()
    if named.nunique() > 1:
        return " against ".join(dict.fromkeys(named))
    return f"within {named.iloc[0]}" if len(named) else "reports outside the scope"
