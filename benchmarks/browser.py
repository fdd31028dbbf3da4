"""What a person with a browser waits for: the first page after the start, and each page after a click."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page as Tab
from playwright.sync_api import sync_playwright

from benchmarks.server import Server
from benchmarks.views import PAGES, Page

PATIENCE = 60_000  # milliseconds for one page
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


@contextmanager
def tab() -> Iterator[Tab]:
    """An empty tab in a fresh profile of the system's Chromium."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=_chromium())
        opened = browser.new_page(viewport={"width": 1440, "height": 900})
        opened.set_default_timeout(PATIENCE)
        yield opened
        browser.close()


def first_page_s(opened: Tab, server: Server) -> float:
    """Seconds from the start of the server's process until its first page is drawn."""
    opened.goto(server.url)
    _drawn(opened, PAGES[0])
    return time.perf_counter() - server.began


def switch_ms(opened: Tab, server: Server, rounds: int) -> dict[str, list[float]]:
    """Milliseconds from the click in the sidebar until the page is drawn, by heading; the first round warms up."""
    opened.goto(server.url)
    _drawn(opened, PAGES[0])
    found: dict[str, list[float]] = {page.heading: [] for page in PAGES}
    for n in range(rounds + 1):
        for page in (*PAGES[1:], PAGES[0]):
            start = time.perf_counter()
            opened.get_by_test_id("stSidebar").get_by_role("link", name=page.heading, exact=True).click()
            _drawn(opened, page)
            if n:
                found[page.heading].append((time.perf_counter() - start) * 1000)
            opened.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    return found


def _drawn(opened: Tab, page: Page) -> None:
    opened.get_by_role("heading", name=page.heading, level=1, exact=True).wait_for()
    opened.locator(page.drawn).first.wait_for()


def _chromium() -> str:
    return next(path for path in CHROMIUM if Path(path).exists())
