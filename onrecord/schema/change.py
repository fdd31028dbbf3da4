"""What is to be written: one row's change, and who signs for it."""

from collections.abc import Mapping
from dataclasses import dataclass

Row = Mapping[str, str]


@dataclass(frozen=True)
class Change:
    """One row as the writer saw it and as it shall be.

    ``table`` is one of the schema, or ``dossiers`` for the description of the dossier itself (key: its id; fields:
    those of dossier.toml). ``base`` and ``mine`` are whole rows, column -> text; ``base`` None: the row was not there;
    ``mine`` None: it shall stand no more.
    """

    table: str
    key: tuple[str, ...]
    base: Row | None
    mine: Row | None


@dataclass(frozen=True)
class Signed:
    """Who writes, and why.

    ``token`` names one press of one button: whatever is sent twice under it is written once. ``base_rev`` is the
    revision the writer was looking at.
    """

    by: str
    reason: str
    token: str = ""
    base_rev: int | None = None
