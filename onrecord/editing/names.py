"""Names: an actor or an issue gets another name; two actors, issues or events are made one. Ids stay as they are."""

from collections.abc import Sequence

import pandas as pd

from onrecord import record as records
from onrecord import store
from onrecord.editing import merging
from onrecord.editing.coding import NEW, Saved, SaveRequest
from onrecord.editing.merging import CALLED, OF, Move
from onrecord.editing.new_names import check_name
from onrecord.editing.tables import key_of, row_texts, tables_of
from onrecord.editing.workspace import Workspace, save
from onrecord.errors import MissingError, OnRecordError
from onrecord.record import Record
from onrecord.record.differences import differences, renamed_ids
from onrecord.schema import BY_NAME
from onrecord.schema.change import Change, Row
from onrecord.views.wording import Names

RENAMABLE = ("actor", "issue")  # the title of an event is corrected in its row
WHAT = {(True, True): "changes", (True, False): "ends", (False, True): "is new"}


def rename(workspace: Workspace, mark: str, new: str, *, keeps_old: bool = True, form: SaveRequest = NEW) -> Saved:
    """Give an actor or an issue another name; it keeps its id.

    Parameters
    ----------
    mark : ``actor:…`` or ``issue:…``
    keeps_old : whether the old name stays among the other spellings; of an issue, in its note

    Raises OnRecordError where nothing is new, or another one has that name: the two may be one. MissingError where
    there is no such actor or issue, and as `save` does.
    """
    kind, _, name = mark.partition(":")
    table, wanted = OF.get(kind, ""), " ".join(new.split())
    if kind not in RENAMABLE:
        raise OnRecordError("Actors and issues have names that can be changed, nothing else.")
    tables = store.load(workspace.engine, workspace.dossier_id, form.base_rev).tables
    rows, own, called = row_texts(tables[table]), BY_NAME[table].key[0], CALLED[table]
    row = next((r for r in rows if r[own] == name), None)
    if row is None:
        raise MissingError(f"There is no {kind} '{name[:80]}' (any more).")
    _is_free(rows, row, wanted, table)
    changes = [Change(table, (name,), row, _renamed(row, called, wanted, keeps_old=keeps_old))]
    if keeps_old and kind == "actor":
        alias = {"actor_id": name, "alias": row["name"], "report_id": "", "kind": "variant"}
        if alias["alias"] not in _spellings(tables["aliases"], name):
            changes.append(Change("aliases", key_of("aliases", alias), None, alias))
    what = form.reason.strip() or f"renamed: “{row[called]}” is now “{wanted}”"
    return Saved(save(workspace, changes, reason=what, token=form.token, base_rev=form.base_rev), mark)


def change_alias(workspace: Workspace, before: Row | None, after: Row | None, form: SaveRequest = NEW) -> Saved:
    """Add another spelling of an actor (there is no `before`), correct it, or take it away (there is no `after`).

    Raises OnRecordError where nothing is written, or the actor is so written already, and as `save` does.
    """
    row = after or before or {}
    if after is not None and (before is None or key_of("aliases", before) != key_of("aliases", after)):
        _is_new_spelling(store.load(workspace.engine, workspace.dossier_id, form.base_rev).tables["aliases"], after)
    kind = f"{'no' if after is None else 'a'} {row['kind']}"
    what = form.reason.strip() or f"“{row['alias']}” is {kind} of {row['actor_id']}"
    changes = merging.changes([Move("aliases", before, after)])
    revision = save(workspace, changes, reason=what, token=form.token, base_rev=form.base_rev)
    return Saved(revision, f"actor:{row['actor_id']}")


def _is_new_spelling(aliases: pd.DataFrame, row: Row) -> None:
    if not row["alias"]:
        raise OnRecordError("Write the spelling first.")
    if key_of("aliases", row) in set(aliases[list(BY_NAME["aliases"].key)].itertuples(index=False, name=None)):
        raise OnRecordError(f"“{row['alias']}” is there already.")


def preview_merge(record: Record, kind: str, from_id: str, into_id: str) -> pd.DataFrame:
    """Every row that a merge would change, before anything is saved.

    Parameters
    ----------
    record : the whole record
    kind : ``actor``, ``issue`` or ``event``
    from_id, into_id : the one that ends, and the one it becomes part of

    Returns
    -------
    table, one row per row that would change
        ``table``; ``name``, what the row is called; ``what`` (changes, ends, is new); ``key`` and ``becomes``, its key
        as text before and after ("" without one); ``collides``, what it runs into and what becomes of it ("" for
        nothing).

    Raises as `merging.pair` does.
    """
    tables = tables_of(record)
    asked = merging.pair(tables, kind, from_id, into_id)
    found = merging.moves(tables, asked, renamed_ids(differences(record), asked.table, asked.gone, asked.into))
    names = Names(pd.DataFrame(columns=["table", "key", "before", "now"]), record)
    columns = ["table", "name", "what", "key", "becomes", "collides"]
    return pd.DataFrame([_line(names, move) for move in found], columns=columns)


def merge(workspace: Workspace, kind: str, from_id: str, into_id: str, form: SaveRequest = NEW) -> Saved:
    """Make one of two as one revision: `from_id` ends and is not given again, its name stays as another spelling.

    What refers to it at the moment of saving changes, also what others have added since the preview. Raises as
    `merging.pair` and `save` do.
    """
    dossier = store.load(workspace.engine, workspace.dossier_id)
    asked = merging.pair(dossier.tables, kind, from_id, into_id)
    found = differences(records.from_dossier(dossier))
    renamed = renamed_ids(found, asked.table, asked.gone, asked.into)
    changes = merging.changes(merging.moves(dossier.tables, asked, renamed))
    what = form.reason.strip() or f"merged: {from_id} is now part of {into_id}"
    revision = save(workspace, changes, reason=what, token=form.token, base_rev=form.base_rev)
    return Saved(revision, f"{kind}:{asked.into}")


def _renamed(row: Row, called: str, wanted: str, *, keeps_old: bool) -> Row:
    later = {**row, called: wanted}
    return (
        {**later, "note": merging.note_with_label(row["note"], row[called])}
        if keeps_old and called == "label"
        else later
    )


def _is_free(rows: Sequence[Row], row: Row, wanted: str, table: str) -> None:
    own, called = BY_NAME[table].key[0], CALLED[table]
    if not wanted:
        raise OnRecordError("Write the new name first.")
    check_name(wanted)
    if row[called] == wanted:
        raise OnRecordError(f"It is called “{wanted}” already.")
    taken = next((r[own] for r in rows if r[called].casefold() == wanted.casefold() and r[own] != row[own]), "")
    if taken:
        raise OnRecordError(f"“{wanted}” is the name of {taken}. If the two are one, merge them.")


def _spellings(aliases: pd.DataFrame, actor_id: str) -> set[str]:
    return set(aliases.loc[(aliases["actor_id"] == actor_id) & (aliases["report_id"] == ""), "alias"])


def _line(names: Names, move: Move) -> tuple[str, ...]:
    keys = [" + ".join(k for k in key_of(move.table, row) if k) if row else "" for row in (move.before, move.now)]
    name = names.of_row(move.table, move.before or move.now or {})
    what = WHAT[move.before is not None, move.now is not None]
    return move.table, name, what, *keys, move.collides


__all__ = ["RENAMABLE", "change_alias", "merge", "preview_merge", "rename"]
