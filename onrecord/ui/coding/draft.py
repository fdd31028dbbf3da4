"""Where a coder is in one report: the passage chosen, the form and what was typed into it. Kept as a draft."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from onrecord import store
from onrecord.editing import Workspace
from onrecord.editing.date_input import edtf
from onrecord.errors import OnRecordError, SaveError
from onrecord.ui.coding.fields import KEPT, blank, fields_of

Span = tuple[int, int]
PLACE = "desk-sitting"
TEXT = ".or-pane"
WRITTEN = "desk-written"  # in the session: something was written, or refused; the whole page is to say so


def _token() -> str:
    return uuid.uuid4().hex


@dataclass
class Draft:
    """The work on one report, of one coder in one browser tab.

    ``row`` is the mark of the row that is corrected, "" for a new one; ``was`` its fields as they were when it was
    opened, at ``base_rev``. ``number`` tells this filling-in from the next, ``token`` signs it. ``turn`` counts the
    passages chosen outside the text, ``focus`` says what the keyboard goes to at each new ``look``. ``spellings`` are
    those that were understood and are not on record: field -> (as typed, actor).
    """

    report_id: str
    sort: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    was: dict[str, str] = field(default_factory=dict)
    row: str = ""
    span: Span | None = None
    base_rev: int = 0
    token: str = field(default_factory=_token)
    number: int = 0
    turn: int = 0
    focus: str = ""
    look: int = 0
    chained: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    spellings: dict[str, tuple[str, str]] = field(default_factory=dict)
    is_restored: bool = False

    def key(self, name: str) -> str:
        """The key of a field of this form in the session."""
        return f"desk-{self.number}-{name}"

    def names(self) -> list[str]:
        """The fields of the form that is open."""
        return [f.name for f in fields_of(self.sort, is_edit=bool(self.row))]

    def go(self, selector: str) -> None:
        """Send the keyboard to what `selector` finds."""
        self.focus, self.look = selector, self.look + 1

    def go_to(self, name: str) -> None:
        """Send the keyboard to a field."""
        self.go(f".st-key-{self.key(name)} input")

    def choose(self, span: Span | None) -> None:
        """Choose a passage from outside the text."""
        self.span, self.turn = span, self.turn + 1

    def begin(self, sort: str, base_rev: int) -> None:
        """Open an empty form, who and when taken from the one before."""
        self._open(sort, blank(sort, self.chained))
        self.row, self.was, self.base_rev = "", {}, base_rev
        empty = next((n for n in self.names() if not self.fields[n]), "gist")
        self.go_to(empty)

    def load(self, sort: str, row: str, fields: Mapping[str, str], base_rev: int) -> None:
        """Open a form over a row that is there."""
        self._open(sort, dict(fields))
        self.row, self.was, self.base_rev = row, dict(fields), base_rev
        self.go_to(self.names()[0])

    def close(self) -> None:
        """Put the form away, what was typed with it; who and when stay for the next."""
        self._open("", {})
        self.row, self.was = "", {}
        self.go(TEXT)

    def _open(self, sort: str, fields: dict[str, str]) -> None:
        if self.sort:
            self.chained |= {name: _chained_value(name, self.fields.get(name, "")) for name in KEPT}
        self.sort, self.fields, self.notes, self.problems = sort, fields, {}, {}
        self.spellings = {}
        self.token, self.number, self.is_restored = _token(), self.number + 1, False

    def put(self, name: str, value: str) -> None:
        """Set a field, on the screen too. Only before it is drawn."""
        self.fields[name] = value
        st.session_state.pop(self.key(name), None)

    def chain(self) -> None:
        """After a save: an empty form of the same sort; the keyboard goes back to the text."""
        if self.row:
            self.close()
        else:
            self.begin(self.sort, self.base_rev)
        self.go(TEXT)


def _chained_value(name: str, value: str) -> str:
    """What the next form begins with: a date as it was read, anything else as it was typed."""
    try:
        return edtf(value) if name == "date" else value
    except OnRecordError:
        return value


def current_draft(at: Workspace, report_id: str) -> Draft:
    """The work on a report as it was left in this tab, else as it was last kept, else from the beginning."""
    drafts: dict[tuple[str, str], Draft] = st.session_state.setdefault(PLACE, {})
    key = (at.dossier_id, report_id)
    if key not in drafts:
        drafts[key] = _read_draft(at, report_id)
    return drafts[key]


def _read_draft(at: Workspace, report_id: str) -> Draft:
    content = store.draft(at.engine, at.dossier_id, at.coder.name, _place(report_id))
    # numbers go on where other reports of this session stopped: keys of fields must not meet
    new = Draft(report_id, number=1000 * len(st.session_state[PLACE]))
    sort = content.get("sort", "")
    if sort not in ("event", "stance"):
        return new
    known = {f.name for f in fields_of(sort, is_edit=True)}
    new.sort, new.row, new.token = sort, content.get("row", ""), content.get("token") or new.token
    new.fields = blank(sort, {n: content[f"is.{n}"] for n in known if f"is.{n}" in content})
    new.was = {n: content[f"was.{n}"] for n in known | {"span"} if f"was.{n}" in content}
    start, _, end = content.get("span", "").partition("-")
    new.span = (int(start), int(end)) if start.isdigit() and end.isdigit() else None
    new.base_rev = int(content["base_rev"]) if content.get("base_rev", "").isdigit() else 0
    new.is_restored = True
    return new


def keep(at: Workspace, draft: Draft) -> None:
    """Keep what was typed as a draft, so that neither a closed tab nor a restart loses it."""
    if not at.coder.may_write or not draft.sort:
        return
    content = {"sort": draft.sort, "row": draft.row, "token": draft.token, "base_rev": str(draft.base_rev)}
    content |= {f"is.{name}": value for name, value in draft.fields.items()}
    content |= {f"was.{name}": value for name, value in draft.was.items()}
    content["span"] = f"{draft.span[0]}-{draft.span[1]}" if draft.span else ""
    try:
        store.keep_draft(at.engine, at.dossier_id, at.coder.name, _place(draft.report_id), content)
    except SaveError as error:
        draft.notes["draft"] = f"What you type is not kept as a draft: {error}"


def drop(at: Workspace, draft: Draft) -> None:
    """Forget the draft."""
    try:
        store.drop_draft(at.engine, at.dossier_id, at.coder.name, _place(draft.report_id))
    except SaveError as error:
        draft.notes["draft"] = f"The draft could not be removed: {error}"


def _place(report_id: str) -> str:
    return f"code:{report_id}"
