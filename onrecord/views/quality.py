"""Quality: how well the record is covered, and by what rules it was coded."""

from onrecord.record.behind_reports import rows_behind_reports
from onrecord.record.links import answers_ahead
from onrecord.views.emptiness import NOTHING, Emptiness
from onrecord.views.tables import reports as tables
from onrecord.views.tables.differences import standing_text
from onrecord.views.values import Sentence, Table
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
AHEAD = {"answer": "Coded as an answer", "question": "to what is not yet told, or begins later"}
BEHIND_REPORTS = {
    "title": "Event",
    "column": "Column",
    "row": "As the row has it",
    "latest": "As the latest report has it",
}
CODES = {"table": "Table", "column": "Column", "code": "Code", "about": "Meaning", "n": "Rows"}


class Quality(View):
    """How well the record is covered, and by what rules it was coded."""

    title = "Quality"
    exported = ("coverage", "codes", "answers_ahead", "behind")

    @property
    def gap(self) -> Emptiness | None:
        """Whether there is anything whose quality could be judged."""
        return NOTHING if self.whole.events.empty and self.whole.stances.empty else None

    @part()
    def coverage(self) -> Table:
        """How much of each report is coded."""
        return Table(tables.reports(self.scoped), COVERAGE, name="coverage", title="Coverage")

    @part()
    def answers_ahead(self) -> Table:
        """Answers that come before their question: a warning, no fault."""
        note = "Shown as “Ahead of” and “Before it”. Check the link, and the status and date of what it is to answer."
        return Table(
            answers_ahead(self.scoped), AHEAD, name="answers_ahead", title="Answers before their question", note=note
        )

    @part()
    def standing(self) -> Sentence:
        """How many conflicts and differences wait to be looked at."""
        return Sentence(f"{standing_text(self.scoped)}.", title="Where the reports differ")

    @part()
    def behind(self) -> Table:
        """Events whose row is behind its reports: a warning, no fault."""
        rows = self.scoped.once(rows_behind_reports)
        return Table(rows, BEHIND_REPORTS, name="behind", title="Rows behind their reports")

    @property
    def has_behind(self) -> bool:
        """Whether any row is behind its reports."""
        return not self.behind.rows.empty

    @property
    def has_answers_ahead(self) -> bool:
        """Whether there is anything to warn of."""
        return not self.answers_ahead.rows.empty

    @part()
    def codes(self) -> Table:
        """How often each code is used."""
        return Table(tables.codes(self.scoped), CODES, name="codes", title="Codes in use")
