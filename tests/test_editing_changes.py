"""What changed: the list is the difference of two stored states, each line in its class and in words."""

import random
import shutil
from dataclasses import replace

import pytest

from onrecord import editing, store
from onrecord import record as records
from onrecord.editing import Coder, Workspace, changes, coding
from onrecord.editing.entries import Event, Mention, Part, Passage
from onrecord.errors import DossierError, OnRecordError
from onrecord.record import Scope, narrow
from onrecord.schema import BY_NAME, TABLES
from onrecord.schema.change import Change
from tests import counts

EDITED = {
    "events": ("date", "status", "title", "note"),
    "stances": ("date", "position", "gist", "note"),
    "event_reports": ("gist", "reported_date", "note"),
    "conflicts": ("status", "assessment"),
    "actors": ("name", "note"),
    "issues": ("label", "note"),
    "reports": ("published", "note"),
    "aliases": ("kind",),
    "conflict_sides": ("claim",),
}
VALUES = {
    "date": ("2021-03", "2021-05-01", "2021-06/2021-07"),
    "reported_date": ("", "2021-03", "2021-05-01"),
    "published": ("2021-02-01", "2021-05-20"),
    "status": {"events": ("planned", "postponed", "occurred"), "conflicts": ("open", "both stand", "resolved")},
    "position": ("-2", "-1", "0", "1", "2"),
    "kind": ("variant", "misspelling"),
}


@pytest.fixture(scope="module")
def dossier(excerpt):
    return excerpt


@pytest.fixture(scope="module")
def record(dossier):
    return records.from_dossier(dossier)


@pytest.fixture(scope="module")
def filled(filled_excerpt):
    return filled_excerpt


@pytest.fixture
def workspace(tmp_path, filled, dossier):
    """The desk of one coder over the shipped dossier in a database of its own."""
    held = store.connect(f"sqlite:///{shutil.copy(filled, tmp_path)}")
    return Workspace(held, dossier.dossier_id, Coder("dana", True))


def standing(workspace, revision):
    """Every row that stood at a revision: (table, key) -> row."""
    state = store.load(workspace.engine, workspace.dossier_id, revision)
    found = {("dossiers", (workspace.dossier_id,)): dict(state.meta)}
    for table in TABLES:
        for row in state.tables[table.name].to_dict("records"):
            found[table.name, tuple(row[k] for k in table.key)] = row
    return found


def told(workspace, since=1):
    """The lines since a revision, and the record they are told of."""
    present = records.from_dossier(store.load(workspace.engine, workspace.dossier_id))
    rows = store.changes_between(workspace.engine, workspace.dossier_id, since, present.revision)
    return changes.change_lines(rows, present), present


def only(workspace, since=1):
    lines, _ = told(workspace, since)
    assert len(lines) == 1, lines
    return lines.iloc[0]


def an_event(dossier, **wanted):
    events = dossier.tables["events"]
    for name, value in wanted.items():
        events = events[events[name] == value]
    return events.iloc[0]


def scribble(workspace, chance, seen):
    """One random act of a coder who knows the rows in `seen`; what the codebook or a clash forbids is refused whole."""
    table = chance.choice(sorted(EDITED))
    key = chance.choice(sorted(k for t, k in seen if t == table))
    row = seen[table, key]
    field = chance.choice(EDITED[table])
    values = VALUES.get(field, (f"words {chance.random()}",))
    values = values[table] if isinstance(values, dict) else values
    mine = {**row, field: chance.choice(values)}
    act = chance.random()
    try:
        if act < 0.15:
            editing.undo(workspace)
        elif act < 0.2:
            editing.redo(workspace)
        elif act < 0.35:
            _, key = chance.choice(sorted(place for place in seen if place[0] == "stances"))
            editing.save(workspace, [Change("stances", key, seen["stances", key], None)], reason="coded twice")
            del seen["stances", key]
        elif act < 0.45:
            new = {"actor_id": seen["actors", chance.choice(sorted(k for t, k in seen if t == "actors"))]["actor_id"]}
            new |= {"alias": f"n{chance.random()}", "report_id": "", "kind": "variant"}
            editing.save(
                workspace, [Change("aliases", tuple(new[k] for k in keys("aliases")), None, new)], reason="heard so"
            )
        else:
            editing.save(workspace, [Change(table, key, row, mine)], reason=f"read {field} again")
            seen[table, key] = mine
    except (DossierError, OnRecordError):
        return


