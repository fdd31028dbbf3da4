"""The errors whose message is written for the person at the screen."""

from collections.abc import Sequence

SHOWN = 5


class OnRecordError(Exception):
    """Base of every error that may reach the screen as text."""


class DossierError(OnRecordError):
    """A dossier breaks the codebook. Holds every fault found, not only the first."""

    def __init__(self, place: str, faults: Sequence[str]) -> None:
        self.place, self.faults = place, tuple(faults)
        more = f"\n… and {len(faults) - SHOWN} more" if len(faults) > SHOWN else ""
        super().__init__(f"{place}: {len(faults)} fault(s); nothing was loaded\n" + "\n".join(faults[:SHOWN]) + more)


class MissingError(OnRecordError):
    """Something asked for by name is not there."""


class AccessError(OnRecordError):
    """The visitor may not see this."""


class TextError(OnRecordError):
    """An attached text is not the text that was coded."""
