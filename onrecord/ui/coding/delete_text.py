"""Delete the stored text of a report for good: confirmed by its id, with a button of its own, without undo."""

import hashlib
from functools import partial

import streamlit as st

from onrecord.editing import Workspace
from onrecord.editing.coding import SaveRequest
from onrecord.editing.texts import delete_text
from onrecord.record import Record
from onrecord.ui import drafts, forms, texts
from onrecord.ui.escape import clean, label


def deletion(record: Record, at: Workspace) -> None:
    """The form that deletes one text; the report and what was coded from it stay."""
    stored = texts.stored_texts(record)
    if not stored:
        st.caption("No text of a report is stored here.")
        return
    names = record.dated_report_names()
    report_id = st.selectbox("Text of", list(stored), format_func=lambda r: clean(names[r]), key="delete-report")
    st.warning(
        "The text is deleted for good, and every draft that holds it. **This cannot be undone.** The report and what "
        "was coded from it stay, and so does a revision that says who deleted it, when, and its SHA-256."
        f"{_others(record, report_id)}",
        icon=":material/delete_forever:",
    )
    place = f"delete-{report_id}"
    with st.form(place, border=False):
        st.text_input(label(f"Type {report_id} to confirm"), key=f"w-{place}", autocomplete="off")
        request = forms.save_request(place, record)
        st.form_submit_button(
            "Delete this text for good", on_click=_delete, args=(record, at, report_id, request)
        )  # fmt: skip


def _others(record: Record, report_id: str) -> str:
    """The other reports that would lose the same text, as a sentence."""
    hashes = record.reports.set_index("report_id")["sha256"]
    others = [str(other) for other in hashes.index[hashes == hashes[report_id]] if other != report_id]
    return f" The same text is also that of {label(', '.join(others))}." if others else ""


def _delete(record: Record, at: Workspace, report_id: str, request: SaveRequest) -> None:
    place = f"delete-{report_id}"
    typed = str(st.session_state[f"w-{place}"] or "")
    act, what = partial(delete_text, at, report_id, typed, request), f"the text of {report_id} is deleted"
    if forms.once(record, place, act, what):
        hashes = record.reports.set_index("report_id")["sha256"]
        _forget(str(hashes[report_id]))


def _forget(sha256: str) -> None:
    """Drop the text from this session too: a draft that still holds it would store it again."""
    every = drafts.session_drafts()
    for key, draft in list(every.items()):
        if hashlib.sha256(draft.attached.get("text", "").encode()).hexdigest() == sha256:
            del every[key]
    attached: dict[str, str] = st.session_state.get("texts", {})
    st.session_state["texts"] = {
        report: text for report, text in attached.items() if hashlib.sha256(text.encode()).hexdigest() != sha256
    }
