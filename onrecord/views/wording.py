"""Changes in words: how a row is called, what a value means, what a change amounts to in a sentence."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from onrecord import dates
from onrecord.record import Record
from onrecord.record.links import link_labels, words
from onrecord.record.passages import position_word
from onrecord.schema import BY_NAME, grade
from onrecord.schema.change import Row

CALLED = {"reports": "title", "actors": "name", "issues": "label", "events": "title", "conflicts": "about"}
GRADED = ("reliability", "credibility")
Pair = tuple[Row | None, Row | None]
# what says most about an actor comes first
TELLING = (
    ("events", "postponed"),
    ("stances", "position"),
    ("events", "re-dated"),
    ("conflicts", "resolved"),
    ("stances", "new"),
    ("stances", "retracted"),
    ("events", "new"),
    ("events", "retracted"),
    ("conflicts", "new"),
    ("stances", "re-dated"),
    ("events", "changed"),
    ("stances", "changed"),
)


class Names:
    """What people call the things in a record, and in rows that are no longer in it."""

    def __init__(self, rows: pd.DataFrame, record: Record) -> None:
        self.known: dict[tuple[str, str], str] = {}
        for table, key, before, now in rows[["table", "key", "before", "now"]].itertuples(index=False):
            if table in CALLED:
                self.known[table, key[0]] = (now or before)[CALLED[table]]
        frames = {"actors": record.actor_names(), "issues": record.issue_labels(), "events": record.event_titles()}
        frames["reports"] = record.report_names()
        frames["conflicts"] = dict(zip(record.conflicts["conflict_id"], record.conflicts["about"], strict=True))
        self.known |= {(table, i): name for table, some in frames.items() for i, name in some.items()}
        links = record.once(link_labels)[["from_id", "to_id", "relation", "forward"]]
        self.links = {(start, end, relation): label for start, end, relation, label in links.itertuples(index=False)}

    def of(self, table: str, name: str) -> str:
        """What one thing is called; its id where nobody knows."""
        return self.known.get((table, name), name)

    def of_link(self, row: Row) -> str:
        """What a link says from the event that links; of one that is no longer there, what its relation means."""
        label = self.links.get((row["from_id"], row["to_id"], row["relation"]))
        return label or words(row["relation"], "occurred")[0]

    def of_row(self, table: str, row: Row) -> str:
        """What one row is called."""
        return ROWS[table](self, row)


def _linked(names: Names, row: Row) -> str:
    both = [f"“{names.of('events', row[end])}”" for end in ("from_id", "to_id")]
    label = names.of_link(row)
    return f"{both[0]} {label[0].lower()}{label[1:]} {both[1]}"


ROWS: Mapping[str, Callable[[Names, Row], str]] = {
    "dossiers": lambda names, row: f"The description of the dossier “{row['title']}”",
    "reports": lambda names, row: row["title"],
    "actors": lambda names, row: row["name"],
    "aliases": lambda names, row: f"“{row['alias']}”, a spelling of {names.of('actors', row['actor_id'])}",
    "issues": lambda names, row: row["label"],
    "events": lambda names, row: row["title"],
    "event_actors": lambda names, row: (
        f"{names.of('actors', row['actor_id'])} as {row['role']} in “{names.of('events', row['event_id'])}”"
    ),
    "event_reports": lambda names, row: (
        f"“{names.of('events', row['event_id'])}” as {names.of('reports', row['report_id'])} tells it"
    ),
    "event_links": _linked,
    "stances": lambda names, row: f"{names.of('actors', row['actor_id'])} on “{names.of('issues', row['issue_id'])}”",
    "conflicts": lambda names, row: row["about"],
    "conflict_sides": lambda names, row: f"Side {row['side']} of “{names.of('conflicts', row['conflict_id'])}”",
    "verdicts": lambda names, row: (
        f"The difference ({row['rule']}) about “{names.of(row['subject_table'], row['subject_id'])}”"
    ),
}


def value_text(names: Names, table: str, field: str, value: str) -> str:
    """A stored value as people read it: dates and names in words, positions with their sign."""
    if not value or table not in BY_NAME:
        return value
    column = BY_NAME[table].column(field)
    if column.refers_to:
        return names.of(column.refers_to, value)
    if column.kind == "edtf":
        return dates.parse(value).label
    if (table, field) == ("reports", "derived_from"):
        return names.of("reports", value)
    if field in GRADED:
        return grade(value)
    return position_word(int(value)) if (table, field) == ("stances", "position") else value


def change_sentence(names: Names, table: str, what: str, pair: Pair) -> str:
    """What a change amounts to, as a sentence without its full stop; of a stance, without the actor."""
    before, now = pair
    row = now or before or {}
    if table == "stances":
        return _of_stance(names, what, pair)
    name = names.of_row(table, row)
    called = f"“{name}”" if table in CALLED else name
    if what in ("new", "retracted"):
        return f"{called} is {'new' if what == 'new' else 'no longer'} on record"
    if what == "report withdrawn":
        return f"the report {called} is withdrawn"
    if what == "resolved":
        return f"the conflict over {called} is settled: {row['status']}"
    return f"{called} {_difference_phrase(names, table, what, pair)}"


def _of_stance(names: Names, what: str, pair: Pair) -> str:
    before, now = pair
    row = now or before or {}
    on = f"on “{names.of('issues', row['issue_id'])}”"
    position = value_text(names, "stances", "position", row["position"])
    if before is None:
        return f"is now on record with {position} {on}"
    if now is None:
        return f"is no longer on record with {position} {on}"
    if before["position"] != now["position"]:
        return f"is now coded {position} {on}, not {value_text(names, 'stances', 'position', before['position'])}"
    return f"{on}: {_difference_phrase(names, 'stances', what, pair)}"


def _difference_phrase(names: Names, table: str, what: str, pair: Pair) -> str:
    """What differs between two versions of a row, of several fields the one that says most."""
    before, now = pair[0] or {}, pair[1] or {}
    field = _most_telling_field(table, what, before, now)
    old, new = (value_text(names, table, field, row.get(field, "")) for row in (before, now))
    if what == "postponed":
        return f"is put off; it was {before['status']} ({value_text(names, table, 'date', before['date'])})"
    if what == "re-dated":
        return f"is now dated {new or 'nothing'}, not {old or 'nothing'}"
    return _values_phrase(field.replace("_", " ").removesuffix(" id"), old, new)


def _values_phrase(field: str, old: str, new: str) -> str:
    is_long = max(len(old), len(new)) > 60
    return f"has another {field}" if is_long else f"has {field} {new or '—'}, not {old or '—'}"


def _most_telling_field(table: str, what: str, before: Row, now: Row) -> str:
    differing = [f for f in now if before.get(f) != now[f]]
    return next((f for f in _telling_fields(table, what) if f in differing), differing[0])


def _telling_fields(table: str, what: str) -> Sequence[str]:
    """Fields in the order in which they say something."""
    dated = ("date", "published", "reported_date") if what == "re-dated" else ()
    return (*dated, "status", "position", "severity", "name", "title", "label", "proposition", "principal_id", "date")


def sentence_rank(line: Mapping[Any, Any]) -> int:
    """How much a line of `changes.change_lines` says, 0 the most."""
    moved = line["table"] == "stances" and line["what"] == "changed" and any(f[0] == "position" for f in line["fields"])
    pair = (line["table"], "position" if moved else line["what"])
    return TELLING.index(pair) if pair in TELLING else len(TELLING)
