"""What changed, undo, and where it was left, in real browsers: two coders at once, and a server that was restarted."""

import shutil
import sqlite3
import time

import pytest
from playwright.sync_api import expect

from onrecord import record as records
from onrecord import store
from onrecord.editing import Coder, Workspace, changes, coding
from tests import counts
from tests.apps import DATA, DOSSIER
from tests.browser import LONG, THEMES, serving, visiting

pytestmark = pytest.mark.browser
UNDO = ".st-key-w-undo button"


@pytest.fixture
def held(tmp_path, dossier):
    """The database that all servers of a test share; nobody has worked in it yet."""
    found = store.connect(f"sqlite:///{tmp_path / 'shared' / 'onrecord.db'}")
    store.fill(found, dossier)
    return found


@pytest.fixture
def at_work(browser, held, tmp_path):
    """Run a dashboard over the shared database for one coder, until the block ends."""

    data = tmp_path / "data"  # this dossier alone: another one that is read at the start takes a revision
    shutil.copytree(DATA / DOSSIER, data / DOSSIER)

    def at_work(coder, run=1):
        home, shared = tmp_path / f"{coder}-{run}", str(tmp_path / "shared")
        return serving(home, ONRECORD_HOME=shared, ONRECORD_CODER=coder, ONRECORD_DATA=str(data))

    return at_work


def workspace(held, coder):
    return Workspace(held, DOSSIER, Coder(coder, True))


def event(held):
    return store.load(held, DOSSIER).tables["events"].iloc[0].to_dict()


def titled(held, coder, title, reason="read again"):
    key = (event(held)["event_id"],)
    return coding.change(
        workspace(held, coder), "events", key, {"title": title}, coding.SaveRequest(reason=reason)
    ).revision


def saved(visit, text):
    expect(visit.page.locator(".or-saved")).to_contain_text(text, timeout=LONG)
    return visit.settle()


def button(visit, name):
    return visit.page.get_by_test_id("stMain").get_by_role("button", name=name)


def until(asked):
    for _ in range(150):
        if asked():
            return True
        time.sleep(0.1)
    return False


def test_two_coders_at_one_row_undo_their_own_work_and_never_each_other_s_unseen(browser, held, at_work):
    first = event(held)["title"]
    with (
        at_work("root") as one,
        at_work("dana") as other,
        visiting(browser, one) as mine,
        visiting(browser, other) as theirs,
    ):
        titled(held, "root", "Root's name for it")
        root = mine().open("changes")
        titled(held, "dana", "Dana's name for it")
        # root does not know of it yet, and presses
        root.click(root.page.locator(UNDO))
        clash = root.page.locator(".or-clash")
        expect(clash).to_be_visible(timeout=LONG)
        said = clash.inner_text()
        assert all(name in said for name in (first, "Root's name for it", "Dana's name for it", "dana"))
        assert event(held)["title"] == "Dana's name for it"
        # dana takes hers back by one key, then root his by one click, and does it again by one key
        dana = theirs().open("changes")
        dana.page.keyboard.press("u")
        saved(dana, "revision 3 taken back")
        assert event(held)["title"] == "Root's name for it"
        root.settle().click(root.page.locator(UNDO))
        saved(root, "revision 2 taken back")
        assert event(held)["title"] == first
        root.page.keyboard.press("Shift+U")
        saved(root, "done again")
        assert event(held)["title"] == "Root's name for it"
        # and in the other browser all of it is told, newest first
        told = dana.open("changes").said()
        assert told.index("Revision 6") < told.index("Revision 5") < told.index("Revision 4")
    by = store.revisions(held, DOSSIER)["made_by"].tolist()
    assert by == ["folder", "root", "dana", "dana", "root", "root"]


@pytest.mark.full
def test_a_colleague_s_work_goes_only_after_a_second_press_that_names_it(browser, held, at_work):
    first = event(held)["title"]
    revision = titled(held, "dana", "Dana's name for it")
    with at_work("root") as server, visiting(browser, server) as visits:
        there = visits().open("changes")
        before = there.actions
        there.click(there.page.locator(f".st-key-w-undo-{revision} button"))
        sure = button(there, f"Take back revision {revision}")
        expect(sure).to_be_visible(timeout=LONG)
        assert "the work of dana" in there.settle().said()
        assert event(held)["title"] == "Dana's name for it"
        there.click(sure)
        saved(there, f"revision {revision} taken back")
        assert event(held)["title"] == first and there.actions - before == 2


@pytest.mark.full
def test_today_s_slip_is_undone_by_one_action_and_yesterday_s_by_three(browser, held, at_work):
    first = event(held)["title"]
    old = titled(held, "root", "A slip of yesterday")
    with sqlite3.connect(held.url.database) as file:
        file.execute("UPDATE revisions SET made_at = '2026-01-02T10:00:00+00:00' WHERE rev_id = ?", (old,))
    slip = coding.change(workspace(held, "root"), "events", (event(held)["event_id"],), {"note": "A slip of today"})
    with at_work("root") as server, visiting(browser, server) as visits:
        there = visits().open("changes")
        there.actions += 1
        there.page.keyboard.press("u")
        saved(there, f"revision {slip.revision} taken back")
        assert "A slip" not in event(held)["note"] and there.actions == 1
        there = visits().open()
        there.go("Changes")
        there.click(there.page.locator(f".st-key-w-undo-{old} button"))
        expect(button(there, f"Take back revision {old}")).to_be_visible(timeout=LONG)
        assert "your own work of 2 Jan 2026" in there.settle().said()
        there.click(button(there, f"Take back revision {old}"))
        saved(there, f"revision {old} taken back")
        assert event(held)["title"] == first and there.actions == 3


