"""Blocs: which camps hold together, and what they rest on."""

import streamlit as st

from onrecord import charts, measures, networks, ui, views

record = ui.open_page("Blocs")
view = ui.scope(record)
if view.stances.empty:
    ui.nothing_here("No stance in this scope. Widen the dates, or clear an actor or an issue.", record)

main, side = ui.split()
with main:
    with st.container(horizontal=True, gap="large"):
        min_shared = ui.number("min_shared", "Fewest shared issues", (1, 10, 2))
        most = ui.number("most", "Most blocs", (2, 6, 3))
    cells = ui.kept(measures.cells, view.stances)
    graph = ui.graph(view, view.stances, min_shared=min_shared)
    ties = ui.kept(networks.signed_edges, graph)
    with st.spinner("Drawing reports anew to see which blocs hold…"):
        found = ui.kept(measures.blocs, ties, most=most)
        held = ui.kept(views.structure.once, found)
        if views.structure.is_light(view):
            held = ui.kept(measures.bloc_stability, view.stances, most=most, min_shared=min_shared)
        field = ui.kept(measures.field_polarisation, cells)
        line = ui.kept(measures.scaling, cells)
        balance, triangles = ui.kept(measures.frustration, ties), ui.kept(measures.triangle_balance, ties)
    ui.figures(views.structure.figures(balance, triangles, field))
    members = ui.kept(views.structure.members, view, held)
    marked = ui.kept(networks.with_frustration, graph, found.frustrated)
    drawn = ui.kept(charts.blocs, marked, ui.places(record), members, canvas=ui.canvas())
    ui.figure(drawn, key="blocs")
    ui.caption(drawn.caption)
    ui.table(members, key="members", columns={"letter": "Bloc", "name": "Actor", "stability": "Stability"})
    st.subheader("Without one report", anchor=False)
    ui.caption(
        "Whom the loss of a single report would move to another bloc."
        if views.structure.is_light(view)
        else "Not worked out above 40 actors or 60 reports, and neither is stability: narrow the scope to see them."
    )
    rows = ui.kept(views.structure.moves_without, view, held)
    ui.table(rows, key="without", columns={"report": "Without", "name": "Actor", "was": "Was in", "becomes": "Goes to"})
    st.subheader("On one line", anchor=False)
    placed = ui.kept(views.structure.places, view, line)
    if line.reason:
        ui.caption(f"No line is drawn: {line.reason}")
    else:
        on_line = ui.kept(charts.scale, placed, canvas=ui.canvas())
        ui.figure(on_line, key="line")
        ui.caption(on_line.caption)
    st.subheader("Issues that carry the field", anchor=False)
    st.caption("In the order in which they are needed to keep the shape of the network; loss 0 keeps it all.")
    carrying = ui.kept(views.structure.backbone, view, cells)
    ui.table(carrying, key="backbone", columns={"rank": "Rank", "label": "Issue", "n_actors": "Actors", "loss": "Loss"})
    ui.downloads(
        record,
        "blocs",
        {"members": members, "without": rows, "places": placed, "backbone": carrying},
        method=drawn.caption,
    )
with side:
    ui.evidence(view, record)
