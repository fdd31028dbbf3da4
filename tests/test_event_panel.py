"""The panel of an event: its links are added, edited and retracted there; it names what a retraction takes along."""

import shutil

import pytest

from onrecord import store
from onrecord.editing import Coder, Workspace, links
from onrecord.editing.links import Link
from tests import databases, river
from tests.apps import opened, sent

EVENT = "first-round"


@pytest.fixture(scope="module")
def river_store(tmp_path_factory):
    path = tmp_path_factory.mktemp("river") / "onrecord.db"
    databases.fill(f"sqlite:///{path}", river.dossier())
    return path


@pytest.fixture
def at(river_store, tmp_path, enter):
    """A colleague over the store that the page shows."""
    (tmp_path / "home").mkdir()
    (tmp_path / "none").mkdir()
    path = shutil.copy(river_store, tmp_path / "home" / "onrecord.db")
    enter(ONRECORD_HOME=tmp_path / "home", ONRECORD_DATA=tmp_path / "none", ONRECORD_CODER="Dana")
    held = store.connect(f"sqlite:///{path}")
    yield Workspace(held, "river", Coder("Boris", True))
    held.dispose()


def rows(at):
    return store.load(at.engine, at.dossier_id).tables["event_links"].to_dict("records")


def panel(**query):
    return opened("timeline", select=f"event:{EVENT}", **query)


def field(app, kind, ending):
    """A field of the form of a link."""
    return next(w for w in app.get(kind) if w.key.startswith("link-") and w.key.endswith(ending))


def button(app, key):
    return next(b for b in app.button if b.key.startswith(key))


def with_form(app):
    app.session_state[f"more-link-{EVENT}"] = True
    return app.run()


def own(at):
    """The links of the event, as the panel lists them: those it makes first."""
    return [r for end in ("from_id", "to_id") for r in rows(at) if r[end] == EVENT]


def test_a_link_is_added_from_the_panel_with_nothing_chosen_before(at):
    app, before = with_form(panel()), rows(at)
    assert not app.exception
    assert field(app, "selectbox", "-relation").value is None and field(app, "selectbox", "-other").value is None
    button(app, "link-").click().run()
    assert [error.value for error in app.error] == ["Choose how the two events hang together\\."] and rows(at) == before
    other = next(event for event in river.record().events["event_id"] if event != EVENT)
    field(app, "selectbox", "-relation").set_value("conditional_on<")
    field(app, "selectbox", "-other").set_value(other)
    field(app, "selectbox", "-report").set_value("01-northern-wire")
    field(app, "text_input", "-note").set_value("By the <b>second</b> line.")
    button(app, "link-").click().run()
    (row,) = [row for row in rows(at) if row not in before]
    assert row == {
        "from_id": other, "to_id": EVENT, "relation": "conditional_on", "report_id": "01-northern-wire",
        "note": "By the <b>second</b> line.",
    }  # fmt: skip
    text = sent(app)
    assert "Saved as revision 2" in text and "depends on “Three-way talks on the Sarava in Halsund”" in text
    assert "By the &lt;b&gt;second&lt;/b&gt; line." in text


def test_a_link_is_edited_and_retracted_where_it_stands_and_undo_brings_it_back(at):
    app, first = panel(), own(at)[0]
    button(app, "w-link-edit-0").click().run()
    assert field(app, "selectbox", "-other").value in (first["from_id"], first["to_id"])
    field(app, "text_input", "-note").set_value("as edited")
    button(app, "link-open-").click().run()
    assert own(at)[0] == {**first, "note": "as edited"} and not app.exception
    before = rows(at)
    button(app, "w-link-retract-0").click().run()
    assert len(rows(at)) == len(before) - 1 and "is retracted" in sent(app)
    button(app, "w-undo-last").click().run()
    assert rows(at) == before


def test_what_a_colleague_did_to_a_link_meanwhile_is_said_and_not_overwritten(at):
    app, first = panel(), own(at)[0]
    key = (first["from_id"], first["to_id"], first["relation"])
    button(app, "w-link-edit-0").click().run()
    links.change_link(at, key, Link(*key, first["report_id"], "theirs"))
    field(app, "text_input", "-note").set_value("mine")
    button(app, "link-open-").click().run()
    assert any("Boris changed this since you looked" in error.value for error in app.error)
    assert own(at)[0]["note"] == "theirs" and field(app, "text_input", "-note").value == "mine"


def test_the_address_proposes_the_other_event_and_an_answer_before_its_question_is_saved_and_said_to_be_one(at):
    days = river.record().events.set_index("event_id")
    late = days.loc[days.index != EVENT, "earliest"].idxmax()
    app = panel(link=f"event:{late}")
    assert field(app, "selectbox", "-other").value == late and field(app, "selectbox", "-relation").value is None
    field(app, "selectbox", "-relation").set_value("responds_to>")
    button(app, "link-").click().run()
    assert "the answer is on record before its question" in sent(app)
    assert (EVENT, late, "responds_to") in {(r["from_id"], r["to_id"], r["relation"]) for r in rows(at)}
    reader = panel(rev="1")  # a past state is read, not written to
    assert "Three-way talks" in sent(reader) and not [b for b in reader.button if b.key.startswith("w-link-")]
    assert not [b for b in reader.button if b.key == "w-retract"]


def test_retract_names_the_event_and_what_goes_with_it_and_the_line_afterwards_does_too(at):
    app = panel()
    retract = button(app, "w-retract")
    assert retract.label == "Retract the event “Three\\-way talks on the Sarava in Halsund”"
    assert retract.help.startswith("Together with") and "mention" in retract.help and "link" in retract.help
    retract.click().run()
    assert "the event “Three-way talks on the Sarava in Halsund” is retracted, with" in sent(app)
    assert EVENT not in set(store.load(at.engine, at.dossier_id).tables["events"]["event_id"])
    button(app, "w-undo-last").click().run()
    assert EVENT in set(store.load(at.engine, at.dossier_id).tables["events"]["event_id"])
