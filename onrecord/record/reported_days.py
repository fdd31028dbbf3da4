"""What a mention says of time: the report's own words, and whether the day beside them is the report's or the coder's.

An empty day means that the report gives none. A day that carries a doubt was worked out here, whatever it rests on: it
is never told as the report's.
"""

import pandas as pd

from onrecord import dates
from onrecord.record.model import Record

NO_DATE = "gives no date"
HERE = "dated here"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def reported_days(mentions: pd.DataFrame) -> pd.DataFrame:
    """The day that each of `mentions` gives.

    Parameters
    ----------
    mentions : table, rows of ``event_reports``
        Columns ``reported_words``, ``reported_date``.

    Returns
    -------
    table, the index of `mentions`
        ``words`` as the report has them, ``day`` without the doubt it carries ("" where none is given), ``weekday``
        (of one day; else ""), ``is_dated_here`` (the day is the coder's, not the report's).
    """
    given = mentions["reported_date"]
    days = dates.spans(without_doubt(given))
    weekday = days["earliest"].dt.day_of_week.map(dict(enumerate(WEEKDAYS))).where(days["is_day"], "")
    return pd.DataFrame(
        {
            "words": mentions["reported_words"],
            "day": days["label"],
            "weekday": weekday.astype("str"),
            "is_dated_here": dates.spans(given)["is_uncertain"],
        }
    )


def without_doubt(texts: pd.Series) -> pd.Series:
    """EDTF texts without what doubts them: what is about some day stays so."""
    return texts.str.replace("?", "").str.replace("%", "~")


def day_texts(days: pd.DataFrame) -> pd.Series:
    """Whose each of `days`, as from `reported_days`, is in words: ``gives no date``, ``dated here: 5 May 2021`` or
    ``the report says 26 January 2021``."""
    told = ("the report says " + days["day"]).where(~days["is_dated_here"], HERE + ": " + days["day"])
    return told.where(days["day"] != "", NO_DATE)


def time_texts(days: pd.DataFrame) -> pd.Series:
    """What is said of time beside each of `days`, the report's own words first: ``the report says: “on Wednesday” ·
    dated here: 5 May 2021``. A year or day that stands in the words is not said twice."""
    is_spoken = [day in words for day, words in zip(days["day"], days["words"], strict=True)]
    has_words = days["words"] != ""
    is_own = has_words & (days["day"] != "") & ~days["is_dated_here"]
    after = day_texts(days).where(~is_own, "that is " + days["day"])
    after = after.where(~(is_own & pd.Series(is_spoken, days.index)), "")
    words = ("the report says: “" + days["words"] + "”").where(has_words, "")
    between = pd.Series(" · ", days.index).where(has_words & (after != ""), "")
    return (words + between + after).astype("str")


def weekday_texts(days: pd.DataFrame) -> pd.Series:
    """Each of `days` with its weekday, and whose it is: ``Wednesday, 5 May 2021, dated here``."""
    day = (days["weekday"] + ", ").where(days["weekday"] != "", "") + days["day"]
    return (day + (", " + HERE)).where(days["is_dated_here"], day).where(days["day"] != "", NO_DATE).astype("str")


def dated_lines(days: pd.DataFrame) -> pd.Series:
    """The same and the report's words: ``Wednesday, 5 May 2021, dated here · the report: “on Wednesday”``."""
    words = days["words"]
    return (weekday_texts(days) + (" · the report: “" + words + "”").where(words != "", "")).astype("str")


def reasons(record: Record, mentions: pd.DataFrame) -> pd.Series:
    """Why each of `mentions` was dated here: what the event's note says of it; "" where the day is the report's."""
    notes = record.events.set_index("event_id")["note"]
    is_dated_here = dates.spans(mentions["reported_date"])["is_uncertain"]
    return mentions["event_id"].map(notes).where(is_dated_here, "").fillna("").astype("str")
