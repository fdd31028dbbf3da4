"""Overview: where the process stands, what is next, what is disputed."""

from onrecord import ui
from onrecord.views.overview import Overview

view = ui.open_page(Overview)
ui.body(
    view,
    ui.question,
    Overview.numbers,
    Overview.standing,
    ui.beside(
        (
            Overview.latest,
            Overview.divided_issues,
            ui.where(Overview.has_grown, ui.heading("On record"), Overview.growth),
            Overview.silent,
        ),
        (Overview.upcoming, Overview.conflicts, ui.differences_link, Overview.single),
    ),
)
