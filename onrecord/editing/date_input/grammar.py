"""Dates in English words, in lower case, as EDTF."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from onrecord import dates
from onrecord.editing.date_input.parts import PART, part_of, quarter
from onrecord.editing.date_input.report_day import (
    UNDATED,
    WEEKDAY,
    WEEKDAYS,
    ReportDay,
    relative_day,
    relative_period,
    weekday_number,
    with_year,
)
from onrecord.errors import OnRecordError

NAMES = {name[:3].casefold(): n for n, name in enumerate(dates.MONTHS, 1)}
SEASONS = {name: code for code, name in dates.SEASONS.items()} | {"fall": "23"}
MONTH = r"(?P<month>[a-z]{3,9})\.?"
DAY, YEAR = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?", r"(?P<year>[0-9]{4})"
FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{DAY}[ .]*(?:of )?{MONTH}(?:,? *{YEAR})?",
        rf"{MONTH} *{DAY}(?:,? +{YEAR})?",
        rf"{YEAR},? *{MONTH} *{DAY}",
        rf"{MONTH}(?:,? *(?:of )?{YEAR})?",
        rf"{YEAR},? *{MONTH}",
        r"(?P<year>[0-9]{4})[-./](?P<month>[0-9]{1,2})[-./](?P<day>[0-9]{1,2})",
        r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})(?:\.(?P<year>[0-9]{4})?)?",
        r"(?P<month>[0-9]{1,2})[./](?P<year>[0-9]{4})",
    )
)
EITHER = re.compile(r"([0-9]{1,2})(?:[-/]([0-9]{1,2})[-/]([0-9]{4})|/([0-9]{1,2}))")
SEASON = re.compile(
    r"(?:this )?(?P<season>spring|summer|autumn|fall|winter)(?:(?: of)?,? +(?P<year>[0-9]{4})(?:[/-][0-9]{2,4})?)?"
    r"|(?P<before>[0-9]{4}),? +(?P<behind>spring|summer|autumn|fall|winter)"
)
DECADE = re.compile(r"(?:the )?([0-9]{3})0s")
BETWEEN = re.compile(r" *(?: to | until | till | or | and |–|—| - ) *")
DASH = re.compile(
    r"(?<=^[0-9]{4})-(?=[0-9]{4}$)|(?<=^[0-9])-(?=[0-9])|(?<=^[0-9]{2})-(?=[0-9]{1,2} )"
    r"|(?<=[a-z.] [0-9])-(?=[0-9]{1,2}\b)|(?<=[a-z.] [0-9]{2})-(?=[0-9]{1,2}\b)"
)
BEFORE, AFTER = re.compile(r"^(?:until|before|by|up to) +"), re.compile(r"^(?:since|from|after) +")
ABOUT = re.compile(r"^(?:about|around|circa|c\.|ca\.) *")
LEAD = re.compile(r"^(?:(?:on|in|at|during|for|of)(?: the(?! (?:week|month)$))?|between) +")
OF_WEEKDAY = re.compile(rf"{WEEKDAY},? +(?P<rest>.+)|(?P<before>.+?)[, (]+{WEEKDAY.replace('weekday', 'behind')} ?\)?")


def edtf_of_english(text: str, report: ReportDay) -> str:
    """EDTF for English words, "" where they are none; what they leave out is that of the `report`.

    Raises OnRecordError where they may be two days, or name a weekday that the calendar denies.
    """
    low = LEAD.sub("", with_year(text, report))
    if BEFORE.search(low):
        return _open(BEFORE.sub("", low), "../{}", report)
    if AFTER.search(low):
        return _open(AFTER.sub("", low), "{}/..", report)
    return _point(low, report) or _two(low, report)


def is_edtf(text: str) -> bool:
    """Whether a text is EDTF as it stands."""
    try:
        dates.parse(text)
    except ValueError:
        return False
    return True


def _open(low: str, form: str, report: ReportDay) -> str:
    # "from 5 to 7 May" has an end after all
    if both := _two(low, report):
        return both
    # of a part of a month, "by" means its last day and "since" its first
    end = _point(low, report).split("/")[-1 if form.startswith("..") else 0]
    return form.format(end) if end.strip(".") else ""


def _two(low: str, report: ReportDay) -> str:
    """An interval; what one end leaves out (month, year) is taken from the other."""
    ends = (BETWEEN if BETWEEN.search(low) else DASH).split(low)
    if len(ends) != 2:
        return ""
    before, after = (end.split() for end in ends)
    starts = ([ends[0], *after[n:]] for n in range(len(after) + 1))
    first = _point(ends[0], UNDATED) or _first_point(starts, report)
    last = _first_point(([*before[:n], ends[1]] for n in range(len(before))), report)
    is_closed = first and last and ".." not in first + last
    return f"{first.split('/')[0]}/{last.split('/')[-1]}" if is_closed else ""


def _first_point(texts: Iterable[list[str]], report: ReportDay) -> str:
    """The first date among `texts`, each word by word; "" where none is one."""
    return next((point for words in texts if (point := _point(" ".join(words), report))), "")


def _point(low: str, report: ReportDay) -> str:
    """One date with its qualifier; "" where it is none."""
    bare = ABOUT.sub("", low)
    doubted = bare.removesuffix(" (inferred)").removesuffix("?")
    found = _bare(LEAD.sub("", doubted.strip()), report)
    marks = ("~" if bare != low else "") + ("?" if doubted != bare else "")
    return "/".join(_with_marks(end, marks) for end in found.split("/")) if found and marks else found


def _with_marks(point: str, marks: str) -> str:
    """A date with `marks` of doubt beside those it carries: ``%`` where it is both about and perhaps."""
    bare = point.rstrip("?~%")
    every = set((marks + point[len(bare) :]).replace("%", "?~"))
    return bare + ("%" if len(every) > 1 else "".join(every)) if bare.strip(".") else point


def _bare(low: str, report: ReportDay) -> str:
    if is_edtf(low):
        return low
    ways = (relative_day, relative_period, _decade, _part, _season, _numbers, _day_and_weekday, _written_day)
    return next((found for way in ways if (found := way(low, report))), "")


def _decade(low: str, _: ReportDay) -> str:
    match = DECADE.fullmatch(low)
    return f"{match[1]}X" if match else ""


def _part(low: str, report: ReportDay) -> str:
    match = PART.fullmatch(low)
    return part_of(_bare(match["whole"], report), match["part"]) if match else quarter(low, report.year)


def _season(low: str, report: ReportDay) -> str:
    if not (match := SEASON.fullmatch(low)):
        return ""
    year = match["year"] or match["before"] or report.year
    return f"{year}-{SEASONS[match['season'] or match['behind']]}" if year else ""


def _numbers(low: str, report: ReportDay) -> str:
    """A day written as two numbers, where only one of the two can be the month."""
    if not (match := EITHER.fullmatch(low)):
        return ""
    first, second, year = match[1], match[2] or match[4], match[3] or report.year
    if first != second and int(first) <= 12 and int(second) <= 12:
        raise OnRecordError(f"{low} may be two days; write the month as a word.")
    day, month = (first, second) if int(second) <= 12 else (second, first)
    return f"{year}-{int(month):02}-{int(day):02}" if year else ""


def _day_and_weekday(low: str, report: ReportDay) -> str:
    """A day that is said to be a weekday; the calendar has the last word."""
    if not (match := OF_WEEKDAY.fullmatch(low)):
        return ""
    found = _bare(match["rest"] or match["before"], replace(report, day=None))  # not another weekday
    try:
        name = WEEKDAYS[date.fromisoformat(found.rstrip("?~%")).weekday()]
    except ValueError:
        return ""
    if name != WEEKDAYS[weekday_number(match["weekday"] or match["behind"])]:
        label = f"{dates.parse(found).label} ({found})"
        raise OnRecordError(f"{label} was a {name.capitalize()}; correct the day or leave the weekday out.")
    return found


def _written_day(low: str, report: ReportDay) -> str:
    found = (_day(match.groupdict(), report) for form in FORMS if (match := form.fullmatch(low)))
    return next((day for day in found if day), "")


def _day(parts: dict[str, str | None], report: ReportDay) -> str:
    month, day = _month(parts["month"] or ""), int(parts.get("day") or 0)
    year = parts["year"] or report.year
    if not month or not year:
        return ""
    return f"{year}-{month:02}" + (f"-{day:02}" if parts.get("day") else "")


def _month(name: str) -> int:
    """The number of a month by its number, its name or a beginning of three letters or more; 0 where it is none."""
    number = int(name) if name.isdigit() else NAMES.get(name[:3], 0)
    if not 1 <= number <= 12:
        return 0
    return number if name.isdigit() or name == "sept" or dates.MONTHS[number - 1].casefold().startswith(name) else 0
