"""The matrix of positions: who takes which side on what, and who is silent."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from onrecord.charts import theme
from onrecord.charts.drawing import Drawing
from onrecord.charts.figure import SCREEN, Canvas, Figure
from onrecord.charts.matrices.lattice import Line, add_grid, add_hatching, hatching
from onrecord.charts.matrices.position_cells import (
    BOTH,
    CELL_PX,
    ISSUE_CHARS,
    LEAST_PX,
    MORE,
    NAME_PX,
    SILENT,
    Cell,
    Grid,
    cells_of,
    grid_of,
    name_lines,
)
from onrecord.schema import POSITION_HIGH, POSITION_LOW, POSITIONS
from onrecord.text import count, enumeration

LEGEND_PX = 20


def positions(cells: pd.DataFrame, actors: pd.DataFrame, issues: pd.DataFrame, *, canvas: Canvas = SCREEN) -> Figure:
    """Actors by issues: the latest position as colour, it or its range as number, silence as hatching.

    Parameters
    ----------
    cells : table, one row per actor and issue
        Columns ``actor_id``, ``issue_id``, ``position`` (-2 ... +2), ``n_stances``, ``n_reports``, ``since``, ``last``;
        where known ``lowest`` and ``highest``, ``weakest`` and ``strongest``, and in words ``claim``, ``last_label``.
    actors : table, one row per row of the matrix, in order
        Columns ``actor_id``, ``name``.
    issues : table, one row per column of the matrix, in order
        Columns ``issue_id``, ``label``.
    canvas : canvas
        Its theme gives the colours.

    Returns
    -------
    Figure
        Every cell carries ``cell:<actor_id>~<issue_id>`` as customdata, silent ones too. ``layout.width`` is set where
        the columns need more room than a narrow screen has.

    Notes
    -----
    Silence is not a position: it has no colour, and 0 has one. A small diamond marks who has been on both sides.
    """
    colours = theme.palette(canvas)
    known = cells_of(cells, actors, issues)
    grid = grid_of(actors, issues)
    figure = Drawing()
    add_hatching(figure, [(cell.row, cell.column) for cell in known if cell.position is None], colours, name="silent")
    _colours(figure, known, grid, colours)
    add_grid(figure, _cell_borders(grid), colours, width=2)
    _targets(figure, known, grid, colours)
    _both(figure, known, grid, colours)
    entries = _legend(figure, known, colours)
    _layout(figure, grid, colours, entries=entries)
    _axes(figure, grid, colours, names=(list(actors["name"]), list(issues["label"])))
    size = f"{count(len(actors), 'actor')} by {count(len(issues), 'issue')}"
    return Figure(figure.plot(), _alt(known, size), _caption(cells, known, size), "positions")


def _alt(known: Sequence[Cell], size: str) -> str:
    stated = [cell.position for cell in known if cell.position is not None]
    parts = [
        f"{sum(position > 0 for position in stated)} in support",
        f"{sum(position < 0 for position in stated)} opposed",
        f"{stated.count(0)} without a side",
        f"{len(known) - len(stated):,} silent",
    ]
    return theme.clean(f"{size}: {enumeration(parts)}")


def _caption(cells: pd.DataFrame, known: Sequence[Cell], size: str) -> str:
    n_stated = sum(cell.position is not None for cell in known)
    n_stances = sum(cell.n_stances for cell in known)
    left_out = len(cells) - n_stated
    parts = [
        size,
        f"{n_stated:,} of {len(known):,} cells hold a position, from {count(n_stances, 'stance')}",
        "hatched: silent, which is no position",
    ]
    if left_out:
        parts.append(f"{count(left_out, 'position')} on issues not shown")
    n_ranges = sum(cell.is_range for cell in known)
    ranges = "Coloured by the latest position"
    if n_ranges:
        ranges += f"; {count(n_ranges, 'cell')} with a range ({MORE} or 1–2), where reports give several strengths"
    return theme.clean("; ".join(parts) + f". {ranges}. A diamond: has been on both sides.")


def _colours(figure: Drawing, known: Sequence[Cell], grid: Grid, colours: theme.Palette) -> None:
    z: list[list[float | None]] = [[None] * grid.columns for _ in range(grid.rows)]
    for cell in known:
        z[cell.row][cell.column] = cell.position
    steps = sorted(colours.steps)
    scale = [[(i + edge) / len(steps), colours.steps[step][0]] for i, step in enumerate(steps) for edge in (0, 1)]
    figure.add_heatmap(
        z=z,
        zmin=POSITION_LOW - 0.5,
        zmax=POSITION_HIGH + 0.5,
        colorscale=scale,
        showscale=False,
        showlegend=False,
        hoverinfo="skip",
        name="positions",
    )


def _cell_borders(grid: Grid) -> list[Line]:
    right, bottom = grid.columns - 0.5, grid.rows - 0.5
    down: list[Line] = [((i - 0.5, -0.5), (i - 0.5, bottom)) for i in range(grid.columns + 1)]
    return down + [((-0.5, i - 0.5), (right, i - 0.5)) for i in range(grid.rows + 1)]


def _cells_by_number(known: Sequence[Cell], grid: Grid) -> list[tuple[int | None, str, list[Cell]]]:
    # From most against to most in favour, last those without a position; of one position, ranges last.
    is_wide = grid.column_px >= CELL_PX
    found: dict[tuple[int | None, str], list[Cell]] = {}
    for cell in known:
        found.setdefault((cell.position, cell.number(is_wide=is_wide)), []).append(cell)
    order = sorted(found, key=lambda look: (look[0] is None, look[0] or 0, len(look[1]), look[1]))
    return [(*look, found[look]) for look in order]


def _targets(figure: Drawing, known: Sequence[Cell], grid: Grid, colours: theme.Palette) -> None:
    # Plotly reports no click on a heat map: an invisible square over every cell takes it. One trace for what is
    # written alike in one colour.
    for position, number, some in _cells_by_number(known, grid):
        ink = colours.ink if position is None else colours.steps[position][1]
        figure.add_points(
            [(cell.column, cell.row) for cell in some],
            mode="markers+text" if number else "markers",
            text=[number] * len(some) if number else None,
            textfont={"size": grid.number_px, "color": ink},
            marker={"symbol": "square", "size": min(grid.cell, 20), "opacity": 0, "color": colours.accent},
            selected={"marker": {"opacity": 0.35}, "textfont": {"color": ink}},
            unselected=theme.steady(ink, opacity=0),
            **theme.clickable(
                [cell.mark_id for cell in some],
                [cell.hover for cell in some],
                number or "unstated",
            ),
        )


def _both(figure: Drawing, known: Sequence[Cell], grid: Grid, colours: theme.Palette) -> None:
    some = [cell for cell in known if cell.is_both]
    if some:
        figure.add_points(
            [(cell.column + 0.33, cell.row - 0.3) for cell in some],
            mode="markers",
            marker=_diamond(colours, 7 if grid.column_px >= LEAST_PX else 5),
            unselected=theme.steady(colours.ink),
            **theme.quiet("both"),
        )


def _diamond(colours: theme.Palette, size: int) -> dict[str, Any]:
    return {"symbol": "diamond", "size": size, "color": colours.ink, "line": {"color": colours.surface, "width": 1}}


def _legend(figure: Drawing, known: Sequence[Cell], colours: theme.Palette) -> int:
    entries = _entries(known, colours)
    for name, drawn in entries:
        figure.add_trace({"type": "scatter", "x": [None], "y": [None], "hoverinfo": "skip", **drawn, "name": name})
    return len(entries)


def _entries(known: Sequence[Cell], colours: theme.Palette) -> list[theme.LegendEntry]:
    # Positions in view from most in favour to most against, then what is no position.
    found = sorted({cell.position for cell in known if cell.position is not None}, reverse=True)
    entries: list[theme.LegendEntry] = [
        (
            f"{theme.signed_position(position)}  {POSITIONS[str(position)]}",
            {"mode": "markers", "marker": {"symbol": "square", "size": 14, "color": colours.steps[position][0]}},
        )
        for position in found
    ]
    if any(cell.position is None for cell in known):
        pattern = hatching(colours, opacity=0.8)
        entries.append((SILENT, {"type": "bar", "marker": {"color": "rgba(0,0,0,0)", "pattern": pattern}}))
    if any(cell.is_both for cell in known):
        entries.append((BOTH, {"mode": "markers", "marker": _diamond(colours, 9)}))
    return entries


def _layout(figure: Drawing, grid: Grid, colours: theme.Palette, *, entries: int) -> None:
    below = LEGEND_PX * entries + 24
    height = grid.top + grid.cell * max(grid.rows, 1) + below
    margin = (grid.left, grid.right, grid.top, below)
    figure.update_layout(
        **theme.frame(colours, height=height, margin=margin, name="positions"),
        legend={**theme.legend(colours, height=height, below=below - 12), "orientation": "v"},
    )
    if grid.column_px < LEAST_PX:
        figure.update_layout(width=grid.left + grid.right + LEAST_PX * grid.columns)


def _axes(figure: Drawing, grid: Grid, colours: theme.Palette, *, names: tuple[list[str], list[str]]) -> None:
    shared = {"fixedrange": True, "automargin": False, "showgrid": False, "zeroline": False, "showline": False}
    figure.update_axis(
        "yaxis",
        **shared,
        ticks="",
        range=[grid.rows - 0.5, -0.5],
        tickvals=list(range(grid.rows)),
        ticktext=["<br>".join(theme.plain(line) for line in lines) for lines in name_lines(names[0])],
        tickfont={"color": colours.ink, "size": NAME_PX},
    )
    figure.update_axis(
        "xaxis",
        **shared,
        ticks="",
        range=[-0.5, grid.columns - 0.5],
        side="top",
        tickvals=list(range(grid.columns)),
        ticktext=[theme.plain(theme.clip(label, ISSUE_CHARS)) for label in names[1]],
        tickangle=-grid.tilt,
        tickfont={"color": colours.ink, "size": theme.TEXT_PX if grid.column_px >= LEAST_PX else 10},
    )
    if grid.is_square:
        figure.update_axis("yaxis", scaleanchor="x", constrain="domain", constraintoward="top")
        figure.update_axis("xaxis", constrain="domain", constraintoward="left")
