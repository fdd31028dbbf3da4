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
from tests.browser import LONG, SHOTS, serving
from tests.keyboard import RECTANGLES, Keyboard

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
    (home / "none").mkdir()  # no other dossier is filled in beside it
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
    with serving(shop.home, ONRECORD_CODER="Dana", ONRECORD_DATA=str(shop.home / "none")) as running:
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


@pytest.fixture
def coder(visit):
    return Keyboard(visit())


def newest(shop):
    return store.newest(shop.at.engine, shop.at.dossier_id)


def event(there, shop, row, sentence):
    title, kind, date, actor = row
    before, revision = there.visit.actions, newest(shop) + 1
    there.press("n").choose(sentence).press("e")
    there.fill("title", title)
    if actor:
        there.fill("event_type", kind)
        there.type(actor, "Tab").press("Tab")
        there.fill("date", date).fill("reported_words", f"on {date}", "Control+Enter")
    else:
        there.fill("event_type", kind, "Control+Enter")
    there.saved(revision).is_in("text")
    return there.visit.actions - before


def stance(there, shop, row, sentence):
    actor, issue, position, date = row
    before, revision = there.visit.actions, newest(shop) + 1
    there.press("n").choose(sentence).press("s")
    if actor and there.where() == "issue_id":  # who was carried over from the row before
        there.press("Shift+Tab")
    if actor:
        there.fill("actor_id", actor)
    there.fill("issue_id", issue)
    there.fill("position", position, "Enter" if date else "Control+Enter")
    if date:
        there.press("Enter").fill("date", date, "Control+Enter")
    there.saved(revision).is_in("text")
    return there.visit.actions - before


def test_five_events_and_five_stances_are_coded_by_keyboard_alone(coder, shop):
    events, n_stances = EVENTS[: counts.of(2, 5)], counts.of(3, 5)
    stances, meant = STANCES[:n_stances], MEANT[:n_stances]
    told, said = SENTENCES[: len(events)], SENTENCES[len(events) : len(events) + len(stances)]
    there = coder.open(REPORT)
    before = {name: len(rows) for name, rows in shop.tables().items()}
    n_actions = [event(there, shop, row, sentence) for row, sentence in zip(events, told, strict=True)]
    n_actions += [stance(there, shop, row, sentence) for row, sentence in zip(stances, said, strict=True)]
    assert max(n_actions) <= 9, n_actions
    assert there.visit.actions == sum(n_actions) <= 6.2 * len(n_actions), n_actions
    mentions = sorted(shop.coded("event_reports"), key=lambda row: int(row["start"]))
    rows = sorted(shop.coded("stances"), key=lambda row: int(row["start"]))
    # every row points at just the sentence that was chosen, emoji and other scripts before it or not
    assert [TEXT[int(m["start"]) : int(m["end"])] for m in mentions] == list(told)
    assert [TEXT[int(s["start"]) : int(s["end"])] for s in rows] == list(said)
    coded = {e["event_id"]: e for e in shop.tables()["events"].to_dict("records")}
    coded = [coded[m["event_id"]] for m in mentions]
    assert [(e["title"], e["event_type"]) for e in coded] == [(title, kind) for title, kind, *_ in events]
    assert {e["date"] for e in coded} == {"2021-06-03"}
    # the report has a date of its own only where it has words of time
    assert [m["reported_date"] for m in mentions] == ["2021-06-03"] + [""] * (len(events) - 1)
    parts = shop.tables()["event_actors"]
    parts = parts[parts["event_id"].isin([e["event_id"] for e in coded])]
    assert {(r["actor_id"], r["role"]) for r in parts.to_dict("records")} == {("lavrov", "actor")}
    assert len(parts) == len(events)
    assert [(s["actor_id"], s["position"]) for s in rows] == list(meant)
    assert {s["date"] for s in rows} == {"2021-06-03"}
    labels = dict(shop.tables()["issues"][["issue_id", "label"]].itertuples(index=False, name=None))
    assert [labels[s["issue_id"]] for s in rows] == [issue for _, issue, *_ in stances]
    after = {name: len(rows) for name, rows in shop.tables().items()}
    assert {n: after[n] - before[n] for n in after if after[n] != before[n]} == {
        "events": len(events), "event_reports": len(events), "event_actors": len(events), "stances": len(stances),
    }  # fmt: skip
    SHOTS.mkdir(exist_ok=True)
    there.page.screenshot(path=SHOTS / "desk-code.png")


# --- the text by mouse ----------------------------------------------------------------------------------------------

MARKED = (
    "a preparatory session",
    "offered a date",
    "محمود عباس بالدعوة",
    "דחה את ההזמנה",
    "вакцина прибудет",
    "😀, an aide said",
)


