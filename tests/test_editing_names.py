"""Names, merges and dates: one revision each, shown before it is saved, whole afterwards, and undone exactly."""

import itertools
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa
import streamlit as st
from streamlit.testing.v1 import AppTest

from onrecord import charts, checks, config, editing, export, measures, store
from onrecord import record as records
from onrecord.editing import Coder, Workspace, names, redating
from onrecord.editing.coding import SaveRequest
from onrecord.editing.redating import Correction
from onrecord.errors import AccessError, MissingError, OnRecordError, StaleError
from onrecord.record import Scope, lanes, search
from onrecord.schema import BY_NAME
from onrecord.schema.change import Change
from onrecord.views import tables
from tests import counts

ROOT = Path(__file__).parents[1]


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
def at(tmp_path, dossier, filled):
    """The desk of a coder over the shipped dossier."""
    path = shutil.copy(filled, tmp_path / "record.db")
    return Workspace(store.connect(f"sqlite:///{path}"), dossier.dossier_id, Coder("Anna", True))


def stored_tables(workspace):
    return store.load(workspace.engine, workspace.dossier_id).tables


def loaded(workspace):
    return records.from_dossier(store.load(workspace.engine, workspace.dossier_id))


def rows(frame, **cells):
    for column, value in cells.items():
        frame = frame[frame[column] == value]
    return frame


def add(workspace, table, **cells):
    row = dict.fromkeys((c.name for c in BY_NAME[table].columns), "") | cells
    key = tuple(row[k] for k in BY_NAME[table].key)
    return editing.save(workspace, [Change(table, key, None, row)], reason="for the test")


def alter(workspace, table, row, **cells):
    key = tuple(row[k] for k in BY_NAME[table].key)
    return editing.save(workspace, [Change(table, key, row, {**row, **cells})], reason="for the test")


def row_of(workspace, table, name):
    frame = stored_tables(workspace)[table]
    return frame[frame[BY_NAME[table].key[0]] == name].iloc[0].to_dict()


def mentions_of_id(frames, name):
    """Every cell of every table that is this id, but for a free text."""
    columns = [
        (t, c.name)
        for t in frames
        for c in BY_NAME[t].columns
        if c.kind == "id" and c.refers_to in ("actors", "issues")
    ]
    found = [(t, c) for t, c in columns if (frames[t][c] == name).any()]
    conflicts = frames["conflicts"]  # an event may have the same id
    about = (conflicts["subject_id"] == name) & conflicts["subject_table"].isin(["actors", "issues"])
    return found + [("conflicts", "subject_id")] * bool(about.any())


# A name


def test_a_renamed_actor_keeps_its_id_and_its_old_name_as_a_spelling(at, record):
    old = record.actor_names()["lavrov"]
    saved = names.rename(at, "actor:lavrov", "Sergei Viktorovich Lavrov")
    now = loaded(at)
    assert now.actor_names()["lavrov"] == "Sergei Viktorovich Lavrov"
    assert len(rows(now.aliases, actor_id="lavrov", alias=old, report_id="")) == 1
    assert search.find(search.index(now), old)["mark"].iloc[0] == "actor:lavrov"
    assert saved.mark == "actor:lavrov" and saved.revision == store.newest(at.engine, at.dossier_id)


def test_the_old_name_is_only_kept_on_request(at, record):
    names.rename(at, "actor:lavrov", "Sergei Viktorovich Lavrov", keeps_old=False)
    assert len(loaded(at).aliases) == len(record.aliases)


def test_a_renamed_issue_says_in_its_note_what_it_was_called(at, record):
    issue, label = next(iter(record.issue_labels().items()))
    names.rename(at, f"issue:{issue}", "Another label")
    row = row_of(at, "issues", issue)
    assert row["label"] == "Another label" and f"Also called “{label}”." in row["note"]


def test_undoing_a_new_name_leaves_the_dossier_as_it_was(at, dossier):
    names.rename(at, "actor:lavrov", "Sergei Viktorovich Lavrov")
    editing.undo(at)
    assert store.load(at.engine, at.dossier_id).version == dossier.version


@pytest.mark.parametrize(
    ("mark", "new", "said"),
    [
        ("actor:lavrov", "  ", "Write the new name"),
        ("actor:nobody", "X", "no actor"),
        ("event:x", "X", "Actors and issues"),
    ],
)
def test_a_name_that_cannot_be_given_is_refused_in_words(at, mark, new, said):
    with pytest.raises(OnRecordError, match=said):
        names.rename(at, mark, new)


