"""A second coder on one report: begins blind; every seeded difference is found, none invented, and all are settled."""

import functools
import shutil
from dataclasses import replace
from pathlib import Path

import krippendorff
import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from onrecord import checks, config, editing, store
from onrecord.editing import Coder, Workspace, dossiers, double_coding
from onrecord.errors import AccessError, DossierError, MissingError, OnRecordError
from onrecord.schema.change import Change
from tests import edits

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
REPORT = "000_ef46545ff75f1adb"
OTHER = "001_121b8ab7dcd8d7ee"
TITLE = "The conference, read again"
OWN = ("stances", "event_reports", "events", "event_actors")


@pytest.fixture(scope="module")
def coded_twice(tmp_path_factory, excerpt, filled_excerpt):
    """A database that holds the excerpt, and a second reading that codes a report just as the first does."""
    path = shutil.copy(filled_excerpt, tmp_path_factory.mktemp("twice"))
    first = Workspace(store.connect(f"sqlite:///{path}"), excerpt.dossier_id, Coder("Anna", True))
    second = begun(first)
    blank, changes = store.load(first.engine, second.dossier_id), []
    for name in (*OWN, "event_links"):
        had = {edits.key(name, row) for row in edits.rows(blank, name)}
        changes += [c for row in edits.rows(excerpt, name) if (c := added(name, row)).key not in had]
    editing.save(second, changes, reason="read and coded")
    first.engine.dispose()
    return path


@pytest.fixture
def first(request, tmp_path, excerpt):
    """The desk of the first coder, over the excerpt; beside a second coding where a test asks for one."""
    held = request.getfixturevalue("coded_twice" if "second" in request.fixturenames else "filled_excerpt")
    path = shutil.copy(held, tmp_path / "onrecord.db")
    return Workspace(store.connect(f"sqlite:///{path}"), excerpt.dossier_id, Coder("Anna", True))


@pytest.fixture
def second(first):
    """The desk of a second coder who has coded the report just as the first did."""
    return Workspace(first.engine, "moscow-initiative-2021-bruno-unal", Coder("Bruno Ünal", True))


def begun(first, reports=(REPORT,), title=TITLE):
    coder = Coder("Bruno Ünal", True)
    return Workspace(first.engine, double_coding.begin_reading(replace(first, coder=coder), reports, title), coder)


def added(name, row):
    return edits.new(name, row)


def rows(at, name):
    return keyed(at.engine, at.dossier_id, store.newest(at.engine, at.dossier_id))[name]


@functools.lru_cache(maxsize=8)
def keyed(engine, dossier_id, revision):
    """The rows of every table of a dossier at a revision, by key."""
    held = store.load(engine, dossier_id, revision)
    return {name: {edits.key(name, row): row for row in edits.rows(held, name)} for name in held.tables}


def changed(at, name, key, **values):
    row = rows(at, name)[key]
    return Change(name, key, row, {**row, **values})


def ended(at, name, key):
    return Change(name, key, rows(at, name)[key], None)


def compared(first, second, report=REPORT):
    return double_coding.compare(first.engine, first.dossier_id, second.dossier_id, report)


def still_open(first, second):
    return [d for d in compared(first, second) if not d.kept_in]


def coded(at, report=REPORT):
    """What was coded from the report, without the ids that each coder gives."""
    names = {"stance_id"}
    said = [
        {k: v for k, v in r.items() if k not in names} for r in rows(at, "stances").values() if r["report_id"] == report
    ]
    told = [r for r in rows(at, "event_reports").values() if r["report_id"] == report]
    events = [rows(at, "events")[m["event_id"],] for m in told]
    parts = {(r["event_id"], r["actor_id"], r["role"]) for r in rows(at, "event_actors").values()
             if r["report_id"] in ("", report) and r["event_id"] in {m["event_id"] for m in told}}  # fmt: skip
    order = lambda some: sorted(map(str, some))  # noqa: E731
    return order(said), order(told), order(events), sorted(parts)


