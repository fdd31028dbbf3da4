"""Differences are recorded or dismissed by somebody, for a reason; that survives every copy and can be taken back."""

import shutil
from dataclasses import replace
from functools import lru_cache

import pytest

from onrecord import editing, store
from onrecord import record as records
from onrecord.editing import Coder, Workspace, bundles, coding, names, reading, verdicts
from onrecord.editing.coding import SaveRequest
from onrecord.editing.entries import Mention, Passage
from onrecord.editing.verdicts import Conflict, Side
from onrecord.errors import AccessError, DossierError, MissingError, OnRecordError, StaleError
from onrecord.record.differences import differences, flagged_ids, unmatched_verdicts
from tests import databases, river

HOSTILE = "<script>alert(1)</script> **not bold** =1+1 [x](javascript:y)"


@pytest.fixture(scope="module")
def river_store(tmp_path_factory):
    """A database that holds the river and nothing else."""
    path = tmp_path_factory.mktemp("river") / "record.db"
    databases.fill(f"sqlite:///{path}", river.dossier())
    return path


@pytest.fixture
def at(river_store, tmp_path):
    """The desk of a coder over the river."""
    held = store.connect(f"sqlite:///{shutil.copy(river_store, tmp_path / 'record.db')}")
    yield Workspace(held, "river", Coder("Anna", True))
    held.dispose()


def record(at, revision=None):
    return _record(at.engine, at.dossier_id, revision or store.newest(at.engine, at.dossier_id))


_record = lru_cache(reading.record)


def difference(at, rule):
    """The one difference of a rule."""
    rows = differences(record(at)).rows
    return rows[rows["rule"] == rule].iloc[0]


def standing(at, rule, revision=None):
    rows = differences(record(at, revision)).rows
    return rows.loc[rows["rule"] == rule, "standing"].item()


def table(at, name):
    return store.load(at.engine, at.dossier_id).tables[name]


def test_a_difference_is_recorded_with_all_its_sides_as_one_revision(at):
    found, before = difference(at, "day"), store.newest(at.engine, at.dossier_id)
    sides = differences(record(at)).sides
    sides = sides[sides["difference_id"] == found["difference_id"]]
    saved = verdicts.record_difference(at, found["difference_id"])
    conflict = table(at, "conflicts").set_index("conflict_id").loc[saved.mark.partition(":")[2]]
    assert saved.revision == before + 1 and len(sides) >= 2
    assert conflict["about"] == "Three-way talks on the Sarava in Halsund: 28 March 2025 or 27 March 2025"
    assert (conflict["kind"], conflict["severity"]) == ("contradiction", "high")
    assert (conflict["status"], conflict["assessment"]) == ("open", "Not yet assessed.")
    assert (conflict["subject_table"], conflict["subject_id"]) == ("events", found["subject_id"])
    told = table(at, "conflict_sides")
    told = told[told["conflict_id"] == conflict.name]
    columns = ["side", "report_id", "start", "end", "claim"]
    assert told[columns].to_numpy().tolist() == sides[columns].astype("str").to_numpy().tolist()
    verdict = table(at, "verdicts").set_index("difference_id").loc[found["difference_id"]]
    assert (verdict["verdict"], verdict["conflict_id"], verdict["reason"]) == ("recorded", conflict.name, "")
    assert standing(at, "day") == "recorded"


def test_every_database_keeps_verdicts_and_takes_them_back(engine):
    store.fill(engine, river.dossier())
    at = Workspace(engine, "river", Coder("Anna", True))
    before = store.load(engine, "river").version
    verdicts.record_difference(at, difference(at, "day")["difference_id"])
    verdicts.dismiss(at, difference(at, "denied")["difference_id"], HOSTILE)
    assert (standing(at, "day"), difference(at, "denied")["reason"]) == ("recorded", HOSTILE)
    editing.undo(at)
    editing.undo(at)
    assert store.load(engine, "river").version == before and standing(at, "day") == "open"


def test_one_undo_takes_a_recorded_difference_back_and_redo_records_it_again(at):
    before = store.load(at.engine, at.dossier_id).version
    verdicts.record_difference(at, difference(at, "day")["difference_id"])
    recorded = store.load(at.engine, at.dossier_id).version
    editing.undo(at)
    assert store.load(at.engine, at.dossier_id).version == before and standing(at, "day") == "open"
    editing.redo(at)
    assert store.load(at.engine, at.dossier_id).version == recorded and standing(at, "day") == "recorded"


