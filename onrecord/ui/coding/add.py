"""Add a report: what the file says of itself, what is like it, then the report."""

import streamlit as st

from onrecord import intake
from onrecord.editing import reports
from onrecord.editing.coding import Saved
from onrecord.errors import OnRecordError
from onrecord.record import Record
from onrecord.text import count
from onrecord.ui import address, drafts, texts, workspace
from onrecord.ui.coding.bounds import bounds, draw_text, mover
from onrecord.ui.coding.delete_text import deletion
from onrecord.ui.coding.upload import NewReport, open_report
from onrecord.ui.escape import html, label
from onrecord.ui.forms import (
    Button,
    Entry,
    Exchange,
    Field,
    Form,
    Layout,
    Request,
    exchange_of,
    form_data,
    form_widget,
    is_new_request,
    offers,
    take,
)
from onrecord.views.pages import PAGES

BOUNDS = ("body_start", "body_end")
RESTORED = "Restored: what you had not saved yet."
FIRST = (
    (Field("title", "reports.title"),),
    (
        Field("outlet", "reports.outlet"),
        Field("short_name", "reports.short_name", "Short name", placeholder="The outlet, where left empty"),
        Field("published", "reports.published"),
        Field("language", "reports.language", placeholder="en, fr, ar …"),
    ),
    (
        Field("translation", "reports.translation"),
        Field("derived_from", "reports.derived_from", "Rests on", offers="reports", accepts_new=True,
              placeholder="Nothing: it is independent"),
    ),
)  # fmt: skip
MORE = (
    (Field("author", "reports.author"), Field("url", "reports.url", "Address", placeholder="https://…")),
    (Field("reliability", "reports.reliability", "Reliability of the outlet"), Field("note", "reports.note")),
)
FIELDS = tuple(field for row in (*FIRST, *MORE) for field in row)
NEEDED = ("title", "language")


def add(record: Record) -> None:
    """The task: a file or pasted text becomes a report of this dossier."""
    at = workspace.current_workspace(record)
    if not at.coder.may_write:
        st.info("You may read this record, not write to it.")
        return
    new = open_report(at, texts.texts_at_hand(record))
    if new.upload.added and new.upload.added in set(record.reports["report_id"]):
        _link_to_coding(new.upload.added)
    if new.text:
        _check(record, new)
    else:
        _ask_for_text(record, new)
        with st.expander("Move where a report begins and ends", key="add-move"):
            mover(record, at)
        with st.expander("Delete the text of a report", key="add-delete"):
            deletion(record, at)


def _link_to_coding(report_id: str) -> None:
    query = address.scope_query(task="code", report_id=report_id)
    st.page_link(PAGES["Desk"].path, label="Code this report", query_params=query, icon=":material/edit_note:")


def _ask_for_text(record: Record, new: NewReport) -> None:
    """A file, or text that is pasted; each is read as soon as it is there."""
    file = st.file_uploader(
        "A text, a web page (HTML), a Word file or a PDF",
        type=list(intake.KIND_OF_ENDING),
        key=new.draft.key("file"),
        help="It is read in a process of its own, which runs nothing that is in it. Only the text is kept.",
    )
    pasted = st.text_area(
        "Or paste the text of the report",
        key=new.draft.key("pasted"),
        height=220,
        placeholder="Paste, then press Ctrl+Enter",
    )
    read_key = f"file:{file.file_id}" if file is not None else f"text:{pasted}" if pasted.strip() else ""
    if read_key and read_key != new.upload.read_key:
        new.upload.read_key = read_key
        new.upload.name, new.upload.content = (file.name, file.getvalue()) if file is not None else ("", b"")
        with st.spinner("Reading it…"):
            _read(record, new, pasted)
        if new.text:
            st.rerun()
    if read_key:
        _problem(new)


def _read(record: Record, new: NewReport, pasted: str, encoding: str = "") -> None:
    """Read what was brought. What cannot be read is said, and whatever was there before stays."""
    try:
        content = new.upload.content
        upload = intake.read(new.upload.name, content, encoding=encoding) if content else intake.read_pasted(pasted)
        proposed = reports.propose(new.at, upload, texts.texts_at_hand(record))
    except OnRecordError as error:
        new.draft.problems["form"] = str(error)
        return
    new.begin(upload, proposed)


def _problem(new: NewReport) -> None:
    if problem := new.draft.problems.get("form") or new.draft.notes.get("draft"):
        st.error(label(problem), icon=":material/block:")


