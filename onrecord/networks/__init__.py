"""Graphs and places built from tables of actors, cells and dyads. Nothing is read or drawn here."""

from onrecord.networks.graphs import affiliation, alignment, centrality, contradicting, edges, signed
from onrecord.networks.placing import layout

__all__ = ["affiliation", "alignment", "centrality", "contradicting", "edges", "layout", "signed"]
