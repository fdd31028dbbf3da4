"""A text of a report is deleted for good: the one act without undo."""

from onrecord import store
from onrecord.editing.coding import NEW, Saved, SaveRequest, row
from onrecord.editing.workspace import Workspace, signature
from onrecord.errors import MissingError, OnRecordError


def delete_text(workspace: Workspace, report_id: str, confirmation: str, form: SaveRequest = NEW) -> Saved:
    """Delete the stored text of one report, and every draft that holds it. It cannot be undone.

    The report and what was coded from it stay. A revision keeps who deleted the text, when, and its SHA-256.

    Parameters
    ----------
    confirmation : what the coder typed
        The id or the title of the report; anything else deletes nothing.

    Raises AccessError where the coder may not write, OnRecordError where the confirmation names another report,
    MissingError where there is no such report or no text of it is stored.
    """
    report = row(workspace, "reports", (report_id,))
    signed = signature(workspace, f"text deleted: {report_id}, SHA-256 {report['sha256']}", form.token, form.base_rev)
    if confirmation.strip() not in (report_id, report["title"]):
        raise OnRecordError(f"Nothing was deleted: type the id of the report, {report_id}, to confirm.")
    if not report["sha256"]:
        raise MissingError(f"No text of the report {report_id} is stored.")
    return Saved(
        store.delete_text(workspace.engine, workspace.dossier_id, report["sha256"], signed), f"report:{report_id}"
    )
