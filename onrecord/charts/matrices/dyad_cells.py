"""The cells of a matrix of similarity: what is known of each dyad, and how large all are drawn."""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from onrecord.charts import theme
from onrecord.charts.matrices.shades import step_of
from onrecord.text import count

# The whole figure on a 1,024 pixel screen beside the sidebar.
FIGURE_PX, LEFT_PX, GAP_PX = 440, 6, 8
CELL_PX, LEAST_PX = 28, 13
NAME_CHARS, NAME_PX = 20, 11


@dataclass(frozen=True)
class Cell:
    """One dyad: its place, its step of colour (None: similarity is not defined) and its sign as it is written."""

    row: int
    column: int
    mark_id: str
    step: int | None
    sign: int
    is_fragile: bool
    hover: str

    @property
    def glyph(self) -> str:
        """Plus, minus, or neither where the dyad is not above chance; nothing where similarity is not defined."""
        return "" if self.step is None else theme.SIGN_GLYPHS[self.sign]


@dataclass(frozen=True)
class Size:
    """How large the matrix is drawn, in pixels."""

    n: int
    cell: int
    right: int

    @property
    def is_square(self) -> bool:
        """Whether square cells fit a narrow screen; if not, the columns share the width there is."""
        return LEFT_PX + self.n * self.cell + self.right <= FIGURE_PX

    @property
    def column(self) -> float:
        """Width of a column on the narrowest screen."""
        return self.cell if self.is_square else (FIGURE_PX - LEFT_PX - self.right) / self.n

    @property
    def glyph_px(self) -> int:
        """Size of what is written in a cell."""
        return 13 if self.cell >= 20 else 9 if self.is_tight else 10

    @property
    def is_tight(self) -> bool:
        """Whether a column is too narrow for a ring around what is written in it."""
        return self.column < LEAST_PX


def cells_of(dyads: pd.DataFrame, actors: pd.DataFrame) -> list[Cell]:
    """Every dyad of these actors, row by row, below the diagonal; also those of which nothing is known."""
    keys = zip(dyads["actor_a"], dyads["actor_b"], strict=True)
    known = {(min(key), max(key)): row for key, row in zip(keys, dyads.to_dict("records"), strict=True)}
    ids = list(actors["actor_id"])
    names = list(actors["name"])
    out = []
    for i, one in enumerate(ids):
        for j, other in enumerate(ids[:i]):
            key = min(one, other), max(one, other)
            out.append(_cell((i, j), key, known.get(key), f"{names[j]} and {names[i]}"))
    return out


def _cell(place: tuple[int, int], key: tuple[str, str], row: Mapping[Hashable, Any] | None, names: str) -> Cell:
    similarity = math.nan if row is None else float(row["similarity"])
    sign = 0 if math.isnan(similarity) else (similarity > 0) - (similarity < 0)
    if row is not None and row.get("beyond_chance", sign) != sign:
        sign = 0
    rests_on = "" if row is None or math.isnan(similarity) else str(row["rests_on"] or "")
    neither = [] if sign or math.isnan(similarity) else [theme.SIGN_WORDS[0]]
    said = theme.lines([names, *neither, *_facts(row, similarity), theme.reliance(rests_on)])
    # what chance gives has the tone of neither side
    step = step_of(similarity if sign or math.isnan(similarity) else 0)
    return Cell(*place, f"dyad:{key[0]}~{key[1]}", step, sign, bool(rests_on), said)


def _facts(row: Mapping[Hashable, Any] | None, similarity: float) -> list[str]:
    if row is None or not row["n_shared"]:
        return ["no shared issue"]
    evidence = f"{count(row['n_shared'], 'issue')}, {count(row['n_independent'], 'independent report')}"
    if math.isnan(similarity):
        return ["S not defined", evidence]
    ends = [theme.two_places(row[name]) for name in ("low", "high")]
    interval = "" if math.isnan(row["low"]) or math.isnan(row["high"]) else f" ({ends[0]} to {ends[1]})"
    chance = f"by chance {theme.two_places(row['expected_similarity'])}" if "expected_similarity" in row else ""
    return [f"S {theme.two_places(similarity)}{interval}, {evidence}", chance]


def size_of(actors: pd.DataFrame) -> Size:
    """The size of the matrix, with the room its names need to the right of the diagonal."""
    n = len(actors)
    widths = [theme.text_px(theme.clip(name, NAME_CHARS), size=NAME_PX) for name in actors["name"]]
    cell = CELL_PX
    while cell > LEAST_PX and LEFT_PX + n * cell + _right(widths, cell) > FIGURE_PX:
        cell -= 1
    return Size(n, cell, round(_right(widths, cell)))


def _right(widths: list[float], cell: int) -> float:
    # A name starts behind the diagonal: further up it has the empty half of the matrix to run into.
    behind = [width - (len(widths) - 1 - i) * cell for i, width in enumerate(widths)]
    return max(max(behind, default=0), 0) + GAP_PX + 4
