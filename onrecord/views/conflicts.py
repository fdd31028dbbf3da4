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
from onrecord.views.tables.differences import AGREE, agreeing_dismissals, difference_rows, n_not_looked_at
from onrecord.views.values import Sentence, Table
from onrecord.views.view import View, part

ALL = {"": "All"}
SEVERITY_OPTIONS = ALL | {code: code.capitalize() for code in SEVERITIES}
STATUS_OPTIONS = ALL | {code: code.capitalize() for code in CONFLICT_STATUSES}
HEADINGS = {"about": "About", "kind": "Kind", "severity": "Severity", "status": "Status", "between": "Between"}
FOUND = {
    "subject": "About", "values": "What the reports say", "rule_name": "Rule", "severity": "Severity",
    "known_on": "Since",
}  # fmt: skip
DISMISSED = {"subject": "About", "values": "What the reports say", "reason": "Why it is none", "rule_name": "Rule"}
WIDTHS = {"subject": 160, "values": 215}  # pixels: with rule and severity as wide as the page beside its evidence
WIDTHS_DISMISSED = {"subject": 140, "values": 165, "reason": 195}
REMARK = {"remark": "Remark"}
MANY = 12  # rows, above which the table keeps to a part of the screen
NOTHING_DIFFERS = "Nothing differs between these reports, as far as their rows say."
TAKES_TWO = "Nothing differs: it takes two reports to differ."
ALL_DECIDED = "Every difference found in the rows is recorded as a conflict or dismissed."
NONE_DISMISSED = "No difference is dismissed in this scope."
LISTS = {"open": "computed", "recorded": "recorded", "dismissed": "dismissed"}  # standing -> list
GRADES: Mapping[str, str] = {
    "only here": "One report tells a part of what another tells too, without it.",
    "went on": "A later report tells a later state, or a speaker changed side: no conflict, nothing to decide.",
}


def _kinds(view: View) -> Mapping[str, str]:
    return tables.conflict_kinds(view.scoped)


def _lists(view: View) -> Mapping[str, str]:
    rows = differences(view.scoped).rows
    n_dismissed = int((rows["standing"] == "dismissed").sum()) + len(agreeing_dismissals(view.scoped, view.whole))
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
        """What reports do not agree on and nobody has decided about, gravest first."""
        rows = difference_rows(self.scoped, grade="differ", standing="open", severity=self.settings.severity)
        return Table(rows, _with_remarks(FOUND, rows), name="computed", widths=WIDTHS)

    @part()
    def only_here(self) -> Table:
        """What one report tells as a part of something that another tells without it."""
        rows = difference_rows(self.scoped, grade="only here", standing="open")
        headings = _with_remarks(FOUND, rows)
        return Table(rows, headings, name="only_here", note=GRADES["only here"], widths=WIDTHS)

    @part()
    def went_on(self) -> Table:
        """Where a later report tells a later state."""
        rows = difference_rows(self.scoped, grade="went on", standing="open")
        headings = {name: heading for name, heading in FOUND.items() if name != "severity"}
        return Table(rows, headings, name="went_on", note=GRADES["went on"], widths=WIDTHS)

    @part()
    def dismissed(self) -> Table:
        """The differences somebody decided to be no conflict, and why; last those whose rows agree meanwhile."""
        rows = difference_rows(self.scoped, grade=None, standing="dismissed")
        if len(self._agreeing):
            rows = pd.concat([rows, self._agreeing], ignore_index=True)
        return Table(rows, _with_remarks(DISMISSED, rows), name="dismissed", widths=WIDTHS_DISMISSED)

    @part()
    def _agreeing(self) -> pd.DataFrame:
        return agreeing_dismissals(self.scoped, self.whole)

    @part("shows", "severity", "status", "kind")
    def count(self) -> Sentence:
        """How many of how many."""
        n_found = n_not_looked_at(self.scoped)
        if self.settings.shows == "dismissed":
            return Sentence(self._dismissals)
        if self.settings.shows == "computed" and not n_found:
            return Sentence(self._no_difference)
        if self.settings.shows == "computed":
            what = "found in the rows and not looked at. Record each as a conflict, or say why it is none."
            return Sentence(f"{len(self.computed.rows):,} of {count(n_found, 'difference')} {what}")
        n, of = len(self.conflicts.rows), len(self.scoped.conflicts)
        if not of and not n_found:
            return Sentence(f"No conflict recorded. {self._no_difference}")
        if not of:
            return Sentence(f"No conflict recorded; {count(n_found, 'difference')} found in the rows.")
        return Sentence(f"{n:,} of {count(of, 'conflict')} in scope. Both sides stay until a resolution is signed.")

    @property
    def _no_difference(self) -> str:
        """Why no difference waits to be looked at."""
        if (self.differences["grade"] == "differ").any():
            return ALL_DECIDED
        return NOTHING_DIFFERS if len(self.scoped.reports) > 1 else TAKES_TWO

    @property
    def _dismissals(self) -> str:
        n_agreeing = len(self._agreeing)
        n = len(self.dismissed.rows) - n_agreeing
        told = f"{count(n, 'difference')} dismissed. Each can be reopened." if n else ""
        more = f"{count(n_agreeing, 'difference')} dismissed before, of which the rows now agree." if n_agreeing else ""
        return " ".join(part for part in (told, more) if part) or NONE_DISMISSED

    @property
    def has_rows(self) -> bool:
        """Whether the list that is asked for has any row; where it has none, the sentence above says so."""
        lists = {"recorded": self.conflicts, "computed": self.computed, "dismissed": self.dismissed}
        return not lists[self.settings.shows].rows.empty

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

    def side_values(self, conflict_id: str) -> Mapping[tuple[str, int, int], str]:
        """What the passages of a conflict say otherwise, where it was a difference: report, start, end -> value."""
        rows, sides = self.differences, self.difference_sides
        names = rows.loc[rows["conflict_id"] == conflict_id, "difference_id"] if conflict_id else rows.index[:0]
        told = sides[sides["difference_id"].isin(names) & (sides["shown"] != sides["claim"])]
        values: dict[tuple[str, int, int], dict[str, None]] = {}
        for report_id, start, end, shown in told[["report_id", "start", "end", "shown"]].itertuples(index=False):
            values.setdefault((report_id, int(start), int(end)), {})[shown] = None
        return {passage: ", ".join(shown) for passage, shown in values.items()}

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
        first, _, first_name = (self.dismissed if self.is_dismissed else self.computed).first_mark.partition(":")
        return name if is_there else first_name if first == "difference" else ""


def _with_remarks(headings: Mapping[str, str], rows: pd.DataFrame) -> Mapping[str, str]:
    """The headings, and one for remarks where there are any."""
    return {**headings, **REMARK} if (rows["remark"] != "").any() else headings
