"""How fast the dashboard is: first page, change of page, change of scope, fifty visitors at once.

    python -m benchmarks.app [--quick] [--only shipped|generated]

It serves the shipped dossier and then a generated one (2,000 events, 1,200 stances) from temporary folders on the
loopback, and stops what it started. Times stand beside those of a page that does nothing, taken in the same run.
"""

import argparse
import asyncio
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from pathlib import Path

from benchmarks import browser, load
from benchmarks.server import ROOT, Server, serving
from benchmarks.views import PAGES, Page, scopes, unseen
from benchmarks.visitor import Answer, Visitor, visit

CPU_TARGET_MS, BYTES_TARGET = 40, 500_000
YARDSTICK = Page("Nothing", "", "")


@dataclass(frozen=True)
class Size:
    """How long to measure. Reruns go in rounds over the scopes: the processor's clock ticks too slowly for one."""

    rounds: int = 5
    unseen: int = 4
    clicks: int = 5
    visitors: int = 50
    crowd_s: float = 60
    rush_s: float = 20


QUICK = Size(rounds=2, unseen=2, clicks=2, visitors=10, crowd_s=10, rush_s=5)


@dataclass(frozen=True)
class Cost:
    """What reruns cost: processor milliseconds a rerun by round, waiting milliseconds and bytes by rerun, faults."""

    cpu_ms: list[float]
    ms: list[float]
    n_bytes: list[int]
    faults: list[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer rounds and visitors")
    parser.add_argument("--only", choices=("shipped", "generated"), help="one of the two dossiers")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is stopped here, too
    size = QUICK if asked.quick else Size()
    versions = {"Python": platform.python_version()} | {n: version(n) for n in ("streamlit", "plotly", "pandas")}
    print(", ".join(f"{name} {number}" for name, number in versions.items()), f"· {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as place:
        for name, folder in _dossiers(Path(place)).items():
            if asked.only in (None, name):
                print(f"\n== {name} dossier ==")
                measure(folder, Path(place) / f"home-{name}", size)


def _dossiers(place: Path) -> dict[str, Path]:
    """The dossier folders, each alone in its parent."""
    shipped = next(p.parent for p in sorted((ROOT / "data").glob("*/dossier.toml")))
    shutil.copytree(shipped, place / "shipped" / shipped.name)
    made = place / "generated" / "generated"
    made.parent.mkdir()
    subprocess.run([sys.executable, "-m", "tests.generate", str(made)], cwd=ROOT, check=True)
    return {"shipped": place / "shipped" / shipped.name, "generated": made}


def measure(folder: Path, home: Path, size: Size) -> None:
    """Measure one dossier, printing as it goes."""
    _noise()
    queries = scopes(folder)
    with browser.tab() as opened:
        for start in ("first start, empty store", "second start"):
            with _ours(folder, home) as server:
                print(f"{start:28} first page drawn {browser.first_page_s(opened, server):6.1f} s")
        with _ours(folder, home) as server:
            print("\nclick in the sidebar until drawn, ms: min – median – max")
            for heading, ms in browser.switch_ms(opened, server, size.clicks).items():
                print(f"{heading:12} {_spread(ms)}")
    with _ours(folder, home) as server, serving(ROOT / "benchmarks" / "yardstick.py", ROOT) as nothing:
        asyncio.run(_reruns(server, nothing, (queries, unseen(folder)), size))
        _crowds(server, list(queries.values()), size)
    _noise()


@contextmanager
def _ours(folder: Path, home: Path) -> Iterator[Server]:
    with serving(ROOT / "dashboard.py", ROOT, ONRECORD_HOME=str(home), ONRECORD_DATA=str(folder.parent)) as server:
        yield server


async def _reruns(server: Server, nothing: Server, asked: tuple[dict[str, str], Iterator[str]], size: Size) -> None:
    queries, new = asked
    async with visit(nothing.port) as visitor:
        base = await _cost(nothing, visitor, YARDSTICK, [list(queries.values())] * (size.rounds + 1))
    unit = statistics.median(base.cpu_ms)
    print("\nchange of scope: server CPU ms a rerun by round, waiting ms, kB a rerun; × of a page that does nothing")
    print(f"{'':12} {'CPU min – median – max':>26} {'×':>6} {'wait p50':>9} {'max':>6} {'kB p50':>7} {'max':>6}")
    print(f"{YARDSTICK.heading:12} {_line(base, unit)}")
    async with visit(server.port) as visitor:
        for page in PAGES:
            seen = await _cost(server, visitor, page, [list(queries.values())] * (size.rounds + 1))
            print(f"{page.heading:12} {_line(seen, unit)} {_verdict(seen)}")
        print("scopes nobody has asked for before")
        for page in PAGES:
            first = await _cost(server, visitor, page, [list(islice(new, 2)) for _ in range(size.unseen + 1)])
            print(f"{page.heading:12} {_line(first, unit)} {'; '.join(first.faults[:2])}")


async def _cost(server: Server, visitor: Visitor, page: Page, rounds: list[list[str]]) -> Cost:
    """The cost of every round but the first, which warms up."""
    cpu_ms: list[float] = []
    answers: list[Answer] = []
    for n, queries in enumerate(rounds):
        start = server.cpu_s()
        got = [await visitor.ask(page.path, query, page.heading) for query in queries]
        await asyncio.sleep(0.05)  # what the server does after its last message counts, too
        if n:
            cpu_ms.append((server.cpu_s() - start) * 1000 / len(queries))
            answers += got
    faults = [fault for answer in answers for fault in answer.faults]
    return Cost(cpu_ms, [a.ms for a in answers], [a.n_bytes for a in answers], faults)


def _crowds(server: Server, queries: list[str], size: Size) -> None:
    plans = (
        load.Plan(size.visitors, size.crowd_s, (1.0, 2.0)),
        load.Plan(size.visitors, size.rush_s, (0.0, 0.0)),
    )
    print(f"\nvisitors at once (their clients share the machine); server at rest {server.rss_mb():.0f} MB")
    for plan in plans:
        met = load.crowd(server, queries, plan)
        ranked = sorted(met.ms)
        p50, p95 = (ranked[int(share * (len(ranked) - 1))] for share in (0.5, 0.95))
        print(
            f"{plan.n_visitors} for {plan.seconds:.0f} s, thinking {plan.think[0]:.0f}-{plan.think[1]:.0f} s: "
            f"{len(ranked)} reruns, {len(ranked) / met.seconds:.1f}/s, p50 {p50:.0f} ms, p95 {p95:.0f} ms, "
            f"{len(met.faults)} faults, server CPU {met.cpu_s / met.seconds:.2f} cores, "
            f"memory at most {max(met.rss_mb):.0f} MB"
        )
        for fault in sorted(set(met.faults))[:5]:
            print(f"  {fault}")


def _line(cost: Cost, unit: float) -> str:
    kb = sorted(n / 1000 for n in cost.n_bytes)
    ratio = statistics.median(cost.cpu_ms) / unit if unit else float("nan")
    return (
        f"{_spread(cost.cpu_ms):>26} {ratio:6.1f} {statistics.median(cost.ms):9.0f} {max(cost.ms):6.0f} "
        f"{statistics.median(kb):7.0f} {kb[-1]:6.0f}"
    )


def _verdict(cost: Cost) -> str:
    missed = []
    if statistics.median(cost.cpu_ms) > CPU_TARGET_MS:
        missed.append(f"CPU over {CPU_TARGET_MS} ms")
    if max(cost.n_bytes) > BYTES_TARGET:
        missed.append(f"over {BYTES_TARGET / 1000:.0f} kB")
    return "; ".join([*missed, *cost.faults[:2]]) or "ok"


def _spread(values: list[float]) -> str:
    return f"{min(values):.1f} – {statistics.median(values):.1f} – {max(values):.1f}"


def _noise() -> None:
    print("load average " + ", ".join(f"{n:.2f}" for n in os.getloadavg()))


if __name__ == "__main__":
    main()
