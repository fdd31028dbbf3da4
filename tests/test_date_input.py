"""Dates as people write them, in the languages of reports, beside a report that says what they leave out."""

from datetime import date, timedelta

import pytest
from babel import Locale
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from onrecord import dates
from onrecord.editing.date_input import edtf_label, to_edtf
from onrecord.editing.date_input.languages import LANGUAGES, LOCALES
from onrecord.errors import OnRecordError

WEDNESDAY = "2021-05-05"
WEEK = [date(2021, 5, 3) + timedelta(n) for n in range(7)]
PLACES = [(language, place) for language in LANGUAGES for place in LOCALES.get(language, ("en", "en_GB"))]
NONSENSE = (
    "x", "?", "about", "of", "the", "on", "in", "mid-", "early", "late last", "end of", "Mayor 2021", "Marchand 2021",
    "Sunda", "Wednesday Thursday", "31 February", "31 February 2021", "30 Feb 2021", "0 March 2021", "32 May 2021",
    "2021-13", "2021-02-30", "13/13/2021", "45", "5", "26", "Q5 2021", "fifth quarter of 2021", "third half of 2021",
    "early Wednesday", "mid 26 January 2021", "5 to 3 May 2021", "March May 2021", "next spring", "soon",
    "26 Brumaire 2021", "de de", "в году", "上周三", "13月26日", "رمضان 2021", "שבוע", "mercredi mardi",
    "Mittwoch 2021",
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("26 January 2021", "2021-01-26"),
        ("26th January, 2021", "2021-01-26"),
        ("January 26th, 2021", "2021-01-26"),
        ("Tuesday, 26 Jan 2021", "2021-01-26"),
        ("26 January 2021 (Tuesday)", "2021-01-26"),
        ("٢٠٢١-٠١-٢٦", "2021-01-26"),
        ("۲۶ January ۲۰۲۱", "2021-01-26"),
        ("26.1.2021", "2021-01-26"),
        ("2021/05/19", "2021-05-19"),
        ("13/4/2021", "2021-04-13"),
        ("4/13/2021", "2021-04-13"),
        ("Sept 2021", "2021-09"),
        ("1/2021", "2021-01"),
        ("Spring 2021", "2021-21"),
        ("fall 2021", "2021-23"),
        ("winter 2020/21", "2020-24"),
        ("spring or summer 2021", "2021-21/2021-22"),
        ("the 1990s", "199X"),
        ("second half of May 2021", "2021-05-16/2021-05-31"),
        ("first half of February 2020", "2020-02-01/2020-02-15"),
        ("16–31 May 2021", "2021-05-16/2021-05-31"),
        ("May 5-7, 2021", "2021-05-05/2021-05-07"),
        ("17 March to 5 April 2021", "2021-03-17/2021-04-05"),
        ("2017-2021", "2017/2021"),
        ("before 26 January 2021", "../2021-01-26"),
        ("since 2017", "2017/.."),
        ("about 2021", "2021~"),
        ("5 May 2021?", "2021-05-05?"),
        ("about May 2021?", "2021-05%"),
        ("2021-05-05?", "2021-05-05?"),
        ("../2021-05", "../2021-05"),
        ("", ""),
    ],
)
def test_a_date_is_read_as_people_write_it(typed, edtf):
    assert to_edtf(typed) == edtf


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("early March 2021", "2021-03-01/2021-03-10"),
        ("mid-March 2021", "2021-03-11/2021-03-20"),
        ("in the middle of March 2021", "2021-03-11/2021-03-20"),
        ("late February 2021", "2021-02-21/2021-02-28"),
        ("at the end of April 2021", "2021-04-21/2021-04-30"),
        ("mid to late March 2021", "2021-03-11/2021-03-31"),
        ("early 2021", "2021-01/2021-04"),
        ("mid-2021", "2021-05/2021-08"),
        ("late 2021", "2021-09/2021-12"),
        ("beginning of 2021", "2021-01/2021-03"),
        ("end of 2021", "2021-10/2021-12"),
        ("second half of 2021", "2021-07/2021-12"),
        ("Q1 2021", "2021-01/2021-03"),
        ("2021Q3", "2021-07/2021-09"),
        ("2021-Q4", "2021-10/2021-12"),
        ("the first quarter of 2021", "2021-01/2021-03"),
        ("mid-March 2021?", "2021-03-11?/2021-03-20?"),
        ("by the end of April 2021", "../2021-04-30"),
        ("since early March 2021", "2021-03-01/.."),
    ],
)
def test_a_part_of_a_month_or_year_is_an_interval(typed, edtf):
    assert to_edtf(typed) == edtf


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("26 January", "2021-01-26"),
        ("January 26", "2021-01-26"),
        ("28 December", "2021-12-28"),
        ("26.1.", "2021-01-26"),
        ("13/4", "2021-04-13"),
        ("Friday, 30 April", "2021-04-30"),
        ("March", "2021-03"),
        ("mid-March", "2021-03-11/2021-03-20"),
        ("spring or summer of this year", "2021-21/2021-22"),
        ("this spring or summer", "2021-21/2021-22"),
        ("at the end of this year", "2021-10/2021-12"),
        ("by the end of the year", "../2021-12"),
        ("late last year", "2020-09/2020-12"),
        ("next year", "2022"),
        ("third quarter", "2021-07/2021-09"),
        ("17 March to 5 April", "2021-03-17/2021-04-05"),
        ("17 March to 5 April 2020", "2020-03-17/2020-04-05"),
        ("5 to 7 May", "2021-05-05/2021-05-07"),
        ("May 5-7", "2021-05-05/2021-05-07"),
        ("since January", "2021-01/.."),
    ],
)
def test_what_has_no_year_is_of_the_year_of_the_report(typed, edtf):
    for reported_on in (WEDNESDAY, "2021-05-05?", "2021-05", "2021", "2021-01/2021-05-05?"):
        assert to_edtf(typed, reported_on=reported_on) == edtf, reported_on


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("Wednesday", "2021-05-05"),
        ("on Monday", "2021-05-03"),
        ("Tues.", "2021-05-04"),
        ("this Friday", "2021-05-07"),
        ("this Sunday", "2021-05-09"),
        ("last Wednesday", "2021-04-28?"),
        ("last Thursday", "2021-04-29?"),
        ("next Wednesday", "2021-05-12?"),
        ("next Monday", "2021-05-10?"),
        ("today", "2021-05-05"),
        ("yesterday", "2021-05-04"),
        ("tomorrow", "2021-05-06"),
        ("last week", "2021-04-26/2021-05-02"),
        ("last month", "2021-04"),
        ("at the beginning of this month", "2021-05-01/2021-05-10"),
        ("by the end of the month", "../2021-05-31"),
        ("from Monday to Wednesday", "2021-05-03/2021-05-05"),
        ("since Monday", "2021-05-03/.."),
    ],
)
def test_a_weekday_is_counted_from_the_day_of_the_report(typed, edtf):
    assert to_edtf(typed, reported_on=WEDNESDAY) == edtf


