"""Writing to a dossier: nobody's change is lost, whatever is undone is undone exactly, no broken state is stored."""

import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from random import Random

import pandas as pd
import pytest
import sqlalchemy as sa

from onrecord import checks, store
from onrecord.editing import Coder, Workspace, redo, redoable, save, undo, undoable
from onrecord.errors import AccessError, DossierError, MissingError, OnRecordError, SaveError, StaleError
from onrecord.schema import BY_NAME, TABLES
from onrecord.schema.change import Change, Signed
from onrecord.schema.dossier import Dossier
from onrecord.store.engine import write_transaction
from onrecord.store.folder import version
from onrecord.store.layout import REVISIONS
from tests import counts, databases, edits
from tests.edits import change, end, new, rows, standing, workspace


@pytest.fixture(scope="module")
def dossier(excerpt):
    return excerpt


@pytest.fixture(scope="module")
def filled(filled_excerpt):
    return filled_excerpt


@pytest.fixture(scope="module")
def filled_template(postgresql, dossier):
    with postgresql.copy() as name:
        databases.fill(postgresql.address(name), dossier)
        yield name


def write(engine: store.Store, dossier: Dossier, by: str, *changes: Change, token: str = "") -> int:
    return save(workspace(engine, dossier, by), changes, reason="because", token=token)


def event(dossier: Dossier, n: int = 0) -> dict[str, str]:
    return rows(dossier, "events")[n]


def now(engine: store.Store, dossier: Dossier, n: int = 0) -> dict[str, str] | None:
    """The n-th event as it stands."""
    return standing(engine, dossier.dossier_id, "events", [(event(dossier, n)["event_id"],)])[0]


def made_on(engine: store.Store, moments: dict[int, str]) -> None:
    """Let revisions have been made at other moments than now."""
    with engine.begin() as connection:
        for rev_id, moment in moments.items():
            connection.execute(sa.update(REVISIONS).where(REVISIONS.c.rev_id == rev_id).values(made_at=moment))


def state(engine: store.Store, dossier: Dossier, revision: int | None = None) -> str:
    return store.load(engine, dossier.dossier_id, revision).version


# Compare and set.


def test_who_changes_the_same_field_later_learns_base_mine_theirs_who_and_when(filled_store, dossier):
    seen = event(dossier)
    by_bob = write(filled_store, dossier, "bob", change("events", seen, note="by bob"))
    made_on(filled_store, {by_bob: "2026-01-02T03:04:05+00:00"})
    before = state(filled_store, dossier)
    with pytest.raises(StaleError, match=r"bob changed this since you looked \(1 field\); nothing was saved") as told:
        write(filled_store, dossier, "ann", change("events", seen, note="by ann"))
    (clash,) = told.value.clashes
    assert (clash.table, clash.key, clash.field) == ("events", (seen["event_id"],), "note")
    assert (clash.base, clash.mine, clash.theirs) == (seen["note"], "by ann", "by bob")
    assert (clash.by, clash.made_at) == ("bob", "2026-01-02T03:04:05+00:00")
    assert state(filled_store, dossier) == before


def test_a_clash_names_who_set_the_field_and_not_who_touched_the_row_last(filled_store, dossier):
    seen = event(dossier)
    by_bob = write(filled_store, dossier, "bob", change("events", seen, note="by bob"))
    by_cleo = write(filled_store, dossier, "cleo", change("events", seen, title="by cleo"))
    made_on(filled_store, {by_bob: "2026-01-01T00:00:00+00:00", by_cleo: "2026-01-02T00:00:00+00:00"})
    with pytest.raises(StaleError) as told:
        write(filled_store, dossier, "ann", change("events", seen, note="by ann", title="by ann", place="by ann"))
    assert {c.field: (c.by, c.made_at[:10]) for c in told.value.clashes} == {
        "note": ("bob", "2026-01-01"),
        "title": ("cleo", "2026-01-02"),
    }


def test_after_an_undo_a_field_is_again_of_whoever_had_set_it(filled_store, dossier):
    seen = event(dossier)
    write(filled_store, dossier, "bob", change("events", seen, note="by bob"))
    write(filled_store, dossier, "cleo", change("events", now(filled_store, dossier), note="by cleo"))
    undo(workspace(filled_store, dossier, "cleo"))
    with pytest.raises(StaleError) as told:
        write(filled_store, dossier, "ann", change("events", seen, note="by ann"))
    assert [(c.theirs, c.by) for c in told.value.clashes] == [("by bob", "bob")]


