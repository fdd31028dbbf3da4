"""The desk: everything that writes to a record. It authorises, composes, checks and saves, and knows no screen."""

from onrecord.desk.people import Coder, authorise
from onrecord.desk.seat import Desk, redo, redoable, save, undo, undoable

__all__ = ["Coder", "Desk", "authorise", "redo", "redoable", "save", "undo", "undoable"]
