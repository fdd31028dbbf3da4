"""The coding form, row by row: what it proposes, takes, refuses, gives back and leaves behind."""

import shutil

import pytest
import streamlit as st

from onrecord import store
from onrecord.editing import Coder, Workspace, coding, names, undo
from onrecord.errors import OnRecordError
from onrecord.ui.coding.actions import HALF
from tests import databases, river
from tests.coding_form import CodingForm, colleague, ended_rows, new_rows

DAILY, AGENCY = "02-kestria-daily", "05-agence-kestrienne"
ROUND = "Three-way talks on the Sarava in Halsund (27 to 28 March 2025)"
STANCE = {"actor_id": "Jan Velko", "issue_id": "The Upper Sarava dam", "position": "1", "gist": "For it."}
EVENT = {"title": "Ministers trade letters", "event_type": "CONSULT", "actor": "Belmor", "gist": "Two letters."}
PERSON = {"kind": "person", "principal": "Belmor"}


@pytest.fixture(scope="module")
def river_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("river") / "record.db"
    databases.fill(f"sqlite:///{path}", river.dossier())
    return path


@pytest.fixture
def at(river_file, tmp_path):
    st.session_state.clear()
    engine = store.connect(f"sqlite:///{shutil.copy(river_file, tmp_path / 'record.db')}")
    yield Workspace(engine, "river", Coder("Dana", True))
    engine.dispose()
    st.session_state.clear()


def opened(at, report=DAILY, words="planned for 14 March"):
    """The form over a report with its text, with a passage chosen."""
    form = CodingForm(at, report, river.texts()[report])
    return form.choose(words) if words else form


def row_of(form, table, before):
    (row,) = new_rows(before, form.tables())[table]
    return row


# --- what a form begins with ----------------------------------------------------------------------------------------


def test_the_next_form_carries_actor_and_day_of_the_row_just_saved_and_no_other(at):
    form = opened(at)
    form.begin("stance", **STANCE, date="mid-March").save()
    assert (form.values["actor_id"], form.values["date"]) == ("Jan Velko", "2025-03-11/2025-03-20")
    assert form.carried == ["actor_id", "date"] and form.values["gist"] == form.values["position"] == ""
    form.type(**STANCE | {"actor_id": "Olen Marrak"}, date="14 March").save()
    assert (form.values["actor_id"], form.values["date"]) == ("Olen Marrak", "2025-03-14")
    assert form.begin("event").values["actor"] == "Olen Marrak"


def test_the_date_is_proposed_as_the_day_of_the_report(at):
    for report, day in ((DAILY, "2025-03-11"), (AGENCY, "2025-04-09")):
        for sort in ("event", "stance"):
            form = opened(at, report, "").begin(sort)
            assert form.values["date"] == day and "date" in form.carried


def test_a_form_put_away_leaves_nothing_behind(at):
    form = opened(at)
    form.begin("event", **EVENT | {"actor": "Mister New"}, date="14 March").answer("Mister New", **PERSON).rest()
    old = form.state()
    form.ask("away")
    assert form.sort == form.draft.sort == "" and not form.values
    form.send("state", old)  # it arrives late, and is of no form any more
    assert form.draft.sort == "" and not form.draft.names
    form.begin("event")
    assert form.values["actor"] == form.values["title"] == "" and form.values["date"] == "2025-03-11"
    assert not store.drafts(at.engine, at.dossier_id, "Dana", f"code:{DAILY}")


def test_what_a_form_carried_is_not_stored_where_another_is_typed(at):
    form = opened(at)
    form.begin("event", **EVENT).save()
    before = form.tables()
    form.type(title="An answer", event_type="CONSULT", gist="One more.", actor="Oduna").save()
    assert [row["actor_id"] for row in new_rows(before, form.tables())["event_actors"]] == ["oduna"]


def test_a_form_begins_at_the_revision_it_shows(at):
    form = opened(at)
    form.begin("stance", **STANCE).save()
    assert form.draft.base_rev == form.record.revision == store.newest(at.engine, at.dossier_id)


# --- names ----------------------------------------------------------------------------------------------------------


def test_several_new_names_one_for_another_are_saved_with_the_row_as_one_revision(at):
    form, before = opened(at), None
    form.begin("event", **EVENT | {"actor": "Ada Quill\nJan Velco", "recipient": "League of Mills"})
    before, first = form.tables(), store.newest(at.engine, at.dossier_id)
    form.answer("Ada Quill", kind="person", principal="League of Mills").answer("Jan Velco", same="Jan Velko")
    form.save()
    assert "League of Mills" in form.problems()["recipient"] and form.tables() == before
    form.answer("League of Mills", kind="organization").save()
    added = new_rows(before, form.tables())
    people = {row["name"]: row for row in added["actors"]}
    assert people["Ada Quill"]["principal_id"] == people["League of Mills"]["actor_id"] == "league-of-mills"
    (alias,) = added["aliases"]
    assert (alias["alias"], alias["actor_id"], alias["report_id"]) == ("Jan Velco", "velko", DAILY)
    assert {(row["role"], row["actor_id"]) for row in added["event_actors"]} == {
        ("actor", "ada-quill"), ("actor", "velko"), ("recipient", "league-of-mills"),
    }  # fmt: skip
    assert store.newest(at.engine, at.dossier_id) == first + 1


