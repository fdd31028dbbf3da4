"""A second coder on the same reports: begin blind, compare, settle the differences."""

from onrecord.editing.double_coding.adjudicating import adjudicate
from onrecord.editing.double_coding.beginning import begin_reading, begun_from, comparable
from onrecord.editing.double_coding.codings import common_reports
from onrecord.editing.double_coding.comparing import Difference, agreement, compare

__all__ = [
    "Difference",
    "adjudicate",
    "agreement",
    "begin_reading",
    "begun_from",
    "common_reports",
    "comparable",
    "compare",
]
