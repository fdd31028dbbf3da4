"""A difference between two codings is settled: theirs is taken into this dossier, or mine is kept; signed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from onrecord import store
from onrecord.editing.access import authorise
from onrecord.editing.double_coding.adopting import adoption_changes
from onrecord.editing.double_coding.codings import Row, Two
from onrecord.editing.double_coding.comparing import Difference, disagreements, two_codings
from onrecord.editing.tables import Key
from onrecord.editing.workspace import Workspace, save
from onrecord.errors import OnRecordError
from onrecord.schema.change import Change

WORD = {"stances": "stance", "event_reports": "mention", "events": "event"}


def adjudicate(
    workspace: Workspace,
    difference: Difference,
    *,
    take: Literal["theirs", "mine"],
    columns: Sequence[str] = (),
    token: str = "",
) -> int:
    """Settle one difference that `compare` found; the revision in which it is kept.

    Parameters
    ----------
    take : "theirs" or "mine"
        Theirs: this dossier gets their row, or their values, with the actors and issues they made for it; a row that
        only this one has ends. Mine: the rows stay, and a note says so, on my row or, where I have none, on the report.
    columns : some of those that differ
        To take just these of theirs; all of the row by default, the words it is put in included.
    token : one press of one button

    Raises OnRecordError where the difference is not as it was shown any more; AccessError, StaleError, DossierError or
    SaveError as `onrecord.editing.save`.
    """
    authorise(workspace.coder)
    two = two_codings(workspace.engine, workspace.dossier_id, difference.other_id, difference.report_id)
    if replace(difference, kept_in=0) not in disagreements(two):
        raise OnRecordError("This difference is settled already, or has changed since you looked. Look at it again.")
    coder = _coder(workspace, difference.other_id)
    if take == "mine":
        return save(
            workspace, [_note_change(two, difference, coder)], reason=_keep_reason(difference, coder), token=token
        )
    return save(
        workspace,
        adoption_changes(workspace, two, difference, columns),
        reason=_adoption_reason(difference, coder, columns),
        token=token,
    )


def _coder(workspace: Workspace, other_id: str) -> str:
    """Whose coding the other dossier holds: who signed there last, but for what came from its files."""
    signed = [by for by in store.revisions(workspace.engine, other_id)["made_by"] if by != store.FOLDER]
    return str(signed[-1]) if signed else other_id


def _adoption_reason(difference: Difference, coder: str, columns: Sequence[str]) -> str:
    keys = " / ".join(" ".join(key) or "none" for key in (difference.left, difference.right))
    what = ", ".join(columns or difference.columns) or difference.kind.replace("left", "mine").replace(
        "right", "theirs"
    )
    return f"second reading {difference.other_id}: took that of {coder}, {difference.what} {keys} ({what})"


def _keep_reason(difference: Difference, coder: str) -> str:
    return f"{difference.kept_reason()}over that of {coder})"


def _note_change(two: Two, difference: Difference, coder: str) -> Change:
    """A note on my row that it was kept; where there is none, on the report, that theirs was left out."""
    if difference.mine is not None:
        row = {column: value for column, value in difference.mine.items() if column != "actors"}
        return _with_note(difference.what, difference.left, row, _sentence(difference, coder))
    key = (difference.report_id,)
    return _with_note("reports", key, two.left.all_rows("reports")[key], _sentence(difference, coder))


def _with_note(table: str, key: Key, row: Row, sentence: str) -> Change:
    return Change(table, key, row, {**row, "note": f"{row['note']} {sentence}".strip()})


def _sentence(difference: Difference, coder: str) -> str:
    theirs = difference.theirs or {}
    if difference.kind == "only left":
        return f"Kept after comparing with {coder}, who does not have it."
    if difference.kind == "only right":
        where = f"characters {theirs['start']} to {theirs['end']}"
        return f"Left out after comparing with {coder}: {WORD[difference.what]} {difference.right[0]}, {where}."
    values = "; ".join(f"{column} {theirs[column] or 'empty'}" for column in difference.columns)
    return f"Kept after comparing with {coder}, who has {values}."
