"""The tutorial in a real browser: each step can be done as it says, and what it prints in bold is on the screen."""

import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import expect

from onrecord import intake, store
from onrecord.editing import Coder, Workspace, dossiers, reports
from onrecord.views.pages import PAGES
from tests.browser import LONG, ROOT, SPOTS, Visit, lonely, serving, step, wait_until

pytestmark = pytest.mark.browser

TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
STEPS = {int(n): body for n, body in re.findall(r"^## (\d+)\. (.*?)(?=^## |\Z)", TUTORIAL, re.MULTILINE | re.DOTALL)}
PRACTICE, OWN = "practice-river-talks", "night-ferry-invented-for-practice"
TITLE = "Practice, fictional: the Sarava river talks"
SAMPLE = (8, 10)  # on each push: one that reads, one that codes
# every visible piece of text, what fields hold and offer, and the cells of tables, which are drawn and not written
SEEN = """() => {
    const texts = [], at = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = at.nextNode(); node; node = at.nextNode())
        if (node.parentElement.checkVisibility({visibilityProperty: true})) texts.push(node.data);
    for (const input of document.querySelectorAll('input, textarea'))
        if (input.checkVisibility()) texts.push(input.value, input.placeholder);
    for (const cell of document.querySelectorAll('canvas table th, canvas table td')) texts.push(cell.textContent);
    const lines = [...document.querySelectorAll('p, button, a, td, th, span, dd, dt, label, summary, text')];
    texts.push(...lines.filter(line => line.checkVisibility()).map(line => line.textContent));
    return texts;
}"""
ROW = """cells => {
    const tables = [...document.querySelectorAll('[data-testid=stDataFrame]')].map((grid, n) => {
        const rows = [...grid.querySelectorAll('canvas tbody tr')];
        const has = (row, cell) => [...row.children].some(td => td.textContent === cell);
        return [n, rows.findIndex(row => cells.every(cell => has(row, cell)))];
    });
    return tables.find(([, row]) => row >= 0) ?? null;
}"""
FOCUS = """() => {
    const field = document.activeElement.closest('[data-field]');
    return field?.querySelector('label').textContent ?? '';
}"""


def bold(body):
    """What a step says stands on the screen."""
    return [" ".join(words.split()) for words in re.findall(r"\*\*(.+?)\*\*", body, re.DOTALL)]


def inputs(body):
    """What a step says to type, in its order."""
    return [
        " ".join(words.split())
        for words in re.findall(r"`([^`]+)`", re.sub(r"^```.*?^```", "", body, flags=re.M | re.S))
    ]


def typed_rows(body):
    """The table of a step: the field that has the cursor, and what is typed into it."""
    rows = re.findall(r"^\| \*\*(.+?)\*\* \| (?:`(.*?)` )?\|$", body, re.MULTILINE)
    assert rows
    return rows


@dataclass
class Reader:
    """Somebody who goes through the tutorial: what they have seen so far is kept."""

    visit: Visit
    home: Path
    seen: set[str] = field(default_factory=set)

    @property
    def page(self):
        return self.visit.page

    def see(self):
        """Look at the whole page, once it is at rest."""
        self.visit.settle()
        self.seen |= {" ".join(text.replace("\u2060", "").split()) for text in self.page.evaluate(SEEN)}
        return self

    def missing(self, words):
        """Those words that were on the screen at no time, as words and not as parts of others."""
        text = "\n".join(self.seen)
        return [each for each in words if not re.search(rf"(?<!\w){re.escape(each)}(?!\w)", text)]

    def open(self, dossier, title):
        self.visit.open(PAGES[title].file, dossier=dossier)
        return self.see()

    def go(self, title):
        self.visit.go(title)
        return self.see()

    def press(self, name, role="button", *, within=None, nth=0):
        """Press what is called so, or begins so."""
        place = (within or self.page).get_by_role(role, name=re.compile(rf"\b{re.escape(name)}")).nth(nth)
        place.click(timeout=LONG)
        return self.see()

    def choose(self, label, name):
        """Choose one of several in a row of buttons."""
        self.page.get_by_role("radiogroup", name=label, exact=True).get_by_text(name, exact=True).click(timeout=LONG)
        return self.see()

    def pick(self, label, typed):
        """Choose from a list by its first letters."""
        self.page.get_by_role("combobox", name=label, exact=True).click(timeout=LONG)
        self.page.keyboard.type(typed)
        self.page.get_by_role("option").first.click(timeout=LONG)
        return self.see()

    def reads(self, text):
        """Until the page has these words in it."""
        expect(self.page.get_by_test_id("stMain")).to_contain_text(text, timeout=LONG)
        return self.see()

    def select_row(self, *cells):
        """Select the row that has these cells, of the first table with such a row."""
        n, row = wait_until(self.page, ROW, arg=list(cells)).json_value()
        self.visit.choose(self.page.get_by_test_id("stDataFrame").nth(n), row=row)
        return self

    def evidence(self, title):
        """The panel opens with this title."""
        expect(self.visit.panel().locator(".or-title")).to_have_text(title, timeout=LONG)
        return self.see()

    def saved(self, text):
        expect(self.page.locator(".or-saved")).to_contain_text(text, timeout=LONG)
        return self.see()

    def click_mark(self, mark):
        """Click on the dot of an event in the figure."""
        spots = self.page.evaluate(SPOTS)
        self.visit.pick(lonely([spot for spot in spots if spot["mark"] == mark], spots))
        return self

    def type_in(self, rows):
        """Type what a table of the tutorial says, field by field, and go on with Enter."""
        for label, text in rows:
            wait_until(self.page, f"label => ({FOCUS})() === label", arg=label)
            self.page.keyboard.type(text)
            self.see()
            self.page.keyboard.press("Enter")
        return self.see()


