"""Parts of single pages that are more than a figure or a table: the reader, the sides of a conflict, faults."""

from collections.abc import Hashable, Mapping
from datetime import date

import pandas as pd
import streamlit as st

from onrecord import dates, measures, networks, schema
from onrecord.record import Record, Scope, narrow
from onrecord.ui import address, show, texts
from onrecord.ui.escape import clean, html, label
from onrecord.ui.gate import refused
from onrecord.ui.kept import kept
from onrecord.ui.scope import current

Days = tuple[pd.Timestamp, pd.Timestamp]
WINDOWS = {"period": "Period", "all": "Whole record"}


def question(record: Record) -> None:
    """The question the dossier answers."""
    st.html(f'<p class="or-title" dir="auto">{html(record.meta["question"])}</p>')


def proposition(view: Record, issue_id: str) -> None:
    """The sentence one is for or against."""
    row = view.issues.set_index("issue_id").loc[issue_id]
    st.html(f'<p class="or-group">Proposition</p><p class="or-title" dir="auto">{html(row["proposition"])}</p>')


def window(record: Record, view: Record) -> tuple[Days, Days]:
    """The days a timeline can show, those of the dossier's period or all; and those it shows, which may be fewer."""
    chosen = show.choice("span", "Days", WINDOWS)
    period = dates.parse(record.meta["period"])
    days = view.events[["earliest", "latest"]].stack()
    first, last = (days.min(), days.max()) if len(days) else (pd.NaT, pd.NaT)
    if chosen == "period" or pd.isna(first):
        first = pd.Timestamp(period.earliest or date(1, 1, 1))
        last = pd.Timestamp(period.latest or date(9999, 12, 31))
    margin = max((last - first) / 40, pd.Timedelta(days=3))
    span = first - margin, last + margin
    brushed = _brushed()
    if brushed:
        st.button("Back to the whole span", key="w-unbrush", on_click=address.put, args=("view", ""))
    return span, brushed or span


def _brushed() -> Days | None:
    first, _, last = address.value("view").partition("~")
    try:
        spans = dates.parse(first), dates.parse(last)
    except ValueError:
        return None
    if not (spans[0].is_day and spans[1].is_day) or first >= last:
        return None
    return pd.Timestamp(first), pd.Timestamp(last)


def places(record: Record) -> pd.DataFrame:
    """Where each actor stands in the alignment graph: the same on every day and in every scope of a dossier."""
    return _places(record, record.dossier_id, record.revision, current(record).level)


@st.cache_resource(show_spinner="Laying out the graph…", max_entries=16)
def _places(_record: Record, dossier_id: str, revision: int, level: str) -> pd.DataFrame:
    whole = narrow(_record, Scope(level="speaker" if level == "speaker" else "principal"))
    cells = measures.cells(whole.stances)
    return networks.layout(measures.similarity(cells), cells, whole.actors)


def reader(view: Record, report_id: str) -> None:
    """One report: its text with every coded passage marked, where it is attached; else the gists in order."""
    row = view.reports[view.reports["report_id"] == report_id].iloc[0].to_dict()
    st.html(f'<p class="or-title" dir="auto">{html(row["title"])}</p><p class="or-lede">{html(row["name"])}</p>')
    coded = [t.loc[t["report_id"] == report_id, ["start", "end"]] for t in (view.event_reports, view.stances)]
    text = texts.texts(view).get(report_id)
    if text is None:
        st.caption(
            "The text is not part of the dossier. Attach it (right), or set ONRECORD_TEXTS, to read each passage in "
            "place. Here is what was coded from it, in the order of the text."
        )
        with st.container(height=620, border=True, key="reader"):
            show.listing(kept(_gists, view, report_id), key="gist")
        return
    spans = [(int(s), int(e)) for s, e in pd.concat(coded).itertuples(index=False)]
    shown = texts.marked(text, spans, (int(row["body_start"]), int(row["body_end"])), _place(len(text)))
    with st.container(height=620, border=True, key="reader"):
        st.html(f'<div class="or-text" dir="auto" lang="{html(row["language"])}">{shown}</div>')


def _place(length: int) -> tuple[int, int] | None:
    """The passage the address points at (``at=10-20``), if it lies in the text."""
    start, _, end = address.value("at").partition("-")
    if not (start.isascii() and start.isdigit() and end.isascii() and end.isdigit()):
        return None
    return (int(start), int(end)) if int(start) < int(end) <= length else None


def _gists(view: Record, report_id: str) -> list[tuple[str, str, str]]:
    """What was coded from a report, in the order of its text: mark, title, gist."""
    told = view.event_reports[view.event_reports["report_id"] == report_id]
    said = view.stances[view.stances["report_id"] == report_id]
    titles, names, labels = view.titles(), view.names(), view.labels()
    lines = [
        (int(s), f"event:{e}", titles[e], g) for e, s, g in told[["event_id", "start", "gist"]].itertuples(index=False)
    ]
    lines += [
        (int(start), f"stance:{stance}", f"{names[actor]} on “{labels[issue]}”", gist)
        for stance, start, actor, issue, gist in said[
            ["stance_id", "start", "speaker_id", "issue_id", "gist"]
        ].itertuples(index=False)
    ]
    return [line[1:] for line in sorted(lines)]


def sides(view: Record, mark: str) -> None:
    """Both sides of the conflict that is selected, next to each other."""
    conflict_id = mark.partition(":")[2] if mark.startswith("conflict:") else ""
    rows = view.conflict_sides[view.conflict_sides["conflict_id"] == conflict_id]
    told = rows.merge(view.reports, on="report_id").sort_values("side")
    if told.empty:
        return
    about = view.conflicts.set_index("conflict_id").loc[conflict_id]
    st.html(f'<p class="or-title" dir="auto">{html(about["about"])}</p>')
    attached = texts.texts(view)
    for column, row in zip(st.columns(len(told)), told.to_dict("records"), strict=True):
        text = attached.get(row["report_id"])
        quote = f'<p class="or-quote" dir="auto">{_within(text, row)}</p>' if text else ""
        column.html(
            f'<div class="or-passage or-conflict"><p class="or-what" dir="auto">{html(row["name"])}</p>'
            f'<p dir="auto">{html(row["claim"])}</p>{quote}</div>'
        )
    st.html(
        f'<p class="or-group">Assessment · {html(about["status"])}</p><p dir="auto">{html(about["assessment"])}</p>'
    )


def _within(text: str, row: Mapping[Hashable, int]) -> str:
    return texts.passage(text, (row["start"], row["end"]), (row["body_start"], row["body_end"]))


def faults(record: Record) -> None:
    """Whether the dossier breaks the codebook, and which folders were refused."""
    broken = refused()
    if not broken:
        st.success(f"No fault: every row of {label(record.meta['title'])} holds against the codebook.")
    for name, error in broken.items():
        st.error(f"The folder {label(name)} was refused whole; what the store held before still stands.")
        st.code("\n".join(clean(f) for f in error.faults[:200]), language=None, wrap_lines=True)
    facts = (("version", record.version), ("revision", record.revision), ("licence", record.meta["licence"]))
    shown = "".join(f'<dt>{name}</dt><dd dir="auto">{html(str(value))}</dd>' for name, value in facts)
    st.html(f'<dl class="or-facts">{shown}<dt>how to cite</dt><dd dir="auto">{html(record.meta["cite"])}</dd></dl>')


def codebook() -> None:
    """The codebook, as it ships."""
    with st.expander("Codebook: every table, column and code", key="codebook"):
        st.markdown(schema.codebook().replace("# ", "### "))
