"""Coding: what a coder enters becomes rows, saved as one signed revision; rows are corrected and retracted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

import pandas as pd

from onrecord import store
from onrecord.editing.conflict_kinds import check_kind
from onrecord.editing.date_input import to_edtf
from onrecord.editing.dependents import dependent_rows
from onrecord.editing.entries import Event, Mention, Part, Rows, Stance, event_rows, mention_rows, stance_rows
from onrecord.editing.new_names import check_name
from onrecord.editing.parts import part_changes
from onrecord.editing.tables import Key, key_of, publication, row_texts
from onrecord.editing.workspace import Workspace, save
from onrecord.errors import MissingError, OnRecordError
from onrecord.schema import BY_NAME
from onrecord.schema.change import Change, Row
from onrecord.text import slug


@dataclass(frozen=True)
class SaveRequest:
    """What a form carries beside its fields.

    ``token`` names this one filling-in, so that a double click saves once. ``base_rev`` is the revision it was opened
    at: what others changed since is not overwritten. ``reason`` says why, where there is more to say than what.
    ``rows`` are new rows that are saved with it: who and what was not on record yet.
    """

    token: str = ""
    base_rev: int | None = None
    reason: str = ""
    rows: Rows = field(default_factory=dict)


@dataclass(frozen=True)
class Saved:
    """What a save made: the ``revision``, and the ``mark`` of what was saved (``event:…``, ``stance:…``)."""

    revision: int
    mark: str


NEW = SaveRequest()
CALLED = {"actors": "name", "issues": "label", "events": "title", "aliases": "alias"}


def stance(workspace: Workspace, entry: Stance, form: SaveRequest = NEW) -> Saved:
    """Save a new stance.

    Raises DossierError where it breaks the codebook, OnRecordError where its date is none, and as `save` does.
    """
    if again := _saved_before(workspace, "stances", form):
        return again
    stance_id = unused_id(workspace, "stances", entry.actor_id, entry.issue_id, to_edtf(entry.date).rstrip("?~%"))
    rows = stance_rows(entry, stance_id)
    return Saved(_write(workspace, _additions(rows), form, f"stance coded: {stance_id}"), f"stance:{stance_id}")


def event(workspace: Workspace, entry: Event, form: SaveRequest = NEW) -> Saved:
    """Save an event that is new, with its mention and the parts in it, as one revision. Raises as `stance` does."""
    if again := _saved_before(workspace, "events", form):
        return again
    _check_called("events", {"title": entry.title})
    event_id = unused_id(workspace, "events", entry.title)
    rows = event_rows(entry, event_id)
    return Saved(_write(workspace, _additions(rows), form, f"event coded: {event_id}"), f"event:{event_id}")


def mention(
    workspace: Workspace, entry: Mention, event_id: str, *, parts: Iterable[Part] | None = None, form: SaveRequest = NEW
) -> Saved:
    """Save a further mention of an event that is there.

    `parts` are those that the report gives; None says nothing of them. They are stored for this report, also those
    known from others; a part that was every report's so far and is not this one's becomes that of the others. What an
    earlier mention in the same report gives stays.

    Raises MissingError without such an event, and as `stance` does.
    """
    state = _state(workspace, form)
    if event_id not in set(state["events"]["event_id"]):
        raise MissingError(f"There is no event '{event_id[:80]}' to mention.")
    rows = mention_rows(entry, event_id)
    there = {("event_links", key_of("event_links", row)) for row in row_texts(state["event_links"])}
    changes = _additions({place: row for place, row in rows.items() if place not in there})
    if parts is not None:
        changes += part_changes(state, (event_id, entry.passage.report_id), parts)
    return Saved(_write(workspace, changes, form, f"mention coded: {event_id}"), f"event:{event_id}")


def new_actor(workspace: Workspace, fields: Mapping[str, str], form: SaveRequest = NEW) -> Saved:
    """Save a new actor; `fields` are columns of that table, of which ``name`` and ``kind`` are needed."""
    return _save_new_row(workspace, "actors", fields, form)


def new_issue(workspace: Workspace, fields: Mapping[str, str], form: SaveRequest = NEW) -> Saved:
    """Save a new issue; `fields` are columns of that table: ``label``, ``proposition`` and ``topic`` are needed."""
    return _save_new_row(workspace, "issues", fields, form)


def new_alias(workspace: Workspace, fields: Mapping[str, str], form: SaveRequest = NEW) -> Saved:
    """Save another spelling of an actor's name: ``actor_id``, ``alias``, ``kind``, and ``report_id`` if only there."""
    row = _full_row("aliases", fields)
    revision = _write(
        workspace, [Change("aliases", key_of("aliases", row), None, row)], form, f"alias added: {row['alias']}"
    )
    return Saved(revision, f"actor:{row['actor_id']}")


