"""The page of conflicts: differences are found, recorded, dismissed and reopened by whoever may write."""

import shutil
from dataclasses import replace
from datetime import date

import pytest

from onrecord import record as records
from onrecord import store
from onrecord.editing import Coder, Workspace, coding, reading, verdicts
from onrecord.editing.entries import Mention, Passage
from onrecord.record import Scope, evidence, narrow
from onrecord.record.differences import RULES, differences
from onrecord.schema import DIFFERENCE_RULES
from onrecord.ui import show
from onrecord.views import tables
from onrecord.views.conflicts import ALL_DECIDED, NOTHING_DIFFERS, Conflicts, Settings
from onrecord.views.overview import Overview
from onrecord.views.quality import Quality
from tests import databases, river
from tests.apps import opened, sent
from tests.drafts import Draft

HOSTILE = "<script>alert(1)</script> **not bold** [x](javascript:y)"


@pytest.fixture(scope="module")
def rows():
    return narrow(river.record(), Scope())


def view(rows, shows="recorded", mark="", scope=Scope(), **asked):  # noqa: B008
    """The page as the address asks for it."""
    return Conflicts(rows, narrow(rows, scope), scope, Settings(shows, **asked), mark)


def named(rows, rule):
    found = differences(rows).rows
    return found.loc[found["rule"] == rule, "difference_id"].iloc[0]


# what the page shows


def test_the_differences_are_listed_gravest_first_with_rule_reports_values_and_day(rows):
    listed = view(rows, "computed").computed
    assert list(listed.headings.values()) == ["About", "What the reports say", "Rule", "Severity", "Since"]
    assert listed.rows["severity"].tolist() == sorted(listed.rows["severity"], key=["high", "medium", "low"].index)
    told = listed.rows.set_index("rule").loc["day"]
    assert told["subject"] == "Three-way talks on the Sarava in Halsund" and told["rule_name"] == "Another day"
    assert told["values"] == "28 March 2025 (R3) · 27 March 2025 (R4)"
    assert {"subject", "values"} <= listed.widths.keys() <= listed.headings.keys()
    assert told["known_on"].date() == date(2025, 3, 31) and told["mark"] == f"difference:{told['difference_id']}"
    assert listed.rows.set_index("rule").loc["replaced", "subject"].endswith(", Belmor")


def test_rows_are_as_tall_as_their_longest_text_needs_and_no_more(rows):
    listed = view(rows, "computed").computed
    assert show.n_lines(listed.rows, listed.widths) == 4 and show.n_lines(listed.rows, {}) == 1
    assert show.n_lines(listed.rows[listed.rows["rule"] == "day"], listed.widths) == 2


def test_a_dossier_of_one_report_says_that_nothing_differs():
    draft = Draft()
    draft.tell(draft.event("2031-03-04"), draft.report(0), "occurred", "2031-03-04")
    for shows in Settings.__annotations__["shows"].__metadata__[0].allowed(view(draft.record())):
        page = view(narrow(draft.record(), Scope()), shows)
        assert not page.has_rows and page.count.text and page.displayed_difference == ""
    alone = "Nothing differs: it takes two reports to differ."
    assert view(draft.record(), "computed").count.text == alone
    assert view(draft.record()).count.text == f"No conflict recorded. {alone}"


def test_where_nothing_waits_the_page_says_whether_nothing_differs_or_all_is_decided(rows):
    draft = Draft()
    for day in (0, 1):
        draft.tell(draft.event("2031-03-04"), draft.report(day), "occurred", "2031-03-04")
    assert view(draft.record(), "computed").count.text == NOTHING_DIFFERS
    found = differences(rows).rows
    decided = found[found["grade"] == "differ"].assign(verdict="dismissed", conflict_id="", reason="They round.")
    coded = river.dossier()
    tables = {**coded.tables, "verdicts": decided[[*coded.tables["verdicts"].columns]].astype("str")}
    page = view(records.from_dossier(replace(coded, tables=tables)), "computed")
    assert page.count.text == ALL_DECIDED and not page.has_rows


def test_every_rule_has_a_name_and_a_sentence():
    assert tables.differences.RULE_NAMES.keys() == RULES.keys() == DIFFERENCE_RULES.keys()


