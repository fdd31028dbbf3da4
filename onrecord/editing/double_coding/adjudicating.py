"""A difference between two codings is settled: theirs is taken into this dossier, or mine is kept; signed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from onrecord import store
from onrecord.editing.access import authorise
from onrecord.editing.double_coding.adopting import adoption_changes
from onrecord.editing.double_coding.codings import Row, Two
from onrecord.editing.double_coding.comparing import Disagreement, disagreements, two_codings
from onrecord.editing.tables import Key
from onrecord.editing.workspace import Workspace, save
from onrecord.errors import OnRecordError
from onrecord.schema.change import Change

WORD = {"stances": "stance", "event_reports": "mention", "events": "event"}


def adjudicate(
    workspace: Workspace,
    disagreement: Disagreement,
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
    two = two_codings(workspace.engine, workspace.dossier_id, disagreement.other_id, disagreement.report_id)
    if replace(disagreement, kept_in=0) not in disagreements(two):
        raise OnRecordError("This difference is settled already, or has changed since you looked. Look at it again.")
    coder = _coder(workspace, disagreement.other_id)
    if take == "mine":
        return save(
            workspace, [_note_change(two, disagreement, coder)], reason=_keep_reason(disagreement, coder), token=token
        )
    return save(
        workspace,
        adoption_changes(workspace, two, disagreement, columns),
        reason=_adoption_reason(disagreement, coder, columns),
        token=token,
    )


def _coder(workspace: Workspace, other_id: str) -> str:
    """Whose coding the other dossier holds: who signed there last, but for what came from its files."""
    signed = [by for by in store.revisions(workspace.engine, other_id)["made_by"] if by != store.FOLDER]
    return str(signed[-1]) if signed else other_id


def _adoption_reason(disagreement: Disagreement, coder: str, columns: Sequence[str]) -> str:
    keys = " / ".join(" ".join(key) or "none" for key in (disagreement.left, disagreement.right))
    what = ", ".join(columns or disagreement.columns) or disagreement.kind.replace("left", "mine").replace(
        "right", "theirs"
    )
    return f"second reading {disagreement.other_id}: took that of {coder}, {disagreement.what} {keys} ({what})"


def _keep_reason(disagreement: Disagreement, coder: str) -> str:
    return f"{disagreement.kept_reason()}over that of {coder})"


def _note_change(two: Two, disagreement: Disagreement, coder: str) -> Change:
    """A note on my row that it was kept; where there is none, on the report, that theirs was left out."""
    if disagreement.mine is not None:
        row = {column: value for column, value in disagreement.mine.items() if column != "actors"}
        return _with_note(disagreement.what, disagreement.left, row, _sentence(disagreement, coder))
    key = (disagreement.report_id,)
    return _with_note("reports", key, two.left.all_rows("reports")[key], _sentence(disagreement, coder))


def _with_note(table: str, key: Key, row: Row, sentence: str) -> Change:
    return Change(table, key, row, {**row, "note": f"{row['note']} {sentence}".strip()})


def _sentence(disagreement: Disagreement, coder: str) -> str:
    theirs = disagreement.theirs or {}
    if disagreement.kind == "only left":
        return f"Kept after comparing with {coder}, who does not have it."
    if disagreement.kind == "only right":
        where = f"characters {int(theirs['start']):,} to {int(theirs['end']):,}"
        return f"Left out after comparing with {coder}: {WORD[disagreement.what]} {disagreement.right[0]}, {where}."
    values = "; ".join(f"{column} {theirs[column] or 'empty'}" for column in disagreement.columns)
    return f"Kept after comparing with {coder}, who has {values}."
