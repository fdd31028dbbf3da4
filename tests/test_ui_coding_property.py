"""Whatever is asked of the coding form in whatever order: what the last request showed is stored, and nothing else."""

import shutil
from collections.abc import Iterator

import pytest
import streamlit
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import store
from onrecord.editing import Coder, Workspace, coding
from onrecord.editing.date_input import to_edtf
from onrecord.errors import OnRecordError
from onrecord.schema import EVENT_TYPES, POSITIONS
from tests import counts, databases, river
from tests.coding_form import CodingForm, Tables, colleague, ended_rows, new_rows, tables

DAILY, DAY = "02-kestria-daily", "2025-03-11"
ROLES = ("actor", "recipient", "participant", "invited", "mediator", "host", "chair", "signatory")
ACTORS = [
    "Olen Marrak",
    "marrak",
    "UCS → Union of Coastal States",
    "Belmor",
    "Olen Marak",
    "Tarik Voss",
    "Ministry of Sand",
]
ISSUES = ["The Upper Sarava dam", "pause in the filling", "Fish ladders"]
PASSAGES = ["planned for 14 March", "Foreign minister", "postponed to 28 March"]
DATES = ["14 March", "mid-March", "2025-03", "Tuesday", "some day soon", ""]
TITLES = ["Ministers trade letters", "Three-way talks on the Sarava in Halsund (27 to 28 March 2025)"]
MENTION = {"gist": "gist", "credibility": "credibility", "told_note": "note", "reported_words": "reported_words"}


def some_text(*texts: str) -> st.SearchStrategy[str]:
    return st.sampled_from(texts)


people = st.lists(st.sampled_from(ACTORS), max_size=3).map("\n".join)
dates = st.sampled_from(DATES)
stance_fields = {
    "actor_id": st.sampled_from(ACTORS), "issue_id": st.sampled_from(ISSUES),
    "position": some_text("1", "-2", "0", "7", ""), "date": dates, "gist": some_text("Said so.", " Twice ", "=1+1"),
    "kind": some_text("direct", "indirect"), "confidence": some_text("high", "low"), "note": some_text("", "Seen."),
}  # fmt: skip
event_fields = {
    "title": st.sampled_from(TITLES), "event_type": some_text("CONSULT", "ACCUSE", "WALK"), "date": dates,
    "gist": some_text("Told.", "Told again."), "reported_words": some_text("", "on Tuesday"),
    "status": some_text("occurred", "planned"), "place": some_text("", "Halsund"), "note": some_text("", "Seen."),
    "told_note": some_text("", "Of one report."), "reported_date": some_text("", "13 March"),
    "reported_status": some_text("", "planned"), "reported_place": some_text("", "Lomna"),
    "credibility": some_text("6", "3"), "salience": some_text("core", "secondary"),
    "denies": some_text("", TITLES[1]), **dict.fromkeys(ROLES[:4], people),
}  # fmt: skip
answers = st.one_of(
    st.fixed_dictionaries({"same": st.just("Olen Marrak")}),
    st.fixed_dictionaries({"kind": some_text("person", "organization", ""),
                           "principal": some_text("", "Kestria", "Ministry of Sand")}),
)  # fmt: skip
ISSUE = {"table": "issues", "proposition": "Salmon should pass the dam.", "topic": "dam"}


def filled(fields):
    return st.fixed_dictionaries({}, optional=fields)


def whole(fields, **sound):
    """A form in which all that is needed stands, and more."""
    return st.builds(lambda some, needed: some | needed, filled(fields), st.fixed_dictionaries(sound))


sound_date = some_text("14 March", "mid-March", "2025-03-12")
stances = whole(stance_fields, actor_id=stance_fields["actor_id"], issue_id=stance_fields["issue_id"],
                position=some_text("1", "-2"), date=sound_date, gist=stance_fields["gist"])  # fmt: skip
events = whole(event_fields, title=event_fields["title"], event_type=some_text("CONSULT"), date=sound_date,
               gist=event_fields["gist"])  # fmt: skip
sound_stances = filled(stance_fields | {"position": some_text("1", "-2"), "date": sound_date})
sound_events = filled(event_fields | {"event_type": some_text("CONSULT", "ACCUSE"), "date": sound_date})
NAMES = {"Tarik Voss": {"kind": "person", "principal": "Ministry of Sand"},
         "Ministry of Sand": {"kind": "organization"},
         "Olen Marak": {"same": "Olen Marrak"}, "Fish ladders": ISSUE}  # fmt: skip