def test_a_name_that_another_has_points_to_merging(at, record):
    with pytest.raises(OnRecordError, match="merge"):
        names.rename(at, "actor:lavrov", record.actor_names()["russia"].upper())


def test_who_may_only_read_renames_and_merges_nothing(at):
    reader = replace(at, coder=Coder("Reader", False))
    for act in (
        lambda: names.rename(reader, "actor:lavrov", "X"),
        lambda: names.merge(reader, "actor", "lavrov", "russia"),
        lambda: redating.correct(
            reader, Correction("stance:" + stored_tables(at)["stances"]["stance_id"].iloc[0], "2021")
        ),
    ):
        with pytest.raises(AccessError):
            act()


# A merge


@pytest.mark.parametrize(("kind", "table"), [("actor", "actors"), ("issue", "issues")])
def test_after_a_merge_no_table_names_the_one_that_went_and_no_row_is_lost(at, record, kind, table):
    used = (record.stances["speaker_id"] if kind == "actor" else record.stances["issue_id"]).value_counts()
    gone, into = (str(used.index[n]) for n in (1, 0))
    before = stored_tables(at)
    names.merge(at, kind, gone, into)
    after = stored_tables(at)
    assert mentions_of_id(before, gone) and not mentions_of_id(after, gone)
    assert gone not in set(after[table][BY_NAME[table].key[0]])
    assert len(after["stances"]) == len(before["stances"])
    assert len(after["conflicts"]) == len(before["conflicts"])
    assert checks.faults(store.load(at.engine, at.dossier_id).meta, after) == []


def test_the_preview_of_every_pair_says_exactly_what_the_merge_then_changes(at, record):
    """Each actor with the next one: the rows previewed are the rows the history then holds."""
    pairs = [*itertools.pairwise(counts.some(record.actors["actor_id"], 6)), ("eu", "european-countries")]
    for gone, into in pairs:
        try:
            shown = names.preview_merge(record, "actor", gone, into)
        except OnRecordError:
            continue
        revision = names.merge(at, "actor", gone, into).revision
        past = store.history(at.engine, at.dossier_id, revision - 1, revision)
        done = {(t, " + ".join(k for k in key if k)) for t, key in zip(past["table"], past["key"], strict=True)}
        told = {(t, k) for t, *keys in shown[["table", "key", "becomes"]].to_numpy() for k in keys if k}
        assert done == told
        editing.undo(at)
    assert store.load(at.engine, at.dossier_id).version == record.version


def test_the_name_of_the_one_that_went_finds_the_other(at, record):
    names.merge(at, "actor", "lavrov", "russia")
    found = search.find(search.index(loaded(at)), record.actor_names()["lavrov"])
    assert found["mark"].iloc[0] == "actor:russia"


def test_a_merged_id_is_never_given_again(at):
    names.merge(at, "actor", "lavrov", "russia")
    assert "lavrov" in store.used_ids(at.engine, at.dossier_id, "actors")
    assert editing.coding.unused_id(at, "actors", "Lavrov") == "lavrov-2"


def test_a_spelling_and_a_part_both_have_are_kept_once_and_said_to_collide(at):
    parts = stored_tables(at)["event_actors"]
    part = rows(parts, actor_id="lavrov").iloc[0]
    if rows(parts, event_id=part["event_id"], actor_id="russia", role=part["role"], report_id=part["report_id"]).empty:
        add(at, "event_actors", **{**part.to_dict(), "actor_id": "russia"})
    for actor in ("lavrov", "russia"):
        add(at, "aliases", actor_id=actor, alias="The Russian side", kind="variant")
    shown = names.preview_merge(loaded(at), "actor", "lavrov", "russia")
    collides = shown[shown["collides"].str.contains("already; this one ends")]
    assert {"aliases", "event_actors"} <= set(collides["table"]) and set(collides["what"]) == {"ends"}
    names.merge(at, "actor", "lavrov", "russia")
    now = stored_tables(at)
    assert len(rows(now["aliases"], actor_id="russia", alias="The Russian side")) == 1
    assert now["event_actors"].duplicated(list(BY_NAME["event_actors"].key)).sum() == 0


