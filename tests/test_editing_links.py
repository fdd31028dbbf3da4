"""Links between events are added, changed and retracted, each as one signed revision that can be undone."""

import random
import shutil
from dataclasses import replace

import networkx as nx
import pytest

from onrecord import checks, editing, store
from onrecord import record as records
from onrecord.editing import Coder, Workspace, coding, links
from onrecord.editing.coding import SaveRequest
from onrecord.editing.links import ONE_WAY, Link
from onrecord.errors import AccessError, DossierError, MissingError, OnRecordError, StaleError
from onrecord.record.links import is_answer_ahead, link_labels, links_of
from onrecord.schema import RELATIONS
from onrecord.schema.tables import EVENT_LINKS
from tests import counts, databases, river

WIRE, DAILY = "01-northern-wire", "02-kestria-daily"
HOSTILE = "<script>alert(1)</script> =1+1"


@pytest.fixture(scope="module")
def river_store(tmp_path_factory):
    path = tmp_path_factory.mktemp("river") / "record.db"
    databases.fill(f"sqlite:///{path}", river.dossier())
    return path


@pytest.fixture
def at(river_store, tmp_path):
    held = store.connect(f"sqlite:///{shutil.copy(river_store, tmp_path / 'record.db')}")
    yield Workspace(held, "river", Coder("Anna", True))
    held.dispose()


@pytest.fixture
def other(at):
    return replace(at, coder=Coder("Boris", True))


def rows(at):
    return store.load(at.engine, at.dossier_id).tables["event_links"].to_dict("records")


def keys(at):
    return {(row["from_id"], row["to_id"], row["relation"]) for row in rows(at)}


def events(at):
    return store.load(at.engine, at.dossier_id).tables["events"]["event_id"].tolist()


@pytest.fixture
def new(at):
    """A link between two events that have none yet."""
    first, second = events(at)[:2]
    return Link(first, second, "conditional_on", WIRE, HOSTILE)


def test_a_link_is_one_row_signed_by_the_coder_and_goes_again_with_its_undo(at, new):
    before, revision = rows(at), store.newest(at.engine, at.dossier_id)
    saved = links.add_link(at, new)
    (row,) = [row for row in rows(at) if row not in before]
    assert saved.mark == f"event:{new.from_id}" and saved.revision == revision + 1
    assert row == {
        "from_id": new.from_id, "to_id": new.to_id, "relation": new.relation, "report_id": WIRE, "note": HOSTILE,
    }  # fmt: skip
    assert store.revisions(at.engine, at.dossier_id).iloc[-1]["made_by"] == "Anna"
    editing.undo(at, saved.revision)
    assert rows(at) == before


@pytest.mark.parametrize("relation", RELATIONS)
def test_every_relation_can_be_linked_and_is_read_from_both_ends(at, relation):
    first, second = events(at)[0], events(at)[-1]
    links.add_link(at, Link(first, second, relation))
    record = records.from_dossier(store.load(at.engine, at.dossier_id))
    for here, there in ((first, second), (second, first)):
        lines = links_of(record, here)
        lines = lines[lines["mark"] == f"event:{there}"]
        assert lines["relation"].tolist() == [relation]
        assert lines["line"].item().endswith(record.event_titles()[there])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"to_id": "SAME"}, "no event is linked to itself"),
        ({"to_id": ""}, "Choose the other event"),
        ({"relation": ""}, "Choose how the two events hang together"),
        ({"to_id": "nowhere"}, "There is no event 'nowhere'"),
    ],
)
def test_what_is_no_link_is_refused_in_words_and_nothing_is_saved(at, new, changed, said):
    before = rows(at)
    changed = {name: new.from_id if value == "SAME" else value for name, value in changed.items()}
    with pytest.raises(OnRecordError, match=said):
        links.add_link(at, replace(new, **changed))
    assert rows(at) == before


def test_a_report_that_is_not_there_breaks_the_codebook(at, new):
    with pytest.raises(DossierError):
        links.add_link(at, replace(new, report_id="nobody"))


def test_a_link_stands_once_whoever_says_so_and_in_whichever_direction_it_has_none(at, new):
    links.add_link(at, new)
    with pytest.raises(OnRecordError, match=r"is on record already\.$"):
        links.add_link(at, new)
    with pytest.raises(OnRecordError, match=r"on record already.*several reports"):
        links.add_link(at, replace(new, report_id=DAILY))
    links.add_link(at, replace(new, relation="form_of"))
    with pytest.raises(OnRecordError, match="on record already"):
        links.add_link(at, Link(new.to_id, new.from_id, "form_of", WIRE))


@pytest.mark.parametrize("relation", ONE_WAY)
def test_what_leads_back_to_where_it_began_is_refused_with_the_way_it_goes(at, relation):
    one, two, three = events(at)[-3:]
    links.add_link(at, Link(one, two, relation))
    links.add_link(at, Link(two, three, relation))
    titles = records.from_dossier(store.load(at.engine, at.dossier_id)).event_titles()
    with pytest.raises(OnRecordError, match="circle") as refused:
        links.add_link(at, Link(three, one, relation))
    assert all(titles[event] in str(refused.value) for event in (one, two, three))
    links.add_link(at, Link(three, one, "denies"))  # two may deny each other


