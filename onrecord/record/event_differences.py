"""What differs about an event, in words for its mark: values with their reports, other days, and what became of a plan.

What was dismissed is left out.
"""

import pandas as pd

from onrecord import dates
from onrecord.record.differences import differences
from onrecord.record.model import Record

IN_WORDS = ("day", "status", "place", "role", "replaced", "within")
FATES = {"overtaken": "overtaken", "lapsed": "condition gone"}
OF_ACTOR = ("role", "replaced")


def event_differences(record: Record) -> pd.DataFrame:
    """What differs about each event of which anything does.

    Returns
    -------
    table, indexed by event_id
        ``differs``: one line a difference, as ``28 March 2025 (R3) or 27 March 2025 (R4)``; ``fate``: overtaken,
        condition gone, both or ""; ``other_days``: every day that a report gives where days differ.
    """
    found = differences(record)
    rows = found.rows[(found.rows["standing"] != "dismissed") & (found.rows["grade"] == "differ")]
    sides = rows[["difference_id", "rule", "facet"]].merge(found.sides, on="difference_id", how="inner")
    sides = sides[sides["mark"].str.startswith("event:")]
    sides = sides.assign(event_id=sides["mark"].str.removeprefix("event:"))
    fates = rows[rows["rule"].isin(list(FATES))].drop_duplicates(["subject_id", "rule"])
    by_event = {
        "differs": _lines(record, sides[sides["rule"].isin(IN_WORDS)]),
        "fate": fates["rule"].map(FATES).groupby(fates["subject_id"]).agg(", ".join),
        "other_days": _days(sides),
    }
    table = pd.DataFrame({name: column.astype("object") for name, column in by_event.items()})
    return table.assign(**{name: table[name].fillna("") for name in ("differs", "fate")})


def _lines(record: Record, sides: pd.DataFrame) -> pd.Series:
    """One line a difference: every value with the reports that give it, and of whom it is told."""
    marks, names = (record.as_known or record).report_marks(), record.actor_names()
    told = sides.assign(by=sides["report_id"].map(marks))
    key = ["event_id", "difference_id", "rule", "facet"]
    values = told.groupby([*key, "shown"], sort=False)["by"].agg(", ".join).reset_index()
    values["text"] = values["shown"] + " (" + values["by"] + ")"
    lines = values.groupby(key, sort=False)["text"].agg(" or ".join).reset_index()
    whose = (lines["facet"].map(names).astype("object").fillna("").astype("str") + ": ").where(
        lines["rule"].isin(OF_ACTOR), ""
    )
    return (whose + lines["text"]).groupby(lines["event_id"], sort=False).agg("\n".join)


def _days(sides: pd.DataFrame) -> pd.Series:
    """Every day that the sides of a difference of days give, the earliest first."""
    told = sides[(sides["rule"] == "day") | ((sides["rule"] == "within") & (sides["facet"] == "day"))]
    spans = dates.spans(told["value"])
    day = spans["earliest"].fillna(spans["latest"]).dropna()
    return day.groupby(told["event_id"].reindex(day.index)).agg(lambda days: tuple(sorted(set(days))))
