"""What was done to the dossier on the page, read from the store. The past stays as it is, so it is read once."""

import pandas as pd
import streamlit as st

from onrecord import config
from onrecord.editing import reading
from onrecord.record import Record
from onrecord.ui import workspace


def changes_since(opened: Record, revision: int) -> pd.DataFrame:
    """What separates the record as it stood at `revision` from the one on the page; see `reading.changes_between`."""
    return _differences(config.settings().database_url, opened.dossier_id, revision, opened.revision)


def history(opened: Record, after: int, until: int) -> pd.DataFrame:
    """What the revisions after one, up to and with another, did to each row; see `reading.history`."""
    return _history(config.settings().database_url, opened.dossier_id, after, until)


def revisions(opened: Record) -> pd.DataFrame:
    """The revisions up to the one on the page, oldest first; see `reading.revisions`."""
    return _revisions(config.settings().database_url, opened.dossier_id, opened.revision)


def record_at(opened: Record, revision: int) -> Record | None:
    """The record as it stood at `revision`; None where it was not there yet, or `revision` is later than the page."""
    known = revisions(opened)["rev_id"]
    at = int(known[known <= revision].max()) if (known <= revision).any() else 0
    return _record(config.settings().database_url, opened.dossier_id, at) if at else None


@st.cache_resource(show_spinner=False, max_entries=32)
def _differences(database_url: str, dossier_id: str, after: int, until: int) -> pd.DataFrame:
    return reading.changes_between(workspace.store_at(database_url), dossier_id, after, until)


@st.cache_resource(show_spinner=False, max_entries=32)
def _history(database_url: str, dossier_id: str, after: int, until: int) -> pd.DataFrame:
    return reading.history(workspace.store_at(database_url), dossier_id, after, until)


@st.cache_resource(show_spinner=False, max_entries=8)
def _revisions(database_url: str, dossier_id: str, until: int) -> pd.DataFrame:
    return reading.revisions(workspace.store_at(database_url), dossier_id, until)


@st.cache_resource(show_spinner="Reading the record…", max_entries=4)
def _record(database_url: str, dossier_id: str, revision: int) -> Record:
    return reading.record(workspace.store_at(database_url), dossier_id, revision)
