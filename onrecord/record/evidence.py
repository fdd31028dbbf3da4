"""The rows behind a mark: which passages of which reports it rests on, what contradicts it, where to go next.

A mark is named ``kind:id``: ``event:…``, ``events:…,…``, ``stance:…``, ``cell:actor~issue``, ``dyad:a~b``, ``actor:…``,
``issue:…``, ``report:…``, ``conflict:…``. The same name stands in figures, tables and addresses.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from onrecord import measures
from onrecord.record.links import links
from onrecord.record.model import Record
from onrecord.record.passages import conflicts_of, mention_passages, position_word, stance_passages, told
from onrecord.schema import POSITIONS

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Evidence:
    """What stands behind one mark.

    ``passages`` has one row a passage: the columns of `passages.PASSAGE` and ``outlet``, ``title``,
    ``published_label``, ``reliability``, ``name`` of its report. ``conflicts`` are the rows of that table
    that touch the mark. ``related`` are marks to go on to, with their labels.
    """

    mark: str
    title: str
    facts: Facts
    passages: pd.DataFrame
    conflicts: pd.DataFrame
    related: tuple[tuple[str, str], ...] = field(default=())


def of(record: Record, mark: str) -> Evidence | None:
    """The evidence for `mark` in `record`; None where the record, in its scope, holds no such thing."""
    kind, _, name = mark.partition(":")
    found = KINDS[kind](record, name) if kind in KINDS else None
    return found


def _event(record: Record, event_id: str) -> Evidence | None:
    row = _row(record.events, "event_id", event_id)
    if row is None:
        return None
    names = record.names()
    parts = record.event_actors[record.event_actors["event_id"] == event_id]
    who = [
        (str(role).capitalize(), ", ".join(dict.fromkeys(group["speaker_id"].map(names))))
        for role, group in parts.groupby("role", sort=False)
    ]
    mentions = record.event_reports[record.event_reports["event_id"] == event_id]
    facts = (
        ("When", row["date_label"]),
        ("Status", row["status"]),
        ("Type", row["event_type"]),
        ("Place", row["place"]),
        *who,
        ("Note", row["note"]),
    )
    return Evidence(
        f"event:{event_id}",
        row["title"],
        _filled(facts),
        mention_passages(record, mentions),
        conflicts_of(record, "events", {event_id}),
        links(record, event_id),
    )


def _events(record: Record, names: str) -> Evidence | None:
    rows = record.events[record.events["event_id"].isin(names.split(","))]
    if rows.empty:
        return None
    mentions = record.event_reports[record.event_reports["event_id"].isin(rows["event_id"])]
    related = tuple(
        (f"event:{i}", f"{label}: {title}")
        for i, label, title in zip(rows["event_id"], rows["date_label"], rows["title"], strict=True)
    )
    conflicts = conflicts_of(record, "events", set(rows["event_id"]))
    title = f"{len(rows)} events" if len(rows) > 1 else rows["title"].iloc[0]
    return Evidence(f"events:{names}", title, (), mention_passages(record, mentions), conflicts, related)


def _stance(record: Record, stance_id: str) -> Evidence | None:
    row = _row(record.stances, "stance_id", stance_id)
    if row is None:
        return None
    names, labels = record.names(), record.labels()
    same = record.stances[
        (record.stances["actor_id"] == row["actor_id"]) & (record.stances["issue_id"] == row["issue_id"])
    ]
    mine = same["stance_id"] == stance_id
    passages = pd.concat(
        [stance_passages(record, same[mine]), stance_passages(record, same[~mine], "Also on record")], ignore_index=True
    )
    return Evidence(
        f"stance:{stance_id}",
        f"{names[row['speaker_id']]} on “{labels[row['issue_id']]}”",
        (
            ("Position", f"{position_word(row['position'])}: {POSITIONS[str(row['position'])]}"),
            ("When", row["date_label"]),
        ),
        passages,
        conflicts_of(record, "stances", {stance_id}),
        ((f"actor:{row['actor_id']}", names[row["actor_id"]]), (f"issue:{row['issue_id']}", labels[row["issue_id"]])),
    )


def _cell(record: Record, name: str) -> Evidence | None:
    actor, _, issue = name.partition("~")
    names, labels = record.names(), record.labels()
    if actor not in names or issue not in labels:
        return None
    rows = record.stances[(record.stances["actor_id"] == actor) & (record.stances["issue_id"] == issue)]
    proposition = record.issues.set_index("issue_id")["proposition"][issue]
    silent = () if len(rows) else (("Position", "Silent: no report in scope records one. That is not neutrality."),)
    return Evidence(
        f"cell:{name}",
        f"{names[actor]} on “{labels[issue]}”",
        (("Proposition", proposition), *silent),
        stance_passages(record, rows),
        conflicts_of(record, "stances", set(rows["stance_id"])),
        ((f"actor:{actor}", names[actor]), (f"issue:{issue}", labels[issue])),
    )


def _dyad(record: Record, name: str) -> Evidence | None:
    a, _, b = name.partition("~")
    names, labels = record.names(), record.labels()
    if a not in names or b not in names:
        return None
    both = record.stances[record.stances["actor_id"].isin([a, b])]
    addressed = both.groupby("issue_id")["actor_id"].nunique()
    shared = addressed.index[addressed == 2]
    rows = both[both["issue_id"].isin(shared)]
    parts = [stance_passages(record, group, str(labels[str(issue)])) for issue, group in rows.groupby("issue_id")]
    passages = pd.concat(parts, ignore_index=True) if parts else mention_passages(record, record.event_reports.head(0))
    return Evidence(
        f"dyad:{name}",
        f"{names[a]} and {names[b]}",
        (("Shared issues", str(len(shared))), *_both_positions(record, rows, (a, b))),
        passages,
        conflicts_of(record, "stances", set(rows["stance_id"])),
        ((f"actor:{a}", names[a]), (f"actor:{b}", names[b])),
    )


def _both_positions(record: Record, rows: pd.DataFrame, pair: tuple[str, str]) -> Facts:
    """Each shared issue with the latest position of both, the widest apart first."""
    names, labels = record.names(), record.labels()
    held = measures.positions(rows)
    latest = dict(zip(zip(held["issue_id"], held["actor_id"], strict=True), held["position"], strict=True))
    issues = sorted(set(held["issue_id"]), key=lambda i: (-abs(latest[i, pair[0]] - latest[i, pair[1]]), i))
    return tuple((labels[i], ", ".join(f"{names[a]} {position_word(latest[i, a])}" for a in pair)) for i in issues)


def _actor(record: Record, actor_id: str) -> Evidence | None:
    row = _row(record.actors, "actor_id", actor_id)
    if row is None:
        return None
    names = record.names()
    aliases = record.aliases.loc[record.aliases["actor_id"] == actor_id, "alias"]
    speaks = record.actors.loc[record.actors["principal_id"] == actor_id, "name"]
    rows = record.stances[(record.stances["actor_id"] == actor_id) | (record.stances["speaker_id"] == actor_id)]
    parts = record.event_actors[
        (record.event_actors["actor_id"] == actor_id) | (record.event_actors["speaker_id"] == actor_id)
    ]
    mentions = record.event_reports[record.event_reports["event_id"].isin(parts["event_id"])]
    facts = (
        ("Kind", row["kind"]),
        ("Role", row["role"]),
        ("Speaks for or belongs to", names.get(row["principal_id"], "")),
        ("Speak for it or belong to it", ", ".join(speaks)),
        ("Also written", ", ".join(dict.fromkeys(aliases))),
        ("On record", f"{len(rows)} stances, {parts['event_id'].nunique()} events" if len(rows) else "never speaks"),
        ("Note", row["note"]),
    )
    passages = [stance_passages(record, rows, "Positions"), mention_passages(record, mentions, "Events")]
    touched = conflicts_of(record, "actors", {actor_id})
    return Evidence(f"actor:{actor_id}", row["name"], _filled(facts), pd.concat(passages, ignore_index=True), touched)


def _issue(record: Record, issue_id: str) -> Evidence | None:
    row = _row(record.issues, "issue_id", issue_id)
    if row is None:
        return None
    rows = record.stances[record.stances["issue_id"] == issue_id]
    sides = [
        ("For", rows["position"] > 0),
        ("Against", rows["position"] < 0),
        ("No position declared", rows["position"] == 0),
    ]
    passages = pd.concat([stance_passages(record, rows[side], name) for name, side in sides], ignore_index=True)
    facts = (("Proposition", row["proposition"]), ("Topic", row["topic"]), ("Note", row["note"]))
    conflicts = pd.concat(
        [conflicts_of(record, "issues", {issue_id}), conflicts_of(record, "stances", set(rows["stance_id"]))]
    )
    return Evidence(
        f"issue:{issue_id}", row["label"], _filled(facts), passages, conflicts.drop_duplicates("conflict_id")
    )


def _report(record: Record, report_id: str) -> Evidence | None:
    row = _row(record.reports, "report_id", report_id)
    if row is None:
        return None
    mentions = record.event_reports[record.event_reports["report_id"] == report_id]
    said = record.stances[record.stances["report_id"] == report_id]
    passages = pd.concat([mention_passages(record, mentions), stance_passages(record, said)], ignore_index=True)
    sides = record.conflict_sides.loc[record.conflict_sides["report_id"] == report_id, "conflict_id"]
    facts = (
        ("Outlet", row["outlet"] or "not given"),
        ("Published", row["published_label"] or "not known"),
        ("Author", row["author"]),
        ("Rests on", row["derived_from"]),
        ("Reliability", row["reliability"]),
        ("Translation", row["translation"]),
        ("Note", row["note"]),
    )
    return Evidence(
        f"report:{report_id}",
        row["title"],
        _filled(facts),
        passages.sort_values("start", kind="stable", ignore_index=True),
        record.conflicts[record.conflicts["conflict_id"].isin(sides)],
    )


def _conflict(record: Record, conflict_id: str) -> Evidence | None:
    row = _row(record.conflicts, "conflict_id", conflict_id)
    if row is None:
        return None
    sides = record.conflict_sides[record.conflict_sides["conflict_id"] == conflict_id]
    blank = dict.fromkeys(("date_label", "reported", "kind", "confidence", "credibility", "note"), "")
    rows = sides.assign(
        mark=f"conflict:{conflict_id}", group="", what="Side " + sides["side"], gist=sides["claim"], **blank
    )
    facts = (
        ("Kind", row["kind"]),
        ("Severity", row["severity"]),
        ("Status", row["status"]),
        ("Assessment", row["assessment"]),
        ("Note", row["note"]),
    )
    related = [(f"{t.rstrip('s')}:{i}", i) for t, i in _touched(record, row) if _label(record, t, i)]
    named = tuple((mark, _label(record, mark.partition(":")[0] + "s", i)) for mark, i in related)
    return Evidence(
        f"conflict:{conflict_id}", row["about"], _filled(facts), told(record, rows).sort_values("what"), record.conflicts.head(0), named
    )


def _touched(record: Record, row: Mapping[str, str]) -> list[tuple[str, str]]:
    marks = record.conflict_marks[record.conflict_marks["conflict_id"] == row["conflict_id"]]
    return list(
        dict.fromkeys([(row["subject_table"], row["subject_id"]), *zip(marks["table"], marks["id"], strict=True)])
    )


def _label(record: Record, table: str, name: str) -> str:
    if table == "stances":
        said = _row(record.stances, "stance_id", name)
        if said is None:
            return ""
        return f"{record.names()[said['speaker_id']]} on “{record.labels()[said['issue_id']]}”"
    column = {"events": "title", "actors": "name", "issues": "label", "reports": "name"}[table]
    rows: pd.DataFrame = getattr(record, table)
    found = _row(rows, f"{table.rstrip('s')}_id", name)
    return "" if found is None else str(found[column])


def _row(rows: pd.DataFrame, key: str, value: str) -> Mapping[str, Any] | None:
    hit = rows[rows[key] == value]
    return None if hit.empty else {str(name): value for name, value in hit.iloc[0].items()}


def _filled(facts: Facts) -> Facts:
    return tuple((name, value) for name, value in facts if value)


KINDS: Mapping[str, Callable[[Record, str], Evidence | None]] = {
    "event": _event,
    "events": _events,
    "stance": _stance,
    "cell": _cell,
    "dyad": _dyad,
    "actor": _actor,
    "issue": _issue,
    "report": _report,
    "conflict": _conflict,
}
