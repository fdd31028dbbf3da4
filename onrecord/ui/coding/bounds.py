"""Where a report begins and ends in its text: chosen by sentence, seen in the text, what is left out faded."""

from functools import partial

import streamlit as st

from onrecord.editing import Workspace, passages, reports
from onrecord.editing.coding import SaveRequest
from onrecord.record import Record
from onrecord.ui import forms, texts
from onrecord.ui.escape import clean, html

WHOLE = 60_000  # characters of a text that is shown whole
AROUND = 2_000  # of a longer one, around each bound
GLIMPSE = 18
Span = tuple[int, int]


def bounds(text: str, body: Span, key: str) -> Span:
    """Let the coder choose the first and the last sentence of the report; where it then begins and ends."""
    pieces = passages.sentences(text)
    if len(pieces) < 2:
        return body
    first = max((n for n, (start, _) in enumerate(pieces) if start <= body[0]), default=0)
    last = min((n for n, (_, end) in enumerate(pieces) if end >= body[1]), default=len(pieces) - 1)
    chosen: tuple[int, int] = st.select_slider(
        "The report itself: from the first sentence to the last",
        options=range(len(pieces)),
        value=(first, max(first, last)),
        # numbered: two sentences may begin alike
        format_func=lambda n: f"{n + 1} · {_glimpse(text, pieces[n])}",
        key=key,
        help="What stands around the report on its page (menus, comments, other headlines) is never coded.",
    )
    # Untouched bounds stay as they are to the letter, even where they cut a sentence.
    return body if chosen == (first, last) else (pieces[chosen[0]][0], pieces[chosen[1]][1])


def _glimpse(text: str, piece: Span) -> str:
    told = clean(" ".join(text[piece[0] : min(piece[1], piece[0] + 4 * GLIMPSE)].split()))
    return told if len(told) <= GLIMPSE else f"{told[:GLIMPSE].rstrip()} …"


def draw_text(text: str, body: Span, language: str) -> None:
    """The text, faded outside of `body`; of a very long one what lies around the bounds."""
    if len(text) <= WHOLE:
        told = texts.text_html(text, [], body)
    else:
        told = " […] ".join(
            texts.text_html(text[a:b], [], (max(body[0] - a, 0), max(min(body[1] - a, b - a), 0)))
            for a, b in _around(text, body)
        )
    with st.container(height=420, border=True, key="add-text"):
        st.html(f'<div class="or-text" dir="auto" lang="{html(language)}">{told}</div>')


def _around(text: str, body: Span) -> list[Span]:
    return [(max(at - AROUND, 0), min(at + AROUND, len(text))) for at in body]


def mover(record: Record, at: Workspace) -> None:
    """Move the bounds of a report that is there. Rows that were coded from it stay inside, or nothing is saved."""
    known = texts.texts_at_hand(record)
    names = {r: n for r, n in record.dated_report_names().items() if r in known}
    if not names:
        st.caption("No text of a report is at hand. Attach one under Reports to move where it begins and ends.")
        return
    report_id = st.selectbox("Report", list(names), format_func=lambda r: clean(names[r]), key="move-report")
    row = record.reports[record.reports["report_id"] == report_id].iloc[0]
    body = int(row["body_start"]), int(row["body_end"])
    moved = bounds(known[report_id], body, f"move-{report_id}-{record.revision}")
    draw_text(known[report_id], moved, str(row["language"]))
    request = forms.save_request(f"move-{report_id}", record)
    st.button(
        "Save the bounds", key="move-save", disabled=moved == body, on_click=_move,
        args=(record, at, report_id, moved, request),
    )  # fmt: skip


def _move(record: Record, at: Workspace, report_id: str, moved: Span, request: SaveRequest) -> None:
    act = partial(reports.move_bounds, at, report_id, moved, request)
    forms.once(record, f"move-{report_id}", act, f"bounds of {report_id}")
