"""What a database reports when it does not take a save, in the words of the person who pressed Save."""

from pathlib import Path

import sqlalchemy as sa

MESSAGES = {
    "SQLITE_FULL": "The disk is full. Nothing was saved; make room and save again.",
    "SQLITE_READONLY": "The database may not be written to. Nothing was saved; check who may write its file.",
    "SQLITE_CANTOPEN": "The database cannot be opened for writing. Nothing was saved; check its folder.",
    "SQLITE_IOERR": "The disk did not take it. Nothing was saved; check its room and its health.",
    "SQLITE_BUSY": "Somebody else is writing. Nothing was saved; try again.",
    "SQLITE_CORRUPT": "The database is damaged. Nothing was saved; restore it from a copy.",
    "SQLITE_NOTADB": "The file is no database. Nothing was saved; restore it from a copy.",
    "53100": "The disk of the database is full. Nothing was saved; make room and save again.",
    "25006": "The database takes no writing now. Nothing was saved; try again later.",
    "42501": "The database may not be written to. Nothing was saved; ask whoever runs it.",
    "55P03": "Somebody else is writing. Nothing was saved; try again.",
    "54000": "A name or an id is too long for the database. Nothing was saved; shorten it.",
}
READ_ONLY = ("SQLITE_READONLY", "SQLITE_CANTOPEN")
BUSY = "Others are saving and it takes long. Nothing of yours was saved; try again."
CLOSED = (
    "The disk did not confirm an earlier save, so nothing more is written until the program is started anew. "
    "Nothing was saved; check the disk first."
)
UNSYNCED = (
    "The disk did not confirm the save, so nothing more is written until the program is started anew. "
    "Check the disk, start again and look whether your change is there."
)
LOG_LOST = "The log beside the database was removed while it was open. Nothing of this was saved; save again."
UNSURE = "The database did not confirm. Save again: what is there already is not written twice."
REFUSED = "The database did not take it. Nothing was saved; try again."


def save_failure(error: sa.exc.DBAPIError, *, is_whole: bool) -> str:
    """What went wrong and what became of the save; `is_whole`: all of it had been sent, only its keeping failed."""
    if is_unsynced(error):
        return UNSYNCED
    name = _name(error)
    known = next((message for code, message in MESSAGES.items() if name.startswith(code)), "")
    return known or (UNSURE if is_whole else REFUSED)


def moved_message(path: Path) -> str:
    """What to say where the file at `path` is gone, or is another than the one that was opened."""
    state = "is another file now" if path.exists() else "is gone"
    return (
        f"The database that was opened {state}: {path} was moved, removed or replaced. Nothing was saved. Put the file "
        "back and save again; or copy what you typed, which is still on the page, and start the program anew."
    )


def connection_failure(error: sa.exc.DBAPIError) -> str:
    """Why a database cannot be opened. Never its address: a password stands in it."""
    if _name(error).startswith(READ_ONLY):
        return "The database cannot be opened; check who may read and write its folder and its file."
    return f"The database does not answer ({type(error.orig).__name__}); check its address."


def is_read_only(error: sa.exc.DBAPIError) -> bool:
    """Whether the file, or its folder, may not be written to."""
    return _name(error).startswith(READ_ONLY)


def is_unsynced(error: sa.exc.DBAPIError) -> bool:
    """Whether the disk was asked to confirm what it holds, and did not: then nobody knows what it holds."""
    return _name(error).startswith("SQLITE_IOERR") and "FSYNC" in _name(error)


def _name(error: sa.exc.DBAPIError) -> str:
    return str(getattr(error.orig, "sqlite_errorname", "") or getattr(error.orig, "sqlstate", "") or "")
