"""A dossier of one's own in a real browser: begun from nothing, its reports added, coded by hand as the river was."""

from dataclasses import dataclass, field

import pytest

from onrecord import store
from onrecord.ui.coding.fields import ROLES
from tests import counts, river
from tests.browser import ROOT, serving, wait_until
from tests.keyboard import Keyboard

pytestmark = pytest.mark.browser

REPORT = "02-kestria-daily"
FILES = ROOT / "tests" / "uploads" / "river"
# what other reports have a share in is coded with them: the round put off, the service, the agreement
SHARED = ("first-round", "common-gauge-service", "agreement-on-filling")
QUESTION = """() => document.activeElement.closest('.or-question')?.querySelector('bdi').textContent ?? ''"""
ORDER = """() => [...document.querySelectorAll('.or-body input, .or-body summary')]
    .filter(at => at.checkVisibility() && !at.disabled).map(at => at.closest('[data-field]')?.dataset.field ?? '')"""
EVENT = ("title", "event_type", "date", "status", "place", "salience", "note")
MENTION = (
    "start", "end", "gist", "reported_words", "reported_date", "reported_status", "reported_place", "credibility",
    "note",
)  # fmt: skip
NAMED = ("actor_id", "issue_id")  # beside the fields of several names
STANCE = ("date", "position", "kind", "start", "end", "gist", "confidence", "note")


@pytest.fixture(scope="module")
def server(browser, tmp_path_factory):
    """A home without anything, and no folder of dossiers to fill it from."""
    home = tmp_path_factory.mktemp("river")
    (home / "none").mkdir()
    with serving(home, ONRECORD_CODER="Dana", ONRECORD_DATA=str(home / "none")) as running:
        yield running


class Tables:
    """The river as it is to be stored, with names in place of ids."""

    def __init__(self, tables):
        self.tables = {name: rows.astype("str").to_dict("records") for name, rows in tables.items()}
        self.actors = {row["actor_id"]: row for row in self.tables["actors"]}
        self.issues = {row["issue_id"]: row for row in self.tables["issues"]}
        self.events = {row["event_id"]: row for row in self.tables["events"]}

    def name(self, actor_id):
        return self.actors[actor_id]["name"] if actor_id else ""

    def answer(self, name, question):
        """What is said of a name that is not on record yet."""
        for row in self.issues.values():
            if row["label"] == name:
                return row[question]
        (actor,) = [row for row in self.actors.values() if row["name"] == name]
        return actor["kind"] if question == "who" else self.name(actor["principal_id"])

    def stances(self, report_id):
        """Every stance of a report: who, on what, and its columns."""
        return {
            (self.name(row["actor_id"]), self.issues[row["issue_id"]]["label"], *(row[column] for column in STANCE))
            for row in self.tables["stances"]
            if row["report_id"] == report_id
        }

    def mentions(self, report_id):
        """Every mention by a report, with its event, its parts and what it denies."""
        found = set()
        for row in self.tables["event_reports"]:
            event = self.events[row["event_id"]]
            if row["report_id"] != report_id or row["event_id"] in SHARED:
                continue
            parts = frozenset(
                (part["role"], self.name(part["actor_id"]))
                for part in self.tables["event_actors"]
                if part["event_id"] == row["event_id"] and part["report_id"] == report_id
            )
            denied = [
                self.events[link["to_id"]]["title"]
                for link in self.tables["event_links"]
                if link["from_id"] == row["event_id"] and link["relation"] == "denies"
            ]
            found.add((*(event[c] for c in EVENT), *(row[c] for c in MENTION), parts, *denied))
        return found


@dataclass
class Coder:
    """Codes what the tables hold, each row in as few actions as the form allows, and counts them."""

    there: Keyboard
    meant: Tables
    text: str
    n_actions: dict[bool, list[int]] = field(default_factory=lambda: {False: [], True: []})  # by whether a name was new

    def code(self, rows):
        for sort, row in rows:
            before, self.has_asked = self.there.visit.actions, False
            self.there.mark(self.text[int(row[0]) : int(row[1])]).press({"event": "e", "stance": "s"}[sort])
            fields = [(name, value) for name, value in row[2] if not self.shows(name, value)]
            for name, value in fields:
                self.go(name)
                self.fill(name, value, is_last=(name, value) == fields[-1])
            if isinstance(fields[-1][1], list) or fields[-1][0] in NAMED:
                self.there.press("Control+Enter")
            self.there.rest()
            self.n_actions[self.has_asked].append(self.there.visit.actions - before)

    def shows(self, name, value):
        """Whether a field holds a value already, proposed or as its default."""
        if isinstance(value, list):
            return sorted(self.there.chips(name)) == value
        held = self.there.value(name)
        return held == value or held.startswith(f"{value} ·")

    def fill(self, name, value, *, is_last):
        if value == []:
            for _ in self.there.chips(name):
                self.there.press("Backspace")
        for one in value if isinstance(value, list) else [value]:
            self.go(name)
            self.there.type(one, "Control+Enter" if is_last and name not in NAMED and value is one else "Tab")
            self.answer()

    def go(self, name):
        """To a field: it has the keyboard already, is the next one, or is clicked on."""
        at = self.there.where()
        if at == name:
            return
        order = self.there.page.evaluate(ORDER)
        if name not in order:
            self.there.visit.click(self.there.page.locator(".or-more > summary"))
            order = self.there.page.evaluate(ORDER)
        step = order.index(name) - order.index(at) if at in order else 0
        if abs(step) == 1:
            self.there.press("Tab" if step > 0 else "Shift+Tab")
        else:
            self.there.visit.click(self.there.input(name))

    def answer(self):
        """Say of every name that is asked for who or what it is."""
        while name := self.there.page.evaluate(QUESTION):
            self.has_asked = True
            self.there.type(self.meant.answer(name, self.there.where()), "Tab")


