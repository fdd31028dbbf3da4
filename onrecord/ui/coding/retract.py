"""Retract the row that is selected: the button names it and what goes with it, and so does the line afterwards."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from onrecord.editing import Workspace, coding
from onrecord.editing.changes import PARTS
from onrecord.editing.dependents import dependent_counts
from onrecord.record import Record
from onrecord.record.evidence.shape import row_label
from onrecord.schema import BY_NAME
from onrecord.text import count, enumeration
from onrecord.ui import address, forms
from onrecord.ui.escape import label

COUNTED = {**PARTS, "conflicts": "conflict"}


def retract_button(record: Record, at: Workspace, mark: str, on_success: Callable[[], None]) -> None:
    """The button that retracts what `mark` selects. It asks for nothing: the line afterwards takes it back."""
    kind, _, name = mark.partition(":")
    parts = _parts_text(record, f"{kind}s", name)
    st.button(
        label(f"Retract {row_phrase(record, mark)}"), key="w-retract", icon=":material/delete:", type="tertiary",
        help=label(f"Together with {parts}.") if parts else None,
        on_click=_retract, args=(record, at, mark, on_success),
    )  # fmt: skip


def row_phrase(record: Record, mark: str) -> str:
    """What a mark selects, as it stands in a sentence: ``the event “…”``."""
    kind, _, name = mark.partition(":")
    called = row_label(record, f"{kind}s", name)
    return f"the stance of {called}" if kind == "stance" else f"the {kind} “{called}”"


def retraction_text(record: Record, mark: str) -> str:
    """What the line after a retraction names: the row, and what went with it."""
    kind, _, name = mark.partition(":")
    parts = _parts_text(record, f"{kind}s", name)
    phrase = row_phrase(record, mark)
    return f"{phrase} is retracted" + (f", with {parts}" if parts else "")


def _parts_text(record: Record, table: str, name: str) -> str:
    """What goes with a row: ``3 mentions and 1 link``; "" for nothing."""
    counts = dependent_counts({each: getattr(record, each) for each in BY_NAME}, table, name)
    return enumeration([count(n, COUNTED[child]) for child, n in counts.items()])


def _retract(record: Record, at: Workspace, mark: str, on_success: Callable[[], None]) -> None:
    kind, _, name = mark.partition(":")
    place = f"retract-{mark}"
    act = partial(coding.retract, at, f"{kind}s", (name,), forms.save_request(place, record))
    if forms.once(record, place, act, retraction_text(record, mark)):
        on_success()
        address.select("")
