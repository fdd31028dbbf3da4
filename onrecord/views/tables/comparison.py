"""What each report says of one actor, issue or event: a row for each thing told, a column for each report."""

from collections.abc import Callable, Mapping

import pandas as pd

from onrecord.record.evidence.versions import Piece, versions
from onrecord.record.model import Record
from onrecord.record.passages import position_word

COLUMNS = ["mark", "what", "report_id", "told"]
NOT_TOLD, MOST = "not told", 8
ONE_BY_ONE = {"report": "Report", "what": "What", "only_here": "Only here", "told": "What it says"}
SIGNS = " \N{NOT EQUAL TO} "


def comparison(record: Record, mark: str) -> tuple[pd.DataFrame, Mapping[str, str]]:
    """What each report in scope says of an actor, an issue or an event, and the headings it is shown under.

    Returns
    -------
    table, one row a thing told
        ``mark`` of its evidence, ``what``, a column a report that says any of it (what it says, or that it does not),
        ``only_here`` (the mark of the report that alone tells it; "" where several do). With more than eight reports
        one row a thing and report: ``report``, ``told``.
    headings : column -> heading
    """
    kind, _, name = mark.partition(":")
    is_known = kind in ENTRIES and name.isascii()
    rows = ENTRIES[kind](record, name) if is_known else pd.DataFrame(columns=COLUMNS, dtype="str")
    marks, key = record.report_marks(), ["mark", "what"]
    told_by = rows.groupby(key, sort=False)["report_id"].agg(["nunique", "first"]).reset_index()
    is_compared = rows["report_id"].nunique() > 1
    alone = told_by["first"].map(marks).where((told_by["nunique"] == 1) & is_compared, "")
    told_by = told_by.assign(only_here=alone.astype("object").fillna("").astype("str"))[[*key, "only_here"]]
    cells = rows.groupby([*key, "report_id"], sort=False)["told"].agg(lambda told: "; ".join(dict.fromkeys(told)))
    order = [report for report in record.reports["report_id"] if report in set(rows["report_id"])]
    if len(order) > MOST:
        table = cells.reset_index().merge(told_by, on=key)
        return table.assign(report=table["report_id"].map(record.report_names())), ONE_BY_ONE
    names = record.report_names()
    columns = [names[report] for report in order]
    wide = cells.unstack("report_id").reindex(columns=order) if len(rows) else pd.DataFrame(columns=order)
    table = told_by.merge(wide.set_axis(columns, axis=1).fillna(NOT_TOLD).reset_index(), on=key) if order else told_by
    return table, {"what": "What", "only_here": "Only here", **{name: name for name in columns}}


def _of_actor(record: Record, actor_id: str) -> pd.DataFrame:
    """The positions of an actor, and the events it has a part in by each report."""
    said, parts = record.stances, record.event_actors
    said = said[(said["actor_id"] == actor_id) | (said["speaker_id"] == actor_id)]
    parts = parts[(parts["actor_id"] == actor_id) | (parts["speaker_id"] == actor_id)]
    told = parts[["event_id", "report_id", "role"]].merge(record.event_reports, on="event_id", suffixes=("_part", ""))
    told = told[(told["report_id_part"] == "") | (told["report_id_part"] == told["report_id"])]
    events = told.assign(
        mark="event:" + told["event_id"],
        what=told["event_id"].map(record.event_titles()),
        told=told["role"] + ", " + told["reported_status"],
    )
    positions = _positions(record, said)
    return pd.concat([positions.assign(what="On: " + positions["what"]), events[COLUMNS]], ignore_index=True)


def _positions(record: Record, said: pd.DataFrame) -> pd.DataFrame:
    """Stances by issue: which position each report records."""
    return said.assign(
        mark="cell:" + said["actor_id"] + "~" + said["issue_id"],
        what=said["issue_id"].map(record.issue_labels()),
        told=said["position"].map(position_word).astype("str"),
    )[COLUMNS]


def _of_issue(record: Record, issue_id: str) -> pd.DataFrame:
    """Who holds what on an issue, by each report."""
    said = record.stances[record.stances["issue_id"] == issue_id]
    rows = _positions(record, said)
    return rows.assign(what=said["actor_id"].map(record.actor_names()))


def _of_event(record: Record, event_id: str) -> pd.DataFrame:
    """Day, status, place and who took part, by each report."""
    rows = []
    for version in versions(record, event_id):
        facets = {"Day": version.day, "Status": version.status, "Place": version.place}
        cells = [(name, "; ".join(map(_text, pieces))) for name, pieces in facets.items()]
        people = (
            (line[0].text.rstrip(": "), ", ".join(map(_text, line[1:]))) for line in version.people if len(line) > 1
        )
        rows += [(f"event:{event_id}", what, version.report_id, told) for what, told in (*cells, *people)]
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")


def _text(piece: Piece) -> str:
    return piece.text + (SIGNS + ", ".join(piece.unlike) if piece.unlike else "")


ENTRIES: Mapping[str, Callable[[Record, str], pd.DataFrame]] = {
    "actor": _of_actor,
    "issue": _of_issue,
    "event": _of_event,
}
