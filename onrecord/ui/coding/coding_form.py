"""The form beside the text: its fields two in a row, the rest under *More*."""

import streamlit as st

from onrecord.ui.coding.context import CodingContext
from onrecord.ui.forms import Field, Form


def draw(context: CodingContext) -> None:
    """The fields of the form that is open."""
    form = context.form
    _grid(form, [f for f in form.fields if not f.is_more])
    more = [f for f in form.fields if f.is_more]
    draft = context.draft
    # who is known to take part is to be seen: it is saved as what this report says
    is_open = any(f.name in draft.problems or (f.is_many and draft.fields.get(f.name)) for f in more)
    with st.expander("More", expanded=is_open, key="desk-more"):
        _grid(form, more)


def _grid(form: Form, fields: list[Field]) -> None:
    wide = [f.name in ("title", "gist", "note", "told_note") for f in fields]
    at = 0
    while at < len(fields):
        if wide[at] or at + 1 == len(fields) or wide[at + 1]:
            form.draw(fields[at])
            at += 1
            continue
        for column, one in zip(st.columns(2, gap="small"), fields[at : at + 2], strict=True):
            with column:
                form.draw(one)
        at += 2
