"""Dossiers: hand this one over, say what it is about, bring one in, begin one."""

from dataclasses import replace
from functools import partial

import streamlit as st

from onrecord import config
from onrecord.editing import Workspace, loading, reading
from onrecord.editing import dossiers as whole
from onrecord.editing.bundles import BundledDossier
from onrecord.editing.coding import SaveRequest
from onrecord.errors import DossierError, OnRecordError
from onrecord.record import Record
from onrecord.schema.dossier import META_FIELDS
from onrecord.text import count
from onrecord.ui import address, forms, show, texts, workspace
from onrecord.ui.escape import clean, html, label
from onrecord.views.pages import PAGES

DESCRIPTION = "describe"  # the place of that form
LONG = ("question", "about", "cite")
BEGUN = "dossier-begun"  # in the session: a dossier was begun just now
OPENED = "dossier-opened"  # in the session: what was given last, opened and checked
COMPARED = "dossier-compared"  # in the session: what was compared last, and with which state


def dossiers(record: Record) -> None:
    """The task."""
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Hand this one over", anchor=False)
        _hand_over(record)
        if workspace.may_write(record):
            st.subheader("What it says of itself", anchor=False)
            _describe(record)
    with right:
        if not forms.reader_only(record):
            st.subheader("Bring one in", anchor=False)
            _bring_in(record)
            st.subheader("Begin one", anchor=False)
            _begin(record)


def first_dossier(record: Record) -> None:
    """What a visitor sees where no dossier is there: begin one, or bring one in; who only reads is told to wait."""
    if not workspace.may_write(record):
        st.info("No dossier is here yet. Whoever writes here begins one or brings one in.")
        return
    st.html('<p class="or-lede">No dossier is here yet: begin one, or bring one in.</p>')
    workspace.show_outcome(record)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Begin one", anchor=False)
        _begin(record)
    with right:
        st.subheader("Bring one in", anchor=False)
        _bring_in(record)


def _hand_over(record: Record) -> None:
    at = workspace.current_workspace(record)
    show.caption(
        "One file a colleague can bring in without a difference: the tables, a note to read first (what is open, what "
        "changed last, how to cite), the codebook, the history, and a sum of every file. Drafts stay here."
    )
    found = texts.texts_at_hand(record) if at.coder.may_write else {}
    leaving = (
        found if found and st.toggle(f"With the texts of {count(len(found), 'report')}", key="w-with-texts") else {}
    )
    if leaving:
        _warn(record, leaving)
    st.download_button(
        "Download the bundle", lambda: whole.hand_over(at, texts=leaving, revision=record.revision),
        file_name=f"{record.dossier_id}-{record.version}.zip",
        mime="application/zip", key="w-hand-over", on_click="ignore", type="primary", icon=":material/download:",
    )  # fmt: skip


def _warn(record: Record, leaving: dict[str, str]) -> None:
    """What leaves, by name."""
    names = record.dated_report_names()
    listed = "; ".join(names[report] for report in leaving if report in names)
    size = sum(map(len, leaving.values()))
    st.warning(
        label(f"The full texts leave with it, {size:,} characters: {listed}. Check that you may pass them on."),
        icon=":material/output:",
    )


def _describe(record: Record) -> None:
    place = f"{DESCRIPTION}-{record.dossier_id}-{forms.fingerprint(record.meta)}"
    form = forms.save_request(DESCRIPTION, record)
    show.caption(f"Its id, {record.dossier_id}, follows its title; any id it had before leads here.")
    given = {**record.meta, **forms.refused_values(DESCRIPTION, record)}
    with st.form(place, border=False):
        for field, about in META_FIELDS.items():
            draw = st.text_area if field in LONG else st.text_input
            draw(field.capitalize(), given[field], help=about, key=f"w-{place}-{field}")
        st.form_submit_button("Save the description", on_click=_save_description, args=(record, place, form))


def _save_description(record: Record, place: str, form: SaveRequest) -> None:
    typed = {name: str(st.session_state[f"w-{place}-{name}"]) for name in META_FIELDS}
    # what was not touched stays as it stands, also where a colleague has changed it since
    own = {name: value for name, value in typed.items() if value != record.meta[name]}
    act = partial(whole.describe, workspace.current_workspace(record), typed, form)
    forms.once(record, DESCRIPTION, act, "the description of the dossier", own)


def _begin(record: Record) -> None:
    form = forms.save_request("begin", record)
    with st.form("begin", border=False):
        st.text_input("Title of the new one", key="w-begin-title", placeholder="The process to follow, and when")
        st.text_area(
            "Its question", key="w-begin-question", placeholder="Who said or did what, when, according to whom?"
        )
        with st.expander("More, filled in for you where you leave it empty"):
            for name in ("period", "about", "licence", "cite"):
                st.text_input(f"Its {name}", key=f"w-begin-{name}", help=META_FIELDS[name])
        st.form_submit_button(
            "Begin the dossier", type="primary", on_click=_save_new_dossier, args=(record, form.token)
        )


def _save_new_dossier(record: Record, token: str) -> None:
    typed = {name: st.session_state[f"w-begin-{name}"] for name in META_FIELDS}
    made: list[str] = []

    def act() -> int:
        begun = whole.begin(workspace.current_workspace(record), typed, token=token)
        made.append(begun.dossier_id)
        return begun.revision

    if forms.once(record, "begin", act, typed["title"]):
        _go(made[0], "add")
        st.session_state[BEGUN] = True


