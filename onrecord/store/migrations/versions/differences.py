"""What differences need: a report's number and short name, its words of time, the table of verdicts."""

from itertools import groupby

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

REPORTS = (
    *("report_id", "number", "short_name", "title", "outlet", "author", "published", "url", "language", "translation"),
    *("sha256", "n_chars", "body_start", "body_end", "reliability", "derived_from", "note"),
)
EVENT_REPORTS = (
    *("event_id", "report_id", "start", "end", "gist", "reported_words", "reported_date", "reported_status"),
    *("reported_place", "credibility", "note"),
)
VERDICTS = ("difference_id", "rule", "subject_table", "subject_id", "verdict", "conflict_id", "reason")
KEYS = ("dossier_id", "row_key", "rev_from", "rev_to")


def upgrade() -> None:
    """Add the columns where the schema has them, number the reports there are, add the table."""
    _rebuild("reports", REPORTS, ("number", "short_name"))
    _number_reports()
    op.drop_index("ix_event_reports_event_id", "event_reports")
    _rebuild("event_reports", EVENT_REPORTS, ("reported_words",))
    op.create_index("ix_event_reports_event_id", "event_reports", ["dossier_id", "event_id"])
    _create("verdicts", VERDICTS)


def _create(name: str, columns: tuple[str, ...]) -> sa.Table:
    return op.create_table(
        name,
        sa.Column("dossier_id", sa.Text, primary_key=True),
        sa.Column("row_key", sa.Text, primary_key=True),
        sa.Column("rev_from", sa.Integer, sa.ForeignKey("revisions.rev_id"), primary_key=True, autoincrement=False),
        sa.Column("rev_to", sa.Integer, sa.ForeignKey("revisions.rev_id")),
        *(sa.Column(c, sa.Text, nullable=False) for c in columns),
    )


def _rebuild(name: str, columns: tuple[str, ...], new: tuple[str, ...]) -> None:
    """The same table with `columns`, of which `new` are empty. No database places a new column among others."""
    old = f"{name}_0002"
    op.rename_table(name, old)
    table = _create(name, columns)
    source = sa.table(old, *(sa.column(c) for c in (*KEYS, *columns) if c not in new))
    values = [sa.literal("").label(c) if c in new else source.c[c] for c in (*KEYS, *columns)]
    op.execute(sa.insert(table).from_select([*KEYS, *columns], sa.select(*values)))
    op.drop_table(old)


def _number_reports() -> None:
    """Reports by day of publication, as last stored, then by id."""
    names = ("dossier_id", "row_key", "rev_from", "published", "number", "report_id")
    table = sa.table("reports", *(sa.column(c) for c in names))
    connection = op.get_bind()
    query = sa.select(table.c.dossier_id, table.c.report_id, table.c.row_key, table.c.published)
    newest = {row[:3]: row.published for row in connection.execute(query.order_by(table.c.rev_from))}
    order = sorted(newest, key=lambda at: (at[0], not newest[at], newest[at], at[1]))
    for dossier_id, reports in groupby(order, key=lambda at: at[0]):
        for number, (_, _, row_key) in enumerate(reports, 1):
            own = (table.c.dossier_id == dossier_id, table.c.row_key == row_key)
            connection.execute(sa.update(table).where(*own).values(number=str(number)))
