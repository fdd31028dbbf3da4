"""What can be done with the row that is selected, where one stands: correct it, retract it, see its history."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd
import streamlit as st

from onrecord import schema, store
from onrecord.editing import Workspace, coding, lookup
from onrecord.editing.coding import SaveRequest
from onrecord.record import Record
from onrecord.schema import Column
from onrecord.ui import address, workspace
from onrecord.ui.escape import clean
from onrecord.ui.kept import kept

TABLES: Mapping[str, str] = {
    "event": "events",
    "stance": "stances",
    "actor": "actors",
    "issue": "issues",
    "conflict": "conflicts",
}
OPEN = "edit-open"  # in the session: the row whose fields are open
FIXED = ("report_id", "start", "end", "subject_table", "subject_id")  # of a passage: corrected in the text
LISTS = {"actors": lookup.actors, "issues": lookup.issues}


@dataclass
class Opened:
    """The row whose fields are open, as it stood when they were opened."""

    mark: str
    base_rev: int
    row: Mapping[str, str]
    token: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def table(self) -> str:
        """The table of the row."""
        return TABLES[self.mark.partition(":")[0]]

    @property
    def key(self) -> tuple[str, ...]:
        """The key of the row."""
        return (self.mark.partition(":")[2],)

    def columns(self) -> Iterator[Column]:
        """The columns that can be corrected here."""
        table = schema.BY_NAME[self.table]
        return (c for c in table.columns if c.name not in (*table.key, *FIXED))

    def place(self, column: Column) -> str:
        """The key of a field in the session."""
        return f"edit-{self.token[:8]}-{column.name}"


def row_actions(record: Record, mark: str) -> None:
    """Edit, retract and history of what `mark` selects; nothing for a mark that is no single row."""
    kind, _, name = mark.partition(":")
    if kind not in TABLES or name not in set(_rows(record, kind)[f"{kind}_id"]):
        return
    at = workspace.current_workspace(record)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="edit-tools"):
        if at.coder.may_write:
            st.button("Edit", key="w-edit", icon=":material/edit:", type="tertiary", on_click=_open, args=(at, mark))
            if kind in ("event", "stance"):
                here = address.carried()
                st.page_link(
                    "pages/desk.py", label="In the text", icon=":material/format_ink_highlighter:",
                    query_params=here | {"task": ["code"], "edit": [mark]},
                )  # fmt: skip
                st.page_link(
                    "pages/desk.py", label="Correct the date everywhere", icon=":material/event_repeat:",
                    query_params=here | {"task": ["names"], "correct": [mark]},
                )  # fmt: skip
            st.button(
                f"Retract this {kind}", key="w-retract", icon=":material/delete:", type="tertiary", on_click=_retract,
                args=(record, at, mark),
            )  # fmt: skip
        st.page_link(
            "pages/changes.py", label="History", icon=":material/history:", query_params=address.carried(row=mark)
        )
    opened = st.session_state.get(OPEN)
    if at.coder.may_write and opened and opened.mark == mark:
        _fields(record, at, opened)


def _rows(record: Record, kind: str) -> pd.DataFrame:
    rows: pd.DataFrame = getattr(record, TABLES[kind])
    return rows


def _open(at: Workspace, mark: str) -> None:
    """Open the fields of a row, or close them where they are open."""
    before = st.session_state.pop(OPEN, None)
    if before and before.mark == mark:
        return
    kind, _, name = mark.partition(":")
    newest = store.newest(at.engine, at.dossier_id)
    st.session_state[OPEN] = Opened(mark, newest, coding.row(at, TABLES[kind], (name,), newest))


def _retract(record: Record, at: Workspace, mark: str) -> None:
    kind, _, name = mark.partition(":")
    form = SaveRequest(base_rev=record.revision or None)
    if workspace.attempt_save(lambda: coding.retract(at, TABLES[kind], (name,), form).revision, f"{kind} retracted"):
        st.session_state.pop(OPEN, None)
        address.select("")


def _fields(record: Record, at: Workspace, opened: Opened) -> None:
    with st.container(key="edit-fields"), st.form(f"edit-{opened.token[:8]}", border=True):
        for column in opened.columns():
            if opened.place(column) not in st.session_state:
                st.session_state[opened.place(column)] = _widget_value(record, column, opened.row[column.name])
            _field(record, column, opened.place(column))
        with st.container(horizontal=True, gap="small"):
            st.form_submit_button("Save", type="primary", on_click=_save, args=(record, at, opened), key="edit-save")
            st.form_submit_button("Cancel", on_click=_open, args=(at, opened.mark), key="edit-cancel")
    outcome = st.session_state.get(workspace.OUTCOME) or {}
    if outcome.get("clashes"):
        with st.container(horizontal=True, gap="small"):
            st.button("Save mine all the same", key="edit-mine", on_click=_mine, args=(record, at, opened))
            st.button("Take theirs", key="edit-theirs", on_click=_theirs, args=(at, opened))


def _field(record: Record, column: Column, place: str) -> None:
    title = column.name.removesuffix("_id").replace("_", " ").capitalize()
    if column.codes is not None:
        codes = column.codes
        st.selectbox(title, list(codes), key=place, format_func=lambda c: f"{c} · {codes[c]}", help=column.about)
    elif column.refers_to in LISTS:
        lines = list(kept(LISTS[column.refers_to], record).lines)
        st.selectbox(title, lines, key=place, index=None, format_func=clean, help=column.about)
    else:
        st.text_input(title, key=place, help=column.about, autocomplete="off")


def _widget_value(record: Record, column: Column, value: str) -> str | None:
    """A value as its field shows it."""
    if column.refers_to in LISTS:
        return lookup.line_of(kept(LISTS[column.refers_to], record), value) if value else None
    return value


def _text_value(record: Record, column: Column, shown: object) -> str:
    """What a field holds, as a value."""
    text = str(shown or "").strip()
    return kept(LISTS[column.refers_to], record).lines.get(text, "") if column.refers_to in LISTS else text


def _save(record: Record, at: Workspace, opened: Opened) -> None:
    """Save the fields that were changed; where that is refused they stay as typed."""
    now = {c.name: _text_value(record, c, st.session_state.get(opened.place(c))) for c in opened.columns()}
    mine = {name: value for name, value in now.items() if value != opened.row[name]}
    form = SaveRequest(token=opened.token, base_rev=opened.base_rev)
    said = f"{', '.join(mine) or 'nothing'} of {opened.key[0]}"
    if workspace.attempt_save(lambda: coding.change(at, opened.table, opened.key, mine, form).revision, said):
        st.session_state.pop(OPEN, None)


def _mine(record: Record, at: Workspace, opened: Opened) -> None:
    opened.base_rev = store.newest(at.engine, at.dossier_id)
    _save(record, at, opened)


def _theirs(at: Workspace, opened: Opened) -> None:
    st.session_state.pop(workspace.OUTCOME, None)
    st.session_state.pop(OPEN, None)
    _open(at, opened.mark)
