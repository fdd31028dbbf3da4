"""What the first page says: where the process stands, as the latest report in scope leaves it."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from onrecord import dates
from onrecord.record.lanes import events
from onrecord.record.model import Record
from onrecord.views.conflicts import between
from onrecord.views.issues import issues

Lines = list[tuple[str, str, str]]
MONTH = 31
TO_COME = ("planned", "proposed", "expected")


@dataclass(frozen=True)
class Overview:
    """What the first page says. Lines are (mark, title, detail)."""

    day: str
    figures: list[tuple[str, str]]
    standing: Lines
    latest: Lines
    upcoming: Lines
    divided: Lines
    single: Lines
    conflicts: Lines
    silent: Lines


def last_day(record: Record) -> date | None:
    """The last day anything in the record was published: later than that it knows nothing."""
    day = record.reports["published_on"].max()
    return None if pd.isna(day) else day.date()


def overview(record: Record, *, most: int = 6) -> Overview:
    """Where the process stands, as its latest report leaves it; at most `most` lines a list."""
    day = last_day(record)
    rows = events(record)
    core = rows[rows["salience"] == "core"]
    serious = record.conflicts[(record.conflicts["severity"] == "high") & (record.conflicts["status"] == "open")]
    return Overview(
        day=dates.label_day(day) if day else "",
        figures=_figures(record, rows),
        standing=_event_lines(_standing(rows).head(most + 2)),
        latest=_event_lines(_latest(rows).head(most)),
        upcoming=_event_lines(_upcoming(rows, day).head(most)),
        divided=_divided(record, most),
        single=_event_lines(core[core["is_single_sourced"]].iloc[::-1].head(most)),
        conflicts=[
            (f"conflict:{c}", about, f"{kind}: {between(record, c)}")
            for c, about, kind in serious.head(most)[["conflict_id", "about", "kind"]].itertuples(index=False)
        ],
        silent=_silent(record, most),
    )


def _standing(rows: pd.DataFrame) -> pd.DataFrame:
    """What is meant to happen and what was put off, what most reports tell first."""
    is_put_off = rows["status"].isin(["postponed", "cancelled"]) & (rows["salience"] != "background")
    is_meant = (rows["salience"] == "core") & (rows["status"] != "occurred")
    return rows[is_meant | is_put_off].sort_values("n_independent", ascending=False, kind="stable")


def growth(record: Record) -> pd.DataFrame:
    """How many stances were on record by the end of each day of publication.

    Returns
    -------
    table, one row per day on which a report was published, in order, indexed by day
        ``stances``, the number on record by then; ``mark``, the reports of that day.
    """
    said = record.stances.dropna(subset=["published_on"]).sort_values(["published_on", "report_id"])
    by_day = said.groupby("published_on")
    marks = by_day["report_id"].agg(lambda reports: "reports:" + ",".join(dict.fromkeys(reports)))
    return pd.DataFrame({"stances": by_day.size().cumsum(), "mark": marks.astype("str")})


def _latest(rows: pd.DataFrame) -> pd.DataFrame:
    """What happened, the latest first. A date of more than a month is no news: it would lead by its end."""
    dated = (rows["latest"] - rows["earliest"]).dt.days <= MONTH
    return rows[dated & (rows["status"] == "occurred") & (rows["salience"] != "background")].iloc[::-1]


def _upcoming(rows: pd.DataFrame, day: date | None) -> pd.DataFrame:
    """What is meant to happen and not yet past on `day`: what has an end first, the nearest first."""
    is_past = rows["latest"] < pd.Timestamp(day or date.min)
    ahead = rows[rows["status"].isin(TO_COME) & (rows["salience"] != "background") & ~is_past]
    return ahead.sort_values(["latest", "earliest"], kind="stable", na_position="last")


def _figures(record: Record, rows: pd.DataFrame) -> list[tuple[str, str]]:
    roots = record.reports["root"].nunique()
    return [
        (str(len(record.reports)), f"reports, {roots} independent"),
        (str(len(rows)), f"events, {int(rows['is_single_sourced'].sum())} single-sourced"),
        (str(len(record.stances)), f"stances of {record.stances['actor_id'].nunique()} actors"),
        (str(record.stances["issue_id"].nunique()), "issues addressed"),
        (str(len(record.conflicts)), f"conflicts, {int((record.conflicts['status'] == 'open').sum())} open"),
    ]


def _event_lines(rows: pd.DataFrame) -> Lines:
    return [
        (
            f"event:{row['event_id']}",
            str(row["title"]),
            f"{row['status']}, {row['date_label']} · {_told(row['n_reports'], row['n_independent'])}"
            + (" · disputed" if row["is_disputed"] else ""),
        )
        for row in rows.to_dict("records")
    ]


def _told(n_reports: int, n_independent: int) -> str:
    reports = f"{n_reports} reports" if n_reports > 1 else "1 report"
    return f"{reports}, {n_independent} independent" if n_reports != n_independent else reports


def _divided(record: Record, most: int) -> Lines:
    rows = issues(record)
    rows = rows[rows["polarisation"] > 0].sort_values(["polarisation", "n_held"], ascending=False, kind="stable")
    shown = rows.head(most)[["mark", "label", "n_for", "n_against", "polarisation"]]
    return [
        (m, label, f"{f} for, {a} against · polarisation {p:.2f}")
        for m, label, f, a, p in shown.itertuples(index=False)
    ]


def _silent(record: Record, most: int) -> Lines:
    """Actors a report names as taking part, invited or addressed, of whom none records a position."""
    parts = record.event_actors
    heard = set(record.stances["actor_id"]) | set(record.stances["speaker_id"])
    named = parts[~parts["actor_id"].isin(heard) & parts["role"].isin(["participant", "invited"])]
    count = named.groupby("actor_id")["event_id"].nunique().sort_index().sort_values(ascending=False, kind="stable")
    names = record.actor_names()
    return [(f"actor:{a}", names[str(a)], f"named in {n} event(s), never speaks") for a, n in count.head(most).items()]
