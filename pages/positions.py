"""Positions: who is for, who is against, since when, says who."""

from onrecord import ui
from onrecord.views.positions import Positions

view = ui.open_page(Positions)
ui.body(
    view,
    ui.settings("on"),
    ui.proposition,
    Positions.holders,
    Positions.silence,
    ui.more("How divided, over time", ui.settings("width", "span"), Positions.division, key="divided"),
    ui.heading("All positions"),
    ui.settings("order", "show"),
    Positions.matrix,
    Positions.issues,
    ui.more("What each cell rests on", Positions.coverage, key="cells"),
    ui.downloads,
)
