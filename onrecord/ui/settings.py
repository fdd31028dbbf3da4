"""The settings of a view: one widget a field, its value in the address."""

from typing import Literal

import streamlit as st

from onrecord.ui import address, show
from onrecord.ui.items import Item, draw
from onrecord.views.settings import Ask, Choice, Number, Pick, asks, parameter, read_settings
from onrecord.views.view import View


def given_settings(view: View) -> tuple[object, list[str]]:
    """The settings the address asks for, and what in it means nothing here."""
    places = (parameter(name, ask) for name, ask in asks(view.Settings).items())
    return read_settings(view, {place: address.value(place) for place in places})


def settings(*names: str, also: tuple[Item, ...] = (), gap: Literal["small", "large"] = "large") -> Item:
    """An item of a page: the widgets of the settings named side by side, `also` beside them, their notes below."""

    def draw_settings(view: View) -> None:
        fields = asks(view.Settings)
        with st.container(horizontal=True, gap=gap, vertical_alignment="bottom"):
            for name in names:
                _widget(view, name, fields[name])
            draw(view, also)
        for name in names:
            ask = fields[name]
            if isinstance(ask, Pick) and ask.note:
                show.caption(ask.note(view))

    return draw_settings


def _widget(view: View, name: str, ask: Ask) -> None:
    place = parameter(name, ask)
    match ask:
        case Pick():
            show.pick(place, ask.label, ask.allowed(view), default=getattr(view.settings, name))
        case Choice() if len(ask.allowed(view)) > 1:
            show.choice(place, ask.label, ask.allowed(view), about=ask.about, default=getattr(view.settings, name))
        case Number() if ask.allowed(view)[0] < ask.allowed(view)[1]:
            show.number(place, ask.label, ask.allowed(view))
