"""Correct a date wherever it was taken over; reached from any event or stance by one link."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from onrecord.editing import lookup, redating
from onrecord.editing.coding import SaveRequest
from onrecord.editing.date_input import edtf_label
from onrecord.editing.redating import Correction
from onrecord.editing.tables import tables_of
from onrecord.errors import OnRecordError
from onrecord.record import Record
from onrecord.record.period import example_dates
from onrecord.text import count
from onrecord.ui import address, forms, show, workspace
from onrecord.ui.escape import html, label

DATED: Mapping[str, str] = {"event": "An event", "stance": "A stance"}
MENTIONS, STANCES = "w-with-mentions", "w-with-stances-"  # keys of the two boxes
SHOWN = {"table": "Table", "name": "Row", "field": "Field", "before": "Now", "now": "Then"}


def redate(record: Record) -> None:
    """The form: which event or stance, the right date, what else carries the wrong one."""
    given = address.value("correct") or address.selected_mark()
    kinds = dict(sorted(DATED.items(), key=lambda kind: not given.startswith(f"{kind[0]}:")))
    kind = show.choice("dated", "Date of", kinds)
    options = record.once(_events if kind == "event" else _stances)
    if not options:
        show.nothing_here(f"There is no {kind} in this dossier yet. Code a report first.")
    if given.startswith(f"{kind}:") and given not in options:
        st.warning(label(f"{given[:80]} is not in this dossier (any more)."))
    mark = show.pick("correct", DATED[kind], {"": "Choose one", **options}, default=given)
    if not mark:
        return
    found = redating.carriers(record.once(tables_of), mark)
    old = edtf_label(found["itself"]["date"].iloc[0])
    st.html(f'<p class="or-title" dir="auto">{html(options[mark])}</p><p class="or-lede">Now: {html(old)}</p>')
    typed = st.text_input("The right date", key=f"w-date-{mark}", placeholder=example_dates(record))
    asked = Correction(mark, typed, _mentions(len(found["mentions"]), kind), _stances_too(len(found["stances"]), mark))
    if typed.strip():
        _confirm(record, asked)


def _mentions(n: int, kind: str) -> bool:
    """Whether the reports are to be recorded with the new date too; not by itself, for they said what they said."""
    if kind != "event" or not n:
        return False
    return st.checkbox(f"Also in {count(n, 'mention')}: the report gives the right date and was misread", key=MENTIONS)


def _stances_too(n: int, mark: str) -> bool:
    return bool(n) and st.checkbox(
        f"Also {count(n, 'stance')} from the same passages with the same date", True, key=f"{STANCES}{mark}"
    )


def _confirm(record: Record, asked: Correction) -> None:
    try:
        rows = redating.preview(record, asked)
    except OnRecordError as error:
        st.error(label(str(error)), icon=":material/block:")
        return
    place = f"date-{asked.mark}"
    size = count(len(rows), "row changes", "rows change")
    st.button(
        label(f"Save the date: {size}"), type="primary", key=f"w-save-{place}",
        on_click=_save_date, args=(record, asked.mark, forms.save_request(place, record)),
    )  # fmt: skip
    show.table(rows, key="dates", columns=SHOWN)


def _save_date(record: Record, mark: str, form: SaveRequest) -> None:
    # as the fields are now: the page may not have been drawn since the last one was left
    state = st.session_state
    typed = str(state[f"w-date-{mark}"])
    asked = Correction(mark, typed, bool(state.get(MENTIONS)), bool(state.get(f"{STANCES}{mark}", False)))
    act = partial(redating.correct, workspace.current_workspace(record), asked, form)
    if forms.once(record, f"date-{mark}", act, f"dated {typed}"):
        state[f"w-date-{mark}"] = ""


def _events(record: Record) -> dict[str, str]:
    return {f"event:{event}": line for line, event in lookup.events(record).lines.items()}


def _stances(record: Record) -> dict[str, str]:
    names, labels = record.actor_names(), record.issue_labels()
    columns = ["stance_id", "speaker_id", "issue_id", "date_label"]
    return {
        f"stance:{stance}": f"{names[actor]} on “{labels[issue]}” ({when})"
        for stance, actor, issue, when in record.stances[columns].itertuples(index=False)
    }
