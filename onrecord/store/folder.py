"""A dossier as a folder: dossier.toml and one CSV file a table."""

import csv
import hashlib
import io
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from onrecord import checks, spreadsheet
from onrecord.errors import DossierError, MissingError, OnRecordError
from onrecord.schema import TABLES, Table
from onrecord.schema.dossier import EXPORT_FIELDS, Dossier, ExportState, meta_names
from onrecord.store import csv_file
from onrecord.store.csv_file import Findings, Row, file_text, shown_columns
from onrecord.store.numbers import numbered_reports
from onrecord.store.texts import TEXTS

QUOTE = "quote"  # the column in which a coder by hand gives the words of a passage


def folders(data: Path) -> list[Path]:
    """The dossier folders below `data`: those that hold a dossier.toml, by name."""
    return sorted(p.parent for p in data.glob("*/dossier.toml"))


def undescribed_folders(data: Path) -> list[str]:
    """A warning for each folder below `data` that holds tables and no dossier.toml: it is no dossier, and not read."""
    tables = {f"{t.name}.csv" for t in TABLES}
    found = {path.parent for path in data.glob("*/*.csv") if path.name in tables}
    return [
        f"{folder.name}: warning: holds tables and no dossier.toml, so it is not read; add one (see data/README.md)"
        for folder in sorted(found)
        if not (folder / "dossier.toml").exists()
    ]


def read_folder(folder: Path) -> Dossier:
    """The dossier in `folder`, checked. An optional column that a file does not have is read as empty, with a note.

    Raises MissingError where there is no such folder, DossierError with every fault where it breaks the codebook.
    """
    if not folder.is_dir():
        raise MissingError(f"'{folder}' is not a folder; name a dossier folder, one that holds a dossier.toml.")
    found = Findings()
    try:
        description = _meta(folder / "dossier.toml", found.faults)
        tables = {t.name: _table(t, folder / f"{t.name}.csv", found) for t in TABLES}
        tables["reports"] = numbered_reports(tables["reports"])
    except OSError as error:
        raise MissingError(f"'{error.filename}' cannot be read ({error.strerror}); check who may read it.") from error
    if not checks.ID.fullmatch(folder.name):
        found.faults.append(
            f"dossier.toml:1: the folder is called '{folder.name}'; a dossier's name is a lower-case slug; rename it"
        )
    meta, state = _parts(description)
    if faults := found.faults or checks.faults(meta, tables):
        raise DossierError(folder.name, faults)
    return Dossier(
        folder.name, meta, tables, version=version(meta, tables), notes=tuple(found.notes), exported_at=state
    )


def _parts(description: Mapping[str, str]) -> tuple[dict[str, str], ExportState | None]:
    """What dossier.toml says of the dossier, and of the state it was exported from."""
    meta = {name: value for name, value in description.items() if name not in EXPORT_FIELDS}
    revision, of_content, began = (description.get(name, "") for name in EXPORT_FIELDS)
    is_whole = revision.isascii() and revision.isdigit() and bool(of_content)
    return meta, ExportState(int(revision[:18]), of_content, began) if is_whole else None


def write_folder(dossier: Dossier, folder: Path, texts: Mapping[str, str] = MappingProxyType({})) -> None:
    """Write `dossier` as a data package, rows sorted by key; each file appears whole or not at all.

    Parameters
    ----------
    texts : report_id -> text
        Of the reports whose texts lie beside the tables; none by default, because they may not be ours to give.

    Raises OnRecordError where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(folder / "dossier.toml", description_toml(dossier))
        for table in TABLES:
            replace_file(folder / f"{table.name}.csv", table_csv(table, dossier.tables[table.name]))
        for report_id, text in texts.items():
            (folder / TEXTS).mkdir(exist_ok=True)
            replace_file(folder / TEXTS / f"{report_id}.txt", text)
    except OSError as error:
        raise OnRecordError(f"'{folder}' cannot be written ({error.strerror}); name another folder.") from error


def description_toml(dossier: Dossier) -> str:
    """The description of a dossier as dossier.toml, with the state it is exported at."""
    fields = {f: dossier.meta[f] for f in meta_names(dossier.meta)}  # in one order, whatever program kept them
    if state := dossier.exported_at:
        fields |= dict(zip(EXPORT_FIELDS, (str(state.revision), state.version, state.began), strict=True))
    return "".join(f"{field} = {_toml(value)}\n" for field, value in fields.items())


def table_csv(table: Table, rows: pd.DataFrame) -> str:
    """The rows of one table as RFC 4180 text, sorted by key, columns in the schema's order."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = [c.name for c in table.columns]
    writer.writerow(names)
    # by column: a frame of texts is slow to turn into rows as a whole
    writer.writerows(in_order(table, zip(*(rows[name].tolist() for name in names), strict=True)))
    return out.getvalue()


