"""A report that is being added: the draft with its text, and what of the upload is known as long as the tab is open."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from onrecord.editing import Workspace, reports
from onrecord.editing.duplicates import Duplicate
from onrecord.editing.reports import FIELDS, ReportProposal
from onrecord.intake import Upload
from onrecord.ui import drafts
from onrecord.ui.drafts import Draft

PLACE, SORT = "add", "report"
UPLOADS = "add-uploads"  # in the session: dossier -> the file as it came


@dataclass
class UploadState:
    """What is known of the upload beside the draft, in one browser tab.

    ``name`` and ``content`` are those of the file as it came: they are needed to read it again in another encoding.
    ``read_key`` names what was read last, so that it is read once. ``added`` is the report it has become.
    """

    duplicates: tuple[Duplicate, ...] = ()
    encoding: str = ""
    is_guess: bool = False
    content: bytes = field(default=b"", repr=False)
    name: str = ""
    read_key: str = ""
    added: str = ""


@dataclass(frozen=True)
class NewReport:
    """The work on one new report of one coder; its draft has a text once there is one."""

    at: Workspace
    draft: Draft
    upload: UploadState

    @property
    def text(self) -> str:
        """The text of the report; "" before there is one."""
        return self.draft.attached.get("text", "")

    @property
    def warnings(self) -> list[str]:
        """What in the file is odd."""
        return list(json.loads(self.draft.attached.get("warnings") or "[]"))

    def bounds(self) -> tuple[int, int]:
        """Where the report begins and ends in its text."""
        return int(self.draft.fields["body_start"]), int(self.draft.fields["body_end"])

    def begin(self, upload: Upload, proposed: ReportProposal) -> None:
        """Take over what was read: a new filling-in begins, and is kept."""
        self.draft.begin(SORT, proposed.entry, 0)
        self.draft.attached = {"text": upload.text, "warnings": json.dumps(upload.warnings, ensure_ascii=False)}
        self.upload.duplicates, self.upload.added = proposed.duplicates, ""
        self.upload.encoding, self.upload.is_guess = upload.encoding, upload.is_guess
        drafts.keep(self.at, self.draft)

    def end(self, added: str = "") -> None:
        """Put the report away; `added` names the one it has become."""
        drafts.drop(self.at, self.draft)
        self.draft.begin("", {}, 0)
        self.draft.attached = {}
        self.upload.duplicates, self.upload.content, self.upload.read_key = (), b"", ""
        self.upload.added = added


def open_report(at: Workspace, attached: Mapping[str, str]) -> NewReport:
    """The work as it was left in this tab, else as it was last kept, else nothing yet.

    `attached` are the texts at hand, report_id -> text, to which a restored text is compared.
    """
    uploads: dict[str, UploadState] = st.session_state.setdefault(UPLOADS, {})
    new = NewReport(at, drafts.open_draft(at, PLACE, _is_readable), uploads.get(at.dossier_id, UploadState()))
    if at.dossier_id not in uploads:
        uploads[at.dossier_id] = new.upload
        if new.text:
            new.upload.duplicates = tuple(reports.similar_reports(at, new.text, new.bounds(), attached))
    return new


def _is_readable(draft: Draft) -> bool:
    """Whether a stored draft holds a text and its bounds; fields it does not have are empty."""
    draft.sort = SORT
    draft.fields = {name: draft.fields.get(name, "") for name in FIELDS}
    return bool(draft.attached.get("text")) and all(draft.fields[b].isdecimal() for b in ("body_start", "body_end"))
