"""A folder coded by hand: passages are found by their words; places, hashes and lengths are filled in."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from onrecord import checks
from onrecord.editing import passages
from onrecord.errors import DossierError, MissingError, OnRecordError
from onrecord.intake import proposing
from onrecord.schema import BY_NAME
from onrecord.store import csv_file
from onrecord.store.folder import QUOTE, replace_file
from onrecord.store.texts import TEXTS
from onrecord.text import count

BODY = ("body_start", "body_end")
OF_TEXT = ("sha256", "n_chars", *BODY)  # columns of a report that follow from its text
PLACE = ("start", "end")
PLACED = ("event_reports", "stances", "conflict_sides")
SURE = 95.0  # likeness from which on a passage that is merely alike is taken


@dataclass
class HandTable:
    """A table as it was typed: its columns, and line and cells of each row; ``n_filled`` rows were filled in.

    ``is_changed``: something was, or the column of words is no longer needed.
    """

    path: Path
    columns: list[str]
    rows: list[tuple[int, dict[str, str]]]
    n_filled: int = 0
    is_changed: bool = False

    def where(self, line: int) -> str:
        """The place of a row, as messages begin."""
        return f"{self.path.name}:{line}:"


@dataclass
class Anchoring:
    """What was filled in: the tables as they are now, what was taken though it is merely alike, what is left."""

    folder: Path
    tables: dict[str, HandTable] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """What was done, a line a table, and what was not."""
        changed = (t for t in self.tables.values() if t.is_changed)
        done = [f"{t.path.name}: {count(t.n_filled, 'row')} filled in" for t in changed]
        return [*done, *self.notes, *self.faults] or [f"{self.folder.name}: nothing is left to fill in"]


@dataclass(frozen=True)
class Source:
    """The text of a report and the bounds of the report in it."""

    report_id: str
    text: str
    body: tuple[int, int]


def anchor(folder: Path, more_texts: Path | None = None) -> Anchoring:
    """Fill in what follows from the texts of a folder that was coded by hand. No file is touched.

    Parameters
    ----------
    folder : with the tables, and the texts in ``texts/``, each called after its report
        A row without a place has the words of its passage in a column ``quote``.
    more_texts : a folder
        Where further texts lie.

    Notes
    -----
    Cells that say something stay as they are. Words are found as `passages.find` finds them; those that stand in
    several places, or in none that is nearly the same, are left and named.

    Raises MissingError where there is no such folder, DossierError where a table cannot be read.
    """
    if not folder.is_dir():
        raise MissingError(f"'{folder}' is not a folder; name a dossier folder.")
    found = Anchoring(folder)
    try:
        found.tables = _tables(folder)
        sources = dict(_sources(found, [folder / TEXTS, *([more_texts] if more_texts else [])]))
    except OSError as error:
        raise MissingError(f"'{error.filename}' cannot be read ({error.strerror}); check who may read it.") from error
    for name in PLACED:
        _fill_places(found, found.tables[name], sources)
    return found


def write(anchoring: Anchoring) -> None:
    """Write the tables in which something was filled in; each appears whole or not at all.

    The column ``quote`` goes once every row of its table has its place. Raises OnRecordError where this cannot be done.
    """
    try:
        for table in anchoring.tables.values():
            if table.is_changed:
                replace_file(table.path, _csv(table))
    except OSError as error:
        raise OnRecordError(f"'{error.filename}' cannot be written ({error.strerror}).") from error


def _tables(folder: Path) -> dict[str, HandTable]:
    """The tables with places, as they were typed. Raises DossierError with every fault of their form."""
    faults: list[str] = []
    tables = {name: _table(name, folder / f"{name}.csv", faults) for name in ("reports", *PLACED)}
    if faults:
        raise DossierError(folder.name, faults)
    return tables


def _table(name: str, path: Path, faults: list[str]) -> HandTable:
    if not path.is_file():
        faults.append(f"{path.name}:1: is not there; every table is needed, if only its header; see data/README.md")
        return HandTable(path, [], [])
    found = csv_file.Findings()
    text = csv_file.file_text(path, found.faults)
    header, wrong = csv_file.header(path.name, text, [c.name for c in BY_NAME[name].columns])
    if not found.faults and (wrong := wrong or _header_fault(name, header)):
        found.faults.append(f"{path.name}:1: {wrong}; see data/README.md")
    rows = [] if found.faults else list(csv_file.rows(path.name, text, found))
    faults += found.faults
    columns = _columns(name, header)
    return HandTable(path, columns, [(line, _cells(columns, header, row)) for line, row in rows])


def _columns(name: str, header: Sequence[str]) -> list[str]:
    """The columns that are there and those that are to be filled in, in the schema's order; the words last."""
    kept = {*header, *_filled_columns(name)}
    return [c.name for c in BY_NAME[name].columns if c.name in kept] + [c for c in header if c == QUOTE]


