"""What the buttons of the coding task do: begin, save, undo, retract, and settle what others changed meanwhile."""

from collections.abc import Callable, Sequence

import streamlit as st

from onrecord import editing, store
from onrecord.editing import coding, lookup
from onrecord.editing.coding import Saved, SaveRequest
from onrecord.errors import Clash
from onrecord.ui import workspace
from onrecord.ui.coding import coding_form, entries
from onrecord.ui.coding.context import CodingContext, problem
from onrecord.ui.coding.draft import WRITTEN, drop, keep
from onrecord.ui.coding.fields import fields_of


def begin(context: CodingContext, sort: str) -> None:
    """Open an empty form for an ``event`` or a ``stance``."""
    coding_form.take_values(context)
    context.draft.begin(sort, context.record.revision)
    keep(context.at, context.draft)


def put_away(context: CodingContext) -> None:
    """Close the form and forget its draft."""
    coding_form.take_values(context)
    context.draft.close()
    drop(context.at, context.draft)


def save(context: CodingContext, token: str) -> None:
    """Save what the form holds, or say what is missing. A second press of the same button does nothing."""
    draft = context.draft
    if token != draft.token:
        return
    coding_form.take_values(context)
    keep(context.at, draft)
    if wrong := _problems(context):
        draft.problems = wrong
        draft.go_to(next((name for name in draft.names() if name in wrong), draft.names()[0]))
        return
    if _attempt(lambda: entries.save(context), context):
        drop(context.at, draft)
        draft.chain()


def _problems(context: CodingContext) -> dict[str, str]:
    draft = context.draft
    shown = fields_of(draft.sort, is_edit=bool(draft.row))
    wrong = {f.name: message for f in shown if (message := problem(context, f, draft.fields.get(f.name, "")))}
    if context.text is None and not draft.row:
        wrong["span"] = "A passage is found in the text, not typed as a number: attach the text of the report, above."
    elif not draft.span:
        wrong["span"] = "Choose the passage in the text first."
    return wrong


def _attempt(act: Callable[[], Saved], context: CodingContext) -> bool:
    """Write; whether it was kept. The page says what became of it; a form stays as it is where it was refused."""
    what = entries.summary(context)
    is_kept = workspace.attempt_save(lambda: act().revision, what)
    st.session_state[WRITTEN] = True
    return is_kept


def undo(context: CodingContext, revision: int) -> None:
    """Take back `revision`, the one the button was drawn for: a double click takes back no more."""
    workspace.attempt_save(lambda: editing.undo(context.at, revision), "your last change is taken back")
    st.session_state[WRITTEN] = True


def retract(context: CodingContext) -> None:
    """End the row the form is open over, with all that hangs on it."""
    draft = context.draft
    table = "stances" if draft.sort == "stance" else "events"
    name = draft.row.partition(":")[2].partition("~")[0]
    form = SaveRequest(token=draft.token, base_rev=draft.base_rev or None)
    if _attempt(lambda: coding.retract(context.at, table, (name,), form), context):
        drop(context.at, draft)
        draft.close()


def clash_buttons(context: CodingContext) -> None:
    """Two ways on where somebody else changed the same field: mine after all, or theirs."""
    clashes = (st.session_state.get(workspace.OUTCOME) or {}).get("clashes")
    if not clashes or not context.draft.row:
        return
    with st.container(horizontal=True, gap="small", key="desk-clash"):
        st.button("Save mine all the same", key="desk-mine", on_click=_mine, args=(context,))
        st.button("Take theirs", key="desk-theirs", on_click=_theirs, args=(context, clashes))


def _mine(context: CodingContext) -> None:
    context.draft.base_rev = store.newest(context.at.engine, context.at.dossier_id)
    save(context, context.draft.token)


def _theirs(context: CodingContext, clashes: Sequence[Clash]) -> None:
    """Their values in the fields at stake; what else I changed stays mine."""
    draft = context.draft
    of_column = {f.column: f for f in fields_of(draft.sort, is_edit=True)}
    for clash in clashes:
        field = of_column.get(f"{clash.table}.{clash.field}")
        if field is None:
            continue
        listed = field.kind in ("actor", "issue")
        value = lookup.line_of(context.options(field.kind), clash.theirs) if listed else clash.theirs
        draft.put(field.name, value)
        draft.was[field.name] = value
    draft.base_rev = store.newest(context.at.engine, context.at.dossier_id)
    st.session_state.pop(workspace.OUTCOME, None)
    st.session_state[WRITTEN] = True
    keep(context.at, draft)
