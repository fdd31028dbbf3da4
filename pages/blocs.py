"""Blocs: which camps hold together, and what they rest on."""

from onrecord import ui
from onrecord.views.blocs import Blocs

view = ui.open_page(Blocs)
ui.body(
    view,
    ui.settings("min_shared", "most"),
    ui.wait("Drawing reports anew to see which blocs hold…", Blocs.numbers, Blocs.picture),
    Blocs.grounds,
    Blocs.members,
    Blocs.without,
    ui.wait("Drawing issues anew for the places on the line…", Blocs.no_line, Blocs.scale),
    Blocs.backbone,
    ui.downloads,
)
