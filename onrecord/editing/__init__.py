"""The desk: everything that writes to a record. It authorises, composes, checks and saves, and knows no screen."""

from onrecord.editing.access import Coder, authorise
from onrecord.editing.workspace import Store, Workspace, redo, redoable, save, undo, undoable

__all__ = ["Coder", "Store", "Workspace", "authorise", "redo", "redoable", "save", "undo", "undoable"]
