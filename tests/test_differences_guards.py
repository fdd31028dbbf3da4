"""What keeps a rule on differences from finding too much, or weighing it wrongly: one small case for each."""

import pytest

from onrecord.record import evidence
from onrecord.record.differences import differences
from onrecord.record.differences.rules import LESS_EXACT
from onrecord.views.tables.differences import difference_rows
from tests.differing import found, told_by
from tests.drafts import Draft


def test_a_difference_weighs_what_the_heaviest_of_its_pairs_does():
    days = [(0, "2029-03-11"), (1, "2029-03-10"), (2, "2029-03-11?")]
    for order in (days, days[::-1]):
        rows, _ = found(told_by(*((n, "occurred", day, "") for n, day in order)), "day")
        assert rows[["severity", "is_flag"]].to_numpy().tolist() == [["high", True]]


@pytest.mark.parametrize(("published", "rule"), [("2030-03", "day"), ("2030-03-20", "moved"), ("2030-04", "moved")])
def test_a_month_gives_no_order_against_a_day_in_it(published, rule):
    draft = told_by(("2030-03-10", "planned", "2030-03-12", ""), (published, "occurred", "2030-03-09", ""))
    assert set(differences(draft.record()).rows["rule"]) >= {rule}
    assert len(found(draft, {"day": "moved", "moved": "day"}[rule])[0]) == 0


@pytest.mark.parametrize(
    ("plan", "occurred", "rule"),
    [("2030-03-10", "2030-03-09", "status"), ("2030-03-10", "2030-03-10", "went-on"), ("2030-03-10", "", "went-on"),
     ("2030-03-10", "2030-03-09?", "went-on"), ("2030-03", "2030-02-28", "status"),
     ("2030-03", "2030-03-09", "went-on")],
)  # fmt: skip
def test_what_is_still_to_come_after_its_day_is_no_earlier_state(plan, occurred, rule):
    draft = told_by((plan, "planned", "", ""), ("2030-03-20", "occurred", occurred, ""))
    assert [len(found(draft, name)[0]) for name in ("status", "went-on")] == [rule == "status", rule == "went-on"]


def test_of_places_in_one_another_the_finest_is_set_against_others():
    places = ("Customs House, Lindmar", "Lindmar", "on board the Skua", "")
    rows, values = found(told_by(*((n, "occurred", "", place) for n, place in enumerate(places))), "place")
    assert values == [{"Customs House, Lindmar", "on board the Skua"}]
    assert rows["n_pairs"].tolist() == [1]


@pytest.mark.parametrize(
    ("here", "there", "is_apart"),
    [("Torvia", "Holm Bay", False), ("Torvia", "Holm Bay, Torvia", False), ("Torvia", "Vessen, Meridor", True),
     ("Torvia", "Meridor", True), ("Torvia", "open", True), ("Lindmar", "Holm Bay", True)],
)  # fmt: skip
def test_the_name_of_a_state_alone_is_a_region(here, there, is_apart):
    draft = told_by((0, "occurred", "", here), (5, "occurred", "", there))
    for name in ("Torvia", "Meridor"):
        draft.actor("state", name=name)
    assert len(found(draft, "place")[0]) == is_apart


def test_a_plan_has_not_moved_where_another_report_has_it_held_as_planned():
    mentions = [(0, "planned", "", "Lindmar"), (9, "occurred", "", "Osterby")]
    assert found(told_by(*mentions), "moved")[1] == [{"Lindmar", "Osterby"}]
    draft = told_by(*mentions, (10, "occurred", "", "Town Hall, Lindmar"))
    assert found(draft, "moved")[1] == []
    assert found(draft, "place")[1] == [{"Osterby", "Town Hall, Lindmar"}]