def test_a_passage_marked_with_the_mouse_is_the_very_characters_in_any_script(coder):
    there = coder.open(REPORT)
    for told in MARKED:
        there.mark(told)
        start = TEXT.index(told)
        expect(there.page.locator(".st-key-desk-writing .or-meta").first).to_have_text(
            f"characters {start:,} to {start + len(told):,}", timeout=LONG
        )
        assert there.rest().chosen() == told


@pytest.mark.late
def test_a_click_on_a_coded_passage_opens_its_row_and_a_click_elsewhere_takes_the_sentence(coder, coded):
    there = coder.open(REPORT)
    there.page.locator(".or-pane .or-coded").first.click()
    expect(there.page.get_by_text("Correcting event")).to_be_visible(timeout=LONG)
    there.rest()
    assert there.value("title").startswith(EVENTS[0][0]) and there.chosen() == SENTENCES[0]
    # the next sentence is taken before the form has gone
    there.button("away").click()
    left, _, top, *_ = there.page.evaluate(RECTANGLES, "declined to comment")
    there.page.mouse.click(left + 5, top)
    there.choose(SENTENCES[11])


def test_what_lies_outside_the_body_is_faded_and_cannot_be_chosen(coder):
    there = coder.open(REPORT)
    assert there.page.locator(".or-pane .or-out").first.inner_text().startswith("Subscribe")
    left, _, top, *_ = there.page.evaluate(RECTANGLES, "to our letter")
    there.page.mouse.dblclick(left + 20, top)
    expect(there.page.get_by_text("lies outside the report's body")).to_be_visible(timeout=LONG)


@pytest.mark.late
def test_shift_reaches_further_and_ctrl_shift_moves_the_beginning(coder):
    there = coder.open(REPORT)
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
    there = coder.open(REPORT)
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


def test_what_was_typed_and_not_saved_is_there_after_a_reload_and_in_another_window_once_the_first_is_gone(
    coder, visit
):
    there = coder.open(REPORT)
    there.page.get_by_placeholder("Paste a passage").fill(SENTENCES[10])
    there.page.keyboard.press("Enter")
    there.choose(SENTENCES[10]).press("e")
    there.fill("title", "A preparatory session").fill("event_type", "CONSULT")
    there.input("gist").fill("Two hosts prepare")
    there.input("place").fill("Amm")  # not rested yet
    there.page.wait_for_timeout(1500)
    other = Keyboard(visit())
    restored = "Restored: what you had typed"
    for again in (there, other):
        expect(again.open(REPORT).page.get_by_text(restored)).to_be_visible(timeout=LONG)
        assert [again.value(name) for name in ("title", "event_type", "gist", "place")] == [
            "A preparatory session",
            "CONSULT · Meetings, visits, calls, talks and debates.", "Two hosts prepare", "Amm",
        ]  # fmt: skip
        assert again.chosen() == SENTENCES[10]
        if again is there:
            # a second window has a form of its own
            expect(other.open(REPORT).page.get_by_text(restored)).to_have_count(0)
            there.page.goto("about:blank")
    again.button("away").click()
    again.rest()
    expect(again.open(REPORT).page.get_by_text(restored)).to_have_count(0)


@pytest.mark.late
def test_a_double_click_saves_once_and_u_takes_it_back(coder, shop):
    there = coder.open(REPORT)
    before, revision = shop.coded("stances"), newest(shop)
    there.press("n").press("s")
    for name, text in (("actor_id", "Egypt"), ("issue_id", "Direct talks in Moscow"), ("position", "+1")):
        there.fill(name, text)
    there.press("Tab").fill("date", "June 2021", "")
    there.button("save").dblclick()
    there.saved(revision + 1)
    assert newest(shop) == revision + 1 and len(shop.coded("stances")) == len(before) + 1
    there.is_in("text").press("u")
    expect(there.page.locator(".or-saved")).to_contain_text("taken back", timeout=LONG)
    assert shop.coded("stances") == before
    # the form is there again as it was, and goes when it is put away
    expect(there.input("issue_id")).to_have_value("Direct talks in Moscow", timeout=LONG)
    assert [there.value(name) for name in ("actor_id", "gist", "date")] == ["Egypt", "", "June 2021"]
    there.press("Alt+q").is_in("text").rest()


def test_what_is_missing_is_said_at_its_field_and_nothing_is_saved(coder, shop):
    there, before = coder.open(REPORT), newest(shop)
    there.press("n").press("s")
    there.is_in("actor_id").press("Control+Enter")
    expect(there.line("actor_id")).to_have_text("Actor is empty.", timeout=LONG)
    there.is_in("actor_id")
    assert newest(shop) == before


