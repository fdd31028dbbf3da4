"""The frame around a page: style, sidebar with search and pages, heading."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import streamlit as st

from onrecord.record import Record, search
from onrecord.ui import address
from onrecord.ui.escape import clean, html, label, told_apart

__all__ = ["PAGES", "clean", "heading", "label", "proposition", "question", "sidebar", "style"]

STYLE = Path(__file__).with_name("style.css")
PAGES: Mapping[str, tuple[str, str]] = {
    "Overview": ("pages/overview.py", "Where the process stands, what is next, what is disputed."),
    "Timeline": ("pages/timeline.py", "What happened when, and what was meant to."),
    "Alignment": ("pages/alignment.py", "Who stands with whom, over which issues, how surely."),
    "Movement": ("pages/movement.py", "Who moved, when, and what moved them."),
    "Blocs": ("pages/blocs.py", "Which camps hold together, and what they rest on."),
    "Positions": ("pages/positions.py", "Who is for, who is against, since when, says who."),
    "Reports": ("pages/reports.py", "What was coded from each report, and what only it says."),
    "Conflicts": ("pages/conflicts.py", "Where reports contradict each other, or are wrong."),
    "Quality": ("pages/quality.py", "How well the record is covered, and by what rules it was coded."),
    "Desk": ("pages/desk.py", "Code reports, add them, name things, settle what two coders see differently."),
    "Changes": ("pages/changes.py", "What changed, who changed it and why; and taking it back."),
}
# where a search result is best looked at
HOME = {"actor": "Positions", "issue": "Positions", "stance": "Positions", "event": "Timeline", "report": "Reports"}


def style() -> None:
    """Our own look, on top of the theme."""
    st.html(STYLE)


def heading(title: str, record: Record) -> None:
    """Title of the page and the question it answers."""
    st.html(f'<p class="or-kicker" dir="auto">{html(record.meta["title"])}</p>')
    st.title(title, anchor=False)
    st.html(f'<p class="or-lede">{html(PAGES[title][1])}</p>')


def question(record: Record) -> None:
    """The question the dossier answers."""
    st.html(f'<p class="or-title" dir="auto">{html(record.meta["question"])}</p>')


def proposition(view: Record, issue_id: str) -> None:
    """The sentence one is for or against."""
    row = view.issues.set_index("issue_id").loc[issue_id]
    st.html(f'<p class="or-group">Proposition</p><p class="or-title" dir="auto">{html(row["proposition"])}</p>')


def sidebar(record: Record, dossier_id: str, dossiers: Mapping[str, str]) -> None:
    """Name, dossier, search, pages."""
    with st.sidebar:
        st.html('<p class="or-mark">On Record</p><p class="or-motto">who, what, when, according to whom</p>')
        if len(dossiers) > 1:
            st.session_state["w-dossier"] = dossier_id
            titles = told_apart(dossiers)
            st.selectbox("Dossier", list(titles), format_func=titles.__getitem__, key="w-dossier", on_change=_go)
        _finder(record)
        for name, (path, _) in PAGES.items():
            st.page_link(path, label=name, query_params=address.carried(), width="stretch")


def _go() -> None:
    address.begin_anew("dossier", st.session_state["w-dossier"])


def _finder(record: Record) -> None:
    typed = st.text_input(
        "Search", placeholder="Search actors, issues, events", key="w-find", type="search", label_visibility="collapsed"
    )
    if not typed:
        return
    found = search.find(_index(record, record.dossier_id, record.revision), typed)
    if found.empty:
        st.caption("Nothing near that. Try a shorter word, or another spelling.")
    for mark, kind, name in found[["mark", "kind", "label"]].itertuples(index=False):
        path, _ = PAGES[HOME[kind]]
        st.page_link(
            path, label=f"{label(name)} :small[{kind}]", query_params=address.carried(select=mark), width="stretch"
        )


@st.cache_resource(show_spinner=False, max_entries=8)
def _index(_record: Record, dossier_id: str, revision: int) -> pd.DataFrame:
    return search.index(_record)
