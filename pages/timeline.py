"""Timeline: what happened when, and what was meant to."""

import streamlit as st

from onrecord import charts, ui, views
from onrecord.record import lanes

record = ui.open_page("Timeline")
view = ui.scope(record)
ui.replay(record)
if view.events.empty:
    ui.nothing_here("No event in this scope. Widen the dates, or clear an actor, an issue or a status.", record)

main, side = ui.split()
with main:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = ui.choice("lanes", "Lanes", {"actor": "Actor", "issue": "Issue", "type": "Type"})
        span, window = ui.window(record, view)
    marks = ui.kept(lanes.marks, view, by=by)
    moves = ui.kept(lanes.moves, view, marks)
    ui.brush(ui.kept(charts.strip, view.events, span, window, canvas=ui.canvas()), key="strip")
    drawn = ui.kept(charts.timeline, marks, moves, window=window, known_until=views.last_day(view), canvas=ui.canvas())
    ui.figure(drawn, key="timeline")
    ui.caption(drawn.caption)
    rows = ui.kept(views.events, view)
    ui.table(
        rows,
        key="events",
        columns={
            "date_label": "When",
            "was": "Before",
            "title": "Event",
            "status": "Status",
            "event_type": "Type",
            "salience": "Salience",
            "n_reports": "Reports",
            "n_independent": "Independent",
            "disputed": "Disputed",
        },
    )
    ui.downloads(
        record, "timeline", {"events": rows, "mentions": view.event_reports, "moves": moves}, method=drawn.caption
    )
with side:
    ui.evidence(view, record)
