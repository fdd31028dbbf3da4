"""Movement: who changed sides, when, says who; and how the field stood in each window."""

from dataclasses import dataclass, replace
from typing import Annotated

import pandas as pd

from onrecord import charts, measures, networks
from onrecord.charts import Canvas, Figure
from onrecord.dates import label_day
from onrecord.views import basis
from onrecord.views.emptiness import NO_DATED_STANCE, NO_STANCE, Emptiness
from onrecord.views.settings import Bounds, Choice, Number
from onrecord.views.spans import SPAN
from onrecord.views.tables import movement as tables
from onrecord.views.values import Sentence, Table
from onrecord.views.view import View, figure, part

PANELS = 9  # the most windows side by side
TRAVEL = {
    "name_a": "Actor",
    "name_b": "and actor",
    "change": "What became of it",
    "before": "S before",
    "after": "S after",
}
CHANGED = {
    "name": "Actor",
    "label": "Issue",
    "what": "What",
    "position_before": "Before",
    "position_after": "After",
    "since": "Since",
}
NOBODY = "Nobody changed sides between these two windows. Another strength on the same side is no change."


def _from_last(view: "Movement") -> Bounds:
    n = max(len(view.windows), 1)
    return 1, n, n


def _fullest(view: "Movement") -> Bounds:
    """From the first window to the last; the one with the most stances, of equals the latest, unless asked."""
    n = view.windows["n_stances"].to_numpy()
    return 1, max(len(n), 1), len(n) - int(n[::-1].argmax()) if len(n) else 1


def _from_first(view: "Movement") -> Bounds:
    return 1, max(len(view.windows), 1), 1


@dataclass(frozen=True)
class Settings:
    """What can be asked of the page; windows count from 1, the earliest."""

    width: Annotated[str, Choice("Windows of", basis.WIDTHS)] = ""
    span: Annotated[str, SPAN] = ""
    at_window: Annotated[int, Number("Window", _fullest)] = 0
    before: Annotated[int, Number("Before", _from_first)] = 0
    after: Annotated[int, Number("After", _from_last)] = 0


class Movement(View):
    """Who changed sides, when, says who; and how the field stood in each window."""

    title = "Movement"
    Settings = Settings
    exported = ("changes", "changed_positions", "turns", "series", "windows")

    @property
    def emptiness(self) -> Emptiness | None:
        """Why there is nothing to show."""
        return NO_STANCE if self.scoped.stances.empty else None

    @part("width", "span")
    def windows(self) -> pd.DataFrame:
        """The windows that hold a stance."""
        return self.scoped.once(basis.windows, self.settings.width, self.settings.span)

    @part()
    def verdict(self) -> Sentence:
        """Whether anybody changed sides at all."""
        return Sentence(tables.verdict(self.scoped))

    @part()
    def turns(self) -> Table:
        """Every change of side on record."""
        rows = tables.changed_positions(self.scoped, measures.turns(self.scoped.stances))
        return Table(rows, CHANGED, name="turns", title="Changes of side")

    @property
    def has_turns(self) -> bool:
        """Whether anybody changed sides."""
        return not self.turns.rows.empty

    @part("width", "span")
    def undated(self) -> str:
        """Why there is no window; "" where there is one."""
        return NO_DATED_STANCE if self.windows.empty else ""

    @property
    def has_several(self) -> bool:
        """Whether there are windows to compare."""
        return len(self.windows) > 1

    @part("width", "span")
    def series(self) -> pd.DataFrame:
        """Similarity of every dyad in every window."""
        return measures.window_series(self.scoped.stances, self.windows)

    @figure("width", "span")
    def field(self, canvas: Canvas) -> Figure:
        """How the whole field stood, window by window, and into which phases that falls."""
        network = tables.network(self.scoped, self.windows, self.series)
        drawn = charts.lines(network, label="The whole field", unit=tables.UNITS, canvas=canvas)
        return replace(drawn, caption=f"{drawn.caption} {tables.phases(self.series, self.windows)}")

    @part("width", "span", "at_window")
    def window_label(self) -> Sentence:
        """The days of the window looked at."""
        return Sentence(self._label(self.settings.at_window))

    @figure("width", "span", "at_window")
    def window(self, canvas: Canvas) -> Figure:
        """The alignment graph of one window."""
        return charts.alignment(self._graph(self.settings.at_window), self.layout, method=_METHOD, canvas=canvas)

    @figure("width", "span")
    def multiples(self, canvas: Canvas) -> Figure:
        """The alignment graphs of the last windows, side by side."""
        first = max(len(self.windows) - PANELS, 0)
        starts = self.windows["start"].iloc[first:]
        panels = [(label_day(start), self._graph(first + n)) for n, start in enumerate(starts, start=1)]
        return charts.multiples(panels, self.layout, canvas=canvas)

    @part("width", "span", "before", "after")
    def _travel(self) -> pd.DataFrame:
        return tables.travel(self.scoped, self._stances(self.settings.before), self._stances(self.settings.after))

    @figure("width", "span", "before", "after")
    def travel(self, canvas: Canvas) -> Figure:
        """What became of the dyads between two windows."""
        actors = tables.actors(
            self.scoped, self._travel, self._stances(self.settings.before), self._stances(self.settings.after)
        )
        ends = self._label(self.settings.before), self._label(self.settings.after)
        return charts.travel(self._travel, actors, self.layout, windows=ends, canvas=canvas)

    @part("width", "span", "before", "after")
    def changes(self) -> Table:
        """The same, one row per dyad."""
        return Table(self._travel, TRAVEL, name="changes")

    @part("width", "span", "before", "after")
    def changed_positions(self) -> Table:
        """Who stands on another side in the later window than in the earlier."""
        ends = self._stances(self.settings.before), self._stances(self.settings.after)
        rows = tables.changed_positions(self.scoped, measures.side_changes(*ends))
        note = NOBODY if rows.empty else ""
        return Table(rows, CHANGED, name="changed_positions", title="Who changed sides", note=note)

    @property
    def method(self) -> str:
        """What the comparison of two windows shows, and how."""
        return self.travel(Canvas()).caption

    def _number(self, at: int) -> int:
        return int(self.windows["window"].iloc[at - 1])

    def _label(self, at: int) -> str:
        return tables.windows(self.windows)[str(self._number(at))]

    def _stances(self, at: int) -> pd.DataFrame:
        return self.scoped.once(basis.stances_in, self.settings.width, self.settings.span, self._number(at))

    def _graph(self, at: int) -> networks.Graph:
        return self.scoped.once(basis.graph_in, self.settings.width, self.settings.span, self._number(at))


_METHOD = charts.alignment_method(min_shared=1, min_independent=1)
