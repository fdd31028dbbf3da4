"""The id of a dossier follows its title; whoever asks for an id it had before is led to the same dossier."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord import __main__ as command
from onrecord import config, editing, store
from onrecord.editing import Coder, Workspace, dossiers, drafts, reading
from onrecord.editing.bundles import unpack
from onrecord.errors import OnRecordError, StaleError
from onrecord.schema.change import Change
from tests import edits
from tests.apps import opened

RIVER = Path(__file__).parent / "dossiers" / "river"
OLD, NEW = "river", "the-lake-talks"


@pytest.fixture
def at(engine):
    """The river dossier, as it came from its folder, and who works on it."""
    store.fill(engine, store.read_folder(RIVER))
    return Workspace(engine, OLD, Coder("Dana", True))


def title(at):
    return store.load(at.engine, at.dossier_id).meta["title"]


def described(at, new):
    """Give a dossier another title; the id it goes by then."""
    dossiers.describe(at, {"title": new})
    return store.current_id(at.engine, at.dossier_id)


def noted(at, dossier_id, note):
    """A note on the first actor, saved under an id of the dossier; the revision."""
    row = edits.rows(store.load(at.engine, dossier_id), "actors")[0]
    return editing.save(replace(at, dossier_id=dossier_id), [edits.change("actors", row, note=note)], reason="a note")


def test_a_new_title_gives_a_new_id_and_both_are_the_one_dossier(at):
    before = store.load(at.engine, OLD)
    assert described(at, "The Lake talks") == NEW
    assert store.dossiers(at.engine) == {NEW: "The Lake talks"}
    for asked in (OLD, NEW):
        now = store.load(at.engine, asked)
        assert (now.dossier_id, now.revision, now.meta["title"]) == (NEW, 2, "The Lake talks")
        assert store.load(at.engine, asked, 1).version == before.version
        assert store.newest(at.engine, asked) == 2 and len(store.revisions(at.engine, asked)) == 2
        assert store.history(at.engine, asked, 1)["key"].tolist() == [(NEW,)]
        assert "belmor" in store.used_ids(at.engine, asked, "actors")
        assert store.load_export(at.engine, asked).exported_at.began == before.version
    assert store.all_ids(at.engine, NEW) == {OLD, NEW}
    assert store.current_id(at.engine, "nowhere") == "nowhere"


def test_who_still_works_under_the_old_id_saves_into_the_same_dossier(at):
    seen = store.load(at.engine, OLD)
    described(at, "The Lake talks")
    assert noted(at, OLD, "under the old id") == 3 and noted(at, NEW, "under the new one") == 4
    later = {**seen.meta, "about": "Seen before the rename."}
    assert editing.save(at, [Change("dossiers", (OLD,), dict(seen.meta), later)], reason="described") == 5
    now = store.load(at.engine, NEW)
    assert (now.meta["title"], now.meta["about"]) == ("The Lake talks", "Seen before the rename.")
    with pytest.raises(StaleError) as stale:
        dossiers.describe(at, {"title": "Mine"}, editing.coding.SaveRequest(base_rev=1))
    assert {clash.field for clash in stale.value.clashes} >= {"title"}
    assert editing.undo(at) == 6 and store.load(at.engine, NEW).meta["about"] == seen.meta["about"]


def test_texts_drafts_and_visits_are_found_under_every_id(at):
    drafts.keep_draft(at, "code:r1", {"is.title": "half an event"})
    store.keep_visit(at.engine, OLD, "Dana", 1, "timeline")
    kept = store.keep_text(at.engine, OLD, "Words.", "Dana")
    described(at, "The Lake talks")
    new = replace(at, dossier_id=NEW)
    assert drafts.read_draft(new, "code:r1") == {"is.title": "half an event"}
    assert store.last_visit(at.engine, NEW, "Dana").view == "timeline"
    assert store.report_texts(at.engine, NEW)[kept] == "Words."
    drafts.keep_draft(new, "code:r1", {"is.title": "a whole one"})
    store.keep_visit(at.engine, NEW, "Dana", 2, "blocs")
    assert drafts.read_draft(at, "code:r1") == {"is.title": "a whole one"}
    assert store.last_visit(at.engine, OLD, "Dana").view == "blocs"
    drafts.drop_draft(at, "code:r1")
    assert drafts.read_draft(new, "code:r1") == {}


def test_undo_redo_and_an_old_title_give_back_the_id_that_belonged_to_the_title(at):
    first = title(at)
    assert described(at, "The Lake talks") == NEW
    editing.undo(at)
    assert (store.current_id(at.engine, NEW), title(at)) == (OLD, first)
    editing.redo(at)
    assert store.current_id(at.engine, OLD) == NEW
    assert described(at, "The sea talks") == "the-sea-talks"
    assert {store.current_id(at.engine, name) for name in (OLD, NEW, "the-sea-talks")} == {"the-sea-talks"}
    assert described(at, first) == OLD
    assert described(at, "The Lake talks") == NEW
    assert list(store.dossiers(at.engine)) == [NEW]


def test_an_id_that_a_dossier_had_is_given_to_no_other(at):
    described(at, "The Lake talks")
    described(at, "The sea talks")
    assert [dossiers.begin(at, {"title": name}).dossier_id for name in ("River", "The lake talks")] == [
        "river-2",
        "the-lake-talks-2",
    ]
    with pytest.raises(OnRecordError, match="here already"):
        dossiers.bring_in(at, dossiers.BundledDossier(store.read_folder(RIVER), {}))
    other = replace(at, dossier_id="river-2")
    assert described(other, "The sea talks!") == "the-sea-talks-2"
    assert described(other, "The sea talks?") == "the-sea-talks-2"
    assert {store.load(at.engine, name).dossier_id for name in (OLD, NEW)} == {"the-sea-talks"}


def test_a_title_that_differs_in_no_letter_keeps_the_id_and_no_other_field_changes_it(at):
    described(at, "The Lake talks")
    assert described(at, "The LAKE talks!") == NEW
    dossiers.describe(at, {"about": "The river talks"})
    assert store.current_id(at.engine, OLD) == NEW


def test_dossiers_stand_in_an_order_that_no_rename_changes(at):
    dossiers.begin(at, {"title": "Sea"})
    assert described(at, "Zero talks") == "zero-talks"
    assert list(store.dossiers(at.engine)) == ["zero-talks", "sea"]


def test_a_folder_whose_dossier_was_renamed_is_not_loaded_a_second_time(at, tmp_path):
    shutil.copytree(RIVER, tmp_path / "data" / OLD)
    described(at, "The Lake talks")
    assert not reading.load_folders(at.engine, tmp_path / "data").refused
    assert store.dossiers(at.engine) == {NEW: "The Lake talks"} and store.newest(at.engine, NEW) == 2


def test_a_bundle_goes_out_under_the_present_id_whichever_is_asked_for(at):
    described(at, "The Lake talks")
    packed = dossiers.hand_over(at)
    assert packed == dossiers.hand_over(replace(at, dossier_id=NEW))
    assert unpack(packed).dossier.dossier_id == NEW


# On the command line


@pytest.fixture
def home(tmp_path, monkeypatch):
    for name in config.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ONRECORD_CODER", "Dana")
    return tmp_path


def run(capsys, *argv):
    capsys.readouterr()
    code = command.main([str(a) for a in argv])
    return code, capsys.readouterr().out.splitlines()


def test_what_went_out_under_the_old_id_updates_the_dossier_when_it_comes_back(home, capsys):
    held = store.connect(config.settings().database_url)
    store.fill(held, store.read_folder(RIVER))
    at = Workspace(held, OLD, Coder("Dana", True))
    run(capsys, "export", OLD, home / OLD)
    run(capsys, "bundle", OLD, home / "river.zip")
    described(at, "The Lake talks")
    actors = home / OLD / "actors.csv"
    actors.write_text(actors.read_text("utf-8").replace("Belmor", "Belmore"), "utf-8")
    code, lines = run(capsys, "load", "--yes", home / OLD)
    assert (code, lines[0], lines[-1]) == (
        0,
        "river: is called the-lake-talks here",
        "the-lake-talks: saved as revision 3; it can be undone on the page Changes",
    )
    assert store.dossiers(held) == {NEW: "The Lake talks"}
    assert "Belmore" in set(store.load(held, NEW).tables["actors"]["name"])
    code, lines = run(capsys, "load", home / "river.zip")
    assert (code, lines[-1]) == (0, "the-lake-talks: at revision 3; what this holds is here already")
    code, lines = run(capsys, "load", RIVER)
    assert (code, len(store.dossiers(held))) == (0, 1)
    for asked in (OLD, NEW):
        assert run(capsys, "export", asked, home / "out" / NEW) == (0, [f"{NEW}: written to {home / 'out' / NEW}"])
        assert run(capsys, "bundle", asked, home / "out.zip") == (0, [f"{NEW}: written to {home / 'out.zip'}"])
    assert store.read_folder(home / "out" / NEW).meta["title"] == "The Lake talks"


# On the page


def test_an_address_with_the_old_id_opens_the_dossier_and_says_the_new_one(enter, tmp_path):
    shutil.copytree(RIVER, tmp_path / "data" / OLD)
    enter(ONRECORD_DATA=tmp_path / "data", ONRECORD_HOME=tmp_path, ONRECORD_CODER="Dana")
    app = opened("desk", dossier=OLD, task="dossiers")
    next(f for f in app.text_input if f.label == "Title").set_value("The Lake talks")
    app = next(b for b in app.button if b.label == "Save the description").click().run()
    assert not app.exception and app.query_params["dossier"] in (NEW, [NEW])
    assert any("Saved as revision 2" in str(e.proto) for e in app.main if e.type == "html")
    app = next(b for b in app.button if b.label == "Undo").click().run()
    assert not app.exception and app.query_params["dossier"] in (OLD, [OLD])
    app = next(b for b in app.button if b.label == "Redo").click().run()
    assert not app.exception and app.query_params["dossier"] in (NEW, [NEW])
    app = opened("changes", dossier=OLD, rev="1")
    assert not app.exception and not app.error and app.query_params["dossier"] in (NEW, [NEW])
    assert any("stood at revision 1" in str(e.proto) for e in app.main if e.type == "html")
