"""Events in lanes: the rows a timeline draws."""

from typing import Literal

import pandas as pd

from onrecord import measures
from onrecord.record.attribution import parts_by_report, reports_by
from onrecord.record.event_differences import event_differences
from onrecord.record.history import PUT_OFF, heads, histories, lookup, postponements, step_texts
from onrecord.record.model import Record
from onrecord.record.passages import disputed_ids

By = Literal["actor", "issue", "type"]
MANY = 12
REST = "Others"
# who does it, then who is there, those who are part of it before those who make it possible
ROLE_ORDER = {
    "actor": 0, "signatory": 1, "participant": 2, "mediator": 3, "chair": 4, "host": 5, "recipient": 6, "invited": 7,
}  # fmt: skip


def events(record: Record) -> pd.DataFrame:
    """Every event in scope with what its reports add up to.

    Returns
    -------
    table, one row per event
        The columns of ``events`` and ``reports`` (the marks of those that tell it), ``n_reports``, ``n_independent``,
        ``is_single_sourced``, ``is_disputed``, ``differs``, ``fate`` and ``other_days`` as from `event_differences`
        (what differs is said of what is disputed; of other days, those that are not its own), by earliest
        day (where it is open, latest), then latest, then id.
    """
    told = measures.corroboration(record.event_reports, record.reports)
    rows = record.events.merge(told, on="event_id", how="left")
    by = reports_by(record, record.event_reports, ["event_id"])["reports"]
    rows["reports"] = rows["event_id"].map(by).fillna("").astype("str")
    rows["is_disputed"] = rows["event_id"].isin(disputed_ids(record, "events"))
    rows = _with_differences(record, rows)
    first = rows["earliest"].fillna(rows["latest"])
    return (
        rows.assign(first=first)
        .sort_values(["first", "latest", "event_id"])
        .drop(columns="first")
        .reset_index(drop=True)
    )


def _with_differences(record: Record, rows: pd.DataFrame) -> pd.DataFrame:
    """Events with what differs about them; the own day of an event is no other one, as long as it is one day."""
    about = record.once(event_differences).reindex(rows["event_id"]).set_axis(rows.index)
    days = [
        tuple(day for day in told if not (is_day and day == own)) if isinstance(told, tuple) else ()
        for told, own, is_day in zip(about["other_days"], rows["earliest"], rows["is_day"], strict=True)
    ]
    differs = about["differs"].fillna("").where(rows["is_disputed"], "")
    other_days = pd.Series(days, rows.index, dtype="object")
    return rows.assign(differs=differs, fate=about["fate"].fillna(""), other_days=other_days)


def current_events(record: Record) -> pd.DataFrame:
    """Every event in scope that no other took the place of: what was given a new date is one mark, not several.

    Returns
    -------
    table, one row per event that stands
        The columns of `events`; ``history``: its dates and statuses so far, one a line, the oldest first, "" where
        they never changed; ``was``: the dates that others took the place of, the last first.
    """
    rows, chain = record.once(events), record.once(heads)
    steps = record.once(histories)
    told = step_texts(record, steps[steps.duplicated("event_id", keep=False)])
    said = (told["since"] + ": " + told["told"]).groupby(told["event_id"]).agg("\n".join)
    rows = rows[rows["event_id"].map(chain["head"]) == rows["event_id"]].reset_index(drop=True)
    off = _date_changes(record, steps).dropna(subset=["from_day", "to_day"])
    was = off.iloc[::-1].groupby("event_id")["from_label"].agg("; ".join)
    texts = {"history": said.astype("str"), "was": was.astype("str")}
    return rows.assign(**{name: lookup(rows["event_id"], text).fillna("") for name, text in texts.items()})


