"""From the form to the service layer: what was typed as an entry, a row that is there as what was typed."""

from collections.abc import Mapping

import pandas as pd

from onrecord.editing import coding, lookup
from onrecord.editing.coding import Saved, SaveRequest
from onrecord.editing.entries import Event, Mention, Part, Passage, Stance
from onrecord.editing.entries import Rows as EventRows
from onrecord.schema.change import Row
from onrecord.ui.coding.bench import BETWEEN, Bench
from onrecord.ui.coding.fields import ROLES

TOLD = {"gist": "gist", "credibility": "credibility", "told_note": "note", "reported_date": "reported_date",
        "reported_status": "reported_status", "reported_place": "reported_place"}  # fmt: skip
OWN = ("title", "event_type", "date", "status", "place", "salience", "note")
STANCE = ("position", "date", "gist", "kind", "confidence", "note")


def save(bench: Bench) -> Saved:
    """Save what the form holds: a new row, or the corrections to the one it was opened over."""
    held = bench.held
    form = SaveRequest(token=held.token, base_rev=held.base_rev or None)
    if held.sort == "stance":
        return _corrected_stance(bench, form) if held.row else coding.stance(bench.at, _stance(bench), form)
    if held.row:
        return _corrected_event(bench, form)
    if known := bench.known_event():
        parts = _parts(bench, held.report_id)
        return coding.mention(bench.at, _mention(bench), known, parts=parts, form=form)
    return coding.event(bench.at, _event(bench), form)


def told(bench: Bench) -> str:
    """What the form is about, in a few words."""
    got = bench.held.fields
    if bench.held.sort == "event":
        return got.get("title", "")
    return f"{got.get('actor_id', '')} on “{got.get('issue_id', '')}”"


def _passage(bench: Bench) -> Passage:
    start, end = bench.held.span or (0, 0)
    return Passage(bench.held.report_id, start, end)


def _stance(bench: Bench) -> Stance:
    got = bench.held.fields
    actor, issue = bench.meant("actor", got["actor_id"]), bench.meant("issue", got["issue_id"])
    gist = got["gist"] or f"{actor.line} on “{issue.line}”, as coded: {int(got['position']):+d}."
    return Stance(
        _passage(bench), actor.name, issue.name, got["position"], got["date"], gist,
        got["kind"], got["confidence"], got["note"],
    )  # fmt: skip


def _event(bench: Bench) -> Event:
    got = bench.held.fields
    return Event(
        got["title"], got["event_type"], got["date"], got["status"], _mention(bench), _parts(bench), got["place"],
        got["salience"], got["note"],
    )  # fmt: skip


def _mention(bench: Bench) -> Mention:
    got = bench.held.fields
    gist = got["gist"] or bench.record.titles().get(bench.known_event(), got["title"])
    return Mention(
        _passage(bench), gist, got["status"], got["date"], got["place"], got["credibility"], got["told_note"]
    )


def _parts(bench: Bench, report_id: str = "") -> tuple[Part, ...]:
    pairs = ((role, actor) for role in ROLES for actor in bench.ids(bench.held.fields.get(role, "")))
    return tuple(Part(role, actor, report_id) for role, actor in dict.fromkeys(pairs))


def _corrected_stance(bench: Bench, form: SaveRequest) -> Saved:
    got, was = bench.held.fields, bench.held.was
    mine = {name: got[name] for name in STANCE if got[name] != was.get(name)}
    for kind in ("actor", "issue"):
        if got[f"{kind}_id"] != was.get(f"{kind}_id"):
            mine[f"{kind}_id"] = bench.id_of(kind, got[f"{kind}_id"])
    mine |= _moved(bench)
    return coding.change(bench.at, "stances", (bench.held.row.partition(":")[2],), mine, form)


def _moved(bench: Bench) -> dict[str, str]:
    start, end = bench.held.span or (0, 0)
    return {"start": str(start), "end": str(end)} if bench.held.was.get("span") != f"{start}-{end}" else {}


def _corrected_event(bench: Bench, form: SaveRequest) -> Saved:
    held, got, was = bench.held, bench.held.fields, bench.held.was
    event_id, _, start = held.row.partition(":")[2].partition("~")
    before = coding.rows_of_event(bench.at, event_id, (held.report_id, start), form.base_rev)
    own, told = ("events", (event_id,)), ("event_reports", (event_id, held.report_id, start))
    mine = coding.typed("events", {name: got[name] for name in OWN if got[name] != was.get(name)})
    said = coding.typed("event_reports", {c: got[n] for n, c in TOLD.items() if got[n] != was.get(n)})
    said |= _moved(bench)
    after: dict[tuple[str, tuple[str, ...]], Row] = {own: {**before[own], **mine}}
    mention = {**before[told], **said}
    after["event_reports", (event_id, held.report_id, mention["start"])] = mention
    after |= _parts_after(bench, before, event_id)
    revision = coding.amend(bench.at, before, after, form, event_id)
    return Saved(revision, f"event:{event_id}")


def _parts_after(bench: Bench, before: EventRows, event_id: str) -> EventRows:
    """The parts as the form has them; those that are as they were keep the report that says so."""
    wanted = {(p.role, p.actor_id) for p in _parts(bench)}
    stay = {k: r for k, r in before.items() if k[0] == "event_actors" and (r["role"], r["actor_id"]) in wanted}
    there = {(r["role"], r["actor_id"]) for r in stay.values()}
    new = ({"event_id": event_id, "actor_id": a, "role": r, "report_id": ""} for r, a in wanted - there)
    return stay | {("event_actors", (event_id, row["actor_id"], row["role"], "")): row for row in new}


def fields_of_stance(bench: Bench, row: Mapping[str, object]) -> dict[str, str]:
    """A stance as its form shows it."""
    fields = {name: str(row[name]) for name in STANCE}
    fields["actor_id"] = lookup.line_of(bench.options("actor"), str(row["speaker_id"]))
    fields["issue_id"] = lookup.line_of(bench.options("issue"), str(row["issue_id"]))
    return fields | {"span": f"{row['start']}-{row['end']}"}


def fields_of_event(bench: Bench, event: Mapping[str, object], mention: Mapping[str, object]) -> dict[str, str]:
    """An event with one mention as their form shows them."""
    fields = {name: str(event[name]) for name in OWN}
    fields |= {name: str(mention[column]) for name, column in TOLD.items()}
    parts = bench.record.event_actors
    parts = parts[parts["event_id"] == event["event_id"]]
    for role in ROLES:
        fields[role] = _lines(bench, parts.loc[parts["role"] == role, "speaker_id"])
    return fields | {"span": f"{mention['start']}-{mention['end']}"}


def _lines(bench: Bench, actors: pd.Series) -> str:
    return BETWEEN.join(dict.fromkeys(lookup.line_of(bench.options("actor"), name) for name in actors))
