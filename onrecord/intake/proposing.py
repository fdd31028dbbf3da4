"""What can be said about a report from its text alone: language, headline, day, author, and where the body lies."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from onrecord.intake.shape import LANGUAGE, ExtractedText, Proposal, line

ENOUGH, SURE = 40, 0.8
SAMPLE = 6_000
FIRST_LINES, SHORT = 8, 120
LETTERS = re.compile(r"[^\W\d_]+")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = f"(?:{'|'.join(MONTHS)})[a-z]{{0,6}}"
DAYS = (
    re.compile(r"(?<![\d/.-])(?P<y>(?:19|20)\d\d)([-/])(?P<m>\d\d)\2(?P<d>\d\d)(?![\d/.-])"),
    re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?P<m>{MONTH})\.?,?\s+(?P<y>(?:19|20)\d\d)\b", re.I),
    re.compile(rf"\b(?P<m>{MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)\b", re.I),
    re.compile(r"(?<![\d/.-])(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>(?:19|20)\d\d)(?![\d/.-])"),
)
BYLINE = re.compile(r"By ([A-Z][^\d,;:!?]{2,60})")
# PLACE, Region, day (Outlet) - …, as agencies begin a report; some write /OUTLET/. instead
DATELINE = re.compile(
    r"(?P<place>[^(),/\d]{2,40})(?:, [^(),/\d]{2,30}){0,2}?,?(?P<day>[^(),/]*\d[^()/]{0,24})?\s*"
    r"(?:\((?P<outlet>[^()\d]{2,40})\)\s*[-–—]+\s|/(?P<wire>[^/\d]{2,40})/\.\s)"
)
MARKUP = re.compile(r"-->|<!--|^\s*</?[a-z]|\bfunction\s*\(")
GLIMPSE = 60  # letters of a line by which it is found again
NEAR = 800  # characters a headline may stand above the body


def proposal(text: str, found: ExtractedText) -> Proposal:
    """What `found` says about itself, and what the settled `text` shows where it says nothing."""
    said = found.said
    start, end = body(text, found.main, said.get("title", ""))
    first = [row.strip() for row in text[start:end].splitlines() if row.strip()][:FIRST_LINES]
    outlet, day = _outlet_and_day(said, first)
    return Proposal(
        title=line(said.get("title", "") or _headline(first)),
        outlet=line(outlet),
        author=line(said.get("author", "") or _author(first)),
        published=day,
        url=line(said.get("url", "")),
        language=language(text[start:end]) or _declared(said.get("language", "")),
        body_start=start,
        body_end=end,
    )


def _headline(first: list[str]) -> str:
    """The first line, where it is short, ends no sentence, and something follows it."""
    if len(first) < 2 or len(first[0]) > SHORT or first[0].endswith((".", ";", ",", ":")) or _day(first[:1]):
        return ""
    return first[0] if LETTERS.search(first[0]) else ""


def _author(first: list[str]) -> str:
    return next((m[1].strip() for row in first if (m := BYLINE.fullmatch(row))), "")


def _day(first: list[str]) -> str:
    """The one day that short lines at the top name; "" where they name none, or several."""
    days = {day for row in first if len(row) <= SHORT for day in _days(row)}
    return days.pop() if len(days) == 1 else ""


def _outlet_and_day(said: Mapping[str, str], first: list[str]) -> tuple[str, str]:
    """What the file says of itself; else a day at the top; else what the dateline says."""
    outlet, day = _dateline(first)
    return said.get("outlet", "") or outlet, _sensible(said.get("published", "")) or _day(first) or day


def _dateline(first: list[str]) -> tuple[str, str]:
    """Outlet and day of the one line at the top that begins with place and outlet; "" for what it does not say."""
    found = [m for m in map(DATELINE.match, first) if m and m["place"].strip().isupper()]
    if len(found) != 1:
        return "", ""
    outlet = (found[0]["outlet"] or found[0]["wire"]).strip()
    return (outlet if outlet[:1].isupper() else ""), _day([found[0]["day"] or ""])


def _days(row: str) -> list[str]:
    found = [m.groupdict() for form in DAYS for m in form.finditer(row)]
    return [day for f in found if (day := _sensible(f"{f['y']}-{_month(f['m']):02}-{int(f['d']):02}"))]


def _month(name: str) -> int:
    if name.isdigit():
        return int(name)
    return MONTHS.index(name[:3].lower()) + 1


def _sensible(day: str) -> str:
    """`day` where it is one, neither before newspapers nor after today."""
    try:
        return day if date(1600, 1, 1) <= date.fromisoformat(day) <= date.today() else ""
    except ValueError:
        return ""


def _declared(code: str) -> str:
    short = code.replace("_", "-").partition("-")[0].strip().lower()
    return short if LANGUAGE.fullmatch(short) else ""


def language(text: str) -> str:
    """The language of `text`, ISO 639-1; "" where there is too little of it, or two languages are as likely."""
    sample = " ".join(LETTERS.findall(text[:SAMPLE]))
    if len(sample) < ENOUGH:
        return ""
    name, likely = identifier().classify(sample)
    return str(name) if likely >= SURE and LANGUAGE.fullmatch(name) else ""


@lru_cache(maxsize=1)
def identifier() -> Any:  # noqa: ANN401 - the package ships no types
    """What tells languages apart, loaded once."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

    return LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)


def body(text: str, main: str, title: str = "") -> tuple[int, int]:
    """Where the report lies in `text`: from the first line of `main` to its last, and from the title where it is near.

    Without `main`, or where too little of it is found again, all of the text but blanks at its ends and leading lines
    that are the code of a page.
    """
    whole = _after_markup(text), len(text.rstrip())
    letters = [i for i, c in enumerate(text) if not c.isspace()] if main else []
    squeezed = "".join(text[i] for i in letters)
    rows = [row for part in main.splitlines() if (row := "".join(part.split()))]
    start = next((at for row in rows if (at := squeezed.find(row[:GLIMPSE])) >= 0), -1)
    end = next((at + len(row[-GLIMPSE:]) for row in reversed(rows) if (at := squeezed.rfind(row[-GLIMPSE:])) >= 0), -1)
    if start < 0 or end - start < sum(map(len, rows)) / 2:
        return whole
    headline = "".join(title.split())
    above = squeezed.rfind(headline, max(0, start - NEAR), start) if headline else -1
    return letters[above if above >= 0 else start], letters[end - 1] + 1


def _after_markup(text: str) -> int:
    """Where the first line begins that people wrote."""
    at = 0
    for row in text.splitlines(keepends=True):
        if row.strip() and not MARKUP.search(row):
            return at + len(row) - len(row.lstrip())
        at += len(row)
    return len(text) - len(text.lstrip())
