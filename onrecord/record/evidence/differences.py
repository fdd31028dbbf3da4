"""Evidence for a difference: what its sides say, by what rule they are set against each other, what became of it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from onrecord import dates
from onrecord.record.differences import differences, rule_text, subject_names
from onrecord.record.evidence.shape import Evidence, Facts, nonempty, row_label, row_of
from onrecord.record.model import Record
from onrecord.record.passages import in_order, with_reports

STANDINGS: Mapping[str, str] = {
    "open": "Not looked at",
    "recorded": "Recorded as a conflict",
    "dismissed": "Dismissed: no conflict",
}
BLANK = dict.fromkeys(("date_label", "reported", "kind", "confidence", "credibility", "note"), "")


def difference(record: Record, difference_id: str) -> Evidence | None:
    """One difference: what each report says, and where to go on to."""
    found = differences(record)
    row = row_of(found.rows, "difference_id", difference_id)
    if row is None:
        return None
    sides = found.sides[found.sides["difference_id"] == difference_id]
    rows = sides.assign(
        mark=f"difference:{difference_id}", group=sides["shown"], what="Side " + sides["side"], gist=sides["claim"],
        **BLANK,
    )  # fmt: skip
    subject = subject_names(record, found.rows[found.rows["difference_id"] == difference_id])[0]
    return Evidence(
        f"difference:{difference_id}",
        subject,
        _facts(record, row),
        in_order(with_reports(record, rows), list(dict.fromkeys(sides["shown"]))),
        record.conflicts[record.conflicts["conflict_id"] == row["conflict_id"]],
        _related_rows(record, row, sides),
    )


def _facts(record: Record, row: Mapping[str, Any]) -> Facts:
    return nonempty(
        (
            ("Rule", rule_text(row["rule"], row["kind"])),
            ("Kind", row["kind"] or row["grade"]),
            ("Severity", row["severity"]),
            ("Known since", _day_known(record, row)),
            ("Standing", STANDINGS[row["standing"]]),
            ("Reason", row["reason"]),
            ("Before", "Settled before with other values" if row["is_settled_before"] else ""),
        )
    )


def _day_known(record: Record, row: Mapping[str, Any]) -> str:
    """Since when it is known, as precise as its report's own day."""
    if pd.isna(row["known_on"]):
        return "day not known"
    reports = (record.as_known or record).reports
    labels = reports.loc[reports["published_on"] == row["known_on"], "published_label"]
    return str(labels.iloc[0]) if labels.nunique() == 1 else dates.label_day(row["known_on"].date())


def _related_rows(record: Record, row: Mapping[str, Any], sides: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    """What it is about, and the rows of its sides, as far as they are in `record`."""
    pairs = [(f"{row['subject_table'].rstrip('s')}:{row['subject_id']}", row["subject_table"], row["subject_id"])]
    for mark in sides["mark"]:
        kind, _, name = mark.partition(":")
        pairs.append((mark, f"{kind}s", name))
    named = {mark: row_label(record, table, name) for mark, table, name in pairs}
    return tuple((mark, label) for mark, label in named.items() if label)
