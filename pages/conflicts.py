"""Conflicts: where reports contradict each other, or are wrong."""

from onrecord import ui
from onrecord.views.conflicts import Conflicts

view = ui.open_page(Conflicts)
ui.body(
    view,
    ui.settings("severity", "status"),
    ui.settings("kind"),
    Conflicts.count,
    ui.sides,
    Conflicts.conflicts,
    ui.downloads,
)