def test_a_weekday_later_in_the_week_than_the_report_is_asked_for():
    for typed in ("on Friday", "Fri", "пятница", "until Friday"):
        with pytest.raises(OnRecordError, match=r"Friday may be 30 April 2021 or 7 May 2021; write “last” or “this”"):
            to_edtf(typed, reported_on=WEDNESDAY)


def test_a_day_counted_from_one_in_doubt_is_in_doubt_and_one_with_its_own_day_and_month_is_not():
    assert to_edtf("on Wednesday", reported_on="2021-05-05?") == "2021-05-05?"
    assert to_edtf("on 26 January", reported_on="2021-05-05?") == "2021-01-26"


def test_words_of_time_on_record_are_read_as_they_were_coded(dossier):
    published = dossier.tables["reports"].set_index("report_id")["published"]
    mentions = dossier.tables["event_reports"]
    coded = mentions[mentions["reported_words"].isin(["in mid-March", "on Tuesday", "On Wednesday", "on Wednesday"])]
    for words, report_id, stored in coded[["reported_words", "report_id", "reported_date"]].itertuples(index=False):
        assert to_edtf(words, reported_on=published[report_id]) in (stored, stored + "?"), (words, report_id)


@pytest.mark.parametrize("reported_on", ["", "2021?", "2021~", "2020-24", "2017/2021", "../2021", "no date"])
def test_without_a_year_in_the_report_the_message_says_that_the_year_is_missing(reported_on):
    for typed in ("26 January", "mid-March", "Q1", "spring", "26 января", "3月26日", "Monday, 28 December"):
        with pytest.raises(OnRecordError, match=r"leaves out the year.*write"):
            to_edtf(typed, reported_on=reported_on)


@pytest.mark.parametrize("reported_on", ["", "2021", "2021-05", "2021-05-05~", "2021-05-03/2021-05-05"])
def test_without_a_day_of_the_report_the_message_says_that_it_is_not_known(reported_on):
    for typed in ("Wednesday", "last Wednesday", "yesterday", "среда", "星期三"):
        with pytest.raises(OnRecordError, match=r"day of the report, which is not known; write"):
            to_edtf(typed, reported_on=reported_on)


@given(st.sampled_from(PLACES), st.dates(date(1000, 1, 1), date(2999, 12, 31)), st.sampled_from(["long", "full"]))
def test_every_day_in_the_words_of_a_language_is_read_as_that_day(place, day, length):
    language, locale = place
    typed = format_date(day, length, locale)
    assert to_edtf(typed, language=language) == to_edtf(typed) == str(day)


@pytest.mark.parametrize(("language", "locale"), PLACES)
def test_every_month_and_weekday_is_read_by_its_name_in_either_length(language, locale):
    names = Locale.parse(locale)
    for width in ("wide", "abbreviated"):
        for number, name in names.months["format"][width].items():
            assert to_edtf(name, reported_on="2021-05", language=language) == f"2021-{number:02}", name
        for number, name in names.days["format"][width].items():
            day = WEEK[number]
            assert to_edtf(f"{name} {day.day}.5.2021", language=language) == str(day), name
            if not name.startswith("mar"):  # a month too
                assert to_edtf(name, reported_on="2021-05-09", language=language) == str(day), name


