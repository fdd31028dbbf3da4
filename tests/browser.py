"""What the browser tests share: a dashboard that runs, visitors to it, and where on the screen its marks are."""

import asyncio
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from onrecord.record import evidence
from tests import counts

ROOT = Path(__file__).parents[1]
TEXTS = ROOT.parent / "shared" / "sources"
SHOTS = ROOT / "tests" / "screenshots"
HELD = 100  # milliseconds
_idle = {True: [], False: []}  # windows that were used and are free again, by whether nothing moves in them by itself
_free = []  # ports that were used and are free again
LONG = 90_000  # a machine that others use as well takes its time
expect.set_options(timeout=LONG)
SLOW = int(os.environ.get("ONRECORD_SLOW") or 0) / 1000  # seconds
LATE = 0.3  # seconds
IS_STILL = not (SLOW or counts.IS_FULL)
THEMES = ("light", "dark")
# What moves by itself takes half of what a page costs to load; seen as it is in full, and where answers are held back.
STILL = """document.addEventListener('DOMContentLoaded', () => {
    const style = document.createElement('style');
    style.textContent = '*, *::before, *::after { transition: none !important; animation: none !important }';
    document.head.append(style);
})"""
READY = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    const charts = [...document.querySelectorAll('[class*=st-key-figure-], [data-testid=stPlotlyChart]')];
    return app && app.dataset.testScriptState === 'notRunning' && document.querySelector('[data-testid=stMain] h1')
        && !document.querySelector('[data-testid=stSkeleton]') && !document.querySelector('[data-stale=true]')
        && charts.every(c => c.querySelector('.js-plotly-plot .main-svg')?.closest('.js-plotly-plot').calcdata);
}"""
# every point that can be clicked: its chart, trace and mark, and where it is, in the chart and on the screen
SPOTS = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap((plot, chart) => {
    if (!plot.checkVisibility()) return [];
    const box = plot.getBoundingClientRect(), axis = id => plot._fullLayout[id.replace(/^[xy]/, '$&axis')];
    return plot.calcdata.flatMap((points, t) => {
        const trace = plot._fullData[t];
        if (!trace.customdata || trace.hoverinfo === 'none') return [];
        const x = axis(trace.xaxis), y = axis(trace.yaxis), bar = trace.type === 'bar';
        return points.map((p, n) => {
            const ends = bar ? [x.c2p(p.b), x.c2p(p.b + p.s)] : [];
            const left = x._offset + (bar ? ends[0] + 0.3 * (ends[1] - ends[0]) : x.c2p(p.x));
            const top = y._offset + y.c2p(bar ? p.p : p.y);
            const mark = trace.customdata[p.i ?? n], kind = chart + ' ' + trace.name;
            return {kind, mark, left, top, x: box.left + left, y: box.top + top};
        }).filter(spot => Number.isFinite(spot.left) && Number.isFinite(spot.top)); // a gap in a line is no mark
    });
})"""
LABELS = """() => [...document.querySelectorAll('.js-plotly-plot .main-svg text')].map(t => {
    const box = t.getBoundingClientRect(), seen = t.checkVisibility() && box.right > box.left;
    return {text: seen ? t.textContent : '', left: box.left, right: box.right, top: box.top, bottom: box.bottom};
}).filter(t => t.text.trim())"""


@dataclass
class Server:
    """A running dashboard: where it is, and where it writes what it says."""

    url: str
    log: Path


@contextmanager
def serving(folder, **env):
    """A dashboard with a home of its own, on a free port of this machine, until the block ends.

    With ONRECORD_SLOW every answer of it is held back by so many milliseconds: what a person does before it is there
    must count all the same.
    """
    port = _free_port()
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("ONRECORD_", "STREAMLIT_"))}
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py"]
    command += [f"--server.port={port}", "--server.headless=true"]
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "log.txt"
    with log.open("w") as out:
        started = subprocess.Popen(
            command, cwd=ROOT, env=clean | {"ONRECORD_HOME": str(folder / "home")} | env, stdout=out, stderr=out
        )
    try:
        server = Server(f"http://127.0.0.1:{port}", log)
        _await(server, started)
        with held_back(server, SLOW) as late:
            yield late
    finally:
        started.terminate()
        started.wait(30)
        _free.append(port)


