"""One press of one button: what is saved twice by a double click is saved once."""

import hashlib
import uuid
from collections.abc import Callable, Mapping

import streamlit as st

from onrecord.editing.coding import SaveRequest
from onrecord.record import Record
from onrecord.ui import workspace

Act = Callable[[], int]  # writes, and gives the revision
LEFT = "left"  # in the session: form -> what was typed into it and refused
TOKENS = "presses"  # in the session: form -> the token of its next press


def save_request(place: str, record: Record) -> SaveRequest:
    """What the form at `place` carries: a token until it is saved, and the revision that is shown."""
    tokens: dict[str, str] = st.session_state.setdefault(TOKENS, {})
    return SaveRequest(tokens.setdefault(place, uuid.uuid4().hex), record.revision)


def once(place: str, act: Act, what: str) -> bool:
    """Save by `act` what stands in the form at `place`, unless this press was saved already; whether it is."""
    tokens: dict[str, str] = st.session_state.setdefault(TOKENS, {})
    if place not in tokens:
        return False
    if is_saved := workspace.attempt_save(act, what):
        tokens.pop(place)
    return is_saved


def refused_values(name: str) -> Mapping[str, str]:
    """What was typed into the form called `name` and refused; empty where nothing was."""
    every: dict[str, Mapping[str, str]] = st.session_state.setdefault(LEFT, {})
    return every.get(name, {})


def keep_refused(name: str, typed: Mapping[str, str], *, is_saved: bool) -> None:
    """Remember what was typed into the form called `name`, until it is saved."""
    every: dict[str, Mapping[str, str]] = st.session_state.setdefault(LEFT, {})
    every.pop(name, None)
    if not is_saved:
        every[name] = dict(typed)


def fingerprint(row: Mapping[str, str]) -> str:
    """A short name for what a row holds: fields are drawn anew only where the row itself has changed."""
    return hashlib.sha256(repr(sorted(row.items())).encode()).hexdigest()[:10]


def reader_only(record: Record) -> bool:
    """Say that the record may only be read here, where that is so; whether it is."""
    if workspace.may_write(record):
        return False
    st.info("You may read this record here, not write to it.", icon=":material/visibility:")
    return True
