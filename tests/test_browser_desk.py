"""The desk in a real browser: a report coded by keyboard alone, marked by mouse, drafts, double clicks, two coders."""

import hashlib
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from onrecord import editing, store
from onrecord.editing import Coder, Workspace, coding
from onrecord.editing.entries import Event, Mention, Passage, Stance
from onrecord.schema import BY_NAME
from onrecord.schema.change import Change
from tests import counts
from tests.browser import LONG, SHOTS, Visit, serving, wait_until

pytestmark = pytest.mark.browser

SENTENCES = (
    "Talks resume 🕊️ in Geneva.",
    "Sergey Lavrov invited the ministers of the Quartet on 3 June 2021.",
    "He called a meeting of the four indispensable 😀, an aide said.",
    "رحب محمود عباس بالدعوة يوم الخميس.",
    "Mahmoud Abbas backs the two-state solution, his office wrote.",
    "שר החוץ הישראלי דחה את ההזמנה.",
    "Israel will not send anyone; the U.S. envoy, Mr. Amr, regretted this.",
    "Washington supports direct talks instead 🤝🏽 and offered a date.",
    "Министр добавил, что вакцина прибудет в июне.",
    "A first delivery of vaccine reached Ramallah on Friday.",
    "Egypt and Jordan will host a preparatory session next week.",
    "The United Nations declined to comment.",
)
TEXT = "Subscribe to our letter!\n\n" + "\n\n".join((SENTENCES[0], " ".join(SENTENCES[1:6]), " ".join(SENTENCES[6:])))
REPORT = "geneva-2021-06-03"
EVENTS = (
    ("Talks resume in Geneva", "CONSULT", "3 June 2021", "Lavrov"),
    ("Lavrov invites the ministers of the Quartet", "REQUEST", "", ""),
    ("Lavrov calls a meeting indispensable", "SUPPORT", "", ""),
    ("Abbas welcomes the invitation", "SUPPORT", "", ""),
    ("Abbas restates his aim", "AGREE", "", ""),
)
STANCES = (
    ("Israel", "Quartet ministerial meeting", "-2", "3 June 2021"),
    ("", "Resuming the peace process", "-1", ""),
    ("Joe Biden", "Direct dialogue of the parties", "+2", ""),
    ("Lavrow", "Russian vaccine for Palestine", "+2", ""),
    ("", "Russia as mediator", "+1", ""),
)
MEANT = (("israel", "-2"), ("israel", "-1"), ("biden", "2"), ("lavrov", "2"), ("lavrov", "1"))


@dataclass
class Shop:
    """A dossier in a home of its own, with a report nobody has coded, and who works on it."""

    home: object
    at: Workspace

    def tables(self):
        return store.load(self.at.engine, self.at.dossier_id).tables

    def coded(self, table):
        rows = self.tables()[table]
        return rows[rows["report_id"] == REPORT].to_dict("records")


@pytest.fixture(scope="module")
def shop(tmp_path_factory, dossier):
    """The shipped dossier, and a report added by the service layer with its text."""
    home = tmp_path_factory.mktemp("desk")
    (home / "home").mkdir()
    engine = store.connect(f"sqlite:///{home / 'home' / 'onrecord.db'}")
    store.fill(engine, dossier)
    at = Workspace(engine, dossier.dossier_id, Coder("Dana", True))
    sha256 = store.keep_text(engine, at.dossier_id, TEXT, "Dana")
    row = dict.fromkeys((c.name for c in BY_NAME["reports"].columns), "") | {
        "report_id": REPORT, "title": "Geneva, <b>again</b>", "published": "2021-06-03", "language": "en",
        "translation": "native", "sha256": sha256, "n_chars": str(len(TEXT)), "reliability": "F",
        "body_start": str(TEXT.index(SENTENCES[0])), "body_end": str(len(TEXT)),
    }  # fmt: skip
    editing.save(at, [Change("reports", (REPORT,), None, row)], reason="report added")
    assert sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    return Shop(home, at)


