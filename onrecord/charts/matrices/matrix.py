"""The matrix of similarity: every dyad as a cell, also where nothing is known."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from onrecord.charts import theme
from onrecord.charts.drawing import Drawing
from onrecord.charts.figure import SCREEN, Canvas, Figure
from onrecord.charts.matrices.dyad_cells import LEAST_PX, LEFT_PX, NAME_CHARS, NAME_PX, Cell, Size, cells_of, size_of
from onrecord.charts.matrices.lattice import add_grid, add_hatching, hatching
from onrecord.charts.matrices.shades import N_STEPS, steps
from onrecord.text import count, enumeration

TOP_PX, LEGEND_PX, BAR_PX = 10, 20, 52
UNDEFINED = "not defined, or no shared issue"


def matrix(dyads: pd.DataFrame, actors: pd.DataFrame, *, method: str = "", canvas: Canvas = SCREEN) -> Figure:
    """Actors by actors: similarity as colour and sign, hatching where it is not defined.

    Parameters
    ----------
    dyads : table, one row per dyad
        Columns ``actor_a``, ``actor_b``, ``similarity`` (-1 ... +1, NaN where not defined), ``low``, ``high``,
        ``n_shared``, ``n_independent``, ``rests_on`` (reports by their marks, or ""); where chance is known,
        ``beyond_chance`` (1, -1, 0) and ``expected_similarity``. Dyads of other actors are left out.
    actors : table, one row per row of the matrix, in order
        Columns ``actor_id``, ``name``.
    method : text
        How it was measured, from `matrix_method`: the end of the caption.
    canvas : canvas
        Its theme gives the colours.

    Returns
    -------
    Figure
        The half below the diagonal. Every cell carries ``dyad:<a>~<b>`` as customdata, hatched ones too, and every name
        ``actor:<id>``.

    Notes
    -----
    One name serves an actor's row, to its left, and its column, below it. Colour has nine steps of equal width on a
    scale that never follows the data; the sign is written, so it can be read without colour. A dyad that is not beyond
    chance on its side has the tone of neither.
    """
    colours = theme.palette(canvas)
    known, size = cells_of(dyads, actors), size_of(actors)
    figure = Drawing()
    add_hatching(figure, [(c.row, c.column) for c in known if c.step is None], colours, name="undefined")
    _colours(figure, known, size, colours)
    add_grid(figure, _cell_borders(size.n), colours, width=0.8 if size.is_tight else 1.5)
    _rings(figure, known, size, colours)
    _targets(figure, known, size, colours)
    _names(figure, actors, size, colours)
    _name_targets(figure, actors, size)
    entries = _entries(known, size, colours)
    for name, drawn in entries:
        figure.add_trace({"type": "scatter", "x": [None], "y": [None], "hoverinfo": "skip", **drawn, "name": name})
    _layout(figure, size, colours, entries=entries)
    caption = _caption(known, size.n, _n_of_others(dyads, actors), method)
    return Figure(figure.plot(), _alt(known, size.n), caption, "matrix")


def _alt(known: Sequence[Cell], n_actors: int) -> str:
    signs = Counter(cell.sign for cell in _defined_cells(known))
    undefined = len(known) - signs.total()
    fragile = sum(cell.is_fragile for cell in known)
    parts = [f"{signs[sign]} {word}" for sign, word in theme.SIGN_WORDS.items() if signs[sign]]
    parts += [f"{undefined} not defined"] if undefined else []
    size = f"{count(n_actors, 'actor')}, {count(len(known), 'dyad')}"
    counts = f"{size}: {enumeration(parts)}" if parts else size
    return theme.clean(f"{counts}; {fragile} resting on one report" if fragile else counts)


def _caption(known: Sequence[Cell], n_actors: int, left_out: int, method: str) -> str:
    held = len(_defined_cells(known))
    parts = [
        count(n_actors, "actor"),
        f"alignment known of {held} of {count(len(known), 'dyad')}",
        "hatched: no shared issue, or not defined, which is not 0",
    ]
    parts += [f"{count(left_out, 'dyad')} of other actors left out"] if left_out else []
    signs = "Ringed or dotted: rests on one report. A name heads its row, to the left, and its column."
    return theme.clean(f"{'; '.join(parts)}. {signs} {method}")


def _n_of_others(dyads: pd.DataFrame, actors: pd.DataFrame) -> int:
    is_shown = dyads["actor_a"].isin(actors["actor_id"]) & dyads["actor_b"].isin(actors["actor_id"])
    return len(dyads) - int(is_shown.sum())


def _defined_cells(known: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in known if cell.step is not None]


def _colours(figure: Drawing, known: Sequence[Cell], size: Size, colours: theme.Palette) -> None:
    z: list[list[int | None]] = [[None] * size.n for _ in range(size.n)]
    for cell in known:
        z[cell.row][cell.column] = cell.step
    scale = [[(i + edge) / N_STEPS, fill] for i, (fill, _) in enumerate(steps(colours)) for edge in (0, 1)]
    figure.add_heatmap(
        z=z,
        zmin=-0.5,
        zmax=N_STEPS - 0.5,
        colorscale=scale,
        showscale=bool(_defined_cells(known)),
        colorbar=_bar(colours),
        showlegend=False,
        hoverinfo="skip",
        name="similarity",
    )


def _bar(colours: theme.Palette) -> dict[str, Any]:
    return {
        "orientation": "h",
        "x": 0,
        "xref": "container",
        "xanchor": "left",
        "xpad": LEFT_PX,
        "yref": "container",
        "yanchor": "top",
        "ypad": 0,
        "lenmode": "pixels",
        "len": 260,
        "thickness": 10,
        "outlinewidth": 0,
        "tickvals": [-0.5, (N_STEPS - 1) / 2, N_STEPS - 0.5],
        "ticktext": ["−1", "S 0", "+1"],
        "ticks": "",
        "tickfont": {"color": colours.muted, "size": NAME_PX},
    }


def _cell_borders(n: int) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    across = [((-0.5, i - 0.5), (i - 0.5, i - 0.5)) for i in range(1, n)]
    down = [((i - 0.5, i - 0.5), (i - 0.5, n - 0.5)) for i in range(1, n)]
    return across + down


def _rings(figure: Drawing, known: Sequence[Cell], size: Size, colours: theme.Palette) -> None:
    fragile = [cell for cell in _defined_cells(known) if cell.is_fragile]
    inks = _ink_by_step(colours)
    for ink in sorted(set(inks.values())):
        some = [cell for cell in fragile if inks[cell.step] == ink]
        if some:
            figure.add_points(
                [(cell.column, cell.row + 0.34 * size.is_tight) for cell in some],
                mode="markers",
                marker=_ring(ink, size),
                unselected=theme.steady(ink),
                **theme.quiet("rests on one report"),
            )


def _ink_by_step(colours: theme.Palette) -> dict[int | None, str]:
    # What is written on each step of colour, and where there is none.
    return {None: colours.ink, **{step: ink for step, (_, ink) in enumerate(steps(colours))}}


def _ring(ink: str, size: Size) -> dict[str, Any]:
    # In narrow columns a dot below the sign: a ring would reach into the next cells.
    if size.is_tight:
        return {"symbol": "circle", "size": 3, "color": ink}
    return {"symbol": "circle-open", "size": min(size.cell - 3, 18), "color": ink, "line": {"color": ink, "width": 1}}


def _targets(figure: Drawing, known: Sequence[Cell], size: Size, colours: theme.Palette) -> None:
    # Plotly reports no click on a heat map: an invisible square over every cell takes it. One trace for what is written
    # alike in one colour.
    inks = _ink_by_step(colours)
    by_look: dict[tuple[str, str], list[Cell]] = {}
    for cell in known:
        by_look.setdefault((cell.glyph, inks[cell.step]), []).append(cell)
    for (glyph, ink), some in sorted(by_look.items()):
        figure.add_points(
            [(cell.column, cell.row) for cell in some],
            mode="markers+text" if glyph else "markers",
            text=glyph or None,
            textfont={"size": size.glyph_px, "color": ink},
            marker={"symbol": "square", "size": min(size.cell, 20), "opacity": 0, "color": colours.accent},
            selected={"marker": {"opacity": 0.35}, "textfont": {"color": ink}},
            unselected=theme.steady(ink, opacity=0),
            **theme.clickable([c.mark_id for c in some], [c.hover for c in some], glyph or "undefined"),
        )


def _names(figure: Drawing, actors: pd.DataFrame, size: Size, colours: theme.Palette) -> None:
    places = list(range(size.n))
    figure.add_scatter(
        x=[place - 0.3 for place in places],
        y=places,
        mode="markers+text",
        text=[theme.plain(theme.clip(name, NAME_CHARS)) for name in actors["name"]],
        textposition="middle right",
        textfont={"size": NAME_PX if size.cell > LEAST_PX else NAME_PX - 1, "color": colours.ink},
        marker={"size": 6, "opacity": 0, "color": colours.accent},
        cliponaxis=False,
        unselected=theme.steady(colours.ink, opacity=0),
        **theme.clickable(
            [f"actor:{actor}" for actor in actors["actor_id"]],
            [theme.lines([name]) for name in actors["name"]],
            "actors",
        ),
    )


def _name_targets(figure: Drawing, actors: pd.DataFrame, size: Size) -> None:
    # A click anywhere on a name: invisible points along it, nearer to each other than to those of the next row.
    step = 2 if size.is_tight else 1
    targets = [
        (i + column, i, actor)
        for i, (actor, name) in enumerate(zip(actors["actor_id"], actors["name"], strict=True))
        for column in range(1, math.ceil(_wide(name) / size.column) + 1, step)
    ]
    if targets:
        figure.add_scatter(
            x=[x for x, _, _ in targets],
            y=[y for _, y, _ in targets],
            mode="markers",
            marker={"size": 6, "opacity": 0},
            customdata=[f"actor:{actor}" for *_, actor in targets],
            unselected={"marker": {"opacity": 0}},
            selected={"marker": {"opacity": 0}},
            hoverinfo="none",
            showlegend=False,
            name="along names",
        )


def _wide(name: object) -> float:
    return theme.text_px(theme.clip(name, NAME_CHARS), size=NAME_PX)


def _entries(known: Sequence[Cell], size: Size, colours: theme.Palette) -> list[theme.LegendEntry]:
    # Signs in view, then what is no value, then what is said beside the value.
    signs = {cell.sign for cell in _defined_cells(known)}
    out = [_sign_entry(sign, colours) for sign in theme.SIGN_WORDS if sign in signs]
    if any(cell.step is None for cell in known):
        pattern = hatching(colours, opacity=0.8)
        out.append((UNDEFINED, {"type": "bar", "marker": {"color": "rgba(0,0,0,0)", "pattern": pattern}}))
    if any(cell.is_fragile for cell in known):
        out.append(("rests on one report", {"mode": "markers", "marker": _ring(colours.ink, size)}))
    return out


def _sign_entry(sign: int, colours: theme.Palette) -> theme.LegendEntry:
    # In the colour of its middle.
    fill, _ = steps(colours)[4 + 3 * sign]
    marker = {"symbol": "square", "size": 13, "color": fill}
    return f"{theme.SIGN_GLYPHS[sign]}  {theme.SIGN_WORDS[sign]}", {"mode": "markers", "marker": marker}


def _layout(figure: Drawing, size: Size, colours: theme.Palette, *, entries: Sequence[theme.LegendEntry]) -> None:
    bar = BAR_PX if any(trace.get("showscale") for trace in figure.traces) else 0
    below = 14 + bar + LEGEND_PX * len(entries)
    height = TOP_PX + size.cell * max(size.n, 1) + below
    figure.update_layout(
        **theme.frame(colours, height=height, margin=(LEFT_PX, size.right, TOP_PX, below), name="matrix"),
        legend={**theme.legend(colours, height=height, below=below - bar - 8), "orientation": "v"},
    )
    for trace in figure.traces:
        if trace["type"] == "heatmap":
            trace["colorbar"]["y"] = (below - 14) / height
    shared = {"visible": False, "fixedrange": True}
    figure.update_axis("xaxis", **shared, range=[-0.5, max(size.n, 1) - 0.5])
    figure.update_axis("yaxis", **shared, range=[max(size.n, 1) - 0.5, -0.5])
    if size.is_square:
        figure.update_axis("yaxis", scaleanchor="x", constrain="domain", constraintoward="top")
        figure.update_axis("xaxis", constrain="domain", constraintoward="left")
