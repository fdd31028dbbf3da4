"""The two clocks: what was known on a day, with the history of what was re-dated; and the dossier as it once stood."""

import copy
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pandas as pd
import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from onrecord import charts, config, schema, store
from onrecord.record import Scope, evidence, from_dossier, history, lanes, narrow
from onrecord.schema.change import Change, Signed
from onrecord.schema.dossier import Dossier
from onrecord.views import tables
from tests import counts
from tests.apps import opened, sent
from tests.figures import read_back

ROOT = Path(__file__).parents[1]
DOSSIER = "moscow-initiative-2021"
DAYS = ("2021-01-10", "2021-02-10", "2021-03-10", "2021-04-10")
MEANT = ("2021-03-01", "2021-04-01", "2021-05-01", "2021-06-01")


def rows(table, *given):
    """Rows of a table, what is not given empty."""
    columns = [c.name for c in schema.BY_NAME[table].columns]
    return pd.DataFrame([dict.fromkeys(columns, "") | row for row in given], columns=columns, dtype="str")


def record_of(events, mentions, links=(), *, reports=DAYS):
    """A record of a few events: one report a day, mentions as (event, report number, date, status)."""
    tables = {t.name: rows(t.name) for t in schema.TABLES}
    numbers = {"n_chars": "99", "body_start": "0", "body_end": "99"}
    tables["reports"] = rows(
        "reports",
        *(
            {"report_id": f"r{n}", "number": str(n + 1), "outlet": f"Outlet {n}", "published": day} | numbers
            for n, day in enumerate(reports)
        ),
    )
    tables["events"] = rows(
        "events",
        *(
            {"event_id": e, "date": day, "status": status, "title": f"Title {e}", "event_type": "CONSULT", "note": "N"}
            for e, day, status in events
        ),
    )
    place = {"start": "1", "end": "9", "gist": "g"}
    tables["event_reports"] = rows(
        "event_reports",
        *(
            {"event_id": e, "report_id": f"r{n}", "reported_date": day, "reported_status": status} | place
            for e, n, day, status in mentions
        ),
    )
    tables["event_links"] = rows(
        "event_links",
        *({"from_id": a, "to_id": b, "relation": "reschedules", "report_id": r} for a, b, r in links),
    )
    return from_dossier(Dossier("d", {"title": "D"}, tables))


@pytest.fixture
def retold():
    """One event that four reports give four dates, one after the other."""
    mentions = [("talks", n, day, "planned") for n, day in enumerate(MEANT)]
    return record_of([("talks", MEANT[-1], "planned")], mentions)


@pytest.fixture
def relinked():
    """The same as four events, each with a new date for the one before."""
    ids = ("a", "b", "c", "d")
    events = [(e, day, "planned" if e == "d" else "postponed") for e, day in zip(ids, MEANT, strict=True)]
    mentions = [(e, n, day, "planned") for n, (e, day) in enumerate(zip(ids, MEANT, strict=True))]
    mentions += [(e, n + 1, "", "postponed") for n, e in enumerate(ids[:-1])]
    return record_of(events, mentions, [(new, old, f"r{n + 1}") for n, (old, new) in enumerate(pairwise(ids))])


def steps(record, event):
    """The history of an event as (known since, date, status)."""
    found = history.history(record, event)
    assert found["step"].tolist() == list(range(1, len(found) + 1))
    return [
        ("" if pd.isna(k) else f"{k:%Y-%m-%d}", day, status)
        for k, day, status in found[["known_on", "date", "status"]].itertuples(index=False)
    ]


# A re-dated event.


def test_an_event_dated_anew_three_times_is_one_row_with_its_history_in_order(retold):
    assert steps(retold, "talks") == [(k, day, "planned") for k, day in zip(DAYS, MEANT, strict=True)]
    (mark,) = lanes.marks(retold, by="type").to_dict("records")
    assert mark["history"].splitlines()[0] == "10 January 2021: 1 March 2021, planned (R1 Outlet 0)"
    assert len(mark["history"].splitlines()) == 4
    (row,) = tables.reports.events(retold).to_dict("records")
    assert (row["date_label"], row["was"]) == ("1 June 2021", "1 May 2021; 1 April 2021; 1 March 2021")
    moves = lanes.moves(retold, lanes.marks(retold, by="type"))
    assert [f"{d:%Y-%m-%d}" for d in moves["from_day"]] == list(MEANT[:-1])
    assert [f"{d:%Y-%m-%d}" for d in moves["to_day"]] == list(MEANT[1:])
    assert moves["label"].str.contains("Outlet").all()