@pytest.mark.full
def test_what_changed_since_the_last_visit_takes_one_action_and_is_the_difference_of_the_two_states(
    browser, held, at_work
):
    with at_work("root") as server:
        with visiting(browser, server) as visits:
            visits().open("timeline")
            assert until(lambda: store.last_visit(held, DOSSIER, "root"))
        titled(held, "dana", "Dana's name for it", "the ministry's wording")
        stances = store.load(held, DOSSIER).tables["stances"]
        coding.retract(workspace(held, "dana"), "stances", (stances.iloc[0]["stance_id"],))
        coding.change(workspace(held, "dana"), "stances", (stances.iloc[9]["stance_id"],), {"date": "2021-02"})
        with visiting(browser, server) as visits:
            there = visits().open()
            told(there, held, since=1)
            line = there.page.locator("[class*=st-key-go-retracted-0] button")
            there.click(line)
            expect(there.panel().locator(".or-title")).to_be_visible(timeout=LONG)
            assert "No longer on record" in there.settle().said() and there.actions == 2


def told(there, held, *, since):
    """One action from the first page to every change since a revision, and no other."""
    news = there.page.get_by_test_id("stMain").get_by_role("link", name="Since your last visit")
    present = records.from_dossier(store.load(held, DOSSIER))
    rows = store.changes_between(held, DOSSIER, since, present.revision)
    things = changes.with_parts(changes.change_lines(rows, present))
    expect(news).to_contain_text(f"{len(things)} changes", timeout=LONG)
    there.click(news)
    expect(there.page.locator("h1")).to_have_text("Changes", timeout=LONG)
    there.settle()
    kinds = "|".join(changes.ROW_CHANGES)
    shown = there.page.evaluate(
        "kinds => [...document.querySelectorAll('[class*=st-key-go-]')]"
        ".filter(e => RegExp(`st-key-go-(${kinds})-[0-9]+`).test(e.className.replaceAll(' ', '  ')))"
        ".map(e => e.innerText.trim())",
        kinds.replace(" ", "-"),
    )
    assert sorted(shown) == sorted(" ".join(name.split()) for name in things["name"])
    return there


@pytest.mark.full
def test_after_a_restart_of_the_server_work_goes_on_where_it_was_left(browser, held, at_work):
    chosen = f"event:{event(held)['event_id']}"
    with at_work("root") as server, visiting(browser, server) as visits:
        there = visits().open("timeline", level="speaker", select=chosen)
        scope = there.scope()
        assert until(lambda: store.last_visit(held, DOSSIER, "root"))
    titled(held, "dana", "Dana's name for it")
    with at_work("root", run=2) as server, visiting(browser, server) as visits:
        there = visits().open()
        expect(there.page.locator(".st-key-welcome")).to_contain_text("1 change", timeout=LONG)
        assert until(lambda: store.last_visit(held, DOSSIER, "root").revision == 2)
        there.page.reload()  # a page loaded anew is the same visit
        expect(there.settle().page.locator(".st-key-welcome")).to_contain_text("1 change", timeout=LONG)
        there.click(there.page.get_by_role("link", name="Continue where you left off: Timeline"))
        expect(there.page.locator("h1")).to_have_text("Timeline", timeout=LONG)
        there.settle()
        assert there.actions == 1 and there.asks("select") == [chosen] and there.asks("level") == ["speaker"]
        assert there.scope() == scope
        expect(there.panel().locator(".or-title")).to_have_text("Dana's name for it")
        # undo knows after the restart what was done before it
        there.go("Changes")
        there.click(there.page.locator(".st-key-w-undo-2 button"))
        there.click(button(there, "Take back revision 2"))
        saved(there, "revision 2 taken back")
        assert event(held)["title"] != "Dana's name for it"


@pytest.mark.full
@pytest.mark.parametrize("theme", counts.some(THEMES, 1))
def test_nothing_of_the_page_is_cut_off_on_a_small_screen(browser, held, at_work, theme):
    titled(held, "dana", "A very long name " * 12, "why " * 40)
    with at_work("root") as server, visiting(browser, server) as visits:
        for query in ({"since": "revision", "after": "1"}, {"rev_of": "2"}, {"since": "revision", "by": "actor"}):
            there = visits(theme, width=1024, height=768).open("changes", **query)
            wide = there.page.evaluate(
                "() => { const m = document.querySelector('[data-testid=stMain]');"
                "return m.scrollWidth - m.clientWidth }"
            )
            assert wide <= 0, query
