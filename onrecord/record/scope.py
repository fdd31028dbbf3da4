"""Scope: which part of the record is looked at, and as known on which day."""

from dataclasses import dataclass, fields, replace
from datetime import date

import pandas as pd

from onrecord import dates
from onrecord.record.history import NO_DAY, REPORTED, tellings
from onrecord.record.model import Level, Record, at_level, direct_principals, principals, with_event_ends


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
    part = at_level(_within_scope(_on_day(record, scope.known_on), scope), scope.level)
    return replace(part, as_known=_on_day(record.as_known or record, scope.known_on))


def _on_day(record: Record, known_on: date | None) -> Record:
    """What was known on a day, worked out once for all scopes of that day."""
    return record if known_on is None else record.once(_as_known_on, known_on)


def _as_known_on(record: Record, known_on: date) -> Record:
    """What was known on a day: only reports published by then, and each event as the latest of those tells it."""
    published = record.reports["published_on"] <= pd.Timestamp(known_on)
    kept = set(record.reports.loc[published, "report_id"])
    sides = record.conflict_sides
    told = sides[sides["report_id"].isin(kept)]
    # a contradiction is known once both its sides are; a slip within one report as soon as that report is
    whole = sides["conflict_id"].value_counts().clip(upper=2)
    known = told["conflict_id"].value_counts().reindex(whole.index, fill_value=0) >= whole
    marks, aliases = _rows_from_reports(record.conflict_marks, kept), _rows_from_reports(record.aliases, kept)
    part = _from_reports(replace(record, conflict_sides=told, conflict_marks=marks, aliases=aliases), kept)
    part = _with_events(part, _events_as_reported(record, part.event_reports))
    return _with_conflicts(part, set(known.index[known]))


def _from_reports(record: Record, reports: set[str]) -> Record:
    """What these reports say, and what all agree on. Conflicts keep all their sides."""
    return replace(
        record,
        reports=record.reports[record.reports["report_id"].isin(reports)],
        stances=record.stances[record.stances["report_id"].isin(reports)],
        event_reports=record.event_reports[record.event_reports["report_id"].isin(reports)],
        event_issues=record.event_issues[record.event_issues["report_id"].isin(reports)],
        event_actors=_rows_from_reports(record.event_actors, reports),
        event_links=_rows_from_reports(record.event_links, reports),
    )


def _rows_from_reports(rows: pd.DataFrame, reports: set[str]) -> pd.DataFrame:
    return rows[rows["report_id"].isin(reports) | (rows["report_id"] == "")]


def _with_events(record: Record, events: pd.DataFrame) -> Record:
    """The record with these events and what belongs to them."""
    ids, links = events["event_id"], record.event_links
    return replace(
        record,
        events=events,
        event_reports=record.event_reports[record.event_reports["event_id"].isin(ids)],
        event_actors=record.event_actors[record.event_actors["event_id"].isin(ids)],
        event_issues=record.event_issues[record.event_issues["event_id"].isin(ids)],
        event_links=links[links["from_id"].isin(ids) & links["to_id"].isin(ids)],
    )


def _with_conflicts(record: Record, conflicts: set[str]) -> Record:
    """The record with these conflicts and what belongs to them."""
    return replace(
        record,
        conflicts=record.conflicts[record.conflicts["conflict_id"].isin(conflicts)],
        conflict_sides=record.conflict_sides[record.conflict_sides["conflict_id"].isin(conflicts)],
        conflict_marks=record.conflict_marks[record.conflict_marks["conflict_id"].isin(conflicts)],
    )


