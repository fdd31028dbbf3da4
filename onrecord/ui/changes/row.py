"""The history of one row: every version with who, when and why; and of what belongs to it."""

import pandas as pd
import streamlit as st

from onrecord.editing import changes
from onrecord.record import Record
from onrecord.schema import BY_NAME
from onrecord.text import count
from onrecord.ui import past, show
from onrecord.ui.changes import lines
from onrecord.ui.changes.moves import way_back
from onrecord.ui.downloads import table_downloads
from onrecord.ui.escape import html, label


def history(record: Record, scoped: Record, asked: str) -> None:
    """What became of one row, newest first.

    Parameters
    ----------
    asked : ``table:key``, several parts of a key joined by ``~``; or a mark, as ``event:…``
    """
    way_back()
    done = past.history(record, 0, record.revision)
    mine = _of(done, asked)
    if mine.empty:
        st.warning(f"Nothing is known of a row {label(asked[:120])} in this dossier.")
        return
    found = changes.change_lines(mine, record).sort_values("rev_id", ascending=False, kind="stable")
    main, side = show.split()
    with main:
        newest = found.iloc[0]
        st.subheader(label(newest["name"]), anchor=False)
        ended = " It is no longer on record." if newest["what"] in changes.GONE else ""
        st.caption(f"{count(len(found), 'version')} of this row of {label(newest['table'])}.{ended}")
        _versions(found, "version")
        _belonging(done, record, newest)
        lines.as_table(found, key="versions")
        table_downloads(
            record, "history", {"versions": lambda: lines.twin(found), "fields": lambda: changes.fields(mine)}
        )
    with side:
        lines.beside(record, scoped, int(newest["rev_id"]) - 1)


def _of(done: pd.DataFrame, asked: str) -> pd.DataFrame:
    """What was done to the row that is asked for."""
    name, _, key = asked.partition(":")
    table = name if name in (*BY_NAME, "dossiers") else f"{name}s"
    rows = done[done["table"] == table]
    return rows[[("~".join(k) == key) for k in rows["key"]]]


def _versions(found: pd.DataFrame, key: str) -> None:
    for n, row in enumerate(found.head(lines.MOST).to_dict("records")):
        kind = changes.ROW_CHANGES[row["what"]]
        st.html(f'<p class="or-group">{html(kind)}</p>')
        lines.line(row, key=f"{key}-{n}", is_whole=True)


def _belonging(done: pd.DataFrame, record: Record, of: "pd.Series[str]") -> None:
    """What was done since to the mentions, parts, links, sides or spellings that belong to it."""
    first = done["rev_id"].min()
    marks = [changes.mark(table, key) for table, key in zip(done["table"], done["key"], strict=True)]
    mine = pd.Series(marks, index=done.index) == of["mark"]
    rest = done[mine & (done["rev_id"] > first) & done["table"].isin(changes.PARTS)]
    rest = rest[[key != of["key"] for key in rest["key"]]]
    if rest.empty or not of["mark"]:
        return
    st.subheader("What belongs to it", anchor=False)
    found = changes.change_lines(rest, record).sort_values("rev_id", ascending=False, kind="stable")
    _versions(found, "part")
