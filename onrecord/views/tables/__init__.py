"""The tables behind the pages: the record in scope, arranged to answer one question. Every row names its mark."""

from onrecord.views.tables import blocs, conflicts, differences, dyads, issues, movement, overview, passages, reports

__all__ = ["blocs", "conflicts", "differences", "dyads", "issues", "movement", "overview", "passages", "reports"]
