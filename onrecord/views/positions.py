"""Positions: who is for, who is against, since when, says who."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import pandas as pd

from onrecord import charts, networks
from onrecord.charts import Canvas, Figure
from onrecord.views import basis
from onrecord.views.emptiness import NO_STANCE, Emptiness
from onrecord.views.settings import Choice, Pick
from onrecord.views.spans import SPAN
from onrecord.views.tables import issues as tables
from onrecord.views.tables import movement
from onrecord.views.tables.reports import names
from onrecord.views.values import Sentence, Table
from onrecord.views.view import View, figure, part

ORDERS = {"most": "Most on record", "name": "Name", "divided": "Most divided"}
SHOWN = {"shared": "Addressed by several", "all": "All"}
HOLDERS = {
    "name": "Who",
    "position": "Position",
    "since": "Since",
    "says": "Says who",
    "last": "Last confirmed",
    "n_independent": "Independent",
    "is_disputed": "Disputed",
}
ISSUES = {
    "label": "Issue",
    "topic": "Topic",
    "n_for": "For",
    "n_against": "Against",
    "n_neutral": "No position declared",
    "n_silent": "Silent",
    "polarisation": "Polarisation",
    "lowest": "At least, without one report",
    "highest": "At most",
    "reports": "Reports",
    "n_independent": "Independent",
}
CELLS = {
    "name": "Actor",
    "label": "Issue",
    "strength": "Position",
    "lowest": "Lowest ever",
    "highest": "Highest ever",
    "n_stances": "Stances",
    "reports": "Reports",
    "n_independent": "Independent",
}


def _issues(view: "Positions") -> Mapping[str, str]:
    return names(view.issues.rows, "issue_id", "label")


def _selected(view: "Positions") -> str:
    return tables.issue_of(view.scoped, view.mark)


@dataclass(frozen=True)
class Settings:
    """What can be asked of the page; ``on`` is the issue looked at."""

    on: Annotated[str, Pick("Issue", _issues, default=_selected)] = ""
    width: Annotated[str, Choice("Windows of", basis.WIDTHS)] = ""
    span: Annotated[str, SPAN] = ""
    order: Annotated[tables.Order, Choice("Sort by", ORDERS)] = "most"
    show: Annotated[str, Choice("Issues", SHOWN)] = ""


class Positions(View):
    """Who is for, who is against, since when, says who."""

    title = "Positions"
    Settings = Settings
    exported = ("cells", "issues", "stances")
    exported_graphs = ("affiliation",)

    @property
    def emptiness(self) -> Emptiness | None:
        """Why there is nothing to show."""
        return NO_STANCE if self.cells.empty else None

    @property
    def cells(self) -> pd.DataFrame:
        """One row per actor and issue."""
        return self.scoped.once(basis.cells)

    @property
    def stances(self) -> pd.DataFrame:
        """Every stance in scope."""
        return self.scoped.stances

    @part("on")
    def proposition(self) -> str:
        """The sentence one is for or against."""
        issues = self.scoped.issues.set_index("issue_id")
        return str(issues.loc[self.settings.on, "proposition"])

    @part("on")
    def holders(self) -> Table:
        """Who holds what on the issue."""
        return Table(tables.holders(self.scoped, self.settings.on), HOLDERS, name="holders")

    @part("on")
    def silence(self) -> Sentence:
        """On which side nobody is, and who speaks, but not on the issue."""
        empty = tables.empty_sides(self.scoped, self.settings.on)
        return Sentence(f"{empty} {tables.silence(self.scoped, self.settings.on)}".strip())

    @figure("on", "width", "span")
    def division(self, canvas: Canvas) -> Figure | None:
        """How divided the actors were on the issue, window by window."""
        spans = self.scoped.once(basis.windows, self.settings.width, self.settings.span)
        if len(spans) < 2:
            return None
        series = movement.polarisation(self.scoped, spans, self.settings.on)
        return charts.lines(series, label="On this issue", unit=movement.UNITS, canvas=canvas)

    @part()
    def issues(self) -> Table:
        """Every issue with a stance."""
        return Table(tables.issues(self.scoped), ISSUES, name="issues")

    @part("order", "show")
    def _columns(self) -> pd.DataFrame:
        is_shared = self.settings.show == "shared"
        return tables.matrix_issues(self.issues.rows, order=self.settings.order, is_shared=is_shared)

    @figure("order", "show")
    def matrix(self, canvas: Canvas) -> Figure:
        """Actors by issues."""
        actors = tables.matrix_actors(self.scoped, self.cells, self._columns, order=self.settings.order)
        told = tables.with_claims(self.scoped, self.cells)
        return charts.positions(told, actors, self._columns, canvas=canvas)

    @part()
    def coverage(self) -> Table:
        """What each cell rests on."""
        return Table(tables.coverage_of_cells(self.scoped, self.cells), CELLS, name="coverage")

    @part()
    def affiliation(self) -> networks.Graph:
        """Actors and issues, an edge for every position."""
        return networks.affiliation(self.cells, self.scoped.actors, self.scoped.issues)

    @property
    def method(self) -> str:
        """What the matrix shows, and how."""
        return self.matrix(Canvas()).caption
