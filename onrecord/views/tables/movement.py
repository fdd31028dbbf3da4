"""Windows, and what became of dyads and issues between them, as a reader wants them."""

import pandas as pd

from onrecord import measures
from onrecord.dates import label_day
from onrecord.record.model import Record
from onrecord.text import count

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
        Columns by the heading shown: mean S, share of opposed dyads, dyads with a shared issue; ``mark``, the stances.
    """
    whole = measures.network_series(series, spans)
    inside = measures.stances_by_window(record.stances, spans)
    marks = ["stances:" + ",".join(stances["stance_id"]) for stances in inside]
    return pd.DataFrame(
        {
            "Mean similarity": whole["mean_similarity"].to_numpy(),
            "Opposed dyads": whole["share_negative"].to_numpy(),
            "Dyads": whole["n_dyads"].to_numpy(dtype=float),
            "mark": marks,
        },
        index=pd.DatetimeIndex(spans["start"]),
    )


UNITS = {
    "Mean similarity": "S",
    "Opposed dyads": "share",
    "Dyads": "with a shared issue",
    "Polarisation": "0 to 1",
    "Actors with a position": "actors",
}


def phases(series: pd.DataFrame, spans: pd.DataFrame) -> str:
    """The unbroken stretches of windows with similar networks, as a sentence."""
    found = measures.phases(series)
    if found.empty:
        return "No window holds a dyad that shares an issue, so there are no phases to tell apart."
    timed = found.merge(spans, on="window").groupby("phase").agg(start=("start", "min"), end=("end", "max"))
    parts = [_days(start, end) for start, end in timed.itertuples(index=False)]
    if len(parts) == 1:
        return f"One phase: the windows from {parts[0]} do not fall into stretches that differ."
    return f"{len(parts)} phases: {'; '.join(parts)}."


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
        ``actor_a``, ``actor_b``, ``name_a``, ``name_b``, ``change`` (new, strengthened, weakened, flipped, lapsed,
        unchanged), ``before`` and ``after`` (S, NaN where not defined), ``sign``, ``mark`` (the stances that moved it,
        else the dyad), ``stance_ids``.
    """
    moved = measures.travel(before, after)
    names = record.actor_names()
    now = moved["similarity_after"].fillna(moved["similarity_before"])
    dyad = "dyad:" + moved["actor_a"] + "~" + moved["actor_b"]
    table = pd.DataFrame(
        {
            "actor_a": moved["actor_a"],
            "actor_b": moved["actor_b"],
            "name_a": moved["actor_a"].map(names),
            "name_b": moved["actor_b"].map(names),
            "change": moved["direction"],
            "before": moved["similarity_before"],
            "after": moved["similarity_after"],
            "sign": (now > 0).astype("int64") - (now < 0).astype("int64"),
            "mark": ("stances:" + moved["stance_ids"]).where(moved["stance_ids"] != "", dyad),
            "stance_ids": moved["stance_ids"],
        }
    )
    rank = {kind: i for i, kind in enumerate(("flipped", "new", "lapsed", "strengthened", "weakened", "unchanged"))}
    return table.sort_values("change", key=lambda kinds: kinds.map(rank), kind="stable", ignore_index=True)


def actors(record: Record, changes: pd.DataFrame) -> pd.DataFrame:
    """The actors of the dyads that changed: ``actor_id``, ``name``, ``kind``."""
    named = set(changes["actor_a"]) | set(changes["actor_b"])
    return record.actors.loc[record.actors["actor_id"].isin(named), ["actor_id", "name", "kind"]]


def changed_positions(record: Record, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Who holds another position in the later window than in the earlier, with both: ``mark``, ``name``, ``label``."""
    keys = ["actor_id", "issue_id"]
    both = measures.positions(before)[[*keys, "position"]].merge(
        measures.positions(after)[[*keys, "position"]], on=keys, suffixes=("_before", "_after")
    )
    both = both[both["position_before"] != both["position_after"]]
    return both.assign(
        mark="cell:" + both["actor_id"] + "~" + both["issue_id"],
        name=both["actor_id"].map(record.actor_names()),
        label=both["issue_id"].map(record.issue_labels()),
    ).reset_index(drop=True)
