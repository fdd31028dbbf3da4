"""The lists of the first page: where the process stands, as the latest report in scope leaves it."""

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from onrecord.record.attribution import heard_actors
from onrecord.record.model import Record
from onrecord.schema import ATTENDING_ROLES
from onrecord.text import count
from onrecord.views.tables.conflicts import between
from onrecord.views.tables.differences import n_not_looked_at
from onrecord.views.tables.issues import issues
from onrecord.views.values import Line

Lines = tuple[Line, ...]
MONTH = 31
MOST_MARKS = 12  # marks of reports on one line
TO_COME = ("planned", "proposed", "expected")


def grave_conflicts(record: Record, most: int) -> Lines:
    """The open conflicts of high severity, and between which reports they lie; at most `most`."""
    serious = record.conflicts[(record.conflicts["severity"] == "high") & (record.conflicts["status"] == "open")]
    return tuple(
        (f"conflict:{c}", about, f"{kind}: {between(record, c)}")
        for c, about, kind in serious.head(most)[["conflict_id", "about", "kind"]].itertuples(index=False)
    )


def plans(rows: pd.DataFrame) -> pd.DataFrame:
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


def latest(rows: pd.DataFrame) -> pd.DataFrame:
    """What happened, the latest first. A date of more than a month is no news: it would lead by its end."""
    dated = (rows["latest"] - rows["earliest"]).dt.days <= MONTH
    return rows[dated & (rows["status"] == "occurred") & (rows["salience"] != "background")].iloc[::-1]


def upcoming(rows: pd.DataFrame, day: date | None) -> pd.DataFrame:
    """What is meant to happen and not yet past on `day`: what has an end first, the nearest first."""
    is_past = rows["latest"] < pd.Timestamp(day or date.min)
    ahead = rows[rows["status"].isin(TO_COME) & (rows["salience"] != "background") & ~is_past]
    return ahead.sort_values(["latest", "earliest"], kind="stable", na_position="last")


def numbers(record: Record, rows: pd.DataFrame) -> list[tuple[str, str]]:
    """How much is on record, each number with what it counts; `rows` as from `lanes.events`."""
    roots = record.reports["root"].nunique()
    return [
        _number(len(record.reports), "report", f", {roots:,} independent"),
        _number(len(rows), "event", f", {int(rows['is_single_sourced'].sum()):,} single-sourced"),
        _number(len(record.stances), "stance", f" of {count(record.stances['actor_id'].nunique(), 'actor')}"),
        _number(record.stances["issue_id"].nunique(), "issue", " addressed"),
        _number(len(record.conflicts), "conflict", f", {int((record.conflicts['status'] == 'open').sum()):,} open"),
        _number(n_not_looked_at(record), "difference", " not looked at"),
    ]


def _number(n: int, noun: str, more: str) -> tuple[str, str]:
    """A number, and what it counts."""
    shown, _, what = count(n, noun).partition(" ")
    return shown, what + more


def event_lines(rows: pd.DataFrame) -> Lines:
    """Events as lines: title, status, date, and which reports tell them."""
    return tuple(
        (
            f"event:{row['event_id']}",
            str(row["title"]),
            f"{row['status']}, {row['date_label']} · {_reports_phrase(row)}"
            + (" · disputed" if row["is_disputed"] else ""),
        )
        for row in rows.to_dict("records")
    )


def _reports_phrase(row: Mapping[Hashable, Any]) -> str:
    """Which reports tell an event; beyond a few, how many."""
    few = row["n_reports"] <= MOST_MARKS
    reports = row["reports"] if few else count(row["n_reports"], "report")
    is_less = row["n_reports"] != row["n_independent"]
    return f"{reports}, {row['n_independent']:,} independent" if is_less else reports


def divided_issues(record: Record, most: int) -> Lines:
    """The issues with the highest polarisation that have somebody on both sides, at most `most`."""
    rows = issues(record)
    rows = rows[(rows["n_for"] > 0) & (rows["n_against"] > 0)].sort_values(
        ["polarisation", "n_held"], ascending=False, kind="stable"
    )
    shown = rows.head(most)[["mark", "label", "n_for", "n_against", "polarisation"]]
    return tuple(
        (m, label, f"{f} for, {a} against · polarisation {p:.2f}")
        for m, label, f, a, p in shown.itertuples(index=False)
    )


def silent_actors(record: Record, most: int) -> Lines:
    """Actors a report names as there or invited, who have no position on record, nor has anybody for them.

    The events are all in which they are named, in whatever part.
    """
    parts = record.event_actors
    there = parts.loc[parts["role"].isin(ATTENDING_ROLES), "actor_id"]
    named = parts[parts["actor_id"].isin(there) & ~parts["actor_id"].isin(record.once(heard_actors))]
    events = named.groupby("actor_id")["event_id"].nunique().sort_index().sort_values(ascending=False, kind="stable")
    names = record.actor_names()
    shown = events.head(most).items()
    return tuple((f"actor:{a}", names[str(a)], f"named in {count(n, 'event')}") for a, n in shown)
