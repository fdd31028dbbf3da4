"""The differences between two codings, each with both sides next to each other and the ways to settle it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from onrecord import dates
from onrecord.editing import Workspace, double_coding
from onrecord.editing.double_coding import Disagreement
from onrecord.record import Record
from onrecord.record.passages import position_word
from onrecord.schema import BY_NAME, grade
from onrecord.ui import show, texts, workspace
from onrecord.ui.coding.focus import focus
from onrecord.ui.drafts import new_token
from onrecord.ui.escape import html
from onrecord.views.wording import GRADED

AT_ONCE = 10
TURN = "readings-turn"  # counts what was settled, in the session
WHAT = {"stances": "Stance", "event_reports": "Mention of an event", "events": "Event"}
ONE_SIDED = {"only left": "only here", "only right": "only there"}
TAKE = {"only left": "Take theirs: leave it out", "only right": "Take theirs: add it", "differs": "Take theirs"}
KEEP = {"only left": "Keep mine", "only right": "Keep mine: leave it out", "differs": "Keep mine"}
META = ("kind", "confidence", "event_type", "status", "reported_status", "place", "salience")
Names = Mapping[str, Mapping[str, str]]


def names_of(record: Record) -> Names:
    """What actors, issues and events are called in a record: table -> id -> name."""
    return {"actors": record.actor_names(), "issues": record.issue_labels(), "events": record.event_titles()}


@dataclass(frozen=True)
class Both:
    """What both codings are shown with: the record and the desk here, the names here and there, the texts at hand."""

    record: Record
    at: Workspace
    mine: Names
    theirs: Names
    texts: Mapping[str, str]

    def name(self, table: str, value: str) -> str:
        """What an actor, issue or event is called, here or else there."""
        return self.mine[table].get(value) or self.theirs[table].get(value, value)


def cards(both: Both, disagreements: Sequence[Disagreement]) -> None:
    """Every difference that is open, some at a time, then those in which mine was kept."""
    kept = [d for d in disagreements if d.kept_in]
    still_open = [d for d in disagreements if not d.kept_in]
    st.subheader("Where they differ", anchor=False)
    show.numbers([(str(len(still_open)), "open"), (str(len(kept)), "settled: mine kept")])
    if not still_open:
        st.success("Nothing is open: the two codings of this report agree, or it is settled which one stands.")
    with st.container(key="differences"):
        _numbered_cards(both, _page_of(still_open), "open")
    # after one is settled the next is under the keyboard
    if turn := st.session_state.get(TURN, 0):
        focus(".st-key-differences button", turn)
    if kept:
        with st.expander(f"{len(kept):,} settled: mine kept", key="settled"):
            _numbered_cards(both, kept, "kept")


def _numbered_cards(both: Both, disagreements: Sequence[Disagreement], key: str) -> None:
    for number, disagreement in enumerate(disagreements):
        _card(both, disagreement, f"{key}-{number}")


def _page_of(disagreements: Sequence[Disagreement]) -> Sequence[Disagreement]:
    if len(disagreements) <= AT_ONCE:
        return disagreements
    pages = -(-len(disagreements) // AT_ONCE)
    st.session_state["differences-page"] = min(st.session_state.get("differences-page", 1), pages)
    at = int(st.number_input(f"Page of {pages}", 1, pages, key="differences-page", width=180))
    return disagreements[(at - 1) * AT_ONCE : at * AT_ONCE]


def _card(both: Both, disagreement: Disagreement, key: str) -> None:
    kind = ONE_SIDED.get(disagreement.kind, "differs in " + ", ".join(_column_title(c) for c in disagreement.columns))
    with st.container(border=True, key=f"difference-{key}"):
        st.html(f'<p class="or-group">{html(WHAT[disagreement.what])} · {html(kind)}</p>')
        here, there = st.columns(2)
        here.html(_side(both, disagreement, "Here"))
        there.html(_side(both, disagreement, "There"))
        if disagreement.mine and disagreement.theirs:
            st.html(_values(both, disagreement, disagreement.mine, disagreement.theirs))
        if both.at.coder.may_write:
            _buttons(both.at, disagreement, key)


def _buttons(at: Workspace, disagreement: Disagreement, key: str) -> None:
    options: list[tuple[str, Literal["theirs", "mine"], tuple[str, ...]]] = [(TAKE[disagreement.kind], "theirs", ())]
    if len(disagreement.columns) > 1:
        options += [(f"Only their {_column_title(c)}", "theirs", (c,)) for c in disagreement.columns]
    if not disagreement.kept_in:
        options.append((KEEP[disagreement.kind], "mine", ()))
    with st.container(horizontal=True, gap="small", key=f"settle-{key}"):
        for shown, take, columns in options:
            # named after the difference: a second press of a button that is gone must not settle the next one
            name = "-".join(
                (key.split("-")[0], disagreement.what, *disagreement.left, "~", *disagreement.right, take, *columns)
            )
            st.button(
                shown, key=f"w-{name}", on_click=_settle, args=(at, disagreement, take, columns),
                type="tertiary" if columns else "secondary",
            )  # fmt: skip


def _settle(
    at: Workspace, disagreement: Disagreement, take: Literal["theirs", "mine"], columns: tuple[str, ...]
) -> None:
    token = new_token()
    what = f"{WHAT[disagreement.what].lower()}: " + ("mine kept" if take == "mine" else "theirs taken")
    workspace.attempt_save(
        lambda: double_coding.adjudicate(at, disagreement, take=take, columns=columns, token=token), what
    )
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1


def _side(both: Both, disagreement: Disagreement, side: Literal["Here", "There"]) -> str:
    """One coder's row: what, in which words, on which passage."""
    row, events = (disagreement.mine, both.mine) if side == "Here" else (disagreement.theirs, both.theirs)
    head = f'<p class="or-meta">{side}</p>'
    if row is None:
        return f'<div class="or-passage">{head}<p>Not coded.</p></div>'
    told = f'<p dir="auto">{html(row["gist"])}</p>{_quote(both, disagreement.report_id, row)}' if "gist" in row else ""
    place = [f"characters {int(row['start']):,} to {int(row['end']):,}"] if "start" in row else []
    date = row.get("date") or row.get("reported_date", "")
    meta = [dates.parse(date).label if date else "", *(row.get(name, "") for name in META), *place]
    note = f'<p class="or-meta" dir="auto">Note: {html(row["note"])}</p>' if row["note"] else ""
    return (
        f'<div class="or-passage">{head}<p class="or-what" dir="auto">{html(_row_title(both, row, events))}</p>{told}'
        f'<p class="or-meta" dir="auto">{html(" · ".join(m for m in meta if m))}</p>{note}</div>'
    )


