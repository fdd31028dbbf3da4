"""Alignment: who stands with whom, over which issues, how surely."""

from onrecord import ui
from onrecord.views.alignment import Alignment

view = ui.open_page(Alignment)
ui.body(
    view,
    ui.settings("min_shared", "min_reports", "shape"),
    ui.settings("measure"),
    ui.wait("Laying out the graph…", Alignment.picture),
    Alignment.apart,
    Alignment.dyads,
    ui.more("Would another measure say the same?", Alignment.other_measures, key="others"),
    ui.more("Which report carries which dyad?", Alignment.carriers, key="carriers"),
    Alignment.actors,
    ui.downloads,
)
