"""Who has which part in an event, report by report."""

from collections.abc import Collection, Iterable
from itertools import chain

from onrecord.editing.entries import Rows, rows_by_key
from onrecord.schema.change import Row

Pair = tuple[str, str]  # role, actor_id


def parts_after(rows: Iterable[Row], place: tuple[str, str], given: Collection[Pair], others: Iterable[str]) -> Rows:
    """The rows of an event once a report is coded to give the parts `given`, and no other ones.

    Parameters
    ----------
    rows : the rows of ``event_actors`` of the event, of the roles that are asked for
    place : event and report
    given : role and actor
    others : the other reports that mention the event

    Returns
    -------
    rows of ``event_actors`` by key
        What other reports give stays. A row without a report says that every report gives the part: it stays where
        this one does, too, and else stands once for each other report.
    """
    event_id, report_id = place
    found = [after for row in rows for after in _row_after(row, report_id, given, others)]
    there = {_pair(row) for row in found if row["report_id"] in ("", report_id)}
    new = sorted(set(given) - there)
    found += [{"event_id": event_id, "actor_id": actor, "role": role, "report_id": report_id} for role, actor in new]
    return dict(chain.from_iterable(rows_by_key("event_actors", row).items() for row in found))


def _row_after(row: Row, report_id: str, given: Collection[Pair], others: Iterable[str]) -> list[Row]:
    if _pair(row) in given or row["report_id"] not in ("", report_id):
        return [row]
    return [{**row, "report_id": other} for other in others] if row["report_id"] == "" else []


def _pair(row: Row) -> Pair:
    return row["role"], row["actor_id"]
