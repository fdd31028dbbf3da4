"""The keys of a form: Enter goes on and saves, and the focus goes where the next thing is to be done."""

from pathlib import Path

import streamlit as st

_keys = st.components.v2.component(
    "onrecord_keys",
    html="<span hidden></span>",
    js=Path(__file__).with_name("keys.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def keys(form: str, save: str, *, focus: str, turn: int | str) -> None:
    """Let Enter in a text field of the container `form` press the button `save` (both by key).

    `focus` is the CSS selector of what takes the focus next, "" for nothing; with each new `turn` it does so once.
    """
    data = {"form": f".st-key-{form}", "save": f".st-key-{save} button", "focus": focus, "turn": turn}
    _keys(key="desk-keys", data=data, height="content")