@pytest.mark.parametrize(
    ("own", "has_moved"),
    [("", True), ("Osterby", True), ("Lindmar", False), ("Town Hall, Lindmar", False), ("Torvia", False)],
)
def test_a_plan_has_not_moved_from_where_its_event_is_by_its_own_row(own, has_moved):
    draft = told_by((0, "planned", "", "Lindmar"), (9, "occurred", "", "Osterby"))
    draft.actor("state", name="Torvia")
    draft.rows["events"][0]["place"] = own
    assert len(found(draft, "moved")[0]) == has_moved


def test_what_is_put_off_has_no_new_day_by_that():
    mentions = [(0, "planned", "2030-03-10", ""), (5, "postponed", "2030-03-15", "")]
    assert differences(told_by(*mentions).record()).rows.empty
    _, values = found(told_by(*mentions, (6, "planned", "2030-03-29", "")), "moved")
    assert values == [{"2030-03-10", "2030-03-29"}]


@pytest.mark.parametrize(
    ("words", "severity"),
    [(("on Sunday morning", "on the Saturday"), "high"), (("on Sunday", ""), "low"),
     (("on Sunday", "the Sunday"), "low"), (("on Sunday", "from Friday to Saturday"), "low")],
)  # fmt: skip
def test_two_weekdays_are_two_days_whatever_is_inferred(words, severity):
    draft = told_by((20, "occurred", "2030-01-20", ""), (25, "occurred", "2030-01-19?", ""))
    for row, text in zip(draft.rows["event_reports"], words, strict=True):
        row["reported_words"] = text
    assert found(draft, "day")[0]["severity"].tolist() == [severity]


@pytest.mark.parametrize(
    ("day", "severity"),
    [("2029-06", "low"), ("2029-06-03", "low"), ("2029-02", "low"), ("2029-07", "high"), ("2029-01-31", "high"),
     ("2029-05/2029-06", None), ("2029-06/2029-07", "high")],
)  # fmt: skip
def test_a_season_is_hardly_apart_from_the_month_next_to_it(day, severity):
    for days in (("2029-21", day), (day, "2029-21")):
        rows, _ = found(told_by(*((n, "occurred", text, "") for n, text in enumerate(days))), "day")
        assert rows["severity"].tolist() == ([severity] if severity else [])


def parts_of(*reports):
    """One event told by reports of rising days, with who acts and who takes part: a list of parts a report."""
    draft = Draft()
    state, other = draft.actor("state"), draft.actor("state")
    actors = {"state": state, "other": other, "minister": draft.actor("person", state),
              "deputy": draft.actor("person", state), "guest": draft.actor("person", other),
              "guild": draft.actor("organization"), "navy": draft.actor("organization", other),
              "realm": draft.actor("state"), "third": draft.actor("person")}  # fmt: skip
    event = draft.event()
    for n, parts in enumerate(reports):
        report = draft.report(n)
        draft.tell(event, report)
        for part in parts:
            name, _, role = part.partition(" ")
            draft.part(event, actors[name], role or "actor", report)
    return draft


@pytest.mark.parametrize(
    ("here", "there", "severity"),
    [(["minister"], ["state"], "low"), (["minister"], ["deputy"], "high"), (["state"], ["other"], "high"),
     (["state", "other"], ["state"], "low"), (["guild"], ["state"], "low"), (["navy"], ["state"], "high"),
     (["minister", "other"], ["state"], "low"), (["guild"], ["navy"], "high"), (["guild"], ["minister"], "high")],
)  # fmt: skip
def test_another_name_weighs_much_unless_one_is_above_the_other_or_may_be(here, there, severity):
    for reports in ((here, there), (there, here)):
        rows, _ = found(parts_of(*reports), "who")
        assert rows["severity"].tolist() == [severity]


def test_a_less_exact_name_is_no_contradiction_and_is_not_said_to_be_one():
    draft = parts_of(["minister"], ["state"])
    (rows, _), record = found(draft, "who"), draft.record()
    assert rows[["kind", "is_flag"]].to_numpy().tolist() == [["imprecision", False]]
    (row,) = difference_rows(record, grade="differ", standing="open").to_dict("records")
    assert row["rule_name"] == "A less exact name for who"
    facts = dict(evidence.find(record, row["mark"]).facts)
    assert (facts["Rule"], facts["Kind"]) == (LESS_EXACT, "imprecision")


