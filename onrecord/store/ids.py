"""The ids of a dossier: its rows stay under the one with which it came; a rename gives it another, and all lead to it.

Nobody who holds an older id has to be told: whatever the store is asked for under any of them is the same dossier.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from itertools import count

import sqlalchemy as sa

from onrecord.schema.change import Change
from onrecord.store.layout import DOSSIER_IDS, DOSSIERS, REVISIONS
from onrecord.text import slug


def current_id(engine: sa.Engine, dossier_id: str) -> str:
    """The id by which a dossier goes now, from any it has or had; `dossier_id` itself where there is none."""
    with engine.connect() as connection:
        return shown_id(connection, stored_id(connection, dossier_id))


def all_ids(engine: sa.Engine, dossier_id: str) -> set[str]:
    """Every id that leads to the dossier, from any of them."""
    with engine.connect() as connection:
        stored = stored_id(connection, dossier_id)
        return {stored, *_given_ids(connection, stored)}


def stored_id(connection: sa.Connection, dossier_id: str) -> str:
    """The id that stores the rows of a dossier, from any it has or had; the same where it was never renamed."""
    query = sa.select(DOSSIER_IDS.c.stored_id).where(DOSSIER_IDS.c.dossier_id == dossier_id).limit(1)
    return str(connection.scalar(query) or dossier_id)


def shown_id(connection: sa.Connection, stored: str, at: int | None = None) -> str:
    """The id by which a dossier goes, or went at revision `at`, from the one that stores its rows."""
    query = sa.select(DOSSIER_IDS.c.dossier_id).where(DOSSIER_IDS.c.stored_id == stored)
    query = query.where(DOSSIER_IDS.c.rev_id <= at) if at is not None else query
    return str(connection.scalar(query.order_by(DOSSIER_IDS.c.rev_id.desc()).limit(1)) or stored)


def shown_ids(connection: sa.Connection) -> dict[str, str]:
    """The ids by which renamed dossiers go: the one that stores the rows -> the newest."""
    query = sa.select(DOSSIER_IDS.c.stored_id, DOSSIER_IDS.c.dossier_id).order_by(DOSSIER_IDS.c.rev_id)
    return {row.stored_id: row.dossier_id for row in connection.execute(query)}


def stored_changes(connection: sa.Connection, stored: str, changes: Iterable[Change]) -> list[Change]:
    """`changes`, that of the description under the id that stores it, by whichever id of the dossier it is named."""
    return [
        replace(c, key=(stored,)) if c.table == "dossiers" and stored_id(connection, c.key[0]) == stored else c
        for c in changes
    ]


def follow_title(connection: sa.Connection, stored: str, changes: Iterable[Change], rev_id: int) -> None:
    """Where `changes` rename the dossier, have it go by another id from `rev_id` on: the one it had under that title
    before, else one made from the title that no other dossier has or had.
    """
    for change in changes:
        if change.table != "dossiers" or not change.base or not change.mine:
            continue
        title = change.mine["title"]
        if title == change.base["title"]:
            continue
        wanted = _id_under(connection, stored, title) or _unused_id(connection, stored, title)
        if wanted != shown_id(connection, stored):
            values = {"rev_id": rev_id, "stored_id": stored, "dossier_id": wanted}
            connection.execute(sa.insert(DOSSIER_IDS).values(values))


def _id_under(connection: sa.Connection, stored: str, title: str) -> str:
    """The id by which the dossier went when it last had a title; "" where it never had."""
    query = sa.select(DOSSIERS.c.rev_from, DOSSIERS.c.meta).where(DOSSIERS.c.dossier_id == stored)
    past = connection.execute(query.where(DOSSIERS.c.rev_to.is_not(None)).order_by(DOSSIERS.c.rev_from.desc()))
    went = (shown_id(connection, stored, at) for at, meta in past.all() if json.loads(meta)["title"] == title)
    return next(went, "")


def _unused_id(connection: sa.Connection, stored: str, title: str) -> str:
    """An id made from a title that is the dossier's own or that none has or had."""
    own, made = {stored, *_given_ids(connection, stored)}, slug(title)
    numbered = (f"{made}-{n}" if n > 1 else made for n in count(1))
    return next(name for name in numbered if name in own or not _is_used(connection, name))


def _given_ids(connection: sa.Connection, stored: str) -> list[str]:
    query = sa.select(DOSSIER_IDS.c.dossier_id).where(DOSSIER_IDS.c.stored_id == stored)
    return list(connection.scalars(query))


def _is_used(connection: sa.Connection, dossier_id: str) -> bool:
    for table in (REVISIONS, DOSSIER_IDS):
        query = sa.select(table.c.rev_id).where(table.c.dossier_id == dossier_id).limit(1)
        if connection.scalar(query) is not None:
            return True
    return False
