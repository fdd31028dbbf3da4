"""A conflict is changed: what it is about, its kind, and its sides, which are added, moved, reworded and removed."""

import random
import shutil
from dataclasses import replace

import pytest

from onrecord import checks, editing, store
from onrecord.editing import Coder, Workspace, conflicts, resolutions, verdicts
from onrecord.editing.coding import SaveRequest
from onrecord.editing.entries import Passage
from onrecord.editing.resolutions import Resolution
from onrecord.editing.verdicts import Conflict, Side
from onrecord.errors import DossierError, MissingError, OnRecordError, StaleError
from onrecord.schema import CONFLICT_KINDS
from tests import counts, databases, river

HOSTILE = "<script>alert(1)</script> =1+1"


@pytest.fixture(scope="module")
def river_store(tmp_path_factory):
    path = tmp_path_factory.mktemp("river") / "record.db"
    databases.fill(f"sqlite:///{path}", river.dossier())
    return path


@pytest.fixture
def at(river_store, tmp_path):
    held = store.connect(f"sqlite:///{shutil.copy(river_store, tmp_path / 'record.db')}")
    yield Workspace(held, "river", Coder("Anna", True))
    held.dispose()


@pytest.fixture(scope="module")
def passages():
    """Passages of several reports, each once."""
    rows = river.record().event_reports.drop_duplicates(["report_id", "start"])
    columns = rows[["report_id", "start", "end"]].itertuples(index=False, name=None)
    return [Passage(report, int(start), int(end)) for report, start, end in columns]


@pytest.fixture
def entry(passages):
    ours = [next(p for p in passages if p.report_id == report) for report in ("01-northern-wire", "02-kestria-daily")]
    sides = tuple(Side(passage, f"Claim {n}.") for n, passage in enumerate(ours))
    return Conflict("When it was", ("events", "first-round"), "contradiction", "high", sides)


@pytest.fixture
def conflict(at, entry):
    """A conflict that is on record, by its id."""
    return verdicts.record_conflict(at, entry).mark.partition(":")[2]


def table(at, name):
    return store.load(at.engine, at.dossier_id).tables[name]


def sides(at):
    return {row["side"]: row for row in table(at, "conflict_sides").to_dict("records")}


def named(entry, *letters):
    """The entry with its sides called so, as the form hands them on."""
    pairs = zip(entry.sides, letters, strict=True)
    return replace(entry, sides=tuple(Side(side.passage, side.claim, letter) for side, letter in pairs))


def test_a_side_is_added_moved_reworded_and_removed_and_one_undo_takes_all_of_it_back(at, entry, conflict, passages):
    before = sides(at)
    third = next(p for p in passages if p.report_id not in {s.passage.report_id for s in entry.sides})
    one = named(entry, "a", "b").sides[0]
    wanted = replace(
        entry, about=HOSTILE, kind="imprecision", severity="low",
        sides=(replace(one, claim="Reworded."), Side(third, "A third."), Side(passages[-1], "A fourth.")),
    )  # fmt: skip
    saved = conflicts.change_conflict(at, conflict, wanted)
    now = sides(at)
    assert [(name, now[name]["claim"]) for name in sorted(now)] == [
        ("a", "Reworded."), ("b", "A third."), ("c", "A fourth."),
    ]  # fmt: skip
    assert (now["b"]["report_id"], now["b"]["start"]) == (third.report_id, str(third.start))
    row = table(at, "conflicts").iloc[0]
    assert (row["about"], row["kind"], row["severity"], row["status"]) == (HOSTILE, "imprecision", "low", "open")
    editing.undo(at, saved.revision)
    assert sides(at) == before and table(at, "conflicts").iloc[0]["about"] == "When it was"


