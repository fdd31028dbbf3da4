"""A dossier that is new to the store: brought in whole, as its first revision, signed."""

from collections.abc import Iterator

import sqlalchemy as sa

from onrecord import checks
from onrecord.errors import DossierError, OnRecordError
from onrecord.schema import TABLES
from onrecord.schema.change import Change, Signed
from onrecord.schema.dossier import Dossier
from onrecord.store.engine import write_transaction
from onrecord.store.ids import stored_id
from onrecord.store.layout import REVISIONS
from onrecord.store.rows import apply, new_revision


def begin(engine: sa.Engine, dossier: Dossier, signed: Signed) -> int:
    """Bring in a dossier under an id that no other has or had; the revision that does it.

    The same token again gives the revision it made before, and writes nothing.

    Raises OnRecordError where the id is taken or is none, DossierError with every fault, SaveError where the database
    did not take it. Nothing is saved then.
    """
    name = dossier.dossier_id
    if not checks.ID.fullmatch(name):
        raise OnRecordError(
            f"'{checks.visible(name)}' is no id of a dossier: lower-case letters, digits, - and _, at most 80."
        )
    if found := checks.faults(dossier.meta, dossier.tables):
        raise DossierError(name, found)
    with write_transaction(engine) as connection:
        mine = REVISIONS.c.dossier_id == stored_id(connection, name)
        asked = sa.select(REVISIONS.c.rev_id, REVISIONS.c.token).where(mine)
        first = connection.execute(asked.order_by(REVISIONS.c.rev_id)).first()
        if first and first.token and first.token == signed.token:
            return int(first.rev_id)
        if first:
            raise OnRecordError(f"There is a dossier '{name}' here already. Take it in under another id.")
        rev_id = new_revision(connection, name, signed)
        apply(connection, name, _changes(dossier), rev_id)
    return rev_id


def _changes(dossier: Dossier) -> Iterator[Change]:
    yield Change("dossiers", (dossier.dossier_id,), None, dict(dossier.meta))
    for table in TABLES:
        columns = [c.name for c in table.columns]
        for values in dossier.tables[table.name][columns].to_numpy().tolist():
            row = dict(zip(columns, values, strict=True))
            yield Change(table.name, tuple(row[k] for k in table.key), None, row)
