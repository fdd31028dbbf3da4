"""What dossier.toml holds: the fields that describe a dossier as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

META_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "title": "Name of the dossier, as shown.",
        "question": "The question it answers, in one sentence.",
        "period": "The period followed, EDTF.",
        "about": "What is in it and what is not, in a few sentences.",
        "licence": "Under which terms the coding may be used.",
        "cite": "How to cite it.",
    }
)


@dataclass(frozen=True)
class Dossier:
    """One dossier as it is stored: its description and its tables, every cell a text.

    ``tables`` maps each table of the schema to a frame with the schema's columns, "" where a value is missing.
    ``revision`` counts the states the store has seen (0: not from a store); ``version`` is a hash of the content.
    ``notes`` are lines about its files that are no faults: optional columns that were not there.
    """

    dossier_id: str
    meta: Mapping[str, str]
    tables: Mapping[str, pd.DataFrame]
    revision: int = 0
    version: str = ""
    notes: tuple[str, ...] = ()
