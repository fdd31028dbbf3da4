"""Reports: what was coded from them, how much of them, and what only they say."""

from datetime import date

import numpy as np
import pandas as pd

from onrecord import measures
from onrecord.record.lanes import current_events
from onrecord.record.model import Record
from onrecord.record.passages import position_word
from onrecord.record.reported_days import reported_days, weekday_texts
from onrecord.schema import BY_NAME, grade


def reports(record: Record) -> pd.DataFrame:
    """Every report in scope with what was coded from it, and how much of that only it says."""
    table = record.reports.copy()
    single = single_report_rows(record)
    for column, rows in (
        ("n_events", record.event_reports.drop_duplicates(["event_id", "report_id"])),
        ("n_stances", record.stances),
        ("n_conflicts", record.conflict_sides.drop_duplicates(["conflict_id", "report_id"])),
        ("n_only", single),
    ):
        table[column] = table["report_id"].map(rows["report_id"].value_counts()).fillna(0).astype("int64")
    table["coverage"] = table["report_id"].map(coverage(record))
    names = record.report_names()
    table["rests_on"] = table["derived_from"].map(lambda on: names.get(on, on)).astype("str")
    table["grade"] = table["reliability"].map(grade)
    return table.assign(mark="report:" + table["report_id"]).sort_values(
        ["published_on", "report_id"], ignore_index=True
    )


def single_report_rows(record: Record, report_id: str = "") -> pd.DataFrame:
    """Events and stances that one report alone tells, of one report or of all: ``mark``, ``what``, ``gist``, place."""
    mentions, said = record.event_reports, record.stances
    alone = mentions.groupby("event_id")["report_id"].transform("nunique") == 1
    n_told = measures.stance_corroboration(said).set_index("stance_id")["n_reports"]
    lone = said[said["stance_id"].map(n_told) == 1]
    names, labels, titles = record.actor_names(), record.issue_labels(), record.event_titles()
    stated = (
        lone["speaker_id"].map(names)
        + " on “"
        + lone["issue_id"].map(labels)
        + "”: "
        + lone["position"].map(position_word).astype("str")
    )
    parts = [
        mentions[alone].assign(mark="event:" + mentions["event_id"], what=mentions["event_id"].map(titles)),
        lone.assign(mark="stance:" + lone["stance_id"], what=stated),
    ]
    columns = ["mark", "report_id", "start", "what", "gist"]
    told = pd.concat([p[columns] for p in parts]).sort_values(["report_id", "start"], kind="stable", ignore_index=True)
    return told[told["report_id"] == report_id].reset_index(drop=True) if report_id else told


def coverage(record: Record) -> dict[str, float]:
    """Share of each report's body that at least one row was coded from, 0 to 1."""
    spans = pd.concat([t[["report_id", "start", "end"]] for t in (record.event_reports, record.stances)])
    by_report = spans.groupby("report_id").indices
    start, end = spans["start"].to_numpy(), spans["end"].to_numpy()
    share = {}
    bodies = record.reports[["report_id", "body_start", "body_end"]]
    for report_id, first, last in bodies.itertuples(index=False):
        mine = by_report.get(report_id, [])
        is_coded = np.zeros(last - first + 1, dtype=np.int64)
        np.add.at(is_coded, start[mine] - first, 1)
        np.add.at(is_coded, end[mine] - first, -1)
        share[str(report_id)] = float((np.cumsum(is_coded)[:-1] > 0).mean())
    return share


def dates_told(record: Record, report_id: str) -> pd.DataFrame:
    """What one report says of time, in the order of its text.

    Returns
    -------
    table, one row a mention with a day or with words of time
        ``mark``, ``what`` (the event), ``day`` (with its weekday, and whether it was dated here), ``words``, ``place``.
    """
    mentions = record.event_reports[record.event_reports["report_id"] == report_id]
    rows = mentions[(mentions["reported_date"] != "") | (mentions["reported_words"] != "")]
    rows = rows.sort_values(["start", "event_id"], kind="stable")
    start, end = (rows[name].map("{:,}".format).astype("str") for name in ("start", "end"))
    return pd.DataFrame(
        {
            "mark": "event:" + rows["event_id"],
            "what": rows["event_id"].map(record.event_titles()),
            "day": weekday_texts(reported_days(rows)),
            "words": rows["reported_words"],
            "place": start + "\N{EN DASH}" + end,
        }
    ).reset_index(drop=True)


def body_text(record: Record, report_id: str) -> str:
    """Where the body of a report begins and ends, and how long its text is."""
    rows = record.reports.loc[record.reports["report_id"] == report_id, ["body_start", "body_end", "n_chars"]]
    start, end, length = rows.iloc[0].tolist()
    whole = "the whole text" if (start, end) == (0, length) else f"of {length:,}"
    return f"Body: characters {start:,} to {end:,}, {whole}"


def codes(record: Record) -> pd.DataFrame:
    """How often each code of the codebook is used: ``table``, ``column``, ``code``, ``about``, ``n`` rows."""
    found = []
    for table, column in CODED:
        rows: pd.DataFrame = getattr(record, table)
        count = rows[column].astype("str").value_counts()
        meaning = BY_NAME[table].column(column).codes or {}
        found += [(table, column, code, about, int(count.get(code, 0))) for code, about in meaning.items()]
    return pd.DataFrame(found, columns=["table", "column", "code", "about", "n"])


CODED = (
    ("stances", "position"),
    ("stances", "kind"),
    ("stances", "confidence"),
    ("events", "event_type"),
    ("events", "status"),
    ("events", "salience"),
    ("event_reports", "credibility"),
    ("conflicts", "kind"),
    ("conflicts", "severity"),
    ("conflicts", "status"),
)


def events(record: Record) -> pd.DataFrame:
    """Every event in scope that stands, in order of time, with its mark and reports; ``disputed`` in words, ``stands``
    the status and what became of a plan."""
    rows = record.once(current_events)
    return rows.assign(
        mark="event:" + rows["event_id"],
        disputed=rows["is_disputed"].map({True: "yes", False: ""}),
        stands=rows["status"] + (", " + rows["fate"]).where(rows["fate"] != "", ""),
        differs=rows["differs"].str.replace("\n", "; "),
        other_days=["; ".join(f"{day:%Y-%m-%d}" for day in days) for days in rows["other_days"]],
    )


def names(rows: pd.DataFrame, key: str, label: str) -> dict[str, str]:
    """Label by key, in the order of `rows`."""
    return dict(zip(rows[key], rows[label], strict=True))


def report_of(mark: str) -> str:
    """The report a mark names; "" where it names none."""
    kind, _, name = mark.partition(":")
    return name if kind == "report" else ""


def last_day(record: Record) -> date | None:
    """The last day anything in the record was published: later than that it knows nothing."""
    day = record.reports["published_on"].max()
    return None if pd.isna(day) else day.date()
