"""Add a report: what the file says of itself, what is like it, then the report."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from onrecord import intake, schema
from onrecord.editing import Workspace, date_input, reports
from onrecord.editing.coding import Saved, SaveRequest
from onrecord.errors import OnRecordError
from onrecord.record import Record
from onrecord.ui import address, texts, workspace
from onrecord.ui.coding.adding import Adding, adding, drop, keep
from onrecord.ui.coding.bounds import bounds, draw_text, mover
from onrecord.ui.coding.delete_text import deletion
from onrecord.ui.coding.keys import keys
from onrecord.ui.escape import clean, html, label

FORM, SAVE = "add-form", "add-save"
TYPES = ["txt", "text", "md", "html", "htm", "xhtml", "docx", "docm", "pdf"]
PAUSE = "1s"  # of rest, after which what is typed is kept
REPORTS = schema.BY_NAME["reports"]
TITLES: Mapping[str, str] = {
    "title": "Title",
    "outlet": "Outlet",
    "published": "Published",
    "language": "Language",
    "author": "Author",
    "url": "Address",
    "derived_from": "Rests on",
    "translation": "Translation",
    "reliability": "Reliability of the outlet",
    "note": "Note",
}
SHOWN = {"published": "28 January 2021, January 2021, 2021-01-28 …", "language": "en, fr, ar …", "url": "https://…"}
FIRST = (("title",), ("outlet", "published", "language"), ("translation", "derived_from"))
MORE = (("author", "url"), ("reliability", "note"))


def add(record: Record) -> None:
    """The task: a file or pasted text becomes a report of this dossier."""
    at = workspace.current_workspace(record)
    if not at.coder.may_write:
        st.info("You may read this record, not write to it.")
        return
    held = adding(at, texts.texts(record))
    if held.added and held.added in set(record.reports["report_id"]):
        _link_to_coding(held.added)
    if held.text:
        _check(record, at, held)
    else:
        _ask_for_text(record, at, held)
        with st.expander("Move where a report begins and ends", key="add-move"):
            mover(record, at)
        with st.expander("Delete the text of a report", key="add-delete"):
            deletion(record, at)


def _link_to_coding(report_id: str) -> None:
    query = address.carried(task="code", report_id=report_id)
    st.page_link("pages/desk.py", label="Code this report", query_params=query, icon=":material/edit_note:")


def _ask_for_text(record: Record, at: Workspace, held: Adding) -> None:
    """A file, or text that is pasted; each is read as soon as it is there."""
    file = st.file_uploader(
        "A text, a web page (HTML), a Word file or a PDF",
        type=TYPES,
        key=held.key("file"),
        help="It is read in a process of its own, which runs nothing that is in it. Only the text is kept.",
    )
    pasted = st.text_area(
        "Or paste the text of the report",
        key=held.key("pasted"),
        height=220,
        placeholder="Paste, then press Ctrl+Enter",
    )
    brought = f"file:{file.file_id}" if file is not None else f"text:{pasted}" if pasted.strip() else ""
    if brought and brought != held.brought:
        held.brought = brought
        held.name, held.content = (file.name, file.getvalue()) if file is not None else ("", b"")
        with st.spinner("Reading it…"):
            _read(record, at, held, pasted)
        if held.text:
            st.rerun()
    if held.problem and brought:
        st.error(label(held.problem), icon=":material/block:")


def _read(record: Record, at: Workspace, held: Adding, pasted: str, encoding: str = "") -> None:
    """Read what was brought. What cannot be read is said, and whatever was there before stays."""
    try:
        upload = intake.pasted(pasted) if not held.content else intake.read(held.name, held.content, encoding=encoding)
        proposed = reports.propose(at, upload, texts.texts(record))
    except OnRecordError as error:
        held.problem = str(error)
        return
    held.take(upload, proposed)
    keep(at, held)


def _check(record: Record, at: Workspace, held: Adding) -> None:
    """What was found, to be corrected and accepted, beside the text."""
    left, right = st.columns([0.5, 0.5], gap="medium")
    with right:
        moved = bounds(held.text, held.bounds(), held.key("bounds"))
        if moved != held.bounds():
            held.entry |= {"body_start": str(moved[0]), "body_end": str(moved[1])}
            keep(at, held)
        draw_text(held.text, moved, held.entry["language"])
        _encoding(record, at, held)
    with left:
        _warn(record, held)
        with st.container(key=FORM):
            _fields(record, at, held)
        if held.problem:
            st.error(label(held.problem), icon=":material/block:")
        _form_buttons(at, held)
    missing = next((name for name in ("title", "language") if not held.entry[name]), "")
    focus = f".st-key-{held.key(missing)} input" if missing else f".st-key-{SAVE} button"
    keys(FORM, SAVE, focus=focus, turn=held.number)


def _warn(record: Record, held: Adding) -> None:
    """What to know before it is saved: what is like it, and what in the file is odd."""
    names = record.report_names()
    for found in held.duplicates[:3]:
        named = label(names.get(found.report_id, found.report_id))
        what = (
            "The very same text as" if found.is_exact else "The same text as" if found.is_same else "Shares text with"
        )
        share = "" if found.is_exact else f", {int(found.share * 100)} %"
        st.warning(f"{what} {named}{share}", icon=":material/content_copy:")
    if held.is_restored:
        st.html('<p class="or-line or-note" role="status">Restored: what you had not saved yet.</p>')
    for warning in held.warnings:
        st.html(f'<p class="or-line or-note">{html(warning)}</p>')
    start, end = held.bounds()
    st.caption(f"{len(held.text):,} characters, {end - start:,} of them the report itself.")


def _fields(record: Record, at: Workspace, held: Adding) -> None:
    for row in FIRST:
        _row(record, at, held, row)
    with st.expander("More", key="add-more"):
        for row in MORE:
            _row(record, at, held, row)


def _row(record: Record, at: Workspace, held: Adding, names: tuple[str, ...]) -> None:
    for column, name in zip(st.columns(len(names), gap="small"), names, strict=True):
        with column:
            _field(record, at, held, name)


def _field(record: Record, at: Workspace, held: Adding, name: str) -> None:
    """One field: a code list, the reports there are, or a line of text."""
    key, value, codes = held.key(name), held.entry[name], REPORTS.column(name).codes
    if key not in st.session_state:
        st.session_state[key] = value or (None if name == "derived_from" else "")
    after: dict[str, Any] = {
        "on_change": _on_change,
        "args": (at, held),
        "key": key,
        "help": REPORTS.column(name).about,
    }
    if codes is not None:
        st.selectbox(TITLES[name], list(codes), format_func=lambda c: f"{c} · {codes[c]}", **after)
    elif name == "derived_from":
        known = record.report_names()
        options = list(known) + ([value] if value and value not in known else [])
        st.selectbox(
            TITLES[name], options, format_func=lambda r: clean(str(known.get(r, r))), accept_new_options=True,
            index=None, placeholder="Nothing: it is independent", **after,
        )  # fmt: skip
    else:
        st.text_input(TITLES[name], live=PAUSE, placeholder=SHOWN.get(name, ""), autocomplete="off", **after)
    if name == "published" and value:
        st.html(f'<p class="or-line or-note">{html(_date_in_words(value))}</p>')


def _date_in_words(typed: str) -> str:
    try:
        return date_input.said(date_input.edtf(typed))
    except OnRecordError as error:
        return str(error)


def _on_change(at: Workspace, held: Adding) -> None:
    """Take over what the fields hold, and keep it."""
    for name in TITLES:
        if (key := held.key(name)) in st.session_state:
            held.entry[name] = str(st.session_state[key] or "").strip()
    held.problem = ""
    keep(at, held)


def _form_buttons(at: Workspace, held: Adding) -> None:
    is_there = any(found.is_exact for found in held.duplicates)
    with st.container(horizontal=True, gap="small", key="add-ends"):
        title = "Add it all the same" if is_there else "Add the report"
        st.button(title, key=SAVE, type="primary", shortcut="Ctrl+Enter", on_click=_save, args=(at, held, held.token))
        st.button("Put away", key="add-away", on_click=_put_away, args=(at, held))


def _save(at: Workspace, held: Adding, token: str) -> None:
    """Save, or say what is missing. A second press of the same button does nothing."""
    if token != held.token or not held.text:
        return
    _on_change(at, held)
    empty = [TITLES[name].lower() for name in ("title", "language") if not held.entry[name]]
    if empty:
        held.problem = f"Fill in the {' and the '.join(empty)} first."
        return
    done: list[Saved] = []

    def write() -> int:
        done.append(reports.add_report(at, held.entry, held.text, SaveRequest(token=held.token)))
        return done[0].revision

    if workspace.attempt_save(write, held.entry["title"]):
        drop(at, held)
        held.clear(done[0].mark.partition(":")[2])


def _put_away(at: Workspace, held: Adding) -> None:
    drop(at, held)
    held.clear()


def _encoding(record: Record, at: Workspace, held: Adding) -> None:
    """Where the letters had to be guessed: another guess."""
    if not (held.is_guess and held.content):
        return
    key = held.key("encoding")
    st.session_state.setdefault(key, held.encoding)
    st.selectbox(
        "Letters were read as",
        list(intake.ENCODINGS),
        format_func=lambda name: intake.ENCODINGS[name],
        key=key,
        on_change=lambda: _read(record, at, held, "", st.session_state[key]),
        help="The file does not say how its letters are encoded. If words look wrong, choose another.",
    )
