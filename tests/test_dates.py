"""EDTF texts against days worked out on a calendar, and the texts that are no date."""

import calendar
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import dates
from tests import counts

# Text; earliest and latest day, "" where open or unknown; label; flags: d a day, a approximate, u uncertain, o open.
CASES = [
    # days
    ("2021-01-26", "2021-01-26", "2021-01-26", "26 January 2021", "d"),
    ("2021-05-05", "2021-05-05", "2021-05-05", "5 May 2021", "d"),
    ("2020-02-29", "2020-02-29", "2020-02-29", "29 February 2020", "d"),
    ("2000-02-29", "2000-02-29", "2000-02-29", "29 February 2000", "d"),
    ("0001-01-01", "0001-01-01", "0001-01-01", "1 January AD 1", "d"),
    ("9999-12-31", "9999-12-31", "9999-12-31", "31 December 9999", "d"),
    ("2021-05-05?", "2021-05-05", "2021-05-05", "5 May 2021 (inferred)", "du"),
    ("2021-05-05~", "2021-05-05", "2021-05-05", "about 5 May 2021", "a"),
    ("2021-05-05%", "2021-05-05", "2021-05-05", "about 5 May 2021 (inferred)", "au"),
    # days with a time
    ("2021-01-26T10:00:00", "2021-01-26", "2021-01-26", "26 January 2021", "d"),
    ("2021-01-26T00:00:00Z", "2021-01-26", "2021-01-26", "26 January 2021", "d"),
    ("2021-01-26T23:59:59-03:00", "2021-01-26", "2021-01-26", "26 January 2021", "d"),
    ("2021-01-26T10:00:00+03", "2021-01-26", "2021-01-26", "26 January 2021", "d"),
    ("2021-01-26T10:00:00+00:00", "2021-01-26", "2021-01-26", "26 January 2021", "d"),
    ("2021-01-26T24:00:00", "2021-01-26", "2021-01-26", "26 January 2021", "d"),
    # months and years
    ("2021-04", "2021-04-01", "2021-04-30", "April 2021", ""),
    ("2021-02", "2021-02-01", "2021-02-28", "February 2021", ""),
    ("2020-02", "2020-02-01", "2020-02-29", "February 2020", ""),
    ("1900-02", "1900-02-01", "1900-02-28", "February 1900", ""),
    ("2021-12", "2021-12-01", "2021-12-31", "December 2021", ""),
    ("2021-04?", "2021-04-01", "2021-04-30", "April 2021 (inferred)", "u"),
    ("2021", "2021-01-01", "2021-12-31", "2021", ""),
    ("0044", "0044-01-01", "0044-12-31", "AD 44", ""),
    ("1979~", "1979-01-01", "1979-12-31", "about 1979", "a"),
    ("1979%", "1979-01-01", "1979-12-31", "about 1979 (inferred)", "au"),
    ("1979?", "1979-01-01", "1979-12-31", "1979 (inferred)", "u"),
    # seasons
    ("2021-21", "2021-03-01", "2021-05-31", "spring 2021", ""),
    ("2021-22", "2021-06-01", "2021-08-31", "summer 2021", ""),
    ("2021-23", "2021-09-01", "2021-11-30", "autumn 2021", ""),
    ("2021-24", "2021-12-01", "2022-02-28", "winter 2021/22", ""),
    ("2019-24", "2019-12-01", "2020-02-29", "winter 2019/20", ""),
    ("1999-24", "1999-12-01", "2000-02-29", "winter 1999/2000", ""),
    ("2021-22~", "2021-06-01", "2021-08-31", "about summer 2021", "a"),
    ("2021-21?", "2021-03-01", "2021-05-31", "spring 2021 (inferred)", "u"),
    ("2021-24%", "2021-12-01", "2022-02-28", "about winter 2021/22 (inferred)", "au"),
    # unspecified last digits
    ("199X", "1990-01-01", "1999-12-31", "1990s", ""),
    ("201X?", "2010-01-01", "2019-12-31", "2010s (inferred)", "u"),
    ("200X", "2000-01-01", "2009-12-31", "a year from 2000 to 2009", ""),
    ("20XX", "2000-01-01", "2099-12-31", "a year from 2000 to 2099", ""),
    ("2XXX", "2000-01-01", "2999-12-31", "a year from 2000 to 2999", ""),
    ("2004-XX", "2004-01-01", "2004-12-31", "a month in 2004", ""),
    ("2021-04-XX", "2021-04-01", "2021-04-30", "a day in April 2021", ""),
    ("2020-02-XX", "2020-02-01", "2020-02-29", "a day in February 2020", ""),
    ("1985-XX-XX", "1985-01-01", "1985-12-31", "a day in 1985", ""),
    ("2021-04-XX~", "2021-04-01", "2021-04-30", "a day in about April 2021", "a"),
    # intervals of days
    ("2021-05-16/2021-05-31", "2021-05-16", "2021-05-31", "16 to 31 May 2021", ""),
    ("2021-04-28/2021-05-03", "2021-04-28", "2021-05-03", "28 April to 3 May 2021", ""),
    ("2020-12-30/2021-01-02", "2020-12-30", "2021-01-02", "30 December 2020 to 2 January 2021", ""),
    ("2021-05-16?/2021-05-31?", "2021-05-16", "2021-05-31", "16 to 31 May 2021 (inferred)", "u"),
    ("2021-05-16~/2021-05-31", "2021-05-16", "2021-05-31", "about 16 May 2021 to 31 May 2021", "a"),
    ("2021-05-05/2021-05-05", "2021-05-05", "2021-05-05", "5 May 2021", "d"),
    # intervals of months, years and seasons
    ("2021-04/2021-06", "2021-04-01", "2021-06-30", "April to June 2021", ""),
    ("2020-11/2021-02", "2020-11-01", "2021-02-28", "November 2020 to February 2021", ""),
    ("2017/2021", "2017-01-01", "2021-12-31", "2017 to 2021", ""),
    ("2021/2021", "2021-01-01", "2021-12-31", "2021", ""),
    ("2017~/2021", "2017-01-01", "2021-12-31", "about 2017 to 2021", "a"),
    ("2017~/2021~", "2017-01-01", "2021-12-31", "about 2017 to about 2021", "a"),
    ("2021-05?/2021-06~", "2021-05-01", "2021-06-30", "May 2021 (inferred) to about June 2021", "au"),
    ("2021-21/2021-22", "2021-03-01", "2021-08-31", "spring or summer 2021", ""),
    ("2021-24/2022-21", "2021-12-01", "2022-05-31", "winter 2021/22 or spring 2022", ""),
    ("2021-21/2021-23", "2021-03-01", "2021-11-30", "spring to autumn 2021", ""),
    ("2021-21?/2021-22?", "2021-03-01", "2021-08-31", "spring or summer 2021 (inferred)", "u"),
    # intervals of two sorts
    ("2021-04/2021-04-10", "2021-04-01", "2021-04-10", "April 2021 to 10 April 2021", ""),
    ("2021-04-10/2021-04", "2021-04-10", "2021-04-30", "10 April 2021 to April 2021", ""),
    ("2017/2021-05", "2017-01-01", "2021-05-31", "2017 to May 2021", ""),
    ("2021-22/2021-12-05", "2021-06-01", "2021-12-05", "summer 2021 to 5 December 2021", ""),
    # open and unknown ends
    ("../2021-05", "", "2021-05-31", "by May 2021", "o"),
    ("../2021-05-05?", "", "2021-05-05", "by 5 May 2021 (inferred)", "uo"),
    ("2017/..", "2017-01-01", "", "from 2017", "o"),
    ("2017~/..", "2017-01-01", "", "from about 2017", "ao"),
    ("2021-24/..", "2021-12-01", "", "from winter 2021/22", "o"),
    ("/2021-05", "", "2021-05-31", "by May 2021, start unknown", "o"),
    ("2017/", "2017-01-01", "", "from 2017, end unknown", "o"),
]

