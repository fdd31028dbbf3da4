"""The address of a view: scope, settings and selection as query parameters. It is read, and never writes the record.

The address is the one place where the state of a view lives. Widgets are set from it at every run and write to it
when they change, so any view can be cited and reopened, the browser's Back works, and links carry the scope along.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from time import monotonic
from typing import Literal

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from onrecord.record import Record, Scope

MOST = 200
SELECT = "select"
LONGEST = {SELECT: 20_000}  # a group of events names each of them
Choices = Mapping[str, str]
LISTS: Mapping[str, str] = {
    "actor": "actors",
    "issue": "issues",
    "topic": "topics",
    "report": "reports",
    "outlet": "outlets",
    "kind": "kinds",
    "status": "statuses",
    "salience": "saliences",
}
DAYS: Mapping[str, str] = {"from": "from_day", "to": "to_day", "known_on": "known_on"}
PAST = ("stood_on", "rev")
CARRIED = ("dossier", "level", *PAST, *DAYS, *LISTS)
SENT, PAGE = "sent", "page"  # in the session: what was put and may not be in the address yet; the page it was put on
ASKED = "asked"  # in the session: the query of the run before
ON_ITS_WAY, SEEN = 20.0, 2.0  # seconds in which it counts, before and after the page was shown with it


@dataclass(frozen=True)
class _Pending:
    """What a parameter was put to, and what the address may still say instead: the next request can be older."""

    now: list[str]
    was: tuple[list[str], ...]
    until: float
    is_new: bool = True


def values(name: str) -> list[str]:
    """The values the address gives for `name`; too many or too long ones are cut."""
    return [v[: LONGEST.get(name, MOST)] for v in st.query_params.get_all(name)[:MOST]]


def value(name: str, default: str = "") -> str:
    """The last value the address gives for `name`, else `default`."""
    return (values(name) or [default])[-1]


def put(name: str, new: str | Iterable[str]) -> None:
    """Write `new` into the address; nothing removes the parameter."""
    put_all({name: new})


def put_all(new: Mapping[str, str | Iterable[str]]) -> None:
    """Write several parameters into the address in one step that the browser's Back takes back."""
    sent = _pending()
    here = _current_query()
    for name, given in new.items():
        wanted = [v for v in ([given] if isinstance(given, str) else given) if v]
        was = (*(sent[name].was if name in sent else ()), here.get(name, []))
        sent[name] = _Pending(wanted, was, monotonic() + ON_ITS_WAY)
        here[name] = wanted
    _tell(here)


def clear_scope() -> None:
    """Ask for the whole record again, in one step that Back takes back."""
    put_all(dict.fromkeys((*DAYS, *LISTS), ""))


def arrive(title: str) -> None:
    """Call once a run, when a page begins: a request that was older than what was put does not undo it.

    The browser learns of a new address while the page is already drawn anew. What it asks for in between still carries
    the old one, and would show the page as it was under an address that says otherwise. And where a link leads to the
    page it stands on, the browser asks for what it says and keeps the address as it is, until it is told.
    """
    sent, context = _pending(), get_script_run_ctx()
    is_back = context is not None and context.is_history_navigation
    is_here = st.session_state.get(PAGE) == title and not is_back
    if not is_here:
        sent.clear()
    st.session_state[PAGE] = title
    for name in [name for name, put in sent.items() if _has_arrived(name, put)]:
        del sent[name]
    is_older, asked = any(_is_older(name, put) for name, put in sent.items()), _current_query()
    if is_older or (is_here and asked != st.session_state.get(ASKED, asked)):
        _tell(asked)
    st.session_state[ASKED] = asked
    sent.update({name: replace(put, is_new=False) for name, put in sent.items()})


def mark_settled() -> None:
    """Say that the page was shown to its end: whoever goes elsewhere from now on has seen what was put."""
    sent = _pending()
    soon = monotonic() + SEEN
    sent.update({name: replace(put, until=min(put.until, soon)) for name, put in sent.items()})


def lead(name: str, new: str) -> None:
    """Have the address say `new`; not where the visitor went back to it, whom the next step back takes further."""
    context = get_script_run_ctx()
    if context is None or not context.is_history_navigation:
        put(name, new)


def begin_anew(name: str, new: str) -> None:
    """Drop all the address says and write one parameter."""
    _pending().clear()
    _tell({name: [new]})


def _tell(query: Mapping[str, list[str]]) -> None:
    """Have the browser write `query` into the address."""
    st.session_state[ASKED] = {name: said for name, said in query.items() if said}
    st.query_params.from_dict(st.session_state[ASKED])


def _pending() -> dict[str, _Pending]:
    found: dict[str, _Pending] = st.session_state.setdefault(SENT, {})
    return found


def _has_arrived(name: str, put: _Pending) -> bool:
    """Whether the address says what it was put to, or had its time to."""
    return not put.is_new and (not _is_older(name, put) or monotonic() > put.until)


def _is_older(name: str, put: _Pending) -> bool:
    given = st.query_params.get_all(name)
    return given in put.was and given != put.now


def _current_query() -> dict[str, list[str]]:
    """What the address says, or was told to say where the request is older than that."""
    here = {name: st.query_params.get_all(name) for name in st.query_params}
    here |= {name: put.now for name, put in _pending().items() if _is_older(name, put)}
    return {name: said for name, said in here.items() if said}


def scope_query(**more: str) -> dict[str, list[str]]:
    """The parameters a link to another page takes along, and `more`."""
    here = {name: said for name in CARRIED if (said := values(name))}
    return here | {name: [v] for name, v in more.items()}


def day(name: str) -> date | None:
    """The day the address gives for `name`; None where it gives none, or nothing that is a day."""
    try:
        return date.fromisoformat(value(name))
    except ValueError:
        return None


def scope(allowed: Mapping[str, Iterable[str]]) -> tuple[Scope, list[str]]:
    """The scope in the address, and what in it means nothing here: unknown ids, days that are none."""
    kept: dict[str, tuple[str, ...]] = {}
    strange: list[str] = []
    for name, field in LISTS.items():
        known = set(allowed[name])
        given = dict.fromkeys(values(name))
        kept[field] = tuple(sorted(v for v in given if v in known))
        strange += [f"{name} '{v}'" for v in given if v not in known]
    days = {field: day(name) for name, field in DAYS.items()}
    strange += [f"{name} '{value(name)}'" for name, field in DAYS.items() if value(name) and days[field] is None]
    level: Literal["principal", "speaker"] = "speaker" if value("level") == "speaker" else "principal"
    if value("level", level) not in ("principal", "speaker"):
        strange.append(f"level '{value('level')}'")
    return Scope(level=level, **days, **kept), strange  # type: ignore[arg-type]


def selected_mark() -> str:
    """The mark that is selected, as in `record.evidence`; "" where none is."""
    return value(SELECT)


def select(mark: str) -> None:
    """Select `mark`; "" selects none."""
    put(SELECT, mark)


def dossier(available: Iterable[str]) -> str:
    """The dossier the address asks for; by default the first."""
    return value("dossier") or next(iter(available), "")


def scope_options(record: Record) -> dict[str, list[str]]:
    """What each list of the scope may hold in this record."""
    return {
        "actor": list(record.actors["actor_id"]),
        "issue": list(record.issues["issue_id"]),
        "topic": sorted(set(record.issues["topic"])),
        "report": list(record.reports["report_id"]),
        "outlet": sorted(set(record.reports["outlet"]) - {""}),
        "kind": sorted(set(record.stances["kind"])),
        "status": sorted(set(record.events["status"])),
        "salience": sorted(set(record.events["salience"])),
    }
