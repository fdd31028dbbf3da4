"""Timeline: what happened when, and what was meant to."""

from dataclasses import dataclass
from typing import Annotated

import pandas as pd

from onrecord import charts, dates
from onrecord.charts import Canvas, Figure
from onrecord.record import lanes
from onrecord.record.period import coded_days, stated_period
from onrecord.record.reported_days import day_texts, reported_days
from onrecord.views.emptiness import NO_EVENT, Emptiness
from onrecord.views.settings import Choice, Text
from onrecord.views.spans import SPAN
from onrecord.views.tables import reports as tables
from onrecord.views.values import Table
from onrecord.views.view import View, figure, part

Days = tuple[pd.Timestamp, pd.Timestamp]
LANES = {"actor": "Actor", "issue": "Issue", "type": "Type"}
MARGIN = pd.Timedelta(days=3)  # the least left free at either end
HEADINGS = {
    "date_label": "When",
    "was": "Before",
    "title": "Event",
    "stands": "Status",
    "event_type": "Type",
    "salience": "Salience",
    "reports": "Reports",
    "n_independent": "Independent",
    "disputed": "Disputed",
    "differs": "What differs",
}


@dataclass(frozen=True)
class Settings:
    """What can be asked of the page; ``days`` are those a box was drawn around, as ``first~last``."""

    by: Annotated[lanes.By, Choice("Lanes", LANES, parameter="lanes")] = "actor"
    span: Annotated[str, SPAN] = ""
    days: Annotated[str, Text(parameter="view")] = ""


class Timeline(View):
    """What happened when, and what was meant to."""

    title = "Timeline"
    Settings = Settings
    exported = ("events", "mentions", "moves")

    @property
    def emptiness(self) -> Emptiness | None:
        """Why there is nothing to show."""
        return NO_EVENT if self.scoped.events.empty else None

    @part("by")
    def _marks(self) -> pd.DataFrame:
        return lanes.marks(self.scoped, by=self.settings.by)

    @part("by")
    def moves(self) -> pd.DataFrame:
        """Where a date was changed."""
        return lanes.moves(self.scoped, self._marks)

    @part("span")
    def whole_span(self) -> Days:
        """The days that can be shown: those of the dossier's period, or all."""
        known = coded_days(self.scoped.events)
        if known.empty:  # as known on a day no event may have a day yet
            known = coded_days(self.whole.events)
        return _span(known, stated_period(self.whole), is_whole=self.settings.span == "all")

    @part("span", "days")
    def window(self) -> Days:
        """The days that are shown."""
        return _days_within(self.settings.days, self.whole_span) or self.whole_span

    @property
    def is_brushed(self) -> bool:
        """Whether fewer days are shown than can be."""
        return self.window != self.whole_span

    @figure("span", "days")
    def strip(self, canvas: Canvas) -> Figure:
        """All events as a density strip, on which a box chooses the days shown."""
        return charts.strip(self.scoped.events, self.whole_span, self.window, canvas=canvas)

    @figure("by", "span", "days")
    def picture(self, canvas: Canvas) -> Figure:
        """The events in lanes."""
        until = tables.last_day(self.scoped)
        return charts.timeline(self._marks, self.moves, window=self.window, known_until=until, canvas=canvas)

    @part()
    def events(self) -> Table:
        """Every event that stands, in order of time."""
        return Table(tables.events(self.scoped), HEADINGS, name="events")

    @property
    def mentions(self) -> pd.DataFrame:
        """What each report says of each event, and whose day it is that it gives."""
        rows = self.scoped.event_reports
        return rows.assign(whose_day=day_texts(reported_days(rows)))

    @property
    def method(self) -> str:
        """What the figure shows, and how."""
        return self.picture(Canvas()).caption


def _span(known: pd.DatetimeIndex, period: dates.Span, *, is_whole: bool) -> Days:
    first = known.min() if is_whole or not period.earliest else pd.Timestamp(period.earliest)
    last = known.max() if is_whole or not period.latest else pd.Timestamp(period.latest)
    margin = max((last - first) / 40, MARGIN)
    return first - margin, last + margin


def _days_within(asked: str, span: Days) -> Days | None:
    """The days asked for as ``first~last``, as far as they lie in the span; None where none do."""
    first, _, last = asked.partition("~")
    try:
        ends = dates.parse(first), dates.parse(last)
    except ValueError:
        return None
    if not (ends[0].is_day and ends[1].is_day):
        return None
    days = [pd.Timestamp(end.earliest) for end in ends if end.earliest]  # of a day in doubt the day itself
    within = max(days[0], span[0]), min(days[1], span[1])
    return within if within[0] < within[1] else None