def test_what_went_on_is_apart_from_what_differs(rows):
    page = view(rows, "computed")
    assert set(page.went_on.rows["grade"]) == {"went on"} and set(page.computed.rows["grade"]) == {"differ"}
    assert page.only_here.rows.empty


def test_a_dossier_without_conflicts_says_how_many_differences_there_are(rows):
    page = view(rows)
    n = len(page.with_settings(Settings("computed")).computed.rows)
    assert page.count.text == f"No conflict recorded; {n} differences found in the rows." and page.emptiness is None
    assert Quality(rows, rows, Scope()).standing.text == f"0 conflicts, 0 open · {n} differences not looked at."
    assert (str(n), "differences not looked at") in Overview(rows, rows, Scope()).numbers.values


def test_a_record_in_which_nothing_differs_has_empty_lists_and_not_an_error(rows):
    first = Scope(known_on=date(2025, 3, 3))
    found = differences(narrow(rows, first))
    assert found.rows.empty and found.sides.empty
    assert found.rows.dtypes.equals(differences(rows).rows.dtypes)
    assert found.sides.dtypes.equals(differences(rows).sides.dtypes)
    for shows in ("computed", "dismissed"):
        page = view(rows, shows, scope=first)
        listed = (page.computed, page.dismissed, page.only_here, page.went_on)
        assert all(one.rows.empty for one in listed) and page.displayed_difference == ""


def test_a_day_earlier_less_is_known_to_differ_and_a_report_outside_the_scope_is_not_named(rows):
    before = Scope(known_on=date(2025, 3, 29))
    assert "day" not in set(view(rows, "computed", scope=before).computed.rows["rule"])
    one = Scope(reports=("03-northern-wire",))
    told = view(rows, "computed", scope=one).computed.rows.set_index("rule").loc["day"]
    assert told["values"] == "28 March 2025 (R3) · 27 March 2025 (reports outside the scope)"


def test_a_difference_that_is_selected_opens_the_list_it_stands_in(rows):
    choice = Settings.__annotations__["shows"].__metadata__[0]
    assert choice.read(view(rows, mark=f"difference:{named(rows, 'day')}"), "") == "computed"
    assert choice.read(view(rows, mark="difference:none"), "") == choice.read(view(rows), "") == "recorded"
    assert choice.read(view(rows), "dismissed") == "dismissed"


def test_the_sides_shown_are_those_of_what_is_selected_else_of_the_first(rows):
    first, day = view(rows, "computed").computed.first_mark.partition(":")[2], named(rows, "day")
    for mark, shown in (("", first), (f"difference:{day}", day), ("conflict:gone", first), ("event:first-round", "")):
        assert view(rows, "computed", mark).displayed_difference == shown
    assert view(rows, "dismissed").displayed_difference == ""


def test_a_recorded_difference_shows_the_conflict_that_records_it(record):
    rows = differences(record).rows
    recorded = rows[rows["standing"] == "recorded"].iloc[-1]
    page = view(record, mark=f"difference:{recorded['difference_id']}")
    assert page.displayed == f"conflict:{recorded['conflict_id']}"
    assert view(record).displayed == view(record, mark="conflict:gone").displayed == page.conflicts.first_mark
    assert view(record, mark="event:x").displayed == "event:x"


def test_the_evidence_of_a_difference_is_its_sides_under_their_values(rows):
    found = evidence.find(rows, f"difference:{named(rows, 'day')}")
    facts = dict(found.facts)
    assert facts["Rule"] == DIFFERENCE_RULES["day"] and facts["Standing"] == "Not looked at"
    assert facts["Known since"] == "31 March 2025" and (facts["Kind"], facts["Severity"]) == ("contradiction", "high")
    assert found.passages["group"].tolist() == ["28 March 2025", "27 March 2025"]
    assert found.passages["name"].tolist() == ["R3 Northern Wire, 29 March", "R4 Oduna Gazette"]
    assert found.related[0] == ("event:first-round", "Three-way talks on the Sarava in Halsund")
    assert evidence.find(rows, "difference:none") is None


