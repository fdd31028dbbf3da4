"""The register of actors and issues: what each is called, and how much of the record names it."""

import pandas as pd

from onrecord import measures
from onrecord.record.attribution import parts_by_report
from onrecord.record.model import Record

IDS = {"event_id": "n_events", "stance_id": "n_stances", "report_id": "n_reports"}


def actors(record: Record, whole: Record) -> pd.DataFrame:
    """The actors of a scope with how often it names each, and those that the whole record names nowhere.

    Parameters
    ----------
    record : record in scope
    whole : the whole record

    Returns
    -------
    table, one row per actor, by name
        ``mark``, ``actor_id``, ``name``, ``kind``, ``principal`` (name), ``spellings`` (each once; with its kind but
        for a variant), ``n_events`` and ``n_stances`` it has a part in or holds, itself or by who speaks for it where
        the scope counts so, ``n_reports`` that say so; ``is_unused``: no event, stance or conflict names it, and nobody
        speaks for it.
    """
    uses, names = _uses_of_actors(record), whole.actor_names()
    rows = whole.actors[["actor_id", "name", "kind", "principal_id"]]
    used = set(_uses_of_actors(whole)["actor_id"])
    rows = rows[~rows["actor_id"].isin(used - set(uses["actor_id"]))]
    counts = uses.groupby("actor_id")[list(IDS)].nunique().rename(columns=IDS)
    named = used | set(whole.actors["principal_id"]) | _subjects(whole, "actors")
    rows = rows.join(counts, on="actor_id").fillna(dict.fromkeys(IDS.values(), 0))
    return rows.astype(dict.fromkeys(IDS.values(), "int64")).assign(
        mark="actor:" + rows["actor_id"],
        principal=rows["principal_id"].map(names).astype("object").fillna("").astype("str"),
        spellings=rows["actor_id"].map(_spellings(whole)).astype("object").fillna("").astype("str"),
        is_unused=~rows["actor_id"].isin(named),
    ).sort_values(["name", "actor_id"], ignore_index=True)  # fmt: skip


def issues(record: Record, whole: Record) -> pd.DataFrame:
    """The issues of a scope with who holds what on each, and those on which the whole record has no stance.

    Returns
    -------
    table, one row per issue, by label
        ``mark``, ``issue_id``, ``label``, ``proposition``, ``topic``, ``n_stances``; ``n_actors`` with a position, of
        them ``n_for``, ``n_against`` and ``n_neutral``; ``is_unused``: no stance or conflict is about it.
    """
    used, here = set(whole.stances["issue_id"]), set(record.stances["issue_id"])
    rows = whole.issues[["issue_id", "label", "proposition", "topic"]]
    rows = rows[~rows["issue_id"].isin(used - here)]
    cells = measures.cells(record.stances)
    sides = {
        "n_actors": cells["position"].notna(),
        "n_for": cells["position"] > 0,
        "n_against": cells["position"] < 0,
        "n_neutral": cells["position"] == 0,
    }
    counts = pd.DataFrame(sides).groupby(cells["issue_id"]).sum()
    counts["n_stances"] = record.stances["issue_id"].value_counts()
    rows = rows.join(counts, on="issue_id").fillna(dict.fromkeys(counts, 0)).astype(dict.fromkeys(counts, "int64"))
    return rows.assign(
        mark="issue:" + rows["issue_id"], is_unused=~rows["issue_id"].isin(used | _subjects(whole, "issues"))
    ).sort_values(["label", "issue_id"], ignore_index=True)


def _uses_of_actors(record: Record) -> pd.DataFrame:
    """Who has a part in which event, and who holds which stance, by which report; whoever speaks, and who counts."""
    said = [record.stances, parts_by_report(record, record.event_actors)]
    rows = pd.concat(
        [table.assign(actor_id=table[who]) for table in said for who in ("actor_id", "speaker_id")], ignore_index=True
    )
    return rows[["actor_id", *IDS]]


def _spellings(record: Record) -> dict[str, str]:
    rows = record.aliases
    shown = rows["alias"] + (" (" + rows["kind"] + ")").where(rows["kind"] != "variant", "")
    each = pd.DataFrame({"actor_id": rows["actor_id"], "shown": shown}).drop_duplicates()
    return {str(actor): "; ".join(some) for actor, some in each.groupby("actor_id")["shown"]}


def _subjects(record: Record, table: str) -> set[str]:
    """What conflicts are about."""
    return set(record.conflicts.loc[record.conflicts["subject_table"] == table, "subject_id"])
