"""Who has which part in an event, report by report."""

from collections.abc import Collection, Iterable
from itertools import chain

from onrecord.editing.entries import Part, Rows, rows_by_key
from onrecord.editing.tables import Tables, key_of, row_texts
from onrecord.schema.change import Change, Row

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


def part_changes(state: Tables, place: tuple[str, str], parts: Iterable[Part]) -> list[Change]:
    """What separates the parts in an event from those that stand once a report gives `parts` too."""
    event_id, report_id = place
    parts_held, mentions = (
        state[name][state[name]["event_id"] == event_id] for name in ("event_actors", "event_reports")
    )
    rows, reports = row_texts(parts_held), set(mentions["report_id"])
    given = {(part.role, part.actor_id) for part in parts}
    of_report = ("", report_id) if report_id in reports else (report_id,)
    given |= {(row["role"], row["actor_id"]) for row in rows if row["report_id"] in of_report}
    before = {("event_actors", key_of("event_actors", row)): row for row in rows}
    after = parts_after(rows, place, given, reports - {report_id})
    keys = dict.fromkeys([*before, *after])
    return [
        Change(t, k, before.get((t, k)), after.get((t, k))) for t, k in keys if before.get((t, k)) != after.get((t, k))
    ]


def _row_after(row: Row, report_id: str, given: Collection[Pair], others: Iterable[str]) -> list[Row]:
    if _pair(row) in given or row["report_id"] not in ("", report_id):
        return [row]
    return [{**row, "report_id": other} for other in others] if row["report_id"] == "" else []


def _pair(row: Row) -> Pair:
    return row["role"], row["actor_id"]