def lone_event(first):
    """An event that only the report tells of, once, and that no conflict or link is about."""
    mentions, events = rows(first, "event_reports"), [k[0] for k in rows(first, "event_reports")]
    subjects = {r["subject_id"] for r in rows(first, "conflicts").values()}
    linked = {e for key in rows(first, "event_links") for e in key[:2]}
    return next(k for k in mentions if k[1] == REPORT and events.count(k[0]) == 1 and k[0] not in subjects | linked)


def quiet_stances(first):
    """Keys of the stances of the report that no conflict is about."""
    subjects = {r["subject_id"] for r in rows(first, "conflicts").values()}
    return [k for k, r in rows(first, "stances").items() if r["report_id"] == REPORT and k[0] not in subjects]


def seeded(first, second):
    """Differences put into the second coding, one of each sort: what `compare` is to find, as (what, kind, columns)."""
    moved, dropped, other = quiet_stances(first)[:3]
    lone = lone_event(first)
    told = [k for k in rows(first, "event_reports") if k[1] == REPORT and k != lone]
    many = next(k for k in told if len({m[1] for m in rows(first, "event_reports") if m[0] == k[0]}) > 1)
    plain = next(k for k in told if k[0] != many[0])
    position = "-2" if rows(first, "stances")[moved]["position"] != "-2" else "2"
    stance = {**rows(first, "stances")[other], "stance_id": "s-new", "actor_id": "un-envoy", "issue_id": "new-issue"}
    place = {"start": "3400", "end": "3440"}
    envoy = {**rows(first, "actors")["lavrov",], "actor_id": "un-envoy", "name": "The envoy", "principal_id": "un-body"}
    body = {**envoy, "actor_id": "un-body", "name": "The body", "kind": "organization", "principal_id": ""}
    issue = {**next(iter(rows(first, "issues").values())), "issue_id": "new-issue", "label": "New"}
    event = {**rows(first, "events")[lone[0],], "event_id": "new-event", "date": "1999", "event_type": "PROTEST"}
    mention = {**rows(first, "event_reports")[lone], "event_id": "new-event", **place}
    part = {"event_id": "new-event", "actor_id": "un-envoy", "role": "actor", "report_id": ""}
    changes = [
        changed(second, "stances", moved, position=position, gist="In other words."),
        ended(second, "stances", dropped),
        *(added("actors", a) for a in (envoy, body)), added("issues", issue), added("stances", {**stance, **place}),
        added("events", event), added("event_reports", mention), added("event_actors", part),
        ended(second, "event_reports", lone), ended(second, "events", lone[:1]),
        *(ended(second, "event_actors", k) for k in rows(second, "event_actors") if k[0] == lone[0]),
        changed(second, "event_reports", plain, end=str(int(rows(first, "event_reports")[plain]["end"]) + 1)),
        changed(second, "events", many[:1], salience="background", place="Elsewhere"),
        added("event_actors", {**part, "event_id": many[0], "role": "invited", "report_id": REPORT}),
    ]  # fmt: skip
    editing.save(second, changes, reason="second thoughts")
    return {
        ("stances", "differs", moved, moved, ("position",)),
        ("stances", "only left", dropped, (), ()),
        ("stances", "only right", (), ("s-new",), ()),
        ("event_reports", "only left", lone, (), ()),
        ("event_reports", "only right", (), ("new-event", REPORT, "3400"), ()),
        ("event_reports", "differs", plain, plain, ("end",)),
        ("events", "differs", many[:1], many[:1], ("place", "salience", "actors")),
    }


def listed(differences):
    return {(d.what, d.kind, d.left, d.right, d.columns) for d in differences}


