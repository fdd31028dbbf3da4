"""A dossier as one file: put together to be handed over, and opened again with every sum checked."""

import re
import tempfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipInfo

import pandas as pd

from onrecord import checks, export, schema, store
from onrecord import record as records
from onrecord.editing import changes
from onrecord.editing.handover_note import cover_note
from onrecord.errors import MissingError
from onrecord.export.bundle import SUMS, bundle, damaged_files
from onrecord.intake import UploadError
from onrecord.intake.archive import NESTED, directory, pieces
from onrecord.schema import TABLES
from onrecord.schema.dossier import Dossier
from onrecord.text import count

README, HISTORY, CODEBOOK, DESCRIPTION = "README.txt", "history.csv", "codebook.md", "dossier.toml"
DATA = (DESCRIPTION, *(f"{t.name}.csv" for t in TABLES))
KNOWN = frozenset({*DATA, README, HISTORY, CODEBOOK, SUMS})
TEXT = re.compile(r"texts/[a-z0-9][a-z0-9_-]{0,79}\.txt")
PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")
NAMES = f"A bundle holds one folder, named after the dossier, with {DESCRIPTION} and its tables in it"


@dataclass(frozen=True)
class BundledDossier:
    """A dossier that came in a bundle or a folder, and the texts of reports that came with it: report_id -> text."""

    dossier: Dossier
    texts: Mapping[str, str]


def pack(engine: store.Store, dossier_id: str, texts: Mapping[str, str], revision: int | None = None) -> bytes:
    """A dossier as it stands, or stood at `revision`, as one file to hand over.

    Parameters
    ----------
    texts : report_id -> text
        Of the reports whose texts go with it; none by default, because they may not be ours to give.

    Returns
    -------
    bytes
        A zip archive, the same for the same revision: cover note, description, one CSV a table, codebook, history,
        texts, sums.

    Raises MissingError where there is no such dossier.
    """
    dossier = store.load_export(engine, dossier_id, revision)
    files = {path: content.encode() for path, content in _data(dossier).items()}
    files |= {CODEBOOK: schema.codebook().encode(), HISTORY: _history(engine, dossier)}
    files |= {f"texts/{report}.txt": text.encode() for report, text in sorted(texts.items())}
    past = store.revisions(engine, dossier_id)
    note = cover_note(
        records.from_dossier(dossier), past[past["rev_id"] <= dossier.revision], _file_notes(dossier, texts)
    )
    return bundle(dossier.dossier_id, {README: note.encode(), **files})


def unpack(content: bytes) -> BundledDossier:
    """The dossier in a bundle, every sum checked.

    Raises UploadError where it is no bundle, is damaged or altered (the files are named), or would unpack to too much;
    DossierError with every fault where it breaks the codebook; TextError where a text is not the one that was coded.
    """
    folder, files = _files(content)
    if SUMS not in files:
        raise UploadError(f"This bundle has no {SUMS}, so nobody can tell whether it is whole. Ask for it again.")
    return _bundle_content(folder, files)


def read_folder(folder: Path) -> BundledDossier:
    """The dossier in a folder; where sums lie beside it, as in a bundle that was unpacked, they are checked.

    Raises as `unpack` does, and MissingError where the folder is none or cannot be read.
    """
    if not folder.is_dir():
        raise MissingError(f"'{folder}' is not a folder; name a dossier folder, one that holds a {DESCRIPTION}.")
    try:
        found = {path.relative_to(folder).as_posix(): path for path in [*folder.glob("*"), *folder.glob("texts/*")]}
        files = {name: path.read_bytes() for name, path in found.items() if path.is_file() and _is_known(name)}
    except OSError as error:
        raise MissingError(f"'{error.filename}' cannot be read ({error.strerror}); check who may read it.") from error
    return _bundle_content(folder.resolve().name, files)


def open_path(path: Path) -> BundledDossier:
    """The dossier in a folder, or in a bundle that lies in a file.

    Raises as `read_folder` or `unpack` does, and MissingError where the file cannot be read.
    """
    return unpack(file_content(path)) if path.is_file() or path.suffix.lower() == ".zip" else read_folder(path)


