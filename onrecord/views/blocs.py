"""Blocs: which camps hold together, and what they rest on."""

from dataclasses import dataclass
from typing import Annotated

import pandas as pd

from onrecord import charts, measures, networks
from onrecord.charts import Canvas, Figure
from onrecord.views import basis
from onrecord.views.emptiness import NO_STANCE, Emptiness
from onrecord.views.settings import Number
from onrecord.views.tables import blocs as tables
from onrecord.views.tables import dyads
from onrecord.views.values import Numbers, Sentence, Table
from onrecord.views.view import View, figure, part

MEMBERS = {"letter": "Bloc", "name": "Actor", "stability": "Stability"}
WITHOUT = {"report": "Without", "name": "Actor", "was": "Was in", "becomes": "Goes to"}
BACKBONE = {"rank": "Rank", "label": "Issue", "n_actors": "Actors", "loss": "Loss"}
LIGHT = "Whom the loss of a single report would move to another bloc."
HEAVY = (
    f"Not worked out above {tables.MOST_ACTORS} actors or {tables.MOST_REPORTS} reports, and neither is stability: "
    "narrow the scope to see them."
)


@dataclass(frozen=True)
class Settings:
    """What can be asked of the page."""

    min_shared: Annotated[int, Number("Fewest shared issues", (1, 10, 2))] = 2
    most: Annotated[int, Number("Most blocs", (2, 6, 3))] = 3


class Blocs(View):
    """Which camps hold together, and what they rest on."""

    title = "Blocs"
    Settings = Settings
    exported = ("members", "without", "places", "backbone")

    @property
    def emptiness(self) -> Emptiness | None:
        """Why there is nothing to show."""
        return NO_STANCE if self.scoped.stances.empty else None

    @part("min_shared")
    def _graph(self) -> networks.Graph:
        return self.scoped.once(basis.graph, self.settings.min_shared)

    @part("min_shared")
    def _ties(self) -> pd.DataFrame:
        return networks.signed_edges(self._graph)

    @part("min_shared", "most")
    def _blocs(self) -> measures.Blocs:
        return measures.blocs(self._ties, most=self.settings.most)

    @part("min_shared", "most")
    def _stability(self) -> measures.BlocStability:
        if not tables.is_light(self.scoped):
            return tables.without_draws(self._blocs)
        asked = self.settings
        return measures.bloc_stability(self.scoped.stances, most=asked.most, min_shared=asked.min_shared)

    @part("min_shared")
    def numbers(self) -> Numbers:
        """What describes the field as a whole."""
        balance, triangles = measures.frustration(self._ties), measures.triangle_balance(self._ties)
        field = measures.field_polarisation(self.scoped.once(basis.cells))
        return Numbers(tuple(tables.numbers(balance, triangles, field)))

    @part("min_shared")
    def grounds(self) -> Sentence:
        """What the blocs rest on, who is in none, and who differs on too little to say more."""
        every = self.scoped.once(basis.dyads)
        ties = self._ties.merge(every, on=["actor_a", "actor_b"])
        said = tables.grounds(ties, self.scoped.actor_names(), self._graph.number_of_nodes())
        return Sentence(f"{said} {dyads.apart_on_little(self.scoped, every, ties)}".strip())

    @part("min_shared", "most")
    def members(self) -> Table:
        """Every actor and its bloc."""
        return Table(tables.members(self.scoped, self._stability), MEMBERS, name="members")

    @figure("min_shared", "most")
    def picture(self, canvas: Canvas) -> Figure:
        """The graph with its blocs, and the ties that contradict them."""
        graph = networks.with_frustration(self._graph, self._blocs.frustrated)
        return charts.blocs(graph, self.layout, self.members.rows, canvas=canvas)

    @part("min_shared", "most")
    def without(self) -> Table:
        """Whom the loss of one report would move."""
        rows = tables.moves_without(self.scoped, self._stability)
        note = LIGHT if tables.is_light(self.scoped) else HEAVY
        return Table(rows, WITHOUT, name="without", title="Without one report", note=note)

    @part()
    def _scaling(self) -> measures.Scaling:
        return measures.scaling(self.scoped.once(basis.cells))

    @part()
    def places(self) -> pd.DataFrame:
        """Places on one line."""
        return tables.places(self.scoped, self._scaling)

    @part()
    def no_line(self) -> Sentence:
        """Heads the line, or says why none is drawn."""
        reason = self._scaling.reason
        return Sentence(f"No line is drawn: {reason}" if reason else "", title="On one line")

    @figure()
    def scale(self, canvas: Canvas) -> Figure | None:
        """The actors on one line, with their intervals."""
        return None if self._scaling.reason else charts.scale(self.places, canvas=canvas)

    @part()
    def backbone(self) -> Table:
        """The issues that carry the shape of the network."""
        rows = tables.backbone(self.scoped, self.scoped.once(basis.cells))
        note = "In the order in which they are needed to keep the shape of the network; loss 0 keeps it all."
        return Table(rows, BACKBONE, name="backbone", title="Issues that carry the field", note=note)

    @property
    def method(self) -> str:
        """What the figure shows, and how."""
        return self.picture(Canvas()).caption
