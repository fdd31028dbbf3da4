"""Programs that save, and are stopped while they do. Each is run by ``python -m tests.crash NAME ...`` and prints JSON.

Without a name, many are run by one process that has everything loaded: see `serve`. Children too are forked from it, so
that they spend their short life on saving.
"""

import json
import os
import signal
import sqlite3
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import closing, suppress
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random

from onrecord import store
from onrecord.editing import Coder, Workspace, save
from onrecord.errors import OnRecordError, StaleError
from onrecord.schema.change import Change
from onrecord.schema.dossier import Dossier
from onrecord.store import migrations
from tests import edits

SHIPPED = Path(__file__).parents[1] / "data" / "moscow-initiative-2021"
NOBODY = 65534
assert migrations.HERE  # loaded before any child is forked


class Saver:
    """Saves one numbered edit after another; each sets a number on two rows of two tables at once."""

    def __init__(self, url: str) -> None:
        self.engine, self.dossier = store.connect(url), shipped()
        self.workspace = Workspace(self.engine, self.dossier.dossier_id, Coder("ann", True))
        self.rows = {table: edits.rows(self.dossier, table)[0] for table in ("events", "stances")}

    def numbers(self) -> list[int]:
        """The number that each of the two rows holds; 0 where no edit was saved."""
        return [int(row["note"].removeprefix("edit ")) if row["note"].startswith("edit ") else 0 for row in self.now()]

    def now(self) -> list[edits.Row]:
        keys = [(table, edits.key(table, row)) for table, row in self.rows.items()]
        return [edits.standing(self.engine, self.dossier.dossier_id, table, [key])[0] for table, key in keys]

    def save(self, number: int) -> int:
        made = [edits.change(t, row, note=f"edit {number}") for t, row in zip(self.rows, self.now(), strict=True)]
        return save(self.workspace, made, reason=f"edit {number}", token=f"edit {number}")


@cache
def shipped() -> Dossier:
    """The shipped dossier, read once and before any child is forked."""
    return store.read_folder(SHIPPED)


def filled(url: str) -> None:
    """A database that holds the shipped dossier, its log written back into the file."""
    engine = store.connect(url)
    store.fill(engine, shipped())
    engine.dispose()