def in_order(table: Table, rows: Iterable[Sequence[str]]) -> list[Sequence[str]]:
    """Rows, their cells in the schema's order, sorted by key: the same order whatever program kept them."""
    names = [c.name for c in table.columns]
    return sorted(rows, key=itemgetter(*(names.index(k) for k in table.key)))


def version(meta: Mapping[str, str], tables: Mapping[str, pd.DataFrame]) -> str:
    """A hash of the content, the same for the same rows in any order: 12 hexadecimal digits."""
    content = repr(sorted(meta.items())) + "".join(table_csv(t, tables[t.name]) for t in TABLES)
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def _meta(path: Path, found: list[str]) -> dict[str, str]:
    if not path.is_file():
        found.append(f"{path.name}:1: is not there; a dossier needs one; see data/README.md")
        return {}
    text = file_text(path, found)
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        found.append(f"{path.name}:{line.group(1) if line else 1}: is no TOML ({error}); TOML is needed; correct it")
        return {}
    for name, value in read.items():
        if not isinstance(value, str):
            found.append(f'{path.name}:1: {checks.visible(name)} is no text; every field is one; write {name} = "…"')
    return {name: str(value) for name, value in read.items()}


def _table(table: Table, path: Path, found: Findings) -> pd.DataFrame:
    names = [c.name for c in table.columns]
    empty = pd.DataFrame(columns=names, dtype="str")
    if not path.is_file() and not table.required:
        found.notes.append(f"{path.name}:1: is not there; optional, so read as empty")
        return empty
    if not path.is_file():
        needed = "every table is needed, if only its header; see data/README.md"
        found.faults.append(f"{path.name}:1: is not there; {needed}")
        return empty
    before = len(found.faults)
    text = file_text(path, found.faults)
    rows = dict(_rows(table, text, found)) if len(found.faults) == before else {}
    if len(found.faults) > before:
        return empty
    if not rows:
        return empty
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=names, dtype="str")
    found.notes += _missing_words(table, frame)
    return frame


def _missing_words(table: Table, rows: pd.DataFrame) -> list[str]:
    """Warnings of words for a missing value where any text is allowed."""
    free = [c.name for c in table.columns if c.kind == "text" and c.codes is None and not c.required]
    return [
        line
        for name in free
        for line in spreadsheet.missing_words(table.name, name, zip(rows.index, rows[name], strict=True))
    ]


def _rows(table: Table, text: str, found: Findings) -> Iterator[Row]:
    """Line number and cells of each row, in the schema's order of columns; what is wrong or absent goes to `found`."""
    name, columns = f"{table.name}.csv", [c.name for c in table.columns]
    header, wrong = csv_file.header(name, text, columns)
    if wrong := wrong or _header_fault(header, table):
        found.faults.append(f"{name}:1: {wrong}; see data/README.md")
        return
    found.notes += _header_notes(header, table)
    places = [header.index(column) if column in header else None for column in columns]
    for line, row in csv_file.rows(name, text, found):
        yield line, ["" if i is None else row[i] for i in places]


def _header_fault(header: list[str], table: Table) -> str:
    names = [c.name for c in table.columns]
    extra = [h for h in header if h not in names]
    if QUOTE in extra:
        what = f"column {QUOTE} holds words whose place is not filled in yet"
        return f"{what}; a passage is start and end; run: onrecord anchor FOLDER"
    if missing := [name for name in table.needed() if name not in header]:
        return f"{shown_columns(missing)} missing; the table needs {', '.join(names)}; add them"
    return _extra_fault(header, extra, names)


def _extra_fault(header: list[str], extra: list[str], names: list[str]) -> str:
    if "" in extra:
        return "a column has no name, as spreadsheets keep columns that were used once; each has one; delete it"
    if extra:
        return f"{shown_columns(extra)} unknown; the table has {', '.join(names)}; remove or rename them"
    is_double = len(set(header)) < len(header)
    return "a column stands twice; each column is needed once; remove one" if is_double else ""


def _header_notes(header: list[str], table: Table) -> list[str]:
    """A line about the optional columns that are not there."""
    absent = [c.name for c in table.columns if c.name not in header]
    what = f"{shown_columns(absent)} not there; optional, so read as empty; add to fill in"
    return [f"{table.name}.csv:1: {what}"] if absent else []


def _toml(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def replace_file(path: Path, text: str) -> None:
    """Write `text` to a file, which appears whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    with part.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
