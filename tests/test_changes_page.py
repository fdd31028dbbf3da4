"""The page of changes, its undo, and the last visit, run as a visitor's browser runs them."""

import shutil
import sqlite3
import time
from functools import cache

import pytest
import streamlit as st

from onrecord import editing, store
from onrecord.editing import Coder, Workspace, coding
from onrecord.errors import SaveError
from onrecord.ui import visit
from tests.apps import DATA, DOSSIER, advice, empty, opened, sent

ABSURD = [
    {"since": "x", "after": "999999", "since_day": "2021-13-45", "by": "x", "most": "-5"},
    {"since": "revision", "after": "-1", "most": "9" * 30},
    {"since": "revision", "after": "<script>alert(1)</script>", "select": "event:nothing"},
    {"since": "day", "since_day": "0001-01-01"},
    {"since": "day", "since_day": "9999-12-31", "by": "actor"},
    {"since": "day", "since_day": "tomorrow"},
    {"rev_of": "999999"},
    {"rev_of": "-1"},
    {"rev_of": "\u0663"},
    {"rev_of": "<script>alert(1)</script>", "select": "stance:\u202e"},
    {"rev_of": "1", "select": "event:<b>"},
    {"row": ":"},
    {"row": "events"},
    {"row": "events:nothing~at~all"},
    {"row": "nothing:at-all", "rev_of": "1"},
    {"row": "x" * 10_000},
    {"row": "event_reports:\u202e\x00"},
]


@pytest.fixture
def home(enter, filled, tmp_path, monkeypatch):
    """An instance of its own whose user is root; what it remembers of visits is written down at once.

    No folder lies beside its database: there is nothing to compare it with at each beginning.
    """
    enter(ONRECORD_DATA=empty(tmp_path), ONRECORD_HOME=tmp_path, ONRECORD_CODER="root")
    monkeypatch.setattr(visit, "PAUSE", 0.01)
    return store.connect(f"sqlite:///{shutil.copy(filled, tmp_path / 'onrecord.db')}")


@pytest.fixture
def dana(home):
    """The desk of a colleague over the same dossier."""
    return Workspace(home, DOSSIER, Coder("dana", True))


@pytest.fixture
def root(home):
    return Workspace(home, DOSSIER, Coder("root", True))


def first(held, table="events"):
    return store.load(held, DOSSIER).tables[table].iloc[0].to_dict()


@cache
def event_id():
    """The key of the first event."""
    return store.read_folder(DATA / DOSSIER).tables["events"].iloc[0]["event_id"]


def renamed(at, title, reason="read again"):
    return coding.change(at, "events", (event_id(),), {"title": title}, coding.SaveRequest(reason=reason))


def dated(held, revision, day):
    """Let a revision have been made on another day."""
    with sqlite3.connect(held.url.database) as file:
        file.execute("UPDATE revisions SET made_at = ? WHERE rev_id = ?", (f"{day}T10:00:00+00:00", revision))
    st.cache_resource.clear()


def seen(held, who="root"):
    """What is remembered of a visit, once it is written down."""
    for _ in range(100):
        if found := store.last_visit(held, DOSSIER, who):
            return found
        time.sleep(0.02)
    raise AssertionError("the visit was not remembered")


def told(at):
    """All the page says, without the joiners of labels."""
    return sent(at).replace("\\", "").replace("\u2060", "")


def n_revisions(held):
    return len(store.revisions(held, DOSSIER))


def test_on_the_first_visit_the_page_says_what_it_will_be_for_and_lists_the_revisions(home):
    at = opened("changes")
    assert not at.exception and [t.value for t in at.title] == ["Changes"]
    assert "first visit" in advice(at) and "Revision 1: read from its folder" in told(at)
    assert at.button(key="w-undo").disabled and at.button(key="w-redo").disabled
    assert not [b for b in at.button if b.key == "w-undo-1"]


def test_nothing_new_is_said_kindly(home):
    store.keep_visit(home, DOSSIER, "root", 1, "timeline")
    at = opened("changes")
    assert not at.exception and not at.error and not at.warning
    assert any(s.value.endswith("nothing new") for s in at.subheader)


