"""What the parts of the coding task share: the record, the report, its text, the draft, where the keyboard is."""

import re
from dataclasses import dataclass, field

import streamlit as st

from onrecord.editing import Workspace, lookup
from onrecord.editing.lookup import Options
from onrecord.record import Record
from onrecord.ui import drafts
from onrecord.ui.coding.fields import ROLES, blank, fields_of
from onrecord.ui.drafts import Draft
from onrecord.ui.forms import BETWEEN, Field, Form

Span = tuple[int, int]
TEXT = ".or-pane"
KNOWN = "Known so far: take away whom this report does not name."
DENIAL = re.compile(r"\bden(?:y|ies|ied|ying|ials?)\b|\brefut", re.IGNORECASE)
DENIES = "A denial? Name what it denies under More, Denies: the two are then shown against each other."
FURTHER = "On record already: this adds a further mention, with what this report says of it."
CURSORS = "desk-cursors"  # in the session: (dossier, report) -> cursor
WRITTEN = "desk-written"  # in the session: something was written, or refused; the whole page is to say so


@dataclass
class Cursor:
    """Where the keyboard of a coder is in one report, and what the next form begins with.

    ``focus`` is the CSS selector of what the keyboard goes to at each new ``look``. ``turn`` counts the passages
    chosen outside the text. ``spellings`` are those that were understood and are not on record: field -> (as typed,
    actor).
    """

    focus: str = ""
    look: int = 0
    turn: int = 0
    carried_over: dict[str, str] = field(default_factory=dict)
    spellings: dict[str, tuple[str, str]] = field(default_factory=dict)

    def go(self, selector: str) -> None:
        """Send the keyboard to what `selector` finds."""
        self.focus, self.look = selector, self.look + 1


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
    def cursor(self) -> Cursor:
        """Where the keyboard is."""
        cursors: dict[tuple[str, str], Cursor] = st.session_state.setdefault(CURSORS, {})
        return cursors.setdefault((self.at.dossier_id, self.report_id), Cursor())

    @property
    def form(self) -> Form:
        """The form that is open."""
        draft = self.draft
        fields = fields_of(draft.sort, is_edit=bool(draft.row))
        hints = {"title": FURTHER} if self.known_event() and not draft.row else {}
        if DENIAL.search(draft.fields.get("gist", "")) and not draft.fields.get("denies"):
            hints["gist"] = DENIES
        return Form(self.record, draft, fields, self._on_change, hints=hints, is_guided=True)

    @property
    def span(self) -> Span | None:
        """The passage that is chosen."""
        start, _, end = self.draft.attached.get("span", "").partition("-")
        return (int(start), int(end)) if start.isdecimal() and end.isdecimal() else None

    def choose(self, span: Span | None) -> None:
        """Choose a passage."""
        self.draft.attached["span"] = f"{span[0]}-{span[1]}" if span else ""

    def choose_outside(self, span: Span) -> None:
        """Choose a passage from outside the text."""
        self.choose(span)
        self.cursor.turn += 1

    def keep(self) -> None:
        """Keep what was typed as a draft."""
        drafts.keep(self.at, self.draft)

    def go_to(self, name: str) -> None:
        """Send the keyboard to a field."""
        self.cursor.go(f".st-key-{self.draft.key(name)} input")

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
        if draft.sort != "event":
            return ""
        return Form(self.record, draft, ()).id_of("events", draft.fields.get("title", ""))

    def problem(self, entry: Field) -> str:
        """Why a field cannot be saved as it is; a further mention of an event may leave fields empty."""
        if not self.draft.fields.get(entry.name) and self.known_event():
            return ""
        return self.form.problem(entry)

    def _on_change(self, changed: Field) -> None:
        """Understand a field that was changed, say what is wrong with it, keep it.

        A field left by a press of Put away arrives together with it: its form is closed by then, and has no fields.
        """
        draft, form = self.draft, self.form
        if changed.name not in draft.fields:
            return
        form.take_values()
        draft.problems.pop(changed.name, None)
        draft.notes.pop(changed.name, None)
        self.cursor.spellings.pop(changed.name, None)
        if value := draft.fields[changed.name]:
            if changed.is_many:
                self._resolve_names(changed, value)
            elif changed.about.refers_to:
                self._resolve_name(changed, value)
            if wrong := self.problem(changed):
                draft.problems[changed.name] = wrong
        self._offer_known_parts()
        self.keep()

    def _offer_known_parts(self) -> None:
        """Who is known to have a part in the event that is chosen, in place of who was offered or carried over."""
        draft, now, before = self.draft, self.known_event(), self.draft.attached.get("offered", "")
        if now == before or draft.row:
            return
        draft.attached["offered"] = now
        for role in ROLES:
            known = self.known_actors(now, role)
            is_own = draft.fields.get(role, "") not in ("", self.known_actors(before, role), self._carried_value(role))
            if is_own or not (known or before):
                continue
            draft.put(role, known)
            draft.notes.pop(role, None)
            if known:
                draft.notes[role] = KNOWN

    def _carried_value(self, role: str) -> str:
        return self.cursor.carried_over.get(role, "")

    def known_actors(self, event_id: str, role: str, report_id: str = "") -> str:
        """Who has a part in an event, one a line; by `report_id` alone where it is given."""
        parts = self.record.event_actors
        mine = (parts["event_id"] == event_id) & (parts["role"] == role)
        if report_id:
            mine &= parts["report_id"].isin(["", report_id])
        actors = dict.fromkeys(parts.loc[mine, "speaker_id"])
        return BETWEEN.join(lookup.line_of(self._actor_options(), actor) for actor in actors)

    def _actor_options(self) -> Options:
        """The actors that fields offer."""
        return Form(self.record, self.draft, ()).options("actors")

    def _resolve_name(self, entry: Field, value: str) -> None:
        meaning = self.form.meaning(entry.source, value)
        if not meaning.name:
            return
        self.draft.put(entry.name, meaning.line)
        if meaning.is_near:
            if entry.source == "actors":
                self.cursor.spellings[entry.name] = (value, meaning.name)
            self.draft.notes[entry.name] = f"Read “{value}” as {meaning.line}."

    def _resolve_names(self, entry: Field, value: str) -> None:
        meanings = [self.form.meaning(entry.source, line) for line in value.split(BETWEEN) if line]
        self.draft.put(entry.name, BETWEEN.join(dict.fromkeys(m.line for m in meanings)))


def _is_readable(draft: Draft) -> bool:
    """Whether a stored draft is one of the two forms; fields it does not have begin as in a new form."""
    names = {f.name for f in fields_of(draft.sort, is_edit=True)}
    draft.fields = blank(draft.sort, {name: value for name, value in draft.fields.items() if name in names})
    draft.was = {name: value for name, value in draft.was.items() if name in names | {"span"}}
    return bool(names)
