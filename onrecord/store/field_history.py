"""Who set each field of a row: read from the versions of the row, an undo giving a field back to whoever had set it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from onrecord.schema.change import Row
from onrecord.store.layout import REVISIONS, row_key, table_of
from onrecord.store.rows import chunks, row_content

THERE = ""  # in place of a field: whether the row stands at all
Key = tuple[str, ...]
Step = tuple[int, Row | None, Row | None]


@dataclass
class Setters:
    """Of one row, field by field, the revision that set what stands now, and what each revision left behind.

    ``now`` is field -> revision; ``left`` and ``found`` are revision -> field -> revision, after and before it, for
    the fields it touched.
    """

    now: dict[str, int] = field(default_factory=dict)
    left: dict[int, dict[str, int]] = field(default_factory=dict)
    found: dict[int, dict[str, int]] = field(default_factory=dict)

    def take(self, step: Step, undoes: int) -> None:
        """Follow one revision: `undoes` is the one it takes back, or 0."""
        rev_id, old, new = step
        touched = fields(old, new)
        given_back = self.found.get(undoes, {})
        self.found[rev_id] = {f: self.now.get(f, 0) for f in touched}
        self.now |= {f: given_back.get(f) or rev_id for f in touched}
        self.left[rev_id] = {f: self.now[f] for f in touched}


def fields(old: Row | None, new: Row | None) -> set[str]:
    """The fields in which two states of a row differ; with THERE where it stands in one of them only."""
    before, after = old or {}, new or {}
    differing = {f for f in {**before, **after} if before.get(f) != after.get(f)}
    return differing | ({THERE} if (old is None) != (new is None) else set())


def setters(connection: sa.Connection, dossier_id: str, name: str, keys: Iterable[Key]) -> dict[Key, Setters]:
    """Who set the fields of some rows of one table, by key; a row that never stood has none."""
    versions = defaultdict(list)
    for version in _versions(connection, dossier_id, name, keys):
        versions[version["row_key"]].append(version)
    steps = {key: list(_steps(name, of_row)) for key, of_row in versions.items()}
    undoes = _undoes(connection, {rev_id for some in steps.values() for rev_id, *_ in some})
    found: dict[Key, Setters] = {}
    for key, some in steps.items():
        found[tuple(json.loads(key))] = row = Setters()
        for step in some:
            row.take(step, undoes[step[0]])
    return found


def signatures(connection: sa.Connection, rev_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Who made each revision, and when."""
    found: dict[int, tuple[str, str]] = {}
    for some in chunks(sorted(set(rev_ids))):
        query = sa.select(REVISIONS.c.rev_id, REVISIONS.c.made_by, REVISIONS.c.made_at)
        rows = connection.execute(query.where(REVISIONS.c.rev_id.in_(some)))
        found |= {row.rev_id: (row.made_by, row.made_at) for row in rows}
    return found


def _versions(
    connection: sa.Connection, dossier_id: str, name: str, keys: Iterable[Key]
) -> Iterator[Mapping[Any, Any]]:
    table = table_of(name)
    for some in chunks(sorted(row_key(k) for k in keys)):
        query = sa.select(table).where(table.c.dossier_id == dossier_id, table.c.row_key.in_(some))
        yield from connection.execute(query.order_by(table.c.rev_from)).mappings()


def _steps(name: str, versions: list[Mapping[Any, Any]]) -> Iterator[Step]:
    """What each revision did to one row: its number, the row before, the row after."""
    until, old = None, None
    for version in versions:
        if until is not None and until != version["rev_from"]:
            yield until, old, None
            old = None
        new = row_content(name, version)
        yield version["rev_from"], old, new
        until, old = version["rev_to"], new
    if until is not None:
        yield until, old, None


def _undoes(connection: sa.Connection, rev_ids: set[int]) -> dict[int, int]:
    found = dict.fromkeys(rev_ids, 0)
    for some in chunks(sorted(rev_ids)):
        query = sa.select(REVISIONS.c.rev_id, REVISIONS.c.undoes)
        rows = connection.execute(query.where(REVISIONS.c.rev_id.in_(some)))
        found |= {row.rev_id: row.undoes or 0 for row in rows}
    return found
