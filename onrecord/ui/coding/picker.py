"""The text of a report in which a passage is chosen, by mouse or by keys; its coded passages can be opened."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from onrecord.text import HIDDEN, REPLACEMENT, count
from onrecord.ui.escape import clean

HERE = Path(__file__).parent
STEPS = (
    '<div class="or-steps"><button type="button" class="or-button" data-way="uncoded">Next uncoded<kbd>n</kbd></button>'
    '<button type="button" class="or-button" data-way="next">Next<kbd>j</kbd></button>'
    '<button type="button" class="or-button" data-way="previous">Previous<kbd>k</kbd></button>'
    '<span class="or-count"></span><span class="or-line" role="status"></span></div>'
)
PANE = '<div class="or-pane or-text" tabindex="0" role="region" aria-label="Text of the report" dir="auto"></div>'
PASTE = (
    '<div class="or-paste"><input type="text" autocomplete="off" aria-label="Paste a passage to find it in the text" '
    'placeholder="Paste a passage to find it in the text"></div>'
)

Span = tuple[int, int]

_pane = st.components.v2.component(
    "onrecord_picker",
    html=STEPS + PANE + PASTE,
    js="\n".join((HERE / name).read_text(encoding="utf-8") for name in ("steps.js", "picker.js")),
    isolate_styles=False,
)


@dataclass(frozen=True)
class Shown:
    """A report as it is shown: text, body, sentences, and what was coded where (start, end, mark, title)."""

    report_id: str
    text: str
    language: str
    body: Span
    sentences: tuple[Span, ...]
    coded: tuple[tuple[int, int, str, str], ...]

    @property
    def progress(self) -> str:
        """How much of it is coded."""
        free = [s for s in self.sentences if not any(a < s[1] and s[0] < b for a, b, *_ in self.coded)]
        n = len(self.sentences)
        return f"{n - len(free):,} of {count(n, 'sentence')} coded, {count(len(self.coded), 'row')}"


@dataclass(frozen=True)
class Choice:
    """What is chosen in a text from outside: with a new ``turn`` the text takes over ``span``; ``note`` says how."""

    span: Span | None
    turn: int
    note: str = ""


def picker(
    shown: Shown, choice: Choice, *, on_span: Callable[[Span | None], None], on_find: Callable[[str], None]
) -> None:
    """The text, with what is chosen in it.

    `on_span` hears of a passage that was chosen in the text, in Python string indices; `on_find` of one that was pasted
    and does not stand in it word for word.
    """
    data = {
        "key": shown.report_id,
        "text": HIDDEN.sub(REPLACEMENT, shown.text),  # places stay what they are, and nothing hides
        "language": shown.language,
        "body": list(shown.body),
        "sentences": [list(s) for s in shown.sentences],
        "coded": [[start, end, mark, clean(title)] for start, end, mark, title in shown.coded],
        "span": list(choice.span) if choice.span else None,
        "turn": choice.turn,
        "n_rows": shown.progress,
        "found": choice.note,
    }
    key = "desk-text"
    _pane(
        key=key,
        data=data,
        on_span_change=lambda: on_span(_span(st.session_state[key].get("span"), len(shown.text))),
        on_find_change=lambda: on_find(_pasted(st.session_state[key].get("find"))),
    )


def _span(sent: object, length: int) -> Span | None:
    """What the browser sent, if it is a place in a text of that length; else nowhere."""
    match sent:
        case [int(start), int(end)] if 0 <= start < end <= length:
            return start, end
    return None


def _pasted(sent: object) -> str:
    match sent:
        case {"text": str(text)}:
            return text
    return ""
