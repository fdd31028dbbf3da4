"""Coding through the service layer: stances, events and mentions saved, refused, corrected, retracted; dates read."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord import editing, schema, store
from onrecord import record as records
from onrecord.editing import Coder, Workspace, coding, coding_manual, lookup
from onrecord.editing.coding import SaveRequest
from onrecord.editing.entries import Event, Mention, Part, Passage, Stance, rows_by_key
from onrecord.errors import AccessError, DossierError, MissingError, OnRecordError, StaleError
from onrecord.text import slug

REPORT = "000_ef46545ff75f1adb"
OTHER = "001_121b8ab7dcd8d7ee"
HERE = Passage(REPORT, 469, 556)
STANCE = Stance(HERE, "lavrov", "two-state", "1", "26 January 2021", "Backs it in passing.")
EVENT = Event(
    "Lavrov takes questions",
    "CONSULT",
    "Tuesday, 26 January 2021",
    "occurred",
    Mention(HERE, "He takes questions.", "occurred", "26 January 2021", "New York"),
    (Part("actor", "lavrov"), Part("recipient", "palestine")),
    "New York",
)


@pytest.fixture(scope="module")
def dossier(excerpt):
    return excerpt


@pytest.fixture(scope="module")
def record(dossier):
    return records.from_dossier(dossier)


@pytest.fixture(scope="module")
def filled(filled_excerpt):
    return filled_excerpt


@pytest.fixture
def at(tmp_path, dossier, filled):
    """The desk of one coder over the shipped dossier."""
    path = shutil.copy(filled, tmp_path / "record.db")
    return Workspace(store.connect(f"sqlite:///{path}"), dossier.dossier_id, Coder("Dana", True))


@pytest.fixture
def other(at):
    return replace(at, coder=Coder("Omar", True))


def state(at, revision=None):
    return {n: rows.to_dict("records") for n, rows in store.load(at.engine, at.dossier_id, revision).tables.items()}


def new(at, before, table):
    """The rows of a table that were not there before."""
    return [row for row in state(at)[table] if row not in before[table]]


def id_of(saved):
    return saved.mark.partition(":")[2]


# --- saving ---------------------------------------------------------------------------------------------------------


def test_a_stance_is_one_row_with_its_date_as_edtf_signed_by_the_coder(at):
    before = state(at)
    saved = coding.stance(at, STANCE)
    (row,) = new(at, before, "stances")
    assert saved.mark == f"stance:{row['stance_id']}"
    assert (row["date"], row["actor_id"], row["issue_id"], row["position"]) == (
        "2021-01-26",
        "lavrov",
        "two-state",
        "1",
    )
    assert (row["report_id"], row["start"], row["end"]) == (REPORT, "469", "556")
    assert (row["kind"], row["confidence"]) == ("indirect", "high")
    last = store.revisions(at.engine, at.dossier_id).iloc[-1]
    assert (last["rev_id"], last["made_by"]) == (saved.revision, "Dana")
    assert sum(len(new(at, before, name)) for name in before) == 1


def test_one_press_sent_twice_saves_once_and_names_the_row_it_saved(at):
    actor = {"name": "Ana Lin", "kind": "person"}
    for save, entry in ((coding.stance, STANCE), (coding.event, EVENT), (coding.new_actor, actor)):
        press = SaveRequest(token=f"press of {save.__name__}")
        first = save(at, entry, press)
        coding.change(at, "actors", ("lavrov",), {"note": f"Meanwhile, {save.__name__}."})
        assert save(at, entry, press) == first
        assert save(at, entry).mark == f"{first.mark}-2"


def test_a_correction_that_changes_nothing_is_no_revision_and_names_nobody_elses(at):
    before = store.newest(at.engine, at.dossier_id)
    with pytest.raises(OnRecordError, match="nothing to change"):
        coding.change(at, "actors", ("lavrov",), {"name": coding.row(at, "actors", ("lavrov",))["name"]})
    assert store.newest(at.engine, at.dossier_id) == before


def test_an_event_its_mention_and_its_parts_are_one_revision(at):
    before, first = state(at), store.newest(at.engine, at.dossier_id)
    saved = coding.event(at, EVENT)
    assert saved.revision == first + 1 == store.newest(at.engine, at.dossier_id)
    (event,), (mention,) = new(at, before, "events"), new(at, before, "event_reports")
    parts = new(at, before, "event_actors")
    assert saved.mark == "event:lavrov-takes-questions" and event["date"] == mention["reported_date"] == "2021-01-26"
    assert (mention["event_id"], mention["start"], mention["end"]) == (event["event_id"], "469", "556")
    assert {(p["role"], p["actor_id"], p["report_id"]) for p in parts} == {
        ("actor", "lavrov", ""),
        ("recipient", "palestine", ""),
    }


def parts_of(at, event_id):
    return {(p["role"], p["actor_id"], p["report_id"]) for p in state(at)["event_actors"] if p["event_id"] == event_id}


def test_a_further_mention_stores_for_its_report_who_takes_part_also_who_was_known(at):
    event = "china-supports-russian-idea"  # one report tells it, and its parts have no report of their own
    (told,) = {m["report_id"] for m in state(at)["event_reports"] if m["event_id"] == event}
    assert parts_of(at, event) == {("actor", "china", ""), ("recipient", "russia", "")}
    here = replace(EVENT.mention, passage=Passage(OTHER, 538, 594))
    assert told != OTHER
    saved = coding.mention(at, here, event, parts=(Part("actor", "china", OTHER), Part("invited", "egypt", OTHER)))
    assert saved.mark == f"event:{event}"
    # both give the actor; the recipient is what the other report gives, and this one does not
    assert parts_of(at, event) == {
        ("actor", "china", ""), ("recipient", "russia", told), ("invited", "egypt", OTHER),
    }  # fmt: skip
    again = replace(EVENT.mention, passage=Passage(OTHER, 600, 640))
    coding.mention(at, again, event, parts=(Part("recipient", "russia", OTHER),))
    # an earlier mention in the same report gave the others: they stay
    assert parts_of(at, event) == {
        ("actor", "china", ""), ("recipient", "russia", told), ("recipient", "russia", OTHER),
        ("invited", "egypt", OTHER),
    }  # fmt: skip


def test_a_mention_that_says_nothing_of_parts_leaves_them(at):
    event = "china-supports-russian-idea"
    before = parts_of(at, event)
    saved = coding.mention(at, replace(EVENT.mention, passage=Passage(OTHER, 538, 594)), event)
    assert parts_of(at, event) == before and saved.mark == f"event:{event}"


def test_a_denial_is_linked_to_what_it_denies(at):
    told = replace(
        EVENT, title="Lavrov denies it", mention=replace(EVENT.mention, denies="china-supports-russian-idea")
    )
    saved = coding.event(at, told)
    links = [tuple(link.values()) for link in state(at)["event_links"] if link["relation"] == "denies"]
    name = saved.mark.removeprefix("event:")
    assert links == [(name, "china-supports-russian-idea", "denies", REPORT, "")]
    coding.mention(at, replace(told.mention, passage=Passage(REPORT, 600, 640)), name)
    assert len([link for link in state(at)["event_links"] if link["relation"] == "denies"]) == 1


def test_an_event_that_is_not_there_cannot_be_mentioned(at):
    with pytest.raises(MissingError, match="no event 'nothing'"):
        coding.mention(at, EVENT.mention, "nothing")


def test_the_same_token_saves_once(at):
    form = SaveRequest(token="one press")
    first = coding.stance(at, STANCE, form)
    before = state(at)
    assert coding.stance(at, STANCE, form).revision == first.revision
    assert state(at) == before


def test_the_same_stance_saved_twice_on_purpose_is_two_rows_with_two_ids(at):
    one, two = coding.stance(at, STANCE), coding.stance(at, STANCE)
    assert one.mark != two.mark and two.mark == f"{one.mark}-2"


def test_the_id_of_a_retracted_row_is_not_given_again(at):
    one = coding.event(at, EVENT)
    coding.retract(at, "events", (id_of(one),))
    two = coding.event(at, EVENT)
    assert id_of(two) != id_of(one)


def test_ids_are_made_from_content_in_any_script():
    assert slug("Abbas’ «Élection»", "2021") == "abbas-election-2021"
    assert slug("قمة موسكو") == slug("قمة موسكو") != slug("قمة القاهرة")
    assert len(slug("word " * 40)) <= 64


# --- refusing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"actor_id": "nobody"}, "not in actors"),
        ({"position": "7"}, "the codebook allows"),
        ({"gist": " "}, "gist is empty"),
        ({"passage": Passage(REPORT, 0, 20)}, "leaves the report's body"),
        ({"passage": Passage(REPORT, 500, 500)}, "is empty"),
    ],
)
def test_what_breaks_the_codebook_is_refused_with_its_faults_and_nothing_is_saved(at, wrong, said):
    before = store.newest(at.engine, at.dossier_id)
    with pytest.raises(DossierError) as refused:
        coding.stance(at, replace(STANCE, **wrong))
    assert any(said in fault for fault in refused.value.faults), refused.value.faults
    assert store.newest(at.engine, at.dossier_id) == before


def test_a_date_that_is_none_is_refused_in_plain_words(at):
    with pytest.raises(OnRecordError, match="not read as a date; write for example"):
        coding.stance(at, replace(STANCE, date="some day soon"))


def test_nobody_writes_who_may_not(at):
    with pytest.raises(AccessError):
        coding.stance(replace(at, coder=Coder("Reader", False)), STANCE)


# --- correcting -----------------------------------------------------------------------------------------------------


def test_a_correction_changes_the_fields_named_and_keeps_the_rest_and_the_history(at):
    saved = coding.stance(at, STANCE)
    before = coding.row(at, "stances", (id_of(saved),))
    done = coding.change(at, "stances", (id_of(saved),), {"date": "spring 2021", "position": "-1"})
    after = coding.row(at, "stances", (id_of(saved),))
    assert after == {**before, "date": "2021-21", "position": "-1"} and done.mark == saved.mark
    assert coding.row(at, "stances", (id_of(saved),), saved.revision) == before


def test_a_date_is_corrected_in_words_that_leave_out_what_the_report_gives(at):
    saved = coding.stance(at, STANCE)
    report = coding.row(at, "reports", (STANCE.passage.report_id,))
    coding.change(at, "stances", (id_of(saved),), {"date": "mid-March"})
    year = report["published"][:4]
    assert coding.row(at, "stances", (id_of(saved),))["date"] == f"{year}-03-11/{year}-03-20"


def test_two_coders_who_correct_different_fields_of_one_row_both_get_their_way(at, other):
    saved = coding.stance(at, STANCE)
    coding.change(other, "stances", (id_of(saved),), {"note": "Omar's"}, SaveRequest(base_rev=saved.revision))
    coding.change(at, "stances", (id_of(saved),), {"confidence": "low"}, SaveRequest(base_rev=saved.revision))
    after = coding.row(at, "stances", (id_of(saved),))
    assert (after["note"], after["confidence"]) == ("Omar's", "low")


def test_two_coders_who_correct_the_same_field_learn_of_each_other_and_nothing_is_lost(at, other):
    saved = coding.stance(at, STANCE)
    theirs = coding.change(other, "stances", (id_of(saved),), {"date": "2021-02"}, SaveRequest(base_rev=saved.revision))
    with pytest.raises(StaleError) as stale:
        coding.change(at, "stances", (id_of(saved),), {"date": "2021-03"}, SaveRequest(base_rev=saved.revision))
    (clash,) = stale.value.clashes
    assert (clash.field, clash.base, clash.mine, clash.theirs, clash.by) == (
        "date",
        "2021-01-26",
        "2021-03",
        "2021-02",
        "Omar",
    )
    assert store.newest(at.engine, at.dossier_id) == theirs.revision
    # having seen theirs, mine may be saved all the same
    coding.change(at, "stances", (id_of(saved),), {"date": "2021-03"}, SaveRequest(base_rev=theirs.revision))
    assert coding.row(at, "stances", (id_of(saved),))["date"] == "2021-03"


def test_a_passage_that_moves_takes_its_mention_along(at):
    saved = coding.event(at, EVENT)
    key = (id_of(saved), REPORT, "469")
    coding.change(at, "event_reports", key, {"start": "480", "end": "540"})
    with pytest.raises(MissingError):
        coding.row(at, "event_reports", key)
    assert coding.row(at, "event_reports", (id_of(saved), REPORT, "480"))["end"] == "540"


def test_an_id_and_a_column_that_is_none_are_not_corrected(at):
    with pytest.raises(OnRecordError, match="An id stays what it is"):
        coding.change(at, "actors", ("lavrov",), {"actor_id": "lawrow"})
    with pytest.raises(OnRecordError, match="has no column colour"):
        coding.change(at, "actors", ("lavrov",), {"colour": "blue"})


@pytest.mark.parametrize(("table", "column"), [("actors", "role"), ("issues", "topic"), ("conflicts", "assessment")])
def test_any_row_of_the_evidence_can_be_corrected(at, table, column):
    key = tuple(state(at)[table][0][k] for k in schema.BY_NAME[table].key)
    saved = coding.change(at, table, key, {column: "as corrected"})
    assert coding.row(at, table, key)[column] == "as corrected" and saved.mark == f"{table[:-1]}:{key[0]}"


# --- retracting and undoing -----------------------------------------------------------------------------------------


def test_an_event_goes_with_all_that_hangs_on_it_and_comes_back_with_all_of_it(at):
    subjects = {c["subject_id"] for c in state(at)["conflicts"] if c["subject_table"] == "events"}
    linked = {link["from_id"] for link in state(at)["event_links"]}
    event = sorted(subjects & linked - {row["issue_id"] for row in state(at)["issues"]})[0]  # one may have the same id
    before = state(at)
    saved = coding.retract(at, "events", (event,))
    after = state(at)
    gone = {name for name in before if len(after[name]) < len(before[name])}
    assert gone >= {"events", "event_reports", "event_links", "conflicts", "conflict_sides"}
    assert not any(event in row.values() for name in after for row in after[name])
    editing.undo(at, saved.revision)
    assert state(at) == before


def test_a_stance_goes_alone_and_comes_back(at):
    before = state(at)
    saved = coding.stance(at, STANCE)
    gone = coding.retract(at, "stances", (id_of(saved),))
    assert state(at) == before
    editing.undo(at, gone.revision)
    assert id_of(saved) in {row["stance_id"] for row in state(at)["stances"]}


def test_what_others_still_need_does_not_go(at):
    before = store.newest(at.engine, at.dossier_id)
    with pytest.raises(DossierError):
        coding.retract(at, "issues", ("two-state",))
    with pytest.raises(DossierError):
        coding.retract(at, "actors", ("lavrov",))
    assert store.newest(at.engine, at.dossier_id) == before


def test_what_somebody_changed_meanwhile_is_not_retracted_unseen(at, other):
    saved = coding.stance(at, STANCE)
    coding.change(other, "stances", (id_of(saved),), {"note": "look again"})
    with pytest.raises(StaleError):
        coding.retract(at, "stances", (id_of(saved),), SaveRequest(base_rev=saved.revision))


def test_a_row_that_a_colleague_retracted_is_not_retracted_again_under_the_revision_of_somebody_else(at, other):
    saved = coding.stance(at, STANCE)
    seen = SaveRequest(base_rev=saved.revision)
    gone = coding.retract(other, "stances", (id_of(saved),), seen)
    coding.stance(other, STANCE)
    with pytest.raises(MissingError, match=f"Omar retracted it already, in revision {gone.revision}"):
        coding.retract(at, "stances", (id_of(saved),), seen)


def test_one_press_retracts_once_whatever_came_after(at, other):
    saved = coding.stance(at, STANCE)
    press = SaveRequest("one press", saved.revision)
    gone = coding.retract(at, "stances", (id_of(saved),), press)
    coding.stance(other, STANCE)
    assert coding.retract(at, "stances", (id_of(saved),), press) == gone


def test_the_only_mention_of_an_event_stays_and_the_message_says_what_to_do(at):
    saved, before = coding.event(at, EVENT), state(at)
    key = (id_of(saved), REPORT, "469")
    with pytest.raises(OnRecordError, match=r"only mention of “Lavrov takes questions”.*retract the event, or code"):
        coding.retract(at, "event_reports", key)
    assert state(at) == before
    coding.mention(at, replace(EVENT.mention, passage=Passage(OTHER, 538, 594)), id_of(saved))
    coding.retract(at, "event_reports", key)
    assert [row["report_id"] for row in state(at)["event_reports"] if row["event_id"] == id_of(saved)] == [OTHER]


# --- who is new -----------------------------------------------------------------------------------------------------


def test_a_new_actor_with_a_spelling_and_a_new_issue_can_be_coded_at_once(at):
    actor = coding.new_actor(at, {"name": "Émile Dupont", "kind": "person", "active": "since 2017"})
    coding.new_alias(at, {"actor_id": id_of(actor), "alias": "Dupond", "kind": "misspelling", "report_id": REPORT})
    issue = coding.new_issue(at, {"label": "Corridor", "proposition": "A corridor should open.", "topic": "aid"})
    saved = coding.stance(at, replace(STANCE, actor_id=id_of(actor), issue_id=id_of(issue)))
    row = coding.row(at, "actors", (id_of(actor),))
    assert (row["actor_id"], row["active"]) == ("emile-dupont", "2017/..")
    assert coding.row(at, "stances", (id_of(saved),))["issue_id"] == "corridor"
    with pytest.raises(DossierError, match="kind is empty"):
        coding.new_actor(at, {"name": "Nobody in particular"})


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Sergey Lavrov", "lavrov"),
        (" sergei lavrov ", "lavrov"),
        ("Riyād al-Mālikī", "maliki"),
        ("Abu Mazen", "abbas"),
        ("Abu Mazen → Mahmoud Abbas", "abbas"),
        ("Lawrov", ""),
        ("Lavrov, Sergey V.", ""),
        ("Lavro", ""),
        ("Jacinda Ardern", ""),
        ("", ""),
    ],
)
def test_an_actor_is_understood_by_any_spelling_and_nobody_is_guessed(record, typed, name):
    assert lookup.exact_id(lookup.actors(record), typed) == name


def test_a_name_that_two_have_means_neither_and_their_lines_mean_each():
    names = lookup.Options({"Ann (a)": "a", "Ann (b)": "b"}, {"Ann (a)": "Ann", "Ann (b)": "Ann"})
    assert [lookup.exact_id(names, typed) for typed in ("Ann", "Ann (a)", "Ann (b)")] == ["", "a", "b"]


def test_an_issue_and_an_event_are_understood_by_label_and_title(record):
    for options, frame, key, called in (
        (lookup.issues(record), record.issues, "issue_id", "label"),
        (lookup.events(record), record.events, "event_id", "title"),
    ):
        rows = zip(frame[key], frame[called], strict=True)
        names = frame[called].value_counts()
        assert all(lookup.exact_id(options, shown) == name for name, shown in rows if names[shown] == 1)
        assert not any(lookup.exact_id(options, f"{shown} again") for shown in frame[called])


def test_every_name_and_every_spelling_is_offered(record):
    lines = lookup.actors(record).lines
    assert set(lines.values()) == set(record.actors["actor_id"])
    assert lines["Abu Mazen → Mahmoud Abbas"] == "abbas"
    assert len(lookup.issues(record).lines) == len(record.issues)


def test_every_code_of_the_codebook_has_its_line_in_the_manual_with_an_example():
    codes = [(f"{t.name}.{c.name}", code) for t in schema.TABLES for c in t.columns if c.codes for code in c.codes]
    lines = [coding_manual.line(column, code) for column, code in codes]
    assert len(codes) > 80 and all(line and line.about and line.example and line.is_not for line in lines)


SHOWN = re.compile(r"""Button\("\w+", "[^"]+", "([^"]+)"|<kbd>(\w)</kbd>|\["\w+", "\w+", "(\w)",""")
HEARD = re.compile(r"""event\.key === "([a-z])"|[{,] ([a-z]): "\w+\"""")


def test_no_two_buttons_of_the_coding_task_share_a_key_and_none_takes_those_of_the_frame():
    ui = Path(coding.__file__).parents[1] / "ui"
    sources = {path.name: path.read_text(encoding="utf-8") for path in (*ui.glob("coding/*.*"), *ui.glob("forms/*.js"))}
    shown = "".join(sources[name] for name in ("code.py", "picker.py", "desk.js"))
    keys = ["".join(found).lower() for found in SHOWN.findall(shown)]
    assert set(keys) == {"n", "j", "k", "e", "s", "u", "ctrl+enter", "alt+q"} and len(keys) == len(set(keys))
    heard = ["".join(found) for name in ("steps.js", "desk.js") for found in HEARD.findall(sources[name])]
    assert sorted(heard) == sorted(key for key in keys if len(key) == 1)
    assert not {"r", "c"} & set(keys)


# --- rows -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", schema.TABLES, ids=lambda t: t.name)
def test_a_row_needs_only_its_required_columns_and_knows_no_others(table):
    needed = {c.name: c.name for c in table.columns if c.required}
    ((key, row),) = rows_by_key(table.name, needed).items()
    assert key == (table.name, tuple(needed.get(name, "") for name in table.key))
    assert row == {c.name: needed.get(c.name, "") for c in table.columns}
    for name in needed:
        with pytest.raises(KeyError, match=name):
            rows_by_key(table.name, {n: v for n, v in needed.items() if n != name})
    with pytest.raises(KeyError, match="nonsense"):
        rows_by_key(table.name, needed | {"nonsense": ""})
