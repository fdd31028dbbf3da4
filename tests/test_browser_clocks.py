"""The two clocks in a real browser: the slider by keyboard, a past state by its address, days that are typed, Back."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from onrecord import store
from onrecord.record import Scope, lanes, narrow
from onrecord.schema.change import Change, Signed
from onrecord.views import tables
from tests import counts
from tests.apps import DATA, DOSSIER
from tests.browser import LONG, THEMES, serving, step, visiting, wait_until

pytestmark = pytest.mark.browser

# what can be clicked on the timeline itself
MARKS = """() => [...new Set(document.querySelector('.st-key-timeline .js-plotly-plot')._fullData
    .flatMap(trace => trace.customdata ?? []).flatMap(mark => mark.split(':')[1].split(',')))].sort()"""
# the browser is busy between the two clicks, so the second is sent before it has read what came of the first
BOTH = """() => {
    const buttons = [...document.querySelectorAll('[data-testid=stSidebar] button')];
    document.querySelector('.st-key-list-standing button').click();
    setTimeout(() => {
        for (const began = performance.now(); performance.now() - began < 1500;);
        buttons.find(button => button.innerText === 'Speakers').click();
    }, 20);
}"""
DAYS = ("2021-05-19", "2021-05-05", "2021-01-28")[: counts.of(2, 3)]  # from report to report, the last one first
ASKS = "([name, value]) => new URLSearchParams(location.search).get(name) === value"


def asks(there, name, value):
    wait_until(there.page, ASKS, arg=[name, value])
    return there.settle()


def known_by(record, day):
    view = narrow(record, Scope(known_on=date.fromisoformat(day) if day else None))
    return sorted(set(lanes.marks(view)["event_id"]))


@pytest.mark.parametrize("theme", counts.some(THEMES, 1))
def test_the_arrow_keys_replay_what_was_known_and_back_goes_the_other_way(visit, record, theme):
    there = visit(theme).open("timeline", span="all")
    assert there.page.evaluate(MARKS) == known_by(record, None)
    for day in DAYS:
        step(there, "Replay: as known on", "ArrowLeft")
        asks(there, "known_on", day)
        assert there.page.evaluate(MARKS) == known_by(record, day)
        assert "as known on" in there.scope()
    there.page.go_back()
    asks(there, "known_on", DAYS[-2])
    expect(there.page.get_by_role("slider", name="Replay: as known on")).to_have_attribute(
        "aria-valuetext", f"{date.fromisoformat(DAYS[-2]):%-d %B %Y}", timeout=LONG
    )
    assert there.page.evaluate(MARKS) == known_by(record, DAYS[-2])
    step(there, "Replay: as known on", "End")
    asks(there, "known_on", None)
    assert there.page.evaluate(MARKS) == known_by(record, None)


@pytest.fixture
def past(tmp_path):
    """A home in which an event of the dossier was renamed on 1 February 2024, a month after it came."""
    home = tmp_path / "home"
    home.mkdir()
    engine = store.connect(f"sqlite:///{home / 'onrecord.db'}")
    dossier = store.read_folder(DATA / DOSSIER)
    first = store.save(engine, dossier, made_by="folder", reason="first")
    events = dossier.tables["events"].set_index("event_id", drop=False)
    row = events.loc["abbas-conference"].to_dict()
    change = Change("events", ("abbas-conference",), row, row | {"title": "Renamed conference"})
    second = store.write(engine, dossier.dossier_id, [change], Signed("x", "renamed"))
    with engine.begin() as connection:
        for revision, month in ((first, 1), (second, 2)):
            made = {"at": datetime(2024, month, 1, 12, tzinfo=UTC).isoformat(), "rev": revision}
            connection.execute(sa.text("UPDATE revisions SET made_at = :at WHERE rev_id = :rev"), made)
    engine.dispose()
    return tmp_path, row["title"]


def test_a_link_to_a_past_state_opens_it_on_a_server_nobody_has_visited_before(browser, past):
    folder, title = past
    with serving(folder) as fresh, visiting(browser, fresh) as visit:
        deep = {"from": "2021-01-01", "level": "speaker", "stood_on": "2024-01-20", "select": "event:abbas-conference"}
        there = visit().open("timeline", **deep)
        expect(there.page.locator("h1")).to_have_text("Timeline")
        assert "2021-01-01 to the end" in there.scope() and "counted by speaker" in there.scope()
        expect(there.page.locator(".or-stood")).to_contain_text("As the dossier stood on 20 January 2024, revision 1")
        expect(there.panel().locator(".or-title")).to_have_text(title)
        there.go("Positions")
        assert there.asks("stood_on") == ["2024-01-20"]
        expect(there.page.locator(".or-stood")).to_be_visible()
        there.page.go_back()
        expect(there.page.locator("h1")).to_have_text("Timeline", timeout=LONG)
        there.settle().click(there.page.get_by_role("button", name="Show it as it stands now"))
        asks(there, "stood_on", None)
        expect(there.panel().locator(".or-title")).to_have_text("Renamed conference", timeout=LONG)
        there.open("timeline", stood_on="2023-12-31")
        expect(there.page.get_by_text("The dossier was not here yet on 31 December 2023")).to_be_visible()
        there.click(there.page.get_by_role("button", name="Show it as it stands now"))
        expect(there.page.locator("h1")).to_have_text("Timeline", timeout=LONG)


def test_a_day_that_is_typed_counts_on_enter(visit, record):
    there = visit().open("reports")
    field = there.page.get_by_test_id("stSidebar").get_by_test_id("stDateInput").filter(has_text="As known on")
    parts = field.get_by_role("spinbutton")
    for part, typed in zip(parts.all(), ("2021", "05", "05"), strict=True):
        part.focus()
        there.page.keyboard.type(typed, delay=30)
    there.page.keyboard.press("Enter")
    asks(there, "known_on", "2021-05-05")
    then = narrow(record, Scope(known_on=date(2021, 5, 5)))
    expect(there.page.locator(".or-scope")).to_contain_text(f"{len(then.reports)} reports", timeout=LONG)
    parts.last.focus()
    there.page.keyboard.press("Escape")
    there.page.keyboard.type("19", delay=30)
    there.page.keyboard.press("Enter")
    asks(there, "known_on", "2021-05-19")


@pytest.mark.late
def test_two_things_chosen_before_the_address_of_the_first_arrives_are_both_kept(visit, record):
    there = visit().open()
    mark = tables.overview.event_lines(tables.overview.plans(lanes.events(narrow(record, Scope()))))[0][0]
    there.page.evaluate(BOTH)
    asks(there, "level", "speaker")
    assert there.selects(mark, narrow(record, Scope(level="speaker")))
    assert "counted by speaker" in there.settle().scope()


@pytest.mark.late
def test_back_at_once_after_a_selection_undoes_it(visit, record):
    there = visit().open()
    mark = tables.overview.event_lines(tables.overview.plans(lanes.events(narrow(record, Scope()))))[0][0]
    there.page.locator(".st-key-list-standing button").first.click()
    wait_until(there.page, ASKS, arg=["select", mark])
    there.page.go_back()
    asks(there, "select", None)
    expect(there.panel().locator(".or-title")).to_have_count(0, timeout=LONG)
    assert there.asks("select") == []
