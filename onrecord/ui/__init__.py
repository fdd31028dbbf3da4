"""What every page shares: gate, scope, figures, tables, evidence. The only package module with Streamlit."""

from onrecord.ui.address import selected
from onrecord.ui.changes import changes
from onrecord.ui.clocks import replay
from onrecord.ui.coding import work
from onrecord.ui.contradiction import sides
from onrecord.ui.evidence import panel as evidence
from onrecord.ui.frame import proposition, question
from onrecord.ui.gate import open_page, refused
from onrecord.ui.graphs import chosen_measure, dyads, graph, panels, places, said_in, window_at, windows
from onrecord.ui.kept import kept
from onrecord.ui.quality import codebook, faults
from onrecord.ui.reader import reader
from onrecord.ui.scope import scope
from onrecord.ui.show import (
    brush,
    canvas,
    caption,
    choice,
    downloads,
    figure,
    figures,
    graph_downloads,
    link,
    listing,
    nothing_here,
    number,
    pick,
    split,
    table,
)
from onrecord.ui.span import window
from onrecord.ui.texts import attach

__all__ = [
    "attach",
    "brush",
    "canvas",
    "caption",
    "changes",
    "choice",
    "chosen_measure",
    "codebook",
    "downloads",
    "dyads",
    "evidence",
    "faults",
    "figure",
    "figures",
    "graph",
    "graph_downloads",
    "kept",
    "link",
    "listing",
    "nothing_here",
    "number",
    "open_page",
    "panels",
    "pick",
    "places",
    "proposition",
    "question",
    "reader",
    "refused",
    "replay",
    "said_in",
    "scope",
    "selected",
    "sides",
    "split",
    "table",
    "window",
    "window_at",
    "windows",
    "work",
]
