"""The contradiction desk: the sides of a conflict next to each other."""

from collections.abc import Hashable, Mapping

import streamlit as st

from onrecord.record import Record
from onrecord.ui import texts
from onrecord.ui.escape import html


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