begun = st.one_of(
    st.tuples(st.just("begin"), st.just("stance"), stances, st.booleans(), st.sampled_from(PASSAGES)),
    st.tuples(st.just("begin"), st.just("event"), events, st.booleans(), st.sampled_from(PASSAGES)),
)
steps = st.one_of(
    begun,
    st.tuples(st.just("type"), st.one_of(filled(stance_fields), filled(event_fields))),
    st.tuples(st.just("answer"), st.sampled_from(ACTORS[4:]), answers),
    *[st.tuples(st.just("ask"), st.just(what), st.booleans()) for what in
      ("save", "save", "away", "undo", "retract", "mine", "theirs")],
    st.tuples(st.just("open"), st.integers(0, 99), st.booleans()),
    st.tuples(st.just("correct"), st.integers(0, 99), sound_stances, sound_events, st.booleans()),
    *[st.tuples(st.just("code"), begun)] * 3,
    st.tuples(st.just("again"), st.integers(1, 4)),
    st.tuples(st.just("other"), some_text("note", "retract", "name")),
    *[st.tuples(st.just(what)) for what in ("press_again", "rest", "look")],
)  # fmt: skip


@pytest.fixture(scope="module")
def at(tmp_path_factory) -> Iterator[Workspace]:
    """The river in a store in which what one example leaves is there for the next."""
    path = tmp_path_factory.mktemp("river") / "record.db"
    databases.fill(f"sqlite:///{path}", river.dossier())
    engine = store.connect(f"sqlite:///{shutil.copy(path, path.with_name('used.db'))}")
    yield Workspace(engine, "river", Coder("Dana", True))
    engine.dispose()
    streamlit.session_state.clear()


@settings(max_examples=counts.of(12, 600))
@given(script=st.lists(steps, min_size=3, max_size=9))
def test_any_sequence_of_actions_stores_what_the_last_request_showed_and_nothing_else(at, script):
    streamlit.session_state.clear()
    for place in store.drafts(at.engine, at.dossier_id, at.coder.name, f"code:{DAILY}"):
        store.drop_draft(at.engine, at.dossier_id, at.coder.name, place)
    hand = Hand(CodingForm(at, DAILY, river.texts()[DAILY]))
    for what, *rest in script:
        getattr(hand, what)(*rest)


