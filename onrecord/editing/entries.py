"""What a coder enters, and the rows it becomes: a stance, an event with its mention, a further mention of an event."""

from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.editing.date_input import to_edtf
from onrecord.schema import BY_NAME
from onrecord.schema.change import Row

Rows = Mapping[tuple[str, tuple[str, ...]], Row]  # (table, key) -> whole row


@dataclass(frozen=True)
class Passage:
    """Where in which report something stands: Python string indices into its text, the end exclusive."""

    report_id: str
    start: int
    end: int


@dataclass(frozen=True)
class Stance:
    """One actor's position on one issue, as a passage records it. Dates may be typed, as `to_edtf` reads them."""

    passage: Passage
    actor_id: str
    issue_id: str
    position: str
    date: str
    gist: str
    kind: str = "indirect"
    confidence: str = "high"
    note: str = ""


@dataclass(frozen=True)
class Part:
    """One actor's part in an event; ``report_id`` where only that report says so."""

    role: str
    actor_id: str
    report_id: str = ""


@dataclass(frozen=True)
class Mention:
    """What one passage says of an event: ``date``, ``status`` and ``place`` according to this report; its own ``words``
    of time; the event of which it ``denies`` that it is so."""

    passage: Passage
    gist: str
    status: str
    date: str = ""
    place: str = ""
    credibility: str = "6"
    note: str = ""
    words: str = ""
    denies: str = ""


@dataclass(frozen=True)
class Event:
    """An event that is new to the record, with the mention that tells it and who has which part."""

    title: str
    event_type: str
    date: str
    status: str
    mention: Mention
    parts: tuple[Part, ...] = ()
    place: str = ""
    salience: str = "core"
    note: str = ""


def stance_rows(entry: Stance, stance_id: str) -> Rows:
    """The row of one stance."""
    row = {
        "stance_id": stance_id,
        "date": to_edtf(entry.date),
        "actor_id": entry.actor_id,
        "issue_id": entry.issue_id,
        "position": entry.position,
        "kind": entry.kind,
        "gist": entry.gist.strip(),
        "confidence": entry.confidence,
        "note": entry.note.strip(),
    }
    return rows_by_key("stances", row | _place(entry.passage))


def event_rows(entry: Event, event_id: str) -> Rows:
    """The rows of an event that is new: itself, its mention, the parts in it."""
    row = {
        "event_id": event_id,
        "date": to_edtf(entry.date),
        "event_type": entry.event_type,
        "status": entry.status,
        "title": entry.title.strip(),
        "place": entry.place.strip(),
        "salience": entry.salience,
        "note": entry.note.strip(),
    }
    return {**rows_by_key("events", row), **mention_rows(entry.mention, event_id, entry.parts)}


def mention_rows(entry: Mention, event_id: str, parts: tuple[Part, ...] = ()) -> Rows:
    """The rows of one mention of an event, and of the parts it adds."""
    row = {
        "event_id": event_id,
        "gist": entry.gist.strip(),
        "reported_words": entry.words.strip(),
        "reported_date": to_edtf(entry.date),
        "reported_status": entry.status,
        "reported_place": entry.place.strip(),
        "credibility": entry.credibility,
        "note": entry.note.strip(),
    }
    rows = dict(rows_by_key("event_reports", row | _place(entry.passage)))
    if entry.denies:
        link = {"from_id": event_id, "to_id": entry.denies, "relation": "denies", "report_id": entry.passage.report_id}
        rows |= rows_by_key("event_links", link)
    for part in parts:
        told = {"event_id": event_id, "actor_id": part.actor_id, "role": part.role, "report_id": part.report_id}
        rows |= rows_by_key("event_actors", told)
    return rows


def _place(passage: Passage) -> dict[str, str]:
    return {"report_id": passage.report_id, "start": str(passage.start), "end": str(passage.end)}


def rows_by_key(table: str, row: Row) -> Rows:
    """One whole row under its key: an optional column that `row` does not name is empty.

    Raises KeyError where it does not name a required column, or names one that the table does not have.
    """
    columns = BY_NAME[table].columns
    if unknown := set(row) - {column.name for column in columns}:
        raise KeyError(f"{table} has no column {', '.join(sorted(unknown))}")
    whole = {c.name: row[c.name] if c.required else row.get(c.name, "") for c in columns}
    return {(table, tuple(whole[k] for k in BY_NAME[table].key)): whole}
