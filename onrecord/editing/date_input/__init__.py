"""Dates as people write them, as EDTF: what is typed may be loose, what is stored is not."""

import unicodedata

from onrecord import dates
from onrecord.editing.date_input.grammar import edtf_of_english, is_edtf
from onrecord.editing.date_input.languages import ENGLISH, LANGUAGES, in_english
from onrecord.editing.date_input.report_day import LEAP_DAY, LEAP_YEAR, UNDATED, ReportDay, report_day
from onrecord.errors import OnRecordError

ADVICE = "write for example 26 January 2021, January 2021, mid-March 2021, spring 2021, 2021-01-26, or first/last"


def to_edtf(typed: str, *, reported_on: str = "", language: str = "") -> str:
    """The EDTF that `typed` means; "" for nothing typed. What is EDTF already is left as it is.

    Parameters
    ----------
    typed : text
        A date in words or numbers, in `language` or in English.
    reported_on : EDTF
        When the report was published. What `typed` leaves out is taken from there; "" where nothing may be.
    language : code, ISO 639-1
        That of the report. Where it is none of `LANGUAGES`, all of them are tried.

    Errors
    ------
    OnRecordError where it means no date, may mean two (3/4/2021), or leaves out what the report does not give; it says
    what to write.

    Notes
    -----
    A day and month, a month, a season and a quarter without a year are those of the report's year, also in January:
    “28 December” in a report of 3 January 2022 is 2022-12-28, so that the rule can be told in one sentence.

    A weekday is that of the report's week, Monday to Sunday. One that lies later in that week than the report may as
    well be that of the week before, which reports mean more often: it is refused until it is written which. “This”
    before a weekday is the one in that week; “last” and “next” are the nearest before and after the report's day, with
    a ``?``, for not everybody counts so. All carry the doubt in which the report's day itself is. “Last” and “next”
    before week, month and year are the calendar's.

    “Early”, “mid” and “late” are the days 1 to 10, 11 to 20 and 21 to the last of a month, and four months each of a
    year. “Beginning” and “end” are “early” and “late” of a month, but the first and the last quarter of a year.

    >>> to_edtf("26 January 2021"), to_edtf("Spring or summer 2021"), to_edtf("٢٠٢١-٠١-٢٦")
    ('2021-01-26', '2021-21/2021-22', '2021-01-26')
    >>> to_edtf("Wednesday", reported_on="2021-05-05?"), to_edtf("mi-mars", reported_on="2021-05", language="fr")
    ('2021-05-05?', '2021-03-11/2021-03-20')
    """
    plain = _plain(typed)
    if not plain or is_edtf(plain):
        return plain
    report = report_day(reported_on)
    found = _meanings(plain, report, language)
    quoted = f"“{typed.strip()[:60]}”"
    if len(found) > 1:
        raise OnRecordError(
            f"{quoted} may be {' or '.join(map(edtf_label, sorted(found)))}; write the one that is meant."
        )
    if found:
        return found[0]
    raise OnRecordError(quoted + _reason(plain, report, language))


def edtf_label(text: str) -> str:
    """What an EDTF `text` says, in words, with itself in brackets; "" for none."""
    return f"{dates.parse(text).label} ({text})" if text else ""


def _plain(typed: str) -> str:
    """`typed` with the digits of any script as 0 to 9, without marks of direction, blanks made one."""
    text = unicodedata.normalize("NFKC", typed)
    text = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text if unicodedata.category(c) != "Cf")
    return " ".join(text.replace("\N{MINUS SIGN}", "-").replace("\N{NON-BREAKING HYPHEN}", "-").split())


def _meanings(plain: str, report: ReportDay, language: str) -> list[str]:
    """Every date that `plain` is in the report's language or English; in any language where the report's is unknown.

    Raises OnRecordError where it is a date in none of them, and one of them says why.
    """
    found, errors = {}, []
    for english in _english_texts(plain, language):
        try:
            found[edtf_of_english(english, report)] = True
        except OnRecordError as error:
            errors.append(error)
    days = [text for text in found if text and is_edtf(text)]
    if errors and not days:
        raise errors[0]
    return days


def _english_texts(plain: str, language: str) -> dict[str, None]:
    spoken = language.partition("-")[0].casefold()
    languages = (spoken, ENGLISH) if spoken in LANGUAGES else LANGUAGES
    return dict.fromkeys(english for each in languages for english in in_english(plain, each))


def _reason(plain: str, report: ReportDay, language: str) -> str:
    """Why `plain` is no date: whether another report would have made it one."""
    if not report.year and _is_read(plain, ReportDay(LEAP_YEAR), language):
        return " leaves out the year, which the report does not settle; write it, for example 26 January 2021."
    if not report.day and _is_read(plain, ReportDay(LEAP_YEAR, LEAP_DAY), language):
        return " is counted from the day of the report, which is not known; write the day, for example 26 January 2021."
    return f" is not read as a date; {ADVICE}."


def _is_read(plain: str, report: ReportDay, language: str) -> bool:
    try:
        return bool(_meanings(plain, report, language))
    except OnRecordError:  # a weekday that another year denies
        return report != UNDATED
