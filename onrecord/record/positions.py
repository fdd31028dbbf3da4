"""What a record says of each position, in words: its strength or range, since when, and which report says which."""

import pandas as pd

from onrecord import measures
from onrecord.record.model import Record
from onrecord.record.passages import position_word

CELL = ["actor_id", "issue_id"]
COLUMNS = ["strength", "since_label", "last_label", "by_report", "claim"]


def claims(record: Record) -> pd.DataFrame:
    """Each position in words, with the reports of the stances that stand.

    Returns
    -------
    table, indexed by actor_id and issue_id
        ``strength``: one position ("+2"), or the range of the stances that stand ("+1 to +2"); ``since_label`` and
        ``last_label``, the dates, as they were coded, of the first stance that stands and of the latest; ``by_report``:
        of a range each report with its own ("R2 +2 · R3 +1"), else the reports ("R1 R4"); ``claim``, all of it.
    """
    stands = measures.standing(record.stances)
    if stands.empty:
        index = pd.MultiIndex.from_frame(record.stances[CELL].head(0))
        return pd.DataFrame(columns=COLUMNS, index=index, dtype="str")
    cells = measures.cells(record.stances).set_index(CELL)
    labels = record.stances.set_index("stance_id")["date_label"]
    low, high = (cells[name].map(position_word) for name in ("weakest", "strongest"))
    table = pd.DataFrame(
        {
            "strength": low.where(cells["weakest"] == cells["strongest"], low + " to " + high),
            "since_label": _first_dates(stands),
            "last_label": cells["stance_id"].map(labels),
            "by_report": _reports(record, stands, cells["weakest"] != cells["strongest"]),
        }
    ).astype("str")
    return table.assign(claim=table["strength"] + ", " + table["since_label"].map(since) + ": " + table["by_report"])


def since(label: str) -> str:
    """A date as the beginning of something.

    >>> since("26 January 2021"), since("from May 2021"), since("2017 to January 2021"), since("by May 2021")
    ('since 26 January 2021', 'from May 2021', '2017 to January 2021', 'by May 2021')
    """
    is_span = label.startswith(("from ", "by ")) or " to " in label
    return label if is_span or not label else f"since {label}"


def _first_dates(stands: pd.DataFrame) -> pd.Series:
    """The date, as coded, of the first of the stances of each cell; of those that begin on one day the surest."""
    rows = stands.assign(is_vague=~stands["is_day"]).sort_values(
        ["earliest", "is_vague", "latest", "stance_id"], kind="stable", na_position="last"
    )
    return rows.drop_duplicates(CELL).set_index(CELL)["date_label"]


def _reports(record: Record, stands: pd.DataFrame, is_range: pd.Series) -> pd.Series:
    """The reports of each cell by their marks, in the order of their numbers; of a range with their own positions."""
    rows = stands.drop(columns="mark", errors="ignore").merge(record.reports[["report_id", "number", "mark"]])
    rows = rows.sort_values(["number", "position"], kind="stable").drop_duplicates([*CELL, "report_id", "position"])
    rows = rows.assign(said=rows["position"].map(position_word))
    said = rows.groupby([*CELL, "number", "mark"])["said"].agg(", ".join)
    each = said.reset_index("mark").assign(said=lambda some: some["mark"] + " " + some["said"]).groupby(CELL)
    of_range, plain = each["said"].agg(" · ".join), each["mark"].agg(" ".join)
    return of_range.where(is_range.reindex(of_range.index), plain)
