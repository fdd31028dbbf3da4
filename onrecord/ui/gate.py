"""What every page does first: login, record, title. A page opened by its own address passes here too."""

import gc
from collections.abc import Collection, Mapping
from typing import NoReturn, TypeVar

import streamlit as st

from onrecord import config
from onrecord.config import Settings
from onrecord.editing import Store, reading
from onrecord.editing.dossiers import blank_record
from onrecord.errors import AccessError, DossierError, OnRecordError
from onrecord.record import Record, Scope
from onrecord.text import count
from onrecord.ui import address, clocks, frame, scope, visit, workspace
from onrecord.ui.coding.dossiers import first_dossier, lead_to_first_report
from onrecord.ui.escape import clean, label
from onrecord.ui.settings import given_settings
from onrecord.views.view import View

V = TypeVar("V", bound=View)
SETTLED = 60  # seconds


def open_page(page: type[V]) -> V:
    """Check the visitor, show the frame and the title, give the view the address asks for. Every page calls this first.

    Streamlit can run a file in ``pages/`` without running ``dashboard.py`` (an address opened on a fresh server), so
    the gate is here and not there. Where anything is missing the page says so and ends.
    """
    title = page.title
    st.set_page_config(page_title=f"{title} · On Record", layout="wide", initial_sidebar_state="auto")
    frame.style()
    frame.inputs()  # first: until it is there, no key is heard
    try:
        settings = config.settings()
        _admit(settings)
        address.arrive(title)
        lead_to_first_report(title)
        _require_dossier(settings)
        opened, dossiers, at = _open(settings)
    except OnRecordError as error:
        _refuse(title, error)
    frame.sidebar(opened, opened.dossier_id, dossiers)
    with st.sidebar:
        clocks.state_field(at)
    frame.heading(title, opened)
    clocks.show_state(at)
    workspace.show_outcome(opened, title)
    visit.keep(opened, title)
    view = _view(page, opened)
    _settle()
    gc.freeze()
    return view


def _require_dossier(settings: Settings) -> None:
    """Where no dossier is there, and none was refused, the page offers to begin one and ends."""
    held, folders = _start(settings)
    if folders.refused or reading.dossiers(held):
        return
    st.title("On Record", anchor=False)
    first_dossier(blank_record())
    st.stop()


def _view(page: type[V], opened: Record) -> V:
    """The view the address asks for; says above the page which part of the record that is."""
    if not page.is_scoped:
        return page(opened, opened, Scope())
    asked, strange = scope.given_scope(opened)
    scope.controls(opened, asked)
    scoped = scope.scoped(opened, asked)
    view = page(opened, scoped, asked, mark=address.selected_mark())
    _warn("not in this dossier", strange)
    if not view.emptiness:
        given, elsewhere = given_settings(view)
        view = view.with_settings(given)
        _warn("not in this dossier, or outside the scope,", elsewhere)
    scope.show_scope(opened, scoped, asked)
    return view


def _warn(where: str, strange: list[str]) -> None:
    if strange:
        what = label(", ".join(strange[:5]))
        st.warning(f"The address asks for what is {where} and was left out: {what}.")


def refused_folders(settings: Settings | None = None) -> Mapping[str, DossierError]:
    """The dossiers that were not loaded because they break the codebook, by folder."""
    return _start(settings or config.settings())[1].refused


def notes(settings: Settings | None = None) -> Mapping[str, tuple[str, ...]]:
    """What is to be said of the folders that were read, by folder: optional columns that were not there."""
    return _start(settings or config.settings())[1].notes


def passed_over() -> tuple[str, ...]:
    """A line for each folder of tables that is no dossier and was not read."""
    return _start(config.settings())[1].passed_over


def _open(settings: Settings) -> tuple[Record, Mapping[str, str], clocks.ShownState]:
    """The record the address asks for, the titles of all dossiers, and which past of it that is."""
    held, folders = _start(settings)
    broken = folders.refused
    available = reading.dossiers(held)
    if broken and not available:
        raise next(iter(broken.values()))
    dossier_id = _present_id(held, address.dossier(available), available)
    if dossier_id in broken and dossier_id not in available:
        raise broken[dossier_id]
    at = clocks.shown_state(held, dossier_id)
    return _record(settings.database_url, dossier_id, at.revision), available, at


def _present_id(held: Store, asked: str, available: Collection[str]) -> str:
    """The id by which the dossier that is asked for goes now; the address says it too."""
    if asked in available:
        return asked
    now = reading.current_id(held, asked)
    if now != asked:
        address.lead("dossier", now)
    return now


@st.cache_resource(show_spinner="Opening the record…")
def _start(settings: Settings) -> tuple[Store, reading.Folders]:
    """The store, filled from the dossier folders; which of those were refused, and what is to be said of the others."""
    held = workspace.store_at(settings.database_url)
    return held, reading.load_folders(held, settings.data)


@st.cache_resource(show_spinner="Reading the record…", max_entries=8)
def _record(database_url: str, dossier_id: str, revision: int) -> Record:
    """One dossier at one revision, shared read-only by all visitors."""
    held, _ = _start(config.settings())
    return reading.record(held, dossier_id, revision or None)


@st.cache_data(show_spinner=False, ttl=SETTLED)
def _settle() -> int:
    """Set aside what is loaded and kept: Streamlit collects garbage after every run, and need not walk that each time.

    Undone first, so that what has fallen out of a cache since is collected, not kept for good.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    return gc.get_freeze_count()


def _admit(settings: Settings) -> None:
    """Let the visitor in, or raise AccessError. A shared instance fails closed: no login settings, nothing shown."""
    if not settings.is_hosted:
        return
    if not _has_login():
        raise AccessError(
            "This is a shared instance (ONRECORD_DATABASE_URL is set) without a login, so it shows nothing. "
            "Put an [auth] section into .streamlit/secrets.toml, or unset the database address to work locally."
        )
    if not settings.readers:
        raise AccessError(
            "Nobody may read this instance yet. Name the readers in ONRECORD_READERS: e-mail addresses or @domains, "
            "separated by commas."
        )
    if not st.user.is_logged_in:
        raise AccessError("Please log in to read this record.")
    if not workspace.is_named(workspace.mail_of_login(), settings.readers):
        raise AccessError("Your account may not read this record. Ask whoever runs this instance for access.")


def _has_login() -> bool:
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


def _refuse(title: str, error: OnRecordError) -> NoReturn:
    st.title("On Record")
    if isinstance(error, AccessError):
        st.info(label(str(error)))
        if _has_login():
            st.button("Log out" if st.user.is_logged_in else "Log in", on_click=_log)
    elif isinstance(error, DossierError):
        st.error(f"{count(len(error.faults), 'fault')} in the dossier {label(error.place)}; nothing of it was loaded.")
        st.code("\n".join(clean(f) for f in error.faults[:200]), language=None, wrap_lines=True)
    else:
        st.error(label(str(error)))
    if not isinstance(error, AccessError):
        st.page_link("pages/overview.py", label="Open the first dossier", query_params={})
    st.stop()


def _log() -> None:
    if st.user.is_logged_in:
        st.logout()
    else:
        st.login()