def test_the_evidence_of_every_difference_stands(record, rows):
    for every in (record, rows):
        for name in differences(every).rows["difference_id"]:
            found = evidence.find(every, f"difference:{name}")
            assert found.title and len(found.passages) and found.related and all(label for _, label in found.related)


# what becomes of a difference, as a person does it


@pytest.fixture(scope="module")
def river_store(tmp_path_factory):
    path = tmp_path_factory.mktemp("river") / "onrecord.db"
    databases.fill(f"sqlite:///{path}", river.dossier())
    return path


@pytest.fixture
def at(river_store, tmp_path, enter):
    """The desk of another coder over the store that the page shows."""
    (tmp_path / "home").mkdir()
    (tmp_path / "none").mkdir()
    path = shutil.copy(river_store, tmp_path / "home" / "onrecord.db")
    enter(ONRECORD_HOME=tmp_path / "home", ONRECORD_DATA=tmp_path / "none", ONRECORD_CODER="Dana")
    held = store.connect(f"sqlite:///{path}")
    yield Workspace(held, "river", Coder("Boris", True))
    held.dispose()


def found(at):
    return differences(reading.record(at.engine, at.dossier_id)).rows.set_index("rule")


def button(app, name):
    return next(b for b in app.button if b.label == name)


def test_a_difference_is_found_recorded_settled_undone_dismissed_and_reopened(at):
    name = found(at).loc["day", "difference_id"]
    app = opened("conflicts", list="computed", select=f"difference:{name}")
    assert not app.exception and "28 March 2025" in sent(app) and "27 March 2025" in sent(app)
    button(app, "Record it").click().run()
    conflict = found(at).loc["day", "conflict_id"]
    assert app.query_params["select"] == f"conflict:{conflict}" and app.query_params["list"] == "recorded"
    assert "Saved as revision 2" in sent(app) and button(app, "Sign") and "Not yet assessed." in sent(app)
    assert "Recorded by Dana on " in sent(app)
    assert "Side a · 28 March 2025" in sent(app) and "Side b · 27 March 2025" in sent(app)
    button(app, "Undo").click().run()
    assert found(at).loc["day", "standing"] == "open" and not app.exception
    assert "select" not in app.query_params and not app.warning, "the conflict that went is no longer asked for"
    app = opened("conflicts", select=f"difference:{name}")
    app.radio(key=f"w-verdict-{name}-why").set_value("Another reason, in your words")
    button(app, "Dismiss").click().run()
    assert any("Say why" in error.value for error in app.error) and found(at).loc["day", "standing"] == "open"
    app.text_input(key=f"w-verdict-{name}-words").set_value(HOSTILE)
    button(app, "Dismiss").click().run()
    assert (found(at).loc["day", "standing"], found(at).loc["day", "reason"]) == ("dismissed", HOSTILE)
    app = opened("conflicts", list="dismissed")
    assert "by Dana on " in sent(app) and "<script>" not in sent(app).replace(HOSTILE, "")
    button(app, "Reopen").click().run()
    assert found(at).loc["day", "standing"] == "open" and app.query_params["list"] == "computed"


def test_the_row_of_a_slip_can_be_opened_from_its_difference(at):
    app = opened("conflicts", select=f"difference:{found(at).loc['day', 'difference_id']}")
    assert "Correct the row: R3 Northern Wire, 29 March, Three-way talks" in sent(app).replace("\\", "")


def test_a_reader_sees_every_difference_and_no_action(at):
    name = found(at).loc["day", "difference_id"]
    app = opened("conflicts", select=f"difference:{name}", rev="1")
    assert not app.exception and "28 March 2025" in sent(app)
    assert not {"Record it", "Dismiss", "Reopen"} & {b.label for b in app.button}


def test_what_later_reports_tell_otherwise_is_not_decided_about_as_known_before(at):
    passage = Passage("05-agence-kestrienne", 200, 240)
    coding.mention(at, Mention(passage, "They met on the 26th.", "occurred", "2025-03-26"), "first-round")
    whole = reading.record(at.engine, at.dossier_id)
    before = differences(narrow(whole, Scope(known_on=date(2025, 3, 31)))).rows.set_index("rule")
    name = before.loc["day", "difference_id"]
    assert name != found(at).loc["day", "difference_id"]
    app = opened("conflicts", select=f"difference:{name}", known_on="2025-03-31")
    assert "as known on" in " ".join(c.value for c in app.caption)
    assert not {"Record it", "Dismiss"} & {b.label for b in app.button}


