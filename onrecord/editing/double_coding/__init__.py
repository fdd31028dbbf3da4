"""A second coder on the same reports: begin blind, compare, settle the differences."""

from onrecord.editing.double_coding.adjudicating import adjudicate
from onrecord.editing.double_coding.beginning import begin_reading, comparable, reading_origin
from onrecord.editing.double_coding.codings import common_reports
from onrecord.editing.double_coding.comparing import Disagreement, agreement, compare

__all__ = [
    "Disagreement",
    "adjudicate",
    "agreement",
    "begin_reading",
    "common_reports",
    "comparable",
    "compare",
    "reading_origin",
]
