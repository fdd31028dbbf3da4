"""What the parts of the coding task share: the record, who sits here, the text, the form, what a field can mean."""

from dataclasses import dataclass

from onrecord.editing import Workspace, date_input, lookup
from onrecord.editing.lookup import Meant, Options
from onrecord.errors import OnRecordError
from onrecord.record import Record
from onrecord.ui.coding.draft import Draft
from onrecord.ui.coding.fields import Field
from onrecord.ui.kept import kept

LISTS = {"actor": lookup.actors, "actors": lookup.actors, "issue": lookup.issues, "event": lookup.events}
BETWEEN = "\n"  # several names in one field


@dataclass(frozen=True)
class CodingContext:
    """The work on one report; ``text`` is None where it is not at hand."""

    record: Record
    at: Workspace
    draft: Draft
    text: str | None

    def options(self, kind: str) -> Options:
        """What fields of a kind offer."""
        return kept(LISTS[kind], self.record)

    def meant(self, kind: str, typed: str) -> Meant:
        """Whom or what somebody typed into a field of a kind."""
        return lookup.meant(self.options(kind), typed)

    def id_of(self, kind: str, typed: str) -> str:
        """The id that is meant; "" for none. A title is one that is there only if it was chosen."""
        if kind == "event":
            return self.options(kind).lines.get(typed, "")
        return self.meant(kind, typed).name if typed else ""

    def ids(self, typed: str) -> list[str]:
        """The actors that several lines mean, "" for each that is unknown."""
        return [self.id_of("actor", line) for line in typed.split(BETWEEN) if line]

    def body(self) -> tuple[int, int]:
        """Where the report begins and ends in its text."""
        row = self.row()
        return int(str(row["body_start"])), int(str(row["body_end"]))

    def row(self) -> dict[str, object]:
        """The report."""
        reports = self.record.reports
        return {str(k): v for k, v in reports[reports["report_id"] == self.draft.report_id].iloc[0].items()}

    def known_event(self) -> str:
        """The event that is there, where the form tells of it once more; "" for a new one."""
        return self.id_of("event", self.draft.fields.get("title", "")) if self.draft.sort == "event" else ""


def problem(context: CodingContext, field: Field, value: str) -> str:
    """Why a field cannot be saved as it is; "" where it can."""
    if not value:
        return f"{field.title} is empty." if field.is_needed and not context.known_event() else ""
    if field.kind == "date":
        return _date_problem(value)
    if field.kind in ("actor", "issue") and not context.id_of(field.kind, value):
        return f"“{value}” is not on record yet: add it below, or choose another."
    if field.kind == "actors" and "" in context.ids(value):
        unknown = next(line for line in value.split(BETWEEN) if not context.id_of("actor", line))
        return f"“{unknown}” is not on record yet: add it below, or choose another."
    return ""


def _date_problem(value: str) -> str:
    try:
        date_input.edtf(value)
    except OnRecordError as error:
        return str(error)
    return ""
