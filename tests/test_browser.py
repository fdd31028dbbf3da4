"""The dashboard in a real browser: journeys, clicks on real marks, both themes, files, hostile text, no way out."""

import io
from itertools import combinations
from pathlib import Path
from urllib.parse import urlencode

import networkx as nx
import numpy as np
import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import expect

from onrecord import measures, networks, schema, store
from onrecord.record import Scope, evidence, narrow, search
from onrecord.record.differences import differences
from onrecord.views import pages, tables
from onrecord.views.overview import Overview
from tests import counts
from tests.browser import LABELS, LONG, SHOTS, SPOTS, TEXTS, THEMES, lonely, serving, step, visiting, wait_until

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def whole(record):
    return narrow(record, Scope())


# --- journeys -------------------------------------------------------------------------------------------------------


def test_who_supports_a_ministerial_of_the_quartet_since_when_and_says_who_takes_three_actions(visit, whole):
    there = visit().open()
    there.submit(there.page.get_by_placeholder("Search the record"), "quartet ministerial")
    found = search.find(search.index(whole), "quartet ministerial")
    issue = found[found["kind"] == "issue"].iloc[0]
    there.click(there.page.get_by_test_id("stSidebar").get_by_role("link", name=issue["label"]).first)
    expect(there.page.locator("h1")).to_have_text("Positions", timeout=LONG)
    there.settle()
    assert there.selects(issue["mark"], whole)
    answer = tables.issues.holders(whole, issue["mark"].partition(":")[2])
    grid = there.page.get_by_test_id("stDataFrame").first
    grid.locator("td").first.wait_for(state="attached")
    told = " ".join(grid.locator("td").all_text_contents())
    for row in answer.to_dict("records"):
        assert row["name"] in told and row["since"] in told, row
        assert row["says"] in told, row
    assert there.actions <= 3
    first = there.panel().locator(".or-passage").first
    if TEXTS.is_dir():
        expect(first.locator("mark.or-hit")).to_be_visible()
    assert "characters" in first.inner_text()
    there.click(there.panel().get_by_role("link", name="Read").first)
    expect(there.page.locator("h1")).to_have_text("Reports")
    there.settle()
    if TEXTS.is_dir():
        hit = there.page.locator(".or-text mark.or-hit").first
        expect(hit).to_be_in_viewport()
    assert there.actions <= 4


@pytest.mark.full
def test_a_row_of_what_each_report_says_leads_to_its_passage_within_the_visit(visit, whole):
    there = visit().open("timeline", select="event:lavrov-maliki-meeting")
    row = evidence.find(whole, "event:lavrov-maliki-meeting").versions[1]
    table = there.panel().get_by_role("table")
    expect(table.get_by_role("rowheader")).to_have_count(3)
    loaded = [url for url in there.requests if "/timeline" in url or "/reports" in url]
    there.click(table.get_by_role("link", name=f"Read {row.name}"))
    expect(there.page.locator("h1")).to_have_text("Reports")
    there.settle()
    assert there.asks("at") == [f"{row.start}-{row.end}"] and there.asks("report_id") == [row.report_id]
    assert [url for url in there.requests if "/timeline" in url or "/reports" in url] == loaded, "the page was left"


def test_both_sides_of_a_contradiction_stand_side_by_side_after_one_action(visit, whole):
    there = visit().open()
    there.go("Conflicts")
    sides = there.page.locator(".or-conflict")
    expect(sides.first).to_be_visible()
    boxes = [side.bounding_box() for side in sides.all()]
    assert len(boxes) >= 2 and there.actions <= 2
    assert {round(box["y"]) for box in boxes} == {round(boxes[0]["y"])}
    assert len({round(box["x"]) for box in boxes}) == len(boxes)
    first = tables.conflicts.conflicts(whole).iloc[0]
    claims = whole.conflict_sides.loc[whole.conflict_sides["conflict_id"] == first["conflict_id"], "claim"]
    assert all(" ".join(claim.split()) in there.said() for claim in claims)


