"""What one coder coded from one report, in the form in which it is set beside another coding of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from onrecord import measures
from onrecord.editing.tables import Key, key_of, row_texts
from onrecord.errors import MissingError
from onrecord.schema.dossier import Dossier

Row = dict[str, str]
AGREED = ""  # instead of a report: what every report agrees on


def common_reports(left: Dossier, right: Dossier) -> dict[str, str]:
    """The reports that two dossiers both hold: id in `left` -> id in `right`. The same text, else the same id."""
    ours, theirs = left.tables["reports"], right.tables["reports"]
    by_text = {sha: report for sha, report in zip(theirs["sha256"], theirs["report_id"], strict=True) if sha}
    ids = set(theirs["report_id"])
    pairs = {
        report: by_text.get(sha, report if report in ids else "")
        for report, sha in zip(ours["report_id"], ours["sha256"], strict=True)
    }
    return {report: there for report, there in pairs.items() if there}


@dataclass(frozen=True)
class Coding:
    """The coding of one report in one dossier; rows by table and key, all cells text."""

    dossier: Dossier
    report_id: str

    def rows(self, table: str) -> dict[Key, Row]:
        """The rows of a table that were coded from the report; of events, those the report mentions."""
        frame = self.dossier.tables[table]
        mentioned = self.dossier.tables["event_reports"]
        told = set(mentioned.loc[mentioned["report_id"] == self.report_id, "event_id"])
        mine = frame["event_id"].isin(told) if table == "events" else frame["report_id"] == self.report_id
        return _by_key(table, frame[mine])

    def all_rows(self, table: str) -> dict[Key, Row]:
        """The rows of a table, whichever report they rest on."""
        return _by_key(table, self.dossier.tables[table])

    @cached_property
    def parts(self) -> Mapping[str, frozenset[tuple[str, str]]]:
        """Actor and role of everybody who has a part in an event according to the report, by event."""
        rows = self.dossier.tables["event_actors"]
        mine = rows.loc[rows["report_id"].isin([AGREED, self.report_id]), ["event_id", "actor_id", "role"]]
        found: dict[str, set[tuple[str, str]]] = {}
        for event_id, actor_id, role in mine.itertuples(index=False, name=None):
            found.setdefault(event_id, set()).add((actor_id, role))
        return {event_id: frozenset(parts) for event_id, parts in found.items()}

    def stances(self, as_id: str) -> pd.DataFrame:
        """The stances, for `measures.matched_stances`; the report under the id `as_id`."""
        rows = self.dossier.tables["stances"]
        whole = {"start": "int64", "end": "int64", "position": "int64"}
        return rows[rows["report_id"] == self.report_id].astype(whole).assign(report_id=as_id)

    def mentions(self, as_id: str) -> pd.DataFrame:
        """The mentions of events, for `measures.matched_mentions`, each with what is coded of the event as a whole."""
        rows, events = self.dossier.tables["event_reports"], self.dossier.tables["events"]
        mine = rows[rows["report_id"] == self.report_id].astype({"start": "int64", "end": "int64"})
        return mine.merge(events[["event_id", "date", "event_type", "status"]], on="event_id").assign(report_id=as_id)


@dataclass(frozen=True)
class Two:
    """Two codings of one report, and which of their rows belong together."""

    left: Coding
    right: Coding
    stances: pd.DataFrame
    mentions: pd.DataFrame

    @classmethod
    def of(cls, left: Dossier, right: Dossier, report_id: str) -> "Two":
        """The codings of a report, by its id in `left`. Raises MissingError where one of the two does not hold it."""
        there = common_reports(left, right).get(report_id)
        if there is None:
            raise MissingError(f"The two dossiers do not both hold the report '{report_id[:80]}'.")
        mine, theirs = Coding(left, report_id), Coding(right, there)
        return cls(
            mine,
            theirs,
            measures.matched_stances(mine.stances(report_id), theirs.stances(report_id)),
            measures.matched_mentions(mine.mentions(report_id), theirs.mentions(report_id)),
        )

    def stance_pairs(self) -> list[tuple[Key, Key]]:
        """Keys of the stances that belong together; () where a side has none."""
        pairs = self.stances[["stance_id_left", "stance_id_right"]].itertuples(index=False)
        return [((left,) if left else (), (right,) if right else ()) for left, right in pairs]

    def mention_pairs(self) -> list[tuple[Key, Key]]:
        """Keys of the mentions that belong together; () where a side has none."""
        sides = [
            [(e, report, str(s)) if e else () for e, s in self.mentions[[f"event_id_{side}", f"start_{side}"]].values]
            for side, report in (("left", self.left.report_id), ("right", self.right.report_id))
        ]
        return list(zip(*sides, strict=True))

    def counterparts(self) -> dict[str, str]:
        """The event of the left coding that each event of the right one is: its partner, else the one of its name."""
        partners = {r[0]: m[0] for m, r in reversed(self.mention_pairs()) if m and r}
        named = {e for (e,) in self.left.all_rows("events")}
        return {e: e for (e,) in self.right.rows("events") if e in named} | partners


def _by_key(table: str, frame: pd.DataFrame) -> dict[Key, Row]:
    return {key_of(table, row): row for row in row_texts(frame)}
