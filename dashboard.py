"""The frame around every page: which pages there are, and in what order. Each page draws the links to the others."""

import streamlit as st

from onrecord import ui

st.set_page_config(page_title="On Record", layout="wide", initial_sidebar_state="auto")
ui.navigation().run()