@pytest.mark.parametrize("seed", range(counts.of(1, 8)))
def test_the_list_is_exactly_the_difference_of_the_two_stored_states(workspace, seed):
    chance, seen = random.Random(seed), standing(workspace, 1)
    for _ in range(40):
        scribble(workspace, chance, seen)
    known = list(store.revisions(workspace.engine, workspace.dossier_id)["rev_id"])
    assert len(known) > 12
    present = records.from_dossier(store.load(workspace.engine, workspace.dossier_id))
    for since, until in [(1, known[-1]), *(sorted(chance.sample(known, 2)) for _ in range(4))]:
        before, now = standing(workspace, since), standing(workspace, until)
        expected = {place for place in before.keys() | now.keys() if before.get(place) != now.get(place)}
        rows = store.changes_between(workspace.engine, workspace.dossier_id, since, until)
        lines = changes.change_lines(rows, present)
        assert len(lines) == len(expected)
        assert set(zip(lines["table"], lines["key"], strict=True)) == expected
        for line in lines.to_dict("records"):
            place = line["table"], line["key"]
            assert (line["what"] == "new") == (place not in before), line
            assert (line["what"] in changes.GONE) == (place not in now), line
        fields = {
            (table, " + ".join(key), f, a.get(f, ""), b.get(f, ""))
            for table, key in expected
            for a, b in [(before.get((table, key), {}), now.get((table, key), {}))]
            for f in {*a, *b}
            if a.get(f, "") != b.get(f, "") and (len(key) > 1 or f not in keys(table))
        }
        names = ["table", "key", "field", "old", "new"]
        assert set(changes.fields(rows)[names].itertuples(index=False, name=None)) == fields


def keys(table):
    return BY_NAME[table].key if table in BY_NAME else ()


def test_what_was_done_and_undone_is_no_change(workspace, dossier):
    coding.change(workspace, "events", (an_event(dossier)["event_id"],), {"note": "looked at"})
    editing.undo(workspace)
    lines, _ = told(workspace)
    assert lines.empty and list(lines.columns) == changes.COLUMNS
    assert changes.with_parts(lines).empty and changes.by_actor(changes.with_parts(lines), _).empty


def test_an_event_that_is_put_off_is_told_as_postponed_with_what_it_was(workspace, dossier):
    event = an_event(dossier, status="planned")
    coding.change(workspace, "events", (event["event_id"],), {"status": "postponed", "date": "2021-12"})
    line = only(workspace)
    assert line["what"] == "postponed" and line["mark"] == f"event:{event['event_id']}"
    assert line["name"] == event["title"] and "put off" in line["says"] and "planned" in line["says"]
    assert {("status", "planned", "postponed")} <= set(line["fields"])


@pytest.mark.parametrize(
    ("table", "field", "value", "what", "mark"),
    [
        ("events", "date", "2021-09", "re-dated", "event"),
        ("events", "status", "cancelled", "changed", "event"),
        ("stances", "date", "2021-02", "re-dated", "stance"),
        ("reports", "published", "2021-03-03", "re-dated", "report"),
        ("event_reports", "reported_date", "2021-04-04", "re-dated", "event"),
        ("event_reports", "gist", "Said anew.", "changed", "event"),
        ("conflicts", "severity", "low", "changed", "conflict"),
        ("conflict_sides", "claim", "Said anew.", "changed", "conflict"),
        ("actors", "note", "Said anew.", "changed", "actor"),
        ("issues", "label", "Said anew", "changed", "issue"),
        ("aliases", "kind", "misspelling", "changed", "actor"),
    ],
)
def test_a_corrected_field_has_its_class_its_mark_and_both_values(workspace, dossier, table, field, value, what, mark):
    rows = dossier.tables[table]
    row = rows[rows[field] != value].iloc[0]
    key = tuple(row[k] for k in BY_NAME[table].key)
    coding.change(workspace, table, key, {field: value}, coding.SaveRequest(reason="read again"))
    line = only(workspace)
    assert (line["what"], line["mark"]) == (what, f"{mark}:{key[0]}")
    assert [name for name, _, _ in line["fields"]] == [field.replace("_", " ")]
    assert (line["made_by"], line["reason"]) == ("dana", "read again")


