"""Alignment graphs of a part of the stances: a window, a bloc view. Shared by the pages that draw them."""

import pandas as pd
import streamlit as st

from onrecord import dates, measures, networks
from onrecord.record import Record, Scope, narrow
from onrecord.ui import address, show
from onrecord.ui.kept import kept
from onrecord.ui.scope import current
from onrecord.ui.show import Graph
from onrecord.ui.span import SPANS

WIDTHS = {"30": "30 days", "91": "Quarter", "365": "Year", "n20": "20 stances"}
PANELS = 9


def dyads(stances: pd.DataFrame) -> pd.DataFrame:
    """Every dyad that shares an issue in `stances`, with its similarity and what it rests on."""
    return kept(measures.dyad_evidence, stances, kept(measures.similarity, kept(measures.cells, stances)))


def graph(view: Record, stances: pd.DataFrame, *, min_shared: int, min_reports: int = 1) -> Graph:
    """The alignment graph of `stances`, some of those in `view`."""
    cells = kept(measures.cells, stances)
    return kept(
        networks.alignment, dyads(stances), cells, view.actors, min_shared=min_shared, min_independent=min_reports
    )


def places(record: Record) -> pd.DataFrame:
    """Where each actor stands in the alignment graph: the same on every day and in every scope of a dossier."""
    return _places(record, record.dossier_id, record.revision, current(record).level)


@st.cache_resource(show_spinner="Laying out the graph…", max_entries=16)
def _places(_record: Record, dossier_id: str, revision: int, level: str) -> pd.DataFrame:
    whole = narrow(_record, Scope(level="speaker" if level == "speaker" else "principal"))
    cells = measures.cells(whole.stances)
    return networks.layout(measures.similarity(cells), cells, whole.actors)


def windows(record: Record, view: Record) -> pd.DataFrame:
    """The windows that the controls ask for, over the dossier's period or the whole record; those with a stance."""
    with st.container(horizontal=True, gap="large"):
        width = show.choice("width", "Windows of", WIDTHS)
        span = show.choice("span", "Days", SPANS)
    return kept(_windows, record, view, width, is_whole=span == "all")


def _windows(record: Record, view: Record, width: str, *, is_whole: bool) -> pd.DataFrame:
    if width.startswith("n"):
        spans = measures.event_windows(view.stances, size=int(width[1:]), step=int(width[1:]))
    else:
        spans = measures.windows(view.stances, width=int(width), step=int(width))
    period = dates.parse(record.meta["period"])
    if period.earliest and not is_whole:
        spans = spans[spans["end"] > pd.Timestamp(period.earliest)]
    return spans[spans["n_stances"] > 0]


def window_at(spans: pd.DataFrame, name: str, title: str, *, last: bool = True) -> int:
    """The number of the window that a slider over `spans` stands at, by default the last or the first."""
    n = len(spans)
    at = show.number(name, title, (1, n, n if last else 1)) if n > 1 else 1
    return int(spans["window"].iloc[at - 1])


def said_in(view: Record, spans: pd.DataFrame, window: int) -> pd.DataFrame:
    """The stances of one window."""
    return kept(measures.in_window, view.stances, spans, window)


def panels(view: Record, spans: pd.DataFrame, *, min_shared: int) -> list[tuple[str, Graph]]:
    """The alignment graph of each of the last windows, under its first day."""
    last = spans.tail(PANELS)
    return [
        (f"{start:%Y-%m-%d}", graph(view, said_in(view, spans, int(w)), min_shared=min_shared))
        for w, start in zip(last["window"], last["start"], strict=True)
    ]


def chosen_measure() -> measures.Measure:
    """The measure the address asks for, by default S; says in one sentence when it is the one to choose."""
    labels = {name: measure.label for name, measure in measures.MEASURES.items()}
    name = show.pick("measure", "Measure", labels, default=address.value("measure"))
    chosen = measures.MEASURES[name]
    st.caption(chosen.reason)
    return chosen