@pytest.mark.parametrize("typed", ["jan velko", "Jan Velko", " JAN  VELKO "])
def test_an_exact_name_means_who_is_there(at, typed):
    form = opened(at)
    before = form.tables()
    form.begin("stance", **STANCE | {"actor_id": typed}).save()
    assert row_of(form, "stances", before)["actor_id"] == "velko"


@pytest.mark.parametrize("typed", ["Jan Velk", "Velko Jan", "Jan Welko"])
def test_a_name_that_is_only_near_means_nobody(at, typed):
    form = opened(at)
    before = form.tables()
    form.begin("stance", **STANCE | {"actor_id": typed}).save()
    assert typed in form.problems()["actor_id"] and form.tables() == before and form.exchange.focus == "actor_id"


@pytest.mark.parametrize("name", ["\u200b\u2060", "…", "x" * 301])
def test_a_name_without_a_letter_or_too_long_for_one_is_refused_wherever_it_is_given(at, name):
    form = opened(at)
    before = form.tables()
    form.begin("stance", **STANCE | {"actor_id": name}).answer(name, **PERSON).save()
    assert "A name" in form.outcome()["error"] and form.values["actor_id"] == name
    for act in (
        lambda: coding.new_actor(at, {"name": name, "kind": "person"}),
        lambda: coding.new_issue(at, {"label": name, "proposition": "It is so.", "topic": "dam"}),
        lambda: coding.new_alias(at, {"actor_id": "velko", "alias": name, "kind": "variant"}),
        lambda: names.rename(at, "actor:velko", name),
        lambda: names.rename(at, "issue:dam", name),
    ):
        with pytest.raises(OnRecordError, match=r"A name (needs|has at most)"):
            act()
    assert form.tables() == before


@pytest.mark.parametrize("title", ["\u200b", "—", "x" * 301])
def test_a_title_without_a_letter_is_refused(at, title):
    form = opened(at)
    before = form.tables()
    form.begin("event", **EVENT | {"title": title}).save()
    assert form.tables() == before and (form.problems().get("title") or "A name" in form.outcome()["error"])


# --- dates ----------------------------------------------------------------------------------------------------------


def test_a_date_is_meant_beside_the_day_of_the_report_and_in_its_language(at):
    form = opened(at, AGENCY, "trente jours")
    before = form.tables()
    form.begin("stance", **STANCE, date="22 avril").save()
    assert row_of(form, "stances", before)["date"] == "2025-04-22"
    form = opened(at)
    form.begin("stance", **STANCE, date="22 avril").save()
    assert "22 avril" in form.problems()["date"]


@pytest.mark.parametrize(("words", "reported"), [("", ""), ("on Tuesday", "2025-03-11")])
def test_a_report_says_a_date_only_where_it_has_words_of_time(at, words, reported):
    form = opened(at)
    before = form.tables()
    form.begin("event", **EVENT, reported_words=words).save()
    mention = row_of(form, "event_reports", before)
    assert (mention["reported_date"], mention["reported_words"]) == (reported, words)
    assert row_of(form, "events", before)["date"] == "2025-03-11"


def test_of_an_event_on_record_a_further_mention_says_only_what_is_typed(at):
    form = opened(at, words="Foreign minister")
    before = form.tables()
    form.begin("event", title=ROUND, gist="Told once more.", status="planned").save()
    mention = row_of(form, "event_reports", before)
    assert (mention["reported_status"], mention["reported_date"], mention["reported_place"]) == ("planned", "", "")
    assert "events" not in new_rows(before, form.tables())
    form.choose("postponed to 28 March").begin("event", title=ROUND, gist="And again.").save()
    assert "Status" in form.problems()["status"]


# --- refusing, and what is asked first ------------------------------------------------------------------------------


def test_an_event_without_actor_and_gist_is_saved_only_by_who_is_sure(at):
    form = opened(at)
    before = form.tables()
    form.begin("event", **EVENT | {"actor": "", "gist": EVENT["title"]}).save()
    assert form.problems() == {"draft": HALF} and form.tables() == before
    form.save(is_sure=True)
    assert row_of(form, "events", before)["title"] == EVENT["title"]


