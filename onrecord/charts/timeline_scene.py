"""What a timeline draws, put in its place: marks with their height, and the colours they are drawn in."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from onrecord.charts import theme
from onrecord.charts.marks import Mark, Window
from onrecord.charts.stacking import Slot

# The status and the count of reports stand this far below the line of their row.
UNDER_PX = 13


@dataclass(frozen=True)
class Placed:
    """A slot with the height of its row, in pixels from the top, and what is said of it on hovering."""

    slot: Slot
    y: float
    said: str = ""


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

    def some(self, which: Callable[[Slot], bool]) -> list[Placed]:
        """The placed slots that `which` picks."""
        return [placed for placed in self.placed if which(placed.slot)]

    @property
    def dots(self) -> list[Placed]:
        """Single events known to the day."""
        return self.some(lambda slot: not slot.is_count and slot.mark.is_dot)

    @property
    def bars(self) -> list[Placed]:
        """Single events known only to a span of days."""
        return self.some(lambda slot: not slot.is_count and not slot.mark.is_dot)

    @property
    def counts(self) -> list[Placed]:
        """Count marks."""
        return self.some(lambda slot: slot.is_count)


def iso(day: pd.Timestamp) -> str:
    """A moment as Plotly reads it, without the time of day where that is midnight."""
    return f"{day:%Y-%m-%d}" if day == day.normalize() else f"{day:%Y-%m-%d %H:%M:%S}"
