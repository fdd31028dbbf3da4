"""The period of a dossier: as it states it, else that of what is coded in it."""

import pandas as pd

from onrecord import dates
from onrecord.dates import Span
from onrecord.record.model import Record


def stated_period(record: Record) -> Span:
    """The period the dossier says it follows; `dates.NOT_GIVEN` where it says none."""
    stated = record.meta["period"].strip()
    return dates.parse(stated) if stated else dates.NOT_GIVEN


def period(record: Record) -> Span:
    """The period the dossier says it follows, else from the first to the last day coded; `NOT_GIVEN` with neither."""
    if record.meta["period"].strip():
        return stated_period(record)
    days = coded_days(record.events, record.stances)
    return dates.parse(f"{days.min():%Y-%m-%d}/{days.max():%Y-%m-%d}") if len(days) else dates.NOT_GIVEN


def coded_days(*tables: pd.DataFrame) -> pd.DatetimeIndex:
    """The first and last days of the rows of some tables, as far as they are known."""
    ends = [table[end] for table in tables for end in ("earliest", "latest")]
    return pd.DatetimeIndex(pd.concat(ends).dropna())


def example_dates(record: Record) -> str:
    """Dates as people may type them, in the year in which the period of the dossier ends."""
    span = period(record)
    last = span.latest or span.earliest
    if last is None:
        return "26 January, mid-March, spring"
    return f"26 January {last.year}, mid-March {last.year}, spring {last.year}, {last.year}-01-26"
