"""The last visit: what somebody has seen of a dossier, and where it was left. Kept for them, not part of the record."""

import threading
import uuid
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlencode

import streamlit as st

from onrecord import config
from onrecord.editing import Store, changes, visits
from onrecord.errors import SaveError
from onrecord.record import Record, evidence
from onrecord.text import count
from onrecord.ui import address, past, workspace
from onrecord.ui.escape import label
from onrecord.views.pages import PAGES

PAUSE = 3.0  # seconds: a visit is written down at most that often, and never while a page is waited for
LONGEST = 4000  # characters of an address
COOKIE = "_streamlit_xsrf"  # ends in the moment at which a browser first came, however many tabs it opens since
BEFORE, NOW, WELCOMED = "visit-before", "visit-now", "visit-welcomed"
HOME = "overview"


class Pen:
    """Writes down where visitors are, a moment later and beside them: no page waits for the disk."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[tuple[str, str], tuple[Store, int, str]] = {}

    def note(self, held: Store, who: tuple[str, str], revision: int, view: str) -> None:
        """Write down, within `PAUSE`, that ``(dossier, coder)`` sees `revision` at `view`; the last note counts."""
        with self._lock:
            is_first = not self._waiting
            self._waiting[who] = held, revision, view
        if is_first:
            timer = threading.Timer(PAUSE, self.write)
            timer.daemon = True
            timer.start()

    def write(self) -> None:
        """Write down what waits. What the database does not take is let go: it is only a bookmark."""
        with self._lock:
            waiting, self._waiting = self._waiting, {}
        for (dossier_id, who), (held, revision, view) in waiting.items():
            try:
                visits.keep_visit(held, dossier_id, who, revision, view)
            except SaveError:
                continue


def keep(opened: Record, title: str) -> None:
    """Remember where the visitor is; on the first page say what changed since the last visit, and where it was left."""
    settings = config.settings()
    who = workspace.current_coder(settings).name
    if not who:
        return
    _note(opened, workspace.store_at(settings.database_url), who, title)
    if title == "Overview" and not set(st.query_params) - {"dossier"}:
        st.session_state[WELCOMED] = True
    before = previous_visit(opened)
    if title == "Overview" and st.session_state.get(WELCOMED) and before and before.revision <= opened.revision:
        _welcome(opened, before)


def previous_visit(opened: Record) -> visits.Visit | None:
    """The visit before this one; None on the first, or where nobody has a name.

    A visit lasts as long as its browser stays open: a page loaded anew, or a second tab, is no new visit.
    """
    settings = config.settings()
    who = workspace.current_coder(settings).name
    if not who:
        return None
    known: dict[str, visits.Visit | None] = st.session_state.setdefault(BEFORE, {})
    if opened.dossier_id not in known:
        browser = str(st.context.cookies.get(COOKIE, "")).rpartition("|")[2] or uuid.uuid4().hex
        known[opened.dossier_id] = _visit_before(settings.database_url, opened.dossier_id, who, browser)
    return known[opened.dossier_id]


@st.cache_resource(show_spinner=False, max_entries=4096, ttl="12h")
def _visit_before(database_url: str, dossier_id: str, who: str, browser: str) -> visits.Visit | None:
    return visits.last_visit(workspace.store_at(database_url), dossier_id, who)


@st.cache_resource(show_spinner=False)
def _pen() -> Pen:
    return Pen()


def _note(opened: Record, held: Store, who: str, title: str) -> None:
    """Hand on where the visitor is, where that differs from the last time."""
    before = previous_visit(opened)
    known: dict[str, tuple[int, str]] = st.session_state.setdefault(NOW, {})
    was = known.get(opened.dossier_id) or ((before.revision, before.view) if before else (0, ""))
    view = _view(title)
    # who only passes by the first page has left off where the last visit ended; who looks into the past, has seen more
    here = max(was[0], opened.revision), was[1] if view == HOME and was[1] else view
    if known.get(opened.dossier_id) != here:
        known[opened.dossier_id] = here
        _pen().note(held, (opened.dossier_id, who), *here)


def _view(title: str) -> str:
    """Path and query of the page as it is shown."""
    path = PAGES[title].file
    query = {name: address.values(name) for name in sorted(st.query_params) if name != "dossier"}
    if len(urlencode(query, doseq=True)) > LONGEST:
        query = {name: query[name] for name in address.CARRIED if name in query}
    asked = urlencode(query, doseq=True)[:LONGEST]
    return f"{path}?{asked}" if asked else path


def _welcome(opened: Record, before: visits.Visit) -> None:
    with st.container(horizontal=True, gap="medium", key="welcome"):
        st.page_link(
            PAGES["Changes"].path,
            label=f"Since your last visit ({moment_text(before.seen_at)}): {_news(opened, before)}",
            icon=":material/history:",
            query_params=address.scope_query(),
        )
        path, _, asked = before.view.partition("?")
        titles = {page.file: title for title, page in PAGES.items()}
        if path in titles and before.view != HOME:
            query = parse_qs(asked)
            st.page_link(
                PAGES[titles[path]].path,
                label=f"Continue where you left off: {_place(opened, titles[path], query)}",
                icon=":material/bookmark:",
                query_params={name: query[name] for name in sorted(query)} | _dossier(),
            )


def _dossier() -> dict[str, list[str]]:
    return {"dossier": address.values("dossier")} if address.value("dossier") else {}


def _news(opened: Record, before: visits.Visit) -> str:
    n = n_changes(opened, before.revision) if before.revision < opened.revision else 0
    return count(n, "change") if n else "nothing new"


def n_changes(opened: Record, revision: int) -> int:
    """How many things differ between the record as it stood at `revision` and the one on the page."""
    return opened.once(_n_changes, revision)


def _n_changes(opened: Record, revision: int) -> int:
    return len(changes.with_parts(changes.change_lines(past.changes_since(opened, revision), opened)))


def _place(opened: Record, title: str, query: dict[str, list[str]]) -> str:
    """A view in a few words: page, what is selected, how much is filtered."""
    chosen = query.get(address.SELECT, [""])[-1]
    found = opened.once(evidence.find, chosen) if chosen else None
    n = sum(name in query for name in (*address.DAYS, *address.LISTS))
    parts = [title, found.title if found else "", count(n, "filter") if n else ""]
    return label(", ".join(p for p in parts if p))


def moment_text(made_at: str) -> str:
    """A moment as people say it: ``today, 14:05 UTC``, ``Thu 19 Nov``, ``Thu 20 Nov 2025``."""
    moment, now = datetime.fromisoformat(made_at), datetime.now(UTC)
    if moment.date() == now.date():
        return f"today, {moment:%H:%M} UTC"
    return f"{moment:%a} {moment.day} {moment:%b}" + (f" {moment.year}" if moment.year != now.year else "")
