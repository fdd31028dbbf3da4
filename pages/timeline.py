"""Timeline: what happened when, and what was meant to."""

from onrecord import ui
from onrecord.views.timeline import Timeline

view = ui.open_page(Timeline)
ui.replay(view)
ui.body(
    view,
    ui.settings("by", "span", also=(ui.unbrush,), gap="small"),
    ui.brush(Timeline.strip),
    Timeline.picture,
    Timeline.events,
    ui.downloads,
)