class Hand:
    """Who fills in the form, and what is to be stored of it, told from the rows alone."""

    def __init__(self, form: CodingForm):
        self.form, self.opened, self.is_others = form, {}, False
        self.stored = form.known
        self.past: dict[int, Tables] = {self.revision(): self.stored}

    def revision(self):
        return store.newest(self.form.at.engine, self.form.at.dossier_id)

    # --- what is done

    def begin(self, sort, values, is_answered, words):
        self.form.begin(sort, **values).choose(words)
        for name, answer in NAMES.items() if is_answered else ():
            self.form.answer(name, **answer)

    def code(self, begun):
        """A new row, from the first field to the button."""
        _, sort, values, _, words = begun
        self.begin(sort, values, True, words)
        self.ask("save", True)

    def correct(self, index, stance, event, is_others):
        """A row that is there: opened, changed, by somebody else too now and then, and saved."""
        self.open(index, True)
        self.type(stance if self.form.sort == "stance" else event)
        for name, answer in NAMES.items():
            self.form.answer(name, **answer)
        if is_others:
            self.other("note")
        self.ask("save", True)

    def type(self, values):
        self.form.type(**{name: value for name, value in values.items() if name in self.form.values})

    def answer(self, name, answer):
        self.form.answer(name, **answer)

    def rest(self):
        if self.form.token:
            self.deliver("state", self.form.state())
            ours = {name: "\n".join(line.strip() for line in v.split("\n") if line.strip())
                    for name, v in self.form.values.items()}  # fmt: skip
            assert not self.form.sort or dict(self.form.draft.fields) == ours

    def look(self):
        self.form.load()

    def ask(self, what, is_sure):
        if not self.form.token and what != "undo":
            return
        revision = self.form.undoable() if what == "undo" else 0
        self.form.n = max(self.form.n, self.form.exchange.ack) + 1
        request = self.form.state() | {"n": self.form.n, "what": what, "span": self.form.span, "isSure": is_sure}
        self.deliver("request", request | {"revision": revision})

    def open(self, index, is_sure):
        mentions, stances = self.form.known["event_reports"], self.form.known["stances"]
        marks = [f"event:{m['event_id']}~{m['start']}" for m in mentions.values() if m["report_id"] == DAILY]
        marks += [f"stance:{s['stance_id']}" for s in stances.values() if s["report_id"] == DAILY]
        self.form.ask("open", mark=marks[index % len(marks)], is_sure=is_sure)
        self.opened, self.is_others = dict(self.form.values), False
        assert self.revision() in self.past, "opening stores nothing"

    def again(self, back):
        """What was sent before arrives once more."""
        if self.form.sent[-back:]:
            kind, content = self.form.sent[-back:][0]
            if kind == "request" or content["token"] in self.form.exchange.ended:
                before = self.revision()
                self.form.send(kind, content)
                assert self.revision() == before

    def press_again(self):
        """The button is pressed twice: the same form, asked for once more."""
        requests = [content for kind, content in self.form.sent if kind == "request"]
        if requests and requests[-1]["what"] == "save":
            self.form.n = max(self.form.n, self.form.exchange.ack) + 1
            self.deliver("request", requests[-1] | {"n": self.form.n})

    def other(self, what):
        """Somebody else writes meanwhile."""
        omar = colleague(self.form.at)
        mine = [s for s in tables(omar)["stances"].values() if s["report_id"] == DAILY]
        if what == "note":
            coding.change(omar, "stances", (mine[0]["stance_id"],), {"note": f"At {self.revision()}."})
        elif what == "retract" and len(mine) > 4:
            coding.retract(omar, "stances", (mine[-1]["stance_id"],))
        elif what == "name":
            coding.new_actor(omar, {"name": f"Somebody {self.revision()}", "kind": "person"})
        self.is_others = True
        self.stored = self.past[self.revision()] = tables(omar)

    # --- what is stored

    def deliver(self, kind, content):
        is_over = content["token"] in self.form.exchange.ended
        before, revision, known = self.stored, self.revision(), self.form.known
        self.form.send(kind, content)
        is_saved = self.revision() != revision
        if is_saved:
            self.stored = self.past[self.revision()] = self.form.known
        what = content.get("what", "state")
        if what in ("save", "mine"):
            self.check_save(content, known, before, is_saved, is_over)
        elif is_saved:
            assert what in ("undo", "retract")
            self.check_ending(content, before, revision)

    def check_ending(self, request, before, revision):
        after, undone = self.stored, request["revision"]
        if request["what"] == "undo":
            if undone == revision and undone - 1 in self.past:
                assert after == self.past[undone - 1]
            return
        name = request["row"].partition(":")[2].partition("~")[0]
        assert not new_rows(before, after)
        rows = [row for found in ended_rows(before, after).values() for row in found]
        assert rows and (name,) not in after[f"{request['row'].partition(':')[0]}s"]

    def check_save(self, request, known, before, is_saved, is_over):
        values = {n: "\n".join(x.strip() for x in v.split("\n") if x.strip()) for n, v in request["values"].items()}
        shown = Shown(request | {"values": values}, known, before, self.stored)
        is_sound = not is_over and request["sort"] and shown.is_sound() and bool(request["span"])
        if not is_saved:
            is_free = not request["row"] and not shown.event()
            assert not (is_sound and is_free), (request, self.form.outcome(), self.form.problems())
            if not is_over and request["token"] in self.form.exchange.ended:
                assert request["row"], "a correction that changes nothing is not saved: all is as shown already"
                shown.check_correction(self.opened)
            elif not is_over and request["sort"]:
                assert dict(self.form.draft.fields) == values, "what is refused stays as it was shown"
            return
        assert is_sound, request
        if request["row"]:
            shown.check_correction(self.opened)
        else:
            shown.check_new()