def test_changes_to_other_fields_of_one_row_are_merged_and_both_are_credited(filled_store, dossier):
    seen = event(dossier)
    by_bob = write(filled_store, dossier, "bob", change("events", seen, note="by bob"))
    by_ann = write(filled_store, dossier, "ann", change("events", seen, title="by ann"))
    assert now(filled_store, dossier) == {**seen, "note": "by bob", "title": "by ann"}
    past = store.history(filled_store, dossier.dossier_id, after=1)
    assert past[["rev_id", "made_by", "table"]].to_numpy().tolist() == [
        [by_bob, "bob", "events"],
        [by_ann, "ann", "events"],
    ]
    assert [{f for f in seen if row.before[f] != row.now[f]} for row in past.itertuples()] == [{"note"}, {"title"}]


def test_who_sets_what_is_set_already_changes_nothing_and_hears_no_complaint(filled_store, dossier):
    seen = event(dossier)
    latest = write(filled_store, dossier, "bob", change("events", seen, note="the same"))
    assert write(filled_store, dossier, "ann", change("events", seen, note="the same")) == latest
    assert write(filled_store, dossier, "ann") == latest
    assert len(store.revisions(filled_store, dossier.dossier_id)) == 2


def test_one_field_at_stake_refuses_the_whole_save(filled_store, dossier):
    write(filled_store, dossier, "bob", change("events", event(dossier), note="by bob"))
    before = state(filled_store, dossier)
    other = change("issues", rows(dossier, "issues")[0], note="by ann")
    with pytest.raises(StaleError):
        write(filled_store, dossier, "ann", other, change("events", event(dossier), note="by ann"))
    assert state(filled_store, dossier) == before
    assert store.newest(filled_store, dossier.dossier_id) == 2


def test_changing_a_row_that_was_ended_is_refused_and_says_who_ended_it(filled_store, dossier):
    side = rows(dossier, "aliases")[0]
    write(filled_store, dossier, "bob", end("aliases", side))
    with pytest.raises(StaleError) as told:
        write(filled_store, dossier, "ann", change("aliases", side, kind="misspelling"))
    (clash,) = told.value.clashes
    assert (clash.field, clash.base, clash.theirs, clash.by) == ("", "there", "ended", "bob")


def test_ending_a_row_that_somebody_changed_is_refused_and_ending_it_twice_is_not(filled_store, dossier):
    alias = rows(dossier, "aliases")[0]
    kind = next(k for k in BY_NAME["aliases"].column("kind").codes if k != alias["kind"])
    write(filled_store, dossier, "bob", change("aliases", alias, kind=kind))
    with pytest.raises(StaleError) as told:
        write(filled_store, dossier, "ann", end("aliases", alias))
    assert [(c.field, c.theirs, c.by) for c in told.value.clashes] == [("kind", kind, "bob")]
    latest = write(filled_store, dossier, "ann", end("aliases", {**alias, "kind": kind}))
    assert write(filled_store, dossier, "cleo", end("aliases", {**alias, "kind": kind})) == latest


def test_a_new_row_that_is_there_already_is_refused_unless_it_is_the_same(filled_store, dossier):
    issue = {**rows(dossier, "issues")[0], "issue_id": "fresh", "label": "by bob"}
    latest = write(filled_store, dossier, "bob", new("issues", issue))
    assert write(filled_store, dossier, "ann", new("issues", issue)) == latest
    with pytest.raises(StaleError) as told:
        write(filled_store, dossier, "ann", new("issues", {**issue, "label": "by ann"}))
    assert [(c.field, c.base, c.mine, c.theirs, c.by) for c in told.value.clashes] == [
        ("label", "", "by ann", "by bob", "bob")
    ]


def test_the_description_of_a_dossier_is_compared_and_set_like_a_row(filled_store, dossier):
    meta = dict(dossier.meta)
    write(filled_store, dossier, "bob", Change("dossiers", (dossier.dossier_id,), meta, {**meta, "title": "By bob"}))
    write(filled_store, dossier, "ann", Change("dossiers", (dossier.dossier_id,), meta, {**meta, "about": "By ann"}))
    assert store.load(filled_store, dossier.dossier_id).meta == {**meta, "title": "By bob", "about": "By ann"}
    with pytest.raises(StaleError):
        write(
            filled_store, dossier, "ann", Change("dossiers", (dossier.dossier_id,), meta, {**meta, "title": "By ann"})
        )