# Beginning -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("report", [REPORT, OTHER])
def test_a_second_reading_shows_nothing_that_was_coded_from_the_report(first, report):
    second = begun(first, [report])
    assert second.dossier_id == "moscow-initiative-2021-bruno-unal"
    held, blank = (store.load(first.engine, i) for i in (first.dossier_id, second.dossier_id))
    assert checks.faults(blank.meta, blank.tables) == []
    for name in ("event_actors", "event_reports", "event_links", "stances", "conflict_sides"):
        assert report in set(held.tables[name]["report_id"])
        assert report not in set(blank.tables[name]["report_id"])
        there = held.tables[name].merge(blank.tables[name])
        assert len(there) == len(blank.tables[name])
    only = set(rows(first, "events")) - {k[:1] for k in rows(first, "event_reports") if k[1] != report}
    assert only and not only & set(rows(second, "events"))
    for name in ("reports", "actors", "aliases", "issues"):
        assert rows(first, name) == rows(second, name)
    others = [k for k, r in rows(first, "stances").items() if r["report_id"] != report]
    assert sorted(rows(second, "stances")) == sorted(others)


def test_a_second_reading_leaves_the_first_as_it_was_and_is_signed_by_its_coder(first):
    before = store.newest(first.engine, first.dossier_id)
    second = begun(first)
    assert store.newest(first.engine, first.dossier_id) == before
    [made] = store.revisions(first.engine, second.dossier_id).to_dict("records")
    assert made["made_by"] == "Bruno Ünal" and REPORT in made["reason"] and first.dossier_id in made["reason"]
    assert store.dossiers(first.engine)[second.dossier_id] == TITLE


def test_the_texts_kept_for_the_reports_go_along(first):
    sha = store.keep_text(first.engine, first.dossier_id, "A text.", "Anna")
    assert store.report_texts(first.engine, begun(first).dossier_id) == {sha: "A text."}


def test_a_second_reading_is_refused_with_a_reason(first):
    for reports, title, error in (
        ([], "A title", OnRecordError), (["nothing"], "A title", MissingError), ([REPORT], " ", OnRecordError),
        ([REPORT], store.load(first.engine, first.dossier_id).meta["title"], OnRecordError),
    ):  # fmt: skip
        with pytest.raises(error):
            begun(first, reports, title)
    with pytest.raises(AccessError):
        double_coding.begin_reading(replace(first, coder=Coder("Anna", False)), [REPORT], "A title")
    assert list(store.dossiers(first.engine)) == [first.dossier_id]


def test_a_coder_may_begin_several_readings(first):
    assert begun(first).dossier_id + "-2" == begun(first, title="Once more").dossier_id


def test_a_report_that_was_only_taken_along_is_not_taken_for_a_second_coding(first):
    held = store.load(first.engine, first.dossier_id)
    second, other = begun(first), begun(first, [OTHER], "Another")
    own, there = (store.load(first.engine, at.dossier_id) for at in (second, other))
    assert double_coding.reading_origin(first.engine, second.dossier_id) == (first.dossier_id, {REPORT})
    assert double_coding.reading_origin(first.engine, first.dossier_id) == ("", set())
    assert (
        list(double_coding.comparable(first.engine, held, own))
        == [REPORT]
        == list(double_coding.comparable(first.engine, own, held))
    )
    assert set(double_coding.comparable(first.engine, own, there)) == {REPORT, OTHER}
    nested = replace(second, coder=Coder("Carla", True))
    third = store.load(first.engine, double_coding.begin_reading(nested, [OTHER], "Third"))
    assert list(double_coding.comparable(first.engine, own, third)) == [OTHER]
    assert set(double_coding.comparable(first.engine, held, third)) == {REPORT, OTHER}


# Comparing -------------------------------------------------------------------------------------------------------


def test_two_equal_codings_have_no_difference(first, second):
    assert coded(first) == coded(second)
    assert compared(first, second) == []


