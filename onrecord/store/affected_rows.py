"""The part of a dossier that a change can break: checked before every save, however large the rest is.

It holds the rows that change, everything they refer to, everything that refers to a row that goes, and every passage
of a report whose bounds move. What the codebook asks of the whole holds after the save if it holds of this part.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from onrecord import checks
from onrecord.errors import DossierError, MissingError
from onrecord.schema import BY_NAME, TABLES
from onrecord.schema.change import Change, Row
from onrecord.schema.tables import SUBJECTS
from onrecord.store.layout import row_key
from onrecord.store.rows import row_content, rows_with
from onrecord.text import with_escapes

OWN = {"events": ("event_reports", "event_id"), "conflicts": ("conflict_sides", "conflict_id")}
ABOUT = ("conflicts", "verdicts")  # rows with a subject, of one table or another
PLACED = ("event_reports", "stances", "conflict_sides")


def check(connection: sa.Connection, dossier_id: str, changes: Sequence[Change]) -> None:
    """Raise DossierError where `changes`, not applied yet, would break the codebook."""
    part = _Part(connection, dossier_id, changes)
    part.grow()
    # in the order of the whole, so that of two rows that cannot both be the same one is named
    lines = {name: [(_label(name, row), row) for _, row in sorted(rows.items())] for name, rows in part.rows.items()}
    if found := checks.line_faults(part.meta(), lines):
        raise DossierError(dossier_id, found)


class _Part:
    """Rows by table and key, as they will be."""

    def __init__(self, connection: sa.Connection, dossier_id: str, changes: Sequence[Change]) -> None:
        self.connection, self.dossier_id, self.changes = connection, dossier_id, changes
        self.later = {(c.table, row_key(c.key)): c.mine for c in changes}
        self.rows: dict[str, dict[str, Row]] = {t.name: {} for t in TABLES}

    def meta(self) -> Mapping[str, str]:
        """The description of the dossier, as it will be."""
        key = ("dossiers", row_key([self.dossier_id]))
        if meta := self.later.get(key):
            return meta
        rows = list(rows_with(self.connection, self.dossier_id, "dossiers", "dossier_id", [self.dossier_id]))
        if not rows or key in self.later:
            raise MissingError(f"There is no dossier '{self.dossier_id[:80]}' here to write to.")
        return row_content("dossiers", rows[0])

    def grow(self) -> None:
        """Gather the changed rows, what hangs on those that go, and all that these refer to."""
        new = {(c.table, row_key(c.key)): c.mine for c in self.changes if c.mine is not None and c.table != "dossiers"}
        for (table, key), row in new.items():
            self.rows[table][key] = row
        new |= self._dependents()
        while new:
            new = self._add(self._references(new))

    def _dependents(self) -> dict[tuple[str, str], Row]:
        """Rows that refer to one that goes, passages of reports that change, parents of a mention or side that goes."""
        asked: dict[tuple[str, str], set[str]] = defaultdict(set)
        for change in self.changes:
            for place in _places_at_risk(change):
                asked[place].add(change.key[0])
        return {k: r for (table, column), ids in asked.items() for k, r in self._fetch(table, column, ids).items()}

    def _references(self, new: Mapping[tuple[str, str], Row]) -> dict[tuple[str, str], set[str]]:
        """What rows refer to, and the mentions of events and sides of conflicts: (table, column) -> values."""
        asked: dict[tuple[str, str], set[str]] = defaultdict(set)
        for (name, _), row in new.items():
            for table, value in _parents(name, row):
                asked[table, BY_NAME[table].key[0]].add(value)
            if name == "reports":  # no two have one number
                asked["reports", "number"].add(row["number"])
            if name in OWN:
                asked[OWN[name]].add(row[BY_NAME[name].key[0]])
        return asked

    def _add(self, asked: Mapping[tuple[str, str], set[str]]) -> dict[tuple[str, str], Row]:
        new: dict[tuple[str, str], Row] = {}
        for (table, column), values in asked.items():
            known = self.rows[table] if column == BY_NAME[table].key[0] and len(BY_NAME[table].key) == 1 else {}
            new |= self._fetch(table, column, {v for v in values if row_key([v]) not in known})
        return new

    def _fetch(self, table: str, column: str, values: Iterable[str]) -> dict[tuple[str, str], Row]:
        """Standing rows that are not here yet and are not about to change; they are here afterwards."""
        new: dict[tuple[str, str], Row] = {}
        ids = filter(checks.ID.fullmatch, values)  # nothing else stands there, and a database may choke on it
        for stored in rows_with(self.connection, self.dossier_id, table, column, ids):
            key = stored["row_key"]
            if key not in self.rows[table] and (table, key) not in self.later:
                new[table, key] = self.rows[table][key] = row_content(table, stored)
        return new


def _places_at_risk(change: Change) -> list[tuple[str, str]]:
    """Where rows stand that a change to one row could break: table and column that hold its first key."""
    if change.table == "dossiers":
        return []
    if change.mine is None:
        return _places_that_refer_to(change.table)
    is_old_report = change.table == "reports" and change.base is not None
    return [(name, "report_id") for name in PLACED] if is_old_report else []


def _places_that_refer_to(table: str) -> list[tuple[str, str]]:
    """Table and column of rows that miss something where a row of `table` goes."""
    key = BY_NAME[table].key
    if len(key) > 1:
        return [(parent, key[0]) for parent, (child, _) in OWN.items() if child == table]
    places = [(t.name, c.name) for t in TABLES for c in t.columns if c.refers_to == table]
    return [*places, *((name, "subject_id") for name in ABOUT)] if table in SUBJECTS else places


def _parents(name: str, row: Row) -> list[tuple[str, str]]:
    """The tables and ids a row refers to."""
    found = [(c.refers_to, row[c.name]) for c in BY_NAME[name].columns if c.refers_to and row.get(c.name)]
    if name in ABOUT and row.get("subject_table") in SUBJECTS:
        found.append((row["subject_table"], row["subject_id"]))
    if name == "reports" and row.get("derived_from"):
        found.append(("reports", row["derived_from"]))
    return found


def _label(name: str, row: Row) -> str:
    """What stands for the line of a file in messages: the key of the row."""
    key = " + ".join(row[k] for k in BY_NAME[name].key)
    return with_escapes(key)
