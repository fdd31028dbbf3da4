"""Desk: where a record is written. It looks at the whole record, whatever the scope."""

from onrecord.views.view import View


class Desk(View):
    """Where reports are added and coded, things named, and what two coders see differently settled."""

    title = "Desk"
    is_scoped = False
