"""The text beside the form: what is coded in it, what is chosen, where to go on. Without the text, the gists."""

import streamlit as st

from onrecord.editing import passages
from onrecord.record import Record
from onrecord.text import count
from onrecord.ui.coding.context import TEXT, CodingContext, Span
from onrecord.ui.coding.picker import Shown, picker
from onrecord.ui.coding.rows import open_row
from onrecord.ui.escape import label

PASTED = "desk-pasted"
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
                    label(title), key=f"go-desk-{row}-{start}", type="tertiary", on_click=open_row, args=(context, row)
                )
        return
    text = context.record.once(_annotated_text, context.report_id, context.text)
    _steps(context, text)
    picker(
        text, context.span, context.cursor.turn,
        on_span=lambda span: _on_selection(context, span), on_open=lambda row: open_row(context, row),
    )  # fmt: skip
    st.text_input(
        "Paste a passage to find it in the text", key=PASTED, on_change=_find_pasted, args=(context,),
        placeholder="Paste a passage to find it in the text", label_visibility="collapsed",
    )  # fmt: skip


def _steps(context: CodingContext, text: Shown) -> None:
    free = [s for s in text.sentences if not any(a < s[1] and s[0] < b for a, b, *_ in text.coded)]
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="desk-steps"):
        for title, key, way in (("Next uncoded", "n", "uncoded"), ("Next", "j", "next"), ("Previous", "k", "previous")):
            st.button(
                title, key=f"desk-{way}", shortcut=key, type="tertiary", on_click=_step, args=(context, text, way)
            )
        n = len(text.sentences)
        st.caption(f"{n - len(free):,} of {count(n, 'sentence')} coded, {count(len(text.coded), 'row')}")


def _step_target(text: Shown, span: tuple[int, int], way: str) -> tuple[int, int] | None:
    start, end = span
    if way == "uncoded":
        return passages.next_uncoded(text.sentences, [(a, b) for a, b, *_ in text.coded], end)
    if way == "next":
        return next((s for s in text.sentences if s[0] >= end), None)
    return next((s for s in reversed(text.sentences) if s[1] <= start), None)


def _step(context: CodingContext, text: Shown, way: str) -> None:
    """Choose the sentence after or before the chosen passage, or the next without coding."""
    found = _step_target(text, context.span or (text.body[0], text.body[0]), way)
    if found:
        _select(context, found)
    else:
        context.draft.notes["span"] = (
            "Every sentence is coded." if way == "uncoded" else "There is no further sentence."
        )


def _on_selection(context: CodingContext, span: Span) -> None:
    """A passage was chosen in the text."""
    text = context.text or ""
    context.choose(passages.trim(text, span, context.body()))
    _clear_notes(context)
    if context.span is None:
        context.draft.notes["span"] = "What is marked lies outside the report's body."


def _clear_notes(context: CodingContext) -> None:
    for lines in (context.draft.notes, context.draft.problems):
        lines.pop("span", None)
    context.keep()


def _select(context: CodingContext, span: Span) -> None:
    context.choose_outside(span)
    context.cursor.go(TEXT)
    _clear_notes(context)


def _find_pasted(context: CodingContext) -> None:
    """Find what was pasted in the text, and say how surely."""
    pasted, text = str(st.session_state[PASTED]).strip(), context.text
    st.session_state[PASTED] = ""
    if not pasted or text is None:
        return
    found = passages.find(text, pasted, context.body())
    if found is None:
        context.draft.notes["span"] = "Not found in this text, nor anything near it."
        return
    _select(context, (found.start, found.end))
    if found.how == "alike":
        context.draft.notes["span"] = f"Not found word for word; this is the nearest, {found.likeness:.0f} % alike."
    elif found.n_places > 1:
        context.draft.notes["span"] = f"It stands in the text {found.n_places:,} times; this is the first."


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
    return Shown(text, str(row["language"]), body, pieces, tuple(coded_rows(record, report_id)))