def test_a_conflict_that_is_retracted_leaves_its_difference_open_and_it_may_be_recorded_again(at):
    found = difference(at, "replaced")["difference_id"]
    first = verdicts.record_difference(at, found).mark
    coding.retract(at, "conflicts", (first.partition(":")[2],))
    assert standing(at, "replaced") == "open" and table(at, "verdicts").empty
    second = verdicts.record_difference(at, found).mark
    assert second != first and standing(at, "replaced") == "recorded"


def test_a_difference_becomes_part_of_a_conflict_that_is_there(at):
    first = verdicts.record_difference(at, difference(at, "day")["difference_id"]).mark
    n_conflicts = len(table(at, "conflicts"))
    saved = verdicts.record_difference(at, difference(at, "replaced")["difference_id"], conflict_id=first[9:])
    assert saved.mark == first and len(table(at, "conflicts")) == n_conflicts
    assert set(table(at, "verdicts")["conflict_id"]) == {first.partition(":")[2]}
    with pytest.raises(MissingError):
        verdicts.record_difference(at, difference(at, "denied")["difference_id"], conflict_id="no-such-conflict")


def test_a_dismissal_is_remembered_with_its_reason_and_takes_the_flag_away(at):
    found = difference(at, "day")
    assert found["subject_id"] in flagged_ids(record(at), "events")
    verdicts.dismiss(at, found["difference_id"], f"  {HOSTILE} ")
    now = difference(at, "day")
    assert (now["standing"], now["reason"]) == ("dismissed", HOSTILE)
    replaced = differences(record(at)).rows.set_index("rule").loc["replaced", "difference_id"]
    verdicts.dismiss(at, replaced, verdicts.REASONS[1])
    assert found["subject_id"] not in flagged_ids(record(at), "events")


def test_a_dismissal_survives_bundle_and_folder_undo_and_redo_and_stands_since_its_day(at, tmp_path):
    found = difference(at, "day")["difference_id"]
    verdicts.dismiss(at, found, verdicts.SLIP)
    assert standing(at, "day", 1) == "open"  # as the dossier stood before
    path = tmp_path / at.dossier_id
    store.write_folder(store.load(at.engine, at.dossier_id), path)
    bundle = bundles.unpack(bundles.pack(at.engine, at.dossier_id, {})).dossier
    for copied in (store.read_folder(path), bundle):
        rows = differences(records.from_dossier(copied)).rows.set_index("difference_id")
        assert (rows.loc[found, "standing"], rows.loc[found, "reason"]) == ("dismissed", verdicts.SLIP)
    editing.undo(at)
    assert standing(at, "day") == "open"
    editing.redo(at)
    assert standing(at, "day") == "dismissed"


def test_a_dismissed_difference_is_reopened_and_may_be_decided_about_again(at):
    found = difference(at, "denied")["difference_id"]
    verdicts.dismiss(at, found, "A refusal, no denial.")
    verdicts.reopen(at, found)
    assert standing(at, "denied") == "open"
    verdicts.record_difference(at, found)
    assert standing(at, "denied") == "recorded"
    assert table(at, "conflicts")["about"].tolist() == ["Belmor asks for more time: denied"]
    with pytest.raises(OnRecordError, match="retract that conflict"):
        verdicts.reopen(at, found)
    with pytest.raises(MissingError):
        verdicts.reopen(at, difference(at, "day")["difference_id"])


def test_who_decided_and_when_come_from_the_revision_itself(at):
    found = difference(at, "day")["difference_id"]
    assert verdicts.signatures(at.engine, at.dossier_id) == {} == verdicts.signatures(at.engine, "nowhere")
    saved = verdicts.dismiss(at, found, "They agree.")
    signed = verdicts.signatures(at.engine, at.dossier_id)
    assert (signed[found].by, signed[found].revision) == ("Anna", saved.revision)
    assert verdicts.signatures(at.engine, at.dossier_id, saved.revision - 1) == {}


def test_two_who_decide_at_once_do_not_overwrite_each_other(at):
    found, form = difference(at, "day")["difference_id"], SaveRequest(base_rev=store.newest(at.engine, at.dossier_id))
    verdicts.dismiss(replace(at, coder=Coder("Boris", True)), found, "A slip of ours.", form)
    with pytest.raises(StaleError, match="Boris"):
        verdicts.record_difference(at, found, form)
    assert standing(at, "day") == "dismissed" and table(at, "conflicts").empty


