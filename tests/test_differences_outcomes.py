"""What stands beside the outcome is not set against it: the rest, a part, a go-between, a doubt. One case for each."""

import pytest

from onrecord.record.differences import differences
from tests.differing import found, told_by
from tests.drafts import Draft


def tell_again(draft, nth, status, day="", place=""):
    """A further mention of the one event in the report that comes nth."""
    event, report = draft.rows["events"][0]["event_id"], draft.rows["reports"][nth]["report_id"]
    draft.tell(event, report, status, day, place)


@pytest.mark.parametrize(("first", "rule"), [("planned", "went-on"), ("occurred", "status")])
def test_what_is_still_to_come_of_what_occurred_is_the_rest_of_it(first, rule):
    draft = told_by((0, first, "", ""), (9, "planned", "", ""))
    alone = {"went-on": 0, "status": 1}[rule]
    assert len(found(draft, rule)[0]) == alone
    tell_again(draft, 1, "occurred")
    assert found(draft, "status")[1] == []
    assert found(draft, "went-on")[1] == [{"planned", "occurred"}] * (first == "planned")


def test_a_list_of_what_is_still_to_come_is_not_set_against_one_of_what_occurred():
    draft = told_by((0, "planned", "", ""), (9, "occurred", "", ""))
    event, reports = draft.rows["events"][0]["event_id"], [row["report_id"] for row in draft.rows["reports"]]
    state, guest = draft.actor("state"), draft.actor("state")
    for report in reports:
        for actor in (draft.actor("person", state), guest):
            draft.part(event, actor, "participant", report)
    tell_again(draft, 1, "planned")
    assert differences(draft.record()).rows["rule"].tolist() == ["went-on"]
    tell_again(draft, 0, "occurred")
    assert len(found(draft, "replaced")[0]) == 1


@pytest.mark.parametrize(
    ("by", "day", "is_back"),
    [(1, "2030-03-09", False), (2, "2030-03-09", False), (1, "2030-02-01", True), (2, "2030-02-01", True)],
)
def test_a_new_day_by_either_report_tells_anew_what_was_put_off(by, day, is_back):
    draft = told_by((0, "planned", "2030-02-01", ""), (5, "postponed", "2030-02-01", ""), (9, "planned", "", ""))
    assert found(draft, "status")[1] == [{"postponed", "planned"}]
    tell_again(draft, by, "planned", day)
    assert len(found(draft, "status")[0]) == is_back


HALL, BRIDGE = "Customs House, Lindmar", "Customs House near Lindmar"


@pytest.mark.parametrize(
    ("status", "finer", "values"),
    [("occurred", HALL, {HALL, "Osterby"}), ("planned", HALL, {"Lindmar", "Osterby"}),
     ("occurred", "the old Lindmar", {"Lindmar", "the old Lindmar", "Osterby"})],
)  # fmt: skip
def test_a_finer_place_stands_for_a_wider_one_of_its_own_standing(status, finer, values):
    draft = told_by((20, "occurred", "", "Lindmar"), (10, status, "", finer), (25, "occurred", "", "Osterby"))
    assert found(draft, "place")[1] == [values]


@pytest.mark.parametrize(("status", "n"), [("postponed", 0), ("cancelled", 0), ("occurred", 1)])
def test_what_was_put_off_was_not_held_where_it_was_to_be(status, n):
    assert len(found(told_by((0, status, "", "Lindmar"), (9, "occurred", "", "Osterby")), "place")[0]) == n


@pytest.mark.parametrize(("shift", "place", "n"), [(0, "Lindmar", 0), (3, "Lindmar", 0), (9, "Lindmar", 1), (0, "", 1)])
def test_the_place_of_a_part_is_none_of_the_whole(shift, place, n):
    draft = told_by((0, "occurred", "", "Lindmar"), (9, "occurred", "", "Osterby"))
    whole, report = (draft.rows["event_reports"][0][name] for name in ("event_id", "report_id"))
    part = draft.event()
    draft.tell(part, report, "occurred", "", place)
    start = int(draft.rows["event_reports"][0]["start"]) + shift
    draft.rows["event_reports"][-1] |= {"start": str(start), "end": str(start + 9)}
    assert len(found(draft, "place")[0]) == 1
    draft.link(part, whole, "part_of", report)
    assert len(found(draft, "place")[0]) == n