def lead_to_first_report(title: str) -> None:
    """Lead from the page on which a dossier was begun to where a report is added to it."""
    if st.session_state.pop(BEGUN, False) and title != "Desk":
        query = {name: address.values(name) for name in ("dossier", "task")}
        st.switch_page(PAGES["Desk"].path, query_params=query)


def _bring_in(record: Record) -> None:
    at = workspace.current_workspace(record)
    given = st.file_uploader("A bundle (.zip)", type=["zip"], key="w-bundle")
    folder = "" if config.settings().is_hosted else st.text_input("or a dossier folder on this machine", key="w-folder")
    if given is None and not folder.strip():
        return
    try:
        # a file is opened once, not at every run of the page; a folder may have changed
        opened = whole.open_folder(at, folder) if given is None else _bundle_of(at, given.file_id, given.getvalue())
    except DossierError as error:
        st.error(label(f"{count(len(error.faults), 'fault')} in {error.place}; nothing of it was brought in."))
        st.code("\n".join(clean(f) for f in error.faults[:200]), language=None, wrap_lines=True)
    except OnRecordError as error:
        st.error(label(str(error)), icon=":material/block:")
    else:
        _offer_bundle(record, opened)


def _bundle_of(at: Workspace, file_id: str, content: bytes) -> BundledDossier:
    held = st.session_state.get(OPENED)
    if not held or held[0] != file_id:
        held = st.session_state[OPENED] = (file_id, whole.open_bundle(at, content))
    found: BundledDossier = held[1]
    return found


def _offer_bundle(record: Record, opened: BundledDossier) -> None:
    """What came: what it changes in the dossier that is here, or under which id it is to be taken in."""
    at, came = workspace.current_workspace(record), opened.dossier
    counts = ", ".join(
        count(len(came.tables[name]), name.removesuffix("s")) for name in ("reports", "events", "stances", "conflicts")
    )
    told = f"{counts}; {count(len(opened.texts), 'text')} of reports; version {came.version}. No fault."
    st.html(
        f'<p class="or-title" dir="auto">{html(came.meta["title"])}</p><p class="or-detail" dir="auto">{html(told)}</p>'
    )
    free = whole.free_id(at, came.dossier_id)
    if free == came.dossier_id:
        _offer_new_dossier(record, opened, free)
        return
    _offer_update(record, opened)
    with st.expander("Take it in beside that one, as another dossier"):
        _offer_new_dossier(record, opened, free)


def _offer_update(record: Record, opened: BundledDossier) -> None:
    """What the files change in the dossier of that id that is here, saved on a press; nothing where it clashes."""
    at = workspace.current_workspace(record)
    there = replace(at, dossier_id=reading.current_id(at.engine, opened.dossier.dossier_id))
    st.info(label(f"The dossier {there.dossier_id} is here already. Compared with it:"))
    comparison = _comparison(there, opened)
    if not comparison.changes:
        st.html("<p>What this holds is here already: there is nothing to save.</p>")
        return
    st.code("\n".join(map(clean, loading.preview(comparison))), language=None, wrap_lines=True)
    if comparison.clashes:
        st.error("Nothing is saved: settle in the files what was changed here too, or undo it here, and give it again.")
        return
    place = f"update-{opened.dossier.version}"
    forms.save_request(place, record)
    st.button(
        "Save it as one revision", type="primary", key="w-update", on_click=_save_update,
        args=(record, there, (opened, comparison)),
    )  # fmt: skip


def _comparison(there: Workspace, opened: BundledDossier) -> loading.Comparison:
    """What the files change, worked out once for one state of the dossier."""
    state = there.dossier_id, reading.newest_revision(there.engine, there.dossier_id), opened.dossier.version
    held = st.session_state.get(COMPARED)
    if not held or held[0] != state:
        held = st.session_state[COMPARED] = (state, loading.compare(there, opened.dossier))
    found: loading.Comparison = held[1]
    return found


def _save_update(record: Record, there: Workspace, update: tuple[BundledDossier, loading.Comparison]) -> None:
    opened, comparison = update

    def act() -> int:
        revision = loading.update(there, comparison, origin="files given on the page")
        whole.keep_texts(there, opened)
        return revision

    is_saved = forms.once(record, f"update-{opened.dossier.version}", act, opened.dossier.meta["title"])
    if is_saved and there.dossier_id != record.dossier_id:
        _go(there.dossier_id, "")


def _offer_new_dossier(record: Record, opened: BundledDossier, free: str) -> None:
    """The id under which it is taken in."""
    came = opened.dossier
    field = f"w-as-{came.version}-{free}"
    st.text_input("Take it in as", free, key=field)
    token = forms.save_request(f"bring-{came.version}", record).token
    st.button("Bring it in", type="primary", key="w-bring", on_click=_save_bundle, args=(record, opened, field, token))


def _save_bundle(record: Record, opened: BundledDossier, field: str, token: str) -> None:
    name = str(st.session_state[field]).strip()

    def act() -> int:
        return whole.bring_in(workspace.current_workspace(record), opened, dossier_id=name, token=token).revision

    if forms.once(record, f"bring-{opened.dossier.version}", act, name):
        st.session_state.pop(OPENED, None)
        _go(name or opened.dossier.dossier_id, "")


def _go(dossier_id: str, task: str) -> None:
    """Show another dossier; what was just done there cannot be undone by a button, for it is its beginning."""
    st.session_state.pop(workspace.OUTCOME, None)
    st.toast(label(f"Saved. This is the dossier {dossier_id}."), icon=":material/check:")
    address.begin_anew("dossier", dossier_id)
    if task:
        address.put("task", task)
