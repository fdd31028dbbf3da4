"""Names: rename and merge actors and issues, merge events, correct a date. What would change is shown first."""

from collections.abc import Callable, Mapping
from functools import partial

import pandas as pd
import streamlit as st

from onrecord.editing import names as renaming
from onrecord.editing.coding import SaveRequest
from onrecord.errors import OnRecordError
from onrecord.record import Record
from onrecord.text import count
from onrecord.ui import address, forms, show, workspace
from onrecord.ui.coding.redate import redate
from onrecord.ui.escape import label, told_apart

WAYS: Mapping[str, str] = {"rename": "Rename", "merge": "Merge two", "date": "Correct a date"}
TABLE_TITLES: Mapping[str, str] = {"actor": "Actors", "issue": "Issues", "event": "Events"}
NOBODY: Mapping[str, str] = {"": "Choose one"}  # nothing is changed or ended that nobody chose
SHOWN = {
    "table": "Table",
    "name": "Row",
    "what": "What becomes of it",
    "collides": "What it runs into",
    "key": "Key",
    "becomes": "Key then",
}


def names(record: Record) -> None:
    """The task."""
    ways = dict(sorted(WAYS.items(), key=lambda way: way[0] != "date")) if address.value("correct") else WAYS
    way = show.choice("naming", "What to do", ways)
    if forms.reader_only(record):
        return
    if way == "date":
        redate(record)
        return
    titles = {kind: title for kind, title in TABLE_TITLES.items() if way == "merge" or kind in renaming.RENAMABLE}
    kind = show.choice("named", "Of", titles, default=address.selected_mark().partition(":")[0])
    named = _offered_names(record, kind)
    if len(named) < (2 if way == "merge" else 1):
        show.nothing_here(f"There are too few {TABLE_TITLES[kind].lower()} in this dossier yet. Code a report first.")
    WORK[way](record, kind, named)


def _offered_names(record: Record, kind: str) -> Mapping[str, str]:
    """What is offered: id -> name, by name, with the id where two are called alike."""
    every = told_apart(NAMED[kind](record))
    return dict(sorted(every.items(), key=lambda one: one[1].casefold()))


def _dated_titles(record: Record) -> dict[str, str]:
    rows = record.events[["event_id", "title", "date_label"]].itertuples(index=False, name=None)
    return {event: f"{title} ({when})" for event, title, when in rows}


def _rename(record: Record, kind: str, named: Mapping[str, str]) -> None:
    chosen = show.pick("who", "Which one", {**NOBODY, **named}, default=_selected_id(kind))
    if not chosen:
        return
    mark = f"{kind}:{chosen}"
    place = f"rename-{mark}"
    new = st.text_input("New name", key=f"w-{place}", placeholder=named[chosen])
    where = "as another spelling, by which it is still found" if kind == "actor" else "in its note"
    st.checkbox(f"Keep the old name {where}", True, key="w-keeps")
    st.caption("The id stays, so nothing that refers to it changes.")
    form = forms.save_request(place, record)
    st.button(
        "Save the name", type="primary", key=f"w-save-{place}", disabled=not new.strip(),
        on_click=_save_name, args=(record, mark, named[chosen], form),
    )  # fmt: skip


def _save_name(record: Record, mark: str, old: str, form: SaveRequest) -> None:
    # as the fields are now: the page may not have been drawn since the last one was left
    place = f"rename-{mark}"
    new, keeps = str(st.session_state[f"w-{place}"]), bool(st.session_state["w-keeps"])
    act = partial(renaming.rename, workspace.current_workspace(record), mark, new, keeps_old=keeps, form=form)
    if forms.once(record, place, act, f"{old} is now {' '.join(new.split())}"):
        st.session_state[f"w-{place}"] = ""


def _merge(record: Record, kind: str, named: Mapping[str, str]) -> None:
    left, right = st.columns(2)
    with left:
        gone = show.pick("gone", "This one ends", {**NOBODY, **named}, default=_selected_id(kind))
    with right:
        others = {i: name for i, name in named.items() if i != gone}
        into = show.pick("into", "and becomes part of", {**NOBODY, **others})
    if not (gone and into):
        st.caption("Choose both: what would change is shown before anything is saved.")
        return
    try:
        rows = record.once(renaming.preview_merge, kind, gone, into)
    except OnRecordError as error:
        st.error(label(str(error)), icon=":material/block:")
        return
    _row_counts(rows)
    place = f"merge-{kind}-{gone}-{into}"
    st.button(
        label(f"Merge: {count(len(rows), 'row changes', 'rows change')}"), type="primary", key=f"w-save-{place}",
        on_click=_save_merge,
        args=(record, (kind, gone, into), forms.save_request(place, record), f"{named[gone]} is now part of"),
    )  # fmt: skip
    first = rows.assign(quiet=rows["collides"] == "").sort_values("quiet", kind="stable")
    show.table(first, key="merge", columns=SHOWN)


def _save_merge(record: Record, asked: tuple[str, str, str], form: SaveRequest, what: str) -> None:
    kind, gone, into = asked
    name = _offered_names(record, kind)[into]
    act = partial(renaming.merge, workspace.current_workspace(record), kind, gone, into, form)
    if forms.once(record, f"merge-{kind}-{gone}-{into}", act, f"{what} {name}"):
        address.put_all({"gone": "", "into": ""})


def _row_counts(rows: pd.DataFrame) -> None:
    """How many rows change, table by table, and how many of them run into another."""
    collides = int((rows["collides"] != "").sum())
    by_table = rows["table"].value_counts()
    figures = [(str(n), str(table).replace("_", " ")) for table, n in by_table.items()]
    show.numbers([*figures, (str(collides), "to look at: they run into another row")])


def _selected_id(kind: str) -> str:
    of, _, name = address.selected_mark().partition(":")
    return name if of == kind else ""


NAMED: Mapping[str, Callable[[Record], dict[str, str]]] = {
    "actor": Record.actor_names,
    "issue": Record.issue_labels,
    "event": _dated_titles,
}
WORK: Mapping[str, Callable[[Record, str, Mapping[str, str]], None]] = {"rename": _rename, "merge": _merge}
