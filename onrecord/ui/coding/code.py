"""Code a report: its text on one side, a short form on the other."""

from functools import partial

import streamlit as st

from onrecord import editing
from onrecord.editing import Workspace
from onrecord.record import Record
from onrecord.ui import address, show, texts, workspace
from onrecord.ui.coding import actions, report_text, rows
from onrecord.ui.coding.context import WRITTEN, CodingContext
from onrecord.ui.coding.fields import FORMS
from onrecord.ui.coding.fields import rows as field_rows
from onrecord.ui.drafts import Draft
from onrecord.ui.forms import Button, Layout, described, form_data, form_widget, offers

ADVICE = "Choose a passage in the text: mark it, press n for the next sentence without coding, or paste it."
RESTORED = "Restored: what you had typed here and not saved."


def code(record: Record) -> None:
    """The task: choose a report, choose a passage, say what it records."""
    names = record.dated_report_names()
    report_id = show.pick("report_id", "Report", names, default=rows.report_of(record, address.value("edit")))
    at = workspace.current_workspace(record)
    text = texts.texts_at_hand(record).get(report_id)
    if text is None:
        texts.attach(record)
    offers(record)
    _draw_task(record, at, report_id, text)


@st.fragment
def _draw_task(record: Record, at: Workspace, report_id: str, text: str | None) -> None:
    # what is saved changes the whole page: the fields offer it, the text marks it
    if st.session_state.pop(WRITTEN, False):
        st.rerun()
    context = CodingContext(record, at, report_id, text)
    if at.coder.may_write:
        actions.restore_undone(context)
        rows.open_from_address(context)
    left, right = st.columns([0.56, 0.44], gap="medium")
    with left, st.container(key="desk-reading"):
        report_text.draw(context)
    with right, st.container(key="desk-writing"):
        if at.coder.may_write:
            form_widget(
                "desk-form", _data(context), partial(actions.on_entry, context), partial(actions.on_request, context)
            )
        else:
            st.info("You may read this record, not write to it.")


def _data(context: CodingContext) -> dict[str, object]:
    """What the browser is told of the form beside the text."""
    draft, row = context.draft, context.row()
    blank = {sort: context.blank(sort) for sort in FORMS}
    return form_data(context.form, context.exchange, _layout(context)) | {
        "desk": True,
        "forms": {sort: _described(context, sort) for sort in FORMS},
        "blank": {sort: {"values": values, "carried": list(carried)} for sort, (values, carried) in blank.items()},
        "known": context.known_fields(),
        "undo": editing.undoable(context.at),
        "span": list(context.span) if context.span else None,
        "asks": context.cursor.asked_for,
        "advice": ADVICE if context.text is not None else "",
        "hasText": context.text is not None,
        "language": str(row["language"]),
        "title": _title(context) if draft.row else "",
    }


def _described(context: CodingContext, sort: str) -> dict[str, object]:
    fields = FORMS[sort]
    main, more = [f for f in fields if not f.is_more], [f for f in fields if f.is_more]
    return described(context.form_of(Draft(context.draft.place, sort=sort)), field_rows(main), field_rows(more))


def _title(context: CodingContext) -> str:
    fields = context.draft.fields
    return fields.get("title") or f"{fields.get('actor_id', '')} on “{fields.get('issue_id', '')}”"


def _layout(context: CodingContext) -> Layout:
    draft = context.draft
    buttons = [Button("save", "Save", "Ctrl+Enter", "or-primary"), Button("away", "Put away", "Alt+Q")]
    if draft.row and actions.clashes():
        buttons += [Button("mine", "Save mine all the same"), Button("theirs", "Take theirs")]
    elif draft.row:
        buttons.append(Button("retract", f"Retract the {draft.sort} “{report_text.shortened(_title(context))[:60]}”"))
    messages = [("or-note", RESTORED)] if draft.is_restored else []
    messages += [("or-wrong", draft.problems[name]) for name in ("span", "draft") if name in draft.problems]
    messages += [("or-note", draft.notes["draft"])] if "draft" in draft.notes else []
    return Layout((), (), buttons, messages)
