"""The search in the sidebar: what was found, each with its kind and the words it matched in; a click opens it."""

from collections.abc import Mapping

import streamlit as st

from onrecord.record import Record, search
from onrecord.ui import address
from onrecord.ui.escape import html, label
from onrecord.views.pages import HOME, PAGES

HINT = "Search the record (Ctrl+K)"
ABOUT = (
    "Names in any spelling, titles, issues and their propositions, what reports say, notes, conflicts, differences, "
    "reports by name or number. Numbers in words or figures."
)
KINDS: Mapping[str, str] = {kind: kind.capitalize() for kind in HOME}


def finder(record: Record) -> None:
    """The box, and below it what was found."""
    with st.container(key="finder", gap="small"):
        typed = st.text_input(
            "Search", placeholder=HINT, key="w-find", type="search", label_visibility="collapsed", help=ABOUT
        )
        if typed:
            _hits(record, typed)


def _hits(record: Record, typed: str) -> None:
    found = search.find(record.once(search.index), typed)
    if found.empty:
        st.caption("Nothing near that. Try a shorter word, or another spelling.")
    for mark, kind, name, words in found[["mark", "kind", "label", "words"]].itertuples(index=False):
        st.page_link(
            PAGES[HOME[kind]].path,
            label=f":gray-badge[{KINDS[kind]}] {label(name)}",
            query_params=address.scope_query(select=mark),
            width="stretch",
        )
        if words:
            st.html(f'<p class="or-words" dir="auto">{html(words)}</p>')
