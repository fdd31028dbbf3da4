"""Evidence for reports and for the conflicts between them."""

from collections.abc import Mapping

import pandas as pd

from onrecord.record.evidence.shape import Evidence, nonempty, row_label, row_of
from onrecord.record.model import Record
from onrecord.record.passages import mention_passages, stance_passages, with_reports
from onrecord.schema import grade
from onrecord.text import count


def report(record: Record, report_id: str) -> Evidence | None:
    """One report: all that was coded from it."""
    row = row_of(record.reports, "report_id", report_id)
    if row is None:
        return None
    mentions = record.event_reports[record.event_reports["report_id"] == report_id]
    said = record.stances[record.stances["report_id"] == report_id]
    passages = pd.concat([mention_passages(record, mentions), stance_passages(record, said)], ignore_index=True)
    sides = record.conflict_sides.loc[record.conflict_sides["report_id"] == report_id, "conflict_id"]
    facts = (
        ("Report", row["name"]),
        ("Outlet", row["outlet"] or "not given"),
        ("Published", row["published_label"] or "not known"),
        ("Author", row["author"]),
        ("Rests on", record.report_names().get(row["derived_from"], row["derived_from"])),
        ("Outlet reliability", grade(row["reliability"])),
        ("Translation", row["translation"]),
        ("Note", row["note"]),
    )
    return Evidence(
        f"report:{report_id}",
        row["title"],
        nonempty(facts),
        passages.sort_values("start", kind="stable", ignore_index=True),
        record.conflicts[record.conflicts["conflict_id"].isin(sides)],
    )


def reports(record: Record, names: str) -> Evidence | None:
    """Several reports, and the stances they record."""
    rows = record.reports[record.reports["report_id"].isin(names.split(","))]
    said = record.stances[record.stances["report_id"].isin(rows["report_id"])]
    if rows.empty:
        return None
    related = tuple(("report:" + r, str(name)) for r, name in zip(rows["report_id"], rows["name"], strict=True))
    title = count(len(rows), "report") if len(rows) > 1 else str(rows["title"].iloc[0])
    return Evidence(f"reports:{names}", title, (), stance_passages(record, said), record.conflicts.head(0), related)


def conflict(record: Record, conflict_id: str) -> Evidence | None:
    """One conflict: what each side claims, and the marks it touches."""
    row = row_of(record.conflicts, "conflict_id", conflict_id)
    if row is None:
        return None
    sides = record.conflict_sides[record.conflict_sides["conflict_id"] == conflict_id]
    blank = dict.fromkeys(("date_label", "reported", "kind", "confidence", "credibility", "note"), "")
    rows = sides.assign(
        mark=f"conflict:{conflict_id}", group="", what="Side " + sides["side"], gist=sides["claim"], **blank
    )
    facts = (
        ("Kind", row["kind"]),
        ("Severity", row["severity"]),
        ("Status", row["status"]),
        ("Assessment", row["assessment"]),
        ("Note", row["note"]),
    )
    related = [(f"{t.rstrip('s')}:{i}", row_label(record, t, i)) for t, i in _touched_marks(record, row)]
    return Evidence(
        f"conflict:{conflict_id}",
        row["about"],
        nonempty(facts),
        with_reports(record, rows).sort_values("what"),
        record.conflicts.head(0),
        tuple((mark, label) for mark, label in related if label),
    )


def _touched_marks(record: Record, row: Mapping[str, str]) -> list[tuple[str, str]]:
    marks = record.conflict_marks[record.conflict_marks["conflict_id"] == row["conflict_id"]]
    return list(
        dict.fromkeys([(row["subject_table"], row["subject_id"]), *zip(marks["table"], marks["id"], strict=True)])
    )
