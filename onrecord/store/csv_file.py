"""A CSV file as rows of texts; what a spreadsheet or an editor did to the file is named with its cure."""

import codecs
import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from onrecord import checks
from onrecord.spreadsheet import more_rows
from onrecord.text import count

csv.field_size_limit(1 << 20)
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "upright strokes"}
WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
HEAD = 40  # bytes of a file that tell whether its letters take two bytes each
SAVE_AGAIN = "save it as 'CSV UTF-8 (comma separated)'"
Row = tuple[int, list[str]]  # its line in the file, and its cells


@dataclass
class Findings:
    """What was found while a folder was read: faults, for which it is refused, and notes, with which it is read."""

    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def file_text(path: Path, faults: list[str]) -> str:
    """The text of a file; "" and a fault where it is not UTF-8."""
    raw = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    save = SAVE_AGAIN if path.suffix == ".csv" else "save the file as UTF-8"
    if _is_wide(raw):
        what = "is UTF-16, as a spreadsheet saves 'Unicode text'"
        faults.append(f"{path.name}:1: {what}; text is UTF-8; {save}")
        return ""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = f"holds a byte that is not UTF-8; {_letter(raw, error.start)}text is UTF-8"
        faults.append(f"{path.name}:{line}: {what}; {save}")
        return ""


def _is_wide(raw: bytes) -> bool:
    """Whether letters take two bytes each: by the mark, or because every other byte of the header is zero."""
    head = raw[: min(HEAD, len(raw) // 2 * 2)]
    return raw.startswith(WIDE_MARKS) or (any(head) and not (any(head[::2]) and any(head[1::2])))


def _letter(raw: bytes, at: int) -> str:
    """Which letter a byte may be, and in how many lines there are such."""
    n = sum(not _is_utf8(line) for line in raw.splitlines())
    letter = raw[at : at + 1].decode("cp1252", "replace")
    lines = f", in {count(n, 'line')} of the file" if n > 1 else ""
    is_letter = letter.isprintable() and letter != "\N{REPLACEMENT CHARACTER}"
    return (
        f"in the encoding of Windows, in which spreadsheets save 'CSV', it is '{letter}'{lines}; " if is_letter else ""
    )


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def header(name: str, text: str, columns: Collection[str]) -> tuple[list[str], str]:
    """The header of a table, and what happened to the file as a whole, as the clauses of a message ("" if nothing).

    Parameters
    ----------
    columns : those the table may have
        A header of them in another form tells what form that is.
    """
    first = next(iter(io.StringIO(text, newline="")), "").rstrip("\r\n")
    cells = _cells(first, ",")
    if first.lower().startswith("sep="):
        return cells, "begins with a line that only a spreadsheet reads; the header is the first line; remove it"
    known = len(set(cells) & set(columns))
    for separator, words in SEPARATORS.items():
        if len(set(_cells(first, separator)) & set(columns)) > max(known, 1):
            what = f"its columns are separated by {words}, as spreadsheets of many countries save them"
            return cells, f"{what}; commas are needed; {SAVE_AGAIN}, or replace the {words}"
    if len(cells) == 1 and len(set(_cells(cells[0], ",")) & set(columns)) > 1:
        return cells, "each line stands in quotes as a whole; each cell has its own; remove the outer quotes"
    return cells, ""


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return [line]


def rows(name: str, text: str, found: Findings) -> Iterator[Row]:
    """Line number and cells of each row below the header; those of another length than the header are faults.

    Line breaks of Windows within a cell are line feeds; rows without any content are passed over with a note.
    """
    line, blank, width = 1, 0, 0
    ragged: list[tuple[int, int]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        width = len(next(reader, []))
        line = reader.line_num + 1
        for row in reader:
            if len(row) != width:
                ragged.append((line, len(row)))
            elif any(row):
                yield line, [cell.replace("\r\n", "\n") for cell in row]
            else:
                blank += 1
            line = reader.line_num + 1
    except csv.Error as error:
        what = f"is no CSV from here on ({error}); RFC 4180 is needed; check the quotes"
        found.faults.append(f"{name}:{line}: {what}")
    found.faults += _ragged_faults(name, width, ragged)
    if blank:
        found.notes.append(
            f"{name}:1: {count(blank, 'row')} without any content; passed over; delete to be rid of this"
        )


def _ragged_faults(name: str, width: int, ragged: list[tuple[int, int]]) -> list[str]:
    """A message for the rows with more cells than the header, one for those with fewer: line and number are given."""
    longer = [(line, n) for line, n in ragged if n > width]
    shorter = [(line, n) for line, n in ragged if n < width]
    quotes = "a comma in a text without quotes around it makes two cells; put the quotes back"
    found = []
    for places, why in ((longer, quotes), (shorter, "a row ends too early; check commas, quotes and line breaks")):
        for line, n in places[:1]:
            what = f"{count(n, 'cell')}; the header has {width:,}{more_rows(len(places))}"
            found.append(f"{name}:{line}: {what}; {why}")
    return found


def shown_columns(names: list[str], most: int = 24) -> str:
    """Columns by name, as a message can show them; a file may name many that nobody knows."""
    shown = [checks.visible(name) for name in names[:most]]
    more = [f"{len(names) - most:,} more"] if len(names) > most else []
    return f"column{'s' if len(names) > 1 else ''} {', '.join(shown + more)}"