@pytest.mark.parametrize("n", range(4))
def test_a_re_dated_event_stands_on_each_day_where_it_was_thought_to_stand(n, retold, relinked):
    for record, ids in ((retold, ["talks"] * 4), (relinked, list("abcd"))):
        view = narrow(record, Scope(known_on=date.fromisoformat(DAYS[n])))
        (mark,) = lanes.marks(view, by="type").to_dict("records")
        assert (mark["event_id"], mark["date"], mark["status"]) == (ids[n], MEANT[n], "planned")
        assert len(lanes.moves(view, lanes.marks(view, by="type"))) == n
        told = steps(view, mark["event_id"])
        assert [day for _, day, status in told if status == "planned"] == list(MEANT[: n + 1])


def test_events_that_took_each_others_place_are_one_mark_whose_every_date_opens_the_same_history(relinked):
    assert lanes.marks(relinked, by="type")["event_id"].tolist() == ["d"]
    assert len({tuple(steps(relinked, e)) for e in "abcd"}) == 1
    planned = [(k, day) for k, day, status in steps(relinked, "a") if status == "planned"]
    assert planned == list(zip(DAYS, MEANT, strict=True))
    facts = dict(evidence.find(relinked, "event:a").facts)
    assert facts["Stands as"] == "Title d: 1 June 2021, planned"
    assert facts["Known since 10 April 2021"] == "1 June 2021, planned (R4 Outlet 3)"
    moves = lanes.moves(relinked, lanes.marks(relinked, by="type"))
    assert moves["label"].tolist() == ["Title b", "Title c", "Title d"]


def test_the_figure_draws_one_mark_a_line_from_every_old_day_and_says_the_history_on_hovering(retold):
    marks = lanes.marks(retold, by="type")
    window = (pd.Timestamp("2021-01-01"), pd.Timestamp("2021-12-31"))
    figure = read_back(charts.timeline(marks, lanes.moves(retold, marks), window=window, known_until=None))
    points = [x for t in figure.data if t.customdata for x in t.x]
    assert [str(x)[:10] for x in points] == [MEANT[-1]]
    (line,) = [t for t in figure.data if t.name == "move"]
    assert [str(x)[:10] for x in line.x if x][::2] == list(MEANT[:-1])
    said = next(t.hovertext[0] for t in figure.data if t.customdata).split("<br>")
    assert [s for s in said if s.startswith("·")][-1] == "· 10 April 2021: 1 June 2021, planned (R4 Outlet 3)"


def test_putting_off_without_a_new_day_is_a_step_and_stays_open():
    record = record_of(
        [("vote", "2021-03-01", "postponed"), ("act", "2021-02-05", "occurred")],
        [("vote", 0, "2021-03-01", "planned"), ("vote", 1, "", "postponed"), ("act", 1, "2021-02-05", "occurred")],
        [("act", "vote", "r1")],
    )
    assert steps(record, "vote") == [(DAYS[0], "2021-03-01", "planned"), (DAYS[1], "2021-03-01", "postponed")]
    assert "put off: Title act (R2 Outlet 1)" in dict(evidence.find(record, "event:vote").facts).values()
    marks = lanes.marks(record, by="type")
    assert set(marks["event_id"]) == {"vote", "act"}, "the act is an event of its own"
    (move,) = lanes.moves(record, marks).to_dict("records")
    assert (move["event_id"], move["label"]) == ("vote", "Title act") and pd.isna(move["to_day"])
    before = narrow(record, Scope(known_on=date(2021, 2, 9)))
    assert lanes.moves(before, lanes.marks(before, by="type")).empty


