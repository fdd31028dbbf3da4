"""Positions: who is for, who is against, since when, says who."""

import streamlit as st

from onrecord import charts, measures, networks, ui, views

record = ui.open_page("Positions")
view = ui.scope(record)
cells = ui.kept(measures.cells, view.stances)
if cells.empty:
    ui.nothing_here("No stance in this scope. Widen the dates, or clear an actor or an issue.", record)

main, side = ui.split()
with main:
    issues = ui.kept(views.issues, view)
    chosen = ui.pick(
        "on", "Issue", views.names(issues, "issue_id", "label"), default=views.issue_of(view, ui.selected())
    )
    held = ui.kept(views.holders, view, chosen)
    ui.proposition(view, chosen)
    ui.table(
        held,
        key="holders",
        columns={
            "name": "Who",
            "position": "Position",
            "since": "Since",
            "says": "Says who",
            "last": "Last confirmed",
            "n_reports": "Reports",
            "n_independent": "Independent",
            "is_disputed": "Disputed",
        },
    )
    ui.caption(ui.kept(views.silence, view, chosen))
    with st.expander("How divided, over time", key="divided"):
        spans = ui.windows(record, view)
        series = ui.kept(views.movement.polarisation, view, spans, chosen)
        if len(spans) > 1:
            drawn = ui.kept(charts.lines, series, label="On this issue", unit=views.movement.UNITS, canvas=ui.canvas())
            ui.figure(drawn, key="over-time")
            ui.caption(drawn.caption)
    st.subheader("All positions", anchor=False)
    with st.container(horizontal=True, gap="large"):
        order = ui.choice("order", "Sort by", {"most": "Most on record", "name": "Name", "divided": "Most divided"})
        only = ui.choice("show", "Issues", {"shared": "Addressed by several", "all": "All"})
    columns = ui.kept(views.columns, issues, order=order, is_shared=only == "shared")
    rows = ui.kept(views.rows, view, cells, columns, order=order)
    drawn = ui.kept(charts.positions, cells, rows, columns, canvas=ui.canvas())
    ui.figure(drawn, key="matrix")
    ui.caption(drawn.caption)
    ui.table(
        issues,
        key="issues",
        columns={
            "label": "Issue",
            "topic": "Topic",
            "n_for": "For",
            "n_against": "Against",
            "n_neutral": "No position declared",
            "n_silent": "Silent",
            "polarisation": "Polarisation",
            "lowest": "At least, without one report",
            "highest": "At most",
            "n_reports": "Reports",
            "n_independent": "Independent",
        },
    )
    with st.expander("What each cell rests on", key="cells"):
        ui.table(
            ui.kept(views.coverage_of_cells, view, cells),
            key="coverage",
            columns={
                "name": "Actor",
                "label": "Issue",
                "position": "Position",
                "lowest": "Lowest",
                "highest": "Highest",
                "n_stances": "Stances",
                "n_reports": "Reports",
                "n_independent": "Independent",
            },
        )
    ui.downloads(record, "positions", {"cells": cells, "issues": issues, "stances": view.stances}, method=drawn.caption)
    ui.graph_downloads(record, "affiliation", ui.kept(networks.affiliation, cells, view.actors, view.issues))
with side:
    ui.evidence(view, record)
