"""What a form in the browser and the server tell each other: what is typed, what is asked for, how far each has heard.

The browser is ahead of the server: it sends the whole form, never one field; what it asks for carries what it shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from onrecord.editing.new_names import NewName
from onrecord.ui.drafts import Draft
from onrecord.ui.forms.field import BETWEEN

EXCHANGES = "form-exchanges"  # in the session: (dossier, place) -> exchange
MOST_FIELDS, MOST_NAMES, LONGEST = 60, 60, 20_000
TOKEN = 32  # hexadecimal digits
ANSWERS = ("table", "kind", "principal", "same", "proposition", "topic")
Span = tuple[int, int]


@dataclass
class Exchange:
    """How far the two sides of one form have heard of each other.

    ``turn`` counts the times the server began another filling-in; ``ack`` is the last request it has dealt with,
    ``seq`` the last state it has heard of. ``ended`` are the tokens of filling-ins that are over: what still arrives of
    them counts no more. ``focus`` is where the keyboard goes with the next answer.
    """

    turn: int = 1
    ack: int = 0
    seq: int = 0
    focus: str = ""
    is_refused: bool = False
    ended: set[str] = field(default_factory=set)

    def end(self, token: str) -> None:
        """A filling-in is over, and another begins."""
        self.ended.add(token)
        self.turn += 1

    def refuse(self, focus: str = "") -> None:
        """What was asked for was not done; the keyboard goes to the field that is why."""
        self.is_refused, self.focus = True, focus


@dataclass(frozen=True)
class Entry:
    """A form as the browser shows it."""

    token: str
    sort: str
    row: str
    seq: int
    values: Mapping[str, str]
    carried: tuple[str, ...]
    names: Mapping[str, NewName]


@dataclass(frozen=True)
class Request:
    """What is asked for, with the form as it was shown: ``save``, ``away``, ``open``, ``undo`` …"""

    n: int
    what: str
    entry: Entry
    span: Span | None
    mark: str
    revision: int
    is_sure: bool


def exchange_of(dossier_id: str, place: str) -> Exchange:
    """The exchange of one form of this session."""
    exchanges: dict[tuple[str, str], Exchange] = st.session_state.setdefault(EXCHANGES, {})
    return exchanges.setdefault((dossier_id, place), Exchange())


def entry_from(sent: object) -> Entry | None:
    """The form that the browser sent; None where it is no form."""
    if not isinstance(sent, Mapping):
        return None
    token, names = _text(sent.get("token")), sent.get("names")
    if len(token) != TOKEN or not token.isalnum():
        return None
    return Entry(
        token, _text(sent.get("sort")), _text(sent.get("row")), _number(sent.get("seq")), _texts(sent.get("values")),
        tuple(_text(name) for name in _list(sent.get("carried"))), _names(names),
    )  # fmt: skip


def request_from(sent: object) -> Request | None:
    """What the browser asks for; None where that is nothing."""
    entry = entry_from(sent)
    if entry is None or not isinstance(sent, Mapping):
        return None
    return Request(
        _number(sent.get("n")), _text(sent.get("what")), entry, _span(sent.get("span")), _text(sent.get("mark")),
        _number(sent.get("revision")), sent.get("isSure") is True,
    )  # fmt: skip


def take(exchange: Exchange, draft: Draft, entry: Entry, base_rev: int) -> bool:
    """Let the draft hold what the browser shows; False where that filling-in is over, or is of another row.

    A filling-in that is not known yet was begun in the browser, over the record as it stood at `base_rev`.
    """
    if entry.token in exchange.ended or (entry.token != draft.token and entry.row):
        return False
    if entry.token != draft.token:
        if draft.sort:
            exchange.ended.add(draft.token)
        draft.begin(entry.sort, {}, base_rev)
        draft.token = entry.token
    draft.fields |= {name: _trimmed(value) for name, value in entry.values.items()}
    draft.carried, draft.names = entry.carried, dict(entry.names)
    draft.is_restored = False
    exchange.seq = max(exchange.seq, entry.seq)
    return True


def _trimmed(value: str) -> str:
    """Without blanks around it; of several entries, one a line, without empty ones."""
    return BETWEEN.join(line.strip() for line in value.split(BETWEEN) if line.strip())


def _text(sent: object) -> str:
    return sent[:LONGEST] if isinstance(sent, str) else ""


def _number(sent: object) -> int:
    return int(sent) if isinstance(sent, int | float) and 0 <= sent < 2**53 else 0


def _list(sent: object) -> list[object]:
    return sent[:MOST_FIELDS] if isinstance(sent, list) else []


def _texts(sent: object) -> dict[str, str]:
    pairs = list(sent.items())[:MOST_FIELDS] if isinstance(sent, Mapping) else []
    return {_text(name): _text(value) for name, value in pairs}


def _names(sent: object) -> dict[str, NewName]:
    pairs = list(sent.items())[:MOST_NAMES] if isinstance(sent, Mapping) else []
    answers = {_text(name): _texts(answer) for name, answer in pairs}
    return {
        name: NewName(**{part: answer.get(part, "").strip() for part in ANSWERS})
        for name, answer in answers.items()
        if answer.get("table") in ("actors", "issues")
    }


def _span(sent: object) -> Span | None:
    match sent:
        case [int(start), int(end)] if 0 <= start < end:
            return start, end
    return None
