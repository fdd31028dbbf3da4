"""Parts of months and years: “early”, “mid”, “late”, halves, quarters."""

import calendar
import re
from collections.abc import Mapping

ORDINALS: Mapping[str, int] = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
}  # fmt: skip
PART = re.compile(
    r"(?:the )?(?P<part>early|beginning|start|mid|middle|late|end|(?:first|second) half)"
    r"[ -](?:in |of )?(?P<whole>.+)"
)
NUMBERED = re.compile(r"(?:(?P<year>[0-9]{4})[ -]?)?q(?P<number>[1-4])(?:(?: of|,)? ?(?P<behind>[0-9]{4}))?")
QUARTER = re.compile(rf"(?:the )?(?P<ordinal>{'|'.join(ORDINALS)}) quarter(?:(?: of)?,? (?P<year>[0-9]{{4}}))?")
# First and last day of a month; 31 is its last, whatever that is.
DAYS: Mapping[str, tuple[int, int]] = {
    "early": (1, 10), "beginning": (1, 10), "start": (1, 10), "mid": (11, 20), "middle": (11, 20),
    "late": (21, 31), "end": (21, 31), "first half": (1, 15), "second half": (16, 31),
}  # fmt: skip
MONTHS: Mapping[str, tuple[int, int]] = {
    "early": (1, 4), "beginning": (1, 3), "start": (1, 3), "mid": (5, 8), "middle": (5, 8),
    "late": (9, 12), "end": (10, 12), "first half": (1, 6), "second half": (7, 12),
}  # fmt: skip
YEAR, MONTH = re.compile(r"[0-9]{4}"), re.compile(r"(?P<year>[0-9]{4})-(?P<month>0[1-9]|1[0-2])")


def part_of(whole: str, part: str) -> str:
    """The interval that a part of a month or year is, both as EDTF; "" where `whole` is neither.

    >>> part_of("2021-02", "late"), part_of("2021", "end")
    ('2021-02-21/2021-02-28', '2021-10/2021-12')
    """
    if YEAR.fullmatch(whole):
        first, last = MONTHS[part]
        return f"{whole}-{first:02}/{whole}-{last:02}"
    if not (month := MONTH.fullmatch(whole)):
        return ""
    first, last = DAYS[part]
    end = min(last, calendar.monthrange(int(month["year"]), int(month["month"]))[1])
    return f"{whole}-{first:02}/{whole}-{end:02}"


def quarter(words: str, year: str) -> str:
    """The three months of a quarter, as EDTF, in `year` where the words name none; "" where they are no quarter.

    >>> quarter("q1 2021", ""), quarter("third quarter", "2021")
    ('2021-01/2021-03', '2021-07/2021-09')
    """
    if numbered := NUMBERED.fullmatch(words):
        number, named = int(numbered["number"]), numbered["year"] or numbered["behind"]
    elif counted := QUARTER.fullmatch(words):
        number, named = ORDINALS[counted["ordinal"]], counted["year"]
    else:
        return ""
    year = named or year
    return f"{year}-{3 * number - 2:02}/{year}-{3 * number:02}" if year else ""
