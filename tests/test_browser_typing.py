"""Nothing typed is lost: forms typed at any speed, over a connection of any slowness, are stored as they were meant."""

import random
from dataclasses import dataclass, field, replace
from hashlib import sha256

import pytest

from onrecord import store
from onrecord.editing import Coder, Workspace
from onrecord.schema import BY_NAME
from tests import counts, river
from tests.browser import IS_STILL, held_back, serving, visiting, wait_until
from tests.keyboard import Keyboard

pytestmark = pytest.mark.browser

DELAYS, HELD = (0, 50, 100, 200), (0, 100, 300, 1000)  # milliseconds between keys; until an answer comes
CROSS = [(delay, held) for delay in DELAYS for held in HELD]
N_FORMS = counts.of(6, 100)
PUBLISHED = "2025-03-11"
NAMES = {
    "Aasen": "aasen",
    "Samira Dallo": "dallo",
    "Olen Marrak": "marrak",
    "Kestria": "kestria",
    "Union of Coastal States": "ucs",
}
ISSUES = {"Pause in the filling": "filling-pause", "Common gauge service": "gauge-service"}
TYPES, STATUSES = ("CONSULT", "AGREE", "REJECT"), ("occurred", "planned", "proposed")
EVERYTHING = ("events", "event_reports", "event_actors", "stances", "actors", "issues")


def report_of(delay, held):
    return f"minutes-{delay}-{held}"


def sentences(report_id):
    """A report that is long enough for every form to have a passage of its own."""
    return [f"Point {n} of the {report_id} was read out and taken down." for n in range(1, N_FORMS + 3)]


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """The river with its reports and names, nothing coded yet; and for every speed a report."""
    home = tmp_path_factory.mktemp("typing")
    (home / "home").mkdir()
    (home / "none").mkdir()
    coded = river.dossier()
    texts = {report_of(*speeds): " ".join(sentences(report_of(*speeds))) for speeds in CROSS}
    blank = dict.fromkeys((column.name for column in BY_NAME["reports"].columns), "")
    reports = coded.tables["reports"].iloc[:0].copy()
    for n, (report_id, text) in enumerate(texts.items()):
        reports.loc[n] = blank | {
            "report_id": report_id, "number": str(n + 1), "title": f"Minutes {n}", "outlet": "Minutes",
            "published": PUBLISHED,
            "language": "en", "translation": "native",
            "sha256": sha256(text.encode()).hexdigest(), "n_chars": str(len(text)),
            "body_start": "0", "body_end": str(len(text)), "reliability": "F",
        }  # fmt: skip
    kept = {"actors", "issues"}
    tables = {name: rows if name in kept else rows.iloc[:0] for name, rows in coded.tables.items()}
    dossier = replace(coded, tables=tables | {"reports": reports})
    engine = store.connect(f"sqlite:///{home / 'home' / 'onrecord.db'}")
    store.fill(engine, dossier)
    for text in texts.values():
        store.keep_text(engine, dossier.dossier_id, text, "Dana")
    return home, Workspace(engine, dossier.dossier_id, Coder("Dana", True))


@pytest.fixture(scope="module")
def server(browser, shop):
    home, _ = shop
    with serving(home, ONRECORD_CODER="Dana", ONRECORD_DATA=str(home / "none")) as running:
        yield running


