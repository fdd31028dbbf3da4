"""Rows that are there, as the form shows them: opened from the text, from a list, or by the address."""

from collections.abc import Mapping

import streamlit as st

from onrecord.record import Record
from onrecord.ui import address
from onrecord.ui.coding import entries
from onrecord.ui.coding.context import CodingContext, Span

OPENED = "desk-opened"  # in the session: the row of the address that was opened


def report_of(record: Record, row: str) -> str:
    """The report a row is coded from: of an event, the first that mentions it; "" where there is no such row."""
    kind, _, name = row.partition(":")
    if kind == "stance":
        rows = record.stances.loc[record.stances["stance_id"] == name, "report_id"]
    else:
        mentions = record.event_reports
        rows = mentions.loc[mentions["event_id"] == name.partition("~")[0], "report_id"]
    return str(rows.iloc[0]) if len(rows) else ""


def open_row(context: CodingContext, row: str) -> None:
    """Open the form over a row that is there: ``stance:id``, ``event:id~start`` or ``event:id``, its first mention."""
    loaded = _stance(context, row) if row.startswith("stance:") else _event(context, row)
    if loaded is None:
        return
    mark, fields, span = loaded
    draft = context.draft
    context.exchange.end(draft.token)
    draft.begin(mark.partition(":")[0], fields, context.record.revision, mark)
    context.exchange.focus = context.form.fields[0].name
    context.cursor.asked_for = ""
    context.choose_outside(span)
    context.keep()


def open_from_address(context: CodingContext) -> None:
    """Open the row that the address asks for, once; where something is typed, ask first."""
    asked = address.value("edit")
    if asked and st.session_state.get(OPENED) != asked and report_of(context.record, asked) == context.report_id:
        st.session_state[OPENED] = asked
        if context.is_typed():
            context.cursor.asked_for = asked
        else:
            open_row(context, asked)


Loaded = tuple[str, dict[str, str], Span]


def _stance(context: CodingContext, row: str) -> Loaded | None:
    stances = context.record.stances
    rows = stances[stances["stance_id"] == row.partition(":")[2]]
    if rows.empty:
        return None
    stance = _row_as_dict(rows.iloc[0].to_dict())
    return row, entries.fields_of_stance(context, stance), _span(stance)


def _event(context: CodingContext, row: str) -> Loaded | None:
    event, _, start = row.partition(":")[2].partition("~")
    events, mentions = context.record.events, context.record.event_reports
    mentions = mentions[(mentions["event_id"] == event) & (mentions["report_id"] == context.report_id)]
    mentions = mentions[mentions["start"].astype("str") == start] if start else mentions
    if mentions.empty:
        return None
    mention = _row_as_dict(mentions.iloc[0].to_dict())
    whole = _row_as_dict(events[events["event_id"] == event].iloc[0].to_dict())
    return f"event:{event}~{mention['start']}", entries.fields_of_event(context, whole, mention), _span(mention)


def _row_as_dict(row: Mapping[object, object]) -> dict[str, object]:
    return {str(name): value for name, value in row.items()}


def _span(row: Mapping[str, object]) -> Span:
    return int(str(row["start"])), int(str(row["end"]))
