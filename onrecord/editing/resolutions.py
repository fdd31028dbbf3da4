"""Conflicts are settled, and settled again: what became of each, which side carries, who signed it and when."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from onrecord import store
from onrecord.editing.coding import NEW, Saved, SaveRequest, row
from onrecord.editing.workspace import Workspace, save
from onrecord.errors import MissingError, OnRecordError
from onrecord.schema import CONFLICT_STATUSES
from onrecord.schema.change import Change, Row

CARRIES = re.compile(r"\s*\bSide ([a-z0-9][a-z0-9_-]*) carries\.")
SETTLES = ("status", "assessment", "note")


@dataclass(frozen=True)
class Resolution:
    """Where a conflict stands: its ``status``, why (``assessment``), and the ``side`` that carries ("" for none)."""

    status: str
    assessment: str
    side: str = ""


@dataclass(frozen=True)
class Signature:
    """Who settled, reopened or (``is_first``) recorded something last, when (UTC), in which revision, and why."""

    by: str
    made_at: str
    revision: int
    reason: str
    is_first: bool = False


def resolve(workspace: Workspace, conflict_id: str, wanted: Resolution, form: SaveRequest = NEW) -> Saved:
    """Sign where a conflict stands, as one revision. It may be reopened in the same way.

    Raises OnRecordError where the status is none, nothing says why, or a side is said to carry that is none; as `save`
    does, too: two who settle it at once do not overwrite each other.
    """
    base = row(workspace, "conflicts", (conflict_id,), form.base_rev)
    _is_sound(workspace, conflict_id, wanted, form)
    later = {**base, "status": wanted.status, "assessment": wanted.assessment.strip()}
    later["note"] = _note(base["note"], wanted.side)
    reason = form.reason.strip() or _reason(base, wanted)
    changes = [Change("conflicts", (conflict_id,), base, later)]
    return Saved(
        save(workspace, changes, reason=reason, token=form.token, base_rev=form.base_rev), f"conflict:{conflict_id}"
    )


def carrying_side(conflict: Mapping[str, str]) -> str:
    """The side that carries in a conflict, as its note says; "" where none is said to."""
    found = CARRIES.search(conflict["note"])
    return found[1] if found else ""


def signatures(engine: store.Store, dossier_id: str, until: int | None = None) -> dict[str, Signature]:
    """Who signed last where each conflict stands; those nobody has touched since the record began are not in it."""
    first = store.revisions(engine, dossier_id)["rev_id"].min()
    past = store.history(engine, dossier_id, int(first), until) if first == first else None
    found: dict[str, Signature] = {}
    for step in past[past["table"] == "conflicts"].to_dict("records") if past is not None else ():
        before, now = step["before"] or {}, step["now"] or {}
        if now and any(before.get(field) != now[field] for field in SETTLES):
            signed = Signature(step["made_by"], step["made_at"], int(step["rev_id"]), step["reason"], not before)
            found[step["key"][0]] = signed
    return found


def _is_sound(workspace: Workspace, conflict_id: str, wanted: Resolution, form: SaveRequest) -> None:
    if wanted.status not in CONFLICT_STATUSES:
        raise OnRecordError(f"A conflict is {', '.join(CONFLICT_STATUSES)}; choose one.")
    if not wanted.assessment.strip():
        raise OnRecordError("Say why: a resolution without a reason settles nothing.")
    if not wanted.side:
        return
    if wanted.status != "resolved":
        raise OnRecordError("A side carries only where the conflict is resolved.")
    sides = store.load(workspace.engine, workspace.dossier_id, form.base_rev).tables["conflict_sides"]
    known = sides.loc[sides["conflict_id"] == conflict_id, "side"].tolist()
    if wanted.side not in known:
        raise MissingError(f"This conflict has no side '{wanted.side[:20]}'; its sides are {', '.join(known)}.")


def _note(note: str, side: str) -> str:
    """The note, saying which side carries and no longer which did."""
    rest = CARRIES.sub("", note).strip()
    return f"{rest} Side {side} carries.".strip() if side else rest


def _reason(base: Row, wanted: Resolution) -> str:
    if wanted.status == base["status"]:
        return f"assessment revised: {base['about']}"
    word = {"open": "reopened", "both stand": "both sides stand", "resolved": "resolved"}[wanted.status]
    return f"{word}: {base['about']}"
