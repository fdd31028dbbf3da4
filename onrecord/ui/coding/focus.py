"""Where the keyboard goes once a list was drawn anew."""

import streamlit as st

SCRIPT = """
export default function ({ parentElement, data }) {
  if (parentElement.turn === data.turn) return;
  parentElement.turn = data.turn;
  const go = (tries) => {
    const wanted = document.querySelector(data.place);
    if (wanted && !wanted.disabled) wanted.focus();
    else if (tries) setTimeout(() => go(tries - 1), 50);
  };
  go(60);
}
"""
_focus = st.components.v2.component("onrecord_focus", html="<span hidden></span>", js=SCRIPT, isolate_styles=False)


def focus(place: str, turn: int | str) -> None:
    """Send the keyboard to what the CSS selector `place` finds, once with each new `turn`."""
    _focus(key="focus", data={"place": place, "turn": turn}, height="content")
