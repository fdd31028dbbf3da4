"""The address of a view: scope, settings and selection as query parameters. It is read, and never writes the record.

The address is the one place where the state of a view lives. Widgets are set from it at every run and write to it
when they change, so any view can be cited and reopened, the browser's Back works, and links carry the scope along.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

import streamlit as st

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
CARRIED = ("dossier", "level", *DAYS, *LISTS)


def values(name: str) -> list[str]:
    """The values the address gives for `name`; too many or too long ones are cut."""
    return [v[: LONGEST.get(name, MOST)] for v in st.query_params.get_all(name)[:MOST]]


def value(name: str, default: str = "") -> str:
    """The last value the address gives for `name`, else `default`."""
    return (values(name) or [default])[-1]


def put(name: str, new: str | Iterable[str]) -> None:
    """Write `new` into the address; nothing removes the parameter."""
    several = [new] if isinstance(new, str) else list(new)
    if wanted := [v for v in several if v]:
        st.query_params[name] = wanted
    elif name in st.query_params:
        del st.query_params[name]


def carried(**more: str) -> dict[str, list[str]]:
    """The parameters a link to another page takes along, and `more`."""
    here = {name: values(name) for name in CARRIED if name in st.query_params}
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


def selected() -> str:
    """The mark that is selected, as in `record.evidence`; "" where none is."""
    return value(SELECT)


def select(mark: str) -> None:
    """Select `mark`; "" selects none."""
    put(SELECT, mark)


def dossier(available: Iterable[str]) -> str:
    """The dossier the address asks for; by default the first."""
    return value("dossier") or next(iter(available), "")


def allowed(record: Record) -> dict[str, list[str]]:
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
