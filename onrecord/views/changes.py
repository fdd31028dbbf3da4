"""Changes: what changed since a day, a revision or the last visit; by whom and why."""

from onrecord.views.view import View


class Changes(View):
    """What changed, who changed it and why. What it shows is read from the store, at the revision of the record."""

    title = "Changes"
