"""The record: scopes against a slow plain-Python version, evidence, lanes, tables of pages."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from onrecord import dates, measures, schema, store
from onrecord.record import Record, Scope, evidence, from_dossier, history, lanes, narrow, principals, search
from onrecord.record.differences import differences
from onrecord.record.passages import disputed_ids
from onrecord.schema.dossier import Dossier
from onrecord.text import count
from onrecord.views import basis, tables
from onrecord.views.overview import Overview
from tests import counts

DAYS = [date(1900, 1, 1), date(2021, 1, 28), date(2021, 4, 30), date(2021, 5, 5), date(2021, 5, 19), date(2030, 1, 1)]
FIELDS = {
    "actors": ("actors", "actor_id"),
    "issues": ("issues", "issue_id"),
    "topics": ("issues", "topic"),
    "reports": ("reports", "report_id"),
    "outlets": ("reports", "outlet"),
    "kinds": ("stances", "kind"),
    "statuses": ("events", "status"),
    "saliences": ("events", "salience"),
}
NOTHING = [
    *(Scope(**{field: ("nothing-at-all",)}) for field in FIELDS),
    Scope(from_day=date(9999, 1, 1), to_day=date(9999, 1, 1)),
    Scope(known_on=date(1, 1, 1)),
    Scope(known_on=date(1, 1, 1), actors=("russia",), level="speaker"),
]
FRAMES = [f for f, kind in Record.__annotations__.items() if kind is pd.DataFrame]


@pytest.fixture(scope="session")
def view(record) -> Record:
    return narrow(record, Scope())


@pytest.fixture(scope="session")
def large(generated) -> Record:
    return from_dossier(generated)


@pytest.fixture(scope="session")
def plain(dossier) -> dict[str, list[dict]]:
    """The tables as lists of rows, for the slow version."""
    return rows_of(dossier)


@pytest.fixture(scope="session")
def large_plain(generated) -> dict[str, list[dict]]:
    return rows_of(generated)


def rows_of(dossier: Dossier) -> dict[str, list[dict]]:
    return {name: frame.to_dict("records") for name, frame in dossier.tables.items()}


@pytest.fixture(scope="session", params=["record", "large"])
def whole(request) -> Record:
    """The record of each dossier in the widest scope."""
    return narrow(request.getfixturevalue(request.param), Scope())


@pytest.fixture(scope="session", params=["dossier", "generated"])
def either(request) -> tuple[Dossier, Record]:
    dossier = request.getfixturevalue(request.param)
    return dossier, request.getfixturevalue("record" if request.param == "dossier" else "large")


# A slow version: lists of rows, one condition after the other.


class Slow:
    """What a scope lets through, row by row. Knows nothing of pandas."""

    def __init__(self, tables: dict[str, list[dict]], scope: Scope) -> None:
        self.tables = tables
        self.scope = scope
        self.actors = {a["actor_id"]: a for a in self.tables["actors"]}
        self.reports = {r["report_id"]: r for r in self.tables["reports"] if self._has(r)}
        self.mentions = [m for m in self.tables["event_reports"] if m["report_id"] in self.reports]
        self.parts = [p for p in self.tables["event_actors"] if self._said(p)]
        self.issues = {i["issue_id"] for i in self.tables["issues"] if self._asked(i)}
        self.stances = {s["stance_id"]: s for s in self.tables["stances"] if self._states(s)}
        told = {m["event_id"] for m in self.mentions}
        known = [self._as_told(e) for e in self.tables["events"] if e["event_id"] in told]
        self.events = {e["event_id"]: e for e in known if self._happens(e)}
        self.conflicts = {c["conflict_id"] for c in self.tables["conflicts"] if self._disagrees(c)}

    def counts(self, actor: str) -> str:
        """The actor that counts for `actor`."""
        above = self.actors[actor]["principal_id"]
        speaks = self.actors[actor]["kind"] in ("person", "organization") and above
        return self.counts(above) if self.scope.level == "principal" and speaks else actor

    def published(self, report: dict) -> date | None:
        return dates.parse(report["published"]).latest if report["published"] else None

    def _known(self, report: dict) -> bool:
        day = self.published(report)
        return self.scope.known_on is None or (day is not None and day <= self.scope.known_on)

    def _has(self, report: dict) -> bool:
        scope = self.scope
        named = not scope.reports or report["report_id"] in scope.reports
        return self._known(report) and named and (not scope.outlets or report["outlet"] in scope.outlets)

    def _said(self, row: dict) -> bool:
        return row["report_id"] == "" or row["report_id"] in self.reports

    def _asked(self, issue: dict) -> bool:
        topic = not self.scope.topics or issue["topic"] in self.scope.topics
        return topic and (not self.scope.issues or issue["issue_id"] in self.scope.issues)

    def _during(self, row: dict) -> bool:
        if not row["date"]:
            return True
        span = dates.parse(row["date"])
        late = self.scope.from_day and span.latest and span.latest < self.scope.from_day
        early = self.scope.to_day and span.earliest and span.earliest > self.scope.to_day
        return not late and not early

    def _mine(self, actor: str) -> bool:
        if not self.scope.actors or actor in self.scope.actors:
            return True
        row = self.actors[actor]
        speaks = row["kind"] in ("person", "organization") and row["principal_id"] != ""
        return speaks and self._mine(row["principal_id"])

    def _states(self, row: dict) -> bool:
        kind = not self.scope.kinds or row["kind"] in self.scope.kinds
        place = row["report_id"] in self.reports and row["issue_id"] in self.issues
        return kind and place and self._during(row) and self._mine(row["actor_id"])

    def _as_told(self, event: dict) -> dict:
        if self.scope.known_on is None:
            return event
        known = {r["report_id"]: r for r in self.tables["reports"] if self._known(r)}
        told = [m for m in self.tables["event_reports"] if m["event_id"] == event["event_id"]]
        told = [m for m in told if m["report_id"] in known]
        told.sort(key=lambda m: (self.published(known[m["report_id"]]), m["report_id"], int(m["start"])))
        then = {name: self._said_last(event, told, name) for name in ("date", "place")}
        return {**event, "status": told[-1]["reported_status"], **then}

    def _said_last(self, event: dict, told: list[dict], name: str) -> str:
        """What `told` says last; what the record settled on counts only where no report ever says anything."""
        ever = any(m[f"reported_{name}"] for m in self.tables["event_reports"] if m["event_id"] == event["event_id"])
        said = [m[f"reported_{name}"] for m in told if m[f"reported_{name}"]]
        return said[-1] if said else "" if ever else event[name]

    def _happens(self, event: dict) -> bool:
        scope = self.scope
        status = not scope.statuses or event["status"] in scope.statuses
        salience = not scope.saliences or event["salience"] in scope.saliences
        who = [p["actor_id"] for p in self.parts if p["event_id"] == event["event_id"]]
        mine = not scope.actors or any(map(self._mine, who))
        asked = not (scope.issues or scope.topics) or bool(self._touched(event) & self.issues)
        return status and salience and mine and asked and self._during(event)

    def _touched(self, event: dict) -> set[str]:
        told = [m for m in self.mentions if m["event_id"] == event["event_id"]]
        return {s["issue_id"] for s in self.tables["stances"] for m in told if overlap(s, m)}

    def _disagrees(self, conflict: dict) -> bool:
        sides = [s for s in self.tables["conflict_sides"] if s["conflict_id"] == conflict["conflict_id"]]
        known = {r["report_id"] for r in self.tables["reports"] if self._known(r)}
        if sum(s["report_id"] in known for s in sides) < min(2, len(sides)):
            return False
        if replace(self.scope, known_on=None).is_whole():
            return True
        told = any(s["report_id"] in self.reports for s in sides)
        return told and (self._is_about(conflict) or any(self._is_over(s) for s in sides if s["report_id"] in known))

    def _is_about(self, conflict: dict) -> bool:
        acting = [p["actor_id"] for p in self.parts if p["event_id"] in self.events]
        present = {s["actor_id"] for s in self.stances.values()} | set(acting) | set(self.scope.actors)
        principal = Slow.__new__(Slow)
        principal.actors, principal.scope = self.actors, Scope()
        rows = {
            "events": set(self.events),
            "stances": set(self.stances),
            "reports": set(self.reports),
            "issues": {s["issue_id"] for s in self.stances.values()} | set(self.scope.issues),
            "actors": present | {principal.counts(a) for a in present if a in self.actors},
        }
        return conflict["subject_id"] in rows[conflict["subject_table"]]

    def _is_over(self, side: dict) -> bool:
        """Whether a row in scope was coded from the passage; the row's own mention may be another report's."""
        mentions = [m for m in self.tables["event_reports"] if m["event_id"] in self.events]
        return any(overlap(side, row) for row in [*mentions, *self.stances.values()])


def overlap(a: dict, b: dict) -> bool:
    return a["report_id"] == b["report_id"] and int(a["start"]) < int(b["end"]) and int(b["start"]) < int(a["end"])


def agrees(record: Record, slow: Slow) -> None:
    found = narrow(record, slow.scope)
    assert set(found.reports["report_id"]) == set(slow.reports)
    assert set(found.issues["issue_id"]) == slow.issues
    assert set(found.stances["stance_id"]) == set(slow.stances)
    status = dict(zip(found.events["event_id"], found.events["status"], strict=True))
    assert status == {e: row["status"] for e, row in slow.events.items()}
    for name in ("date", "place"):
        assert dict(zip(found.events["event_id"], found.events[name], strict=True)) == {
            e: row[name] for e, row in slow.events.items()
        }
    assert set(found.conflicts["conflict_id"]) == slow.conflicts
    counted = dict(zip(found.stances["stance_id"], found.stances["actor_id"], strict=True))
    assert counted == {s: slow.counts(row["actor_id"]) for s, row in slow.stances.items()}
    parts = Counter(zip(found.event_actors["event_id"], found.event_actors["actor_id"], strict=True))
    assert parts == Counter(
        (p["event_id"], slow.counts(p["actor_id"])) for p in slow.parts if p["event_id"] in slow.events
    )
    assert len(found.event_reports) == sum(m["event_id"] in slow.events for m in slow.mentions)


# Frames.


def test_the_record_holds_every_row_of_the_dossier(dossier, record):
    for table in schema.TABLES:
        frame = getattr(record, table.name)
        assert len(frame) == len(dossier.tables[table.name])
        assert {c.name for c in table.columns} <= set(frame.columns)


def test_texts_are_never_missing_and_whole_numbers_are_numbers(either):
    _, record = either
    for table in schema.TABLES:
        frame = getattr(record, table.name)
        for column in table.columns:
            assert frame[column.name].notna().all()
            assert str(frame[column.name].dtype) == ("int64" if column.kind == "integer" else "str")


def test_days_of_events_and_stances_are_those_of_their_dates(record):
    published = set(record.reports["published_on"].dt.date)
    for frame in (record.events, record.stances):
        for row in frame.to_dict("records"):
            span = dates.parse(row["date"])
            assert (None if pd.isna(row["earliest"]) else row["earliest"].date()) == span.earliest
            latest = None if pd.isna(row["latest"]) else row["latest"].date()
            assert latest == span.latest or (latest in published and latest < (span.latest or date.max))
            assert row["date_label"] == span.label


def chain(*derived: str) -> dict[str, str]:
    """The root of reports r-0, r-1 ..., each resting on what is given."""
    tables = {t.name: pd.DataFrame(columns=[c.name for c in t.columns], dtype="str") for t in schema.TABLES}
    cells = {c.name: "" for c in schema.BY_NAME["reports"].columns} | {
        "n_chars": "9",
        "body_start": "0",
        "body_end": "9",
    }
    rows = [cells | {"report_id": f"r-{i}", "number": str(i + 1), "derived_from": d} for i, d in enumerate(derived)]
    tables["reports"] = pd.DataFrame(rows, dtype="str")
    reports = from_dossier(Dossier("d", {}, tables)).reports
    return dict(zip(reports["report_id"], reports["root"], strict=True))


def test_reports_on_one_agency_are_one_however_many_lie_between():
    assert chain("", "Agency", "r-1", "r-2", "r-0") == {
        "r-0": "r-0",
        "r-1": "Agency",
        "r-2": "Agency",
        "r-3": "Agency",
        "r-4": "r-0",
    }


def test_a_report_is_named_by_its_number_and_short_name_or_outlet_and_one_without_a_day_says_so(large, record):
    nameless = large.reports[large.reports["outlet"] == ""].iloc[0]
    assert nameless["name"] == nameless["mark"] == f"R{nameless['number']}"
    assert record.report_marks()["000_ef46545ff75f1adb"] == "R1"
    assert record.report_names()["004_28e33c959340ae16"] == "R5 Strategic Council Online"
    undated = large.reports[large.reports["published_on"].isna()]
    assert len(undated) > 0
    assert undated["dated_name"].str.endswith(", day unknown").all()


def test_an_event_touches_the_issues_told_in_the_same_passage(dossier, record):
    tables = {name: frame.to_dict("records") for name, frame in dossier.tables.items()}
    slow = {
        (m["event_id"], s["issue_id"], m["report_id"])
        for m in tables["event_reports"]
        for s in tables["stances"]
        if overlap(m, s)
    }
    assert slow
    assert set(record.event_issues.itertuples(index=False, name=None)) == slow


def test_a_conflict_marks_its_subject_and_every_row_coded_from_a_passage_it_points_at(dossier, record):
    tables = {name: frame.to_dict("records") for name, frame in dossier.tables.items()}
    slow = {
        (c["conflict_id"], c["subject_table"], c["subject_id"], "")
        for c in tables["conflicts"]
        if c["subject_table"] in ("events", "stances")
    }
    for side in tables["conflict_sides"]:
        conflict, report = side["conflict_id"], side["report_id"]
        slow |= {(conflict, "events", m["event_id"], report) for m in tables["event_reports"] if overlap(side, m)}
        slow |= {(conflict, "stances", s["stance_id"], report) for s in tables["stances"] if overlap(side, s)}
    assert set(record.conflict_marks.itertuples(index=False, name=None)) == slow


# Principals.


def test_a_person_counts_for_the_state_and_an_administration_for_itself(record):
    counts = principals(record.actors)
    assert counts["lavrov"] == counts["russian-foreign-ministry"] == counts["russia"] == "russia"
    assert counts["trump"] == "us-trump"
    assert counts["biden"] == "us-biden"
    assert counts["us-trump"] != counts["us-biden"] != counts["usa"] == "usa"


def test_a_chain_of_principals_ends_at_its_head_and_a_circle_ends_at_all():
    kinds = {"a": ("person", "b"), "b": ("organization", "c"), "c": ("organization", "d"), "d": ("state", "")}
    actors = pd.DataFrame([{"actor_id": a, "kind": k, "principal_id": p} for a, (k, p) in kinds.items()], dtype="str")
    assert set(principals(actors)) == {"d"}
    circle = pd.DataFrame({"actor_id": ["a", "b"], "kind": "person", "principal_id": ["b", "a"]}, dtype="str")
    assert len(principals(circle)) == 2
    assert principals(actors.head(0)).empty


def test_counting_by_speaker_leaves_everybody_alone(record):
    by_speaker, by_principal = (narrow(record, Scope(level=level)) for level in ("speaker", "principal"))
    assert (by_speaker.stances["actor_id"] == by_speaker.stances["speaker_id"]).all()
    assert by_principal.stances["speaker_id"].equals(by_speaker.stances["actor_id"])
    assert "lavrov" in set(by_speaker.stances["actor_id"])
    assert "lavrov" not in set(by_principal.stances["actor_id"])
    assert by_speaker.stances["actor_id"].nunique() > by_principal.stances["actor_id"].nunique()


def test_narrowing_twice_is_narrowing_once(record):
    scope = Scope(actors=("russia",), known_on=date(2021, 5, 10))
    once = narrow(record, scope)
    twice = narrow(once, scope)
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(once, name), getattr(twice, name))
    assert set(narrow(once, Scope(level="speaker")).stances["actor_id"]) == set(once.stances["speaker_id"])


def test_asking_for_a_body_in_the_middle_brings_those_who_speak_for_it(dossier):
    actors = dossier.tables["actors"]
    moved = actors.assign(
        principal_id=actors["principal_id"].mask(actors["actor_id"] == "lavrov", "russian-foreign-ministry")
    )
    record = from_dossier(replace(dossier, tables={**dossier.tables, "actors": moved}))
    found = narrow(record, Scope(actors=("russian-foreign-ministry",)))
    assert "lavrov" in set(found.stances["speaker_id"])
    assert set(found.stances["actor_id"]) == {"russia"}


# Scopes.


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("level", ["principal", "speaker"])
def test_what_was_known_on_a_day_is_what_a_slow_replay_says(day, level, plain, record):
    agrees(record, Slow(plain, Scope(known_on=day, level=level)))


def test_what_was_known_grows_and_in_the_end_everything_is_known(dossier, record):
    views = [narrow(record, Scope(known_on=day)) for day in DAYS]
    for earlier, later in pairwise(views):
        for table, key in (("events", "event_id"), ("stances", "stance_id"), ("conflicts", "conflict_id")):
            assert set(getattr(earlier, table)[key]) <= set(getattr(later, table)[key])
    assert [len(v.reports) for v in views] == [0, 2, 2, 4, 5, 5]
    assert len(views[-1].events) == len(record.events)
    assert len(views[-1].conflicts) == len(record.conflicts)


def test_an_election_still_stands_before_the_day_it_was_put_off_and_is_put_off_after(record):
    """Made of a copy in which an early report tells of the election as planned."""
    early = record.reports.sort_values("published_on")["report_id"].iloc[0]
    election = record.events["event_id"] == "palestinian-elections-may-2021"
    mention = record.event_reports[record.event_reports["event_id"] == "palestinian-elections-may-2021"].head(1)
    day = record.reports.set_index("report_id")["published_on"][early]
    told = mention.assign(report_id=early, reported_status="planned", reported_date="2021-05-22", published_on=day)
    both = replace(record, event_reports=pd.concat([record.event_reports, told], ignore_index=True))
    before, after = (narrow(both, Scope(known_on=d)).events for d in (date(2021, 2, 1), date(2021, 5, 20)))
    assert record.events.loc[election, "status"].item() == "postponed"
    row = before[before["event_id"] == "palestinian-elections-may-2021"].iloc[0]
    assert (row["status"], row["date_label"], row["is_day"]) == ("planned", "22 May 2021", True)
    assert after.loc[after["event_id"] == "palestinian-elections-may-2021", "status"].item() == "postponed"


def test_a_contradiction_is_known_once_both_its_sides_are(record):
    sides = record.conflict_sides.merge(record.reports[["report_id", "published_on"]], on="report_id")
    known_since = {
        conflict: days[min(2, len(days)) - 1].date()
        for conflict, told in sides.groupby("conflict_id")
        for days in [sorted(told["published_on"])]
    }
    assert len(known_since) > 10
    for since in set(known_since.values()):
        on, before = (
            set(narrow(record, Scope(known_on=d)).conflicts["conflict_id"]) for d in (since, day_before(since))
        )
        mine = {conflict for conflict, day in known_since.items() if day == since}
        assert mine <= on and not mine & before


def day_before(day: date) -> date:
    return day - timedelta(days=1)


def test_nothing_is_left_of_events_that_were_not_yet_known(either):
    _, record = either
    for day in (date(2019, 6, 1), date(2021, 3, 1)):
        found = narrow(record, Scope(known_on=day))
        known = set(found.events["event_id"])
        for frame in (found.event_reports, found.event_actors, found.event_issues):
            assert set(frame["event_id"]) <= known
        assert set(found.event_links["from_id"]) | set(found.event_links["to_id"]) <= known
        reports = set(found.reports["report_id"])
        for name in ("stances", "event_reports", "conflict_sides", "event_issues"):
            assert set(getattr(found, name)["report_id"]) <= reports
        for name in ("event_actors", "event_links", "aliases"):
            assert set(getattr(found, name)["report_id"]) <= reports | {""}


def values(dossier: Dossier, field: str) -> list[tuple[str, ...]]:
    """Ways to fill a field of a scope: single values, the first three together."""
    table, column = FIELDS[field]
    known = sorted(set(dossier.tables[table][column]) - {""})
    return [*((v,) for v in known[:: max(1, len(known) // 6)]), tuple(known[:3])]


@pytest.mark.parametrize("field", FIELDS)
def test_a_scope_by_one_field_is_what_a_slow_version_lets_through(field, dossier, plain, record):
    for given in counts.some(values(dossier, field), 4):
        agrees(record, Slow(plain, Scope(**{field: given})))


@pytest.mark.parametrize("actor", ["russia", "lavrov", "palestine", "un", "usa", "us-biden", "quartet"])
@pytest.mark.parametrize("level", ["principal", "speaker"])
def test_a_scope_by_actor_brings_all_who_speak_for_it(actor, level, plain, record):
    agrees(record, Slow(plain, Scope(actors=(actor,), level=level)))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2021, 1, 26), None),
        (None, date(2017, 12, 31)),
        (date(2021, 1, 26), date(2021, 1, 26)),
        (date(2021, 4, 1), date(2021, 4, 30)),
        (date(2021, 6, 1), None),
        (date(2021, 6, 1), date(2021, 1, 1)),
    ],
)
def test_a_scope_by_days_keeps_what_may_have_fallen_on_one_of_them(first, last, plain, record):
    agrees(record, Slow(plain, Scope(from_day=first, to_day=last)))


def test_fields_of_a_scope_work_together(dossier, plain, record):
    for scope in (
        Scope(known_on=date(2021, 5, 5), actors=("russia", "us-trump"), saliences=("core",)),
        Scope(from_day=date(2020, 1, 1), topics=values(dossier, "topics")[0], kinds=("direct", "indirect")),
        Scope(reports=values(dossier, "reports")[0], statuses=("planned", "proposed"), level="speaker"),
        Scope(outlets=values(dossier, "outlets")[0], issues=values(dossier, "issues")[-1]),
    ):
        agrees(record, Slow(plain, scope))


@pytest.mark.parametrize(
    "scope",
    counts.some(
        [
            Scope(actors=("state-01", "organization-24"), known_on=date(2020, 1, 1)),
            Scope(known_on=date(2019, 7, 1), statuses=("postponed",)),
            Scope(outlets=("Outlet 3",)),
        ],
        2,
    ),
)
def test_scopes_of_a_large_dossier_agree_with_the_slow_version_too(scope, large_plain, large):
    agrees(large, Slow(large_plain, scope))


def test_what_only_a_report_out_of_scope_says_is_out_of_scope(record):
    for report in record.reports["report_id"]:
        found = narrow(record, Scope(reports=(report,)))
        for frame in (found.stances, found.event_reports, found.event_issues):
            assert set(frame["report_id"]) <= {report}
        for frame in (found.event_actors, found.event_links):
            assert set(frame["report_id"]) <= {report, ""}


def test_a_disputed_mark_stays_disputed_where_the_event_in_dispute_is_out_of_scope(record, view):
    flagged = disputed_ids(view, "stances")
    n_kept = 0
    for issue in view.stances.loc[view.stances["stance_id"].isin(flagged), "issue_id"].unique():
        found = narrow(record, Scope(issues=(issue,)))
        mine = set(found.stances["stance_id"]) & flagged
        assert mine <= disputed_ids(found, "stances")
        n_kept += len(mine)
    assert n_kept == len(flagged) > 0


def test_a_scope_knows_what_it_filters():
    assert Scope().is_whole()
    assert Scope(level="speaker").is_whole()
    assert not Scope(known_on=date(2021, 1, 1)).is_whole()
    assert Scope(known_on=date(2021, 1, 1), actors=("a", "b"), level="speaker").n_set() == 2


def test_narrowing_leaves_the_record_as_it_was(record):
    before = {name: getattr(record, name).copy() for name in FRAMES}
    for scope in (Scope(known_on=date(2021, 3, 1)), Scope(actors=("russia",)), *counts.some(NOTHING, 1)):
        view = narrow(record, scope)
        lanes.marks(view)
        overview_parts(view)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(getattr(record, name), frame)


# Nothing in scope.


def overview_parts(record: Record) -> Overview:
    """The first page of a record, every part of it worked out."""
    view = Overview(record, record, Scope())
    for part in ("numbers", "standing", "latest", "divided_issues", "silent", "upcoming", "conflicts", "single"):
        getattr(view, part)
    return view


def everything(record: Record) -> None:
    """Call whatever a page may call."""
    for by in ("actor", "issue", "type"):
        marks = lanes.marks(record, by=by)
        assert list(lanes.moves(record, marks)) == ["event_id", "from_day", "to_day", "label", "lane"]
    overview_parts(record)
    for table in (
        tables.conflicts.conflicts,
        tables.conflicts.conflict_kinds,
        tables.reports.reports,
        tables.reports.single_report_rows,
    ):
        table(record)
    for table in (
        tables.reports.coverage,
        tables.reports.codes,
        tables.reports.events,
        tables.reports.last_day,
        search.index,
    ):
        table(record)
    issues, cells = tables.issues.issues(record), measures.cells(record.stances)
    for order in ("most", "name", "divided"):
        for is_shared in (True, False):
            shown = tables.issues.matrix_issues(issues, order=order, is_shared=is_shared)
            tables.issues.matrix_actors(record, cells, shown, order=order)
    for issue in ("two-states", "nothing-at-all", ""):
        tables.issues.holders(record, issue)
        tables.issues.silence(record, issue)
    dyads = measures.similarity(cells)
    tables.dyads.dyads(record, basis.against_chance(record.stances, cells), dyads.head(0))
    assert search.find(search.index(record), "lavrov") is not None
    for mark in ("event:x", "actor:russia", "dyad:russia~un", "cell:russia~x", "conflict:x", "report:x", "issue:x"):
        evidence.find(record, mark)


@pytest.mark.parametrize("scope", NOTHING, ids=str)
def test_an_empty_scope_is_empty_and_nothing_fails_on_it(scope, record):
    found = narrow(record, scope)
    assert found.stances.empty or found.events.empty
    assert {name: list(getattr(found, name)) for name in FRAMES} == {
        name: list(getattr(record, name)) for name in FRAMES
    }
    dtypes = {name: getattr(found, name).dtypes.to_dict() for name in FRAMES}
    assert dtypes == {name: getattr(record, name).dtypes.to_dict() for name in FRAMES}
    if scope in counts.some(NOTHING, 3):
        everything(found)


def test_a_dossier_without_a_row_is_a_record_on_which_nothing_fails(dossier):
    empty = from_dossier(replace(dossier, tables={name: frame.head(0) for name, frame in dossier.tables.items()}))
    assert all(getattr(empty, name).empty for name in FRAMES)
    everything(narrow(empty, Scope()))
    everything(narrow(empty, Scope(known_on=date(2021, 1, 1), actors=("russia",))))


def test_nothing_fails_on_the_whole_record_be_it_narrowed_or_not(record, view):
    everything(view)
    everything(record)


# Evidence.


def all_marks(view: Record) -> list[str]:
    said = view.stances
    spoke = said.groupby("issue_id")["actor_id"].agg(lambda actors: sorted(set(actors)))
    shared = sorted({(a, b) for actors in spoke for a, b in pairwise(actors)})
    ids = {
        "event": view.events["event_id"],
        "stance": said["stance_id"],
        "actor": view.actors["actor_id"],
        "issue": view.issues["issue_id"],
        "report": view.reports["report_id"],
        "conflict": view.conflicts["conflict_id"],
        "difference": differences(view).rows["difference_id"],
        "cell": sorted(set(said["actor_id"] + "~" + said["issue_id"])),
        "dyad": [f"{a}~{b}" for a, b in shared],
        "events": [",".join(view.events["event_id"][i : i + 5]) for i in range(0, len(view.events), 20)],
        "reports": [",".join(view.reports["report_id"])],
        "stances": [",".join(said["stance_id"].head(5))],
    }
    return [f"{kind}:{i}" for kind, some in ids.items() for i in some]


@pytest.mark.parametrize("level", ["principal", "speaker"])
def test_every_mark_has_its_evidence_and_every_passage_lies_in_a_body(level, record):
    view = narrow(record, Scope(level=level))
    marks = all_marks(view)
    assert {m.partition(":")[0] for m in marks} == set(evidence.FINDERS)
    known = set(marks)
    kinds = sorted(evidence.FINDERS) if level == "principal" else ("actor", "cell", "dyad")
    for mark in (m for kind in kinds for m in counts.some((m for m in marks if m.startswith(f"{kind}:")), 5)):
        found = evidence.find(view, mark)
        assert found is not None, mark
        assert found.mark == mark
        assert found.title
        passages = found.passages
        assert (passages["start"] < passages["end"]).all()
        assert (passages["body_start"] <= passages["start"]).all()
        assert (passages["end"] <= passages["body_end"]).all()
        assert passages["gist"].str.len().gt(0).all()
        assert set(passages["mark"]) <= known
        assert {to for to, _ in found.related} <= known
        assert all(label for _, label in found.related)
        assert all(value for _, value in found.facts)
        if not mark.startswith(("actor:", "issue:")):
            assert len(passages) > 0, mark


def test_passages_lie_in_the_texts(view, dossier, texts_folder):
    texts = store.read_texts(texts_folder, dossier.tables["reports"])
    for report in texts:
        passages = evidence.find(view, f"report:{report}").passages
        assert len(passages) > 10
        for start, end in passages[["start", "end"]].itertuples(index=False):
            assert texts[report][start:end].strip()


def test_the_evidence_of_an_event_is_its_mentions(view):
    for event, mentions in counts.some(view.event_reports.groupby("event_id"), 15):
        found = evidence.find(view, f"event:{event}").passages
        assert sorted(zip(found["report_id"], found["start"], strict=True)) == sorted(
            zip(mentions["report_id"], mentions["start"], strict=True)
        )
        assert found["published_on"].is_monotonic_increasing


def test_the_evidence_of_a_cell_is_every_stance_of_the_actor_on_the_issue(view):
    for (actor, issue), said in counts.some(view.stances.groupby(["actor_id", "issue_id"]), 15):
        found = evidence.find(view, f"cell:{actor}~{issue}")
        assert set(found.passages["mark"]) == set("stance:" + said["stance_id"])


def test_a_silent_cell_says_that_silence_is_no_position(view):
    said = set(zip(view.stances["actor_id"], view.stances["issue_id"], strict=True))
    actor, issue = next((a, i) for a in view.actors["actor_id"] for i in view.issues["issue_id"] if (a, i) not in said)
    found = evidence.find(view, f"cell:{actor}~{issue}")
    assert found.passages.empty
    assert any("not neutrality" in value for _, value in found.facts)


def test_the_evidence_of_a_dyad_is_what_both_said_on_what_they_share(view):
    held = defaultdict(set)
    for actor, issue in zip(view.stances["actor_id"], view.stances["issue_id"], strict=True):
        held[actor].add(issue)
    shared = held["russia"] & held["palestine"]
    found = evidence.find(view, "dyad:palestine~russia").passages
    said = view.stances[view.stances["actor_id"].isin(["russia", "palestine"]) & view.stances["issue_id"].isin(shared)]
    assert len(shared) > 1
    assert set(found["mark"]) == set("stance:" + said["stance_id"])


def test_the_evidence_of_a_conflict_has_a_passage_for_each_side(view):
    for conflict, sides in counts.some(view.conflict_sides.groupby("conflict_id"), 15):
        found = evidence.find(view, f"conflict:{conflict}").passages
        assert sorted(found["gist"]) == sorted(sides["claim"])


UNKNOWN = [
    "",
    ":",
    "event",
    "event:",
    "dyad:",
    "dyad:~",
    "dyad:russia",
    "dyad:russia~",
    "dyad:russia~russia",
    "dyad:russia~us-biden~un",
    "cell:~",
    "cell:russia~",
    "cell:~two-states",
    "event:' OR 1=1",
    "event:x" + "x" * 10_000,
    "events:" + ",".join("x" for _ in range(5_000)),
    "events:,,,",
    "x" * 10_000,
    "~" * 10_000,
    "stance:\x00",
    "actor:<script>alert(1)</script>",
    "actor:\ud800",
    "events:\ud800,x",
    "cell:\ud800~x",
    "issue:[a-z]*",
    "report:../../etc/passwd",
    "conflict:%s%n",
    "__class__:x",
    "EVENT:x",
    "nan:nan",
]


@pytest.mark.parametrize("mark", UNKNOWN, ids=range(len(UNKNOWN)))
def test_a_mark_nobody_knows_has_no_evidence_and_breaks_nothing(mark, record, view):
    assert evidence.find(view, mark) is None
    assert evidence.find(record, mark) is None


def test_a_mark_outside_the_scope_has_no_evidence_in_it(record):
    early = narrow(record, Scope(known_on=date(2021, 2, 1)))
    late = set(record.events["event_id"]) - set(early.events["event_id"])
    assert late
    assert all(evidence.find(early, f"event:{event}") is None for event in late)


# Lanes.


@pytest.mark.parametrize(("by", "n_lanes"), counts.pairs(["actor", "issue", "type"], [12, 5, 2, 1]))
def test_every_event_stands_in_a_lane_and_there_are_not_too_many(by, n_lanes, whole):
    view = whole
    marks = lanes.marks(view, by=by, n_lanes=n_lanes)
    stands_for = history.heads(view)["head"]
    assert set(marks["event_id"]) == set(view.events["event_id"].map(stands_for))
    links = view.event_links[view.event_links["relation"] == "reschedules"]
    assert set(view.events["event_id"]) - set(marks["event_id"]) <= set(links["to_id"])
    assert marks["lane"].nunique() <= n_lanes
    assert not marks.duplicated(["event_id", "lane"]).any()
    sizes = marks.groupby("lane", sort=False)["event_id"].nunique().drop("Others", errors="ignore")
    assert sizes.is_monotonic_decreasing
    assert "Others" not in set(marks["lane"]) or marks["lane"].iloc[-1] == "Others"


def test_a_lane_of_an_actor_holds_what_the_actor_does(view):
    marks = lanes.marks(view, by="actor")
    parts, names = view.event_actors, view.actor_names()
    ranked = ("actor", "signatory", "participant", "mediator", "chair", "host", "recipient", "invited")
    order = {role: n for n, role in enumerate(ranked)}
    for event, rows in parts.groupby("event_id"):
        chief = min(rows["role"].map(order))
        expected = {names[a] for a in rows.loc[rows["role"].map(order) == chief, "actor_id"]}
        found = set(marks.loc[marks["event_id"] == event, "lane"])
        assert found - {"Others"} <= expected
        assert ("Others" in found) == bool(expected - set(marks["lane"]))


def test_events_come_with_how_many_reports_carry_them(view):
    rows = lanes.events(view).set_index("event_id")
    root = dict(zip(view.reports["report_id"], view.reports["root"], strict=True))
    for event, mentions in view.event_reports.groupby("event_id"):
        assert rows.at[event, "n_reports"] == mentions["report_id"].nunique()
        assert rows.at[event, "n_independent"] == len({root[r] for r in mentions["report_id"]})
        assert rows.at[event, "is_single_sourced"] == (rows.at[event, "n_independent"] == 1)
    assert len(rows) == len(view.events)


def test_the_election_that_was_put_off_moves_from_its_last_day_to_no_day(view):
    marks = lanes.marks(view)
    moves = lanes.moves(view, marks)
    mine = moves[moves["event_id"] == "palestinian-elections-may-2021"]
    assert len(mine) == (marks["event_id"] == "palestinian-elections-may-2021").sum() > 0
    assert set(mine["from_day"]) == {pd.Timestamp(2021, 5, 31)}
    assert mine["to_day"].isna().all()
    assert set(mine["label"]) == {view.event_titles()["abbas-postpones-elections"]}


def test_nothing_moves_before_it_is_known_to(record):
    view = narrow(record, Scope(known_on=date(2021, 3, 1)))
    assert lanes.moves(view, lanes.marks(view)).empty


def test_an_event_that_was_put_off_again_and_again_is_one_mark_that_moved_each_time(large):
    view = narrow(large, Scope())
    links = view.event_links[view.event_links["relation"] == "reschedules"]
    status = view.events.set_index("event_id")["status"]
    new = dict(links.loc[links["from_id"].map(status).isin(["planned", "postponed"]), ["to_id", "from_id"]].to_numpy())
    acts = links[links["from_id"].map(status) == "occurred"]
    assert len(new) == 36 and len(acts) == 12
    marks = lanes.marks(view, by="type")
    moves = lanes.moves(view, marks)
    earliest = view.events.set_index("event_id")["earliest"]
    firsts = set(new) - set(new.values())
    assert len(firsts) == 12
    for first in firsts:
        later = [new[first], new[new[first]], new[new[new[first]]]]
        assert set(marks["event_id"]) & {first, *later} == {later[-1]}
        to_days = moves.loc[moves["event_id"] == later[-1], "to_day"].tolist()
        assert [day for day in to_days if day in set(earliest[later])] == list(earliest[later])
    assert set(acts["from_id"]) <= set(marks["event_id"]), "an act of putting off is an event of its own"


def test_a_date_brought_forward_and_one_met_after_a_delay_are_moves_too(record):
    events = record.events.head(4).assign(
        event_id=["old", "forward", "late", "act"],
        status=["postponed", "planned", "occurred", "occurred"],
        date=["2021-05-22", "2021-05-01", "2021-08-01", "2021-04-30"],
        earliest=pd.to_datetime(["2021-05-22", "2021-05-01", "2021-08-01", "2021-04-30"]),
        latest=pd.to_datetime(["2021-05-22", "2021-05-01", "2021-08-01", "2021-04-30"]),
    )
    rows = events[["event_id"]].assign(lane="x")

    def days(*sources: str) -> list:
        links = pd.DataFrame({"from_id": list(sources), "to_id": "old", "relation": "reschedules", "report_id": ""})
        moves = lanes.moves(replace(record, events=events, event_links=links), rows)
        assert set(moves["from_day"]) == {pd.Timestamp(2021, 5, 22)}
        return list(zip(moves["event_id"], moves["to_day"], strict=True))

    assert days("forward") == [("forward", pd.Timestamp(2021, 5, 1))]
    assert days("late") == [("late", pd.Timestamp(2021, 8, 1))]
    assert days("act") == [("old", pd.NaT)]
    assert days("act", "late") == [("late", pd.Timestamp(2021, 8, 1))]


# The tables of pages.


def test_reports_are_told_with_what_was_coded_from_them(view):
    rows = tables.reports.reports(view).set_index("report_id")
    for report, row in rows.iterrows():
        assert row["n_stances"] == (view.stances["report_id"] == report).sum()
        mine = view.event_reports[view.event_reports["report_id"] == report]
        assert row["n_events"] == mine["event_id"].nunique()
        assert row["n_only"] == (tables.reports.single_report_rows(view)["report_id"] == report).sum()


def test_coverage_is_the_share_of_characters_that_a_row_was_coded_from(view):
    found = tables.reports.coverage(view)
    for report, begin, end in view.reports[["report_id", "body_start", "body_end"]].itertuples(index=False):
        coded: set[int] = set()
        for frame in (view.event_reports, view.stances):
            for a, b in frame.loc[frame["report_id"] == report, ["start", "end"]].itertuples(index=False):
                coded |= set(range(a, b))
        assert found[report] == pytest.approx(len(coded) / (end - begin))


def test_what_only_one_report_tells_is_told_by_no_other(view):
    found = tables.reports.single_report_rows(view)
    told = view.event_reports.groupby("event_id")["report_id"].nunique()
    alone = {f"event:{e}" for e in told.index[told == 1]}
    assert {m for m in found["mark"] if m.startswith("event:")} == alone
    held = defaultdict(set)
    said = view.stances.to_dict("records")
    for s in said:
        held[s["actor_id"], s["issue_id"], np.sign(s["position"])].add(s["report_id"])
    lone = {
        f"stance:{s['stance_id']}" for s in said if len(held[s["actor_id"], s["issue_id"], np.sign(s["position"])]) == 1
    }
    assert {m for m in found["mark"] if m.startswith("stance:")} == lone


def test_a_conflict_lies_between_the_reports_on_its_sides_or_within_one(view):
    names = dict(zip(view.reports["report_id"], view.reports["name"], strict=True))
    marks = dict(zip(view.reports["report_id"], view.reports["mark"], strict=True))

    def between(told, called):
        return " against ".join(called[r] for r in told) if len(told) > 1 else f"within {called[told[0]]}"

    for row in tables.conflicts.conflicts(view).to_dict("records"):
        sides = view.conflict_sides.loc[view.conflict_sides["conflict_id"] == row["conflict_id"], "report_id"]
        told = list(dict.fromkeys(sides))
        assert row["between"] == between(told, marks), "a table has the marks"
        assert tables.conflicts.between(view, row["conflict_id"]) == between(told, names), "a heading has the names"


def test_a_conflict_with_a_side_out_of_scope_is_not_said_to_lie_within_one_report(record):
    report = record.reports["report_id"].iloc[0]
    found = narrow(record, Scope(reports=(report,)))
    several = found.conflict_sides.groupby("conflict_id")["report_id"].nunique()
    rows = tables.conflicts.conflicts(found).set_index("conflict_id")
    assert (several > 1).any()
    for conflict, n in several.items():
        assert rows.at[conflict, "between"].startswith("within ") == (n == 1)
        assert ("reports outside the scope" in rows.at[conflict, "between"]) == (n > 1)


def test_conflicts_can_be_asked_for_by_what_they_are(view):
    rows = tables.conflicts.conflicts(view)
    assert len(rows) == len(view.conflicts)
    assert rows["severity"].map({"high": 0, "medium": 1, "low": 2}).is_monotonic_increasing
    for column in ("severity", "status", "kind"):
        for code, n in view.conflicts[column].value_counts().items():
            assert len(tables.conflicts.conflicts(view, **{column: code})) == n
    assert sum(int(label.split()[-1]) for kind, label in tables.conflicts.conflict_kinds(view).items() if kind) == len(
        rows
    )


def test_who_holds_what_is_what_the_stances_say(view):
    for issue in counts.some(view.issues["issue_id"], 15):
        said = view.stances[view.stances["issue_id"] == issue]
        held = tables.issues.holders(view, issue)
        assert sorted(held["mark"]) == sorted({f"cell:{a}~{issue}" for a in said["actor_id"]})
        assert set(tables.issues.silent_on(view, issue)).isdisjoint(held["name"])
        assert len(tables.issues.silent_on(view, issue)) + len(held) == view.stances["actor_id"].nunique()


def test_how_often_a_code_is_used_adds_up_to_the_rows(view):
    used = tables.reports.codes(view)
    for (table, _), n in used.groupby(["table", "column"])["n"].sum().items():
        assert n == len(getattr(view, table))


def test_the_overview_counts_what_is_in_scope_and_links_to_it(record):
    for scope in (Scope(), Scope(known_on=date(2021, 2, 1)), Scope(actors=("russia",))):
        view = narrow(record, scope)
        overview = overview_parts(view)
        assert overview.numbers.values[0][0] == str(len(view.reports))
        assert overview.numbers.values[1][0] == str(len(view.events))
        assert overview.numbers.values[2][0] == str(len(view.stances))
        for part in (
            overview.standing,
            overview.latest,
            overview.upcoming,
            overview.divided_issues,
            overview.single,
            overview.conflicts,
        ):
            assert len(part.lines) <= 8
            assert all(evidence.find(view, mark) for mark, _, _ in counts.some(part.lines, 2))


def test_the_overview_calls_nobody_silent_for_an_event_that_was_not_yet_known(record):
    view = narrow(record, Scope(known_on=date(2021, 2, 1)))
    known = set(view.events["event_id"])
    for mark, _, told in tables.overview.silent_actors(view, 100):
        actor = mark.removeprefix("actor:")
        named = view.event_actors[view.event_actors["actor_id"] == actor]
        assert set(named["event_id"]) <= known
        assert f"named in {count(named['event_id'].nunique(), 'event')}" in told


def test_a_mark_says_which_issue_and_which_report_it_is_about(view):
    row = view.stances.iloc[0]
    assert tables.issues.issue_of(view, f"stance:{row['stance_id']}") == row["issue_id"]
    assert tables.issues.issue_of(view, "cell:russia~two-states") == "two-states"
    assert tables.issues.issue_of(view, "issue:two-states") == "two-states"
    assert (
        tables.issues.issue_of(view, "event:x")
        == tables.issues.issue_of(view, "stance:x")
        == tables.issues.issue_of(view, "")
        == ""
    )
    assert tables.reports.report_of("report:x") == "x"
    assert tables.reports.report_of("event:x") == ""


def test_names_labels_and_titles_are_those_of_the_rows(record):
    assert record.actor_names()["lavrov"] == "Sergey Lavrov"
    assert record.event_titles()["abbas-postpones-elections"] == "Abbas postpones the elections"
    assert len(record.issue_labels()) == len(record.issues)


def test_what_a_record_adds_up_to_is_worked_out_once_and_anew_for_each_part_of_it(record):
    part = narrow(record, Scope(known_on=date(2021, 3, 1)))
    assert record.once(lanes.current_events) is record.once(lanes.current_events)
    lanes.marks(part)
    assert part.once(history.heads) is not record.once(history.heads)
    assert len(part.once(lanes.events)) < len(record.once(lanes.events))


def test_a_lane_knows_every_role_of_the_codebook():
    assert set(lanes.ROLE_ORDER) == set(schema.EVENT_ROLES), "give the role its place in onrecord/record/lanes.py"
    assert sorted(lanes.ROLE_ORDER.values()) == list(range(len(schema.EVENT_ROLES)))
