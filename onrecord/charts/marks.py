"""What a timeline draws: events in their lanes, the window they are seen through, and their wording."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from onrecord.charts import theme
from onrecord.dates import label_day
from onrecord.schema import EVENT_TYPES, STATUSES

# Wide enough on a 1,024 pixel screen beside the sidebar. On a wider screen everything only moves further apart.
PLOT_PX = 384
SIDE_PX = 34
DAY = pd.Timedelta(days=1)
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
NAMED = 6


@dataclass(frozen=True)
class Mark:
    """One event in one lane. ``earliest`` or ``latest`` is NaT where that end is open or unknown.

    ``history`` is what it was told to be so far, one line a step.
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
    n_reports: int
    n_independent: int
    is_disputed: bool
    salience: str
    history: str

    @property
    def is_dot(self) -> bool:
        """Known to the day, or within a day: drawn as a dot, all else as a bar."""
        return bool(self.earliest == self.latest)

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


@dataclass(frozen=True)
class Window:
    """The days shown, both included, and where they lie across the plot."""

    start: pd.Timestamp
    end: pd.Timestamp

    @property
    def day_px(self) -> float:
        """Pixels a day takes on the narrowest screen."""
        return PLOT_PX / max((self.end - self.start) / DAY, 1)

    def px(self, day: pd.Timestamp, *, otherwise: float = 0) -> float:
        """Pixels from the first day, held within the window; `otherwise` where the day is not known."""
        return otherwise if pd.isna(day) else min(max((day - self.start) / DAY, 0) * self.day_px, PLOT_PX)

    def day(self, px: float) -> pd.Timestamp:
        """The moment at that many pixels from the first day."""
        return self.start + pd.Timedelta(days=px / self.day_px).round("s")

    def side(self, mark: Mark) -> str:
        """Whether an event lies wholly before the window, wholly after it, within reach of it, or has no day at all."""
        if pd.isna(mark.earliest) and pd.isna(mark.latest):
            return "undated"
        if pd.notna(mark.latest) and mark.latest < self.start:
            return "before"
        return "after" if pd.notna(mark.earliest) and mark.earliest > self.end else "inside"


def window_of(days: tuple[object, object]) -> Window:
    """A window from two days, in either form pandas reads."""
    start, end = (pd.Timestamp(str(day)).normalize() for day in days)
    if end < start:
        raise ValueError(f"the window ends on {label_day(end)}, before it begins on {label_day(start)}")
    return Window(start, end)


def read(marks: pd.DataFrame) -> dict[str, list[Mark]]:
    """The marks of every lane, lanes in order of first appearance, marks by date."""
    columns = list(Mark.__dataclass_fields__)
    lanes: dict[str, list[Mark]] = {}
    for row in marks[columns].itertuples(index=False, name=None):
        lanes.setdefault(str(row[1]), []).append(Mark(*row))
    return {lane: sorted(inside, key=lambda mark: mark.key) for lane, inside in lanes.items()}


def read_moves(moves: pd.DataFrame) -> dict[tuple[str, str], list[Move]]:
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


def hover(mark: Mark) -> str:
    """What is said of one event on hovering, with what it was told to be before."""
    doubts = ["about" if mark.is_approximate else "", "inferred" if mark.is_uncertain else ""]
    said = ", ".join(doubt for doubt in doubts if doubt)
    kind = "background" if mark.event_type == "background" else mark.event_type.lower()
    reports = f"{theme.count(mark.n_reports, 'report')}, {mark.n_independent} independent"
    past = mark.history.splitlines()
    more = len(past) - NAMED
    return theme.lines(
        [
            mark.title,
            f"{mark.date_label} ({said})" if said else mark.date_label,
            f"{mark.status} · {kind}" if mark.event_type in EVENT_TYPES else mark.status,
            f"{reports} · disputed" if mark.is_disputed else reports,
            "Known since:" if past else "",
            *(f"· {line}" for line in past[:NAMED]),
            f"and {more} more: select to list all" if more > 0 else "",
        ]
    )


def hover_many(members: Sequence[Mark]) -> str:
    """What is said of several events in one mark on hovering: how many, when, the first few by name."""
    firsts = [mark.earliest for mark in members if pd.notna(mark.earliest)]
    lasts = [mark.latest for mark in members if pd.notna(mark.latest)]
    between = [label_day(min(firsts)) if firsts else "", label_day(max(lasts)) if lasts else ""]
    disputed = sum(mark.is_disputed for mark in members)
    more = len(members) - NAMED
    return theme.lines(
        [
            theme.count(len(members), "event"),
            " to ".join(day for day in dict.fromkeys(between) if day),
            f"{disputed} disputed" if disputed else "",
            *(f"· {theme.clip(mark.title, 56)}" for mark in members[:NAMED]),
            f"and {more} more: select to list all" if more > 0 else "",
        ]
    )


def statuses(marks: Iterable[Mark]) -> list[str]:
    """Statuses that occur, in the order of the codebook; those it does not know come last."""
    found = Counter(mark.status for mark in marks)
    return [status for status in STATUSES if status in found] + sorted(set(found) - set(STATUSES))
