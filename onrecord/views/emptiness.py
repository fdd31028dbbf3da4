"""Why a page is empty: every sentence in which a view says that it has nothing to show, and what to do about it."""

from dataclasses import dataclass

TO_DO = "Code what its reports say, and it is shown here."


@dataclass(frozen=True)
class Emptiness:
    """Why a view has nothing to show.

    ``in_scope`` is said where the scope hides something, with what to change in it; ``in_dossier`` where nothing is
    hidden and the dossier itself has too little, with what to do first.
    """

    in_scope: str
    in_dossier: str


NOTHING = Emptiness(
    "Nothing in this scope. Widen the dates, or clear an actor or an issue.",
    f"Nothing in this dossier yet. {TO_DO}",
)
NO_EVENT = Emptiness(
    "No event in this scope. Widen the dates, or clear an actor, an issue or a status.",
    f"No event in this dossier yet. {TO_DO}",
)
NO_STANCE = Emptiness(
    "No stance in this scope. Widen the dates, or clear an actor or an issue.",
    f"No stance in this dossier yet. {TO_DO}",
)
NO_REPORT = Emptiness(
    "No report in this scope. Clear the outlets or the reports.",
    f"No report in this dossier yet. {TO_DO}",
)
NO_ACTOR = Emptiness(
    "No actor or issue in this scope. Widen the dates, or clear an actor or an issue.",
    f"No actor or issue in this dossier yet. {TO_DO}",
)
NO_CONFLICT = Emptiness(
    "No conflict in this scope. Widen the dates, or clear an actor or an issue.",
    f"No conflict in this dossier yet. {TO_DO}",
)
# of any page, where there is no report to code from
NO_REPORT_YET = "This dossier has no report yet. Add one: what is coded from it is shown here."
# of the windows of a page, not of the page
NO_DATED_STANCE = "No dated stance in this span. Choose the whole record, or widen the scope."
