"""What a rename needs: the ids by which a dossier went, beside the one that stores its rows."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the table; no dossier was given another id so far."""
    op.create_table(
        "dossier_ids",
        sa.Column("rev_id", sa.Integer, sa.ForeignKey("revisions.rev_id"), primary_key=True, autoincrement=False),
        sa.Column("stored_id", sa.Text, nullable=False),
        sa.Column("dossier_id", sa.Text, nullable=False),
    )
    for name in ("stored_id", "dossier_id"):
        op.create_index(f"ix_dossier_ids_{name}", "dossier_ids", [name])