# Keys and ids.


def test_a_row_keeps_its_key(filled_store, dossier):
    mention = rows(dossier, "event_reports")[0]
    moved = Change("event_reports", edits.key("event_reports", mention), mention, {**mention, "start": "1"})
    with pytest.raises(OnRecordError, match="A row keeps its key: end event_reports"):
        write(filled_store, dossier, "ann", moved)
    with pytest.raises(OnRecordError, match="A row keeps its key"):
        write(filled_store, dossier, "ann", Change("dossiers", ("another",), None, dict(dossier.meta)))


def test_one_save_changes_a_row_once(filled_store, dossier):
    twice = [change("events", event(dossier), note=note) for note in ("a", "b")]
    with pytest.raises(OnRecordError, match="twice; once is enough"):
        write(filled_store, dossier, "ann", *twice)
    assert store.newest(filled_store, dossier.dossier_id) == 1


def test_an_id_is_never_given_to_another_row(filled_store, dossier):
    issue = {**rows(dossier, "issues")[0], "issue_id": "fresh"}
    write(filled_store, dossier, "ann", new("issues", issue))
    assert "fresh" in store.used_ids(filled_store, dossier.dossier_id, "issues")
    write(filled_store, dossier, "ann", end("issues", issue))
    assert "fresh" in store.used_ids(filled_store, dossier.dossier_id, "issues")
    with pytest.raises(OnRecordError, match="The id 'fresh' had another row in issues; choose a new one"):
        write(filled_store, dossier, "bob", new("issues", issue))
    undo(workspace(filled_store, dossier))
    assert standing(filled_store, dossier.dossier_id, "issues", [("fresh",)]) == [issue]


def test_a_row_that_is_no_thing_of_its_own_may_come_again(filled_store, dossier):
    alias = rows(dossier, "aliases")[0]
    write(filled_store, dossier, "ann", end("aliases", alias))
    write(filled_store, dossier, "bob", new("aliases", alias))
    assert state(filled_store, dossier) == dossier.version


# Who, why, and what was meant to be one save.


def test_every_change_is_signed_by_somebody_who_may_and_says_why(filled_store, dossier):
    one = [change("events", event(dossier), note="x")]
    for coder in (Coder("", True), Coder("ann", False), Coder(store.FOLDER, True)):
        at = Workspace(filled_store, dossier.dossier_id, coder)
        for act in (lambda at=at: save(at, one, reason="x"), lambda at=at: undo(at), lambda at=at: redo(at)):
            with pytest.raises(AccessError):
                act()
    with pytest.raises(OnRecordError, match="says why"):
        save(workspace(filled_store, dossier), one, reason=" ")
    with pytest.raises(OnRecordError, match="control character"):
        save(workspace(filled_store, dossier), one, reason="x\x00y")
    assert store.newest(filled_store, dossier.dossier_id) == 1


def test_half_a_character_is_refused_in_plain_words(filled_store, dossier):
    with pytest.raises(SaveError, match="half a character"):
        write(filled_store, dossier, "ann", change("events", event(dossier), note="\ud83d"))
    write(filled_store, dossier, "ann", change("events", event(dossier), note="\U0001f54a"))


def test_one_press_of_a_button_sent_ten_times_at_once_is_one_revision(filled_store, dossier):
    workspaces, n_tokens = [workspace(filled_store, dossier, f"user {n}") for n in range(10)], counts.of(5, 1000)
    made = []
    with ThreadPoolExecutor(10) as pool:
        for n in range(n_tokens):
            seen = now(filled_store, dossier)
            one = [change("events", seen, note=f"press {n}")]
            sent = [pool.submit(save, at, one, reason="x", token=f"token {n}") for at in workspaces]
            (rev_id,) = {s.result() for s in sent}
            made.append(rev_id)
            assert now(filled_store, dossier)["note"] == f"press {n}"
    assert store.revisions(filled_store, dossier.dossier_id)["rev_id"].tolist() == [1, *made]


