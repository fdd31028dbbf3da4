"""Desk: code reports, add them, name things, settle what two coders see differently."""

from onrecord import ui
from onrecord.views.desk import Desk

view = ui.open_page(Desk)
ui.desk_task(view.whole)
