"""The text of a report in which a passage is chosen, by mouse or by keys; its coded passages can be opened."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from onrecord.text import HIDDEN, REPLACEMENT
from onrecord.ui.escape import clean

HERE = Path(__file__).parent
PANE = '<div class="or-pane or-text" tabindex="0" role="region" aria-label="Text of the report" dir="auto"></div>'

Span = tuple[int, int]

_pane = st.components.v2.component(
    "onrecord_picker", html=PANE, js=(HERE / "picker.js").read_text(encoding="utf-8"), isolate_styles=False
)


@dataclass(frozen=True)
class Shown:
    """A text as it is shown: its body, its sentences, and what was coded where (start, end, mark, title)."""

    text: str
    language: str
    body: Span
    sentences: tuple[Span, ...]
    coded: tuple[tuple[int, int, str, str], ...]


def picker(
    shown: Shown, span: Span | None, turn: int, *, on_span: Callable[[Span], None], on_open: Callable[[str], None]
) -> None:
    """The text, with `span` chosen in it.

    `turn` counts the choices that are made here and not in the text: with a new one the text takes over `span`.
    `on_span` hears of a passage that was chosen in the text, in Python string indices; `on_open` of a row that was.
    """
    data = {
        "text": HIDDEN.sub(REPLACEMENT, shown.text),  # places stay what they are, and nothing hides
        "language": shown.language,
        "body": list(shown.body),
        "sentences": [list(s) for s in shown.sentences],
        "coded": [[start, end, mark, clean(title)] for start, end, mark, title in shown.coded],
        "span": list(span) if span else None,
        "turn": turn,
    }
    key = "desk-text"
    _pane(
        key=key,
        data=data,
        on_span_change=lambda: on_span(_span(st.session_state[key].get("span"), len(shown.text))),
        on_open_change=lambda: on_open(str(st.session_state[key].get("open") or "")),
    )


def _span(sent: object, length: int) -> Span:
    """What the browser sent, if it is a place in a text of that length; else nowhere (0, 0)."""
    match sent:
        case [int(start), int(end)] if 0 <= start < end <= length:
            return start, end
    return 0, 0
