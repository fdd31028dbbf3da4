"""A report that is being added: its text, what was proposed and typed, how it is signed. Kept as a draft."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from onrecord import store
from onrecord.editing import Workspace, reports
from onrecord.editing.duplicates import Duplicate
from onrecord.editing.reports import FIELDS
from onrecord.errors import SaveError
from onrecord.intake import Upload

PLACE = "add"


def _token() -> str:
    return uuid.uuid4().hex


@dataclass
class Adding:
    """The work on one new report, of one coder in one browser tab.

    ``text`` is "" before there is one. ``content`` and ``name`` are those of the file as it came, as long as the tab is
    open: they are needed only to read it again in another encoding. ``brought`` is what was read last, so that it is
    read once. ``token`` signs this one filling-in, ``number`` tells its fields from those of the next.
    """

    text: str = ""
    entry: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    encoding: str = ""
    is_guess: bool = False
    content: bytes = b""
    name: str = ""
    brought: str = ""
    token: str = field(default_factory=_token)
    number: int = 0
    is_restored: bool = False
    problem: str = ""
    added: str = ""

    def key(self, name: str) -> str:
        """The key of a field in the session."""
        return f"add-{self.number}-{name}"

    def bounds(self) -> tuple[int, int]:
        """Where the report begins and ends in its text."""
        return int(self.entry["body_start"]), int(self.entry["body_end"])

    def take(self, upload: Upload, proposed: reports.Proposed) -> None:
        """Take over what was read: a new filling-in begins."""
        self.text, self.entry, self.warnings = upload.text, dict(proposed.entry), upload.warnings
        self.duplicates, self.encoding, self.is_guess = proposed.duplicates, upload.encoding, upload.is_guess
        self.token, self.number, self.is_restored = _token(), self.number + 1, False
        self.problem = self.added = ""

    def clear(self, added: str = "") -> None:
        """Put the report away; `added` names the one it has become."""
        self.text, self.entry, self.warnings, self.duplicates = "", {}, (), ()
        self.content, self.brought, self.problem, self.is_restored = b"", "", "", False
        self.token, self.number, self.added = _token(), self.number + 1, added


def adding(at: Workspace, attached: Mapping[str, str]) -> Adding:
    """The work as it was left in this tab, else as it was last kept, else nothing yet."""
    held = st.session_state.setdefault(PLACE, {})
    if at.dossier_id not in held:
        held[at.dossier_id] = _restored(at, attached)
    found: Adding = held[at.dossier_id]
    return found


def _restored(at: Workspace, attached: Mapping[str, str]) -> Adding:
    draft = store.draft(at.engine, at.dossier_id, at.coder.name, PLACE)
    # numbers go on where other dossiers of this session stopped: keys of fields must not meet
    new = Adding(number=1000 * len(st.session_state[PLACE]))
    if not draft.get("text"):
        return new
    new.text, new.token = draft["text"], draft.get("token") or new.token
    new.entry = {name: draft.get(f"is.{name}", "") for name in FIELDS}
    new.warnings = tuple(json.loads(draft.get("warnings", "[]")))
    new.duplicates = tuple(reports.alike(at, new.text, new.bounds(), attached))
    new.is_restored = True
    return new


def keep(at: Workspace, held: Adding) -> None:
    """Keep text and form as a draft, so that neither a closed tab nor a restart loses them."""
    if not at.coder.may_write or not held.text:
        return
    content = {"text": held.text, "token": held.token, "warnings": json.dumps(held.warnings, ensure_ascii=False)}
    content |= {f"is.{name}": value for name, value in held.entry.items()}
    try:
        store.keep_draft(at.engine, at.dossier_id, at.coder.name, PLACE, content)
    except SaveError as error:
        held.problem = f"What you type is not kept as a draft: {error}"


def drop(at: Workspace, held: Adding) -> None:
    """Forget the draft."""
    try:
        store.drop_draft(at.engine, at.dossier_id, at.coder.name, PLACE)
    except SaveError as error:
        held.problem = f"The draft could not be removed: {error}"