def test_a_token_is_of_one_dossier_and_holds_for_an_undo_too(filled_store, dossier):
    other = replace(dossier, dossier_id="other")
    store.fill(filled_store, other)
    here = write(filled_store, dossier, "ann", change("events", event(dossier), note="x"), token="t")
    there = write(filled_store, other, "ann", change("events", event(dossier), note="x"), token="t")
    assert here != there
    signed = Signed("ann", "undo", "u")
    assert store.undo(filled_store, "other", there, signed) == store.undo(filled_store, "other", there, signed)
    assert state(filled_store, other) == replace(other, version=dossier.version).version


def test_the_revision_a_coder_looked_at_is_kept_with_the_change(filled_store, dossier):
    one = [change("events", event(dossier), note="x")]
    save(workspace(filled_store, dossier), one, reason="a better note", base_rev=1)
    last = store.revisions(filled_store, dossier.dossier_id).iloc[-1]
    assert last[["made_by", "reason", "base_rev", "undoes"]].tolist() == ["ann", "a better note", 1, 0]


# Undo.


def test_a_change_is_undone_and_done_again_across_a_restart(filled_url, dossier):
    engine = store.connect(filled_url)
    side = rows(dossier, "conflict_sides")
    few = next(r for r in side if sum(s["conflict_id"] == r["conflict_id"] for s in side) > 2)
    issue = {**rows(dossier, "issues")[0], "issue_id": "fresh"}
    mixed = [change("events", event(dossier), note="x"), end("conflict_sides", few), new("issues", issue)]
    write(engine, dossier, "ann", *mixed)
    after = state(engine, dossier)
    for act, expected in ((undo, dossier.version), (redo, after), (undo, dossier.version), (redo, after)):
        engine.dispose()
        engine = store.connect(filled_url)
        act(workspace(engine, dossier))
        assert state(engine, dossier) == expected
    with pytest.raises(OnRecordError, match="Nothing of yours is left to redo"):
        redo(workspace(engine, dossier))
    engine.dispose()


def test_undo_goes_back_step_by_step_and_redo_forward_until_something_new(filled_store, dossier):
    at = workspace(filled_store, dossier)
    steps = [dossier.version]
    for note in "abc":
        write(filled_store, dossier, "ann", change("events", now(filled_store, dossier), note=note))
        steps.append(state(filled_store, dossier))
    for expected in (steps[2], steps[1], steps[0]):
        undo(at)
        assert state(filled_store, dossier) == expected
    with pytest.raises(OnRecordError, match="Nothing of yours is left to undo"):
        undo(at)
    for expected in (steps[1], steps[2]):
        redo(at)
        assert state(filled_store, dossier) == expected
    write(filled_store, dossier, "ann", change("events", now(filled_store, dossier), title="new"))
    assert redoable(at) == 0
    assert undoable(at) == store.newest(filled_store, dossier.dossier_id)


def test_undo_takes_back_my_own_newest_and_leaves_a_colleagues_change(filled_store, dossier):
    write(filled_store, dossier, "ann", change("events", event(dossier, 0), note="by ann"))
    write(filled_store, dossier, "bob", change("events", event(dossier, 0), title="by bob"))
    write(filled_store, dossier, "bob", change("events", event(dossier, 1), note="by bob"))
    undo(workspace(filled_store, dossier, "ann"))
    assert now(filled_store, dossier, 0) == {**event(dossier, 0), "title": "by bob"}
    assert now(filled_store, dossier, 1)["note"] == "by bob"
    assert undoable(workspace(filled_store, dossier, "cleo")) == 0


def test_an_older_revision_is_undone_beneath_newer_ones(filled_store, dossier):
    first = write(filled_store, dossier, "ann", change("events", event(dossier), note="one"))
    write(filled_store, dossier, "ann", change("events", now(filled_store, dossier), title="two"))
    undo(workspace(filled_store, dossier, "bob"), first)
    assert now(filled_store, dossier) == {**event(dossier), "title": "two"}
    with pytest.raises(OnRecordError, match=f"Revision {first} is undone already, by bob in revision"):
        undo(workspace(filled_store, dossier), first)


