"""Rows in and out of the versioned tables: read by key, added, ended."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

import sqlalchemy as sa

from onrecord.errors import OnRecordError
from onrecord.schema.change import Change, Row, Signed
from onrecord.store.layout import REVISIONS, columns_of, key_of, row_key, table_of, valid_at

AT_ONCE = 500  # values in one condition
T = TypeVar("T")
Place = tuple[str, tuple[str, ...]]  # table and key


def now() -> str:
    """The present moment, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def row_content(table: str, stored: Mapping[Any, Any]) -> dict[str, str]:
    """A stored row as its content: column -> text; of a dossier, its description."""
    if table == "dossiers":
        return dict(json.loads(stored["meta"]))
    return {c: str(stored[c]) for c in columns_of(table)}


def stored_content(table: str, row: Row) -> dict[str, str]:
    """Content as the columns that store it."""
    if table == "dossiers":
        return {"meta": json.dumps(dict(row), ensure_ascii=False, sort_keys=True)}
    return {c: row[c] for c in columns_of(table)}


def rows_with(
    connection: sa.Connection, dossier_id: str, table: str, column: str, values: Iterable[str]
) -> Iterator[Mapping[Any, Any]]:
    """The standing rows of one dossier in which `column` has one of `values`, as stored."""
    stored = table_of(table)
    if (column,) == key_of(table):  # the database finds rows by their key at once
        column, values = "row_key", [row_key([v]) for v in values]
    for some in chunks(sorted(set(values))):
        query = sa.select(stored).where(*valid_at(stored, dossier_id), stored.c[column].in_(some))
        yield from connection.execute(query).mappings()


def current_rows(connection: sa.Connection, dossier_id: str, changes: Iterable[Change]) -> dict[Place, Row]:
    """The rows as they stand now, of those that are to change.

    Raises OnRecordError where one row is to change twice.
    """
    keys: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for change in changes:
        if row_key(change.key) in keys[change.table]:
            raise OnRecordError(f"One save changes {change.table} {' + '.join(change.key)} twice; once is enough.")
        keys[change.table][row_key(change.key)] = change.key
    return {
        (table, keys[table][row["row_key"]]): row_content(table, row)
        for table in keys
        for row in rows_with(connection, dossier_id, table, "row_key", keys[table])
    }


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """`values` in pieces that fit into one condition."""
    return (values[i : i + AT_ONCE] for i in range(0, len(values), AT_ONCE))


def new_revision(connection: sa.Connection, dossier_id: str, signed: Signed, undoes: int | None = None) -> int:
    """A new revision, without rows yet."""
    values = {
        "dossier_id": dossier_id,
        "made_at": now(),
        "made_by": signed.by,
        "reason": signed.reason,
        "base_rev": signed.base_rev,
        "undoes": undoes,
        "token": signed.token or None,
    }
    new = sa.insert(REVISIONS).values(values).returning(REVISIONS.c.rev_id)
    return int(connection.execute(new).scalar_one())


def _changes_by_table(changes: Iterable[Change]) -> dict[str, list[Change]]:
    by_table: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_table[change.table].append(change)
    return by_table


def apply(connection: sa.Connection, dossier_id: str, changes: Iterable[Change], rev_id: int) -> None:
    """End the rows that `changes` replace or end, and add those they bring, as part of one revision."""
    for name, some in _changes_by_table(changes).items():
        table = table_of(name)
        ended = [{"ended": row_key(c.key)} for c in some if c.base is not None]
        added = [
            {"dossier_id": dossier_id, "row_key": row_key(c.key), "rev_from": rev_id, **stored_content(name, c.mine)}
            for c in some
            if c.mine is not None
        ]
        mine = (table.c.dossier_id == dossier_id, table.c.rev_to.is_(None), table.c.row_key == sa.bindparam("ended"))
        if ended:
            connection.execute(sa.update(table).where(*mine).values(rev_to=rev_id), ended)
        if added:
            connection.execute(sa.insert(table), added)
