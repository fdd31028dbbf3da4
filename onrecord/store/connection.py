"""Connect to a database: its schema is made, or brought up to date."""

import sqlalchemy as sa

from onrecord.errors import OnRecordError
from onrecord.store import failures
from onrecord.store.engine import new_engine, write_transaction
from onrecord.store.layout import METADATA, REVISIONS, SCHEMA, VERSION


def connect(url: str) -> sa.Engine:
    """The database at `url`, its schema made or brought up to date.

    Raises OnRecordError where it cannot be reached, or was written by a newer version of the program; it is then left
    as it is. The message never holds the address: a password stands in it.
    """
    engine = new_engine(url)
    try:
        with engine.connect() as connection:
            at = _schema(connection)
        if at != SCHEMA:
            _prepare(engine)
    except sa.exc.DBAPIError as error:
        engine.dispose()
        raise OnRecordError(failures.connection_failure(error)) from error
    except OnRecordError:
        engine.dispose()
        raise
    return engine


def _schema(connection: sa.Connection) -> str:
    """The schema the database has; "" for an empty one."""
    found = sa.inspect(connection)
    if found.has_table(VERSION.name):
        return str(connection.scalar(sa.select(VERSION.c.version_num)) or "")
    return "0001" if found.has_table(REVISIONS.name) else ""


def _prepare(engine: sa.Engine) -> None:
    """Make the tables, or bring them up to date; who comes second finds it done."""
    with write_transaction(engine) as connection:
        at = _schema(connection)
        if at == "":
            METADATA.create_all(connection)
            connection.execute(sa.insert(VERSION).values(version_num=SCHEMA))
        elif at != SCHEMA:
            from onrecord.store import migrations  # what brings it is only needed here, and not light

            migrations.upgrade(connection, at)
