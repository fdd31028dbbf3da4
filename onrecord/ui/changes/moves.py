"""Moving between the views of the page, and taking revisions back."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from onrecord import editing
from onrecord.editing import Workspace
from onrecord.record import Record
from onrecord.text import count
from onrecord.ui import address, past, workspace
from onrecord.ui.escape import html, label

AT, ROW = "rev_of", "row"  # in the address: the revision, the row that is looked into
ASKED = "undo-asked"  # the revision that waits for a second press, in the session
UNDO, REDO = "U", "Shift+U"


def look_into(revision: int) -> None:
    """Open one revision."""
    address.put_all({ROW: "", AT: str(revision)})


def look_at(table: str, key: Sequence[str]) -> None:
    """Open the history of one row."""
    address.put_all({ROW: f"{table}:{'~'.join(key)}", AT: ""})


def back() -> None:
    """Back to what changed."""
    address.put_all({ROW: "", AT: ""})


def way_back() -> None:
    """A line that leads back to what changed."""
    st.button("All changes", key="w-back", type="tertiary", icon=":material/arrow_back:", on_click=back)


def moment(made_at: str) -> str:
    """A moment in UTC, to the minute: ``19 Nov 2026, 14:05 UTC``."""
    made = datetime.fromisoformat(made_at).astimezone(UTC)
    return f"{made.day} {made:%b %Y, %H:%M} UTC"


def undo_bar(record: Record) -> None:
    """Undo and redo of one's own work, each with what it would take back or do again."""
    at = workspace.current_workspace(record)
    if not at.coder.may_write:
        return
    known = {int(r["rev_id"]): r for r in past.revisions(record).to_dict("records")}
    mine, again = known.get(editing.undoable(at)), known.get(editing.redoable(at))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="undo-bar"):
        st.button(
            "Undo", key="w-undo", icon=":material/undo:", shortcut=UNDO, disabled=mine is None,
            on_click=press, args=(at, mine),
        )  # fmt: skip
        st.button(
            "Redo", key="w-redo", icon=":material/redo:", shortcut=REDO, disabled=again is None,
            on_click=_redo, args=(at,),
        )  # fmt: skip
        told = [f"Undo takes back {_revision_name(mine)}." if mine else "Nothing of yours is left to undo."]
        if again and (target := known.get(int(again["undoes"]))):
            told.append(f"Redo does again {_revision_name(target)}.")
        st.html(f'<p class="or-detail">{html(" ".join(told))}</p>')


def undo_button(record: Record, revision: Mapping[Any, Any], *, shown: str = "Undo") -> None:
    """Take one revision back: at once where it is one's own of today, else after a second press."""
    at = workspace.current_workspace(record)
    is_final = revision["rev_id"] == _first(record) or editing.is_text_deletion(revision["reason"])
    may = at.coder.may_write and not revision["undone_by"] and not is_final
    if may and st.session_state.get(ASKED) != revision["rev_id"]:
        st.button(
            shown, key=f"w-undo-{revision['rev_id']}", type="tertiary", icon=":material/undo:",
            on_click=press, args=(at, revision),
        )  # fmt: skip


def press(at: Workspace, revision: Mapping[Any, Any]) -> None:
    """The first press on an undo: it acts on one's own work of today; of any other it asks first."""
    rev_id = int(revision["rev_id"])
    if revision["made_by"] == at.coder.name and revision["made_at"][:10] == f"{datetime.now(UTC):%Y-%m-%d}":
        _undo(at, rev_id)
        return
    st.session_state[ASKED] = rev_id
    look_into(rev_id)


def ask(record: Record, revision: Mapping[Any, Any], n: int) -> None:
    """The second press: whose work would go, and how much, in plain words."""
    at, rev_id = workspace.current_workspace(record), int(revision["rev_id"])
    if st.session_state.get(ASKED) != rev_id or not at.coder.may_write or revision["undone_by"]:
        st.session_state.pop(ASKED, None)
        return
    whose = "your own work" if revision["made_by"] == at.coder.name else f"the work of {revision['made_by']}"
    st.warning(
        f"This takes back {label(whose)} of {moment(revision['made_at'])}: {count(n, 'row')}, "
        f"“{label(revision['reason'])}”. What was changed in other fields since then stays, and the undo is a revision "
        "of its own that can be taken back.",
        icon=":material/undo:",
    )
    with st.container(horizontal=True, gap="small"):
        st.button(f"Take back revision {rev_id}", key="w-undo-sure", type="primary", on_click=_undo, args=(at, rev_id))
        st.button("Leave it", key="w-undo-leave", on_click=_leave)


def _undo(at: Workspace, rev_id: int) -> None:
    _leave()
    workspace.attempt_save(lambda: editing.undo(at, rev_id), f"revision {rev_id} taken back")


def _redo(at: Workspace) -> None:
    workspace.attempt_save(lambda: editing.redo(at), "done again")


def _leave() -> None:
    st.session_state.pop(ASKED, None)


def _first(record: Record) -> int:
    return int(past.revisions(record)["rev_id"].min())


def _revision_name(revision: Mapping[Any, Any]) -> str:
    return f"revision {revision['rev_id']} of {moment(revision['made_at'])}: “{revision['reason']}”"
