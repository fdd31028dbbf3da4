"""Forms over the columns of the codebook, and drafts: what is kept, what is read again, what a save passes through."""

import shutil
import sys
from itertools import groupby
from pathlib import Path

import pytest
import sqlalchemy as sa
import streamlit as st
from streamlit.testing.v1 import AppTest

from onrecord import config, schema, store
from onrecord import record as records
from onrecord.editing import Coder, Workspace, lookup
from onrecord.editing.entries import Part, rows_by_key
from onrecord.ui.coding.entries import corrected_parts
from onrecord.ui.coding.fields import FORMS, ROLES
from onrecord.ui.drafts import Draft, draft_from
from onrecord.ui.forms import Field
from tests.forms import Sheet

ROOT = Path(__file__).parents[1]
# As 0.2.0 kept them.
CODING = {
    "sort": "stance", "row": "", "token": "t" * 32, "base_rev": "1", "span": "",
    "is.actor_id": "Sergey Lavrov", "is.issue_id": "", "is.position": "2", "is.date": "June 2021",
    "is.gist": "He is *for* it", "is.kind": "direct", "is.confidence": "high", "is.note": "",
}  # fmt: skip
REPORT = {
    "text": "Harbour talks resume. The ministers met again.", "token": "r" * 32,
    "warnings": '["A comment was left out."]',
    "is.title": "Harbour talks", "is.outlet": "The Coast", "is.language": "en", "is.translation": "unknown",
    "is.reliability": "F", "is.body_start": "0", "is.body_end": "46",
}  # fmt: skip


@pytest.fixture
def at(monkeypatch, tmp_path, dossier, filled):
    """The workspace that the pages of a test open too."""
    for name in config.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path))
    monkeypatch.setenv("ONRECORD_CODER", "Anna")
    st.cache_resource.clear()
    engine = store.connect(f"sqlite:///{shutil.copy(filled, tmp_path / 'onrecord.db')}")
    yield Workspace(engine, dossier.dossier_id, Coder("Anna", True))
    st.cache_resource.clear()


def opened(page="desk", **query):
    app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=120)
    app.query_params.update(query)
    return whole(app.switch_page(f"pages/{page}.py").run())


def whole(app):
    assert not app.exception, [e.message for e in app.exception]
    return app


def value(app, label):
    sheet = Sheet(app)
    return sheet.values()[sheet.field(label)]


def page_text(app):
    words = Sheet(app).words() if Sheet(app).is_there else ""
    return " ".join([*(e.value for e in (*app.caption, *app.get("html"))), words])


def first(at, table):
    return store.load(at.engine, at.dossier_id).tables[table].iloc[0].to_dict()


def test_the_sort_of_a_field_follows_from_its_column():
    kinds = {
        f"{table.name}.{column.name}": Field(column.name, f"{table.name}.{column.name}").kind
        for table in schema.TABLES
        for column in table.columns
    }
    for table in schema.TABLES:
        for column in table.columns:
            kind = kinds[f"{table.name}.{column.name}"]
            assert (kind == "code") == (column.codes is not None)
            assert (kind == "date") == (column.kind == "edtf")
    assert kinds["stances.actor_id"] == kinds["actors.principal_id"] == kinds["stances.issue_id"] == "reference"
    assert kinds["stances.gist"] == "text"


def test_every_field_of_the_coding_forms_stands_in_the_codebook():
    for fields in FORMS.values():
        assert len({f.name for f in fields}) == len(fields)
        for one in fields:
            assert one.about in schema.BY_NAME[one.column.partition(".")[0]].columns and one.label


def test_a_draft_is_read_again_as_it_was_kept():
    draft = Draft("code:one", attached={"span": "3-9"})
    draft.begin("stance", {"actor_id": "Egypt", "note": "=1+1\n🕊️"}, 7, "stance:x")
    draft.fields["note"] = "other"
    again = draft_from("code:one", draft.content())
    assert again.is_restored and again.changes() == {"note": "other"}
    assert (again.content(), again.token, again.base_rev, again.row) == (draft.content(), draft.token, 7, "stance:x")


def test_each_filling_in_has_a_token_of_its_own_and_its_fields_have_keys_of_their_own():
    draft = Draft("add")
    before, key = draft.token, draft.key("title")
    draft.begin("report", {}, 0)
    assert draft.token != before and draft.key("title") != key


def test_a_coding_draft_of_the_last_release_is_gone_on_with(at):
    report_id = first(at, "reports")["report_id"]
    store.keep_draft(at.engine, at.dossier_id, "Anna", f"code:{report_id}", CODING)
    app = opened(task="code", report_id=report_id)
    assert "Restored" in page_text(app)
    assert (value(app, "Actor"), value(app, "Position")) == ("Sergey Lavrov", "2")
    assert (value(app, "Gist"), value(app, "How the report knows")) == ("He is *for* it", "direct")


def test_a_draft_of_a_report_of_the_last_release_is_gone_on_with(at):
    store.keep_draft(at.engine, at.dossier_id, "Anna", "add", REPORT)
    app = opened(task="add")
    assert "Restored" in page_text(app) and "A comment was left out." in page_text(app)
    assert (value(app, "Title"), value(app, "Outlet")) == ("Harbour talks", "The Coast")
    Sheet(app).ask("save")
    reports = store.load(at.engine, at.dossier_id).tables["reports"]
    assert "Harbour talks" in set(reports["title"]) and store.draft(at.engine, at.dossier_id, "Anna", "add") == {}


