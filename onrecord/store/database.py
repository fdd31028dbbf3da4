"""A dossier in a database: rows are versioned, never overwritten.

Every row carries the revision that brought it (``rev_from``) and the one that ended it (``rev_to``, empty while it
stands); ``revisions`` says who made each, when and why. The state at a revision is one condition on those two columns.
"""

import json
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection

import pandas as pd
import sqlalchemy as sa

from onrecord.errors import MissingError, OnRecordError
from onrecord.schema import TABLES, Table
from onrecord.schema.dossier import Dossier
from onrecord.store.folder import in_order, version

Store = sa.Engine
METADATA = sa.MetaData()
FOLDER = "folder"
REVISIONS = sa.Table(
    "revisions",
    METADATA,
    sa.Column("rev_id", sa.Integer, primary_key=True),
    sa.Column("dossier_id", sa.Text, nullable=False, index=True),
    sa.Column("made_at", sa.Text, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)


def _versioned(name: str, columns: tuple[str, ...]) -> sa.Table:
    return sa.Table(
        name,
        METADATA,
        sa.Column("dossier_id", sa.Text, primary_key=True),
        sa.Column("row_key", sa.Text, primary_key=True),
        sa.Column("rev_from", sa.ForeignKey("revisions.rev_id"), primary_key=True, autoincrement=False),
        sa.Column("rev_to", sa.ForeignKey("revisions.rev_id")),
        *(sa.Column(c, sa.Text, nullable=False) for c in columns),
    )


DOSSIERS = _versioned("dossiers", ("meta",))
STORED = {t.name: _versioned(t.name, tuple(c.name for c in t.columns)) for t in TABLES}


def connect(url: str) -> sa.Engine:
    """The database at `url`, its tables made where they are missing. SQLite: WAL, full sync, foreign keys on.

    Raises OnRecordError where it cannot be reached. The message never holds the address: a password stands in it.
    """
    engine = _engine(url)
    try:
        with _writing(engine) as connection:
            METADATA.create_all(connection)
    except sa.exc.DBAPIError as error:
        raise OnRecordError(
            f"The database does not answer ({type(error.orig).__name__}); check its address."
        ) from error
    return engine


def _engine(url: str) -> sa.Engine:
    try:
        target = sa.make_url(url)
        if target.get_backend_name() == "sqlite" and target.database:
            Path(target.database).parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(target)
    except OSError as error:
        raise OnRecordError(f"The folder of the database cannot be made ({error.strerror}).") from error
    except ImportError as error:
        raise OnRecordError(f"The database needs the package '{error.name}', which is not installed.") from error
    except (sa.exc.ArgumentError, ValueError):
        # without its cause: that quotes a part of the address, maybe of the password
        raise OnRecordError("The database address is none; it reads dialect://user:password@host/name.") from None
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _pragmas)
        sa.event.listen(engine, "begin", _begin)
    return engine


