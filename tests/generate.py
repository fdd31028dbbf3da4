"""A dossier made by a program: large enough to measure with, without a fault, the same at every run.

    python -m tests.generate FOLDER

It holds no text of any report. Names, gists and claims are made of invented words.
"""

import hashlib
import sys
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pandas as pd

from onrecord import schema, store
from onrecord.schema.dossier import Dossier
from onrecord.store.folder import version

SEED = 20210505
N_REPORTS, N_EVENTS, N_ISSUES, N_STANCES, N_CONFLICTS = 300, 2000, 60, 1200, 100
KINDS = {"state": 24, "administration": 4, "organization": 7, "group": 3, "forum": 2}
N_PERSONS = 60
N_PUT_OFF, N_DATES = 12, 4
N_VERDICTS = 20
LENGTH, BODY = 6000, (200, 5800)
FIRST = date(2018, 1, 1)
META = {
    "title": "Generated",
    "question": "Does it still work when there is more of everything?",
    "period": "2018/2022",
    "about": "Made by a program, for tests and benchmarks. Nothing in it happened.",
    "licence": "CC0-1.0",
    "cite": "On Record, tests/generate.py",
}
SYLLABLES = [consonant + vowel for consonant in "bklmnrstvz" for vowel in "aeio"]
Row = dict[str, object]


def dossier(seed: int = SEED) -> Dossier:
    """The generated dossier."""
    random = Random(seed)
    tables: dict[str, list[Row]] = {table.name: [] for table in schema.TABLES}
    tables["reports"] = _reports(random)
    tables["actors"] = _actors(random)
    tables["aliases"] = _aliases(random, tables)
    tables["issues"] = [
        _row(
            "issues",
            issue_id=f"issue-{i:02}",
            label=_words(random, 3),
            proposition=_words(random, 8),
            topic=f"t-{i % 7}",
        )
        for i in range(N_ISSUES)
    ]
    _put_off(random, tables)
    while len(tables["events"]) < N_EVENTS:
        _event(random, tables)
    _links(random, tables)
    tables["stances"] = [_stance(random, tables, i) for i in range(N_STANCES)]
    for i in range(N_CONFLICTS):
        _conflict(random, tables, i)
    for i in range(N_VERDICTS):
        _verdict(random, tables, i)
    frames = {table.name: _frame(table, tables[table.name]) for table in schema.TABLES}
    return Dossier("generated", META, frames, version=version(META, frames))


def _row(table: str, **cells: object) -> Row:
    """A row with the given cells, the others empty."""
    return dict.fromkeys((c.name for c in schema.BY_NAME[table].columns), "") | cells


def _frame(table: schema.Table, rows: list[Row]) -> pd.DataFrame:
    """Rows sorted by key, each once, every cell a text; the index is the line in a file."""
    by_key = {tuple(str(row[k]) for k in table.key): [str(row[c.name]) for c in table.columns] for row in rows}
    return pd.DataFrame(
        [by_key[key] for key in sorted(by_key)],
        index=range(2, len(by_key) + 2),
        columns=[c.name for c in table.columns],
        dtype="str",
    )


def _words(random: Random, n: int) -> str:
    words = ("".join(random.choices(SYLLABLES, k=random.randint(2, 3))) for _ in range(n))
    return " ".join(words).capitalize()


def _span(random: Random) -> Row:
    start = random.randrange(BODY[0], BODY[1] - 200)
    return {"start": start, "end": start + random.randint(30, 200)}