def test_undo_of_what_a_colleague_changed_since_is_refused_with_who_and_what(filled_store, dossier):
    first = write(filled_store, dossier, "ann", change("events", event(dossier), note="by ann"))
    write(filled_store, dossier, "bob", change("events", now(filled_store, dossier), note="by bob"))
    for theirs in ("by bob", "by ann", event(dossier)["note"]):
        if (
            now(filled_store, dossier)["note"] != theirs
        ):  # changed back by bob, to what ann wrote and to what was before
            write(filled_store, dossier, "bob", change("events", now(filled_store, dossier), note=theirs))
        with pytest.raises(StaleError) as told:
            undo(workspace(filled_store, dossier), first)
        (clash,) = told.value.clashes
        assert (clash.field, clash.base, clash.mine) == ("note", "by ann", event(dossier)["note"])
        assert (clash.theirs, clash.by) == (theirs, "bob")


@pytest.mark.parametrize("back", [False, True])
def test_undo_of_a_row_that_a_colleague_ended_is_refused(filled_store, dossier, back):
    alias = {**rows(dossier, "aliases")[0], "alias": "Another spelling"}
    added = write(filled_store, dossier, "ann", new("aliases", alias))
    write(filled_store, dossier, "bob", end("aliases", alias))
    if back:
        write(filled_store, dossier, "bob", new("aliases", alias))
    with pytest.raises(StaleError) as told:
        undo(workspace(filled_store, dossier), added)
    assert {c.by for c in told.value.clashes} == {"bob"}
    assert [(c.field, c.theirs) for c in told.value.clashes if not c.field] == ([] if back else [("", "ended")])


def test_undo_of_an_ending_is_refused_where_a_colleague_has_put_the_row_back(filled_store, dossier):
    alias = rows(dossier, "aliases")[0]
    ended = write(filled_store, dossier, "ann", end("aliases", alias))
    write(filled_store, dossier, "bob", new("aliases", alias))
    with pytest.raises(StaleError) as told:
        undo(workspace(filled_store, dossier), ended)
    assert [(c.field, c.base, c.theirs, c.by) for c in told.value.clashes] == [("", "ended", "there", "bob")]


def test_undo_is_possible_again_once_the_colleague_has_undone_too(filled_store, dossier):
    write(filled_store, dossier, "ann", change("events", event(dossier), note="by ann"))
    write(filled_store, dossier, "bob", change("events", now(filled_store, dossier), note="by bob"))
    with pytest.raises(StaleError):
        undo(workspace(filled_store, dossier, "ann"))
    undo(workspace(filled_store, dossier, "bob"))
    undo(workspace(filled_store, dossier, "ann"))
    assert state(filled_store, dossier) == dossier.version
    redo(workspace(filled_store, dossier, "ann"))
    redo(workspace(filled_store, dossier, "bob"))
    assert now(filled_store, dossier)["note"] == "by bob"


def test_an_undo_that_was_overtaken_is_not_taken_back(filled_store, dossier):
    """The change is undone, done again, undone and done again; to undo the second undo would do it twice."""
    made = write(filled_store, dossier, "ann", change("events", event(dossier), note="by ann"))
    for by, target in (("ann", made), ("bob", 3), ("cleo", 4), ("bob", 5)):
        last = undo(workspace(filled_store, dossier, by), target)
    assert now(filled_store, dossier)["note"] == "by ann"
    with pytest.raises(OnRecordError, match="Revision 5 is undone already, by bob in revision 6"):
        undo(workspace(filled_store, dossier), 5)
    assert undoable(workspace(filled_store, dossier)) == made
    undo(workspace(filled_store, dossier), made)
    assert now(filled_store, dossier) == event(dossier)
    assert redoable(workspace(filled_store, dossier)) == last + 1
    redo(workspace(filled_store, dossier))
    assert now(filled_store, dossier)["note"] == "by ann"


def test_undo_of_what_later_rows_rest_on_is_refused_with_the_faults(filled_store, dossier):
    issue = {**rows(dossier, "issues")[0], "issue_id": "fresh"}
    first = write(filled_store, dossier, "ann", new("issues", issue))
    stance = {**rows(dossier, "stances")[0], "stance_id": "s-fresh", "issue_id": "fresh"}
    write(filled_store, dossier, "bob", new("stances", stance))
    before = state(filled_store, dossier)
    with pytest.raises(OnRecordError, match=r"Not undone: what was saved later rests on it.*bob, revision 3") as told:
        undo(workspace(filled_store, dossier), first)
    assert [f for f in told.value.__cause__.faults if "s-fresh" in f and "'fresh' is not in issues.csv" in f]
    assert state(filled_store, dossier) == before


