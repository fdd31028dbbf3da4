"""Quality: how well the record is covered, and by what rules it was coded."""

from onrecord import ui
from onrecord.views.quality import Quality

view = ui.open_page(Quality)
ui.full_width(
    view,
    ui.faults,
    Quality.coverage,
    ui.note("Share of the body of each report, in characters, that at least one event or stance was coded from."),
    Quality.standing,
    ui.differences_link,
    ui.where(Quality.has_behind, Quality.behind, ui.corrections),
    ui.where(Quality.has_answers_ahead, Quality.answers_ahead),
    Quality.codes,
    ui.downloads,
    ui.codebook,
)
