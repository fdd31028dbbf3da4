"""EDTF text (ISO 8601-2 level 1) as days, a label in plain English, and what is known about their precision.

The grammar is that of the `edtf` package; where that departs from the standard or the calendar, a comment says how and
why. Whole days, months, seasons and years never reach it: a pattern reads them a hundred times as fast.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

import numpy as np
import pandas as pd
from edtf import Date, DateAndTime, EDTFParseException, Season, Unspecified, parse_edtf

LONGEST = 64
ALLOWED = (
    "EDTF level 1: 2021, 2021-04, 2021-04-26, a season 21 to 24 as in 2021-21, X for unknown last digits as in 201X "
    "or 2021-04-XX, one ? ~ or % at the end, first/last for an interval, .. for an open end"
)
# Spelt out because the standard library's month names follow the locale of the machine.
MONTHS = ("January", "February", "March", "April", "May", "June",
          "July", "August", "September", "October", "November", "December")  # fmt: skip
SEASONS = MappingProxyType({"21": "spring", "22": "summer", "23": "autumn", "24": "winter"})
APPROXIMATE, UNCERTAIN = frozenset("~%"), frozenset("?%")
OUTSIDE = "lies outside the years 0001 to 9999"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SEASON, WHOLE = re.compile(r"[0-9]{4}-2[1-4]"), re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2]))?")
STRAY = re.compile(r"[^0-9XYTZ:+\-?~%./]")


@dataclass(frozen=True)
class Span:
    """The days a date may mean, and how it is said.

    ``earliest`` and ``latest`` are the first and last day it may fall on, None where that end is open or unknown.
    ``label`` is for people. ``is_day``: one day, its precision not in doubt. ``is_approximate``: marked ``~`` or ``%``.
    ``is_uncertain``: marked ``?`` or ``%``. ``is_open``: one end is open or unknown.
    """

    earliest: date | None
    latest: date | None
    label: str
    is_day: bool
    is_approximate: bool
    is_uncertain: bool
    is_open: bool


NOT_GIVEN = Span(None, None, "", is_day=False, is_approximate=False, is_uncertain=False, is_open=False)


@lru_cache(maxsize=2**16)
def parse(text: str) -> Span:
    """The span of days that one EDTF text means.

    Parameters
    ----------
    text : EDTF, ISO 8601-2 level 1
        A year, month, season or day, qualified or not; a day with its time; unspecified last digits; an interval.

    Returns
    -------
    Span
        ``earliest`` <= ``latest`` where both are known; never both None.

    Errors
    ------
    ValueError where it is anything else, outside the years 1 to 9999, or ends before it begins; it says what may be.

    Notes
    -----
    Seasons are the meteorological ones of the northern hemisphere; winter ends in the year after the one it is named
    by. Two seasons in a row are read as one or the other. A time is dropped and its day kept as written, whatever the
    offset from UTC. ``?`` doubts whether the date is right and leaves a day a day; ``~`` and ``%`` blur it, so that
    ``is_day`` is False. Neither widens the span: the standard does not say by how much. An interval with neither end
    is refused: it dates nothing.

    Source: ISO 8601-2:2019; Library of Congress, Extended Date/Time Format (EDTF) Specification.

    >>> span = parse("2021-21/2021-22")
    >>> span.earliest, span.latest, span.label
    (datetime.date(2021, 3, 1), datetime.date(2021, 8, 31), 'spring or summer 2021')
    """
    try:
        if not 0 < len(text) <= LONGEST:
            raise ValueError(f"is longer than {LONGEST} characters" if text else "is empty")
        if stray := STRAY.search(text):
            raise ValueError(f"holds {stray[0]!r} (U+{ord(stray[0]):04X}), which no date of level 1 has")
        if "/" in text:
            return _interval(text)
        point = _point(text)
        return _span(point, point, point.label)
    except ValueError as error:
        shown = repr(text[:LONGEST]) + ("…" if len(text) > LONGEST else "")
        raise ValueError(f"{shown} {error}; allowed is {ALLOWED}") from None


def spans(texts: pd.Series) -> pd.DataFrame:
    """The spans of a column of EDTF texts, row by row.

    Parameters
    ----------
    texts : column of text
        EDTF, level 1; "" where no date is given.

    Returns
    -------
    table, the index of `texts`
        ``earliest``, ``latest`` (datetime64[us], NaT where open, unknown or not given), ``label`` ("" where not given),
        ``is_day``, ``is_approximate``, ``is_uncertain`` (yes/no; no where not given).

    Errors
    ------
    ValueError where a text is not EDTF level 1; the message names the first.

    Notes
    -----
    Each distinct text is parsed once, so the work grows with the distinct texts and not with the rows.

    >>> spans(pd.Series(["2021-04", "2017/.."], index=["a", "b"]))["latest"].dt.year.to_dict()
    {'a': 2021.0, 'b': nan}
    """
    codes, values = pd.factorize(texts)
    # A missing value has code -1, which takes the last row, added here for it.
    known = [parse(value) if value else NOT_GIVEN for value in values] + [NOT_GIVEN]
    table = pd.DataFrame(
        {
            "earliest": np.array([span.earliest for span in known], dtype="datetime64[us]"),
            "latest": np.array([span.latest for span in known], dtype="datetime64[us]"),
            "label": pd.Series([span.label for span in known], dtype="str"),
            "is_day": [span.is_day for span in known],
            "is_approximate": [span.is_approximate for span in known],
            "is_uncertain": [span.is_uncertain for span in known],
        }
    )
    return table.take(codes).set_axis(texts.index)


def label_day(day: date) -> str:
    """A day in plain English, the day of the month without a leading zero.

    Parameters
    ----------
    day : date
        Any day; of a timestamp, its day.

    Returns
    -------
    text

    >>> label_day(date(2021, 1, 6))
    '6 January 2021'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {_year(day.year)}"


