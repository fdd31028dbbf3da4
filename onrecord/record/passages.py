"""Passages: the places in reports that rows were coded from, and the conflicts that touch them."""

from collections.abc import Sequence

import pandas as pd

from onrecord.record.differences import flagged_ids
from onrecord.record.model import Record
from onrecord.record.reported_days import reasons, reported_days, time_texts

PASSAGE = (
    "mark",
    "group",
    "what",
    "gist",
    "date_label",
    "reported",
    "report_id",
    "start",
    "end",
    "kind",
    "confidence",
    "credibility",
    "note",
    "reason",
)


OF_REPORT = (
    "report_id",
    "title",
    "outlet",
    "name",
    "dated_name",
    "published_label",
    "published_on",
    "reliability",
    "body_start",
    "body_end",
)


def disputed_ids(record: Record, table: str) -> set[str]:
    """Ids in `table` (events or stances) that reports contradict each other about, or one report gets wrong.

    That is what a conflict or a difference nobody has looked at touches. Omissions and rounder dates are kept as both
    too, but do not put a flag on a mark; nor does what is resolved or dismissed.
    """
    conflicts = record.conflicts
    open_ones = conflicts[conflicts["kind"].isin(FLAGGING) & (conflicts["status"] != "resolved")]
    marks = record.conflict_marks
    hit = marks[(marks["table"] == table) & marks["conflict_id"].isin(open_ones["conflict_id"])]
    return set(hit["id"]) | flagged_ids(record, table)


FLAGGING = ("contradiction", "internal", "translation")


def position_word(position: int) -> str:
    """A position with its sign and what it stands for: ``+1 endorses it``."""
    return f"{position:+d}".replace("-", "\N{MINUS SIGN}") if position else "0"


def stance_passages(record: Record, stances: pd.DataFrame, group: str | pd.Series = "") -> pd.DataFrame:
    """One passage for each of `stances`, all under one heading or each under its own."""
    names, labels = record.actor_names(), record.issue_labels()
    said = stances.assign(
        mark="stance:" + stances["stance_id"],
        group=group,
        what=stances["speaker_id"].map(names)
        + " on “"
        + stances["issue_id"].map(labels)
        + "”: "
        + stances["position"].map(position_word).astype("str"),
        reported="",
        credibility="",
    )
    return with_reports(record, said)


def mention_passages(record: Record, mentions: pd.DataFrame, group: str = "") -> pd.DataFrame:
    """One passage for each of `mentions` of events: what it says of time first, and where that differs from the day on
    record, that day."""
    label = mentions["event_id"].map(record.events.set_index("event_id")["date_label"])
    days = reported_days(mentions)
    is_same = days["day"] == label.str.replace(" (inferred)", "")
    rows = mentions.assign(
        mark="event:" + mentions["event_id"],
        group=group,
        what=mentions["event_id"].map(record.event_titles()) + " (" + mentions["reported_status"] + ")",
        date_label=("on record as " + label).where((label != "") & ~is_same, ""),
        reported=time_texts(days),
        reason=reasons(record, mentions),
        kind="",
        confidence="",
    )
    return with_reports(record, rows)


def with_reports(record: Record, rows: pd.DataFrame) -> pd.DataFrame:
    """Passages with the report that each stands in, oldest report first."""
    reports = record.reports[list(OF_REPORT)]
    both = rows.reindex(columns=list(PASSAGE), fill_value="").merge(reports, on="report_id")
    return both.sort_values(["published_on", "report_id", "start"], kind="stable", ignore_index=True)


def in_order(passages: pd.DataFrame, groups: Sequence[str]) -> pd.DataFrame:
    """Passages by heading, in the order of `groups`; under each as they were."""
    place = {group: n for n, group in enumerate(groups)}
    return passages.sort_values("group", key=lambda group: group.map(place), kind="stable", ignore_index=True)


def conflicts_of(record: Record, table: str, ids: set[str]) -> pd.DataFrame:
    """Conflicts that touch any of `ids` in `table`."""
    marks, conflicts = record.conflict_marks, record.conflicts
    hit = marks.loc[(marks["table"] == table) & marks["id"].isin(ids), "conflict_id"]
    about = (conflicts["subject_table"] == table) & conflicts["subject_id"].isin(ids)
    return conflicts[conflicts["conflict_id"].isin(hit) | about]
