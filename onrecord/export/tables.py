"""Tables as CSV and as JSON."""

import re
from collections.abc import Iterable, Mapping
from csv import QUOTE_NONNUMERIC
from datetime import date
from json import dumps
from math import isfinite
from typing import TypeAlias

import numpy as np
import pandas as pd

from onrecord.export.text import guard, printable
from onrecord.text import encodable

Plain: TypeAlias = str | int | float | bool | None


def csv(table: pd.DataFrame, *, about: Mapping[str, str] | None = None) -> bytes:
    """A table as CSV that a spreadsheet opens without running any of it.

    Parameters
    ----------
    table : any table
        The index is left out.
    about : what the table is: address of the view, scope, version of the dossier, licence
        Each entry becomes a line ``# name: value`` above the header; none, and the file is the table alone.

    Returns
    -------
    bytes
        UTF-8, RFC 4180, lines end in CR LF, text in quotation marks. Days are ``2021-01-26``, a missing value is empty.

    Notes
    -----
    Text that a spreadsheet would take for a formula gets an apostrophe in front; `unguard` takes it off again.
    Numbers are left alone, also negative ones. Control characters other than line feed and tab are dropped.

    Source: RFC 4180; for the lines above the header, W3C (2015), Model for Tabular Data and Metadata on the Web,
    section 8: a reader told that ``#`` opens a comment skips them.

    Examples
    --------
    >>> csv(pd.DataFrame({"title": ["=1+1"], "position": [-2]}))
    b'"title","position"\\r\\n"\\'=1+1",-2\\r\\n'
    """
    safe = pd.DataFrame({i: _guard_cells(column) for i, (_, column) in enumerate(table.items())}, dtype=object)
    header = [guard(printable(str(name))) for name in table.columns]
    body: str = safe.to_csv(index=False, header=header, quoting=QUOTE_NONNUMERIC, lineterminator="\r\n")
    head = "".join(f"# {_comment(name)}: {_comment(value)}\r\n" for name, value in (about or {}).items())
    return (head + body).encode()


def json(tables: Mapping[str, pd.DataFrame], *, about: Mapping[str, str]) -> bytes:
    """Tables as one JSON object, the same bytes for the same content.

    Parameters
    ----------
    tables : name to table
        The indexes are left out.
    about : what the tables are: address of the view, scope, version of the dossier, licence

    Returns
    -------
    bytes
        UTF-8: ``{"about": {…}, "tables": {name: [{column: value, …}, …]}}``, keys sorted, rows in their order.
        Days are ``"2021-01-26"``; what is missing, undefined or infinite is null.

    Source: RFC 8259.

    Examples
    --------
    >>> print(json({"dyads": pd.DataFrame({"similarity": [-0.5, None]})}, about={"licence": "CC0"}).decode())
    {"about": {"licence": "CC0"}, "tables": {"dyads": [{"similarity": -0.5}, {"similarity": null}]}}
    """
    whole = {
        "about": {encodable(name): encodable(value) for name, value in about.items()},
        "tables": {encodable(name): _rows(table) for name, table in tables.items()},
    }
    return dumps(whole, sort_keys=True, ensure_ascii=False, allow_nan=False).encode()


def plain(value: object) -> Plain:
    """`value` as text, number, truth value or None.

    Days become ISO text, several values one text; what is missing, undefined or infinite becomes None.
    """
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, set | frozenset):
        value = sorted(value, key=str)
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _guard_cells(column: Iterable[object]) -> list[Plain]:
    values = (plain(value) for value in column)
    return [guard(printable(value)) if isinstance(value, str) else value for value in values]


def _rows(table: pd.DataFrame) -> list[dict[str, Plain]]:
    names = [encodable(str(name)) for name in table.columns]
    columns = [[_encodable(plain(value)) for value in table.iloc[:, i]] for i in range(len(names))]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _encodable(value: Plain) -> Plain:
    return encodable(value) if isinstance(value, str) else value


def _comment(text: str) -> str:
    """One line that stays text also where a spreadsheet cuts it at commas."""
    line = " ".join(printable(text).split()).replace('"', "'")
    return re.sub(r"([,;|]\s*)([^,;|]+)", lambda part: part[1] + guard(part[2]), line)
