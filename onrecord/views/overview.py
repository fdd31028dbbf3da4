"""Overview: where the process stands, what is next, what is disputed."""

import pandas as pd

from onrecord import charts, dates
from onrecord.charts import Canvas, Figure
from onrecord.record import lanes
from onrecord.views.emptiness import NO_EVENT, NO_STANCE, NOTHING, Emptiness
from onrecord.views.tables import overview as tables
from onrecord.views.tables.reports import last_day
from onrecord.views.values import Lines, Numbers
from onrecord.views.view import View, figure, part

MOST = 6  # lines of a list


class Overview(View):
    """Where the process stands, as the latest report in scope leaves it."""

    title = "Overview"

    @property
    def emptiness(self) -> Emptiness | None:
        """Why there is nothing to show."""
        empty = self.scoped.events.empty and self.scoped.stances.empty
        return NOTHING if empty else None

    @property
    def gap(self) -> Emptiness | None:
        """The half of a record that is not there yet."""
        if self.whole.events.empty:
            return NO_EVENT
        return NO_STANCE if self.whole.stances.empty else None

    @part()
    def _events(self) -> pd.DataFrame:
        return self.scoped.once(lanes.events)

    @part()
    def numbers(self) -> Numbers:
        """How much is on record, and how much of it is disputed."""
        return Numbers(tuple(tables.numbers(self.scoped, self._events)))

    @part()
    def standing(self) -> Lines:
        """What is meant to happen and what was put off."""
        lines = tables.event_lines(tables.plans(self._events).head(MOST + 2))
        return Lines(lines, "standing", "What is meant to happen, and where it stands")

    @part()
    def latest(self) -> Lines:
        """What happened last."""
        return Lines(tables.event_lines(tables.latest(self._events).head(MOST)), "latest", "Latest")

    @part()
    def divided_issues(self) -> Lines:
        """The issues on which the actors stand furthest apart."""
        return Lines(tables.divided_issues(self.scoped, MOST), "divided", "Most divided issues")

    @property
    def has_grown(self) -> bool:
        """Whether stances were added on more than one day."""
        return len(tables.growth(self.scoped)) > 1

    @figure()
    def growth(self, canvas: Canvas) -> Figure | None:
        """How many stances were on record by which day."""
        grown = tables.growth(self.scoped)
        if len(grown) < 2:
            return None
        label, unit = "Stances known", "stances"
        return charts.trend(grown["stances"], marks=list(grown["mark"]), label=label, unit=unit, canvas=canvas)

    @part()
    def silent(self) -> Lines:
        """Who is named and has no position on record, nor anybody who speaks for them."""
        return Lines(tables.silent_actors(self.scoped, MOST), "silent", "Named, no position on record")

    @part()
    def upcoming(self) -> Lines:
        """What is to come, seen from the day of the last report."""
        day = last_day(self.scoped)
        lines = tables.event_lines(tables.upcoming(self._events, day).head(MOST))
        return Lines(lines, "upcoming", f"Next, as of {dates.label_day(day) if day else ''}")

    @part()
    def conflicts(self) -> Lines:
        """The open conflicts of high severity."""
        return Lines(tables.grave_conflicts(self.scoped, MOST), "conflicts", "Open conflicts of weight")

    @part()
    def single(self) -> Lines:
        """Core events that one report alone tells."""
        core = self._events[(self._events["salience"] == "core") & self._events["is_single_sourced"]]
        return Lines(tables.event_lines(core.iloc[::-1].head(MOST)), "single", "Told by one report only")
