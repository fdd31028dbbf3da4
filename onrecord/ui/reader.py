"""The reader: one report with every coded passage marked, where its text is attached; else the gists in order."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from onrecord.record import Record
from onrecord.record.reported_days import dated_lines, reported_days
from onrecord.ui import address, show, texts
from onrecord.ui.escape import html
from onrecord.views.reports import Reports

EDGE = 4  # words


def reader(view: Reports) -> None:
    """One report: its text with every coded passage marked, where it is attached; else the gists in order."""
    scoped, report_id = view.scoped, view.settings.report_id
    row = scoped.reports[scoped.reports["report_id"] == report_id].iloc[0].to_dict()
    st.html(f'<p class="or-title" dir="auto">{html(row["title"])}</p><p class="or-lede">{html(row["dated_name"])}</p>')
    text = texts.texts_at_hand(scoped).get(report_id)
    st.html(f'<p class="or-line" dir="auto">{html(view.body)}{_ends(text, row)}</p>')
    coded = [t.loc[t["report_id"] == report_id, ["start", "end"]] for t in (scoped.event_reports, scoped.stances)]
    if text is None:
        st.caption(
            "The text is not part of the dossier. Attach it (right), or set ONRECORD_TEXTS, to read each passage in "
            "place. Here is what was coded from it, in the order of the text."
        )
        with st.container(height=620, border=True, key="reader"):
            show.listing(scoped.once(_gists, report_id), key="gist")
        return
    spans = [(int(s), int(e)) for s, e in pd.concat(coded).itertuples(index=False)]
    shown = texts.text_html(text, spans, (int(row["body_start"]), int(row["body_end"])), _place(len(text)))
    with st.container(height=620, border=True, key="reader"):
        st.html(f'<div class="or-text" dir="auto" lang="{html(row["language"])}">{shown}</div>')


def _ends(text: str | None, row: Mapping[Hashable, Any]) -> str:
    """The first and the last words of a body, where its text is at hand; HTML."""
    words = text[int(row["body_start"]) : int(row["body_end"])].split() if text else []
    if not words:
        return ""
    first, last = " ".join(words[:EDGE]), " ".join(words[-EDGE:])
    return f": from “{html(first)} …” to “… {html(last)}”"


def _place(length: int) -> tuple[int, int] | None:
    """The passage the address points at (``at=10-20``), if it lies in the text."""
    start, _, end = address.value("at").partition("-")
    if not (start.isascii() and start.isdigit() and end.isascii() and end.isdigit()):
        return None
    return (int(start), int(end)) if int(start) < int(end) <= length else None


def _gists(record: Record, report_id: str) -> list[tuple[str, str, str]]:
    """What was coded from a report, in the order of its text: mark, title, gist."""
    told = record.event_reports[record.event_reports["report_id"] == report_id]
    said = record.stances[record.stances["report_id"] == report_id]
    titles, names, labels = record.event_titles(), record.actor_names(), record.issue_labels()
    rows = told.assign(line=dated_lines(reported_days(told)))[["event_id", "start", "gist", "line"]]
    lines = [(int(s), f"event:{e}", titles[e], f"{g} {line}.") for e, s, g, line in rows.itertuples(index=False)]
    lines += [
        (int(start), f"stance:{stance}", f"{names[actor]} on “{labels[issue]}”", gist)
        for stance, start, actor, issue, gist in said[
            ["stance_id", "start", "speaker_id", "issue_id", "gist"]
        ].itertuples(index=False)
    ]
    return [line[1:] for line in sorted(lines)]
