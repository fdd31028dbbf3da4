"""The coding form without a browser and without a page: what it shows, what it sends, what is stored thereafter."""

import copy
import logging
from dataclasses import dataclass, field, replace

import streamlit as st

from onrecord import record as records
from onrecord import store
from onrecord.editing import Coder, Workspace
from onrecord.editing import workspace as workspaces
from onrecord.record import Record
from onrecord.ui.coding import actions
from onrecord.ui.coding.context import CodingContext
from onrecord.ui.drafts import new_token
from onrecord.ui.forms.exchange import entry_from, request_from
from tests.edits import content

logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").disabled = True  # there is no page here
Row = dict[str, str]
Tables = dict[str, dict[tuple[str, ...], Row]]  # table -> key -> row
CLEARED = ("event_type", "date", "status", "place", "salience")  # of an event on record, until somebody types


@dataclass
class CodingForm:
    """The form of one coder over one report: typed into and sent as the browser does it.

    ``record`` is the record as the page shows it: it is read anew after a save, not after somebody else's.
    """

    at: Workspace
    report_id: str
    text: str | None
    values: dict[str, str] = field(default_factory=dict)
    carried: list[str] = field(default_factory=list)
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    sort: str = ""
    row: str = ""
    token: str = ""
    span: list[int] | None = None
    seq: int = 0
    n: int = 0
    turn: int = 0
    span_turn: int = 0
    record: Record | None = None
    known: Tables = field(default_factory=dict)
    sent: list[tuple[str, dict]] = field(default_factory=list)

    def __post_init__(self):
        self.load()
        self.show()

    def load(self):
        """The page is opened anew."""
        dossier = store.load(self.at.engine, self.at.dossier_id)
        self.record, self.known = records.from_dossier(dossier), rows_by_key(dossier)

    @property
    def context(self):
        return CodingContext(self.record, self.at, self.report_id, self.text)

    @property
    def draft(self):
        return self.context.draft

    @property
    def exchange(self):
        return self.context.exchange

    def show(self):
        """What the answer of the server puts into the form: all of it where another filling-in has begun."""
        actions.restore_undone(self.context)
        if self.exchange.turn != self.turn:
            draft, self.turn = self.draft, self.exchange.turn
            self.sort, self.row, self.token = draft.sort, draft.row, draft.token
            self.values = {f.name: draft.fields[f.name] for f in self.context.form.fields}
            self.carried = list(draft.carried)
            self.names = {name: dict(vars(answer)) for name, answer in draft.names.items()}
        if self.context.cursor.turn != self.span_turn:  # chosen from outside of the text
            self.span, self.span_turn = list(self.context.span or []) or None, self.context.cursor.turn

    def begin(self, sort, **values):
        fresh, carried = self.context.blank(sort)
        self.sort, self.row, self.token, self.names = sort, "", new_token(), {}
        self.values, self.carried = dict(fresh), list(carried)
        return self.type(**values)

    def type(self, **values):
        """Type into fields; of an event that is on record the others become empty, as in the browser."""
        if values.get("title") in self.context.form.options("events").lines and not self.row:
            self.values |= dict.fromkeys(CLEARED, "")
        self.values |= values
        self.carried = [name for name in self.carried if name not in values]
        self.seq += 1
        return self

    def answer(self, name, **answer):
        """Say who or what a name is."""
        self.names[name] = {"table": "actors", **answer}
        self.seq += 1
        return self

    def choose(self, words):
        """Choose the passage with these words."""
        start = self.text.index(words)
        self.span = [start, start + len(words)]
        return self

    def state(self):
        names = ("token", "sort", "row", "seq", "values", "carried", "names")
        return copy.deepcopy({name: getattr(self, name) for name in names})

    def rest(self):
        """Nothing is typed for a while: what is shown is sent."""
        return self.send("state", self.state())

    def ask(self, what, *, is_sure=False, **more):
        """Press a button; the request as it was sent."""
        self.n = max(self.n, self.exchange.ack) + 1
        request = self.state() | {"n": self.n, "what": what, "span": self.span, "isSure": is_sure} | more
        self.send("request", request)
        return request

    def send(self, kind, content):
        """Let the server hear of a state or a request, of now or of long ago."""
        self.sent.append((kind, copy.deepcopy(content)))
        before = store.newest(self.at.engine, self.at.dossier_id)
        if kind == "state":
            actions.on_entry(self.context, entry_from(content))
        else:
            actions.on_request(self.context, request_from(content))
        if store.newest(self.at.engine, self.at.dossier_id) != before:
            self.load()
        self.show()
        return self

    def save(self, **more):
        return self.ask("save", **more)

    def undoable(self):
        return workspaces.undoable(self.at)

    def undo(self):
        return self.ask("undo", revision=self.undoable())

    def outcome(self):
        return st.session_state.get("outcome") or {}

    def problems(self):
        return dict(self.draft.problems)

    def tables(self):
        return tables(self.at)


def tables(at: Workspace) -> Tables:
    """What is stored now."""
    return rows_by_key(store.load(at.engine, at.dossier_id))


def rows_by_key(dossier) -> Tables:
    return {table: dict(rows) for table, rows in content(dossier).by_table.items()}


def new_rows(before: Tables, after: Tables) -> dict[str, list[Row]]:
    """The rows of each table that were not there before, in any column."""
    found = {t: [row for key, row in rows.items() if before[t].get(key) != row] for t, rows in after.items()}
    return {table: rows for table, rows in found.items() if rows}


def ended_rows(before: Tables, after: Tables) -> dict[str, list[Row]]:
    """The rows that are there no more as they were."""
    return new_rows(after, before)


def colleague(at: Workspace) -> Workspace:
    """Another coder over the same dossier."""
    return replace(at, coder=Coder("Omar", True))
