"""Who has a part in what, report by report, as whole numbers: positions among events, reports and actors."""

from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np
import pandas as pd

from onrecord.record.differences.joins import Column, Flags, Numbers, Texts, is_in, joint, matches, positions
from onrecord.record.differences.sides import OCCURRED, Claims, principal_positions
from onrecord.record.model import Record
from onrecord.schema import EVENT_ROLES

ROLES = tuple(EVENT_ROLES)
BESIDE = ("mediator", "host", "chair", "signatory")  # roles that go with any other
BODIES = ("group", "organization", "forum")


@dataclass(frozen=True)
class People:
    """Actors by position: for whom each counts; whether it is a person, a state, a group or body that speaks for nobody
    known; and everybody up its chain, step by step."""

    n: int
    principal: Numbers
    is_person: Flags
    is_state: Flags
    is_loose: Flags
    above: tuple[Numbers, ...]


def _people(record: Record) -> People:
    actors = record.actors
    ids = actors["actor_id"]
    direct = positions(actors["principal_id"], ids)
    steps: list[Numbers] = []
    at = direct
    while (at >= 0).any() and len(steps) < len(direct):
        steps.append(at)
        at = np.where(at >= 0, direct[at], -1)
    kind = actors["kind"].to_numpy()
    is_loose = np.isin(kind, BODIES) & (direct < 0)
    return People(len(ids), principal_positions(record), kind == "person", kind == "state", is_loose, tuple(steps))


@dataclass(frozen=True)
class Told:
    """Which reports tell each event: positions of both, the first mention, as what the report tells it, and the first
    and the last day on which it can have been published."""

    event: Numbers
    report: Numbers
    at: Numbers
    has_occurred: Flags
    has_plan: Flags
    published_from: Column
    published_on: Column
    sizes: tuple[int, int]

    @property
    def key(self) -> Numbers:
        """One number for each event and report, in rising order."""
        return joint((self.event, self.report), self.sizes)


def _reports_by_event(record: Record, claims: Claims) -> Told:
    sizes = len(record.events), len(record.reports)
    event, report = claims["event"], claims["report"]
    _, at, place = np.unique(joint((event, report), sizes), return_index=True, return_inverse=True)
    occurred = claims["standing"] == OCCURRED
    has_occurred, has_plan = (np.bincount(place[is_so], minlength=len(at)) > 0 for is_so in (occurred, ~occurred))
    published_from, published_on = (claims[name][at] for name in ("published_from", "published_on"))
    return Told(event[at], report[at], at, has_occurred, has_plan, published_from, published_on, sizes)


@dataclass(frozen=True)
class Whole:
    """What the rules look things up in."""

    record: Record
    told: Told
    people: People

    @property
    def sizes(self) -> tuple[int, int, int]:
        """How many things are told, actors, and slots there are."""
        return len(self.told.at), self.people.n, len(ROLES)

    def events(self, places: Numbers) -> Texts:
        """Ids of the events told there."""
        return self.record.events["event_id"].to_numpy()[self.told.event[places]]

    def actors(self, at: Numbers, column: str = "actor_id") -> Texts:
        """Ids, or names, of actors by position."""
        return self.record.actors[column].to_numpy()[at]


def whole_of(record: Record, claims: Claims) -> Whole:
    """What the rules on parts look things up in."""
    return Whole(record, _reports_by_event(record, claims), _people(record))


@dataclass(frozen=True)
class Parts:
    """Parts by position, one that holds in all reports once for each: ``told`` is the place among what is told, ``own``
    whether the report itself gives the part, ``is_common`` whether the actor has a part there in all reports. Parts of
    one ``slot`` are of one sort."""

    told: Numbers
    actor: Numbers
    role: Numbers
    slot: Numbers
    own: Flags
    is_common: Flags

    def at(self, rows: "Flags | Numbers") -> Self:
        """Some of these rows."""
        return type(self)(*(getattr(self, column.name)[rows] for column in fields(self)))

    @property
    def is_beside(self) -> Flags:
        """Whether the role goes with any other."""
        return np.isin(self.role, [ROLES.index(role) for role in BESIDE])

    def of(self, roles: tuple[str, ...]) -> Self:
        """The rows of some roles."""
        return self.at(np.isin(self.role, [ROLES.index(role) for role in roles]))

    def with_role_as_slot(self) -> Self:
        """The same, each role a sort of its own."""
        return replace(self, slot=self.role)


