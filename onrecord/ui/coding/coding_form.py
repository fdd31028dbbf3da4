"""The form beside the text: fields with type-ahead, what the codebook says of each choice, what is wrong with them."""

from collections.abc import Callable, Mapping

import streamlit as st

from onrecord.editing import coding_manual, date_input
from onrecord.errors import OnRecordError
from onrecord.schema import POSITIONS
from onrecord.ui.coding.context import BETWEEN, CodingContext, problem
from onrecord.ui.coding.draft import keep
from onrecord.ui.coding.fields import Field, fields_of
from onrecord.ui.escape import clean, html

PAUSE = "1s"  # of rest, after which what is typed is kept


def draw(context: CodingContext) -> None:
    """The fields of the form that is open, two in a row; the rest under *More*."""
    fields = fields_of(context.draft.sort, is_edit=bool(context.draft.row))
    first = [f for f in fields if not f.is_more]
    _grid(context, first)
    with st.expander(
        "More", expanded=any(f.name in context.draft.problems for f in fields if f.is_more), key="desk-more"
    ):
        _grid(context, [f for f in fields if f.is_more])


def _grid(context: CodingContext, fields: list[Field]) -> None:
    wide = [f.name in ("title", "gist", "note", "told_note") for f in fields]
    at = 0
    while at < len(fields):
        if wide[at] or at + 1 == len(fields) or wide[at + 1]:
            _field(context, fields[at])
            at += 1
            continue
        for column, one in zip(st.columns(2, gap="small"), fields[at : at + 2], strict=True):
            with column:
                _field(context, one)
        at += 2


def _field(context: CodingContext, field: Field) -> None:
    key, value = context.draft.key(field.name), context.draft.fields.get(field.name, "")
    if key not in st.session_state:
        st.session_state[key] = _widget_value(field, value)
    WIDGETS[field.kind](context, field, key)
    if note := _field_note(context, field, value):
        st.html(f'<p class="or-line {note[0]}" dir="auto">{note[1]}</p>')


def _widget_value(field: Field, value: str) -> object:
    """A value as its widget holds it."""
    if field.kind == "actors":
        return [line for line in value.split(BETWEEN) if line]
    return value if field.kind in ("text", "date") else value or None


def _text_value(value: object) -> str:
    """What a widget holds, as text."""
    if isinstance(value, list):
        return BETWEEN.join(str(v).strip() for v in value if str(v).strip())
    return str(value or "").strip()


def take_values(context: CodingContext) -> None:
    """Take over what the fields on the screen hold."""
    for name in context.draft.names():
        if (key := context.draft.key(name)) in st.session_state:
            context.draft.fields[name] = _text_value(st.session_state[key])


def _on_change(context: CodingContext, field: Field) -> None:
    """A field was changed: understand it, keep it."""
    draft = context.draft
    take_values(context)
    value = draft.fields[field.name]
    draft.problems.pop(field.name, None)
    draft.notes.pop(field.name, None)
    draft.spellings.pop(field.name, None)
    if field.kind in ("actor", "issue") and value:
        _resolve_name(context, field, value)
    if field.kind == "actors":
        _resolve_names(context, field, value)
    if wrong := problem(context, field, value) if value else "":
        draft.problems[field.name] = wrong
    keep(context.at, draft)


def _resolve_name(context: CodingContext, field: Field, value: str) -> None:
    meant = context.meant(field.kind, value)
    if meant.name:
        context.draft.put(field.name, meant.line)
        if meant.is_near:
            if field.kind == "actor":
                context.draft.spellings[field.name] = (value, meant.name)
            context.draft.notes[field.name] = f"Read “{value}” as {meant.line}."


def _resolve_names(context: CodingContext, field: Field, value: str) -> None:
    meant = [context.meant("actor", line) for line in value.split(BETWEEN) if line]
    context.draft.put(field.name, BETWEEN.join(dict.fromkeys(m.line for m in meant)))


def _field_note(context: CodingContext, field: Field, value: str) -> tuple[str, str] | None:
    """What stands under a field: what is wrong, what was understood, what the codebook says."""
    draft = context.draft
    if wrong := draft.problems.get(field.name):
        return "or-wrong", html(wrong)
    if note := draft.notes.get(field.name):
        return "or-note", html(note)
    if field.kind == "date" and value:
        return "or-note", html(_date_in_words(value))
    if field.kind == "code" and value and (value != field.default or draft.row):
        return "or-code", _manual_line(field, value)
    if field.kind == "issue" and (issue := context.id_of("issue", value)):
        issues = context.record.issues
        return "or-code", html(issues.loc[issues["issue_id"] == issue, "proposition"].iloc[0])
    if field.kind == "event" and context.known_event() and not draft.row:
        return "or-note", "On record already: this adds a further mention, with what this report says of it."
    return None


def _date_in_words(value: str) -> str:
    try:
        return date_input.said(date_input.edtf(value))
    except OnRecordError as error:
        return str(error)


def _manual_line(field: Field, code: str) -> str:
    """The line of the manual on a code: what it is, an example, what it is not."""
    line = coding_manual.line(field.column, code)
    if line is None:
        return html((field.about.codes or {}).get(code, ""))
    return (
        f"{html(line.about.capitalize())}; {html(line.includes)}. <i>For example</i> {html(line.example)}. "
        f"<i>Not</i> {html(line.is_not)}."
    )


def _text(context: CodingContext, field: Field, key: str) -> None:
    st.text_input(
        field.title, key=key, live=PAUSE, on_change=_on_change, args=(context, field), placeholder=field.shown,
        autocomplete="off",
    )  # fmt: skip


def _code(context: CodingContext, field: Field, key: str) -> None:
    codes: Mapping[str, str] = field.about.codes or {}
    order = list(codes)[::-1] if codes is POSITIONS else list(codes)
    st.selectbox(
        field.title, order, key=key, index=None, on_change=_on_change, args=(context, field), placeholder=field.shown,
        format_func=lambda code: _code_label(code, codes),
    )  # fmt: skip


def _code_label(code: str, codes: Mapping[str, str]) -> str:
    sign = "+" if codes is POSITIONS and code in ("1", "2") else ""
    return f"{sign}{code} · {codes.get(code, '')}"


def _reference(context: CodingContext, field: Field, key: str) -> None:
    _reference_widget(st.selectbox, context, field, key, index=None)


def _references(context: CodingContext, field: Field, key: str) -> None:
    _reference_widget(st.multiselect, context, field, key, select_all=False)


def _reference_widget(
    widget: Callable[..., object], context: CodingContext, field: Field, key: str, **more: object
) -> None:
    """Type-ahead over every name and spelling; what is none of them is taken as typed."""
    lines = list(context.options(field.kind).lines)
    entered = context.draft.fields.get(field.name, "").split(BETWEEN)
    lines += [line for line in entered if line and line not in context.options(field.kind).lines]
    widget(
        field.title, lines, key=key, on_change=_on_change, args=(context, field), placeholder=field.shown,
        accept_new_options=True, filter_mode="fuzzy", format_func=clean, **more,
    )  # fmt: skip


WIDGETS: Mapping[str, Callable[[CodingContext, Field, str], None]] = {
    "text": _text,
    "date": _text,
    "code": _code,
    "actor": _reference,
    "issue": _reference,
    "event": _reference,
    "actors": _references,
}
