"""A date is corrected wherever it was taken over: the event, its mentions, stances from the same passages."""

from dataclasses import dataclass

import pandas as pd

from onrecord import store
from onrecord.editing.coding import NEW, Saved, SaveRequest
from onrecord.editing.date_input import edtf_label, to_edtf
from onrecord.editing.tables import Tables, key_of, publication, row_texts, tables_of
from onrecord.editing.workspace import Workspace, save
from onrecord.errors import MissingError, OnRecordError
from onrecord.record import Record
from onrecord.schema.change import Change
from onrecord.views.wording import Names

OF = {"event": ("events", "event_id"), "stance": ("stances", "stance_id")}
PLACE = ["report_id", "start", "end"]


@dataclass(frozen=True)
class Correction:
    """Another ``date`` for what ``mark`` names (``event:…`` or ``stance:…``), typed as `date_input.to_edtf` reads it
    beside the reports that tell it.

    ``with_mentions``: also where a report was coded to give the old date for the event. ``with_stances``: also stances
    that rest on the same passages and carry the old date.
    """

    mark: str
    date: str
    with_mentions: bool = False
    with_stances: bool = True


def preview(record: Record, asked: Correction) -> pd.DataFrame:
    """Every row that a correction would change, before anything is saved.

    Returns
    -------
    table, one row per row that would change, that of the mark first
        ``table``; ``name``, what the row is called; ``field``; ``before`` and ``now``, dates in words and as EDTF.

    Raises as `correct` does, but for saving.
    """
    names = Names(pd.DataFrame(columns=["table", "key", "before", "now"]), record)
    found = []
    for change in changes(tables_of(record), asked):
        before, now = change.base or {}, change.mine or {}
        field = "reported_date" if change.table == "event_reports" else "date"
        name = names.of_row(change.table, before)
        found.append((change.table, name, field.replace("_", " "), edtf_label(before[field]), edtf_label(now[field])))
    return pd.DataFrame(found, columns=["table", "name", "field", "before", "now"])


def correct(workspace: Workspace, asked: Correction, form: SaveRequest = NEW) -> Saved:
    """Save another date as one revision; what the old one was, and who corrected it, stays in the history.

    Raises OnRecordError where the date is none or no other one, MissingError where there is no such event or stance,
    StaleError where somebody else corrected it since ``form.base_rev``, and as `save` does.
    """
    tables = store.load(workspace.engine, workspace.dossier_id, form.base_rev).tables
    found = changes(tables, asked)
    old, new = (str((row or {})["date"]) for row in (found[0].base, found[0].mine))
    what = form.reason.strip() or f"date corrected: {found[0].key[0]}, {old} is now {new}"
    return Saved(save(workspace, found, reason=what, token=form.token, base_rev=form.base_rev), asked.mark)


def carriers(tables: Tables, mark: str) -> dict[str, pd.DataFrame]:
    """The rows that carry the date of what `mark` names, by table: itself, mentions with that date, stances.

    Raises MissingError where there is no such event or stance.
    """
    kind, _, name = mark.partition(":")
    if kind not in OF:
        raise OnRecordError("Events and stances have dates to correct; choose one of these.")
    table, own = OF[kind]
    itself = tables[table][tables[table][own] == name]
    if itself.empty:
        raise MissingError(f"There is no {kind} '{name[:80]}' (any more).")
    date = itself["date"].iloc[0]
    mentions, stances = tables["event_reports"], tables["stances"]
    mine = mentions[mentions["event_id"] == name] if kind == "event" else mentions.head(0)
    places = mine[PLACE] if kind == "event" else itself[PLACE]
    beside = stances[stances["stance_id"].isin(_resting(stances, places)) & (stances["date"] == date)]
    if kind == "stance":
        beside = beside[beside["stance_id"] != name]
    return {"itself": itself, "mentions": mine[mine["reported_date"] == date], "stances": beside}


def changes(tables: Tables, asked: Correction) -> list[Change]:
    """What a correction changes, the row of the mark first. Raises as `correct` does, but for saving."""
    found = carriers(tables, asked.mark)
    date = to_edtf(asked.date, **publication(tables, _reports_behind(tables, asked.mark)))
    old = found["itself"]["date"].iloc[0]
    if not date:
        raise OnRecordError("Write the date first.")
    if date == old:
        raise OnRecordError(f"It is dated {edtf_label(old)} already.")
    wanted = [(OF[asked.mark.partition(":")[0]][0], "date", found["itself"])]
    if asked.with_mentions:
        wanted.append(("event_reports", "reported_date", found["mentions"]))
    if asked.with_stances:
        wanted.append(("stances", "date", found["stances"]))
    return [
        Change(table, key_of(table, row), row, {**row, column: date})
        for table, column, rows in wanted
        for row in row_texts(rows)
    ]


def _reports_behind(tables: Tables, mark: str) -> pd.Series:
    """The reports that tell an event, or the one a stance is from."""
    kind, _, name = mark.partition(":")
    rows = tables["event_reports"] if kind == "event" else tables["stances"]
    return rows.loc[rows[OF[kind][1]] == name, "report_id"]


def _resting(stances: pd.DataFrame, places: pd.DataFrame) -> set[str]:
    """Stances from a passage that overlaps one of `places`."""
    whole = {"start": "int64", "end": "int64"}
    both = stances[["stance_id", *PLACE]].astype(whole).merge(places.astype(whole), on="report_id")
    return set(both.loc[(both["start_x"] < both["end_y"]) & (both["start_y"] < both["end_x"]), "stance_id"])
