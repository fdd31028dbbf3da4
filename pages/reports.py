"""Reports: what was coded from each, and what only it says."""

import streamlit as st

from onrecord import ui, views

record = ui.open_page("Reports")
view = ui.scope(record)
if view.reports.empty:
    ui.nothing_here("No report in this scope. Clear the outlets or the reports.", record)

rows = ui.kept(views.reports, view)
ui.table(
    rows,
    key="reports",
    columns={
        "name": "Report",
        "title": "Title",
        "n_events": "Events",
        "n_stances": "Stances",
        "n_conflicts": "Conflicts",
        "n_only": "Only here",
        "coverage": "Body coded",
        "reliability": "Reliability",
        "derived_from": "Rests on",
        "translation": "Translation",
    },
)
main, side = ui.split()
with main:
    chosen = ui.pick(
        "report_id", "Read", views.names(rows, "report_id", "name"), default=views.report_of(ui.selected())
    )
    ui.reader(view, chosen)
    only = ui.kept(views.only_in, view, chosen)
    st.subheader("Only here", anchor=False)
    st.caption("What no other report in scope tells: an event, or an actor on that side of that issue.")
    ui.table(only, key="only", columns={"what": "What", "gist": "Gist"})
    ui.downloads(record, "reports", {"reports": rows, "only_here": only})
with side:
    ui.evidence(view, record)
    ui.attach(record)
