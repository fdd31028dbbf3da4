"""What changed, who changed it and why; and taking it back. Which of the three views is shown stands in the address."""

from pathlib import Path

import streamlit as st

from onrecord.record import Record
from onrecord.ui import address
from onrecord.ui.changes import revisions, row, since
from onrecord.ui.changes.moves import AT, ROW

STYLE = Path(__file__).with_name("style.css")


def changes(record: Record, scoped: Record) -> None:
    """The page: what changed and the revisions that did it, one revision, or the history of one row."""
    st.html(STYLE)
    if address.value(ROW):
        row.history(record, scoped, address.value(ROW))
    elif address.value(AT):
        revisions.draw_revision(record, scoped, address.value(AT))
    else:
        since.draw_news(record, scoped)
