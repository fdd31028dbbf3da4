"""What each report says of an event: whose day it is, how its words stand beside it, and where two reports differ."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from onrecord import charts
from onrecord import record as records
from onrecord.record import Record, Scope, evidence, lanes, narrow
from onrecord.record.differences import differences
from onrecord.record.history import history as steps_of
from onrecord.record.history import step_texts
from onrecord.record.reported_days import dated_lines, day_texts, reasons, reported_days, time_texts
from onrecord.ui import texts
from onrecord.views.quality import Quality
from onrecord.views.tables.comparison import comparison
from onrecord.views.tables.issues import empty_sides
from onrecord.views.tables.reports import body_text, dates_told
from onrecord.views.tables.reports import events as opened_events
from tests import river
from tests.figures import points, read_back, traces


@pytest.fixture(scope="module")
def whole(record) -> Record:
    return narrow(record, Scope())


@pytest.fixture(scope="module")
def talks() -> Record:
    return narrow(river.record(), Scope())


def mention(words="", day="", event_id="talks"):
    return {"event_id": event_id, "reported_words": words, "reported_date": day}


# Whose day it is.

WORDS = [
    (mention(), "gives no date", "gives no date", "gives no date"),
    (
        mention(day="2021-01-26"),
        "the report says 26 January 2021",
        "the report says 26 January 2021",
        "Tuesday, 26 January 2021",
    ),
    (
        mention("on the 26th", "2021-01-26"),
        "the report says 26 January 2021",
        "the report says: “on the 26th” · that is 26 January 2021",
        "Tuesday, 26 January 2021 · the report: “on the 26th”",
    ),
    (
        mention("on Wednesday", "2021-05-05?"),
        "dated here: 5 May 2021",
        "the report says: “on Wednesday” · dated here: 5 May 2021",
        "Wednesday, 5 May 2021, dated here · the report: “on Wednesday”",
    ),
    (
        mention("at the end of this year", "2021-10?/2021-12"),
        "dated here: October to December 2021",
        "the report says: “at the end of this year” · dated here: October to December 2021",
        "October to December 2021, dated here · the report: “at the end of this year”",
    ),
    (
        mention("in 2019", "2019"),
        "the report says 2019",
        "the report says: “in 2019”",
        "2019 · the report: “in 2019”",
    ),
    (
        mention("recent"),
        "gives no date",
        "the report says: “recent” · gives no date",
        "gives no date · the report: “recent”",
    ),
    (
        mention(day="2021-05-05%"),
        "dated here: about 5 May 2021",
        "dated here: about 5 May 2021",
        "about 5 May 2021, dated here",
    ),
]


def test_only_a_day_without_a_doubt_is_told_as_the_reports_and_its_words_stand_first():
    rows = pd.DataFrame([row for row, *_ in WORDS])
    days = reported_days(rows)
    assert day_texts(days).tolist() == [day for _, day, _, _ in WORDS]
    assert time_texts(days).tolist() == [told for _, _, told, _ in WORDS]
    assert dated_lines(days).tolist() == [line for *_, line in WORDS]


def test_every_mention_of_the_shipped_dossier_gives_no_date_its_own_or_one_dated_here(whole):
    mentions = whole.event_reports
    kind = day_texts(reported_days(mentions)).str.extract("^(gives no date|dated here|the report says)", expand=False)
    has_day, is_doubted = mentions["reported_date"] != "", mentions["reported_date"].str.contains(r"[?%]")
    assert (kind == "gives no date").sum() == (~has_day).sum()
    assert (kind == "dated here").sum() == is_doubted.sum()
    assert (kind == "the report says").sum() == (has_day & ~is_doubted).sum()
    # 131, 59 and 20 before five mentions without a date were retracted and russia-intensifies-quartet-work had none;
    # dated here, not by their reports: abbas-accuses-israel-elections, abbas-asks-pressure, maliki-asks-repair and
    # russia-palestine-step-up-2021
    assert kind.value_counts().to_dict() == {"gives no date": 127, "the report says": 55, "dated here": 23}
    assert (mentions["reported_words"] != "")[has_day & ~is_doubted].all(), "a day the report gives, it gives in words"


def test_whatever_is_dated_here_says_why(whole):
    mentions = whole.event_reports
    is_dated_here = day_texts(reported_days(mentions)).str.startswith("dated here")
    why = reasons(whole, mentions)
    assert (why[~is_dated_here] == "").all() and (why[is_dated_here] != "").all()


def days_told(record, event_id):
    """What the passages of an event say of its day, by the mark of the report."""
    passages = evidence.find(record, f"event:{event_id}").passages
    return {name.split()[0]: text for name, text in passages[["name", "reported"]].itertuples(index=False)}


def test_the_meeting_of_may_is_dated_here_and_the_proposal_of_january_by_its_reports(whole):
    meeting = days_told(whole, "lavrov-maliki-meeting")
    assert all(meeting[mark].endswith("dated here: 5 May 2021") for mark in ("R3", "R4"))
    assert meeting["R5"].endswith("gives no date")
    proposal = days_told(whole, "lavrov-proposes-conference")
    assert len(proposal) == 3 and all("26 January 2021" in text or "January 26" in text for text in proposal.values())
    assert not any("dated here" in text for text in proposal.values())
    for event_id, n in (("us-recognises-jerusalem", 2), ("guterres-visits-moscow", 1)):
        days = list(days_told(whole, event_id).values())
        assert len(days) == n and all(day.endswith("gives no date") for day in days)


def test_the_steps_of_a_history_say_which_days_are_the_coders(whole):
    for event_id in ("lavrov-maliki-meeting", "guterres-visits-moscow"):
        steps = steps_of(whole, event_id)
        told = step_texts(whole, steps)["told"]
        own = set(whole.event_reports.loc[whole.event_reports["event_id"] == event_id, "reported_date"])
        for text, day in zip(told, steps["date"], strict=True):
            assert ("dated here" in text) == bool(day and (day not in own or "?" in day)), text
            assert "(inferred)" not in text


# Report by report.


def shown(pieces):
    """What a cell says, with its signs."""
    return "; ".join(
        f"{'→ ' * piece.is_later}{piece.text}{' ≠ ' * bool(piece.unlike)}{', '.join(piece.unlike)}" for piece in pieces
    )


def table(record, event_id):
    """The table of an event: by the mark of the report, day, status, place and the lines on who took part."""
    return {
        version.name.split()[0]: (
            shown(version.day),
            shown(version.status),
            shown(version.place),
            [shown(line) for line in version.people],
        )
        for version in evidence.find(record, f"event:{event_id}").versions
    }


def test_the_first_round_on_the_river_differs_by_day_and_by_person_and_went_on(talks):
    assert table(talks, "first-round") == {
        "R1": (
            "14 March 2025", "planned", "Halsund",
            ["Participant: ; Belmor, Kestria, Norvland, Oduna, Union of Coastal States"],
        ),
        "R2": ("14 March 2025", "→ postponed", "Halsund", ["lists nobody"]),
        "R6": ("14 March 2025", "postponed", "Halsund", ["lists nobody"]),
        "R3": (
            "→ 28 March 2025 ≠ R4", "→ occurred", "Halsund",
            ["Participant: ; Olen Marrak, Lea Oumar, Paulo Teremane; Pavel Strnad ≠ R4"],
        ),
        "R4": (
            "→ 27 March 2025 ≠ R3", "occurred", "Halsund",
            ["Participant: ; Olen Marrak, Lea Oumar, Paulo Teremane; Hana Beranova ≠ R3"],
        ),
    }  # fmt: skip


def test_before_the_gazette_nothing_differs_on_the_river():
    then = narrow(river.record(), Scope(known_on=date(2025, 3, 29)))
    assert not any("≠" in str(row) for row in table(then, "first-round").values())
    assert evidence.find(then, "event:first-round").differences == ()


def test_a_side_outside_the_scope_is_still_a_side(talks):
    gazette = narrow(river.record(), Scope(reports=(river.GAZETTE, river.COPY)))
    assert table(gazette, "first-round")["R4"][0].endswith("27 March 2025 ≠ R3 (outside the scope)")


def test_a_role_that_differs_is_marked_on_the_actor_in_every_report(whole):
    rows = table(whole, "ministerial-conference-2021")
    assert "Invited: ; Saudi Arabia ≠ R2, R3" in rows["R1"][3]
    for mark in ("R2", "R3"):
        assert any("Saudi Arabia" in line and "≠ R1" in line for line in rows[mark][3])
    assert any(line.startswith("Does not list: ") and "Russia" in line for line in rows["R3"][3])
    assert {rows[mark][0] for mark in rows} == {"spring or summer 2021"}


def test_a_later_state_stands_under_an_earlier_one_without_a_difference(whole):
    rows = table(whole, "lavrov-maliki-meeting")
    assert [rows[mark][1] for mark in ("R3", "R4", "R5")] == ["planned", "→ occurred", "occurred"]
    assert "5 May 2021, dated here" in rows["R3"][0] and "gives no day" in rows["R5"][0]


def test_an_event_that_one_report_tells_has_no_table(whole, talks):
    for record in (whole, talks):
        n_reports = record.event_reports.groupby("event_id")["report_id"].nunique()
        for event_id in (n_reports.idxmin(), n_reports.idxmax()):
            rows = evidence.find(record, f"event:{event_id}").versions
            assert len(rows) == (n_reports[event_id] if n_reports[event_id] > 1 else 0)


# On the timeline.


def timeline(record):
    """The timeline of one lane a type, over the days of the record."""
    marks = lanes.marks(record, by="type")
    window = record.events["earliest"].min(), record.events["latest"].max()
    return read_back(charts.timeline(marks, lanes.moves(record, marks), window=window, known_until=None))


def test_the_tooltip_of_a_mark_says_what_differs_and_the_other_day_is_a_tick_in_its_lane(talks):
    figure = timeline(talks)
    marked = [(name, x, y) for name, x, y, mark in points(figure) if mark == "event:first-round"]
    ticks = {(str(x)[:10], y) for name, x, y in marked if name == "other"}
    assert {day for day, _ in ticks} == {"2025-03-27", "2025-03-28"}
    assert {y for _, y in ticks} <= {y for name, _, y in marked if name != "other"}
    said = {text for trace in figure.data for text in trace.hovertext or () if "Three-way talks" in text}
    for text in said:
        lines = text.split("<br>")
        assert "· 28 March 2025 (R3) or 27 March 2025 (R4)" in lines
        assert "· Belmor: Pavel Strnad (R3) or Hana Beranova (R4)" in lines
    (dashes,) = traces(figure, "other day")
    assert [str(x)[:10] for x in dashes.x if x] == ["2025-03-27"] * 2 + ["2025-03-28"] * 2


def test_a_day_that_only_one_report_gave_by_then_has_no_tick():
    then = narrow(river.record(), Scope(known_on=date(2025, 3, 29)))
    assert not traces(timeline(then), "other day")


def test_a_plan_nobody_tells_of_is_overtaken_and_one_whose_condition_is_gone_says_so(whole):
    rows = lanes.events(whole).set_index("event_id")
    found = differences(whole).rows
    for rule, word in (("overtaken", "overtaken"), ("lapsed", "condition gone")):
        ids = set(found.loc[found["rule"] == rule, "subject_id"])
        assert ids and ids == set(rows.index[rows["fate"].str.contains(word)])
    events = opened_events(whole).set_index("event_id")
    is_gone = events["fate"] != ""
    assert events.loc[is_gone, "stands"].str.contains("overtaken|condition gone").all()
    assert (events.loc[~is_gone, "stands"] == events.loc[~is_gone, "status"]).all()


# Differences that touch what is selected.


def rules_of(record, mark):
    return {name.partition(":")[2].partition("--")[0] for name, *_ in evidence.find(record, mark).differences}


def test_what_is_selected_lists_the_differences_that_touch_it(talks):
    assert rules_of(talks, "event:first-round") == {"day", "replaced"}
    assert rules_of(talks, "event:velko-denies") == {"denied"} == rules_of(talks, "event:belmor-asks")
    assert "replaced" in rules_of(talks, "actor:belmor")
    assert {"day", "replaced"} <= rules_of(talks, f"report:{river.GAZETTE}")
    assert rules_of(talks, "event:second-round") == set()


# What only one report tells.


def compared(record, mark):
    rows, headings = comparison(record, mark)
    return rows.set_index("what")[[name for name in headings if name != "what"]]


def test_reports_are_compared_on_an_event_an_actor_and_an_issue_and_what_one_alone_tells_is_marked(talks):
    rows = compared(talks, "event:first-round")
    assert rows.loc["Day", "R3 Northern Wire, 29 March"] == "28 March 2025 ≠ R4"
    assert rows.loc["Participant", "R2 Kestria Daily"] == "not told"
    rows = compared(talks, "actor:belmor")
    assert (
        rows.loc["On: Common gauge service", "only_here"] == "R3"
        and rows.loc["Belmor asks for more time", "only_here"] == ""
    )
    rows = compared(talks, "issue:filling-pause")
    assert rows.loc["Belmor", ["R3 Northern Wire, 29 March", "R5 Agence Kestrienne"]].tolist() == ["−2", "+2"]


@pytest.mark.parametrize("kind", ["actor", "issue", "event"])
def test_every_row_of_a_comparison_opens_its_evidence(whole, kind):
    table = {"actor": whole.actors, "issue": whole.issues, "event": whole.events}[kind]
    for name in table[f"{kind}_id"].iloc[:: max(len(table) // 6, 1)]:
        rows, headings = comparison(whole, f"{kind}:{name}")
        assert set(headings) <= set(rows.columns)
        assert all(evidence.find(whole, mark) for mark in rows["mark"].head(5))


def test_what_is_compared_counts_an_actor_only_where_a_report_gives_it_a_part(whole):
    rows = compared(whole, "actor:china")
    assert [name.split()[0] for name in rows.columns if name != "only_here"] == ["R1"]
    assert (rows["only_here"] == "").all(), "one report alone says all of it: there is nothing to compare"


@pytest.mark.parametrize("mark", ["", "event:nothing", "actor:\ud800", "<script>", "stance:s-000-01"])
def test_what_cannot_be_compared_is_an_empty_table(whole, mark):
    rows, headings = comparison(whole, mark)
    assert rows.empty and set(headings) <= set(rows.columns)


def test_with_more_than_eight_reports_a_comparison_has_a_row_a_report(generated):
    record = narrow(records.from_dossier(generated), Scope())
    told = record.stances.groupby("issue_id")["report_id"].nunique()
    rows, headings = comparison(record, f"issue:{told.idxmax()}")
    assert told.max() > 8 and list(headings) == ["report", "what", "only_here", "told"]
    assert rows["report"].nunique() == told.max() and set(headings) <= set(rows.columns)


# Rows behind their reports.


def test_a_row_that_its_reports_have_outrun_says_so_in_its_panel_and_on_quality():
    record = river.record()
    is_round = record.events["event_id"] == "first-round"
    planned = replace(record, events=record.events.assign(status=record.events["status"].mask(is_round, "planned")))
    view = narrow(planned, Scope())
    assert evidence.find(view, "event:first-round").behind == (
        "its status is planned; the latest report has occurred (R4)",
    )
    quality = Quality(view, view, Scope())
    assert quality.has_behind and quality.behind.rows["title"].tolist() == ["Three-way talks on the Sarava in Halsund"]


def test_no_row_of_the_river_is_behind_its_reports(talks):
    assert not Quality(talks, talks, Scope()).has_behind
    assert not any(evidence.find(talks, f"event:{event_id}").behind for event_id in talks.events["event_id"].head(5))


# The page of a report, and of an issue.


def test_a_report_says_where_its_body_begins_and_ends_and_what_it_says_of_time(whole, talks):
    proposal, news = whole.reports["report_id"].iloc[[0, 3]]
    assert body_text(whole, proposal) == "Body: characters 30 to 3,449, of 3,449"
    rows = dates_told(whole, news).set_index("mark")
    meeting = rows.loc["event:lavrov-maliki-meeting"]
    assert (meeting["day"], meeting["words"]) == ("Wednesday, 5 May 2021, dated here", "on Wednesday")
    rows = dates_told(talks, river.GAZETTE).set_index("mark")
    assert rows.loc["event:first-round", "day"] == "Thursday, 27 March 2025"


def test_in_the_text_a_line_stands_where_the_body_begins_and_where_it_ends():
    text, lines = "Header. Body of it. Footer.", list(texts.EDGES.values())
    shown = texts.text_html(text, [(8, 12)], (8, 19))
    assert [shown.index(line) for line in lines] == sorted(shown.index(line) for line in lines)
    assert shown.split(lines[0])[0].endswith("Header. </span>") and shown.split(lines[1])[1].startswith("<span")
    whole = texts.text_html("Body.", [], (0, 5))
    assert whole == f"{lines[0]}Body.{lines[1]}"


def test_where_nobody_is_on_a_side_of_an_issue_that_is_said(whole):
    sides = whole.stances.assign(sign=whole.stances["position"].map(lambda p: (p > 0) - (p < 0)))
    for issue_id in whole.issues["issue_id"]:
        signs = set(sides.loc[sides["issue_id"] == issue_id, "sign"])
        said = empty_sides(whole, issue_id)
        assert ("For: nobody." in said, "Against: nobody." in said) == (1 not in signs, -1 not in signs)
        facts = evidence.find(whole, f"issue:{issue_id}").facts
        assert (("For", "nobody") in facts, ("Against", "nobody") in facts) == (1 not in signs, -1 not in signs)