def test_one_press_decides_once(at):
    found, form = difference(at, "day")["difference_id"], SaveRequest("one-press")
    assert verdicts.record_difference(at, found, form).revision == verdicts.record_difference(at, found, form).revision
    assert len(table(at, "conflicts")) == 1


def test_nothing_is_decided_by_a_reader_without_a_reason_or_about_what_does_not_differ(at):
    found, reader = difference(at, "day")["difference_id"], replace(at, coder=Coder("Reader", False))
    for act in (
        lambda: verdicts.record_difference(reader, found),
        lambda: verdicts.dismiss(reader, found, "No."),
        lambda: verdicts.record_conflict(reader, entry(at)),
    ):
        with pytest.raises(AccessError):
            act()
    with pytest.raises(OnRecordError, match="Say why"):
        verdicts.dismiss(at, found, "  ")
    with pytest.raises(MissingError, match="do not differ"):
        verdicts.record_difference(at, "day--nothing--00000000")
    with pytest.raises(OnRecordError, match="no conflict"):
        verdicts.record_difference(at, difference(at, "moved")["difference_id"])
    assert store.newest(at.engine, at.dossier_id) == 1


def test_a_verdict_waits_for_its_difference_while_the_rows_agree(at):
    found = difference(at, "day")
    verdicts.record_difference(at, found["difference_id"])
    sides = differences(record(at)).sides
    side = sides[sides["difference_id"] == found["difference_id"]].iloc[-1]
    key = (found["subject_id"], side["report_id"], str(side["start"]))
    was = coding.row(at, "event_reports", key)["reported_date"]
    coding.change(at, "event_reports", key, {"reported_date": ""})
    assert list(unmatched_verdicts(record(at))["difference_id"]) == [found["difference_id"]]
    coding.change(at, "event_reports", key, {"reported_date": was})
    assert unmatched_verdicts(record(at)).empty and standing(at, "day") == "recorded"


def test_a_verdict_stays_with_its_difference_where_two_actors_are_merged(at):
    """What somebody decided is neither asked anew nor said to be settled by the rows; undone, all is as before."""
    for rule in ("replaced", "day"):
        verdicts.record_difference(at, difference(at, rule)["difference_id"])
    before = table(at, "verdicts")
    for gone, into in (("belmor", "belmor-embassy"), ("strnad", "hradec")):
        names.merge(at, "actor", gone, into)
        assert (standing(at, "replaced"), standing(at, "day")) == ("recorded", "recorded")
        assert unmatched_verdicts(record(at)).empty and len(table(at, "verdicts")) == len(before)
        editing.undo(at)
        assert table(at, "verdicts").equals(before)


def test_a_verdict_on_values_that_a_merge_makes_one_stays_as_it_was(at):
    found = difference(at, "replaced")["difference_id"]
    verdicts.dismiss(at, found, "Two names of one.")
    names.merge(at, "actor", "strnad", "beranova")
    assert table(at, "verdicts")["difference_id"].tolist() == [found]
    assert unmatched_verdicts(record(at))["difference_id"].tolist() == [found]


def test_a_further_report_on_a_known_side_is_told_apart_from_those_that_were_decided_about(at):
    found = difference(at, "day")
    then = verdicts.dismiss(at, found["difference_id"], "They round.").revision
    assert verdicts.further_reports(record(at), record(at, then), found["difference_id"]) == []
    passage = Passage("05-agence-kestrienne", 200, 240)
    coding.mention(at, Mention(passage, "They met on the 27th.", "occurred", "2025-03-27"), found["subject_id"])
    assert difference(at, "day")["standing"] == "dismissed"
    assert verdicts.further_reports(record(at), record(at, then), found["difference_id"]) == [passage.report_id]


# Conflicts that no rule finds


def entry(at, **changes):
    """A conflict of two passages of two reports."""
    rows = table(at, "event_reports")
    event = rows.groupby("event_id")["report_id"].nunique().idxmax()
    told = rows[rows["event_id"] == event].drop_duplicates("report_id").head(2)
    passages = [Passage(r.report_id, int(r.start), int(r.end)) for r in told.itertuples()]
    sides = tuple(Side(passage, f"{HOSTILE} {n}") for n, passage in enumerate(passages))
    return replace(Conflict(f" {HOSTILE} ", ("events", event), "contradiction", "medium", sides), **changes)


