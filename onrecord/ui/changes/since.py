"""What changed since the last visit, a day or a revision; below it the revisions that did it."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial

import pandas as pd
import streamlit as st

from onrecord import config
from onrecord.dates import label_day
from onrecord.editing import changes, reading
from onrecord.editing.changes import ROW_CHANGES
from onrecord.record import Level, Record, narrow
from onrecord.text import count
from onrecord.ui import address, past, scope, show, visit, workspace
from onrecord.ui.changes import lines, revisions
from onrecord.ui.changes.moves import moment, undo_bar
from onrecord.ui.downloads import table_downloads
from onrecord.ui.escape import html, label

SINCE = {"visit": "My last visit", "day": "A day", "revision": "A revision"}
DAY, AFTER = "since_day", "after"
BY = {"kind": "By kind of change", "actor": "By actor"}


def draw_news(record: Record, scoped: Record) -> None:
    """The page as it opens: undo, what changed since then, the revisions."""
    main, side = show.split()
    with main:
        undo_bar(record)
        before, said = _baseline(record)
        if before is None:
            st.info(said, icon=":material/waving_hand:")
        else:
            _draw_changes(record, scoped, before, said)
        revisions.draw_revisions(record)
    with side:
        lines.beside(record, scoped, record.revision if before is None else before)


def _baseline(record: Record) -> tuple[int | None, str]:
    """The revision to compare with, and what it is called; None and why where there is none."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        how = show.choice("since", "What changed since", SINCE)
        if how == "day":
            return _day(record)
        if how == "revision":
            return _revision(record)
    if not workspace.current_coder(config.settings()).name:
        return None, "Nobody is named here, so no visit is remembered. Choose a day or a revision to compare with."
    if not (before := visit.previous_visit(record)):
        return None, (
            "This is your first visit. From now on this page tells what changed between your visits; choose a day or "
            "a revision to look further back."
        )
    return before.revision, f"your last visit ({visit.moment_text(before.seen_at)})"


def _day(record: Record) -> tuple[int | None, str]:
    chosen = address.day(DAY)
    st.session_state[f"w-{DAY}"] = chosen
    st.date_input(
        "The day", key=f"w-{DAY}", format="YYYY-MM-DD", value=None, on_change=_put_day, min_value=scope.EARLIEST,
        max_value=scope.LATEST,
    )  # fmt: skip
    if chosen is None:
        return None, "Choose the first day whose changes you want to see."
    held, eve = workspace.store_at(config.settings().database_url), max(chosen, date.min + timedelta(days=1))
    before = reading.revision_on(held, record.dossier_id, eve - timedelta(days=1))
    return min(before, record.revision), f"the beginning of {label_day(chosen)} (UTC)"


def _put_day() -> None:
    chosen = st.session_state[f"w-{DAY}"]
    address.put(DAY, chosen.isoformat() if chosen else "")


def _revision(record: Record) -> tuple[int | None, str]:
    known = past.revisions(record).iloc[::-1]
    names = {
        str(r): f"Revision {r}, {moment(made)}, {who}: {why}"
        for r, made, who, why in known[["rev_id", "made_at", "made_by", "reason"]].itertuples(index=False)
    }
    chosen = show.pick(AFTER, "The revision", names, default=str(known["rev_id"].min()))
    return int(chosen), f"revision {chosen}"


def _draw_changes(record: Record, scoped: Record, before: int, said: str) -> None:
    asked = scope.given_scope(record)[0]
    found = past.changes_since(record, before)
    every = record.once(_lines, before, asked.level)
    shown = every
    if not asked.is_whole():
        then = past.record_at(record, before)
        shown = changes.within(every, [scoped, *([narrow(then, asked)] if then else [])])
    things = changes.with_parts(shown)
    _heading(said, len(things), len(shown), len(every) - len(shown))
    if things.empty:
        return
    if show.choice("by", "Arranged", BY) == "actor":
        _by_actor(things, record)
    else:
        _by_kind(things)
    lines.as_table(shown, key="changes")
    method = f"what differs between revision {before} and revision {record.revision}"
    tables = {"changes": lambda: lines.twin(shown), "fields": lambda: _changed_fields(found, shown)}
    table_downloads(record, "changes", tables, method=lambda: method)


def _changed_fields(found: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    keys = set(zip(shown["table"], shown["key"], strict=True))
    return changes.fields(found[[pair in keys for pair in zip(found["table"], found["key"], strict=True)]])


def _lines(record: Record, before: int, level: Level) -> pd.DataFrame:
    return changes.change_lines(past.changes_since(record, before), record, level=level)


def _heading(said: str, n: int, n_rows: int, n_outside: int) -> None:
    news = count(n, "change") if n else "nothing new"
    outside = f" {count(n_outside, 'row')} outside this scope not shown." if n_outside else ""
    st.subheader(label(f"Since {said}: {news}"), anchor=False)
    if n:
        st.caption(f"{count(n_rows, 'row of the record differs', 'rows of the record differ')} from then.{outside}")
    elif n_outside:
        st.caption(f"Nothing in this scope.{outside} Clear the scope in the sidebar to see them.")
    else:
        st.caption("The record stands as it did. Choose another day above to look further back.")


def _by_kind(things: pd.DataFrame) -> None:
    left = lines.MOST
    for kind, title in ROW_CHANGES.items():
        some = things[things["what"] == kind]
        if some.empty:
            continue
        st.html(f'<p class="or-group">{html(title)} · {len(some):,}</p>')
        for n, row in enumerate(some.head(left).to_dict("records")):
            lines.line(row, key=f"{kind}-{n}")
        left = max(0, left - len(some))
        if len(some) > len(some.head(lines.MOST)) or not left:
            st.caption("Not every one is told here; the table below has all.")


def _listing(things: pd.DataFrame, at: Iterable[int], *, key: str) -> None:
    some = things.loc[list(at)].head(lines.MOST)
    show.listing(some[["mark", "name", "what"]].itertuples(index=False, name=None), key=key)


def _by_actor(things: pd.DataFrame, record: Record) -> None:
    found = changes.by_actor(things, record)
    for n, row in enumerate(found.head(lines.MOST).to_dict("records")):
        with st.container(gap=None, key=f"actor-{n}"):
            show.link(row["mark"], f"{row['name']}: {count(row['n'], 'change')}", key=f"actor-{n}")
            st.html(f'<p class="or-telling" dir="auto">{html(row["says"])}</p>')
            if row["n"] > 1:
                each = partial(_listing, things, row["lines"], key=f"of-actor-{n}")
                show.when_open("Each of them", each, key=f"more-actor-{n}")
    rest = things[[not ids for ids in things["actors"]]]
    if len(rest):
        st.html(f'<p class="or-group">Concerning no actor · {len(rest):,}</p>')
        for n, line in enumerate(rest.head(lines.MOST).to_dict("records")):
            lines.line(line, key=f"rest-{n}")