def test_two_copies_that_name_two_people_weigh_little_and_are_no_less_exact():
    draft = parts_of(["minister"], ["deputy"])
    draft.rows["reports"][1]["derived_from"] = draft.rows["reports"][0]["report_id"]
    rows, _ = found(draft, "who")
    assert rows[["kind", "severity"]].to_numpy().tolist() == [["contradiction", "low"]]


def test_who_has_another_role_in_the_other_report_is_one_finding():
    draft = parts_of(["minister", "guest recipient"], ["guest", "minister recipient"])
    assert set(differences(draft.record()).rows["rule"]) == {"role"}
    assert len(found(draft, "role")[0]) == 2


def test_a_person_and_its_state_in_one_list_are_one_finding():
    lists = [[f"{name} participant" for name in names] for names in (["other", "navy", "state", "minister"],
                                                                     ["other", "navy"])]  # fmt: skip
    draft = parts_of(*lists)
    state = draft.rows["actors"][0]["actor_id"]
    assert found(draft, "list")[0]["facet"].tolist() == [state]


NAMES = ("state", "other", "minister", "deputy", "guest", "guild", "navy", "realm", "third")
ACTORS = {name: f"actor-{n:04}" for n, name in enumerate(NAMES)}


@pytest.mark.parametrize(
    ("whole", "named", "missing"),
    [(["minister", "guest", "third"], ["minister", "guest"], []),
     (["minister", "guest", "other", "third"], ["minister", "guest"], []),
     (["minister", "guest", "realm", "third"], ["minister", "guest"], ["realm"]),
     (["minister", "guest", "third", "deputy"], ["minister", "guest", "third"], ["deputy"]),
     (["state", "guest", "third"], ["state", "guest"], ["third"]),
     (["minister", "third", "deputy"], ["minister", "guest"], ["guest", "third", "deputy"])],
)  # fmt: skip
def test_two_people_who_meet_are_no_list_without_a_third_person(whole, named, missing):
    draft = parts_of(*([f"{name} participant" for name in names] for names in (whole, named)))
    rows, _ = found(draft, "list")
    assert set(rows["facet"]) == {ACTORS[name] for name in missing}


def test_a_report_that_does_not_tell_the_act_as_done_is_no_side_of_its_denial():
    draft = Draft()
    act, denial = draft.event(), draft.event()
    first, second = draft.report(0), draft.report(1)
    draft.tell(act, first)
    draft.tell(act, second, "planned")
    draft.tell(denial, second)
    draft.link(denial, act, "denies", second)
    rows, values = found(draft, "denied")
    assert rows[["kind", "n_pairs"]].to_numpy().tolist() == [["contradiction", 1]]
    assert values == [{act, denial}]


def test_a_denial_within_one_report_is_internal():
    draft = Draft()
    act, denial, report = draft.event(), draft.event(), draft.report(0)
    for event in (act, denial):
        draft.tell(event, report)
    draft.link(denial, act, "denies", report)
    rows, _ = found(draft, "denied")
    assert rows[["kind", "severity"]].to_numpy().tolist() == [["internal", "high"]]


@pytest.mark.parametrize(
    ("denier", "doers", "n_pairs"),
    [("minister", ["state", "other", ""], 2), ("minister", ["deputy", "navy"], 1), ("minister", ["other", "guest"], 2),
     ("minister", ["other state", "guest"], 1), ("", ["state", "other"], 2),
     ("minister", ["planned state", "other"], 1)],
)  # fmt: skip
def test_a_denial_of_an_own_act_binds_no_report_that_names_others_as_doing_it(denier, doers, n_pairs):
    draft = Draft()
    state, other = draft.actor("state"), draft.actor("state")
    actors = {"state": state, "other": other, "minister": draft.actor("person", state),
              "deputy": draft.actor("person", state), "guest": draft.actor("person", other),
              "navy": draft.actor("organization", other)}  # fmt: skip
    act, denial, last = draft.event(), draft.event(), draft.report(9)
    draft.tell(denial, last)
    for name in denier.split():
        draft.part(denial, actors[name], "actor", last)
    for n, names in enumerate(doers):
        report = draft.report(n)
        draft.tell(act, report, "planned" if "planned" in names else "occurred")
        for name in names.removeprefix("planned ").split():
            draft.part(act, actors[name], "actor", report)
    draft.link(denial, act, "denies", last)
    assert found(draft, "denied")[0]["n_pairs"].tolist() == [n_pairs]


