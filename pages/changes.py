"""Changes: what changed since a day, a revision or the last visit; by whom and why; and taking it back."""

from onrecord import ui

record = ui.open_page("Changes")
ui.changes(record)
