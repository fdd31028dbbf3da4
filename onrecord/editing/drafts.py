"""Drafts: what a coder has typed in one place and not saved. Kept for the coder alone, in no export."""

from collections.abc import Mapping

from onrecord import store
from onrecord.editing.workspace import Workspace


def read_draft(workspace: Workspace, place: str) -> dict[str, str]:
    """What the coder left in one place, field -> text; empty where there is nothing."""
    return store.draft(workspace.engine, workspace.dossier_id, workspace.coder.name, place)


def read_drafts(workspace: Workspace, place: str) -> dict[str, dict[str, str]]:
    """What the coder left in one place in several tabs, the newest first: the place of each -> field -> text."""
    return store.drafts(workspace.engine, workspace.dossier_id, workspace.coder.name, place)


def keep_draft(workspace: Workspace, place: str, content: Mapping[str, str]) -> None:
    """Keep what the coder has typed in one place, instead of what was kept there. Raises SaveError."""
    store.keep_draft(workspace.engine, workspace.dossier_id, workspace.coder.name, place, content)


def drop_draft(workspace: Workspace, place: str) -> None:
    """Forget what the coder left in one place. Raises SaveError."""
    store.drop_draft(workspace.engine, workspace.dossier_id, workspace.coder.name, place)
