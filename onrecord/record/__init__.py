"""The record: one dossier as pandas frames, the scope it is looked at in, and the rows behind every mark. Pure."""

from onrecord.record import evidence, history, lanes, search
from onrecord.record.model import Level, Record, from_dossier, principals
from onrecord.record.scope import Scope, narrow

__all__ = ["Level", "Record", "Scope", "evidence", "from_dossier", "history", "lanes", "narrow", "principals", "search"]