def test_what_cannot_be_undone_says_so(filled_store, dossier):
    with pytest.raises(MissingError, match="no revision 99"):
        undo(workspace(filled_store, dossier), 99)
    with pytest.raises(OnRecordError, match="The first revision brought the dossier in"):
        undo(workspace(filled_store, dossier), 1)


@pytest.mark.parametrize("n_steps", [10])
def test_whatever_three_coders_do_is_undone_to_the_state_they_began_with(embedded_url, dossier, n_steps):
    """Every sequence begins where the one before came back to."""
    for seed in range(counts.of(6, 1000)):
        if seed % 50 == 0:
            Path(embedded_url.removeprefix("sqlite:///")).unlink(missing_ok=True)
            engine = store.connect(embedded_url)
            store.fill(engine, dossier)
        for _ in range(n_steps):
            _do_something(Random(seed * 1000 + store.newest(engine, dossier.dossier_id)), engine, dossier)
        past = store.revisions(engine, dossier.dossier_id)
        gone = store.undone_by(list(past[["rev_id", "undoes"]].itertuples(index=False, name=None)))
        for rev_id in sorted(past.loc[past["undoes"] == 0, "rev_id"], reverse=True):
            if rev_id not in gone and rev_id > 1:
                undo(workspace(engine, dossier), rev_id)
        assert state(engine, dossier) == dossier.version, seed
        if seed % 50 == 49:
            engine.dispose()
    engine.dispose()


def _do_something(random: Random, engine: store.Store, dossier: Dossier) -> None:
    """One act of one of three coders; what is refused is refused."""
    at = workspace(engine, dossier, random.choice(["ann", "bob", "cleo"]))
    try:
        match random.choice(["edit", "edit", "edit", "undo", "undo one", "redo"]):
            case "undo":
                undo(at)
            case "undo one":
                undo(at, random.randint(2, max(2, store.newest(engine, dossier.dossier_id))))
            case "redo":
                redo(at)
            case _:
                few = replace(dossier, tables={t: f.head(6) for t, f in dossier.tables.items()})
                made = [(c.table, c.key, c) for c in edits.at_random(random, edits.content(few))]
                stand = [
                    standing(engine, dossier.dossier_id, table, [key])[0] for table, key, _ in made if table in BY_NAME
                ]
                fresh = [c for *_, c in made if c.table in BY_NAME]
                save(at, [_seen(c, row) for c, row in zip(fresh, stand, strict=True)], reason="x")
    except OnRecordError:
        pass


def _seen(made: Change, stands: dict[str, str] | None) -> Change:
    """The change as somebody makes it who looks at the row as it stands."""
    if made.base is None or made.mine is None:
        return replace(made, base=stands)
    moved = {f: v for f, v in made.mine.items() if made.base[f] != v}
    return replace(made, base=stands, mine=None if stands is None else {**stands, **moved})


# History.


def test_history_and_differences_say_what_separates_two_loaded_states(filled_store, dossier):
    random, revisions = Random(4), [1]
    while len(revisions) < counts.of(6, 60):
        try:
            found = edits.at_random(random, edits.content(store.load(filled_store, dossier.dossier_id)))
            revisions.append(write(filled_store, dossier, random.choice("abc"), *found))
        except OnRecordError:
            continue
    loaded = {r: _content(store.load(filled_store, dossier.dossier_id, r)) for r in revisions}
    for since, until in [(a, b) for a in revisions[::3] for b in revisions if a <= b]:
        told = store.changes_between(filled_store, dossier.dossier_id, since, until)
        assert _told(told) == _apart(loaded[since], loaded[until])
        assert len(told) == len(_told(told))
    for before, after in pairwise(revisions):
        past = store.history(filled_store, dossier.dossier_id, before, after)
        assert _told(past) == _apart(loaded[before], loaded[after])
        assert set(past["rev_id"]) <= {after}
    whole = store.history(filled_store, dossier.dossier_id)
    assert len(whole[whole["rev_id"] == 1]) == sum(map(len, dossier.tables.values())) + 1
    assert whole["rev_id"].is_monotonic_increasing


