"""Code a report: its text on one side, a short form on the other."""

import streamlit as st

from onrecord import editing
from onrecord.editing import Workspace
from onrecord.record import Record
from onrecord.ui import address, show, texts, workspace
from onrecord.ui.coding import actions, coding_form, report_text, rows
from onrecord.ui.coding.context import WRITTEN, CodingContext
from onrecord.ui.coding.keys import keys
from onrecord.ui.coding.unknown_names import unknown_names
from onrecord.ui.escape import html

FORM, SAVE = "desk-form", "desk-save"


def code(record: Record) -> None:
    """The task: choose a report, choose a passage, say what it records."""
    if record.reports.empty:
        show.nothing_here("No report yet. Add one first, under “Add a report”.")
    names = record.dated_report_names()
    report_id = show.pick("report_id", "Report", names, default=rows.report_of(record, address.value("edit")))
    at = workspace.current_workspace(record)
    text = texts.texts_at_hand(record).get(report_id)
    if text is None:
        texts.attach(record)
    _draw_task(record, at, report_id, text)


@st.fragment
def _draw_task(record: Record, at: Workspace, report_id: str, text: str | None) -> None:
    # what is saved changes the whole page: the fields offer it, the text marks it
    if st.session_state.pop(WRITTEN, False):
        st.rerun()
    context = CodingContext(record, at, report_id, text)
    rows.open_from_address(context)
    left, right = st.columns([0.56, 0.44], gap="medium")
    with left, st.container(key="desk-reading"):
        report_text.draw(context)
    with right, st.container(key="desk-writing"):
        _form_column(context)
    keys(FORM, SAVE, focus=context.cursor.focus, turn=context.cursor.look)


def _form_column(context: CodingContext) -> None:
    draft = context.draft
    if not context.at.coder.may_write:
        st.info("You may read this record, not write to it.")
        return
    _toolbar(context)
    _passage(context)
    if not draft.sort:
        return
    with st.container(key=FORM):
        coding_form.draw(context)
    unknown_names(context)
    actions.clash_buttons(context)
    _form_buttons(context)


def _toolbar(context: CodingContext) -> None:
    last = editing.undoable(context.at)
    with st.container(horizontal=True, gap="small", key="desk-tools"):
        for sort, title, key in (("event", "Event", "e"), ("stance", "Stance", "s")):
            is_open = context.draft.sort == sort and not context.draft.row
            st.button(
                title, key=f"desk-new-{sort}", shortcut=key, type="primary" if is_open else "secondary",
                on_click=actions.begin, args=(context, sort),
            )  # fmt: skip
        st.button("Undo", key="desk-undo", shortcut="u", disabled=not last, on_click=actions.undo, args=(context, last))


def _passage(context: CodingContext) -> None:
    draft = context.draft
    what = {"event": "Event", "stance": "Stance"}.get(draft.sort, "")
    about = f"Correcting {what.lower()}" if draft.row else f"New {what.lower()}" if what else "Passage"
    st.html(f'<p class="or-group">{html(about)}</p>')
    if context.span and context.text:
        start, end = context.span
        st.html(
            f'<p class="or-chosen" dir="auto" lang="{html(str(context.row()["language"]))}">'
            f"{html(report_text.shortened(context.text[start:end]))}</p>"
            f'<p class="or-meta">characters {start:,} to {end:,}</p>'
        )
    elif context.text:
        st.caption("Choose a passage in the text: mark it, press n for the next sentence without coding, or paste it.")
    for name in ("span", "draft"):
        if message := draft.problems.get(name) or draft.notes.get(name):
            st.html(f'<p class="or-line {"or-wrong" if name in draft.problems else "or-note"}">{html(message)}</p>')
    if draft.is_restored:
        st.html('<p class="or-line or-note" role="status">Restored: what you had typed here and not saved.</p>')


def _form_buttons(context: CodingContext) -> None:
    draft = context.draft
    with st.container(horizontal=True, gap="small", key="desk-ends"):
        st.button(
            "Save", key=SAVE, type="primary", shortcut="Ctrl+Enter", on_click=actions.save, args=(context, draft.token)
        )
        st.button("Put away", key="desk-away", shortcut="Alt+Q", on_click=actions.put_away, args=(context,))
        if draft.row:
            st.button(
                "Retract", key="desk-retract", on_click=actions.retract, args=(context,), icon=":material/delete:"
            )
