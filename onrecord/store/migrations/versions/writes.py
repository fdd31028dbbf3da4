"""What writing needs: what a revision rests on and undoes, save tokens, texts of reports, drafts, visits."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add columns to revisions, indexes for saving, and the tables that are not part of a dossier."""
    op.add_column("revisions", sa.Column("base_rev", sa.Integer))
    op.add_column("revisions", sa.Column("undoes", sa.Integer))
    op.add_column("revisions", sa.Column("token", sa.Text))
    op.create_index("ix_revisions_token", "revisions", ["dossier_id", "token"], unique=True)
    op.create_index("ix_event_reports_event_id", "event_reports", ["dossier_id", "event_id"])
    op.create_index("ix_conflict_sides_conflict_id", "conflict_sides", ["dossier_id", "conflict_id"])
    _private("report_texts", ("dossier_id", "sha256"), ("text", "added_by", "added_at"))
    _private("drafts", ("dossier_id", "coder", "place"), ("content", "kept_at"))
    _private("visits", ("dossier_id", "coder"), ("view", "seen_at"), sa.Column("revision", sa.Integer, nullable=False))


def _private(name: str, keys: tuple[str, ...], values: tuple[str, ...], *numbers: sa.Column[int]) -> None:
    op.create_table(
        name,
        *(sa.Column(k, sa.Text, primary_key=True) for k in keys),
        *numbers,
        *(sa.Column(v, sa.Text, nullable=False) for v in values),
    )
