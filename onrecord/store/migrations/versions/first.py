"""The tables of version 0.1.0: revisions, and the versioned rows of a dossier."""

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Nothing to do: a database without this schema is made whole in the present one."""