def plan(meant, report_id):
    """What is typed for every row of a report, in the order of the text: place, and field by field what differs from
    what a new form holds."""
    rows = []
    for actor, issue, *values in sorted(meant.stances(report_id)):
        row = dict(zip(STANCE, values, strict=True))
        typed = [("actor_id", actor), ("issue_id", issue), ("position", row["position"]), ("gist", row["gist"])]
        typed += [("date", row["date"]), ("kind", row["kind"])]
        typed += [(name, row[name]) for name, usual in (("confidence", "high"), ("note", "")) if row[name] != usual]
        rows.append(("stance", (row["start"], row["end"], typed)))
    for values in meant.mentions(report_id):
        event, told = dict(zip(EVENT, values[:7], strict=True)), dict(zip(MENTION, values[7:16], strict=True))
        parts, denied = values[16], values[17:]
        of = {role: sorted(name for other, name in parts if other == role) for role in ROLES}
        typed = [("title", event["title"]), ("event_type", event["event_type"]), ("actor", of.pop("actor"))]
        typed += [("gist", told["gist"]), ("date", event["date"]), ("reported_words", told["reported_words"])]
        typed += [("recipient", of.pop("recipient")), ("status", event["status"]), ("place", event["place"])]
        typed += [*of.items(), *(("denies", title) for title in denied)]
        typed += [("salience", event["salience"]), ("credibility", told["credibility"])]
        date = event["date"] if told["reported_words"] else ""
        said = {"reported_date": date, "reported_status": event["status"], "reported_place": event["place"]}
        typed += [(name, told[name]) for name, usual in said.items() if told[name] != usual]
        typed += [("note", event["note"]), ("told_note", told["note"])]
        usual = {"status": "occurred", "salience": "core", "credibility": "6"}
        typed = [(name, value) for name, value in typed if name == "actor" or (value and value != usual.get(name))]
        rows.append(("event", (told["start"], told["end"], typed)))
    return sorted(rows, key=lambda row: (any(name == "denies" for name, _ in row[1][2]), int(row[1][0])))


@pytest.mark.full
def test_a_dossier_of_ones_own_is_begun_in_the_browser_and_coded_as_the_river_was(visit, server):
    there, meant = Keyboard(visit()), Tables(river.dossier().tables)
    page = there.page
    there.visit.open("desk")
    page.get_by_label("Title of the new one").fill("The Sarava talks")
    page.get_by_role("button", name="Begin the dossier").click()
    upload = page.get_by_test_id("stFileUploader").filter(has_text="A text, a web page")
    upload.locator("input[type=file]").set_input_files(FILES / "02_kestria_daily.txt")
    there.input("outlet").fill("Kestria Daily")
    there.input("published").fill("11 March 2025")
    there.input("published").press("Control+Enter")
    page.get_by_role("link", name="Code this report").click()
    page.locator(".or-pane span").first.wait_for()
    there.rest()
    coder = Coder(there, meant, river.texts()[REPORT])
    rows = plan(meant, REPORT)
    rows = rows if counts.IS_FULL else rows[:3]
    coder.code(rows)
    wait_until(page, "n => document.querySelector('.or-count').textContent.endsWith(`${n} rows`)", arg=len(rows))
    home = server.log.parent / "home"
    engine = store.connect(f"sqlite:///{home / 'onrecord.db'}")
    (dossier_id,) = store.dossiers(engine)
    stored = Tables(store.load(engine, dossier_id).tables)
    (report_id,) = [row["report_id"] for row in stored.tables["reports"]]
    places = {(int(row[1][0]), row[0]) for row in rows}
    wanted = {row for row in meant.stances(REPORT) if (int(row[5]), "stance") in places}
    assert stored.stances(report_id) == wanted
    assert stored.mentions(report_id) == {row for row in meant.mentions(REPORT) if (int(row[7]), "event") in places}
    names = {row["name"]: row for row in stored.actors.values()}
    for actor in meant.actors.values():
        if actor["name"] in names:
            row = names[actor["name"]]
            assert (row["kind"], stored.name(row["principal_id"])) == (actor["kind"], meant.name(actor["principal_id"]))
    # in a dossier just begun nearly every name is new: each is asked for, with whom it speaks for
    assert max(coder.n_actions[False], default=0) <= 16 and max(coder.n_actions[True], default=0) <= 24, coder.n_actions
