"""Adding a report: what is proposed, what is like it, one row however often it is sent, bounds that keep coded rows."""

import hashlib
import random
import shutil
from itertools import islice
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from onrecord import config, store
from onrecord.editing import Coder, Workspace, coding, drafts, reports, undo, undoable
from onrecord.editing.coding import SaveRequest
from onrecord.editing.duplicates import containment, duplicates, runs
from onrecord.editing.texts import delete_text
from onrecord.errors import AccessError, DossierError, MissingError, OnRecordError, StaleError
from onrecord.intake import Proposal, Upload
from tests import databases
from tests.forms import Sheet
from tests.uploads import honest

DASHBOARD = Path(__file__).parents[1] / "dashboard.py"
CODED = "001_121b8ab7dcd8d7ee"


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


@pytest.fixture
def workspace(tmp_path, dossier, filled):
    engine = store.connect(f"sqlite:///{shutil.copy(filled, tmp_path / 'onrecord.db')}")
    yield Workspace(engine, dossier.dossier_id, Coder("ann", True))
    engine.dispose()


def words(seed, n=3000):
    """A text of its own, about as long as a long report."""
    chance = random.Random(seed)
    lengths = chance.choices(range(2, 10), k=n)
    letters = iter(chance.choices("abcdefghijklmnopqrstuvwxyz", k=sum(lengths)))
    return " ".join("".join(islice(letters, length)) for length in lengths)


def upload(text, **said):
    proposal = Proposal(**{"title": "Talks resume", "language": "en", "body_end": len(text)} | said)
    return Upload(text, "txt", "utf-8", False, (), proposal)


def add(workspace, text, token="", **said):
    entry = dict(reports.propose(workspace, upload(text, **said)).entry)
    return reports.add_report(workspace, entry, text, SaveRequest(token=token))


def rows(workspace):
    return store.load(workspace.engine, workspace.dossier_id).tables["reports"].set_index("report_id")


# --- duplicates -----------------------------------------------------------------------------------------------------


def share_by_hand(one, other):
    """The same share, worked out with sets of strings."""
    sets = []
    for text in (one, other):
        letters = "".join(c for c in text.casefold() if c.isalnum())
        sets.append({letters[i : i + 12] for i in range(len(letters) - 11)})
    return len(sets[0] & sets[1]) / min(map(len, sets))


@pytest.mark.parametrize("kept", [0, 0.3, 0.5, 0.9, 0.98, 1])
def test_the_share_of_two_texts_is_that_of_the_runs_of_letters_they_have_in_common(kept):
    one, other = words(1).split(), words(2).split()
    n = int(kept * len(one))
    mixed = " ".join(one[:n] + other[n:])
    assert containment(runs(" ".join(one)), runs(mixed)) == pytest.approx(share_by_hand(" ".join(one), mixed))


def test_blanks_case_marks_and_line_ends_make_no_other_text():
    text = words(3, 300)
    other = text.upper().replace(" ", "\n") + " -- “”!"
    assert [(d.share, d.is_exact) for d in duplicates(text, {"a": other})] == [(1.0, False)]


