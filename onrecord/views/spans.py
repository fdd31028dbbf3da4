"""The days that pictures of time cover: the whole record, or the period that the dossier states."""

import pandas as pd

from onrecord.record import Record
from onrecord.record.period import stated_period
from onrecord.views.settings import Choice, Options

SPANS = {"period": "Period", "all": "Whole record"}


def spans(record: Record) -> Options:
    """The days a picture may cover: the whole record, and the period where the dossier states one."""
    return SPANS if record.meta["period"].strip() else {"all": SPANS["all"]}


def default_span(record: Record) -> str:
    """The period, where the dossier states one and most of what is on record lies in it."""
    period = stated_period(record)
    days = pd.concat([rows[["earliest", "latest"]] for rows in (record.events, record.stances)])
    earliest, latest = days["earliest"].fillna(days["latest"]), days["latest"].fillna(days["earliest"])
    is_outside = earliest.isna()
    if period.earliest:
        is_outside |= latest < pd.Timestamp(period.earliest)
    if period.latest:
        is_outside |= earliest > pd.Timestamp(period.latest)
    is_elsewhere = len(days) and is_outside.mean() > 0.5
    return "all" if is_elsewhere or "period" not in spans(record) else "period"


SPAN = Choice("Days", lambda view: spans(view.whole), default=lambda view: default_span(view.whole))
