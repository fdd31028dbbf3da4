"""Record a conflict on any row from passages that are picked, for what no rule on codes can see; change it later."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from onrecord.editing import conflicts, verdicts
from onrecord.editing.coding import Saved, SaveRequest
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
    """A passage that was picked: where it stands, the row it was coded from, what it says; ``name`` of a side it is."""

    key: str
    passage: Passage
    mark: str
    gist: str
    label: str
    name: str = ""


def conflict_form(page: Conflicts) -> None:
    """The form that records a conflict, where whoever looks may write; open where a row asks for it."""
    if workspace.may_write(page.whole):
        is_asked = bool(address.value(SUBJECT)) and not address.value(SUBJECT).startswith("conflict:")
        show.when_open("Record a conflict", lambda: _form(page.whole), key="more-record", is_open=is_asked)


def _form(record: Record) -> None:
    draft = session_drafts().setdefault((record.dossier_id, PLACE), Draft(PLACE))
    subject = _subject(record)
    if subject:
        st.html(f'<p dir="auto">About: <b>{html(row_label(record, *subject))}</b></p>')
    else:
        show.caption("About the row of the first passage. To choose another, open that row and record it from there.")
    picked = _passage_choice(record, draft, address.value(SUBJECT) if subject else "", {})
    if picked:
        _conflict_fields(draft, picked, {"about": "", "kind": "contradiction", "severity": "high"})
        st.button(
            "Record the conflict", type="primary", key=draft.key("save"), on_click=_save, args=(record, draft, picked)
        )


def conflict_change(record: Record, conflict_id: str) -> None:
    """The form over a conflict that is on record: what it is about, kind, severity, and its sides."""
    conflicts_on_record, rows = record.conflicts, record.conflict_sides
    about = conflicts_on_record[conflicts_on_record["conflict_id"] == conflict_id].iloc[0]
    given = {name: str(about[name]) for name in ("about", "kind", "severity", "subject_table", "subject_id")}
    sides = _recorded_sides(record, rows[rows["conflict_id"] == conflict_id])
    state = forms.fingerprint(given | {key: f"{side.passage} {side.gist}" for key, side in sides.items()})
    place = f"change-{conflict_id}-{state}"  # drawn anew where a colleague changed it
    form = forms.save_request(place, record)
    draft = session_drafts()[record.dossier_id, place]
    subject = f"{given['subject_table'].rstrip('s')}:{given['subject_id']}"
    picked = _passage_choice(record, draft, subject, sides)
    _conflict_fields(draft, picked, given)
    st.button(
        "Save the change", type="primary", key=draft.key("save"), on_click=_save_change,
        args=(record, draft, picked, (conflict_id, given), form),
    )  # fmt: skip


def _recorded_sides(record: Record, rows: pd.DataFrame) -> dict[str, _Picked]:
    """The sides of a conflict as passages that are picked, in the order of their letters."""
    marks, found = record.report_marks(), {}
    for row in rows.sort_values("side").to_dict("records"):
        key, at = f"side~{row['side']}", Passage(row["report_id"], int(row["start"]), int(row["end"]))
        shown = f"Side {row['side']} · {marks[row['report_id']]} · {row['claim']}"
        found[key] = _Picked(key, at, "", row["claim"], shown, row["side"])
    return found


def _passage_choice(record: Record, draft: Draft, subject: str, sides: Mapping[str, _Picked]) -> list[_Picked]:
    """The passages that are picked: of the `sides` that are on record those that stay, of coded ones, of typed ones."""
    rows = record.once(coded_passages, subject)
    offered = rows.head(MOST)
    labels = {key: side.label for key, side in sides.items()}
    shown = told_apart(labels | dict(zip(offered.index, offered["label"], strict=True)))
    st.multiselect(
        "Passages that differ", list(shown), list(sides), format_func=shown.__getitem__, key=draft.key("passages"),
        placeholder="Search by report, name or words", filter_mode="fuzzy", select_all=False,
    )  # fmt: skip
    if len(rows) > MOST:
        show.caption(
            f"{MOST:,} of {count(len(rows), 'passage')} are offered: those of a row, where it is recorded from there."
        )
    with st.popover("A passage that is not coded", icon=":material/format_quote:"):
        _typed_passage(record, draft)
    return list(_picked_passages(record, draft, rows, sides))


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


def _picked_passages(
    record: Record, draft: Draft, rows: pd.DataFrame, sides: Mapping[str, _Picked]
) -> Iterator[_Picked]:
    """What was picked among the sides and the coded passages, then what was given by its place."""
    for key in st.session_state.get(draft.key("passages")) or []:
        if key in sides:
            yield sides[key]
        elif key in rows.index:
            row = rows.loc[key]
            at = Passage(row["report_id"], int(row["start"]), int(row["end"]))
            yield _Picked(key, at, row["mark"], row["gist"], row["label"])
    names = record.report_names()
    for key in draft.attached.get(TYPED, "").split():
        report_id, start, end = key.split("~")
        at = Passage(report_id, int(start), int(end))
        yield _Picked(key, at, f"report:{report_id}", "", f"{names.get(report_id, report_id)}, {start} to {end}")


def _conflict_fields(draft: Draft, picked: list[_Picked], given: Mapping[str, str]) -> None:
    st.text_input("What it is about, in a few words", clean(given["about"]), key=draft.key("about"), autocomplete="off")
    with st.container(horizontal=True, gap="large"):
        _code_field("Kind", CONFLICT_KINDS, given["kind"], draft.key("kind"))
        _code_field("Severity", SEVERITIES, given["severity"], draft.key("severity"))
    for side in picked:
        title = side.label.removesuffix(f" · {side.gist}")
        st.text_area(f"It claims: {label(title)}", clean(side.gist), key=draft.key(f"claim-{side.key}"), height=80)


def _code_field(title: str, codes: Mapping[str, str], given: str, key: str) -> None:
    meanings = " · ".join(f"{code}: {meaning}" for code, meaning in codes.items())
    st.segmented_control(title, list(codes), default=given, key=key, required=True, help=meanings)


def _typed_conflict(draft: Draft, picked: list[_Picked], subject: tuple[str, str]) -> Conflict:
    """The conflict that the fields hold."""
    typed = {name: str(st.session_state.get(draft.key(name)) or "") for name in ("about", "kind", "severity")}
    claims = [str(st.session_state[draft.key(f"claim-{one.key}")] or "") for one in picked]
    sides = tuple(Side(one.passage, claim, one.name) for one, claim in zip(picked, claims, strict=True))
    return Conflict(typed["about"], subject, typed["kind"], typed["severity"], sides)


def _save(record: Record, draft: Draft, picked: list[_Picked]) -> None:
    kind, _, name = picked[0].mark.partition(":")
    entry = _typed_conflict(draft, picked, _subject(record) or (f"{kind}s", name))
    results: list[Saved] = []

    def act() -> Saved:
        at = workspace.current_workspace(record)
        results.append(verdicts.record_conflict(at, entry, forms.save_request(PLACE, record)))
        return results[-1]

    if forms.once(record, PLACE, act, "the conflict is recorded", draft.fields):
        address.put_all({SUBJECT: "", "list": "recorded", address.SELECT: results[-1].mark})


def _save_change(
    record: Record, draft: Draft, picked: list[_Picked], about: tuple[str, Mapping[str, str]], form: SaveRequest
) -> None:
    conflict_id, given = about
    entry = _typed_conflict(draft, picked, (given["subject_table"], given["subject_id"]))
    act = partial(conflicts.change_conflict, workspace.current_workspace(record), conflict_id, entry, form)
    if forms.once(record, draft.place, act, f"the conflict “{' '.join(entry.about.split())}” is changed"):
        address.put(SUBJECT, "")