# --- the steps, by what they are about --------------------------------------------------------------------------------


def first_page(there):
    there.visit.open()
    there.pick("Dossier", TITLE)
    there.reads("everything in it is invented").press("Filling over seven years")
    there.evidence("Filling over seven years")


def mark_and_words(there):
    there.open(PRACTICE, "Timeline").click_mark("event:hradec-announces-suspension")
    there.evidence("Hradec announces a suspension of the filling")
    there.press("Read R5 Agence Kestrienne", "link", within=there.visit.panel())
    expect(there.page.locator("h1")).to_have_text("Reports", timeout=LONG)
    expect(there.page.locator(".or-reader .or-hit, .or-hit").first).to_be_visible(timeout=LONG)


def two_languages(there):
    there.open(PRACTICE, "Reports").pick("Read", "R7 Al-Sahil")
    there.reads("وقالت نائبة وزير خارجية بلمور").pick("Read", "R8 Coast Post").reads("Bliss Beranova")
    there.go("Conflicts").select_row("Bliss in place of Hana").evidence("Bliss in place of Hana")


def postponement(there):
    there.open(PRACTICE, "Timeline")
    search = there.page.get_by_placeholder("Search the record")
    search.fill(inputs(STEPS[4])[0])
    search.press("Enter")
    there.page.get_by_text("The talks are put off to 28 March").first.click(timeout=LONG)
    there.evidence("The talks are put off to 28 March")
    there.press("Puts off: Three-way talks").evidence("Three-way talks on the Sarava in Halsund")


def contradiction(there):
    there.open(PRACTICE, "Conflicts").choose("Conflicts", "Computed 3")
    there.select_row("Common gauge service of the three states").reads("Four days later than the ministry has it.")
    there.press("Record it").saved("the difference is recorded as a conflict")
    there.press("Undo").saved("undo of").choose("Conflicts", "Computed 3")
    there.press("Record it").saved("the difference is recorded as a conflict")
    there.page.get_by_text("Settle it", exact=True).click()
    there.choose("Where it stands", "both stand").page.get_by_label("Why", exact=True).fill(inputs(STEPS[5])[0])
    there.press("Sign").saved("both sides stand")


def change_of_mind(there):
    there.open(PRACTICE, "Movement").select_row("14 May 2025").see()
    there.go("Positions")


def two_clocks(there):
    there.open(PRACTICE, "Positions")
    day = there.page.get_by_test_id("stSidebar").get_by_test_id("stDateInput").filter(has_text="As known on")
    for part, typed in zip(day.get_by_role("spinbutton").all(), inputs(STEPS[7])[0].split("-"), strict=True):
        part.focus()
        there.page.keyboard.type(typed, delay=30)
    there.page.keyboard.press("Enter")
    expect(there.page.locator(".or-scope")).to_contain_text("as known on 13 May 2025", timeout=LONG)
    there.see()


def alignment(there):
    there.open(PRACTICE, "Alignment")
    there.select_row("Belmor", "Kestria").evidence("Belmor and Kestria")
    for _ in range(3):
        step(there.visit, "Fewest shared issues", "ArrowRight")
    wait_until(there.page, "() => new URLSearchParams(location.search).get('min_shared') === '5'")


def own_dossier(there):
    there.open(PRACTICE, "Desk").choose("Task", "Dossiers")
    name, question, *_ = inputs(STEPS[9])
    there.page.get_by_label("Title of the new one").fill(name)
    there.page.get_by_label("Its question").fill(question)
    there.see()
    there.press("Begin the dossier")
    paste = there.page.get_by_label("Or paste the text of the report")
    paste.fill(report_text())
    there.see()
    paste.press("Control+Enter")
    there.page.get_by_role("button", name="Add the report").wait_for(timeout=LONG)
    there.see().press("Add the report").saved("Velda and Tarn")
    there.press("Code this report", "link")
    there.page.locator(".or-pane").wait_for(timeout=LONG)


