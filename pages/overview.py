"""Overview: where the process stands, what is next, what is disputed."""

import streamlit as st

from onrecord import charts, ui, views

record = ui.open_page("Overview")
view = ui.scope(record)
if view.events.empty and view.stances.empty:
    ui.nothing_here("Nothing in this scope. Widen the dates, or clear an actor or an issue.", record)

brief = ui.kept(views.overview, view)
grown = ui.kept(views.growth, view)
main, side = ui.split()
with main:
    ui.question(record)
    ui.figures(brief.figures)
    st.subheader("What is meant to happen, and where it stands", anchor=False)
    ui.listing(brief.standing, key="standing")
    left, right = st.columns(2, gap="medium")
    with left:
        st.subheader("Latest", anchor=False)
        ui.listing(brief.latest, key="latest")
        st.subheader("Most divided issues", anchor=False)
        ui.listing(brief.divided, key="divided")
        st.subheader("On record", anchor=False)
        if len(grown) > 1:
            drawn = ui.kept(
                charts.trend,
                grown["stances"],
                marks=grown["mark"],
                label="Stances known",
                unit="stances",
                canvas=ui.canvas(),
            )
            ui.figure(drawn, key="growth")
        st.subheader("Named, but never speaks", anchor=False)
        ui.listing(brief.silent, key="silent")
    with right:
        st.subheader(f"Next, as of {brief.day}", anchor=False)
        ui.listing(brief.upcoming, key="upcoming")
        st.subheader("Open conflicts of weight", anchor=False)
        ui.listing(brief.conflicts, key="conflicts")
        st.subheader("Told by one report only", anchor=False)
        ui.listing(brief.single, key="single")
with side:
    ui.evidence(view, record)