def test_what_is_no_change_or_no_conflict_is_refused_in_words(at, entry, conflict):
    wanted = named(entry, "a", "b")
    newest = store.newest(at.engine, at.dossier_id)
    for change, said in (
        ({}, "Nothing is changed"),
        ({"about": " "}, "Say what the conflict is about"),
        ({"sides": wanted.sides[:1]}, "two passages at least"),
        ({"sides": (wanted.sides[0], replace(wanted.sides[0], name=""))}, "choose the kind internal"),
        ({"sides": (wanted.sides[0], replace(wanted.sides[1], name="x"))}, "no side x"),
    ):
        with pytest.raises(OnRecordError, match=said):
            conflicts.change_conflict(at, conflict, replace(wanted, **change))
    with pytest.raises(DossierError):
        conflicts.change_conflict(
            at,
            conflict,
            replace(wanted, sides=(wanted.sides[0], Side(Passage("02-kestria-daily", 0, 10**6), "x", "b"))),
        )
    with pytest.raises(MissingError):
        conflicts.change_conflict(at, "nowhere", wanted)
    assert store.newest(at.engine, at.dossier_id) == newest


def test_the_side_that_carries_stays_where_it_was_signed(at, entry, conflict, passages):
    resolutions.resolve(at, conflict, Resolution("resolved", "The wire was there.", "a"))
    one, two = named(entry, "a", "b").sides
    for changed in ((two, Side(passages[-1], "Else.")), (replace(one, passage=passages[-1]), two)):
        with pytest.raises(OnRecordError, match="Side a carries"):
            conflicts.change_conflict(at, conflict, replace(entry, sides=changed))
    conflicts.change_conflict(at, conflict, replace(entry, sides=(replace(one, claim="Reworded."), two)))
    assert table(at, "conflicts").iloc[0]["status"] == "resolved" and sides(at)["a"]["claim"] == "Reworded."


def test_two_who_reword_one_side_learn_of_each_other_and_of_two_sides_both_get_their_way(at, entry, conflict):
    boris = replace(at, coder=Coder("Boris", True))
    seen = SaveRequest(base_rev=store.newest(at.engine, at.dossier_id))
    one, two = named(entry, "a", "b").sides
    conflicts.change_conflict(boris, conflict, replace(entry, sides=(one, replace(two, claim="By Boris."))), seen)
    conflicts.change_conflict(at, conflict, replace(entry, sides=(replace(one, claim="By Anna."), two)), seen)
    assert {row["claim"] for row in sides(at).values()} == {"By Anna.", "By Boris."}
    with pytest.raises(StaleError):
        conflicts.change_conflict(at, conflict, replace(entry, sides=(one, replace(two, claim="By Anna."))), seen)


def test_any_sequence_of_changes_to_a_conflict_keeps_the_dossier_without_fault(at, conflict, passages):
    chance, outcomes = random.Random(5), set()
    for n in range(counts.of(30, 300)):
        before = sides(at), table(at, "conflicts").to_dict("records")
        stays = [Side(Passage(r["report_id"], int(r["start"]), int(r["end"])), r["claim"], name)
                 for name, r in before[0].items() if chance.random() < 0.7]  # fmt: skip
        new = [Side(chance.choice(passages), f"Claim {n}.") for _ in range(chance.randrange(3))]
        kind = chance.choice(list(CONFLICT_KINDS))
        wanted = Conflict(f"About {n}", ("events", "first-round"), kind, "low", (*stays, *new))
        try:
            saved = conflicts.change_conflict(at, conflict, wanted)
        except OnRecordError:
            outcomes.add("refused")
            assert (sides(at), table(at, "conflicts").to_dict("records")) == before
            continue
        outcomes.add("saved")
        assert sorted(row["claim"] for row in sides(at).values()) == sorted(side.claim for side in wanted.sides)
        if chance.random() < 0.3:
            editing.undo(at, saved.revision)
            assert (sides(at), table(at, "conflicts").to_dict("records")) == before
    whole = store.load(at.engine, at.dossier_id)
    assert checks.faults(whole.meta, whole.tables) == [] and outcomes == {"saved", "refused"}