def event(there):
    at_the_desk(there)
    there.page.locator(".or-pane").focus()
    while "On Monday" not in "".join(there.page.locator(".or-chosen").all_inner_texts()):
        there.page.keyboard.press("n")
    there.see().page.keyboard.press("e")
    there.type_in(typed_rows(STEPS[10])).page.keyboard.press("Control+Enter")
    there.saved("Saved as revision").page.keyboard.press("u")
    there.saved("taken back").page.keyboard.press("Control+Enter")
    there.saved("Linde hands a petition")


def stance(there):
    at_the_desk(there)
    there.page.locator(".or-pane").get_by_text("Brekke, who speaks").click()
    there.page.keyboard.press("s")
    there.page.get_by_role("combobox", name="Actor", exact=True).click()
    there.type_in(typed_rows(STEPS[11])).page.keyboard.press("Control+Enter")
    there.saved("John Brekke on")
    there.go("Positions").go("Timeline")
    (mark,) = {spot["mark"] for spot in there.page.evaluate(SPOTS)}
    there.click_mark(mark).evidence("Linde hands a petition to Brekke")
    there.press("Retract the event").saved("is retracted").press("Undo").saved("undo of")


def two_names(there):
    there.open(OWN, "Actors and issues").select_row("John Brekke").evidence("John Brekke")
    there.press("Merge with another", "link").pick("and becomes part of", "Jon Brekke")
    there.press("Merge:").saved("is now part of Jon Brekke")


def two_coders(there):
    there.open(PRACTICE, "Desk").choose("Task", "Dossiers")
    folder = there.page.get_by_label("or a dossier folder on this machine")
    folder.fill(inputs(STEPS[13])[0])
    folder.press("Enter")
    there.press("Bring it in")
    there.open(PRACTICE, "Desk").choose("Task", "Two coders")
    there.reads("Where they differ").press("Keep mine").saved("mine kept")


def hand_over(there):
    there.open(OWN, "Desk").choose("Task", "Dossiers")
    with there.page.expect_download(timeout=LONG) as download:
        there.press("Download the bundle")
    assert download.value.suggested_filename.endswith(".zip")
    for line in re.findall(r"^    \.venv/bin/python (.*)$", STEPS[14], re.MULTILINE):
        words = [str(there.home / word) if word == "night-ferry" else word for word in line.split()]
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env={"ONRECORD_HOME": str(there.home / "home"), "PATH": ""},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr


FUNCTIONS = {
    1: first_page,
    2: mark_and_words,
    3: two_languages,
    4: postponement,
    5: contradiction,
    6: change_of_mind,
    7: two_clocks,
    8: alignment,
    9: own_dossier,
    10: event,
    11: stance,
    12: two_names,
    13: two_coders,
    14: hand_over,
}


# --- the tests --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("tutorial")


@pytest.fixture(scope="module")
def server(browser, home):
    with serving(home, ONRECORD_CODER="Noor") as running:
        yield running


def report_text():
    (text,) = re.findall(r"^```text\n(.*?)^```", STEPS[9], re.MULTILINE | re.DOTALL)
    return text


def at_the_desk(there):
    """At the report of the tutorial; where the step before was not run, it is added by the service layer."""
    held = store.connect(f"sqlite:///{there.home / 'home' / 'onrecord.db'}")
    at = Workspace(held, OWN, Coder("Noor", True))
    if OWN not in store.dossiers(held):
        name, question, *_ = inputs(STEPS[9])
        dossiers.begin(at, {"title": name, "question": question})
    rows = store.load(held, OWN).tables["reports"]
    if rows.empty:
        upload = intake.read_pasted(report_text())
        reports.add_report(at, reports.propose(at, upload).entry, upload.text)
        rows = store.load(held, OWN).tables["reports"]
    held.dispose()
    there.visit.open("desk", dossier=OWN, task="code", report_id=rows["report_id"].item())
    there.page.locator(".or-pane span, .or-pane mark").first.wait_for(timeout=LONG)
    there.see()


def test_every_step_has_a_function_and_every_function_a_step():
    assert list(STEPS) == list(FUNCTIONS) == list(range(1, len(STEPS) + 1))


@pytest.mark.parametrize(
    "n", [n if n in SAMPLE else pytest.param(n, marks=pytest.mark.full) for n in FUNCTIONS], ids=str
)
def test_a_step_does_what_it_says_and_its_bold_words_stand_on_the_screen(visit, home, n):
    there = Reader(visit(), home)
    FUNCTIONS[n](there)
    there.see()
    assert there.missing(bold(STEPS[n])) == []
