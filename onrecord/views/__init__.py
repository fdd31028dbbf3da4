"""The tables behind each page: the record in scope, arranged to answer one question. Every row names its mark."""

from onrecord.views import movement, structure
from onrecord.views.conflicts import between, conflict_kinds, conflicts
from onrecord.views.dyads import (
    by_measure,
    carriers,
    dyads,
    headings,
    other_measures,
    shapes,
    speakers,
    sure,
)
from onrecord.views.issues import (
    columns,
    coverage_of_cells,
    holders,
    issue_of,
    issues,
    rows,
    silence,
    silent_on,
)
from onrecord.views.movement import windows
from onrecord.views.overview import Overview, growth, last_day, overview
from onrecord.views.reports import codes, coverage, events, first, names, only_in, report_of, reports

__all__ = [
    "Overview",
    "between",
    "by_measure",
    "carriers",
    "codes",
    "columns",
    "conflict_kinds",
    "conflicts",
    "coverage",
    "coverage_of_cells",
    "dyads",
    "events",
    "first",
    "growth",
    "headings",
    "holders",
    "issue_of",
    "issues",
    "last_day",
    "movement",
    "names",
    "only_in",
    "other_measures",
    "overview",
    "report_of",
    "reports",
    "rows",
    "shapes",
    "silence",
    "silent_on",
    "speakers",
    "structure",
    "sure",
    "windows",
]
