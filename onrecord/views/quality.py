"""Quality: how well the record is covered, and by what rules it was coded."""

from onrecord.views.tables import reports as tables
from onrecord.views.values import Table
from onrecord.views.view import View, part

COVERAGE = {
    "name": "Report",
    "coverage": "Body coded",
    "n_events": "Events",
    "n_stances": "Stances",
    "n_conflicts": "Conflicts",
    "translation": "Translation",
    "grade": "Outlet reliability",
}
CODES = {"table": "Table", "column": "Column", "code": "Code", "about": "Meaning", "n": "Rows"}


class Quality(View):
    """How well the record is covered, and by what rules it was coded."""

    title = "Quality"
    exported = ("coverage", "codes")

    @part()
    def coverage(self) -> Table:
        """How much of each report is coded."""
        return Table(tables.reports(self.scoped), COVERAGE, name="coverage", title="Coverage")

    @part()
    def codes(self) -> Table:
        """How often each code is used."""
        return Table(tables.codes(self.scoped), CODES, name="codes", title="Codes in use")
