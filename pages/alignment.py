"""Alignment: who stands with whom, over which issues, how surely."""

import streamlit as st

from onrecord import charts, measures, networks, ui
from onrecord.record import briefs

record = ui.open_page("Alignment")
view = ui.scope(record)
cells = measures.cells(view.stances)
if cells.empty:
    ui.nothing_here("No stance in this scope. Widen the dates, or clear an actor or an issue.")

main, side = ui.split()
with main:
    with st.container(horizontal=True, gap="large"):
        min_shared = ui.number("min_shared", "Fewest shared issues", (1, 10, 2))
        min_reports = ui.number("min_reports", "Fewest independent reports", (1, 5, 2))
    dyads = measures.dyad_evidence(view.stances, measures.similarity(cells))
    graph = networks.alignment(dyads, cells, view.actors, min_shared=min_shared, min_independent=min_reports)
    places = ui.places(record)
    ui.figure(charts.alignment(graph, places, dark=ui.is_dark()), alt=charts.alignment_alt(graph), key="graph")
    st.caption(charts.alignment_caption(graph, min_shared=min_shared, min_independent=min_reports))
    rows = briefs.dyads(view, dyads, networks.edges(graph))
    ui.table(
        rows,
        key="dyads",
        columns={
            "name_a": "Actor",
            "name_b": "and actor",
            "verdict": "Alignment",
            "similarity": "S",
            "low": "from",
            "high": "to",
            "alpha": "α",
            "n_shared": "Shared issues",
            "n_independent": "Independent reports",
            "carried_by": "Rests on",
        },
    )
    st.subheader("Actors", anchor=False)
    ui.table(
        briefs.speakers(view, networks.centrality(graph), cells),
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
    ui.downloads(record, "alignment", {"dyads": rows, "cells": cells, "stances": view.stances})
    ui.graph_downloads(record, "graph", graph, places)
with side:
    ui.evidence(view, record)
