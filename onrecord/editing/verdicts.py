"""Verdicts: what becomes of a computed difference. It is recorded as a conflict, or dismissed for a reason."""

from dataclasses import dataclass
from typing import Any

from onrecord import record as records
from onrecord import store
from onrecord.editing.coding import NEW, Saved, SaveRequest, row, unused_id
from onrecord.editing.conflict_kinds import check_kind
from onrecord.editing.entries import Passage
from onrecord.editing.resolutions import Signature
from onrecord.editing.tables import row_texts
from onrecord.editing.workspace import Workspace, save
from onrecord.errors import MissingError, OnRecordError
from onrecord.record import Record
from onrecord.record.differences import differences, side_name, subject_names, without_values
from onrecord.schema.change import Change, Row
from onrecord.store import Store
from onrecord.views.tables.differences import RULE_NAMES

SHORT = 100  # characters of what a conflict is about
UNASSESSED = "Not yet assessed."
SLIP = "A coder's slip: the row is to be corrected."
REASONS = (SLIP, "The same thing in other words.", "Copies of one source.")


@dataclass(frozen=True)
class Side:
    """One report's claim in a conflict, and the passage that makes it; ``name`` is its letter, "" for a new one."""

    passage: Passage
    claim: str
    name: str = ""


@dataclass(frozen=True)
class Conflict:
    """What a coder records as a conflict: ``subject`` is the table and the id of the row that it touches most."""

    about: str
    subject: tuple[str, str]
    kind: str
    severity: str
    sides: tuple[Side, ...]
    assessment: str = UNASSESSED


@dataclass(frozen=True)
class _Difference:
    """A difference as the rows show it now: what it is, and the conflict it would become."""

    about: Row
    conflict: Conflict


def record_conflict(workspace: Workspace, entry: Conflict, form: SaveRequest = NEW) -> Saved:
    """Save a conflict, open, with its sides as one revision.

    Raises OnRecordError where nothing says what it is about or its sides do not bear out its kind, DossierError
    where it breaks the codebook otherwise, and as `save` does.
    """
    if not entry.about.strip():
        raise OnRecordError("Say what the conflict is about, in a few words.")
    if again := store.revision_of_token(workspace.engine, workspace.dossier_id, form.token):
        return Saved(again, _mark_of_revision(workspace, again))
    check_kind(entry.kind, [side.passage.report_id for side in entry.sides])
    conflict_id = unused_id(workspace, "conflicts", entry.about)
    return _save(workspace, _conflict_rows(conflict_id, entry), form, f"conflict recorded: {entry.about.strip()}")


def record_difference(
    workspace: Workspace, difference_id: str, form: SaveRequest = NEW, conflict_id: str = ""
) -> Saved:
    """Record a difference as a conflict of its own, or as part of the conflict `conflict_id` that is there.

    One revision: the conflict, open and not yet assessed, with a side for each report and value, and the verdict. Words
    and places are those of the rows as they stand.

    Raises MissingError where the rows do not differ so (any more), OnRecordError where a later report only tells a
    later state, StaleError where somebody decided about it meanwhile, and as `save` does.
    """
    if again := store.revision_of_token(workspace.engine, workspace.dossier_id, form.token):
        return Saved(again, _mark_of_revision(workspace, again))
    found = _difference(workspace, difference_id)
    changes: list[Change] = []
    if conflict_id:
        row(workspace, "conflicts", (conflict_id,))
    else:
        conflict_id = unused_id(workspace, "conflicts", without_values(difference_id))
        changes = _conflict_rows(conflict_id, found.conflict)
    verdict = {**found.about, "verdict": "recorded", "conflict_id": conflict_id, "reason": ""}
    changes.append(Change("verdicts", (difference_id,), None, verdict))
    saved = _save(workspace, changes, form, f"difference recorded: {found.conflict.about}")
    return Saved(saved.revision, f"conflict:{conflict_id}")


def dismiss(workspace: Workspace, difference_id: str, reason: str, form: SaveRequest = NEW) -> Saved:
    """Decide that a difference is no conflict, and why. It is remembered as long as the values stay.

    Raises OnRecordError without a reason, and otherwise as `record_difference`.
    """
    if not reason.strip():
        raise OnRecordError("Say why it is no conflict: without a reason nobody can follow you.")
    found = _difference(workspace, difference_id)
    verdict = {**found.about, "verdict": "dismissed", "conflict_id": "", "reason": reason.strip()}
    changes = [Change("verdicts", (difference_id,), None, verdict)]
    return _save(workspace, changes, form, f"difference dismissed: {found.conflict.about}")


