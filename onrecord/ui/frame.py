"""The frame around a page: style, sidebar with search and pages, heading."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from onrecord.record import Record
from onrecord.schema.dossier import fiction_note
from onrecord.ui import address
from onrecord.ui.escape import html, told_apart
from onrecord.ui.finder import finder
from onrecord.views.pages import GROUPS, PAGES

STYLE = Path(__file__).with_name("style.css")
_inputs = st.components.v2.component(
    "onrecord_inputs",
    html="<span hidden></span>",
    js=Path(__file__).with_name("inputs.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def style() -> None:
    """Our own look, on top of the theme."""
    st.html(STYLE)


def inputs() -> None:
    """Let what is typed and clicked count at once, in every field and figure of the page; Ctrl+K opens the search."""
    _inputs(key="inputs", height="content")


def navigation() -> Page:
    """The pages there are, for Streamlit; the sidebar draws the links to them."""
    every = (page for pages in GROUPS.values() for page in pages)
    return st.navigation(
        [st.Page(page.path, title=page.title, default=page.title == "Overview") for page in every], position="hidden"
    )


def heading(title: str, record: Record) -> None:
    """Title of the page and the question it answers; of a fictional dossier, that it is one."""
    note = fiction_note(record.meta)
    fiction = f'<p class="or-fiction" role="note">{html(note)}</p>' if note else ""
    st.html(f'<p class="or-kicker" dir="auto">{html(record.meta["title"])}</p>{fiction}')
    st.title(title, anchor=False)
    st.html(f'<p class="or-lede">{html(PAGES[title].question)}</p>')


def sidebar(record: Record, dossier_id: str, dossiers: Mapping[str, str]) -> None:
    """Name, dossier, search, pages."""
    with st.sidebar:
        st.html('<p class="or-mark">On Record</p><p class="or-motto">who, what, when, according to whom</p>')
        if len(dossiers) > 1:
            st.session_state["w-dossier"] = dossier_id
            titles = told_apart(dossiers)
            st.selectbox("Dossier", list(titles), format_func=titles.__getitem__, key="w-dossier", on_change=_go)
        finder(record)
        for group, pages in GROUPS.items():
            st.html(f'<p class="or-group">{group}</p>')
            for page in pages:
                st.page_link(page.path, label=page.title, query_params=address.scope_query(), width="stretch")


def _go() -> None:
    address.begin_anew("dossier", st.session_state["w-dossier"])