def change(workspace: Workspace, table: str, key: Key, mine: Mapping[str, str], form: SaveRequest = NEW) -> Saved:
    """Correct fields of one row.

    Parameters
    ----------
    key : its key, in the order of the schema
    mine : column -> text, only the columns that change
        Dates may be typed as `date_input.to_edtf` reads them, beside the report that the row is from.
    form : with the revision the coder was looking at
        Fields others changed since are left to them, unless they are the same ones: then StaleError, nothing is saved.

    Raises MissingError where the row is not there, OnRecordError where the table has no such column.
    """
    tables = store.load(workspace.engine, workspace.dossier_id, form.base_rev).tables
    base = _row(tables, table, key)
    if unknown := set(mine) - set(base):
        raise OnRecordError(f"{table} has no column {', '.join(sorted(unknown))}.")
    _check_called(table, mine)
    later = {**base, **as_stored(table, mine, **publication(tables, [base.get("report_id", "")]))}
    if len(key) == 1 and key_of(table, later) != key:
        raise OnRecordError("An id stays what it is. Make a new row, or merge the two under Names.")
    _check_conflict_kind(workspace, table, (base, later), form)
    what = ", ".join(name for name in base if base[name] != later[name])
    revision = amend(
        workspace, {(table, key): base}, {(table, key_of(table, later)): later}, form, f"{what} of {key[0]}"
    )
    return Saved(revision, mark_of(table, key))


def _check_conflict_kind(workspace: Workspace, table: str, pair: tuple[Row, Row], form: SaveRequest) -> None:
    """Raise where another kind is given to a conflict whose sides do not bear it out."""
    if table == "conflicts" and pair[0]["kind"] != pair[1]["kind"]:
        sides = _state(workspace, form)["conflict_sides"]
        of = sides["conflict_id"] == pair[0]["conflict_id"]
        check_kind(pair[1]["kind"], sides.loc[of, "report_id"].tolist())


def amend(workspace: Workspace, before: Rows, after: Rows, form: SaveRequest, what: str) -> int:
    """Save what separates the rows `after` from the rows `before`, as the coder saw them; the revision.

    Raises OnRecordError where nothing does.
    """
    keys = dict.fromkeys([*before, *after])
    changes = [Change(table, key, before.get((table, key)), after.get((table, key))) for table, key in keys]
    if not (real := [c for c in changes if c.base != c.mine]):
        raise OnRecordError("Nothing is different yet, so there is nothing to change.")
    return _write(workspace, real, form, f"corrected: {what}")


def retract(workspace: Workspace, table: str, key: Key, form: SaveRequest = NEW) -> Saved:
    """End one row and all that hangs on it, as one revision that can be undone.

    With an event go its mentions, parts, links and the conflicts about it; with a stance the conflicts about it; with
    a conflict its sides; with an actor its aliases. Raises DossierError where other rows still need it (an issue with
    stances), OnRecordError for the only mention of an event, MissingError where it is not there or was retracted
    meanwhile, StaleError where others changed it.
    """
    if again := store.revision_of_token(workspace.engine, workspace.dossier_id, form.token):
        return Saved(again, mark_of(table, key))
    state = _state(workspace, form)
    gone: dict[tuple[str, Key], Row] = {(table, key): _row(state, table, key)}
    _check_retraction(workspace, table, key, form)
    for name, found in dependent_rows(state, table, key[0]):
        gone[name, key_of(name, found)] = found
    changes = [Change(name, k, base, None) for (name, k), base in gone.items()]
    return Saved(_write(workspace, changes, form, f"retracted: {' + '.join(key)}"), mark_of(table, key))


def _check_retraction(workspace: Workspace, table: str, key: Key, form: SaveRequest) -> None:
    """Raise where a row stands no more, or is the only mention of its event."""
    now = store.load(workspace.engine, workspace.dossier_id).tables
    try:
        _row(now, table, key)
    except MissingError:
        past = store.history(workspace.engine, workspace.dossier_id, form.base_rev or 0)
        last = past[[row == (table, key) for row in zip(past["table"], past["key"], strict=True)]].iloc[-1]
        who = f"{last['made_by']} retracted it already, in revision {last['rev_id']}"
        raise MissingError(f"{who}: nothing is left to retract.") from None
    if table == "event_reports" and (now[table]["event_id"] == key[0]).sum() == 1:
        title = _row(now, "events", key[:1])["title"]
        cure = "retract the event, or code another mention of it first"
        raise OnRecordError(f"This is the only mention of “{title}”, and an event needs one: {cure}.")


def row(workspace: Workspace, table: str, key: Key, revision: int | None = None) -> Row:
    """One row as it stands, or as it stood at `revision`: column -> text. Raises MissingError where it is not there."""
    return _row(store.load(workspace.engine, workspace.dossier_id, revision).tables, table, key)


