"""Evidence for stances and what is made of them: cells, dyads, issues, actors."""

import numpy as np
import pandas as pd

from onrecord import measures
from onrecord.record.attribution import heard_actors, mentions_with
from onrecord.record.evidence.shape import Evidence, Facts, nonempty, row_of
from onrecord.record.model import Record
from onrecord.record.passages import conflicts_of, in_order, mention_passages, position_word, stance_passages
from onrecord.record.positions import claims
from onrecord.schema import POSITIONS
from onrecord.text import count

ALSO = "Also on record"
SILENT = "Silent: no report in scope records one. That is not neutrality."
SIDES = {1: "For", -1: "Against", 0: "No position declared"}


def stance(record: Record, stance_id: str) -> Evidence | None:
    """One stance, and what else is on record of that actor on that issue."""
    row = row_of(record.stances, "stance_id", stance_id)
    if row is None:
        return None
    names, labels = record.actor_names(), record.issue_labels()
    same = record.stances[
        (record.stances["actor_id"] == row["actor_id"]) & (record.stances["issue_id"] == row["issue_id"])
    ]
    others = same["stance_id"].map(lambda other: "" if other == stance_id else ALSO)
    return Evidence(
        f"stance:{stance_id}",
        f"{names[row['speaker_id']]} on “{labels[row['issue_id']]}”",
        (
            ("Position", f"{position_word(row['position'])}: {POSITIONS[str(row['position'])]}"),
            ("When", row["date_label"]),
        ),
        in_order(stance_passages(record, same, others), ["", ALSO]),
        conflicts_of(record, "stances", {stance_id}),
        ((f"actor:{row['actor_id']}", names[row["actor_id"]]), (f"issue:{row['issue_id']}", labels[row["issue_id"]])),
    )


def stances(record: Record, names: str) -> Evidence | None:
    """Several stances: what a window, or an actor or two within it, rests on."""
    rows = record.stances[record.stances["stance_id"].isin(names.split(","))]
    if rows.empty:
        return None
    known, title = record.actor_names(), count(len(rows), "stance")
    actors = [(f"actor:{actor}", known[actor]) for actor in sorted(set(rows["actor_id"]))]
    if len(actors) <= 2:
        title = f"{' and '.join(name for _, name in actors)}: {title}"
    touched = conflicts_of(record, "stances", set(rows["stance_id"]))
    related = tuple(actors) if len(actors) <= 2 else ()
    return Evidence(f"stances:{names}", title, (), stance_passages(record, rows), touched, related)


def cell(record: Record, name: str) -> Evidence | None:
    """One actor on one issue, silence included."""
    actor, _, issue = name.partition("~")
    names, labels = record.actor_names(), record.issue_labels()
    if actor not in names or issue not in labels:
        return None
    rows = record.stances[(record.stances["actor_id"] == actor) & (record.stances["issue_id"] == issue)]
    proposition = record.issues.set_index("issue_id")["proposition"][issue]
    said = record.once(claims)["claim"][actor, issue] if len(rows) else SILENT
    return Evidence(
        f"cell:{name}",
        f"{names[actor]} on “{labels[issue]}”",
        (("Proposition", proposition), ("Position", said)),
        stance_passages(record, rows),
        conflicts_of(record, "stances", set(rows["stance_id"])),
        ((f"actor:{actor}", names[actor]), (f"issue:{issue}", labels[issue])),
    )


def dyad(record: Record, name: str) -> Evidence | None:
    """Two actors on every issue both address."""
    a, _, b = name.partition("~")
    names, labels = record.actor_names(), record.issue_labels()
    if a not in names or b not in names or a == b:
        return None
    both = record.stances[record.stances["actor_id"].isin([a, b])]
    addressed = both.groupby("issue_id")["actor_id"].nunique()
    shared = addressed.index[addressed == 2]
    rows = both[both["issue_id"].isin(shared)]
    passages = stance_passages(record, rows, rows["issue_id"].map(labels))
    return Evidence(
        f"dyad:{name}",
        f"{names[a]} and {names[b]}",
        (("Shared issues", str(len(shared))), *_both_positions(record, rows, (a, b))),
        in_order(passages, [labels[issue] for issue in shared]),
        conflicts_of(record, "stances", set(rows["stance_id"])),
        ((f"actor:{a}", names[a]), (f"actor:{b}", names[b])),
    )


