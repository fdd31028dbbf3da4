"""What a date leaves out, from the day of the report it stands in: the year; the day a weekday or “yesterday” means."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord import dates
from onrecord.errors import OnRecordError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAY = r"(?P<weekday>(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)\.?"
NAMED = re.compile(rf"(?:(?P<which>this|last|past|next) )?{WEEKDAY}(?: (?P<behind>last|next))?")
SHIFTS: Mapping[str, int] = {"today": 0, "yesterday": -1, "tomorrow": 1}
PERIOD = re.compile(r"(?P<which>this|the|last|past|next) (?P<unit>week|month)")
YEAR = re.compile(r"\b(?P<which>this|the|last|past|next) year\b")
LAST, NEXT, WEEK = ("last", "past"), ("next",), 7
LEAP_YEAR, LEAP_DAY = "2000", date(2000, 2, 29)  # of a year in which every day of the calendar exists


@dataclass(frozen=True)
class ReportDay:
    """When a report was published, as far as it is known.

    ``year`` is "" and ``day`` None where they are not. ``doubt`` is "?" where the day is not sure: what is counted
    from it is not surer.
    """

    year: str = ""
    day: date | None = None
    doubt: str = ""


UNDATED = ReportDay()


def report_day(published: str) -> ReportDay:
    """The day and the year of a report, from when it was published, EDTF; undated where that says neither.

    >>> report_day("2021-05-05?").doubt, report_day("2021-05").year, report_day("2020-24").year
    ('?', '2021', '')
    """
    try:
        span = dates.parse(published)
    except ValueError:
        return UNDATED
    if not span.earliest or not span.latest or span.earliest.year != span.latest.year:
        return UNDATED
    if published[4:] in {*"?~%"}:  # the year itself is in doubt
        return UNDATED
    day = span.earliest if span.is_day else None
    return ReportDay(f"{span.earliest.year:04}", day, "?" if span.is_uncertain else "")


def relative_day(words: str, report: ReportDay) -> str:
    """The day that “Wednesday”, “last Wednesday” or “yesterday” means, as EDTF; "" where it is none of these.

    Also "" where the day of the report is not known. Raises OnRecordError where it may be a day of two weeks.
    """
    if not report.day:
        return ""
    if words in SHIFTS:
        return f"{report.day + timedelta(SHIFTS[words])}{report.doubt}"
    if not (named := NAMED.fullmatch(words)):
        return ""
    return _named_day(named["weekday"], named["which"] or named["behind"] or "", report.day, report.doubt)


def _named_day(name: str, which: str, reported: date, doubt: str) -> str:
    number, own = weekday_number(name), reported.weekday()
    day = reported + timedelta(number - own)
    if which in LAST:
        return f"{reported - timedelta((own - number - 1) % WEEK + 1)}?"
    if which in NEXT:
        return f"{reported + timedelta((number - own - 1) % WEEK + 1)}?"
    if day > reported and not which:
        earlier, later = dates.label_day(day - timedelta(WEEK)), dates.label_day(day)
        weekday = WEEKDAYS[number].capitalize()
        raise OnRecordError(f"{weekday} may be {earlier} or {later}; write “last” or “this” before it, or the day.")
    return f"{day}{doubt}"


def relative_period(words: str, report: ReportDay) -> str:
    """The week or month that “last month” means, as EDTF; "" where it is neither or the report's day is not known."""
    if not report.day or not (period := PERIOD.fullmatch(words)):
        return ""
    steps = _steps(period["which"])
    if period["unit"] == "week":
        monday = report.day - timedelta(report.day.weekday() - WEEK * steps)
        return f"{monday}{report.doubt}/{monday + timedelta(WEEK - 1)}{report.doubt}"
    months = report.day.year * 12 + report.day.month - 1 + steps
    return f"{months // 12:04}-{months % 12 + 1:02}"


def with_year(words: str, report: ReportDay) -> str:
    """`words` with the year that “this year” or “last year” means in its place, where the report's year is known."""
    if not report.year:
        return words
    return YEAR.sub(lambda match: f"{int(report.year) + _steps(match['which']):04}", words)


def _steps(which: str) -> int:
    return (which in NEXT) - (which in LAST)


def weekday_number(name: str) -> int:
    """The number of a weekday, Monday 0, by its name or a beginning of three letters or more."""
    return next(n for n, whole in enumerate(WEEKDAYS) if whole.startswith(name))