def test_what_was_put_off_and_later_given_a_day_no_longer_stays_open():
    record = record_of(
        [("vote", "2021-06-01", "planned"), ("act", "2021-02-05", "occurred")],
        [
            ("vote", 0, "2021-03-01", "planned"), ("act", 1, "2021-02-05", "occurred"),
            ("vote", 2, "2021-06-01", "planned"),
        ],
        [("act", "vote", "r1")],
    )  # fmt: skip
    assert [s for *_, s in steps(record, "vote")] == ["planned", "postponed", "planned"]
    moves = lanes.moves(record, lanes.marks(record, by="type"))
    assert moves["to_day"].tolist() == [pd.Timestamp("2021-06-01")]


@pytest.mark.parametrize(
    ("told", "n_steps", "why"),
    [
        ([(0, "2021-05", "planned"), (1, "2021-05-04", "planned")], 2, "a day within the month is no new date"),
        ([(0, "2021-05-04", "planned"), (1, "2021-05", "planned")], 2, "nor is the month around the day"),
        ([(0, "2021-05-04", "occurred"), (1, "2021-05-06", "occurred")], 2, "what has happened is not put off"),
        ([(0, "2021-05-04", "planned"), (1, "", "planned")], 1, "a report without a date leaves the one there was"),
        ([(0, "2021-05-04", "planned"), (1, "", "occurred")], 2, "a plan that was met"),
    ],
)
def test_what_is_told_otherwise_is_not_always_put_off(told, n_steps, why):
    record = record_of([("talks", "2021-05-04", "planned")], [("talks", *t) for t in told])
    assert len(steps(record, "talks")) == n_steps, why
    assert lanes.moves(record, lanes.marks(record, by="type")).empty, why


def test_two_reports_of_one_day_contradict_each_other_and_move_nothing():
    told = [("talks", 0, "2021-05-04", "planned"), ("talks", 1, "2021-06-04", "planned")]
    record = record_of([("talks", "2021-05-04", "planned")], told, reports=("2021-01-10", "2021-01-10"))
    assert len(steps(record, "talks")) == 2
    assert lanes.moves(record, lanes.marks(record, by="type")).empty


def test_an_old_date_recalled_once_the_new_one_is_known_is_no_step(relinked):
    later = relinked.event_reports.head(1).assign(
        report_id="r3", reported_status="postponed", published_on=pd.Timestamp(DAYS[3])
    )
    recalled = replace(relinked, event_reports=pd.concat([relinked.event_reports, later], ignore_index=True))
    assert steps(recalled, "d") == steps(relinked, "d")


def test_events_that_reschedule_each_other_stand_apart_and_none_is_lost():
    events = [("a", "2021-03-01", "planned"), ("b", "2021-04-01", "planned"), ("c", "2021-05-01", "planned")]
    mentions = [(e, 0, day, status) for e, day, status in events]
    record = record_of(events, mentions, [("a", "b", ""), ("b", "a", ""), ("c", "c", "")])
    assert set(lanes.marks(record, by="type")["event_id"]) == {"a", "b", "c"}
    assert evidence.find(record, "event:a") is not None


# What was not yet known.


def test_a_day_that_only_a_later_report_gives_is_open_before_and_said_to_be():
    record = record_of(
        [("visit", "2021-05-12", "planned")], [("visit", 0, "", "planned"), ("visit", 1, "2021-05-12", "planned")]
    )
    view = narrow(record, Scope(known_on=date.fromisoformat(DAYS[0])))
    (row,) = view.events.to_dict("records")
    assert (row["date"], row["date_label"], row["note"]) == ("", history.NO_DAY, "")
    assert pd.isna(row["earliest"]) and pd.isna(row["latest"]) and not row["is_day"]
    marks = lanes.marks(view, by="type")
    window = (pd.Timestamp("2021-01-01"), pd.Timestamp("2021-12-31"))
    figure = charts.timeline(marks, lanes.moves(view, marks), window=window, known_until=None)
    assert figure.plot.layout.meta["undated"] == 1
    assert dict(evidence.find(view, "event:visit").facts)["When"] == history.NO_DAY
    after = narrow(record, Scope(known_on=date.fromisoformat(DAYS[1]))).events.iloc[0]
    assert (after["date"], after["note"]) == ("2021-05-12", "N")


