"""What the buttons of the coding task do: begin, save, undo, retract, and settle what others changed meanwhile."""

from collections.abc import Callable, Sequence

import streamlit as st

from onrecord import editing, store
from onrecord.editing import coding, lookup
from onrecord.editing.coding import Saved, SaveRequest
from onrecord.errors import Clash
from onrecord.ui import workspace
from onrecord.ui.coding import composing, forms
from onrecord.ui.coding.bench import Bench, problem
from onrecord.ui.coding.fields import fields_of
from onrecord.ui.coding.sitting import WRITTEN, drop, keep


def begin(bench: Bench, sort: str) -> None:
    """Open an empty form for an ``event`` or a ``stance``."""
    forms.gather(bench)
    bench.held.begin(sort, bench.record.revision)
    keep(bench.at, bench.held)


def put_away(bench: Bench) -> None:
    """Close the form and forget its draft."""
    forms.gather(bench)
    bench.held.close()
    drop(bench.at, bench.held)


def save(bench: Bench, token: str) -> None:
    """Save what the form holds, or say what is missing. A second press of the same button does nothing."""
    held = bench.held
    if token != held.token:
        return
    forms.gather(bench)
    keep(bench.at, held)
    if wrong := _wrong(bench):
        held.problems = wrong
        held.go_to(next((name for name in held.names() if name in wrong), held.names()[0]))
        return
    if _attempt(lambda: composing.save(bench), bench):
        drop(bench.at, held)
        held.chain()


def _wrong(bench: Bench) -> dict[str, str]:
    held = bench.held
    shown = fields_of(held.sort, is_edit=bool(held.row))
    wrong = {f.name: told for f in shown if (told := problem(bench, f, held.fields.get(f.name, "")))}
    if bench.text is None and not held.row:
        wrong["span"] = "A passage is found in the text, not typed as a number: attach the text of the report, above."
    elif not held.span:
        wrong["span"] = "Choose the passage in the text first."
    return wrong


def _attempt(act: Callable[[], Saved], bench: Bench) -> bool:
    """Write; whether it was kept. The page says what became of it; a form stays as it is where it was refused."""
    said = composing.told(bench)
    is_kept = workspace.attempt(lambda: act().revision, said)
    st.session_state[WRITTEN] = True
    return is_kept


def undo(bench: Bench, revision: int) -> None:
    """Take back `revision`, the one the button was drawn for: a double click takes back no more."""
    workspace.attempt(lambda: editing.undo(bench.at, revision), "your last change is taken back")
    st.session_state[WRITTEN] = True


def retract(bench: Bench) -> None:
    """End the row the form is open over, with all that hangs on it."""
    held = bench.held
    table = "stances" if held.sort == "stance" else "events"
    name = held.row.partition(":")[2].partition("~")[0]
    form = SaveRequest(token=held.token, base_rev=held.base_rev or None)
    if _attempt(lambda: coding.retract(bench.at, table, (name,), form), bench):
        drop(bench.at, held)
        held.close()


def clashed(bench: Bench) -> None:
    """Two ways on where somebody else changed the same field: mine after all, or theirs."""
    clashes = (st.session_state.get(workspace.OUTCOME) or {}).get("clashes")
    if not clashes or not bench.held.row:
        return
    with st.container(horizontal=True, gap="small", key="desk-clash"):
        st.button("Save mine all the same", key="desk-mine", on_click=_mine, args=(bench,))
        st.button("Take theirs", key="desk-theirs", on_click=_theirs, args=(bench, clashes))


def _mine(bench: Bench) -> None:
    bench.held.base_rev = store.newest(bench.at.engine, bench.at.dossier_id)
    save(bench, bench.held.token)


def _theirs(bench: Bench, clashes: Sequence[Clash]) -> None:
    """Their values in the fields at stake; what else I changed stays mine."""
    held = bench.held
    of_column = {f.column: f for f in fields_of(held.sort, is_edit=True)}
    for clash in clashes:
        field = of_column.get(f"{clash.table}.{clash.field}")
        if field is None:
            continue
        listed = field.kind in ("actor", "issue")
        value = lookup.line_of(bench.options(field.kind), clash.theirs) if listed else clash.theirs
        held.put(field.name, value)
        held.was[field.name] = value
    held.base_rev = store.newest(bench.at.engine, bench.at.dossier_id)
    st.session_state.pop(workspace.OUTCOME, None)
    st.session_state[WRITTEN] = True
    keep(bench.at, held)
