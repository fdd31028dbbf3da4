"""The shape of a field as a whole: balance, blocs, camps, the issues that carry it, and places on one line."""

from onrecord.measures.structure.backbone import backbone
from onrecord.measures.structure.balance import Frustration, TriangleBalance, frustration, triangle_balance
from onrecord.measures.structure.blocs import Blocs, blocs
from onrecord.measures.structure.polarisation import Polarisation, field_polarisation
from onrecord.measures.structure.scaling import Scaling, scaling
from onrecord.measures.structure.stability import BlocStability, bloc_stability

__all__ = [
    "BlocStability",
    "Blocs",
    "Frustration",
    "Polarisation",
    "Scaling",
    "TriangleBalance",
    "backbone",
    "bloc_stability",
    "blocs",
    "field_polarisation",
    "frustration",
    "scaling",
    "triangle_balance",
]