@pytest.mark.parametrize(
    "text",
    ["قال الوزير إن المحادثات ستستأنف قريبا جدا في المدينة الساحلية ", "双方代表星期四再次会面同意让渡轮运行到春天"],
)
def test_texts_without_latin_letters_or_blanks_are_compared_too(text):
    long = "".join(f"{text}{n}" for n in range(40))
    assert duplicates(long, {"a": long[: len(long) // 2], "b": words(4)})[0].report_id == "a"


def test_a_report_is_found_inside_a_longer_page_and_among_three_hundred_others():
    pieces = [words(n, 200) for n in range(60)]
    chance = random.Random(5)
    texts = {f"r-{n}": " ".join([*chance.sample(pieces, 4), words(1000 + n, 400)]) for n in range(300)}
    body = texts["r-77"]
    page = f"{words(900, 200)} {body} {words(901, 200)}"
    assert [(d.report_id, d.is_same) for d in duplicates(page, texts)] == [("r-77", True)]
    half = body[: len(body) // 2] + words(902, 400)
    assert ("r-77", False) in [(d.report_id, d.is_same) for d in duplicates(half, texts)]


@pytest.mark.parametrize(("one", "other"), [("", ""), ("", "a text"), ("ok", "ok then"), ("12", "34"), ("!!!", "???")])
def test_texts_too_short_to_tell_are_no_duplicates(one, other):
    assert duplicates(one, {"a": other}) == [] or one == other


# --- what is proposed -----------------------------------------------------------------------------------------------


def test_what_the_file_says_is_proposed_and_what_it_does_not_say_is_not_judged(workspace):
    found = reports.propose(workspace, upload("A text.", outlet="The Coast", published="2021-01-28"))
    assert (found.entry["title"], found.entry["outlet"], found.entry["published"]) == (
        "Talks resume",
        "The Coast",
        "2021-01-28",
    )
    assert (found.entry["reliability"], found.entry["translation"], found.entry["derived_from"]) == ("F", "unknown", "")
    assert set(found.entry) == set(reports.FIELDS) and found.duplicates == ()


def test_a_text_that_is_here_already_is_named_and_the_new_report_is_proposed_to_rest_on_it(workspace):
    text = words(5)
    add(workspace, text)
    report_id = next(r for r in rows(workspace).index if r.startswith("talks"))
    again = reports.propose(workspace, upload(text))
    assert [(d.report_id, d.share, d.is_exact) for d in again.duplicates] == [(report_id, 1.0, True)]
    assert again.entry["derived_from"] == report_id
    changed = text.split()
    changed[100:110] = ["other"] * 10
    near = reports.propose(workspace, upload(" ".join(changed))).duplicates[0]
    assert near.report_id == report_id and 0.98 <= near.share < 1 and near.is_same and not near.is_exact


def test_a_report_whose_text_is_not_kept_is_recognised_by_its_hash_and_by_an_attached_text(workspace, texts_folder):
    attached = {p.stem: p.read_bytes().decode() for p in texts_folder.glob("*.txt")}
    text = attached[CODED]
    assert [(d.report_id, d.is_exact) for d in reports.propose(workspace, upload(text)).duplicates] == [(CODED, True)]
    assert reports.propose(workspace, upload(text[200:])).duplicates == ()
    near = reports.propose(workspace, upload(text[200:]), attached).duplicates
    assert [(d.report_id, d.is_same) for d in near] == [(CODED, True)]


# --- saved ----------------------------------------------------------------------------------------------------------


def test_a_report_is_saved_whole_and_its_text_is_kept_beside_it(workspace):
    text = "Talks resume\nThe two towns met — again."
    entry = dict(reports.propose(workspace, upload(text, body_start=13)).entry) | {"published": "28 January 2021"}
    saved = reports.add_report(workspace, entry, text)
    row = rows(workspace).loc[saved.mark.removeprefix("report:")]
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    assert (row["sha256"], row["n_chars"], row["body_start"], row["body_end"]) == (sha256, "39", "13", "39")
    assert (row["published"], row["reliability"], row.name) == ("2021-01-28", "F", "2021-01-28-talks-resume")
    assert store.report_texts(workspace.engine, workspace.dossier_id)[sha256] == text
    past = store.revisions(workspace.engine, workspace.dossier_id).iloc[-1]
    assert (past["rev_id"], past["made_by"]) == (saved.revision, "ann")


def test_one_press_makes_one_report_however_often_it_is_sent(workspace):
    before = len(rows(workspace))
    text = words(6, 300)
    sent = [add(workspace, text, "one press").revision for _ in range(10)]
    assert len(set(sent)) == 1 and len(rows(workspace)) == before + 1
    assert add(workspace, text, "another").revision != sent[0] and len(rows(workspace)) == before + 2


def test_an_id_is_never_used_twice_even_after_its_report_is_gone(workspace):
    first = add(workspace, words(7))
    undo(workspace, first.revision)
    assert first.mark.removeprefix("report:") not in rows(workspace).index
    assert add(workspace, words(7)).mark == first.mark + "-2"


def test_a_title_without_latin_letters_makes_an_id_too(workspace):
    assert add(workspace, words(8), title="استئناف المحادثات").mark.startswith("report:x-")
    assert add(workspace, words(9), title="x" * 300).revision


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("title", "", DossierError),
        ("language", "", DossierError),
        ("published", "3/4/2021", OnRecordError),
        ("translation", "maybe", DossierError),
        ("reliability", "Z", DossierError),
        ("body_end", "9999", DossierError),
        ("body_start", "7", DossierError),
        ("body_start", "x", DossierError),
        ("sha256", "0" * 64, OnRecordError),
        ("report_id", "mine", OnRecordError),
        ("note", "a\x00b", DossierError),
    ],
)
def test_what_breaks_the_codebook_is_not_saved(field, value, error, workspace):
    before = store.newest(workspace.engine, workspace.dossier_id)
    entry = dict(reports.propose(workspace, upload("A text.")).entry) | {field: value}
    with pytest.raises(error):
        reports.add_report(workspace, entry, "A text.")
    assert store.newest(workspace.engine, workspace.dossier_id) == before


def test_who_may_only_read_adds_nothing_and_leaves_no_text_behind(workspace):
    reader = Workspace(workspace.engine, workspace.dossier_id, Coder("bob", False))
    with pytest.raises(AccessError):
        add(reader, "A text.")
    assert store.report_texts(workspace.engine, workspace.dossier_id) == {}


@pytest.fixture
def shared(filled_store, dossier):
    """A workspace on a database of each kind."""
    return Workspace(filled_store, dossier.dossier_id, Coder("ann", True))


@pytest.mark.parametrize(
    ("entry", "error"),
    [({"reliability": "Z"}, DossierError), ({"body_end": "9999"}, DossierError), ({"note": "a\x00b"}, DossierError)],
)
def test_a_refused_report_leaves_no_text_behind(shared, entry, error):
    whole = dict(reports.propose(shared, upload("A text.")).entry) | entry
    with pytest.raises(error):
        reports.add_report(shared, whole, "A text.")
    assert store.report_texts(shared.engine, shared.dossier_id) == {}


# --- a text is deleted ----------------------------------------------------------------------------------------------


def test_a_text_is_deleted_for_good_and_a_revision_keeps_who_and_its_hash(shared):
    text = words(20, 300)
    report_id = add(shared, text, "press").mark.removeprefix("report:")
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    drafts.keep_draft(shared, "add", {"text": text, "is.title": "Once more"})
    drafts.keep_draft(shared, "code:x", {"gist": "said so"})
    bob = Workspace(shared.engine, shared.dossier_id, Coder("bob", True))
    deleted = delete_text(bob, report_id, report_id)
    assert store.report_texts(shared.engine, shared.dossier_id) == {}
    assert drafts.read_draft(shared, "add") == {} and drafts.read_draft(shared, "code:x") == {"gist": "said so"}
    last = store.revisions(shared.engine, shared.dossier_id).iloc[-1]
    assert (last["rev_id"], last["made_by"]) == (deleted.revision, "bob") and sha256 in last["reason"]
    assert rows(shared).loc[report_id, "sha256"] == sha256
    found = reports.propose(shared, upload(text[50:])).duplicates
    assert found == ()  # recognised by its hash alone from now on
    assert [d.report_id for d in reports.propose(shared, upload(text)).duplicates] == [report_id]
    with pytest.raises(MissingError):
        delete_text(shared, report_id, report_id)


def test_a_deleted_text_does_not_come_back_by_undo_or_by_pressing_twice(shared):
    text = words(21, 300)
    added = add(shared, text)
    report_id = added.mark.removeprefix("report:")
    deleted = delete_text(shared, report_id, "Talks resume", SaveRequest(token="one press"))
    assert delete_text(shared, report_id, report_id, SaveRequest(token="one press")).revision == deleted.revision
    assert undoable(shared) == added.revision
    with pytest.raises(OnRecordError, match="nothing to take back"):
        undo(shared, deleted.revision)
    undo(shared)
    undo(shared, store.newest(shared.engine, shared.dossier_id))
    assert report_id in rows(shared).index and store.report_texts(shared.engine, shared.dossier_id) == {}


def test_no_letter_of_a_deleted_text_stays_in_the_files_of_an_embedded_database(workspace, tmp_path):
    canary = "zebrafish-canary " + words(22, 4000)
    report_id = add(workspace, canary).mark.removeprefix("report:")
    files = sorted(tmp_path.glob("onrecord.db*"))
    assert any(b"zebrafish-canary" in path.read_bytes() for path in files)
    delete_text(workspace, report_id, report_id)
    assert not any(b"zebrafish-canary" in path.read_bytes() for path in tmp_path.glob("onrecord.db*"))


def test_a_text_is_deleted_only_by_the_name_of_its_report(shared):
    report_id = add(shared, words(23, 300)).mark.removeprefix("report:")
    for typed in ("", "yes", "talks", f"{report_id}x"):
        with pytest.raises(OnRecordError, match="Nothing was deleted"):
            delete_text(shared, report_id, typed)
    reader = Workspace(shared.engine, shared.dossier_id, Coder("bob", False))
    with pytest.raises(AccessError):
        delete_text(reader, report_id, report_id)
    with pytest.raises(MissingError):
        delete_text(shared, CODED, CODED)
    with pytest.raises(MissingError):
        delete_text(shared, "nothing", "nothing")
    assert len(store.report_texts(shared.engine, shared.dossier_id)) == 1


def test_a_retracted_report_keeps_its_text(shared):
    report_id = add(shared, words(24, 300)).mark.removeprefix("report:")
    coding.retract(shared, "reports", (report_id,))
    assert report_id not in rows(shared).index and len(store.report_texts(shared.engine, shared.dossier_id)) == 1


# --- bounds ---------------------------------------------------------------------------------------------------------


def test_bounds_move_as_long_as_every_coded_row_stays_inside(workspace):
    row = rows(workspace).loc[CODED]
    start, end = int(row["body_start"]), int(row["body_end"])
    tables = store.load(workspace.engine, workspace.dossier_id).tables
    coded = [
        tables[name][tables[name]["report_id"] == CODED] for name in ("event_reports", "stances", "conflict_sides")
    ]
    first = min(int(s) for rows_of_table in coded for s in rows_of_table["start"])
    last = max(int(e) for rows_of_table in coded for e in rows_of_table["end"])
    assert start <= first and last < end
    assert reports.move_bounds(workspace, CODED, (first, last)).mark == f"report:{CODED}"
    assert tuple(rows(workspace).loc[CODED, ["body_start", "body_end"]]) == (str(first), str(last))
    for bounds in ((first + 1, last), (first, last - 1), (end, start), (start, int(row["n_chars"]) + 1)):
        with pytest.raises(DossierError):
            reports.move_bounds(workspace, CODED, bounds)
    assert tuple(rows(workspace).loc[CODED, ["body_start", "body_end"]]) == (str(first), str(last))


def test_bounds_somebody_else_moved_meanwhile_are_not_overwritten(workspace):
    text = words(10)
    seen = add(workspace, text).revision
    report_id = next(r for r in rows(workspace).index if r.startswith("talks"))
    other = Workspace(workspace.engine, workspace.dossier_id, Coder("bob", True))
    reports.move_bounds(other, report_id, (5, len(text)), SaveRequest(base_rev=seen))
    with pytest.raises(StaleError):
        reports.move_bounds(workspace, report_id, (9, len(text)), SaveRequest(base_rev=seen))
    reports.move_bounds(workspace, report_id, (5, len(text) - 9), SaveRequest(base_rev=seen))
    assert tuple(rows(workspace).loc[report_id, ["body_start", "body_end"]]) == ("5", str(len(text) - 9))


def test_there_are_no_bounds_of_a_report_that_is_not_there(workspace):
    with pytest.raises(MissingError):
        reports.move_bounds(workspace, "nothing", (0, 1))


# --- on the page ----------------------------------------------------------------------------------------------------


@pytest.fixture
def page(monkeypatch, tmp_path, filled):
    """The task as a coder gets it who opens it; called again, as after the tab was closed."""
    shutil.copy(filled, tmp_path / "onrecord.db")
    for name in config.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path))
    (tmp_path / "no-folders").mkdir()
    monkeypatch.setenv("ONRECORD_DATA", str(tmp_path / "no-folders"))  # or the whole dossier would be filled in
    monkeypatch.setenv("ONRECORD_CODER", "Anna")
    st.cache_resource.clear()

    def page(**query):
        test = AppTest.from_file(DASHBOARD, default_timeout=600)
        test.query_params.update({"task": "add", **query})
        return whole(test.switch_page("pages/desk.py").run())

    yield page
    st.cache_resource.clear()


