"""What can be done with the row that is selected, where one stands: correct it, retract it, see its history."""

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st

from onrecord import schema
from onrecord.editing import Workspace, coding, reading
from onrecord.errors import MissingError
from onrecord.record import Record
from onrecord.ui import address, drafts, workspace
from onrecord.ui.coding import retract
from onrecord.ui.drafts import Draft
from onrecord.ui.escape import html
from onrecord.ui.forms import (
    Button,
    Entry,
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

TABLES: Mapping[str, str] = {
    "event": "events",
    "stance": "stances",
    "actor": "actors",
    "issue": "issues",
    "conflict": "conflicts",
}
RESTORED = "Restored: what you had typed here and not saved."
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
    (kind, _, name), here = mark.partition(":"), address.scope_query()
    st.button("Edit", key="w-edit", icon=":material/edit:", type="tertiary", on_click=_toggle, args=(record, at, mark))
    if kind in ("event", "stance"):
        st.page_link(
            PAGES["Desk"].path, label="In the text", icon=":material/format_ink_highlighter:",
            query_params=here | {"task": ["code"], "edit": [mark]},
        )  # fmt: skip
        st.page_link(
            PAGES["Desk"].path, label="Correct the date everywhere", icon=":material/event_repeat:",
            query_params=here | {"task": ["names"], "correct": [mark]},
        )  # fmt: skip
    if kind in ("event", "actor", "issue"):
        st.page_link(
            PAGES["Desk"].path, label="Merge with another", icon=":material/merge:",
            query_params=here | {"task": ["names"], "naming": ["merge"], "named": [kind], "gone": [name]},
        )  # fmt: skip
    retract.retract_button(record, at, mark, partial(_close, at, mark))
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


def _place(mark: str) -> str:
    return f"edit:{mark}"


def _draft(at: Workspace, mark: str) -> Draft:
    """What is typed over the row `mark` and not saved; without a sort where its fields are closed."""
    return drafts.open_draft(at, _place(mark), lambda stored: stored.row == mark)


def _open_draft(at: Workspace, mark: str) -> Draft | None:
    """The fields of the row `mark`, where they are open."""
    draft = _draft(at, mark)
    return draft if draft.sort else None


def _close(at: Workspace, mark: str) -> None:
    draft = _draft(at, mark)
    drafts.drop(at, draft)
    exchange_of(at.dossier_id, draft.place).end(draft.token)
    draft.begin("", {}, 0)


def _toggle(record: Record, at: Workspace, mark: str) -> None:
    """Open the fields of a row as it stands, or close them where they are open."""
    is_open = _open_draft(at, mark) is not None
    _close(at, mark)
    if is_open:
        return
    kind, _, name = mark.partition(":")
    newest = reading.newest_revision(at.engine, at.dossier_id)
    row = coding.row(at, TABLES[kind], (name,), newest)
    draft = _draft(at, mark)
    draft.sort = TABLES[kind]
    form = _form(record, draft)
    shown = {field.name: form.shown_value(field, row[field.name]) for field in form.fields}
    draft.begin(TABLES[kind], shown, newest, mark)
    exchange_of(at.dossier_id, draft.place).focus = form.fields[0].name


def _fields(record: Record, at: Workspace, draft: Draft) -> None:
    """The fields of the row, as a form that is kept as a draft."""
    form, exchange = _form(record, draft), exchange_of(at.dossier_id, draft.place)
    clashes = (st.session_state.get(workspace.OUTCOME) or {}).get("clashes")
    buttons = [Button("save", "Save", "Ctrl+Enter", "or-primary"), Button("away", "Cancel")]
    buttons += [Button("mine", "Save mine all the same"), Button("theirs", "Take theirs")] if clashes else []
    restored = [("or-note", RESTORED)] if draft.is_restored else []
    layout = Layout([(field,) for field in form.fields], (), buttons, restored)
    offers(record)
    with st.container(key="edit-fields"):
        form_widget(
            "edit-form", form_data(form, exchange, layout),
            on_entry=lambda entry: _hear(at, form, entry), on_request=lambda request: _answer(at, form, request),
        )  # fmt: skip


def _hear(at: Workspace, form: Form, entry: Entry) -> bool:
    """Keep what is typed."""
    draft = form.draft
    if not take(exchange_of(at.dossier_id, draft.place), draft, entry, draft.base_rev):
        return False
    draft.fields = {field.name: draft.fields.get(field.name, "") for field in form.fields}
    draft.names = {}  # whoever is not on record is not added here
    drafts.keep(at, draft)
    return True


def _answer(at: Workspace, form: Form, request: Request) -> None:
    """Do what a button of the fields asks for, once."""
    draft = form.draft
    if not is_new_request(exchange_of(at.dossier_id, draft.place), request, draft):
        return
    if not _hear(at, form, request.entry):
        return
    mark = draft.row
    if request.what == "away":
        _close(at, mark)
    elif request.what == "theirs":
        st.session_state.pop(workspace.OUTCOME, None)
        _theirs(form.record, at, mark)
    elif request.what in ("save", "mine"):
        if request.what == "mine":
            draft.base_rev = reading.newest_revision(at.engine, at.dossier_id)
        _save(at, form)


def _save(at: Workspace, form: Form) -> None:
    """Save the fields that were changed; where that is refused they stay as typed."""
    draft, key, exchange = form.draft, form.draft.row.partition(":")[2], exchange_of(at.dossier_id, form.draft.place)
    changed = [field for field in form.fields if field.name in draft.changes()]
    if problems := form.problems(changed):
        draft.problems = problems
        exchange.refuse(next(iter(problems)))
        return
    mine = {field.name: form.stored_value(field, draft.fields[field.name]) for field in changed}
    act = partial(coding.change, at, draft.sort, (key,), mine, draft.request())
    if workspace.attempt_save(act, f"{', '.join(mine) or 'nothing'} of {key}"):
        _close(at, draft.row)
    else:
        exchange.refuse()


def _theirs(record: Record, at: Workspace, mark: str) -> None:
    """Open the row anew as it stands; nothing where a colleague has retracted it."""
    _close(at, mark)
    kind, _, name = mark.partition(":")
    try:
        coding.row(at, TABLES[kind], (name,))
    except MissingError:
        address.select("")
    else:
        _toggle(record, at, mark)