@pytest.mark.parametrize("content", [{"sort": "poem", "is.title": "x"}, {"base_rev": "many"}, {"sort": ""}])
def test_a_draft_that_no_form_understands_is_left_alone(at, content):
    report_id = first(at, "reports")["report_id"]
    store.keep_draft(at.engine, at.dossier_id, "Anna", f"code:{report_id}", content)
    store.keep_draft(at.engine, at.dossier_id, "Anna", "add", content)
    app = opened(task="code", report_id=report_id)
    assert "Restored" not in page_text(app) and Sheet(app).data["sort"] == "" and Sheet(app).data["blank"]["stance"]
    assert not Sheet(opened(task="add")).is_there


def save_path(engine, press):
    """The modules between the callback of a button and the first row it writes, as they call each other."""
    paths = []

    def note(connection, cursor, statement, *more):
        frame, names = sys._getframe(), []
        while frame:
            names.append(str(frame.f_globals.get("__name__")))
            frame = frame.f_back
        if statement.startswith("INSERT INTO revisions"):
            paths.append([name for name in reversed(names) if name.startswith("onrecord.")])

    sa.event.listen(sa.engine.Engine, "before_cursor_execute", note)
    try:
        press()
    finally:
        sa.event.remove(sa.engine.Engine, "before_cursor_execute", note)
    assert len(paths) == 1
    return [name for name, _ in groupby(paths[0])]


@pytest.mark.parametrize("table", ["stances", "events"])
def test_a_save_of_the_coding_form_passes_at_most_seven_modules_and_none_twice(at, table):
    kind, key = table[:-1], f"{table[:-1]}_id"
    app = opened(task="code", edit=f"{kind}:{first(at, table)[key]}")
    path = save_path(at.engine, lambda: Sheet(app).ask("save", values={"note": "Read again."}))
    assert first(at, table)["note"] == "Read again."
    heard, *path = path  # from where the browser is heard, to who answers what it asks for
    assert (heard, path[0]) == ("onrecord.ui.forms.widget", "onrecord.ui.coding.actions")
    assert heard not in path and len(path) == len(set(path)) <= 7, path


def test_a_save_of_the_evidence_panel_passes_at_most_seven_modules_and_none_twice(at):
    app = opened("timeline", select=f"stance:{first(at, 'stances')['stance_id']}")
    app = whole(app.button(key="w-edit").click().run())
    path = save_path(at.engine, lambda: Sheet(app).ask("save", values={"note": "Read again."}))
    assert first(at, "stances")["note"] == "Read again."
    heard, *path = path  # from where the browser is heard, to who answers what it asks for
    assert (heard, path[0]) == ("onrecord.ui.forms.widget", "onrecord.ui.coding.edit")
    assert heard not in path and len(path) == len(set(path)) <= 7, path


# --- the parts of an event ------------------------------------------------------------------------------------------


def test_the_form_of_an_event_has_a_field_for_every_role_of_the_codebook():
    missing = set(schema.EVENT_ROLES) - set(ROLES)
    assert not missing, f"give EVENT in onrecord/ui/coding/fields.py a field for {missing}, named like the role"
    assert set(ROLES) <= set(schema.EVENT_ROLES)


def part_rows(*parts):
    """Rows of an event by key, as it is before it is corrected."""
    return {
        key: row
        for role, actor, report in parts
        for key, row in rows_by_key(
            "event_actors", {"event_id": "e", "actor_id": actor, "role": role, "report_id": report}
        ).items()
    }


def test_a_correction_ends_the_parts_taken_out_of_the_form_and_leaves_roles_it_has_no_field_for():
    assert "observer" not in ROLES
    event = rows_by_key("events", {c.name: "e" for c in schema.BY_NAME["events"].columns})
    before = event | part_rows(("actor", "a", "r"), ("invited", "b", ""), ("observer", "c", ""), ("observer", "a", "r"))
    after = corrected_parts(before, ("e", "r"), (Part("actor", "a"), Part("recipient", "d")), ())
    assert after == part_rows(
        ("actor", "a", "r"), ("observer", "c", ""), ("observer", "a", "r"), ("recipient", "d", "r")
    )
    # what another report gives stays; what every report gave is the other's now
    before |= part_rows(("invited", "b", "other"), ("participant", "e", ""))
    after = corrected_parts(before, ("e", "r"), (Part("actor", "a"),), ("other",))
    assert after == part_rows(
        ("actor", "a", "r"), ("observer", "c", ""), ("observer", "a", "r"), ("invited", "b", "other"),
        ("participant", "e", "other"),
    )  # fmt: skip


def test_who_is_known_in_an_event_is_offered_and_saved_as_what_this_report_says(at, dossier):
    """A known event is told by a further report, which leaves one of its actors out and denies another event."""
    report_id = "004_28e33c959340ae16"
    titles = dict(zip(dossier.tables["events"]["event_id"], dossier.tables["events"]["title"], strict=True))
    app = opened(task="code", report_id=report_id)
    app.session_state["desk-cursors"][at.dossier_id, report_id].carried_over["actor"] = "Egypt"
    lines = lookup.events(records.from_dossier(dossier)).lines
    (line,) = [text for text, event in lines.items() if event == "china-supports-russian-idea"]
    sheet = Sheet(app)
    # what the browser puts into fields nobody has typed into
    assert sheet.known_parts(line) == {"actor": ["China"], "recipient": ["Russia"]}
    founded = next(text for text, event in lines.items() if event == "quartet-founded")
    assert sheet.known_parts(founded)["actor"] == ["Middle East Quartet"], titles["quartet-founded"]
    sheet.begin("event", title=line, actor="China", recipient="Russia")
    assert "Known so far" in sheet.words()
    sheet.type(recipient="")
    assert sheet.values()["recipient"] == "" and sheet.words().count("Known so far") == 1
