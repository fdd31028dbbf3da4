"""The days a timeline shows: the dossier's period, the whole record, or what a box was drawn around."""

import pandas as pd
import streamlit as st

from onrecord import dates
from onrecord.record import Record
from onrecord.ui import address, show

Days = tuple[pd.Timestamp, pd.Timestamp]
SPANS = {"period": "Period", "all": "Whole record"}
LEAST = pd.Timedelta(days=3)


def window(record: Record, view: Record) -> tuple[Days, Days]:
    """The days a timeline can show, those of the dossier's period or all; and those it shows, which may be fewer."""
    span = _span(record, view, is_whole=show.choice("span", "Days", SPANS) == "all")
    brushed = _brushed(span)
    if brushed:
        st.button("Back to the whole span", key="w-unbrush", on_click=address.put, args=("view", ""))
    return span, brushed or span


def _span(record: Record, view: Record, *, is_whole: bool) -> Days:
    period = dates.parse(record.meta["period"])
    known = pd.DatetimeIndex(pd.concat([view.events["earliest"], view.events["latest"]]).dropna())
    first = known.min() if (is_whole and len(known)) or not period.earliest else pd.Timestamp(period.earliest)
    last = known.max() if (is_whole and len(known)) or not period.latest else pd.Timestamp(period.latest)
    margin = max((last - first) / 40, LEAST)
    return first - margin, last + margin


def _brushed(span: Days) -> Days | None:
    """The days the address asks for, as far as they lie in the span; None where it asks for none there."""
    first, _, last = address.value("view").partition("~")
    try:
        spans = dates.parse(first), dates.parse(last)
    except ValueError:
        return None
    if not (spans[0].is_day and spans[1].is_day) or first >= last:
        return None
    asked = max(pd.Timestamp(first), span[0]), min(pd.Timestamp(last), span[1])
    return asked if asked[0] < asked[1] else None
