"""Conflicts: where reports contradict each other, or are wrong."""

import streamlit as st

from onrecord import ui, views

record = ui.open_page("Conflicts")
view = ui.scope(record)
if view.conflicts.empty:
    ui.nothing_here("No conflict in this scope. Widen the dates, or clear an actor or an issue.", record)

main, side = ui.split()
with main:
    with st.container(horizontal=True, gap="large"):
        severity = ui.choice("severity", "Severity", {"": "All", "high": "High", "medium": "Medium", "low": "Low"})
        standing = ui.choice(
            "standing", "Status", {"": "All", "open": "Open", "both stand": "Both stand", "resolved": "Resolved"}
        )
    kinds = ui.choice("sort", "Kind", views.conflict_kinds(view))
    rows = ui.kept(views.conflicts, view, severity=severity, status=standing, kind=kinds)
    ui.caption(
        f"{len(rows)} of {len(view.conflicts)} conflicts in scope. Both sides stay until somebody signs a resolution."
    )
    chosen = ui.selected() or views.first(rows)
    ui.sides(view, chosen)
    ui.table(
        rows,
        key="conflicts",
        columns={"about": "About", "kind": "Kind", "severity": "Severity", "status": "Status", "between": "Between"},
        height=520,
    )
    ui.downloads(record, "conflicts", {"conflicts": rows, "sides": view.conflict_sides})
with side:
    ui.evidence(view, record)
