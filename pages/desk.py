"""Desk: code reports, add them, name things, settle what two coders see differently."""

from onrecord import ui

record = ui.open_page("Desk")
ui.work(record)
