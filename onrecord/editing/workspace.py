"""The workspace of one coder over one dossier: save, undo, redo."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from onrecord import store
from onrecord.editing.access import Coder, authorise
from onrecord.editing.later_rows import undo_refusal
from onrecord.errors import DossierError, OnRecordError
from onrecord.schema.change import Change, Signed
from onrecord.store import Store

__all__ = [
    "Store",
    "Workspace",
    "is_text_deletion",
    "redo",
    "redoable",
    "save",
    "signature",
    "undo",
    "undoable",
    "undone",
]
TEXT_DELETED = re.compile(r"text deleted: [a-z0-9_-]+, SHA-256 [0-9a-f]{64}")


@dataclass(frozen=True)
class Workspace:
    """Who writes with which rights (``coder``), to which dossier of which store."""

    engine: Store
    dossier_id: str
    coder: Coder


def save(
    workspace: Workspace, changes: Sequence[Change], *, reason: str, token: str = "", base_rev: int | None = None
) -> int:
    """Save `changes` as one signed revision; its number, once it is kept.

    Parameters
    ----------
    reason : why, in a few words
    token : one press of one button
        Sent twice, it is written once.
    base_rev : the revision the coder was looking at

    Raises AccessError, StaleError, DossierError or SaveError; nothing is saved then.
    """
    signed = signature(workspace, reason, token, base_rev)
    return store.write(workspace.engine, workspace.dossier_id, changes, signed)


def signature(workspace: Workspace, reason: str, token: str = "", base_rev: int | None = None) -> Signed:
    """The signature of the coder under one revision. Raises AccessError where the coder may not write."""
    authorise(workspace.coder)
    if not reason.strip():
        raise OnRecordError("Every change says why, in a few words.")
    return Signed(workspace.coder.name, reason.strip(), token, base_rev)


def is_text_deletion(reason: str) -> bool:
    """Whether a revision with this reason deleted a text: it changed no row and cannot be undone."""
    return TEXT_DELETED.fullmatch(reason) is not None


def undo(workspace: Workspace, rev_id: int | None = None) -> int:
    """Take back one revision: by default the newest of this coder that stands. The revision that does it.

    Raises OnRecordError where there is nothing to undo; StaleError where somebody has changed the same fields since.
    """
    authorise(workspace.coder)
    target = undoable(workspace) if rev_id is None else rev_id
    if not target:
        raise OnRecordError("Nothing of yours is left to undo.")
    return _undo(workspace, target, f"undo of revision {target}")


def redo(workspace: Workspace) -> int:
    """Do again what this coder undid last, where nothing of the coder's came after. The revision that does it."""
    authorise(workspace.coder)
    target = redoable(workspace)
    if not target:
        raise OnRecordError("Nothing of yours is left to redo.")
    return _undo(workspace, target, f"redo: undo of revision {target}")


def _undo(workspace: Workspace, target: int, reason: str) -> int:
    try:
        return store.undo(workspace.engine, workspace.dossier_id, target, Signed(workspace.coder.name, reason))
    except DossierError as error:
        if why := undo_refusal(workspace.engine, workspace.dossier_id, target):
            raise OnRecordError(why) from error
        raise


def undoable(workspace: Workspace) -> int:
    """The newest revision of this coder that changed something and stands; 0 without one."""
    past = store.revisions(workspace.engine, workspace.dossier_id)
    gone = store.undone_by(_pairs(past))
    first = int(past["rev_id"].min()) if len(past) else 0
    mine = past[(past["made_by"] == workspace.coder.name) & (past["undoes"] == 0) & (past["rev_id"] > first)]
    mine = mine[~mine["reason"].map(is_text_deletion).astype(bool)]
    return max((int(r) for r in mine["rev_id"] if r not in gone), default=0)


def undone(workspace: Workspace) -> set[int]:
    """The revisions that were taken back and do not stand again."""
    past = store.revisions(workspace.engine, workspace.dossier_id)
    return set(store.undone_by(_pairs(past)))


def redoable(workspace: Workspace) -> int:
    """The undo of this coder that would be taken back next; 0 without one, or where the coder has gone on since."""
    past = store.revisions(workspace.engine, workspace.dossier_id)
    mine = past[past["made_by"] == workspace.coder.name]
    own, fresh = set(mine["rev_id"]), max(mine.loc[mine["undoes"] == 0, "rev_id"], default=0)
    changes = set(past.loc[past["undoes"] == 0, "rev_id"])
    gone = store.undone_by(_pairs(past))
    return max((by for change, by in gone.items() if change in changes and by in own and by > fresh), default=0)


def _pairs(past: pd.DataFrame) -> list[tuple[int, int]]:
    """Revision, and the one it undoes or 0, oldest first."""
    return list(past[["rev_id", "undoes"]].astype(int).itertuples(index=False, name=None))