def test_two_stances_from_one_passage_both_stay_and_are_pointed_at(at):
    said = rows(stored_tables(at)["stances"], actor_id="lavrov").iloc[0].to_dict()
    opposite = str(-int(said["position"])) if said["position"] != "0" else "2"
    add(at, "stances", **{**said, "stance_id": "the-other", "actor_id": "russia", "position": opposite})
    shown = names.preview_merge(loaded(at), "actor", "lavrov", "russia")
    told = shown[shown["collides"].str.contains("the-other")]
    assert list(told["key"]) == [said["stance_id"]] and f"{opposite} there" in told["collides"].iloc[0]
    names.merge(at, "actor", "lavrov", "russia")
    assert {"the-other", said["stance_id"]} <= set(rows(stored_tables(at)["stances"], actor_id="russia")["stance_id"])


def test_who_spoke_for_the_one_that_goes_speaks_for_the_other(at):
    lavrov = row_of(at, "actors", "lavrov")
    assert lavrov["principal_id"] == "russia"
    names.merge(at, "actor", "russia", "israel")
    assert row_of(at, "actors", "lavrov")["principal_id"] == "israel"


def test_merging_a_principal_into_its_speaker_lifts_the_speaker_to_whom_that_one_spoke_for(at):
    names.merge(at, "actor", "russia", "lavrov")
    assert row_of(at, "actors", "lavrov")["principal_id"] == ""
    everybody = stored_tables(at)["actors"]
    assert "russia" not in set(everybody["principal_id"])


def test_a_merge_that_would_make_somebody_speak_for_himself_by_way_of_another_is_refused(at):
    between = stored_tables(at)["actors"].query("principal_id == 'russia'")["actor_id"].tolist()[:2]
    alter(at, "actors", row_of(at, "actors", between[0]), principal_id=between[1])
    with pytest.raises(OnRecordError, match=f"by way of {between[1]}"):
        names.preview_merge(loaded(at), "actor", "russia", between[0])
    with pytest.raises(OnRecordError, match=f"by way of {between[1]}"):
        names.merge(at, "actor", "russia", between[0])


@pytest.mark.parametrize(
    ("kind", "gone", "into", "error"),
    [
        ("actor", "lavrov", "lavrov", OnRecordError),
        ("actor", "lavrov", "nobody", MissingError),
        ("event", "a", "b", OnRecordError),
    ],
)
def test_what_cannot_be_one_is_refused(at, kind, gone, into, error):
    with pytest.raises(error):
        names.merge(at, kind, gone, into)


def test_a_conflict_about_the_one_that_went_is_about_the_other(at):
    conflict = row_of(at, "conflicts", stored_tables(at)["conflicts"]["conflict_id"].iloc[0])
    alter(at, "conflicts", conflict, subject_table="actors", subject_id="lavrov")
    names.merge(at, "actor", "lavrov", "russia")
    now = row_of(at, "conflicts", conflict["conflict_id"])
    assert (now["subject_table"], now["subject_id"]) == ("actors", "russia")


def test_what_a_colleague_added_after_the_preview_is_merged_too(at):
    form = SaveRequest(base_rev=store.newest(at.engine, at.dossier_id))
    colleague = replace(at, coder=Coder("Boris", True))
    add(colleague, "aliases", actor_id="lavrov", alias="S. L.", kind="variant")
    names.merge(at, "actor", "lavrov", "russia", form)
    assert len(rows(stored_tables(at)["aliases"], actor_id="russia", alias="S. L.")) == 1


def test_a_merge_sent_twice_is_done_once(at):
    form = SaveRequest(token="one press")
    first = names.merge(at, "actor", "lavrov", "russia", form)
    with pytest.raises(MissingError):
        names.merge(at, "actor", "lavrov", "russia", form)
    assert store.newest(at.engine, at.dossier_id) == first.revision


def test_a_much_used_actor_of_a_large_dossier_is_merged_and_undone_in_one_revision_each(tmp_path, generated):
    engine = store.connect(f"sqlite:///{tmp_path}/large.db")
    store.fill(engine, generated)
    at = Workspace(engine, generated.dossier_id, Coder("Anna", True))
    used = generated.tables["event_actors"]["actor_id"].value_counts()
    gone, into = used.index[0], used.index[1]
    asked = []
    sa.event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    saved = names.merge(at, "actor", gone, into)
    touched = len(store.history(engine, at.dossier_id, saved.revision - 1, saved.revision))
    assert touched > 50
    assert len(asked) < touched + 120  # statements: not one per row of the dossier
    assert not mentions_of_id(stored_tables(at), gone)
    editing.undo(at)
    assert store.load(engine, at.dossier_id).version == generated.version


