"""Two actors that are one, two issues or two events: which rows change in which table, and what collides. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from onrecord.editing.tables import Key, Tables, key_of, row_texts
from onrecord.errors import MissingError, OnRecordError
from onrecord.schema import BY_NAME, TABLES
from onrecord.schema.change import Change, Row

OF: Mapping[str, str] = {"actor": "actors", "issue": "issues", "event": "events"}  # kind of mark -> table
CALLED: Mapping[str, str] = {"actors": "name", "issues": "label", "events": "title"}
# where else an id of each table stands: table and column
REFERS = {name: [(t.name, c.name) for t in TABLES for c in t.columns if c.refers_to == name] for name in CALLED}
SAME = {
    "aliases": "The same spelling is there already; this one ends.",
    "event_actors": "The same part is there already; this one ends.",
    "event_reports": "The same passage tells it there already; this one ends.",
    "event_links": "The same link is there already; this one ends.",
}
NOT_ALL = "Not every report of the two gives it: it stands for each that does."
TOLD = ("gist", "reported_words", "reported_date", "reported_status", "reported_place")


@dataclass(frozen=True)
class Pair:
    """What is to be one: the ``gone`` id ends, its rows become those of ``into``, both of one ``table``."""

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
    """The two that are to be one; `kind` is actor, issue or event.

    Raises OnRecordError where they are the same, or cannot be one; MissingError where one of them is not there.
    """
    if kind not in OF:
        raise OnRecordError("Actors, issues and events can be merged, nothing else.")
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
    elif gone[called := CALLED[asked.table]] != into[called]:
        found.append(Move(asked.table, into, {**into, "note": note_with_label(into["note"], gone[called])}))
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
    """The note of an issue or event that was also called `label`: these have no table of other names."""
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
    for name, column in REFERS[asked.table]:
        yield from MOVES.get((asked.table, name), _row_moves)(tables, asked, (name, column))


def _row_moves(tables: Tables, asked: Pair, place: tuple[str, str]) -> Iterator[Move]:
    name, column = place
    taken = _keys(tables, name)
    doubled = _doubled_stances(tables["stances"], asked) if name == "stances" else {}
    for row in _rows_with(tables, name, column, asked.gone):
        now = {**row, column: asked.into}
        if key_of(name, now) in taken and key_of(name, now) != key_of(name, row):
            yield Move(name, row, None, SAME[name])
        else:
            yield Move(name, row, now, doubled.get(row["stance_id"], "") if name == "stances" else "")


def _rows_with(tables: Tables, name: str, column: str, value: str) -> list[dict[str, str]]:
    rows = tables[name]
    return row_texts(rows[rows[column] == value])


def _principal_moves(tables: Tables, asked: Pair, place: tuple[str, str]) -> Iterator[Move]:
    """Whoever spoke for the one that goes speaks for the other; the other itself for whom that one spoke."""
    above = _row_of(tables, "actors", asked.gone)["principal_id"]
    for row in _rows_with(tables, *place, asked.gone):
        if row["actor_id"] != asked.into:
            yield Move("actors", row, {**row, "principal_id": asked.into})
            continue
        what = "It spoke for the one that becomes it" + (f"; now for {above}." if above else "; now for nobody.")
        yield Move("actors", row, {**row, "principal_id": above}, what)


def _mention_moves(tables: Tables, asked: Pair, place: tuple[str, str]) -> Iterator[Move]:
    """Mentions of an event; of two of one passage that of the other stays, with what else was coded as a note."""
    name, column = place
    there = {key_of(name, row): row for row in _rows_with(tables, name, column, asked.into)}
    for row in _rows_with(tables, name, column, asked.gone):
        now = {**row, column: asked.into}
        stays = there.get(key_of(name, now))
        if stays is None:
            yield Move(name, row, now)
            continue
        yield Move(name, row, None, SAME[name])
        unlike = [
            f"{field.removeprefix('reported_')} {row[field] or 'none'}" for field in TOLD if row[field] != stays[field]
        ]
        if unlike:
            yield Move(name, stays, {**stays, "note": f"{stays['note']} Also coded with {'; '.join(unlike)}.".strip()})


def _link_moves(tables: Tables, asked: Pair, place: tuple[str, str]) -> Iterator[Move]:
    for move in _row_moves(tables, asked, place):
        if move.now is not None and move.now["from_id"] == move.now["to_id"]:
            yield Move("event_links", move.before, None, "It links the two that become one; it ends.")
        else:
            yield move


def _part_moves(tables: Tables, asked: Pair, place: tuple[str, str]) -> Iterator[Move]:
    """Parts in two events that become one: each report gives afterwards what it gave before, and nothing else."""
    name, column = place
    tellers = {
        e: {r["report_id"] for r in _rows_with(tables, "event_reports", column, e)} for e in (asked.gone, asked.into)
    }
    parts: dict[tuple[str, str], dict[str, list[Row]]] = {}
    for event in tellers:
        for row in _rows_with(tables, name, column, event):
            parts.setdefault((row["actor_id"], row["role"]), {asked.gone: [], asked.into: []})[event].append(row)
    for both in parts.values():
        yield from _moves_of_part(asked, both, tellers)


def _moves_of_part(asked: Pair, both: Mapping[str, list[Row]], tellers: Mapping[str, set[str]]) -> Iterator[Move]:
    """One actor in one role. A part without a report is one that every report gives: it stays so where every report of
    either event gives it, and else stands once for each that does."""
    given = {event: {row["report_id"] for row in rows} for event, rows in both.items()}
    wanted = _reports_of_part(asked, given, tellers)
    rows = [*both[asked.into], *both[asked.gone]]
    for row in rows:
        yield from _move_of_part(asked, row, wanted, given[asked.into])
    for report_id in sorted(wanted - given[asked.into] - given[asked.gone]):
        yield Move("event_actors", None, {**rows[0], "event_id": asked.into, "report_id": report_id})


def _move_of_part(asked: Pair, row: Row, wanted: set[str], there: set[str]) -> Iterator[Move]:
    """What becomes of one row of a part: nothing where it stays, `there` being the reports of the other event."""
    is_own, report_id = row["event_id"] == asked.into, row["report_id"]
    if is_own and report_id in wanted:
        return
    if report_id in wanted - there:
        yield Move("event_actors", row, {**row, "event_id": asked.into})
        return
    yield Move("event_actors", row, None, SAME["event_actors"] if report_id or "" in wanted else NOT_ALL)


def _reports_of_part(asked: Pair, given: Mapping[str, set[str]], tellers: Mapping[str, set[str]]) -> set[str]:
    """The reports under which a part stands afterwards, "" for all."""
    by = {event: ids - {""} | (tellers[event] if "" in ids else set()) for event, ids in given.items()}
    every, each = tellers[asked.gone] | tellers[asked.into], by[asked.gone] | by[asked.into]
    is_common = "" in given[asked.gone] | given[asked.into] and every <= each
    return {""} | given[asked.into] if is_common else each


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


Moves = Callable[[Tables, Pair, tuple[str, str]], Iterator[Move]]
MOVES: Mapping[tuple[str, str], Moves] = {
    ("actors", "actors"): _principal_moves,
    ("events", "event_reports"): _mention_moves,
    ("events", "event_links"): _link_moves,
    ("events", "event_actors"): _part_moves,
}