@pytest.mark.parametrize("status", ["both stand", "resolved"])
def test_a_conflict_that_is_settled_is_told_as_resolved(workspace, dossier, status):
    rows = dossier.tables["conflicts"]
    row = rows[rows["status"] == "open"].iloc[0]
    coding.change(workspace, "conflicts", (row["conflict_id"],), {"status": status, "assessment": "Settled by phone."})
    line = only(workspace)
    assert line["what"] == "resolved" and line["says"].endswith(f"is settled: {status}")


def test_a_stance_that_is_coded_anew_says_both_positions_without_claiming_that_the_actor_moved(workspace, dossier):
    row = dossier.tables["stances"].query("position == '2'").iloc[0]
    coding.change(workspace, "stances", (row["stance_id"],), {"position": "-1"})
    line = only(workspace)
    assert line["what"] == "changed" and "coded \N{MINUS SIGN}1" in line["says"] and "not +2" in line["says"]


def test_a_retracted_stance_is_named_as_it_was_and_concerns_whom_it_concerned(workspace, dossier, record):
    row = dossier.tables["stances"].iloc[0]
    coding.retract(workspace, "stances", (row["stance_id"],))
    lines, present = told(workspace)
    line = lines[lines["table"] == "stances"].iloc[0]
    assert line["what"] == "retracted" and record.actor_names()[row["actor_id"]] in line["name"]
    assert line["actors"] == (records.principals(present.actors)[row["actor_id"]],)


def test_a_report_that_goes_is_withdrawn_and_what_was_coded_from_it_retracted(workspace, dossier):
    row = {**dossier.tables["reports"].iloc[0].to_dict(), "report_id": "r-new", "title": "A late report", "sha256": ""}
    row["number"] = "6"
    editing.save(workspace, [Change("reports", ("r-new",), None, row)], reason="added")
    assert only(workspace)["what"] == "new"
    editing.save(workspace, [Change("reports", ("r-new",), row, None)], reason="withdrawn by its outlet")
    line = only(workspace, since=2)
    assert line["what"] == "report withdrawn" and "A late report" in line["says"]


def coded(workspace, dossier):
    """A new event of two actors, coded from the first report."""
    report = dossier.tables["reports"].iloc[0]
    at = Passage(report["report_id"], int(report["body_start"]), int(report["body_start"]) + 60)
    names = list(dossier.tables["actors"].query("kind == 'state'")["actor_id"][:2])
    mention = Mention(at, "They agree to meet.", "occurred")
    parts = tuple(Part("participant", a) for a in names)
    saved = coding.event(
        workspace, Event("A call about the venue", "CONSULT", "2021-05-03", "occurred", mention, parts)
    )
    return saved.mark, names


def test_what_comes_with_a_new_event_is_told_with_it(workspace, dossier):
    mark, names = coded(workspace, dossier)
    lines, present = told(workspace)
    assert sorted(lines["table"]) == ["event_actors", "event_actors", "event_reports", "events"]
    assert set(lines["mark"]) == {mark} and set(lines["what"]) == {"new"}
    things = changes.with_parts(lines)
    assert things[["table", "parts"]].to_numpy().tolist() == [["events", "2 parts, 1 mention"]]
    assert set(changes.by_actor(things, present)["actor_id"]) == set(names)


def test_a_mention_more_of_an_event_that_was_there_stands_by_itself(workspace, dossier):
    report = dossier.tables["reports"].iloc[0]
    at = Passage(report["report_id"], int(report["body_start"]) + 1, int(report["body_start"]) + 50)
    event = an_event(dossier)
    coding.mention(workspace, Mention(at, "Told again.", "occurred"), event["event_id"])
    things = changes.with_parts(told(workspace)[0])
    assert things["table"].tolist() == ["event_reports"] and event["title"] in things["name"].iloc[0]