def _both_positions(record: Record, rows: pd.DataFrame, pair: tuple[str, str]) -> Facts:
    """Each shared issue with the position of both, or its range, those whose latest are the widest apart first."""
    names, labels = record.actor_names(), record.issue_labels()
    held = measures.positions(rows)
    latest = dict(zip(zip(held["issue_id"], held["actor_id"], strict=True), held["position"], strict=True))
    issues = sorted(set(held["issue_id"]), key=lambda i: (-abs(latest[i, pair[0]] - latest[i, pair[1]]), i))
    told = record.once(claims)["strength"]
    return tuple((labels[i], ", ".join(f"{names[a]} {told[a, i]}" for a in pair)) for i in issues)


def issue(record: Record, issue_id: str) -> Evidence | None:
    """One issue: who is for, against, undeclared."""
    row = row_of(record.issues, "issue_id", issue_id)
    if row is None:
        return None
    rows = record.stances[record.stances["issue_id"] == issue_id]
    side = np.sign(rows["position"]).map(SIDES).astype("str")
    nobody = tuple((name, "nobody") for sign, name in SIDES.items() if sign and name not in set(side))
    facts = (("Proposition", row["proposition"]), *nobody, ("Topic", row["topic"]), ("Note", row["note"]))
    conflicts = pd.concat(
        [conflicts_of(record, "issues", {issue_id}), conflicts_of(record, "stances", set(rows["stance_id"]))]
    )
    return Evidence(
        f"issue:{issue_id}",
        row["label"],
        nonempty(facts),
        in_order(stance_passages(record, rows, side), list(SIDES.values())),
        conflicts.drop_duplicates("conflict_id"),
    )


def _standing(record: Record, actor_id: str, n_stances: int, n_events: int) -> str:
    """How much is on record of an actor; of one without a position, whether others hold one in its place."""
    if n_stances:
        stances = count(n_stances, "stance")
    else:
        is_heard = actor_id in record.once(heard_actors)
        stances = "positions only of those who belong to it" if is_heard else "no position on record"
    return f"{stances}, {count(n_events, 'event')}"


def actor(record: Record, actor_id: str) -> Evidence | None:
    """One actor: its profile, positions and events."""
    row = row_of(record.actors, "actor_id", actor_id)
    if row is None:
        return None
    names = record.actor_names()
    aliases = record.aliases.loc[record.aliases["actor_id"] == actor_id, "alias"]
    speaks = record.actors.loc[record.actors["principal_id"] == actor_id, "name"]
    rows = record.stances[(record.stances["actor_id"] == actor_id) | (record.stances["speaker_id"] == actor_id)]
    parts = record.event_actors[
        (record.event_actors["actor_id"] == actor_id) | (record.event_actors["speaker_id"] == actor_id)
    ]
    mentions = mentions_with(record, parts)
    facts = (
        ("Kind", row["kind"]),
        ("Role", row["role"]),
        ("Speaks for or belongs to", names.get(row["principal_id"], "")),
        ("Speak for it or belong to it", ", ".join(speaks)),
        ("Also written", ", ".join(dict.fromkeys(aliases))),
        ("On record", _standing(record, actor_id, len(rows), parts["event_id"].nunique())),
        ("Note", row["note"]),
    )
    passages = [stance_passages(record, rows, "Positions"), mention_passages(record, mentions, "Events")]
    touched = conflicts_of(record, "actors", {actor_id})
    return Evidence(f"actor:{actor_id}", row["name"], nonempty(facts), pd.concat(passages, ignore_index=True), touched)