def test_a_day_that_no_report_gives_is_the_one_the_record_settled_on_from_the_start():
    record = record_of([("visit", "../2021-05", "occurred")], [("visit", n, "", "occurred") for n in (0, 1)])
    view = narrow(record, Scope(known_on=date.fromisoformat(DAYS[0])))
    assert view.events["date"].tolist() == ["../2021-05"]


def test_a_note_is_left_out_until_every_report_of_its_event_is_known(record):
    told = record.event_reports.groupby("event_id")["published_on"].max()
    for day in (date(2021, 1, 28), date(2021, 5, 5), date(2021, 5, 19)):
        events = narrow(record, Scope(known_on=day)).events
        is_whole = events["event_id"].map(told) <= pd.Timestamp(day)
        assert (events.loc[~is_whole, "note"] == "").all()
        settled = record.events.set_index("event_id")["note"]
        assert (events.loc[is_whole, "note"] == events.loc[is_whole, "event_id"].map(settled)).all()


def test_no_event_of_the_dossier_shows_a_day_no_known_report_gives_unless_none_ever_does(record):
    said = record.event_reports[record.event_reports["reported_date"] != ""]
    for day in (date(2021, 1, 28), date(2021, 5, 5), date(2021, 5, 18)):
        known = said[said["published_on"] <= pd.Timestamp(day)]
        for event, shown in narrow(record, Scope(known_on=day)).events[["event_id", "date"]].itertuples(index=False):
            given = set(known.loc[known["event_id"] == event, "reported_date"])
            ever = set(said.loc[said["event_id"] == event, "reported_date"])
            assert shown in given or (not given and (shown == "" if ever else True)), (day, event)


def test_on_any_day_an_event_stands_where_the_last_step_known_by_then_left_it(generated):
    large = from_dossier(generated)
    told = history.histories(large)
    own = told[(told["of_id"] == told["event_id"]) & (told["told_id"] == told["of_id"])].dropna(subset=["known_on"])
    alone = set(large.events["event_id"]) - set(large.event_links["to_id"]) - set(large.event_links["from_id"])
    for day in ("2018-06-01", "2019-11-11", "2021-03-03", "2022-12-30"):
        last = own[own["known_on"] <= day].drop_duplicates("event_id", keep="last").set_index("event_id")
        events = narrow(large, Scope(known_on=date.fromisoformat(day))).events
        events = events[events["event_id"].isin(alone)]
        assert len(events) > 90
        for column in ("date", "status"):
            assert events[column].tolist() == last.loc[events["event_id"], column].tolist()


# The shipped dossier.


def test_the_plans_of_the_dossier_that_were_met_or_put_off_have_their_history(record):
    met = history.history(record, "talks-quartet-ministerial")
    assert list(zip(met["known_on"].dt.strftime("%Y-%m-%d"), met["status"], strict=True)) == [
        ("2021-05-05", "planned"),
        ("2021-05-19", "occurred"),
    ]
    assert [s for *_, s in steps(record, "lavrov-maliki-meeting")] == ["planned", "occurred"]
    facts = dict(evidence.find(record, "event:palestinian-elections-may-2021").facts)
    # the day of the report that tells of it was worked out
    assert "put off: Abbas postpones the elections" in facts["Known since 5 May 2021 (inferred)"]
    marks = lanes.marks(record)
    assert set(lanes.moves(record, marks)["event_id"]) == {
        "palestinian-elections-may-2021",
        "vaccination-campaign-palestine",
    }
    held = narrow(record, Scope(known_on=date(2021, 5, 18))).events.set_index("event_id")["status"]
    assert held["talks-quartet-ministerial"] == "planned" and held["lavrov-maliki-meeting"] == "occurred"


def test_conferences_that_reports_keep_apart_stay_two_marks(record):
    """Whether the conference of the end of the year is the one of spring that slipped, no report says."""
    assert {"ministerial-conference-2021", "moscow-conference-end-2021"} <= set(lanes.marks(record)["event_id"])
    assert len(history.history(record, "ministerial-conference-2021")) == 1


# As the dossier stood.


def state(dossier):
    """What a dossier holds, as one value: table -> key -> row."""
    return {
        table.name: {
            tuple(row[k] for k in table.key): row
            for row in dossier.tables[table.name][[c.name for c in table.columns]].to_dict("records")
        }
        for table in schema.TABLES
    } | {"dossiers": {(dossier.dossier_id,): dict(dossier.meta)}}