def test_before_anything_is_coded_everything_is_only_mine(first):
    second = begun(first)
    found = compared(first, second)
    assert {d.kind for d in found} == {"only left"}
    assert len(found) == len([r for n in OWN[:2] for r in rows(first, n).values() if r["report_id"] == REPORT])
    assert double_coding.agreement(first.engine, first.dossier_id, second.dossier_id, REPORT)["alpha"].isna().all()


def test_every_seeded_difference_is_found_and_none_is_invented(first, second):
    wanted = seeded(first, second)
    found = compared(first, second)
    assert listed(found) == wanted and len(found) == len(wanted)
    swap = {"only left": "only right", "only right": "only left", "differs": "differs"}
    mirrored = compared(second, first)
    assert {(d.what, swap[d.kind], d.right, d.left, d.columns) for d in mirrored} == wanted


def test_a_report_is_recognised_by_its_text_under_any_id(first, excerpt):
    renamed = {name: t.replace(REPORT, "another-id") for name, t in excerpt.tables.items()}
    store.save(first.engine, replace(excerpt, dossier_id="other", tables=renamed), made_by="Bruno", reason="his own")
    other = replace(first, dossier_id="other")
    left, right = (store.load(first.engine, i) for i in (first.dossier_id, "other"))
    assert double_coding.common_reports(left, right)[REPORT] == "another-id"
    assert compared(first, other) == []
    key = quiet_stances(first)[0]
    editing.save(other, [changed(other, "stances", key, position="0")], reason="changed")
    [found] = compared(first, other)
    double_coding.adjudicate(first, found, take="theirs")
    assert rows(first, "stances")[key]["position"] == "0" and rows(first, "stances")[key]["report_id"] == REPORT


def test_a_report_that_only_one_of_the_two_holds_cannot_be_compared(first, second):
    with pytest.raises(MissingError):
        compared(first, second, "nothing")
    with pytest.raises(MissingError):
        double_coding.compare(first.engine, first.dossier_id, "nothing", REPORT)


def test_alpha_is_that_of_another_program_on_the_rows_that_both_coded(first, second):
    seeded(first, second)
    mine, theirs = rows(first, "stances"), rows(second, "stances")
    both = [k for k in mine if k in theirs and mine[k]["report_id"] == REPORT]
    found = double_coding.agreement(first.engine, first.dossier_id, second.dossier_id, REPORT).set_index("variable")
    assert found.loc["position", "n_pairs"] == len(both) > 5
    for name, level in (("actor_id", "nominal"), ("issue_id", "nominal"), ("kind", "nominal"), ("position", "ordinal")):
        values = np.array([[row[k][name] for k in both] for row in (mine, theirs)])
        numbers = values.astype(int) if name == "position" else np.unique(values, return_inverse=True)[1].reshape(2, -1)
        assert found.loc[name, "alpha"] == pytest.approx(krippendorff.alpha(numbers, level_of_measurement=level))
    assert found.loc["position", "alpha"] < 1 == found.loc["kind", "alpha"]
    alone = len(both) + 1, len(both) + 1
    assert tuple(found.loc["position", ["n_left", "n_right"]]) == alone
    assert found.loc["position", "matched"] == pytest.approx(2 * len(both) / sum(alone))


# Settling --------------------------------------------------------------------------------------------------------


def test_taking_theirs_for_every_difference_makes_the_two_codings_equal(first, second):
    n = len(seeded(first, second))
    before = store.newest(first.engine, first.dossier_id)
    while found := still_open(first, second):
        double_coding.adjudicate(first, found[0], take="theirs")
    assert coded(first) == coded(second)
    assert {("un-envoy",), ("un-body",)} < set(rows(first, "actors")) and ("new-issue",) in rows(first, "issues")
    past = store.revisions(first.engine, first.dossier_id)
    made = past[past["rev_id"] > before]
    assert len(made) == n and set(made["made_by"]) == {"Anna"}
    assert made["reason"].str.contains("Bruno Ünal").all() and made["reason"].str.contains(second.dossier_id).all()
    whole = store.load(first.engine, first.dossier_id)
    assert checks.faults(whole.meta, whole.tables) == []
    alpha = double_coding.agreement(first.engine, first.dossier_id, second.dossier_id, REPORT)
    assert alpha["alpha"].tolist() == [1.0] * 6 and alpha["matched"].tolist() == [1.0] * 6


