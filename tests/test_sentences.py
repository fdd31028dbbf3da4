"""No sentence on screen that no row carries: every text of every page is a row's value, computed, or interface.

Read here is what the pages send, as Streamlit's own test runner gets it: labels, HTML, alerts, headings and cells of
tables, and of figures the texts, axes, names and hover texts; closed expanders are opened. That what a browser shows
comes from there is shown in `test_browser_sentences.py`.
"""

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from onrecord import record as records
from onrecord import store
from onrecord.record import Record, history
from onrecord.views.pages import PAGES
from onrecord.views.tables.passages import coded_passages
from tests import counts
from tests.apps import DOSSIER, opened
from tests.screen_texts import Text, page_texts
from tests.sentence_facts import Facts, untrue, without_n
from tests.sentences import FOLDERS, MONTHS, Values, interface, kind_of, marks, of_manual

FILES = [page.file for page in PAGES.values()]
# on every push: a few pages and marks of each dossier; in full all pages and marks of every kind
SAMPLE = {
    DOSSIER: [("conflicts", "conflict"), ("overview", "event")],
    "river": [("positions", "cell"), ("actors", "actor")],
    "strait": [("reports", "actor")],
}
LISTS = ("recorded", "computed", "dismissed")


@pytest.fixture(scope="module")
def dossiers(tmp_path_factory):
    """A folder with the three dossiers, and the record of each."""
    folder = tmp_path_factory.mktemp("dossiers")
    for path in FOLDERS:
        # without the texts: what a report says is its own
        shutil.copytree(path, folder / path.name, ignore=shutil.ignore_patterns("texts"))
    return folder, {path.name: records.from_dossier(store.read_folder(path)) for path in FOLDERS}


@pytest.fixture(scope="module")
def known(dossiers):
    """What is known of each dossier: its values, and what its rows say."""
    titles = [record.meta["title"] for record in dossiers[1].values()]
    levels = ("principal", "speaker")
    return {
        name: (Values(record, titles), {level: Facts(record, level) for level in levels})
        for name, record in dossiers[1].items()
    }


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def entered(enter, dossiers, home):
    """The environment of the three dossiers."""
    enter(ONRECORD_DATA=dossiers[0], ONRECORD_HOME=home)


def read(page: str, **query: str) -> list[Text]:
    """The texts of a page, what its expanders hold among them."""
    at = opened(page, **query)
    keys = [e.proto.id.split("-", 2)[-1] for part in (at.sidebar, at.main) for e in part
            if e.type == "expander" and getattr(e.proto, "id", "")]  # fmt: skip
    if keys:
        for key in keys:
            at.session_state[key] = True
        at.run()
    assert not at.exception, (page, query)
    return page_texts(at)


def faults(page: str, texts: Sequence[Text], values: Values, facts: Facts) -> Iterator[str]:
    """What is wrong with the texts of a page: each with its place and why."""
    for text in dict.fromkeys(texts):
        kind = kind_of(values, text)
        if not kind:
            yield f"nobody answers for {text.text!r} ({text.where}): {values.shape(text.text)[0]}"
        elif kind == "interface" and text.text not in values.whole and (name := one_dossier(values, text.text)):
            yield f"the interface speaks of {name!r} in {text.text!r} ({text.where})"
    for why, text in untrue(facts, page, texts):
        yield f"not so, {why}: {text.text!r} ({text.where})"
    for text in without_n([t for t in texts if kind_of(values, t) == "computed"], set(facts.names.values())):
        yield f"a claim without its number: {text.text!r} ({text.where})"


def one_dossier(values: Values, text: str) -> str:
    """An actor, place, report or day of the dossier that `text` names; the manual may name some."""
    if text.casefold() in of_manual():
        return ""
    record = values.record
    names = {*record.actors["name"], *record.reports["outlet"], *record.reports["title"], *record.events["place"]} - {
        ""
    }
    found = [name for name in names if re.search(rf"\b{re.escape(name)}\b", text)]
    return next(iter([*found, *re.findall(rf"\b\d{{1,2}} (?:{MONTHS}) \d{{4}}\b", text)]), "")


