"""Changes to a dossier, as a coder makes them: single, at random, and what a dossier is after them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import pandas as pd

from onrecord import checks, store
from onrecord.editing import Coder, Workspace
from onrecord.schema import BY_NAME, TABLES
from onrecord.schema.change import Change
from onrecord.schema.dossier import Dossier
from onrecord.schema.tables import SUBJECTS
from onrecord.store.rows import current_rows

Row = dict[str, str]
REFERRING = [(t.name, c.name, c.refers_to) for t in TABLES for c in t.columns if c.refers_to]
BAD = ["", " ", "no-such-id", "-9", "x\x00y", "UPPER", "2021-13", "happened", "1e3", "\u202e"]


def workspace(engine: store.Store, dossier: Dossier, name: str = "ann") -> Workspace:
    return Workspace(engine, dossier.dossier_id, Coder(name, True))


def rows(dossier: Dossier, table: str) -> list[Row]:
    frame = dossier.tables[table]
    return [dict(zip(frame.columns, row, strict=True)) for row in frame.to_numpy().tolist()]


def key(table: str, row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row[k] for k in BY_NAME[table].key)


def change(table: str, row: Row, **fields: str) -> Change:
    """A row with other values in some fields."""
    return Change(table, key(table, row), row, {**row, **fields})


def new(table: str, row: Row) -> Change:
    return Change(table, key(table, row), None, row)


def end(table: str, row: Row) -> Change:
    return Change(table, key(table, row), row, None)


def standing(engine: store.Store, dossier_id: str, table: str, of: Iterable[tuple[str, ...]]) -> list[Row | None]:
    """The rows under some keys as they stand now; None for one that does not."""
    asked = [Change(table, k, None, None) for k in of]
    with engine.connect() as connection:
        found = current_rows(connection, dossier_id, asked)
    return [dict(found[table, c.key]) if (table, c.key) in found else None for c in asked]


def lines(table: str, some: Sequence[Row]) -> list[str]:
    """What stands for the lines of a file in messages: the keys of the rows."""
    named = [" + ".join(key(table, row)) for row in some]
    return [line if line.isprintable() else _visible(line) for line in named]


def _visible(line: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)


def frame(table: str, some: Sequence[Row]) -> pd.DataFrame:
    names = [c.name for c in BY_NAME[table].columns]
    cells = [[row[n] for n in names] for row in some]
    return pd.DataFrame(cells, index=lines(table, some), columns=names, dtype="str")


@dataclass(frozen=True)
class Content:
    """A dossier as plain rows."""

    dossier_id: str
    meta: Mapping[str, str]
    by_table: Mapping[str, Mapping[tuple[str, ...], Row]]

    def rows(self, table: str) -> list[Row]:
        return list(self.by_table[table].values())

    def after(self, changes: Iterable[Change]) -> "Content":
        """What it is once `changes` are made."""
        meta, now = self.meta, {table: dict(by_key) for table, by_key in self.by_table.items()}
        for c in changes:
            if c.table == "dossiers":
                meta = c.mine
            elif c.mine is None:
                now[c.table].pop(c.key, None)
            else:
                now[c.table][c.key] = dict(c.mine)
        return Content(self.dossier_id, meta, now)

    def frames(self) -> dict[str, pd.DataFrame]:
        """The tables of the dossier, each line named after the key of its row."""
        return {table: frame(table, self.rows(table)) for table in self.by_table}

    def faults(self) -> list[str]:
        """The faults of the whole."""
        named = {table: list(zip(lines(table, self.rows(table)), self.rows(table), strict=True)) for table in BY_NAME}
        return checks.line_faults(self.meta, named)


def content(dossier: Dossier) -> Content:
    by_table = {t.name: {key(t.name, row): row for row in rows(dossier, t.name)} for t in TABLES}
    return Content(dossier.dossier_id, dossier.meta, by_table)


def at_random(random: Random, content: Content) -> list[Change]:
    """One to four changes at random, one a row: sound ones, broken ones, and endings with or without what hangs on."""
    made: dict[tuple[str, tuple[str, ...]], Change] = {}
    for _ in range(random.choice([1, 1, 2, 4])):
        kind = random.choice([_text, _text, _text, _reference, _broken, _ending, _whole_ending, _copy, _special])
        for c in kind(random, content):
            made.setdefault((c.table, c.key), c)
    return list(made.values())


def _any(random: Random, content: Content, table: str = "") -> tuple[str, Row]:
    name = table or random.choice([t for t in TABLES if content.rows(t.name)]).name
    return name, random.choice(content.rows(name))


def _free(table: str) -> list[str]:
    return [c.name for c in BY_NAME[table].columns if c.name not in BY_NAME[table].key]


def _text(random: Random, content: Content) -> list[Change]:
    table, row = _any(random, content)
    texts = [c.name for c in BY_NAME[table].columns if c.kind == "text" and not c.codes and c.name in _free(table)]
    texts = [name for name in texts if name not in ("subject_table", "derived_from")]
    return [change(table, row, **{random.choice(texts): f"say {random.randrange(10**6)}"})] if texts else []


def _reference(random: Random, content: Content) -> list[Change]:
    """A reference to another row: one that is there, or goes at the same time, or is none."""
    table, column, target = random.choice([r for r in REFERRING if r[1] in _free(r[0]) and content.rows(r[0])])
    _, row = _any(random, content, table)
    _, other = _any(random, content, target)
    value = random.choice([other[BY_NAME[target].key[0]]] * 3 + ["", "no-such-id"])
    gone = [end(target, other)] if random.random() < 0.2 else []
    return [change(table, row, **{column: value}), *gone]


def _broken(random: Random, content: Content) -> list[Change]:
    table, row = _any(random, content)
    return [change(table, row, **{random.choice(_free(table)): random.choice(BAD)})] if _free(table) else []


def _ending(random: Random, content: Content) -> list[Change]:
    return [end(*_any(random, content))]


def _whole_ending(random: Random, content: Content) -> list[Change]:
    """The end of a row and of all that hangs on it, but for one row now and then."""
    table, row = _any(random, content, random.choice((*SUBJECTS, "conflicts")))
    value, found = row[BY_NAME[table].key[0]], [end(table, row)]
    for name, column, target in REFERRING:
        if target == table:
            found += [end(name, r) for r in content.rows(name) if r[column] == value]
    conflicts = [r for r in content.rows("conflicts") if (r["subject_table"], r["subject_id"]) == (table, value)]
    found += [end("conflicts", r) for r in conflicts]
    ids = {r["conflict_id"] for r in conflicts}
    found += [end("conflict_sides", r) for r in content.rows("conflict_sides") if r["conflict_id"] in ids]
    if random.random() < 0.3:
        found.pop(random.randrange(len(found)))
    return found


def _copy(random: Random, content: Content) -> list[Change]:
    """A new row like another one; of an event and of a conflict sometimes with what it needs."""
    table, row = _any(random, content)
    first = BY_NAME[table].key[0]
    fresh = {**row, first: f"new-{random.randrange(10**9)}"}
    if len(BY_NAME[table].key) > 1:
        last = BY_NAME[table].key[-1]
        fresh = {**row, last: random.choice([_any(random, content)[1].get(last, ""), "z", str(int(1e4))])}
        return [] if key(table, fresh) in {key(table, r) for r in content.rows(table)} else [new(table, fresh)]
    owned = {"events": "event_reports", "conflicts": "conflict_sides"}.get(table)
    parts = (
        [new(owned, {**r, first: fresh[first]}) for r in content.rows(owned) if r[first] == row[first]] if owned else []
    )
    return [new(table, fresh), *parts[: random.choice([0, 1, 9])]]


def _special(random: Random, content: Content) -> list[Change]:
    """What only rules over several rows judge: bounds of reports, circles, subjects, the description."""
    report, actor, conflict = (_any(random, content, t)[1] for t in ("reports", "actors", "conflicts"))
    begin, until = int(report["body_start"]), int(report["body_end"])
    other = random.choice(content.rows("actors"))["actor_id"]
    subject = random.choice(SUBJECTS)
    told = dict(content.meta)
    return random.choice(
        [
            [change("reports", report, body_start=str(begin + random.choice([-1, 1, 300])))],
            [change("reports", report, body_end=str(until - random.choice([0, 1, 900])))],
            [change("reports", report, derived_from=random.choice(content.rows("reports"))["report_id"])],
            [change("reports", report, derived_from="Some agency")],
            [change("actors", actor, principal_id=other)],
            [change("conflicts", conflict, subject_table=subject)],
            [change("conflicts", conflict, kind=random.choice(["internal", "contradiction"]))],
            [change("conflicts", conflict, subject_table="nothing")],
            [
                Change(
                    "dossiers", (content.dossier_id,), told, {**told, "title": random.choice(["", "Another", "\x07"])}
                )
            ],
        ]
    )
