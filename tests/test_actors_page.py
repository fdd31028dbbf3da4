"""Actors and issues: the register counts what the panel counts and leaves nothing out; spellings can be changed."""

import shutil

import pytest
import streamlit as st

from onrecord import config, editing, store
from onrecord.editing import Coder, Workspace, names
from onrecord.errors import AccessError, OnRecordError
from onrecord.record import Scope, evidence, narrow
from onrecord.views.actors import Actors, Settings
from tests import counts, river
from tests.apps import ROOT, opened
from tests.drafts import Draft

RIVER = river.record()


def page(record, scope=None, **asked):
    scope = scope or Scope()
    return Actors(record, record.once(narrow, scope), scope, Settings(**asked))


@pytest.fixture(scope="module", params=["shipped", "river"])
def every(request, record):
    return record if request.param == "shipped" else RIVER


def test_every_actor_and_issue_of_the_record_stands_in_the_register_once(every):
    for level in ("principal", "speaker"):
        shown = page(every, Scope(level=level))
        assert sorted(shown.actors.rows["actor_id"]) == sorted(every.actors["actor_id"])
        assert sorted(shown.issues.rows["issue_id"]) == sorted(every.issues["issue_id"])


def test_what_names_an_actor_is_counted_as_its_panel_counts_it(every):
    shown = page(every)
    for row in counts.some(shown.actors.rows.to_dict("records"), 12):
        found = evidence.find(shown.scoped, row["mark"])
        said = dict(found.facts)["On record"]
        n = row["n_events"]
        assert said.endswith(f"{n:,} event" if n == 1 else f"{n:,} events"), row
        told = found.passages.loc[found.passages["group"] == "Positions"]
        assert row["n_stances"] == len(told) and row["n_reports"] == found.passages["report_id"].nunique()


def test_the_sides_of_an_issue_add_up_to_those_who_hold_a_position_on_it(every):
    rows = page(every).issues.rows
    assert (rows["n_for"] + rows["n_against"] + rows["n_neutral"] == rows["n_actors"]).all()
    assert rows["n_stances"].sum() == len(every.stances) and (rows["n_actors"] <= rows["n_stances"]).all()


def test_a_scope_leaves_out_whom_it_does_not_name_and_no_other(record):
    known = record.reports["published_on"].min().date()
    early = page(record, Scope(known_on=known))
    rows = early.actors.rows
    assert 0 < len(rows) < len(record.actors)
    counted = (rows["n_events"] + rows["n_stances"]) > 0
    own = {*record.stances["actor_id"], *record.event_actors["actor_id"]}
    assert not set(rows.loc[~counted, "actor_id"]) & own  # whom nothing names by itself is no matter of the scope


def test_only_unused_shows_what_nothing_names_and_nobody_speaks_for():
    draft = Draft()
    report, event = draft.report(1), draft.event()
    draft.tell(event, report)
    state, alone = draft.actor("state"), draft.actor("state")
    minister = draft.actor("person", state)
    draft.part(event, minister, "host", report)
    issue, unused = draft.issue(), draft.issue()
    draft.stance(minister, issue, 1, report, "2030-01-01")
    record = draft.record()
    assert page(record, use="unused").actors.rows["actor_id"].tolist() == [alone]
    assert page(record, use="unused").issues.rows["issue_id"].tolist() == [unused]
    assert page(record, kind="person").actors.rows["actor_id"].tolist() == [minister]
    assert len(page(record).actors.rows) == 3


def test_a_spelling_that_is_a_slip_says_so_and_each_stands_once():
    draft = Draft()
    actor, reports = draft.actor("state", name="Torvia"), [draft.report(n) for n in (1, 2)]
    for report in reports:
        draft.alias(actor, "Torwia", report, "misspelling")
    draft.alias(actor, "Republic of Torvia", "")
    shown = page(draft.record()).actors.rows["spellings"].item()
    assert set(shown.split("; ")) == {"Torwia (misspelling)", "Republic of Torvia"}


