"""The database itself: how it is reached, and one writer at a time.

SQLite runs with a write-ahead log and a full sync, so that whatever was acknowledged survives a crash.
"""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa

from onrecord.errors import OnRecordError, SaveError
from onrecord.store import failures

Store = sa.Engine
PATIENCE = 20  # seconds a writer waits for the one before
KEY = 0x0EC02D  # of the lock that writers to one PostgreSQL database share
PARTS = ("", "-wal", "-shm")  # of an embedded database: the file, and what SQLite keeps beside it while it is open
FILES = "files"  # of a connection: the identities of the parts it has open
Identity = tuple[int, int] | None  # device and number of a file, whatever it is called; None where there is none
_turn = threading.Lock()
_closed: set[str] = set()  # addresses of databases whose disk failed to confirm a write


class LostLogError(SaveError):
    """The log beside an embedded database is not the one that is written to."""


@contextmanager
def write_transaction(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that nobody else writes beside; what was done in it is kept once this block has ended.

    Raises SaveError where the database did not take it, or its file is not the one that was opened. Where its disk did
    not confirm that it keeps what was written, nothing more is written until the program is started anew: nobody knows
    what the disk holds.
    """
    if not _turn.acquire(timeout=PATIENCE):
        raise SaveError(failures.BUSY)
    is_whole = False
    try:
        if str(engine.url) in _closed:
            raise SaveError(failures.CLOSED)
        with engine.execution_options(writes=True).begin() as connection:
            _lock(connection)
            yield connection
            _check_files(connection)
            is_whole = True
    except LostLogError:
        engine.dispose()  # closed, it writes what the log held into its file; next time it is opened with a new log
        raise
    except sa.exc.DBAPIError as error:
        _learn(engine, error)
        raise SaveError(failures.save_failure(error, is_whole=is_whole)) from error
    except sa.exc.TimeoutError as error:  # no connection was free
        raise SaveError(failures.BUSY) from error
    except UnicodeEncodeError as error:
        raise SaveError("A text holds half a character, which no file can keep. Nothing was saved.") from error
    finally:
        _turn.release()


def _learn(engine: sa.Engine, error: sa.exc.DBAPIError) -> None:
    """What a failure means for the next save."""
    if failures.is_unsynced(error):
        _closed.add(str(engine.url))
    if failures.is_read_only(error):
        engine.dispose()  # what was opened to be read only stays so: it is opened anew next time


def _lock(connection: sa.Connection) -> None:
    """Wait for other writers to one PostgreSQL database; have it confirm only what its disk holds."""
    if connection.dialect.name != "postgresql":
        return
    mode = sa.func.current_setting("synchronous_commit")
    strict = sa.case((mode == "off", "on"), else_=mode)
    wait = sa.func.set_config("lock_timeout", f"{PATIENCE}s", True)
    connection.execute(sa.select(wait, sa.func.set_config("synchronous_commit", strict, True)))
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(KEY)))


def new_engine(url: str) -> sa.Engine:
    """The engine of the database at `url`, not connected yet; the folder and the file of an embedded one are made.

    Raises OnRecordError where the address is none, or its folder cannot be made.
    """
    try:
        target = sa.make_url(url)
        if target.drivername == "postgresql":
            target = target.set(drivername="postgresql+psycopg")
        path = file_of(target)
        if path:
            _restrict(path)
        engine = sa.create_engine(target, pool_pre_ping=not target.drivername.startswith("sqlite"))
    except OSError as error:
        raise OnRecordError(f"The folder of the database cannot be made ({error.strerror}).") from error
    except ImportError as error:
        raise OnRecordError(f"The database needs the package '{error.name}', which is not installed.") from error
    except (sa.exc.ArgumentError, ValueError):
        # without its cause: that quotes a part of the address, maybe of the password
        raise OnRecordError("The database address is none; it reads dialect://user:password@host/name.") from None
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _set_pragmas)
        sa.event.listen(engine, "begin", _begin)
    if path:
        _watch_file(engine, path)
    return engine


def file_of(url: sa.URL) -> Path | None:
    """The file of an embedded database; None for one in memory or on a server."""
    name = url.database or ""
    is_file = url.get_backend_name() == "sqlite" and name and name != ":memory:" and not name.startswith("file:")
    return Path(name) if is_file else None


def _restrict(path: Path) -> None:
    """A folder and a file that only their owner reads: texts of reports lie in it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT, 0o600))


def _watch_file(engine: sa.Engine, path: Path) -> None:
    """Have every connection be to the file that is at `path` now, and know which parts of it are open.

    SQLite goes on writing to a file that was moved or removed, and makes an empty one where there is none.
    """
    opened = _identity(path)

    def before(*_: object) -> None:
        if _identity(path) != opened:
            raise SaveError(failures.moved_message(path))
        _match_modes(path)

    def after(connection: sqlite3.Connection, record: sa.pool.ConnectionPoolEntry) -> None:
        connection.execute("PRAGMA schema_version").fetchone()  # SQLite opens the log when it first reads
        record.info[FILES] = _parts(path)

    sa.event.listen(engine, "do_connect", before)
    sa.event.listen(engine, "connect", after)


def _check_files(connection: sa.Connection) -> None:
    """Raise SaveError where what is written to is no longer what is found at its path."""
    path = file_of(connection.engine.url)
    if not path:
        return
    opened, there = connection.info[FILES], _parts(path)
    if there[0] != opened[0]:
        raise SaveError(failures.moved_message(path))
    if there != opened:
        raise LostLogError(failures.LOG_LOST)


def _parts(path: Path) -> list[Identity]:
    return [_identity(Path(f"{path}{part}")) for part in PARTS]


def _identity(path: Path) -> Identity:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _match_modes(path: Path) -> None:
    """The log beside a file may be read and written by whom the file may: it follows, as when SQLite makes it."""
    with suppress(OSError):  # another's file is left to its owner
        mode = path.stat().st_mode & 0o700  # one made by an older version is open to all
        for part in (Path(f"{path}{part}") for part in PARTS):
            if part.is_file() and part.stat().st_mode & 0o777 != mode:
                part.chmod(mode)


def _set_pragmas(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={int(PATIENCE * 500)}")
    _log_ahead(connection)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Turn the write-ahead log on; where another process does so just now, SQLite refuses at once: ask again."""
    until = time.monotonic() + PATIENCE / 2
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")