@pytest.mark.parametrize(
    ("typed", "language", "edtf"),
    [
        ("le 1er mars", "fr", "2021-03-01"),
        ("mercredi", "fr", "2021-05-05"),
        ("fevrier 2020", "fr", "2020-02"),
        ("début d’avril", "fr", "2021-04-01/2021-04-10"),
        ("à la mi-mars", "fr", "2021-03-11/2021-03-20"),
        ("fin 2021", "fr", "2021-10/2021-12"),
        ("17–20 mars", "fr", "2021-03-17/2021-03-20"),
        ("Mi., 5. Mai", "de", "2021-05-05"),
        ("Anfang März", "de", "2021-03-01/2021-03-10"),
        ("Jänner", "de", "2021-01"),
        ("1.º de mayo", "es", "2021-05-01"),
        ("a mediados de marzo de 2020", "es", "2020-03-11/2020-03-20"),
        ("mar 26 enero", "es", "2021-01-26"),
        ("26 mar", "es", "2021-03-26"),
        ("setiembre", "es", "2021-09"),
        ("26 марта", "ru", "2021-03-26"),
        ("в среду", "ru", "2021-05-05"),
        ("в марте 2020 года", "ru", "2020-03"),
        ("в конце мая", "ru", "2021-05-21/2021-05-31"),
        ("في 26 كانون الثاني", "ar", "2021-01-26"),
        ("٢٦ آذار/مارس", "ar", "2021-03-26"),
        ("يوم الاربعاء", "ar", "2021-05-05"),
        ("منتصف مارس", "ar", "2021-03-11/2021-03-20"),
        ("ב-26 במרץ", "he", "2021-03-26"),
        ("ביום רביעי", "he", "2021-05-05"),
        ("סוף מרץ", "he", "2021-03-21/2021-03-31"),
        ("3月26日", "zh", "2021-03-26"),
        ("2021年3月26日（星期五）", "zh", "2021-03-26"),
        ("3月中旬", "zh", "2021-03-11/2021-03-20"),
        ("2021年底", "zh", "2021-10/2021-12"),
        ("第一季度", "zh", "2021-01/2021-03"),
    ],
)
def test_words_of_a_language_are_read_in_a_report_in_it_and_in_one_of_unknown_language(typed, language, edtf):
    assert to_edtf(typed, reported_on=WEDNESDAY, language=language) == edtf
    assert to_edtf(typed, reported_on=WEDNESDAY) == edtf


@pytest.mark.parametrize("language", LANGUAGES)
def test_english_is_read_in_a_report_in_any_language_and_other_languages_only_in_their_own(language):
    assert to_edtf("Wednesday, 26 May", reported_on=WEDNESDAY, language=language) == "2021-05-26"
    other = "среда" if language != "ru" else "mercredi"
    with pytest.raises(OnRecordError, match="write"):
        to_edtf(other, reported_on=WEDNESDAY, language=language)


def test_a_word_that_is_a_month_in_one_language_and_a_weekday_in_another_is_refused():
    for language in ("", "es", "fr"):
        with pytest.raises(OnRecordError, match=r"may be March 2021 \(2021-03\) or 4 May 2021 \(2021-05-04\); write"):
            to_edtf("mar", reported_on=WEDNESDAY, language=language)
    assert to_edtf("mar", reported_on=WEDNESDAY, language="en") == "2021-03"


@pytest.mark.parametrize("language", ["", "en", "fr", "zh"])
def test_nonsense_is_refused_and_never_guessed(language):
    for typed in NONSENSE:
        with pytest.raises(OnRecordError, match=r"write|correct"):
            pytest.fail(f"{typed!r} is read as {to_edtf(typed, reported_on=WEDNESDAY, language=language)}")


@pytest.mark.parametrize(
    "typed", ["3/4/2021", "3/4", "31 February 2021", "yesterday", "Mayor 2021", "5 to 3 May 2021", "2021-13"]
)
def test_what_is_no_date_or_may_be_two_is_refused(typed):
    with pytest.raises(OnRecordError, match="write"):
        to_edtf(typed)


def test_a_weekday_that_the_calendar_denies_is_refused():
    with pytest.raises(OnRecordError, match="was a Tuesday"):
        to_edtf("Monday, 26 January 2021")
    with pytest.raises(OnRecordError, match="was a Tuesday"):
        to_edtf("понедельник, 26 января", reported_on=WEDNESDAY, language="ru")


def test_every_date_on_record_is_read_as_itself_and_from_its_words(dossier):
    for stored in {d for name in ("events", "stances") for d in dossier.tables[name]["date"]}:
        words = edtf_label(stored).removesuffix(f" ({stored})")
        assert to_edtf(stored) == to_edtf(words) == stored


@given(st.text(max_size=20))
def test_whatever_is_typed_is_edtf_or_refused_with_what_to_write(typed):
    try:
        read = to_edtf(typed, reported_on=WEDNESDAY)
    except OnRecordError as error:
        assert "write" in str(error) or "correct" in str(error)
    else:
        assert not read or dates.parse(read)
