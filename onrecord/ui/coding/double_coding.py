"""Two coders on one report: begin a second reading, see how far the two agree, settle where they differ."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from onrecord import config
from onrecord import record as records
from onrecord.editing import Workspace, double_coding, reading
from onrecord.editing.double_coding import Disagreement
from onrecord.record import Record
from onrecord.schema.dossier import Dossier
from onrecord.ui import address, show, texts, workspace
from onrecord.ui.coding.disagreements import Both, Names, cards, names_of
from onrecord.ui.escape import clean, label

REPORTS, TITLE = "w-reading-reports", "w-reading-title"
VARIABLES: Mapping[tuple[str, str], str] = {
    ("stances", "actor_id"): "Actor of a stance",
    ("stances", "issue_id"): "Issue of a stance",
    ("stances", "kind"): "How the report knows a stance",
    ("stances", "position"): "Position of a stance",
    ("event_reports", "event_type"): "Type of an event",
    ("event_reports", "status"): "Status of an event",
}
COLUMNS: Mapping[str, str] = {
    "name": "Variable",
    "alpha": "Krippendorff's α",
    "n_pairs": "Pairs",
    "same": "Same",
    "matched": "In a pair",
    "n_left": "Here",
    "n_right": "There",
}


def double_coding_task(record: Record) -> None:
    """The task: what two dossiers say of one report, side by side; or how to begin a second reading."""
    at = workspace.current_workspace(record)
    url = config.settings().database_url
    dossiers = {
        name: _dossier(url, name, reading.newest_revision(at.engine, name)) for name in reading.dossiers(at.engine)
    }
    mine = dossiers.pop(at.dossier_id)
    common = {name: double_coding.comparable(at.engine, mine, theirs) for name, theirs in dossiers.items()}
    others = {name: dossiers[name].meta["title"] for name, shared in common.items() if shared}
    if not others:
        st.info(
            "No report of this dossier is coded by anybody else yet. Begin a second reading below and code the report "
            "there, not looking here; or let a second coder do so. Then come back: the two are compared on this page.",
            icon=":material/group:",
        )
    else:
        other = show.pick("other", "Compare with", others)
        _compare(record, at, dossiers[other], common[other])
    with st.expander("Begin a second reading", expanded=not others, key="begin-reading"):
        _begin(record, at)


@st.cache_resource(show_spinner=False, max_entries=16)
def _dossier(database_url: str, dossier_id: str, revision: int) -> Dossier:
    return reading.dossier(workspace.store_at(database_url), dossier_id, revision)


@st.cache_resource(show_spinner=False, max_entries=16)
def _names(database_url: str, dossier_id: str, revision: int) -> Names:
    return names_of(records.from_dossier(_dossier(database_url, dossier_id, revision)))


@st.cache_resource(show_spinner="Comparing the two codings…", max_entries=8)
def _comparison(
    database_url: str, left: tuple[str, int], right: tuple[str, int], report_id: str
) -> tuple[pd.DataFrame, list[Disagreement]]:
    """Agreement and differences, worked out once for two revisions."""
    asked = workspace.store_at(database_url), left[0], right[0], report_id
    return double_coding.agreement(*asked), double_coding.compare(*asked)


def _compare(record: Record, at: Workspace, theirs: Dossier, common: Mapping[str, str]) -> None:
    shown = record.dated_report_names()
    # coded on both sides first: a report that only one of them has coded is nothing to compare yet
    report_id = show.pick("report_id", "Report", {r: shown.get(r, r) for r in _coded_first(common, theirs)})
    url, there = config.settings().database_url, (theirs.dossier_id, theirs.revision)
    agreed, found = _comparison(
        url, (at.dossier_id, reading.newest_revision(at.engine, at.dossier_id)), there, report_id
    )
    if not _may_see(at, theirs, agreed, report_id):
        return
    _agreement_table(agreed)
    cards(Both(record, at, names_of(record), _names(url, *there), texts.texts_at_hand(record)), found)


def _may_see(at: Workspace, theirs: Dossier, agreed: pd.DataFrame, report_id: str) -> bool:
    """Whether the other coding may be shown: both are there, and whoever reads anew says that it is done."""
    for n, title in (("n_left", "this dossier"), ("n_right", f"“{theirs.meta['title']}”")):
        if not agreed[n].any():
            st.info(
                label(f"Nothing is coded from this report in {title} yet. The two are compared when both are coded.")
            )
            return False
    _, anew = double_coding.reading_origin(at.engine, at.dossier_id)
    if report_id not in anew:
        return True
    return st.toggle(
        "I have finished this report: show the other coding", key=f"w-finished-{at.dossier_id}-{report_id}",
        help="A second reading is worth most where its coder has not seen the first.",
    )  # fmt: skip


def _coded_first(common: Mapping[str, str], theirs: Dossier) -> list[str]:
    n_coded = theirs.tables["stances"]["report_id"].value_counts()
    n_told = theirs.tables["event_reports"]["report_id"].value_counts()
    return sorted(common, key=lambda r: (not n_coded.get(common[r], 0) + n_told.get(common[r], 0), r))


def _agreement_table(agreed: pd.DataFrame) -> None:
    st.subheader("How far the two agree", anchor=False)
    names = [VARIABLES[what, variable] for what, variable in agreed[["what", "variable"]].itertuples(index=False)]
    show.table(agreed.assign(name=names), key="agreement", columns=COLUMNS)
    st.caption(
        "α is 1 where the two coders agree throughout and 0 where they agree as chance would; empty where it is not "
        "defined: without a pair, or where all values are the same. It rests on the pairs alone. *In a pair* is the "
        "share of all rows of both that have a partner; the rest, found by one coder only, is not in α. *Same* is the "
        "share of pairs with one value. Position is taken as an order, the others as names."
    )


def _begin(record: Record, at: Workspace) -> None:
    st.caption(
        "A dossier of your own, with the reports, actors and issues of this one and without what was coded from the "
        "reports you choose."
    )
    if not at.coder.may_write:
        st.caption("You may read this record, not write to it.")
        return
    names = record.dated_report_names()
    st.session_state.setdefault(TITLE, f"{record.meta['title']}: second reading by {at.coder.name}")
    with st.form("reading", border=False):
        st.multiselect("Reports to read anew", list(names), format_func=lambda r: clean(names[r]), key=REPORTS)
        st.text_input("Title of the new dossier", key=TITLE, max_chars=200)
        st.form_submit_button("Begin the second reading", on_click=_save_reading, args=(at,), type="primary")


def _save_reading(at: Workspace) -> None:
    """Begin, and go to the new dossier to code there. Where it is refused, the form keeps what was typed."""
    reports, begun = st.session_state[REPORTS], []

    def begin() -> int:
        begun.append(double_coding.begin_reading(at, reports, st.session_state[TITLE]))
        return reading.newest_revision(at.engine, begun[0])

    if workspace.attempt_save(begin, "a second reading begun"):
        # not shown with an undo: the revision that begins a dossier cannot be taken back
        st.session_state.pop(workspace.OUTCOME)
        st.toast("The second reading has begun. This is its dossier.", icon=":material/group:")
        st.query_params.clear()
        for name, value in (("dossier", begun[0]), ("task", "code"), ("report_id", reports[0])):
            address.put(name, value)