def test_what_a_colleague_changed_since_the_last_visit_is_told_with_old_new_who_and_why(home, dana):
    store.keep_visit(home, DOSSIER, "root", 1, "timeline")
    old = first(home)["title"]
    renamed(dana, "Another name", "the ministry's own wording")
    at = opened("changes")
    assert any("1 change" in s.value for s in at.subheader)
    assert all(text in told(at) for text in ("Another name", "dana", "ministry's own wording".replace("'", "&#x27;")))
    assert old.replace("'", "&#x27;") in told(at)
    link = at.button(key="go-changed-0")
    after = link.click().run()
    assert f"event:{first(home)['event_id']}" in after.query_params["select"]
    assert not after.exception


def test_a_day_and_a_revision_can_be_compared_with(home, dana):
    renamed(dana, "Once")
    renamed(dana, "Twice")
    dated(home, 1, "2026-01-01"), dated(home, 2, "2026-02-02"), dated(home, 3, "2026-03-03")
    assert any("1 change" in s.value for s in opened("changes", since="revision", after="2").subheader)
    for day, change in (("2026-02-02", "Twice"), ("2026-03-03", "Once")):
        at = opened("changes", since="day", since_day=day)
        assert any("1 change" in s.value for s in at.subheader) and change in told(at)
    assert any("nothing new" in s.value for s in opened("changes", since="day", since_day="2026-03-04").subheader)


def test_the_page_withstands_an_absurd_address(home, dana):
    renamed(dana, "<script>alert(1)</script>")
    for query in ABSURD:
        at = opened("changes", **query)
        assert not at.exception and len(at.title) == 1, query
        assert "<script>" not in "".join(h.value for h in at.get("html") if hasattr(h, "value")), query


def test_no_address_writes(home, dana):
    renamed(dana, "Another name")
    for query in ({"rev_of": "2"}, {"row": "events:x"}, {"since": "revision"}, {"most": "40"}):
        opened("changes", **query)
        assert n_revisions(home) == 2, query


def test_one_s_own_work_of_today_is_undone_by_one_press_and_done_again_by_another(home, root):
    old = first(home)["title"]
    renamed(root, "A slip")
    at = opened("changes")
    assert "A slip" not in first(home)["title"] or "Undo takes back revision 2" in told(at)
    at = at.button(key="w-undo").click().run()
    assert not at.exception and first(home)["title"] == old
    assert "Saved as revision 3" in told(at) and "Redo does again revision 2" in told(at)
    at = at.button(key="w-redo").click().run()
    assert not at.exception and first(home)["title"] == "A slip"


def test_a_colleague_s_revision_asks_first_whose_work_goes(home, dana):
    old = first(home)["title"]
    renamed(dana, "Dana's name")
    at = opened("changes").button(key="w-undo-2").click().run()
    assert "2" in at.query_params["rev_of"] and n_revisions(home) == 2
    assert "the work of dana" in advice(at) and "1 row" in advice(at)
    at = at.button(key="w-undo-sure").click().run()
    assert not at.exception and first(home)["title"] == old
    assert store.revisions(home, DOSSIER).iloc[-1][["made_by", "undoes"]].tolist() == ["root", 2]
    assert "undone by revision 3" in told(at)


def test_one_s_own_work_of_another_day_asks_first_too_and_can_be_left(home, root):
    renamed(root, "A slip of yesterday")
    dated(home, 2, "2026-01-02")
    at = opened("changes").button(key="w-undo").click().run()
    assert n_revisions(home) == 2 and "your own work of 2 Jan 2026" in advice(at)
    at = at.button(key="w-undo-leave").click().run()
    assert n_revisions(home) == 2 and not [b for b in at.button if b.key == "w-undo-sure"]


def test_an_undo_that_somebody_s_later_work_forbids_shows_all_three_values(home, root, dana):
    old = first(home)["title"]
    renamed(root, "Root's name")
    at = opened("changes")
    renamed(dana, "Dana's name")
    at = at.button(key="w-undo").click().run()
    assert not at.exception and first(home)["title"] == "Dana's name" and n_revisions(home) == 3
    assert any("dana changed this since" in e.value.replace("\\", "") for e in at.error)
    escaped = [text.replace("'", "&#x27;") for text in (old, "Root's name", "Dana's name")]
    assert all(text in told(at) for text in escaped)


