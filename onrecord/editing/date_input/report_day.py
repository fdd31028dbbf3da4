"""What a date leaves out, from the day of the report it stands in: the year; the day a weekday or “yesterday” means."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord import dates

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAY = r"(?P<weekday>(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)\.?"
NAMED = re.compile(rf"(?:(?P<which>this|last|past|next) )?{WEEKDAY}(?: (?P<behind>last|next))?")
SHIFTS: Mapping[str, int] = {"today": 0, "yesterday": -1, "tomorrow": 1}
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

    Also "" where the day of the report is not known.
    """
    if not report.day:
        return ""
    if words in SHIFTS:
        return f"{report.day + timedelta(SHIFTS[words])}{report.doubt}"
    if not (named := NAMED.fullmatch(words)):
        return ""
    number, own = weekday_number(named["weekday"]), report.day.weekday()
    which = named["which"] or named["behind"]
    if which in LAST:
        return f"{report.day - timedelta((own - number - 1) % WEEK + 1)}?"
    if which in NEXT:
        return f"{report.day + timedelta((number - own - 1) % WEEK + 1)}?"
    doubt = "?" if number > own and not which else report.doubt
    return f"{report.day + timedelta(number - own)}{doubt}"


def weekday_number(name: str) -> int:
    """The number of a weekday, Monday 0, by its name or a beginning of three letters or more."""
    return next(n for n, whole in enumerate(WEEKDAYS) if whole.startswith(name))
