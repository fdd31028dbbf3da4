"""The tables behind each page: the record in scope, arranged to answer one question. Every row names its mark."""

from onrecord.record.briefs.conflicts import between, conflict_kinds, conflicts
from onrecord.record.briefs.dyads import dyads, speakers
from onrecord.record.briefs.issues import columns, holders, issue_of, issues, rows, silence, silent_on
from onrecord.record.briefs.overview import Overview, growth, last_day, overview
from onrecord.record.briefs.reports import codes, coverage, events, first, names, only_in, report_of, reports

__all__ = [
    "Overview",
    "between",
    "codes",
    "columns",
    "conflict_kinds",
    "conflicts",
    "coverage",
    "dyads",
    "events",
    "first",
    "growth",
    "holders",
    "issue_of",
    "issues",
    "last_day",
    "names",
    "only_in",
    "overview",
    "report_of",
    "reports",
    "rows",
    "silence",
    "silent_on",
    "speakers",
]