@pytest.mark.full
def test_the_values_of_a_difference_are_read_in_the_capitals_they_have(visit, whole):
    """What is read has the capitals that a style gives it; two spellings may differ in nothing else."""
    rows = differences(whole).rows
    name = rows.loc[rows["rule"] == "spelling", "difference_id"].iloc[0]
    sides = differences(whole).sides
    shown = list(dict.fromkeys(sides.loc[sides["difference_id"] == name, "shown"]))
    there = visit().open("conflicts", select=f"difference:{name}")
    for value in shown:
        expect(there.page.get_by_test_id("stMain").locator(".or-group").get_by_text(value).first).to_be_visible()
    read = there.page.get_by_test_id("stMain").locator(".or-group").all_inner_texts()
    assert set(shown) <= set(read)


def test_every_list_of_the_first_page_opens_its_evidence(visit, whole):
    there, overview = visit().open(), Overview(whole, whole, Scope())
    parts = ("standing", "latest", "upcoming", "divided_issues", "single", "conflicts", "silent")
    for part in counts.some(parts, 4):
        name, lines = getattr(overview, part).name, getattr(overview, part).lines
        buttons = there.page.locator(f".st-key-list-{name} button")
        assert buttons.count() == len(lines)
        there.click(buttons.last)
        assert there.selects(lines[-1][0], whole)
        if name != "silent":
            expect(there.panel().locator(".or-passage").first).to_be_visible(timeout=LONG)
        there.settle()


# --- marks ----------------------------------------------------------------------------------------------------------


EXPECTED = {
    "Timeline": {"occurred", "span", "middle", "several"},
    "Alignment": {"actors", "agree", "oppose"},
    "Movement": {"actors", "agree"},
    "Blocs": {"agree"},
    "Positions": {"unstated"},
}


TABLED = (*EXPECTED, "Reports", "Conflicts")


@pytest.mark.parametrize(("title", "theme"), counts.some([(title, theme) for title in TABLED for theme in THEMES], 3))
def test_a_click_on_each_kind_of_mark_and_on_a_row_of_each_table_shows_its_evidence(title, theme, visit, whole):
    there = visit(theme).open(title.lower())
    kinds = {spot["kind"] for spot in there.page.evaluate(SPOTS)}
    assert EXPECTED.get(title, set()) <= {kind.partition(" ")[2] for kind in kinds}
    for kind in counts.some(sorted(kinds), 4):
        # drawn anew after every click, so looked up anew
        now = there.settle().page.evaluate(SPOTS)
        taken = there.asks("select")
        spot = lonely([s for s in now if s["kind"] == kind and [s["mark"]] != taken], now)
        there.pick(spot)
        assert there.selects(spot["mark"], whole), kind
    grids = there.settle().page.get_by_test_id("stDataFrame").filter(visible=True).all()
    for grid in counts.some(grids, 1):
        put_away(there)
        there.choose(grid)
        there.page.wait_for_url("**select=*", timeout=LONG)
        assert there.selects(there.asks("select")[0], whole)
        there.settle()


def put_away(there):
    """Close the evidence, where there is any."""
    if there.asks("select"):
        there.panel().get_by_role("button", name="Close", exact=True).click()
        wait_until(there.page, "() => !location.search.includes('select=')")
        there.settle()


def test_a_mark_that_is_left_before_it_answered_is_not_the_one_that_is_clicked(visit, whole):
    """The mouse comes from another mark, and the button is pressed before the figure has looked where it is now."""
    there = visit().open("timeline")
    first, *rest = [s for s in there.page.evaluate(SPOTS) if s["kind"].endswith("occurred")]
    for spot in rest[1:6:2]:
        there.page.mouse.move(*there.at(first))
        there.page.mouse.move(*there.at(spot))
        there.page.mouse.down()
        there.page.mouse.up()
        assert there.selects(spot["mark"], whole)
        there.settle()


