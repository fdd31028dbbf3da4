"""Adding a report: what its file says becomes a row, its text is kept, and what is like it is named before."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from onrecord import store
from onrecord.editing.coding import NEW, Saved, SaveRequest, change, unused_id
from onrecord.editing.date_input import to_edtf
from onrecord.editing.duplicates import Duplicate, duplicates
from onrecord.editing.workspace import Workspace, signature
from onrecord.errors import OnRecordError
from onrecord.intake import Upload
from onrecord.schema import BY_NAME
from onrecord.schema.change import Change

# What a coder says of a report. The rest of its row follows from the text.
FIELDS = (
    "short_name",
    "title",
    "outlet",
    "author",
    "published",
    "language",
    "translation",
    "url",
    "reliability",
    "derived_from",
    "note",
    "body_start",
    "body_end",
)
UNSAID = {"translation": "unknown", "reliability": "F"}
FALLBACK = "report"


@dataclass(frozen=True)
class ReportProposal:
    """A report as it could be added: field -> text as in `FIELDS`, and the reports that hold the same text."""

    entry: Mapping[str, str]
    duplicates: tuple[Duplicate, ...]


def propose(workspace: Workspace, upload: Upload, attached: Mapping[str, str] | None = None) -> ReportProposal:
    """What a report made of `upload` would say, for the coder to correct, and which reports are like it.

    Parameters
    ----------
    attached : report_id -> text
        Texts that are at hand and not kept in the store. A report without a text is recognised by its hash alone.

    Notes
    -----
    A report that holds the text of another is proposed to rest on it: the two are not independent of each other.
    """
    said = upload.proposal
    found = similar_reports(workspace, upload.text, (said.body_start, said.body_end), attached)
    entry = {name: str(getattr(said, name, "")) for name in FIELDS} | UNSAID
    entry["derived_from"] = next((d.report_id for d in found if d.is_same), "")
    return ReportProposal(entry, tuple(found))


def similar_reports(
    workspace: Workspace, text: str, bounds: tuple[int, int], attached: Mapping[str, str] | None = None
) -> list[Duplicate]:
    """The reports that hold the same text as the body within `bounds` of `text`, or large parts of it."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    kept = store.report_texts(workspace.engine, workspace.dossier_id)
    bodies, same = {}, []
    rows = store.load(workspace.engine, workspace.dossier_id).tables["reports"]
    columns = ["report_id", "sha256", "body_start", "body_end"]
    for report_id, theirs, start, end in rows[columns].itertuples(index=False, name=None):
        known = kept.get(theirs) or (attached or {}).get(report_id)
        if theirs == sha256:
            same.append(Duplicate(report_id, 1.0, is_exact=True))
        elif known:
            bodies[report_id] = known[int(start) : int(end)]
    return same + duplicates(text[slice(*bounds)], bodies)


def add_report(workspace: Workspace, entry: Mapping[str, str], text: str, form: SaveRequest = NEW) -> Saved:
    """Save a new report and, in the same transaction, its text, which no export holds.

    Parameters
    ----------
    entry : field -> text
        Those of `FIELDS`; the day may be typed as `date_input.to_edtf` reads it.
    text : the text of an `Upload`
        Its hash, its length and the bounds of the report's body in it go into the row.

    Raises DossierError where the row breaks the codebook, OnRecordError where the day is none, and as `save` does.
    """
    if unknown := set(entry) - set(FIELDS):
        raise OnRecordError(f"A report has no field {', '.join(sorted(unknown))}.")
    said = {**dict.fromkeys(FIELDS, ""), **UNSAID, **{name: value.strip() for name, value in entry.items()}}
    said["published"] = to_edtf(said["published"], language=said["language"])
    report_id = unused_id(workspace, "reports", *_id_words(said))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    row = {**said, "report_id": report_id, "sha256": sha256, "n_chars": str(len(text))}
    whole = {column.name: row.get(column.name, "") for column in BY_NAME["reports"].columns}
    reason = form.reason.strip() or f"report added: {report_id}"
    added = [Change("reports", (report_id,), None, whole)]
    signed = signature(workspace, reason, form.token, form.base_rev)
    revision = store.write(workspace.engine, workspace.dossier_id, added, signed, texts=(text,))
    return Saved(revision, f"report:{report_id}")


def _id_words(said: Mapping[str, str]) -> tuple[str, ...]:
    """The words its id is made of: the day and the first words of the title."""
    day = said["published"].rstrip("?~%").replace("/", " ").replace("..", " ")
    return day, " ".join(said["title"].split()[:6]) or FALLBACK


def move_bounds(workspace: Workspace, report_id: str, bounds: tuple[int, int], form: SaveRequest = NEW) -> Saved:
    """Move where a report begins and ends in its text.

    Raises DossierError where a coded row would then lie outside of it, StaleError where somebody else moved them since
    ``form.base_rev``, MissingError where there is no such report.
    """
    start, end = bounds
    return change(workspace, "reports", (report_id,), {"body_start": str(start), "body_end": str(end)}, form)
