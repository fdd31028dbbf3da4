"""Bring the database of an older version up to date, in one transaction, a copy kept. Run by Alembic."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from onrecord.errors import OnRecordError
from onrecord.store.engine import file_of
from onrecord.store.layout import SCHEMA, VERSION

HERE = Path(__file__).parent


def upgrade(connection: sa.Connection, at: str) -> None:
    """Bring the database from schema `at` to the present one: wholly or not at all, with the transaction it is given.

    Of a file of SQLite a copy as it was is kept beside it, named after the schema it has.

    Raises OnRecordError where this program does not know the schema: a newer one made it. It is then left alone.
    """
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if at not in known:
        raise OnRecordError(
            f"The database was written by a newer version of On Record (schema {at[:20]}, this one knows {SCHEMA}). "
            "Nothing was changed. Update the program to open it."
        )
    if path := file_of(connection.engine.url):
        _copy(path, at)
    if not sa.inspect(connection).has_table(VERSION.name):
        VERSION.create(connection)
        connection.execute(sa.insert(VERSION).values(version_num=at))
    config.attributes["connection"] = connection
    command.upgrade(config, SCHEMA)


def _copy(path: Path, at: str) -> None:
    """A copy of a SQLite file as it was last committed; it appears whole or not at all, and only its owner reads it."""
    kept = path.with_name(f"{path.name}.schema-{at}")
    part = kept.with_name(f"{kept.name}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL, 0o600))
        with closing(sqlite3.connect(path)) as old, closing(sqlite3.connect(part)) as new:
            old.backup(new)
        part.replace(kept)
    except (OSError, sqlite3.Error) as error:
        raise OnRecordError(
            f"The database must be brought up to date, and no copy of it could be kept ({error}). Nothing was changed."
        ) from error
