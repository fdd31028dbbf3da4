"""Measures of position, agreement and corroboration. Tables in, tables out; nothing is read, drawn or cached here.

From stances to cells
    ``cells`` what one actor holds on one issue; ``latest`` which of several stances is the latest; ``scale`` the
    scale of positions; ``corroboration`` how many reports carry an event or a stance.
Of an issue
    ``issues`` how a set of actors divides on it.
Of two actors
    ``dyads`` similarity S, congruence, conflict, subtract; ``weighted`` S with squared distances or weights of issues;
    ``families`` S with near-identical issues as one; ``plain`` shares of issues and order of positions; ``corrected``
    agreement set against chance; ``chance`` which dyads stand beyond it; ``evidence`` the reports a dyad rests on;
    ``catalogue`` those a reader can choose.
How sure
    ``uncertainty`` other draws of reports; ``leaving_out`` one report less.
Over time
    ``spans`` the windows; ``kernels`` how much a day counts; ``over_time`` similarity window by window; ``travel``
    what became of each dyad between two windows; ``sides`` who changed sides; ``phases`` stretches in which the network
    stays the same.
Of the network
    ``structure/`` balance, blocs, backbone, polarisation, scaling; ``discourse/`` one-mode and two-mode networks.
Of coders
    ``agreement`` two codings of one report.
Beneath these
    ``coefficients`` formulas on joint tables; ``joint`` those tables; ``pairs`` pairs of cells as rows; ``integers``
    text as integers.
"""

from onrecord.measures.agreement import coder_agreement, matched_mentions, matched_stances
from onrecord.measures.catalogue import MEASURES, Measure
from onrecord.measures.cells import cells, positions, standing
from onrecord.measures.chance import against_chance, signs_beyond_chance
from onrecord.measures.corrected import (
    cohen_kappa,
    cohen_kappa_squared,
    expected_similarity,
    expected_similarity_by_dyad,
    krippendorff_alpha,
    scott_pi,
)
from onrecord.measures.corroboration import corroboration, stance_corroboration
from onrecord.measures.discourse import (
    Counting,
    combine_affiliation,
    conflict_network,
    congruence_network,
    ignore_affiliation,
    ignore_network,
    subtract_affiliation,
    subtract_network,
)
from onrecord.measures.dyads import conflict, congruence, similarity, subtract
from onrecord.measures.evidence import dyad_evidence
from onrecord.measures.families import families, similarity_by_family
from onrecord.measures.issues import issue_summary
from onrecord.measures.kernels import epanechnikov, gaussian, triangular, uniform
from onrecord.measures.leaving_out import leave_one_report_out, polarisation_range
from onrecord.measures.over_time import kernel_series, network_series, window_series
from onrecord.measures.phases import network_distances, phases
from onrecord.measures.plain import graded_agreement, kendall_tau, raw_agreement
from onrecord.measures.sides import side_changes, turns
from onrecord.measures.spans import event_windows, in_window, stances_by_window, windows
from onrecord.measures.structure import (
    Blocs,
    BlocStability,
    Frustration,
    Polarisation,
    Scaling,
    TriangleBalance,
    backbone,
    bloc_stability,
    blocs,
    field_polarisation,
    frustration,
    scaling,
    triangle_balance,
)
from onrecord.measures.travel import travel
from onrecord.measures.uncertainty import bootstrap
from onrecord.measures.weighted import issue_weights, similarity_by_division, similarity_squared, similarity_weighted

# What no screen, command or export asks for yet: discourse networks and their kernels wait for a page of networks.
WAITING = frozenset(
    {
        "Counting",
        "combine_affiliation",
        "conflict",
        "conflict_network",
        "congruence",
        "congruence_network",
        "epanechnikov",
        "gaussian",
        "ignore_affiliation",
        "ignore_network",
        "kernel_series",
        "similarity_weighted",
        "subtract",
        "subtract_affiliation",
        "subtract_network",
        "triangular",
        "uniform",
    }
)

__all__ = [
    "MEASURES",
    "WAITING",
    "BlocStability",
    "Blocs",
    "Counting",
    "Frustration",
    "Measure",
    "Polarisation",
    "Scaling",
    "TriangleBalance",
    "against_chance",
    "backbone",
    "bloc_stability",
    "blocs",
    "bootstrap",
    "cells",
    "coder_agreement",
    "cohen_kappa",
    "cohen_kappa_squared",
    "combine_affiliation",
    "conflict",
    "conflict_network",
    "congruence",
    "congruence_network",
    "corroboration",
    "dyad_evidence",
    "epanechnikov",
    "event_windows",
    "expected_similarity",
    "expected_similarity_by_dyad",
    "families",
    "field_polarisation",
    "frustration",
    "gaussian",
    "graded_agreement",
    "ignore_affiliation",
    "ignore_network",
    "in_window",
    "issue_summary",
    "issue_weights",
    "kendall_tau",
    "kernel_series",
    "krippendorff_alpha",
    "leave_one_report_out",
    "matched_mentions",
    "matched_stances",
    "network_distances",
    "network_series",
    "phases",
    "polarisation_range",
    "positions",
    "raw_agreement",
    "scaling",
    "scott_pi",
    "side_changes",
    "signs_beyond_chance",
    "similarity",
    "similarity_by_division",
    "similarity_by_family",
    "similarity_squared",
    "similarity_weighted",
    "stance_corroboration",
    "stances_by_window",
    "standing",
    "subtract",
    "subtract_affiliation",
    "subtract_network",
    "travel",
    "triangle_balance",
    "triangular",
    "turns",
    "uniform",
    "window_series",
    "windows",
]