def test_two_coders_on_one_row_see_each_others_value_and_choose(coder, coded):
    shop = coded
    there, row = coder.open(REPORT), shop.coded("stances")[0]
    other = Workspace(shop.at.engine, shop.at.dossier_id, Coder("Omar", True))
    when, clash = there.input("date"), there.page.locator(".or-clash")
    there.open(REPORT, edit=f"stance:{row['stance_id']}")
    expect(there.page.get_by_text("Correcting stance")).to_be_visible(timeout=LONG)
    coding.change(other, "stances", (row["stance_id"],), {"note": "Omar's note"})
    for theirs, button in (("2021-04", "theirs"), ("2021-06", "mine")):
        coding.change(other, "stances", (row["stance_id"],), {"date": theirs})
        when.fill("1 May 2021")
        when.press("Control+Enter")
        expect(clash).to_contain_text(theirs, timeout=LONG)
        assert "Omar" in clash.inner_text() and "2021-05-01" in clash.inner_text()
        there.button(button).click()
        expect(clash).to_have_count(0, timeout=LONG)
        if button == "theirs":
            expect(when).to_have_value(theirs, timeout=LONG)
    there.saved(newest(shop))
    after = next(r for r in shop.coded("stances") if r["stance_id"] == row["stance_id"])
    assert (after["date"], after["note"]) == ("2021-05-01", "Omar's note")


# --- who is new, and reports without their text ---------------------------------------------------------------------


def test_actors_nobody_knows_are_asked_for_one_by_one_and_saved_with_the_row(coder, shop):
    there, revision = coder.open(REPORT), newest(shop)
    there.press("n").press("e")
    there.fill("title", "Ardern meets Israel").fill("event_type", "CONSULT")
    there.fill("actor", "Jacinda Ardern").type("Cabinet of New Zealand", "Enter").press("Control+Enter")
    asked = there.page.locator(".or-question:visible > .or-group")
    expect(asked).to_have_text(["Not on record: Jacinda Ardern"], timeout=LONG)
    there.fill("who", "person").fill("principal", "New Zealand")
    expect(asked).to_have_text(["Not on record: Jacinda Ardern", "Not on record: New Zealand"], timeout=LONG)
    assert there.page.evaluate("document.activeElement.value") == ""  # no answer is left over from the question before
    there.fill("who", "state").fill("principal", "", "Tab")
    expect(asked.last).to_have_text("Not on record: Cabinet of New Zealand", timeout=LONG)
    there.fill("who", "administration").fill("principal", "New Zealand", "Control+Enter")
    there.saved(revision + 1)
    actors = shop.tables()["actors"].set_index("actor_id")[["name", "kind", "principal_id"]]
    assert [tuple(actors.loc[actor]) for actor in ("jacinda-ardern", "cabinet-of-new-zealand", "new-zealand")] == [
        ("Jacinda Ardern", "person", "new-zealand"),
        ("Cabinet of New Zealand", "administration", "new-zealand"),
        ("New Zealand", "state", ""),
    ]
    parts = shop.tables()["event_actors"]
    assert set(parts.loc[parts["event_id"] == "ardern-meets-israel", "actor_id"]) == {
        "jacinda-ardern", "cabinet-of-new-zealand",
    }  # fmt: skip


def test_without_its_text_a_report_can_be_corrected_and_says_how_to_get_the_text(coder, shop, record):
    there = coder
    report = record.reports["report_id"].iloc[0]
    there.visit.open("desk", task="code", report_id=report)
    expect(there.page.get_by_text("Attach the texts of the reports")).to_be_visible(timeout=LONG)
    there.rest().press("e")
    there.fill("title", "A thing without a place").fill("event_type", "CONSULT").fill(
        "actor", "Lavrov", "Control+Enter"
    )
    expect(there.page.get_by_text("not typed as a number")).to_be_visible(timeout=LONG)
    there.page.locator(".st-key-desk-gists button").first.click()
    there.page.get_by_role("button", name="Leave it").click()
    expect(there.page.get_by_text("Correcting")).to_be_visible(timeout=LONG)
    there.button("away").click()
    there.rest()


# --- where one stands -----------------------------------------------------------------------------------------------


def test_a_date_is_corrected_from_the_evidence_in_three_actions_and_every_view_has_it(coder, shop):
    there, name = coder, "abbas-asks-pressure"
    before, revision = coding.row(shop.at, "events", (name,)), newest(shop)
    there.visit.open("timeline", select=f"event:{name}")
    there.visit.click(there.page.locator(".st-key-edit-tools").get_by_role("button", name="Edit"))
    there.visit.actions += 1
    there.input("date").fill("Spring 2021")
    there.input("date").press("Control+Enter")
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
