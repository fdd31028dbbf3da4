"""Days of the week: those that a report's own words of time name, and those of the calendar."""

import re

import numpy as np
import pandas as pd

from onrecord.record.differences.joins import Column, Numbers, Texts

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NAMED = re.compile(rf"\b({'|'.join(NAMES)})\b")
FIRST_MONDAY = np.datetime64("1970-01-05", "D")


def named_weekdays(words: Texts) -> Numbers:
    """The weekday, in English, that each text names, Monday first; -1 where it names none, or several."""
    codes, texts = pd.factorize(words)
    return np.array([named_weekday(text) for text in texts], dtype=np.int64)[codes]


def named_weekday(words: str) -> int:
    """The weekday that some words name.

    >>> named_weekday("on Sunday, 17 June"), named_weekday("from Friday to Sunday")
    (6, -1)
    """
    named = set(NAMED.findall(words))
    return NAMES.index(named.pop()) if len(named) == 1 else -1


def weekdays(days: Column) -> Numbers:
    """The weekday of each day, Monday first."""
    return np.asarray((days.astype("datetime64[D]") - FIRST_MONDAY).astype(np.int64) % len(NAMES))
