"""Conflicts: where reports contradict each other, or are wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import pandas as pd

from onrecord.schema import CONFLICT_STATUSES, SEVERITIES
from onrecord.text import count
from onrecord.views.emptiness import NO_CONFLICT, Emptiness
from onrecord.views.settings import Choice
from onrecord.views.tables import conflicts as tables
from onrecord.views.values import Sentence, Table
from onrecord.views.view import View, part

ALL = {"": "All"}
SEVERITY_OPTIONS = ALL | {code: code.capitalize() for code in SEVERITIES}
STATUS_OPTIONS = ALL | {code: code.capitalize() for code in CONFLICT_STATUSES}
HEADINGS = {"about": "About", "kind": "Kind", "severity": "Severity", "status": "Status", "between": "Between"}


def _kinds(view: View) -> Mapping[str, str]:
    return tables.conflict_kinds(view.scoped)


@dataclass(frozen=True)
class Settings:
    """What can be asked of the page."""

    severity: Annotated[str, Choice("Severity", SEVERITY_OPTIONS)] = ""
    status: Annotated[str, Choice("Status", STATUS_OPTIONS, parameter="standing")] = ""
    kind: Annotated[str, Choice("Kind", _kinds, parameter="sort")] = ""


class Conflicts(View):
    """Where reports contradict each other, or are wrong."""

    title = "Conflicts"
    Settings = Settings
    exported = ("conflicts", "sides")

    @property
    def emptiness(self) -> Emptiness | None:
        """Why there is nothing to show."""
        return NO_CONFLICT if self.scoped.conflicts.empty else None

    @part("severity", "status", "kind")
    def conflicts(self) -> Table:
        """The conflicts asked for, gravest first."""
        asked = self.settings
        rows = tables.conflicts(self.scoped, severity=asked.severity, status=asked.status, kind=asked.kind)
        return Table(rows, HEADINGS, name="conflicts", height=520)

    @part("severity", "status", "kind")
    def count(self) -> Sentence:
        """How many of how many."""
        n, of = len(self.conflicts.rows), len(self.scoped.conflicts)
        return Sentence(f"{n:,} of {count(of, 'conflict')} in scope. Both sides stay until a resolution is signed.")

    @property
    def sides(self) -> pd.DataFrame:
        """What each side claims, and where it says so."""
        return self.scoped.conflict_sides

    @property
    def displayed(self) -> str:
        """The mark of the conflict whose sides are shown: the one selected, else the first."""
        return self.mark or self.conflicts.first_mark
