"""Code a report: its text on one side, a short form on the other."""

import streamlit as st

from onrecord import editing
from onrecord.editing import Workspace
from onrecord.record import Record
from onrecord.ui import address, show, texts, workspace
from onrecord.ui.coding import actions, forms, reading, rows
from onrecord.ui.coding.bench import Bench
from onrecord.ui.coding.keys import keys
from onrecord.ui.coding.newcomers import newcomers
from onrecord.ui.coding.sitting import WRITTEN, sitting
from onrecord.ui.escape import html

FORM, SAVE = "desk-form", "desk-save"


def code(record: Record) -> None:
    """The task: choose a report, choose a passage, say what it records."""
    if record.reports.empty:
        show.nothing_here("No report yet. Add one first, under “Add a report”.")
    names = dict(zip(record.reports["report_id"], record.reports["name"], strict=True))
    report_id = show.pick("report_id", "Report", names, default=rows.report_of(record, address.value("edit")))
    at = workspace.seat(record)
    text = texts.texts(record).get(report_id)
    if text is None:
        texts.attach(record)
    _bench(record, at, report_id, text)


@st.fragment
def _bench(record: Record, at: Workspace, report_id: str, text: str | None) -> None:
    # what is saved changes the whole page: the fields offer it, the text marks it
    if st.session_state.pop(WRITTEN, False):
        st.rerun()
    bench = Bench(record, at, sitting(at, report_id), text)
    rows.open_asked(bench)
    left, right = st.columns([0.56, 0.44], gap="medium")
    with left, st.container(key="desk-reading"):
        reading.read(bench)
    with right, st.container(key="desk-writing"):
        _writing(bench)
    keys(FORM, SAVE, focus=bench.held.focus, turn=bench.held.look)


def _writing(bench: Bench) -> None:
    held = bench.held
    if not bench.at.coder.may_write:
        st.info("You may read this record, not write to it.")
        return
    _tools(bench)
    _passage(bench)
    if not held.sort:
        return
    with st.container(key=FORM):
        forms.draw(bench)
    newcomers(bench)
    actions.clashed(bench)
    _ends(bench)


def _tools(bench: Bench) -> None:
    last = editing.undoable(bench.at)
    with st.container(horizontal=True, gap="small", key="desk-tools"):
        for sort, title, key in (("event", "Event", "e"), ("stance", "Stance", "s")):
            is_open = bench.held.sort == sort and not bench.held.row
            st.button(
                title, key=f"desk-new-{sort}", shortcut=key, type="primary" if is_open else "secondary",
                on_click=actions.begin, args=(bench, sort),
            )  # fmt: skip
        st.button("Undo", key="desk-undo", shortcut="u", disabled=not last, on_click=actions.undo, args=(bench, last))


def _passage(bench: Bench) -> None:
    held = bench.held
    what = {"event": "Event", "stance": "Stance"}.get(held.sort, "")
    about = f"Correcting {what.lower()}" if held.row else f"New {what.lower()}" if what else "Passage"
    st.html(f'<p class="or-group">{html(about)}</p>')
    if held.span and bench.text:
        start, end = held.span
        st.html(
            f'<p class="or-chosen" dir="auto" lang="{html(str(bench.row()["language"]))}">'
            f'{html(reading.shortened(bench.text[start:end]))}</p><p class="or-meta">characters {start} to {end}</p>'
        )
    elif bench.text:
        st.caption("Choose a passage in the text: mark it, press n for the next sentence without coding, or paste it.")
    for name in ("span", "draft"):
        if told := held.problems.get(name) or held.notes.get(name):
            st.html(f'<p class="or-line {"or-wrong" if name in held.problems else "or-note"}">{html(told)}</p>')
    if held.is_restored:
        st.html('<p class="or-line or-note" role="status">Restored: what you had typed here and not saved.</p>')


def _ends(bench: Bench) -> None:
    held = bench.held
    with st.container(horizontal=True, gap="small", key="desk-ends"):
        st.button(
            "Save", key=SAVE, type="primary", shortcut="Ctrl+Enter", on_click=actions.save, args=(bench, held.token)
        )
        st.button("Put away", key="desk-away", shortcut="Alt+Q", on_click=actions.put_away, args=(bench,))
        if held.row:
            st.button("Retract", key="desk-retract", on_click=actions.retract, args=(bench,), icon=":material/delete:")
