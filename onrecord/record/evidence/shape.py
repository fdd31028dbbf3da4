"""What stands behind a mark, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from onrecord.record.evidence.versions import Version
from onrecord.record.model import Record

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Evidence:
    """What stands behind one mark.

    ``passages`` has one row a passage: the columns of `passages.PASSAGE` and of `passages.OF_REPORT`, which say
    where it stands. ``conflicts`` are the rows of that table that touch the mark. ``related`` are marks to go on
    to, with their labels. ``versions``: what each report says of an event that several tell. ``differences``: what the
    rows differ in there, as mark, sentence and rule. ``behind``: in what the row of an event is behind its reports.
    """

    mark: str
    title: str
    facts: Facts
    passages: pd.DataFrame
    conflicts: pd.DataFrame
    related: tuple[tuple[str, str], ...] = field(default=())
    versions: tuple[Version, ...] = field(default=())
    differences: tuple[tuple[str, str, str], ...] = field(default=())
    behind: tuple[str, ...] = field(default=())


def row_of(rows: pd.DataFrame, key: str, value: str) -> Mapping[str, Any] | None:
    """The one row whose `key` is `value`; None without one."""
    hit = (rows[key] == value).to_numpy()
    return {str(name): value for name, value in rows.iloc[int(hit.argmax())].items()} if hit.any() else None


def nonempty(facts: Facts) -> Facts:
    """`facts` without those that have no value."""
    return tuple((name, value) for name, value in facts if value)


def row_label(record: Record, table: str, name: str) -> str:
    """What a row of events, actors, issues, reports, conflicts or stances is called; "" where `record` has none."""
    if table == "stances":
        said = row_of(record.stances, "stance_id", name)
        if said is None:
            return ""
        return f"{record.actor_names()[said['speaker_id']]} on “{record.issue_labels()[said['issue_id']]}”"
    column = {"events": "title", "actors": "name", "issues": "label", "reports": "name", "conflicts": "about"}[table]
    rows: pd.DataFrame = getattr(record, table)
    found = row_of(rows, f"{table.rstrip('s')}_id", name)
    return "" if found is None else str(found[column])