# A date


@pytest.fixture
def dated(record):
    """An event that reports date as it is dated itself, with stances of that date from the same passages."""
    frames = {t: getattr(record, t)[[c.name for c in BY_NAME[t].columns]].astype("str") for t in BY_NAME}
    for event in record.events.loc[record.events["is_day"], "event_id"]:
        found = redating.carriers(frames, f"event:{event}")
        if len(found["mentions"]) and len(found["stances"]):
            return event
    raise AssertionError("the shipped dossier has such an event")


def test_a_date_is_corrected_in_the_event_its_mentions_and_the_stances_on_the_same_passages(at, dated):
    old = row_of(at, "events", dated)["date"]
    found = redating.carriers(stored_tables(at), f"event:{dated}")
    redating.correct(at, Correction(f"event:{dated}", "3 July 2021", with_mentions=True))
    now = stored_tables(at)
    assert row_of(at, "events", dated)["date"] == "2021-07-03"
    told = rows(now["event_reports"], event_id=dated)
    assert (told["reported_date"] == "2021-07-03").sum() == len(found["mentions"])
    assert old not in set(told["reported_date"])
    moved = rows(now["stances"], date="2021-07-03")["stance_id"]
    assert set(moved) == set(found["stances"]["stance_id"])


def test_a_date_is_corrected_in_words_that_leave_out_what_its_report_gives(at, record):
    stance = record.stances.iloc[0]
    redating.correct(at, Correction(f"stance:{stance['stance_id']}", "early March"))
    year = record.reports.set_index("report_id")["published"][stance["report_id"]][:4]
    assert row_of(at, "stances", stance["stance_id"])["date"] == f"{year}-03-01/{year}-03-10"


def test_what_reports_say_of_the_date_stays_unless_it_is_asked_for(at, dated):
    before = rows(stored_tables(at)["event_reports"], event_id=dated)["reported_date"].tolist()
    redating.correct(at, Correction(f"event:{dated}", "2021-07-03", with_stances=False))
    now = stored_tables(at)
    assert rows(now["event_reports"], event_id=dated)["reported_date"].tolist() == before
    assert rows(now["stances"], date="2021-07-03").empty


def test_the_preview_of_a_date_is_what_is_then_saved(at, record, dated):
    asked = Correction(f"event:{dated}", "2021-07-03", with_mentions=True)
    shown = redating.preview(record, asked)
    revision = redating.correct(at, asked).revision
    past = store.history(at.engine, at.dossier_id, revision - 1, revision)
    assert shown["table"].value_counts().to_dict() == past["table"].value_counts().to_dict()
    assert shown["table"].iloc[0] == "events" and set(shown["now"]) == {"3 July 2021 (2021-07-03)"}


def test_the_history_keeps_the_old_date_and_who_said_so(at, dated):
    old = row_of(at, "events", dated)["date"]
    revision = redating.correct(at, Correction(f"event:{dated}", "2021-07-03")).revision
    past = store.history(at.engine, at.dossier_id, revision - 1, revision)
    step = past[past["table"] == "events"].iloc[0]
    assert (step["before"]["date"], step["now"]["date"], step["made_by"]) == (old, "2021-07-03", "Anna")
    assert old in step["reason"] and "2021-07-03" in step["reason"]


