"""Actors and issues: what each is called, of what kind it is, and how much of the record names it."""

from onrecord import ui
from onrecord.views.actors import Actors

view = ui.open_page(Actors)
ui.body(
    view,
    ui.settings("shows", "use"),
    ui.where(Actors.is_of_actors, ui.settings("kind")),
    ui.naming_links,
    ui.where(Actors.is_of_actors, ui.spellings, Actors.actors),
    ui.where(Actors.is_of_issues, Actors.issues),
    ui.downloads,
)
