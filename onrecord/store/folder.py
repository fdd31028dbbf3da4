"""A dossier as a folder: dossier.toml and one CSV file a table."""

import csv
import hashlib
import io
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from onrecord import checks
from onrecord.errors import DossierError, MissingError
from onrecord.schema import TABLES, Table
from onrecord.schema.dossier import Dossier

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
    meta = _meta(folder / "dossier.toml", found)
    tables = {t.name: _table(t, folder / f"{t.name}.csv", found) for t in TABLES}
    if not checks.ID.fullmatch(folder.name):
        found.append(
            f"dossier.toml:1: the folder is called '{folder.name}'; a dossier's name is a lower-case slug; rename it"
        )
    if found := found or checks.faults(meta, tables):
        raise DossierError(folder.name, found)
    return Dossier(folder.name, meta, tables, version=version(meta, tables))


def write_folder(dossier: Dossier, folder: Path) -> None:
    """Write `dossier` as a data package, rows sorted by key; each file appears whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    _replace(folder / "dossier.toml", "".join(f"{k} = {_toml(v)}\n" for k, v in dossier.meta.items()))
    for table in TABLES:
        _replace(folder / f"{table.name}.csv", table_csv(table, dossier.tables[table.name]))


def table_csv(table: Table, rows: pd.DataFrame) -> str:
    """The rows of one table as RFC 4180 text, sorted by key, columns in the schema's order."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = [c.name for c in table.columns]
    writer.writerow(names)
    keys = [names.index(k) for k in table.key]
    cells: list[list[str]] = rows[names].to_numpy(dtype=object).tolist()
    cells.sort(key=lambda row: [row[k] for k in keys])
    writer.writerows(cells)
    return out.getvalue()


def version(meta: Mapping[str, str], tables: Mapping[str, pd.DataFrame]) -> str:
    """A hash of the content, the same for the same rows in any order: 12 hexadecimal digits."""
    content = repr(sorted(meta.items())) + "".join(table_csv(t, tables[t.name]) for t in TABLES)
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def _meta(path: Path, found: list[str]) -> dict[str, str]:
    if not path.is_file():
        found.append(f"{path.name}:1: is not there; a dossier needs one; see data/README.md")
        return {}
    try:
        read = tomllib.loads(path.read_bytes().decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        found.append(f"{path.name}:{line.group(1) if line else 1}: is no TOML in UTF-8 ({error}); correct it")
        return {}
    return {str(k): str(v) for k, v in read.items()}


def _table(table: Table, path: Path, found: list[str]) -> pd.DataFrame:
    names = [c.name for c in table.columns]
    empty = pd.DataFrame(columns=names, dtype="str")
    if not path.is_file():
        found.append(f"{path.name}:1: is not there; every table is needed, if only its header; see data/README.md")
        return empty
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found.append(f"{path.name}:{line}: byte {error.start} is not UTF-8; text is UTF-8; save the file as UTF-8")
        return empty
    before = len(found)
    rows = dict(_rows(path.name, text, names, found))
    if len(found) > before:
        return empty
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=names, dtype="str")
    return frame if len(frame) else empty


def _rows(name: str, text: str, names: list[str], found: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of each row, in the schema's order of columns; what is wrong goes to `found`."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
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
        found.append(f"{name}:{reader.line_num}: is no CSV ({error}); RFC 4180 is needed; check the quotes")


def _header_fault(header: list[str], names: list[str]) -> str:
    if missing := [n for n in names if n not in header]:
        return f"column(s) {', '.join(missing)} missing; the table needs {', '.join(names)}; add them"
    if extra := [h for h in header if h not in names]:
        return f"column(s) {', '.join(extra)[:200]} unknown; the table has {', '.join(names)}; remove or rename them"
    return "a column stands twice; each column stands once; remove one" if len(header) > len(names) else ""


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