def _cells(columns: Sequence[str], header: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    return {**dict.fromkeys(columns, ""), **dict(zip(header, row, strict=True))}


def _filled_columns(name: str) -> tuple[str, ...]:
    return OF_TEXT if name == "reports" else PLACE


def _header_fault(name: str, header: Sequence[str]) -> str:
    table = BY_NAME[name]
    needed = set(table.needed()).difference(_filled_columns(name), header)
    extra = set(header).difference((c.name for c in table.columns), [] if name == "reports" else [QUOTE])
    if needed:
        return f"{csv_file.shown_columns(sorted(needed))} missing; every one is needed; add them"
    return f"{csv_file.shown_columns(sorted(extra))} unknown; no such column is read; remove them" if extra else ""


def _sources(found: Anchoring, folders: Sequence[Path]) -> Iterator[tuple[str, Source | None]]:
    """The text of each report, with what follows from it filled in; None where it cannot be used."""
    table = found.tables["reports"]
    for line, row in table.rows:
        where, report_id = table.where(line), row["report_id"]
        content = _content(report_id, folders)
        if content is None:
            if not all(row[name] for name in OF_TEXT[1:]):
                what = f"'{checks.visible(report_id)}' has no text, so nothing can be filled in"
                found.faults.append(f"{where} {what}; a text is needed; put it in {TEXTS}/, called after the report")
            yield report_id, None
        else:
            before = dict(row)
            yield report_id, _source(found, where, row, content)
            table.n_filled += row != before
            table.is_changed |= row != before


def _content(report_id: str, folders: Sequence[Path]) -> bytes | None:
    if not checks.ID.fullmatch(report_id):
        return None
    paths = (folder / f"{report_id}.txt" for folder in folders)
    return next((path.read_bytes() for path in paths if path.is_file()), None)


def _source(found: Anchoring, where: str, row: dict[str, str], content: bytes) -> Source | None:
    """A text that is the one coded, its row filled in."""
    sha256 = hashlib.sha256(content).hexdigest()
    if row["sha256"] not in ("", sha256):
        what = f"the text of '{row['report_id']}' is not the one that was coded (SHA-256 {sha256[:12]}…)"
        found.faults.append(
            f"{where} {what}; places count its characters; attach that text, or empty sha256 and places"
        )
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        found.faults.append(f"{where} the text of '{row['report_id']}' is not UTF-8; text is UTF-8; save it as UTF-8")
        return None
    start, end = proposing.body(text, "", row.get("title", ""))
    for name, value in zip(OF_TEXT, (sha256, len(text), start, end), strict=True):
        row[name] = row[name] or str(value)
    if not all(checks.INTEGER.fullmatch(row[name]) for name in BODY):
        found.faults.append(f"{where} its body is no pair of whole numbers; they count characters; correct them")
        return None
    return Source(row["report_id"], text, (int(row["body_start"]), int(row["body_end"])))


def _fill_places(found: Anchoring, table: HandTable, sources: Mapping[str, Source | None]) -> None:
    n_left = 0
    for line, row in table.rows:
        if row["start"] and row["end"]:
            continue
        where = table.where(line)
        match = _match(found, where, row, sources)
        if match is None:
            n_left += 1
        else:
            row["start"], row["end"] = str(match.start), str(match.end)
            table.n_filled += 1
    if not n_left and QUOTE in table.columns:
        table.columns.remove(QUOTE)
        table.is_changed = True
    table.is_changed |= table.n_filled > 0


def _match(
    found: Anchoring, where: str, row: Mapping[str, str], sources: Mapping[str, Source | None]
) -> passages.PassageMatch | None:
    """The one place of the words of a row; None where there is none, said in the faults."""
    report_id, quote = row["report_id"], row.get(QUOTE, "").strip()
    if report_id not in sources:
        found.faults.append(
            f"{where} report_id '{checks.visible(report_id)}' is not in reports.csv; ids must resolve; add it"
        )
        return None
    if not quote:
        what = "has neither a place nor the words of its passage"
        found.faults.append(f"{where} {what}; one of them is needed; copy the words into a column {QUOTE}")
        return None
    source = sources[report_id]
    if source is None:
        return None  # said with its report
    match = passages.find(source.text, quote, source.body) if len(quote) <= passages.LONGEST else None
    if fault := _match_fault(source, match):
        found.faults.append(f"{where} '{checks.visible(quote)}' {fault}")
        return None
    if match and match.how == "alike":
        words = checks.visible(source.text[match.start : match.end])
        what = f"warning: its words are not there, the nearest were taken ({match.likeness:.0f} % alike): '{words}'"
        found.notes.append(f"{where} {what}; a passage is what the report says; compare them")
    return match


def _match_fault(source: Source, match: passages.PassageMatch | None) -> str:
    """Why words have no place of their own; "" where they have."""
    report = f"'{source.report_id}'"
    if match is None:
        return f"is nowhere in the body of {report}; the words of the report are needed; correct them"
    if match.n_places > 1:
        return f"stands in {match.n_places} places of {report}; one is needed; give more of its words, or start and end"
    if match.how == "alike" and match.likeness < SURE:
        words = checks.visible(source.text[match.start : match.end])
        near = f"the nearest is '{words}' ({match.likeness:.0f} % alike)"
        return f"is not in the body of {report}, {near}; the words of the report are needed; correct them"
    return ""


def _csv(table: HandTable) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([row[c] for c in table.columns] for _, row in table.rows)
    return out.getvalue()
