"""Computed differences as rows: about what, by which rule, between which reports, since when."""

from collections.abc import Mapping, Sequence

import pandas as pd

from onrecord.record.differences import Differences, Grade, differences, subject_names
from onrecord.record.evidence.shape import row_label
from onrecord.record.model import Record
from onrecord.text import count
from onrecord.views.tables.conflicts import OUTSIDE, agreeing_verdicts

RULE_NAMES: Mapping[str, str] = {
    "day": "Another day",
    "status": "Another status",
    "place": "Another place",
    "role": "Another part",
    "replaced": "Another person",
    "opposite": "For and against",
    "within": "At odds with itself",
    "denied": "Denied",
    "list": "Not in its list",
    "who": "Another name for who",
    "cause": "Another cause",
    "overtaken": "Its day has passed",
    "lapsed": "Condition gone",
    "only-here": "Only here",
    "slip": "Name misspelt",
    "spelling": "Another spelling",
    "undated": "No certain day",
    "moved": "Moved",
    "went-on": "Went on",
    "turned": "Changed side",
}
LESS_EXACT = "A less exact name for who"
BEFORE = "settled before with other values"
AGREE = "the rows now agree"
AGREEING = ["mark", "subject", "rule_name", "values", "reason", "remark"]


def difference_rows(record: Record, *, grade: Grade | None, standing: str, severity: str = "") -> pd.DataFrame:
    """Differences in scope of one grade (None for any), as they stand and weigh ("" for any weight), gravest first.

    Returns
    -------
    table, one row per difference
        Its columns and ``mark``; ``subject``, what it is about; ``rule_name``; ``values``, what the reports say, each
        with its mark; ``remark``, what is to be known of an earlier verdict.
    """
    found = differences(record)
    rows = found.rows[found.rows["standing"] == standing]
    for column, wanted in (("grade", grade), ("severity", severity)):
        rows = rows[rows[column] == wanted] if wanted else rows
    told, is_vaguer = _values(record, found), (rows["rule"] == "who") & (rows["kind"] == "imprecision")
    return rows.assign(
        mark="difference:" + rows["difference_id"],
        subject=subject_names(record, rows),
        rule_name=rows["rule"].map(RULE_NAMES).where(~is_vaguer, LESS_EXACT).astype("str"),
        values=[_values_text(told[one]) for one in rows["difference_id"]],
        remark=rows["is_settled_before"].map({True: BEFORE, False: ""}).astype("str"),
    ).reset_index(drop=True)


def agreeing_dismissals(record: Record, whole: Record) -> pd.DataFrame:
    """What was dismissed and no row of `whole` shows any more, as far as its row is in `record`.

    Returns
    -------
    table, one row per verdict
        ``mark`` of the row it is about; ``subject``, ``rule_name``, ``reason``, ``remark``; ``values`` is empty.
    """
    rows = agreeing_verdicts(whole)
    rows = rows[rows["verdict"] == "dismissed"]
    rows = rows.assign(
        mark=[f"{table.removesuffix('s')}:{name}" for table, name in _subjects(rows)],
        subject=[row_label(record, table, name) for table, name in _subjects(rows)],
        rule_name=rows["rule"].map(RULE_NAMES).astype("str"),
        values="",
        remark=AGREE,
    )
    return rows.loc[rows["subject"] != "", AGREEING].reset_index(drop=True)


def _subjects(rows: pd.DataFrame) -> list[tuple[str, str]]:
    return list(rows[["subject_table", "subject_id"]].itertuples(index=False, name=None))


def n_not_looked_at(record: Record) -> int:
    """How many differences in scope nobody has decided about, but for what went on and what one report leaves out."""
    rows = differences(record).rows
    return int(((rows["grade"] == "differ") & (rows["standing"] == "open")).sum())


def standing_text(record: Record) -> str:
    """How many conflicts are on record and open, and how many differences nobody has looked at."""
    n_open = int((record.conflicts["status"] == "open").sum())
    waiting = count(n_not_looked_at(record), "difference")
    return f"{count(len(record.conflicts), 'conflict')}, {n_open:,} open · {waiting} not looked at"


Told = Mapping[str, Sequence[str]]  # value as shown -> marks of the reports that give it


def _values(record: Record, found: Differences) -> dict[str, dict[str, list[str]]]:
    """For each difference its values, and the marks of the reports that give each; those out of scope share one."""
    marks, told = record.report_marks(), dict[str, dict[str, list[str]]]()
    columns = found.sides[["difference_id", "shown", "report_id", "is_in_scope"]].itertuples(index=False)
    for difference_id, shown, report_id, is_in_scope in columns:
        given = told.setdefault(difference_id, {}).setdefault(shown, [])
        mark = marks.get(report_id, OUTSIDE) if is_in_scope else OUTSIDE
        if mark not in given:
            given.append(mark)
    return told


def _values_text(told: Told) -> str:
    return " · ".join(f"{shown} ({', '.join(marks)})" for shown, marks in told.items())
