"""Conflicts are settled by somebody, on a day, for a reason; that can be seen, disputed and taken back."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from onrecord import config, editing, store
from onrecord.editing import Coder, Workspace, resolutions
from onrecord.editing.coding import SaveRequest
from onrecord.editing.resolutions import Resolution
from onrecord.errors import AccessError, MissingError, OnRecordError, StaleError

ROOT = Path(__file__).parents[1]
WHY = "The agency's own wire of that day has the later date; the other report rounds."


@pytest.fixture
def at(tmp_path, dossier, filled):
    """The desk of a coder over the shipped dossier."""
    (tmp_path / "home").mkdir()
    path = shutil.copy(filled, tmp_path / "home" / "onrecord.db")
    return Workspace(store.connect(f"sqlite:///{path}"), dossier.dossier_id, Coder("Anna", True))


@pytest.fixture(scope="module")
def conflict(dossier):
    """An open conflict of two sides."""
    rows = dossier.tables["conflicts"]
    sides = dossier.tables["conflict_sides"]["conflict_id"].value_counts()
    return next(c for c in rows.loc[rows["status"] == "open", "conflict_id"] if sides[c] >= 2)


def row(at, conflict):
    rows = store.load(at.engine, at.dossier_id).tables["conflicts"]
    return rows[rows["conflict_id"] == conflict].iloc[0].to_dict()


def signatures(at):
    return resolutions.signatures(at.engine, at.dossier_id)


def test_a_resolution_is_kept_with_its_reason_and_the_side_that_carries(at, conflict):
    before = row(at, conflict)
    saved = resolutions.resolve(at, conflict, Resolution("resolved", f"  {WHY} ", "b"))
    now = row(at, conflict)
    assert (now["status"], now["assessment"], resolutions.carrying_side(now)) == ("resolved", WHY, "b")
    assert {k: v for k, v in now.items() if k not in ("status", "assessment", "note")} == {
        k: v for k, v in before.items() if k not in ("status", "assessment", "note")
    }
    assert saved.mark == f"conflict:{conflict}"


def test_who_signed_and_when_come_from_the_revision_itself(at, conflict):
    assert signatures(at) == {}
    saved = resolutions.resolve(at, conflict, Resolution("both stand", WHY))
    signed = signatures(at)[conflict]
    revision = store.revisions(at.engine, at.dossier_id).set_index("rev_id").loc[saved.revision]
    assert (signed.by, signed.revision, signed.made_at) == ("Anna", saved.revision, revision["made_at"])
    assert signed.reason == f"both sides stand: {row(at, conflict)['about']}"


def test_a_conflict_reopened_is_open_by_whoever_reopened_it_and_no_side_carries(at, conflict):
    resolutions.resolve(at, conflict, Resolution("resolved", WHY, "a"))
    second = replace(at, coder=Coder("Boris", True))
    resolutions.resolve(second, conflict, Resolution("open", "The wire turned out to be undated."))
    now = row(at, conflict)
    assert (now["status"], resolutions.carrying_side(now), signatures(at)[conflict].by) == ("open", "", "Boris")
    assert signatures(at)[conflict].reason.startswith("reopened: ")


def test_the_note_of_the_coder_outlives_every_resolution(at, conflict):
    note = row(at, conflict)["note"]
    for status, side in (("resolved", "a"), ("resolved", "b"), ("open", "")):
        resolutions.resolve(at, conflict, Resolution(status, f"{WHY} {side}", side))
    assert row(at, conflict)["note"] == note


def test_undoing_a_resolution_leaves_the_dossier_as_it_was_and_names_who_undid_it(at, conflict, dossier):
    resolutions.resolve(at, conflict, Resolution("resolved", WHY, "a"))
    revision = editing.undo(at)
    assert store.load(at.engine, at.dossier_id).version == dossier.version
    assert signatures(at)[conflict].revision == revision


def test_as_the_dossier_stood_before_nobody_had_signed(at, conflict):
    resolutions.resolve(at, conflict, Resolution("resolved", WHY))
    assert resolutions.signatures(at.engine, at.dossier_id, 1) == {}
    assert resolutions.signatures(at.engine, "nowhere") == {}


def test_two_who_settle_it_at_once_do_not_overwrite_each_other(at, conflict):
    form = SaveRequest(base_rev=store.newest(at.engine, at.dossier_id))
    resolutions.resolve(
        replace(at, coder=Coder("Boris", True)), conflict, Resolution("both stand", "Two meetings."), form
    )
    with pytest.raises(StaleError, match="Boris"):
        resolutions.resolve(at, conflict, Resolution("resolved", WHY), form)
    assert row(at, conflict)["status"] == "both stand"


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Resolution("settled", WHY), "choose one"),
        (Resolution("resolved", "  "), "Say why"),
        (Resolution("both stand", WHY, "a"), "only where the conflict is resolved"),
        (Resolution("resolved", WHY, "z"), "no side 'z'"),
    ],
)
def test_what_is_no_resolution_is_refused_in_words(at, conflict, wanted, said):
    with pytest.raises(OnRecordError, match=said):
        resolutions.resolve(at, conflict, wanted)
    assert store.newest(at.engine, at.dossier_id) == 1


def test_nothing_is_signed_by_a_reader_or_for_what_is_not_there(at, conflict):
    with pytest.raises(AccessError):
        resolutions.resolve(replace(at, coder=Coder("Reader", False)), conflict, Resolution("resolved", WHY))
    with pytest.raises(MissingError):
        resolutions.resolve(at, "no-such-conflict", Resolution("resolved", WHY))


# On the page


@pytest.fixture
def page(at, monkeypatch, conflict):
    """The page of conflicts over that store, with one conflict selected."""
    for name in config.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ONRECORD_HOME", str(Path(at.engine.url.database).parent))
    monkeypatch.setenv("ONRECORD_CODER", "Dana")
    st.cache_resource.clear()
    yield opened
    st.cache_resource.clear()


def opened(page="conflicts", **query):
    at = AppTest.from_file(ROOT / "dashboard.py", default_timeout=600)
    at.query_params.update(query)
    return at.switch_page(f"pages/{page}.py").run()


def shown(at):
    return re.sub(
        r"\\(['\"])", r"\1", "\n".join(str(e.proto) for e in at.main if getattr(e, "proto", None) is not None)
    )


def field(at, kind, ending):
    return next(w for w in at.get(kind) if w.key.endswith(ending))


def test_a_conflict_is_settled_on_the_page_and_says_by_whom_when_and_why(page, at, conflict):
    app = page(select=f"conflict:{conflict}")
    assert not app.exception
    assert "as the dossier was brought in" in shown(app)
    field(app, "button_group", "-status").set_value("resolved")
    field(app, "button_group", "-side").set_value("b")
    field(app, "text_area", "-why").set_value(WHY)
    next(b for b in app.button if b.label == "Sign").click()
    app.run()
    assert not app.exception
    signed = signatures(at)[conflict]
    assert signed.by == "Dana"
    assert "Resolved by Dana on " in shown(app) and WHY in shown(app) and "Side b · carries" in shown(app)
    assert f"Saved as revision {store.newest(at.engine, at.dossier_id)}" in shown(app)


def test_a_resolution_that_is_refused_stays_in_the_form(page, at, conflict):
    app = page(select=f"conflict:{conflict}")
    field(app, "button_group", "-status").set_value("both stand")
    field(app, "text_area", "-why").set_value("   ")
    next(b for b in app.button if b.label == "Sign").click()
    app.run()
    assert any("Say why" in e.value for e in app.error)
    assert store.newest(at.engine, at.dossier_id) == 1
    assert field(app, "text_area", "-why").value == "   "


def test_what_was_typed_while_a_colleague_settled_it_stays_and_both_are_shown(page, at, conflict):
    app = page(select=f"conflict:{conflict}")
    resolutions.resolve(replace(at, coder=Coder("Boris", True)), conflict, Resolution("both stand", "Two meetings."))
    field(app, "button_group", "-status").set_value("resolved")
    field(app, "text_area", "-why").set_value(WHY)
    next(b for b in app.button if b.label == "Sign").click()
    app.run()
    assert any("Boris" in e.value for e in app.error)
    assert row(at, conflict)["status"] == "both stand" and "Two meetings." in shown(app)
    assert field(app, "text_area", "-why").value == WHY
    next(b for b in app.button if b.label == "Sign").click()
    app.run()
    assert (row(at, conflict)["assessment"], signatures(at)[conflict].by) == (WHY, "Dana")


def test_whoever_looks_at_the_past_is_offered_no_form(page, at, conflict):
    resolutions.resolve(at, conflict, Resolution("resolved", WHY))
    app = page(select=f"conflict:{conflict}", rev="1")
    assert not app.exception and not [b for b in app.button if b.label == "Sign"]
