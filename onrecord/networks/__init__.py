"""Graphs and places built from tables of actors, cells and dyads. Nothing is read or drawn here."""

from onrecord.networks.graphs import Graph, affiliation, alignment, centrality, edges, signed_edges, with_frustration
from onrecord.networks.placing import layout

__all__ = ["Graph", "affiliation", "alignment", "centrality", "edges", "layout", "signed_edges", "with_frustration"]
