"""Figures, tables, lists and choices: what a page is made of. Every mark in them selects its evidence."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NoReturn

import pandas as pd
import streamlit as st

from onrecord.charts import Canvas, Figure
from onrecord.record import Record
from onrecord.text import count
from onrecord.ui import address
from onrecord.ui.escape import clean, html, label, told_apart
from onrecord.views.emptiness import NO_REPORT_YET, Emptiness
from onrecord.views.pages import PAGES

PAGE = 2000
TALLEST = 740  # pixels of a table of rows of several lines
BREAKS = 66  # pixels of a row, below which no text is broken into lines
ROW, LINE = 35, 20  # pixels of a row of one line, and of every further one
LETTER, PADDING, MOST_LINES = 5.8, 16, 5  # pixels of a letter and beside a text; lines of a row
CHOSEN = "\N{BULLET}"  # heads the column that shows which row is selected
# a second mark clicked soon after the first is a click of its own, not the second half of a double click
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "doubleClickDelay": 1}


def canvas() -> Canvas:
    """What figures are drawn for: the theme the visitor sees."""
    return Canvas(is_dark=st.context.theme.type == "dark")


def split() -> Sequence[Any]:
    """Two columns: the picture on the left, its evidence on the right. Both are always there, so nothing jumps."""
    return st.columns([0.67, 0.33], gap="medium")


def nothing_here(advice: str) -> NoReturn:
    """Say why the page is empty and what to change; end the page."""
    later = " A later day as known on may show more." if address.day("known_on") else ""
    st.info(label(advice + later), icon=":material/filter_alt_off:")
    if _is_narrow():
        st.button("Clear the scope", on_click=address.clear_scope, key="w-widen")
    address.mark_settled()
    st.stop()


def nothing_in_view(why: Emptiness, whole: Record) -> NoReturn:
    """Say why the page of a view is empty; end the page.

    A dossier in which nothing is hidden is not told to widen its scope, but what to do first, and the way there.
    """
    if _is_narrow():
        nothing_here(why.in_scope)
    first_step(why, whole)
    address.mark_settled()
    st.stop()


def first_step(why: Emptiness, whole: Record) -> None:
    """Say what the dossier itself lacks, and lead to where that is mended: a report first, then what it says."""
    advice, link_label, task = why.in_dossier, "Code a report", "code"
    if whole.reports.empty:
        advice, link_label, task = NO_REPORT_YET, "Add a report", "add"
    st.info(label(advice), icon=":material/edit_note:")
    link_to = address.scope_query(task=task)
    st.page_link(PAGES["Desk"].path, label=link_label, query_params=link_to, icon=":material/arrow_forward:")


def _is_narrow() -> bool:
    return any(address.values(name) for name in (*address.DAYS, *address.LISTS))


def caption(text: str) -> None:
    """What stands under a figure or above a table, shown as it is written: names and labels come from the record."""
    st.caption(label(text))


def when_open(title: str, content: Callable[[], object], *, key: str, is_open: bool = False) -> None:
    """Content under a title that opens it, by itself where `is_open`. What is closed is not worked out."""
    box = st.expander(title, is_open, key=key, on_change="rerun")
    if box.open:
        with box:
            content()


def figure(drawn: Figure, *, key: str) -> None:
    """Show a figure. A click selects the mark under it."""
    # room is kept from the start: what stands below does not jump when the figure arrives
    st.container(height=drawn.height + 20, border=False, key=f"figure-{key}").plotly_chart(
        drawn.plot, key=key, alt=clean(drawn.alt), on_select=lambda: _select_clicked(key), config=CONFIG,
        theme="streamlit", selection_mode=("points",),
    )  # fmt: skip


def brush(drawn: Figure, *, key: str) -> None:
    """Show a figure on which a box chooses days. One figure cannot take clicks and boxes both."""
    st.plotly_chart(
        drawn.plot,
        key=key,
        alt=clean(drawn.alt),
        on_select=lambda: _zoomed(key),
        config=CONFIG,
        selection_mode=("box",),
    )


def _select_clicked(key: str) -> None:
    if mark := clicked_mark(st.session_state[key]["selection"]):
        address.select(mark)


def _zoomed(key: str) -> None:
    if days := brushed_days(st.session_state[key]["selection"]):
        address.put("view", "~".join(days))


def clicked_mark(selection: Mapping[str, Any]) -> str:
    """The mark under a click: the first point that carries one; "" where none does."""
    for point in selection.get("points", ()):
        mark = point.get("customdata")
        mark = mark[0] if isinstance(mark, list) and mark else mark
        if isinstance(mark, str) and ":" in mark:
            return mark
    return ""


def brushed_days(selection: Mapping[str, Any]) -> tuple[str, str] | None:
    """First and last day of a box that was drawn; None where there is none."""
    for box in selection.get("box", ()):
        days = sorted(str(x)[:10] for x in box.get("x", ()))
        if len(days) == 2 and days[0] < days[1]:
            return days[0], days[1]
    return None


def table(
    rows: pd.DataFrame,
    *,
    key: str,
    columns: Mapping[str, str],
    height: int | None = None,
    widths: Mapping[str, int] = MappingProxyType({}),
) -> None:
    """Show rows as a table whose selection is that of the figure beside it.

    Parameters
    ----------
    rows : table
        With a column ``mark`` where a row can be selected.
    columns : name -> heading
        What is shown, in that order.
    widths : name -> pixels
        Of columns whose text is broken into lines; all rows are as tall as the longest needs, within `MOST_LINES`.
    """
    if rows.empty:
        caption("No row in this scope." if _is_narrow() else "No row.")
        return
    shown = _page(rows, key)
    body = _body(shown, columns)
    options: dict[str, Any] = {"hide_index": True, "column_config": _formats(body), "key": key, "placeholder": ""}
    n = n_lines(shown, widths)
    row = ROW if n == 1 else max(ROW + LINE * (n - 1), BREAKS)
    if row > ROW:
        options |= {"row_height": row, "height": min(ROW + 2 + row * len(shown), TALLEST)}
    options["column_config"] |= {columns[name]: st.column_config.TextColumn(width=px) for name, px in widths.items()}
    if height and len(shown) * row > height:  # a short table is as tall as its rows
        options["height"] = height
    if "mark" not in rows:
        st.dataframe(body, **options)
        return
    marks = shown["mark"].tolist()
    chosen = _show_selected(key, marks)
    body.insert(0, CHOSEN, ["\N{BLACK CIRCLE}" if n == chosen else "" for n in range(len(marks))])
    st.dataframe(
        body, on_select=lambda: _select_row(key, marks), selection_mode=["single-row", "single-cell"], **options
    )


def n_lines(shown: pd.DataFrame, widths: Mapping[str, int]) -> int:
    """The most lines that a text needs in a column of its width."""
    needs = [math.ceil(shown[name].str.len().max() * LETTER / (px - PADDING)) for name, px in widths.items()]
    return min(max([1, *needs]), MOST_LINES)


def _body(shown: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    body = shown[list(columns)].rename(columns=dict(columns))
    text: list[str] = list(body.select_dtypes("str").columns)
    return body.assign(**{heading: body[heading].map(clean) for heading in text})


def _formats(body: pd.DataFrame) -> dict[str, Any]:
    """Days without a time, shares and scores with two places, whole numbers by their thousands, narrow columns."""
    days = {h: st.column_config.DateColumn(h, format="YYYY-MM-DD") for h in body.select_dtypes("datetime").columns}
    scores = {h: st.column_config.NumberColumn(h, format="%.2f") for h in body.select_dtypes("float").columns}
    whole = {h: st.column_config.NumberColumn(h, format="localized") for h in body.select_dtypes("integer").columns}
    return {**days, **scores, **whole, CHOSEN: st.column_config.TextColumn(CHOSEN, width=24)}


def _page(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """A table that can be selected from is sent page by page."""
    if len(rows) <= PAGE:
        return rows
    pages = -(-len(rows) // PAGE)
    at = st.number_input(f"Page of {pages:,} ({count(len(rows), 'row')})", 1, pages, 1, key=f"{key}-page", width=180)
    return rows.iloc[(int(at) - 1) * PAGE : int(at) * PAGE]


def clicked_row(selection: Mapping[str, Any], selected: int | None) -> int | None:
    """The row that was clicked: in a cell, or in the box at its left; None where it is the one selected already.

    What a table says is selected holds what was clicked and what was drawn as selected before.
    """
    rows = [*(row for row, _ in selection.get("cells", ())), *selection.get("rows", ())]
    return next((row for row in rows if row != selected), None)


def _select_row(key: str, marks: Sequence[str]) -> None:
    """Select the mark of the row that was clicked. A click on the selected row leaves it selected."""
    row = clicked_row(st.session_state[key]["selection"], _selected_row(marks, st.session_state.get(f"{key}-row")))
    if row is not None and row < len(marks):
        st.session_state[f"{key}-row"] = row
        address.select(marks[row])


def _selected_row(marks: Sequence[str], clicked: int | None) -> int | None:
    """The row of the mark that is selected: of several the one that was clicked, else the first; None where none is."""
    mark = address.selected_mark()
    if clicked is not None and clicked < len(marks) and marks[clicked] == mark:
        return clicked
    return marks.index(mark) if mark in marks else None


def _show_selected(key: str, marks: Sequence[str]) -> int | None:
    """Draw the row of the selected mark as selected, wherever it was selected; that row."""
    row = _selected_row(marks, st.session_state.get(f"{key}-row"))
    rows = [] if row is None else [row]
    known = st.session_state[key]["selection"] if key in st.session_state else {"rows": [], "cells": []}
    cells = [list(cell) for cell in known["cells"] if cell[0] == row]
    if list(known["rows"]) != rows or len(cells) != len(known["cells"]):
        st.session_state[key] = {"selection": {"rows": rows, "columns": [], "cells": cells}}
    return row


def listing(rows: Iterable[tuple[str, str, str]], *, key: str) -> None:
    """A list of lines (mark, title, detail); a click on a line selects its evidence."""
    with st.container(gap=None, key=f"list-{key}"):
        for n, (mark, title, detail) in enumerate(rows):
            link(mark, title, key=f"{key}-{n}")
            if detail:
                st.html(f'<p class="or-detail" dir="auto">{html(detail)}</p>')


def link(mark: str, title: str, *, key: str) -> None:
    """A line that selects `mark`."""
    st.button(label(title), type="tertiary", key=f"go-{key}", on_click=address.select, args=(mark,))


def numbers(values: Iterable[tuple[str, str]]) -> None:
    """A row of numbers, each with what it counts."""
    cells = "".join(f'<p class="or-figure"><b>{html(n)}</b><span>{html(what)}</span></p>' for n, what in values)
    st.html(f'<div class="or-figures">{cells}</div>')


def choice(name: str, title: str, options: Mapping[str, str], *, about: str | None = None, default: str = "") -> str:
    """One of `options` (value -> shown), kept in the address; by default the first."""
    given = address.value(name)
    fallback = default if default in options else next(iter(options))
    st.session_state[f"w-{name}"] = given if given in options else fallback
    chosen = st.segmented_control(
        title, list(options), format_func=lambda v: options[v], key=f"w-{name}", required=True, help=about,
        on_change=lambda: address.put(name, st.session_state[f"w-{name}"]),
    )  # fmt: skip
    return chosen or fallback


def number(name: str, title: str, bounds: tuple[int, int, int], *, about: str | None = None) -> int:
    """A whole number between the first and the second of `bounds`, kept in the address; the third is the default."""
    low, high, default = bounds
    given = address.value(name)
    st.session_state[f"w-{name}"] = min(max(int(given), low), high) if given.isascii() and given.isdigit() else default
    return st.slider(
        title, low, high, key=f"w-{name}", help=about,
        on_change=lambda: address.put(name, str(st.session_state[f"w-{name}"])),
    )  # fmt: skip


def pick(name: str, title: str, options: Mapping[str, str], *, default: str = "") -> str:
    """One of many `options` (value -> shown), kept in the address."""
    given = address.value(name)
    fallback = default if default in options else next(iter(options))
    st.session_state[f"w-{name}"] = given if given and given in options else fallback
    shown = told_apart(options)
    chosen: str = st.selectbox(
        title, list(options), format_func=shown.__getitem__, key=f"w-{name}",
        on_change=lambda: address.put(name, st.session_state[f"w-{name}"]),
    )  # fmt: skip
    return chosen
