"""Quality: how well the record is covered, and by what rules it was coded."""

import streamlit as st

from onrecord import ui, views

record = ui.open_page("Quality")
view = ui.scope(record)
ui.faults(record)
st.subheader("Coverage", anchor=False)
rows = ui.kept(views.reports, view)
ui.table(
    rows,
    key="coverage",
    columns={
        "name": "Report",
        "coverage": "Body coded",
        "n_events": "Events",
        "n_stances": "Stances",
        "n_conflicts": "Conflicts",
        "translation": "Translation",
        "reliability": "Reliability",
    },
)
st.caption("Share of the body of each report, in characters, that at least one event or stance was coded from.")
st.subheader("Codes in use", anchor=False)
used = ui.kept(views.codes, view)
ui.table(
    used, key="codes", columns={"table": "Table", "column": "Column", "code": "Code", "about": "Meaning", "n": "Rows"}
)
ui.downloads(record, "quality", {"coverage": rows, "codes": used})
ui.codebook()
