"""Drafts: what is typed into a form and not saved. One a place, in the session; what must outlast it is stored too."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import streamlit as st

from onrecord.editing import Workspace
from onrecord.editing import drafts as stored_drafts
from onrecord.editing.coding import SaveRequest
from onrecord.errors import SaveError

DRAFTS = "drafts"  # in the session: (dossier, place) -> draft
NOW, BEFORE = "is.", "was."  # in what is stored, before the name of a field


def new_token() -> str:
    """The token of one filling-in of one form: sent twice, it is saved once."""
    return uuid.uuid4().hex


@dataclass
class Draft:
    """What is typed into one form and not saved.

    ``place`` is the form: ``code:report``, ``add``, ``edit:mark``. ``sort`` is what is filled in, "" while nothing is;
    ``row`` the mark of the row that is corrected, "" for a new one. ``fields`` is what the fields hold as texts,
    ``was`` what they held when the row was opened, at revision ``base_rev``. ``attached`` is what belongs to the form
    and is no field: a passage, a text. ``token`` signs this one filling-in. ``problems`` and ``notes`` stand under the
    fields they are named after.
    """

    place: str
    sort: str = ""
    row: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    was: dict[str, str] = field(default_factory=dict)
    attached: dict[str, str] = field(default_factory=dict)
    base_rev: int = 0
    token: str = field(default_factory=new_token)
    problems: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    is_restored: bool = False

    def key(self, name: str) -> str:
        """The key of a field in the session: another for each filling-in."""
        return f"{self.place.partition(':')[0]}-{self.token[:8]}-{name}"

    def begin(self, sort: str, fields: Mapping[str, str], base_rev: int, row: str = "") -> None:
        """Begin a new filling-in: of a new row, or over the row `row` that is there."""
        self.sort, self.row, self.base_rev = sort, row, base_rev
        self.fields, self.was = dict(fields), dict(fields) if row else {}
        self.problems, self.notes, self.token, self.is_restored = {}, {}, new_token(), False

    def put(self, name: str, value: str) -> None:
        """Set a field, on the screen too. Only before it is drawn."""
        self.fields[name] = value
        st.session_state.pop(self.key(name), None)

    def changes(self) -> dict[str, str]:
        """The fields that differ from what they were."""
        return {name: value for name, value in self.fields.items() if value != self.was.get(name)}

    def request(self) -> SaveRequest:
        """What this filling-in is saved under."""
        return SaveRequest(token=self.token, base_rev=self.base_rev or None)

    def token_of(self, part: str) -> str:
        """The token of what is saved on the way, such as a name that the form needs: the same for the same part."""
        return f"{self.token}-{part}"[:120]

    def content(self) -> dict[str, str]:
        """The draft as it is stored."""
        content = {"sort": self.sort, "row": self.row, "token": self.token, "base_rev": str(self.base_rev)}
        content |= {NOW + name: value for name, value in self.fields.items()}
        return content | {BEFORE + name: value for name, value in self.was.items()} | self.attached


def draft_from(place: str, content: Mapping[str, str]) -> Draft:
    """The draft that was stored as `content`; without one an empty draft. What is not understood is left out."""
    draft = Draft(place)
    rest = dict(content)
    draft.sort, draft.row = rest.pop("sort", ""), rest.pop("row", "")
    draft.token = rest.pop("token", "") or draft.token
    base_rev = rest.pop("base_rev", "")
    draft.base_rev = int(base_rev) if base_rev.isdecimal() else 0
    for name, value in rest.items():
        if name.startswith(NOW):
            draft.fields[name.removeprefix(NOW)] = value
        elif name.startswith(BEFORE):
            draft.was[name.removeprefix(BEFORE)] = value
        else:
            draft.attached[name] = value
    draft.is_restored = bool(content)
    return draft


def session_drafts() -> dict[tuple[str, str], Draft]:
    """The drafts of this session: (dossier, place) -> draft."""
    drafts: dict[tuple[str, str], Draft] = st.session_state.setdefault(DRAFTS, {})
    return drafts


def open_draft(at: Workspace, place: str, accept: Callable[[Draft], bool]) -> Draft:
    """The draft of a place as it was left in this tab, else as it was last stored, else empty.

    `accept` says whether a stored one still fits the form, and may complete it.
    """
    drafts, key = session_drafts(), (at.dossier_id, place)
    if key not in drafts:
        stored = draft_from(place, stored_drafts.read_draft(at, place))
        drafts[key] = stored if stored.is_restored and accept(stored) else Draft(place)
    return drafts[key]


def keep(at: Workspace, draft: Draft) -> None:
    """Store a draft in which something is filled in, so that neither a closed tab nor a restart loses it."""
    if not at.coder.may_write or not draft.sort:
        return
    try:
        stored_drafts.keep_draft(at, draft.place, draft.content())
    except SaveError as error:
        draft.notes["draft"] = f"What you type is not kept as a draft: {error}"


def drop(at: Workspace, draft: Draft) -> None:
    """Forget what is stored of a draft."""
    try:
        stored_drafts.drop_draft(at, draft.place)
    except SaveError as error:
        draft.notes["draft"] = f"The draft could not be removed: {error}"
