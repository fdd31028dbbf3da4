"""Alignment: who stands with whom, over which issues, how surely."""

import streamlit as st

from onrecord import charts, measures, networks, ui, views

record = ui.open_page("Alignment")
view = ui.scope(record)
if view.stances.empty:
    ui.nothing_here("No stance in this scope. Widen the dates, or clear an actor or an issue.", record)

main, side = ui.split()
with main:
    cells = ui.kept(measures.cells, view.stances)
    with st.container(horizontal=True, gap="large", vertical_alignment="bottom"):
        min_shared = ui.number("min_shared", "Fewest shared issues", (1, 10, 2))
        min_reports = ui.number("min_reports", "Fewest independent reports", (1, 5, 2))
        shape = ui.choice("as", "Show as", views.shapes(cells["actor_id"].nunique()))
    measure = ui.chosen_measure()
    dyads = ui.kept(views.by_measure, ui.dyads(view.stances), cells, measure.name)
    graph = ui.kept(networks.alignment, dyads, cells, view.actors, min_shared=min_shared, min_independent=min_reports)
    speakers = ui.kept(views.speakers, view, ui.kept(networks.centrality, graph), cells)
    places = ui.places(record)
    expected = ui.kept(measures.expected_similarity, cells)
    method = charts.alignment_method(
        min_shared=min_shared, min_independent=min_reports, measure=measure.label, expected=expected
    )
    if shape == "graph":
        drawn = ui.kept(charts.alignment, graph, places, method=method, canvas=ui.canvas())
    else:
        how = charts.matrix_method(measure=measure.label, expected=expected)
        drawn = ui.kept(charts.matrix, dyads, speakers, method=how, canvas=ui.canvas())
    ui.figure(drawn, key=shape)
    ui.caption(drawn.caption)
    anew = ui.kept(measures.bootstrap, view.stances, seed=0)
    chance = ui.kept(measures.expected_similarity_by_dyad, cells)
    rows = ui.kept(views.dyads, view, dyads, ui.kept(networks.edges, graph))
    rows = ui.kept(views.sure, rows, anew, chance)
    ui.table(
        rows,
        key="dyads",
        columns={
            "name_a": "Actor",
            "name_b": "and actor",
            "relation": "Alignment",
            "similarity": "S",
            "low": "from",
            "high": "to",
            "expected_similarity": "By chance",
            "alpha": "α",
            "share_same_sign": "Same sign in draws",
            "share_defined": "Defined in draws",
            "n_shared": "Shared issues",
            "n_independent": "Independent reports",
            "carried_by": "Rests on",
        },
    )
    with st.expander("Would another measure say the same?", key="others"):
        others = ui.kept(views.other_measures, rows, cells, view.issues)
        ui.table(others, key="measures", columns=views.headings(others))
    with st.expander("Which report carries which dyad?", key="carriers"):
        st.caption("Leaving out one report at a time: the dyads that would vanish, fall below the threshold or turn.")
        loss = ui.kept(measures.leave_one_report_out, view.stances, min_shared=min_shared)
        carried = ui.kept(views.carriers, view, loss)
        ui.table(
            carried,
            key="losses",
            columns={"name_a": "Actor", "name_b": "and actor", "report": "Without", "effect": "Effect"},
        )
    st.subheader("Actors", anchor=False)
    ui.table(
        speakers,
        key="actors",
        columns={
            "name": "Actor",
            "kind": "Kind",
            "n_stances": "Stances",
            "n_issues": "Issues",
            "n_positive": "Agrees with",
            "n_negative": "Opposes",
            "strength": "Strength",
            "betweenness": "Betweenness",
        },
    )
    tables = {"dyads": rows, "other_measures": others, "carriers": carried, "cells": cells}
    ui.downloads(record, "alignment", tables, method=drawn.caption)
    ui.graph_downloads(record, "graph", graph, places, method=drawn.caption if shape == "graph" else method)
with side:
    ui.evidence(view, record)
