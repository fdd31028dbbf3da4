"""What dossier.toml holds: the fields that describe a dossier as a whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

META_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "title": "Name of the dossier, as shown.",
        "question": "The question it answers, in one sentence.",
        "period": "The period followed, EDTF; empty: from the first to the last day coded.",
        "about": "What is in it and what is not, in a few sentences.",
        "licence": "Under which terms the coding may be used.",
        "cite": "How to cite it.",
    }
)
MAY_BE_EMPTY = ("period",)
FICTIONAL = "fictional"
OPTIONAL_META: Mapping[str, str] = MappingProxyType(
    {FICTIONAL: '"yes" where everything in it is invented: every page says so, and its texts may be handed on.'}
)
FICTION_NOTE = "Practice dossier: everything in it is invented."


def meta_names(meta: Mapping[str, str]) -> Iterator[str]:
    """The fields a description has, in the order in which they are written: every needed one, then the optional."""
    yield from (name for name in (*META_FIELDS, *OPTIONAL_META) if name in meta)


def fiction_note(meta: Mapping[str, str]) -> str:
    """What has to be said wherever a fictional dossier is shown or leaves the program; "" for any other."""
    return FICTION_NOTE if meta.get(FICTIONAL) else ""


# What an export says beside, so that it can be loaded again: no part of the dossier.
EXPORT_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "revision": "The revision of the store it was exported at.",
        "version": "The version of its content at that revision.",
        "began": "The version of the content with which it came into that store.",
    }
)


@dataclass(frozen=True)
class ExportState:
    """The state of a dossier that a folder or bundle was exported from: a revision of a store, and its version.

    ``began`` is the version with which it came into that store: where that was a bundle, a state of another store.
    """

    revision: int
    version: str
    began: str = ""


@dataclass(frozen=True)
class Dossier:
    """One dossier as it is stored: its description and its tables, every cell a text.

    ``tables`` maps each table of the schema to a frame with the schema's columns, "" where a value is missing.
    ``revision`` counts the states the store has seen (0: not from a store); ``version`` is a hash of the content.
    ``notes`` are lines about its files that are no faults: optional columns that were not there. ``exported_at`` is
    what its folder or bundle was exported from; None where it does not say.
    """

    dossier_id: str
    meta: Mapping[str, str]
    tables: Mapping[str, pd.DataFrame]
    revision: int = 0
    version: str = ""
    notes: tuple[str, ...] = ()
    exported_at: ExportState | None = None
