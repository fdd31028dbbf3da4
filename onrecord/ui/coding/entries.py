"""From the form to the service layer: what was typed as an entry, a row that is there as what was typed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from onrecord.editing import coding, lookup
from onrecord.editing.coding import Saved, SaveRequest
from onrecord.editing.entries import Event, Mention, Part, Passage, Rows, Stance, rows_by_key
from onrecord.editing.new_names import NewName, new_name_rows
from onrecord.editing.parts import parts_after
from onrecord.schema.change import Row
from onrecord.ui.coding.context import CodingContext
from onrecord.ui.coding.fields import ROLES
from onrecord.ui.forms import BETWEEN, Form

MENTION_COLUMNS = {"gist": "gist", "credibility": "credibility", "told_note": "note", "reported_date": "reported_date",
        "reported_words": "reported_words", "reported_status": "reported_status",
        "reported_place": "reported_place"}  # fmt: skip
EVENT_COLUMNS = ("title", "event_type", "date", "status", "place", "salience", "note")
STANCE_COLUMNS = ("position", "date", "gist", "kind", "confidence", "note")


@dataclass(frozen=True)
class Filled:
    """A form that can be saved: its ``form`` with every name on record, its fields with dates as they are stored."""

    context: CodingContext
    form: Form
    fields: Mapping[str, str]
    request: SaveRequest

    @property
    def passage(self) -> Passage:
        """Where it stands in the report."""
        start, end = self.context.span or (0, 0)
        return Passage(self.context.report_id, start, end)


def save(context: CodingContext) -> Saved:
    """Save what the form holds, with the names it puts on record: a new row, or corrections to the one it is over."""
    draft, form = context.draft, context.form
    ids, rows = new_name_rows(context.at, _needed_names(context), form.id_of, context.report_id)
    form = form.with_new(ids)
    dated = {f.name: form.edtf(draft.fields[f.name]) for f in form.fields if f.kind == "date"}
    filled = Filled(context, form, {**draft.fields, **dated}, replace(draft.request(), rows=rows))
    if draft.sort == "stance":
        return _change_stance(filled) if draft.row else coding.stance(context.at, _stance(filled), filled.request)
    if draft.row:
        return _change_event(filled)
    if known := context.known_event():
        return coding.mention(context.at, _mention(filled), known, parts=_parts(filled), form=filled.request)
    return coding.event(context.at, _event(filled), filled.request)


def _needed_names(context: CodingContext) -> dict[str, NewName]:
    """What was answered about the names that stand in a field, and those they speak for."""
    form, names = context.form, context.draft.names
    lines = {line for f in form.fields if f.about.refers_to in ("actors", "issues") for line in form.not_on_record(f)}
    wanted = _with_principals(form, lines)
    return {line: answer for line, answer in names.items() if line in wanted}


def _with_principals(form: Form, lines: set[str]) -> set[str]:
    """Names, and those they speak for that are not on record either."""
    names = form.draft.names
    above = {names[line].principal for line in lines & set(names)} & set(names)
    further = {name for name in above if not form.id_of("actors", name)} - lines
    return _with_principals(form, lines | further) if further else lines


def summary(context: CodingContext) -> str:
    """What the form is about, in a few words."""
    fields = context.draft.fields
    if context.draft.sort == "event":
        return fields.get("title", "")
    return f"{fields.get('actor_id', '')} on “{fields.get('issue_id', '')}”"


def _stance(filled: Filled) -> Stance:
    fields, form = filled.fields, filled.form
    return Stance(
        filled.passage, form.id_of("actors", fields["actor_id"]), form.id_of("issues", fields["issue_id"]),
        fields["position"], fields["date"], fields["gist"], fields["kind"], fields["confidence"], fields["note"],
    )  # fmt: skip


def _event(filled: Filled) -> Event:
    fields = filled.fields
    return Event(
        fields["title"], fields["event_type"], fields["date"], fields["status"], _mention(filled),
        _parts(filled), fields["place"], fields["salience"], fields["note"],
    )  # fmt: skip


def _mention(filled: Filled) -> Mention:
    """The mention. Of an event on record every field is what the report says; of a new one its date is, with words."""
    fields, is_known = filled.fields, bool(filled.context.known_event())
    date = fields["date"] if is_known or fields["reported_words"] else ""
    return Mention(
        filled.passage,
        fields["gist"],
        fields["status"] if is_known else fields["reported_status"] or fields["status"],
        date if is_known else fields["reported_date"] or date,
        fields["place"] if is_known else fields["reported_place"] or fields["place"],
        fields["credibility"],
        fields["told_note"],
        fields["reported_words"],
        filled.form.id_of("events", fields["denies"]),
    )


def _parts(filled: Filled) -> tuple[Part, ...]:
    """The parts as the form has them, each as what this report says."""
    pairs = ((role, actor) for role in ROLES for actor in filled.form.ids("actors", filled.fields.get(role, "")))
    return tuple(Part(role, actor, filled.context.report_id) for role, actor in dict.fromkeys(pairs))


def _change_stance(filled: Filled) -> Saved:
    draft = filled.context.draft
    changed = draft.changes()
    mine = {name: filled.fields[name] for name in STANCE_COLUMNS if name in changed}
    mine |= {
        name: filled.form.id_of(table, filled.fields[name])
        for name, table in (("actor_id", "actors"), ("issue_id", "issues"))
        if name in changed
    }
    mine |= _span_change(filled)
    return coding.change(filled.context.at, "stances", (draft.row.partition(":")[2],), mine, filled.request)


def _span_change(filled: Filled) -> dict[str, str]:
    start, end = filled.passage.start, filled.passage.end
    is_new = filled.context.span and filled.context.draft.was.get("span") != f"{start}-{end}"
    return {"start": str(start), "end": str(end)} if is_new else {}


def _change_event(filled: Filled) -> Saved:
    context, fields, changed = filled.context, filled.fields, filled.context.draft.changes()
    report_id = context.report_id
    event_id, _, start = context.draft.row.partition(":")[2].partition("~")
    before = coding.rows_of_event(context.at, event_id, (report_id, start), filled.request.base_rev)
    own, here = ("events", (event_id,)), ("event_reports", (event_id, report_id, start))
    mine = coding.as_stored("events", {name: fields[name] for name in EVENT_COLUMNS if name in changed})
    told = coding.as_stored("event_reports", {c: fields[n] for n, c in MENTION_COLUMNS.items() if n in changed})
    mention = {**before[here], **told, **_span_change(filled)}
    after: dict[tuple[str, tuple[str, ...]], Row] = {own: {**before[own], **mine}}
    after["event_reports", (event_id, report_id, mention["start"])] = mention
    after |= corrected_parts(before, (event_id, report_id), _parts(filled), _other_reports(context, event_id))
    after |= corrected_denial(filled, before, event_id)
    revision = coding.amend(context.at, before, after, filled.request, event_id)
    return Saved(revision, f"event:{event_id}")


def _other_reports(context: CodingContext, event_id: str) -> set[str]:
    mentions = context.record.event_reports
    return set(mentions.loc[mentions["event_id"] == event_id, "report_id"]) - {context.report_id}


def corrected_parts(before: Rows, place: tuple[str, str], parts: Collection[Part], others: Collection[str]) -> Rows:
    """The parts as the form has them for the report of `place` (event, report); what `others` give stays.

    Parts in a role that the form has no field for stay: nobody saw them, so nobody took them away.
    """
    there = {key: row for key, row in before.items() if key[0] == "event_actors"}
    unseen = {key: row for key, row in there.items() if row["role"] not in ROLES}
    rows = [row for key, row in there.items() if key not in unseen]
    return {**unseen, **parts_after(rows, place, {(part.role, part.actor_id) for part in parts}, others)}


def corrected_denial(filled: Filled, before: Rows, event_id: str) -> Rows:
    """The denials of an event as the form has them: the one it showed in place of what it shows now."""
    now, was = filled.fields["denies"], filled.context.draft.was.get("denies", "")
    links = {key: row for key, row in before.items() if key[0] == "event_links"}
    if now == was:
        return links
    ids = {line: filled.form.id_of("events", line) for line in (now, was)}
    others = {key: row for key, row in links.items() if row["to_id"] != ids[was]}
    if not now:
        return others
    new = {"from_id": event_id, "to_id": ids[now], "relation": "denies", "report_id": filled.context.report_id}
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


def carried_over(context: CodingContext) -> dict[str, str]:
    """Who and when of the form that was saved, for the next: names as they are on record, the date as it is stored."""
    fields, form, names = context.draft.fields, context.form, context.draft.names
    actors = (fields.get("actor_id") or fields.get("actor", "")).split(BETWEEN)
    lines = [(names[line].same or line) if line in names else line for line in actors]
    return {"actor": BETWEEN.join(lines), "date": form.edtf(fields.get("date", ""))}
