"""The number of a report: given once, when it comes in, and never to another one."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import sqlalchemy as sa

from onrecord.schema.change import Change
from onrecord.store.layout import table_of


def numbered_reports(reports: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``reports``, those without a number with the next ones: by day of publication, then by id."""
    is_new = reports["number"] == ""
    if not is_new.any():
        return reports
    order = reports[is_new].assign(no_day=reports["published"] == "").sort_values(["no_day", "published", "report_id"])
    taken = reports.loc[~is_new, "number"]
    first = 1 + max((int(number) for number in taken if number.isascii() and number.isdigit()), default=0)
    new = pd.Series([str(first + n) for n in range(len(order))], index=order.index, dtype="str")
    return reports.assign(number=reports["number"].where(~is_new, new))


def with_numbers(connection: sa.Connection, dossier_id: str, changes: Sequence[Change]) -> list[Change]:
    """`changes`, new reports without a number with the next that no report has or had."""
    wanted = [change for change in changes if _is_unnumbered(change)]
    if not wanted:
        return list(changes)
    table = table_of("reports")
    query = sa.select(table.c.number).where(table.c.dossier_id == dossier_id).distinct()
    first = 1 + max(map(int, connection.scalars(query)), default=0)
    numbers = {change.key: str(first + n) for n, change in enumerate(wanted)}
    return [_with_number(c, numbers[c.key]) if _is_unnumbered(c) else c for c in changes]


def _is_unnumbered(change: Change) -> bool:
    return change.table == "reports" and change.mine is not None and not change.mine["number"]


def _with_number(change: Change, number: str) -> Change:
    return replace(change, mine={**(change.mine or {}), "number": number})
