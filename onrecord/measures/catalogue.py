"""The measures a reader can choose between for the likeness of two actors, and when each is the one to choose."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from onrecord.measures.corrected import cohen_kappa, cohen_kappa_squared, krippendorff_alpha, scott_pi
from onrecord.measures.dyads import similarity
from onrecord.measures.plain import graded_agreement, kendall_tau, raw_agreement
from onrecord.measures.weighted import similarity_by_division, similarity_squared


@dataclass(frozen=True)
class Measure:
    """One measure to choose: ``function(cells, min_shared=...)`` gives a column of its own name, within ``low, high``.

    ``label`` names it on screen, ``reason`` says in one sentence when to choose it, and ``is_signed`` whether values
    below zero mean opposition.
    """

    function: Callable[..., pd.DataFrame]
    label: str
    reason: str
    low: float = -1.0
    high: float = 1.0

    @property
    def name(self) -> str:
        """Name of the function, and of its column."""
        return self.function.__name__

    @property
    def is_signed(self) -> bool:
        """Whether the measure takes values below zero."""
        return self.low < 0


# The default comes first.
_ALL = (
    Measure(similarity, "Similarity S", "The default: it is defined for every dyad and counts neutral as half-way."),
    Measure(
        similarity_by_division,
        "Similarity S, divided issues first",
        "Choose it where most issues find everybody agreed and the few others are the point.",
    ),
    Measure(
        similarity_squared,
        "Similarity S, squared distances",
        "Choose it where only wide gaps matter, or to compare with work that squares distances.",
    ),
    Measure(
        krippendorff_alpha,
        "Krippendorff's α",
        "Choose it to correct for chance, above all with few shared issues.",
    ),
    Measure(
        scott_pi,
        "Scott's π, linear",
        "Choose it to correct for chance over many shared issues, and compare it only with values of π that weigh "
        "distances as |x − y|: Scott's own counts nothing but identical positions.",
    ),
    Measure(
        cohen_kappa,
        "Cohen's κ, linear",
        "Choose it only for a broad agenda on which every actor varies.",
    ),
    Measure(
        cohen_kappa_squared,
        "Cohen's κ, quadratic",
        "Choose it only to compare with published values of the quadratic κ.",
    ),
    Measure(
        kendall_tau,
        "Kendall's τ-b",
        "Choose it only to ask whether two actors rank the issues alike, however far apart they stand.",
    ),
    Measure(
        graded_agreement,
        "Graded agreement",
        "Choose it for a share that counts neutral as half and need not show opposition.",
        low=0.0,
    ),
    Measure(
        raw_agreement,
        "Identical positions",
        "Choose it where only the very same position counts as agreement.",
        low=0.0,
    ),
)

MEASURES: Mapping[str, Measure] = MappingProxyType({measure.name: measure for measure in _ALL})
