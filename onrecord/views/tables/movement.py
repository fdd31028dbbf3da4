"""Windows, and what became of dyads and issues between them, as a reader wants them."""

import numpy as np
import pandas as pd

from onrecord import measures
from onrecord.dates import label_day
from onrecord.record.model import Record
from onrecord.text import count
from onrecord.views import basis

ONE_DAY = pd.Timedelta(days=1)


def windows(spans: pd.DataFrame) -> dict[str, str]:
    """Label of each window by its number: its first and last day, and how many stances lie in it."""
    return {
        str(w): f"{_days(start, end)} ({count(n, 'stance')})"
        for w, start, end, n in spans[["window", "start", "end", "n_stances"]].itertuples(index=False)
    }


def _days(start: pd.Timestamp, end: pd.Timestamp) -> str:
    last = end - ONE_DAY
    return label_day(start) if last == start else f"{label_day(start)} to {label_day(last)}"


def network(record: Record, spans: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
    """How the whole field stood in each window.

    Returns
    -------
    table, one row per window, indexed by its first day
        Columns by the heading shown: changes of side, actors who speak, mean S, share of opposed dyads, dyads with a
        shared issue; ``mark``, the stances.
    """
    whole = measures.network_series(series, spans)
    inside = measures.stances_by_window(record.stances, spans)
    marks = ["stances:" + ",".join(stances["stance_id"]) for stances in inside]
    turned = set(measures.turns(record.stances)["stance_id_after"])
    return pd.DataFrame(
        {
            "Changes of side": [float(stances["stance_id"].isin(turned).sum()) for stances in inside],
            "Actors on record": [float(stances["actor_id"].nunique()) for stances in inside],
            "Mean similarity": whole["mean_similarity"].to_numpy(),
            "Opposed dyads": whole["share_negative"].to_numpy(),
            "Dyads": whole["n_dyads"].to_numpy(dtype=float),
            "mark": marks,
        },
        index=pd.DatetimeIndex(spans["start"]),
    )


UNITS = {
    "Changes of side": "since the stance before",
    "Actors on record": "actors",
    "Mean similarity": "S",
    "Opposed dyads": "share",
    "Dyads": "with a shared issue",
    "Polarisation": "0 to 1",
    "Actors with a position": "actors",
}


def phases(series: pd.DataFrame, spans: pd.DataFrame) -> str:
    """The unbroken stretches of windows with similar networks, as a sentence: what is on record differs, not minds."""
    found = measures.phases(series)
    if found.empty:
        return "No window holds a dyad that shares an issue, so there are no phases to tell apart."
    timed = found.merge(spans, on="window").groupby("phase").agg(start=("start", "min"), end=("end", "max"))
    parts = [_days(start, end) for start, end in timed.itertuples(index=False)]
    if len(parts) == 1:
        return f"One phase: the windows from {parts[0]} do not fall into stretches that differ."
    told = "They differ in who is on record with whom, and how near; that is no change of side."
    return f"{count(len(parts), 'phase')}: {'; '.join(parts)}. {told}"


def polarisation(record: Record, spans: pd.DataFrame, issue_id: str) -> pd.DataFrame:
    """How divided the actors were on one issue in each window; NaN where fewer than two spoke on it.

    Returns
    -------
    table, one row per window, indexed by its first day
        ``Polarisation`` in [0, 1], ``Actors with a position``, ``mark``, the stances of the window on it.
    """
    rows = []
    issue = record.issues[record.issues["issue_id"] == issue_id]
    for stances in measures.stances_by_window(record.stances, spans):
        said = stances[stances["issue_id"] == issue_id]
        cells = measures.cells(said)
        summary = measures.issue_summary(cells, issue, said["actor_id"].nunique())
        rows.append((summary["polarisation"].iloc[0], float(len(cells)), "stances:" + ",".join(said["stance_id"])))
    names = ["Polarisation", "Actors with a position", "mark"]
    return pd.DataFrame(rows, columns=names, index=pd.DatetimeIndex(spans["start"]))


def travel(record: Record, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """What became of each dyad between two windows.

    Returns
    -------
    table, one row per dyad
        ``actor_a``, ``actor_b``, ``name_a``, ``name_b``, ``change`` (turned, new, lapsed, same sides), ``before`` and
        ``after`` (S, NaN where not defined), ``sign`` (after, or before where it lapsed; 0 where not above chance),
        ``mark`` (the stances of both in the two windows, on the issues they share in one), ``stance_ids`` (those
        between which one of the two changed sides).
    """
    found = measures.travel(before, after)
    names = record.actor_names()
    dyad = pd.MultiIndex.from_frame(found[["actor_a", "actor_b"]])
    was, now = (_signs(stances).reindex(dyad) for stances in (before, after))
    table = pd.DataFrame(
        {
            "actor_a": found["actor_a"],
            "actor_b": found["actor_b"],
            "name_a": found["actor_a"].map(names),
            "name_b": found["actor_b"].map(names),
            "change": found["direction"],
            "before": found["similarity_before"],
            "after": found["similarity_after"],
            "sign": now.fillna(was).to_numpy(dtype="int64"),
            "mark": basis.dyad_marks(before, after).reindex(dyad).astype("str").to_numpy(),
            "stance_ids": found["stance_ids"],
        }
    )
    rank = {kind: i for i, kind in enumerate(("turned", "new", "lapsed", "same sides"))}
    return table.sort_values("change", key=lambda kinds: kinds.map(rank), kind="stable", ignore_index=True)


def _signs(stances: pd.DataFrame) -> pd.Series:
    """Sign beyond chance of each dyad within a window, indexed by it."""
    held = measures.positions(stances)
    dyads = measures.against_chance(measures.similarity(held), held)
    return measures.signs_beyond_chance(dyads).set_axis(pd.MultiIndex.from_frame(dyads[["actor_a", "actor_b"]]))


def actors(record: Record, changes: pd.DataFrame, *windows: pd.DataFrame) -> pd.DataFrame:
    """The actors of the dyads: ``actor_id``, ``name``, ``kind``, ``mark`` (the stances of each in the windows)."""
    named = set(changes["actor_a"]) | set(changes["actor_b"])
    rows = record.actors.loc[record.actors["actor_id"].isin(named), ["actor_id", "name", "kind"]]
    marks = basis.stance_marks(pd.concat(windows).drop_duplicates("stance_id"), ["actor_id"])
    return rows.assign(mark=rows["actor_id"].map(marks).astype("str"))


def changed_positions(record: Record, changes: pd.DataFrame) -> pd.DataFrame:
    """Who changed sides, with both positions.

    Parameters
    ----------
    changes : table, one row per change
        As from `measures.side_changes` or `measures.turns`.

    Returns
    -------
    table, the rows of `changes`
        Its columns and ``mark`` (the two stances), ``name``, ``label``, ``what`` (changed sides; declared itself, from
        no declared position; no longer declares, to none), ``since`` (the date of the later stance, as coded).
    """
    dates = record.stances.set_index("stance_id")["date_label"]
    before, after = changes["position_before"], changes["position_after"]
    what = np.select([before == 0, after == 0], ["declared itself", "no longer declares"], "changed sides")
    return changes.assign(
        mark="stances:" + changes["stance_id_before"] + "," + changes["stance_id_after"],
        name=changes["actor_id"].map(record.actor_names()),
        label=changes["issue_id"].map(record.issue_labels()),
        what=what,
        since=changes["stance_id_after"].map(dates).astype("str"),
    ).reset_index(drop=True)


def verdict(record: Record) -> str:
    """Whether anybody changed sides on record, and over how many positions that is said."""
    cells = record.once(basis.cells)
    n_turns, positions = len(measures.turns(record.stances)), count(len(cells), "position")
    n_ranges = int((cells["weakest"] != cells["strongest"]).sum())
    ranges = f"; {count(n_ranges, 'position')} at several strengths on one side, which is no change" if n_ranges else ""
    if not n_turns:
        return f"Nobody changed sides: none of {positions} of an actor on an issue has two sides on record{ranges}."
    return f"{count(n_turns, 'change')} of side among {positions} of an actor on an issue{ranges}."