def test_lines_stand_in_the_order_of_their_classes(workspace, dossier):
    chance, seen = random.Random(7), standing(workspace, 1)
    for _ in range(25):
        scribble(workspace, chance, seen)
    lines, _ = told(workspace)
    order = [list(changes.ROW_CHANGES).index(what) for what in lines["what"]]
    assert order == sorted(order) and len(set(order)) > 2


def test_each_actor_has_its_count_and_the_most_telling_change_in_a_sentence(workspace, dossier):
    stance = dossier.tables["stances"].query("position == '2'").iloc[0]
    coding.change(workspace, "stances", (stance["stance_id"],), {"position": "-2"})
    coding.change(workspace, "actors", (stance["actor_id"],), {"note": "seen again"})
    lines, present = told(workspace)
    found = changes.by_actor(lines, present)
    speaker = changes.change_lines(
        store.changes_between(workspace.engine, workspace.dossier_id, 1, 3), present, level="speaker"
    )
    assert [n for (who, n) in zip(found["actor_id"], found["n"], strict=True)] and found["n"].sum() == 2
    who = changes.by_actor(speaker, present).iloc[0]
    assert (who["actor_id"], who["n"]) == (stance["actor_id"], 2)
    assert who["says"].startswith("Is now coded \N{MINUS SIGN}2") and who["says"].endswith(".")
    assert set(who["lines"]) == set(speaker.index)


def test_in_a_scope_stay_the_changes_of_what_is_in_it_now_or_was_in_it_then(workspace, dossier, record):
    first, second = dossier.tables["stances"].iloc[0], dossier.tables["stances"].iloc[40]
    assert first["issue_id"] != second["issue_id"]
    coding.retract(workspace, "stances", (first["stance_id"],))
    coding.change(workspace, "stances", (second["stance_id"],), {"note": "seen again"})
    lines, present = told(workspace)
    for row, other in ((first, second), (second, first)):
        scope = Scope(issues=(row["issue_id"],))
        kept = changes.within(lines, [narrow(present, scope), narrow(record, scope)])
        assert f"stance:{row['stance_id']}" in set(kept["mark"])
        assert f"stance:{other['stance_id']}" not in set(kept["mark"])
    gone = changes.within(lines, [narrow(present, Scope(issues=(first["issue_id"],)))])
    assert f"stance:{first['stance_id']}" not in set(gone["mark"])


def test_the_description_of_the_dossier_changes_too_and_selects_nothing(workspace, dossier):
    before = dict(dossier.meta)
    after = {**before, "title": "Another title"}
    editing.save(workspace, [Change("dossiers", (dossier.dossier_id,), before, after)], reason="renamed")
    line = only(workspace)
    assert (line["what"], line["mark"]) == ("changed", "") and "Another title" in line["name"]
    assert line["fields"] == (("title", before["title"], "Another title"),)


def test_every_row_there_is_has_a_name_and_a_sentence(workspace):
    present = records.from_dossier(store.load(workspace.engine, workspace.dossier_id))
    rows = store.history(workspace.engine, workspace.dossier_id)
    for some in (rows, rows.assign(before=rows["now"], now=None)):
        lines = changes.change_lines(some, present)
        assert len(lines) == len(rows)
        assert lines["name"].str.len().min() > 0 and lines["says"].str.len().min() > 0
        assert not lines["name"].str.contains("None|nan").any()


def test_names_are_those_of_the_record_and_of_rows_that_left_it(workspace, dossier, record):
    event = an_event(dossier)
    lines, _ = told(workspace)
    assert lines.empty
    coding.change(workspace, "events", (event["event_id"],), {"title": "Called otherwise"})
    assert only(workspace)["name"] == "Called otherwise"
    empty = replace(record, events=record.events.head(0))
    rows = store.changes_between(workspace.engine, workspace.dossier_id, 1, 2)
    assert changes.change_lines(rows, empty)["name"].tolist() == ["Called otherwise"]
