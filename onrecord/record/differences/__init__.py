"""Differences: where reports tell one thing differently, worked out from the rows of a record. Pure."""

from collections.abc import Iterator

import pandas as pd

from onrecord.record.differences.behind import events_behind_reports
from onrecord.record.differences.course import differing_courses
from onrecord.record.differences.mentions import differing_mentions
from onrecord.record.differences.names import differing_names, undated_reports
from onrecord.record.differences.parts import differing_parts
from onrecord.record.differences.rules import GRADES, RULES, Grade, Rule, rule_text
from onrecord.record.differences.sides import Claims, Pairs, mentions
from onrecord.record.differences.stances import differing_stances
from onrecord.record.differences.table import (
    Differences,
    renamed_ids,
    side_name,
    subject_names,
    table,
    without_values,
)
from onrecord.record.model import Record, principals

__all__ = [
    "GRADES",
    "RULES",
    "Differences",
    "Grade",
    "Rule",
    "differences",
    "events_behind_reports",
    "flagged_ids",
    "renamed_ids",
    "rule_text",
    "side_name",
    "subject_names",
    "unmatched_verdicts",
    "without_values",
]


def differences(record: Record) -> Differences:
    """What the reports of `record` tell differently.

    Parameters
    ----------
    record : record
        Of a part of one, the differences of all that was known on its day are found, and those kept of which one side
        is in the part: a side outside it is still a side.

    Returns
    -------
    Differences

    Errors
    ------
    None of its own.

    Notes
    -----
    A plan, a status or a list is set only against what was known by then. Sides rest on whoever speaks or acts, so the
    level at which actors are counted changes nothing. Worked out once for each record and day.
    """
    whole = record.as_known or record
    found = whole.once(_all_differences)
    return found if whole is record else record.once(_differences_in_scope)


def flagged_ids(record: Record, table: str) -> set[str]:
    """Ids in `table` (events or stances) that an open difference puts a flag on."""
    found = differences(record)
    open_ones = found.rows.loc[found.rows["is_flag"] & (found.rows["standing"] == "open"), "difference_id"]
    marks = found.sides.loc[found.sides["difference_id"].isin(open_ones), "mark"]
    prefix = f"{table.removesuffix('s')}:"
    return {mark.removeprefix(prefix) for mark in marks if mark.startswith(prefix)}


def unmatched_verdicts(record: Record) -> pd.DataFrame:
    """The rows of ``verdicts`` whose difference is not there: its rows agree meanwhile, or tell other values."""
    whole = record.as_known or record
    found = whole.once(_all_differences).rows["difference_id"]
    return record.verdicts[~record.verdicts["difference_id"].isin(found)]


def _all_differences(record: Record) -> Differences:
    return table(record, _pairs(record))


def _differences_in_scope(record: Record) -> Differences:
    whole = (record.as_known or record).once(_all_differences)
    is_in_scope = _are_in_scope(record, whole.sides)
    kept = set(whole.sides.loc[is_in_scope, "difference_id"])
    rows, sides = whole.rows, whole.sides.assign(is_in_scope=is_in_scope)
    return Differences(
        rows[rows["difference_id"].isin(kept)].reset_index(drop=True),
        sides[sides["difference_id"].isin(kept)].reset_index(drop=True),
    )


def _are_in_scope(record: Record, sides: pd.DataFrame) -> pd.Series:
    """Whether the report of a side, and the row it is about, are in scope."""
    told = pd.MultiIndex.from_frame(record.event_reports[["event_id", "report_id"]])
    marks = [mark.partition(":") for mark in sides["mark"]]
    kind, row = (pd.Series([mark[n] for mark in marks], sides.index, dtype="str") for n in (0, 2))
    present = {*record.stances["speaker_id"], *record.event_actors["speaker_id"]}
    counts = principals(record.actors)
    present |= set(counts[counts.index.isin(present)])
    here = (
        pd.Series(pd.MultiIndex.from_arrays([row, sides["report_id"]]).isin(told), sides.index) & (kind == "event")
        | row.isin(record.stances["stance_id"]) & (kind == "stance")
        | row.isin(present) & (kind == "actor")
        | (kind == "report")
    )
    return here & sides["report_id"].isin(record.reports["report_id"])


def _pairs(record: Record) -> Iterator[tuple[Claims, Pairs]]:
    """What every rule found, with the passages it is about."""
    claims = mentions(record)
    for rules in (differing_mentions, differing_parts, differing_courses):
        yield from ((claims, pairs) for pairs in rules(record, claims))
    for passages, found in (differing_stances(record), differing_names(record), undated_reports(record)):
        yield from ((passages, pairs) for pairs in found)
