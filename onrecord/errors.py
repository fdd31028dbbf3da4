"""The errors whose message is written for the person at the screen."""

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.text import count

SHOWN = 5


class OnRecordError(Exception):
    """Base of every error that may reach the screen as text."""


class DossierError(OnRecordError):
    """A dossier breaks the codebook. Holds every fault found, not only the first."""

    def __init__(self, place: str, faults: Sequence[str]) -> None:
        self.place, self.faults = place, tuple(faults)
        more = f"\n… and {len(faults) - SHOWN:,} more" if len(faults) > SHOWN else ""
        super().__init__(
            f"{place}: {count(len(faults), 'fault')}; nothing was changed\n" + "\n".join(faults[:SHOWN]) + more
        )


class MissingError(OnRecordError):
    """Something asked for by name is not there."""


class AccessError(OnRecordError):
    """The visitor may not see this."""


class TextError(OnRecordError):
    """An attached text is not the text that was coded."""


class SaveError(OnRecordError):
    """Something could not be saved; the message says that nothing was, and why."""


@dataclass(frozen=True)
class Clash:
    """One field that somebody else has changed since the writer looked: three values, and who set the third.

    ``field`` is empty where the row itself is at stake: it was ended. Of a new row that is there already every field
    that differs is named, with an empty ``base``.
    """

    table: str
    key: tuple[str, ...]
    field: str
    base: str
    mine: str
    theirs: str
    by: str
    made_at: str


class StaleError(OnRecordError):
    """Somebody else has changed since what was to be saved. Holds every field at stake; nothing was saved."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        self.clashes = tuple(clashes)
        who = ", ".join(sorted({c.by for c in clashes}))
        super().__init__(f"{who} changed this since you looked ({count(len(clashes), 'field')}); nothing was saved.")
