"""A real browser on what alignment is made of: windows on pinned places, two windows compared, fragility, blocs."""

import pandas as pd
import pytest
from playwright.sync_api import expect
from test_browser import LONG, SPOTS, THEMES, browser, server, visit, whole  # noqa: F401

from onrecord import measures

pytestmark = pytest.mark.browser
PLACES = """name => {
    const plot = document.querySelector(`.st-key-figure-${name} .js-plotly-plot`), at = {};
    plot.data.forEach(t => (t.customdata || []).forEach((m, i) => { if (String(m).startsWith('actor:')) at[m] = [t.x[i], t.y[i]]; }));
    return at;
}"""  # noqa: E501


def step(there, label, key):
    """Move the slider called `label` by one key."""
    slider = there.page.get_by_role("slider", name=label)
    slider.focus()
    slider.press(key)
    there.actions += 1


@pytest.mark.parametrize("theme", THEMES)
def test_the_slider_over_windows_changes_the_graph_and_moves_nobody(visit, theme):  # noqa: F811
    there = visit(theme).open("movement", width="n20", span="all")
    last = there.page.evaluate(PLACES, "window")
    step(there, "Window", "ArrowLeft")
    there.page.wait_for_function("() => new URLSearchParams(location.search).has('at_window')", timeout=LONG)
    there.settle()
    before = there.page.evaluate(PLACES, "window")
    both = set(last) & set(before)
    assert both and set(last) != set(before), "the windows hold other actors"
    assert all(last[actor] == before[actor] for actor in both), "whoever is in both stands where they stood"


def test_two_windows_compared_open_the_stances_that_moved_a_dyad(visit, whole):  # noqa: F811
    there = visit().open("movement", width="n20", span="all", before="1", after="6")
    grid = there.page.locator(".st-key-changes").get_by_test_id("stDataFrame").first
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    there.page.mouse.click(box["x"] + 18, box["y"] + 35 + 17)
    there.page.wait_for_function("() => new URLSearchParams(location.search).has('select')", timeout=LONG)
    mark = there.asks("select")[0]
    assert mark.startswith(("stances:", "dyad:")) and there.selects(mark, whole)


def test_a_dyad_that_rests_on_one_report_says_which(visit, whole):  # noqa: F811
    said = measures.dyad_evidence(whole.stances, measures.similarity(measures.cells(whole.stances)))
    assert (said["rests_on"] != "").any()
    there = visit().open("alignment", min_shared="1", min_reports="1")
    expect(there.page.get_by_text("rest on one report").first).to_be_visible()
    there.click(there.page.get_by_text("Which report carries which dyad?"))
    grid = there.page.locator(".st-key-losses").get_by_test_id("stDataFrame").first
    expect(grid).to_be_visible()
    box = grid.bounding_box()
    there.page.mouse.click(box["x"] + 18, box["y"] + 35 + 17)
    there.page.wait_for_function("() => new URLSearchParams(location.search).has('select')", timeout=LONG)
    assert there.selects(there.asks("select")[0], whole)


def test_another_measure_and_the_matrix_stand_in_the_address(visit):  # noqa: F811
    there = visit().open("alignment", measure="krippendorff_alpha", **{"as": "matrix"})
    assert "correct for chance" in there.said() and "Krippendorff" in there.said()
    spots = there.page.evaluate(SPOTS)
    assert spots and all(s["mark"].startswith(("dyad:", "actor:")) for s in spots)


@pytest.mark.parametrize("theme", THEMES)
def test_the_blocs_are_told_by_letters_with_their_stability_and_open_an_actor(visit, whole, theme):  # noqa: F811
    there = visit(theme).open("blocs")
    assert "stability" in there.page.locator(".js-plotly-plot").first.inner_text()
    assert "balance" in there.said() and "polarisation above chance" in there.said()
    spot = next(s for s in there.page.evaluate(SPOTS) if s["mark"].startswith("actor:"))
    there.page.mouse.click(*there.at(spot))
    assert there.selects(spot["mark"], whole)
    assert pd.notna(whole.names()[spot["mark"].removeprefix("actor:")])
