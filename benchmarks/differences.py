"""What reports tell differently, worked out once for a large record: processor time against a plain pandas merge.

    python -m benchmarks.differences [--events 2000] [--share 0.02] [--rounds 9]

The record is generated: every event is told by three reports, each with its own two parts (one acts upon another, or
two take part); `share` of the rows depart
from what the others say. The yardstick is one merge of all mentions with themselves, by event, as texts:
what the cheapest rule written with a merge would take. Both take turns, so that a busy machine slows both alike.
"""

import argparse
import platform
import statistics
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from onrecord import record as records
from onrecord import schema
from onrecord.record import Record
from onrecord.record.differences import RULES, Differences, differences
from onrecord.schema.dossier import Dossier

SEED = 20210505
N_REPORTS, N_ACTORS, N_ISSUES = 300, 120, 60
AIM = 0.2  # seconds of processor time at the default size


def texts(prefix: str, n: int) -> np.ndarray:
    """Ids of numbered things."""
    return np.array([f"{prefix}-{i:05d}" for i in range(n)], dtype=object)


def days(first: str, offset: np.ndarray) -> pd.Index:
    """Dates so many days after the first, as texts."""
    return (pd.Timestamp(first) + pd.to_timedelta(offset, unit="D")).strftime("%Y-%m-%d")


def frames(n_events: int, share: float) -> dict[str, pd.DataFrame]:
    """The tables of the generated dossier: four events each are told by the same three reports."""
    rng = np.random.default_rng(SEED)
    report, event = texts("report", N_REPORTS), texts("event", n_events)
    actor, issue = texts("actor", N_ACTORS), texts("issue", N_ISSUES)
    told = np.repeat(np.arange(n_events), 3)
    by = (told // 4 * 7 + np.tile([0, 3, 9], n_events)) % N_REPORTS
    other_day, other_place, is_plan = (rng.random(len(told)) < share for _ in range(3))
    part = np.repeat(np.arange(len(told)), 2)
    whose = told[part] * 7 + np.tile([0, 1], len(told)) * 11 + (rng.random(len(part)) < share)
    acts = np.tile(["actor", "recipient"], len(told))
    role = np.where(told[part] % 2 == 0, acts, "participant")
    holder, about, source = (rng.integers(0, n, n_events) for n in (N_ACTORS, N_ISSUES, N_REPORTS))
    lean = np.where((holder // 3 + about) % 2 == 0, 1, -1) * np.where(rng.random(n_events) < share, -1, 1)
    start = np.flatnonzero(np.arange(n_events) % 4 == 1)
    is_state = np.arange(N_ACTORS) % 3 == 0
    return {
        "reports": frame("reports", N_REPORTS, report_id=report, title=report, outlet=report,
                         published=days("2020-01-01", np.arange(N_REPORTS) * 5), number=np.arange(1, N_REPORTS + 1)),
        "actors": frame("actors", N_ACTORS, actor_id=actor, name=actor, kind=np.where(is_state, "state", "person"),
                        principal_id=np.where(is_state, "", actor[np.arange(N_ACTORS) // 3 * 3])),
        "issues": frame("issues", N_ISSUES, issue_id=issue, label=issue, proposition=issue),
        "events": frame("events", n_events, event_id=event, title=event, status="occurred", salience="core",
                        date=days("2018-01-01", np.arange(n_events) % 700)),
        "event_reports": frame("event_reports", len(told), event_id=event[told], report_id=report[by], gist="Told.",
                               reported_date=days("2018-01-01", told % 700 + other_day),
                               reported_place=np.where(other_place, "Holm", "Varn"),
                               reported_status=np.where(is_plan, "planned", "occurred")),
        "event_actors": frame("event_actors", len(part), event_id=event[told[part]], report_id=report[by[part]],
                              actor_id=actor[whose % N_ACTORS], role=role),
        "event_links": frame("event_links", len(start), from_id=event[start], to_id=event[start - 1],
                             relation="part_of"),
        "stances": frame("stances", n_events, stance_id=texts("stance", n_events), date=days("2020-01-01", source * 5),
                         actor_id=actor[holder], issue_id=issue[about], position=lean, report_id=report[source],
                         gist="Said."),
    }  # fmt: skip


def frame(table: str, n: int, **cells: object) -> pd.DataFrame:
    """A table of `n` rows of texts; what is not given is empty, of a number 10."""
    columns = schema.BY_NAME[table].columns
    usual = {column.name: "10" if column.kind == "integer" else "" for column in columns}
    return pd.DataFrame(usual | cells, index=range(n)).astype("str")


def generated(n_events: int, share: float) -> Record:
    """The record."""
    made = frames(n_events, share)
    empty = {t.name: pd.DataFrame(columns=[c.name for c in t.columns], dtype="str") for t in schema.TABLES}
    return records.from_dossier(Dossier("generated", {}, empty | made))


def merge(record: Record) -> pd.DataFrame:
    """The yardstick: every two mentions of one event."""
    mentions = record.event_reports[["event_id", "report_id", "reported_date", "reported_status", "reported_place"]]
    return mentions.merge(mentions, on="event_id")


def anew(record: Record) -> Differences:
    """The differences, whatever was worked out before."""
    return differences(record.__class__(**{f: getattr(record, f) for f in record.__dataclass_fields__ if f != "memo"}))


def seconds(work: Callable[[Record], object], record: Record) -> float:
    """Processor time of one call."""
    start = time.process_time()
    work(record)
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=2000)
    parser.add_argument("--share", type=float, default=0.02)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    record = generated(options.events, options.share)
    tables = ("events", "event_reports", "event_actors", "stances")
    print(", ".join(f"{len(getattr(record, name)):,} {name}" for name in tables) + f"; seed {SEED}")
    print(f"Python {platform.python_version()}, pandas {pd.__version__}, numpy {np.__version__}")
    found = anew(record)
    counts = found.rows["rule"].value_counts()
    print(
        f"{len(found.rows):,} differences: " + ", ".join(f"{rule} {counts[rule]}" for rule in RULES if rule in counts)
    )
    times = [(seconds(merge, record), seconds(anew, record)) for _ in range(options.rounds)]
    base, ours = (statistics.median(column) for column in zip(*times, strict=True))
    low, high = min(ours for _, ours in times), max(ours for _, ours in times)
    print(f"merge       {base * 1000:7.1f} ms")
    spread = f"{low * 1000:.1f} to {high * 1000:.1f}"
    print(f"differences {ours * 1000:7.1f} ms ({spread}), {ours / base:.1f} x; aim {AIM * 1000:.0f} ms")


if __name__ == "__main__":
    main()
