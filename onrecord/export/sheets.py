"""Tables as an Excel file."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from onrecord.errors import OnRecordError
from onrecord.export.tables import plain
from onrecord.export.text import guard, printable, xml_text
from onrecord.text import count

READ_ME = "Read me"
MAX_ROWS, MAX_TEXT, MAX_NAME = 1_048_576, 32_767, 31
NARROWEST, WIDEST, ROWS_MEASURED = 8, 60, 200
FIRST_DAY = pd.Timestamp("1900-03-01")  # before it Excel counts a day that never was
CREATED = datetime(2000, 1, 1)  # in every file, so that equal tables give equal bytes
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def xlsx(tables: Mapping[str, pd.DataFrame], *, about: Mapping[str, str]) -> bytes:
    """Tables as one Excel file, a sheet each, behind a sheet that says what they are.

    Parameters
    ----------
    tables : name to table
        The indexes are left out. A name that cannot name a sheet is changed as little as needed.
    about : what the tables are: address of the view, scope, version of the dossier, licence

    Returns
    -------
    bytes
        Sheet ``Read me`` first: the entries of `about`, then the sheets with their number of rows. Text is typed as
        text, never as a formula or a link; days are typed as days from 1900-03-01 on and are text before.

    Errors
    ------
    OnRecordError where a table has more rows than a sheet can hold.

    Notes
    -----
    Text longer than a cell can hold (32,767 characters) ends in "…". Control characters are dropped; what XML
    cannot carry besides becomes U+FFFD.

    Source: ECMA-376; the limits from Microsoft, "Excel specifications and limits".
    """
    for name, table in tables.items():
        if len(table) >= MAX_ROWS:
            raise OnRecordError(f"{name} has {count(len(table), 'row')}; a sheet holds {MAX_ROWS - 1:,}. Take the CSV.")
    names = _sheet_names(list(tables))
    out = BytesIO()
    with Workbook(out, OPTIONS) as book:
        book.set_properties({"created": CREATED})
        sheets = _Sheets(book)
        sheets.add(READ_ME, _read_me(dict(zip(names, tables.values(), strict=True)), about))
        for name, table in zip(names, tables.values(), strict=True):
            sheets.add(name, table)
    return out.getvalue()


class _Sheets:
    """The sheets of one file, and the few formats they share."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._bold: Format = book.add_format({"bold": True})
        self._day: Format = book.add_format({"num_format": "yyyy-mm-dd"})
        # Stays text also when somebody edits the cell.
        self._quoted: Format = book.add_format({"quote_prefix": True})

    def add(self, name: str, table: pd.DataFrame) -> None:
        sheet: Worksheet = self._book.add_worksheet(name)
        columns = [[_cell(value) for value in table.iloc[:, i]] for i in range(table.shape[1])]
        headers = [_fitting(str(header)) for header in table.columns]
        for i, (header, column) in enumerate(zip(headers, columns, strict=True)):
            sheet.set_column(i, i, _width([header, *column[:ROWS_MEASURED]]))
        sheet.freeze_panes(1, 0)
        for i, header in enumerate(headers):
            sheet.write_string(0, i, header, self._bold)
        for row, values in enumerate(zip(*columns, strict=True), start=1):
            for i, value in enumerate(values):
                self._write(sheet, (row, i), value)

    def _write(self, sheet: Worksheet, at: tuple[int, int], value: str | float | bool | datetime | None) -> None:
        if isinstance(value, str):
            sheet.write_string(*at, value, self._quoted if guard(value) != value else None)
        elif isinstance(value, bool):
            sheet.write_boolean(*at, value)
        elif isinstance(value, datetime):
            sheet.write_datetime(*at, value, self._day)
        elif value is not None:
            sheet.write_number(*at, value)


def _cell(value: object) -> str | float | bool | datetime | None:
    if isinstance(value, pd.Timestamp):
        day = pd.Timestamp(value.date())
        return day.to_pydatetime() if day >= FIRST_DAY else plain(day)
    value = plain(value)
    return (_fitting(value) or None) if isinstance(value, str) else value


def _fitting(text: str) -> str:
    text = xml_text(printable(text))
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"


def _width(cells: list[str | float | bool | datetime | None]) -> int:
    longest = max(10 if isinstance(c, datetime) else len(str(c)) for c in cells if c is not None)
    return min(max(longest + 2, NARROWEST), WIDEST)


def _read_me(tables: Mapping[str, pd.DataFrame], about: Mapping[str, str]) -> pd.DataFrame:
    sheets = [(f"sheet {name}", count(len(table), "row")) for name, table in tables.items()]
    return pd.DataFrame([*about.items(), *sheets], columns=["about", "value"], dtype=object)


def _sheet_names(names: list[str]) -> list[str]:
    taken = {READ_ME.lower(), "history"}  # Excel keeps "History" for itself
    out = []
    for name in names:
        free = next(n for n in _candidates(name) if n.lower() not in taken)
        taken.add(free.lower())
        out.append(free)
    return out


def _candidates(name: str) -> Iterator[str]:
    stem = re.sub(r"[\[\]:*?/\\]", " ", _fitting(name)).replace("\n", " ").replace("\t", " ")
    stem = _narrow(stem.strip(" '")) or "Table"
    yield stem.strip(" '")
    n = 2
    while True:
        yield f"{_narrow(stem, MAX_NAME - len(str(n)) - 1)} {n}"
        n += 1


def _narrow(text: str, units: int = MAX_NAME) -> str:
    """`text` cut to so many UTF-16 code units, in which Excel counts."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", errors="ignore").rstrip(" '")