def test_an_undo_that_somebody_else_has_done_meanwhile_says_so(home, root, dana):
    renamed(root, "Root's name")
    at = opened("changes", rev_of="2")
    editing.undo(dana, 2)
    at = at.button(key="w-undo-2").click().run()
    assert any("undone already, by dana" in e.value.replace("\\", "") for e in at.error) and n_revisions(home) == 3


def test_one_revision_tells_row_by_row_what_it_did(home, dana):
    renamed(dana, "Another name")
    at = opened("changes", rev_of="2")
    assert not at.exception and any("Revision 2" in s.value for s in at.subheader)
    assert "Another name" in told(at) and not at.dataframe  # what is closed is not worked out
    at.session_state["twin-done"] = True
    assert len(at.run().dataframe) == 1
    assert "cannot be undone" in " ".join(c.value for c in opened("changes", rev_of="1").caption)


def test_the_changes_of_one_actor_are_listed_once_they_are_opened(home, dana):
    stances = store.load(home, DOSSIER).tables["stances"]
    mine = stances.loc[stances["actor_id"] == "russia", "stance_id"].head(2)
    for stance_id in mine:
        coding.change(dana, "stances", (stance_id,), {"note": "read again"})
    at = opened("changes", since="revision", after="1", by="actor")
    assert "Russia: 2 changes" in [b.label.replace("\\", "") for b in at.button]
    before = {b.key for b in at.button}
    at.session_state["more-actor-0"] = True
    more = [b.key for b in at.run().button if b.key not in before]
    assert not at.exception and len(more) == 2 and all("of-actor-0" in key for key in more)


def test_one_row_tells_every_version_newest_first_with_who_and_why(home, dana, root):
    renamed(dana, "Second name", "as dana read it")
    renamed(root, "Third name", "as root read it")
    at = opened("changes", row=f"events:{first(home)['event_id']}")
    assert not at.exception and any("3 versions" in c.value for c in at.caption)
    said = told(at)
    assert 0 < said.index("as root read it") < said.index("as dana read it") < said.index("read from its folder")
    assert at.button(key="go-version-0") and at.button(key="w-rev-version-2")


def test_a_retracted_row_keeps_its_history_and_shows_how_it_stood(home, dana):
    stance = first(home, "stances")
    coding.retract(dana, "stances", (stance["stance_id"],))
    mark = f"stance:{stance['stance_id']}"
    at = opened("changes", row=mark, select=mark)
    assert not at.exception and any("no longer on record" in c.value for c in at.caption)
    assert "how it stood" in advice(at) and stance["gist"][:30].replace("'", "&#x27;") in told(at)


def test_nobody_undoes_anything_in_a_past_that_is_only_looked_at(home, dana):
    renamed(dana, "Another name")
    renamed(dana, "A third name")
    at = opened("changes", rev="2", since="revision", after="1")
    assert not at.exception and "Another name" in told(at) and "A third name" not in told(at)
    assert not [b for b in at.button if str(b.key).startswith("w-undo")]


def test_changes_outside_the_scope_are_counted_and_not_shown(home, dana):
    issues = store.load(home, DOSSIER).tables["issues"]["issue_id"]
    stance = first(home, "stances")
    coding.change(dana, "stances", (stance["stance_id"],), {"note": "seen again"})
    asked = {"since": "revision", "after": "1"}
    assert "seen again" in told(opened("changes", issue=stance["issue_id"], **asked))
    other = next(i for i in issues if i != stance["issue_id"])
    at = opened("changes", issue=other, **asked)
    assert "seen again" not in told(at) and "1 row outside this scope" in " ".join(c.value for c in at.caption)


# --- the last visit -------------------------------------------------------------------------------------------------


def links(at):
    return [str(e.proto.label) for e in at.main if type(e.proto).__name__ == "PageLink"]


def welcome(at):
    said = told(at)
    return said if "Since your last visit" in said else ""


def test_the_first_page_says_what_changed_since_the_last_visit_and_where_it_was_left(home, dana):
    mark = f"event:{first(home)['event_id']}"
    opened("timeline", select=mark, actor="russia")
    before = seen(home)
    assert (before.revision, before.view) == (1, f"timeline?actor=russia&select={mark.replace(':', '%3A')}")
    renamed(dana, "Another name")
    at = opened("overview")
    assert not at.exception and "1 change" in welcome(at)
    assert "Continue where you left off: Timeline, Another name, 1 filter" in welcome(at)
    assert "Since your last visit" not in told(opened("overview", actor="russia"))


