"""Movement: who moved, when, and what moved them."""

import streamlit as st

from onrecord import charts, measures, ui, views

record = ui.open_page("Movement")
view = ui.scope(record)
if view.stances.empty:
    ui.nothing_here("No stance in this scope. Widen the dates, or clear an actor or an issue.", record)

main, side = ui.split()
with main:
    spans = ui.windows(record, view)
    if spans.empty:
        ui.nothing_here("No dated stance in this span. Choose the whole record, or widen the scope.")
    places = ui.places(record)
    series = ui.kept(measures.window_series, view.stances, spans)
    whole = ui.kept(views.movement.network, view, spans, series)
    if len(spans) > 1:
        drawn = ui.kept(
            charts.lines,
            whole,
            label="The whole field",
            unit=views.movement.UNITS,
            method=ui.kept(views.movement.phases, series, spans),
            canvas=ui.canvas(),
        )
        ui.figure(drawn, key="field")
        ui.caption(drawn.caption)
    st.subheader("One window", anchor=False)
    labels = views.windows(spans)
    at = ui.window_at(spans, "at_window", "Window")
    graph = ui.graph(view, ui.said_in(view, spans, at), min_shared=1)
    ui.caption(labels[str(at)])
    method = charts.alignment_method(min_shared=1, min_independent=1)
    drawn = ui.kept(charts.alignment, graph, places, method=method, canvas=ui.canvas())
    ui.figure(drawn, key="window")
    ui.caption(drawn.caption)
    if len(spans) > 1:
        st.subheader("Side by side", anchor=False)
        panels = ui.panels(view, spans, min_shared=1)
        drawn = ui.kept(charts.multiples, panels, places, canvas=ui.canvas())
        ui.figure(drawn, key="multiples")
        ui.caption(drawn.caption)
        st.subheader("Between two windows", anchor=False)
        with st.container(horizontal=True, gap="large"):
            first = ui.window_at(spans, "before", "Before", last=False)
            second = ui.window_at(spans, "after", "After")
        before, after = ui.said_in(view, spans, first), ui.said_in(view, spans, second)
        rows = ui.kept(views.movement.travel, view, before, after)
        actors = ui.kept(views.movement.actors, view, rows)
        compared = (labels[str(first)], labels[str(second)])
        drawn = ui.kept(charts.travel, rows, actors, places, windows=compared, canvas=ui.canvas())
        ui.figure(drawn, key="travel")
        ui.caption(drawn.caption)
        ui.table(
            rows,
            key="changes",
            columns={
                "name_a": "Actor",
                "name_b": "and actor",
                "change": "What became of it",
                "before": "S before",
                "after": "S after",
            },
        )
        st.subheader("Who changed position", anchor=False)
        changed = ui.kept(views.movement.moved, view, before, after)
        ui.table(
            changed,
            key="moved",
            columns={"name": "Actor", "label": "Issue", "position_before": "Before", "position_after": "After"},
        )
        tables = {"changes": rows, "moved": changed, "series": series, "windows": spans}
        ui.downloads(record, "movement", tables, method=drawn.caption)
with side:
    ui.evidence(view, record)
