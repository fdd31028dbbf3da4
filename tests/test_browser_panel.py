"""The panel of an event in a real browser: a link is added there, and from it a side to a conflict."""

import pytest
from playwright.sync_api import expect

from onrecord import store
from onrecord.editing import Coder, Workspace, verdicts
from onrecord.record.differences import differences
from onrecord.views.tables.passages import coded_passages
from tests import databases, river
from tests.browser import LONG, serving, visiting

pytestmark = pytest.mark.browser
EVENT = "first-round"


@pytest.fixture
def home(tmp_path):
    """A home with the river and one conflict on record, and nothing else."""
    (tmp_path / "home").mkdir()
    (tmp_path / "none").mkdir()
    url = f"sqlite:///{tmp_path / 'home' / 'onrecord.db'}"
    databases.fill(url, river.dossier())
    held = store.connect(url)
    rows = differences(river.record()).rows
    about = (rows["rule"] == "day") & (rows["subject_id"] == EVENT)
    at = Workspace(held, "river", Coder("Boris", True))
    verdicts.record_difference(at, rows.loc[about, "difference_id"].item())
    yield at
    held.dispose()


def tables(at):
    return store.load(at.engine, at.dossier_id).tables


def pick(page, title, typed):
    """Choose from a field by its first letters, as people do."""
    page.get_by_role("combobox", name=title).click()
    page.keyboard.type(typed)
    page.get_by_role("option").first.click()


@pytest.mark.full
def test_a_link_and_a_side_of_a_conflict_are_added_from_the_panel_of_the_event(browser, home, tmp_path):
    before = {name: len(rows) for name, rows in tables(home).items()}
    other = next(row for row in tables(home)["events"].to_dict("records") if row["event_id"] == "velko-denies")
    passage = coded_passages(river.record(), "event:first-round")["label"].iloc[-1]
    with (
        serving(tmp_path, ONRECORD_DATA=str(tmp_path / "none"), ONRECORD_CODER="Dana") as server,
        visiting(browser, server) as visit,
    ):
        there = visit().open("conflicts", select=f"event:{EVENT}", list="recorded")
        panel, page = there.panel(), there.page
        panel.get_by_text("Add a link").click()
        pick(page, "This event", "Depends on")
        pick(page, "The other event", other["title"][:20])
        panel.get_by_role("button", name="Save the link").click()
        expect(page.locator(".or-saved")).to_contain_text("depends on", timeout=LONG)
        new = tables(home)["event_links"]
        assert [EVENT, "velko-denies", "conditional_on"] in new[["from_id", "to_id", "relation"]].to_numpy().tolist()
        panel.locator(".st-key-list-conflict button").click()
        panel.get_by_role("link", name="Change it or its sides").click()
        pick(page, "Passages that differ", passage[-30:])
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Save the change").click()
        expect(page.locator(".or-saved")).to_contain_text("is changed", timeout=LONG)
        assert len(tables(home)["conflict_sides"]) == before["conflict_sides"] + 1