def forked(work: Callable[[], object]) -> int:
    """Do `work` in a child of its own; its process id. It leaves 0, or 1 where `work` failed."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        work()
        code = 0
    finally:  # never into what the parent would do next
        if code:
            traceback.print_exc()
        os._exit(code)


def _on_and_on(url: str, pipe: int) -> None:
    saver = Saver(url)
    number = saver.numbers()[0]
    while True:
        number += 1
        saver.save(number)
        os.write(pipe, b"%d\n" % number)  # said once the call has returned


def kills(home: str, rounds: str, seed: str) -> dict[str, object]:
    """Kill a program that saves, at a random moment, again and again; what was acknowledged, and what was found."""
    random, found = Random(int(seed)), {"kills": 0, "acknowledged": 0, "unsaid": 0, "wrong": []}
    takes = _time_of_some(f"sqlite:///{home}/first.db")
    for number in range(int(rounds)):
        path = Path(home) / f"{number // 100}.db"
        url = f"sqlite:///{path}"
        if not path.exists():
            filled(url)
            last = 0
        child, heard = _saving(url)
        time.sleep(random.uniform(0, takes))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with open(heard) as pipe:
            acknowledged = [int(line) for line in pipe]
        found["kills"] += 1
        found["acknowledged"] += len(acknowledged)
        last = max(acknowledged, default=last)
        held, wrong = _after_a_kill(url, last)
        found["wrong"] += [f"{path.name}, round {number}: {w}" for w in wrong]
        found["unsaid"] += held - last
        last = held
    return found


def _saving(url: str) -> tuple[int, int]:
    """A child that saves on and on: its process id, and where it says what it saved."""
    heard, said = os.pipe()
    child = forked(lambda: _on_and_on(url, said))
    os.close(said)
    return child, heard


def _time_of_some(url: str, n: int = 15) -> float:
    """How long a child takes to start and to save so many edits, on this machine at this moment; in seconds."""
    filled(url)
    began = time.monotonic()
    child, heard = _saving(url)
    with open(heard) as pipe:
        for _ in range(n):
            pipe.readline()
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return time.monotonic() - began


def _after_a_kill(url: str, acknowledged: int) -> tuple[int, list[str]]:
    """The number the rows hold, and whatever is not as it must be."""
    saver, wrong = Saver(url), []
    one, other = saver.numbers()
    if one != other:
        wrong.append(f"half of an edit: {one} and {other}")
    if one not in (acknowledged, acknowledged + 1):
        wrong.append(f"{acknowledged} was acknowledged, {one} is there")
    past = store.revisions(saver.engine, saver.dossier.dossier_id)
    if past["reason"].tolist()[1:] != [f"edit {n}" for n in range(1, one + 1)]:
        wrong.append("a revision is missing")
    saver.engine.dispose()
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as plain:
        wrong += [line for (line,) in plain.execute("PRAGMA integrity_check") if line != "ok"]
    return one, wrong


def saves(url: str, n: str, log: str) -> dict[str, object]:
    """Save so many edits; how long the file `log` became with each."""
    saver, path = Saver(url), Path(log)
    sizes = [path.stat().st_size if path.exists() else 0]
    for number in range(int(n)):
        saver.save(number + 1)
        sizes.append(path.stat().st_size)
    return {"grew": [after - before for before, after in pairwise(sizes)]}


def failing(url: str, switch: str) -> dict[str, object]:
    """Save while the disk confirms nothing, which it does as long as the file `switch` is there."""
    saver, said = Saver(url), {}
    saver.save(1)
    Path(switch).touch()
    for name, number in (("first", 2), ("later", 3)):
        try:
            said[name] = f"saved as revision {saver.save(number)}"
        except OnRecordError as error:
            said[name] = str(error)
        Path(switch).unlink(missing_ok=True)
    return {**said, "numbers": saver.numbers()}


def readonly(folder: str, what: str) -> dict[str, object]:
    """Save to a file, or into a folder, that may only be read; then once it may be written to again."""
    path = Path(folder) / ("record.db" if what == "file" else "")
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    url, said, saver = f"sqlite:///{folder}/record.db", {}, None
    path.chmod(0o400 if what == "file" else 0o500)
    for name in ("refused", "later"):
        try:
            saver = saver or Saver(url)
            said[f"{name} numbers"] = saver.numbers()
            said[name] = f"saved as revision {saver.save(1)}"
        except OnRecordError as error:
            said[name] = str(error)
        path.chmod(0o600 if what == "file" else 0o700)
    return said


def counting(url: str, n_programs: str, n_edits: str) -> dict[str, object]:
    """Let several processes count up the same five rows; the code that each leaves."""
    shipped()
    names = [f"program {n}" for n in range(int(n_programs))]
    return {"codes": _codes([forked(lambda n=n: count_up(store.connect(url), int(n_edits), n)) for n in names])}


def _codes(children: list[int]) -> list[int]:
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def count_up(engine: store.Store, n_edits: int, who: str) -> int:
    """Add one, so many times, to the number on one of five events; how often somebody else had been faster."""
    dossier, random, stale = shipped(), Random(who), 0
    at = edits.workspace(engine, dossier, who)
    five = [edits.key("events", row) for row in edits.rows(dossier, "events")[:5]]
    for n in range(n_edits):
        key = random.choice(five)
        while True:
            (seen,) = edits.standing(engine, dossier.dossier_id, "events", [key])
            more = f"{int(seen['note'].split()[0]) + 1} by {who}, edit {n}"  # no two write the same
            try:
                save(at, [edits.change("events", seen, note=more)], reason="one more")
            except StaleError:
                stale += 1
            else:
                break
    return stale


def together(n: str, seed: str, *urls: str) -> dict[str, object]:
    """Open each database from several processes in the same moment, and fill it; the code that each leaves."""
    random, codes = Random(int(seed)), []
    shipped()
    for url in urls:
        gate, opened = os.pipe()
        children = []
        for _ in range(int(n)):
            late = random.uniform(0, 0.005)
            children.append(forked(lambda url=url, late=late: _wait_and_fill(url, (gate, opened), late)))  # noqa: B023
        os.close(gate)
        os.close(opened)
        codes.append(_codes(children))
    return {"codes": codes}


def _wait_and_fill(url: str, pipe: tuple[int, int], late: float) -> None:
    os.close(pipe[1])
    os.read(pipe[0], 1)  # until every other end of it is closed
    time.sleep(late)
    filled(url)


def migrating(home: str, rounds: str, seed: str) -> dict[str, object]:
    """Kill the start on an old database, `home`/old.db, at a random moment; what was found then, and after the next.

    On and on until so many starts were killed, and both before and after their work was done: the moment moves with
    what was found last, so that neither a fast nor a slow machine decides.
    """
    random, old = Random(int(seed)), Path(home) / "old.db"
    began = time.monotonic()
    fresh = Path(home) / "first.db"
    fresh.write_bytes(old.read_bytes())
    store.connect(f"sqlite:///{fresh}").dispose()
    reach = time.monotonic() - began
    states, wrong = [_schema(old), _schema(fresh)], []
    seen = [0, 0]
    while sum(seen) < int(rounds) or not all(seen):
        path = Path(home) / str(sum(seen)) / "record.db"
        path.parent.mkdir()
        path.write_bytes(old.read_bytes())
        child = forked(lambda path=path: store.connect(f"sqlite:///{path}"))
        time.sleep(random.uniform(0, reach))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        if (state := _schema(path)) not in states:
            wrong.append(f"round {sum(seen)}: between two schemas")
            break
        seen[states.index(state)] += 1
        reach *= 1.3 if state == states[0] else 0.8
        wrong += [f"round {sum(seen)}: {fault}" for fault in _after_a_killed_start(path, old, states)]
    return {"states": seen, "wrong": wrong}


def _after_a_killed_start(path: Path, old: Path, states: list[list[str]]) -> list[str]:
    """What is not as it must be once the next start is over."""
    store.connect(f"sqlite:///{path}").dispose()
    copy = path.with_name("record.db.schema-0001")
    checks = {
        "not brought up to date by the next start": _schema(path) == states[1],
        "other rows": _rows(path, like=old) == _rows(old),
        "no copy as it was": copy.exists() and (_rows(copy), _schema(copy)) == (_rows(old), states[0]),
    }
    return [fault for fault, is_right in checks.items() if not is_right]


def _schema(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as plain:
        made = [sql for (sql,) in plain.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")]
        with suppress(sqlite3.OperationalError):
            made += [f"version {v}" for (v,) in plain.execute("SELECT version_num FROM alembic_version")]
    return made


def _rows(path: Path, *, like: Path | None = None) -> list[tuple[object, ...]]:
    """Every row of a dossier's tables, of those and in the columns that the file `like` has."""
    with closing(sqlite3.connect(like or path)) as plain:
        tables = [t for t in ("dossiers", *edits.BY_NAME) if plain.execute(f"PRAGMA table_info({t})").fetchall()]
        columns = {t: [f'"{c[1]}"' for c in plain.execute(f"PRAGMA table_info({t})")] for t in tables}
    with closing(sqlite3.connect(path)) as plain:
        names = ("rev_id", "dossier_id", "made_at", "made_by", "reason")
        found = plain.execute(f"SELECT {', '.join(names)} FROM revisions ORDER BY rev_id").fetchall()
        for table in tables:
            order = "ORDER BY dossier_id, row_key, rev_from"
            found += plain.execute(f"SELECT {', '.join(columns[table])} FROM {table} {order}").fetchall()
    return found


