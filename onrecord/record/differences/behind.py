"""Events whose row has fallen behind: their latest reports tell another date or status."""

import pandas as pd

from onrecord import dates
from onrecord.record.model import Record


def events_behind_reports(record: Record) -> pd.DataFrame:
    """Events whose own date or status is that of none of their latest mentions.

    Returns
    -------
    table, one row per event and column
        ``event_id``; ``column`` (date or status), ``value`` as the event has it, ``reported`` as the latest report has
        it, ``report_id``.

    Notes
    -----
    The latest mentions are those of the last day on which a report that tells the event (for a date: that gives one)
    was published. A date agrees with a mention where the two have a day in common.
    """
    spans = dates.spans(record.event_reports["reported_date"])[["earliest", "latest"]].add_suffix("_reported")
    events = record.events[["event_id", "date", "status", "earliest", "latest"]]
    rows = record.event_reports.join(spans).merge(events, on="event_id")
    apart = (rows["latest_reported"] < rows["earliest"]) | (rows["latest"] < rows["earliest_reported"])
    rows = rows.assign(date_differs=apart, status_differs=rows["status"] != rows["reported_status"])
    behind = [_behind(rows[rows["reported_date"] != ""], "date"), _behind(rows, "status")]
    return pd.concat(behind, ignore_index=True).sort_values(["event_id", "column"], ignore_index=True)


def _behind(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    last = rows.groupby("event_id")["published_on"].transform("max")
    latest = rows[(rows["published_on"] == last) | last.isna()].sort_values(["report_id", "start"])
    is_behind = latest.groupby("event_id")[f"{column}_differs"].transform("all").to_numpy(dtype=bool)
    found = latest[is_behind].drop_duplicates("event_id", keep="last").assign(column=column)
    names = {column: "value", f"reported_{column}": "reported"}
    return found.rename(columns=names)[["event_id", "column", "value", "reported", "report_id"]]
