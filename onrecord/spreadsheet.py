"""What spreadsheets and programs for statistics do to the cells of a table: the cause and the cure of a fault."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.text import count

MISSING = frozenset(["NA", "N/A", "n/a", "#N/A", "NULL", "null", "NaN", "nan", "-", "–", "—"])
ERROR = re.compile(r"#(REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)|#{4,}")
SCIENTIFIC = re.compile(r"-?\d([.,]\d+)?[eE][+-]?\d+")
DECIMAL = re.compile(r"-?\d+[.,]0+")
THOUSANDS = re.compile(r"\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+")
DASH = re.compile(r"[−–—]\d+")
SERIAL = re.compile(r"([1-7]\d{4})(?:[.,]0+)?")
FIRST_DAY = date(1899, 12, 30)  # from which spreadsheets count
NUMERIC_DAY = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2((?:\d\d)?\d\d)")
YEAR_FIRST = re.compile(r"(?!\d{4}-\d\d-\d\d$)(\d{4})([./-])(\d{1,2})\2(\d{1,2})")
NAMED_DAY = re.compile(r"(?:(\d{1,2})[-. /]{0,2})?([^\W\d_]{3,9})[-. /]{0,2}((?:\d\d)?\d\d)?")
TIMED = re.compile(r"(\d{4}-\d\d-\d\d) \d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PIVOT = 69  # two digits from here on are of the last century


@dataclass(frozen=True)
class Damage:
    """One way in which a program spoils cells: what it did, what is allowed, what to do, as clauses of a message."""

    cause: str
    allowed: str
    cure: str


EMPTY = Damage(
    "which programs write for a missing value", "a missing value is an empty cell", "empty it, or fill it in"
)
BROKEN = Damage("which a spreadsheet writes where a formula fails", "a value is needed", "write the value")
ROUNDED = Damage(
    "as a spreadsheet writes what it takes for a long number",
    "its digits are lost in this file",
    "write it anew, in a column set to text",
)
FLOAT = Damage("a whole number made a decimal by a program", "no decimals are allowed", "write it without .0")
SPACED = Damage("a number with marks between its thousands", "digits alone are allowed", "remove the marks")
TYPED_DASH = Damage("with a dash for a minus", "the minus of a number is -", "write -")
APOSTROPHE = Damage("with the mark by which a spreadsheet takes it for text", "no mark is allowed", "remove the '")
SHORTENED = Damage(
    "whose leading zeros a spreadsheet dropped", "an id is written in full", "write it anew, in a column set to text"
)
AS_DATE = Damage("which a spreadsheet made a date of", "an id is no date", "write it anew, in a column set to text")


def damage(kind: str, value: str) -> Damage | None:
    """What a program did to `value`, which its column does not allow; None where nothing of the kind is known.

    Parameters
    ----------
    kind : of the column
        As in the schema, or ``code``.

    >>> damage("edtf", "44222").cure, damage("code", "1.0") == FLOAT, damage("edtf", "spring 2021")
    ('write 2021-01-26', True, None)
    """
    if value.strip() in MISSING:
        return EMPTY
    if ERROR.fullmatch(value):
        return BROKEN
    if value.startswith("'") and len(value) > 1:
        return APOSTROPHE
    return FORMS[kind](value.strip()) if kind in FORMS else None


def missing_words(table: str, column: str, cells: Iterable[tuple[object, str]]) -> list[str]:
    """A warning for each word of a missing value in a column of free text: line and value of its `cells` are given."""
    lines: dict[str, list[object]] = {}
    for line, value in cells:
        if value.strip() in MISSING:
            lines.setdefault(value.strip(), []).append(line)
    return [
        f"{table}.csv:{places[0]}: warning: {column} is '{word}'{more_rows(len(places))}, {EMPTY.cause}; "
        "it is read as that word; empty the cell where nothing is meant"
        for word, places in lines.items()
    ]


def more_rows(n: int) -> str:
    """How a message about one of `n` rows says that there are more."""
    return f" (here and in {count(n - 1, 'more row')})" if n > 1 else ""


def _of_date(value: str) -> Damage | None:
    known = _day(value)
    if known is None:
        return None
    write = f"write {known}" if known else "write year-month-day, as 2021-01-26"
    return Damage("as a spreadsheet keeps a date", "dates are EDTF, the year first", write)


def _day(value: str) -> str | None:
    """A day in the form of a spreadsheet as EDTF; "" where it cannot be told which it is, None where it is none."""
    if m := SERIAL.fullmatch(value):
        return (FIRST_DAY + timedelta(int(m[1]))).isoformat()
    if m := TIMED.fullmatch(value):
        return m[1]
    if m := YEAR_FIRST.fullmatch(value):
        return _iso(int(m[1]), int(m[3]), int(m[4]))
    if m := NUMERIC_DAY.fullmatch(value):
        return _numeric_day(int(m[1]), int(m[3]), _year(m[4]), is_day_first=m[2] == ".")
    return _named_day(value)


def _named_day(value: str) -> str | None:
    m = NAMED_DAY.fullmatch(value)
    if m is None or m[2][:3].lower() not in MONTHS:
        return None
    month = MONTHS.index(m[2][:3].lower()) + 1
    if m[1] and m[3]:
        return _iso(_year(m[3]), month, int(m[1]))
    return "" if m[1] or m[3] else None


def _numeric_day(first: int, second: int, year: int, *, is_day_first: bool) -> str:
    if is_day_first or first > 12:
        return _iso(year, second, first)
    return _iso(year, first, second) if second > 12 or first == second else ""


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else int(digits) + (1900 if int(digits) >= PIVOT else 2000)


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _of_id(value: str) -> Damage | None:
    if SCIENTIFIC.fullmatch(value):
        return ROUNDED
    if DECIMAL.fullmatch(value):
        return FLOAT
    return AS_DATE if not SERIAL.fullmatch(value) and _day(value) is not None else None


def _of_number(value: str) -> Damage | None:
    forms = ((SCIENTIFIC, ROUNDED), (DECIMAL, FLOAT), (THOUSANDS, SPACED), (DASH, TYPED_DASH))
    return next((what for form, what in forms if form.fullmatch(value)), None)


FORMS: Mapping[str, Callable[[str], Damage | None]] = {
    "edtf": _of_date,
    "id": _of_id,
    "sha256": _of_id,
    "integer": _of_number,
    "code": _of_number,
}