def test_an_answer_before_its_question_is_saved_all_the_same_and_known_to_be_one(at):
    record = records.from_dossier(store.load(at.engine, at.dossier_id))
    days = record.events.set_index("event_id")
    early, late = days["latest"].idxmin(), days["earliest"].idxmax()
    link = Link(early, late, "responds_to")
    row = {"from_id": early, "to_id": late, "relation": "responds_to", "report_id": ""}
    assert is_answer_ahead(record, row) and not is_answer_ahead(record, {**row, "relation": "part_of"})
    links.add_link(at, link)
    labels = link_labels(records.from_dossier(store.load(at.engine, at.dossier_id)))
    found = labels[(labels["from_id"] == early) & (labels["to_id"] == late)]
    assert found["is_ahead"].tolist() == [True]


def test_another_event_or_relation_ends_one_row_and_adds_one_in_one_revision(at, new):
    added = links.add_link(at, new)
    later = replace(new, relation="denies", to_id=events(at)[3])
    saved = links.change_link(at, new.key, later, SaveRequest(base_rev=added.revision))
    assert saved.revision == added.revision + 1
    assert later.key in keys(at) and new.key not in keys(at)
    editing.undo(at, saved.revision)
    assert new.key in keys(at) and later.key not in keys(at)


def test_two_who_change_other_fields_of_one_link_both_get_their_way_and_the_same_field_is_refused(at, other, new):
    seen = SaveRequest(base_rev=links.add_link(at, new).revision)
    links.change_link(other, new.key, replace(new, note="look again"), seen)
    links.change_link(at, new.key, replace(new, report_id=DAILY), seen)
    (row,) = [row for row in rows(at) if row["note"] == "look again"]
    assert row["report_id"] == DAILY
    with pytest.raises(StaleError):
        links.change_link(at, new.key, replace(new, note="mine"), seen)
    with pytest.raises(StaleError):
        links.change_link(at, new.key, replace(new, relation="denies"), seen)


def test_a_link_that_a_colleague_retracted_is_neither_changed_nor_retracted_again(at, other, new):
    seen = SaveRequest(base_rev=links.add_link(at, new).revision)
    links.retract_link(other, new.key, seen)
    with pytest.raises(MissingError):
        links.change_link(at, new.key, replace(new, relation="denies"), seen)
    with pytest.raises(MissingError, match="Boris retracted it already"):
        links.retract_link(at, new.key, seen)
    assert new.key not in keys(at) and (new.from_id, new.to_id, "denies") not in keys(at)


def test_one_press_saves_once_and_a_change_of_nothing_is_none(at, new):
    press = SaveRequest(token="one press")
    first = links.add_link(at, new, press)
    coding.change(at, "events", (new.from_id,), {"note": "in between"})
    assert links.add_link(at, new, press) == first
    with pytest.raises(OnRecordError, match="Nothing is changed"):
        links.change_link(at, new.key, new)


def test_nobody_links_who_may_not_write(at, new):
    reader = replace(at, coder=Coder("Eve", False))
    for act in (lambda: links.add_link(reader, new), lambda: links.retract_link(reader, sorted(keys(at))[0])):
        with pytest.raises(AccessError):
            act()


def random_step(at, chance):
    """Add, change or retract some link, whether that can be or not."""
    some, there = events(at)[:6], sorted(keys(at))
    made = Link(chance.choice(some), chance.choice(some), chance.choice(list(RELATIONS)), chance.choice(["", WIRE]))
    what = chance.choice(["add", "add", "change", "retract"])
    if what == "add" or not there:
        return links.add_link(at, made)
    if what == "change":
        return links.change_link(at, chance.choice(there), made)
    return links.retract_link(at, chance.choice(there))


def test_any_sequence_of_changes_to_links_keeps_the_dossier_without_fault_and_every_undo_restores_it(at):
    chance, outcomes = random.Random(11), set()
    for _ in range(counts.of(60, 500)):
        before = rows(at)
        try:
            saved = random_step(at, chance)
        except OnRecordError:
            outcomes.add("refused")
            assert rows(at) == before
            continue
        assert rows(at) != before
        outcomes.add("saved")
        if chance.random() < 0.3:
            editing.undo(at, saved.revision)
            assert rows(at) == before
            outcomes.add("undone")
    whole = store.load(at.engine, at.dossier_id)
    assert checks.faults(whole.meta, whole.tables) == []
    assert outcomes == {"saved", "refused", "undone"}
    for relation in ONE_WAY:
        pairs = [(row["from_id"], row["to_id"]) for row in rows(at) if row["relation"] == relation]
        assert nx.is_directed_acyclic_graph(nx.DiGraph(pairs)), relation
    assert {tuple(row[k] for k in EVENT_LINKS.key) for row in rows(at)} == keys(at)
