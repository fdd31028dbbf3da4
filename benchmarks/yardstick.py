"""A page that does nothing, served like ours: what Streamlit itself costs on this machine at this moment."""

import gc

import pandas  # noqa: F401 - the collector walks what is loaded, so the same is loaded here
import streamlit as st


@st.cache_resource(show_spinner=False)
def _settle() -> None:
    gc.collect()
    gc.freeze()


_settle()
st.title("Nothing")
st.text("One line.")
