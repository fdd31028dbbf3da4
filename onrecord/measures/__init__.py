"""Measures of position, agreement and corroboration. Tables in, tables out; nothing is read, drawn or cached here."""

from onrecord.measures.cells import cells, positions
from onrecord.measures.corroboration import corroboration, stance_corroboration
from onrecord.measures.dyads import conflict, congruence, similarity, subtract
from onrecord.measures.evidence import dyad_evidence
from onrecord.measures.issues import issue_summary

__all__ = [
    "cells",
    "conflict",
    "congruence",
    "corroboration",
    "dyad_evidence",
    "issue_summary",
    "positions",
    "similarity",
    "stance_corroboration",
    "subtract",
]
