"""Two events are made one: each report says afterwards what it said before, and undoing it leaves nothing behind."""

import itertools
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from onrecord import editing, store
from onrecord import record as records
from onrecord.editing import Coder, Workspace, merging, names
from onrecord.editing.coding import SaveRequest
from onrecord.editing.tables import tables_of
from onrecord.errors import OnRecordError
from onrecord.record import evidence
from onrecord.record.differences import differences, renamed_ids
from onrecord.schema import BY_NAME
from onrecord.schema.change import Change
from onrecord.store.folder import read_folder
from tests import counts, edits, river
from tests.drafts import Draft

SHIPPED = Path(__file__).parents[1] / "data" / "moscow-initiative-2021"
DOSSIERS = {"shipped": read_folder(SHIPPED), "river": river.dossier()}
RECORDS = {name: records.from_dossier(dossier) for name, dossier in DOSSIERS.items()}


def merge_changes(record, gone, into):
    """What a merge of two events changes."""
    asked = merging.pair(tables_of(record), "event", gone, into)
    renamed = renamed_ids(differences(record), "events", gone, into)
    return merging.changes(merging.moves(tables_of(record), asked, renamed))


def test_where_nothing_differs_no_difference_is_called_otherwise():
    found = differences(RECORDS["river"])
    none = replace(found, rows=found.rows.head(0), sides=found.sides.head(0))
    assert renamed_ids(none, "actors", "hradec", "velko") == {}


def tellers(content, event):
    return {row["report_id"] for row in content.rows("event_reports") if row["event_id"] == event}


def parts_by_report(content, event):
    """Who has which part, by each report that tells the event."""
    told = tellers(content, event)
    return {
        (report, row["actor_id"], row["role"])
        for row in content.rows("event_actors")
        if row["event_id"] == event
        for report in ([row["report_id"]] if row["report_id"] else told)
    }


def links_of(content, *events):
    return {
        (row["from_id"], row["to_id"], row["relation"])
        for row in content.rows("event_links")
        if {row["from_id"], row["to_id"]} & set(events)
    }


def as_one(gone, into):
    return lambda name: into if name == gone else name


@pytest.mark.parametrize("name", DOSSIERS)
@given(data=some.data())
@settings(max_examples=counts.of(20, 300))
def test_events_made_one_say_by_each_report_what_they_said_and_undone_they_are_as_they_were(name, data):
    dossier, record = DOSSIERS[name], RECORDS[name]
    events = some.sampled_from(sorted(record.events["event_id"]))
    gone, into = data.draw(events), data.draw(events)
    assume(gone != into)
    before = edits.content(dossier)
    changes = merge_changes(record, gone, into)
    after = before.after(changes)
    assert after.faults() == []
    assert parts_by_report(after, into) == parts_by_report(before, gone) | parts_by_report(before, into)
    assert tellers(after, into) == tellers(before, gone) | tellers(before, into)
    one = as_one(gone, into)
    expected = {(one(a), one(b), how) for a, b, how in links_of(before, gone, into) if one(a) != one(b)}
    assert links_of(after, into) == expected and not links_of(after, gone)
    for table in ("conflicts", "verdicts"):
        about, was_about = (
            sorted((row["subject_table"], row["subject_id"]) for row in content.rows(table))
            for content in (after, before)
        )
        assert about == sorted((t, one(i) if t == "events" else i) for t, i in was_about)
    was = {row["event_id"]: row for row in before.rows("events")}
    now = {row["event_id"]: row for row in after.rows("events")}
    assert set(now) == set(was) - {gone}
    assert {**now[into], "note": ""} == {**was[into], "note": ""}
    assert was[gone]["title"] == was[into]["title"] or f"Also called “{was[gone]['title']}”." in now[into]["note"]
    undone = after.after([Change(c.table, c.key, c.mine, c.base) for c in reversed(changes)])
    assert undone.by_table == before.by_table


@pytest.fixture
def at(tmp_path, excerpt, filled_excerpt):
    path = shutil.copy(filled_excerpt, tmp_path / "record.db")
    return Workspace(store.connect(f"sqlite:///{path}"), excerpt.dossier_id, Coder("Anna", True))


def stored(at):
    return store.load(at.engine, at.dossier_id)


