"""The frame around every page: which pages there are, and in what order. Each page draws the links to the others."""

import streamlit as st

st.set_page_config(page_title="On Record", layout="wide", initial_sidebar_state="expanded")
page = st.navigation(
    [
        st.Page("pages/overview.py", title="Overview", default=True),
        st.Page("pages/timeline.py", title="Timeline"),
        st.Page("pages/alignment.py", title="Alignment"),
        st.Page("pages/movement.py", title="Movement"),
        st.Page("pages/blocs.py", title="Blocs"),
        st.Page("pages/positions.py", title="Positions"),
        st.Page("pages/reports.py", title="Reports"),
        st.Page("pages/conflicts.py", title="Conflicts"),
        st.Page("pages/quality.py", title="Quality"),
        st.Page("pages/desk.py", title="Desk"),
        st.Page("pages/changes.py", title="Changes"),
    ],
    position="hidden",
)
page.run()
