"""What a page is made of: parts of its view, and items that place them. Each is worked out when it is drawn."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from onrecord.ui import address, show
from onrecord.ui.escape import html, label
from onrecord.views.positions import Positions
from onrecord.views.timeline import Timeline
from onrecord.views.values import Lines, Numbers, Sentence, Table
from onrecord.views.view import FigurePart, Part, View

Item = Part[Any] | FigurePart[Any] | Callable[[Any], None]


def draw(view: View, items: tuple[Item, ...]) -> None:
    """Draw items one below the other."""
    for item in items:
        if isinstance(item, FigurePart):
            figure(view, item)
        elif isinstance(item, Part):
            _value(item.__get__(view, type(view)))
        else:
            item(view)


def figure(view: View, item: FigurePart[Any]) -> None:
    """Draw a figure with its caption; a click selects the mark under it."""
    drawn = item.__get__(view, type(view))(show.canvas())
    if drawn is not None:
        show.figure(drawn, key=drawn.name)
        if drawn.caption:
            show.caption(drawn.caption)


def brush(item: FigurePart[Any]) -> Item:
    """A figure on which a box chooses days."""

    def draw_strip(view: View) -> None:
        drawn = item.__get__(view, type(view))(show.canvas())
        show.brush(drawn, key=drawn.name)

    return draw_strip


def more(title: str, *items: Item, key: str) -> Item:
    """Items under a title that opens them. What is closed is not worked out."""

    def draw_more(view: View) -> None:
        show.when_open(title, lambda: draw(view, items), key=f"more-{key}")

    return draw_more


def beside(*columns: tuple[Item, ...]) -> Item:
    """Items in columns of equal width."""

    def draw_columns(view: View) -> None:
        for column, items in zip(st.columns(len(columns), gap="medium"), columns, strict=True):
            with column:
                draw(view, items)

    return draw_columns


def where(condition: property, *items: Item) -> Item:
    """Items that are drawn only where a property of the view says so."""

    def draw_some(view: View) -> None:
        if condition.__get__(view, type(view)):
            draw(view, items)

    return draw_some


def stop_where(why: Part[str]) -> Item:
    """End the page where there is nothing more to show; `why` says so, and what to change."""

    def stop(view: View) -> None:
        if sentence := why.__get__(view, type(view)):
            show.nothing_here(sentence)

    return stop


def heading(title: str) -> Item:
    """A heading for what follows."""
    return lambda view: _heading(title)


def note(text: str) -> Item:
    """A sentence on what stands above."""
    return lambda view: show.caption(text)


def question(view: View) -> None:
    """The question the dossier answers."""
    st.html(f'<p class="or-title" dir="auto">{html(view.whole.meta["question"])}</p>')


def proposition(view: Positions) -> None:
    """The sentence one is for or against."""
    st.html(f'<p class="or-group">Proposition</p><p class="or-title" dir="auto">{html(view.proposition)}</p>')


def unbrush(view: Timeline) -> None:
    """The way back to all days, where a box was drawn around some."""
    if view.is_brushed:
        st.button("Back to the whole span", key="w-unbrush", on_click=address.put, args=("view", ""))


def wait(text: str, *items: Item) -> Item:
    """Items that take a while; says what is being worked out."""

    def draw_slowly(view: View) -> None:
        with st.spinner(text):
            draw(view, items)

    return draw_slowly


def _value(value: object) -> None:
    match value:
        case Table():
            _heading(value.title)
            if value.note:
                show.caption(value.note)
            show.table(value.rows, key=value.name, columns=value.headings, height=value.height, widths=value.widths)
        case Lines() if value.lines:  # a heading without a list says nothing
            _heading(value.title)
            show.listing(value.lines, key=value.name)
        case Lines():
            pass
        case Numbers():
            show.numbers(value.values)
        case Sentence():
            _heading(value.title)
            if value.text:
                show.caption(value.text)
        case _:
            raise TypeError(f"{type(value).__name__} cannot be placed on a page.")


def _heading(title: str) -> None:
    if title:
        st.subheader(label(title), anchor=False)