def test_what_came_and_went_again_is_no_difference(filled_store, dossier):
    alias = {**rows(dossier, "aliases")[0], "alias": "Another spelling"}
    write(filled_store, dossier, "ann", change("events", event(dossier), note="x"), new("aliases", alias))
    undo(workspace(filled_store, dossier))
    assert len(store.history(filled_store, dossier.dossier_id, after=1)) == 4
    assert store.changes_between(filled_store, dossier.dossier_id, 1, 3).empty


def _content(dossier: Dossier) -> dict[tuple[str, tuple[str, ...]], dict[str, str]]:
    found = {(t.name, edits.key(t.name, row)): row for t in TABLES for row in rows(dossier, t.name)}
    return {**found, ("dossiers", (dossier.dossier_id,)): dict(dossier.meta)}


def _apart(a: dict, b: dict) -> dict:
    return {k: (a.get(k), b.get(k)) for k in {**a, **b} if a.get(k) != b.get(k)}


def _told(table: pd.DataFrame) -> dict:
    return {(row.table, row.key): (row.before, row.now) for row in table.itertuples()}


def test_a_state_is_found_by_the_day_it_stood_on(filled_store, dossier):
    second = write(filled_store, dossier, "ann", change("events", event(dossier), note="x"))
    third = write(filled_store, dossier, "ann", change("events", now(filled_store, dossier), note="y"))
    made_on(
        filled_store,
        {1: "2026-03-01T10:00:00+00:00", second: "2026-03-02T23:59:59+00:00", third: "2026-03-03T00:00:00+00:00"},
    )
    stood = {day: store.revision_on(filled_store, dossier.dossier_id, date(2026, 3, day)) for day in range(1, 5)}
    assert stood == {1: 1, 2: second, 3: third, 4: third}
    assert store.revision_on(filled_store, dossier.dossier_id, date(2026, 2, 28)) == 0
    assert store.revision_on(filled_store, dossier.dossier_id, date.max) == third
    assert store.revision_on(filled_store, "absent", date.max) == 0


# No broken state is stored.


def test_the_check_of_a_part_is_the_check_of_the_whole(filled_store, dossier):
    """A save is refused exactly where the whole dossier would have a fault after it, and with these faults."""
    random, state, verdicts = Random(7), edits.content(dossier), []
    for n in range(counts.of(30, 1000)):
        changes = edits.at_random(random, state)
        expected = state.after(changes).faults()
        try:
            write(filled_store, dossier, "ann", *changes)
            found = []
        except DossierError as error:
            found = list(error.faults)
        circles = {line for line in expected if "leads back to" in line}  # of which it names those it ran through
        assert set(expected) - circles <= set(found) <= set(expected), (n, changes)
        assert bool(found) == bool(expected), (n, changes)
        verdicts.append(bool(found))
        state = state if found else state.after(changes)
    loaded = store.load(filled_store, dossier.dossier_id)
    assert loaded.version == version(state.meta, state.frames())
    assert checks.faults(loaded.meta, loaded.tables) == []
    assert 0.2 < sum(verdicts) / len(verdicts) < 0.8


@pytest.mark.parametrize(("table", "column"), [("reports", "derived_from"), ("actors", "principal_id")])
def test_a_circle_is_found_that_runs_through_rows_nobody_touched(filled_embedded, dossier, table, column):
    key = BY_NAME[table].key[0]
    blank = {column: "", "number": ""} if table == "reports" else {column: ""}
    ids = {key: [f"fresh-{n}" for n in "abc"]}[key]
    write(filled_embedded, dossier, "ann", *(new(table, {**rows(dossier, table)[0], **blank, key: i}) for i in ids))
    loaded = store.load(filled_embedded, dossier.dossier_id)
    a, b, c = (r for r in rows(loaded, table) if r[key] in ids)
    for row, above in ((a, b), (b, c)):
        write(filled_embedded, dossier, "ann", change(table, row, **{column: above[key]}))
    with pytest.raises(DossierError, match="leads back to"):
        write(filled_embedded, dossier, "ann", change(table, c, **{column: a[key]}))