def marks(record: Record, *, by: By = "actor", n_lanes: int = MANY) -> pd.DataFrame:
    """Every event in scope that stands, under each lane it belongs to.

    Parameters
    ----------
    by : what a lane is
        ``actor``: who does it (where nobody is named as acting, who signs, else who takes part); ``issue``: issues on
        which a report records a stance in the same passage; ``type``: the PLOVER type.
    n_lanes : lanes
        The most drawn; what is left shares a lane called "Others".

    Returns
    -------
    table, one row per event and lane
        The columns of `current_events` and ``lane``; lanes by number of events, the largest first, "Others" last. Under
        an actor stand the reports that give it the part, which need not be all that tell the event.
    """
    lanes = LANES[by](record)
    rows = record.once(current_events).merge(lanes.drop_duplicates(["event_id", "lane"]), on="event_id", how="left")
    rows["lane"] = rows["lane"].fillna("Not assigned").astype("str")
    order = rows.groupby("lane")["event_id"].nunique().sort_index().sort_values(ascending=False, kind="stable").index
    if len(order) > n_lanes:
        rows["lane"] = rows["lane"].where(rows["lane"].isin(order[: n_lanes - 1]), REST)
        rows = rows.drop_duplicates(["event_id", "lane"])
        order = order[: n_lanes - 1].append(pd.Index([REST]))
    rows = _with_own_reports(record, rows, lanes) if "report_id" in lanes else rows
    rank = rows["lane"].map({lane: i for i, lane in enumerate(order)})
    return rows.assign(rank=rank).sort_values(["rank"], kind="stable").drop(columns="rank").reset_index(drop=True)


def _by_actor(record: Record) -> pd.DataFrame:
    parts = record.event_actors.assign(rank=record.event_actors["role"].map(ROLE_ORDER))
    first = parts.groupby("event_id")["rank"].transform("min")
    chief = parts[parts["rank"] == first]
    lane = chief["actor_id"].map(record.actor_names())
    return chief.assign(lane=lane)[["event_id", "lane", "report_id"]]


def _with_own_reports(record: Record, rows: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """Events in lanes with the reports that put them there: who gives an actor no part says nothing of it."""
    shown = parts.assign(lane=parts["lane"].where(parts["lane"].isin(set(rows["lane"])), REST))
    told = reports_by(record, parts_by_report(record, shown), ["event_id", "lane"])
    own = told.reindex(pd.MultiIndex.from_frame(rows[["event_id", "lane"]])).set_axis(rows.index)
    changed = rows.assign(**{name: own[name].fillna(rows[name]).astype(rows[name].dtype) for name in told.columns})
    return changed.assign(is_single_sourced=changed["n_independent"] == 1)


def _by_issue(record: Record) -> pd.DataFrame:
    lane = record.event_issues["issue_id"].map(record.issue_labels())
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
    table, one row per new date and lane
        ``event_id``, ``from_day``, ``to_day`` (NaT: put off without a new date), ``label`` (the event that took its
        place, the act that put it off, or the report that tells it), ``lane``.

    Notes
    -----
    What took the place of another event has a new date. So has a plan that a later report gives other days, none of
    which it could have meant before. Two reports of one day, or on what has occurred, contradict each other instead.
    """
    off = _date_changes(record, record.once(histories)).dropna(subset=["from_day"])
    return off[["event_id", "from_day", "to_day", "label"]].merge(rows[["event_id", "lane"]], on="event_id")


def _date_changes(record: Record, steps: pd.DataFrame) -> pd.DataFrame:
    """Each dated step that is past: another event or date took its place, or it was put off without a new one."""
    dated = steps[(steps["date"] != "") | (steps["of_id"] != steps["event_id"])].reset_index(drop=True)
    told = ["known_on", "of_id", "report_id", "earliest", "latest"]
    new = dated.groupby("event_id")[told].shift(-1)
    now = record.events.set_index("event_id")
    is_act = dated["told_id"] != dated["of_id"]
    is_open = new["of_id"].isna() & (is_act | (dated["event_id"].map(now["status"]) == PUT_OFF))
    took_place = new["of_id"].notna() & (new["of_id"] != dated["of_id"])
    is_later = (dated["status"] != "occurred") & (new["known_on"] > dated["known_on"])
    is_other = (dated["latest"] < new["earliest"]) | (new["latest"] < dated["earliest"])
    by_act = dated["of_id"].map(
        record.once(postponements).drop_duplicates("to_id", keep="last").set_index("to_id")["from_id"]
    )
    by = new["of_id"].where(took_place, by_act.where(is_open)).map(record.event_titles())
    report = new["report_id"].fillna(dated["report_id"]).map(record.report_names())
    from_day = lookup(dated["of_id"], now["latest"].fillna(now["earliest"])).where(took_place | is_open)
    changed = dated.assign(
        from_day=from_day.fillna(dated["latest"]).fillna(dated["earliest"]),
        from_label=dated["date_label"],
        to_day=new["earliest"].where(~took_place, lookup(new["of_id"], now["earliest"])),
        label=by.fillna(report).fillna("").astype("str"),
    )
    return changed[took_place | (is_later & is_other) | is_open]
