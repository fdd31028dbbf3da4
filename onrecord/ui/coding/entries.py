"""From the form to the service layer: what was typed as an entry, a row that is there as what was typed."""

from collections.abc import Collection, Mapping

from onrecord.editing import coding, lookup
from onrecord.editing.coding import Saved, SaveRequest
from onrecord.editing.date_input import to_edtf
from onrecord.editing.entries import Event, Mention, Part, Passage, Stance, rows_by_key
from onrecord.editing.entries import Rows as EventRows
from onrecord.editing.parts import parts_after
from onrecord.errors import OnRecordError
from onrecord.schema.change import Row
from onrecord.ui.coding.context import CodingContext
from onrecord.ui.coding.fields import ROLES

MENTION_COLUMNS = {"gist": "gist", "credibility": "credibility", "told_note": "note", "reported_date": "reported_date",
        "reported_words": "reported_words", "reported_status": "reported_status",
        "reported_place": "reported_place"}  # fmt: skip
EVENT_COLUMNS = ("title", "event_type", "date", "status", "place", "salience", "note")
STANCE_COLUMNS = ("position", "date", "gist", "kind", "confidence", "note")


def save(context: CodingContext) -> Saved:
    """Save what the form holds: a new row, or the corrections to the one it was opened over."""
    draft = context.draft
    form = draft.request()
    if draft.sort == "stance":
        return _change_stance(context, form) if draft.row else coding.stance(context.at, _stance(context), form)
    if draft.row:
        return _change_event(context, form)
    if known := context.known_event():
        return coding.mention(context.at, _mention(context), known, parts=_parts(context), form=form)
    return coding.event(context.at, _event(context), form)


def summary(context: CodingContext) -> str:
    """What the form is about, in a few words."""
    fields = context.draft.fields
    if context.draft.sort == "event":
        return fields.get("title", "")
    return f"{fields.get('actor_id', '')} on “{fields.get('issue_id', '')}”"


def _passage(context: CodingContext) -> Passage:
    start, end = context.span or (0, 0)
    return Passage(context.report_id, start, end)


def _stance(context: CodingContext) -> Stance:
    fields, form = context.draft.fields, context.form
    actor, issue = form.meaning("actors", fields["actor_id"]), form.meaning("issues", fields["issue_id"])
    gist = fields["gist"] or f"{actor.line} on “{issue.line}”, as coded: {int(fields['position']):+d}."
    return Stance(
        _passage(context), actor.name, issue.name, fields["position"], fields["date"], gist,
        fields["kind"], fields["confidence"], fields["note"],
    )  # fmt: skip


def _event(context: CodingContext) -> Event:
    fields = context.draft.fields
    return Event(
        fields["title"], fields["event_type"], fields["date"], fields["status"], _mention(context),
        _parts(context), fields["place"], fields["salience"], fields["note"],
    )  # fmt: skip


def _mention(context: CodingContext) -> Mention:
    fields = context.draft.fields
    gist = fields["gist"] or context.record.event_titles().get(context.known_event(), fields["title"])
    return Mention(
        _passage(context),
        gist,
        fields["status"],
        fields["date"],
        fields["place"],
        fields["credibility"],
        fields["told_note"],
        fields["reported_words"],
        context.form.id_of("events", fields["denies"]),
    )


def _parts(context: CodingContext) -> tuple[Part, ...]:
    """The parts as the form has them, each as what this report says."""
    pairs = (
        (role, actor) for role in ROLES for actor in context.form.ids("actors", context.draft.fields.get(role, ""))
    )
    return tuple(Part(role, actor, context.report_id) for role, actor in dict.fromkeys(pairs))


def _change_stance(context: CodingContext, form: SaveRequest) -> Saved:
    fields, was = context.draft.fields, context.draft.was
    mine = {name: fields[name] for name in STANCE_COLUMNS if fields[name] != was.get(name)}
    for name, table in (("actor_id", "actors"), ("issue_id", "issues")):
        if fields[name] != was.get(name):
            mine[name] = context.form.id_of(table, fields[name])
    mine |= _span_change(context)
    return coding.change(context.at, "stances", (context.draft.row.partition(":")[2],), mine, form)


def _span_change(context: CodingContext) -> dict[str, str]:
    start, end = context.span or (0, 0)
    return {"start": str(start), "end": str(end)} if context.draft.was.get("span") != f"{start}-{end}" else {}


