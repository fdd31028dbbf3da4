"""The frame around a page: style, sidebar with search and pages, heading."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from onrecord.record import Record, search
from onrecord.ui import address
from onrecord.ui.escape import html, label, told_apart
from onrecord.views.pages import GROUPS, HOME, PAGES

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
    """Let a day that is typed and a mark that is clicked count at once, in every field and figure of the page."""
    _inputs(key="inputs", height="content")


def navigation() -> Page:
    """The pages there are, for Streamlit; the sidebar draws the links to them."""
    every = (page for pages in GROUPS.values() for page in pages)
    return st.navigation(
        [st.Page(page.path, title=page.title, default=page.title == "Overview") for page in every], position="hidden"
    )


def heading(title: str, record: Record) -> None:
    """Title of the page and the question it answers."""
    st.html(f'<p class="or-kicker" dir="auto">{html(record.meta["title"])}</p>')
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
        _finder(record)
        for group, pages in GROUPS.items():
            st.html(f'<p class="or-group">{group}</p>')
            for page in pages:
                st.page_link(page.path, label=page.title, query_params=address.scope_query(), width="stretch")


def _go() -> None:
    address.begin_anew("dossier", st.session_state["w-dossier"])


def _finder(record: Record) -> None:
    typed = st.text_input(
        "Search", placeholder="Search actors, issues, events", key="w-find", type="search", label_visibility="collapsed"
    )
    if not typed:
        return
    found = search.find(record.once(search.index), typed)
    if found.empty:
        st.caption("Nothing near that. Try a shorter word, or another spelling.")
    for mark, kind, name in found[["mark", "kind", "label"]].itertuples(index=False):
        st.page_link(
            PAGES[HOME[kind]].path,
            label=f"{label(name)} :small[{kind}]",
            query_params=address.scope_query(select=mark),
            width="stretch",
        )
