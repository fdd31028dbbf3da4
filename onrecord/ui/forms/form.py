"""A form: its fields on the screen, what stands under each, what is wrong with them, what they hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as with_default
from functools import partial
from typing import Any

import streamlit as st

from onrecord.editing import coding_manual, date_input, lookup
from onrecord.editing.lookup import Match, Options
from onrecord.errors import OnRecordError
from onrecord.record import Record
from onrecord.schema import POSITIONS
from onrecord.ui.drafts import Draft
from onrecord.ui.escape import clean, html
from onrecord.ui.forms.field import BETWEEN, OPTIONS, Field, Kind

PAUSE = "1s"  # of rest, after which what is typed is taken over


@dataclass(frozen=True)
class Form:
    """Fields on the screen, filled in by one draft.

    ``on_change`` hears of each field that was changed; without it the fields are taken over when the form is sent.
    ``hints`` stand under the fields they are named after, where nothing of more weight does.
    ``is_guided``: a choice is explained under its field by the coding manual and can be taken back; else by a tooltip.
    """

    record: Record
    draft: Draft
    fields: tuple[Field, ...]
    on_change: Callable[[Field], None] | None = None
    hints: Mapping[str, str] = with_default(default_factory=dict)
    is_guided: bool = False

    def options(self, table: str) -> Options:
        """What fields offer that refer to a table."""
        return self.record.once(OPTIONS[table])

    def meaning(self, table: str, typed: str) -> Match:
        """Whom or what somebody typed into a field that refers to a table."""
        return lookup.best_match(self.options(table), typed)

    def id_of(self, table: str, typed: str) -> str:
        """The id that is meant; "" for none. Of events and reports only one that was chosen from the list."""
        if table not in ("actors", "issues"):
            return self.options(table).lines.get(typed, "")
        return self.meaning(table, typed).name if typed else ""

    def ids(self, table: str, typed: str) -> list[str]:
        """The ids that several lines mean, "" for each that is unknown."""
        return [self.id_of(table, line) for line in typed.split(BETWEEN) if line]

    def shown_value(self, field: Field, value: str) -> str:
        """A stored value as its field shows it."""
        return lookup.line_of(self.options(field.source), value) if field.source and value else value

    def stored_value(self, field: Field, text: str) -> str:
        """What a field holds as it is stored."""
        return self.id_of(field.about.refers_to, text) if field.source and field.about.refers_to else text

    def take_values(self) -> None:
        """Take over into the draft what the fields on the screen hold."""
        for field in self.fields:
            if (key := self.draft.key(field.name)) in st.session_state:
                self.draft.fields[field.name] = _text_of(st.session_state[key])

    def problem(self, field: Field) -> str:
        """Why a field cannot be saved as it is; "" where it can."""
        value, table = self.draft.fields.get(field.name, ""), field.about.refers_to
        if not value:
            return f"{field.label} is empty." if field.is_needed else ""
        if field.kind == "date":
            return _date_problem(value)
        if field.source and table:
            lines = value.split(BETWEEN) if field.is_many else [value]
            unknown = next((line for line in lines if line and not self.id_of(table, line)), "")
            return f"“{unknown}” is not on record yet: add it below, or choose another." if unknown else ""
        return ""

    def line_under(self, field: Field) -> tuple[str, str] | None:
        """What stands under a field, as class and HTML: what is wrong, what was understood, what the codebook says."""
        draft, value = self.draft, self.draft.fields.get(field.name, "")
        if wrong := draft.problems.get(field.name):
            return "or-wrong", html(wrong)
        if note := draft.notes.get(field.name):
            return "or-note", html(note)
        if field.kind == "date" and value:
            return "or-note", html(_date_in_words(value))
        if hint := self.hints.get(field.name):
            return "or-note", html(hint)
        return self._codebook_line(field, value) if self.is_guided and value else None

    def _codebook_line(self, field: Field, value: str) -> tuple[str, str] | None:
        """What the coding manual says of a code that is chosen, or the proposition of an issue."""
        if field.kind == "code" and (value != field.default or self.draft.row):
            return "or-code", _manual_line(field, value)
        if field.source == "issues" and (issue := self.id_of("issues", value)):
            issues = self.record.issues
            return "or-code", html(issues.loc[issues["issue_id"] == issue, "proposition"].iloc[0])
        return None

    def draw(self, field: Field) -> None:
        """The widget of a field, and where changes are heard of what stands under it."""
        if (key := self.draft.key(field.name)) not in st.session_state:
            st.session_state[key] = _widget_value(field, self.draft.fields.get(field.name, ""))
        WIDGETS[field.kind](self, field, self._options(field))
        if self.on_change and (line := self.line_under(field)):
            st.html(f'<p class="or-line {line[0]}" dir="auto">{line[1]}</p>')

    def _options(self, field: Field) -> dict[str, Any]:
        """What all widgets are given."""
        options: dict[str, Any] = {"key": self.draft.key(field.name), "label": field.label}
        if self.on_change:
            options |= {"on_change": self.on_change, "args": (field,)}
        if not self.is_guided:
            options["help"] = field.about.about
        if self.is_guided or field.placeholder:
            options["placeholder"] = field.placeholder
        return options


def _widget_value(field: Field, text: str) -> object:
    if field.is_many:
        return [line for line in text.split(BETWEEN) if line]
    return text if field.kind in ("text", "date") else text or None


def _text_of(value: object) -> str:
    if isinstance(value, list):
        return BETWEEN.join(str(v).strip() for v in value if str(v).strip())
    return str(value or "").strip()


def _date_problem(value: str) -> str:
    try:
        date_input.to_edtf(value)
    except OnRecordError as error:
        return str(error)
    return ""


def _date_in_words(value: str) -> str:
    return _date_problem(value) or date_input.edtf_label(date_input.to_edtf(value))


def _manual_line(field: Field, code: str) -> str:
    """The line of the manual on a code: what it is, an example, what it is not."""
    line = coding_manual.line(field.column, code)
    if line is None:
        return html((field.about.codes or {}).get(code, ""))
    return (
        f"{html(line.about.capitalize())}; {html(line.includes)}. <i>For example</i> {html(line.example)}. "
        f"<i>Not</i> {html(line.is_not)}."
    )


def _text_input(form: Form, field: Field, options: dict[str, Any]) -> None:
    st.text_input(**options, live=PAUSE if form.on_change else False, autocomplete="off")


def _code_input(form: Form, field: Field, options: dict[str, Any]) -> None:
    codes = list(field.about.codes or {})
    if form.is_guided:
        options["index"] = None
        codes = codes[::-1] if field.about.codes is POSITIONS else codes
    st.selectbox(options=codes, format_func=partial(_code_label, field, is_signed=form.is_guided), **options)


def _code_label(field: Field, code: str, *, is_signed: bool) -> str:
    codes = field.about.codes or {}
    sign = "+" if is_signed and codes is POSITIONS and code in ("1", "2") else ""
    return f"{sign}{code} · {codes.get(code, '')}"


def _reference_input(form: Form, field: Field, options: dict[str, Any]) -> None:
    """Type-ahead over every name and spelling; what is none of them stays as typed where that is accepted."""
    lines = list(form.options(field.source).lines)
    if field.accepts_new:
        entered = form.draft.fields.get(field.name, "").split(BETWEEN)
        lines += [line for line in entered if line and line not in form.options(field.source).lines]
    names = form.record.dated_report_names() if field.source == "reports" else {}
    widget: Callable[..., object] = partial(st.selectbox, index=None)
    if field.is_many:
        widget = partial(st.multiselect, select_all=False)
    widget(
        options=lines, accept_new_options=field.accepts_new, filter_mode="fuzzy",
        format_func=lambda line: clean(str(names.get(line, line))), **options,
    )  # fmt: skip


WIDGETS: Mapping[Kind, Callable[[Form, Field, dict[str, Any]], None]] = {
    "text": _text_input,
    "date": _text_input,
    "code": _code_input,
    "reference": _reference_input,
    "references": _reference_input,
}
