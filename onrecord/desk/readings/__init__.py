"""A second coder on the same reports: begin blind, compare, settle the differences."""

from onrecord.desk.readings.beginning import begin_reading, begun_from, comparable
from onrecord.desk.readings.codings import common_reports
from onrecord.desk.readings.comparing import Difference, agreement, compare
from onrecord.desk.readings.settling import adjudicate

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
