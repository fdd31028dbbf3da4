"""The sides of a computed difference next to each other, and what becomes of it: recorded, dismissed, reopened."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from onrecord import dates
from onrecord.editing import Store, verdicts
from onrecord.editing.coding import Saved, SaveRequest
from onrecord.editing.resolutions import Signature
from onrecord.record import Record, evidence
from onrecord.record.differences import differences, rule_text
from onrecord.record.evidence import Evidence
from onrecord.record.evidence.differences import STANDINGS
from onrecord.record.evidence.shape import row_label
from onrecord.record.passages import conflicts_of
from onrecord.text import count
from onrecord.ui import address, forms, items, past, show, texts, workspace
from onrecord.ui.escape import clean, html, label, told_apart
from onrecord.views.conflicts import Conflicts
from onrecord.views.pages import HOME, PAGES
from onrecord.views.tables.differences import n_not_looked_at
from onrecord.views.view import View

ACROSS = 3  # sides next to each other
OWN = "Another reason, in your words"
Row = Mapping[str, Any]


def difference(page: Conflicts) -> None:
    """The difference that is selected, else the first: what each report says, and what can be done about it."""
    name = page.displayed_difference
    found = page.scoped.once(evidence.find, f"difference:{name}") if name else None
    if found is None:
        return
    rows = page.differences[page.differences["difference_id"] == name]
    row = {str(column): value for column, value in rows.iloc[0].items()}
    rule = rule_text(row["rule"], row["kind"])
    st.html(f'<p class="or-title" dir="auto">{html(found.title)}</p><p>{html(rule)}</p>')
    sides = page.difference_sides
    _draw_sides(page.scoped, sides[sides["difference_id"] == name])
    _draw_standing(page, row, found)
    if workspace.may_write(page.scoped) and row["grade"] != "went on":
        _actions(page, row)


def other_grades(page: Conflicts) -> None:
    """What only one report tells, and what went on: folded under their numbers, worked out when they are opened."""
    rows = page.differences
    n_open = rows.loc[rows["standing"] == "open", "grade"].value_counts()
    for grade, title, part in (
        ("only here", "Only here", Conflicts.only_here),
        ("went on", "Went on", Conflicts.went_on),
    ):
        if grade in n_open:
            name = f"{title}: {count(int(n_open[grade]), 'difference')}"
            show.when_open(name, partial(items.draw, page, (part,)), key=f"more-{part.name}")


def differences_link(view: View) -> None:
    """The way to the differences nobody has looked at, where there are any."""
    if n := n_not_looked_at(view.scoped):
        st.page_link(
            PAGES["Conflicts"].path, label=f"{count(n, 'difference')} between the reports, not looked at",
            query_params=address.scope_query(list="computed"), icon=":material/difference:",
        )  # fmt: skip


def _draw_sides(scoped: Record, sides: pd.DataFrame) -> None:
    """A column for each value, in it the reports that give it."""
    attached = texts.texts_at_hand(scoped)
    told = sides.merge(scoped.reports, on="report_id", how="left", suffixes=("", "_of_report"))
    groups = [group.to_dict("records") for _, group in told.groupby("shown", sort=False)]
    n_across = min(len(groups), ACROSS)
    for start in range(0, len(groups), n_across):
        for column, group in zip(st.columns(n_across), groups[start : start + n_across], strict=False):
            blocks = "".join(_side_html(side, attached) for side in group)
            column.html(f'<p class="or-group" dir="auto">{html(group[0]["shown"])}</p>{blocks}')


def _side_html(side: Mapping[Any, Any], attached: Mapping[str, str]) -> str:
    """What one report says; of one outside the scope only that there is one."""
    if not side["is_in_scope"] or not isinstance(side["name"], str):
        return '<div class="or-passage or-conflict"><p class="or-what">A report outside the scope</p></div>'
    body, text = (int(side["body_start"]), int(side["body_end"])), attached.get(side["report_id"])
    span = int(side["start"]), int(side["end"])
    is_passage = text is not None and span != body
    quote = f'<p class="or-quote" dir="auto">{texts.passage(text or "", span, body)}</p>' if is_passage else ""
    claim = "" if side["claim"] == side["shown"] else f'<p dir="auto">{html(side["claim"])}</p>'
    return (
        f'<div class="or-passage or-conflict"><p class="or-what" dir="auto">{html(side["name"])}</p>'
        f"{claim}{quote}</div>"
    )


def _draw_standing(page: Conflicts, row: Row, found: Evidence) -> None:
    """What was decided about it, by whom, when, why; and what came since."""
    if row["standing"] == "open":
        if row["is_settled_before"]:
            st.caption("Settled before with other values: it is open again, because the values have changed.")
        return
    at = workspace.current_workspace(page.scoped)
    signed = _signatures(str(at.engine.url), page.scoped.dossier_id, page.scoped.revision, at.engine)
    signature = signed.get(row["difference_id"])
    head = f"{STANDINGS[row['standing']]} · {_by(signature) if signature else 'as the dossier was brought in'}"
    st.html(f'<p class="or-group" dir="auto">{html(head)}</p><p dir="auto">{html(row["reason"])}</p>')
    if further := _further_reports(page.whole, row["difference_id"], signature):
        st.caption(label(f"A further report since: {', '.join(further)}."))
    for conflict_id, about in found.conflicts[["conflict_id", "about"]].itertuples(index=False):
        st.button(
            label(f"Recorded as: {about}"), key=f"go-recorded-{conflict_id}", type="tertiary",
            on_click=address.put_all, args=({"list": "recorded", address.SELECT: f"conflict:{conflict_id}"},),
        )  # fmt: skip


def _by(signature: Signature) -> str:
    day = dates.parse(signature.made_at[:10]).label
    return f"by {signature.by} on {day}, revision {signature.revision:,}"


@st.cache_resource(show_spinner=False, max_entries=8)
def _signatures(database: str, dossier_id: str, revision: int, _engine: Store) -> dict[str, Signature]:
    """Who decided what, worked out once for a revision."""
    return verdicts.signatures(_engine, dossier_id, revision or None)


def _further_reports(whole: Record, difference_id: str, signature: Signature | None) -> list[str]:
    """The names of reports that came to a side since it was decided about."""
    first = int(past.revisions(whole)["rev_id"].min())
    then = past.record_at(whole, signature.revision if signature else first)
    names = whole.report_names()
    ids = verdicts.further_reports(whole, then, difference_id) if then is not None else []
    return [names[report_id] for report_id in ids]


def _actions(page: Conflicts, row: Row) -> None:
    """Record it or say why it is no conflict; of one that is dismissed, reopen it."""
    name, known = row["difference_id"], differences(page.whole).rows["difference_id"]
    if not (known == name).any():
        st.caption("The reports that came later tell other values: decide about it without “as known on”.")
        return
    place = f"verdict-{name}"
    form = forms.save_request(place, page.whole)
    if row["standing"] == "dismissed":
        st.button("Reopen", key=f"w-reopen-{name}", icon=":material/undo:", on_click=_reopen, args=(page, name, form))
    elif row["standing"] == "open":
        st.button(
            "Record it", key=f"w-record-{name}", type="primary", icon=":material/gavel:",
            help="A conflict with these sides, open until somebody settles it.",
            on_click=_record, args=(page, name, form),
        )  # fmt: skip
        _dismissal_form(page, row, form)
        _joining_form(page, row, form)


def _dismissal_form(page: Conflicts, row: Row, form: SaveRequest) -> None:
    place = f"verdict-{row['difference_id']}"
    refused = forms.refused_values(place, page.whole)
    with st.expander("No conflict", bool(refused), key=f"w-{place}-open", icon=":material/block:"):
        with st.form(f"{place}-form", border=False):
            st.radio("Why it is none", [*verdicts.REASONS, OWN], key=f"w-{place}-why")
            st.text_input("In your words", clean(refused.get("words", "")), key=f"w-{place}-words", autocomplete="off")
            st.form_submit_button("Dismiss", on_click=_dismiss, args=(page, row["difference_id"], form))
        _row_links(page, row["difference_id"])


def _row_links(page: Conflicts, name: str) -> None:
    """Ways to the rows of the sides, for whoever finds a slip of a coder in them."""
    sides = page.difference_sides
    marks = sides.loc[(sides["difference_id"] == name) & sides["is_in_scope"], ["mark", "report_id"]]
    names = page.whole.report_names()
    for mark, report_id in marks.drop_duplicates("mark").itertuples(index=False):
        kind, _, name_of_row = mark.partition(":")
        row_name = row_label(page.whole, f"{kind}s", name_of_row)
        in_text = kind in ("event", "stance")
        more = {"task": "code", "edit": mark} if in_text else {address.SELECT: mark}
        st.page_link(
            PAGES["Desk" if in_text else HOME[kind]].path,
            label=label("Correct the row: " + (f"{names[report_id]}, {row_name}" if in_text else row_name)),
            query_params=address.scope_query(**more), icon=":material/edit:",
        )  # fmt: skip


def _joining_form(page: Conflicts, row: Row, form: SaveRequest) -> None:
    """Offered where a conflict that touches the same rows is on record already."""
    conflicts = _touching_conflicts(page, row)
    if not conflicts:
        return
    place = f"verdict-{row['difference_id']}"
    title = "It is recorded already"
    with st.expander(title, key=f"w-{place}-join", icon=":material/join:"), st.form(f"{place}-joining", border=False):
        shown = told_apart(conflicts)
        st.selectbox("The conflict", list(conflicts), format_func=shown.__getitem__, key=f"w-{place}-conflict")
        st.form_submit_button("Join", on_click=_join, args=(page, row["difference_id"], form))


def _touching_conflicts(page: Conflicts, row: Row) -> dict[str, str]:
    """Conflicts about the same row, or about a row of its sides: id -> about."""
    sides = page.difference_sides
    marks = set(sides.loc[sides["difference_id"] == row["difference_id"], "mark"])
    ids: dict[str, set[str]] = {row["subject_table"]: {row["subject_id"]}}
    for mark in marks:
        kind, _, name = mark.partition(":")
        ids.setdefault(f"{kind}s", set()).add(name)
    rows = pd.concat([conflicts_of(page.whole, table, some) for table, some in ids.items()])
    return dict(rows.drop_duplicates("conflict_id")[["conflict_id", "about"]].itertuples(index=False))


def _record(page: Conflicts, name: str, form: SaveRequest, conflict_id: str = "") -> None:
    results: list[Saved] = []

    def act() -> Saved:
        results.append(verdicts.record_difference(workspace.current_workspace(page.whole), name, form, conflict_id))
        return results[-1]

    if forms.once(page.whole, f"verdict-{name}", act, "the difference is recorded as a conflict"):
        address.put_all({"list": "recorded", address.SELECT: results[-1].mark})


def _join(page: Conflicts, name: str, form: SaveRequest) -> None:
    _record(page, name, form, st.session_state[f"w-verdict-{name}-conflict"])


def _dismiss(page: Conflicts, name: str, form: SaveRequest) -> None:
    place = f"verdict-{name}"
    why, words = (str(st.session_state[f"w-{place}-{field}"] or "") for field in ("why", "words"))
    reason = words if why == OWN else why + (f" {words.strip()}" if words.strip() else "")
    act = partial(verdicts.dismiss, workspace.current_workspace(page.whole), name, reason, form)
    if forms.once(page.whole, place, act, "the difference is dismissed", {"words": words, "why": why}):
        address.select("")


def _reopen(page: Conflicts, name: str, form: SaveRequest) -> None:
    act = partial(verdicts.reopen, workspace.current_workspace(page.whole), name, form)
    if forms.once(page.whole, f"verdict-{name}", act, "the difference is open again"):
        address.put_all({"list": "computed", address.SELECT: f"difference:{name}"})