def rows_of_event(workspace: Workspace, event_id: str, place: tuple[str, str], revision: int | None = None) -> Rows:
    """The rows of an event that a form over one mention shows: itself, that mention, its parts, what it denies.

    `place` is the report and the start of the mention, as texts.
    """
    state = store.load(workspace.engine, workspace.dossier_id, revision).tables
    parts = state["event_actors"][state["event_actors"]["event_id"] == event_id]
    found: dict[tuple[str, Key], Row] = {("events", (event_id,)): _row(state, "events", (event_id,))}
    found["event_reports", (event_id, *place)] = _row(state, "event_reports", (event_id, *place))
    links = state["event_links"]
    links = links[(links["from_id"] == event_id) & (links["relation"] == "denies")]
    found |= {("event_links", key_of("event_links", r)): r for r in row_texts(links)}
    return found | {("event_actors", key_of("event_actors", r)): r for r in row_texts(parts)}


def unused_id(workspace: Workspace, table: str, *words: str) -> str:
    """An id made from `words` that no row of `table` has or ever had."""
    used, wanted = store.used_ids(workspace.engine, workspace.dossier_id, table), slug(*words)
    if wanted not in used:
        return wanted
    return next(f"{wanted}-{n}" for n in range(2, len(used) + 3) if f"{wanted}-{n}" not in used)


def mark_of(table: str, key: Key) -> str:
    """The mark that selects a row, as the evidence panel knows it: that of the event, stance, actor, issue …"""
    kind = {"aliases": "actor", "conflict_sides": "conflict", "verdicts": "difference"}.get(
        table, table.partition("_")[0].rstrip("s")
    )
    return f"{kind}:{key[0]}"


def _saved_before(workspace: Workspace, table: str, form: SaveRequest) -> Saved | None:
    """What the same press saved before: the row that it added to `table`; None where this is the first."""
    again = store.revision_of_token(workspace.engine, workspace.dossier_id, form.token)
    if not again:
        return None
    past = store.history(workspace.engine, workspace.dossier_id, again - 1, again)
    added = past.loc[(past["table"] == table) & past["before"].isna(), "key"]
    return Saved(again, mark_of(table, added.iloc[0]))


def _write(workspace: Workspace, changes: Iterable[Change], form: SaveRequest, what: str) -> int:
    reason = form.reason.strip() or what
    return save(workspace, [*_additions(form.rows), *changes], reason=reason, token=form.token, base_rev=form.base_rev)


def _additions(rows: Rows) -> list[Change]:
    return [Change(table, key, None, new) for (table, key), new in rows.items()]


def _save_new_row(workspace: Workspace, table: str, fields: Mapping[str, str], form: SaveRequest) -> Saved:
    if again := _saved_before(workspace, table, form):
        return again
    name = {"actors": "name", "issues": "label"}[table]
    made = unused_id(workspace, table, fields.get(name, ""))
    new = _full_row(table, {**fields, BY_NAME[table].key[0]: made})
    revision = _write(workspace, [Change(table, (made,), None, new)], form, f"{table[:-1]} added: {made}")
    return Saved(revision, mark_of(table, (made,)))


def _check_called(table: str, fields: Mapping[str, str]) -> None:
    """Raises OnRecordError where what a row is called is no name; that nothing is written the codebook says."""
    if called := fields.get(CALLED.get(table, "")):
        check_name(called)


def _full_row(table: str, fields: Mapping[str, str]) -> Row:
    _check_called(table, fields)
    plain = as_stored(table, fields)
    return {column.name: plain.get(column.name, "") for column in BY_NAME[table].columns}


def as_stored(table: str, fields: Mapping[str, str], *, reported_on: str = "", language: str = "") -> dict[str, str]:
    """What was typed into columns of a table, as it is stored: without blanks around, dates as EDTF.

    Dates are read beside a report published `reported_on` in `language`, as `date_input.to_edtf` reads them.
    """
    reading = partial(to_edtf, reported_on=reported_on, language=language)
    dated = {c.name for c in BY_NAME[table].columns if c.kind == "edtf"}
    return {name: reading(value) if name in dated else value.strip() for name, value in fields.items()}


def _state(workspace: Workspace, form: SaveRequest) -> Mapping[str, pd.DataFrame]:
    return store.load(workspace.engine, workspace.dossier_id, form.base_rev).tables


def _row(state: Mapping[str, pd.DataFrame], table: str, key: Key) -> Row:
    rows = state[table]
    for name, value in zip(BY_NAME[table].key, key, strict=True):
        rows = rows[rows[name] == value]
    if rows.empty:
        raise MissingError(f"{table} has no row {' + '.join(key)[:80]} (any more).")
    return row_texts(rows)[0]
