"""What was done to a dossier, row by row, and what separates two of its states."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import sqlalchemy as sa

from onrecord.schema.change import Change
from onrecord.store.database import revisions
from onrecord.store.ids import shown_id, stored_id
from onrecord.store.layout import STORED, table_of
from onrecord.store.rows import row_content

SIGNED = ["rev_id", "made_at", "made_by", "reason", "undoes"]


def history(engine: sa.Engine, dossier_id: str, after: int = 0, until: int | None = None) -> pd.DataFrame:
    """What each revision did to each row, oldest first.

    Parameters
    ----------
    after, until : revisions
        Those after the first, up to and with the second (by default the newest).

    Returns
    -------
    table, one row per row changed and revision
        ``rev_id``, ``made_at`` (UTC), ``made_by``, ``reason``, ``undoes`` (0: none), ``table``, ``key`` (tuple),
        ``before`` and ``now`` (column -> text; None where the row was not there, or stands no more).
    """
    with engine.connect() as connection:
        stored = stored_id(connection, dossier_id)
        past, own = row_changes(connection, stored, after, until), (shown_id(connection, stored),)
    signed = revisions(engine, dossier_id)  # read last: it knows whatever was done until then
    rows = [(rev_id, c.table, own if c.table == "dossiers" else c.key, c.base, c.mine) for rev_id, c in past]
    table = pd.DataFrame(rows, columns=["rev_id", "table", "key", "before", "now"]).astype(object)
    table["rev_id"] = table["rev_id"].astype("int64")
    return table.merge(signed[SIGNED], on="rev_id", how="left")[[*SIGNED, "table", "key", "before", "now"]]


def changes_between(engine: sa.Engine, dossier_id: str, since: int, until: int) -> pd.DataFrame:
    """What separates the state at one revision from the state at a later one: rows that differ, each once.

    Returns
    -------
    table as `history` gives it
        ``before`` at `since`, ``now`` at `until`; signed by the last revision that touched the row in between.
    """
    past = history(engine, dossier_id, since, until)
    if past.empty:
        return past
    by_row = past.groupby(["table", "key"], sort=False)
    last = by_row.tail(1).set_index(["table", "key"])
    first = by_row.head(1).set_index(["table", "key"])
    last["before"] = first["before"].reindex(last.index)
    rows = last.reset_index()[past.columns]
    same = [before == now for before, now in zip(rows["before"], rows["now"], strict=True)]
    return rows[~pd.Series(same, index=rows.index, dtype=bool)].reset_index(drop=True)


def row_changes(
    connection: sa.Connection, dossier_id: str, after: int = 0, until: int | None = None
) -> list[tuple[int, Change]]:
    """What the revisions after `after`, up to and with `until`, did to each row, oldest first."""
    found: dict[tuple[int, str, str], list[Mapping[str, str] | None]] = {}
    for name in ("dossiers", *STORED):
        for rev_id, key, place, row in _steps(connection, name, dossier_id, (after, until)):
            found.setdefault((rev_id, name, key), [None, None])[place] = row
    order = {name: n for n, name in enumerate(("dossiers", *STORED))}
    ranked = sorted(found.items(), key=lambda item: (item[0][0], order[item[0][1]], item[0][2]))
    return [(rev_id, Change(name, tuple(json.loads(key)), base, mine)) for (rev_id, name, key), (base, mine) in ranked]


def _steps(
    connection: sa.Connection, name: str, dossier_id: str, bounds: tuple[int, int | None]
) -> Iterator[tuple[int, str, int, Mapping[str, str]]]:
    """Revision, key, 0 for a row it ended or 1 for one it brought, and the row."""
    table = table_of(name)
    for place, column in enumerate((table.c.rev_to, table.c.rev_from)):
        within: list[Any] = [table.c.dossier_id == dossier_id, column > bounds[0]]
        if bounds[1] is not None:
            within.append(column <= bounds[1])
        for row in connection.execute(sa.select(table).where(*within)).mappings():
            yield int(row[column.name]), row["row_key"], place, row_content(name, row)
