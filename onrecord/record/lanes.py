"""Events in lanes: the rows a timeline draws."""

from typing import Literal

import pandas as pd

from onrecord import measures
from onrecord.record.model import Record
from onrecord.record.passages import disputed

By = Literal["actor", "issue", "type"]
MANY = 12
REST = "Others"
ROLE_ORDER = {"actor": 0, "participant": 1, "recipient": 2, "invited": 3}


def events(record: Record) -> pd.DataFrame:
    """Every event in scope with what its reports add up to.

    Returns
    -------
    table, one row per event
        The columns of ``events`` and ``n_reports``, ``n_independent``, ``is_single_sourced``, ``is_disputed``, by
        earliest day (where it is open, latest), then latest, then id.
    """
    told = measures.corroboration(record.event_reports, record.reports)
    rows = record.events.merge(told, on="event_id", how="left")
    rows["is_disputed"] = rows["event_id"].isin(disputed(record, "events"))
    first = rows["earliest"].fillna(rows["latest"])
    return (
        rows.assign(first=first)
        .sort_values(["first", "latest", "event_id"])
        .drop(columns="first")
        .reset_index(drop=True)
    )


def marks(record: Record, *, by: By = "actor", n_lanes: int = MANY) -> pd.DataFrame:
    """Every event in scope under each lane it belongs to.

    Parameters
    ----------
    by : what a lane is
        ``actor``: who does it (where nobody is named as acting, who takes part); ``issue``: issues on which a report
        records a stance in the same passage; ``type``: the PLOVER type.
    n_lanes : lanes
        The most drawn; what is left shares a lane called "Others".

    Returns
    -------
    table, one row per event and lane
        The columns of `events` and ``lane``; lanes by number of events, the largest first, "Others" last.
    """
    rows = events(record).merge(LANES[by](record), on="event_id", how="left")
    rows["lane"] = rows["lane"].fillna("Not assigned").astype("str")
    order = rows.groupby("lane")["event_id"].nunique().sort_index().sort_values(ascending=False, kind="stable").index
    if len(order) > n_lanes:
        rows["lane"] = rows["lane"].where(rows["lane"].isin(order[: n_lanes - 1]), REST)
        rows = rows.drop_duplicates(["event_id", "lane"])
        order = order[: n_lanes - 1].append(pd.Index([REST]))
    rank = rows["lane"].map({lane: i for i, lane in enumerate(order)})
    return rows.assign(rank=rank).sort_values(["rank"], kind="stable").drop(columns="rank").reset_index(drop=True)


def _by_actor(record: Record) -> pd.DataFrame:
    parts = record.event_actors.assign(rank=record.event_actors["role"].map(ROLE_ORDER))
    first = parts.groupby("event_id")["rank"].transform("min")
    chief = parts[parts["rank"] == first]
    lane = chief["actor_id"].map(record.names())
    return chief.assign(lane=lane)[["event_id", "lane"]].drop_duplicates()


def _by_issue(record: Record) -> pd.DataFrame:
    lane = record.event_issues["issue_id"].map(record.labels())
    return record.event_issues.assign(lane=lane)[["event_id", "lane"]].dropna().drop_duplicates()


def _by_type(record: Record) -> pd.DataFrame:
    return record.events.rename(columns={"event_type": "lane"})[["event_id", "lane"]]


LANES = {"actor": _by_actor, "issue": _by_issue, "type": _by_type}


def moves(record: Record, rows: pd.DataFrame) -> pd.DataFrame:
    """Where a date was changed: from the old day of an event to its new one.

    Parameters
    ----------
    rows : table, one row per event and lane
        As from `marks`.

    Returns
    -------
    table, one row per re-dated event and lane
        ``event_id``, ``lane``, ``from_day``, ``to_day`` (NaT: put off without a new date), ``label``.

    Notes
    -----
    A link *reschedules* goes from the act of putting off, or from the event with the new date, to the event put off.
    What has occurred is a new date only where it lies after the old one: an event is put off before its day. An act
    of putting off is left out where another link gives the new date.
    """
    links = record.event_links[record.event_links["relation"] == "reschedules"]
    days = record.events.set_index("event_id")[["earliest", "latest", "status", "title"]]
    new = days.reindex(links["from_id"]).reset_index(drop=True)
    old = days.reindex(links["to_id"]).reset_index(names="event_id")
    is_new = (new["status"] != "occurred") | (new["earliest"] > old["latest"])
    to_day = new["earliest"].where(is_new)
    told = {"event_id": old["event_id"], "from_day": old["latest"], "to_day": to_day, "label": new["title"]}
    table = pd.DataFrame(told).dropna(subset=["from_day"])
    table = table[table["to_day"].notna() | ~table["event_id"].isin(table.loc[table["to_day"].notna(), "event_id"])]
    return table.merge(rows[["event_id", "lane"]], on="event_id")