@pytest.fixture(scope="module")
def server(browser, shop):
    with serving(shop.home, ONRECORD_CODER="Dana") as running:
        yield running


@pytest.fixture
def coded(shop):
    """The report with its first event and a stance on record, coded by another test or by the service layer."""
    start = TEXT.index(SENTENCES[0])
    if not any(int(row["start"]) == start for row in shop.coded("event_reports")):
        title, kind, date, _ = EVENTS[0]
        mention = Mention(Passage(REPORT, start, start + len(SENTENCES[0])), title, "occurred", date)
        coding.event(shop.at, Event(title, kind, date, "occurred", mention))
    if not shop.coded("stances"):
        start = TEXT.index(SENTENCES[5])
        passage = Passage(REPORT, start, start + len(SENTENCES[5]))
        issue = shop.tables()["issues"]["issue_id"].iloc[0]
        coding.stance(shop.at, Stance(passage, "israel", issue, "-2", "3 June 2021", "Israel declines."))
    return shop


@dataclass
class Coding:
    """Somebody at the keyboard of the desk: what they press is counted, what the page says is read."""

    visit: Visit

    @property
    def page(self):
        return self.visit.page

    def open(self, **query):
        self.visit.open("desk", task="code", report_id=REPORT, **query)
        self.page.locator(".or-pane span, .or-pane mark").first.wait_for()
        return self.rest()

    def rest(self):
        """Until the page has nothing left to do."""
        wait_until(
            self.page, "() => document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
        )
        return self

    def press(self, key):
        self.visit.actions += 1
        self.page.keyboard.press(key)

    def fill(self, name, text, leave="Enter"):
        """Type into the field that has the focus, which is `name`, and leave it."""
        self.visit.actions += 1
        # A field that is drawn anew while somebody types loses letters: wait for what a person looks for, the page
        # at rest before and the letters in the field after.
        self.is_in(name).rest()
        self.page.keyboard.type(text)
        wait_until(self.page, "text => document.activeElement.value === text", arg=text)
        if leave == "Enter" and name not in ("date", "gist"):
            self.page.get_by_role("option").first.wait_for()
        self.page.keyboard.press(leave)

    def is_in(self, name):
        """The focus is in the field called so, or in the text."""
        wait_until(
            self.page,
            """name => {
                const at = document.activeElement;
                if (name === 'text') return at.matches('.or-pane');
                return !!at.closest(`[class*="st-key-code-"][class*="-${name}"]`);
            }""",
            arg=name,
        )
        return self

    def chosen(self):
        return self.page.locator(".or-chosen").inner_text()

    def choose(self, sentence):
        """The passage that is chosen, in the text and in the form, once it is `sentence`."""
        expect(self.page.locator(".or-chosen")).to_have_text(sentence, timeout=LONG)
        wait_until(
            self.page,
            "told => [...document.querySelectorAll('.or-pane .or-hit')].map(e => e.textContent).join('') === told",
            arg=sentence,
        )
        return self

    def saved(self, revision):
        expect(self.page.locator(".or-saved")).to_contain_text(f"Saved as revision {revision}:", timeout=LONG)
        return self.rest()

    def has_kept_an_actor(self):
        """Whether the form that opens has an actor already: then the issue has the focus."""
        at = wait_until(
            self.page,
            """() => (document.activeElement.closest('[class*="-actor_id"], [class*="-issue_id"]') || {}).className""",
        )
        return "-issue_id" in at.json_value()

    def value(self, title):
        return self.page.get_by_label(title, exact=True).input_value()


@pytest.fixture
def coder(visit):
    return Coding(visit())


def newest(shop):
    return store.newest(shop.at.engine, shop.at.dossier_id)


def event(there, shop, row, sentence):
    title, kind, date, actor = row
    before, revision = there.visit.actions, newest(shop) + 1
    there.press("n")
    there.choose(sentence).is_in("text").rest()
    there.press("e")
    there.fill("title", title)
    there.fill("event_type", kind)
    if date:
        there.fill("date", date, "Tab")
        there.fill("actor", actor)
        expect(there.page.get_by_role("button", name="Remove Sergey Lavrov")).to_be_visible(timeout=LONG)
        there.rest().press("Enter")
    else:
        there.is_in("date").rest().press("Enter")
    there.saved(revision).is_in("text")
    return there.visit.actions - before


