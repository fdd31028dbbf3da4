"""Many visitors at once on one server."""

import asyncio
import time
from dataclasses import dataclass, field
from random import Random

from websockets.exceptions import WebSocketException

from benchmarks.server import Server
from benchmarks.views import PAGES
from benchmarks.visitor import visit


@dataclass
class Crowd:
    """What a crowd of visitors met: time of each answer, faults, memory of the server."""

    ms: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    rss_mb: list[float] = field(default_factory=list)
    cpu_s: float = 0.0
    seconds: float = 0.0


@dataclass(frozen=True)
class Plan:
    """How many visitors, for how long, and how long each looks at a page: (shortest, longest), in seconds."""

    n_visitors: int
    seconds: float
    think: tuple[float, float]


def crowd(server: Server, queries: list[str], plan: Plan) -> Crowd:
    """Let visitors look at random pages in random scopes; all draw their luck from one seed."""
    met = Crowd()
    cpu, start = server.cpu_s(), time.perf_counter()
    asyncio.run(_all(server, queries, plan, met))
    met.cpu_s, met.seconds = server.cpu_s() - cpu, time.perf_counter() - start
    return met


async def _all(server: Server, queries: list[str], plan: Plan, met: Crowd) -> None:
    until = time.perf_counter() + plan.seconds
    watcher = asyncio.create_task(_watch(server, met))
    async with asyncio.TaskGroup() as group:
        for n in range(plan.n_visitors):
            group.create_task(_one(server, queries, (Random(n), plan.think, until), met))
    watcher.cancel()


async def _one(
    server: Server, queries: list[str], habit: tuple[Random, tuple[float, float], float], met: Crowd
) -> None:
    random, think, until = habit
    try:
        async with visit(server.port) as visitor:
            while time.perf_counter() < until:
                page = random.choice(PAGES)
                answer = await visitor.ask(page.path, random.choice(queries), page.heading)
                met.ms.append(answer.ms)
                met.faults += answer.faults
                await asyncio.sleep(random.uniform(*think))
    except (OSError, TimeoutError, WebSocketException) as error:
        met.faults.append(f"{type(error).__name__}: {error}")


async def _watch(server: Server, met: Crowd) -> None:
    while True:
        met.rss_mb.append(server.rss_mb())
        await asyncio.sleep(0.5)