def whole(test):
    assert not test.exception, [e.message for e in test.exception]
    return test


def paste(test, text):
    return whole(next(t for t in test.text_area if t.label.startswith("Or paste")).set_value(text).run())


def value(test, label):
    """What a field of the form holds."""
    sheet = Sheet(test)
    return sheet.values()[sheet.field(label)]


def typed(test, **values):
    """The page once somebody has typed into the form."""
    return Sheet(test).type(**values).app


def pressed(test, what="save"):
    """The page once a button of the form was pressed."""
    return Sheet(test).ask(what).app


def told(test):
    """What the page says, the lines of the form with it."""
    page = " ".join(e.value for e in (*test.warning, *test.error, *test.caption, *test.get("html"))).replace("\\", "")
    return f"{page} {Sheet(test).words() if Sheet(test).is_there else ''}"


def held(tmp_path):
    engine = store.connect(f"sqlite:///{tmp_path / 'onrecord.db'}")
    (dossier_id,) = store.dossiers(engine)
    return Workspace(engine, dossier_id, Coder("Anna", True))


def test_pasted_text_is_a_report_after_one_more_press_and_then_leads_to_coding(page, tmp_path):
    test = paste(page(), honest.TEXT)
    assert (value(test, "Title"), value(test, "Published")) == (honest.LINES[0], "2021-01-28")
    test = pressed(test)
    assert "Saved as revision 2" in told(test) and not test.error
    row = rows(held(tmp_path)).loc["2021-01-28-harbour-talks-resume-after-a-week"]
    assert (row["author"], row["language"], row["reliability"]) == ("Ilse Berg", "en", "F")
    (link,) = [e for e in test.get("page_link") if "Code this report" in e.proto.label]
    assert "task=code" in link.proto.query_string and row.name in link.proto.query_string
    assert store.draft(held(tmp_path).engine, held(tmp_path).dossier_id, "Anna", "add") == {}