def renaming(home: str, rounds: str, seed: str) -> dict[str, object]:
    """Kill a program that renames a dossier to and fro, on and on until each title was found so many times."""
    url, random, wrong = f"sqlite:///{home}/record.db", Random(int(seed)), []
    filled(url)
    dossier_id, ids = shipped().dossier_id, {"One title": "one-title", "Another title": "another-title"}
    seen, number = dict.fromkeys(ids, 0), 0
    while min(seen.values()) < int(rounds):
        heard, said = os.pipe()
        number += 1  # every other program begins with the other title
        child = forked(lambda first=number, said=said: _rename_on_and_on(url, [*ids] * 2, (first % 2, said)))
        os.close(said)
        began = time.monotonic()
        for _ in range(3):
            os.read(heard, 1)
        time.sleep(random.uniform(0, (time.monotonic() - began) / 2))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(heard)
        engine = store.connect(url)
        (title,) = store.dossiers(engine).values()
        found = {store.current_id(engine, name) for name in (dossier_id, *ids.values())}
        wrong += [f"'{title}' under {sorted(found)}"] if found != {ids[title]} else []
        engine.dispose()
        seen[title] += 1
    return {"wrong": wrong, "seen": seen}


def _rename_on_and_on(url: str, titles: list[str], begin: tuple[int, int]) -> None:
    """Give the shipped dossier the titles in turn, from one of them on; a byte into a pipe after each."""
    engine, (first, pipe) = store.connect(url), begin
    at = Workspace(engine, shipped().dossier_id, Coder("ann", True))
    base = {**shipped().meta, "title": next(iter(store.dossiers(engine).values()))}
    while True:
        for title in titles[first : first + 2]:
            save(at, [Change("dossiers", (at.dossier_id,), base, {**base, "title": title})], reason=title)
            base = {**base, "title": title}
            os.write(pipe, b"1")


PROGRAMS = {p.__name__: p for p in (kills, saves, failing, readonly, counting, together, migrating, renaming)}


def run(name: str, *arguments: str) -> None:
    """Run one of the programs, and write what it found as one line."""
    sys.stdout.write(json.dumps(PROGRAMS[name](*arguments)) + "\n")
    sys.stdout.flush()


def serve() -> None:
    """Run the programs named on the lines of the input, each in a child of its own; write null where one fails."""
    shipped()
    for line in sys.stdin:
        child = forked(lambda line=line: run(*json.loads(line)))
        if _codes([child]) != [0]:
            sys.stdout.write("null\n")
            sys.stdout.flush()


if __name__ == "__main__":
    run(*sys.argv[1:]) if sys.argv[1:] else serve()