def visits(record: Record, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Pages and what their addresses ask for: in full each page, each list, and up to a dozen marks of each kind."""
    by_kind = marks(record)
    if not counts.IS_FULL:
        yield from ((page, {"select": by_kind[kind][0]} if kind else {}) for page, kind in SAMPLE[name])
        return
    yield from ((page, {}) for page in FILES)
    yield from (("conflicts", {"list": chosen}) for chosen in LISTS)
    yield from (("reports", {"report_id": report}) for report in record.reports["report_id"])
    yield from (("overview", {"level": "speaker", "select": by_kind[kind][0]}) for kind in by_kind)
    for some in by_kind.values():
        for n, mark in enumerate(some[:: max(1, len(some) // 12)]):
            yield FILES[n % 9], {"select": mark}


@pytest.mark.parametrize("name", SAMPLE)
def test_every_text_on_screen_is_a_row_s_value_computed_or_interface(name, dossiers, known, entered):
    values, facts = known[name]
    wrong = [
        f"{page} {query}: {fault}"
        for page, query in visits(dossiers[1][name], name)
        for fault in faults(page, read(page, dossier=name, **query), values, facts[query.get("level", "principal")])
    ]
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def test_the_walk_can_fail(dossiers, known, entered):
    """A day told as the report's that it does not give, a claim about the world without a row or a number, a number
    that no row bears out, an id, an interface that speaks of one dossier: each is caught in the texts of a page."""
    record = dossiers[1][DOSSIER]
    values, facts = known[DOSSIER][0], known[DOSSIER][1]["principal"]
    silent = record.event_reports[(record.event_reports["reported_date"] == "") & (record.event_reports["note"] == "")]
    texts = read("overview", dossier=DOSSIER, select=f"event:{silent['event_id'].iloc[0]}")
    assert not list(faults("overview", texts, values, facts))
    said = next(n for n, t in enumerate(texts) if t.where == "html/or-passage/or-meta" and "gives no date" in t.text)
    for planted, where in (
        ("the report says 5 May 2021", "html/or-passage/or-meta"),
        ("dated here: 5 May 2021", "html/or-passage/or-meta"),
    ):
        moved = [*texts[:said], replace(texts[said], where=where, text=planted), *texts[said + 1 :]]
        assert any("not so" in fault for fault in faults("overview", moved, values, facts)), planted
    for planted in (
        "The report says 5 May 2021.",
        "Russia and China agree",
        "Russia and China agree on 3 issues.",
        "Russia changed sides.",
        "Israel: closest to China",
        f"{len(record.stances) + 1} stances of {len(record.actors)} actors",
        "Monday, 5 May 2021",
        "lavrov-proposes-conference",
        "Lavrov said so on television",
    ):
        assert list(faults("overview", [*texts, Text("caption", planted)], values, facts)), planted


def test_a_report_of_which_the_month_is_known_is_known_since_that_month(dossiers):
    record = dossiers[1]["strait"]
    undated = record.reports[record.reports["published"].str.len() == len("2023-06")]["published_label"]
    since = set(history.step_texts(record, history.histories(record))["since"])
    assert not undated.empty and since & set(undated) and since <= {*record.reports["published_label"], "day unknown"}


def test_passages_to_choose_from_are_told_apart_by_their_place(dossiers):
    for record in dossiers[1].values():
        labels = coded_passages(record)["label"]
        assert labels.is_unique
        for known_id in record.stances["stance_id"]:
            assert not labels.str.contains(known_id, regex=False).any()


def test_interface_names_no_actor_place_report_or_day(known):
    values, _ = known[DOSSIER]
    assert one_dossier(values, "Compare Russia with its reports") == "Russia"
    assert one_dossier(values, "Known on 5 May 2021") == "5 May 2021"
    assert not one_dossier(values, "Select a row to see who says so")
    assert "select nothing" in interface() and "lavrov proposes a ministerial conference" not in interface()