def test_what_is_like_it_is_said_before_anything_is_saved(page, tmp_path):
    test = pressed(paste(page(), honest.TEXT))
    test = paste(test, honest.TEXT)
    assert "The very same text as" in told(test) and Sheet(test).data["buttons"][0]["title"] == "Add it all the same"
    assert value(test, "Rests on") == "2021-01-28-harbour-talks-resume-after-a-week"
    assert store.newest(held(tmp_path).engine, held(tmp_path).dossier_id) == 2
    test = pressed(test, "away")
    test = paste(test, honest.TEXT.replace("Thursday", "Friday"))
    assert "The same text as" in told(test) and "%" in told(test) and "very same" not in told(test)


def test_what_was_typed_is_there_again_in_another_tab_and_gone_once_put_away(page):
    test = paste(page(), honest.TEXT + "\u202e")
    test = typed(test, outlet="The *Coast*")
    again = page()
    assert value(again, "Outlet") == "The *Coast*" and "Restored" in told(again)
    assert "direction" in told(again) and honest.LINES[3] in told(again)
    pressed(again, "away")
    assert not Sheet(page()).is_there


def test_a_report_without_a_title_or_language_is_not_saved_and_nothing_typed_is_lost(page, tmp_path):
    test = paste(page(), "Too short to tell.")
    test = typed(test, outlet="The Coast")
    test = pressed(test)
    assert "Fill in the title and the language first" in told(test) and value(test, "Outlet") == "The Coast"
    test = typed(test, title="Short")
    test = typed(test, language="en")
    test = typed(test, published="3/4/2021")
    test = pressed(test)
    assert "Saved" not in told(test) and value(test, "Title") == "Short"
    test = typed(test, published="3 April 2021")
    assert "Saved as revision 2" in told(pressed(test))
    assert rows(held(tmp_path)).loc["2021-04-03-short", "published"] == "2021-04-03"


