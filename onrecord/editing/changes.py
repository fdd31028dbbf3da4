"""What changed between two states of a dossier, as a person would tell it: what, how, by whom, why. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from onrecord.editing.coding import mark_of
from onrecord.record import Level, Record, principals
from onrecord.schema import BY_NAME
from onrecord.text import count
from onrecord.views.wording import Names, change_sentence, sentence_rank, value_text

ROW_CHANGES: Mapping[str, str] = {
    "new": "New",
    "changed": "Changed",
    "re-dated": "Re-dated",
    "postponed": "Postponed",
    "retracted": "Retracted",
    "resolved": "Resolved",
    "report withdrawn": "Reports withdrawn",
}
GONE = ("retracted", "report withdrawn")
DATE = {"events": "date", "stances": "date", "reports": "published", "event_reports": "reported_date"}
# what belongs to an event, a conflict or an actor, and how many of it are counted
PARTS = {
    "aliases": "spelling",
    "event_actors": "part",
    "event_reports": "mention",
    "event_links": "link",
    "conflict_sides": "side",
    "verdicts": "verdict",
}
SIGNED = ["rev_id", "made_at", "made_by", "reason"]
COLUMNS = ["what", "table", "key", "name", "says", "fields", "mark", "actors", *SIGNED]


def change_lines(rows: pd.DataFrame, record: Record, *, level: Level = "principal") -> pd.DataFrame:
    """Every row that changed, each once, said in words.

    Parameters
    ----------
    rows : table as `store.changes_between` or `store.history` gives it
    record : the record whose names are used; what is no longer in it is named as it was
    level : who counts as an actor

    Returns
    -------
    table, one line per row of `rows`, in the order of `ROW_CHANGES`, then as `rows` are
        ``what`` (one of `ROW_CHANGES`); ``table``, ``key`` (tuple); ``name``, what the row is called; ``says``, a
        sentence without its subject where that is an actor; ``fields``, (field, old, new) of each field that differs,
        for people; ``mark``, what a click selects ("" without one); ``actors``, the ids of those concerned;
        ``rev_id``, ``made_at`` (UTC), ``made_by``, ``reason``.
    """
    names = Names(rows, record)
    concerned = _AffectedActors(rows, record, level)
    found = [
        {
            "what": (what := kind(row["table"], row["before"], row["now"])),
            "table": row["table"],
            "key": row["key"],
            "name": names.of_row(row["table"], row["now"] or row["before"]),
            "says": change_sentence(names, row["table"], what, (row["before"], row["now"])),
            "fields": tuple(
                (
                    field.replace("_", " ").removesuffix(" id"),
                    *(value_text(names, row["table"], field, v) for v in values),
                )
                for field, *values in _field_differences(row)
            ),
            "mark": mark(row["table"], row["key"]),
            "actors": concerned.by(row["table"], row["key"], row["now"] or row["before"]),
            **{name: row[name] for name in SIGNED},
        }
        for row in rows.to_dict("records")
    ]
    order = {name: n for n, name in enumerate(ROW_CHANGES)}
    found.sort(key=lambda line: order[line["what"]])
    return pd.DataFrame(found, columns=COLUMNS).astype({"rev_id": "int64"})


def kind(table: str, before: Mapping[str, str] | None, now: Mapping[str, str] | None) -> str:
    """What became of one row: one of `ROW_CHANGES`.

    >>> kind("events", {"date": "2021-05", "status": "planned"}, {"date": "2021-06", "status": "planned"})
    're-dated'
    """
    if before is None:
        return "new"
    if now is None:
        return "report withdrawn" if table == "reports" else "retracted"
    statuses = before.get("status"), now.get("status")
    if table == "events" and statuses[1] == "postponed" != statuses[0]:
        return "postponed"
    if table == "conflicts" and statuses[0] == "open" != statuses[1]:
        return "resolved"
    dated = DATE.get(table, "")
    return "re-dated" if before.get(dated) != now.get(dated) else "changed"


def mark(table: str, key: tuple[str, ...]) -> str:
    """What a click on a row selects; "" for the description of the dossier."""
    return "" if table == "dossiers" else mark_of(table, key)


def fields(rows: pd.DataFrame) -> pd.DataFrame:
    """Every field that differs, with both values as they are stored.

    Returns
    -------
    table, one row per field
        ``rev_id``, ``made_at``, ``made_by``, ``reason``, ``table``, ``key`` (text), ``field``, ``old``, ``new``.
    """
    found = [
        (*(row[name] for name in SIGNED), row["table"], " + ".join(row["key"]), *values)
        for row in rows.to_dict("records")
        for values in _field_differences(row)
    ]
    return pd.DataFrame(found, columns=[*SIGNED, "table", "key", "field", "old", "new"])


def with_parts(lines: pd.DataFrame) -> pd.DataFrame:
    """Lines as things: what came or went together with the event, conflict or actor it belongs to is told with it.

    Returns
    -------
    table as `change_lines` gives it, fewer lines
        And ``parts``: what is told with it, in words; "" for none.
    """
    is_part = lines["table"].isin(PARTS)
    of = list(zip(lines["mark"], lines["what"], strict=True))
    heads = {pair for pair, part in zip(of, is_part, strict=True) if not part}
    # with the event that is new, not with one that was there and of which only this is new
    told = is_part & pd.Series([pair in heads and pair[1] != "changed" for pair in of], index=lines.index, dtype=bool)
    parts = {pair: _part_counts(some) for pair, some in lines[told].groupby(["mark", "what"])["table"]}
    found = ["" if part else parts.get(pair, "") for pair, part in zip(of, is_part, strict=True)]
    return lines.assign(parts=pd.Series(found, index=lines.index, dtype="str"))[~told]


def by_actor(lines: pd.DataFrame, record: Record) -> pd.DataFrame:
    """Who is concerned by how many changes, and the most telling of them in a sentence; most changes first.

    Returns
    -------
    table, one row per actor
        ``actor_id``, ``name``, ``mark``, ``n`` (lines), ``says`` (a sentence), ``lines`` (their index labels, tuple).
    """
    names = record.actor_names()
    each = lines[["actors", "table", "what", "fields", "says", "rev_id"]].explode("actors").dropna(subset=["actors"])
    found = []
    for actor, some in each.groupby("actors", sort=True):
        said = min(some.to_dict("records"), key=lambda line: (sentence_rank(line), -line["rev_id"]))["says"]
        name = names.get(str(actor), str(actor))
        sentence = said[:1].upper() + said[1:] + "."
        found.append((str(actor), name, f"actor:{actor}", len(some), sentence, tuple(some.index)))
    table = pd.DataFrame(found, columns=["actor_id", "name", "mark", "n", "says", "lines"])
    return table.sort_values(["n", "name"], ascending=[False, True], kind="stable", ignore_index=True)


def within(lines: pd.DataFrame, views: Sequence[Record]) -> pd.DataFrame:
    """The lines about something that stands in one of `views`: the record in scope as it is, and as it was before."""
    marks = set().union(*(_marks(view) for view in views))
    return lines[lines["mark"].isin(marks)]


def _marks(view: Record) -> set[str]:
    said, parts = view.stances, view.event_actors
    actors = {*said["actor_id"], *said["speaker_id"], *parts["actor_id"], *parts["speaker_id"]}
    ids: dict[str, Iterable[str]] = {
        "event": view.events["event_id"],
        "stance": view.stances["stance_id"],
        "conflict": view.conflicts["conflict_id"],
        "report": view.reports["report_id"],
        "issue": view.issues["issue_id"],
        "actor": actors,
    }
    return {f"{name}:{i}" for name, some in ids.items() for i in some}


def _field_differences(row: Mapping[Any, Any]) -> list[tuple[str, str, str]]:
    """The fields in which two versions of a row differ; of a row that came or went, those that say something."""
    before, now = row["before"] or {}, row["now"] or {}
    key = BY_NAME[row["table"]].key if row["table"] in BY_NAME else ()
    hidden = set(key) if len(key) == 1 else set()
    pairs = ((name, before.get(name, ""), now.get(name, "")) for name in dict.fromkeys([*before, *now]))
    return [(name, old, new) for name, old, new in pairs if old != new and name not in hidden]


def _part_counts(tables: pd.Series) -> str:
    counts = tables.value_counts().sort_index()
    return ", ".join(count(n, PARTS[str(t)]) for t, n in counts.items())


def _rows_before(rows: pd.DataFrame, table: str) -> list[Mapping[str, str]]:
    return [row for row in rows.loc[rows["table"] == table, "before"] if row]


class _AffectedActors:
    """Who is concerned by a row: whose stance, who takes part, whom a conflict is about."""

    def __init__(self, rows: pd.DataFrame, record: Record, level: Level) -> None:
        self.counts = dict(principals(record.actors)) if level == "principal" else {}
        self.parts: dict[str, set[str]] = {}
        self.held = dict(zip(record.stances["stance_id"], record.stances["speaker_id"], strict=True))
        pairs = [*zip(record.event_actors["event_id"], record.event_actors["speaker_id"], strict=True)]
        pairs += [(row["event_id"], row["actor_id"]) for row in _rows_before(rows, "event_actors")]
        for row in _rows_before(rows, "stances"):
            self.held.setdefault(row["stance_id"], row["actor_id"])
        for event, actor in pairs:
            self.parts.setdefault(event, set()).add(actor)

    def by(self, table: str, key: Sequence[str], row: Mapping[str, str]) -> tuple[str, ...]:
        if "actor_id" in row:
            ids = {row["actor_id"]}
        elif table in ("conflicts", "verdicts"):
            ids = self._about(row["subject_table"], row["subject_id"])
        else:
            ids = self.parts.get(key[0], set()) if table in ("events", "event_reports", "event_links") else set()
        return tuple(sorted({self.counts.get(i, i) for i in ids}))

    def _about(self, table: str, name: str) -> set[str]:
        if table == "events":
            return self.parts.get(name, set())
        held = self.held.get(name) if table == "stances" else name if table == "actors" else None
        return {held} if held else set()