def test_an_open_place_that_is_named_elsewhere_is_none():
    draft = told_by((0, "planned", "", "open"), (9, "planned", "", "Lindmar"))
    assert found(draft, "place")[1] == [{"open", "Lindmar"}]
    tell_again(draft, 0, "planned", place="Lindmar")
    assert differences(draft.record()).rows.empty


def test_a_place_left_open_has_not_moved_to_where_it_was_held():
    draft = told_by((0, "planned", "", "open"), (5, "planned", "", "Lindmar"), (9, "occurred", "", "Lindmar"))
    assert set(differences(draft.record()).rows["rule"]) == {"went-on"}
    assert found(told_by((0, "occurred", "", "open"), (9, "occurred", "", "Lindmar")), "place")[1]


def one_who_handles(kind, *more):
    """Two reports of an exchange, the one who handles it an actor in the first and a recipient in the second; who else
    has which part in which of the two."""
    draft = Draft()
    event, reports = draft.event(), [draft.report(0), draft.report(9)]
    actors = {"society": draft.actor(kind), "state": draft.actor("state"), "other": draft.actor("state")}
    for n, parts in enumerate((["society actor"], ["society recipient", "other recipient"])):
        draft.tell(event, reports[n])
        for part in (*parts, *(more[n] if more else ())):
            draft.part(event, actors[part.split()[0]], part.split()[1], reports[n])
    return draft, event, actors


@pytest.mark.parametrize(
    ("kind", "more", "n"),
    [("organization", (), 0), ("person", (), 1), ("organization", ([], ["state actor"]), 1),
     ("organization", (["state recipient"], []), 1)],
)  # fmt: skip
def test_a_body_that_handles_what_it_receives_has_two_roles_and_no_rival(kind, more, n):
    assert len(found(one_who_handles(kind, *more)[0], "role")[0]) == n


def test_a_go_between_is_named_instead_of_nobody():
    for kind, n in (("organization", 0), ("state", 1)):
        draft, event, actors = one_who_handles(kind)
        third = draft.report(12)
        draft.part(draft.tell(event, third), actors["state"], "actor", third)
        rows, _ = found(draft, "who")
        assert (rows["facet"] == "actor").sum() == n


def test_who_tells_a_part_of_the_part_does_not_leave_it_out():
    draft = Draft()
    whole, part, detail = draft.event(), draft.event(), draft.event()
    first, second = draft.report(0), draft.report(9)
    for event, report in ((whole, first), (part, first), (whole, second), (detail, second)):
        draft.tell(event, report)
    draft.link(part, whole, "part_of", first)
    assert found(draft, "only-here")[0]["subject_id"].tolist() == [part]
    draft.link(detail, part, "part_of", second)
    assert part not in set(found(draft, "only-here")[0]["subject_id"])


def test_a_side_read_without_confidence_weighs_little():
    for confidence, expected in (("medium", ["high", True]), ("low", ["low", False])):
        draft = Draft()
        speaker, issue = draft.actor("person"), draft.issue()
        for day, position in ((0, 1), (9, -1)):
            draft.stance(speaker, issue, position, draft.report(day), "2029-05-04")
        draft.rows["stances"][0]["confidence"] = confidence
        assert found(draft, "opposite")[0][["severity", "is_flag"]].to_numpy().tolist() == [expected]


@pytest.mark.parametrize(
    ("kind", "denier", "shift", "is_turn"),
    [("attributed", "state", 0, False), ("attributed", "minister", 3, False), ("direct", "state", 0, True),
     ("attributed", "other", 0, True), ("attributed", "state", 9, True)],
)  # fmt: skip
def test_nobody_turns_from_a_side_that_rests_on_an_act_it_denies(kind, denier, shift, is_turn):
    draft = Draft()
    state = draft.actor("state")
    actors = {"state": state, "minister": draft.actor("person", state), "other": draft.actor("state")}
    issue, act, denial = draft.issue(), draft.event(), draft.event()
    first, second = draft.report(0), draft.report(9)
    draft.tell(act, first)
    start = int(draft.rows["event_reports"][0]["start"])
    draft.part(draft.tell(denial, second), actors[denier], "actor", second)
    draft.stance(actors["minister"], issue, 2, first, "2029-05-04")
    draft.rows["stances"][0] |= {"kind": kind, "start": str(start + shift), "end": str(start + shift + 9)}
    draft.stance(actors["minister"], issue, -2, second, "2030-01-08")
    assert len(found(draft, "turned")[0]) == 1
    draft.link(denial, act, "denies", second)
    assert len(found(draft, "turned")[0]) == is_turn
