"""Movement: who changed sides, when, says who; and how the field stood in each window."""

from onrecord import ui
from onrecord.views.movement import Movement

view = ui.open_page(Movement)
ui.body(
    view,
    Movement.verdict,
    ui.where(Movement.has_turns, Movement.turns),
    ui.settings("width", "span"),
    ui.stop_where(Movement.undated),
    ui.where(Movement.has_several, Movement.field),
    ui.heading("One window"),
    ui.settings("at_window"),
    Movement.window_label,
    Movement.window,
    ui.where(
        Movement.has_several,
        ui.heading("Side by side"),
        Movement.multiples,
        ui.heading("Between two windows"),
        ui.settings("before", "after"),
        Movement.travel,
        Movement.changes,
        Movement.changed_positions,
        ui.downloads,
    ),
)