def file_content(path: Path) -> bytes:
    """The bytes of a bundle that lies in a file. Raises MissingError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise MissingError(f"'{path}' cannot be read ({error.strerror}); name a bundle.") from error


def _bundle_content(name: str, files: Mapping[str, bytes]) -> BundledDossier:
    if SUMS in files and (found := damaged_files(files)):
        more = f" … and {len(found) - 10:,} more" if len(found) > 10 else ""
        raise UploadError(f"Not brought in, because it was altered or damaged: {'; '.join(found[:10])}{more}.")
    with tempfile.TemporaryDirectory(prefix="onrecord-") as place:
        folder = Path(place) / name
        folder.mkdir(exist_ok=True)
        for path in DATA:
            if path in files:
                (folder / path).write_bytes(files[path])
        dossier = store.read_folder(folder)
    texts = [(path.removeprefix("texts/"), content) for path, content in files.items() if TEXT.fullmatch(path)]
    return BundledDossier(dossier, store.match_texts(texts, dossier.tables["reports"]))


def _files(content: bytes) -> tuple[str, dict[str, bytes]]:
    """The folder in a bundle and the files in it. What does not belong there is refused before it is unpacked."""
    entries = [entry for entry in directory(content) if not entry.is_dir()]
    folders = {entry.filename.partition("/")[0] for entry in entries}
    folder = next(iter(folders), "")
    if len(folders) != 1 or not checks.ID.fullmatch(folder):
        raise UploadError(f"{NAMES}; this file does not.")
    inside = {entry.filename.partition("/")[2]: entry for entry in entries}
    if strange := [name for name in inside if not _is_known(name)]:
        raise UploadError(
            f"This bundle holds '{checks.visible(strange[0])}', which no bundle does, so it was not opened."
        )
    return folder, {name: _content(content, name, entry) for name, entry in inside.items()}


def _content(content: bytes, name: str, entry: ZipInfo) -> bytes:
    try:
        found = b"".join(pieces(content, entry))
    except UploadError as error:
        raise UploadError(f"{name}: {error}") from error
    if found.startswith(PACKED):
        raise UploadError(f"{name}: {NESTED}")
    if zlib.crc32(found) != entry.CRC:
        raise UploadError(f"{name}: is damaged; ask for the bundle again.")
    return found


def _is_known(name: str) -> bool:
    return name in KNOWN or bool(TEXT.fullmatch(name))


def _data(dossier: Dossier) -> dict[str, str]:
    """The description and the tables, as a dossier folder holds them."""
    tables = {f"{t.name}.csv": store.table_csv(t, dossier.tables[t.name]) for t in TABLES}
    return {DESCRIPTION: store.description_toml(dossier), **tables}


def _history(engine: store.Store, dossier: Dossier) -> bytes:
    """Every field that was changed since the dossier began, and before it the revision with which it began."""
    past = store.revisions(engine, dossier.dossier_id)
    first = past.head(1)[changes.SIGNED].assign(table="", key="", field="", old="", new="")
    steps = store.history(engine, dossier.dossier_id, int(first["rev_id"].iloc[0]), dossier.revision)
    return export.csv(pd.concat([first, changes.fields(steps)], ignore_index=True))


def _file_notes(dossier: Dossier, texts: Mapping[str, str]) -> dict[str, str]:
    """What each file is."""
    about = {DESCRIPTION: "title, question, period, licence, how to cite it"}
    about |= {f"{t.name}.csv": f"{count(len(dossier.tables[t.name]), 'row')}, each {t.row}" for t in TABLES}
    about |= {CODEBOOK: "every table, column and code", HISTORY: "who changed what, when and why"}
    if texts:
        about["texts/"] = f"the texts of {count(len(texts), 'report')}; check whether you may pass them on"
    return about | {SUMS: "the SHA-256 of every file"}