def test_a_box_on_the_timeline_zooms_to_its_days_and_one_action_leads_back(visit):
    there = visit().open("timeline")
    plot = there.page.evaluate(
        "() => { const p = document.querySelector('.st-key-strip .js-plotly-plot'), b = p.getBoundingClientRect(),"
        "{xaxis: x, yaxis: y} = p._fullLayout;"
        "return {left: b.left + x._offset, top: b.top + y._offset, width: x._length, height: y._length} }"
    )
    y = plot["top"] + plot["height"] * 0.2
    there.page.mouse.move(plot["left"] + plot["width"] * 0.2, y)
    there.page.mouse.down()
    there.page.mouse.move(plot["left"] + plot["width"] * 0.3, y + 8, steps=5)
    there.page.mouse.move(plot["left"] + plot["width"] * 0.4, y + plot["height"] * 0.6, steps=5)
    there.page.mouse.up()
    there.page.wait_for_url("**view=*", timeout=LONG)
    there.settle()
    first, last = there.asks("view")[0].split("~")
    assert pd.Timestamp("2021-01-01") < pd.Timestamp(first) < pd.Timestamp(last) < pd.Timestamp("2021-12-31")
    axis = there.page.evaluate(
        "() => document.querySelector('.st-key-timeline .js-plotly-plot')._fullLayout.xaxis.range"
    )
    assert (pd.Timestamp(axis[1]) - pd.Timestamp(axis[0])).days < 200
    there.click(there.page.get_by_role("button", name="Back to the whole span"))
    wait_until(there.page, "() => !location.search.includes('view=')")


@pytest.mark.full
def test_any_cell_of_a_sorted_table_opens_the_evidence_of_its_row_and_a_second_click_keeps_it_open(visit, whole):
    there = visit().open("conflicts")
    grid = there.page.locator(".st-key-conflicts").get_by_test_id("stDataFrame")
    top, first = grid.get_by_test_id("glide-cell-2-0"), whole.conflicts["about"].min()
    grid.click(position={"x": 120, "y": 17})  # its heading
    expect(top).to_have_text(first)
    title = there.panel().locator(".or-title")
    for row in (3, 1):
        about = grid.get_by_test_id(f"glide-cell-2-{row}")
        there.choose(grid, row)
        expect(title).to_have_text(about.text_content())
        assert there.settle().selects(there.asks("select")[0], whole)
        there.choose(grid, row, x=360)
        expect(title).to_have_text(about.text_content())
    there.page.keyboard.press("ArrowDown")
    expect(title).to_have_text(grid.get_by_test_id("glide-cell-2-2").text_content())
    # from within the table to the search and back again
    there.settle().page.keyboard.press("Control+k")
    box = there.page.get_by_placeholder("Search the record")
    expect(box).to_be_focused()
    there.page.keyboard.press("Escape")
    expect(box).not_to_be_focused()
    there.page.keyboard.press("ArrowDown")
    last = grid.get_by_test_id("glide-cell-2-3").text_content()
    expect(title).to_have_text(last)
    there.settle().choose(grid, 3, x=18)  # the box at its left
    there.settle()
    expect(title).to_have_text(last)


@pytest.mark.full
def test_a_hit_on_the_page_one_is_on_changes_address_and_panel_together(visit, whole):
    there = visit().open("conflicts", select="conflict:aid-decided-or-intended")
    box = there.page.get_by_placeholder("Search the record")
    there.submit(box, "no venue named")
    hit = there.page.get_by_test_id("stSidebar").get_by_role("link").filter(has_text="Venue of the conference")
    expect(hit).to_have_text("Conflict Venue of the conference: fixed or open")
    expect(there.page.locator(".or-words").first).to_contain_text("No venue is named.")
    there.click(hit)
    assert there.selects("conflict:venue-moscow-or-open", whole)
    there.page.reload()
    assert there.settle().selects("conflict:venue-moscow-or-open", whole)