def test_what_other_reports_say_of_an_event_stays_when_theirs_is_taken(first, second):
    """An actor on whom all reports agreed is left to the others when this report does not name it any more."""
    agreed = [k for k in rows(first, "event_actors") if k[3] == ""]
    tellers = {e: {k[1] for k in rows(first, "event_reports") if k[0] == e} for e in {k[0] for k in agreed}}
    part = next(k for k in agreed if REPORT in tellers[k[0]] and len(tellers[k[0]]) > 1)
    editing.save(second, [ended(second, "event_actors", part)], reason="not named here")
    [found] = compared(first, second)
    assert found.columns == ("actors",)
    double_coding.adjudicate(first, found, take="theirs")
    assert part not in rows(first, "event_actors")
    named = {k[3] for k in rows(first, "event_actors") if k[:3] == part[:3]}
    assert named == tellers[part[0]] - {REPORT}
    assert compared(first, second) == []


def test_keeping_mine_changes_only_a_note_is_signed_and_is_remembered(first, second):
    wanted = seeded(first, second)
    before = [{k: v for k, v in r.items() if k != "note"} for n in (*OWN, "reports") for r in rows(first, n).values()]
    for found in still_open(first, second):
        revision = double_coding.adjudicate(first, found, take="mine")
        made = store.revisions(first.engine, first.dossier_id).set_index("rev_id").loc[revision]
        assert made["made_by"] == "Anna" and "kept mine" in made["reason"] and "Bruno Ünal" in made["reason"]
    assert still_open(first, second) == [] and listed(compared(first, second)) == wanted
    after = [{k: v for k, v in r.items() if k != "note"} for n in (*OWN, "reports") for r in rows(first, n).values()]
    assert before == after
    moved = next(d for d in compared(first, second) if d.columns == ("position",))
    assert "Bruno Ünal, who has position" in rows(first, "stances")[moved.left]["note"]
    assert "Left out after comparing with Bruno Ünal: stance s-new" in rows(first, "reports")[REPORT,]["note"]


def test_a_difference_that_was_kept_is_open_again_when_either_row_changes_or_it_is_undone(first, second):
    key = quiet_stances(first)[0]
    editing.save(second, [changed(second, "stances", key, position="0", kind="inferred")], reason="other")
    double_coding.adjudicate(first, still_open(first, second)[0], take="mine")
    other = quiet_stances(first)[1]
    editing.save(second, [changed(second, "stances", other, gist="Another row.")], reason="other row")
    assert still_open(first, second) == []
    editing.save(second, [changed(second, "stances", key, date="2020")], reason="their row")
    [found] = still_open(first, second)
    revision = double_coding.adjudicate(first, found, take="mine")
    assert still_open(first, second) == []
    editing.undo(first, revision)
    assert still_open(first, second) == [found]
    double_coding.adjudicate(first, replace(found), take="mine")
    editing.save(first, [changed(first, "stances", key, position="-2")], reason="my row")
    assert len(still_open(first, second)) == 1


def test_one_column_of_theirs_can_be_taken_alone(first, second):
    key = quiet_stances(first)[0]
    position = "-2" if rows(first, "stances")[key]["position"] != "-2" else "2"
    editing.save(
        second, [changed(second, "stances", key, position=position, date="2020", gist="Theirs.")], reason="other"
    )
    mine = rows(first, "stances")[key]
    [found] = compared(first, second)
    assert found.columns == ("date", "position")
    double_coding.adjudicate(first, found, take="theirs", columns=["position"])
    assert rows(first, "stances")[key] == {**mine, "position": position}
    assert [d.columns for d in compared(first, second)] == [("date",)]