# Text; a word of the reason given.
REFUSED = [
    ("", "empty"),
    (" ", "holds ' '"),
    ("2021 ", "holds ' '"),
    ("2021\n", r"holds '\n'"),
    ("2021\x00-04", r"holds '\x00'"),
    ("2021\u202e-04", r"holds '\u202e'"),
    ("２０２１", "U+FF12"),
    ("٢٠٢١-٠٤", "U+0662"),
    ("2017–2021", "U+2013"),
    ("5 May 2021", "holds ' '"),
    ("spring 2021", "holds 's'"),
    ("26/01/2021", "one slash"),
    ("01/26/2021", "one slash"),
    ("01/2021", "not a date"),
    ("2021-1-26", "not a date"),
    ("20210126", "not a date"),
    ("21-01-26", "not a date"),
    ("2021-00", "not a date"),
    ("2021-13", "not a date"),
    ("2021-01-26T10:00", "not a date"),
    ("2021-01-26T25:00:00", "not a date"),
    ("2021T10:00:00", "time without a day"),
    ("2021-04T10:00:00", "time without a day"),
    ("2021-01-26T10:00:00?", "qualifies a time"),
    ("2021-02-30", "does not exist"),
    ("2021-02-29", "does not exist"),
    ("1900-02-29", "does not exist"),
    ("2021-02-29T10:00:00", "does not exist"),
    ("2021-04-31", "does not exist"),
    ("2021-02-01/2021-02-29", "does not exist"),
    ("2021-05/2021-04", "ends before"),
    ("2021-05-31/2021-05-16", "ends before"),
    ("2021-22/2021-21", "ends before"),
    ("2021/2017", "ends before"),
    ("../..", "neither"),
    ("/", "neither"),
    ("../", "neither"),
    ("..", "not a date"),
    ("?", "not a date"),
    ("..?/2021", "not a date"),
    ("2021-04??", "not of level 1"),
    ("[2021-04,2021-05]", "holds '['"),
    ("{2021,2022}", "holds '{'"),
    ("2021-25", "not of level 1"),
    ("2021-?05", "not of level 1"),
    ("2021?-05", "not of level 1"),
    ("2021-XX-05", "not of level 1"),
    ("19XX-05", "not of level 1"),
    ("2021-0X", "is not a date in this form"),
    ("2021-X1", "is not a date in this form"),
    ("1X9X", "leaves open"),
    ("199X/2005", "one slash"),
    ("2021-04-XX/2021-05-02", "one slash"),
    ("2021-01-26T10:00:00/2021-01-27", "one slash"),
    ("1950S2", "holds 'S'"),
    ("Y170000002", "outside the years"),
    ("-0044", "outside the years"),
    ("-199X", "outside the years"),
    ("0000", "outside the years"),
    ("0000-05-05", "outside the years"),
    ("000X", "outside the years"),
    ("XXXX", "outside the years"),
    ("9999-24", "outside the years"),
    ("2021-04" * 10, "longer than 64"),
]