def test_two_who_decide_at_once_are_told_of_each_other(at):
    name = found(at).loc["day", "difference_id"]
    app = opened("conflicts", select=f"difference:{name}")
    verdicts.dismiss(at, name, "A slip of ours.")
    button(app, "Record it").click().run()
    assert any("Boris" in error.value for error in app.error) and found(at).loc["day", "standing"] == "dismissed"


def test_a_verdict_says_that_values_changed_since_that_a_report_came_and_that_the_rows_agree(at):
    name = found(at).loc["day", "difference_id"]
    conflict = verdicts.record_difference(at, name).mark
    key = ("first-round", "04-oduna-gazette", str(_start(at, "04-oduna-gazette")))
    coding.change(at, "event_reports", key, {"reported_date": "2025-03-26"})
    now = found(at).loc["day"]
    assert (now["standing"], now["is_settled_before"]) == ("open", True)
    whole = narrow(reading.record(at.engine, at.dossier_id), Scope())
    assert "settled before with other values" in view(whole, "computed").computed.rows["remark"].tolist()
    assert not view(whole).conflicts.rows["remark"].any()  # its rows do not agree, they differ otherwise
    coding.change(at, "event_reports", key, {"reported_date": ""})
    whole = narrow(reading.record(at.engine, at.dossier_id), Scope())
    listed = view(whole).conflicts.rows.set_index("mark")
    assert listed.loc[conflict, "remark"] == "the rows now agree"
    assert "Remark" in view(whole).conflicts.headings.values()


def test_a_dismissed_difference_stays_listed_once_its_rows_agree(at):
    name = found(at).loc["day", "difference_id"]
    verdicts.dismiss(at, name, "They round.")
    key = ("first-round", "04-oduna-gazette", str(_start(at, "04-oduna-gazette")))
    coding.change(at, "event_reports", key, {"reported_date": ""})
    page = view(narrow(reading.record(at.engine, at.dossier_id), Scope()), "dismissed")
    (row,) = page.dismissed.rows.to_dict("records")
    assert (row["mark"], row["reason"], row["remark"]) == ("event:first-round", "They round.", "the rows now agree")
    assert (row["subject"], row["rule_name"]) == ("Three-way talks on the Sarava in Halsund", "Another day")
    assert page.count.text == "1 difference dismissed before, of which the rows now agree."
    assert Settings.__annotations__["shows"].__metadata__[0].allowed(page)["dismissed"] == "Dismissed 1"
    assert page.displayed_difference == "" and page.has_rows and not opened("conflicts", list="dismissed").exception


def _start(at, report_id):
    rows = store.load(at.engine, at.dossier_id).tables["event_reports"]
    return rows.loc[(rows["event_id"] == "first-round") & (rows["report_id"] == report_id), "start"].item()


# a conflict that no rule sees


def widget(app, kind, ending):
    """A field of the form."""
    return next(w for w in app.get(kind) if w.key.startswith("conflict-") and w.key.endswith(ending))


def test_a_conflict_is_recorded_about_a_row_from_passages_that_are_picked(at):
    coded = tables.passages.coded_passages(reading.record(at.engine, at.dossier_id), "event:first-round")
    first = coded[coded["mark"] == "event:first-round"].head(2)
    app = opened("conflicts", subject="event:first-round", select="event:first-round")
    assert not app.exception and "Three-way talks on the Sarava in Halsund" in sent(app)
    widget(app, "multiselect", "-passages").set_value(first.index.tolist()).run()
    assert [area.value for area in app.text_area] == first["gist"].tolist()
    widget(app, "text_input", "-about").set_value(HOSTILE)
    widget(app, "button_group", "-severity").set_value("medium")
    app.text_area[1].set_value("Said otherwise.")
    button(app, "Record the conflict").click().run()
    assert not app.exception and "Saved as revision 2" in sent(app)
    recorded = store.load(at.engine, at.dossier_id).tables
    conflict, sides = recorded["conflicts"].iloc[0], recorded["conflict_sides"]
    assert (conflict["about"], conflict["subject_table"], conflict["subject_id"]) == (HOSTILE, "events", "first-round")
    assert (conflict["kind"], conflict["severity"], conflict["status"]) == ("contradiction", "medium", "open")
    assert sides["report_id"].tolist() == first["report_id"].tolist()
    assert sides["claim"].tolist() == [first["gist"].iloc[0], "Said otherwise."]
    assert app.query_params["select"] == f"conflict:{conflict['conflict_id']}"