def test_timeline_windows_matrix_and_exports_all_follow_a_corrected_date(at, record, dated):
    view = records.narrow(record, Scope())
    redating.correct(at, Correction(f"event:{dated}", "2021-09-09", with_mentions=True))
    now = records.narrow(loaded(at), Scope())
    day = pd.Timestamp("2021-09-09")
    marks = lanes.marks(now, by="actor")
    assert (marks.loc[marks["event_id"] == dated, "earliest"] == day).all()
    assert not (lanes.marks(view, by="actor")["earliest"] == day).any()
    moved = set(now.stances.loc[now.stances["earliest"] == day, "stance_id"])
    autumn = {"start": pd.Timestamp("2021-09-01"), "end": pd.Timestamp("2021-10-01")}
    for v, there in ((view, set()), (now, moved)):
        span = measures.windows(v.stances, width=30, step=30, **autumn)
        assert set(measures.in_window(v.stances, span, 0)["stance_id"]) & moved == there
    cell = now.stances[now.stances["stance_id"].isin(moved)].iloc[0]
    held = [tables.issues.holders(v, cell["issue_id"]) for v in (view, now)]
    assert not held[0].equals(held[1])
    assert b"2021-09-09" in export.csv(tables.reports.events(now)) and b"2021-09-09" not in export.csv(
        tables.reports.events(view)
    )
    assert b"2021-09-09" in export.csv(now.stances) and b"2021-09-09" not in export.csv(view.stances)
    window = (pd.Timestamp("2021-01-01"), pd.Timestamp("2021-12-31"))
    drawn = charts.timeline(marks, lanes.moves(now, marks), window=window, known_until=tables.reports.last_day(now))
    assert "2021-09-09" in drawn.plot.to_json()


def test_the_date_of_a_stance_is_corrected_alone_or_with_those_beside_it(at, record):
    said = record.stances
    stance = said["stance_id"].iloc[0]
    beside = redating.carriers(stored_tables(at), f"stance:{stance}")["stances"]
    redating.correct(at, Correction(f"stance:{stance}", "2021-08", with_stances=False))
    assert list(rows(stored_tables(at)["stances"], date="2021-08")["stance_id"]) == [stance]
    editing.undo(at)
    redating.correct(at, Correction(f"stance:{stance}", "2021-08"))
    assert len(rows(stored_tables(at)["stances"], date="2021-08")) == 1 + len(beside)


def test_a_date_corrected_twice_at_once_is_not_overwritten(at, dated):
    form = SaveRequest(base_rev=store.newest(at.engine, at.dossier_id))
    colleague = replace(at, coder=Coder("Boris", True))
    redating.correct(colleague, Correction(f"event:{dated}", "2021-07-03"), form)
    with pytest.raises(StaleError) as stale:
        redating.correct(at, Correction(f"event:{dated}", "2021-07-04"), form)
    clash = next(c for c in stale.value.clashes if c.table == "events")
    assert (clash.mine, clash.theirs, clash.by) == ("2021-07-04", "2021-07-03", "Boris")
    assert row_of(at, "events", dated)["date"] == "2021-07-03"


@pytest.mark.parametrize(
    ("date", "said"), [("", "Write the date"), ("soon", "not read as a date"), ("3/4/2021", "may be two days")]
)
def test_what_is_no_date_is_refused_and_says_what_to_write(at, dated, date, said):
    with pytest.raises(OnRecordError, match=said):
        redating.correct(at, Correction(f"event:{dated}", date))


def test_the_same_date_again_is_no_correction(at, dated):
    with pytest.raises(OnRecordError, match="already"):
        redating.correct(at, Correction(f"event:{dated}", row_of(at, "events", dated)["date"]))


def test_only_what_is_there_has_a_date(at):
    for mark in ("event:none", "actor:russia", ""):
        with pytest.raises(OnRecordError):
            redating.correct(at, Correction(mark, "2021"))


# On the page


@pytest.fixture
def page(at, tmp_path, monkeypatch):
    """The desk page over that store."""
    for name in config.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "home").mkdir()
    at.engine.dispose()
    shutil.copy(at.engine.url.database, tmp_path / "home" / "onrecord.db")
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "home"))
    (tmp_path / "no-folders").mkdir()
    monkeypatch.setenv("ONRECORD_DATA", str(tmp_path / "no-folders"))  # or the whole dossier would be filled in
    monkeypatch.setenv("ONRECORD_CODER", "Dana")
    st.cache_resource.clear()
    held = store.connect(f"sqlite:///{tmp_path}/home/onrecord.db")
    yield opened, replace(at, engine=held, coder=Coder("Dana", True))
    st.cache_resource.clear()


def opened(**query):
    app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=600)
    app.query_params.update({"task": "names", **query})
    return app.switch_page("pages/desk.py").run()


def press(app, label):
    button = next(b for b in app.button if b.label.startswith(label))
    assert not button.disabled
    app = button.click().run()
    assert not app.exception, [e.message for e in app.exception]
    return app


def type_in(app, label, text):
    return next(t for t in app.text_input if t.label == label).set_value(text).run()


def said(app):
    return "\n".join(str(e.proto) for e in app.main if getattr(e, "proto", None) is not None)