def stance(there, shop, row, sentence):
    actor, issue, position, date = row
    before, revision = there.visit.actions, newest(shop) + 1
    there.press("n")
    there.choose(sentence).is_in("text").rest()
    there.press("s")
    if actor and there.has_kept_an_actor():
        there.is_in("issue_id").rest().press("Shift+Tab")
    if actor:
        there.fill("actor_id", actor)
    there.fill("issue_id", issue)
    there.fill("position", position)
    if date:
        there.fill("date", date)
    else:
        there.is_in("date").rest().press("Enter")
    there.saved(revision).is_in("text")
    return there.visit.actions - before


def test_five_events_and_five_stances_are_coded_by_keyboard_alone(coder, shop):
    events, n_stances = EVENTS[: counts.of(2, 5)], counts.of(3, 5)
    stances, meant = STANCES[:n_stances], MEANT[:n_stances]
    told, said = SENTENCES[: len(events)], SENTENCES[len(events) : len(events) + len(stances)]
    there = coder.open()
    before = {name: len(rows) for name, rows in shop.tables().items()}
    n_actions = [event(there, shop, row, sentence) for row, sentence in zip(events, told, strict=True)]
    n_actions += [stance(there, shop, row, sentence) for row, sentence in zip(stances, said, strict=True)]
    assert max(n_actions) <= 8, n_actions
    assert there.visit.actions == sum(n_actions) <= 8.4 * len(n_actions)
    mentions = sorted(shop.coded("event_reports"), key=lambda row: int(row["start"]))
    rows = sorted(shop.coded("stances"), key=lambda row: int(row["start"]))
    # every row points at just the sentence that was chosen, emoji and other scripts before it or not
    assert [TEXT[int(m["start"]) : int(m["end"])] for m in mentions] == list(told)
    assert [TEXT[int(s["start"]) : int(s["end"])] for s in rows] == list(said)
    coded = {e["event_id"]: e for e in shop.tables()["events"].to_dict("records")}
    coded = [coded[m["event_id"]] for m in mentions]
    assert [(e["title"], e["event_type"]) for e in coded] == [(title, kind) for title, kind, *_ in events]
    assert {e["date"] for e in coded} == {m["reported_date"] for m in mentions} == {"2021-06-03"}
    parts = shop.tables()["event_actors"]
    parts = parts[parts["event_id"].isin([e["event_id"] for e in coded])]
    assert {(r["actor_id"], r["role"]) for r in parts.to_dict("records")} == {("lavrov", "actor")}
    assert [(s["actor_id"], s["position"]) for s in rows] == list(meant)
    labels = dict(shop.tables()["issues"][["issue_id", "label"]].itertuples(index=False, name=None))
    assert [labels[s["issue_id"]] for s in rows] == [issue for _, issue, *_ in stances]
    after = {name: len(rows) for name, rows in shop.tables().items()}
    assert {n: after[n] - before[n] for n in after if after[n] != before[n]} == {
        "events": len(events), "event_reports": len(events), "event_actors": len(events), "stances": len(stances),
    }  # fmt: skip
    SHOTS.mkdir(exist_ok=True)
    there.page.screenshot(path=SHOTS / "desk-code.png")


# --- the text by mouse ----------------------------------------------------------------------------------------------

RECTANGLES = """told => {
    const walker = document.createTreeWalker(document.querySelector('.or-pane'), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.data.indexOf(told);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + told.length);
        const all = [...range.getClientRects()], first = all[0], last = all.at(-1);
        return [
            first.left, first.right, first.top + first.height / 2, last.left, last.right, last.top + last.height / 2,
        ];
    }
}"""


