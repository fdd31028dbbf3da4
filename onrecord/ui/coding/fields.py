"""The fields of the two forms: what each asks for, where in the codebook it stands, what it begins with."""

from collections.abc import Mapping

from onrecord.ui.forms import Field

DAY = "26 January 2021, spring 2021, 2021-01-26 …"
OWN_WORDS = "What the passage says, in our words"
STANCE = (
    Field(
        "actor_id", "stances.actor_id", "Actor", accepts_new=True, is_needed=True, placeholder="Name or any spelling"
    ),
    Field("issue_id", "stances.issue_id", "Issue", accepts_new=True, is_needed=True, placeholder="What it is about"),
    Field("position", "stances.position", "Position", is_needed=True, placeholder="-2 … +2"),
    Field("date", "stances.date", "Date", is_needed=True, placeholder=DAY),
    Field("gist", "stances.gist", "Gist", placeholder=OWN_WORDS),
    Field("kind", "stances.kind", "How the report knows", default="indirect", is_more=True),
    Field("confidence", "stances.confidence", "Confidence", default="high", is_more=True),
    Field("note", "stances.note", "Note", is_more=True),
)  # fmt: skip
EVENT = (
    Field("title", "events.title", "Event", offers="events", accepts_new=True, is_needed=True,
          placeholder="A new title, or one that is there"),
    Field("event_type", "events.event_type", "Type", is_needed=True, placeholder="PLOVER type"),
    Field("date", "events.date", "Date", is_needed=True, placeholder=DAY),
    Field("actor", "event_actors.actor_id", "By", is_many=True, accepts_new=True, placeholder="Who does it"),
    Field("recipient", "event_actors.actor_id", "To", is_many=True, accepts_new=True,
          placeholder="At whom it is directed"),
    Field("status", "events.status", "Status", default="occurred"),
    Field("place", "events.place", "Place"),
    Field("gist", "event_reports.gist", "Gist", placeholder=OWN_WORDS),
    Field("participant", "event_actors.actor_id", "Taking part", is_many=True, accepts_new=True, is_more=True),
    Field("invited", "event_actors.actor_id", "Invited", is_many=True, accepts_new=True, is_more=True),
    Field("mediator", "event_actors.actor_id", "Mediated by", is_many=True, accepts_new=True, is_more=True),
    Field("host", "event_actors.actor_id", "Host", is_many=True, accepts_new=True, is_more=True),
    Field("chair", "event_actors.actor_id", "Chaired by", is_many=True, accepts_new=True, is_more=True),
    Field("signatory", "event_actors.actor_id", "Signed by", is_many=True, accepts_new=True, is_more=True),
    Field("denies", "event_links.to_id", "Denies", is_more=True, placeholder="An event on record that this one denies"),
    Field("salience", "events.salience", "Salience", default="core", is_more=True),
    Field("credibility", "event_reports.credibility", "Credibility", default="6", is_more=True),
    Field("reported_words", "event_reports.reported_words", "Words of time, as the report has them",
          placeholder="on Wednesday"),
    Field("reported_date", "event_reports.reported_date", "Date, says this report", is_more=True, is_edit=True),
    Field("reported_status", "event_reports.reported_status", "Status, says this report", is_more=True, is_edit=True),
    Field("reported_place", "event_reports.reported_place", "Place, says this report", is_more=True, is_edit=True),
    Field("note", "events.note", "Note", is_more=True),
    Field("told_note", "event_reports.note", "Note on this mention", is_more=True),
)  # fmt: skip
# a part has a field of the name of its role; the form leaves parts in other roles as they are
ROLES = tuple(field.name for field in EVENT if field.column == "event_actors.actor_id")
FORMS: Mapping[str, tuple[Field, ...]] = {"event": EVENT, "stance": STANCE}
CARRIED = ("actor_id", "actor", "date")  # what the next one begins with


def fields_of(sort: str, *, is_edit: bool) -> tuple[Field, ...]:
    """The fields of a form for an ``event`` or a ``stance``; none for another sort."""
    return tuple(f for f in FORMS.get(sort, ()) if is_edit or not f.is_edit)


def blank(sort: str, carried_over: Mapping[str, str]) -> dict[str, str]:
    """What a new form begins with: its defaults, and who and when from the one before."""
    fresh = {f.name: f.default for f in fields_of(sort, is_edit=True)}
    return fresh | {name: value for name, value in carried_over.items() if name in fresh and value}