def test_hostile_text_is_shown_as_text(page):
    text = "<script>alert(1)</script> ![x](http://example.org/x.png)\n" + honest.TEXT
    test = paste(page(), text)
    assert "<script>alert" not in told(test) and "&lt;script&gt;" in told(test)


def test_the_bounds_of_a_new_report_are_moved_by_sentence_and_saved_with_it(page, tmp_path):
    test = paste(page(), honest.TEXT)
    test = whole(test.select_slider[0].set_range(3, 4).run())
    pressed(test)
    row = rows(held(tmp_path)).loc["2021-01-28-harbour-talks-resume-after-a-week"]
    assert honest.TEXT[int(row["body_start"]) : int(row["body_end"])] == "\n".join(honest.LINES[3:5])


def test_whoever_may_only_read_is_told_so(page, monkeypatch):
    test = page(rev="1")  # a past state
    assert not test.text_area and "may read this record" in " ".join(i.value for i in test.info)


def test_a_text_is_deleted_on_the_page_after_its_report_is_named(page, tmp_path):
    pressed(paste(page(), honest.TEXT))
    report_id = "2021-01-28-harbour-talks-resume-after-a-week"
    test = page()
    (press,) = [b for b in test.button if b.label == "Delete this text for good"]
    test = whole(press.click().run())
    assert "Nothing was deleted" in told(test) and store.report_texts(held(tmp_path).engine, held(tmp_path).dossier_id)
    test.text_input(key=f"w-delete-{report_id}").set_value(report_id)
    (press,) = [b for b in test.button if b.label == "Delete this text for good"]
    test = whole(press.click().run())
    assert not test.error, [e.value for e in test.error]
    assert "Saved as revision 3" in told(test), [h.proto.body for h in test.get("html")][-6:]
    assert "No text of a report is stored here." in told(test)
    assert not [b for b in test.button if b.label == "Undo"]
    assert store.report_texts(held(tmp_path).engine, held(tmp_path).dossier_id) == {}
    changes = whole(test.switch_page("pages/changes.py").run())
    assert f"text deleted: {report_id}" in " ".join(b.label for b in changes.button).replace("\\", "")
    assert not [b for b in changes.button if b.key == "w-undo-3"] and [b for b in changes.button if b.key == "w-undo-2"]
