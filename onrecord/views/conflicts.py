"""Conflicts: where reports contradict each other, or are wrong; and where the rows differ, found by rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import pandas as pd

from onrecord.record.differences import differences
from onrecord.schema import CONFLICT_STATUSES, SEVERITIES
from onrecord.text import count
from onrecord.views.emptiness import NO_CONFLICT, Emptiness
from onrecord.views.settings import Choice
from onrecord.views.tables import conflicts as tables
from onrecord.views.tables.differences import difference_rows, n_not_looked_at
from onrecord.views.values import Sentence, Table
from onrecord.views.view import View, part

ALL = {"": "All"}
SEVERITY_OPTIONS = ALL | {code: code.capitalize() for code in SEVERITIES}
STATUS_OPTIONS = ALL | {code: code.capitalize() for code in CONFLICT_STATUSES}
HEADINGS = {"about": "About", "kind": "Kind", "severity": "Severity", "status": "Status", "between": "Between"}
FOUND = {
    "subject": "About", "rule_name": "Rule", "between": "Between", "known_on": "Since", "severity": "Severity",
    "values": "Values",
}  # fmt: skip
REMARK = {"remark": "Remark"}
MANY = 12  # rows, above which the table keeps to a part of the screen
NONE_DISMISSED = "No difference is dismissed in this scope."
AGREE = "the rows now agree"
LISTS = {"open": "computed", "recorded": "recorded", "dismissed": "dismissed"}  # standing -> list
GRADES: Mapping[str, str] = {
    "only here": "One report tells a part of what another tells too, without it.",
    "went on": "A later report tells a later state, or a speaker changed side: no conflict, nothing to decide.",
}


def _kinds(view: View) -> Mapping[str, str]:
    return tables.conflict_kinds(view.scoped)


def _lists(view: View) -> Mapping[str, str]:
    rows = differences(view.scoped).rows
    n_dismissed = int((rows["standing"] == "dismissed").sum())
    numbers = {
        "Recorded": len(view.scoped.conflicts),
        "Computed": n_not_looked_at(view.scoped),
        "Dismissed": n_dismissed,
    }
    return {name.lower(): f"{name} {n:,}" for name, n in numbers.items()}


def _list_of_mark(view: View) -> str:
    """Where what is selected stands: a difference among those computed or dismissed."""
    kind, _, name = view.mark.partition(":")
    rows = differences(view.scoped).rows
    standing = rows.loc[rows["difference_id"] == name, "standing"] if kind == "difference" else rows["standing"].head(0)
    return LISTS[standing.item()] if len(standing) else "recorded"


@dataclass(frozen=True)
class Settings:
    """What can be asked of the page."""

    shows: Annotated[str, Choice("Conflicts", _lists, parameter="list", default=_list_of_mark)] = "recorded"
    severity: Annotated[str, Choice("Severity", SEVERITY_OPTIONS)] = ""
    status: Annotated[str, Choice("Status", STATUS_OPTIONS, parameter="standing")] = ""
    kind: Annotated[str, Choice("Kind", _kinds, parameter="sort")] = ""


class Conflicts(View):
    """Where reports contradict each other, or are wrong."""

    title = "Conflicts"
    Settings = Settings
    exported = ("conflicts", "sides", "differences", "difference_sides")

    @property
    def emptiness(self) -> Emptiness | None:
        """Why there is nothing to show: no conflict, and no passage that one could be about."""
        rows = (self.scoped.conflicts, self.scoped.event_reports, self.scoped.stances)
        return NO_CONFLICT if all(some.empty for some in rows) else None

    @property
    def is_recorded(self) -> bool:
        """Whether the conflicts on record are asked for."""
        return bool(self.settings.shows == "recorded")

    @property
    def is_computed(self) -> bool:
        """Whether the differences nobody has decided about are asked for."""
        return bool(self.settings.shows == "computed")

    @property
    def is_dismissed(self) -> bool:
        """Whether the differences that are no conflicts are asked for."""
        return bool(self.settings.shows == "dismissed")

    @part("severity", "status", "kind")
    def conflicts(self) -> Table:
        """The conflicts asked for, gravest first."""
        asked = self.settings
        rows = tables.conflicts(self.scoped, severity=asked.severity, status=asked.status, kind=asked.kind)
        agreeing = tables.agreeing_conflicts(self.whole)
        rows = rows.assign(remark=[AGREE if one in agreeing else "" for one in rows["conflict_id"]])
        return Table(rows, _with_remarks(HEADINGS, rows), name="conflicts", height=520 if len(rows) > MANY else None)

    @part("severity")
    def computed(self) -> Table:
        """The differences of which both sides cannot be so and nobody has decided about, gravest first."""
        rows = difference_rows(self.scoped, grade="differ", standing="open", severity=self.settings.severity)
        return Table(rows, _with_remarks(FOUND, rows), name="computed")

    @part()
    def only_here(self) -> Table:
        """What one report tells as a part of something that another tells without it."""
        rows = difference_rows(self.scoped, grade="only here", standing="open")
        return Table(rows, _with_remarks(FOUND, rows), name="only_here", note=GRADES["only here"])

    @part()
    def went_on(self) -> Table:
        """Where a later report tells a later state."""
        rows = difference_rows(self.scoped, grade="went on", standing="open")
        headings = {name: heading for name, heading in FOUND.items() if name != "severity"}
        return Table(rows, headings, name="went_on", note=GRADES["went on"])

    @part("severity")
    def dismissed(self) -> Table:
        """The differences somebody decided to be no conflict, and why."""
        rows = difference_rows(self.scoped, grade=None, standing="dismissed", severity=self.settings.severity)
        return Table(rows, FOUND | {"reason": "Reason"}, name="dismissed")

    @part("shows", "severity", "status", "kind")
    def count(self) -> Sentence:
        """How many of how many."""
        n_found = n_not_looked_at(self.scoped)
        if self.settings.shows == "computed":
            what = "found in the rows and not looked at. Record each as a conflict, or say why it is none."
            return Sentence(f"{len(self.computed.rows):,} of {count(n_found, 'difference')} {what}")
        if self.settings.shows == "dismissed":
            n = len(self.dismissed.rows)
            return Sentence(f"{count(n, 'difference')} dismissed. Each can be reopened." if n else NONE_DISMISSED)
        n, of = len(self.conflicts.rows), len(self.scoped.conflicts)
        if not of:
            return Sentence(f"No conflict recorded; {count(n_found, 'difference')} found in the rows.")
        return Sentence(f"{n:,} of {count(of, 'conflict')} in scope. Both sides stay until a resolution is signed.")

    @property
    def sides(self) -> pd.DataFrame:
        """What each side claims, and where it says so."""
        return self.scoped.conflict_sides

    @property
    def differences(self) -> pd.DataFrame:
        """Every difference in scope, whatever was decided about it."""
        return differences(self.scoped).rows

    @property
    def difference_sides(self) -> pd.DataFrame:
        """What each report says in a difference, and where."""
        return differences(self.scoped).sides

    @property
    def displayed(self) -> str:
        """The mark of the conflict whose sides are shown: the one selected, or that of a difference, else the first."""
        kind, _, name = self.mark.partition(":")
        if kind == "difference":
            of_mark = self.differences.loc[self.differences["difference_id"] == name, "conflict_id"]
            name = of_mark.item() if len(of_mark) else ""
        elif kind not in ("", "conflict"):
            return self.mark
        is_there = (self.scoped.conflicts["conflict_id"] == name).any()
        return f"conflict:{name}" if is_there else self.conflicts.first_mark

    @property
    def displayed_difference(self) -> str:
        """The id of the difference whose sides are shown: the one selected, else the first; "" without one."""
        kind, _, name = self.mark.partition(":")
        if kind not in ("", "conflict", "difference"):
            return ""  # something beside the differences is looked at
        is_there = kind == "difference" and (self.differences["difference_id"] == name).any()
        first = (self.dismissed if self.is_dismissed else self.computed).first_mark
        return name if is_there else first.partition(":")[2]


def _with_remarks(headings: Mapping[str, str], rows: pd.DataFrame) -> Mapping[str, str]:
    """The headings, and one for remarks where there are any."""
    return {**headings, **REMARK} if (rows["remark"] != "").any() else headings
