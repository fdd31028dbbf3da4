"""One press of one button: what is saved twice by a double click is saved once; what was refused stays as typed."""

import hashlib
from collections.abc import Callable, Mapping

import streamlit as st

from onrecord.editing.coding import Saved, SaveRequest
from onrecord.record import Record
from onrecord.ui import workspace
from onrecord.ui.drafts import Draft, session_drafts


def save_request(place: str, record: Record) -> SaveRequest:
    """What the button of the form at `place` carries: a token until it is saved, and the revision that is shown."""
    draft = session_drafts().setdefault((record.dossier_id, place), Draft(place))
    return SaveRequest(draft.token, record.revision)


def once(
    record: Record, place: str, act: Callable[[], int | Saved], what: str, typed: Mapping[str, str] | None = None
) -> bool:
    """Save by `act` what stands in the form at `place`, unless this press was saved already; whether it is.

    Parameters
    ----------
    act : writes, and gives the revision or what the save made
    what : what was saved, in a few words
    typed : what the fields hold, to be shown again where it is refused
    """
    drafts, key = session_drafts(), (record.dossier_id, place)
    if key not in drafts:
        return False
    if is_saved := workspace.attempt_save(act, what):
        drafts.pop(key)
    else:
        drafts[key].fields = dict(typed or {})
    return is_saved


def refused_values(place: str, record: Record) -> Mapping[str, str]:
    """What was typed into the form at `place` and refused; empty where nothing was."""
    draft = session_drafts().get((record.dossier_id, place))
    return draft.fields if draft else {}


def fingerprint(row: Mapping[str, str]) -> str:
    """A short name for what a row holds: fields are drawn anew only where the row itself has changed."""
    return hashlib.sha256(repr(sorted(row.items())).encode()).hexdigest()[:10]


def reader_only(record: Record) -> bool:
    """Say that the record may only be read here, where that is so; whether it is."""
    if workspace.may_write(record):
        return False
    st.info("You may read this record here, not write to it.", icon=":material/visibility:")
    return True
