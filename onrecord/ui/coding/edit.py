"""What can be done with the row that is selected, where one stands: correct it, retract it, see its history."""

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st

from onrecord import schema
from onrecord.editing import Workspace, coding, reading
from onrecord.record import Record
from onrecord.ui import address, workspace
from onrecord.ui.coding import retract
from onrecord.ui.drafts import Draft, session_drafts
from onrecord.ui.escape import html
from onrecord.ui.forms import Field, Form
from onrecord.views.pages import PAGES

TABLES: Mapping[str, str] = {
    "event": "events",
    "stance": "stances",
    "actor": "actors",
    "issue": "issues",
    "conflict": "conflicts",
}
PLACE = "edit"  # one row at a time
FIXED = ("report_id", "start", "end", "subject_table", "subject_id")  # of a passage: corrected in the text


def _form(record: Record, draft: Draft) -> Form:
    """The columns of the row that can be corrected here."""
    table = schema.BY_NAME[draft.sort]
    names = [c.name for c in table.columns if c.name not in (*table.key, *FIXED)]
    return Form(record, draft, tuple(Field(name, f"{table.name}.{name}") for name in names))


def row_actions(record: Record, mark: str) -> None:
    """Edit, retract and history of what `mark` selects, and a conflict about it; nothing for what is no single row."""
    kind, _, name = mark.partition(":")
    at = workspace.current_workspace(record)
    if kind == "report" and at.coder.may_write:
        _conflict_link(mark)  # a report is corrected on the Desk
    elif kind == "difference":
        _difference_link(mark)
    if not _is_row(record, kind, name):
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="edit-tools"):
        if at.coder.may_write:
            _writing_actions(record, at, mark)
        st.page_link(
            "pages/changes.py", label="History", icon=":material/history:", query_params=address.scope_query(row=mark)
        )
    if at.coder.may_write and (draft := _open_draft(at, mark)):
        _fields(record, at, draft)


def _writing_actions(record: Record, at: Workspace, mark: str) -> None:
    kind = mark.partition(":")[0]
    st.button("Edit", key="w-edit", icon=":material/edit:", type="tertiary", on_click=_toggle, args=(record, at, mark))
    if kind in ("event", "stance"):
        here = address.scope_query()
        st.page_link(
            PAGES["Desk"].path, label="In the text", icon=":material/format_ink_highlighter:",
            query_params=here | {"task": ["code"], "edit": [mark]},
        )  # fmt: skip
        st.page_link(
            PAGES["Desk"].path, label="Correct the date everywhere", icon=":material/event_repeat:",
            query_params=here | {"task": ["names"], "correct": [mark]},
        )  # fmt: skip
    retract.retract_button(record, at, mark, partial(_close, at))
    if kind != "conflict":
        _conflict_link(mark)


def _conflict_link(mark: str) -> None:
    """The way to the form that records a conflict about a row, for what no rule can see."""
    st.page_link(
        PAGES["Conflicts"].path, label="Record a conflict", icon=":material/gavel:",
        query_params=address.scope_query(subject=mark, select=mark),
    )  # fmt: skip


def _difference_link(mark: str) -> None:
    """The way to both sides of a difference, and to what can be done about it."""
    st.page_link(
        PAGES["Conflicts"].path, label="Its sides next to each other", icon=":material/difference:",
        query_params=address.scope_query(select=mark),
    )  # fmt: skip


def _is_row(record: Record, kind: str, name: str) -> bool:
    return kind in TABLES and name in set(_rows(record, kind)[f"{kind}_id"])


def correction(record: Record, mark: str, why: str) -> None:
    """Say why a row wants correcting, and to those who may write offer its fields."""
    st.html(f'<p class="or-stood" dir="auto">{html(why)}</p>')
    at = workspace.current_workspace(record)
    if at.coder.may_write and not _open_draft(at, mark):
        st.button(
            "Correct it", key="w-correct", icon=":material/edit:", type="tertiary", on_click=_toggle,
            args=(record, at, mark),
        )  # fmt: skip


def _rows(record: Record, kind: str) -> pd.DataFrame:
    rows: pd.DataFrame = getattr(record, TABLES[kind])
    return rows


def _open_draft(at: Workspace, mark: str) -> Draft | None:
    """The fields of the row `mark`, where they are open."""
    draft = session_drafts().get((at.dossier_id, PLACE))
    return draft if draft and draft.row == mark else None


def _close(at: Workspace) -> None:
    session_drafts().pop((at.dossier_id, PLACE), None)


def _toggle(record: Record, at: Workspace, mark: str) -> None:
    """Open the fields of a row as it stands, or close them where they are open."""
    is_open = _open_draft(at, mark) is not None
    _close(at)
    if is_open:
        return
    kind, _, name = mark.partition(":")
    newest = reading.newest_revision(at.engine, at.dossier_id)
    row = coding.row(at, TABLES[kind], (name,), newest)
    draft = session_drafts()[at.dossier_id, PLACE] = Draft(PLACE, sort=TABLES[kind])
    form = _form(record, draft)
    shown = {field.name: form.shown_value(field, row[field.name]) for field in form.fields}
    draft.begin(TABLES[kind], shown, newest, mark)


def _fields(record: Record, at: Workspace, draft: Draft) -> None:
    form = _form(record, draft)
    with st.container(key="edit-fields"), st.form(draft.key("form"), border=True):
        for field in form.fields:
            form.draw(field)
        with st.container(horizontal=True, gap="small"):
            st.form_submit_button("Save", type="primary", on_click=_save, args=(at, form), key="edit-save")
            st.form_submit_button("Cancel", on_click=_toggle, args=(record, at, draft.row), key="edit-cancel")
    outcome = st.session_state.get(workspace.OUTCOME) or {}
    if outcome.get("clashes"):
        with st.container(horizontal=True, gap="small"):
            st.button("Save mine all the same", key="edit-mine", on_click=_mine, args=(at, form))
            st.button("Take theirs", key="edit-theirs", on_click=_theirs, args=(record, at, draft.row))


def _save(at: Workspace, form: Form) -> None:
    """Save the fields that were changed; where that is refused they stay as typed."""
    form.take_values()
    draft, key = form.draft, form.draft.row.partition(":")[2]
    changes = draft.changes()
    mine = {field.name: form.stored_value(field, changes[field.name]) for field in form.fields if field.name in changes}
    act = partial(coding.change, at, draft.sort, (key,), mine, draft.request())
    if workspace.attempt_save(act, f"{', '.join(mine) or 'nothing'} of {key}"):
        _close(at)


def _mine(at: Workspace, form: Form) -> None:
    form.draft.base_rev = reading.newest_revision(at.engine, at.dossier_id)
    _save(at, form)


def _theirs(record: Record, at: Workspace, mark: str) -> None:
    st.session_state.pop(workspace.OUTCOME, None)
    _close(at)
    _toggle(record, at, mark)
