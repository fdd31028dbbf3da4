"""The last visit of a coder to a dossier: a bookmark, in no export."""

from onrecord import store
from onrecord.store import Store, Visit

__all__ = ["Visit", "keep_visit", "last_visit"]


def last_visit(engine: Store, dossier_id: str, coder: str) -> Visit | None:
    """Where a coder left a dossier; None before the first visit."""
    return store.last_visit(engine, dossier_id, coder)


def keep_visit(engine: Store, dossier_id: str, coder: str, revision: int, view: str) -> None:
    """Remember where a coder is: the revision seen and the address of the view. Raises SaveError."""
    store.keep_visit(engine, dossier_id, coder, revision, view)