def test_an_actor_is_renamed_on_the_page_and_the_save_can_be_taken_back(page):
    open_, at = page
    app = press(type_in(open_(naming="rename", who="lavrov"), "New name", "S. V. Lavrov"), "Save the name")
    assert loaded(at).actor_names()["lavrov"] == "S. V. Lavrov"
    assert (
        "Saved as revision 2" in said(app) and store.revisions(at.engine, at.dossier_id)["made_by"].iloc[-1] == "Dana"
    )
    press(app, "Undo")
    assert loaded(at).actor_names()["lavrov"] == "Sergey Lavrov"


def test_a_name_that_is_refused_stays_in_its_field(page):
    open_, _ = page
    app = press(type_in(open_(naming="rename", who="lavrov"), "New name", "Russia"), "Save the name")
    assert any("merge them" in e.value for e in app.error)
    assert next(t for t in app.text_input if t.label == "New name").value == "Russia"


def test_two_actors_are_merged_on_the_page_after_a_preview_with_counts(page):
    open_, at = page
    app = open_(naming="merge", gone="lavrov", into="russia")
    shown = names.preview_merge(loaded(at), "actor", "lavrov", "russia")
    assert f"Merge\\: {len(shown)} rows change" in [b.label for b in app.button]
    assert len(app.dataframe[0].value) == len(shown)
    app = press(app, "Merge")
    assert "lavrov" not in loaded(at).actor_names() and "Saved as revision 2" in said(app)
    press(app, "Undo")
    assert store.load(at.engine, at.dossier_id).version == store.load(at.engine, at.dossier_id, 1).version


def test_nothing_is_merged_that_was_not_chosen_by_hand(page):
    """No two are proposed; what is selected may be the one that goes, never the one it becomes."""
    open_, at = page
    event = loaded(at).events["event_id"].iloc[0]
    for query in ({}, {"named": "event"}, {"select": "actor:lavrov"}, {"select": f"event:{event}"}):
        app = open_(naming="merge", **query)
        chosen = {box.label: box.value for box in app.selectbox}
        assert chosen["and becomes part of"] == ""
        assert chosen["This one ends"] == query.get("select", "").partition(":")[2]
        assert not app.dataframe and not [b for b in app.button if "row" in b.label]
    assert store.newest(at.engine, at.dossier_id) == 1


def test_two_events_are_merged_on_the_page(page):
    open_, at = page
    gone, into = loaded(at).events["event_id"].tolist()[:2]
    app = press(open_(naming="merge", named="event", gone=gone, into=into), "Merge")
    assert gone not in loaded(at).event_titles() and "Saved as revision 2" in said(app)


def test_no_name_or_date_is_changed_of_what_nobody_chose(page):
    open_, _ = page
    for query in ({"naming": "rename"}, {"naming": "date"}):  # beside the search there is no field
        app = open_(**query)
        assert [t.label for t in app.text_input] == ["Search"] and not app.exception
        assert not [b for b in app.button if b.label.startswith("Save the")]


def test_a_date_is_corrected_from_its_address_in_three_actions(page, dated):
    """Follow the link, type the date, save."""
    open_, at = page
    app = open_(correct=f"event:{dated}")
    app = press(type_in(app, "The right date", "3 July 2021"), "Save the date")
    assert row_of(at, "events", dated)["date"] == "2021-07-03"
    assert "Saved as revision 2" in said(app)


@pytest.mark.parametrize("asked", ["event:none", "stance:", "actor:russia", "<b>", "event:" + "x" * 500])
def test_an_address_that_means_nothing_does_no_harm(page, asked):
    open_, at = page
    app = open_(correct=asked)
    assert not app.exception and store.newest(at.engine, at.dossier_id) == 1


def test_what_is_no_date_is_said_before_anything_can_be_saved(page, dated):
    open_, _ = page
    app = type_in(open_(correct=f"event:{dated}"), "The right date", "3/4/2021")
    assert any("two days" in e.value for e in app.error)
    assert not [b for b in app.button if b.label.startswith("Save the date")]


def test_whoever_looks_at_the_past_changes_no_name(page):
    open_, at = page
    names.rename(at, "actor:lavrov", "Lavrov")
    app = open_(naming="rename", rev="1")
    assert any("not write" in i.value for i in app.info) and not app.exception
    assert not [b for b in app.button if b.label == "Save the name"]
