"""The sides of a contradiction next to each other, and where it stands, signed."""

from collections.abc import Hashable, Mapping
from functools import partial

import streamlit as st

from onrecord import dates
from onrecord.editing import Store, resolutions
from onrecord.editing.coding import SaveRequest
from onrecord.editing.resolutions import Resolution, Signature
from onrecord.record import Record
from onrecord.schema import CONFLICT_STATUSES
from onrecord.ui import address, forms, show, texts, workspace
from onrecord.ui.conflict_form import SUBJECT, conflict_change
from onrecord.ui.escape import clean, html
from onrecord.views.conflicts import Conflicts

SIGNED = {"open": "Reopened", "both stand": "Both stand, signed", "resolved": "Resolved"}
UNSIGNED = {"open": "Open", "both stand": "Both stand", "resolved": "Resolved"}
OUTCOMES = {
    "open": "the conflict is open again",
    "both stand": "both sides stand",
    "resolved": "the conflict is resolved",
}
NOBODY = "no side"


def sides(page: Conflicts) -> None:
    """Both sides of the conflict that is selected, next to each other, and where it stands: by whom, when, why."""
    scoped, mark = page.scoped, page.displayed
    conflict_id = mark.partition(":")[2] if mark.startswith("conflict:") else ""
    rows = scoped.conflict_sides[scoped.conflict_sides["conflict_id"] == conflict_id]
    told = rows.merge(scoped.reports, on="report_id").sort_values("side")
    if told.empty:
        return
    about = {str(k): str(v) for k, v in scoped.conflicts.set_index("conflict_id").loc[conflict_id].items()}
    st.html(f'<p class="or-title" dir="auto">{html(about["about"])}</p>')
    attached = texts.texts_at_hand(scoped)
    carries = resolutions.carrying_side(about)
    values = page.side_values(conflict_id)
    for column, row in zip(st.columns(len(told)), told.to_dict("records"), strict=True):
        text = attached.get(row["report_id"])
        quote = f'<p class="or-quote" dir="auto">{_highlighted_passage(text, row)}</p>' if text else ""
        value = values.get((row["report_id"], int(row["start"]), int(row["end"])), "")
        head = " · ".join(filter(None, (f"Side {row['side']}", value, "carries" if row["side"] == carries else "")))
        column.html(
            f'<p class="or-group" dir="auto">{html(head)}</p>'
            f'<div class="or-passage or-conflict"><p class="or-what" dir="auto">{html(row["dated_name"])}</p>'
            f'<p dir="auto">{html(row["claim"])}</p>{quote}</div>'
        )
    _draw_status(scoped, conflict_id, about)
    if workspace.may_write(scoped):
        _resolution_form(scoped, conflict_id, about, rows["side"].tolist())
        show.when_open(
            "Change it or its sides", partial(conflict_change, page.whole, conflict_id),
            key=f"more-change-{conflict_id}", is_open=address.value(SUBJECT) == f"conflict:{conflict_id}",
        )  # fmt: skip


def _draw_status(scoped: Record, conflict_id: str, about: Mapping[str, str]) -> None:
    """Where the conflict stands: by whom, when, why."""
    at = workspace.current_workspace(scoped)
    signed = _signatures(str(at.engine.url), scoped.dossier_id, scoped.revision, at.engine).get(conflict_id)
    status = about["status"]
    what = "Recorded" if signed and signed.is_first else SIGNED[status]
    head = _by(what, signed) if signed else f"{UNSIGNED[status]} · as the dossier was brought in"
    st.html(f'<p class="or-group" dir="auto">{html(head)}</p><p dir="auto">{html(about["assessment"])}</p>')


def _by(what: str, signed: Signature) -> str:
    day = dates.parse(signed.made_at[:10]).label
    return f"{what} by {signed.by} on {day}, revision {signed.revision}"


@st.cache_resource(show_spinner=False, max_entries=8)
def _signatures(database: str, dossier_id: str, revision: int, _engine: Store) -> dict[str, Signature]:
    """Who signed what, worked out once for a revision."""
    return resolutions.signatures(_engine, dossier_id, revision or None)


def _resolution_form(scoped: Record, conflict_id: str, about: Mapping[str, str], known: list[str]) -> None:
    """The form that settles a conflict or opens it again."""
    name = f"resolve-{conflict_id}"
    place = f"{name}-{forms.fingerprint(about)}"
    given = {"status": about["status"], "side": resolutions.carrying_side(about), "why": about["assessment"]}
    given |= forms.refused_values(name, scoped)
    title = "Settle it" if about["status"] == "open" else "Settle it otherwise, or reopen it"
    with (
        st.expander(title, bool(forms.refused_values(name, scoped)), key=f"w-{place}-open", icon=":material/gavel:"),
        st.form(place, border=False),
    ):
        left, right = st.columns(2)
        left.segmented_control(
            "Where it stands", list(CONFLICT_STATUSES), default=given["status"], key=f"w-{place}-status", required=True,
            help=" · ".join(f"{status}: {meaning}" for status, meaning in CONFLICT_STATUSES.items()),
        )  # fmt: skip
        options = ["", *known]
        right.segmented_control(
            "The side that carries, where it is resolved", options,
            default=given["side"] if given["side"] in options else "",
            key=f"w-{place}-side", format_func=lambda side: side or NOBODY, required=True,
        )  # fmt: skip
        st.text_area("Why", clean(given["why"]), key=f"w-{place}-why", height=120)
        form = forms.save_request(name, scoped)
        st.form_submit_button("Sign", type="primary", on_click=_sign, args=(scoped, conflict_id, place, form))


def _sign(scoped: Record, conflict_id: str, place: str, form: SaveRequest) -> None:
    typed = {field: str(st.session_state[f"w-{place}-{field}"] or "") for field in ("status", "side", "why")}
    # a side carries only in what is resolved: whoever reopens need not take it back first
    side = typed["side"] if typed["status"] == "resolved" else ""
    wanted = Resolution(typed["status"], typed["why"], side)
    act = partial(resolutions.resolve, workspace.current_workspace(scoped), conflict_id, wanted, form)
    forms.once(scoped, f"resolve-{conflict_id}", act, OUTCOMES[wanted.status], typed)


def _highlighted_passage(text: str, row: Mapping[Hashable, int]) -> str:
    return texts.passage(text, (row["start"], row["end"]), (row["body_start"], row["body_end"]))
