"""One view a page: what it shows and exports, worked out when it is looked at. No Streamlit here."""