def reopen(workspace: Workspace, difference_id: str, form: SaveRequest = NEW) -> Saved:
    """Withdraw the verdict that dismissed a difference: it is open again.

    Raises MissingError where there is none, and OnRecordError where the difference is recorded as a conflict: with
    that conflict goes the verdict.
    """
    base = row(workspace, "verdicts", (difference_id,), form.base_rev)
    if base["verdict"] == "recorded":
        raise OnRecordError("It is recorded as a conflict: retract that conflict, and the difference is open again.")
    changes = [Change("verdicts", (difference_id,), base, None)]
    return _save(workspace, changes, form, f"difference reopened: {difference_id}")


def signatures(engine: Store, dossier_id: str, until: int | None = None) -> dict[str, Signature]:
    """Who decided about each difference, and when; verdicts that came with the dossier are not in it."""
    first = store.revisions(engine, dossier_id)["rev_id"].min()
    past = store.history(engine, dossier_id, int(first), until) if first == first else None
    steps = past[past["table"] == "verdicts"].to_dict("records") if past is not None else []
    return {
        step["key"][0]: Signature(step["made_by"], step["made_at"], int(step["rev_id"]), step["reason"])
        for step in steps
        if step["now"]
    }


def further_reports(now: Record, then: Record, difference_id: str) -> list[str]:
    """The reports on a side of a difference `now` that were on none of it `then`: report ids, in order of the sides."""
    there, before = (differences(record).sides for record in (now, then))
    known = set(before.loc[before["difference_id"] == difference_id, "report_id"])
    told = there.loc[there["difference_id"] == difference_id, "report_id"]
    return [report for report in dict.fromkeys(told) if report not in known] if known else []


def _difference(workspace: Workspace, difference_id: str) -> _Difference:
    record = records.from_dossier(store.load(workspace.engine, workspace.dossier_id))
    found = differences(record)
    rows = found.rows[found.rows["difference_id"] == difference_id]
    if rows.empty:
        raise MissingError("The rows do not differ so any more: look at the list again.")
    it = {str(name): value for name, value in rows.iloc[0].items()}
    if it["grade"] == "went on":
        raise OnRecordError("A later report tells a later state: that is no conflict. Nothing is to be decided.")
    about = {name: it[name] for name in ("difference_id", "rule", "subject_table", "subject_id")}
    subject = it["subject_table"], it["subject_id"]
    told = found.sides[found.sides["difference_id"] == difference_id]
    sides = tuple(_side(side) for side in row_texts(told))
    title = _short_about(subject_names(record, rows)[0], list(dict.fromkeys(told["shown"])), it["rule"])
    return _Difference(about, Conflict(title, subject, it["kind"], it["severity"], sides))


def _short_about(subject: str, values: list[str], rule: str) -> str:
    """What a difference is about in a few words: its subject and values, or where these are long, its rule."""
    about = f"{subject}: {' or '.join(values)}"
    return about if len(about) <= SHORT else f"{subject}: {RULE_NAMES[rule].lower()}"


def _side(side: Row) -> Side:
    return Side(Passage(side["report_id"], int(side["start"]), int(side["end"])), side["claim"] or side["shown"])


def _conflict_rows(conflict_id: str, entry: Conflict) -> list[Change]:
    table, subject_id = entry.subject
    conflict: dict[str, Any] = {
        "conflict_id": conflict_id, "about": " ".join(entry.about.split()), "subject_table": table,
        "subject_id": subject_id, "kind": entry.kind, "severity": entry.severity,
        "assessment": entry.assessment.strip(), "status": "open", "note": "",
    }  # fmt: skip
    rows = [Change("conflicts", (conflict_id,), None, conflict)]
    for n, side in enumerate(entry.sides):
        name = side_name(n)
        told = side_row(conflict_id, Side(side.passage, side.claim, name))
        rows.append(Change("conflict_sides", (conflict_id, name), None, told))
    return rows


def side_row(conflict_id: str, side: Side) -> Row:
    """The row of one side of a conflict."""
    at = side.passage
    told = {"conflict_id": conflict_id, "side": side.name, "report_id": at.report_id}
    return told | {"start": str(at.start), "end": str(at.end), "claim": side.claim.strip()}


def _mark_of_revision(workspace: Workspace, revision: int) -> str:
    """The mark of the conflict that a revision recorded, or that it made a difference part of."""
    past = store.history(workspace.engine, workspace.dossier_id, revision - 1, revision)
    rows = [row for row in past.loc[past["table"].isin(["conflicts", "verdicts"]), "now"] if row]
    return f"conflict:{rows[0]['conflict_id']}" if rows else ""


def _save(workspace: Workspace, changes: list[Change], form: SaveRequest, what: str) -> Saved:
    """Save `changes`, the first of which names what was saved."""
    reason = form.reason.strip() or what
    revision = save(workspace, changes, reason=reason, token=form.token, base_rev=form.base_rev)
    kind = "conflict" if changes[0].table == "conflicts" else "difference"
    return Saved(revision, f"{kind}:{changes[0].key[0]}")
