"""Sides: which passage of which report stands for which value. Every rule answers with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from onrecord import dates
from onrecord.dates import SEASON
from onrecord.record.differences.joins import Column, Numbers, Texts, joint, positions
from onrecord.record.differences.rules import OFF, STILL_TO_COME
from onrecord.record.differences.weekdays import named_weekdays
from onrecord.record.model import Record, principals

MENTION = [
    "event_id", "report_id", "start", "end", "gist", "reported_words", "reported_date", "reported_status",
    "reported_place", "published_on",
]  # fmt: skip
PASSAGE = ("report_id", "start", "end", "claim", "mark")
NO_DAY = np.datetime64("NaT", "us")
PLAN, OCCURRED, IS_OFF = 0, 1, 2
STANDING = {**dict.fromkeys(STILL_TO_COME, PLAN), "occurred": OCCURRED, **dict.fromkeys(OFF, IS_OFF)}


@dataclass(frozen=True)
class Claims:
    """Passages that can stand on a side, as columns: those of `PASSAGE` and what they say, in order of publication."""

    columns: Mapping[str, Column]

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]

    def __len__(self) -> int:
        return len(self.columns["report_id"])


def claims(rows: pd.DataFrame, **columns: Column) -> Claims:
    """The rows of a frame as passages; `columns` beside its own."""
    return Claims({**{name: rows[name].to_numpy() for name in rows.columns if name not in columns}, **columns})


def in_order(record: Record, report: Numbers, start: Numbers) -> Numbers:
    """How rows of these reports, by position, stand in the order of publication; those of an unknown day last."""
    place = np.empty(len(record.reports), dtype=np.int64)
    place[record.reports.reset_index(drop=True).sort_values(["published_on", "report_id"]).index] = np.arange(
        len(place)
    )
    return np.lexsort((start, place[report]))


def principal_positions(record: Record) -> Numbers:
    """For every actor, by position, the one it counts for, worked out once."""
    return record.once(_principal_positions)


def _principal_positions(record: Record) -> Numbers:
    ids = record.actors["actor_id"]
    return positions(principals(record.actors).reindex(ids), ids)


def parties_of(record: Record) -> Numbers:
    """For every actor, by position, the last one it speaks for, up the chain; itself where there is none."""
    ids = record.actors["actor_id"]
    direct = positions(record.actors["principal_id"], ids)
    party = np.arange(len(ids))
    for _ in range(len(ids)):
        above = direct[party]
        if not (above >= 0).any():
            break
        party = np.where(above >= 0, above, party)
    return party


def days_of_reports(record: Record) -> pd.DataFrame:
    """The spans in which reports were published, in their order, worked out once."""
    return record.once(_days_of_reports)


def _days_of_reports(record: Record) -> pd.DataFrame:
    return dates.spans(record.reports["published"])


def first_days(record: Record) -> Column:
    """The first day on which each report can have been published, NaT where its day is not known.

    A report is later than another only where the first day of the one lies behind the last of the other: a month, or a
    report of the same day, gives no order.
    """
    first: Column = days_of_reports(record)["earliest"].to_numpy()
    return first


def mentions(record: Record) -> Claims:
    """Every mention: the columns of `MENTION` and beside them

    ``event`` and ``report``: positions in the frames of the record; ``told``: one number for both; ``published_from``,
    the first day on which its report can have been published (``published_on`` is the last); ``earliest``, ``latest``,
    ``label`` of the day it gives; ``is_vague``: marked ``?``, ``~`` or ``%``; ``is_season``; ``weekday`` that its
    words of time name, Monday first, -1 where they name none or several; ``standing``: still to come, occurred or off.
    Mentions of reports of an unknown day stand last.
    """
    report = positions(record.event_reports["report_id"], record.reports["report_id"])
    order = in_order(record, report, record.event_reports["start"].to_numpy())
    rows, report = record.event_reports[MENTION].take(order), report[order]
    spans = dates.spans(rows["reported_date"])
    event = positions(rows["event_id"], record.events["event_id"])
    return claims(
        rows,
        event=event,
        report=report,
        told=joint((event, report), (len(record.events), len(record.reports))),
        published_from=first_days(record)[report],
        claim=rows["gist"].to_numpy(),
        mark=("event:" + rows["event_id"]).to_numpy(),
        earliest=spans["earliest"].to_numpy(),
        latest=spans["latest"].to_numpy(),
        label=spans["label"].to_numpy(),
        is_vague=(spans["is_uncertain"] | spans["is_approximate"]).to_numpy(),
        is_season=_are_seasons(rows["reported_date"]),
        weekday=named_weekdays(rows["reported_words"].to_numpy()),
        standing=rows["reported_status"].map(STANDING).to_numpy(dtype=np.int64),
    )


def _are_seasons(texts: pd.Series) -> Column:
    codes, names = pd.factorize(texts)
    return np.array([SEASON.match(name) is not None for name in names], dtype=bool)[codes]


@dataclass(frozen=True)
class Pairs:
    """What one rule found: passages set against each other.

    ``subject`` and ``facet`` by pair (what it is about, and what of it); ``left`` and ``right``: positions among the
    claims, right None where a rule has one side; ``values``: the column of the claims that differs and the one to be
    shown, or those of either end; ``severity`` by pair, "" for that of the rule; ``since``: the day before which the
    pair cannot be known, NaT where its passages alone decide; ``told_of``: the days of either end by which its sides
    stand in order, where that is not the order of publication.
    """

    rule: str
    subject: Texts
    left: Numbers
    right: Numbers | None = None
    facet: Texts | str = ""
    severity: Texts | str = ""
    values: tuple[str, str] = ("", "")
    ends: Mapping[str, tuple[Texts | str, ...]] = field(default_factory=dict)
    subject_table: str = "events"
    since: Column | None = None
    told_of: tuple[Column, Column] | None = None

    def sides(self, passages: Claims) -> dict[str, Column]:
        """Both ends of every pair, one under the other: subject, facet, value, passage."""
        n, ends = len(self.left), [self.left] if self.right is None else [self.left, self.right]
        at = np.concatenate(ends)
        columns: dict[str, Column] = {name: passages[name][at] for name in PASSAGE}
        for name, column in zip(("value", "shown"), self.values, strict=True):
            given = self.ends.get(name)
            whole = [_filled(text, n) for text in given] if given else [passages[column][end] for end in ends]
            columns[name] = np.concatenate(whole)
        columns["pair"] = np.tile(np.arange(n), len(ends))
        columns["since"] = np.full(len(at), NO_DAY) if self.since is None else np.tile(self.since, len(ends))
        columns["told_of"] = np.full(len(at), NO_DAY) if self.told_of is None else np.concatenate(self.told_of)
        fixed = {"rule": self.rule, "subject_table": self.subject_table}
        by_pair = {"subject_id": self.subject, "facet": self.facet, "severity": self.severity, **fixed}
        return columns | {name: np.tile(_filled(text, n), len(ends)) for name, text in by_pair.items()}


def _filled(text: Texts | str, n: int) -> Texts:
    return np.full(n, text, dtype=object) if isinstance(text, str) else np.asarray(text, dtype=object)
