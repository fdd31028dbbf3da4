"""The text beside the form: what is coded in it, what is chosen, where to go on. Without the text, the gists."""

import streamlit as st

from onrecord.editing import passages
from onrecord.record import Record
from onrecord.ui.coding.context import CodingContext, Span
from onrecord.ui.coding.picker import Choice, Shown, picker
from onrecord.ui.coding.rows import open_row
from onrecord.ui.escape import label

Row = tuple[int, int, str, str]  # start, end, mark of the row, title


def draw(context: CodingContext) -> None:
    """The text with its coded passages marked and the chosen one; where it is not at hand, what was coded from it."""
    rows = context.record.once(coded_rows, context.report_id)
    if context.text is None:
        st.caption(
            "The text of this report is not at hand. Attach it above to mark passages in it. What was coded from it "
            "can be corrected all the same:"
        )
        with st.container(height=560, border=True, key="desk-gists"):
            for start, _, row, title in rows:
                st.button(
                    label(title), key=f"go-desk-{row}-{start}", type="tertiary", on_click=_open, args=(context, row)
                )
        return
    text = context.record.once(_annotated_text, context.report_id, context.text)
    cursor = context.cursor
    picker(
        text, Choice(context.span, cursor.turn, cursor.found),
        on_span=lambda span: _on_selection(context, span), on_find=lambda pasted: _find_pasted(context, pasted),
    )  # fmt: skip


def _open(context: CodingContext, row: str) -> None:
    """Open a row from the list; where something is typed, ask first."""
    if context.is_typed():
        context.cursor.asked_for = row
    else:
        open_row(context, row)


def _on_selection(context: CodingContext, span: Span | None) -> None:
    """A passage was chosen in the text."""
    context.choose(span)
    context.draft.problems.pop("span", None)
    context.keep()


def _find_pasted(context: CodingContext, pasted: str) -> None:
    """Find what was pasted in the text, and say how surely."""
    if not pasted.strip() or context.text is None:
        return
    found = passages.find(context.text, pasted, context.body())
    if found is None:
        context.cursor.found = "Not found in this text, nor anything near it."
        return
    note = (
        f"Not found word for word; this is the nearest, {found.likeness:.0f} % alike." if found.how == "alike" else ""
    )
    context.choose_outside((found.start, found.end), note)
    context.keep()


def shortened(passage: str) -> str:
    """A passage as the form shows it: its beginning and its end."""
    plain = " ".join(passage.split())
    return plain if len(plain) <= 260 else f"{plain[:180].rstrip()} … {plain[-60:].lstrip()}"


def coded_rows(record: Record, report_id: str) -> list[Row]:
    """What was coded from a report, in the order of its text; the mark of a mention says where it starts."""
    titles, names, labels = record.event_titles(), record.actor_names(), record.issue_labels()
    mentions = record.event_reports[record.event_reports["report_id"] == report_id]
    stances = record.stances[record.stances["report_id"] == report_id]
    rows = [
        (int(s), int(e), f"event:{event}~{s}", f"Event: {titles[event]}")
        for event, s, e in mentions[["event_id", "start", "end"]].itertuples(index=False, name=None)
    ]
    rows += [
        (int(s), int(e), f"stance:{stance}", f"Stance: {names[actor]} on “{labels[issue]}” {position:+d}")
        for stance, s, e, actor, issue, position in stances[
            ["stance_id", "start", "end", "speaker_id", "issue_id", "position"]
        ].itertuples(index=False, name=None)
    ]
    return sorted(rows)


def _annotated_text(record: Record, report_id: str, text: str) -> Shown:
    row = record.reports[record.reports["report_id"] == report_id].iloc[0]
    body = int(row["body_start"]), int(row["body_end"])
    pieces = tuple(passages.sentences(text, body))
    return Shown(report_id, text, str(row["language"]), body, pieces, tuple(coded_rows(record, report_id)))