def stances_of(*stances):
    """One issue: who, which side, the day of the report, the day of the stance."""
    draft = Draft()
    state = draft.actor("state")
    actors = {"state": state, "minister": draft.actor("person", state), "deputy": draft.actor("person", state)}
    issue = draft.issue()
    for name, position, published, day in stances:
        draft.stance(actors[name], issue, position, draft.report(published), day)
    return draft


NO = ("minister", -2, "2030-01-05", "2030-01-05")


@pytest.mark.parametrize(
    ("later", "is_turn"),
    [([("minister", 1, "2030-03-05", "2030-03-04")], True), ([("deputy", 1, "2030-03-05", "2030-03-04")], True),
     ([("state", 1, "2030-03-05", "2030-03-04")], False), ([("minister", 1, "2030-01", "2030-01-04")], False),
     ([("minister", 1, "", "2030-03-04")], False), ([("minister", 1, "2030-01-05", "2030-01-02")], True),
     ([("minister", 1, "2030-03-05", "2030-03-04"), ("deputy", -1, "2030-03-05", "2030-03")], False),
     ([("minister", 1, "2030-03-05", "2030-03-04"), ("deputy", -1, "2030-03-05", "2030-03-03")], True)],
)  # fmt: skip
def test_a_change_of_side_needs_an_order_one_level_and_a_house_of_one_mind(later, is_turn):
    assert len(found(stances_of(NO, *later), "turned")[0]) == is_turn


def test_a_doubt_before_the_last_word_of_the_earlier_side_is_no_part_of_its_turn():
    stances = [("minister", 1, "2030-03-10", "2030-03-09"), ("deputy", -1, "2030-03-12", "2030-03-05"),
               ("deputy", -2, "2030-03-20", "2030-03-19")]  # fmt: skip
    rows, values = found(stances_of(*stances), "turned")
    assert rows["n_pairs"].tolist() == [1] and values == [{"+1", "-2"}]


@pytest.mark.parametrize(
    ("against", "after", "rules"),
    [("2030-01-01/2030-03-04", "2030-03-04", {"turned"}), ("2030-01-01/2030-03-05", "2030-03-04", {"opposite"}),
     ("2030-03-04", "2030-03-04", {"opposite"}), ("../2030-03-04", "2030-03-04", {"turned"}),
     ("../2030-03-05", "2030-03-04", set()), ("../2030-03-05", "../2030-03-04", {"opposite"})],
)  # fmt: skip
def test_what_ends_on_the_day_on_which_the_other_begins_is_over(against, after, rules):
    stances = [("minister", 1, "2030-03-06", after), ("minister", -2, "2030-03-07", against)]
    draft = stances_of(*stances)
    record = differences(draft.record())
    assert set(record.rows["rule"]) == rules
    if rules == {"turned"}:
        assert record.sides["value"].tolist() == ["-2", "+1"], "in the order in which they were held"
    inside = [(*stance[:2], "2030-03-07", stance[3]) for stance in stances]
    draft = stances_of(inside[0])
    draft.stance(draft.rows["stances"][0]["actor_id"], draft.rows["stances"][0]["issue_id"], -2,
                 draft.rows["reports"][0]["report_id"], against)  # fmt: skip
    assert set(differences(draft.record()).rows["rule"]) == ({"within"} if rules == {"opposite"} else set())
