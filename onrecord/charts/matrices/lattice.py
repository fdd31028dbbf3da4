"""What matrices of cells have in common: hatching for what is not known, and the lines between cells."""

from collections.abc import Iterable, Sequence
from typing import Any

from onrecord.charts import theme
from onrecord.charts.drawing import Drawing

Line = tuple[tuple[float, float], tuple[float, float]]


def hatching(colours: theme.Palette, *, opacity: float = 0.45) -> dict[str, Any]:
    """The pattern of what is not known: no colour of its own, so that it is no value."""
    return {
        "shape": "/",
        "fgcolor": colours.muted,
        "fgopacity": opacity,
        "bgcolor": "rgba(0,0,0,0)",
        "size": 6,
        "solidity": 0.14,
    }


def add_hatching(figure: Drawing, cells: Iterable[tuple[int, int]], colours: theme.Palette, *, name: str) -> None:
    """Add hatching over cells, each a row and a column, given row by row."""
    x: list[float | None] = []
    y: list[float | None] = []
    # Neighbours of a row as one outline: the lines of the grid part them again.
    for row, start, end in _runs(cells):
        x += [start - 0.5, end + 0.5, end + 0.5, start - 0.5, start - 0.5, None]
        y += [row - 0.5, row - 0.5, row + 0.5, row + 0.5, row - 0.5, None]
    if x:
        figure.add_scatter(
            x=x,
            y=y,
            mode="lines",
            line={"width": 0},
            fill="toself",
            fillcolor="rgba(0,0,0,0)",
            fillpattern=hatching(colours),
            **theme.quiet(name),
        )


def _runs(cells: Iterable[tuple[int, int]]) -> list[tuple[int, int, int]]:
    runs: list[tuple[int, int, int]] = []
    for row, column in cells:
        joins = bool(runs) and runs[-1][0] == row and runs[-1][2] == column - 1
        start = runs.pop()[1] if joins else column
        runs.append((row, start, column))
    return runs


def add_grid(figure: Drawing, ends: Sequence[Line], colours: theme.Palette, *, width: float) -> None:
    """Add the lines between cells, in the colour of the page."""
    figure.add_scatter(
        x=[x for start, end in ends for x in (start[0], end[0], None)],
        y=[y for start, end in ends for y in (start[1], end[1], None)],
        mode="lines",
        line={"color": colours.surface, "width": width},
        **theme.quiet("grid"),
    )
