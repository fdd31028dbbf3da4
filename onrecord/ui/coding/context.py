"""What the parts of the coding task share: the record, the report, its text, the draft, what comes next."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from onrecord.editing import Workspace, lookup, passages
from onrecord.record import Record
from onrecord.ui import drafts
from onrecord.ui.coding.fields import ALWAYS, ROLES, blank, fields_of
from onrecord.ui.drafts import Draft
from onrecord.ui.forms import BETWEEN, Exchange, Form, exchange_of

Span = tuple[int, int]
KNOWN = "Known so far: take away whom this report does not name."
DENIAL = re.compile(r"\bden(?:y|ies|ied|ying|ials?)\b|\brefut", re.IGNORECASE)
DENIES = "A denial? Name what it denies under More, Denies: the two are then shown against each other."
FURTHER = "On record already: this adds a further mention, with what this report says of it."
SAYS_SO = "the report says so"
SAYS_NOT = "your dating; the report's own once its words of time are given"
CURSORS = "desk-cursors"  # in the session: (dossier, report) -> cursor
WRITTEN = "desk-written"  # in the session: something was written, or refused; the whole page is to say so


@dataclass
class Cursor:
    """Where a coder is in one report.

    ``turn`` counts the passages chosen outside the text, ``found`` says how the last was. ``carried_over`` is who and
    when of the row saved last. ``saved`` is that form as it was, by the revision it made: should that be taken back.
    ``asked_for`` is a row that was to be opened while something else is typed.
    """

    turn: int = 0
    found: str = ""
    carried_over: dict[str, str] = field(default_factory=dict)
    saved: tuple[int, dict[str, str]] | None = None
    asked_for: str = ""


@dataclass(frozen=True)
class CodingContext:
    """The work of one coder on one report; ``text`` is None where it is not at hand."""

    record: Record
    at: Workspace
    report_id: str
    text: str | None

    @property
    def draft(self) -> Draft:
        """What is typed and not saved."""
        return drafts.open_draft(self.at, f"code:{self.report_id}", _is_readable)

    @property
    def exchange(self) -> Exchange:
        """How far the form in the browser has been heard of."""
        return exchange_of(self.at.dossier_id, f"code:{self.report_id}")

    @property
    def cursor(self) -> Cursor:
        """Where the coder is."""
        cursors: dict[tuple[str, str], Cursor] = st.session_state.setdefault(CURSORS, {})
        return cursors.setdefault((self.at.dossier_id, self.report_id), Cursor())

    @property
    def form(self) -> Form:
        """The form that is open."""
        return self.form_of(self.draft)

    def form_of(self, draft: Draft) -> Form:
        """The form of a draft, with what is to be said under its fields."""
        row = self.row()
        return Form(
            self.record, draft, fields_of(draft.sort), hints=self._hints(draft), is_guided=True,
            reported_on=str(row["published"] or ""), language=str(row["language"]),
        )  # fmt: skip

    def _hints(self, draft: Draft) -> dict[str, str]:
        fields, hints = draft.fields, {}
        is_known = bool(self.known_event())
        if is_known:
            hints["title"] = FURTHER
        elif draft.sort == "event" and not draft.row and not fields.get("reported_date"):
            hints["date"] = SAYS_SO if fields.get("reported_words") else SAYS_NOT
        if DENIAL.search(fields.get("gist", "")) and not fields.get("denies"):
            hints["gist"] = DENIES
        return hints

    @property
    def span(self) -> Span | None:
        """The passage that is chosen."""
        start, _, end = self.draft.attached.get("span", "").partition("-")
        return (int(start), int(end)) if start.isdecimal() and end.isdecimal() else None

    def choose(self, span: Span | None) -> None:
        """Choose a passage: without blanks at its ends, within the body of the report."""
        if span and self.text is not None:
            span = passages.trim(self.text, span, self.body())
        self.draft.attached["span"] = f"{span[0]}-{span[1]}" if span else ""

    def choose_outside(self, span: Span, note: str = "") -> None:
        """Choose a passage from outside the text."""
        self.choose(span)
        self.cursor.turn += 1
        self.cursor.found = note

    def keep(self) -> None:
        """Keep what was typed as a draft."""
        drafts.keep(self.at, self.draft)

    def body(self) -> Span:
        """Where the report begins and ends in its text."""
        row = self.row()
        return int(str(row["body_start"])), int(str(row["body_end"]))

    def row(self) -> dict[str, object]:
        """The report."""
        reports = self.record.reports
        return {str(k): v for k, v in reports[reports["report_id"] == self.report_id].iloc[0].items()}

    def known_event(self) -> str:
        """The event that is there, where the form tells of it once more; "" for a new one."""
        draft = self.draft
        if draft.sort != "event" or draft.row:
            return ""
        return Form(self.record, draft, ()).id_of("events", draft.fields.get("title", ""))

    def proposed(self, sort: str) -> dict[str, str]:
        """What a new form proposes: who and when of the row saved last, else the day of the report."""
        carried = self.cursor.carried_over
        actor = carried.get("actor", "") if sort == "event" or BETWEEN not in carried.get("actor", "") else ""
        return {
            "actor" if sort == "event" else "actor_id": actor,
            "date": carried.get("date") or str(self.row()["published"] or ""),
        }

    def blank(self, sort: str) -> tuple[dict[str, str], tuple[str, ...]]:
        """What a new form begins with, and which of its fields are only proposed."""
        proposed = {name: value for name, value in self.proposed(sort).items() if value}
        return blank(sort, proposed), tuple(proposed)

    def is_typed(self) -> bool:
        """Whether the form holds anything that a new one would not."""
        draft = self.draft
        if not draft.sort:
            return False
        if draft.row:
            return bool(draft.changes())
        fresh = blank(draft.sort, {})
        return bool(draft.names) or any(
            value != fresh.get(name, "") and name not in draft.carried for name, value in draft.fields.items()
        )

    def problems(self) -> dict[str, str]:
        """Why fields cannot be saved as they are; a further mention of an event may leave fields empty."""
        form, is_known = self.form, bool(self.known_event())
        fields = form.draft.fields
        return form.problems([f for f in form.fields if fields.get(f.name) or f.name in ALWAYS or not is_known])

    def known_actors(self, event_id: str, role: str, report_id: str = "") -> str:
        """Who has a part in an event, one a line; by `report_id` alone where it is given."""
        parts = self.record.event_actors
        mine = (parts["event_id"] == event_id) & (parts["role"] == role)
        if report_id:
            mine &= parts["report_id"].isin(["", report_id])
        actors = dict.fromkeys(parts.loc[mine, "speaker_id"])
        options = Form(self.record, self.draft, ()).options("actors")
        return BETWEEN.join(lookup.line_of(options, actor) for actor in actors)

    def known_parts(self) -> Mapping[str, str]:
        """Who is known to have a part in the event that is chosen: role -> names, one a line."""
        event = self.known_event()
        found = {role: self.known_actors(event, role) for role in ROLES} if event else {}
        return {role: names for role, names in found.items() if names}

    def known_fields(self) -> Mapping[str, str]:
        """What is on record of the event that is chosen, field -> words."""
        event = self.known_event()
        if not event:
            return {}
        row = self.record.events[self.record.events["event_id"] == event].iloc[0]
        names = {"event_type": "event_type", "date": "date_label", "status": "status", "place": "place"}
        return {field: str(row[column]) for field, column in names.items() if row[column]}


def _is_readable(draft: Draft) -> bool:
    """Whether a stored draft is one of the two forms; fields it does not have begin as in a new form."""
    names = {f.name for f in fields_of(draft.sort)}
    draft.fields = blank(draft.sort, {name: value for name, value in draft.fields.items() if name in names})
    draft.was = {name: value for name, value in draft.was.items() if name in names | {"span"}}
    return bool(names)
