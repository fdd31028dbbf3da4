"""The form beside the text: fields with type-ahead, what the codebook says of each choice, what is wrong with them."""

from collections.abc import Callable, Mapping

import streamlit as st

from onrecord.editing import coding_manual, date_input
from onrecord.errors import OnRecordError
from onrecord.schema import POSITIONS
from onrecord.ui.coding.bench import BETWEEN, Bench, problem
from onrecord.ui.coding.fields import Field, fields_of
from onrecord.ui.coding.sitting import keep
from onrecord.ui.escape import clean, html

PAUSE = "1s"  # of rest, after which what is typed is kept


def draw(bench: Bench) -> None:
    """The fields of the form that is open, two in a row; the rest under *More*."""
    shown = fields_of(bench.held.sort, is_edit=bool(bench.held.row))
    first = [f for f in shown if not f.is_more]
    _grid(bench, first)
    with st.expander("More", expanded=any(f.name in bench.held.problems for f in shown if f.is_more), key="desk-more"):
        _grid(bench, [f for f in shown if f.is_more])


def _grid(bench: Bench, shown: list[Field]) -> None:
    wide = [f.name in ("title", "gist", "note", "told_note") for f in shown]
    at = 0
    while at < len(shown):
        if wide[at] or at + 1 == len(shown) or wide[at + 1]:
            _field(bench, shown[at])
            at += 1
            continue
        for column, one in zip(st.columns(2, gap="small"), shown[at : at + 2], strict=True):
            with column:
                _field(bench, one)
        at += 2


def _field(bench: Bench, field: Field) -> None:
    key, value = bench.held.key(field.name), bench.held.fields.get(field.name, "")
    if key not in st.session_state:
        st.session_state[key] = _inside(field, value)
    DRAWN[field.kind](bench, field, key)
    if told := _told(bench, field, value):
        st.html(f'<p class="or-line {told[0]}" dir="auto">{told[1]}</p>')


def _inside(field: Field, value: str) -> object:
    """A value as its widget holds it."""
    if field.kind == "actors":
        return [line for line in value.split(BETWEEN) if line]
    return value if field.kind in ("text", "date") else value or None


def _outside(value: object) -> str:
    """What a widget holds, as text."""
    if isinstance(value, list):
        return BETWEEN.join(str(v).strip() for v in value if str(v).strip())
    return str(value or "").strip()


def gather(bench: Bench) -> None:
    """Take over what the fields on the screen hold."""
    for name in bench.held.names():
        if (key := bench.held.key(name)) in st.session_state:
            bench.held.fields[name] = _outside(st.session_state[key])


def _typed(bench: Bench, field: Field) -> None:
    """A field was changed: understand it, keep it."""
    held = bench.held
    gather(bench)
    value = held.fields[field.name]
    held.problems.pop(field.name, None)
    held.notes.pop(field.name, None)
    held.spellings.pop(field.name, None)
    if field.kind in ("actor", "issue") and value:
        _understand(bench, field, value)
    if field.kind == "actors":
        _understand_all(bench, field, value)
    if wrong := problem(bench, field, value) if value else "":
        held.problems[field.name] = wrong
    keep(bench.at, held)


def _understand(bench: Bench, field: Field, value: str) -> None:
    found = bench.meant(field.kind, value)
    if found.name:
        bench.held.put(field.name, found.line)
        if found.is_near:
            if field.kind == "actor":
                bench.held.spellings[field.name] = (value, found.name)
            bench.held.notes[field.name] = f"Read “{value}” as {found.line}."


def _understand_all(bench: Bench, field: Field, value: str) -> None:
    found = [bench.meant("actor", line) for line in value.split(BETWEEN) if line]
    bench.held.put(field.name, BETWEEN.join(dict.fromkeys(m.line for m in found)))


def _told(bench: Bench, field: Field, value: str) -> tuple[str, str] | None:
    """What stands under a field: what is wrong, what was understood, what the codebook says."""
    held = bench.held
    if wrong := held.problems.get(field.name):
        return "or-wrong", html(wrong)
    if note := held.notes.get(field.name):
        return "or-note", html(note)
    if field.kind == "date" and value:
        return "or-note", html(_said(value))
    if field.kind == "code" and value and (value != field.default or held.row):
        return "or-code", _line(field, value)
    if field.kind == "issue" and (issue := bench.id_of("issue", value)):
        issues = bench.record.issues
        return "or-code", html(issues.loc[issues["issue_id"] == issue, "proposition"].iloc[0])
    if field.kind == "event" and bench.known_event() and not held.row:
        return "or-note", "On record already: this adds a further mention, with what this report says of it."
    return None


def _said(value: str) -> str:
    try:
        return date_input.said(date_input.edtf(value))
    except OnRecordError as error:
        return str(error)


def _line(field: Field, code: str) -> str:
    """The line of the manual on a code: what it is, an example, what it is not."""
    line = coding_manual.line(field.column, code)
    if line is None:
        return html((field.about.codes or {}).get(code, ""))
    return (
        f"{html(line.about.capitalize())}; {html(line.includes)}. <i>For example</i> {html(line.example)}. "
        f"<i>Not</i> {html(line.is_not)}."
    )


def _text(bench: Bench, field: Field, key: str) -> None:
    st.text_input(
        field.title, key=key, live=PAUSE, on_change=_typed, args=(bench, field), placeholder=field.shown,
        autocomplete="off",
    )  # fmt: skip


def _code(bench: Bench, field: Field, key: str) -> None:
    codes: Mapping[str, str] = field.about.codes or {}
    order = list(codes)[::-1] if codes is POSITIONS else list(codes)
    st.selectbox(
        field.title, order, key=key, index=None, on_change=_typed, args=(bench, field), placeholder=field.shown,
        format_func=lambda code: _named(code, codes),
    )  # fmt: skip


def _named(code: str, codes: Mapping[str, str]) -> str:
    sign = "+" if codes is POSITIONS and code in ("1", "2") else ""
    return f"{sign}{code} · {codes.get(code, '')}"


def _one(bench: Bench, field: Field, key: str) -> None:
    _choices(st.selectbox, bench, field, key, index=None)


def _several(bench: Bench, field: Field, key: str) -> None:
    _choices(st.multiselect, bench, field, key, select_all=False)


def _choices(widget: Callable[..., object], bench: Bench, field: Field, key: str, **more: object) -> None:
    """Type-ahead over every name and spelling; what is none of them is taken as typed."""
    lines = list(bench.options(field.kind).lines)
    held = bench.held.fields.get(field.name, "").split(BETWEEN)
    lines += [line for line in held if line and line not in bench.options(field.kind).lines]
    widget(
        field.title, lines, key=key, on_change=_typed, args=(bench, field), placeholder=field.shown,
        accept_new_options=True, filter_mode="fuzzy", format_func=clean, **more,
    )  # fmt: skip


DRAWN: Mapping[str, Callable[[Bench, Field, str], None]] = {
    "text": _text,
    "date": _text,
    "code": _code,
    "actor": _one,
    "issue": _one,
    "event": _one,
    "actors": _several,
}
