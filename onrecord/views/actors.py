"""Actors and issues: what each is called, of what kind it is, and how much of the record names it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import pandas as pd

from onrecord.schema import ACTOR_KINDS
from onrecord.views.emptiness import NO_ACTOR, Emptiness
from onrecord.views.settings import Choice
from onrecord.views.tables import register
from onrecord.views.values import Table
from onrecord.views.view import View, part

# numbers first: texts of any length would push them out of sight
ACTORS = {
    "name": "Actor",
    "kind": "Kind",
    "principal": "Speaks for or belongs to",
    "n_events": "Events",
    "n_stances": "Stances",
    "n_reports": "Reports",
    "spellings": "Other spellings",
}
ISSUES = {
    "label": "Issue",
    "n_stances": "Stances",
    "n_actors": "Actors",
    "n_for": "For",
    "n_against": "Against",
    "n_neutral": "Neither",
    "topic": "Topic",
    "proposition": "Proposition",
}
HEIGHT = 620  # pixels, beyond which a table is scrolled
USES = {"": "All", "unused": "Only unused"}


def _lists(view: "Actors") -> Mapping[str, str]:
    n_actors, n_issues = len(view.every_actor), len(view.every_issue)
    return {"actors": f"Actors {n_actors:,}", "issues": f"Issues {n_issues:,}"}


def _list_of_mark(view: View) -> str:
    return "issues" if view.mark.startswith("issue:") else "actors"


def _kinds(view: "Actors") -> Mapping[str, str]:
    there = set(view.every_actor["kind"])
    return {"": "All"} | {kind: kind.capitalize() for kind in ACTOR_KINDS if kind in there}


@dataclass(frozen=True)
class Settings:
    """What can be asked of the page."""

    shows: Annotated[str, Choice("List", _lists, parameter="register", default=_list_of_mark)] = "actors"
    use: Annotated[str, Choice("Shows", USES, parameter="use")] = ""
    kind: Annotated[str, Choice("Kind of actor", _kinds, parameter="sort")] = ""


class Actors(View):
    """What the record names: actors with their principals and spellings, issues with who holds what."""

    title = "Actors and issues"
    Settings = Settings
    exported = ("actors", "issues")

    @property
    def emptiness(self) -> Emptiness | None:
        """Why there is nothing to show."""
        rows = (self.scoped.stances, self.scoped.event_actors)
        is_scope = any(len(some) for some in (self.whole.stances, self.whole.event_actors))
        is_nothing = all(some.empty for some in (rows if is_scope else (self.whole.actors, self.whole.issues)))
        return NO_ACTOR if is_nothing else None

    @property
    def is_of_actors(self) -> bool:
        """Whether the actors are asked for."""
        return bool(self.settings.shows == "actors")

    @property
    def is_of_issues(self) -> bool:
        """Whether the issues are asked for."""
        return bool(self.settings.shows == "issues")

    @part()
    def every_actor(self) -> pd.DataFrame:
        """The actors of the scope, and those that nothing names."""
        return register.actors(self.scoped, self.whole)

    @part()
    def every_issue(self) -> pd.DataFrame:
        """The issues of the scope, and those that nothing is about."""
        return register.issues(self.scoped, self.whole)

    @part("use", "kind")
    def actors(self) -> Table:
        """The actors asked for, by name."""
        rows, asked = self.every_actor, self.settings
        rows = rows[rows["is_unused"]] if asked.use else rows
        return Table(rows[rows["kind"] == asked.kind] if asked.kind else rows, ACTORS, name="actors", height=HEIGHT)

    @part("use")
    def issues(self) -> Table:
        """The issues asked for, by label."""
        rows = self.every_issue
        return Table(rows[rows["is_unused"]] if self.settings.use else rows, ISSUES, name="issues", height=HEIGHT)