def _row_title(both: Both, row: Mapping[str, str], side: Names) -> str:
    if "event_id" in row:
        return row.get("title") or side["events"].get(row["event_id"], row["event_id"])
    actor, issue = both.name("actors", row["actor_id"]), both.name("issues", row["issue_id"])
    return f"{actor} on “{issue}”: {position_word(int(row['position']))}"


def _quote(both: Both, report_id: str, row: Mapping[str, str]) -> str:
    text = both.texts.get(report_id)
    if not text:
        return ""
    reports = both.record.reports
    report = reports[reports["report_id"] == report_id].iloc[0].to_dict()
    body = int(report["body_start"]), int(report["body_end"])
    return f'<p class="or-quote" dir="auto">{texts.passage(text, (int(row["start"]), int(row["end"])), body)}</p>'


def _values(both: Both, disagreement: Disagreement, mine: Mapping[str, str], theirs: Mapping[str, str]) -> str:
    """The columns that differ, both values next to each other."""
    rows = "".join(
        f"<tr><th>{html(_column_title(column))}</th>"
        + "".join(f"<td>{html(_value(both, disagreement.what, column, row[column]))}</td>" for row in (mine, theirs))
        + "</tr>"
        for column in disagreement.columns
    )
    return f'<table class="or-clash" dir="auto"><tr><th></th><th>Here</th><th>There</th></tr>{rows}</table>'


def _column_title(column: str) -> str:
    return column.removesuffix("_id").replace("_", " ")


def _value(both: Both, table: str, column: str, value: str) -> str:
    if not value:
        return "nothing"
    if column == "actors":
        parts = (part.partition(" ") for part in value.split(", "))
        return ", ".join(f"{both.name('actors', actor)} {role}" for actor, _, role in parts)
    about = BY_NAME[table].column(column)
    if about.refers_to:
        return both.name(about.refers_to, value)
    if about.kind == "edtf":
        return dates.parse(value).label
    if column in GRADED:
        return grade(value)
    return position_word(int(value)) if column == "position" else value
