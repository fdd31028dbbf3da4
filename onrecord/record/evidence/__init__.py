"""The rows behind a mark: which passages of which reports it rests on, what contradicts it, where to go next.

A mark is named ``kind:id``: ``event:…``, ``events:…,…``, ``stance:…``, ``stances:…,…``, ``cell:actor~issue``,
``dyad:a~b``, ``actor:…``, ``issue:…``, ``report:…``, ``reports:…,…``, ``conflict:…``, ``difference:…``. The same name
stands in figures, tables and addresses.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from onrecord.record.evidence import differences, events, reports, stances
from onrecord.record.evidence.shape import Evidence
from onrecord.record.evidence.touching import touching_differences
from onrecord.record.model import Record

__all__ = ["FINDERS", "Evidence", "find"]

FINDERS: Mapping[str, Callable[[Record, str], Evidence | None]] = {
    "event": events.event,
    "events": events.events,
    "stance": stances.stance,
    "stances": stances.stances,
    "cell": stances.cell,
    "dyad": stances.dyad,
    "actor": stances.actor,
    "issue": stances.issue,
    "report": reports.report,
    "reports": reports.reports,
    "conflict": reports.conflict,
    "difference": differences.difference,
}


def find(record: Record, mark: str) -> Evidence | None:
    """The evidence for `mark` in `record`; None where the record, in its scope, holds no such thing."""
    kind, _, name = mark.partition(":")
    # ids are ASCII; other text may not even be encodable, which the frames would refuse
    found = FINDERS[kind](record, name) if kind in FINDERS and name.isascii() else None
    return found and replace(found, differences=touching_differences(record, found))