# --- addresses ------------------------------------------------------------------------------------------------------


def test_the_scope_survives_the_links_of_the_sidebar_and_the_way_back(visit, whole):
    actor = whole.stances["actor_id"].value_counts().index[0]
    there = visit().open("timeline", actor=actor, **{"from": "2021-03-01"})
    line = there.scope()
    titles = counts.some(("Timeline", "Alignment", "Positions"), 2)
    for title in titles[1:]:
        there.go(title)
        assert there.scope() == line and there.asks("actor") == [actor] and there.asks("from") == ["2021-03-01"]
    for title in reversed(titles[:-1]):
        there.page.go_back()
        expect(there.page.locator("h1")).to_have_text(title, timeout=LONG)
        there.settle()
        assert there.scope() == line and there.asks("actor") == [actor]


def test_back_undoes_a_selection(visit, whole):
    there = visit().open("alignment")
    spots = there.page.evaluate(SPOTS)
    first = lonely([s for s in spots if s["kind"].endswith("actors")], spots)
    there.pick(first)
    assert there.selects(first["mark"], whole)
    there.page.go_back()
    wait_until(there.page, "() => !location.search.includes('select=')")
    expect(there.panel().locator(".or-title")).to_have_count(0, timeout=LONG)


def test_a_link_to_the_page_one_is_on_stands_in_the_address_and_back_undoes_it(visit, whole):
    first, other = whole.issues["issue_id"].iloc[[0, -1]]
    there, mark = visit().open("positions", on=first), f"issue:{other}"
    there.submit(there.page.get_by_placeholder("Search the record"), whole.issue_labels()[other])
    there.page.get_by_test_id("stSidebar").locator(f"a[href='positions?{urlencode({'select': mark})}']").click()
    assert there.selects(mark, whole)
    # what is done next is done on what the link led to
    there.settle().page.get_by_test_id("stMain").get_by_text("Name", exact=True).click()
    wait_until(there.page, "() => location.search.includes('order=')")
    assert there.settle().selects(mark, whole)
    for _ in range(2):
        there.page.go_back()
        there.settle()
    there.page.wait_for_url(f"**/positions?on={first}", timeout=LONG)


@pytest.mark.full
def test_as_known_on_a_day_leaves_what_its_reports_had_told(visit, record, whole):
    day = whole.reports["published_on"].min()
    then = narrow(record, Scope(known_on=day.date()))
    there = visit().open()
    assert there.scope().startswith(f"{len(whole.stances)} stances, {len(whole.events)} events")
    field = there.page.get_by_test_id("stSidebar").get_by_test_id("stDateInput").filter(has_text="As known on")
    parts = field.get_by_role("spinbutton")
    for part, typed in zip(parts.all(), (f"{day:%Y}", f"{day:%m}", f"{day:%d}"), strict=True):
        part.focus()
        there.page.keyboard.type(typed)
    there.page.keyboard.press("Escape")
    there.page.wait_for_url(f"**known_on={day:%Y-%m-%d}*", timeout=LONG)
    counts = f"{len(then.stances)} stances, {len(then.events)} events, {len(then.reports)} reports"
    expect(there.page.locator(".or-scope")).to_contain_text(counts, timeout=LONG)
    assert len(then.events) < len(whole.events)


# --- figures --------------------------------------------------------------------------------------------------------


# as a share of the figure: a scroll bar that comes and goes makes it a little narrower
SHARES = """name => {
    const plot = document.querySelector(`.st-key-figure-${name} .js-plotly-plot`), at = {};
    const {xaxis, yaxis} = plot._fullLayout, share = (v, [a, b]) => (v - a) / (b - a);
    plot.data.forEach(t => (t.customdata || []).forEach((m, i) => {
        if (String(m).startsWith('actor:')) at[m] = [share(t.x[i], xaxis.range), share(t.y[i], yaxis.range)];
    }));
    return at;
}"""


