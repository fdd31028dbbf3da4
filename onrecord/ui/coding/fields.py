"""The fields of the two forms: what each asks for, where in the codebook it stands, what it begins with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from onrecord import schema
from onrecord.schema import Column

Kind = Literal["text", "date", "code", "actor", "actors", "issue", "event"]


@dataclass(frozen=True)
class Field:
    """One field of a form.

    ``column`` is where in the codebook it stands, as ``table.column``. ``is_more``: under *More*. ``is_edit``: only
    where a row that exists is corrected. ``shown`` is what an empty field shows.
    """

    name: str
    title: str
    kind: Kind
    column: str
    default: str = ""
    is_needed: bool = False
    is_more: bool = False
    is_edit: bool = False
    shown: str = ""

    @property
    def about(self) -> Column:
        """The column of the codebook."""
        table, _, name = self.column.partition(".")
        return schema.BY_NAME[table].column(name)


DAY = "26 January 2021, spring 2021, 2021-01-26 …"
OWN = "What the passage says, in our words"
ROLES = ("actor", "recipient", "participant", "invited")
STANCE = (
    Field("actor_id", "Actor", "actor", "stances.actor_id", is_needed=True, shown="Name or any spelling"),
    Field("issue_id", "Issue", "issue", "stances.issue_id", is_needed=True, shown="What it is about"),
    Field("position", "Position", "code", "stances.position", is_needed=True, shown="-2 … +2"),
    Field("date", "Date", "date", "stances.date", is_needed=True, shown=DAY),
    Field("gist", "Gist", "text", "stances.gist", shown=OWN),
    Field("kind", "How the report knows", "code", "stances.kind", default="indirect", is_more=True),
    Field("confidence", "Confidence", "code", "stances.confidence", default="high", is_more=True),
    Field("note", "Note", "text", "stances.note", is_more=True),
)
EVENT = (
    Field("title", "Event", "event", "events.title", is_needed=True, shown="A new title, or one that is there"),
    Field("event_type", "Type", "code", "events.event_type", is_needed=True, shown="PLOVER type"),
    Field("date", "Date", "date", "events.date", is_needed=True, shown=DAY),
    Field("actor", "By", "actors", "event_actors.role", shown="Who does it"),
    Field("recipient", "To", "actors", "event_actors.role", shown="At whom it is directed"),
    Field("status", "Status", "code", "events.status", default="occurred"),
    Field("place", "Place", "text", "events.place"),
    Field("gist", "Gist", "text", "event_reports.gist", shown=OWN),
    Field("participant", "Taking part", "actors", "event_actors.role", is_more=True),
    Field("invited", "Invited", "actors", "event_actors.role", is_more=True),
    Field("salience", "Salience", "code", "events.salience", default="core", is_more=True),
    Field("credibility", "Credibility", "code", "event_reports.credibility", default="6", is_more=True),
    Field("reported_date", "Date, says this report", "date", "event_reports.reported_date", is_more=True, is_edit=True),
    Field("reported_status", "Status, says this report", "code", "event_reports.reported_status", is_more=True,
          is_edit=True),
    Field("reported_place", "Place, says this report", "text", "event_reports.reported_place", is_more=True,
          is_edit=True),
    Field("note", "Note", "text", "events.note", is_more=True),
    Field("told_note", "Note on this mention", "text", "event_reports.note", is_more=True),
)  # fmt: skip
FORMS: Mapping[str, tuple[Field, ...]] = {"event": EVENT, "stance": STANCE}
KEPT = ("actor_id", "actor", "date")  # what the next one begins with


def fields_of(sort: str, *, is_edit: bool) -> tuple[Field, ...]:
    """The fields of a form for an ``event`` or a ``stance``; none for another sort."""
    return tuple(f for f in FORMS.get(sort, ()) if is_edit or not f.is_edit)


def blank(sort: str, chained: Mapping[str, str]) -> dict[str, str]:
    """What a new form begins with: its defaults, and who and when from the one before."""
    fresh = {f.name: f.default for f in fields_of(sort, is_edit=True)}
    return fresh | {name: value for name, value in chained.items() if name in fresh and value}
