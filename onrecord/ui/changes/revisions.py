"""The revisions of the dossier, newest first; and one of them, row by row, with an undo."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from onrecord import editing
from onrecord.editing import changes
from onrecord.record import Record
from onrecord.text import count
from onrecord.ui import address, past, show
from onrecord.ui.changes import lines
from onrecord.ui.changes.moves import ask, look_into, moment, undo_button, way_back
from onrecord.ui.downloads import table_downloads
from onrecord.ui.escape import html, label

AT_ONCE, SHOWN = 20, "most"  # revisions; how many are shown, in the address


def draw_revisions(record: Record) -> None:
    """Who did what when, and why; each revision opens, and can be taken back."""
    known = past.revisions(record).iloc[::-1]
    given = address.value(SHOWN)
    most = min(max(int(given), AT_ONCE), 500) if given.isascii() and given.isdigit() else AT_ONCE
    shown = known.head(most)
    first, last = int(known["rev_id"].min()), int(shown["rev_id"].min())
    counts = past.history(record, max(first, last - 1), record.revision)["rev_id"].value_counts()
    st.subheader("Revisions", anchor=False)
    for revision in shown.to_dict("records"):
        _line(record, revision, int(counts.get(revision["rev_id"], 0)), is_first=revision["rev_id"] == first)
    if len(known) > most:
        st.button("Show older ones", key="w-older", on_click=address.put, args=(SHOWN, str(most + AT_ONCE)))
    table_downloads(record, "revisions", {"revisions": lambda: known})


def _line(record: Record, revision: Mapping[Any, Any], n: int, *, is_first: bool) -> None:
    rev_id = int(revision["rev_id"])
    with st.container(gap=None, key=f"revision-{rev_id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button(
                label(f"Revision {rev_id}: {revision['reason']}"), key=f"go-revision-{rev_id}", type="tertiary",
                on_click=look_into, args=(rev_id,),
            )  # fmt: skip
            undo_button(record, revision)
        size = "the whole dossier" if is_first else count(n, "row")
        st.html(f'<p class="or-detail" dir="auto">{_summary(revision, size)}</p>')


def _summary(revision: Mapping[Any, Any], extent: str) -> str:
    """Who, when, how much, and what became of it; HTML."""
    parts = [f"<bdi>{html(revision['made_by'])}</bdi>", moment(revision["made_at"]), extent]
    if revision["undoes"]:
        parts.append(f"takes back revision {revision['undoes']}")
    if revision["undone_by"]:
        parts.append(f"undone by revision {revision['undone_by']}")
    return " · ".join(parts)


def draw_revision(record: Record, scoped: Record, asked: str) -> None:
    """What one revision did, row by row."""
    known = past.revisions(record)
    hit = known[known["rev_id"].astype("str") == asked]
    way_back()
    if hit.empty:
        st.warning(f"This dossier has no revision {label(asked[:20])} up to the state that is shown.")
        return
    revision = hit.iloc[0].to_dict()
    rev_id = int(revision["rev_id"])
    done = past.history(record, rev_id - 1, rev_id)
    main, side = show.split()
    with main:
        _heading(record, revision, len(done))
        found = record.once(_lines, rev_id)
        _rows(found)
        lines.as_table(found, key="done")
        tables = {"rows": lambda: lines.twin(found), "fields": lambda: changes.fields(done)}
        table_downloads(record, f"revision-{rev_id}", tables, method=lambda: f"what revision {rev_id} did")
    with side:
        lines.beside(record, scoped, rev_id - 1)


def _heading(record: Record, revision: Mapping[Any, Any], n: int) -> None:
    st.subheader(label(f"Revision {revision['rev_id']}: {revision['reason']}"), anchor=False)
    st.html(f'<p class="or-detail" dir="auto">{_summary(revision, count(n, "row"))}</p>')
    if revision["rev_id"] == past.revisions(record)["rev_id"].min():
        st.caption("It brought the dossier in, so it cannot be undone.")
    elif editing.is_text_deletion(revision["reason"]):
        st.caption("It deleted a text for good, so it cannot be undone.")
    elif revision["undone_by"]:
        by = int(revision["undone_by"])
        st.button(f"See revision {by}, which took it back", key="w-undoer", on_click=look_into, args=(by,))
    undo_button(record, revision, shown="Undo this revision")
    ask(record, revision, n)


def _rows(found: pd.DataFrame) -> None:
    for n, row in enumerate(found.head(lines.MOST).to_dict("records")):
        st.html(f'<p class="or-group">{html(changes.ROW_CHANGES[row["what"]])} · {html(_table(row["table"]))}</p>')
        lines.line(row, key=f"done-{n}", is_whole=True, is_signed=False)
    if len(found) > lines.MOST:
        st.caption(f"{count(len(found) - lines.MOST, 'more row')}: the table below has all.")


def _table(name: str) -> str:
    return name.replace("_", " ")


def _lines(record: Record, rev_id: int) -> pd.DataFrame:
    return changes.change_lines(past.history(record, rev_id - 1, rev_id), record)