def test_a_difference_that_has_changed_since_it_was_shown_is_not_settled(first, second):
    key = quiet_stances(first)[0]
    editing.save(second, [changed(second, "stances", key, date="2020")], reason="other")
    [found] = compared(first, second)
    editing.save(second, [changed(second, "stances", key, date="2019")], reason="other again")
    before = store.newest(first.engine, first.dossier_id)
    for take in ("theirs", "mine"):
        with pytest.raises(OnRecordError, match="changed since you looked"):
            double_coding.adjudicate(first, found, take=take)
    assert store.newest(first.engine, first.dossier_id) == before


def test_a_stance_that_a_conflict_is_about_is_not_dropped_from_under_it(first, second):
    subjects = {r["subject_id"] for r in rows(first, "conflicts").values()}
    key = next((k for k, r in rows(first, "stances").items() if k[0] in subjects and r["report_id"] == REPORT), None)
    if key is None:
        key = quiet_stances(first)[0]
        conflict = next(iter(rows(first, "conflicts")))
        about = changed(first, "conflicts", conflict, subject_table="stances", subject_id=key[0])
        editing.save(first, [about], reason="it is about this")
    editing.save(second, [ended(second, "stances", key)], reason="not there")
    [found] = compared(first, second)
    with pytest.raises(DossierError, match="conflicts"):
        double_coding.adjudicate(first, found, take="theirs")
    assert key in rows(first, "stances")


def test_a_reader_settles_nothing(first, second):
    seeded(first, second)
    for found in compared(first, second):
        with pytest.raises(AccessError):
            double_coding.adjudicate(replace(first, coder=Coder("Anna", False)), found, take="theirs")


def test_an_undo_takes_back_what_was_taken(first, second):
    seeded(first, second)
    before = coded(first)
    found = next(d for d in compared(first, second) if d.kind == "only right" and d.what == "event_reports")
    editing.undo(first, double_coding.adjudicate(first, found, take="theirs"))
    assert coded(first) == before and ("un-envoy",) not in rows(first, "actors")


def test_a_rename_of_either_dossier_loses_no_decision_and_compares_no_coding_with_itself(first, second):
    seeded(first, second)
    kept = next(d for d in compared(first, second) if d.kind == "differs" and d.what == "stances")
    double_coding.adjudicate(first, kept, take="mine")
    n_open = len(still_open(first, second))
    dossiers.describe(first, {"title": "The initiative, once more"})
    dossiers.describe(second, {"title": "Read by Bruno"})
    assert len(still_open(first, second)) == n_open < len(compared(first, second))
    assert {d.other_id for d in compared(first, second)} == {"read-by-bruno"}
    assert double_coding.reading_origin(first.engine, second.dossier_id) == ("the-initiative-once-more", {REPORT})
    sides = [store.load(first.engine, at.dossier_id) for at in (first, second)]
    assert double_coding.comparable(first.engine, *sides) == {REPORT: REPORT}
    left = still_open(first, second)[0]
    assert double_coding.adjudicate(first, left, take="theirs") and len(still_open(first, second)) < n_open
    assert begun(first, title="A third").dossier_id == "moscow-initiative-2021-bruno-unal-2"


# On the screen ---------------------------------------------------------------------------------------------------


@pytest.fixture
def page(first, monkeypatch, tmp_path):
    """The desk as a coder gets it who opens the task, in a dossier."""
    for name in config.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path))
    (tmp_path / "no-folders").mkdir()
    monkeypatch.setenv("ONRECORD_DATA", str(tmp_path / "no-folders"))  # or the whole dossier would be filled in
    monkeypatch.setenv("ONRECORD_CODER", "Anna")
    st.cache_resource.clear()

    def page(at=first, **query):
        test = AppTest.from_file(ROOT / "dashboard.py", default_timeout=600)
        test.query_params.update({"task": "second", "dossier": at.dossier_id, **query})
        test.switch_page("pages/desk.py").run()
        assert not test.exception, [e.message for e in test.exception]
        return test

    yield page
    st.cache_resource.clear()


