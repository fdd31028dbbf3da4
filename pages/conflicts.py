"""Conflicts: where reports contradict each other, or are wrong; and where the rows differ, found by rule."""

from onrecord import ui
from onrecord.views.conflicts import Conflicts

view = ui.open_page(Conflicts)
ui.body(
    view,
    ui.settings("shows"),
    ui.where(Conflicts.is_recorded, ui.settings("severity", "status"), ui.settings("kind")),
    ui.where(Conflicts.is_computed, ui.settings("severity")),
    Conflicts.count,
    ui.where(Conflicts.is_recorded, ui.where(Conflicts.has_rows, ui.sides, Conflicts.conflicts)),
    ui.where(Conflicts.is_computed, ui.where(Conflicts.has_rows, ui.difference, Conflicts.computed), ui.other_grades),
    ui.where(Conflicts.is_dismissed, ui.where(Conflicts.has_rows, ui.difference, Conflicts.dismissed)),
    ui.conflict_form,
    ui.downloads,
)
