"""Reports: what was coded from each, and what only it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from onrecord.views.emptiness import NO_REPORT, Emptiness
from onrecord.views.settings import Pick
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


def _names(view: "Reports") -> Mapping[str, str]:
    return tables.names(view.reports.rows, "report_id", "dated_name")


def _selected(view: "Reports") -> str:
    return tables.report_of(view.mark)


@dataclass(frozen=True)
class Settings:
    """What can be asked of the page."""

    report_id: Annotated[str, Pick("Read", _names, default=_selected)] = ""


class Reports(View):
    """What was coded from each report, and what only it says."""

    title = "Reports"
    Settings = Settings
    exported = ("reports", "only_here")

    @property
    def emptiness(self) -> Emptiness | None:
        """Why there is nothing to show."""
        return NO_REPORT if self.scoped.reports.empty else None

    @part()
    def reports(self) -> Table:
        """Every report in scope."""
        return Table(tables.reports(self.scoped), REPORTS, name="reports")

    @part("report_id")
    def only_here(self) -> Table:
        """What no other report tells."""
        rows = tables.single_report_rows(self.scoped, self.settings.report_id)
        note = "What no other report in scope tells: an event, or an actor on that side of that issue."
        return Table(rows, {"what": "What", "gist": "Gist"}, name="only_here", title="Only here", note=note)