def places(there):
    return there.page.evaluate(SHARES, "alignment")


FILTERS = {
    "thresholds": {"min_shared": 1, "min_reports": 1},
    "actors": {"actor": 4},
    "known": {"known_on": "2021-02-01"},
}


@pytest.mark.full
def test_actors_of_the_graph_stay_where_they_are_whatever_is_filtered(visit, whole):
    busy = list(whole.stances["actor_id"].value_counts().index)
    there = visit().open("alignment")
    before = places(there)
    for name, asked in FILTERS.items():
        query = {k: busy[:v] if k == "actor" else v for k, v in asked.items()}
        after = places(there.open("alignment", **query))
        assert after and after.keys() <= before.keys(), name
        moved = {m: (before[m], at) for m, at in after.items() if max(map(abs, np.subtract(before[m], at))) > 0.001}
        assert moved == {}, name


def overlapping(labels):
    """Pairs of labels that lie on each other: by more than the air around the letters."""

    def covers(a, b):
        across = min(a["right"], b["right"]) - max(a["left"], b["left"])
        down = min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])
        return across > 1.5 and down > 4

    return [(a["text"], b["text"]) for a, b in combinations(labels, 2) if covers(a, b)]


def photograph(there, name):
    """The whole page as a picture, to be looked at; the window stays as tall as the page."""
    SHOTS.mkdir(exist_ok=True)
    tall = there.page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollHeight")
    there.page.set_viewport_size(there.page.viewport_size | {"height": min(tall + 20, 4000)})
    there.settle()
    there.page.screenshot(path=SHOTS / name, animations="disabled")


LOOKS = (("light", 1440), ("dark", 1024), ("dark", 1440), ("light", 1024))


def test_every_page_is_drawn_without_a_label_on_another(visit):
    there = visit().open()
    for title, (theme, width) in counts.pairs(pages.PAGES, LOOKS):
        there.page.emulate_media(color_scheme=theme)
        there.page.set_viewport_size({"width": width, "height": 1000})
        there.go(title)
        if counts.IS_FULL:
            photograph(there, f"{title.lower()}-{theme}-{width}.png")
        if title in EXPECTED:  # a figure is there a little before its labels are
            wait_until(there.page, f"() => ({LABELS})().length > 10")
        labels = [label for label in there.page.evaluate(LABELS) if any(map(str.isalnum, label["text"]))]
        assert overlapping(labels) == [], (title, theme, width)
        wide = there.page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth")
        assert wide <= 0, (title, theme, width)


# --- files ----------------------------------------------------------------------------------------------------------


def fetched(there, name):
    with there.page.expect_download(timeout=LONG) as coming:
        there.page.get_by_test_id("stMain").get_by_role("button", name=name, exact=True).click()
    return coming.value.suggested_filename, Path(coming.value.path()).read_bytes()


def test_files_of_the_alignment_arrive_and_open_with_what_is_on_the_page(visit, whole):
    there = visit().open("alignment")
    cells = measures.cells(whole.stances)
    dyads = measures.dyad_evidence(whole.stances, measures.similarity(cells))
    graph = networks.alignment(dyads, cells, whole.actors, min_shared=2, min_independent=2)
    name, content = fetched(there, "XLSX")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert name.endswith(".xlsx") and {"dyads", "cells"} <= set(book.sheetnames)
    assert book["dyads"].max_row >= len(dyads)
    name, content = fetched(there, "CSV cells")
    assert name.endswith(".csv") and len(pd.read_csv(io.BytesIO(content))) == len(cells)
    name, content = fetched(there, "GraphML")
    read = nx.read_graphml(io.BytesIO(content))
    assert name.endswith(".graphml") and set(read.nodes) == set(graph.nodes)
    assert {frozenset(e) for e in read.edges} == {frozenset(e) for e in graph.edges}
    name, content = fetched(there, "GEXF")
    read = nx.read_gexf(io.BytesIO(content))
    assert name.endswith(".gexf") and {frozenset(e) for e in read.edges} == {frozenset(e) for e in graph.edges}


