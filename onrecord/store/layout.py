"""The tables of the database. Those of a dossier are versioned: rows are added and ended, never overwritten.

Every versioned row carries the revision that brought it (``rev_from``) and the one that ended it (``rev_to``, empty
while it stands). Whatever a dossier is called later, its rows stay under the id with which it came. Three tables hold
what is not part of a dossier: texts of reports, drafts, and last visits.
"""

import json
from collections.abc import Sequence

import sqlalchemy as sa

from onrecord.schema import BY_NAME, TABLES

SCHEMA = "0004"  # of the newest migration
METADATA = sa.MetaData()
VERSION = sa.Table("alembic_version", METADATA, sa.Column("version_num", sa.String(32), primary_key=True))
REVISIONS = sa.Table(
    "revisions",
    METADATA,
    sa.Column("rev_id", sa.Integer, primary_key=True),
    sa.Column("dossier_id", sa.Text, nullable=False, index=True),
    sa.Column("made_at", sa.Text, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("base_rev", sa.Integer),
    sa.Column("undoes", sa.Integer),
    sa.Column("token", sa.Text),
    sa.Index("ix_revisions_token", "dossier_id", "token", unique=True),
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
# a save looks up the mentions of an event and the sides of a conflict
sa.Index("ix_event_reports_event_id", STORED["event_reports"].c.dossier_id, STORED["event_reports"].c.event_id)
sa.Index("ix_conflict_sides_conflict_id", STORED["conflict_sides"].c.dossier_id, STORED["conflict_sides"].c.conflict_id)

# one row a rename: the id by which a dossier goes from that revision on
DOSSIER_IDS = sa.Table(
    "dossier_ids",
    METADATA,
    sa.Column("rev_id", sa.ForeignKey("revisions.rev_id"), primary_key=True, autoincrement=False),
    sa.Column("stored_id", sa.Text, nullable=False, index=True),
    sa.Column("dossier_id", sa.Text, nullable=False, index=True),
)
REPORT_TEXTS = sa.Table(
    "report_texts",
    METADATA,
    sa.Column("dossier_id", sa.Text, primary_key=True),
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("added_by", sa.Text, nullable=False),
    sa.Column("added_at", sa.Text, nullable=False),
)
DRAFTS = sa.Table(
    "drafts",
    METADATA,
    sa.Column("dossier_id", sa.Text, primary_key=True),
    sa.Column("coder", sa.Text, primary_key=True),
    sa.Column("place", sa.Text, primary_key=True),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("kept_at", sa.Text, nullable=False),
)
VISITS = sa.Table(
    "visits",
    METADATA,
    sa.Column("dossier_id", sa.Text, primary_key=True),
    sa.Column("coder", sa.Text, primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("view", sa.Text, nullable=False),
    sa.Column("seen_at", sa.Text, nullable=False),
)


def table_of(name: str) -> sa.Table:
    """The versioned table called `name`."""
    return DOSSIERS if name == "dossiers" else STORED[name]


def columns_of(name: str) -> list[str]:
    """The columns of a versioned table that hold content."""
    return [c.name for c in table_of(name).columns][4:]


def key_of(name: str) -> tuple[str, ...]:
    """The columns that identify a row of a versioned table."""
    return ("dossier_id",) if name == "dossiers" else BY_NAME[name].key


def row_key(values: Sequence[str]) -> str:
    """The key of a row as one text."""
    return json.dumps(list(values), ensure_ascii=False)


def valid_at(table: sa.Table, dossier_id: str, at: int | None = None) -> tuple[sa.ColumnElement[bool], ...]:
    """The rows of one dossier that stand now, or stood at revision `at`, as a condition."""
    mine = table.c.dossier_id == dossier_id
    if at is None:
        return mine, table.c.rev_to.is_(None)
    return mine, table.c.rev_from <= at, sa.or_(table.c.rev_to.is_(None), table.c.rev_to > at)