DAYS = st.dates(date(2, 1, 1), date(9998, 12, 31))
QUALIFIERS = st.sampled_from(["", "?", "~", "%"])


def season_of(day: date) -> str:
    """The season a day lies in; January and February belong to the winter named by the year before."""
    year = day.year - (day.month < 3)
    return f"{year:04}-{21 + (day.month - 3) % 12 // 3}"


WHOLE = [date.isoformat, lambda d: f"{d.year:04}-{d.month:02}", lambda d: f"{d.year:04}", season_of]
PARTLY = [
    lambda d: f"{d.year:04}-{d.month:02}-XX",
    lambda d: f"{d.year:04}-XX",
    lambda d: f"{d.year:04}-XX-XX",
    lambda d: f"{d.year:04}"[:3] + "X" if d.year > 9 else d.isoformat(),
    lambda d: f"{d.year:04}"[:2] + "XX" if d.year > 99 else d.isoformat(),
]


def day_or_none(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def flags(span: dates.Span) -> str:
    marks = {"d": span.is_day, "a": span.is_approximate, "u": span.is_uncertain, "o": span.is_open}
    return "".join(letter for letter, holds in marks.items() if holds)


@pytest.mark.parametrize(("text", "earliest", "latest", "label", "marks"), CASES)
def test_a_date_has_its_days_its_label_and_its_flags(text, earliest, latest, label, marks):
    span = dates.parse(text)
    assert (span.earliest, span.latest) == (day_or_none(earliest), day_or_none(latest))
    assert (span.label, flags(span)) == (label, marks)


def test_the_label_says_whether_a_date_is_inferred_or_approximate():
    for text, *_, label, marks in CASES:
        assert ("about" in label) == ("a" in marks), text
        assert ("(inferred)" in label) == ("u" in marks), text


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_is_not_a_date_of_level_1_is_refused_with_the_reason_and_what_is_allowed(text, reason):
    with pytest.raises(ValueError, match="allowed is EDTF level 1: 2021, 2021-04") as refusal:
        dates.parse(text)
    assert reason in str(refusal.value)
    assert str(refusal.value).startswith(repr(text[:64]))


@pytest.mark.parametrize("text", ["2021\n\x1b[31m", "\u202e2021", "9" * 100_000])
def test_a_refusal_never_repeats_control_characters_or_a_long_text(text):
    with pytest.raises(ValueError, match="allowed is") as refusal:
        dates.parse(text)
    assert str(refusal.value).isprintable()
    assert len(str(refusal.value)) < 500


def test_a_text_of_64_characters_is_read_and_one_of_65_is_not():
    with pytest.raises(ValueError, match="not a date"):
        dates.parse("2" * 64)
    with pytest.raises(ValueError, match="longer than 64"):
        dates.parse("2" * 65)


@pytest.mark.parametrize("year", [1, 4, 99, 100, 1582, 1900, 2000, 2021, 2024, 9998])
def test_the_twelve_months_and_four_seasons_of_a_year_are_those_of_the_calendar(year):
    for month in range(1, 13):
        span = dates.parse(f"{year:04}-{month:02}")
        assert span.earliest == date(year, month, 1)
        assert span.latest == date(year, month, calendar.monthrange(year, month)[1])
    seasons = [dates.parse(f"{year:04}-{number}") for number in (21, 22, 23, 24)]
    assert seasons[0].earliest == date(year, 3, 1)
    assert seasons[3].latest == date(year + 1, 3, 1) - timedelta(days=1)
    for before, after in pairwise(seasons):
        assert after.earliest - before.latest == timedelta(days=1)


@given(DAYS, st.sampled_from(WHOLE + PARTLY), QUALIFIERS)
def test_however_coarsely_a_day_is_written_the_span_holds_it(day, form, qualifier):
    span = dates.parse(form(day) + qualifier)
    assert span.earliest <= day <= span.latest
    assert span.is_approximate == (qualifier in ("~", "%"))
    assert span.is_uncertain == (qualifier in ("?", "%"))
    assert not span.is_open


@settings(max_examples=counts.of(12, 300))
@given(DAYS, DAYS, st.sampled_from(WHOLE), st.sampled_from(WHOLE), QUALIFIERS, QUALIFIERS)
def test_an_interval_holds_both_the_days_it_was_made_from(one, other, form, other_form, qualifier, other_qualifier):
    first, last = sorted((one, other))
    span = dates.parse(f"{form(first)}{qualifier}/{other_form(last)}{other_qualifier}")
    assert span.earliest <= first <= last <= span.latest
    assert span.earliest == dates.parse(form(first)).earliest
    assert span.latest == dates.parse(other_form(last)).latest


@given(DAYS, DAYS, st.sampled_from(WHOLE), st.sampled_from(WHOLE))
def test_an_interval_is_refused_exactly_where_its_last_possible_day_comes_before_its_first(one, other, form, last_form):
    first, last = dates.parse(form(one)), dates.parse(last_form(other))
    text = f"{form(one)}/{last_form(other)}"
    if last.latest < first.earliest:
        with pytest.raises(ValueError, match="ends before it begins"):
            dates.parse(text)
    else:
        assert (dates.parse(text).earliest, dates.parse(text).latest) == (first.earliest, last.latest)


@settings(max_examples=counts.of(12, 300))
@given(st.text("0123456789XYTZ:+-?~%./", max_size=70) | st.text(max_size=20))
def test_any_text_is_either_a_date_or_refused_and_nothing_else(text):
    try:
        span = dates.parse(text)
    except ValueError as refusal:
        assert "allowed is" in str(refusal)
    else:
        assert span.label
        assert span.earliest is None or span.latest is None or span.earliest <= span.latest


@given(st.lists(st.dates(date(2021, 1, 1), date(2021, 1, 9)), max_size=30))
def test_rows_sorted_by_their_earliest_day_keep_their_order_within_a_day(days):
    table = dates.spans(pd.Series([day.isoformat() for day in days], dtype="str"))
    got = table.sort_values("earliest", kind="stable").index.tolist()
    assert got == sorted(range(len(days)), key=lambda row: days[row])


@given(DAYS)
def test_the_label_of_a_day_names_it_and_no_other(day):
    words = re.fullmatch(r"([1-9][0-9]?) (\w+) (?:AD )?([1-9][0-9]*)", dates.label_day(day))
    months = [calendar.month_name[number] for number in range(13)]
    assert date(int(words[3]), months.index(words[2]), int(words[1])) == day


def test_the_label_of_a_timestamp_is_that_of_its_day():
    assert dates.label_day(pd.Timestamp("2021-01-06 23:30")) == "6 January 2021"


def test_a_column_of_dates_keeps_its_index_and_leaves_empty_cells_empty():
    texts = pd.Series(["2021-04", "", "../2021-05-05?", "2021-04"], index=["b", "a", "b", "c"], dtype="str")
    table = dates.spans(texts)
    assert table.index.tolist() == ["b", "a", "b", "c"]
    assert table["label"].tolist() == ["April 2021", "", "by 5 May 2021 (inferred)", "April 2021"]
    assert table["earliest"].isna().tolist() == [False, True, True, False]
    assert table["latest"].isna().tolist() == [False, True, False, False]
    assert table["latest"].iloc[2] == pd.Timestamp("2021-05-05")
    assert table["is_uncertain"].tolist() == [False, False, True, False]
    assert texts.tolist() == ["2021-04", "", "../2021-05-05?", "2021-04"]


def test_a_column_agrees_row_by_row_with_the_dates_read_one_at_a_time():
    texts = pd.Series([case[0] for case in CASES] * 3, dtype="str")
    table = dates.spans(texts)
    for row, text in enumerate(texts):
        span = dates.parse(text)
        for name in ("earliest", "latest"):
            expected = getattr(span, name)
            got = table[name].iloc[row]
            assert pd.isna(got) if expected is None else got.date() == expected
        for name in ("label", "is_day", "is_approximate", "is_uncertain"):
            assert table[name].iloc[row] == getattr(span, name)


@pytest.mark.parametrize("texts", [[], [""], ["../2021"], ["2021", "0001", "9999-12-31"]])
def test_the_columns_have_the_same_types_whatever_the_column_holds(texts):
    table = dates.spans(pd.Series(texts, dtype="str"))
    assert table.dtypes.astype(str).to_dict() == {
        "earliest": "datetime64[us]",
        "latest": "datetime64[us]",
        "label": "str",
        "is_day": "bool",
        "is_approximate": "bool",
        "is_uncertain": "bool",
    }


def test_a_missing_value_counts_as_an_empty_cell():
    table = dates.spans(pd.Series(["2021", None], dtype="str"))
    assert table["label"].tolist() == ["2021", ""]
    assert table["earliest"].isna().tolist() == [False, True]


def test_a_column_with_a_text_that_is_no_date_is_refused_and_the_text_named():
    with pytest.raises(ValueError, match=re.escape("'5 May'")):
        dates.spans(pd.Series(["2021", "5 May", "2021"], dtype="str"))


def test_a_column_of_many_rows_and_few_dates_parses_each_date_once():
    texts = pd.Series(["2021-07", "2021-08-XX", "", "2019-22"] * 50_000, dtype="str")
    dates.parse.cache_clear()
    table = dates.spans(texts)
    assert dates.parse.cache_info().misses == 3
    assert dates.parse.cache_info().hits == 0
    assert len(table) == 200_000


def test_visitors_at_the_same_time_read_the_same_dates():
    texts = [text for text, *_ in CASES]
    alone = [dates.parse(text) for text in texts]
    dates.parse.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(dates.parse, texts * 4))
    assert together == alone * 4


def test_reading_a_date_prints_nothing(capsys):
    for text in [case[0] for case in CASES] + ["../", "?/..", "/?"]:
        dates.parse.cache_clear()
        try:
            dates.parse(text)
        except ValueError:
            continue
    assert capsys.readouterr() == ("", "")