# --- hostile text ---------------------------------------------------------------------------------------------------

HOSTILE = (
    '<img src="/pwned.png" onerror="window.pwned=1"><script>window.pwned=1</script> ![x](/pwned.png) '
    "[a](javascript:window.pwned=1) **b** `c` :red[r] :material/bug_report: :skull: a --> b $x^2$ =1+1 & &lt; "
    "HTTPS://pwned.example/x http://pwned.example www.pwned.example mailto:pwned@pwned.example"
)


def poisoned(dossier):
    """A dossier in which every free text begins with markup."""
    tables = {}
    for table in schema.TABLES:
        rows = dossier.tables[table.name].copy()
        for column in table.columns:
            if column.kind == "text" and column.codes is None and column.name != "subject_table":
                rows[column.name] = HOSTILE + " " + rows[column.name]
        tables[table.name] = rows
    meta = {name: value if name == "period" else f"{HOSTILE} {value}" for name, value in dossier.meta.items()}
    return type(dossier)(dossier.dossier_id, meta, tables, version=dossier.version)


@pytest.fixture(scope="module")
def hostile(dossier, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    store.write_folder(poisoned(dossier), folder / "data" / dossier.dossier_id)
    with serving(folder, ONRECORD_DATA=str(folder / "data")) as running:
        yield running


def plain(place):
    """What is read there, without what nobody sees."""
    return place.text_content().replace("\u2060", "")


def is_harmless(there):
    """Nothing of the text became an element, ran, or was fetched."""
    made = there.page.evaluate(
        """() => [typeof window.pwned, document.querySelectorAll(
            'img[src*=pwned], a[href^=javascript], .katex, a[href*="pwned.example"]'
        ).length]"""
    )
    assert made == ["undefined", 0]
    assert not [url for url in there.requests if "pwned" in url]
    return True


def test_markup_in_a_dossier_is_shown_letter_by_letter_and_never_obeyed(browser, hostile, whole):
    shown = " ".join(HOSTILE.split())
    pair = measures.similarity(measures.cells(whole.stances)).iloc[0]
    marks = {
        "Overview": f"actor:{whole.actors['actor_id'].iloc[0]}",
        "Timeline": f"event:{whole.events['event_id'].iloc[0]}",
        "Alignment": f"dyad:{pair['actor_a']}~{pair['actor_b']}",
        "Movement": f"stance:{whole.stances['stance_id'].iloc[0]}",
        "Blocs": f"actor:{whole.actors['actor_id'].iloc[-1]}",
        "Positions": f"issue:{whole.stances['issue_id'].iloc[0]}",
        "Reports": f"report:{whole.reports['report_id'].iloc[0]}",
        "Conflicts": f"conflict:{whole.conflicts['conflict_id'].iloc[0]}",
        "Quality": "",
    }  # fmt: skip
    with visiting(browser, hostile) as visit:
        there = visit()
        for title in reversed(counts.some(marks, 3)):
            mark = marks[title]
            there.open("" if title == "Overview" else title.lower(), select=mark)
            assert is_harmless(there)
            assert there.page.locator(".or-kicker").text_content().startswith(shown), title
            if mark:
                assert there.panel().inner_text().count(shown) >= 3, title
            if title in EXPECTED:
                drawn = there.page.evaluate(LABELS)
                assert any(label["text"].startswith("<img") for label in drawn), title
                spot = there.page.evaluate(SPOTS)[-1]
                there.page.mouse.move(*there.at(spot))
                hover = there.page.locator(".hoverlayer text").first
                expect(hover).to_contain_text("<img src=")
                assert is_harmless(there)
        for line in there.page.locator("[class*=st-key-go-] button").all()[:12]:
            assert plain(line).startswith(shown)
        there.submit(there.page.get_by_placeholder("Search the record"), "lavrov")
        found = there.page.get_by_test_id("stSidebar").get_by_role("link").filter(has_text="pwned").first
        expect(found).to_be_visible()
        assert plain(found).partition(" ")[2].startswith(shown) and is_harmless(there)


# --- windows on pinned places, two windows compared, fragility, blocs -----------------------------------------------

PLACES = """name => {
    const plot = document.querySelector(`.st-key-figure-${name} .js-plotly-plot`), at = {};
    plot.data.filter(t => t.name === 'actors').forEach(t => t.hovertext.forEach((said, i) => {
        at[said.split('<br>')[0]] = [t.x[i], t.y[i]];
    }));
    return at;
}"""


@pytest.mark.full
@pytest.mark.parametrize("theme", counts.some(THEMES, 1))
def test_the_slider_over_windows_changes_the_graph_and_moves_nobody(visit, theme):
    there = visit(theme).open("movement", width="n20", span="all")
    last = there.page.evaluate(PLACES, "alignment")
    step(there, "Window", "ArrowLeft")
    wait_until(there.page, "() => new URLSearchParams(location.search).has('at_window')")
    there.settle()
    before = there.page.evaluate(PLACES, "alignment")
    both = set(last) & set(before)
    assert both and set(last) != set(before), "the windows hold other actors"
    assert all(last[actor] == before[actor] for actor in both), "whoever is in both stands where they stood"


@pytest.mark.full
def test_two_windows_compared_open_the_stances_that_moved_a_dyad(visit, whole):
    there = visit().open("movement", width="n20", span="all", before="1", after="6")
    grid = there.page.locator(".st-key-changes").get_by_test_id("stDataFrame").first
    there.choose(grid)
    wait_until(there.page, "() => new URLSearchParams(location.search).has('select')")
    mark = there.asks("select")[0]
    assert mark.startswith(("stances:", "dyad:")) and there.selects(mark, whole)


def test_a_dyad_that_rests_on_one_report_says_which(visit, whole):
    said = measures.dyad_evidence(whole.stances, measures.similarity(measures.cells(whole.stances)))
    assert (said["rests_on"] != "").any()
    there = visit().open("alignment", min_shared="1", min_reports="1")
    expect(there.page.get_by_text("rest on one report").first).to_be_visible()
    there.click(there.page.get_by_text("Which report carries which dyad?"))
    grid = there.page.locator(".st-key-carriers").get_by_test_id("stDataFrame").first
    there.choose(grid)
    wait_until(there.page, "() => new URLSearchParams(location.search).has('select')")
    assert there.selects(there.asks("select")[0], whole)


@pytest.mark.full
def test_another_measure_and_the_matrix_stand_in_the_address(visit):
    there = visit().open("alignment", measure="krippendorff_alpha", **{"as": "matrix"})
    assert "correct for chance" in there.said() and "Krippendorff" in there.said()
    spots = there.page.evaluate(SPOTS)
    assert spots and all(s["mark"].startswith(("dyad:", "actor:")) for s in spots)


@pytest.mark.full
@pytest.mark.parametrize("theme", counts.some(THEMES, 1))
def test_the_blocs_are_told_by_letters_with_their_stability_and_open_an_actor(visit, whole, theme):
    there = visit(theme).open("blocs")
    assert "stability" in there.page.locator(".js-plotly-plot").first.inner_text()
    assert "balance" in there.said() and "polarisation above chance" in there.said()
    spots = there.page.evaluate(SPOTS)
    spot = lonely([s for s in spots if s["mark"].startswith("actor:")], spots)
    there.pick(spot)
    assert there.selects(spot["mark"], whole)
    assert pd.notna(whole.actor_names()[spot["mark"].removeprefix("actor:")])