def test_the_first_page_without_news_says_so_and_a_first_visit_says_nothing(home):
    assert not welcome(opened("overview"))
    seen(home)
    assert "nothing new" in welcome(opened("overview")) and "Continue" not in welcome(opened("overview"))


def test_who_only_passes_by_the_first_page_finds_again_where_the_visit_before_was_left(home, dana):
    store.keep_visit(home, DOSSIER, "root", 1, "positions?level=speaker")
    renamed(dana, "Another name")
    opened("overview")
    for _ in range(100):
        if store.last_visit(home, DOSSIER, "root").revision == 2:
            break
        time.sleep(0.02)
    assert store.last_visit(home, DOSSIER, "root").view == "positions?level=speaker"
    assert store.last_visit(home, DOSSIER, "root").revision == 2


def logged(held):
    """Let the database count what is written to the visits; what it has counted so far."""
    with sqlite3.connect(held.url.database) as file:
        file.execute("CREATE TABLE IF NOT EXISTS log (view TEXT)")
        for act in ("INSERT", "UPDATE"):
            file.execute(
                f"CREATE TRIGGER IF NOT EXISTS log_{act} AFTER {act} ON visits "
                "BEGIN INSERT INTO log VALUES (NEW.coder || ' ' || NEW.revision || ' ' || NEW.view); END"
            )
        return [row[0] for row in file.execute("SELECT view FROM log")]


def test_a_run_that_only_redraws_writes_nothing(home):
    logged(home)
    at = opened("timeline")
    seen(home)
    at.run()
    time.sleep(0.3)
    assert logged(home) == ["root 1 timeline"]
    at.query_params["level"] = "speaker"
    at.run()
    time.sleep(0.3)
    assert logged(home) == ["root 1 timeline", "root 1 timeline?level=speaker"]


def test_a_look_into_the_past_does_not_make_the_present_unseen(home, dana):
    renamed(dana, "Another name")
    store.keep_visit(home, DOSSIER, "root", 2, "timeline")
    opened("reports", rev="1")
    for _ in range(100):
        if "rev=1" in store.last_visit(home, DOSSIER, "root").view:
            break
        time.sleep(0.02)
    assert store.last_visit(home, DOSSIER, "root").revision == 2


def test_nobody_s_visit_is_remembered_without_a_name(enter, home, monkeypatch, tmp_path):
    monkeypatch.setattr("getpass.getuser", lambda: "")
    enter(ONRECORD_DATA=empty(tmp_path), ONRECORD_HOME=tmp_path)
    at = opened("overview")
    assert not at.exception and not welcome(at)
    at = opened("changes")
    assert "no visit is remembered" in advice(at) and not at.exception


def test_a_page_opens_where_the_visit_cannot_be_written_down(home):
    with sqlite3.connect(home.url.database) as file:
        file.execute("CREATE TRIGGER full BEFORE INSERT ON visits BEGIN SELECT RAISE(FAIL, 'no room'); END")
    with pytest.raises(SaveError):
        store.keep_visit(home, DOSSIER, "root", 1, "timeline")
    at = opened("overview")
    time.sleep(0.3)
    assert not at.exception and not at.error and store.last_visit(home, DOSSIER, "root") is None
    assert not at.run().exception


def test_a_pen_writes_the_last_of_what_was_noted_in_a_while_and_writes_it_once(home, monkeypatch):
    monkeypatch.setattr(visit, "PAUSE", 0.1)
    logged(home)
    pen = visit.Pen()
    for n in range(5):
        pen.note(home, (DOSSIER, "root"), n, f"timeline?{n}")
    pen.note(home, (DOSSIER, "dana"), 1, "overview")
    time.sleep(0.6)
    assert logged(home) == ["root 4 timeline?4", "dana 1 overview"]


def test_a_moment_is_said_as_people_say_it():
    assert visit.moment_text("2001-02-03T04:05:06+00:00") == "Sat 3 Feb 2001"
