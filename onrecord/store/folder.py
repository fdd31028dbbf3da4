"""A dossier as a folder: dossier.toml and one CSV file a table."""

import codecs
import csv
import hashlib
import io
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path

import pandas as pd

from onrecord import checks
from onrecord.errors import DossierError, MissingError, OnRecordError
from onrecord.schema import TABLES, Table
from onrecord.schema.dossier import META_FIELDS, Dossier

csv.field_size_limit(1 << 20)


def folders(data: Path) -> list[Path]:
    """The dossier folders below `data`: those that hold a dossier.toml, by name."""
    return sorted(p.parent for p in data.glob("*/dossier.toml"))


def read_folder(folder: Path) -> Dossier:
    """The dossier in `folder`, checked.

    Raises MissingError where there is no such folder, DossierError with every fault where it breaks the codebook.
    """
    if not folder.is_dir():
        raise MissingError(f"'{folder}' is not a folder; name a dossier folder, one that holds a dossier.toml.")
    found: list[str] = []
    try:
        meta = _meta(folder / "dossier.toml", found)
        tables = {t.name: _table(t, folder / f"{t.name}.csv", found) for t in TABLES}
    except OSError as error:
        raise MissingError(f"'{error.filename}' cannot be read ({error.strerror}); check who may read it.") from error
    if not checks.ID.fullmatch(folder.name):
        found.append(
            f"dossier.toml:1: the folder is called '{folder.name}'; a dossier's name is a lower-case slug; rename it"
        )
    if found := found or checks.faults(meta, tables):
        raise DossierError(folder.name, found)
    return Dossier(folder.name, meta, tables, version=version(meta, tables))


def write_folder(dossier: Dossier, folder: Path) -> None:
    """Write `dossier` as a data package, rows sorted by key; each file appears whole or not at all.

    Raises OnRecordError where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fields = [f for f in META_FIELDS if f in dossier.meta]  # in one order, whatever program kept them
        _replace(folder / "dossier.toml", "".join(f"{f} = {_toml(dossier.meta[f])}\n" for f in fields))
        for table in TABLES:
            _replace(folder / f"{table.name}.csv", table_csv(table, dossier.tables[table.name]))
    except OSError as error:
        raise OnRecordError(f"'{folder}' cannot be written ({error.strerror}); name another folder.") from error


def table_csv(table: Table, rows: pd.DataFrame) -> str:
    """The rows of one table as RFC 4180 text, sorted by key, columns in the schema's order."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = [c.name for c in table.columns]
    writer.writerow(names)
    writer.writerows(in_order(table, rows[names].to_numpy(dtype=object).tolist()))
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
    text = _text(path, found)
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        found.append(f"{path.name}:{line.group(1) if line else 1}: is no TOML ({error}); TOML is needed; correct it")
        return {}
    for field, value in read.items():
        if not isinstance(value, str):
            found.append(f'{path.name}:1: {checks.visible(field)} is no text; every field is one; write {field} = "…"')
    return {field: str(value) for field, value in read.items()}


def _text(path: Path, found: list[str]) -> str:
    """The text of a file; "" and a fault where it is not UTF-8."""
    raw = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found.append(f"{path.name}:{line}: holds a byte that is not UTF-8; text is UTF-8; save the file as UTF-8")
        return ""


def _table(table: Table, path: Path, found: list[str]) -> pd.DataFrame:
    names = [c.name for c in table.columns]
    empty = pd.DataFrame(columns=names, dtype="str")
    if not path.is_file():
        found.append(f"{path.name}:1: is not there; every table is needed, if only its header; see data/README.md")
        return empty
    before = len(found)
    text = _text(path, found)
    rows = dict(_rows(path.name, text, names, found)) if len(found) == before else {}
    if len(found) > before:
        return empty
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=names, dtype="str")
    return frame if len(frame) else empty


def _rows(name: str, text: str, names: list[str], found: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of each row, in the schema's order of columns; what is wrong goes to `found`."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        header = next(reader, [])
        if wrong := _header_fault(header, names):
            found.append(f"{name}:1: {wrong}; see data/README.md")
            return
        order = [header.index(n) for n in names]
        line = reader.line_num + 1
        for row in reader:
            if len(row) != len(header):
                found.append(f"{name}:{line}: {len(row)} cells; the header has {len(header)}; check commas and quotes")
            else:
                yield line, [row[i] for i in order]
            line = reader.line_num + 1
    except csv.Error as error:
        found.append(f"{name}:{line}: is no CSV from here on ({error}); RFC 4180 is needed; check the quotes")


def _header_fault(header: list[str], names: list[str]) -> str:
    if missing := [n for n in names if n not in header]:
        return f"column(s) {', '.join(missing)} missing; the table needs {', '.join(names)}; add them"
    if extra := [h for h in header if h not in names]:
        what = checks.visible(", ".join(extra))
        return f"column(s) {what} unknown; the table has {', '.join(names)}; remove or rename them"
    return "a column stands twice; each column is needed once; remove one" if len(header) > len(names) else ""


def _toml(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _replace(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.part")
    with part.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