@pytest.mark.parametrize(("sort", "name", "code"), [("stance", "position", "7"), ("stance", "kind", "hearsay"),
                         ("event", "event_type", "WALK"), ("event", "status", "done")])  # fmt: skip
def test_a_code_that_is_none_is_refused_in_its_field(at, sort, name, code):
    form = opened(at)
    before = form.tables()
    form.begin(sort, **(STANCE if sort == "stance" else EVENT) | {name: code}).save()
    assert code in form.problems()[name] and form.exchange.focus == name and form.tables() == before
    assert form.values[name] == code


def test_one_form_is_saved_once_however_often_it_is_sent(at):
    form = opened(at)
    before = form.tables()
    request = form.begin("stance", **STANCE).save()
    form.send("request", request)
    form.send("request", request | {"n": request["n"] + 1})
    assert len(new_rows(before, form.tables())["stances"]) == 1


# --- taking back ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_by_outcome_line", [False, True])
def test_taking_back_a_save_gives_the_form_back_as_it_was(at, is_by_outcome_line):
    form = opened(at)
    before = form.tables()
    form.begin("stance", **STANCE | {"actor_id": "Ada Quill"}, date="mid-March").answer("Ada Quill", **PERSON)
    was, span = form.state(), list(form.span)
    form.save()
    form.choose("Foreign minister")
    if is_by_outcome_line:
        undo(at, form.undoable())
        form.load()
        form.show()
    else:
        form.undo()
    assert form.tables() == before
    now = form.state()
    assert {n: now[n] for n in ("sort", "row", "values")} == {n: was[n] for n in ("sort", "row", "values")}
    assert now["names"]["Ada Quill"].items() >= PERSON.items() and form.span == span
    form.save()
    assert row_of(form, "stances", before)["date"] == "2025-03-11/2025-03-20"


def test_taking_back_a_save_gives_nothing_back_over_what_is_typed(at):
    form = opened(at)
    form.begin("stance", **STANCE).save()
    form.type(gist="The next one").rest().undo()
    assert form.values["gist"] == form.draft.fields["gist"] == "The next one" and form.values["position"] == ""


# --- rows that are there --------------------------------------------------------------------------------------------


def mark_of(form):
    return next(f"stance:{s['stance_id']}" for s in form.tables()["stances"].values() if s["report_id"] == DAILY)


def test_opening_a_row_asks_where_something_is_typed(at):
    form = opened(at)
    mark = mark_of(form)
    form.begin("stance", **STANCE).rest().ask("open", mark=mark)
    assert form.context.cursor.asked_for == mark and form.draft.row == "" and form.draft.fields["gist"] == "For it."
    form.ask("open", mark=mark, is_sure=True)
    assert form.row == mark and form.values["gist"] != "For it." and not form.context.cursor.asked_for


def test_theirs_over_a_row_that_is_retracted_closes_the_form(at):
    form = opened(at)
    mark = mark_of(form)
    form.ask("open", mark=mark)
    form.type(note="Seen again.").rest()
    coding.retract(colleague(at), "stances", (mark.partition(":")[2],))
    form.save()
    assert form.outcome()["error"] and form.values["note"] == "Seen again."
    form.ask("theirs")
    assert form.sort == form.draft.sort == "" and not form.outcome()


def test_a_correction_leaves_what_a_colleague_has_changed_elsewhere(at):
    form = opened(at)
    mark = mark_of(form)
    before = form.tables()
    form.ask("open", mark=mark)
    form.type(note="Mine.")
    coding.change(colleague(at), "stances", (mark.partition(":")[2],), {"gist": "Theirs."})
    form.save()
    row = row_of(form, "stances", before)
    assert (row["note"], row["gist"]) == ("Mine.", "Theirs.") and len(ended_rows(before, form.tables())) == 1


# --- drafts ---------------------------------------------------------------------------------------------------------


def test_each_tab_keeps_a_draft_of_its_own_and_both_are_found_again(at):
    first = opened(at).begin("stance", gist="The first tab")
    assert first.draft.sort == "", "nobody has heard of it yet"
    of_first = dict(st.session_state.items())
    st.session_state.clear()
    opened(at).begin("stance", gist="The second tab").rest()
    of_second = dict(st.session_state.items())
    st.session_state.clear()
    st.session_state.update(of_first)
    first.rest()
    found = store.drafts(at.engine, at.dossier_id, "Dana", f"code:{DAILY}")
    assert sorted(content["is.gist"] for content in found.values()) == ["The first tab", "The second tab"]
    st.session_state.update(of_second)
    second = opened(at)
    assert second.draft.fields["gist"] == "The second tab"
    second.ask("away")
    st.session_state.clear()
    assert opened(at).draft.fields["gist"] == "The first tab", "a closed tab's draft is gone on with"
