"""Conflicts and the reports they lie between."""

from collections.abc import Mapping

import pandas as pd

from onrecord.record.differences import differences, unmatched_verdicts, without_values
from onrecord.record.model import Record
from onrecord.schema import CONFLICT_KINDS, SEVERITIES

GRAVE = {code: rank for rank, code in enumerate(SEVERITIES)}
OUTSIDE = "reports outside the scope"


def conflicts(record: Record, *, severity: str = "", status: str = "", kind: str = "") -> pd.DataFrame:
    """Conflicts in scope with the given codes ("" for any): their columns, gravest first, with ``mark`` and
    ``between``, the marks of the reports."""
    rows = record.conflicts
    for column, wanted in (("severity", severity), ("status", status), ("kind", kind)):
        rows = rows[rows[column] == wanted] if wanted else rows
    rows = rows.assign(grave=rows["severity"].map(GRAVE)).sort_values(["grave", "kind", "conflict_id"], kind="stable")
    marked = _told_by(record, record.report_marks())
    told = [_between(marked.get(c, [])) for c in rows["conflict_id"]]
    return (
        rows.assign(mark="conflict:" + rows["conflict_id"], between=told).drop(columns="grave").reset_index(drop=True)
    )


def conflict_kinds(record: Record) -> dict[str, str]:
    """The kinds of conflict in scope, with how many there are; "" stands for all."""
    count = record.conflicts["kind"].value_counts()
    return {"": "All"} | {kind: f"{kind.capitalize()} {count[kind]}" for kind in CONFLICT_KINDS if kind in count}


def agreeing_conflicts(record: Record) -> set[str]:
    """Conflicts that record differences of which no row shows any now: the reports agree, as they are coded by now.

    `record` is the whole one: on an earlier day what differs later is not known yet.
    """
    recorded = record.verdicts[record.verdicts["verdict"] == "recorded"]
    gone = agreeing_verdicts(record)["difference_id"]
    still = set(recorded.loc[~recorded["difference_id"].isin(gone), "conflict_id"])
    return set(recorded["conflict_id"]) - still


def agreeing_verdicts(record: Record) -> pd.DataFrame:
    """The verdicts on what no row shows any more, with these values or with others; of the whole record."""
    differing = {without_values(name) for name in differences(record).rows["difference_id"]}
    rows = unmatched_verdicts(record)
    return rows[~rows["difference_id"].map(without_values).isin(differing)]


def between(record: Record, conflict_id: str) -> str:
    """The reports a conflict lies between, or the one it lies within."""
    return _between(_told_by(record, record.report_names()).get(conflict_id, []))


def _told_by(record: Record, names: Mapping[str, str]) -> dict[str, list[str]]:
    """What the reports on the sides of every conflict are called, each once; those out of scope share one name."""
    told: dict[str, dict[str, str]] = {}
    for conflict, report in zip(record.conflict_sides["conflict_id"], record.conflict_sides["report_id"], strict=True):
        told.setdefault(conflict, {})[report if report in names else ""] = names.get(report, OUTSIDE)
    return {conflict: list(reports.values()) for conflict, reports in told.items()}


def _between(reports: list[str]) -> str:
    if set(reports) <= {OUTSIDE}:
        return OUTSIDE
    return " against ".join(reports) if len(reports) > 1 else f"within {reports[0]}"