def test_a_passage_that_is_not_coded_is_given_by_its_place_and_a_lone_side_is_refused(at):
    app = opened("conflicts", subject="report:01-northern-wire")
    widget(app, "button", "-add").click().run()
    assert not app.exception and len(app.text_area) == 1
    widget(app, "text_input", "-about").set_value("Two headlines")
    button(app, "Record the conflict").click().run()
    assert any("two passages at least" in error.value for error in app.error)
    assert widget(app, "text_input", "-about").value == "Two headlines"
    app.text_area[0].set_value("It is a headline.")
    widget(app, "button_group", "-kind").set_value("internal")
    button(app, "Record the conflict").click().run()
    recorded = store.load(at.engine, at.dossier_id).tables["conflicts"].iloc[0]
    assert (recorded["subject_table"], recorded["subject_id"]) == ("reports", "01-northern-wire")


def test_a_conflict_and_its_sides_are_changed_where_its_panel_leads(at):
    name = found(at).loc["day", "difference_id"]
    mark = verdicts.record_difference(at, name).mark
    panel = opened("timeline", select=mark)
    assert "Change it or its sides" in sent(panel) and "Change it or its sides" not in sent(
        opened("timeline", select=mark, rev="2")
    )
    app = opened("conflicts", subject=mark, select=mark, list="recorded")
    assert not app.exception and button(app, "Save the change")
    before = store.load(at.engine, at.dossier_id).tables["conflict_sides"]
    field = next(w for w in app.multiselect if w.key.startswith("change-"))
    assert field.value == [f"side~{side}" for side in before["side"]]
    button(app, "Save the change").click().run()
    assert any("Nothing is changed" in error.value for error in app.error)
    third = tables.passages.coded_passages(reading.record(at.engine, at.dossier_id), "event:first-round").index[-1]
    field = next(w for w in app.multiselect if w.key.startswith("change-"))
    field.set_value([*field.value[1:], third]).run()
    next(w for w in app.text_area if w.key.endswith(f"-claim-{third}")).set_value(HOSTILE)
    next(w for w in app.get("text_input") if w.key.startswith("change-")).set_value("What day it was")
    button(app, "Save the change").click().run()
    assert not app.exception and "the conflict “What day it was” is changed" in sent(app)
    after = store.load(at.engine, at.dossier_id).tables
    assert after["conflicts"]["about"].tolist() == ["What day it was"]
    assert after["conflict_sides"].iloc[0]["claim"] == HOSTILE  # the first letter was free
    assert after["conflict_sides"].iloc[1:].to_numpy().tolist() == before.iloc[1:].to_numpy().tolist()


@pytest.mark.parametrize("mark", ["event:first-round", "report:01-northern-wire", "actor:belmor"])
def test_the_panel_of_a_row_leads_to_the_form_for_whoever_may_write(at, mark):
    assert "Record a conflict" in sent(opened("timeline", select=mark))
    assert "Record a conflict" not in sent(opened("timeline", select=mark, rev="1"))


def test_the_panel_of_a_difference_leads_to_its_sides_from_any_page(at):
    name = found(at).loc["day", "difference_id"]
    assert "Its sides next to each other" in sent(opened("timeline", select=f"difference:{name}", rev="1"))


def test_the_passages_of_a_row_stand_before_all_others_each_once(rows):
    coded = tables.passages.coded_passages(rows, "event:first-round")
    own = coded["mark"] == "event:first-round"
    assert own.iloc[: own.sum()].all() and own.sum() >= 4 and coded.index.is_unique
    assert len(coded) == len(tables.passages.coded_passages(rows)) == len(rows.event_reports) + len(rows.stances)
    assert coded["label"].iloc[0].startswith("R1 · Three-way talks")
