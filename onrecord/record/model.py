"""The tables of one dossier as typed pandas frames."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Concatenate, Literal, ParamSpec, TypeVar

import pandas as pd

from onrecord import dates, measures
from onrecord.record.memo import Memo
from onrecord.schema import BY_NAME
from onrecord.schema.dossier import Dossier

Level = Literal["principal", "speaker"]
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Record:
    """One dossier, or the part of it in scope. Shared by all visitors: nobody changes a frame.

    The frames have the columns of the schema, missing texts as "", and beside them

    - ``reports``: ``published_on`` (latest day it can have been published, NaT unknown), ``published_label``,
      ``root`` (what makes it independent: two reports with one root count once), ``mark`` (R1, R2 …), ``name`` (the
      mark and the short name) and ``dated_name`` (the same and the day it was published);
    - ``stances`` and ``event_actors``: ``speaker_id`` (who spoke or acted), beside ``actor_id`` (who counts for it);
    - ``events`` and ``stances``: ``earliest`` and ``latest`` (NaT where open), ``date_label``, ``is_day``,
      ``is_approximate``, ``is_uncertain``; nothing is known to last longer than its reports know (`with_known_ends`),
      so ``latest`` may lie before the end of ``date``, while ``date_label`` says the date as it was coded;
    - ``stances`` and ``event_reports``: ``outlet``, ``published_on``, ``root``;
    - ``conflict_marks``: which conflict touches which event or stance (``conflict_id``, ``table``, ``id``,
      ``report_id``): its subject, and every row coded from a passage of a report that one of its sides points at;
    - ``event_issues``: which event shares a passage with a stance on which issue (``event_id``, ``issue_id``,
      ``report_id``).

    ``as_known`` is, for a part of a record, all that was known on the day it is looked at: what reports tell
    differently is found there, whatever else the scope leaves out.
    """

    dossier_id: str
    meta: Mapping[str, str]
    revision: int
    version: str
    reports: pd.DataFrame
    actors: pd.DataFrame
    aliases: pd.DataFrame
    issues: pd.DataFrame
    events: pd.DataFrame
    event_actors: pd.DataFrame
    event_reports: pd.DataFrame
    event_links: pd.DataFrame
    event_issues: pd.DataFrame
    stances: pd.DataFrame
    conflicts: pd.DataFrame
    conflict_sides: pd.DataFrame
    verdicts: pd.DataFrame
    conflict_marks: pd.DataFrame
    as_known: "Record | None" = field(default=None, repr=False, compare=False)
    memo: Memo = field(default_factory=Memo, init=False, repr=False, compare=False)

    def once(self, compute: "Callable[Concatenate[Record, P], T]", *args: P.args, **options: P.kwargs) -> T:
        """What `compute` gives for this record and plain `args`, worked out once for everybody and then only read."""
        key: Hashable = (f"{compute.__module__}.{compute.__qualname__}", args, tuple(options.items()))
        return self.memo.once(key, lambda: compute(self, *args, **options))

    def actor_names(self) -> dict[str, str]:
        """Name of every actor by id."""
        return dict(zip(self.actors["actor_id"].tolist(), self.actors["name"].tolist(), strict=True))

    def issue_labels(self) -> dict[str, str]:
        """Label of every issue by id."""
        return dict(zip(self.issues["issue_id"].tolist(), self.issues["label"].tolist(), strict=True))

    def event_titles(self) -> dict[str, str]:
        """Title of every event by id."""
        return dict(zip(self.events["event_id"].tolist(), self.events["title"].tolist(), strict=True))

    def report_names(self) -> dict[str, str]:
        """Name of every report by id: its mark and its short name, as in ``R3 Northern Wire``."""
        return dict(zip(self.reports["report_id"].tolist(), self.reports["name"].tolist(), strict=True))

    def report_marks(self) -> dict[str, str]:
        """Mark of every report by id: R and its number. What stands for a report where there is little room."""
        return dict(zip(self.reports["report_id"].tolist(), self.reports["mark"].tolist(), strict=True))

    def dated_report_names(self) -> dict[str, str]:
        """Name of every report by id, and the day it was published: what it is chosen by."""
        return dict(zip(self.reports["report_id"].tolist(), self.reports["dated_name"].tolist(), strict=True))

    def cells(self, *, level: Level = "principal") -> pd.DataFrame:
        """Latest position of each actor on each issue, as `measures.cells` gives it; `level` says who is an actor."""
        return measures.cells(at_level(self, level).stances)

    def dyads(self, *, level: Level = "principal") -> pd.DataFrame:
        """Similarity of every two actors with a shared issue, the reports behind it, and what chance would give.

        Returns
        -------
        table as `measures.dyad_evidence` gives it for `measures.similarity`, with `measures.against_chance`
        """
        stances = at_level(self, level).stances
        cells = measures.cells(stances)
        return measures.against_chance(measures.dyad_evidence(stances, measures.similarity(cells)), cells)


TABLE_NAMES = tuple(f.name for f in fields(Record) if f.type is pd.DataFrame)


def from_dossier(dossier: Dossier) -> Record:
    """The record of a checked `dossier`."""
    frames = {name: _typed_frame(name, rows) for name, rows in dossier.tables.items()}
    reports = _report_frame(frames["reports"])
    told = reports.set_index("report_id")[["outlet", "published_on", "root"]]
    mentions = frames["event_reports"].join(told, on="report_id")
    events = with_event_ends(_with_spans(frames["events"], "date"), mentions)
    stances = _with_spans(frames["stances"], "date").join(told, on="report_id")
    stances = with_known_ends(stances, stances["published_on"])
    parts = frames["event_actors"]
    frames |= {"reports": reports, "events": events, "event_reports": mentions}
    frames |= {"stances": _with_speaker(stances), "event_actors": _with_speaker(parts)}
    return Record(
        dossier_id=dossier.dossier_id,
        meta=dossier.meta,
        revision=dossier.revision,
        version=dossier.version,
        event_issues=_event_issues(mentions, stances),
        conflict_marks=_conflict_marks(frames),
        as_known=None,
        **frames,
    )


def principals(actors: pd.DataFrame) -> pd.Series:
    """For every actor the one it speaks for: the principal of a person or a body that has one, any other actor itself.

    Administrations stay apart from their state: two that hold opposite positions are two actors.
    """
    step = direct_principals(actors)
    for _ in range(len(step)):
        further = step.map(step).astype("str")
        if further.equals(step):
            break
        step = further
    return step


def at_level(record: Record, level: Level) -> Record:
    """Who counts stands in ``actor_id``: the principal somebody speaks for, or each speaker."""
    counts = principals(record.actors) if level == "principal" else None
    return replace(
        record,
        stances=_with_principals(record.stances, counts),
        event_actors=_with_principals(record.event_actors, counts),
    )


def _with_principals(rows: pd.DataFrame, counts: pd.Series | None) -> pd.DataFrame:
    speaker = rows["speaker_id"]
    return rows.assign(actor_id=speaker if counts is None else speaker.map(counts).astype("str"))


def direct_principals(actors: pd.DataFrame) -> pd.Series:
    """For every person or body the one it speaks for at first hand, for any other actor itself."""
    by_id = actors.set_index("actor_id")
    speaks = by_id["kind"].isin(["person", "organization"]) & (by_id["principal_id"] != "")
    return by_id["principal_id"].where(speaks, by_id.index.to_series())


def _with_speaker(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(speaker_id=rows["actor_id"])


def _typed_frame(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    typed = rows.reset_index(drop=True)
    return typed.assign(**{c.name: typed[c.name].astype("int64") for c in BY_NAME[name].columns if c.kind == "integer"})


def _with_spans(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    return rows.join(dates.spans(rows[column]).rename(columns={"label": "date_label"}))


def with_known_ends(rows: pd.DataFrame, known_until: pd.Series) -> pd.DataFrame:
    """Rows whose spans end by the day, one a row, until which their reports can know of them.

    Parameters
    ----------
    rows : table
        Columns ``earliest``, ``latest``.
    known_until : days, the index of `rows`
        NaT where that day is not known: the span stays as it was coded.

    Returns
    -------
    table, `rows` with another ``latest``
        An open end ends on that day too. A span that begins after it stays, and so does one without any day.
    """
    is_dated = rows["earliest"].notna() | rows["latest"].notna()
    is_cut = is_dated & known_until.notna() & ~(rows["earliest"] > known_until) & ~(rows["latest"] <= known_until)
    return rows.assign(latest=rows["latest"].where(~is_cut, known_until))


def with_event_ends(events: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Events of which those that occurred end with the last of `mentions` that tells them as occurred; plans never.

    The last, not the first: a state may go on from one report to the next. A report of an unknown day cuts nothing.
    """
    told = mentions[mentions["reported_status"] == "occurred"].groupby("event_id")["published_on"]
    last = told.max().where(told.count() == told.size())
    until = last.reindex(events["event_id"]).set_axis(events.index)
    return with_known_ends(events, until.where(events["status"] == "occurred"))


