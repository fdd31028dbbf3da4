"""The desk: everything that writes to a record. It authorises, composes, checks and saves, and knows no screen."""

from onrecord.editing.access import Coder, authorise
from onrecord.editing.workspace import Workspace, redo, redoable, save, undo, undoable

__all__ = ["Coder", "Workspace", "authorise", "redo", "redoable", "save", "undo", "undoable"]
