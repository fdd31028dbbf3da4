"""What every page shares: gate, scope, figures, tables, evidence. The only package module with Streamlit."""

from onrecord.ui.address import selected
from onrecord.ui.evidence import panel as evidence
from onrecord.ui.gate import open_page, refused
from onrecord.ui.kept import kept
from onrecord.ui.parts import codebook, faults, places, proposition, question, reader, sides, window
from onrecord.ui.scope import scope
from onrecord.ui.show import (
    brush,
    choice,
    downloads,
    figure,
    figures,
    graph_downloads,
    is_dark,
    link,
    listing,
    nothing_here,
    number,
    pick,
    split,
    table,
)
from onrecord.ui.texts import attach

__all__ = [
    "attach",
    "brush",
    "choice",
    "codebook",
    "downloads",
    "evidence",
    "faults",
    "figure",
    "figures",
    "graph_downloads",
    "is_dark",
    "kept",
    "link",
    "listing",
    "nothing_here",
    "number",
    "open_page",
    "pick",
    "places",
    "proposition",
    "question",
    "reader",
    "refused",
    "scope",
    "selected",
    "sides",
    "split",
    "table",
    "window",
]
