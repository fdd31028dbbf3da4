"""Dates as people write them, as EDTF: what is typed may be loose, what is stored is not."""

import calendar
import re
import unicodedata
from datetime import date

from onrecord import dates
from onrecord.errors import OnRecordError

NAMES = {name[:3].casefold(): n for n, name in enumerate(dates.MONTHS, 1)}
SEASONS = {name: code for code, name in dates.SEASONS.items()} | {"fall": "23"}
MONTH = r"(?P<month>[a-z]{3,9})\.?"
DAY, YEAR = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?", r"(?P<year>[0-9]{4})"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAY = re.compile(r"^(?P<name>mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? +")
FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{DAY}[ .]*(?:of )?{MONTH},? *{YEAR}",
        rf"{MONTH} *{DAY},? +{YEAR}",
        rf"{YEAR},? *{MONTH} *{DAY}",
        rf"{MONTH},? *{YEAR}",
        rf"{YEAR},? *{MONTH}",
        r"(?P<year>[0-9]{4})[-./](?P<month>[0-9]{1,2})[-./](?P<day>[0-9]{1,2})",
        r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})",
        r"(?P<month>[0-9]{1,2})[./](?P<year>[0-9]{4})",
    )
)
EITHER = re.compile(r"([0-9]{1,2})[-/]([0-9]{1,2})[-/]([0-9]{4})")
SEASON = re.compile(r"(?P<season>spring|summer|autumn|fall|winter)(?: of)?,? +(?P<year>[0-9]{4})(?:[/-][0-9]{2,4})?")
HALF = re.compile(rf"(?P<half>first|second) half of {MONTH},? *{YEAR}")
DECADE = re.compile(r"(?:the )?([0-9]{3})0s")
BETWEEN = re.compile(r" *(?: to | until | till | or | and |–|—| - ) *")
DASH = re.compile(r"(?<=^[0-9]{4})-(?=[0-9]{4}$)|(?<=^[0-9])-(?=[0-9])|(?<=^[0-9]{2})-(?=[0-9]{1,2} )")
BEFORE, AFTER = re.compile(r"^(?:until|before|by|up to) +"), re.compile(r"^(?:since|from|after) +")
ABOUT = re.compile(r"^(?:about|around|circa|c\.|ca\.) *")
ADVICE = "write for example 26 January 2021, January 2021, spring 2021, 2021-01-26, or first/last"


def to_edtf(typed: str) -> str:
    """The EDTF that `typed` means; "" for nothing typed. What is EDTF already is left as it is.

    Raises OnRecordError where it means no date, or may mean two (3/4/2021); it says what to write.

    >>> to_edtf("26 January 2021"), to_edtf("Spring or summer 2021"), to_edtf("٢٠٢١-٠١-٢٦")
    ('2021-01-26', '2021-21/2021-22', '2021-01-26')
    """
    plain = _plain(typed)
    if not plain:
        return ""
    for way in (lambda t: t, _read):
        found = way(plain)
        if found and _is_edtf(found):
            return found
    raise OnRecordError(f"“{typed.strip()[:60]}” is not read as a date; {ADVICE}.")


def edtf_label(text: str) -> str:
    """What an EDTF `text` says, in words, with itself in brackets; "" for none."""
    return f"{dates.parse(text).label} ({text})" if text else ""


def _plain(typed: str) -> str:
    """`typed` with the digits of any script as 0 to 9, without marks of direction, blanks made one."""
    text = unicodedata.normalize("NFKC", typed)
    text = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text if unicodedata.category(c) != "Cf")
    return " ".join(text.replace("\N{MINUS SIGN}", "-").replace("\N{NON-BREAKING HYPHEN}", "-").split())


def _is_edtf(text: str) -> bool:
    try:
        dates.parse(text)
    except ValueError:
        return False
    return True


