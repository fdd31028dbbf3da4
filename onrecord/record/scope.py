"""Scope: which part of the record is looked at, and as known on which day."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Literal

import pandas as pd

from onrecord import dates
from onrecord.record.model import Record, principals

Level = Literal["principal", "speaker"]


@dataclass(frozen=True)
class Scope:
    """The current filter. An empty field lets everything through; fields of several values let any of them through.

    ``known_on`` keeps only reports published by the end of that day. ``level`` says who counts as one actor: the
    principal somebody speaks for, or each speaker.
    """

    from_day: date | None = None
    to_day: date | None = None
    known_on: date | None = None
    level: Level = "principal"
    actors: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    saliences: tuple[str, ...] = ()

    def is_whole(self) -> bool:
        """Whether nothing is filtered; the level is no filter."""
        return replace(self, level="principal") == Scope()

    def n_set(self) -> int:
        """How many fields filter."""
        return sum(bool(getattr(self, f.name)) for f in fields(self) if f.name != "level")


def narrow(record: Record, scope: Scope) -> Record:
    """The part of `record` that `scope` lets through, actors rolled up to the level it asks for."""
    return _rolled(_filtered(_known(record, scope.known_on), scope), scope.level)


def _known(record: Record, known_on: date | None) -> Record:
    """What was known on a day: only reports published by then, and each event as the latest of those tells it."""
    if known_on is None:
        return record
    published = record.reports["published_on"] <= pd.Timestamp(known_on)
    kept = set(record.reports.loc[published, "report_id"])
    mentions = record.event_reports[record.event_reports["report_id"].isin(kept)]
    sides = record.conflict_sides
    told = sides[sides["report_id"].isin(kept)]
    # a contradiction is known once both its sides are; a slip within one report as soon as that report is
    whole = sides["conflict_id"].value_counts().clip(upper=2)
    known = told["conflict_id"].value_counts().reindex(whole.index, fill_value=0) >= whole
    conflicts = record.conflicts[record.conflicts["conflict_id"].isin(known.index[known])]
    return replace(
        record,
        reports=record.reports[published],
        events=_as_told(record.events, mentions),
        event_reports=mentions,
        event_actors=_said_by(record.event_actors, kept),
        event_links=_linked(record.event_links, kept, set(mentions["event_id"])),
        event_issues=record.event_issues[record.event_issues["report_id"].isin(kept)],
        stances=record.stances[record.stances["report_id"].isin(kept)],
        conflicts=conflicts,
        conflict_sides=told[told["conflict_id"].isin(conflicts["conflict_id"])],
        conflict_marks=record.conflict_marks[record.conflict_marks["conflict_id"].isin(conflicts["conflict_id"])],
        aliases=_said_by(record.aliases, kept),
    )


def _said_by(rows: pd.DataFrame, reports: set[str]) -> pd.DataFrame:
    return rows[rows["report_id"].isin(reports) | (rows["report_id"] == "")]


def _linked(links: pd.DataFrame, reports: set[str], events: set[str]) -> pd.DataFrame:
    return _between(_said_by(links, reports), events)


def _between(links: pd.DataFrame, events: set[str]) -> pd.DataFrame:
    return links[links["from_id"].isin(events) & links["to_id"].isin(events)]


def _as_told(events: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Events with the status, and the date where it is given, of the latest of `mentions`."""
    told = mentions.sort_values(["published_on", "report_id", "start"], kind="stable")
    status = told.groupby("event_id")["reported_status"].last()
    dated = told[told["reported_date"] != ""].groupby("event_id")["reported_date"].last()
    kept = events[events["event_id"].isin(status.index)]
    day = kept["event_id"].map(dated).fillna(kept["date"])
    changed = kept.assign(status=kept["event_id"].map(status), date=day)
    changed[[*SPANS]] = dates.spans(changed["date"])[[*SPANS.values()]]
    return changed


SPANS = {
    "earliest": "earliest",
    "latest": "latest",
    "date_label": "label",
    "is_day": "is_day",
    "is_approximate": "is_approximate",
    "is_uncertain": "is_uncertain",
}


