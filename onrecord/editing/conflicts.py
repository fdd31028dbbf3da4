"""A conflict that is on record is changed: what it is about, its kind and weight, and its sides."""

from collections.abc import Mapping, Sequence

import pandas as pd

from onrecord import store
from onrecord.editing.coding import NEW, Saved, SaveRequest, amend, row
from onrecord.editing.conflict_kinds import check_kind
from onrecord.editing.resolutions import carrying_side
from onrecord.editing.tables import Key, key_of, row_texts
from onrecord.editing.verdicts import Conflict, Side, side_row
from onrecord.editing.workspace import Workspace
from onrecord.errors import MissingError, OnRecordError
from onrecord.record.differences import side_name
from onrecord.schema.change import Row


def change_conflict(workspace: Workspace, conflict_id: str, wanted: Conflict, form: SaveRequest = NEW) -> Saved:
    """Save what a conflict is about, its kind, severity and sides, as one revision; where it stands stays.

    A side that names itself keeps its letter; a new one takes the first letter that is free; one that is left out goes.

    Raises OnRecordError where nothing says what it is about, where its sides do not bear out its kind, or where the
    side that carries would go; MissingError where the conflict or a side is not there (any more); as `save` does, too.
    """
    if again := store.revision_of_token(workspace.engine, workspace.dossier_id, form.token):
        return Saved(again, f"conflict:{conflict_id}")
    base = row(workspace, "conflicts", (conflict_id,), form.base_rev)
    if not wanted.about.strip():
        raise OnRecordError("Say what the conflict is about, in a few words.")
    check_kind(wanted.kind, [side.passage.report_id for side in wanted.sides])
    tables = store.load(workspace.engine, workspace.dossier_id, form.base_rev).tables
    sides = _sides_of(tables, conflict_id)
    after: dict[Key, Row] = {
        (conflict_id, side.name): side_row(conflict_id, side) for side in _with_letters(wanted.sides, sides)
    }
    _check_carrying_side(base, sides, after)
    later = {**base, "about": " ".join(wanted.about.split()), "kind": wanted.kind, "severity": wanted.severity}
    if later == base and after == sides:
        raise OnRecordError("Nothing is changed: the conflict stands as it was.")
    revision = amend(workspace, _rows(base, sides), _rows(later, after), form, f"conflict: {later['about']}")
    return Saved(revision, f"conflict:{conflict_id}")


def _rows(conflict: Row, sides: Mapping[Key, Row]) -> dict[tuple[str, Key], Row]:
    key = ("conflicts", (conflict["conflict_id"],))
    return {key: conflict} | {("conflict_sides", side): about for side, about in sides.items()}


def _sides_of(tables: Mapping[str, pd.DataFrame], conflict_id: str) -> dict[Key, Row]:
    rows = tables["conflict_sides"]
    return {key_of("conflict_sides", r): r for r in row_texts(rows[rows["conflict_id"] == conflict_id])}


def _with_letters(wanted: Sequence[Side], sides: Mapping[Key, Row]) -> list[Side]:
    """The sides, each with its letter."""
    known = {letter for _, letter in sides}
    named = {side.name for side in wanted if side.name}
    if strange := named - known:
        raise MissingError(f"This conflict has no side {min(strange)} (any more).")
    free = (name for n in range(len(wanted) + len(named)) if (name := side_name(n)) not in named)
    return [side if side.name else Side(side.passage, side.claim, next(free)) for side in wanted]


def _check_carrying_side(conflict: Row, before: Mapping[Key, Row], after: Mapping[Key, Row]) -> None:
    """Raise where the side that carries would go, or stand somewhere else than where it was signed."""
    carries = carrying_side(conflict)
    place = ("report_id", "start", "end")
    here, there = (sides.get((conflict["conflict_id"], carries)) for sides in (before, after))
    if here and (there is None or any(here[name] != there[name] for name in place)):
        raise OnRecordError(f"Side {carries} carries as the conflict is settled: settle it otherwise first.")