MARKED = (
    "a preparatory session",
    "offered a date",
    "محمود عباس بالدعوة",
    "דחה את ההזמנה",
    "вакцина прибудет",
    "😀, an aide said",
)


def test_a_passage_marked_with_the_mouse_is_the_very_characters_in_any_script(coder):
    there = coder.open()
    for told in MARKED:
        is_rtl = any("\u0590" <= c <= "\u06ff" for c in told)
        left, right, top, last_left, last_right, bottom = there.page.evaluate(RECTANGLES, told)
        begin, end = (
            ((right - 1, top), (last_left + 1, bottom)) if is_rtl else ((left + 1, top), (last_right - 1, bottom))
        )
        there.page.mouse.move(*begin)
        there.page.mouse.down()
        there.page.mouse.move((begin[0] + end[0]) / 2, (begin[1] + end[1]) / 2, steps=4)
        there.page.mouse.move(*end, steps=4)
        there.page.mouse.up()
        start = TEXT.index(told)
        expect(there.page.locator(".st-key-desk-writing .or-meta").first).to_have_text(
            f"characters {start:,} to {start + len(told):,}", timeout=LONG
        )
        assert there.rest().chosen() == told


@pytest.mark.late
def test_a_click_on_a_coded_passage_opens_its_row_and_a_click_elsewhere_takes_the_sentence(coder, coded):
    there = coder.open()
    there.page.locator(".or-pane .or-coded").first.click()
    expect(there.page.get_by_text("Correcting event")).to_be_visible(timeout=LONG)
    there.rest()
    assert there.value("Event").startswith(EVENTS[0][0]) and there.chosen() == SENTENCES[0]
    # the next sentence is taken before the form has gone
    there.page.get_by_role("button", name="Put away").click()
    left, _, top, *_ = there.page.evaluate(RECTANGLES, "declined to comment")
    there.page.mouse.click(left + 5, top)
    there.choose(SENTENCES[11])


def test_what_lies_outside_the_body_is_faded_and_cannot_be_chosen(coder):
    there = coder.open()
    assert there.page.locator(".or-pane .or-out").first.inner_text().startswith("Subscribe")
    left, _, top, *_ = there.page.evaluate(RECTANGLES, "to our letter")
    there.page.mouse.dblclick(left + 20, top)
    expect(there.page.get_by_text("lies outside the report's body")).to_be_visible(timeout=LONG)


@pytest.mark.late
def test_shift_reaches_further_and_ctrl_shift_moves_the_beginning(coder):
    there = coder.open()
    there.page.locator(".or-pane").focus()
    there.page.keyboard.press("Home")
    for _ in range(6):
        there.page.keyboard.press("ArrowDown")
    there.choose(SENTENCES[6])
    there.page.keyboard.press("Shift+ArrowDown")
    there.page.keyboard.press("Shift+ArrowUp")
    there.choose(SENTENCES[6])
    for _ in range(5):
        there.page.keyboard.press("Shift+ArrowLeft")
    there.page.keyboard.press("Control+Shift+ArrowRight")
    there.choose(" ".join(SENTENCES[6].split()[1:-5]))


@pytest.mark.full
def test_a_pasted_passage_is_found_or_said_not_to_be_there(coder):
    there = coder.open()
    paste = there.page.get_by_placeholder("Paste a passage")
    paste.fill("israel will  not send ANYONE; the u.s. envoy")
    paste.press("Enter")
    there.choose("Israel will not send anyone; the U.S. envoy")
    paste.fill("a preparatry session next wek")
    paste.press("Enter")
    expect(there.page.get_by_text("this is the nearest")).to_be_visible(timeout=LONG)
    paste.fill("nothing whatever of this kind")
    paste.press("Enter")
    expect(there.page.get_by_text("Not found in this text")).to_be_visible(timeout=LONG)


# --- nothing is lost ------------------------------------------------------------------------------------------------


