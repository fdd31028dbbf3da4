"""Rows that are there, as the form shows them: opened from the text, from a list, or by the address."""

from collections.abc import Mapping

import streamlit as st

from onrecord.record import Record
from onrecord.ui import address
from onrecord.ui.coding import composing, forms
from onrecord.ui.coding.bench import Bench
from onrecord.ui.coding.sitting import Span, keep

OPENED = "desk-opened"  # in the session: the row of the address that was opened


def report_of(record: Record, row: str) -> str:
    """The report a row is coded from: of an event, the first that mentions it; "" where there is no such row."""
    kind, _, name = row.partition(":")
    if kind == "stance":
        found = record.stances.loc[record.stances["stance_id"] == name, "report_id"]
    else:
        mentions = record.event_reports
        found = mentions.loc[mentions["event_id"] == name.partition("~")[0], "report_id"]
    return str(found.iloc[0]) if len(found) else ""


def open_row(bench: Bench, row: str) -> None:
    """Open the form over a row that is there: ``stance:id``, ``event:id~start`` or ``event:id``, its first mention."""
    loaded = _stance(bench, row) if row.startswith("stance:") else _event(bench, row)
    if loaded is None:
        return
    forms.gather(bench)
    place, fields, span = loaded
    bench.held.load(place.partition(":")[0], place, fields, bench.record.revision)
    bench.held.choose(span)
    keep(bench.at, bench.held)


def open_asked(bench: Bench) -> None:
    """Open the row that the address asks for, once."""
    asked = address.value("edit")
    if asked and st.session_state.get(OPENED) != asked and report_of(bench.record, asked) == bench.held.report_id:
        st.session_state[OPENED] = asked
        open_row(bench, asked)


Loaded = tuple[str, dict[str, str], Span]


def _stance(bench: Bench, row: str) -> Loaded | None:
    said = bench.record.stances
    found = said[said["stance_id"] == row.partition(":")[2]]
    if found.empty:
        return None
    one = _plain(found.iloc[0].to_dict())
    return row, composing.fields_of_stance(bench, one), _span(one)


def _event(bench: Bench, row: str) -> Loaded | None:
    event, _, start = row.partition(":")[2].partition("~")
    events, told = bench.record.events, bench.record.event_reports
    told = told[(told["event_id"] == event) & (told["report_id"] == bench.held.report_id)]
    told = told[told["start"].astype("str") == start] if start else told
    if told.empty:
        return None
    mention = _plain(told.iloc[0].to_dict())
    whole = _plain(events[events["event_id"] == event].iloc[0].to_dict())
    return f"event:{event}~{mention['start']}", composing.fields_of_event(bench, whole, mention), _span(mention)


def _plain(row: Mapping[object, object]) -> dict[str, object]:
    return {str(name): value for name, value in row.items()}


def _span(row: Mapping[str, object]) -> Span:
    return int(str(row["start"])), int(str(row["end"]))
