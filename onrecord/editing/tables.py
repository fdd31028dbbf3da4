"""The tables of a record as they are stored: every cell a text, every row with its key."""

from collections.abc import Iterable, Mapping

import pandas as pd

from onrecord.record import Record
from onrecord.schema import BY_NAME, TABLES, Table
from onrecord.schema.change import Row

Tables = Mapping[str, pd.DataFrame]
Key = tuple[str, ...]


def tables_of(record: Record) -> Tables:
    """The tables of a whole `record` as texts, with the columns of the schema and no others."""
    return {table.name: _as_texts(table, getattr(record, table.name)) for table in TABLES}


def _as_texts(table: Table, rows: pd.DataFrame) -> pd.DataFrame:
    return rows[[column.name for column in table.columns]].astype("str")


def row_texts(rows: pd.DataFrame) -> list[dict[str, str]]:
    """Each row as column -> text."""
    names = [str(name) for name in rows.columns]
    return [dict(zip(names, map(str, cells), strict=True)) for cells in rows.to_numpy(dtype=object).tolist()]


def key_of(table: str, row: Row) -> Key:
    """The key of a row, in the order of the schema."""
    return tuple(row[k] for k in BY_NAME[table].key)


def publication(tables: Tables, report_ids: Iterable[str]) -> dict[str, str]:
    """When and in which language reports were published, as far as they agree: the options of `date_input.to_edtf`.

    Of several days only the year can be taken, and only where it is one.
    """
    reports = tables["reports"][tables["reports"]["report_id"].isin(list(report_ids))]
    days, languages = sorted(set(reports["published"])), set(reports["language"])
    reported_on = f"{days[0]}/{days[-1]}" if len(days) > 1 else "".join(days)
    return {"reported_on": reported_on, "language": languages.pop() if len(languages) == 1 else ""}