def some_change(random, now, n):
    """A change that leaves the dossier without a fault: a note, a new actor, one that ends."""
    made = [key for key in now["actors"] if key[0].startswith("made-up-")]
    kind = random.choice(("note", "note", "new", "end", "meta"))
    if kind == "new" or (kind == "end" and not made):
        columns = [c.name for c in schema.BY_NAME["actors"].columns]
        row = dict.fromkeys(columns, "") | {"actor_id": f"made-up-{n}", "name": f"Made Up {n}", "kind": "group"}
        return Change("actors", (row["actor_id"],), None, row)
    if kind == "end":
        key = random.choice(made)
        return Change("actors", key, now["actors"][key], None)
    table = "dossiers" if kind == "meta" else random.choice(("events", "stances", "actors", "issues", "reports"))
    key = random.choice(sorted(now[table]))
    row = now[table][key]
    return Change(table, key, row, row | {"about" if kind == "meta" else "note": f"Written as number {n}."})


def applied(now, changes):
    after = copy.deepcopy(now)
    for change in changes:
        if change.mine is None:
            del after[change.table][change.key]
        else:
            after[change.table][change.key] = dict(change.mine)
    return after


def stamped(engine, revision, moment):
    """Let a revision have been made at a moment of the past."""
    with engine.begin() as connection:
        query = sa.text("UPDATE revisions SET made_at = :at WHERE rev_id = :rev")
        connection.execute(query, {"at": moment.isoformat(timespec="seconds"), "rev": revision})


def test_at_any_past_instant_the_dossier_is_what_a_journal_kept_beside_it_says(excerpt, tmp_path):
    random, engine = Random(20210505), store.connect(f"sqlite:///{tmp_path / 'past.db'}")
    n_writes, n_instants = counts.of(20, 300), counts.of(12, 200)
    moment = datetime(2024, 1, 1, 9, tzinfo=UTC)
    first = store.save(engine, excerpt, made_by="x", reason="first")
    stamped(engine, first, moment)
    journal = [(moment, first, state(excerpt))]
    for n in range(n_writes):
        change = some_change(random, journal[-1][2], n)
        revision = store.write(engine, excerpt.dossier_id, [change], Signed("x", "made up"))
        moment += timedelta(minutes=random.randint(1, 1500))
        stamped(engine, revision, moment)
        journal.append((moment, revision, applied(journal[-1][2], [change])))
    span = (journal[-1][0] - journal[0][0]).total_seconds()
    for _ in range(n_instants):
        instant = journal[0][0] + timedelta(seconds=random.uniform(0, span))
        _, revision, expected = max((j for j in journal if j[0] <= instant), key=lambda j: j[0])
        assert state(store.load(engine, excerpt.dossier_id, revision)) == expected
        by_evening = [r for at, r, _ in journal if at.date() <= instant.date()]
        assert store.revision_on(engine, excerpt.dossier_id, instant.date()) == by_evening[-1]
    assert store.revision_on(engine, excerpt.dossier_id, date(2023, 12, 31)) == 0


@pytest.fixture(scope="module")
def three_states(tmp_path_factory):
    """A dossier with three states, for pages that only read it; where it lies, and its revisions."""
    path = tmp_path_factory.mktemp("past")
    shutil.copytree(ROOT / "data" / DOSSIER, path / "data" / DOSSIER)
    engine = store.connect(config.read({"ONRECORD_HOME": str(path / "home")}).database_url)
    first = store.save(engine, store.read_folder(path / "data" / DOSSIER), made_by="folder", reason="first")
    event = state(store.load(engine, DOSSIER))["events"][("abbas-conference",)]
    revisions = [first]
    for title in ("Second title", "Third title"):
        change = Change("events", ("abbas-conference",), event, event | {"title": title})
        revisions.append(store.write(engine, DOSSIER, [change], Signed("x", "renamed")))
        event = dict(change.mine)
    for revision, month in zip(revisions, (1, 2, 3), strict=True):
        stamped(engine, revision, datetime(2024, month, 5 if month == 1 else 1, 12, tzinfo=UTC))
    engine.dispose()
    return path, revisions