def _report_frame(reports: pd.DataFrame) -> pd.DataFrame:
    spans = dates.spans(reports["published"])
    told = reports.assign(published_on=spans["latest"], published_label=spans["label"], root=_roots(reports))
    mark = "R" + told["number"].astype("str")
    name = (mark + " " + told["short_name"].where(told["short_name"] != "", told["outlet"])).str.rstrip()
    day = told["published_label"].where(told["published_label"] != "", "day unknown")
    return told.assign(mark=mark, name=name, dated_name=name + ", " + day)


def _roots(reports: pd.DataFrame) -> pd.Series:
    """What each report rests on in the end: an agency, or the report at the head of the chain."""
    root = reports["derived_from"].where(reports["derived_from"] != "", reports["report_id"])
    rests_on = dict(zip(reports["report_id"], root, strict=True))
    for _ in range(len(rests_on)):
        further = root.map(lambda name: rests_on.get(name, name)).astype("str")
        if further.equals(root):
            break
        root = further
    return root


def _event_issues(mentions: pd.DataFrame, stances: pd.DataFrame) -> pd.DataFrame:
    """An event touches an issue where a report tells both in one passage: their spans overlap."""
    both = _overlapping(mentions[[*PLACE, "event_id"]], stances[[*PLACE, "issue_id"]])
    return both[["event_id", "issue_id", "report_id"]].drop_duplicates().reset_index(drop=True)


def _conflict_marks(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    sides = frames["conflict_sides"][[*PLACE, "conflict_id"]]
    subjects = frames["conflicts"].rename(columns={"subject_table": "table", "subject_id": "id"})
    touched = [
        subjects[subjects["table"].isin(["events", "stances"])].assign(report_id=""),
        *(
            _overlapping(sides, frames[name][[*PLACE, key]]).rename(columns={key: "id"}).assign(table=table)
            for name, key, table in (("event_reports", "event_id", "events"), ("stances", "stance_id", "stances"))
        ),
    ]
    columns = ["conflict_id", "table", "id", "report_id"]
    return pd.concat([t[columns] for t in touched], ignore_index=True).drop_duplicates(ignore_index=True)


PLACE = ["report_id", "start", "end"]


def _overlapping(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Pairs of rows whose passages in one report overlap."""
    both = left.merge(right, on="report_id", suffixes=("", "_other"))
    return both[(both["start"] < both["end_other"]) & (both["start_other"] < both["end"])]
