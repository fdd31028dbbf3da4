"""Drafts: what is typed into a form and not saved. One a place, in the session; what must outlast it is stored too."""

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from onrecord.editing import Workspace
from onrecord.editing import drafts as stored_drafts
from onrecord.editing.coding import SaveRequest
from onrecord.editing.new_names import NewName
from onrecord.errors import SaveError

DRAFTS = "drafts"  # in the session: (dossier, place) -> draft
NOW, BEFORE = "is.", "was."  # in what is stored, before the name of a field
CARRIED, NAMES, HOLDER = "carried", "names", "held_by"  # in what is stored, beside the fields


def new_token() -> str:
    """The token of one filling-in of one form: sent twice, it is saved once."""
    return uuid.uuid4().hex


@dataclass
class Draft:
    """What is typed into one form and not saved.

    ``place`` is the form: ``code:report``, ``add``, ``edit:mark``; ``tab`` tells the drafts of one place apart.
    ``sort`` is what is filled in, "" while nothing is; ``row`` the mark of the row that is corrected, "" for a new one.
    ``fields`` is what the fields hold as texts, ``was`` what they held when the row was opened, at revision
    ``base_rev``. ``attached`` is what belongs to the form and is no field: a passage, a text. ``carried`` are the
    fields that were proposed and not touched, ``names`` what was answered about whom or what is not on record yet.
    ``token`` signs this one filling-in. ``problems`` and ``notes`` stand under the fields they are named after.
    """

    place: str
    tab: str = ""
    sort: str = ""
    row: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    was: dict[str, str] = field(default_factory=dict)
    attached: dict[str, str] = field(default_factory=dict)
    carried: tuple[str, ...] = ()
    names: dict[str, NewName] = field(default_factory=dict)
    base_rev: int = 0
    token: str = field(default_factory=new_token)
    problems: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    is_restored: bool = False

    def key(self, name: str) -> str:
        """The key of a widget in the session: another for each filling-in."""
        return f"{self.place.partition(':')[0]}-{self.token[:8]}-{name}"

    @property
    def stored_place(self) -> str:
        """Under what it is stored: each tab has a draft of its own."""
        return f"{self.place}#{self.tab}" if self.tab else self.place

    def begin(self, sort: str, fields: Mapping[str, str], base_rev: int, row: str = "") -> None:
        """Begin a new filling-in: of a new row, or over the row `row` that is there."""
        self.sort, self.row, self.base_rev = sort, row, base_rev
        self.fields, self.was = dict(fields), dict(fields) if row else {}
        self.carried, self.names = (), {}
        self.problems, self.notes, self.token, self.is_restored = {}, {}, new_token(), False

    def changes(self) -> dict[str, str]:
        """The fields that differ from what they were."""
        return {name: value for name, value in self.fields.items() if value != self.was.get(name)}

    def request(self) -> SaveRequest:
        """What this filling-in is saved under."""
        return SaveRequest(token=self.token, base_rev=self.base_rev or None)

    def content(self) -> dict[str, str]:
        """The draft as it is stored."""
        content = {"sort": self.sort, "row": self.row, "token": self.token, "base_rev": str(self.base_rev)}
        content |= {NOW + name: value for name, value in self.fields.items()}
        content |= {CARRIED: "\n".join(self.carried)} if self.carried else {}
        if self.names:
            content[NAMES] = json.dumps(
                {name: asdict(answer) for name, answer in self.names.items()}, ensure_ascii=False
            )
        return content | {BEFORE + name: value for name, value in self.was.items()} | self.attached


def draft_from(place: str, content: Mapping[str, str]) -> Draft:
    """The draft that was stored as `content`; without one an empty draft. What is not understood is left out."""
    draft = Draft(place)
    rest = dict(content)
    draft.sort, draft.row = rest.pop("sort", ""), rest.pop("row", "")
    draft.token = rest.pop("token", "") or draft.token
    base_rev = rest.pop("base_rev", "")
    draft.base_rev = int(base_rev) if base_rev.isdecimal() else 0
    draft.carried = tuple(filter(None, rest.pop(CARRIED, "").split("\n")))
    draft.names = _names(rest.pop(NAMES, ""))
    rest.pop(HOLDER, "")
    for name, value in rest.items():
        if name.startswith(NOW):
            draft.fields[name.removeprefix(NOW)] = value
        elif name.startswith(BEFORE):
            draft.was[name.removeprefix(BEFORE)] = value
        else:
            draft.attached[name] = value
    draft.is_restored = bool(content)
    return draft


def _names(stored: str) -> dict[str, NewName]:
    """What was answered about names, as it was stored; nothing where that is not understood."""
    try:
        return {str(name): NewName(**answer) for name, answer in dict(json.loads(stored or "{}")).items()}
    except (ValueError, TypeError):
        return {}


def session_drafts() -> dict[tuple[str, str], Draft]:
    """The drafts of this session: (dossier, place) -> draft."""
    drafts: dict[tuple[str, str], Draft] = st.session_state.setdefault(DRAFTS, {})
    return drafts


def open_draft(at: Workspace, place: str, accept: Callable[[Draft], bool]) -> Draft:
    """The draft of a place as it was left in this tab, else the newest stored one that no open tab holds, else empty.

    `accept` says whether a stored one still fits the form, and may complete it.
    """
    drafts, key = session_drafts(), (at.dossier_id, place)
    if key not in drafts:
        drafts[key] = _stored_draft(at, place, accept) or Draft(place, tab=uuid.uuid4().hex[:8])
    return drafts[key]


def _stored_draft(at: Workspace, place: str, accept: Callable[[Draft], bool]) -> Draft | None:
    for stored_place, content in stored_drafts.read_drafts(at, place).items():
        if _is_open(content.get(HOLDER, "")):
            continue
        draft = draft_from(place, content)
        draft.tab = stored_place.removeprefix(place).removeprefix("#")
        if draft.is_restored and accept(draft):
            keep(at, draft)  # from now on this tab holds it
            return draft
    return None


def _session() -> str:
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context else ""


def _is_open(session: str) -> bool:
    """Whether a session, that of a tab, is connected."""
    return (
        bool(session)
        and session != _session()
        and runtime.exists()
        and runtime.get_instance().is_active_session(session)
    )


def keep(at: Workspace, draft: Draft) -> None:
    """Store a draft in which something is filled in, so that neither a closed tab nor a restart loses it."""
    if not at.coder.may_write or not draft.sort:
        return
    try:
        stored_drafts.keep_draft(at, draft.stored_place, draft.content() | {HOLDER: _session()})
    except SaveError as error:
        draft.notes["draft"] = f"What you type is not kept as a draft: {error}"


def drop(at: Workspace, draft: Draft) -> None:
    """Forget what is stored of a draft."""
    try:
        stored_drafts.drop_draft(at, draft.stored_place)
    except SaveError as error:
        draft.notes["draft"] = f"The draft could not be removed: {error}"