@pytest.fixture
def past(three_states, enter):
    """A dossier that came on 5 January 2024 and of which an event was renamed on 1 February and on 1 March."""
    path, revisions = three_states
    enter(ONRECORD_DATA=path / "data", ONRECORD_HOME=path / "home")
    return revisions


def titles(at):
    return at.dataframe[0].value["Event"].tolist()


def said(at):
    parts = [*at.info, *at.warning, *at.error]
    return " ".join(e.value for e in parts).replace("\\", "").replace("\u2060", "")


def test_a_page_shows_the_dossier_as_it_stood_on_a_day_and_says_so(past):
    for day, title, revision in (
        ("2024-01-20", None, 0),
        ("2024-02-01", "Second title", 1),
        ("2024-03-02", "Third", 2),
    ):
        at = opened("timeline", stood_on=day)
        assert not at.exception
        assert f"revision {past[revision]}</p>" in sent(at) and "As the dossier stood on" in sent(at)
        shown = [t for t in titles(at) if t in ("Second title", "Third title")]
        assert shown == ([] if title is None else [t for t in ("Second title", "Third title") if t.startswith(title)])
    assert "Third title" in titles(opened("timeline")) and "stood on" not in said(opened("timeline"))


def test_a_revision_is_asked_for_by_its_number_and_left_by_one_button(past):
    at = opened("timeline", rev=str(past[1]), select="event:abbas-conference", lanes="type")
    assert f"As the dossier stood at revision {past[1]}" in sent(at) and "Second title" in titles(at)
    after = at.button(key="w-now").click().run()
    assert "Third title" in titles(after) and "rev" not in after.query_params
    assert after.query_params["lanes"] == "type", "nothing else in the address is lost"


@pytest.mark.parametrize("page", ["overview", "alignment", "reports", "quality", "changes"])
def test_every_page_names_the_past_it_shows_and_its_links_stay_there(page, past):
    at = opened(page, stood_on="2024-01-20")
    assert not at.exception and f"revision {past[0]}</p>" in sent(at)
    assert sent(at).count("stood_on=2024-01-20") >= 9 or sent(at).count('"2024-01-20"') >= 9


def test_both_clocks_hold_at_once(past):
    at = opened("timeline", stood_on="2024-02-10", known_on="2021-01-28")
    text = sent(at)
    assert "As the dossier stood on 10 February 2024" in text and "as known on 28 January 2021" in text
    assert "Second title" in titles(at) and "2 reports</b> of 156 stances, 153 events, 5 reports" in text


def test_before_the_dossier_came_the_page_says_since_when_it_is_here_and_offers_the_present(past):
    at = opened("timeline", stood_on="2023-12-31", known_on="2021-05-05")
    assert not at.exception and not at.dataframe
    assert "not here yet on 31 December 2023" in said(at) and "came on 5 January 2024" in said(at)
    after = at.button(key="w-not-yet").click().run()
    assert after.dataframe and "stood_on" not in after.query_params and after.query_params["known_on"] == "2021-05-05"


@pytest.mark.parametrize(
    "query",
    counts.some([
        {"stood_on": "2021-13-45"}, {"stood_on": "9999-12-31"}, {"stood_on": "<b>x</b>"}, {"rev": "0"}, {"rev": "999"},
        {"rev": "-1"}, {"rev": "٣"}, {"rev": "9" * 300}, {"rev": "x", "stood_on": "tomorrow"},
    ], 5),
)  # fmt: skip
def test_a_state_there_never_was_is_named_and_left_out(query, past):
    at = opened("timeline", **query)
    assert not at.exception and "Third title" in titles(at)
    assert "As the dossier stood on" not in "".join(e.proto.body for e in at.get("html"))
    for name, value in query.items():
        assert f"{name} '{value[:20]}" in said(at)
    assert "shown as it stands now" in said(at)


def test_a_revision_that_is_not_there_yet_does_not_lock_the_desk(past):
    assert opened("desk", task="add", rev="99999").get("file_uploader")
    assert not opened("desk", task="add", rev=str(past[0])).get("file_uploader")