# spellings


@pytest.fixture
def at(tmp_path, monkeypatch, filled_excerpt, excerpt):
    """A home with the excerpt, as Dana sees it."""
    for name in config.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "home").mkdir()
    (tmp_path / "no-folders").mkdir()
    shutil.copy(filled_excerpt, tmp_path / "home" / "onrecord.db")
    for name, value in (("HOME", tmp_path / "home"), ("DATA", tmp_path / "no-folders"), ("CODER", "Dana")):
        monkeypatch.setenv(f"ONRECORD_{name}", str(value))
    st.cache_resource.clear()
    yield Workspace(store.connect(f"sqlite:///{tmp_path}/home/onrecord.db"), excerpt.dossier_id, Coder("Dana", True))
    st.cache_resource.clear()


def spelt(at, actor_id):
    rows = store.load(at.engine, at.dossier_id).tables["aliases"]
    return {(a, r, k) for a, r, k in rows.loc[rows["actor_id"] == actor_id, ["alias", "report_id", "kind"]].to_numpy()}


def alias_row(**cells):
    return {"actor_id": "lavrov", "alias": "Lavrow", "report_id": "", "kind": "misspelling"} | cells


def test_a_spelling_is_added_corrected_and_taken_away_one_revision_each_and_undone(at, excerpt):
    before = spelt(at, "lavrov")
    names.change_alias(at, None, alias_row())
    assert spelt(at, "lavrov") == before | {("Lavrow", "", "misspelling")}
    names.change_alias(at, alias_row(), alias_row(alias="Lawrow", kind="variant"))
    assert spelt(at, "lavrov") == before | {("Lawrow", "", "variant")}
    names.change_alias(at, alias_row(alias="Lawrow", kind="variant"), None)
    assert spelt(at, "lavrov") == before and store.newest(at.engine, at.dossier_id) == 4
    for _ in range(3):
        editing.undo(at)
    assert store.load(at.engine, at.dossier_id).version == excerpt.version


def test_a_spelling_that_is_empty_or_there_already_is_refused(at):
    names.change_alias(at, None, alias_row())
    for row, said in ((alias_row(alias=""), "Write the spelling"), (alias_row(kind="variant"), "there already")):
        with pytest.raises(OnRecordError, match=said):
            names.change_alias(at, None, row)
    with pytest.raises(AccessError):
        names.change_alias(Workspace(at.engine, at.dossier_id, Coder("Reader", False)), None, alias_row(alias="X"))


def test_a_spelling_is_added_and_removed_on_the_page(at):
    app = opened("actors", select="actor:lavrov")
    box = next(e for e in app.main if e.type == "expander" and e.label.startswith("Other spellings"))
    assert box.label == "Other spellings of Sergey Lavrov"
    app = opened("actors", select="actor:lavrov", spelling="~")
    place = "spelling-lavrov-"
    app.text_input(key=f"w-alias-{place}").set_value("Lavrow")
    app.selectbox(key=f"w-kind-{place}").set_value("misspelling")
    app = app.button(key=f"w-save-{place}").click().run()
    assert not app.exception and ("Lavrow", "", "misspelling") in spelt(at, "lavrov")
    app = opened("actors", select="actor:lavrov", spelling="~Lavrow")
    app = app.button(key=f"w-remove-{place}~Lavrow").click().run()
    assert not app.exception and ("Lavrow", "", "misspelling") not in spelt(at, "lavrov")


def test_the_row_that_is_selected_leads_to_its_new_name_and_to_its_merge(at):
    app = opened("actors", select="actor:lavrov")
    links = {e.proto.label: e.proto.query_string for e in app.main if e.type == "page_link"}
    assert "naming=rename" in links["Rename"] and "who=lavrov" in links["Rename"]
    assert "naming=merge" in links["Merge with another"] and "gone=lavrov" in links["Merge with another"]
    assert (ROOT / "pages" / "actors.py").is_file()
