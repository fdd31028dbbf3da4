"""The evidence panel: what stands behind the mark that is selected."""

import pandas as pd
import streamlit as st

from onrecord.record import Record, evidence
from onrecord.record.behind_reports import BEHIND
from onrecord.record.evidence import Evidence
from onrecord.schema import grade
from onrecord.text import count
from onrecord.ui import address, show, texts, workspace
from onrecord.ui.coding import edit, links
from onrecord.ui.escape import html, label
from onrecord.ui.versions import report_query, version_table
from onrecord.views.pages import PAGES

MOST = 40
INVITE = "Click any mark, line or row to see the passages it rests on: who says so, when, and where in the report."
COMPARED = ("actor", "issue", "event")
GRADES = {"reliability": "outlet reliability", "credibility": "claim credibility", "confidence": "coder's confidence"}


def panel(scoped: Record, record: Record) -> None:
    """Evidence for the mark that is selected.

    Parameters
    ----------
    view : record in scope
    record : the whole record
        To tell a mark outside the scope from one that is not there at all.
    """
    mark = address.selected_mark()
    with st.container(key="evidence"):
        if not mark:
            st.caption(INVITE)
        elif found := scoped.once(evidence.find, mark):
            _show(scoped, record, found)
        else:
            _absent(record, mark)
    address.mark_settled()


def _show(scoped: Record, record: Record, found: Evidence) -> None:
    st.html(f'<p class="or-group">Evidence</p><p class="or-title" dir="auto">{html(found.title)}</p>{_facts(found)}')
    if found.behind:
        edit.correction(record, found.mark, f"{BEHIND}: {'; '.join(found.behind)}.")
    edit.row_actions(record, found.mark)
    if found.mark.startswith("conflict:") and workspace.may_write(record):
        _change_link(found.mark)
    if found.mark.startswith("event:"):
        links.event_links(scoped, record, found.mark, MOST)
    else:
        show.listing([(to, name, "") for to, name in found.related[:MOST]], key="related")
    if found.mark.partition(":")[0] in COMPARED:
        query = address.scope_query(compare=found.mark, select=found.mark)
        st.page_link(PAGES["Reports"].path, label="Compare reports", query_params=query, icon=":material/compare:")
    if found.versions:
        version_table(found.versions, found.mark)
    _differences(found)
    _passages(scoped, found)
    _conflicts(found.conflicts)
    st.button("Close", key="w-close", on_click=address.select, args=("",), icon=":material/close:", type="tertiary")


def _change_link(mark: str) -> None:
    """The way to the form over a conflict and its sides."""
    st.page_link(
        PAGES["Conflicts"].path, label="Change it or its sides", icon=":material/edit_note:",
        query_params=address.scope_query(subject=mark, select=mark, list="recorded"),
    )  # fmt: skip


def _absent(record: Record, mark: str) -> None:
    if record.once(evidence.find, mark) is None:
        st.warning(f"The address selects {label(mark[: address.MOST])}, which is not in this dossier.")
    else:
        st.info("What is selected lies outside the scope. Widen the scope to see its evidence.")
    st.button("Select nothing", key="w-unselect", on_click=address.select, args=("",))


def _facts(found: Evidence) -> str:
    rows = "".join(f'<dt>{html(name)}</dt><dd dir="auto">{html(value)}</dd>' for name, value in found.facts)
    return f'<dl class="or-facts">{rows}</dl>'


def _passages(scoped: Record, found: Evidence) -> None:
    rows = found.passages
    n_reports, n_roots = rows["report_id"].nunique(), _n_independent(scoped, rows)
    if rows.empty:
        return
    size = f"{count(len(rows), 'passage')}, {count(n_reports, 'report')}, {n_roots:,} independent"
    warn = " · single-sourced" if n_roots == 1 else ""
    st.html(f'<p class="or-group">{size}{warn}</p>')
    attached = texts.texts_at_hand(scoped)
    shown = rows.head(MOST)
    st.html("".join(_group_blocks(shown, attached)))
    if len(rows) > MOST:
        st.caption(f"{count(len(rows) - MOST, 'more passage')}: narrow the scope, or see the table.")
    for report_id, name in shown[["report_id", "name"]].drop_duplicates().itertuples(index=False):
        first = shown[shown["report_id"] == report_id].iloc[0]
        query = report_query(str(report_id), int(first["start"]), int(first["end"]), found.mark)
        st.page_link("pages/reports.py", label=f"Read {label(name)}", query_params=query, icon=":material/article:")


def _n_independent(scoped: Record, rows: pd.DataFrame) -> int:
    reports = scoped.reports
    return int(reports.loc[reports["report_id"].isin(rows["report_id"]), "root"].nunique())


def _group_blocks(rows: pd.DataFrame, attached: dict[str, str]) -> list[str]:
    out, group = [], ""
    for row in rows.to_dict("records"):
        if row["group"] != group:
            group = row["group"]
            out.append(f'<p class="or-group" dir="auto">{html(group)}</p>')
        out.append(_passage({str(k): v for k, v in row.items()}, attached))
    return out


def _passage(row: dict[str, object], attached: dict[str, str]) -> str:
    start, end = int(str(row["start"])), int(str(row["end"]))
    body = int(str(row["body_start"])), int(str(row["body_end"]))
    text = attached.get(str(row["report_id"]))
    quote = f'<p class="or-quote" dir="auto">{texts.passage(text, (start, end), body)}</p>' if text else ""
    when = _line([str(row["reported"]), str(row["date_label"])])
    grades = [f"{about}: {grade(str(row[name]))}" for name, about in GRADES.items() if row[name]]
    meta = [str(row["kind"]), *grades, f"characters {start:,} to {end:,}"]
    told = f"{row['dated_name']} · {row['title']}"
    return (
        f'<div class="or-passage"><p class="or-what" dir="auto">{html(str(row["what"]))}</p>'
        f'<p class="or-meta" dir="auto">{when}</p>'
        f'<p dir="auto">{html(str(row["gist"]))}</p>{quote}'
        f'<p class="or-meta" dir="auto">{html(told)}</p>'
        f'<p class="or-meta">{_line(meta)}</p>{_notes(row)}</div>'
    )


def _line(parts: list[str]) -> str:
    """What there is of some texts, in one line of HTML."""
    return html(" · ".join(part for part in parts if part))


def _notes(row: dict[str, object]) -> str:
    """Why a day is the coder's, and what the coder notes."""
    about = {"Why dated here": row["reason"], "Note": row["note"]}
    return "".join(f'<p class="or-meta" dir="auto">{name}: {html(text)}</p>' for name, text in about.items() if text)


def _differences(found: Evidence) -> None:
    """What the rows differ in, and nobody has recorded as a conflict."""
    if not found.differences:
        return
    st.html(f'<p class="or-group">{count(len(found.differences), "difference")} in the rows</p>')
    show.listing(found.differences[:MOST], key="difference")


def _conflicts(rows: pd.DataFrame) -> None:
    if rows.empty:
        return
    st.html(f'<p class="or-group">{count(len(rows), "conflict")}</p>')
    shown = rows.head(MOST)[["conflict_id", "about", "kind", "severity", "status"]].itertuples(index=False)
    lines = [(f"conflict:{c}", about, f"{kind}, {severity}, {status}") for c, about, kind, severity, status in shown]
    show.listing(lines, key="conflict")
