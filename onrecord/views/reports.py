"""Reports: what was coded from each, and what only it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from onrecord.record import evidence
from onrecord.views.emptiness import NO_REPORT, NOTHING, Emptiness
from onrecord.views.settings import Pick, Text
from onrecord.views.tables import comparison as comparing
from onrecord.views.tables import reports as tables
from onrecord.views.values import Table
from onrecord.views.view import View, part

REPORTS = {
    "name": "Report",
    "title": "Title",
    "n_events": "Events",
    "n_stances": "Stances",
    "n_conflicts": "Conflicts",
    "n_only": "Only here",
    "coverage": "Body coded",
    "grade": "Outlet reliability",
    "rests_on": "Rests on",
    "translation": "Translation",
}

ONLY_HERE = {"what": 290, "gist": 345}  # pixels: as wide as the page beside its evidence
COMPARED, LEAST_COMPARED = 490, 150  # pixels of all reports side by side, and of one at least
DATES = {"day": "Day", "words": "In the report’s words", "what": "Event", "place": "Characters"}


def _names(view: "Reports") -> Mapping[str, str]:
    return tables.names(view.reports.rows, "report_id", "dated_name")


def _selected(view: "Reports") -> str:
    return tables.report_of(view.mark)


@dataclass(frozen=True)
class Settings:
    """What can be asked of the page; ``compare`` is the actor, issue or event of which the reports are compared."""

    report_id: Annotated[str, Pick("Read", _names, default=_selected)] = ""
    compare: Annotated[str, Text()] = ""


class Reports(View):
    """What was coded from each report, and what only it says."""

    title = "Reports"
    Settings = Settings
    exported = ("reports", "only_here", "dates_told", "comparison")

    @property
    def emptiness(self) -> Emptiness | None:
        """Why there is nothing to show."""
        return NO_REPORT if self.scoped.reports.empty else None

    @property
    def gap(self) -> Emptiness | None:
        """Whether anything was coded from the reports."""
        return NOTHING if self.whole.events.empty and self.whole.stances.empty else None

    @part()
    def reports(self) -> Table:
        """Every report in scope."""
        return Table(tables.reports(self.scoped), REPORTS, name="reports")

    @part("report_id")
    def only_here(self) -> Table:
        """What no other report tells."""
        rows = tables.single_report_rows(self.scoped, self.settings.report_id)
        note = "What no other report in scope tells: an event, or an actor on that side of that issue."
        return Table(
            rows, {"what": "What", "gist": "Gist"}, name="only_here", title="Only here", note=note, widths=ONLY_HERE
        )

    @part("report_id")
    def body(self) -> str:
        """Where the body of the report begins and ends."""
        return tables.body_text(self.scoped, self.settings.report_id)

    @part("report_id")
    def dates_told(self) -> Table:
        """What the report says of time."""
        note = "Where a day was worked out here, the report does not give it."
        rows = tables.dates_told(self.scoped, self.settings.report_id)
        return Table(rows, DATES, name="dates_told", title="Dates in this report", note=note)

    @part("compare")
    def comparison(self) -> Table:
        """What each report says of the actor, issue or event that is compared."""
        rows, headings = comparing.comparison(self.scoped, self.settings.compare)
        found = evidence.find(self.scoped, self.settings.compare)
        title = f"Reports compared: {found.title}" if found else "Reports compared"
        note = "“Only here”: one report alone tells it. What another leaves out, it need not deny."
        if rows.empty:
            note = "No two reports in this scope tell anything of it that could be compared."
        told = [name for name in headings if name not in ("report", "what", "only_here")]
        widths = dict.fromkeys(told, max(LEAST_COMPARED, COMPARED // max(len(told), 1)))
        return Table(rows, headings, name="comparison", title=title, note=note, widths=widths)

    @property
    def is_comparing(self) -> bool:
        """Whether reports are compared on anything."""
        return bool(self.settings.compare)