@dataclass(frozen=True)
class _Point:
    """A whole date, or one end of an interval: its days and the parts of its label."""

    earliest: date
    latest: date
    grain: str
    name: str
    qualifier: str
    lead: str = ""

    @property
    def label(self) -> str:
        """The name, with what is said before it and what the qualifier adds."""
        about = "about " if self.qualifier in APPROXIMATE else ""
        return f"{self.lead}{about}{self.name}{' (inferred)' if self.qualifier in UNCERTAIN else ''}"


def _span(start: _Point | None, end: _Point | None, label: str) -> Span:
    known = [point for point in (start, end) if point is not None]
    earliest, latest = start.earliest if start else None, end.latest if end else None
    approximate = any(point.qualifier in APPROXIMATE for point in known)
    uncertain = any(point.qualifier in UNCERTAIN for point in known)
    return Span(earliest, latest, label, earliest == latest and not approximate, approximate, uncertain, len(known) < 2)


def _interval(text: str) -> Span:
    # Unspecified digits inside an interval are level 2, a time is in none; the package takes the former.
    if text.count("/") > 1 or {"X", "T"} & set(text):
        raise ValueError("is not two days, months, seasons or years with one slash between them")
    first, last = text.split("/")
    # The package gives an unknown end ten years; here it stays unknown.
    start = None if first in ("", "..") else _point(first)
    end = None if last in ("", "..") else _point(last)
    if start and end:
        if start.earliest > end.latest:
            raise ValueError("ends before it begins")
        return _span(start, end, _between(start, end))
    if start:
        return _span(start, None, f"from {start.label}" + ("" if last else ", end unknown"))
    if end:
        return _span(None, end, f"by {end.label}" + ("" if first else ", start unknown"))
    raise ValueError("names neither where it begins nor where it ends")


def _between(start: _Point, end: _Point) -> str:
    if start == end:
        return start.label
    # One day may fall in either of two seasons in a row: the way to write "spring or summer" at level 1.
    in_a_row = start.grain == end.grain == "season" and end.earliest - start.latest == timedelta(days=1)
    joint = "or" if in_a_row else "to"
    words, others = start.name.split(), end.name.split()
    alike = (start.grain, start.qualifier) == (end.grain, end.qualifier)
    while alike and words[-1] == others[-1]:
        words, others = words[:-1], others[:-1]
    short = " ".join(words)
    # Where only one end is qualified, or nothing is shared, each end keeps its own words: the reader sees which it is.
    if short == start.name:
        return f"{start.label} {joint} {end.label}"
    return replace(start, name=f"{short} {joint} {end.name}").label