def _pragmas(connection: Connection, _: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _writing(engine: sa.Engine) -> AbstractContextManager[sa.Connection]:
    return engine.execution_options(writes=True).begin()


def dossiers(engine: sa.Engine) -> dict[str, str]:
    """Title of every dossier in the store, by its id."""
    query = sa.select(DOSSIERS.c.dossier_id, DOSSIERS.c.meta).where(DOSSIERS.c.rev_to.is_(None))
    with engine.connect() as connection:
        return {
            row.dossier_id: json.loads(row.meta)["title"] for row in connection.execute(query.order_by("dossier_id"))
        }


def revisions(engine: sa.Engine, dossier_id: str) -> pd.DataFrame:
    """The revisions of one dossier, oldest first: rev_id, made_at (UTC), made_by, reason."""
    columns = (REVISIONS.c.rev_id, REVISIONS.c.made_at, REVISIONS.c.made_by, REVISIONS.c.reason)
    query = sa.select(*columns).where(REVISIONS.c.dossier_id == dossier_id).order_by(REVISIONS.c.rev_id)
    with engine.connect() as connection:
        return pd.read_sql(query, connection)


def newest(engine: sa.Engine, dossier_id: str) -> int:
    """The revision one dossier stands at; 0 where the store does not hold it."""
    with engine.connect() as connection:
        return _newest(connection, dossier_id)


def _newest(connection: sa.Connection, dossier_id: str) -> int:
    query = sa.select(sa.func.max(REVISIONS.c.rev_id)).where(REVISIONS.c.dossier_id == dossier_id)
    return int(connection.scalar(query) or 0)


def load(engine: sa.Engine, dossier_id: str, revision: int | None = None) -> Dossier:
    """One dossier as it stands, or as it stood at `revision`.

    Raises MissingError where the store holds no such dossier, or not yet at that revision.
    """
    at = newest(engine, dossier_id) if revision is None else revision
    with engine.connect() as connection:
        meta = connection.scalar(sa.select(DOSSIERS.c.meta).where(*_standing(DOSSIERS, dossier_id, at)))
        if meta is None:
            have = dossiers(engine)
            if dossier_id in have:
                raise MissingError(f"The dossier '{dossier_id}' was not yet here at revision {at}.")
            there = ", ".join(have) or "none yet"
            raise MissingError(f"There is no dossier '{dossier_id[:80]}' here. Those there are: {there}.")
        tables = {t.name: _frame(connection, t, dossier_id, at) for t in TABLES}
    description = json.loads(meta)
    return Dossier(dossier_id, description, tables, at, version(description, tables))


def save(engine: sa.Engine, dossier: Dossier, *, made_by: str, reason: str) -> int:
    """Bring the store to the state of `dossier` in one transaction; the revision it then stands at.

    Rows that are there already stay as they are; without a difference there is no new revision.
    """
    with _writing(engine) as connection:
        changes = {name: _changes(connection, dossier, name) for name in ("dossiers", *STORED)}
        if not any(new or old for new, old in changes.values()):
            return _newest(connection, dossier.dossier_id)
        made = {"dossier_id": dossier.dossier_id, "made_by": made_by, "reason": reason}
        made["made_at"] = datetime.now(UTC).isoformat(timespec="seconds")
        rev_id = _insert(connection, made)
        for name, (new, old) in changes.items():
            _apply(connection, DOSSIERS if name == "dossiers" else STORED[name], (new, old), rev_id)
    return rev_id


def _insert(connection: sa.Connection, made: dict[str, str]) -> int:
    rev_id: int = connection.execute(sa.insert(REVISIONS).values(made).returning(REVISIONS.c.rev_id)).scalar_one()
    return rev_id


def _standing(table: sa.Table, dossier_id: str, at: int | None) -> tuple[sa.ColumnElement[bool], ...]:
    mine = table.c.dossier_id == dossier_id
    if at is None:
        return mine, table.c.rev_to.is_(None)
    return mine, table.c.rev_from <= at, sa.or_(table.c.rev_to.is_(None), table.c.rev_to > at)


def _frame(connection: sa.Connection, table: Table, dossier_id: str, at: int) -> pd.DataFrame:
    stored = STORED[table.name]
    names = [c.name for c in table.columns]
    query = sa.select(*(stored.c[n] for n in names)).where(*_standing(stored, dossier_id, at))
    # ordered here: databases sort text each in their own way
    rows = in_order(table, [tuple(row) for row in connection.execute(query)])
    return pd.DataFrame(rows, columns=names, dtype="str")


def _wanted(dossier: Dossier, name: str) -> dict[str, dict[str, str]]:
    if name == "dossiers":
        return {dossier.dossier_id: {"meta": json.dumps(dict(dossier.meta), ensure_ascii=False, sort_keys=True)}}
    table = next(t for t in TABLES if t.name == name)
    names = [c.name for c in table.columns]
    rows = (dict(zip(names, row, strict=True)) for row in dossier.tables[name][names].to_numpy().tolist())
    return {json.dumps([row[k] for k in table.key], ensure_ascii=False): row for row in rows}


def _changes(connection: sa.Connection, dossier: Dossier, name: str) -> tuple[list[dict[str, str]], list[str]]:
    """Rows to bring in, and keys of rows to end."""
    stored = DOSSIERS if name == "dossiers" else STORED[name]
    standing = connection.execute(sa.select(stored).where(*_standing(stored, dossier.dossier_id, None))).mappings()
    have = {row["row_key"]: row for row in standing}
    want = _wanted(dossier, name)
    old = [key for key, row in have.items() if key not in want or any(row[c] != v for c, v in want[key].items())]
    fresh = set(old) | (want.keys() - have.keys())
    new = [{"dossier_id": dossier.dossier_id, "row_key": key, **row} for key, row in want.items() if key in fresh]
    return new, old


def _apply(
    connection: sa.Connection, table: sa.Table, change: tuple[list[dict[str, str]], list[str]], rev_id: int
) -> None:
    new, old = change
    mine = sa.and_(table.c.rev_to.is_(None), table.c.row_key == sa.bindparam("ended"))
    dossier = connection.scalar(sa.select(REVISIONS.c.dossier_id).where(REVISIONS.c.rev_id == rev_id))
    if old:
        end = sa.update(table).where(table.c.dossier_id == dossier, mine).values(rev_to=rev_id)
        connection.execute(end, [{"ended": key} for key in old])
    if new:
        connection.execute(sa.insert(table), [{**row, "rev_from": rev_id} for row in new])


def fill(engine: sa.Engine, dossier: Dossier) -> int:
    """Bring a dossier from its folder into the store, unless somebody has worked on it there since."""
    past = revisions(engine, dossier.dossier_id)
    if (past["made_by"] != FOLDER).any():
        return int(past["rev_id"].max())
    return save(engine, dossier, made_by=FOLDER, reason="read from its folder")
