"""What the form beside the text asks for: save, put away, open a row, undo, retract, settle what others changed."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from onrecord import editing
from onrecord.editing import coding, reading
from onrecord.editing.coding import Saved
from onrecord.errors import Clash, MissingError
from onrecord.ui import drafts, workspace
from onrecord.ui.coding import entries, rows
from onrecord.ui.coding.context import KNOWN, WRITTEN, CodingContext
from onrecord.ui.coding.fields import FORMS, ROLES
from onrecord.ui.coding.retract import retraction_text
from onrecord.ui.drafts import draft_from
from onrecord.ui.forms import Entry, Request, is_new_request, take

NO_TEXT = "A passage is found in the text, not typed as a number: attach the text of the report, above."
NO_PASSAGE = "Choose the passage in the text first."
HALF = "This event has no actor and no gist: fill one of them in, or say that it is to be saved so."


def on_entry(context: CodingContext, entry: Entry) -> None:
    """Keep what is typed as a draft, and answer with what was understood."""
    _hear(context, entry)


def _hear(context: CodingContext, entry: Entry) -> bool:
    draft = context.draft
    if entry.sort not in FORMS or not take(context.exchange, draft, entry, context.record.revision):
        return False
    draft.fields = {f.name: draft.fields.get(f.name, "") for f in FORMS[draft.sort]}
    _renew_lines(context)
    context.keep()
    return True


def _renew_lines(context: CodingContext) -> None:
    """What stands under the fields is of what they hold now."""
    draft, known = context.draft, context.known_parts()
    if draft.problems:
        now = context.problems()
        draft.problems = {name: told for name, told in draft.problems.items() if told == now.get(name)}
    draft.notes = {name: KNOWN for name, who in known.items() if draft.fields.get(name) == who}


def on_request(context: CodingContext, request: Request) -> None:
    """Do what is asked for, once."""
    if not is_new_request(context.exchange, request, context.draft):
        return
    if request.what in ("save", "mine", "away", "retract") and request.entry.sort:
        context.choose(request.span)
        if not _hear(context, request.entry):
            return
    REQUESTS.get(request.what, _ignore)(context, request)


def _ignore(context: CodingContext, request: Request) -> None:
    """What the form does not know is not done."""


def save(context: CodingContext, request: Request) -> None:
    """Save what the form holds, or say what is missing."""
    draft = context.draft
    if not draft.sort:
        return
    if problems := _problems(context, is_sure=request.is_sure):
        draft.problems = problems
        context.exchange.refuse(next((f.name for f in context.form.fields if f.name in problems), ""))
        return
    content, carried = draft.content(), entries.carried_over(context)
    if _attempt(context, partial(entries.save, context)):
        revision = st.session_state[workspace.OUTCOME]["revision"]
        context.cursor.saved = revision, content
        context.cursor.carried_over = carried
        _begin_next(context, revision)


def _begin_next(context: CodingContext, revision: int) -> None:
    """After a save: an empty form of the same sort; after a correction none. The keyboard goes back to the text."""
    draft = context.draft
    drafts.drop(context.at, draft)
    context.exchange.end(draft.token)
    if draft.row:
        draft.begin("", {}, 0)
    else:
        fields, carried = context.blank(draft.sort)
        draft.begin(draft.sort, fields, revision)
        draft.carried = carried
    context.exchange.focus = "text"


def close(context: CodingContext) -> None:
    """Close the form and forget what was in it."""
    draft = context.draft
    drafts.drop(context.at, draft)
    context.exchange.end(draft.token)
    draft.begin("", {}, 0)
    context.exchange.focus = "text"


def _problems(context: CodingContext, *, is_sure: bool) -> dict[str, str]:
    problems = context.problems()
    if problem := _passage_problem(context):
        problems["span"] = problem
    if not problems and not is_sure and _is_half(context):
        problems["draft"] = HALF
    return problems


def _passage_problem(context: CodingContext) -> str:
    """Why the passage cannot be saved; "" where it can."""
    if context.text is None and not context.draft.row:
        return NO_TEXT
    return "" if context.span else NO_PASSAGE


def _is_half(context: CodingContext) -> bool:
    """Whether an event is new and has neither an actor nor a gist of its own."""
    draft = context.draft
    if draft.sort != "event" or draft.row or context.known_event():
        return False
    fields = draft.fields
    return fields["gist"] in ("", fields["title"]) and not any(fields.get(role) for role in ROLES)


def _attempt(context: CodingContext, act: Callable[[], Saved]) -> bool:
    """Write; whether it was saved. The page says what became of it; a form stays as it is where it was refused."""
    is_saved = workspace.attempt_save(act, entries.summary(context))
    st.session_state[WRITTEN] = True
    if not is_saved:
        context.exchange.refuse()
    return is_saved


def undo(context: CodingContext, request: Request) -> None:
    """Take back the revision the button was drawn for: a second press takes back no more."""
    act = partial(editing.undo, context.at, request.revision)
    if not workspace.attempt_save(act, "your last change is taken back"):
        context.exchange.refuse()
    st.session_state[WRITTEN] = True


def restore_undone(context: CodingContext) -> None:
    """Give back the form of the save that was taken back, as it was; not over anything that is typed."""
    cursor = context.cursor
    if cursor.saved is None or cursor.saved[0] not in editing.undone(context.at):
        return
    content = cursor.saved[1]
    cursor.saved = None
    if context.is_typed():
        return
    was, draft = draft_from(context.draft.place, content), context.draft
    context.exchange.end(draft.token)
    draft.begin(was.sort, was.fields, context.record.revision, was.row)
    draft.was, draft.names, draft.attached, draft.carried = was.was, was.names, was.attached, was.carried
    if context.span:
        context.choose_outside(context.span)
    cursor.carried_over = {}
    context.keep()


def put_away(context: CodingContext, request: Request) -> None:
    """Close the form; it leaves nothing behind."""
    close(context)


def open_row(context: CodingContext, request: Request) -> None:
    """Open the form over a row that is there; over something typed only where that was said."""
    if context.is_typed() and not request.is_sure:
        context.cursor.asked_for = request.mark
        return
    rows.open_row(context, request.mark)


def retract(context: CodingContext, request: Request) -> None:
    """End the row the form is open over, with all that hangs on it."""
    draft = context.draft
    table = "stances" if draft.sort == "stance" else "events"
    name = draft.row.partition(":")[2].partition("~")[0]
    if not draft.row:
        return
    act = partial(coding.retract, context.at, table, (name,), draft.request())
    if workspace.attempt_save(act, retraction_text(context.record, f"{draft.sort}:{name}")):
        close(context)
    else:
        context.exchange.refuse()
    st.session_state[WRITTEN] = True


def clashes() -> Sequence[Clash]:
    """The fields that somebody else has changed, where a save was refused for it."""
    return (st.session_state.get(workspace.OUTCOME) or {}).get("clashes") or ()


def mine(context: CodingContext, request: Request) -> None:
    """Save mine all the same."""
    context.draft.base_rev = reading.newest_revision(context.at.engine, context.at.dossier_id)
    save(context, request)


def theirs(context: CodingContext, request: Request) -> None:
    """Their values in the fields at stake; what else I changed stays mine. Over a row that is gone nothing stays."""
    draft, form = context.draft, context.form
    if not draft.row:
        return
    of_column = {f.column: f for f in form.fields}
    table, _, name = draft.row.partition(":")
    try:
        coding.row(context.at, f"{table}s", (name.partition("~")[0],))
    except MissingError:
        close(context)
    else:
        for clash in clashes():
            if field := of_column.get(f"{clash.table}.{clash.field}"):
                value = form.shown_value(field, clash.theirs)
                draft.fields[field.name] = draft.was[field.name] = value
        draft.base_rev = reading.newest_revision(context.at.engine, context.at.dossier_id)
        context.exchange.turn += 1
        context.keep()
    st.session_state.pop(workspace.OUTCOME, None)
    st.session_state[WRITTEN] = True


REQUESTS: Mapping[str, Callable[[CodingContext, Request], None]] = {
    "save": save,
    "away": put_away,
    "open": open_row,
    "undo": undo,
    "retract": retract,
    "mine": mine,
    "theirs": theirs,
}