def test_events_are_merged_as_previewed_in_one_revision_and_undone_exactly(at, excerpt):
    record = records.from_dossier(excerpt)
    for gone, into in itertools.pairwise(counts.some(record.events["event_id"], 4)):
        shown = names.preview_merge(record, "event", gone, into)
        saved = names.merge(at, "event", gone, into)
        past = store.history(at.engine, at.dossier_id, saved.revision - 1, saved.revision)
        done = {(t, " + ".join(k for k in key if k)) for t, key in zip(past["table"], past["key"], strict=True)}
        assert done == {(t, k) for t, *keys in shown[["table", "key", "becomes"]].to_numpy() for k in keys if k}
        assert saved.mark == f"event:{into}"
        assert evidence.find(records.from_dossier(stored(at)), f"event:{gone}") is None
        editing.undo(at)
    assert stored(at).version == excerpt.version


def test_a_merge_of_events_sent_twice_is_done_once(at):
    gone, into = stored(at).tables["events"]["event_id"].tolist()[:2]
    form = SaveRequest(token="one press")
    revision = names.merge(at, "event", gone, into, form).revision
    with pytest.raises(OnRecordError):
        names.merge(at, "event", gone, into, form)
    assert store.newest(at.engine, at.dossier_id) == revision


# one case each


def moves_of(draft, gone, into):
    tables = tables_of(draft.record())
    return merging.moves(tables, merging.pair(tables, "event", gone, into), {})


def two_events():
    """Two events of the same meeting, the one that goes told by the first report, the other by the second."""
    draft = Draft()
    reports = [draft.report(n) for n in (1, 2)]
    gone, into = draft.event(), draft.event()
    draft.tell(gone, reports[0])
    draft.tell(into, reports[1])
    return draft, gone, into, reports


def test_a_part_that_every_report_of_one_event_gives_is_given_by_those_reports_alone_afterwards():
    draft, gone, into, (first, second) = two_events()
    host, guest, other = (draft.actor("state") for _ in range(3))
    draft.part(gone, host, "host")
    draft.part(into, host, "host")
    draft.part(gone, guest, "participant")
    draft.part(into, other, "participant")
    rows = [m.now for m in moves_of(draft, gone, into) if m.table == "event_actors" and m.now]
    given = [(row["actor_id"], row["role"], row["report_id"]) for row in rows]
    # who is the host is said by every report of the two: that row of the other stays as it is
    assert sorted(given) == [(guest, "participant", first), (other, "participant", second)]


def test_a_link_between_the_two_ends_and_one_that_both_have_is_kept_once():
    draft, gone, into, _ = two_events()
    plan = draft.event()
    for start, end, relation in ((gone, into, "reschedules"), (gone, plan, "realizes"), (into, plan, "realizes"),
                                 (plan, gone, "denies")):  # fmt: skip
        draft.link(start, end, relation)
    told = [(m.now and m.now["from_id"], m.collides) for m in moves_of(draft, gone, into) if m.table == "event_links"]
    assert told == [
        (None, "It links the two that become one; it ends."),
        (None, merging.SAME["event_links"]),
        (plan, ""),
    ]


def test_of_two_mentions_of_one_passage_one_stays_with_what_the_other_was_coded_with_as_a_note():
    draft, gone, into, (first, _) = two_events()
    place = {name: draft.rows["event_reports"][0][name] for name in ("start", "end")}
    draft.add("event_reports", event_id=into, report_id=first, gist="Told.", reported_status="planned",
              reported_date="2030-01", credibility="6", **place)  # fmt: skip
    own, other = (m for m in moves_of(draft, gone, into) if m.table == "event_reports")
    assert (own.now, own.collides) == (None, merging.SAME["event_reports"])
    assert other.now["note"] == "Also coded with date none; status occurred."
    assert (other.now["reported_status"], other.now["reported_date"]) == ("planned", "2030-01")


def test_a_verdict_on_a_difference_of_either_event_stays_with_it():
    """A cause, and a denial, each named after an event that goes: the verdicts are found again under the other."""
    draft, gone, into, (first, second) = two_events()
    plan, cause, denial = draft.event(), draft.event(), draft.event()
    for event in (plan, cause, denial):
        for report in (first, second):
            draft.tell(event, report)
    draft.link(plan, gone, "responds_to", first)
    draft.link(plan, cause, "responds_to", second)
    draft.link(denial, gone, "denies", second)
    record = draft.record()
    found = differences(record)
    old = set(found.rows.loc[found.rows["rule"].isin(["cause", "denied"]), "difference_id"])
    assert len(old) == 2
    renamed = renamed_ids(found, "events", gone, into)
    changes = merge_changes(record, gone, into)
    draft.rows = {t: list(rows.values()) for t, rows in edits.Content("draft", {}, {
        t: {tuple(row[k] for k in BY_NAME[t].key): row for row in rows} for t, rows in draft.rows.items()
    }).after(changes).by_table.items()}  # fmt: skip
    now = set(differences(draft.record()).rows["difference_id"])
    assert old <= set(renamed) and {renamed[name] for name in old} <= now
