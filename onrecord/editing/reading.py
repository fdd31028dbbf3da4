"""What screens read from the store: dossiers, records, revisions, changes, texts. Nothing here writes a record."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from onrecord import record as records
from onrecord import store
from onrecord.errors import DossierError
from onrecord.record import Record
from onrecord.schema.dossier import Dossier, fiction_note
from onrecord.store import Store

LOG = logging.getLogger(__name__)


def open_store(database_url: str) -> Store:
    """The store at an address, its schema up to date. Raises OnRecordError where it cannot be opened."""
    return store.connect(database_url)


@dataclass(frozen=True)
class Folders:
    """What became of the dossier folders, by name: those refused, with their faults; notes on those that were read.

    ``passed_over`` has a line for each folder of tables that is no dossier.
    """

    refused: Mapping[str, DossierError]
    notes: Mapping[str, tuple[str, ...]]
    passed_over: tuple[str, ...] = ()


def load_folders(engine: Store, data: Path) -> Folders:
    """Fill the store from the dossier folders below `data`."""
    refused, notes, passed_over = {}, {}, tuple(store.undescribed_folders(data))
    for folder in store.folders(data):
        try:
            dossier = store.read_folder(folder)
            store.fill(engine, dossier, store.dossier_texts(folder, dossier.tables["reports"]))
            notes[folder.name] = dossier.notes
        except DossierError as error:
            refused[folder.name] = error
    for line in passed_over:
        LOG.warning("%s", line)
    return Folders(refused, notes, passed_over)


def dossiers(engine: Store) -> dict[str, str]:
    """Title of every dossier in the store, by its id."""
    return store.dossiers(engine)


def current_id(engine: Store, dossier_id: str) -> str:
    """The id by which a dossier goes now, from any it has or had; `dossier_id` itself where there is none."""
    return store.current_id(engine, dossier_id)


def dossier(engine: Store, dossier_id: str, revision: int | None = None) -> Dossier:
    """One dossier as it stands, or stood at `revision`. Raises MissingError where it is not there."""
    return store.load(engine, dossier_id, revision)


def record(engine: Store, dossier_id: str, revision: int | None = None) -> Record:
    """One dossier as a record, as `dossier` gives it."""
    return records.from_dossier(dossier(engine, dossier_id, revision))


def newest_revision(engine: Store, dossier_id: str) -> int:
    """The revision a dossier stands at; 0 where the store does not hold it."""
    return store.newest(engine, dossier_id)


def revision_on(engine: Store, dossier_id: str, day: date) -> int:
    """The revision a dossier stood at when `day` ended (UTC); 0 where it was not there yet."""
    return store.revision_on(engine, dossier_id, day)


def revisions(engine: Store, dossier_id: str, until: int | None = None) -> pd.DataFrame:
    """The revisions of a dossier up to and with `until` (by default the newest), oldest first.

    Returns
    -------
    table, one row a revision
        As `store.revisions` gives it, and ``undone_by``: the revision that took it back, 0 while it stands.
    """
    past = store.revisions(engine, dossier_id)
    if until is not None:
        past = past[past["rev_id"] <= until].reset_index(drop=True)
    undone_by = store.undone_by(list(past[["rev_id", "undoes"]].astype(int).itertuples(index=False, name=None)))
    return past.assign(undone_by=past["rev_id"].map(undone_by).fillna(0).astype("int64"))


def history(engine: Store, dossier_id: str, after: int = 0, until: int | None = None) -> pd.DataFrame:
    """What the revisions after one, up to and with another, did to each row; a table as `store.history` gives it."""
    return store.history(engine, dossier_id, after, until)


def changes_between(engine: Store, dossier_id: str, since: int, until: int) -> pd.DataFrame:
    """What separates two states of a dossier, row by row; a table as `store.changes_between` gives it."""
    return store.changes_between(engine, dossier_id, since, until)


def stored_texts(engine: Store, dossier_id: str, reports: pd.DataFrame) -> dict[str, str]:
    """The texts that the store holds of `reports`: report_id -> text."""
    by_hash = store.report_texts(engine, dossier_id)
    pairs = zip(reports["report_id"], reports["sha256"], strict=True)
    return {report_id: by_hash[sha256] for report_id, sha256 in pairs if sha256 in by_hash}


def free_texts(engine: Store, dossier: Dossier) -> dict[str, str]:
    """The texts that leave with a dossier unasked: those of a fictional one, which are invented; else none."""
    is_free = bool(fiction_note(dossier.meta))
    return stored_texts(engine, dossier.dossier_id, dossier.tables["reports"]) if is_free else {}


def folder_texts(folder: Path, reports: pd.DataFrame) -> dict[str, str]:
    """The texts of `reports` in a folder: report_id -> text. Raises TextError as `store.read_texts`."""
    return store.read_texts(folder, reports)


def matching_texts(files: Iterable[tuple[str, bytes]], reports: pd.DataFrame) -> dict[str, str]:
    """Each of `files` (name, bytes) under the report whose hash it has. Raises TextError where one belongs to none."""
    return store.match_texts(files, reports)
