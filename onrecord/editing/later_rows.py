"""Why a revision cannot be undone where later rows rest on what would go: what they are, and who saved them."""

from collections.abc import Iterator

import pandas as pd

from onrecord import record as records
from onrecord import store
from onrecord.editing.tables import Key, key_of, row_texts
from onrecord.schema import BY_NAME, TABLES
from onrecord.store import Store
from onrecord.views.wording import Names

SHOWN = 3
OF_CONFLICT = "Or retract the conflict: each difference in it is open again."


def undo_refusal(engine: Store, dossier_id: str, revision: int) -> str:
    """What rests on the rows that a revision added, in words; "" where nothing does."""
    past = store.history(engine, dossier_id, revision - 1)
    added = past[(past["rev_id"] == revision) & past["before"].isna()]
    gone = set(zip(added["table"], added["key"], strict=True))
    dossier = store.load(engine, dossier_id)
    found = [(t, row) for t, rows in dossier.tables.items() for row in row_texts(rows[_refers_to(t, rows, gone)])]
    later = [(table, key_of(table, row), row) for table, row in found if (table, key_of(table, row)) not in gone]
    if not later:
        return ""
    names = Names(past, records.from_dossier(dossier))
    lines = [f"{names.of_row(table, row)} ({_signature(past, table, key)})" for table, key, row in later]
    more = f" and {len(lines) - SHOWN} more" if len(lines) > SHOWN else ""
    cure = f" {OF_CONFLICT}" if all(table == "verdicts" for table, *_ in later) else ""
    told = "; ".join(lines[:SHOWN]) + more
    return f"Not undone: what was saved later rests on it. {told}. Undo that first.{cure}"


def _refers_to(table: str, rows: pd.DataFrame, gone: set[tuple[str, Key]]) -> pd.Series:
    """Which rows of a table refer to one of the rows that would go."""
    found = pd.Series(False, index=rows.index)
    for column, to in _references(table):
        found |= rows[column].isin([key[0] for name, key in gone if name == to])
    if "subject_table" in rows:
        pairs = zip(rows["subject_table"], rows["subject_id"], strict=True)
        found |= pd.Series([(name, (of,)) in gone for name, of in pairs], index=rows.index, dtype=bool)
    return found


def _references(table: str) -> Iterator[tuple[str, str]]:
    for column in BY_NAME[table].columns:
        if column.refers_to in {each.name for each in TABLES}:
            yield column.name, str(column.refers_to)


def _signature(past: pd.DataFrame, table: str, key: Key) -> str:
    """Who saved a row, and in which revision."""
    rows = past[[place == (table, key) for place in zip(past["table"], past["key"], strict=True)]]
    return f"{rows.iloc[-1]['made_by']}, revision {rows.iloc[-1]['rev_id']}" if len(rows) else "saved before"
