"""The events of a timeline in their lanes: how each is read, which mark it has, and what is said on hovering."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd

from onrecord.charts import theme
from onrecord.charts.days import Window
from onrecord.dates import label_day
from onrecord.schema import EVENT_STATUSES, EVENT_TYPES
from onrecord.text import count

SYMBOLS: Mapping[str, str] = MappingProxyType(
    {
        "occurred": "circle",
        "planned": "circle-open",
        "proposed": "diamond-open",
        "expected": "circle-open-dot",
        "postponed": "hourglass-open",
        "cancelled": "x-thin-open",
    }
)
# Of several events in one mark, and of the steps of a history, so many are listed on hovering.
MOST_NAMES = 6


@dataclass(frozen=True)
class Mark:
    """One event in one lane. ``earliest`` or ``latest`` is NaT where that end is open or unknown.

    ``history`` is what it was told to be so far, one line a step; ``differs`` what reports tell differently, one line a
    difference; ``fate`` what became of a plan that nobody tells of; ``other_days`` those that reports give besides.
    """

    event_id: str
    lane: str
    title: str
    status: str
    event_type: str
    earliest: pd.Timestamp
    latest: pd.Timestamp
    date_label: str
    is_day: bool
    is_approximate: bool
    is_uncertain: bool
    reports: str
    n_reports: int
    n_independent: int
    is_disputed: bool
    salience: str
    history: str
    differs: str
    fate: str
    other_days: tuple[pd.Timestamp, ...]

    @property
    def is_dot(self) -> bool:
        """Known to the day, or within a day: drawn as a dot, all else as a bar."""
        return bool(self.earliest == self.latest)

    @property
    def is_open(self) -> bool:
        """One end is not known."""
        return bool(pd.isna(self.earliest) or pd.isna(self.latest))

    @property
    def key(self) -> tuple[pd.Timestamp, pd.Timestamp, str]:
        """Earliest, then latest, then id; an open beginning comes first and an open end last."""
        first = pd.Timestamp.min if pd.isna(self.earliest) else self.earliest
        last = pd.Timestamp.max if pd.isna(self.latest) else self.latest
        return first, last, self.event_id


@dataclass(frozen=True)
class Move:
    """An event put off from one day to another; ``to_day`` is NaT where no new day is known."""

    event_id: str
    lane: str
    from_day: pd.Timestamp
    to_day: pd.Timestamp


def side_of(mark: Mark, window: Window) -> str:
    """Whether an event lies wholly before the window, wholly after it, within reach of it, or has no day at all."""
    if pd.isna(mark.earliest) and pd.isna(mark.latest):
        return "undated"
    if pd.notna(mark.latest) and mark.latest < window.start:
        return "before"
    return "after" if pd.notna(mark.earliest) and mark.earliest > window.end else "inside"


def status_marker(status: str, colours: theme.Palette) -> dict[str, Any]:
    """The marker of a status; one the codebook does not know has a shape of its own."""
    return {
        "symbol": SYMBOLS.get(status, "square-open"),
        "color": colours.mark,
        "line": {"color": colours.mark, "width": 1.8},
    }


def marks_by_lane(marks: pd.DataFrame) -> dict[str, list[Mark]]:
    """The marks of every lane, lanes in order of first appearance, marks by date."""
    columns = list(Mark.__dataclass_fields__)
    lanes: dict[str, list[Mark]] = {}
    for row in marks[columns].itertuples(index=False, name=None):
        lanes.setdefault(str(row[1]), []).append(Mark(*row))
    return {lane: sorted(inside, key=lambda mark: mark.key) for lane, inside in lanes.items()}


def moves_by_mark(moves: pd.DataFrame) -> dict[tuple[str, str], list[Move]]:
    """The moves of every event and lane, by day."""
    found: dict[tuple[str, str], list[Move]] = {}
    for row in moves[list(Move.__dataclass_fields__)].itertuples(index=False, name=None):
        move = Move(*row)
        found.setdefault((move.event_id, move.lane), []).append(move)
    return {key: sorted(inside, key=lambda move: move.from_day) for key, inside in found.items()}


def mark_id(members: Sequence[Mark]) -> str:
    """What a click on these events carries."""
    ids = ",".join(mark.event_id for mark in members)
    return f"event:{ids}" if len(members) == 1 else f"events:{ids}"


def event_hover(mark: Mark) -> str:
    """What is said of one event on hovering, with what it was told to be before."""
    doubts = ["about" if mark.is_approximate else "", "inferred" if mark.is_uncertain else ""]
    said = ", ".join(doubt for doubt in doubts if doubt and doubt not in mark.date_label)
    kind = "background" if mark.event_type == "background" else mark.event_type.lower()
    reports = f"{count(mark.n_reports, 'report')}, {mark.n_independent:,} independent: {mark.reports}"
    past = mark.history.splitlines()
    more = len(past) - MOST_NAMES
    return theme.lines(
        [
            mark.title,
            f"{mark.date_label} ({said})" if said else mark.date_label,
            " · ".join(filter(None, (mark.status, mark.fate, kind if mark.event_type in EVENT_TYPES else ""))),
            reports,
            "disputed" if mark.is_disputed else "",
            *(f"· {line}" for line in mark.differs.splitlines()),
            "Known since:" if past else "",
            *(f"· {line}" for line in past[:MOST_NAMES]),
            f"and {more:,} more: select to list all" if more > 0 else "",
        ]
    )


def events_hover(members: Sequence[Mark]) -> str:
    """What is said of several events in one mark on hovering: how many, when, the first few by name."""
    disputed = sum(mark.is_disputed for mark in members)
    more = len(members) - MOST_NAMES
    return theme.lines(
        [
            count(len(members), "event"),
            _days_label(members),
            f"{disputed} disputed" if disputed else "",
            *(f"· {mark.title}" for mark in members[:MOST_NAMES]),
            f"and {more:,} more: select to list all" if more > 0 else "",
        ]
    )


def _days_label(members: Sequence[Mark]) -> str:
    firsts = [mark.earliest for mark in members if pd.notna(mark.earliest)]
    lasts = [mark.latest for mark in members if pd.notna(mark.latest)]
    ends = [label_day(day) for day in (*sorted(firsts)[:1], *sorted(lasts)[-1:])]
    return " to ".join(dict.fromkeys(ends))


def statuses(marks: Iterable[Mark]) -> list[str]:
    """Statuses that occur, in the order of the codebook; those it does not know come last."""
    found = Counter(mark.status for mark in marks)
    return [status for status in EVENT_STATUSES if status in found] + sorted(set(found) - set(EVENT_STATUSES))
