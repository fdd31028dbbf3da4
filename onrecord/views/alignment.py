"""Alignment: who stands with whom, over which issues, how surely."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import pandas as pd

from onrecord import charts, measures, networks
from onrecord.charts import Canvas, Figure
from onrecord.views import basis
from onrecord.views.emptiness import NO_STANCE, Emptiness
from onrecord.views.settings import Choice, Number, Pick
from onrecord.views.tables import dyads as rows
from onrecord.views.values import Sentence, Table
from onrecord.views.view import View, figure, part


def _measures(view: View) -> Mapping[str, str]:
    return {name: measure.label for name, measure in measures.MEASURES.items()}


def _reason(view: View) -> str:
    return measures.MEASURES[view.settings.measure].reason


def _shapes(view: View) -> Mapping[str, str]:
    return rows.shapes(view.scoped.once(basis.cells)["actor_id"].nunique())


DYADS = {
    "name_a": "Actor",
    "name_b": "and actor",
    "relation": "Alignment",
    "similarity": "S",
    "low": "from",
    "high": "to",
    "expected_similarity": "By chance",
    "alpha": "α",
    "share_same_sign": "Same sign in draws",
    "share_defined": "Defined in draws",
    "n_shared": "Shared issues",
    "n_independent": "Independent reports",
    "carried_by": "Rests on",
}
CARRIERS = {"name_a": "Actor", "name_b": "and actor", "report": "Without", "effect": "Effect"}
ACTORS = {
    "name": "Actor",
    "kind": "Kind",
    "n_stances": "Stances",
    "n_issues": "Issues",
    "n_positive": "Agrees with",
    "n_negative": "Opposes",
    "strength": "Strength",
    "betweenness": "Betweenness",
}


@dataclass(frozen=True)
class Settings:
    """What can be asked of the page."""

    min_shared: Annotated[int, Number("Fewest shared issues", (1, 10, 2))] = 2
    min_reports: Annotated[int, Number("Fewest independent reports", (1, 5, 2))] = 2
    shape: Annotated[str, Choice("Show as", _shapes, parameter="as")] = ""
    measure: Annotated[str, Pick("Measure", _measures, note=_reason)] = ""


class Alignment(View):
    """Who stands with whom, over which issues, how surely."""

    title = "Alignment"
    Settings = Settings
    exported = ("dyads", "other_measures", "carriers", "cells")
    exported_graphs = ("graph",)

    @property
    def emptiness(self) -> Emptiness | None:
        """Why there is nothing to show."""
        return NO_STANCE if self.scoped.stances.empty else None

    @property
    def cells(self) -> pd.DataFrame:
        """One row per actor and issue."""
        return self.scoped.once(basis.cells)

    @part("measure")
    def _dyads(self) -> pd.DataFrame:
        return rows.by_measure(self.scoped.once(basis.dyads), self.cells, self.settings.measure)

    @part("measure", "min_shared", "min_reports")
    def graph(self) -> networks.Graph:
        """The dyads that the thresholds let through."""
        graph = networks.alignment(
            basis.with_report_marks(self.scoped, self._dyads),
            self.cells,
            self.scoped.actors,
            min_shared=self.settings.min_shared,
            min_independent=self.settings.min_reports,
        )
        return basis.named_reports(self.scoped, graph, self.scoped.stances)

    @part("measure", "min_shared", "min_reports")
    def _actors(self) -> pd.DataFrame:
        return rows.speakers(self.scoped, networks.centrality(self.graph), self.cells)

    @part("measure", "min_shared", "min_reports")
    def _method(self) -> str:
        return charts.alignment_method(
            min_shared=self.settings.min_shared,
            min_independent=self.settings.min_reports,
            measure=measures.MEASURES[self.settings.measure].label,
            expected=measures.expected_similarity(self.cells),
        )

    @part("measure")
    def _matrix_method(self) -> str:
        label = measures.MEASURES[self.settings.measure].label
        return charts.matrix_method(measure=label, expected=measures.expected_similarity(self.cells))

    @figure("shape", "measure", "min_shared", "min_reports")
    def picture(self, canvas: Canvas) -> Figure:
        """The graph; the matrix where lines would lie on lines."""
        if self.settings.shape == "matrix":
            return charts.matrix(
                basis.with_report_marks(self.scoped, self._dyads),
                self._actors,
                method=self._matrix_method,
                canvas=canvas,
            )
        return charts.alignment(self.graph, self.layout, method=self._method, canvas=canvas)

    @part()
    def _draws(self) -> pd.DataFrame:
        return measures.bootstrap(self.scoped.stances, seed=0)

    @part("measure", "min_shared", "min_reports")
    def dyads(self) -> Table:
        """Every two actors with a shared issue: those drawn first, the largest number of shared issues first."""
        drawn = rows.dyads(self.scoped, self._dyads, networks.edges(self.graph))
        return Table(rows.with_uncertainty(drawn, self._draws), DYADS, name="dyads")

    @part("measure", "min_shared", "min_reports")
    def apart(self) -> Sentence:
        """Who differs, but on too little to draw a tie."""
        return Sentence(rows.apart_on_little(self.scoped, self._dyads, networks.edges(self.graph)))

    @part("measure", "min_shared", "min_reports")
    def other_measures(self) -> Table:
        """What every other measure says of the dyads that are drawn."""
        found = rows.other_measures(self.dyads.rows, self.cells, self.scoped.issues)
        return Table(found, rows.headings(found), name="other_measures")

    @part("min_shared")
    def carriers(self) -> Table:
        """Which report carries which dyad."""
        loss = measures.leave_one_report_out(self.scoped.stances, min_shared=self.settings.min_shared)
        note = "Leaving out one report at a time: the dyads that would vanish, fall below the threshold or turn."
        return Table(rows.carriers(self.scoped, loss), CARRIERS, name="carriers", note=note)

    @part("measure", "min_shared", "min_reports")
    def actors(self) -> Table:
        """Every actor with a position, and where it stands in the graph."""
        return Table(self._actors, ACTORS, name="actors", title="Actors")

    @property
    def method(self) -> str:
        """What the figure shows, and how."""
        return self.picture(Canvas()).caption
