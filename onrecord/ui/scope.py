"""The sidebar scope: which part of the record is looked at. It lives in the address and goes along to every page."""

from collections.abc import Container, Iterable, Mapping
from datetime import date

import streamlit as st

from onrecord import dates
from onrecord.record import Record, Scope, narrow
from onrecord.schema import EVENT_STATUSES, SALIENCES, STANCE_KINDS
from onrecord.text import count
from onrecord.ui import address
from onrecord.ui.escape import html

EARLIEST, LATEST = date(1, 1, 1), date(9999, 12, 31)
LEVELS = {"principal": "Principals", "speaker": "Speakers"}
LEVEL_HELP = "Principals: a person's words count for whom the person speaks. Speakers: everybody counts alone."
KNOWN_HELP = (
    "Only what reports published by that day say, each event with the date and status it had then. How an event is "
    "named and sorted (title, type, salience) is as today."
)


def given_scope(record: Record) -> tuple[Scope, list[str]]:
    """The scope in the address, and what in it means nothing here."""
    return address.scope(record.once(address.scope_options))


def controls(record: Record, asked: Scope) -> None:
    """What the sidebar asks for, as it stands."""
    with st.sidebar:
        _controls(record, asked)


def scoped(record: Record, asked: Scope) -> Record:
    """The part of `record` in scope, the same one for all visitors who ask for it."""
    return _scoped(record, record.dossier_id, record.revision, asked)


@st.cache_resource(show_spinner=False, max_entries=32)
def _scoped(_record: Record, dossier_id: str, revision: int, asked: Scope) -> Record:
    return narrow(_record, asked)


def _controls(record: Record, asked: Scope) -> None:
    _day("known_on", "As known on", asked.known_on, KNOWN_HELP)
    st.session_state["w-level"] = asked.level
    st.segmented_control(
        "Count", list(LEVELS), format_func=LEVELS.__getitem__, key="w-level", help=LEVEL_HELP, on_change=_put,
        args=("level",), required=True, width="stretch",
    )  # fmt: skip
    active = asked.n_set() - bool(asked.known_on)
    with st.expander(f"Scope: {active} set" if active else "Scope: everything", key="scope"):
        for name, (title, names) in record.once(_lists).items():
            _several(name, title, names, getattr(asked, address.LISTS[name]))
        _day("from", "From", asked.from_day)
        _day("to", "To", asked.to_day)
        if not asked.is_whole():
            st.button("Clear the scope", on_click=address.clear_scope, key="w-clear", width="stretch")


def _lists(record: Record) -> dict[str, tuple[str, Mapping[str, str]]]:
    allowed = address.scope_options(record)
    speaking = record.actors.sort_values("name")
    return {
        "actor": ("Actors", dict(zip(speaking["actor_id"], speaking["name"], strict=True))),
        "issue": ("Issues", record.issue_labels()),
        "topic": ("Topics", {t: t.replace("-", " ") for t in allowed["topic"]}),
        "report": ("Reports", record.dated_report_names()),
        "outlet": ("Outlets", {o: o for o in allowed["outlet"]}),
        "kind": ("Kinds of stance", _codes_in_use(STANCE_KINDS, allowed["kind"])),
        "status": ("Status of events", _codes_in_use(EVENT_STATUSES, allowed["status"])),
        "salience": ("Salience of events", _codes_in_use(SALIENCES, allowed["salience"])),
    }


def _codes_in_use(codes: Iterable[str], used: Container[str]) -> dict[str, str]:
    # In the order of the codebook, each under its own name.
    return {code: code for code in codes if code in used}


def _several(name: str, title: str, names: Mapping[str, str], chosen: tuple[str, ...]) -> None:
    st.session_state[f"w-{name}"] = list(chosen)
    st.multiselect(
        title, list(names), format_func=lambda v: names.get(v, v), key=f"w-{name}", on_change=_put, args=(name,),
        placeholder="All",
    )  # fmt: skip


def _day(name: str, title: str, chosen: date | None, about: str | None = None) -> None:
    st.session_state[f"w-{name}"] = chosen
    st.date_input(
        title, key=f"w-{name}", format="YYYY-MM-DD", on_change=_put, args=(name,), help=about, value=None,
        min_value=EARLIEST, max_value=LATEST,
    )  # fmt: skip


def _put(name: str) -> None:
    chosen = st.session_state[f"w-{name}"]
    if isinstance(chosen, date):
        chosen = chosen.isoformat()
    if name == "level" and chosen == "principal":
        chosen = ""
    address.put(name, chosen or "")


def show_scope(record: Record, part: Record, asked: Scope) -> None:
    """One line above every page: what is in view, so that a screenshot says it too."""
    parts = [f"<b>{_size(part)}</b>" + ("" if asked.is_whole() else f" of {_size(record)}")]
    if asked.known_on:
        parts.append(f"as known on {html(dates.label_day(asked.known_on))}, events named as today")
    parts += [
        f"{html(title)}: {html(', '.join(names.get(v, v) for v in given))}"
        for title, names, given in _set(record, asked)
    ]
    if asked.from_day or asked.to_day:
        parts.append(html(f"{asked.from_day or 'the beginning'} to {asked.to_day or 'the end'}"))
    parts.append(f"counted by {'principal' if asked.level == 'principal' else 'speaker'}")
    st.html(f'<p class="or-scope" dir="auto">{" · ".join(parts)}</p>')


def _size(record: Record) -> str:
    rows = ((record.stances, "stance"), (record.events, "event"), (record.reports, "report"))
    return ", ".join(count(len(frame), noun) for frame, noun in rows)


def _set(record: Record, asked: Scope) -> list[tuple[str, Mapping[str, str], tuple[str, ...]]]:
    lists = record.once(_lists)
    found = ((lists[name][0], lists[name][1], getattr(asked, field)) for name, field in address.LISTS.items())
    return [(title, names, given) for title, names, given in found if given]
