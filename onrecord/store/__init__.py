"""Load and save: data package folder, embedded or shared database, attached texts. The only module that does I/O."""

from onrecord.store.database import Store, connect, dossiers, fill, load, newest, revisions, save
from onrecord.store.folder import folders, read_folder, table_csv, write_folder
from onrecord.store.texts import match_texts, read_texts

__all__ = [
    "Store",
    "connect",
    "dossiers",
    "fill",
    "folders",
    "load",
    "match_texts",
    "newest",
    "read_folder",
    "read_texts",
    "revisions",
    "save",
    "table_csv",
    "write_folder",
]
