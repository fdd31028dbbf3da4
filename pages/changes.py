"""Changes: what changed since a day, a revision or the last visit; by whom and why; and taking it back."""

from onrecord import ui
from onrecord.views.changes import Changes

view = ui.open_page(Changes)
ui.changes(view.whole, view.scoped)
