"""What the buttons of the coding task do: begin, save, undo, retract, and settle what others changed meanwhile."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from onrecord import editing
from onrecord.editing import coding, reading
from onrecord.editing.coding import Saved
from onrecord.errors import Clash
from onrecord.ui import drafts, workspace
from onrecord.ui.coding import entries
from onrecord.ui.coding.context import TEXT, WRITTEN, CodingContext, Span
from onrecord.ui.coding.fields import CARRIED, blank
from onrecord.ui.coding.retract import retraction_text
from onrecord.ui.drafts import Draft

NO_TEXT = "A passage is found in the text, not typed as a number: attach the text of the report, above."


def begin(context: CodingContext, sort: str) -> None:
    """Open an empty form for an ``event`` or a ``stance``, who and when taken from the one before."""
    context.form.take_values()
    _begin(context, sort, context.record.revision)
    context.keep()


def begin_over(context: CodingContext, row: str, fields: Mapping[str, str], span: Span) -> None:
    """Open the form over a row that is there, its passage chosen."""
    context.form.take_values()
    _carry_over(context)
    draft = context.draft
    draft.begin(row.partition(":")[0], fields, context.record.revision, row)
    context.go_to(context.form.fields[0].name)
    context.choose_outside(span)
    context.keep()


def put_away(context: CodingContext) -> None:
    """Close the form and forget its draft; who and when stay for the next."""
    context.form.take_values()
    _close(context)
    drafts.drop(context.at, context.draft)


def _begin(context: CodingContext, sort: str, base_rev: int) -> None:
    _carry_over(context)
    draft = context.draft
    draft.begin(sort, blank(sort, context.cursor.carried_over), base_rev)
    context.go_to(next((f.name for f in context.form.fields if not draft.fields[f.name]), "gist"))


def _close(context: CodingContext) -> None:
    _carry_over(context)
    context.draft.begin("", {}, 0)
    context.cursor.go(TEXT)


def _carry_over(context: CodingContext) -> None:
    """Remember who and when for the next form; spellings belong to the one that ends."""
    if context.draft.sort:
        fields = context.draft.fields
        context.cursor.carried_over |= {name: entries.carried_value(name, fields.get(name, "")) for name in CARRIED}
    context.cursor.spellings = {}


def save(context: CodingContext, token: str) -> None:
    """Save what the form holds, or say what is missing. A second press of the same button does nothing."""
    draft = context.draft
    if token != draft.token:
        return
    context.form.take_values()
    context.keep()
    if problems := _problems(context):
        draft.problems = problems
        names = [f.name for f in context.form.fields]
        context.go_to(next((name for name in names if name in problems), names[0]))
        return
    if _attempt(context, partial(entries.save, context)):
        drafts.drop(context.at, draft)
        _go_on(context, draft)


def _go_on(context: CodingContext, draft: Draft) -> None:
    """After a save: an empty form of the same sort; the keyboard goes back to the text."""
    if draft.row:
        _close(context)
    else:
        _begin(context, draft.sort, draft.base_rev)
    context.cursor.go(TEXT)


def _problems(context: CodingContext) -> dict[str, str]:
    problems = {f.name: problem for f in context.form.fields if (problem := context.problem(f))}
    if context.text is None and not context.draft.row:
        problems["span"] = (
            "A passage is found in the text, not typed as a number: attach the text of the report, above."
        )
    elif not context.span:
        problems["span"] = "Choose the passage in the text first."
    return problems


def _attempt(context: CodingContext, act: Callable[[], Saved]) -> bool:
    """Write; whether it was saved. The page says what became of it; a form stays as it is where it was refused."""
    is_saved = workspace.attempt_save(act, entries.summary(context))
    st.session_state[WRITTEN] = True
    return is_saved


def undo(context: CodingContext, revision: int) -> None:
    """Take back `revision`, the one the button was drawn for: a double click takes back no more."""
    workspace.attempt_save(partial(editing.undo, context.at, revision), "your last change is taken back")
    st.session_state[WRITTEN] = True


def retract(context: CodingContext) -> None:
    """End the row the form is open over, with all that hangs on it."""
    draft = context.draft
    table = "stances" if draft.sort == "stance" else "events"
    name = draft.row.partition(":")[2].partition("~")[0]
    act = partial(coding.retract, context.at, table, (name,), draft.request())
    is_saved = workspace.attempt_save(act, retraction_text(context.record, f"{draft.sort}:{name}"))
    st.session_state[WRITTEN] = True
    if is_saved:
        drafts.drop(context.at, draft)
        _close(context)


def clash_buttons(context: CodingContext) -> None:
    """Two ways on where somebody else changed the same field: mine after all, or theirs."""
    clashes = (st.session_state.get(workspace.OUTCOME) or {}).get("clashes")
    if not clashes or not context.draft.row:
        return
    with st.container(horizontal=True, gap="small", key="desk-clash"):
        st.button("Save mine all the same", key="desk-mine", on_click=_mine, args=(context,))
        st.button("Take theirs", key="desk-theirs", on_click=_theirs, args=(context, clashes))


def _mine(context: CodingContext) -> None:
    context.draft.base_rev = reading.newest_revision(context.at.engine, context.at.dossier_id)
    save(context, context.draft.token)


def _theirs(context: CodingContext, clashes: Sequence[Clash]) -> None:
    """Their values in the fields at stake; what else I changed stays mine."""
    draft, form = context.draft, context.form
    of_column = {f.column: f for f in form.fields}
    for clash in clashes:
        if field := of_column.get(f"{clash.table}.{clash.field}"):
            value = form.shown_value(field, clash.theirs) if field.about.refers_to else clash.theirs
            draft.put(field.name, value)
            draft.was[field.name] = value
    draft.base_rev = reading.newest_revision(context.at.engine, context.at.dossier_id)
    st.session_state.pop(workspace.OUTCOME, None)
    st.session_state[WRITTEN] = True
    context.keep()
