"""Load and save: data package folder, embedded or shared database, attached texts. The only module that does I/O."""

from onrecord.store.clashes import find_clashes
from onrecord.store.connection import connect
from onrecord.store.database import (
    FOLDER,
    dossiers,
    fill,
    load,
    load_export,
    newest,
    revision_on,
    revisions,
    save,
    used_ids,
)
from onrecord.store.engine import Store
from onrecord.store.folder import description_toml, folders, read_folder, table_csv, undescribed_folders, write_folder
from onrecord.store.history import changes_between, history
from onrecord.store.ids import all_ids, current_id
from onrecord.store.private import (
    Visit,
    draft,
    drafts,
    drop_draft,
    keep_draft,
    keep_text,
    keep_visit,
    last_visit,
    report_texts,
)
from onrecord.store.texts import dossier_texts, match_texts, read_texts
from onrecord.store.writes import delete_text, revision_of_token, undo, undone_by, write

__all__ = [
    "FOLDER",
    "Store",
    "Visit",
    "all_ids",
    "changes_between",
    "connect",
    "current_id",
    "delete_text",
    "description_toml",
    "dossier_texts",
    "dossiers",
    "draft",
    "drafts",
    "drop_draft",
    "fill",
    "find_clashes",
    "folders",
    "history",
    "keep_draft",
    "keep_text",
    "keep_visit",
    "last_visit",
    "load",
    "load_export",
    "match_texts",
    "newest",
    "read_folder",
    "read_texts",
    "report_texts",
    "revision_of_token",
    "revision_on",
    "revisions",
    "save",
    "table_csv",
    "undescribed_folders",
    "undo",
    "undone_by",
    "used_ids",
    "write",
    "write_folder",
]