@dataclass
class Typist:
    """Types forms without waiting for anything, and writes down what each of them means, as it is to be stored."""

    there: Keyboard
    report_id: str
    delay: int
    chance: random.Random
    carried: tuple[list[str], str] = ((), "")  # who and when of the row before
    meant: dict[str, list[dict[str, str]]] = field(default_factory=lambda: {name: [] for name in EVERYTHING})

    def key(self, *keys):
        for key in keys:
            self.there.page.keyboard.press(key)
            if self.delay:
                self.there.page.wait_for_timeout(self.delay)

    def text(self, text, *leave):
        self.there.page.keyboard.type(text, delay=self.delay)
        self.key(*leave)

    def passage(self, n):
        all_of_them = sentences(self.report_id)
        start = len(" ".join(all_of_them[:n])) + bool(n)
        return {"report_id": self.report_id, "start": str(start), "end": str(start + len(all_of_them[n]))}

    def someone(self, n):
        """A name to type with its id, and what to answer where nobody has heard of it."""
        if self.chance.random() < 0.25:
            name = f"Zora Quill {self.report_id} {n:03}"
            kind, above = self.chance.choice([("person", "Belmor"), ("group", "")])
            slug = name.lower().replace(" ", "-")
            self.meant["actors"].append({"actor_id": slug, "name": name, "kind": kind, "principal_id": above.lower()})
            return name, slug, (kind, above)
        name = self.chance.choice(list(NAMES))
        return name, NAMES[name], ()

    def answer(self, answers):
        for answer in answers:
            self.text(answer, "Enter")

    def day(self, *leave):
        """A day that is typed, or the one that was proposed."""
        if self.chance.random() < 0.3:
            self.key(*leave)
            return self.carried[1] or PUBLISHED
        n = self.chance.randint(1, 28)
        self.text(f"{n} March 2025", *leave)
        return f"2025-03-{n:02}"

    def event(self, n):
        title = f"Thing {n:03} of {self.report_id}"
        kind, status = self.chance.choice(TYPES), self.chance.choice(STATUSES)
        self.key("n", "e")
        self.text(title, "Enter")
        self.text(kind, "Enter")
        actors = self.actors(n)
        self.text(f"Gist {n}", "Enter")
        day, words = self.day("Enter"), self.chance.choice(["", "on that day"])
        self.text(words, "Enter")
        other = self.chance.choice(list(NAMES))
        self.text(other, "Tab")
        self.text(status, "Enter")
        self.text(f"Place {n}", "Control+Enter")
        event_id = title.lower().replace(" ", "-")
        self.meant["events"].append({
            "event_id": event_id, "date": day, "event_type": kind, "status": status, "title": title,
            "place": f"Place {n}", "salience": "core", "note": "",
        })  # fmt: skip
        self.mention(n, event_id, actors, other, words, (day if words else "", status, f"Place {n}"))
        self.carried = actors, day

    def actors(self, n):
        """Those of the row before, or others in their place."""
        if self.carried[0] and self.chance.random() < 0.3:
            self.key("Enter")
            return self.carried[0]
        name, actor, answers = self.someone(n)
        if answers:
            self.text(name, "Tab")
            self.answer(answers)
            return [actor]
        if self.chance.random() < 0.5:
            self.text(name, "Tab")
            return [actor]
        another = self.chance.choice([other for other in NAMES if other != name])
        self.text(name, "Enter")
        self.text(another, "Tab")
        return [actor, NAMES[another]]

    def mention(self, n, event_id, actors, other, words, told):
        date, status, place = told
        self.meant["event_reports"].append({
            "event_id": event_id, **self.passage(n), "gist": f"Gist {n}", "reported_words": words,
            "reported_date": date, "reported_status": status, "reported_place": place, "credibility": "6", "note": "",
        })  # fmt: skip
        for role, actor in [*(("actor", actor) for actor in actors), ("recipient", NAMES[other])]:
            part = {"event_id": event_id, "actor_id": actor, "role": role, "report_id": self.report_id}
            if part not in self.meant["event_actors"]:
                self.meant["event_actors"].append(part)

    def further_mention(self, n):
        """What is on record already, once more: only what is typed is said of it."""
        event = self.chance.choice(self.meant["events"])
        self.key("n", "e")
        self.text(event["title"], "Enter")  # the type is not asked for
        actor, other = self.chance.sample(list(NAMES), 2)
        self.clear("Backspace")
        self.text(actor, "Tab")
        self.text(f"Gist {n}", "Enter")
        number = self.chance.randint(1, 28)
        self.text(f"{number} March 2025", "Enter")
        self.key("Enter")
        self.clear("Backspace")
        self.text(other, "Tab")
        status = self.chance.choice(STATUSES)
        self.text(status, "Enter")
        self.text(f"Place {n}", "Control+Enter")
        self.mention(n, event["event_id"], [NAMES[actor]], other, "", (f"2025-03-{number:02}", status, f"Place {n}"))
        self.carried = [NAMES[actor]], f"2025-03-{number:02}"

    def clear(self, key):
        """Take away whom the field names already; in an empty one the key does nothing."""
        self.key(key, key, key, key)

    def stance(self, n):
        issue, position = self.chance.choice(list(ISSUES)), self.chance.choice(["-2", "-1", "0", "+1", "+2"])
        self.key("n", "s")
        is_carried = len(self.carried[0]) == 1
        if is_carried and self.chance.random() < 0.3:
            actor = self.carried[0][0]
        else:
            if is_carried:
                self.key("Shift+Tab")
            name, actor, answers = self.someone(n)
            self.text(name, "Enter")
            self.answer(answers)
        self.text(issue, "Enter")
        self.text(position, "Enter")
        self.text(f"Gist {n}", "Enter")
        day = self.day("Control+Enter")
        self.meant["stances"].append({
            "date": day, "actor_id": actor, "issue_id": ISSUES[issue], "position": str(int(position)),
            "kind": "indirect", **self.passage(n), "gist": f"Gist {n}", "confidence": "high", "note": "",
        })  # fmt: skip
        self.carried = [actor], day


def rows(tables, name, columns, typist, before):
    """What was stored by one typist in a table, as comparable rows."""
    found = tables[name]
    if "report_id" in columns:
        found = found[found["report_id"] == typist.report_id]
    else:
        key = f"{name.removesuffix('s')}_id"
        found = found[~found[key].isin(before[name][key])]
    return sorted(tuple(row) for row in found[list(columns)].itertuples(index=False))


@pytest.mark.parametrize(("delay", "held"), CROSS if counts.IS_FULL else [(0, 300)])
def test_forms_are_stored_as_they_were_typed_however_fast_and_however_late_the_answers(
    browser, server, shop, delay, held
):
    at = shop[1]
    before = store.load(at.engine, at.dossier_id).tables
    with held_back(server, held / 1000) as late, visiting(browser, late, is_still=IS_STILL and not held) as visit:
        report_id = report_of(delay, held)
        typist = Typist(Keyboard(visit()).open(report_id), report_id, delay, random.Random(1000 * delay + held))
        for n in range(N_FORMS):
            if n % 2:
                typist.stance(n)
            elif n >= 4 and typist.chance.random() < 0.5:
                typist.further_mention(n)
            else:
                typist.event(n)
        wait_until(
            typist.there.page,
            "of => document.querySelector('.or-count').textContent.startsWith(of)",
            arg=f"{N_FORMS} of {N_FORMS + 2} sentences",
        )
        typist.there.rest()
    tables = store.load(at.engine, at.dossier_id).tables
    for name, meant in typist.meant.items():
        if meant:
            columns = tuple(meant[0])
            assert rows(tables, name, columns, typist, before) == sorted(tuple(row.values()) for row in meant), name
