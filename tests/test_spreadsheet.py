"""What spreadsheets, editors and programs for statistics do to a folder: each is told by its cause and its cure."""

import csv
import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord import spreadsheet, store
from onrecord.errors import DossierError

RIVER = Path(__file__).parent / "dossiers" / "river"
CASES = Path(__file__).parents[2] / "shared" / "cases" / "intake"
FAULT = re.compile(r"\w+\.(csv|toml):\d+: [^\n]+; [^\n]+; [^\n]+")


@pytest.fixture
def river(tmp_path) -> Path:
    return shutil.copytree(RIVER, tmp_path / "river")


def faults(folder: Path) -> list[str]:
    with pytest.raises(DossierError) as refused:
        store.read_folder(folder)
    assert [f for f in refused.value.faults if not FAULT.fullmatch(f)] == []
    return list(refused.value.faults)


def separated(path: Path, separator: str) -> str:
    """A table with another separator between its cells."""
    out = io.StringIO()
    with path.open(encoding="utf-8", newline="") as file:
        csv.writer(out, delimiter=separator, lineterminator="\n").writerows(csv.reader(file))
    return out.getvalue()


def each_cell(path: Path, column: str, changed: Callable[[str], str]) -> int:
    """Change the cells of one column that say something; how many."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    at, n = header.index(column), 0
    for row in rows:
        new = changed(row[at]) if row[at] else row[at]
        n += new != row[at]
        row[at] = new
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    return n


# The file as a whole: how it is saved, and what is said of it.
FILES = {
    "semicolons": (lambda path: separated(path, ";").encode("utf-8-sig"), "separated by semicolons"),
    "tabs": (lambda path: separated(path, "\t").encode(), "separated by tabs"),
    "UTF-16": (lambda path: separated(path, "\t").encode("utf-16"), "is UTF-16"),
    "UTF-16 without a mark": (lambda path: path.read_text("utf-8").encode("utf-16-le"), "is UTF-16"),
    "UTF-16, high byte first": (lambda path: path.read_text("utf-8").encode("utf-16-be"), "is UTF-16"),
    "Windows letters": (lambda path: path.read_bytes().replace(b"Ingrid", "Ingr\xedd".encode("cp1252")), "it is 'í'"),
    "a line for the spreadsheet": (lambda path: b"sep=,\n" + path.read_bytes(), "that only a spreadsheet reads"),
    "lines in quotes": (
        lambda path: "".join(f'"{line}"\n' for line in path.read_text("utf-8").splitlines()).encode(),
        "each line stands in quotes as a whole",
    ),
    "columns without a name": (
        lambda path: b"".join(line + b",,\n" for line in path.read_bytes().splitlines()),
        "a column has no name",
    ),
}


@pytest.mark.parametrize("how", FILES)
def test_how_a_file_was_saved_is_told_once_with_its_cure(how, river):
    saved, told = FILES[how]
    actors = river / "actors.csv"
    actors.write_bytes(saved(actors))
    mine = [f for f in faults(river) if f.startswith("actors.csv:")]
    assert len(mine) == 1 and told in mine[0]


@pytest.mark.parametrize("how", ["CR", "CRLF", "mark"])
def test_line_ends_and_a_mark_at_the_beginning_change_nothing(how, river):
    before = store.read_folder(river)
    actors = river / "actors.csv"
    each_cell(actors, "note", lambda value: value + "\nand so on")
    content, within = actors.read_bytes(), store.read_folder(river)
    ends = {"CR": b"\r", "CRLF": b"\r\n"}.get(how)
    if how == "CR":  # within cells it stays a line feed
        content = content.replace(b"\nand so on", b" and so on")
        actors.write_bytes(content)
        within = store.read_folder(river)
    actors.write_bytes(content.replace(b"\n", ends) if ends else b"\xef\xbb\xbf" + content)
    assert store.read_folder(river).version == within.version != before.version


# A column as a program leaves it: table, column, what becomes of a cell, what is said of the first.
COLUMNS = {
    "days by points": ("events", "date", lambda d: "26.01.2021", "is '26.01.2021'", "write 2021-01-26"),
    "American days": ("events", "date", lambda d: "1/26/2021", "is '1/26/2021'", "write 2021-01-26"),
    "either day": ("events", "date", lambda d: "3/4/2021", "is '3/4/2021'", "write year-month-day"),
    "numbers of days": ("events", "date", lambda d: "44222", "is '44222'", "write 2021-01-26"),
    "named months": ("events", "date", lambda d: "26-Jan-21", "is '26-Jan-21'", "write 2021-01-26"),
    "days with a time": ("events", "date", lambda d: "2021-01-26 00:00:00", "2021-01-26 00:00", "write 2021-01-26"),
    "no zeros": ("events", "date", lambda d: "2021-1-6", "is '2021-1-6'", "write 2021-01-06"),
    "NA for a date": ("events", "date", lambda d: "NA", "is 'NA'", "a missing value is an empty cell"),
    "NA for an id": ("event_actors", "report_id", lambda d: "n/a", "is 'n/a'", "a missing value is an empty cell"),
    "nan for an id": ("event_actors", "report_id", lambda d: "nan", "is 'nan'", "a missing value is an empty cell"),
    "NULL for a code": ("stances", "confidence", lambda d: "NULL", "is 'NULL'", "a missing value is an empty cell"),
    "a dash": ("event_reports", "reported_date", lambda d: "-", "is '-'", "a missing value is an empty cell"),
    "long numbers": ("reports", "sha256", lambda d: "6.12E+63", "is '6.12E+63'", "its digits are lost"),
    "ids as numbers": ("event_actors", "report_id", lambda d: "1.0E+15", "is '1.0E+15'", "its digits are lost"),
    "ids as dates": ("event_actors", "report_id", lambda d: "01-Mar", "is '01-Mar'", "an id is no date"),
    "decimals": ("stances", "position", lambda d: d + ".0", ".0'", "no decimals are allowed"),
    "decimals of places": ("stances", "start", lambda d: d + ".0", ".0'", "no decimals are allowed"),
    "thousands": ("reports", "n_chars", lambda d: d[0] + "," + d[1:], "is '1,262'", "digits alone are allowed"),
    "a typed minus": ("stances", "position", lambda d: d.replace("-", "−"), "is '−", "the minus of a number is -"),
    "an apostrophe": ("stances", "position", lambda d: "'" + d, "is ''", "no mark is allowed"),
    "formulas": ("stances", "position", lambda d: "#REF!", "is '#REF!'", "where a formula fails"),
}


@pytest.mark.parametrize("how", COLUMNS)
def test_what_a_program_did_to_a_column_is_told_once_with_the_number_of_rows(how, river):
    table, column, changed, value, told = COLUMNS[how]
    n = each_cell(river / f"{table}.csv", column, changed)
    mine = [f for f in faults(river) if re.match(rf"{table}\.csv:\d+: {column} ", f)]
    assert len(mine) == 1 and value in mine[0] and told in mine[0]
    assert (f"here and in {n - 1} more row" in mine[0]) == (n > 1)


def test_ids_whose_leading_zeros_are_gone_are_told_so(river):
    """Reports called 01, 02 …, and rows that name them 1, 2 …"""
    for path in river.glob("*.csv"):
        for column in {"report_id", "derived_from"}.intersection(path.read_text("utf-8").split("\n")[0].split(",")):
            each_cell(path, column, lambda value: value[:2])
    store.read_folder(river)
    each_cell(river / "stances.csv", "report_id", lambda value: value.lstrip("0"))
    (fault,) = faults(river)
    assert fault.startswith("stances.csv:2: report_id is '1' (here and in ") and "leading zeros" in fault


def test_rows_whose_quotes_are_lost_are_told_once(river):
    path = river / "reports.csv"
    rows = path.read_text("utf-8").replace('"', "")
    path.write_text(rows, "utf-8")
    mine = [f for f in faults(river) if f.startswith("reports.csv:")]
    assert len(mine) == 1 and "a comma in a text without quotes around it" in mine[0] and "more row" in mine[0]


def test_rows_that_a_spreadsheet_left_empty_are_passed_over_with_a_note(river):
    before, path = store.read_folder(river), river / "actors.csv"
    path.write_text(path.read_text("utf-8") + ",,,,,,,\n" * 3, "utf-8")
    after = store.read_folder(river)
    assert after.version == before.version
    assert [n for n in after.notes if n not in before.notes] == [
        "actors.csv:1: 3 rows without any content; passed over; delete to be rid of this"
    ]


def test_a_word_for_nothing_in_a_text_is_read_and_warned_of(river):
    n = each_cell(river / "reports.csv", "outlet", lambda value: "N/A")
    read = store.read_folder(river)
    assert set(read.tables["reports"]["outlet"]) == {"N/A"}
    (note,) = [line for line in read.notes if "warning" in line]
    assert note.startswith(f"reports.csv:2: warning: outlet is 'N/A' (here and in {n - 1} more rows), which programs")


@pytest.mark.parametrize(("case", "told"), [("semicolons", "semicolons"), ("na-words", "'NA'"), ("plain-dossier", "")])
def test_folders_that_analysts_handed_in_are_read_or_told_what_is_wrong(case, told):
    if not (CASES / case).is_dir():
        pytest.skip("the cases are not part of the project and do not lie beside it")
    try:
        lines = [n for n in store.read_folder(CASES / case).notes if "warning" in n]
    except DossierError as error:
        lines = list(error.faults)
    assert bool(lines) == bool(told) and all(told in line for line in lines)


@pytest.mark.parametrize("value", ["spring 2021", "yesterday", "2021-02-30", "26", "in May", "1.5", "007", "s-x"])
def test_what_no_program_did_keeps_its_own_message(value):
    assert all(spreadsheet.damage(kind, value) is None for kind in ("edtf", "integer", "id", "code", "text"))