class Shown:
    """A request: what it shows, and the rows it means, by the names that were on record when it was drawn."""

    def __init__(self, request, known: Tables, before: Tables, after: Tables):
        self.request, self.values, self.names = request, request["values"], request["names"]
        self.known, self.before, self.after = known, before, after
        self.added, self.ended = new_rows(before, after), ended_rows(before, after)

    def id_of(self, table, name):
        """The one that is called so, or spelt so."""
        if table == "events":
            return "first-round" if name == TITLES[1] else ""
        if table == "issues":
            called = [(i["label"], i["issue_id"]) for i in self.known["issues"].values()]
        else:
            called = [(a["name"], a["actor_id"]) for a in self.known["actors"].values()]
            called += [(a["alias"], a["actor_id"]) for a in self.known["aliases"].values()]
            name = name.partition(" → ")[0]
        return next((row_id for word, row_id in called if word.casefold() == name.casefold()), "")

    def event(self):
        return self.id_of("events", self.values["title"]) if self.request["sort"] == "event" else ""

    def lines(self):
        """The actors and issues that are named: (table, name)."""
        v = self.values
        if self.request["sort"] == "stance":
            return [("actors", v["actor_id"]), ("issues", v["issue_id"])]
        return [("actors", line) for role in ROLES for line in v[role].split("\n") if line]

    def new_names(self):
        """The names that this puts on record, with those they speak for."""
        found = [(table, name) for table, name in self.lines() if name and not self.id_of(table, name)]
        for table, name in found:
            above = self.names.get(name, {}).get("principal", "")
            if above in self.names and not self.id_of("actors", above) and (table, above) not in found:
                found.append(("actors", above))
        return list(dict.fromkeys(found))

    def is_complete(self, table, name):
        answer = self.names.get(name, {})
        if answer.get("table") != table:
            return False
        if table == "issues":
            return bool(answer["proposition"])
        above = answer.get("principal", "")
        is_above = not above or self.id_of("actors", above) or above in self.names
        return bool(answer.get("same") or (answer.get("kind") and is_above))

    def is_sound(self):
        v, is_stance = self.values, self.request["sort"] == "stance"
        needed = (
            ("actor_id", "issue_id", "position", "date") if is_stance else ("title", "event_type", "date", "status")
        )
        needed = ("status", "gist") if self.event() and not self.request["row"] else (*needed, "gist")
        codes = v["position"] in POSITIONS if is_stance else v["event_type"] in (*EVENT_TYPES, "")
        return (
            all(v[name] for name in needed) and codes
            and all(is_date(v.get(name, "")) for name in ("date", "reported_date"))
            and all(self.is_complete(table, name) for table, name in self.new_names())
        )  # fmt: skip

    def saved_id(self, table, name):
        """The id of a name once this is saved."""
        if found := self.id_of(table, name):
            return found
        if same := self.names[name].get("same"):
            return self.id_of("actors", same)
        called, key = {"actors": ("name", "actor_id"), "issues": ("label", "issue_id")}[table]
        (row,) = [row for row in self.added[table] if row[called] == name]
        return row[key]

    def check_names(self):
        """Each new name is a row that says what was answered, and there is no other."""
        wanted: dict[str, list] = {"actors": [], "issues": [], "aliases": []}
        for table, name in self.new_names():
            answer, empty = self.names[name], dict.fromkeys(next(iter(self.before[table].values())), "")
            if answer.get("same"):
                alias = {"actor_id": self.id_of("actors", answer["same"]), "alias": name, "report_id": DAILY}
                wanted["aliases"].append(alias | {"kind": "variant"})
            elif table == "issues":
                named = {"issue_id": self.saved_id(table, name), "label": name}
                wanted["issues"].append(empty | named | {c: answer[c] for c in ("proposition", "topic")})
            else:
                above = answer.get("principal", "")
                named = {"actor_id": self.saved_id(table, name), "name": name, "kind": answer["kind"]}
                wanted["actors"].append(empty | named | {"principal_id": above and self.saved_id("actors", above)})
        for table, rows in wanted.items():
            assert sorted(map(repr, map(dict.items, map(sort, rows)))) == sorted(
                map(repr, map(dict.items, map(sort, self.added.get(table, [])))))  # fmt: skip

    def place(self):
        start, end = self.request["span"]
        return {"report_id": DAILY, "start": str(start), "end": str(end)}

    def date(self, name="date"):
        return to_edtf(self.values[name], reported_on=DAY, language="en")

    def stance(self):
        v = self.values
        return {
            "date": self.date(), "actor_id": self.saved_id("actors", v["actor_id"]),
            "issue_id": self.saved_id("issues", v["issue_id"]), "position": v["position"], "kind": v["kind"],
            "gist": v["gist"], "confidence": v["confidence"], "note": v["note"],
        }  # fmt: skip

    def mention(self):
        v, is_known = self.values, bool(self.event())
        date = self.date("reported_date") or (self.date() if v["reported_words"] else "")
        told = {column: v[name] for name, column in MENTION.items()}
        told |= {"reported_date": date} | {
            f"reported_{name}": v[f"reported_{name}"] or v[name] for name in ("status", "place")
        }
        if is_known:
            told |= {"reported_date": self.date(), "reported_status": v["status"], "reported_place": v["place"]}
        return told

    def parts(self):
        return {
            (role, self.saved_id("actors", line)) for role in ROLES for line in self.values[role].split("\n") if line
        }

    def check_new(self):
        self.check_names()
        tables = (
            {"stances"}
            if self.request["sort"] == "stance"
            else {"events", "event_reports", "event_actors", "event_links"}
        )
        assert set(self.added) <= tables | {"actors", "issues", "aliases"}
        if self.request["sort"] == "stance":
            (row,) = self.added["stances"]
            assert not self.ended and row == self.stance() | self.place() | {"stance_id": row["stance_id"]}
            return
        (mention,) = self.added["event_reports"]
        event = self.event() or mention["event_id"]
        assert mention == self.mention() | self.place() | {"event_id": event}
        self.check_denial(event)
        if self.event():
            earlier = self.given(self.before, event).get(DAILY, set())
            assert "events" not in self.added and set(self.ended) <= {"event_actors"}
            assert self.given(self.after, event) == self.given(self.before, event) | {DAILY: earlier | self.parts()}
            return
        v = self.values
        (row,) = self.added["events"]
        same = {name: v[name] for name in ("title", "event_type", "status", "place", "salience", "note")}
        assert not self.ended and row == same | {"event_id": event, "date": self.date()}
        parts = [(r["event_id"], r["role"], r["actor_id"], r["report_id"]) for r in self.added.get("event_actors", [])]
        assert sorted(parts) == sorted((event, *part, DAILY) for part in self.parts())

    def check_denial(self, event):
        denied = self.id_of("events", self.values["denies"]) if self.values["denies"] else ""
        link = {"from_id": event, "to_id": denied, "relation": "denies", "report_id": DAILY, "note": ""}
        there = [r for r in self.before["event_links"].values() if r["from_id"] == event and r["to_id"] == denied]
        assert self.added.get("event_links", []) == ([link] if denied and not there else [])

    def given(self, of: Tables, event):
        """Who has which part in an event by each report that mentions it."""
        reports = {m["report_id"] for m in of["event_reports"].values() if m["event_id"] == event}
        parts = [p for p in of["event_actors"].values() if p["event_id"] == event]
        return {r: {(p["role"], p["actor_id"]) for p in parts if p["report_id"] in ("", r)} for r in reports}

    def check_correction(self, opened):
        """What was changed over a row is as it was shown; every other cell is as somebody else may have left it."""
        self.check_names()
        changed = {name for name, value in self.values.items() if value != opened[name]}
        row = self.request["row"]
        name, _, start = row.partition(":")[2].partition("~")
        if self.request["sort"] == "stance":
            self.check_cells("stances", (name,), {c: x for c, x in self.stance().items() if c in changed})
            assert set(self.added) <= {"stances", "actors", "issues", "aliases"}
            return
        v, ours = self.values, ("title", "event_type", "status", "place", "salience", "note")
        self.check_cells("events", (name,), {c: v[c] for c in ours if c in changed}
                         | ({"date": self.date()} if "date" in changed else {}))  # fmt: skip
        told = MENTION | {f"reported_{c}": f"reported_{c}" for c in ("status", "place")}
        now = {column: v[field] for field, column in told.items() if field in changed}
        now |= {"reported_date": self.date("reported_date")} if "reported_date" in changed else {}
        self.check_cells("event_reports", (name, DAILY, start), now)
        others = self.given(self.before, name) | {DAILY: self.parts()}
        assert self.given(self.after, name) == others
        assert set(self.added) <= {"events", "event_reports", "event_actors", "event_links", "actors", "aliases"}

    def check_cells(self, table, key, now):
        before, span = self.before[table][key], {}
        if table != "events" and self.request["span"] and self.place()["start"] != before["start"]:
            span = self.place()
            key = (*key[:-1], span["start"]) if table == "event_reports" else key
        after = self.after[table][key]
        assert {c: x for c, x in after.items() if c != "end"} == {
            c: x for c, x in (before | now | span).items() if c != "end"
        }  # fmt: skip


def sort(row):
    return dict(sorted(row.items()))


def is_date(typed):
    try:
        to_edtf(typed, reported_on=DAY, language="en")
    except OnRecordError:
        return False
    return True