def _free_port():
    """A port that a server had before, else a new one: of an address it knows a browser reads the program only once."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        tried.bind(("127.0.0.1", _free.pop() if _free else 0))
        return tried.getsockname()[1]


def _await(server, started):
    for _ in range(600):
        assert started.poll() is None, server.log.read_text()
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=5):
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"the dashboard does not answer:\n{server.log.read_text()}")


@contextmanager
def held_back(server, seconds):
    """A dashboard by another address, at which every answer of it comes so many seconds later."""
    if not seconds:
        yield server
        return
    port, way = urlsplit(server.url).port, _free_port()
    loop = asyncio.new_event_loop()

    async def connected(reader, writer):
        with suppress(asyncio.CancelledError):  # by `_end`; the server would report it as unhandled
            back, to = await asyncio.open_connection("127.0.0.1", port)
            await asyncio.gather(_pass_on(reader, to, 0), _pass_on(back, writer, seconds), return_exceptions=True)

    running = threading.Thread(target=loop.run_forever, daemon=True)
    running.start()
    proxy = asyncio.run_coroutine_threadsafe(asyncio.start_server(connected, "127.0.0.1", way), loop).result()
    try:
        yield replace(server, url=f"http://127.0.0.1:{way}")
    finally:
        asyncio.run_coroutine_threadsafe(_end(proxy), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        running.join()
        loop.close()
        _free.append(way)


async def _end(proxy):
    proxy.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


async def _pass_on(reader, writer, seconds):
    """Write what is read, each piece so many seconds after it came: later, but no slower."""
    now, pieces = asyncio.get_running_loop().time, asyncio.Queue()

    async def write():
        while piece := await pieces.get():
            due, data = piece
            await asyncio.sleep(due - now())
            writer.write(data)
            await writer.drain()

    writing = asyncio.create_task(write())
    try:
        while data := await reader.read(65536):
            pieces.put_nowait((now() + seconds, data))
    finally:
        pieces.put_nowait(None)
        await asyncio.gather(writing, return_exceptions=True)
        writer.close()


def wait_until(page, so, arg=None):
    """Wait for what is so in a page; asked for at every frame it would have the page draw all of them."""
    return page.wait_for_function(so, arg=arg, timeout=LONG, polling=50)


@dataclass
class Visit:
    """One visitor at one window: what they do is counted, what the browser does is heard."""

    page: object
    url: str
    actions: int = 0
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def open(self, path="", **query):
        asked = urlencode(query, doseq=True)
        self.page.goto(f"{self.url}/{path}{'?' * bool(asked)}{asked}", timeout=LONG)
        return self.settle()

    def settle(self):
        wait_until(self.page, READY)
        return self

    def click(self, place):
        self.actions += 1
        place.click()

    def choose(self, grid, row=0, x=120):
        """Click on the words of a row as a person would: once it is in view, stands still and nothing lies over it.

        An expander that is still opening cuts its table off, so a click at the table's place would fall beside it; a
        table just scrolled does not know yet where it is: the mouse gets there first.
        """
        place = {"x": x, "y": 35 + 35 * row + 17}
        grid.hover(position=place, timeout=LONG)
        grid.click(position=place, delay=HELD, timeout=LONG)

    def submit(self, place, text):
        self.actions += 1
        place.fill(text)
        place.press("Enter")

    def go(self, title):
        self.click(self.page.get_by_test_id("stSidebar").get_by_role("link", name=title, exact=True))
        expect(self.page.locator("h1")).to_have_text(title, timeout=LONG)
        return self.settle()

    def asks(self, name):
        return parse_qs(urlsplit(self.page.url).query).get(name, [])

    def said(self):
        return self.page.get_by_test_id("stMain").inner_text()

    def scope(self):
        return self.page.locator(".or-scope").inner_text()

    def panel(self):
        return self.page.locator(".st-key-evidence")

    def selects(self, mark, rows):
        """The mark stands in the address and its evidence in the panel."""
        wait_until(self.page, "mark => new URLSearchParams(location.search).get('select') === mark", arg=mark)
        title = " ".join(evidence.find(rows, mark).title.split())
        expect(self.panel().locator(".or-title")).to_have_text(title, timeout=LONG)
        return True

    def pick(self, spot):
        """Click on a mark as somebody does who is in a hurry: pressed once the mouse is there, held a little."""
        self.page.mouse.click(*self.at(spot), delay=HELD)

    def at(self, spot):
        """Where a mark is on the screen, once it is scrolled into the middle."""
        middle = "y => document.querySelector('[data-testid=stMain]').scrollBy(0, y - innerHeight / 2)"
        self.page.evaluate(middle, self._now(spot)["y"])
        return self._now(spot)["x"], self._now(spot)["y"]

    def _now(self, spot):
        """A spot as the figure shows it now; of several with its mark the nearest to where it was in the figure."""
        same = [s for s in self.page.evaluate(SPOTS) if (s["kind"], s["mark"]) == (spot["kind"], spot["mark"])]
        return min(same, key=lambda s: abs(s["left"] - spot["left"]) + abs(s["top"] - spot["top"]))


@contextmanager
def visiting(browser, server, is_still=IS_STILL):
    """Visitors to a dashboard until the block ends; by then nothing has left this machine and no error was reported."""
    visits, begun = [], len(server.log.read_text())

    def visit(theme="light", width=1440, height=1000):
        page = _idle[is_still].pop() if _idle[is_still] else _window(browser, is_still)
        page.context.clear_cookies()  # whoever comes now is another visitor
        page.set_default_timeout(LONG)
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": height})
        new = Visit(page, server.url)
        visits.append((new, _listeners(new)))
        for name, listener in visits[-1][1].items():
            page.on(name, listener)
        return new

    try:
        yield visit
    finally:
        for new, listeners in visits:
            _leave(new.page, listeners)
            _idle[is_still].append(new.page)
    visits = [new for new, _ in visits]
    hosts = {urlsplit(url).hostname for each in visits for url in each.requests} - {None, "127.0.0.1", "localhost"}
    assert hosts == set(), "something was asked of another host"
    errors = [error for each in visits for error in each.errors]
    assert errors == [], errors
    assert [dialog for each in visits for dialog in each.dialogs] == []
    assert "Traceback" not in (said := server.log.read_text()[begun:]), said[-3000:]


def _window(browser, is_still):
    page = browser.new_context().new_page()
    if is_still:
        page.add_init_script(STILL)
    return page


def _listeners(visit):
    """What writes down what the browser does, by the name of its event."""
    return {
        "request": lambda request: visit.requests.append(request.url),
        "websocket": lambda socket: visit.requests.append(socket.url),
        "console": lambda message: _hear(visit, message),
        "pageerror": lambda error: visit.errors.append(str(error)),
        "dialog": lambda dialog: (visit.dialogs.append(dialog.message), dialog.dismiss()),
        "popup": lambda other: visit.errors.append(f"opened {other.url}"),
    }


def _leave(page, listeners):
    """Forget everything and wait, empty, for the next visitor: a new window has to read the whole program anew."""
    for name, listener in listeners.items():
        page.remove_listener(name, listener)
    page.evaluate("() => { if (origin !== 'null') { localStorage.clear(); sessionStorage.clear(); } }")
    page.goto("about:blank")
    page.mouse.move(0, 0)


def _hear(visit, message):
    # at the address of a page Streamlit first asks for its own paths below that page, where they are not
    known = "/_stcore/" in message.location.get("url", "") and "404" in message.text
    if message.type == "error" and not known:
        visit.errors.append(f"{message.text} ({message.location.get('url', '')})")


def lonely(spots, others):
    """The spot that is farthest from the marks of other names: a click on it means it and nothing else."""

    def room(spot):
        rest = [s for s in others if s["mark"] != spot["mark"]]
        return min((max(abs(s["x"] - spot["x"]), abs(s["y"] - spot["y"])) for s in rest), default=9999)

    return max(spots, key=room)


def step(there, label, key):
    """Move the slider called `label` by one key."""
    slider = there.page.get_by_role("slider", name=label)
    slider.focus()
    slider.press(key)
    there.actions += 1