def _check(record: Record, new: NewReport) -> None:
    """What was found, to be corrected and accepted, beside the text."""
    draft = new.draft
    left, right = st.columns([0.5, 0.5], gap="medium")
    with right:
        moved = bounds(new.text, new.bounds(), draft.key("bounds"))
        if moved != new.bounds():
            draft.fields |= {"body_start": str(moved[0]), "body_end": str(moved[1])}
            drafts.keep(new.at, draft)
        draw_text(new.text, moved, draft.fields["language"])
        _encoding(record, new)
    with left:
        _warn(record, new)
        _problem(new)
        _fields(record, new)


def _form(record: Record, new: NewReport) -> Form:
    return Form(record, new.draft, FIELDS)


def _warn(record: Record, new: NewReport) -> None:
    """What to know before it is saved: what is like it, and what in the file is odd."""
    names = record.dated_report_names()
    for found in new.upload.duplicates[:3]:
        named = label(names.get(found.report_id, "a report that is not shown"))
        what = (
            "The very same text as" if found.is_exact else "The same text as" if found.is_same else "Shares text with"
        )
        share = "" if found.is_exact else f", {int(found.share * 100)} %"
        st.warning(f"{what} {named}{share}", icon=":material/content_copy:")
    for warning in new.warnings:
        st.html(f'<p class="or-line or-note">{html(warning)}</p>')
    start, end = new.bounds()
    st.caption(f"{count(len(new.text), 'character')}, {end - start:,} of them the report itself.")


def _fields(record: Record, new: NewReport) -> None:
    """The fields, as a form that is kept as a draft."""
    form, exchange = _form(record, new), _exchange(new)
    is_there = any(found.is_exact for found in new.upload.duplicates)
    title = "Add it all the same" if is_there else "Add the report"
    layout = Layout(
        FIRST, MORE, [Button("save", title, "Ctrl+Enter", "or-primary"), Button("away", "Put away")],
        [("or-note", RESTORED)] if new.draft.is_restored else [],
    )  # fmt: skip
    missing = next((name for name in NEEDED if not new.draft.fields[name]), "")
    offers(record)
    form_widget(
        "add-form", form_data(form, exchange, layout) | {"focus": exchange.focus or missing},
        on_entry=lambda entry: _hear(new, entry), on_request=lambda request: _answer(record, new, request),
    )  # fmt: skip


def _exchange(new: NewReport) -> Exchange:
    return exchange_of(new.at.dossier_id, new.draft.place)


def _hear(new: NewReport, entry: Entry) -> bool:
    """Take over what the fields hold, and keep it."""
    draft, bounds = new.draft, {name: new.draft.fields[name] for name in BOUNDS if name in new.draft.fields}
    if entry.token != draft.token or not take(_exchange(new), draft, entry, 0):
        return False
    draft.fields |= bounds
    draft.problems.clear()
    draft.notes.clear()
    drafts.keep(new.at, draft)
    return True


def _answer(record: Record, new: NewReport, request: Request) -> None:
    """Do what a button asks for, once."""
    if not is_new_request(_exchange(new), request, new.draft) or not _hear(new, request.entry):
        return
    if request.what == "away":
        _exchange(new).end(new.draft.token)
        new.end()
    elif request.what == "save":
        _save(record, new)


def _save(record: Record, new: NewReport) -> None:
    """Save, or say what is missing."""
    draft, form = new.draft, _form(record, new)
    if not new.text:
        return
    if problems := _problems(form):
        draft.problems = problems
        _exchange(new).refuse(next(iter(problems)))
        return
    saved: list[Saved] = []

    def write() -> Saved:
        fields = {**draft.fields, "published": form.edtf(draft.fields["published"])}
        saved.append(reports.add_report(new.at, fields, new.text, draft.request()))
        return saved[0]

    if workspace.attempt_save(write, draft.fields["title"]):
        _exchange(new).end(draft.token)
        new.end(saved[0].mark.partition(":")[2])
    else:
        _exchange(new).refuse()


def _problems(form: Form) -> dict[str, str]:
    """What cannot be saved, by field: what is missing, what is no date, what is none of the codes."""
    problems = form.problems(form.fields)
    empty = [name for name in NEEDED if not form.draft.fields[name]]
    return {name: f"Fill in the {' and the '.join(empty)} first." for name in empty} | problems


def _encoding(record: Record, new: NewReport) -> None:
    """Where the letters had to be guessed: another guess."""
    if not (new.upload.is_guess and new.upload.content):
        return
    key = new.draft.key("encoding")
    st.session_state.setdefault(key, new.upload.encoding)
    st.selectbox(
        "Letters were read as",
        list(intake.ENCODINGS),
        format_func=lambda name: intake.ENCODINGS[name],
        key=key,
        on_change=lambda: _read(record, new, "", st.session_state[key]),
        help="The file does not say how its letters are encoded. If words look wrong, choose another.",
    )
