"""The service layer: every read and write of screens. It authorises, composes and saves; it knows no screen."""

from onrecord.editing.access import Coder, authorise
from onrecord.editing.workspace import Store, Workspace, is_text_deletion, redo, redoable, save, undo, undoable, undone

__all__ = [
    "Coder",
    "Store",
    "Workspace",
    "authorise",
    "is_text_deletion",
    "redo",
    "redoable",
    "save",
    "undo",
    "undoable",
    "undone",
]
