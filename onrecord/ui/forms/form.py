"""A form: what its fields offer, what they hold and mean, what is wrong with them, what stands under each."""

import html as plain
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from onrecord.editing import coding_manual, date_input, lookup
from onrecord.editing.lookup import Options
from onrecord.errors import OnRecordError
from onrecord.record import Record
from onrecord.record.period import example_dates
from onrecord.schema import POSITIONS
from onrecord.ui.drafts import Draft
from onrecord.ui.escape import clean, html
from onrecord.ui.forms.field import BETWEEN, OPTIONS, Field

Line = tuple[str, str]  # class and HTML


@dataclass(frozen=True)
class Form:
    """Fields filled in by one draft.

    ``hints`` stand under the fields they are named after, where nothing of more weight does. ``is_guided``: a choice is
    explained under its field by the coding manual; else by a tooltip. Dates are meant as written in a report of the day
    ``reported_on`` in a ``language``. ``new_ids`` are the ids of names that are being put on record, by table and name.
    """

    record: Record
    draft: Draft
    fields: tuple[Field, ...]
    hints: Mapping[str, str] = field(default_factory=dict)
    is_guided: bool = False
    reported_on: str = ""
    language: str = ""
    new_ids: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def options(self, table: str) -> Options:
        """What fields offer that refer to a table."""
        return self.record.once(OPTIONS[table])

    def with_new(self, new_ids: Mapping[tuple[str, str], str]) -> "Form":
        """The same form once names are on record."""
        return replace(self, new_ids=new_ids)

    def id_of(self, table: str, typed: str) -> str:
        """The id that is meant; "" for none. Of events and reports only one that was chosen from the list."""
        if (table, typed) in self.new_ids:
            return self.new_ids[table, typed]
        if table not in ("actors", "issues"):
            return self.options(table).lines.get(typed, "")
        return lookup.exact_id(self.options(table), typed)

    def ids(self, table: str, typed: str) -> list[str]:
        """The ids that several lines mean, "" for each that is unknown."""
        return [self.id_of(table, line) for line in typed.split(BETWEEN) if line]

    def shown_value(self, field: Field, value: str) -> str:
        """A stored value as its field shows it."""
        return lookup.line_of(self.options(field.source), value) if field.source and value else value

    def stored_value(self, field: Field, text: str) -> str:
        """What a field holds as it is stored."""
        if field.kind == "date":
            return self.edtf(text)
        return self.id_of(field.about.refers_to, text) if field.source and field.about.refers_to else text

    def edtf(self, typed: str) -> str:
        """A date as it is stored. Raises OnRecordError where it is none."""
        return date_input.to_edtf(typed, reported_on=self.reported_on, language=self.language)

    def unknown(self, field: Field) -> list[str]:
        """The names in a field that are neither on record nor answered for."""
        table = field.about.refers_to
        if not table or not field.source:
            return []
        complete = {name for name, answer in self.draft.names.items() if answer.is_complete and answer.table == table}
        return [line for line in self.not_on_record(field) if line not in complete]

    def not_on_record(self, field: Field) -> list[str]:
        """The names in a field that are not on record."""
        table, value = field.about.refers_to, self.draft.fields.get(field.name, "")
        return [line for line in value.split(BETWEEN) if line and not self.id_of(table, line)]

    def problem(self, field: Field) -> str:
        """Why a field cannot be saved as it is; "" where it can."""
        value = self.draft.fields.get(field.name, "")
        if not value:
            return f"{field.label} is empty." if field.is_needed else ""
        if field.kind == "date":
            return self._date_problem(value)
        if field.kind == "code" and value not in (field.about.codes or {}):
            return f"“{value}” is none of what is offered here."
        if unknown := self.unknown(field):
            return f"“{unknown[0]}” is not on record yet: say who or what it is, or choose another."
        return ""

    def problems(self, fields: Iterable[Field]) -> dict[str, str]:
        """Why fields cannot be saved as they are: name -> problem."""
        return {field.name: problem for field in fields if (problem := self.problem(field))}

    def line_under(self, field: Field) -> Line | None:
        """What stands under a field, as class and HTML: what is wrong, what was understood, what the codebook says."""
        draft, value = self.draft, self.draft.fields.get(field.name, "")
        if wrong := draft.problems.get(field.name):
            return "or-wrong", html(wrong)
        if note := draft.notes.get(field.name):
            return "or-note", html(note)
        if field.kind == "date" and value:
            problem = self._date_problem(value)
            words = problem or date_input.edtf_label(self.edtf(value))
            return "or-wrong" if problem else "or-note", html(words + self._hint_after(field))
        if hint := self.hints.get(field.name):
            return "or-note", html(hint)
        return self._codebook_line(field, value) if self.is_guided and value else None

    def _hint_after(self, field: Field) -> str:
        return f" · {hint}" if (hint := self.hints.get(field.name)) else ""

    def _date_problem(self, value: str) -> str:
        try:
            self.edtf(value)
        except OnRecordError as error:
            return str(error)
        return ""

    def _codebook_line(self, field: Field, value: str) -> Line | None:
        """What the coding manual says of a code that is chosen, or the proposition of an issue."""
        if field.kind == "code" and (value != field.default or self.draft.row):
            return "or-code", self._manual_line(field, value)
        if field.source == "issues" and (issue := self.id_of("issues", value)):
            issues = self.record.issues
            return "or-code", html(issues.loc[issues["issue_id"] == issue, "proposition"].iloc[0])
        return None

    def _manual_line(self, field: Field, code: str) -> str:
        """The line of the manual on a code: what it is, an example from this dossier, what it is not."""
        line = coding_manual.line(field.column, code)
        if line is None:
            return html((field.about.codes or {}).get(code, ""))
        example = coding_manual.example(self.record, field.column, code)
        shown = f" <i>For example</i> {html(example)}." if example else ""
        return f"{html(line.about.capitalize())}; {html(line.includes)}.{shown} <i>Not</i> {html(line.is_not)}."

    def lines(self) -> dict[str, dict[str, str]]:
        """What stands under the fields: name -> the value it is said of, its class, its HTML."""
        found = ((one, self.line_under(one)) for one in self.fields)
        return {
            one.name: {"of": self.draft.fields.get(one.name, ""), "cls": line[0], "html": line[1]}
            for one, line in found
            if line
        }

    def description(self, field: Field) -> dict[str, object]:
        """A field as the browser draws it."""
        is_new = field.accepts_new and field.source in ("actors", "issues") and bool(field.about.refers_to)
        return {
            "name": field.name,
            "label": field.label,
            "saidLabel": field.said_title,
            "kind": field.kind,
            "source": field.source,
            "isMany": field.is_many,
            "isNeeded": field.is_needed,
            "acceptsNew": field.accepts_new,
            "asks": is_new,
            "isTitle": field.accepts_new and field.source == "events",
            "placeholder": field.placeholder or (self.record.once(example_dates) if field.kind == "date" else ""),
            "help": "" if self.is_guided else plain.unescape(clean(field.about.about)),
            "codes": _code_lines(field, is_signed=self.is_guided),
        }


def _code_lines(field: Field, *, is_signed: bool) -> list[list[str]] | None:
    """The codes of a field: as stored, as shown, as typed."""
    codes = field.about.codes
    if codes is None:
        return None
    names = list(codes)[::-1] if codes is POSITIONS and is_signed else list(codes)
    return [[code, _code_label(code, codes, is_signed=is_signed), code] for code in names]


def _code_label(code: str, codes: Mapping[str, str], *, is_signed: bool) -> str:
    sign = "+" if is_signed and codes is POSITIONS and code in ("1", "2") else ""
    return f"{sign}{code} · {codes[code]}"