def _reports(random: Random) -> list[Row]:
    rows = []
    for i in range(N_REPORTS):
        day = FIRST + timedelta(days=i * 1820 // N_REPORTS)
        published = day.isoformat() if i % 40 else (f"{day:%Y-%m}" if i % 80 else "")
        rows.append(
            _row(
                "reports",
                report_id=f"r-{i:03}",
                number=i + 1,
                title=_words(random, 5),
                outlet=f"Outlet {i % 17}" if i % 11 else "",
                published=published,
                language="en",
                translation=random.choice(list(schema.TRANSLATIONS)),
                sha256=hashlib.sha256(f"report {i}".encode()).hexdigest(),
                n_chars=LENGTH,
                body_start=BODY[0],
                body_end=BODY[1],
                reliability=random.choice(list(schema.RELIABILITIES)),
                derived_from=_rests_on(i),
            )
        )
    return rows


def _rests_on(i: int) -> str:
    """Some reports rest on an agency, some on such a report."""
    return {0: "Agency One", 1: f"r-{i - 1:03}", 2: f"r-{i - 1:03}"}.get(i % 30, "")


def _actors(random: Random) -> list[Row]:
    rows = [
        _row("actors", actor_id=f"{kind}-{i:02}", name=_words(random, 1), kind=kind)
        for kind, n in KINDS.items()
        for i in range(n)
    ]
    for row in rows:
        if row["kind"] in ("administration", "organization"):
            row["principal_id"] = f"state-{random.randrange(KINDS['state']):02}"
    principals = [str(row["actor_id"]) for row in rows if row["kind"] != "forum"]
    return rows + [
        _row(
            "actors",
            actor_id=f"person-{i:02}",
            name=_words(random, 2),
            kind="person",
            principal_id=random.choice(principals) if i % 10 else "",
            role="Speaks",
        )
        for i in range(N_PERSONS)
    ]


def _aliases(random: Random, tables: dict[str, list[Row]]) -> list[Row]:
    return [
        _row(
            "aliases",
            actor_id=actor["actor_id"],
            alias=_words(random, 2),
            kind=random.choice(list(schema.ALIAS_KINDS)),
            report_id=random.choice(tables["reports"])["report_id"] if i else "",
        )
        for actor in tables["actors"]
        for i in range(2)
    ]


def _day(random: Random, i: int) -> date:
    """About the day report number `i` was published."""
    return FIRST + timedelta(days=i * 1820 // N_REPORTS - random.randint(0, 25))


def _edtf(random: Random, day: date) -> str:
    return random.choices(
        [f"{day}", f"{day}?", f"{day:%Y-%m}", f"{day:%Y}-21/{day:%Y}-22", f"{day:%Y}", f"{day}/..", f"../{day}"],
        weights=[80, 4, 8, 2, 3, 2, 1],
    )[0]


def _event(random: Random, tables: dict[str, list[Row]], **given: str) -> str:
    """Add one event with its mentions and its actors; its id."""
    event_id, first = f"event-{len(tables['events']):04}", random.randrange(N_REPORTS)
    told = {"date": _edtf(random, _day(random, first)), "status": _status(random)}
    told |= {"event_type": random.choice(list(schema.EVENT_TYPES))} | given
    tables["events"].append(
        _row(
            "events",
            event_id=event_id,
            title=_words(random, 4),
            place=random.choice(["", "Zorata"]),
            salience=random.choice(list(schema.SALIENCES)),
            **told,
        )
    )
    for i in {first, *random.choices(range(first, N_REPORTS), k=random.choice([0, 0, 1, 3]))}:
        tables["event_reports"].append(
            _row(
                "event_reports",
                event_id=event_id,
                report_id=f"r-{i:03}",
                gist=_words(random, 9),
                **_span(random),
                reported_date=random.choice([told["date"], told["date"], "", _edtf(random, _day(random, i))]),
                reported_status=random.choice([told["status"], _status(random)]),
                credibility=random.choice(list(schema.CREDIBILITIES)),
            )
        )
    for actor in random.sample(tables["actors"], random.randint(1, 4)):
        role, said_by = random.choice(list(schema.EVENT_ROLES)), random.choice(["", f"r-{first:03}"])
        tables["event_actors"].append(
            _row("event_actors", event_id=event_id, actor_id=actor["actor_id"], role=role, report_id=said_by)
        )
    return event_id


def _status(random: Random) -> str:
    return random.choices(list(schema.EVENT_STATUSES), weights=[70, 10, 8, 6, 3, 3])[0]


def _put_off(random: Random, tables: dict[str, list[Row]]) -> None:
    """Events whose date was changed again and again: each new date, and each act of putting off, links to the old."""
    for _ in range(N_PUT_OFF):
        start = _day(random, random.randrange(N_REPORTS // 2))
        days = [start + timedelta(days=60 * n) for n in range(N_DATES)]
        dated = [_event(random, tables, date=f"{day}", status="postponed") for day in days[:-1]]
        dated.append(_event(random, tables, date=f"{days[-1]}", status="planned"))
        for old, new in pairwise(dated):
            _link(tables, new, old, "reschedules")
        act = _event(random, tables, date=f"{start}", status="occurred", event_type="REJECT")
        _link(tables, act, dated[0], "reschedules")


def _link(tables: dict[str, list[Row]], from_id: str, to_id: str, relation: str) -> None:
    tables["event_links"].append(_row("event_links", from_id=from_id, to_id=to_id, relation=relation))


def _links(random: Random, tables: dict[str, list[Row]]) -> None:
    relations = [r for r in schema.RELATIONS if r != "reschedules"]
    for _ in range(500):
        a, b = random.sample(tables["events"], 2)
        _link(tables, str(a["event_id"]), str(b["event_id"]), random.choice(relations))


def _stance(random: Random, tables: dict[str, list[Row]], i: int) -> Row:
    """What a side believes decides most positions, so that there is something to find."""
    number, issue = random.randrange(len(tables["actors"])), random.randrange(N_ISSUES)
    lean = 1 if (number % 3 == 0) == (issue % 2 == 0) else -1
    report = random.randrange(N_REPORTS)
    return _row(
        "stances",
        stance_id=f"stance-{i:04}",
        date=_edtf(random, _day(random, report)),
        issue_id=f"issue-{issue:02}",
        actor_id=tables["actors"][number]["actor_id"],
        position=random.choices([2 * lean, lean, 0, -lean], weights=[3, 5, 1, 1])[0],
        kind=random.choice(list(schema.STANCE_KINDS)),
        report_id=f"r-{report:03}",
        **_span(random),
        gist=_words(random, 9),
        confidence=random.choice(list(schema.CONFIDENCES)),
    )


def _verdict(random: Random, tables: dict[str, list[Row]], i: int) -> None:
    """What somebody decided about a difference that the rows no longer show."""
    event = random.choice(tables["events"])["event_id"]
    conflict = random.choice(tables["conflicts"])["conflict_id"] if i % 2 else ""
    tables["verdicts"].append(
        _row(
            "verdicts",
            difference_id=f"day--{event}--{i:08x}"[-80:],
            rule="day",
            subject_table="events",
            subject_id=event,
            verdict="recorded" if conflict else "dismissed",
            conflict_id=conflict,
            reason="" if conflict else _words(random, 5),
        )
    )


def _conflict(random: Random, tables: dict[str, list[Row]], i: int) -> None:
    """Two passages against each other, or one against the calendar."""
    name = f"conflict-{i:03}"
    kind = random.choice(list(schema.CONFLICT_KINDS))
    table = random.choice(["actors", "events", "issues", "reports", "stances"])
    key = schema.BY_NAME[table].key[0]
    tables["conflicts"].append(
        _row(
            "conflicts",
            conflict_id=name,
            about=_words(random, 4),
            subject_table=table,
            subject_id=random.choice(tables[table])[key],
            kind=kind,
            severity=random.choice(list(schema.SEVERITIES)),
            assessment=_words(random, 8),
            status=random.choice(list(schema.CONFLICT_STATUSES)),
        )
    )
    for side in "a" if kind == "internal" else "ab":
        place = random.choice(tables["event_reports"] + tables["stances"])
        told = {column: place[column] for column in ("report_id", "start", "end")}
        tables["conflict_sides"].append(
            _row("conflict_sides", conflict_id=name, side=side, claim=_words(random, 6), **told)
        )


if __name__ == "__main__":
    store.write_folder(dossier(), Path(sys.argv[1]))
