"""Passages that were coded, to choose from: those of one row first."""

import pandas as pd

from onrecord.record import evidence
from onrecord.record.model import Record
from onrecord.record.passages import mention_passages, stance_passages

COLUMNS = ["key", "mark", "report_id", "start", "end", "gist", "label"]


def coded_passages(record: Record, subject: str = "") -> pd.DataFrame:
    """Every passage a row was coded from, those of the row that `subject` marks first.

    Returns
    -------
    table, one row per passage of a row
        ``key``, unique, indexes it; ``mark`` of the row; ``report_id``, ``start``, ``end``, ``gist``; ``label``: the
        mark of the report, what the row says, the gist, and where several say the same the place in the report.
    """
    found = evidence.find(record, subject) if subject else None
    parts = [found.passages] if found else []
    parts += [mention_passages(record, record.event_reports), stance_passages(record, record.stances)]
    rows = pd.concat(parts, ignore_index=True)
    place = rows["report_id"].astype("str") + "~" + rows["start"].astype("str")
    marks = rows["report_id"].map(record.report_marks()).astype("str")
    rows = rows.assign(key=rows["mark"] + "~" + place, label=marks + " · " + rows["what"] + " · " + rows["gist"])
    rows = rows[COLUMNS].drop_duplicates("key")
    where = rows[["start", "end"]].map("{:,}".format)
    placed = rows["label"] + " · characters " + where["start"] + " to " + where["end"]
    is_alone = ~rows["label"].duplicated(keep=False)
    return rows.assign(label=rows["label"].where(is_alone, placed)).set_index("key")