def test_a_report_gets_the_next_number_when_it_comes_in_and_no_other_report_gets_it_later(filled_embedded, dossier):
    blank = {**rows(dossier, "reports")[0], "number": "", "sha256": ""}

    def add(name):
        write(filled_embedded, dossier, "ann", new("reports", {**blank, "report_id": name}))
        return numbers()[name]

    def numbers():
        loaded = store.load(filled_embedded, dossier.dossier_id).tables["reports"]
        return dict(zip(loaded["report_id"], loaded["number"], strict=True))

    assert add("r-a") == "6"
    gone = next(r for r in rows(store.load(filled_embedded, dossier.dossier_id), "reports") if r["report_id"] == "r-a")
    write(filled_embedded, dossier, "ann", end("reports", gone))
    assert add("r-b") == "7"
    assert [numbers()[r["report_id"]] for r in rows(dossier, "reports")] == ["1", "2", "3", "4", "5"]
    with pytest.raises(DossierError, match="is that of"):
        write(filled_embedded, dossier, "ann", new("reports", {**blank, "report_id": "r-c", "number": "7"}))


def test_a_dossier_that_is_not_there_is_not_written_to(engine, dossier):
    with pytest.raises(MissingError, match="no dossier"):
        write(engine, dossier, "ann", new("issues", rows(dossier, "issues")[0]))
    store.fill(engine, dossier)
    with pytest.raises(MissingError):
        write(engine, dossier, "ann", Change("dossiers", (dossier.dossier_id,), dict(dossier.meta), None))
    assert state(engine, dossier) == dossier.version


def test_a_new_dossier_begins_with_its_description(engine, dossier):
    meta = {**dossier.meta, "title": "New"}
    begun = replace(dossier, dossier_id="begun")
    write(engine, begun, "ann", Change("dossiers", ("begun",), None, meta))
    loaded = store.load(engine, "begun")
    assert loaded.meta == meta
    assert all(frame.empty for frame in loaded.tables.values())


# What belongs to coders.


def test_what_belongs_to_coders_is_in_no_dossier(filled_store, dossier, tmp_path):
    canary = "canary of a coder"
    sha256 = store.keep_text(filled_store, dossier.dossier_id, f"text: {canary}", "ann")
    assert store.keep_text(filled_store, dossier.dossier_id, f"text: {canary}", "bob") == sha256
    for content in ("first", canary):
        store.keep_draft(filled_store, dossier.dossier_id, "ann", "add", {"gist": content})
        store.keep_visit(filled_store, dossier.dossier_id, "ann", 1, f"/?view={content}")
    loaded = store.load(filled_store, dossier.dossier_id)
    store.write_folder(loaded, tmp_path / "out")
    assert loaded.version == dossier.version
    assert canary not in "".join(path.read_text("utf-8") for path in (tmp_path / "out").iterdir())
    assert canary not in store.history(filled_store, dossier.dossier_id).to_json()
    assert store.report_texts(filled_store, dossier.dossier_id) == {sha256: f"text: {canary}"}
    assert store.draft(filled_store, dossier.dossier_id, "ann", "add") == {"gist": canary}
    assert store.draft(filled_store, dossier.dossier_id, "bob", "add") == {}
    assert store.last_visit(filled_store, dossier.dossier_id, "ann").view == f"/?view={canary}"
    assert store.last_visit(filled_store, dossier.dossier_id, "bob") is None
    store.drop_draft(filled_store, dossier.dossier_id, "ann", "add")
    assert store.draft(filled_store, dossier.dossier_id, "ann", "add") == {}


def test_the_folder_and_the_file_of_the_database_are_their_owners_alone(embedded_url, dossier):
    path = Path(embedded_url.removeprefix("sqlite:///"))
    engine = store.connect(embedded_url)
    store.fill(engine, dossier)
    found = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (path.parent, *path.parent.iterdir())}
    assert found == {"home": 0o700, "record.db": 0o600, "record.db-wal": 0o600, "record.db-shm": 0o600}
    engine.dispose()
    path.chmod(0o644)
    store.connect(embedded_url).dispose()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_database_in_memory_leaves_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    store.connect("sqlite:///:memory:").dispose()
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_does_not_wait_for_its_disk_is_told_to(postgresql, dossier):
    engine = store.connect(f"{postgresql.fresh()}%20-csynchronous_commit%3Doff")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "off"
    with write_transaction(engine) as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
    engine.dispose()