def _change_event(context: CodingContext, form: SaveRequest) -> Saved:
    draft, fields, was = context.draft, context.draft.fields, context.draft.was
    event_id, _, start = draft.row.partition(":")[2].partition("~")
    before = coding.rows_of_event(context.at, event_id, (context.report_id, start), form.base_rev)
    own, here = ("events", (event_id,)), ("event_reports", (event_id, context.report_id, start))
    mine = coding.as_stored("events", {name: fields[name] for name in EVENT_COLUMNS if fields[name] != was.get(name)})
    mine_here = coding.as_stored(
        "event_reports", {c: fields[n] for n, c in MENTION_COLUMNS.items() if fields[n] != was.get(n)}
    )
    mine_here |= _span_change(context)
    after: dict[tuple[str, tuple[str, ...]], Row] = {own: {**before[own], **mine}}
    mention = {**before[here], **mine_here}
    after["event_reports", (event_id, context.report_id, mention["start"])] = mention
    after |= corrected_parts(before, (event_id, context.report_id), _parts(context), _other_reports(context, event_id))
    after |= corrected_denial(context, before, (event_id, fields["denies"], was.get("denies", "")))
    revision = coding.amend(context.at, before, after, form, event_id)
    return Saved(revision, f"event:{event_id}")


def _other_reports(context: CodingContext, event_id: str) -> set[str]:
    mentions = context.record.event_reports
    return set(mentions.loc[mentions["event_id"] == event_id, "report_id"]) - {context.report_id}


def corrected_parts(
    before: EventRows, place: tuple[str, str], parts: Collection[Part], others: Collection[str]
) -> EventRows:
    """The parts as the form has them for the report of `place` (event, report); what `others` give stays.

    Parts in a role that the form has no field for stay: nobody saw them, so nobody took them away.
    """
    there = {key: row for key, row in before.items() if key[0] == "event_actors"}
    unseen = {key: row for key, row in there.items() if row["role"] not in ROLES}
    rows = [row for key, row in there.items() if key not in unseen]
    return {**unseen, **parts_after(rows, place, {(part.role, part.actor_id) for part in parts}, others)}


def corrected_denial(context: CodingContext, before: EventRows, denial: tuple[str, str, str]) -> EventRows:
    """The denials of an event as the form has them: the one it showed in place of what it shows now."""
    event_id, now, was = denial
    links = {key: row for key, row in before.items() if key[0] == "event_links"}
    if now == was:
        return links
    ids = {line: context.form.id_of("events", line) for line in (now, was)}
    others = {key: row for key, row in links.items() if row["to_id"] != ids[was]}
    if not now:
        return others
    new = {"from_id": event_id, "to_id": ids[now], "relation": "denies", "report_id": context.report_id}
    return others | dict(rows_by_key("event_links", new))


def fields_of_stance(context: CodingContext, row: Mapping[str, object]) -> dict[str, str]:
    """A stance as its form shows it."""
    fields = {name: str(row[name]) for name in STANCE_COLUMNS}
    fields["actor_id"] = lookup.line_of(context.form.options("actors"), str(row["speaker_id"]))
    fields["issue_id"] = lookup.line_of(context.form.options("issues"), str(row["issue_id"]))
    return fields | {"span": f"{row['start']}-{row['end']}"}


def fields_of_event(
    context: CodingContext, event: Mapping[str, object], mention: Mapping[str, object]
) -> dict[str, str]:
    """An event with one mention as their form shows them."""
    fields = {name: str(event[name]) for name in EVENT_COLUMNS}
    fields |= {name: str(mention[column]) for name, column in MENTION_COLUMNS.items()}
    event_id, report_id = str(event["event_id"]), str(mention["report_id"])
    fields |= {role: context.known_actors(event_id, role, report_id) for role in ROLES}
    links = context.record.event_links
    denied = links.loc[(links["from_id"] == event_id) & (links["relation"] == "denies"), "to_id"]
    fields["denies"] = next((lookup.line_of(context.form.options("events"), to_id) for to_id in denied), "")
    return fields | {"span": f"{mention['start']}-{mention['end']}"}


def carried_value(name: str, value: str) -> str:
    """What the next form begins with: a date as it was read, anything else as it was typed."""
    try:
        return to_edtf(value) if name == "date" else value
    except OnRecordError:
        return value