def test_what_was_typed_and_not_saved_is_there_after_a_reload_and_in_another_session(coder, visit):
    there = coder.open()
    there.page.get_by_placeholder("Paste a passage").fill(SENTENCES[10])
    there.page.keyboard.press("Enter")
    there.choose(SENTENCES[10]).is_in("text")
    there.press("e")
    there.fill("title", "A preparatory session")
    there.is_in("event_type")
    there.page.get_by_label("Gist").fill("Two hosts prepare")
    there.page.wait_for_timeout(1500)
    for again in (there.open(), Coding(visit()).open()):
        expect(again.page.get_by_text("Restored: what you had typed")).to_be_visible(timeout=LONG)
        assert again.value("Event") == "A preparatory session" and again.value("Gist") == "Two hosts prepare"
        assert again.chosen() == SENTENCES[10]
    again.page.get_by_role("button", name="Put away").click()
    again.rest()
    expect(again.open().page.get_by_text("Restored")).to_have_count(0)


@pytest.mark.late
def test_a_double_click_saves_once_and_u_takes_it_back(coder, shop):
    there = coder.open()
    before, revision = shop.coded("stances"), newest(shop)
    there.press("n")
    there.is_in("text").press("s")
    for name, text in (("actor_id", "Egypt"), ("issue_id", "Direct talks in Moscow"), ("position", "+1")):
        there.fill(name, text)
    there.is_in("date").rest()
    there.page.keyboard.type("June 2021")
    there.page.get_by_role("button", name="Save").dblclick()
    there.saved(revision + 1)
    assert newest(shop) == revision + 1 and len(shop.coded("stances")) == len(before) + 1
    there.is_in("text").press("u")
    expect(there.page.locator(".or-saved")).to_contain_text("taken back", timeout=LONG)
    assert shop.coded("stances") == before


def test_what_is_missing_is_said_at_its_field_and_nothing_is_saved(coder, shop):
    there, before = coder.open(), newest(shop)
    there.press("n")
    there.is_in("text").press("s")
    there.is_in("actor_id")
    there.page.keyboard.press("Control+Enter")
    expect(there.page.locator(".or-wrong").first).to_have_text("Actor is empty.", timeout=LONG)
    there.is_in("actor_id")
    assert newest(shop) == before


def test_two_coders_on_one_row_see_each_others_value_and_choose(coder, coded):
    shop = coded
    there, row = coder.open(), shop.coded("stances")[0]
    other = Workspace(shop.at.engine, shop.at.dossier_id, Coder("Omar", True))
    when, clash = there.page.get_by_label("Date", exact=True), there.page.locator(".or-clash")
    there.open(edit=f"stance:{row['stance_id']}")
    expect(there.page.get_by_text("Correcting stance")).to_be_visible(timeout=LONG)
    coding.change(other, "stances", (row["stance_id"],), {"date": "2021-04", "note": "Omar's note"})
    for theirs, button in (("2021-04", "Take theirs"), ("2021-06", "Save mine all the same")):
        coding.change(other, "stances", (row["stance_id"],), {"date": theirs})
        when.fill("1 May 2021")
        when.press("Enter")
        expect(clash).to_contain_text(theirs, timeout=LONG)
        assert "Omar" in clash.inner_text() and "2021-05-01" in clash.inner_text()
        there.rest().page.get_by_role("button", name=button).click()
        expect(clash).to_have_count(0, timeout=LONG)
        there.rest()  # while a form is drawn anew, the one before still stands beside it
        if button == "Take theirs":
            expect(when).to_have_value(theirs, timeout=LONG)
    there.saved(newest(shop))
    after = next(r for r in shop.coded("stances") if r["stance_id"] == row["stance_id"])
    assert (after["date"], after["note"]) == ("2021-05-01", "Omar's note")


# --- who is new, and reports without their text ---------------------------------------------------------------------


