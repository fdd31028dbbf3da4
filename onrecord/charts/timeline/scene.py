"""What a timeline draws, put in its place: marks with their height, and the colours they are drawn in."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from onrecord.charts import theme
from onrecord.charts.days import Window
from onrecord.charts.timeline.marks import Mark, Move, event_hover, events_hover

# The status and the count of reports stand this far below the line of their row.
UNDER_PX = 13
# Room for the flag of what is disputed.
FLAG_PX = 11.0


@dataclass(frozen=True)
class Placed:
    """What is drawn at one place: one event, or several as a count mark. Places in pixels across the plot.

    ``at`` is the middle of the mark, ``glyph`` where the status of a bar stands under it, ``known`` where it is counted
    if grouped: the end that is known where the other is open, else the middle. ``left`` to ``right`` is all the room it
    takes in its row, with its label and with the lines of its moves; ``y`` the height of that row from the top.
    """

    members: tuple[Mark, ...]
    at: float
    left: float
    right: float
    glyph: float = 0
    known: float = 0
    label: str = ""
    label_side: str = "right"
    moves: tuple[Move, ...] = ()
    row: int = 0
    y: float = 0

    @property
    def mark(self) -> Mark:
        """The event; of several, the first."""
        return self.members[0]

    @property
    def is_count(self) -> bool:
        """Several events in one mark."""
        return len(self.members) > 1

    @property
    def is_disputed(self) -> bool:
        """Reports differ on it, or on one of them."""
        return any(mark.is_disputed for mark in self.members)

    @property
    def number(self) -> str:
        """The number drawn with the mark: its independent reports, or of a count mark its events."""
        return f"{len(self.members) if self.is_count else self.mark.n_independent:,}"

    @cached_property
    def hover_text(self) -> str:
        """What is said on hovering."""
        return events_hover(self.members) if self.is_count else event_hover(self.mark)


@dataclass(frozen=True)
class Gutter:
    """The events of one lane that lie wholly before or after the window, or have no day."""

    members: tuple[Mark, ...]
    side: str
    y: float


@dataclass(frozen=True)
class Scene:
    """Everything a timeline draws."""

    placed: tuple[Placed, ...]
    gutters: tuple[Gutter, ...]
    window: Window
    colours: theme.Palette

    @property
    def events(self) -> list[Mark]:
        """Every event that is placed, those in count marks too."""
        return [mark for placed in self.placed for mark in placed.members]

    def some(self, which: Callable[[Placed], bool]) -> list[Placed]:
        """What `which` picks of what is placed."""
        return [placed for placed in self.placed if which(placed)]

    @property
    def dots(self) -> list[Placed]:
        """Single events known to the day."""
        return self.some(lambda placed: not placed.is_count and placed.mark.is_dot)

    @property
    def bars(self) -> list[Placed]:
        """Single events known only to a span of days."""
        return self.some(lambda placed: not placed.is_count and not placed.mark.is_dot)

    @property
    def counts(self) -> list[Placed]:
        """Count marks."""
        return self.some(lambda placed: placed.is_count)


def iso(day: pd.Timestamp) -> str:
    """A moment as Plotly reads it, without the time of day where that is midnight."""
    return f"{day:%Y-%m-%d}" if day == day.normalize() else f"{day:%Y-%m-%d %H:%M:%S}"