def said(test):
    """Everything in the middle of the page, as one text."""
    return "\n".join(str(e.proto) for e in test.main if getattr(e, "proto", None) is not None)


def pressed(test, text):
    """The buttons whose label begins with `text`."""
    return [b for b in test.main.button if b.label.startswith(text)]


def test_without_a_second_coding_the_task_says_what_to_do_and_begins_one(first, page):
    test = page()
    assert "Begin a second reading below" in test.info[0].value
    test.multiselect(key="w-reading-reports").select(REPORT)
    next(b for b in test.main.button if b.label == "Begin the second reading").click().run()
    assert not test.exception
    assert list(store.dossiers(first.engine)) == [first.dossier_id, "moscow-initiative-2021-anna"]
    assert test.query_params["dossier"] == "moscow-initiative-2021-anna" and test.query_params["task"] == "code"


def test_a_title_that_is_taken_is_refused_and_what_was_chosen_stays(first, page):
    test = page()
    test.multiselect(key="w-reading-reports").select(REPORT)
    test.text_input(key="w-reading-title").input(store.load(first.engine, first.dossier_id).meta["title"])
    next(b for b in test.main.button if b.label == "Begin the second reading").click().run()
    assert "title already" in test.error[0].value
    assert test.multiselect(key="w-reading-reports").value == [REPORT]
    assert list(store.dossiers(first.engine)) == [first.dossier_id]


def test_differences_stand_side_by_side_and_each_is_settled_by_one_button(first, second, page):
    n = len(seeded(first, second))
    test = page()
    assert f"<b>{n}</b><span>open</span>" in said(test)
    key = quiet_stances(first)[0]
    for at in (first, second):
        assert rows(at, "stances")[key]["gist"] in said(test)
    alpha = double_coding.agreement(first.engine, first.dossier_id, second.dossier_id, REPORT)["alpha"]
    assert test.dataframe[0].value["Krippendorff's α"].tolist() == pytest.approx(alpha.tolist())
    pressed(test, "Take theirs")[0].click().run()
    assert not test.exception and f"<b>{n - 1}</b><span>open</span>" in said(test)
    assert rows(first, "stances")[key]["position"] == rows(second, "stances")[key]["position"]
    pressed(test, "Keep mine")[0].click().run()
    assert f"<b>{n - 2}</b><span>open</span>" in said(test) and "<b>1</b><span>settled: mine kept</span>" in said(test)
    assert (
        store.newest(first.engine, first.dossier_id) == store.revisions(first.engine, first.dossier_id)["rev_id"].max()
    )
    pressed(test, "Undo")[0].click().run()
    assert f"<b>{n - 1}</b><span>open</span>" in said(test)


def test_whoever_reads_anew_sees_nothing_of_the_first_coding_before_it_is_done(first, second, page):
    gist = rows(first, "stances")[quiet_stances(first)[0]]["gist"]
    blind = begun(first, title="Blind")
    test = page(blind, other=first.dossier_id)
    assert "Nothing is coded from this report in this dossier yet" in test.info[0].value
    assert gist not in said(test) and not pressed(test, "Take theirs")
    seeded(first, second)
    test = page(second, other=first.dossier_id)
    assert gist not in said(test) and not pressed(test, "Take theirs")
    test.toggle[0].set_value(True).run()
    assert gist in said(test) and pressed(test, "Take theirs")


def test_the_past_can_be_compared_and_not_changed(first, second, page):
    seeded(first, second)
    test = page(rev=str(store.newest(first.engine, first.dossier_id)))
    assert "<span>open</span>" in said(test) and not pressed(test, "Take theirs") and not pressed(test, "Keep mine")
