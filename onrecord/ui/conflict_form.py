"""Record a conflict on any row, from passages that are picked: for what no rule on codes can see."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from onrecord.editing import verdicts
from onrecord.editing.coding import Saved
from onrecord.editing.entries import Passage
from onrecord.editing.verdicts import Conflict, Side
from onrecord.record import Record
from onrecord.record.evidence.shape import row_label
from onrecord.schema import CONFLICT_KINDS, SEVERITIES
from onrecord.schema.tables import SUBJECTS
from onrecord.text import count
from onrecord.ui import address, forms, show, texts, workspace
from onrecord.ui.drafts import Draft, session_drafts
from onrecord.ui.escape import clean, html, label, told_apart
from onrecord.views.conflicts import Conflicts
from onrecord.views.tables.passages import coded_passages

PLACE = "conflict"
SUBJECT = "subject"  # in the address: the mark of the row that the conflict is to be about
MOST = 2_000  # passages that are offered
TYPED = "typed"  # passages that were given by report and place


@dataclass(frozen=True)
class _Picked:
    """A passage that was picked: where it stands, the row it was coded from, what it says."""

    key: str
    passage: Passage
    mark: str
    gist: str
    label: str


def conflict_form(page: Conflicts) -> None:
    """The form that records a conflict, where whoever looks may write; open where a row asks for it."""
    if workspace.may_write(page.whole):
        show.when_open(
            "Record a conflict", lambda: _form(page.whole), key="more-record", is_open=bool(address.value(SUBJECT))
        )


def _form(record: Record) -> None:
    draft = session_drafts().setdefault((record.dossier_id, PLACE), Draft(PLACE))
    subject = _subject(record)
    if subject:
        st.html(f'<p dir="auto">About: <b>{html(row_label(record, *subject))}</b></p>')
    else:
        show.caption("About the row of the first passage. To choose another, open that row and record it from there.")
    rows = record.once(coded_passages, address.value(SUBJECT) if subject else "")
    offered = rows.head(MOST)
    shown = told_apart(dict(zip(offered.index, offered["label"], strict=True)))
    st.multiselect(
        "Passages that differ", list(shown), format_func=shown.__getitem__, key=draft.key("passages"),
        placeholder="Search by report, name or words", filter_mode="fuzzy", select_all=False,
    )  # fmt: skip
    if len(rows) > MOST:
        show.caption(
            f"{MOST:,} of {count(len(rows), 'passage')} are offered: those of a row, where it is recorded from there."
        )
    with st.popover("A passage that is not coded", icon=":material/format_quote:"):
        _typed_passage(record, draft)
    picked = list(_picked_passages(record, draft, rows))
    if picked:
        _conflict_fields(record, draft, picked)


def _subject(record: Record) -> tuple[str, str] | None:
    """Table and id of the row that the address asks for; None where it asks for none that is there."""
    kind, _, name = address.value(SUBJECT).partition(":")
    table = f"{kind}s"
    return (table, name) if table in SUBJECTS and name.isascii() and row_label(record, table, name) else None


def _typed_passage(record: Record, draft: Draft) -> None:
    """Report, beginning and end of a passage, shown where the text is at hand."""
    names = told_apart(record.dated_report_names())
    report_id = st.selectbox("Report", list(names), format_func=names.__getitem__, key=draft.key("report"))
    row = record.reports[record.reports["report_id"] == report_id].iloc[0]
    first, last = int(row["body_start"]), int(row["body_end"])
    start = st.number_input("First character", first, last - 1, first, key=draft.key(f"start-{report_id}"))
    end = st.number_input("Up to, not with", first + 1, last, min(first + 80, last), key=draft.key(f"end-{report_id}"))
    if (text := texts.texts_at_hand(record).get(report_id)) and start < end:
        st.html(f'<p class="or-quote" dir="auto">{texts.passage(text, (int(start), int(end)), (first, last))}</p>')
    st.button("Add the passage", key=draft.key("add"), disabled=start >= end, on_click=_add, args=(draft, report_id))


def _add(draft: Draft, report_id: str) -> None:
    start, end = (int(st.session_state[draft.key(f"{name}-{report_id}")]) for name in ("start", "end"))
    places = dict.fromkeys([*draft.attached.get(TYPED, "").split(), f"{report_id}~{start}~{end}"])
    draft.attached[TYPED] = " ".join(places)


def _picked_passages(record: Record, draft: Draft, rows: pd.DataFrame) -> Iterator[_Picked]:
    """What was picked among the coded passages, then what was given by its place."""
    for key in st.session_state.get(draft.key("passages")) or []:
        if key in rows.index:
            row = rows.loc[key]
            at = Passage(row["report_id"], int(row["start"]), int(row["end"]))
            yield _Picked(key, at, row["mark"], row["gist"], row["label"])
    names = record.report_names()
    for key in draft.attached.get(TYPED, "").split():
        report_id, start, end = key.split("~")
        at = Passage(report_id, int(start), int(end))
        yield _Picked(key, at, f"report:{report_id}", "", f"{names.get(report_id, report_id)}, {start} to {end}")


def _conflict_fields(record: Record, draft: Draft, picked: list[_Picked]) -> None:
    st.text_input("What it is about, in a few words", key=draft.key("about"), autocomplete="off")
    with st.container(horizontal=True, gap="large"):
        _code_field("Kind", CONFLICT_KINDS, draft.key("kind"))
        _code_field("Severity", SEVERITIES, draft.key("severity"))
    for side in picked:
        st.text_area(f"It claims: {label(side.label)}", clean(side.gist), key=draft.key(f"claim-{side.key}"), height=80)
    st.button(
        "Record the conflict", type="primary", key=draft.key("save"), on_click=_save, args=(record, draft, picked)
    )


def _code_field(title: str, codes: Mapping[str, str], key: str) -> None:
    meanings = " · ".join(f"{code}: {meaning}" for code, meaning in codes.items())
    st.segmented_control(title, list(codes), default=next(iter(codes)), key=key, required=True, help=meanings)


def _save(record: Record, draft: Draft, picked: list[_Picked]) -> None:
    typed = {name: str(st.session_state.get(draft.key(name)) or "") for name in ("about", "kind", "severity")}
    sides = tuple(Side(one.passage, str(st.session_state[draft.key(f"claim-{one.key}")] or "")) for one in picked)
    kind, _, name = picked[0].mark.partition(":")
    entry = Conflict(typed["about"], _subject(record) or (f"{kind}s", name), typed["kind"], typed["severity"], sides)
    results: list[Saved] = []

    def act() -> Saved:
        at = workspace.current_workspace(record)
        results.append(verdicts.record_conflict(at, entry, forms.save_request(PLACE, record)))
        return results[-1]

    if forms.once(record, PLACE, act, "the conflict is recorded", draft.fields):
        address.put_all({SUBJECT: "", "list": "recorded", address.SELECT: results[-1].mark})
