"""The form as it stands in the browser, and what its fields offer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from onrecord.editing.lookup import Options
from onrecord.record import Record
from onrecord.schema import ACTOR_KINDS
from onrecord.ui.drafts import Draft
from onrecord.ui.escape import clean
from onrecord.ui.forms.exchange import Entry, Exchange, Request, entry_from, request_from
from onrecord.ui.forms.field import OPTIONS, Field
from onrecord.ui.forms.form import Form

HERE = Path(__file__).parent
PARTS = ("matching", "field", "questions", "form", "desk", "offers")  # one script in the browser
Rows = Sequence[Sequence[Field]]

_form = st.components.v2.component(
    "onrecord_form",
    html='<div class="or-form"></div>',
    js=(HERE / "mount.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)
_offers = st.components.v2.component(
    "onrecord_offers",
    html="<span hidden></span>",
    js="\n".join((HERE / f"{part}.js").read_text(encoding="utf-8") for part in PARTS),
    isolate_styles=False,
)


@dataclass(frozen=True)
class Button:
    """A button below the fields: what it asks for, what it is called, its key, its class. The first one saves."""

    what: str
    title: str
    keys: str = ""
    cls: str = ""


@dataclass(frozen=True)
class Layout:
    """How a form is laid out: rows of fields, more under *More*, buttons; what stands over it, as class and text."""

    rows: Rows
    more: Rows = ()
    buttons: Sequence[Button] = ()
    messages: Sequence[tuple[str, str]] = ()


def offers(record: Record) -> None:
    """Hand the browser the program of the forms and what fields offer.

    Once a page, outside of what is drawn anew while somebody types: it is the larger part of what a form needs.
    """
    _offers(key="offers", data=record.once(_offered), height="content")


Short = list[object]  # a line, its text where that differs, how many of its letters mean it, who takes part


def _offered(record: Record) -> dict[str, object]:
    """What each field offers, as short as the browser can make it out (`offers.js`)."""
    found: dict[str, object] = {}
    for table in ("actors", "issues"):
        options = OPTIONS[table](record)
        found[table] = [_short(options, line) for line in options.lines]
    roster = OPTIONS["actors"](record).line_of_id
    parts, events = _parts(record, {actor: n for n, actor in enumerate(roster)}), OPTIONS["events"](record)
    found["events"] = [[*_short(events, line), parts[event]] for line, event in events.lines.items()]
    reports = record.dated_report_names()
    found["reports"] = [[report_id, clean(str(name)), 0] for report_id, name in reports.items()]
    return found | {"roster": list(roster.values())}


def _short(options: Options, line: str) -> Short:
    value, word = options.line_of_id[options.lines[line]], options.words.get(line, line)
    return [value, line if line != value else 0, len(word) if word != line else 0]


def _parts(record: Record, places: Mapping[str, int]) -> dict[str, dict[str, list[int]]]:
    """Who takes part in each event: event -> role -> places in the roster."""
    found: dict[str, dict[str, list[int]]] = {str(event): {} for event in record.events["event_id"]}
    rows = record.event_actors[["event_id", "role", "speaker_id"]].drop_duplicates()
    for event, role, actor in rows.itertuples(index=False, name=None):
        found[event].setdefault(role, []).append(places[actor])
    return found


def questions(record: Record) -> Mapping[str, object]:
    """What is asked about a name that is not on record, by table."""
    kinds = [[kind, f"new: {kind} · {about}", kind] for kind, about in ACTOR_KINDS.items()]
    topics = [[topic, topic, topic] for topic in sorted(set(record.issues["topic"]))]
    who = {"name": "who", "label": "Who is it?", "kind": "reference", "source": "actors", "isNeeded": True,
           "placeholder": "person, state … or the actor it is a spelling of", "codes": kinds}  # fmt: skip
    above = {"name": "principal", "label": "Speaks for or belongs to", "kind": "reference", "source": "actors",
             "placeholder": "may stay empty", "acceptsNew": True, "asks": True}  # fmt: skip
    proposition = {"name": "proposition", "label": "New issue: the sentence one supports or opposes", "kind": "text",
                   "isNeeded": True, "placeholder": ""}  # fmt: skip
    topic = {"name": "topic", "label": "Topic", "kind": "reference", "source": "", "isNeeded": True,
             "placeholder": "family of issues", "acceptsNew": True, "topics": topics}  # fmt: skip
    return {"actors": [who, above], "issues": [proposition, topic]}


def form_data(form: Form, exchange: Exchange, layout: Layout) -> dict[str, object]:
    """What the browser is told of a form."""
    draft = form.draft
    return {
        "key": f"{form.record.dossier_id}/{draft.place}",
        "turn": exchange.turn,
        "ack": exchange.ack,
        "seq": exchange.seq,
        "token": draft.token,
        "sort": draft.sort,
        "row": draft.row,
        "values": draft.fields,
        "carried": list(draft.carried),
        "names": {name: vars(answer) for name, answer in draft.names.items()},
        "forms": {draft.sort: described(form, layout.rows, layout.more)} if draft.sort else {},
        "questions": questions(form.record),
        "lines": form.lines(),
        "messages": [list(message) for message in layout.messages],
        "buttons": [vars(button) for button in layout.buttons],
        "focus": exchange.focus,
        "isRefused": exchange.is_refused,
    }


def described(form: Form, rows: Rows, more: Rows) -> dict[str, object]:
    """The fields of a form as the browser draws them, row by row."""
    return {
        "rows": [[form.description(field) for field in row] for row in rows],
        "more": [[form.description(field) for field in row] for row in more],
    }


def form_widget(
    key: str, data: Mapping[str, object], on_entry: Callable[[Entry], object], on_request: Callable[[Request], object]
) -> None:
    """Draw a form. `on_entry` hears of what is typed once it rests, `on_request` of what is asked for."""

    def heard_state() -> None:
        if entry := entry_from(_values_of(key).get("state")):
            on_entry(entry)

    def heard_request() -> None:
        if request := request_from(_values_of(key).get("request")):
            on_request(request)

    _form(key=key, data=data, on_state_change=heard_state, on_request_change=heard_request)


def _values_of(key: str) -> Mapping[str, object]:
    """What the browser sent of a form; nothing of one that was closed before it arrived."""
    sent = st.session_state.get(key)
    return sent if isinstance(sent, Mapping) else {}


def is_new_request(exchange: Exchange, request: Request, draft: Draft) -> bool:
    """Whether a request was not dealt with yet, nor belongs to a filling-in that is over; from now on it was."""
    is_new = request.n > exchange.ack and request.entry.token not in exchange.ended
    exchange.ack = max(exchange.ack, request.n)
    exchange.focus, exchange.is_refused = "", False
    draft.problems.clear()
    return is_new
