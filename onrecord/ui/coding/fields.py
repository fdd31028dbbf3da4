"""The fields of the two forms: what each asks for, where in the codebook it stands, how they are laid out."""

from collections.abc import Mapping, Sequence

from onrecord.ui.forms import Field

OWN_WORDS = "What the passage says, in our words"
STANCE = (
    Field(
        "actor_id", "stances.actor_id", "Actor", accepts_new=True, is_needed=True, placeholder="Name or any spelling"
    ),
    Field("issue_id", "stances.issue_id", "Issue", accepts_new=True, is_needed=True, placeholder="What it is about"),
    Field("position", "stances.position", "Position", is_needed=True, placeholder="-2 … +2"),
    Field("gist", "stances.gist", "Gist", placeholder=OWN_WORDS),
    Field("date", "stances.date", "Date", is_needed=True),
    Field("kind", "stances.kind", "How the report knows", default="indirect", is_needed=True),
    Field("confidence", "stances.confidence", "Confidence", default="high", is_more=True),
    Field("note", "stances.note", "Note", is_more=True),
)  # fmt: skip
EVENT = (
    Field("title", "events.title", "Event", offers="events", accepts_new=True, is_needed=True,
          placeholder="A new title, or one that is there"),
    Field("event_type", "events.event_type", "Type", is_needed=True, placeholder="PLOVER type"),
    Field("actor", "event_actors.actor_id", "By", is_many=True, accepts_new=True, placeholder="Who does it"),
    Field("gist", "event_reports.gist", "Gist", placeholder=OWN_WORDS),
    Field("date", "events.date", "Date", is_needed=True, said_title="Date, says this report"),
    Field("reported_words", "event_reports.reported_words", "Words of time, as the report has them",
          placeholder="on Wednesday"),
    Field("recipient", "event_actors.actor_id", "To", is_many=True, accepts_new=True,
          placeholder="At whom it is directed"),
    Field("status", "events.status", "Status", default="occurred", is_needed=True,
          said_title="Status, says this report"),
    Field("place", "events.place", "Place", said_title="Place, says this report"),
    Field("participant", "event_actors.actor_id", "Taking part", is_many=True, accepts_new=True, is_more=True),
    Field("invited", "event_actors.actor_id", "Invited", is_many=True, accepts_new=True, is_more=True),
    Field("mediator", "event_actors.actor_id", "Mediated by", is_many=True, accepts_new=True, is_more=True),
    Field("host", "event_actors.actor_id", "Host", is_many=True, accepts_new=True, is_more=True),
    Field("chair", "event_actors.actor_id", "Chaired by", is_many=True, accepts_new=True, is_more=True),
    Field("signatory", "event_actors.actor_id", "Signed by", is_many=True, accepts_new=True, is_more=True),
    Field("denies", "event_links.to_id", "Denies", is_more=True, placeholder="An event on record that this one denies"),
    Field("salience", "events.salience", "Salience", default="core", is_more=True),
    Field("credibility", "event_reports.credibility", "Credibility", default="6", is_more=True),
    Field("reported_date", "event_reports.reported_date", "Date, says this report", is_more=True,
          placeholder="As above, where words of time are given"),
    Field("reported_status", "event_reports.reported_status", "Status, says this report", is_more=True,
          placeholder="As above"),
    Field("reported_place", "event_reports.reported_place", "Place, says this report", is_more=True,
          placeholder="As above"),
    Field("note", "events.note", "Note", is_more=True),
    Field("told_note", "event_reports.note", "Note on this mention", is_more=True),
)  # fmt: skip
# a part has a field of the name of its role; the form leaves parts in other roles as they are
ROLES = tuple(field.name for field in EVENT if field.column == "event_actors.actor_id")
FORMS: Mapping[str, tuple[Field, ...]] = {"event": EVENT, "stance": STANCE}
ALWAYS = ("title", "status")  # of a further mention too: a report says whether it has happened
ALONE = ("title", "gist", "position", "note", "told_note")  # in a row of their own
SAID = ("reported_date", "reported_status", "reported_place")  # of a mention, where the event has another


def fields_of(sort: str) -> tuple[Field, ...]:
    """The fields of a form for an ``event`` or a ``stance``; none for another sort."""
    return FORMS.get(sort, ())


def blank(sort: str, proposed: Mapping[str, str]) -> dict[str, str]:
    """What a new form begins with: its defaults, and what is proposed."""
    fresh = {f.name: f.default for f in fields_of(sort)}
    return fresh | {name: value for name, value in proposed.items() if name in fresh and value}


def rows(fields: Sequence[Field]) -> list[tuple[Field, ...]]:
    """Fields two in a row, some alone."""
    found: list[tuple[Field, ...]] = []
    at = 0
    while at < len(fields):
        is_alone = fields[at].name in ALONE or at + 1 == len(fields) or fields[at + 1].name in ALONE
        found.append(tuple(fields[at : at + (1 if is_alone else 2)]))
        at += len(found[-1])
    return found