def _read(text: str) -> str:
    """EDTF for words, "" where they are none."""
    low = text.casefold()
    if weekday := WEEKDAY.match(low):
        return _on(weekday["name"], low[weekday.end() :])
    if BEFORE.search(low):
        return _open(BEFORE.sub("", low), "../{}")
    if AFTER.search(low):
        return _open(AFTER.sub("", low), "{}/..")
    return _point(low) or _two(low)


def _on(weekday: str, low: str) -> str:
    """A day that is said to be a weekday; the calendar has the last word."""
    found = _point(low)
    try:
        name = WEEKDAYS[date.fromisoformat(found.rstrip("?~%")).weekday()]
    except ValueError:
        return ""
    if not name.startswith(weekday):
        raise OnRecordError(f"{edtf_label(found)} was a {name.capitalize()}; correct the day or leave the weekday out.")
    return found


def _open(low: str, form: str) -> str:
    # "from 5 to 7 May" has an end after all
    if both := _two(low):
        return both
    point = _point(low)
    return form.format(point) if point and "/" not in point else ""


def _two(low: str) -> str:
    """An interval; what its first end leaves out (month, year) is taken from the second."""
    ends = (BETWEEN if BETWEEN.search(low) else DASH).split(low)
    if len(ends) != 2:
        return ""
    last = _point(ends[1])
    words = ends[1].split()
    borrowed = (" ".join([ends[0], *words[n:]]) for n in range(len(words) + 1) if words)
    first = next((p for p in (_point(ends[0]), *map(_point, borrowed)) if p), "")
    return f"{first}/{last}" if first and last and "/" not in first + last else ""


def _point(low: str) -> str:
    """One date with its qualifier; "" where it is none."""
    bare = ABOUT.sub("", low)
    doubted = bare.removesuffix(" (inferred)").removesuffix("?")
    mark = "~" if bare != low else ""
    mark = ("%" if mark else "?") if doubted != bare else mark
    found = _bare(doubted.strip())
    return found + mark if found else ""


def _bare(low: str) -> str:
    if _is_edtf(low):
        return low
    if match := DECADE.fullmatch(low):
        return f"{match[1]}X"
    if match := SEASON.fullmatch(low):
        return f"{match['year']}-{SEASONS[match['season']]}"
    if match := HALF.fullmatch(low):
        return _half(match)
    if match := EITHER.fullmatch(low):
        return _numbers(*match.groups())
    return _written_day(low)


def _written_day(low: str) -> str:
    return next((day for form in FORMS if (match := form.fullmatch(low)) and (day := _day(match.groupdict()))), "")


def _numbers(first: str, second: str, year: str) -> str:
    """A day written as two numbers and a year, where only one of the two can be the month."""
    if first != second and int(first) <= 12 and int(second) <= 12:
        raise OnRecordError(f"{first}/{second}/{year} may be two days; write the month as a word.")
    day, month = (first, second) if int(second) <= 12 else (second, first)
    return f"{year}-{int(month):02}-{int(day):02}"


def _half(match: re.Match[str]) -> str:
    month, year = _month(match["month"]), int(match["year"])
    if not month:
        return ""
    first, last = (1, 15) if match["half"] == "first" else (16, calendar.monthrange(year, month)[1])
    return f"{year:04}-{month:02}-{first:02}/{year:04}-{month:02}-{last:02}"


def _day(parts: dict[str, str]) -> str:
    month, day = _month(parts["month"]), int(parts.get("day") or 0)
    return f"{parts['year']}-{month:02}" + (f"-{day:02}" if day else "") if month else ""


def _month(name: str) -> int:
    """The number of a month by its number, its name or a beginning of three letters or more; 0 where it is none."""
    number = int(name) if name.isdigit() else NAMES.get(name[:3], 0)
    if not 1 <= number <= 12:
        return 0
    return number if name.isdigit() or name == "sept" or dates.MONTHS[number - 1].casefold().startswith(name) else 0