def parts_by_report(record: Record, told: Told) -> Parts:
    """Every part that a report gives, and those without a report once for each that tells the event."""
    rows = record.event_actors
    event = positions(rows["event_id"], record.events["event_id"])
    report = positions(rows["report_id"], record.reports["report_id"])
    actor = positions(rows["speaker_id"], record.actors["actor_id"])
    role = positions(rows["role"], pd.Series(ROLES, dtype="str"))
    own, common = np.flatnonzero(report >= 0), np.flatnonzero(rows["report_id"].to_numpy() == "")
    own_row, own_told = matches(joint((event[own], report[own]), told.sizes), told.key)
    common_row, common_told = matches(event[common], told.event)
    row, place = np.concatenate([own[own_row], common[common_row]]), np.concatenate([own_told, common_told])
    held = joint((event, actor), (told.sizes[0], len(record.actors)))
    is_own = np.arange(len(row)) < len(own_row)
    return Parts(place, actor[row], role[row], np.zeros_like(row), is_own, is_in(held[row], held[common]))


@dataclass(frozen=True)
class Lacking:
    """Parts that one report gives and another of the event does not: ``other`` is its place among what is told."""

    parts: Parts
    other: Numbers

    def at(self, rows: "Flags | Numbers") -> Self:
        """Some of these rows."""
        return type(self)(self.parts.at(rows), self.other[rows])


def lacking_parts(whole: Whole, parts: Parts, others: Parts) -> Lacking:
    """Every part a report gives itself, with each of `others` of the same event and slot that has no such part."""
    event, n_events = whole.told.event, whole.told.sizes[0]
    own = parts.at(parts.own)
    slots = (joint((event[rows.told], rows.slot), (n_events, len(ROLES))) for rows in (own, others))
    row, other = matches(*slots)
    own, place = own.at(row), others.told[other]
    is_there = is_given(whole, (place, own.actor, own.slot), parts)
    return Lacking(own, place).at(~is_there)


def is_given(whole: Whole, sought: tuple[Numbers, Numbers, Numbers], parts: Parts) -> Flags:
    """Whether somebody has a part of some sort in what is told."""
    return is_in(joint(sought, whole.sizes), joint((parts.told, parts.actor, parts.slot), whole.sizes))


def are_there(whole: Whole, lacking: Lacking, there: Parts) -> Flags:
    """Whether the other report has somebody there in whatever role, who is lacking from its list."""
    return is_given(whole, (lacking.other, lacking.parts.actor, lacking.parts.slot), there)


def places(whole: Whole, parts: Parts) -> Parts:
    """One row for each thing told and slot."""
    return parts.at(np.unique(joint((parts.told, parts.slot), (len(whole.told.at), len(ROLES))), return_index=True)[1])


def are_go_betweens(whole: Whole, rows: Parts, parts: Parts) -> Flags:
    """Whether a group or body that speaks for nobody known has another role in the event by some report."""
    event, is_loose, sizes = whole.told.event, whole.people.is_loose, (whole.told.sizes[0], whole.people.n)
    at, loose = np.flatnonzero(is_loose[rows.actor]), parts.at(is_loose[parts.actor])
    row, other = matches(*(joint((event[part.told], part.actor), sizes) for part in (rows.at(at), loose)))
    found = np.zeros(len(rows.told), dtype=bool)
    found[at[row[loose.role[other] != rows.role[at[row]]]]] = True
    return found


def have_rivals(whole: Whole, parts: Parts, one: Parts, other: Parts) -> Flags:
    """Whether one of two reports names somebody else in the role in which the other has the actor."""
    sizes, found = whole.sizes[::2], np.zeros(len(one.told), dtype=bool)
    for here, there in ((one, other), (other, one)):  # who has another role by a report does not have this one
        found |= is_in(joint((there.told, here.role), sizes), joint((parts.told, parts.role), sizes))
    return found
