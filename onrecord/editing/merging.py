"""Two actors that are one, or two issues: which rows change in which table, and what collides. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from onrecord.editing.tables import Key, Tables, key_of, row_texts
from onrecord.errors import MissingError, OnRecordError
from onrecord.schema import BY_NAME, TABLES
from onrecord.schema.change import Change, Row

OF: Mapping[str, str] = {"actor": "actors", "issue": "issues"}  # kind of mark -> table
CALLED: Mapping[str, str] = {"actors": "name", "issues": "label"}
# where else an id of each table stands: table and column
REFERS = {name: [(t.name, c.name) for t in TABLES for c in t.columns if c.refers_to == name] for name in CALLED}
SAME = {"aliases": "The same spelling is there already", "event_actors": "The same part is there already"}


@dataclass(frozen=True)
class Pair:
    """What is to be one: the ``gone`` id ends, its rows become those of ``into``; ``table`` is actors or issues."""

    table: str
    gone: str
    into: str


@dataclass(frozen=True)
class Move:
    """What becomes of one row: ``now`` None where it ends, ``before`` None where it is new; and what it runs into."""

    table: str
    before: Row | None
    now: Row | None
    collides: str = ""


def pair(tables: Tables, kind: str, from_id: str, into_id: str) -> Pair:
    """The two that are to be one; `kind` is actor or issue.

    Raises OnRecordError where they are the same, or cannot be one; MissingError where one of them is not there.
    """
    if kind not in OF:
        raise OnRecordError("Actors and issues can be merged, nothing else.")
    asked = Pair(OF[kind], from_id, into_id)
    known = set(tables[asked.table][BY_NAME[asked.table].key[0]])
    if missing := [name for name in (from_id, into_id) if name not in known]:
        raise MissingError(f"There is no {kind} '{missing[0][:80]}' (any more).")
    if from_id == into_id:
        raise OnRecordError("Choose two different ones: nothing is merged with itself.")
    if asked.table == "actors":
        _no_circle(tables, asked)
    return asked


def moves(tables: Tables, asked: Pair, renamed: Mapping[str, str]) -> list[Move]:
    """What becomes of every row that names the one that goes, the row itself first.

    `renamed` are the ids of differences that are called otherwise afterwards: a verdict stays with its difference.
    """
    gone, into = _row_of(tables, asked.table, asked.gone), _row_of(tables, asked.table, asked.into)
    found = [Move(asked.table, gone, None), *_reference_moves(tables, asked), *_subject_moves(tables, asked, renamed)]
    if asked.table == "actors":
        alias = {"actor_id": asked.into, "alias": gone["name"], "report_id": "", "kind": "variant"}
        moved = {key_of("aliases", m.now) for m in found if m.table == "aliases" and m.now is not None}
        stands = key_of("aliases", alias) in moved | _keys(tables, "aliases")
        if gone["name"] != into["name"] and not stands:
            found.append(Move("aliases", None, alias))
    elif gone["label"] != into["label"]:
        found.append(Move("issues", into, {**into, "note": note_with_label(into["note"], gone["label"])}))
    return found


def changes(found: list[Move]) -> list[Change]:
    """The same as changes to be saved: a row whose key differs ends, and stands anew."""
    return [change for move in found for change in _changes_of(move)]


def _changes_of(move: Move) -> list[Change]:
    old, new = (key_of(move.table, row) if row is not None else None for row in (move.before, move.now))
    if old is not None and old == new:
        return [Change(move.table, old, move.before, move.now)]
    begun = [Change(move.table, new, None, move.now)] if new is not None else []
    ended = [Change(move.table, old, move.before, None)] if old is not None else []
    return begun + ended


def note_with_label(note: str, label: str) -> str:
    """The note of an issue that was also called `label`: issues have no table of other names."""
    said = f"Also called “{label}”."
    return note if said in note else f"{note} {said}".strip()


def _row_of(tables: Tables, table: str, name: str) -> Row:
    rows = tables[table]
    return row_texts(rows[rows[BY_NAME[table].key[0]] == name])[0]


def _keys(tables: Tables, table: str) -> set[Key]:
    names = list(BY_NAME[table].key)
    return set(tables[table][names].itertuples(index=False, name=None))


def _reference_moves(tables: Tables, asked: Pair) -> Iterator[Move]:
    """Rows that name the one that goes, with the other in its place; those that would stand twice end."""
    doubled = _doubled_stances(tables["stances"], asked)
    for name, column in REFERS[asked.table]:
        rows, taken = tables[name], _keys(tables, name)
        for row in row_texts(rows[rows[column] == asked.gone]):
            now = {**row, column: asked.into}
            if name == "actors":
                yield _principal_move(tables, asked, row, now)
            elif key_of(name, now) in taken and key_of(name, now) != key_of(name, row):
                yield Move(name, row, None, f"{SAME[name]}; this one ends.")
            else:
                yield Move(name, row, now, doubled.get(row["stance_id"], "") if name == "stances" else "")


def _principal_move(tables: Tables, asked: Pair, row: Row, now: Row) -> Move:
    """Whoever spoke for the one that goes speaks for the other; the other itself for whom that one spoke."""
    if row["actor_id"] != asked.into:
        return Move("actors", row, now)
    above = _row_of(tables, "actors", asked.gone)["principal_id"]
    said = "It spoke for the one that becomes it" + (f"; now for {above}." if above else "; now for nobody.")
    return Move("actors", row, {**row, "principal_id": above}, said)


def _subject_moves(tables: Tables, asked: Pair, renamed: Mapping[str, str]) -> Iterator[Move]:
    for name in ("conflicts", "verdicts"):
        rows = tables[name]
        is_about = (rows["subject_table"] == asked.table) & (rows["subject_id"] == asked.gone)
        is_renamed = rows["difference_id"].isin(list(renamed)) if name == "verdicts" else is_about
        taken = _keys(tables, name)
        for row in row_texts(rows[is_about | is_renamed]):
            is_own = (row["subject_table"], row["subject_id"]) == (asked.table, asked.gone)
            now = {**row, "subject_id": asked.into} if is_own else {**row}
            wanted = renamed.get(row.get("difference_id", ""), "")
            if wanted and (wanted,) not in taken:
                now["difference_id"] = wanted
            if now != row:
                yield Move(name, row, now)


def _doubled_stances(stances: pd.DataFrame, asked: Pair) -> dict[str, str]:
    """Stances that would say a second time what one passage says once, or its opposite: id -> what to look at."""
    own = BY_NAME[asked.table].key[0]
    other = "issue_id" if own == "actor_id" else "actor_id"
    told = stances.assign(start=stances["start"].astype(int), end=stances["end"].astype(int))
    both = told[told[own] == asked.gone].merge(told[told[own] == asked.into], on=["report_id", other])
    both = both[(both["start_x"] < both["end_y"]) & (both["start_y"] < both["end_x"])]
    found = {}
    for mine, theirs, here, there in both[["stance_id_x", "stance_id_y", "position_x", "position_y"]].to_numpy():
        how = "the same position" if here == there else f"{here} here, {there} there"
        found[str(mine)] = f"The same passage holds {theirs} already ({how}): both stay, look at them."
    return found


def _no_circle(tables: Tables, asked: Pair) -> None:
    """Refuse where `into` speaks, by way of others, for the one it would take in."""
    above = dict(zip(tables["actors"]["actor_id"], tables["actors"]["principal_id"], strict=True))
    at, via = above[asked.into], []
    while at and at != asked.gone:
        via.append(at)
        at = above.get(at, "")
    if at and via:
        between = ", ".join(via)
        raise OnRecordError(
            f"{asked.into} speaks for {asked.gone} by way of {between}: as one they would speak for themselves. "
            f"Correct for whom {via[-1]} speaks first."
        )
