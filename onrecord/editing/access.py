"""Who may write. Asked at every action, of the settings and the login as they are then."""

from dataclasses import dataclass

from onrecord import store
from onrecord.errors import AccessError


@dataclass(frozen=True)
class Coder:
    """Who writes: the name that signs revisions, and whether it may write."""

    name: str
    may_write: bool


def authorise(coder: Coder) -> None:
    """Let a coder write, or raise AccessError."""
    if not coder.name.strip():
        raise AccessError("A change is signed: say who you are first in ONRECORD_CODER.")
    if coder.name.strip() == store.FOLDER:
        raise AccessError(f"'{store.FOLDER}' signs what comes from a folder; sign by another name (ONRECORD_CODER).")
    if not coder.may_write:
        raise AccessError("You may read this record, not write to it. Ask whoever runs this instance.")
