"""What several pages work out from one record in scope: cells, dyads, graphs, windows. Each is worked out once."""

import pandas as pd

from onrecord import dates, measures, networks
from onrecord.record import Level, Record, Scope, narrow

WIDTHS = {"30": "30 days", "91": "Quarter", "365": "Year", "n20": "20 stances"}
ONE_DAY = pd.Timedelta(days=1)
SPANS = {"period": "Period", "all": "Whole record"}


def cells(record: Record) -> pd.DataFrame:
    """The cells of all stances in scope; as `measures.cells`."""
    return measures.cells(record.stances)


def dyads(record: Record) -> pd.DataFrame:
    """Every dyad that shares an issue, with its similarity, what it rests on, and how it stands against chance."""
    return against_chance(record.stances, record.once(cells))


def against_chance(stances: pd.DataFrame, some: pd.DataFrame) -> pd.DataFrame:
    """The dyads of `stances` and their cells; as `measures.dyad_evidence` and `measures.against_chance`."""
    evidence = measures.dyad_evidence(stances, measures.similarity(some))
    return measures.against_chance(evidence, some)


def graph(record: Record, min_shared: int) -> networks.Graph:
    """The alignment graph by similarity S, of dyads with at least `min_shared` issues and one report."""
    found = record.once(dyads), record.once(cells), record.actors
    return networks.alignment(*found, min_shared=min_shared, min_independent=1)


def places(whole: Record, level: Level) -> pd.DataFrame:
    """Where each actor stands in the alignment graph: the same on every day and in every scope of a dossier."""
    everything = narrow(whole, Scope(level=level))
    every = everything.once(cells)
    return networks.layout(measures.similarity(every), every, everything.actors)


def windows(record: Record, width: str, span: str) -> pd.DataFrame:
    """The windows of a width of `WIDTHS`, over the dossier's period or the whole record; those that hold a stance.

    Windows of days are counted back from the last report in scope, so that none reaches past what is known.
    """
    if width.startswith("n"):
        spans = measures.event_windows(record.stances, size=int(width[1:]), step=int(width[1:]))
    else:
        spans = _windows_to_the_last_report(record, int(width))
    period = dates.parse(record.meta["period"])
    if period.earliest and span != "all":
        spans = spans[spans["end"] > pd.Timestamp(period.earliest)]
    return spans[spans["n_stances"] > 0]


def _windows_to_the_last_report(record: Record, width: int) -> pd.DataFrame:
    from_first = measures.windows(record.stances, width=width, step=width)
    if from_first.empty:
        return from_first
    days = (record.reports["published_on"], record.stances["latest"], record.stances["earliest"])
    first, end = from_first["start"].iloc[0], max(column.max() for column in days if column.notna().any()) + ONE_DAY
    start = end - -(-(end - first).days // width) * pd.Timedelta(days=width)
    return measures.windows(record.stances, width=width, step=width, start=start, end=end)


def stances_in(record: Record, width: str, span: str, window: int) -> pd.DataFrame:
    """The stances of one of `windows`."""
    return measures.in_window(record.stances, record.once(windows, width, span), window)


def graph_in(record: Record, width: str, span: str, window: int) -> networks.Graph:
    """The alignment graph of one of `windows`."""
    stances = record.once(stances_in, width, span, window)
    some = measures.cells(stances)
    return networks.alignment(against_chance(stances, some), some, record.actors, min_shared=1, min_independent=1)
