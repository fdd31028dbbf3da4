"""What screens read from the store and what they leave there for one coder: one door, on both databases."""

import hashlib
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from onrecord import store
from onrecord.editing import Coder, Workspace, drafts, reading, undo, visits
from onrecord.editing.texts import delete_text
from onrecord.errors import MissingError
from onrecord.schema.change import Change, Signed
from tests.apps import DATA, DOSSIER

PRACTICE = "practice-river-talks"


def test_folders_fill_the_store_and_a_broken_one_is_refused_with_its_faults(engine, tmp_path):
    shutil.copytree(DATA / DOSSIER, tmp_path / "data" / DOSSIER)
    broken = shutil.copytree(DATA / DOSSIER, tmp_path / "data" / "broken")
    (broken / "events.csv").write_text("no_such_column\nx\n", encoding="utf-8")
    refused = reading.load_folders(engine, tmp_path / "data").refused
    assert list(refused) == ["broken"] and refused["broken"].faults
    assert list(reading.dossiers(engine)) == [DOSSIER]


def test_texts_beside_the_tables_come_with_the_folder_and_one_that_was_deleted_stays_away(engine, tmp_path):
    shutil.copytree(DATA / PRACTICE, tmp_path / "data" / PRACTICE)
    assert not reading.load_folders(engine, tmp_path / "data").refused
    reports = reading.dossier(engine, PRACTICE).tables["reports"]
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (DATA / PRACTICE / "texts").iterdir()}
    assert reading.stored_texts(engine, PRACTICE, reports) == texts
    gone = reports["report_id"].iloc[0]
    delete_text(Workspace(engine, PRACTICE, Coder("ann", True)), gone, gone)
    reading.load_folders(engine, tmp_path / "data")
    del texts[gone]
    assert reading.stored_texts(engine, PRACTICE, reports) == texts


def test_a_folder_of_tables_without_a_description_is_passed_over_with_a_warning(engine, tmp_path, caplog):
    folder = shutil.copytree(DATA / DOSSIER, tmp_path / "data" / "undescribed")
    (folder / "dossier.toml").unlink()
    (tmp_path / "data" / "pictures").mkdir()
    (line,) = reading.load_folders(engine, tmp_path / "data").passed_over
    assert line.startswith("undescribed: warning: holds tables and no dossier.toml, so it is not read; ")
    assert [r.getMessage() for r in caplog.records] == [line]


def test_a_dossier_is_read_as_it_stands_and_as_it_stood(engine, dossier):
    first = store.fill(engine, dossier)
    row = dossier.tables["events"].to_dict("records")[0]
    changed = Change("events", (row["event_id"],), row, {**row, "title": "Another title"})
    second = store.write(engine, dossier.dossier_id, [changed], Signed("ann", "read again"))
    assert reading.newest_revision(engine, dossier.dossier_id) == second
    titles = [reading.record(engine, dossier.dossier_id, at).event_titles()[row["event_id"]] for at in (None, first)]
    assert titles == ["Another title", row["title"]]
    assert reading.revision_on(engine, dossier.dossier_id, datetime.now(UTC).date()) == second
    assert reading.revision_on(engine, dossier.dossier_id, date(2000, 1, 1)) == 0
    assert reading.newest_revision(engine, "nothing") == 0
    with pytest.raises(MissingError):
        reading.record(engine, "nothing")
    for table in (reading.changes_between, reading.history):
        assert table(engine, dossier.dossier_id, first, second)["key"].tolist() == [(row["event_id"],)]
    undo(Workspace(engine, dossier.dossier_id, Coder("ann", True)))
    assert reading.revisions(engine, dossier.dossier_id)["undone_by"].tolist() == [0, second + 1, 0]
    assert reading.revisions(engine, dossier.dossier_id, second)["undone_by"].tolist() == [0, 0]


def test_a_stored_text_is_found_under_the_report_that_has_its_hash(engine, dossier):
    text = "A text."
    reports = dossier.tables["reports"].copy()
    reports.loc[reports.index[0], "sha256"] = hashlib.sha256(text.encode()).hexdigest()
    store.keep_text(engine, dossier.dossier_id, text, "ann")
    assert reading.stored_texts(engine, dossier.dossier_id, reports) == {reports["report_id"].iloc[0]: text}


def test_a_draft_and_a_visit_belong_to_one_coder_alone(engine):
    ann = Workspace(engine, "any", Coder("ann", True))
    bob = replace(ann, coder=Coder("bob", True))
    drafts.keep_draft(ann, "add", {"title": "Half a ti"})
    assert drafts.read_draft(ann, "add") == {"title": "Half a ti"} and drafts.read_draft(bob, "add") == {}
    drafts.drop_draft(ann, "add")
    assert drafts.read_draft(ann, "add") == {}
    visits.keep_visit(engine, "any", "ann", 3, "timeline")
    found = visits.last_visit(engine, "any", "ann")
    assert (found.revision, found.view) == (3, "timeline") and visits.last_visit(engine, "any", "bob") is None