def _events_as_reported(record: Record, mentions: pd.DataFrame) -> pd.DataFrame:
    """Events with status, date and place as the latest of `mentions` leaves them.

    What no report had given by then is open, unless none ever gives it. Title, type and salience stay: they are how the
    record names and sorts the event. A note may rest on any report, so it stands only once all of the event are known.
    """
    rows = tellings(record, mentions)
    n_known, n_told = (m.groupby("event_id")["report_id"].nunique() for m in (mentions, record.event_reports))
    last = rows.drop_duplicates("event_id", keep="last").set_index("event_id")
    kept = record.events[record.events["event_id"].isin(last.index)]
    ids = kept["event_id"]
    changed = kept.assign(**{name: ids.map(last[name]).astype("str") for name in ("status", *REPORTED)})
    changed["note"] = kept["note"].where(ids.map(n_known) == ids.map(n_told), "")
    changed[[*SPANS]] = dates.spans(changed["date"])[[*SPANS.values()]]
    changed["date_label"] = changed["date_label"].where(changed["date"] != "", NO_DAY)
    return with_event_ends(changed, mentions)


SPANS = {
    "earliest": "earliest",
    "latest": "latest",
    "date_label": "label",
    "is_day": "is_day",
    "is_approximate": "is_approximate",
    "is_uncertain": "is_uncertain",
}


def _within_scope(record: Record, scope: Scope) -> Record:
    if replace(scope, known_on=None).is_whole():
        return record
    told = _from_reports(record, _reports(record, scope))
    issues = _issues(record, scope)
    part = _with_events(replace(told, stances=_stances(told, scope, issues)), _events(told, scope, issues))
    part = replace(
        part,
        issues=part.issues[part.issues["issue_id"].isin(issues)],
        event_issues=part.event_issues[part.event_issues["issue_id"].isin(issues)],
    )
    return _with_conflicts(part, _conflicts(part, scope))


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
    direct = direct_principals(record.actors)
    members = set(scope.actors)
    while more := set(direct.index[direct.isin(members)]) - members:
        members |= more
    return members


def _during(rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Rows whose span touches the days asked for; an open end touches everything beyond."""
    if scope.from_day:
        rows = rows[~(rows["latest"] < pd.Timestamp(scope.from_day))]
    if scope.to_day:
        rows = rows[~(rows["earliest"] > pd.Timestamp(scope.to_day))]
    return rows


def _stances(record: Record, scope: Scope, issues: set[str]) -> pd.DataFrame:
    stances = _during(record.stances, scope)
    stances = stances[stances["issue_id"].isin(issues)]
    if scope.actors:
        stances = stances[stances["speaker_id"].isin(_members(record, scope))]
    return stances[stances["kind"].isin(scope.kinds)] if scope.kinds else stances


def _events(record: Record, scope: Scope, issues: set[str]) -> pd.DataFrame:
    events = _during(record.events, scope)
    events = events[events["event_id"].isin(record.event_reports["event_id"])]
    if scope.issues or scope.topics:
        touched = record.event_issues.loc[record.event_issues["issue_id"].isin(issues), "event_id"]
        events = events[events["event_id"].isin(touched)]
    if scope.actors:
        takes_part = record.event_actors["speaker_id"].isin(_members(record, scope))
        events = events[events["event_id"].isin(record.event_actors.loc[takes_part, "event_id"])]
    if scope.statuses:
        events = events[events["status"].isin(scope.statuses)]
    return events[events["salience"].isin(scope.saliences)] if scope.saliences else events


def _conflicts(part: Record, scope: Scope) -> set[str]:
    """Conflicts about a row in scope, or over a passage that one was coded from, told by a report in scope."""
    conflicts, sides, marks = part.conflicts, part.conflict_sides, part.conflict_marks
    told = set(sides.loc[sides["report_id"].isin(part.reports["report_id"]), "conflict_id"])
    present = {*part.stances["speaker_id"], *part.event_actors["speaker_id"], *scope.actors}
    counts = principals(part.actors)
    rows = {
        "events": set(part.events["event_id"]),
        "stances": set(part.stances["stance_id"]),
        "issues": set(part.stances["issue_id"]) | set(scope.issues),
        "reports": set(part.reports["report_id"]),
        "actors": present | set(counts[counts.index.isin(present)]),
    }
    named = [conflicts[["conflict_id", "subject_table", "subject_id"]], marks[["conflict_id", "table", "id"]]]
    return {c for some in named for c, t, i in some.itertuples(index=False) if c in told and i in rows[t]}
