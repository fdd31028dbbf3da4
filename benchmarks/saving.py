"""How long a save takes: against a bare transaction of SQLite with one insert, in turn with it, in the same run."""

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from onrecord import record as records
from onrecord import store
from onrecord.editing import Coder, Workspace, save, undo
from onrecord.schema import BY_NAME
from onrecord.schema.change import Change
from onrecord.schema.dossier import Dossier
from tests import generate

SHIPPED = Path(__file__).parents[1] / "data" / "moscow-initiative-2021"
ROUNDS = 100
Times = dict[str, list[float]]


def main(rounds: int) -> None:
    """Print, for the shipped and the generated dossier, what each act takes."""
    for dossier in (store.read_folder(SHIPPED), generate.dossier()):
        with tempfile.TemporaryDirectory() as home:
            print(f"\n{dossier.dossier_id}, {sum(map(len, dossier.tables.values()))} rows, {rounds} rounds")
            _say(_measure(Path(home), dossier, rounds))


def _measure(home: Path, dossier: Dossier, rounds: int) -> Times:
    engine = store.connect(f"sqlite:///{home}/record.db")
    store.fill(engine, dossier)
    at, times = Workspace(engine, dossier.dossier_id, Coder("ann", True)), Times()
    changed = {table: dossier.tables[table].to_dict("records")[0] for table in ("events", "stances", "actors")}
    with closing(sqlite3.connect(home / "bare.db", isolation_level=None)) as bare:
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=FULL")
        bare.execute("CREATE TABLE t (n INTEGER)")
        for n in range(-5, rounds):  # the first five warm up
            took = {"bare transaction": _time(lambda n=n: bare.execute("INSERT INTO t VALUES (?)", (n,)))}
            for table, row in changed.items():
                change = _noted(table, row, n)
                took[f"save, {table}"] = _time(lambda change=change: save(at, [change], reason="x"))
                changed[table] = dict(change.mine or {})
            took["undo and redo"] = _time(lambda: (undo(at), undo(at, store.newest(engine, at.dossier_id))))
            if n % 10 == 0:
                took["load after it"] = _time(lambda: records.from_dossier(store.load(engine, at.dossier_id)))
            for name, ms in took.items() if n >= 0 else ():
                times.setdefault(name, []).append(ms)
    engine.dispose()
    return times


def _noted(table: str, row: dict[str, str], n: int) -> Change:
    return Change(table, tuple(row[k] for k in BY_NAME[table].key), row, {**row, "note": f"round {n}"})


def _time(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - began)


def _say(times: Times) -> None:
    bare = statistics.median(times["bare transaction"])
    print(f"{'':20}{'p50 ms':>10}{'p95 ms':>10}{'p50 / bare':>12}")
    for name, ms in times.items():
        half, most = statistics.median(ms), statistics.quantiles(ms, n=20)[-1]
        print(f"{name:20}{half:>10.1f}{most:>10.1f}{half / bare:>12.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
