"""The cells of a matrix of positions: what each says, and how large all are drawn."""

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from onrecord.charts import theme
from onrecord.dates import label_day
from onrecord.schema import POSITIONS
from onrecord.text import count

FIGURE_PX, CELL_PX, TIGHT_PX, LEAST_PX = 590, 28, 22, 16
MANY_ROWS = 25
NAME_CHARS, ISSUE_CHARS = 22, 30
NAME_PX = 11
TILT, STEEP = 40, 90
SILENT = "silent: no coded stance"
BOTH = "has taken both sides"
MORE = "\N{UPWARDS ARROW}"  # where a cell is too narrow for both ends of a range


@dataclass(frozen=True)
class Cell:
    """One actor on one issue: its place in the matrix and what is known; no position where the actor is silent."""

    column: int
    row: int
    mark_id: str
    position: int | None
    ends: tuple[int, int]
    n_stances: int
    is_both: bool
    hover: str

    @property
    def is_range(self) -> bool:
        """Whether the stances that stand give several strengths."""
        return self.ends[0] != self.ends[1]

    def number(self, *, is_wide: bool) -> str:
        """What is written in it: the position, or the range of those that stand; "" where the actor is silent."""
        if self.position is None:
            return ""
        if not self.is_range:
            return theme.signed_position(self.position)
        near, far = sorted(self.ends, key=abs)
        return theme.signed_position(near) + (f"–{abs(far)}" if is_wide else MORE)


@dataclass(frozen=True)
class Grid:
    """How large the matrix is drawn, in pixels."""

    columns: int
    rows: int
    cell: int
    left: int
    right: int
    top: int
    tilt: int

    @property
    def column_px(self) -> float:
        """Width of a column on the narrowest screen."""
        return (FIGURE_PX - self.left - self.right) / max(self.columns, 1)

    @property
    def number_px(self) -> int:
        """Size of the number in a cell."""
        if self.is_square or self.column_px >= CELL_PX:
            return 11
        return 10 if self.column_px >= LEAST_PX - 2 else 8

    @property
    def is_square(self) -> bool:
        """Whether all columns fit as square cells; more of them share the width there is."""
        return self.columns * self.cell <= FIGURE_PX - self.left - self.right


def cells_of(cells: pd.DataFrame, actors: pd.DataFrame, issues: pd.DataFrame) -> list[Cell]:
    """Every cell of the matrix, row by row, stated or silent."""
    known = {(row["actor_id"], row["issue_id"]): row for row in cells.to_dict("records")}
    # Each name and label is written once, not once a cell: most cells of a large matrix are silent.
    columns = list(zip(issues["issue_id"], map(_heading, issues["label"]), strict=True))
    out = []
    for i, (actor, who) in enumerate(zip(actors["actor_id"], map(_heading, actors["name"]), strict=True)):
        for j, (issue, what) in enumerate(columns):
            out.append(_cell((j, i), f"cell:{actor}~{issue}", known.get((actor, issue)), who + what))
    return out


def _heading(text: str) -> str:
    line = theme.lines([text])
    return f"{line}<br>" if line else ""


def _cell(place: tuple[int, int], mark_id: str, row: dict[Any, Any] | None, heading: str) -> Cell:
    if row is None:
        return Cell(*place, mark_id, None, (0, 0), 0, False, heading + SILENT)
    both = bool(row.get("lowest", 0) < 0 < row.get("highest", 0))
    hover = heading + theme.lines(_facts(row, is_both=both))
    position = int(row["position"])
    ends = int(row.get("weakest", position)), int(row.get("strongest", position))
    return Cell(*place, mark_id, position, ends, int(row["n_stances"]), both, hover)


def name_lines(names: list[str]) -> list[list[str]]:
    """The names of the actors: in two lines each while the rows are tall, in one where there are many."""
    return [theme.wrap(name, NAME_CHARS, lines=2 if len(names) <= MANY_ROWS else 1) for name in names]


def _facts(row: dict[Any, Any], *, is_both: bool) -> list[str]:
    days = [
        f"since {label_day(row['since'])}" if pd.notna(row["since"]) else "",
        f"last confirmed {label_day(row['last'])}" if pd.notna(row["last"]) else "",
    ]
    ends = [theme.signed_position(int(row.get(end, 0))) for end in ("lowest", "highest")]
    position = int(row["position"])
    if "claim" in row:
        is_one = row["weakest"] == row["strongest"]
        told = [str(row["claim"]), POSITIONS[str(position)] if is_one else "", f"last confirmed {row['last_label']}"]
    else:
        told = [f"{theme.signed_position(position)}: {POSITIONS[str(position)]}"]
    return [
        *told,
        _basis(row),
        "" if "claim" in row else ", ".join(day for day in days if day),
        f"{BOTH}, from {ends[0]} to {ends[1]}" if is_both else "",
    ]


def _basis(row: dict[Any, Any]) -> str:
    """How many stances it rests on, and of which reports; where these have no marks, of how many."""
    stances = count(row["n_stances"], "stance")
    return f"{stances}: {row['reports']}" if "reports" in row else f"{stances} in {count(row['n_reports'], 'report')}"


def grid_of(actors: pd.DataFrame, issues: pd.DataFrame) -> Grid:
    """The size of the matrix, with the room its names need."""
    names = name_lines(list(actors["name"]))
    left = 14 + max((theme.text_px(line, size=NAME_PX) for lines in names for line in lines), default=0)
    longest = max((theme.text_px(theme.clip(label, ISSUE_CHARS)) for label in issues["label"]), default=0)
    cell = CELL_PX if len(actors) <= MANY_ROWS else TIGHT_PX
    tilt = TILT if (FIGURE_PX - left - longest * 0.77) / max(len(issues), 1) >= LEAST_PX else STEEP
    # A tilted label leans out over the right edge, an upright one does not.
    right, top = longest * math.cos(math.radians(tilt)), longest * math.sin(math.radians(tilt))
    return Grid(len(issues), len(actors), cell, round(left), round(right) + 12, round(top) + 22, tilt)