def test_a_day_chosen_in_the_sidebar_stands_in_the_address_in_place_of_a_number(past):
    at = opened("overview", rev=str(past[0]))
    after = at.date_input(key="w-stood_on").set_value(date(2024, 2, 3)).run()
    assert after.query_params["stood_on"] == "2024-02-03" and "rev" not in after.query_params
    assert f"revision {past[1]}</p>" in sent(after)
    now = after.date_input(key="w-stood_on").set_value(None).run()
    assert "stood_on" not in now.query_params and "or-stood" not in sent(now)


# The slider.


def test_the_slider_is_the_same_as_known_on_as_in_the_sidebar(past):
    at = opened("timeline")
    slider = at.select_slider(key="w-replay")
    assert slider.options == ["28 January 2021", "5 May 2021", "19 May 2021", "all"] and slider.value == ""
    then = slider.set_value("2021-05-05").run()
    assert then.query_params["known_on"] == "2021-05-05"
    assert then.date_input(key="w-known_on").value == date(2021, 5, 5) and "as known on 5 May 2021" in sent(then)
    later = then.date_input(key="w-known_on").set_value(date(2021, 5, 18)).run()
    assert later.select_slider(key="w-replay").value == "2021-05-05", "nothing new was known on the 18th"
    whole = later.select_slider(key="w-replay").set_value("").run()
    assert "known_on" not in whole.query_params
    before = opened("timeline", known_on="2020-01-01")
    assert before.select_slider(key="w-replay").value == "2020-01-01" and "in this scope" in said(before)


# An address that is on its way.


def visitor(**query):
    """A page with a button that selects a mark, one that sets the lanes, and what it shows of the address."""

    def script():
        import streamlit as st

        from onrecord.ui import address

        address.arrive(st.session_state.get("title", "Here"))
        st.button("mark", key="mark", on_click=address.select, args=("event:b",))
        st.button("lanes", key="lanes", on_click=address.put, args=("lanes", "type"))
        st.session_state["shown"] = (address.selected_mark(), address.value("lanes"))
        if st.session_state.get("to_the_end"):
            address.mark_settled()

    at = AppTest.from_function(script)
    at.query_params.update(query)
    return at.run()


def asks(at, **query):
    """The browser's next request, with the address it knows."""
    at.query_params.clear()
    at.query_params.update(query)
    return at


def test_a_request_older_than_a_selection_does_not_bring_the_one_before_back():
    at = visitor(select="event:a")
    at.button(key="mark").click().run()
    assert at.session_state["shown"] == ("event:b", "")
    asks(at, select="event:a").run()
    assert at.session_state["shown"] == ("event:b", "")
    assert at.query_params["select"] == "event:b", "the address says what the page shows"


def test_a_request_older_than_a_selection_that_changes_something_else_keeps_both():
    at = visitor()
    at.button(key="mark").click().run()
    asks(at).button(key="lanes").click().run()
    assert at.session_state["shown"] == ("event:b", "type")
    assert dict(at.query_params) == {"select": "event:b", "lanes": "type"}


def test_once_the_address_has_arrived_the_visitor_may_go_wherever_it_leads():
    at = visitor(select="event:a")
    at.button(key="mark").click().run()
    asks(at, select="event:b").run()
    asks(at, select="event:a").run()
    assert at.session_state["shown"] == ("event:a", "")
    at.button(key="mark").click().run()
    asks(at, select="event:c").run()
    assert at.session_state["shown"] == ("event:c", "")


def test_another_page_begins_with_the_address_it_is_asked_for_by():
    at = visitor(select="event:a")
    at.button(key="mark").click().run()
    at.session_state["title"] = "Elsewhere"
    asks(at, select="event:a").run()
    assert at.session_state["shown"] == ("event:a", "")


def test_a_page_that_was_shown_to_its_end_holds_on_to_what_was_put_only_for_a_moment(monkeypatch):
    from onrecord.ui import address

    at = visitor(select="event:a")
    at.session_state["to_the_end"] = True
    at.button(key="mark").click().run()
    asks(at, select="event:a").run()
    assert at.session_state["shown"] == ("event:b", "")
    later = address.monotonic() + address.SEEN + 1
    monkeypatch.setattr(address, "monotonic", lambda: later)
    asks(at, select="event:a").run()
    assert at.session_state["shown"] == ("event:a", "")