def test_an_actor_nobody_knows_is_offered_as_new_and_taken_into_the_form(coder, shop):
    there, revision = coder.open(), newest(shop)
    there.press("n")
    there.is_in("text").press("s")
    there.fill("actor_id", "Jacinda Ardern")
    expect(there.page.get_by_text("Not on record: Jacinda Ardern")).to_be_visible(timeout=LONG)
    kind = there.page.get_by_label("New actor: kind")
    kind.click()
    kind.press_sequentially("person")
    kind.press("Enter")
    add = there.page.get_by_role("button", name="Add actor")
    expect(add).to_be_enabled(timeout=LONG)
    add.click()
    there.saved(revision + 1)
    assert "jacinda-ardern" in set(shop.tables()["actors"]["actor_id"])
    expect(there.page.get_by_text("Not on record:")).to_have_count(0, timeout=LONG)
    assert there.value("Actor") == "Jacinda Ardern"
    there.page.get_by_role("button", name="Put away").click()
    there.rest()


def test_without_its_text_a_report_can_be_corrected_and_says_how_to_get_the_text(coder, shop, record):
    there = coder
    report = record.reports["report_id"].iloc[0]
    there.visit.open("desk", task="code", report_id=report)
    expect(there.page.get_by_text("Attach the texts of the reports")).to_be_visible(timeout=LONG)
    there.rest().page.keyboard.press("e")
    there.is_in("title")
    there.fill("title", "A thing without a place")
    there.is_in("event_type").rest().page.keyboard.press("Control+Enter")
    expect(there.page.get_by_text("not typed as a number")).to_be_visible(timeout=LONG)
    there.page.locator(".st-key-desk-gists button").first.click()
    expect(there.page.get_by_text("Correcting")).to_be_visible(timeout=LONG)
    there.page.get_by_role("button", name="Put away").click()
    there.rest()


# --- where one stands -----------------------------------------------------------------------------------------------


def test_a_date_is_corrected_from_the_evidence_in_three_actions_and_every_view_has_it(coder, shop):
    there, name = coder, "abbas-asks-pressure"
    before, revision = coding.row(shop.at, "events", (name,)), newest(shop)
    there.visit.open("timeline", select=f"event:{name}")
    there.visit.click(there.page.locator(".st-key-edit-tools").get_by_role("button", name="Edit"))
    when = there.page.locator(".st-key-edit-fields").get_by_label("Date", exact=True)
    there.visit.submit(when, "Spring 2021")
    there.saved(revision + 1)
    assert there.visit.actions <= 3
    assert coding.row(shop.at, "events", (name,)) == {**before, "date": "2021-21"}
    expect(there.visit.panel().locator(".or-facts")).to_contain_text("spring 2021", timeout=LONG)
    there.visit.click(there.page.locator(".st-key-outcome").get_by_role("button", name="Undo"))
    there.saved(revision + 2)
    assert coding.row(shop.at, "events", (name,)) == before


@pytest.mark.full
def test_a_row_is_retracted_from_the_evidence_in_one_action_and_comes_back_in_another(coder, shop):
    there, row = coder, shop.tables()["stances"].iloc[0]["stance_id"]
    before, revision = shop.tables()["stances"].to_dict("records"), newest(shop)
    there.visit.open("positions", select=f"stance:{row}")
    there.visit.click(there.page.get_by_role("button", name="Retract the stance of"))
    there.saved(revision + 1)
    expect(there.page.locator(".or-saved")).to_contain_text("the stance of", timeout=LONG)
    assert row not in set(shop.tables()["stances"]["stance_id"])
    there.visit.click(there.page.locator(".st-key-outcome").get_by_role("button", name="Undo"))
    there.saved(revision + 2)
    assert shop.tables()["stances"].to_dict("records") == before


@pytest.mark.full
def test_a_row_is_opened_in_its_text_from_the_evidence(coder, shop):
    there, row = coder, shop.coded("stances")[0]
    there.visit.open("positions", select=f"stance:{row['stance_id']}")
    there.visit.click(there.page.locator(".st-key-edit-tools").get_by_role("link", name="In the text"))
    expect(there.page.get_by_text("Correcting stance")).to_be_visible(timeout=LONG)
    there.rest()
    assert there.chosen() == TEXT[int(row["start"]) : int(row["end"])]
