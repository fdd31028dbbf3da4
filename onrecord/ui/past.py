"""What was done to the dossier on the page, read from the store. The past stays as it is, so it is read once."""

import pandas as pd
import streamlit as st

from onrecord import config, record, store
from onrecord.record import Record
from onrecord.ui import workspace


def since(opened: Record, revision: int) -> pd.DataFrame:
    """What separates the record as it stood at `revision` from the record on the page; see `store.changes_between`."""
    return _differences(config.settings().database_url, opened.dossier_id, revision, opened.revision)


def done(opened: Record, after: int, until: int) -> pd.DataFrame:
    """What the revisions after one, up to and with another, did to each row; see `store.history`."""
    return _history(config.settings().database_url, opened.dossier_id, after, until)


def revisions(opened: Record) -> pd.DataFrame:
    """The revisions up to the one on the page, oldest first; see `store.revisions`.

    Returns
    -------
    table, one row a revision
        And ``undone_by``: the revision that took it back, 0 while it stands.
    """
    return _revisions(config.settings().database_url, opened.dossier_id, opened.revision)


def stood(opened: Record, revision: int) -> Record | None:
    """The record as it stood at `revision`; None where it was not there yet, or `revision` is later than the page."""
    known = revisions(opened)["rev_id"]
    at = int(known[known <= revision].max()) if (known <= revision).any() else 0
    return _record(config.settings().database_url, opened.dossier_id, at) if at else None


@st.cache_resource(show_spinner=False, max_entries=32)
def _differences(database_url: str, dossier_id: str, after: int, until: int) -> pd.DataFrame:
    return store.changes_between(workspace.held_by(database_url), dossier_id, after, until)


@st.cache_resource(show_spinner=False, max_entries=32)
def _history(database_url: str, dossier_id: str, after: int, until: int) -> pd.DataFrame:
    return store.history(workspace.held_by(database_url), dossier_id, after, until)


@st.cache_resource(show_spinner=False, max_entries=8)
def _revisions(database_url: str, dossier_id: str, until: int) -> pd.DataFrame:
    past = store.revisions(workspace.held_by(database_url), dossier_id)
    past = past[past["rev_id"] <= until].reset_index(drop=True)
    gone = store.undone(list(past[["rev_id", "undoes"]].astype(int).itertuples(index=False, name=None)))
    return past.assign(undone_by=past["rev_id"].map(gone).fillna(0).astype("int64"))


@st.cache_resource(show_spinner="Reading the record…", max_entries=4)
def _record(database_url: str, dossier_id: str, revision: int) -> Record:
    return record.of(store.load(workspace.held_by(database_url), dossier_id, revision))