def _filtered(record: Record, scope: Scope) -> Record:
    if scope.is_whole() or scope == Scope(known_on=scope.known_on, level=scope.level):
        return record
    issues = _issues(record, scope)
    reports = _reports(record, scope)
    stances = _stances(record, scope, issues, reports)
    events = _events(record, scope, issues, reports)
    mentions = record.event_reports[record.event_reports["event_id"].isin(events["event_id"])]
    conflicts = _conflicts(record, events, stances, reports)
    return replace(
        record,
        reports=record.reports[record.reports["report_id"].isin(reports)],
        issues=record.issues[record.issues["issue_id"].isin(issues)],
        stances=stances,
        events=events,
        event_reports=mentions[mentions["report_id"].isin(reports)],
        event_actors=record.event_actors[record.event_actors["event_id"].isin(events["event_id"])],
        event_links=_between(record.event_links, set(events["event_id"])),
        event_issues=record.event_issues[record.event_issues["event_id"].isin(events["event_id"])],
        conflicts=conflicts,
        conflict_sides=record.conflict_sides[record.conflict_sides["conflict_id"].isin(conflicts["conflict_id"])],
        conflict_marks=record.conflict_marks[record.conflict_marks["conflict_id"].isin(conflicts["conflict_id"])],
    )


def _issues(record: Record, scope: Scope) -> set[str]:
    issues = record.issues
    if scope.topics:
        issues = issues[issues["topic"].isin(scope.topics)]
    if scope.issues:
        issues = issues[issues["issue_id"].isin(scope.issues)]
    return set(issues["issue_id"])


def _reports(record: Record, scope: Scope) -> set[str]:
    reports = record.reports
    if scope.outlets:
        reports = reports[reports["outlet"].isin(scope.outlets)]
    if scope.reports:
        reports = reports[reports["report_id"].isin(scope.reports)]
    return set(reports["report_id"])


def _members(record: Record, scope: Scope) -> set[str]:
    """The actors asked for and all who speak for them."""
    speaks_for = principals(record.actors)
    return set(scope.actors) | set(speaks_for.index[speaks_for.isin(scope.actors)])


def _during(rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Rows whose span touches the days asked for; an open end touches everything beyond."""
    if scope.from_day:
        rows = rows[~(rows["latest"] < pd.Timestamp(scope.from_day))]
    if scope.to_day:
        rows = rows[~(rows["earliest"] > pd.Timestamp(scope.to_day))]
    return rows


def _stances(record: Record, scope: Scope, issues: set[str], reports: set[str]) -> pd.DataFrame:
    stances = _during(record.stances, scope)
    stances = stances[stances["issue_id"].isin(issues) & stances["report_id"].isin(reports)]
    if scope.actors:
        stances = stances[stances["actor_id"].isin(_members(record, scope))]
    return stances[stances["kind"].isin(scope.kinds)] if scope.kinds else stances


def _events(record: Record, scope: Scope, issues: set[str], reports: set[str]) -> pd.DataFrame:
    events = _during(record.events, scope)
    told = record.event_reports.loc[record.event_reports["report_id"].isin(reports), "event_id"]
    events = events[events["event_id"].isin(told)]
    if scope.issues or scope.topics:
        touched = record.event_issues.loc[record.event_issues["issue_id"].isin(issues), "event_id"]
        events = events[events["event_id"].isin(touched)]
    if scope.actors:
        takes_part = record.event_actors["actor_id"].isin(_members(record, scope))
        events = events[events["event_id"].isin(record.event_actors.loc[takes_part, "event_id"])]
    if scope.statuses:
        events = events[events["status"].isin(scope.statuses)]
    return events[events["salience"].isin(scope.saliences)] if scope.saliences else events


def _conflicts(record: Record, events: pd.DataFrame, stances: pd.DataFrame, reports: set[str]) -> pd.DataFrame:
    """Conflicts about a row in scope, told by at least one report in scope."""
    conflicts, sides = record.conflicts, record.conflict_sides
    told = conflicts["conflict_id"].isin(sides.loc[sides["report_id"].isin(reports), "conflict_id"])
    actors = set(stances["actor_id"]) | set(
        record.event_actors.loc[record.event_actors["event_id"].isin(events["event_id"]), "actor_id"]
    )
    subjects = {
        "events": set(events["event_id"]),
        "stances": set(stances["stance_id"]),
        "issues": set(stances["issue_id"]),
        "reports": reports,
        "actors": actors,
    }
    touched = pd.Series(
        [i in subjects[t] for t, i in zip(conflicts["subject_table"], conflicts["subject_id"], strict=True)],
        index=conflicts.index,
        dtype=bool,
    )
    return conflicts[told & touched]


def _rolled(record: Record, level: Level) -> Record:
    """Who counts stands in ``actor_id``, who spoke or acted in ``speaker_id``."""
    counts = principals(record.actors) if level == "principal" else None
    return replace(
        record,
        stances=_counted(record.stances, counts),
        event_actors=_counted(record.event_actors, counts),
    )


def _counted(rows: pd.DataFrame, counts: pd.Series | None) -> pd.DataFrame:
    speaker = rows["actor_id"]
    return rows.assign(speaker_id=speaker, actor_id=speaker if counts is None else speaker.map(counts).astype("str"))
