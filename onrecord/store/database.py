"""A dossier in a database: as it stands, as it stood, and brought in as a whole."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

import pandas as pd
import sqlalchemy as sa

from onrecord.errors import MissingError
from onrecord.schema import TABLES, Table
from onrecord.schema.change import Change, Signed
from onrecord.schema.dossier import Dossier, ExportState
from onrecord.store.engine import write_transaction
from onrecord.store.folder import in_order, version
from onrecord.store.ids import shown_id, shown_ids, stored_id
from onrecord.store.layout import DOSSIERS, REVISIONS, STORED, columns_of, row_key, table_of, valid_at
from onrecord.store.private import add_text
from onrecord.store.rows import apply, new_revision, row_content

FOLDER = "folder"


def dossiers(engine: sa.Engine) -> dict[str, str]:
    """Title of every dossier in the store, by its id; in an order that no rename changes."""
    query = sa.select(DOSSIERS.c.dossier_id, DOSSIERS.c.meta).where(DOSSIERS.c.rev_to.is_(None))
    with engine.connect() as connection:
        shown = shown_ids(connection)
        rows = connection.execute(query.order_by("dossier_id")).all()
    return {shown.get(row.dossier_id, row.dossier_id): json.loads(row.meta)["title"] for row in rows}


def revisions(engine: sa.Engine, dossier_id: str) -> pd.DataFrame:
    """The revisions of one dossier, oldest first.

    Returns
    -------
    table, one row a revision
        ``rev_id``, ``made_at`` (UTC), ``made_by``, ``reason``; ``base_rev`` and ``undoes`` (0 where there is none).
    """
    columns = (REVISIONS.c.rev_id, REVISIONS.c.made_at, REVISIONS.c.made_by, REVISIONS.c.reason)
    numbers = (sa.func.coalesce(REVISIONS.c[name], 0).label(name) for name in ("base_rev", "undoes"))
    with engine.connect() as connection:
        mine = REVISIONS.c.dossier_id == stored_id(connection, dossier_id)
        return pd.read_sql(sa.select(*columns, *numbers).where(mine).order_by(REVISIONS.c.rev_id), connection)


def newest(engine: sa.Engine, dossier_id: str) -> int:
    """The revision one dossier stands at; 0 where the store does not hold it."""
    with engine.connect() as connection:
        return _newest(connection, stored_id(connection, dossier_id))


def revision_on(engine: sa.Engine, dossier_id: str, day: date) -> int:
    """The revision one dossier stood at when `day` ended (UTC); 0 where it was not there yet."""
    end = datetime.combine(day, datetime.min.time(), UTC) + timedelta(days=1) if day < date.max else None
    with engine.connect() as connection:
        until = REVISIONS.c.made_at < end.isoformat() if end else sa.true()
        return _newest(connection, stored_id(connection, dossier_id), until)


def _newest(connection: sa.Connection, dossier_id: str, *more: sa.ColumnElement[bool]) -> int:
    query = sa.select(sa.func.max(REVISIONS.c.rev_id)).where(REVISIONS.c.dossier_id == dossier_id, *more)
    return int(connection.scalar(query) or 0)


def load(engine: sa.Engine, dossier_id: str, revision: int | None = None) -> Dossier:
    """One dossier as it stands, or as it stood at `revision`.

    Raises MissingError where the store holds no such dossier, or not yet at that revision.
    """
    at = newest(engine, dossier_id) if revision is None else revision
    with engine.connect() as connection:
        stored = stored_id(connection, dossier_id)
        shown = shown_id(connection, stored)
        meta = connection.scalar(sa.select(DOSSIERS.c.meta).where(*valid_at(DOSSIERS, stored, at)))
        if meta is None:
            have = dossiers(engine)
            if shown in have:
                raise MissingError(f"The dossier '{dossier_id}' was not yet here at revision {at}.")
            there = ", ".join(have) or "none yet"
            raise MissingError(f"There is no dossier '{dossier_id[:80]}' here. Those there are: {there}.")
        tables = {t.name: _frame(connection, t, stored, at) for t in TABLES}
    description = json.loads(meta)
    return Dossier(shown, description, tables, at, version(description, tables))


def load_export(engine: sa.Engine, dossier_id: str, revision: int | None = None) -> Dossier:
    """One dossier as `load` gives it, with the state it is exported at. Raises as `load` does."""
    dossier = load(engine, dossier_id, revision)
    with engine.connect() as connection:
        mine = REVISIONS.c.dossier_id == stored_id(connection, dossier_id)
        first = int(connection.scalar(sa.select(sa.func.min(REVISIONS.c.rev_id)).where(mine)) or 0)
    began = dossier if first == dossier.revision else load(engine, dossier_id, first)
    return replace(dossier, exported_at=ExportState(dossier.revision, dossier.version, began.version))


def used_ids(engine: sa.Engine, dossier_id: str, table: str) -> set[str]:
    """Every id that ever stood in a table whose key is one id: none is given to another row."""
    stored = table_of(table)
    with engine.connect() as connection:
        mine = stored.c.dossier_id == stored_id(connection, dossier_id)
        return {json.loads(key)[0] for key in connection.scalars(sa.select(stored.c.row_key).where(mine).distinct())}


def save(engine: sa.Engine, dossier: Dossier, *, made_by: str, reason: str) -> int:
    """Bring the store to the state of `dossier`, which has no fault, in one transaction; the revision it stands at.

    Rows that are there already stay as they are; without a difference there is no new revision.
    """
    with write_transaction(engine) as connection:
        own = replace(dossier, dossier_id=stored_id(connection, dossier.dossier_id))
        return _bring(connection, own, Signed(made_by, reason))


def fill(engine: sa.Engine, dossier: Dossier, texts: Mapping[str, str] = MappingProxyType({})) -> int:
    """Bring a dossier from its folder into the store with the texts beside it, unless somebody has worked on it there.

    A text that somebody deleted from the store does not come back: deleting it is work.
    """
    with write_transaction(engine) as connection:
        own = replace(dossier, dossier_id=stored_id(connection, dossier.dossier_id))
        query = sa.select(REVISIONS.c.made_by).where(REVISIONS.c.dossier_id == own.dossier_id).distinct()
        if set(connection.scalars(query)) - {FOLDER}:
            return _newest(connection, own.dossier_id)
        for text in texts.values():
            add_text(connection, own.dossier_id, text, FOLDER)
        return _bring(connection, own, Signed(FOLDER, "read from its folder"))


def _bring(connection: sa.Connection, dossier: Dossier, signed: Signed) -> int:
    changes = [c for name in ("dossiers", *STORED) for c in _changes(connection, dossier, name)]
    if not changes:
        return _newest(connection, dossier.dossier_id)
    rev_id = new_revision(connection, dossier.dossier_id, signed)
    apply(connection, dossier.dossier_id, changes, rev_id)
    return rev_id


def _frame(connection: sa.Connection, table: Table, dossier_id: str, at: int) -> pd.DataFrame:
    stored = STORED[table.name]
    names = columns_of(table.name)
    query = sa.select(*(stored.c[n] for n in names)).where(*valid_at(stored, dossier_id, at))
    # ordered here: databases sort text each in their own way
    rows = in_order(table, [tuple(row) for row in connection.execute(query).all()])
    return pd.DataFrame(rows, columns=names, dtype="str")


def _target_rows(dossier: Dossier, name: str) -> dict[tuple[str, ...], dict[str, str]]:
    if name == "dossiers":
        return {(dossier.dossier_id,): dict(dossier.meta)}
    table = next(t for t in TABLES if t.name == name)
    names = columns_of(name)
    rows = (dict(zip(names, row, strict=True)) for row in dossier.tables[name][names].to_numpy().tolist())
    return {tuple(row[k] for k in table.key): row for row in rows}


def _changes(connection: sa.Connection, dossier: Dossier, name: str) -> list[Change]:
    """What separates the store from `dossier` in one table."""
    query = sa.select(table_of(name)).where(*valid_at(table_of(name), dossier.dossier_id))
    have = {row["row_key"]: row_content(name, row) for row in connection.execute(query).mappings()}
    want = {row_key(key): (key, row) for key, row in _target_rows(dossier, name).items()}
    gone = [Change(name, tuple(json.loads(key)), row, None) for key, row in have.items() if key not in want]
    new = [Change(name, k, have.get(key), row) for key, (k, row) in want.items() if have.get(key) != row]
    return gone + new
