"""Who says so: the parts actors have in an event, and its place, by report."""

from collections.abc import Sequence

import pandas as pd

from onrecord.record.model import Record
from onrecord.text import enumeration

Said = dict[str, list[str]]  # a value -> the reports that give it, by id
OPEN = {"open": "left open"}  # what a report is coded with that says that the place is not settled, and how it is read


def mentions_with(record: Record, parts: pd.DataFrame) -> pd.DataFrame:
    """The mentions of events in the reports that give one of `parts`, rows of ``event_actors``, in that event.

    A part without a report is one that every report of the event gives.
    """
    keys = ["event_id", "report_id"]
    told = pd.MultiIndex.from_frame(parts_by_report(record, parts)[keys])
    return record.event_reports[pd.MultiIndex.from_frame(record.event_reports[keys]).isin(told)]


def reports_by(record: Record, rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The reports behind each group of rows.

    Parameters
    ----------
    rows : table
        Columns `keys` and ``report_id``.

    Returns
    -------
    table, one row per group, indexed by `keys`
        ``reports`` (their marks with blanks between, in order), ``n_reports``, ``n_independent``.
    """
    known = record.reports[["report_id", "number", "mark", "root"]]
    pairs = rows[[*keys, "report_id"]].drop_duplicates().merge(known, on="report_id")
    pairs = pairs.sort_values("number", kind="stable")
    table = pairs.groupby(keys).agg(n_reports=("report_id", "size"), n_independent=("root", "nunique"))
    marked: dict[tuple[str, ...], list[str]] = {}  # by groups pandas takes many times as long
    for *key, mark in pairs[[*keys, "mark"]].itertuples(index=False, name=None):
        marked.setdefault(tuple(key), []).append(mark)
    named = [" ".join(marked[key if len(keys) > 1 else (key,)]) for key in table.index]
    return table.assign(reports=pd.Series(named, index=table.index, dtype="str"))


def parts_by_report(record: Record, parts: pd.DataFrame) -> pd.DataFrame:
    """`parts`, rows of ``event_actors``, once for each report that gives them: all of the event where none is named."""
    mentions = record.event_reports[["event_id", "report_id"]].drop_duplicates()
    by_all = parts[parts["report_id"] == ""].drop(columns="report_id").merge(mentions, on="event_id")
    return pd.concat([parts[parts["report_id"] != ""], by_all], ignore_index=True)


def heard_actors(record: Record) -> set[str]:
    """Who is on record with a position: whoever holds one, and all for whom they speak or to whom they belong."""
    above = dict(zip(record.actors["actor_id"], record.actors["principal_id"], strict=True))
    heard: set[str] = set()
    further = set(record.stances["speaker_id"])
    while further:
        heard |= further
        further = {above.get(actor, "") for actor in further} - heard - {""}
    return heard


def roles(record: Record, event_id: str) -> tuple[tuple[str, str], ...]:
    """Each role in an event with the actors who have it, and by which reports where not all of the event give it."""
    parts, names = record.event_actors, record.actor_names()
    parts = parts[parts["event_id"] == event_id]
    every = reports_of(record, event_id)
    return tuple(
        (str(role).capitalize(), _actors_by_report(record, _reports_by_actor(rows, every), every, names))
        for role, rows in parts.groupby("role", sort=False)
    )


def reports_of(record: Record, event_id: str) -> list[str]:
    """The reports that tell an event, by id, in the order of their marks."""
    mentions = record.event_reports
    told = mentions.loc[mentions["event_id"] == event_id, "report_id"]
    rows = record.reports[record.reports["report_id"].isin(told)]
    return rows.sort_values("number", kind="stable")["report_id"].tolist()


def _reports_by_actor(parts: pd.DataFrame, every: list[str]) -> Said:
    """Who has a part, and by which reports."""
    said: Said = {}
    for actor, report in zip(parts["speaker_id"], parts["report_id"], strict=True):
        said.setdefault(actor, []).extend([report] if report else every)
    return {actor: [r for r in every if r in reports] for actor, reports in said.items()}


def _actors_by_report(record: Record, said: Said, every: list[str], names: dict[str, str]) -> str:
    together: dict[tuple[str, ...], list[str]] = {}
    for actor, reports in said.items():
        together.setdefault(tuple(reports), []).append(names[actor])
    if set(together) <= {tuple(every)}:
        return ", ".join(name for some in together.values() for name in some)
    groups = sorted(together.items(), key=lambda group: -len(group[0]))
    return "; ".join(f"{', '.join(some)} ({', '.join(marks(record, reports))})" for reports, some in groups)


def marks(record: Record, reports: Sequence[str]) -> list[str]:
    """The marks of some reports, as given."""
    known = record.report_marks()
    return [known[report] for report in reports if report in known]


def place(record: Record, event_id: str) -> tuple[str, str]:
    """Where an event was, or was meant to be, with who says so; no text where nothing is known.

    What is in the record and in no report is from the context; a report that gives no place is told to give none only
    beside one that does.
    """
    event = record.events[record.events["event_id"] == event_id].iloc[0]
    label = "Place" if event["status"] == "occurred" else "Place meant"
    mentions = record.event_reports[record.event_reports["event_id"] == event_id]
    said: Said = {}
    for report, there in zip(mentions["report_id"], mentions["reported_place"], strict=True):
        if there and report not in said.setdefault(OPEN.get(there, there), []):
            said[OPEN.get(there, there)].append(report)
    every, coded = reports_of(record, event_id), event["place"]
    said = {there: sorted(by, key=every.index) for there, by in said.items()}
    context = [f"{coded}, from the context"] if coded and not _is_named(coded, said) else []
    return label, "; ".join([*_places(record, said, every), *context])


def _places(record: Record, said: Said, every: list[str]) -> list[str]:
    if list(said.values()) == [every] and set(said).isdisjoint(OPEN.values()):
        return list(said)
    named = [_who_says(record, there, said[there]) for there in sorted(said, key=list(OPEN.values()).__contains__)]
    silent = sorted(set(every).difference(*said.values()), key=every.index)
    none = [f"{enumeration(marks(record, silent))} {_verb('name', silent)} none"] if silent and named else []
    return [*named, *none]


def _who_says(record: Record, what: str, by: Sequence[str]) -> str:
    return f"{what}, {_verb('say', by)} {enumeration(marks(record, by))}"


def _is_named(place: str, said: Said) -> bool:
    """Whether a report names a place, or one that has it as part of its name, or the other way round."""
    here = place.casefold()
    return any(here in there.casefold() or there.casefold() in here for there in said)


def _verb(verb: str, by: Sequence[str]) -> str:
    return verb if len(by) > 1 else f"{verb}s"
