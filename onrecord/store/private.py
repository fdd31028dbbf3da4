"""What belongs to coders and not to a dossier: texts of reports, drafts, last visits.

No export holds any of it unasked, but for the texts of a fictional dossier.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from onrecord.store.engine import write_transaction
from onrecord.store.ids import stored_id
from onrecord.store.layout import DRAFTS, REPORT_TEXTS, VISITS
from onrecord.store.rows import now


@dataclass(frozen=True)
class Visit:
    """Where a coder left a dossier: at which revision, at which view (path and query of its address), when (UTC)."""

    revision: int
    view: str
    seen_at: str


def keep_text(engine: sa.Engine, dossier_id: str, text: str, added_by: str) -> str:
    """Keep the text of a report; its SHA-256, under which the report refers to it. Kept once, however often sent."""
    with write_transaction(engine) as connection:
        return add_text(connection, stored_id(connection, dossier_id), text, added_by)


def add_text(connection: sa.Connection, dossier_id: str, text: str, added_by: str) -> str:
    """Add the text of a report within a transaction, unless it is there; its SHA-256."""
    sha256 = hash_of(text)
    if connection.scalar(sa.select(REPORT_TEXTS.c.sha256).where(*_one_text(dossier_id, sha256))) is None:
        values = {"dossier_id": dossier_id, "sha256": sha256, "text": text, "added_by": added_by}
        connection.execute(sa.insert(REPORT_TEXTS).values(**values, added_at=now()))
    return sha256


def remove_text(connection: sa.Connection, dossier_id: str, sha256: str) -> bool:
    """Remove a text and every draft that holds it within a transaction; whether the text was there."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")  # or its letters stay readable in the file
    drafts = sa.select(DRAFTS.c.coder, DRAFTS.c.place, DRAFTS.c.content).where(DRAFTS.c.dossier_id == dossier_id)
    for draft in connection.execute(drafts).all():
        if hash_of(json.loads(draft.content).get("text", "")) == sha256:
            connection.execute(sa.delete(DRAFTS).where(*_one_draft(dossier_id, draft.coder, draft.place)))
    return bool(connection.execute(sa.delete(REPORT_TEXTS).where(*_one_text(dossier_id, sha256))).rowcount)


def empty_log(engine: sa.Engine) -> None:
    """Write what the log of an embedded database holds into its file, and empty the log: old content stays in it."""
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()


def hash_of(text: str) -> str:
    """The SHA-256 under which a report refers to its text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _one_text(dossier_id: str, sha256: str) -> tuple[sa.ColumnElement[bool], ...]:
    return REPORT_TEXTS.c.dossier_id == dossier_id, REPORT_TEXTS.c.sha256 == sha256


def report_texts(engine: sa.Engine, dossier_id: str) -> dict[str, str]:
    """The texts kept for one dossier: SHA-256 -> text."""
    with engine.connect() as connection:
        mine = REPORT_TEXTS.c.dossier_id == stored_id(connection, dossier_id)
        rows = connection.execute(sa.select(REPORT_TEXTS.c.sha256, REPORT_TEXTS.c.text).where(mine))
        return {row.sha256: row.text for row in rows}


def keep_draft(engine: sa.Engine, dossier_id: str, coder: str, place: str, content: Mapping[str, str]) -> None:
    """Keep what a coder has typed in one place and not saved yet, in place of what was kept there before."""
    values = {"content": json.dumps(dict(content), ensure_ascii=False, sort_keys=True), "kept_at": now()}
    _replace(engine, DRAFTS, {"dossier_id": dossier_id, "coder": coder, "place": place}, values)


def draft(engine: sa.Engine, dossier_id: str, coder: str, place: str) -> dict[str, str]:
    """What a coder left in one place; empty where there is nothing."""
    with engine.connect() as connection:
        mine = _one_draft(stored_id(connection, dossier_id), coder, place)
        return dict(json.loads(connection.scalar(sa.select(DRAFTS.c.content).where(*mine)) or "{}"))


def drafts(engine: sa.Engine, dossier_id: str, coder: str, place: str) -> dict[str, dict[str, str]]:
    """What a coder left in one place in several tabs, the newest first: the place of each (``place#…``) -> content."""
    is_there = sa.or_(DRAFTS.c.place == place, DRAFTS.c.place.startswith(f"{place}#", autoescape=True))
    with engine.connect() as connection:
        mine = (DRAFTS.c.dossier_id == stored_id(connection, dossier_id), DRAFTS.c.coder == coder)
        query = sa.select(DRAFTS.c.place, DRAFTS.c.content).where(*mine, is_there).order_by(DRAFTS.c.kept_at.desc())
        return {row.place: dict(json.loads(row.content)) for row in connection.execute(query)}


def drop_draft(engine: sa.Engine, dossier_id: str, coder: str, place: str) -> None:
    """Forget what a coder left in one place."""
    with write_transaction(engine) as connection:
        mine = _one_draft(stored_id(connection, dossier_id), coder, place)
        connection.execute(sa.delete(DRAFTS).where(*mine))


def _one_draft(dossier_id: str, coder: str, place: str) -> tuple[sa.ColumnElement[bool], ...]:
    return DRAFTS.c.dossier_id == dossier_id, DRAFTS.c.coder == coder, DRAFTS.c.place == place


def last_visit(engine: sa.Engine, dossier_id: str, coder: str) -> Visit | None:
    """The last visit of a coder to a dossier; None before the first."""
    with engine.connect() as connection:
        mine = (VISITS.c.dossier_id == stored_id(connection, dossier_id), VISITS.c.coder == coder)
        row = connection.execute(sa.select(VISITS).where(*mine)).one_or_none()
    return Visit(row.revision, row.view, row.seen_at) if row else None


def keep_visit(engine: sa.Engine, dossier_id: str, coder: str, revision: int, view: str) -> None:
    """Remember where a coder is: the revision seen and the address of the view."""
    values: dict[str, str | int] = {"revision": revision, "view": view, "seen_at": now()}
    _replace(engine, VISITS, {"dossier_id": dossier_id, "coder": coder}, values)


def _replace(engine: sa.Engine, table: sa.Table, key: Mapping[str, str], values: Mapping[str, str | int]) -> None:
    with write_transaction(engine) as connection:
        own = {**key, "dossier_id": stored_id(connection, key["dossier_id"])}
        mine = [table.c[name] == value for name, value in own.items()]
        if not connection.execute(sa.update(table).where(*mine).values(**values)).rowcount:
            connection.execute(sa.insert(table).values(**own, **values))