def _point(text: str) -> _Point:
    # The package refuses a qualified season outside an interval, which level 1 allows: the qualifier comes off first.
    qualifier = text[-1] if text[-1] in "?~%" else ""
    bare = text.removesuffix(qualifier)
    if bare.startswith(("-", "Y")) or bare[:4].replace("X", "0") == "0000":
        raise ValueError(OUTSIDE)
    if "T" in bare:
        if qualifier:
            raise ValueError("qualifies a time")
        bare = _day_of(bare)
    if DAY.fullmatch(bare):
        day = _day(bare)
        return _Point(day, day, "day", label_day(day), qualifier)
    return _season(bare, qualifier) if bare[5:] in SEASONS else _coarse(bare, qualifier)


def _day(text: str) -> date:
    # The package takes 29 February in any year.
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"names a day that does not exist ({text})") from None


def _day_of(text: str) -> str:
    # The package leaves out +00:00, as many programs write UTC, and lets a time follow a month or a year.
    _edtf(f"{text[:-6]}Z" if text.endswith("+00:00") else text, DateAndTime)
    day = text.partition("T")[0]
    if not DAY.fullmatch(day):
        raise ValueError("gives a time without a day")
    return day


def _season(text: str, qualifier: str) -> _Point:
    plain = SEASON.fullmatch(text)
    found = Season(text[:4], text[5:]) if plain else _edtf(text, Season)  # type: ignore[no-untyped-call]
    earliest, latest = date(*found.lower_strict()[:3]), date(*found.upper_strict()[:3])
    named = _year(earliest.year)
    if text.endswith("24"):
        # The package ends winter on 31 December, for the sake of sorting: two of its three months would be missing.
        if earliest.year == date.max.year:
            raise ValueError(OUTSIDE)
        latest = date(earliest.year + 1, 3, 1) - timedelta(days=1)
        named += f"/{latest.year % 100:02}" if latest.year % 100 else f"/{latest.year}"
    return _Point(earliest, latest, "season", f"{SEASONS[text[5:]]} {named}", qualifier)


def _coarse(text: str, qualifier: str) -> _Point:
    found = Date(text[:4], text[5:] or None) if WHOLE.fullmatch(text) else _edtf(text, Date, Unspecified)
    # The package takes 1X9X; level 1 leaves only last digits open.
    if re.search(r"X[0-9]", text):
        raise ValueError("leaves open a digit before one that is given (level 2)")
    earliest, latest = date(*found.lower_strict()[:3]), date(*found.upper_strict()[:3])
    year = _year(earliest.year)
    if "X" in text[:4]:
        # "2000s" may be ten, a hundred or a thousand years: only the other decades are called so.
        decade = text[3] == "X" != text[2] and earliest.year % 100
        name, lead = (f"{year}s", "") if decade else (f"{year} to {latest.year}", "a year from ")
        return _Point(earliest, latest, "years", name, qualifier, lead)
    rest = text[5:]
    if rest[:2].isdigit():
        name = f"{MONTHS[earliest.month - 1]} {year}"
        return _Point(earliest, latest, "month", name, qualifier, "a day in " if rest.endswith("XX") else "")
    return _Point(earliest, latest, "year", year, qualifier, {"XX": "a month in ", "XX-XX": "a day in "}.get(rest, ""))


def _edtf(text: str, *kinds: type) -> Date | DateAndTime:
    try:
        found: Date | DateAndTime = parse_edtf(text)
    except (EDTFParseException, AttributeError):  # the library trips over a month of which one digit is unknown
        raise ValueError("is not a date in this form") from None
    # By exact type: forms of level 2 are subclasses of these, or other classes.
    if type(found) not in kinds:
        raise ValueError("is EDTF, but not of level 1")
    return found


def _year(year: int) -> str:
    # A bare "44" would read as a number.
    return str(year) if year >= 1000 else f"AD {year}"