def test_a_conflict_is_recorded_about_any_row_with_the_passages_that_were_picked(at):
    saved = verdicts.record_conflict(at, entry(at))
    conflict = table(at, "conflicts").iloc[0]
    assert saved.mark == f"conflict:{conflict['conflict_id']}"
    assert (conflict["about"], conflict["status"], conflict["assessment"]) == (HOSTILE, "open", "Not yet assessed.")
    assert table(at, "conflict_sides")["claim"].tolist() == [f"{HOSTILE} 0", f"{HOSTILE} 1"]
    assert table(at, "conflict_sides")["side"].tolist() == ["a", "b"]
    editing.undo(at)
    assert table(at, "conflicts").empty and table(at, "conflict_sides").empty


@pytest.mark.parametrize("subject", ["actors", "issues", "reports", "stances"])
def test_a_conflict_may_be_about_a_row_of_each_table(at, subject):
    name = table(at, subject).iloc[0, 0]
    verdicts.record_conflict(at, entry(at, subject=(subject, name)))
    assert table(at, "conflicts")[["subject_table", "subject_id"]].to_numpy().tolist() == [[subject, name]]


def test_a_conflict_of_one_side_is_internal_or_refused(at):
    one = entry(at).sides[:1]
    with pytest.raises(OnRecordError, match="two passages at least"):
        verdicts.record_conflict(at, entry(at, sides=one))
    with pytest.raises(OnRecordError, match="Say what"):
        verdicts.record_conflict(at, entry(at, about=" "))
    with pytest.raises(DossierError):
        verdicts.record_conflict(
            at, entry(at, kind="internal", sides=(one[0], Side(Passage(one[0].passage.report_id, 0, 10**6), "x")))
        )
    assert store.newest(at.engine, at.dossier_id) == 1
    verdicts.record_conflict(at, entry(at, kind="internal", sides=one))
    assert len(table(at, "conflict_sides")) == 1


def test_the_same_press_gives_the_same_conflict_also_where_the_first_answer_was_lost(at):
    press, day = SaveRequest("one press"), difference(at, "day")["difference_id"]
    first = verdicts.record_difference(at, day, press)
    assert verdicts.record_difference(at, day, press) == first
    assert first.mark == f"conflict:{table(at, 'conflicts')['conflict_id'].item()}"
    other = SaveRequest("another press")
    second = verdicts.record_conflict(at, entry(at), other)
    coding.change(at, "events", ("first-round",), {"note": "in between"})
    assert verdicts.record_conflict(at, entry(at), other) == second and len(table(at, "conflicts")) == 2


def test_a_contradiction_within_one_report_is_refused_with_its_cure(at):
    one = entry(at).sides[0]
    alone = entry(at, sides=(one, Side(one.passage, "And the other way round.")))
    for kind in ("contradiction", "imprecision", "omission"):
        with pytest.raises(OnRecordError, match="choose the kind internal, not " + kind):
            verdicts.record_conflict(at, replace(alone, kind=kind))
    saved = verdicts.record_conflict(at, replace(alone, kind="internal"))
    with pytest.raises(OnRecordError, match="choose the kind internal"):
        coding.change(at, "conflicts", (saved.mark.partition(":")[2],), {"kind": "contradiction"})


def test_undoing_a_recording_that_a_colleague_joined_says_who_joined_what_and_what_to_do(at):
    boris = replace(at, coder=Coder("Boris", True))
    rows = differences(record(at)).rows
    one, two = rows.loc[(rows["grade"] == "differ"), "difference_id"].head(2)
    saved = verdicts.record_difference(at, one)
    joined = verdicts.record_difference(boris, two, conflict_id=saved.mark.partition(":")[2])
    with pytest.raises(OnRecordError, match=rf"The difference.*Boris, revision {joined.revision}.*Undo that first"):
        editing.undo(at, saved.revision)
    with pytest.raises(OnRecordError, match="Or retract the conflict"):
        editing.undo(at, saved.revision)
    editing.undo(boris, joined.revision)
    editing.undo(at, saved.revision)
    assert table(at, "conflicts").empty and table(at, "verdicts").empty
