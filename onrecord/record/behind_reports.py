"""Events whose row is behind its reports, in words: what the row says, and what the latest report says instead."""

import pandas as pd

from onrecord import dates
from onrecord.record.differences import events_behind_reports
from onrecord.record.model import Record
from onrecord.record.reported_days import without_doubt

BEHIND = "The row is behind its reports"


def rows_behind_reports(record: Record) -> pd.DataFrame:
    """The rows of `events_behind_reports` in words.

    Returns
    -------
    table, one row per event and column
        ``mark``, ``event_id``, ``title``, ``column``, ``row`` (as the event has it), ``latest`` (as the latest report
        has it, with its mark), ``text`` (both as a sentence).
    """
    rows = events_behind_reports(record)
    shown = {name: rows[name].where(rows["column"] != "date", _labels(rows, name)) for name in ("value", "reported")}
    latest = shown["reported"] + " (" + rows["report_id"].map(record.report_marks()).astype("str") + ")"
    text = "its " + rows["column"] + " is " + shown["value"].where(shown["value"] != "", "not given")
    return pd.DataFrame(
        {
            "mark": "event:" + rows["event_id"],
            "event_id": rows["event_id"],
            "title": rows["event_id"].map(record.event_titles()),
            "column": rows["column"],
            "row": shown["value"],
            "latest": latest,
            "text": text + "; the latest report has " + latest,
        }
    )


def _labels(rows: pd.DataFrame, name: str) -> pd.Series:
    """Dates as people read them; other values are not dates and stay out of it."""
    return dates.spans(without_doubt(rows[name].where(rows["column"] == "date", "")))["label"]
