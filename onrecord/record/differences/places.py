"""Places of one event, as its mentions give them: which are apart, which lie in one another."""

from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from onrecord.record.differences.joins import Flags, Numbers, Texts, is_in, joint, matches, positions
from onrecord.record.differences.sides import OCCURRED, PLAN, Claims
from onrecord.record.model import Record
from onrecord.text import fold

Words = frozenset[str]
Place = frozenset[Words]  # the words of every part
UNSETTLED: Place = frozenset({frozenset({"open"})})  # where a report says outright that the place is not fixed
LITTLE: Words = frozenset(("a", "at", "by", "in", "near", "of", "old", "on", "the"))  # make no place finer


@dataclass(frozen=True)
class Places:
    """Of two mentions each, whether both name a place and these are apart, or one may lie in the other.

    Of places that lie in one another only the finest that is told of an event as of one standing is set against others:
    what holds it is no value of its own. What may lie in the other is never apart from it, whatever else is told.
    """

    is_apart: Flags
    is_alike: Flags


def places_of(record: Record, claims: Claims, left: Numbers, right: Numbers) -> Places:
    """The places of all pairs of mentions of one event. Each two names are compared once."""
    codes, names = _own_places(record, claims)
    size = len(names) + 1
    distinct, at = np.unique(codes[left] * size + codes[right], return_inverse=True)
    parts, states = [_parts(name) for name in names], _states(record)
    told = [(parts[pair // size], parts[pair % size]) for pair in distinct.tolist()]
    apart = _flags([_are_apart(a, b, states) for a, b in told])[at]
    is_named = _flags([bool(a and b) for a, b in told])[at]
    is_wide = np.zeros(len(claims), dtype=bool)
    is_one_standing = claims["standing"][left] == claims["standing"][right]
    is_wide[left[_flags([_holds(a, b) for a, b in told])[at] & is_one_standing]] = True
    is_wide[right[_flags([_holds(b, a) for a, b in told])[at] & is_one_standing]] = True
    return Places(apart & ~is_wide[left] & ~is_wide[right], is_named & ~apart)


def _own_places(record: Record, claims: Claims) -> tuple[Numbers, Texts]:
    """The place that each mention names for its event, by position among all names.

    None where the passage also tells a part of the event, and the part to have been there. A report that names a place
    anywhere does not leave it open, nor has a plan left it open once a report tells where it was held.
    """
    event, told, standing = (claims[name] for name in ("event", "told", "standing"))
    codes, names = pd.factorize(claims["reported_place"])
    names = np.append(names, "")
    is_open = _flags([_parts(name) == UNSETTLED for name in names])[codes]
    is_named = (names != "")[codes] & ~is_open
    is_settled = is_in(told[is_open], told[is_named]) | (
        (standing[is_open] == PLAN) & is_in(event[is_open], event[is_named & (standing == OCCURRED)])
    )
    codes[np.flatnonzero(is_open)[is_settled]] = len(names) - 1
    codes[_of_parts(record, claims)] = len(names) - 1
    return codes, names


def _of_parts(record: Record, claims: Claims) -> Numbers:
    """Mentions whose passage overlaps one in which the same report tells a part of their event, in the same place."""
    links = record.event_links[record.event_links["relation"] == "part_of"]
    whole, part = (positions(links[name], record.events["event_id"]) for name in ("to_id", "from_id"))
    link, at = matches(part, claims["event"])
    row, mention = matches(joint((whole[link], claims["report"][at]), (0, len(record.reports))), claims["told"])
    at = at[row]
    begin, end, name = claims["start"], claims["end"], claims["reported_place"]
    is_so = (begin[at] < end[mention]) & (begin[mention] < end[at]) & (name[at] == name[mention])
    found: Numbers = mention[is_so]
    return found


def are_at_own_place(record: Record, claims: Claims, at: Numbers) -> Flags:
    """Whether the place a mention names is the event's own, or one of the two lies, or may lie, in the other.

    As known on a day the event's own place is the last that a report had given by then.
    """
    names, states = record.events["place"].to_numpy(), _states(record)
    told = zip(claims["reported_place"][at].tolist(), names[claims["event"][at]].tolist(), strict=True)
    places = [(_parts(name), _parts(own)) for name, own in told]
    return _flags([bool(own) and not _are_apart(name, own, states) for name, own in places])


def _flags(values: list[bool]) -> Flags:
    return np.array(values, dtype=bool)


def _parts(place: str) -> Place:
    return frozenset(frozenset(words) for part in place.split(";") if (words := fold(part).split()))


def _states(record: Record) -> frozenset[Words]:
    """The words of the names of states."""
    names = record.actors.loc[record.actors["kind"] == "state", "name"]
    return frozenset(frozenset(fold(name).split()) for name in names.tolist())


def _are_apart(a: Place, b: Place, states: frozenset[Words]) -> bool:
    if not (a and b) or a == b:
        return False
    return UNSETTLED in (a, b) or not any(_may_hold(p, q, states) or _may_hold(q, p, states) for p, q in product(a, b))


def _may_hold(region: Words, place: Words, states: frozenset[Words]) -> bool:
    """Whether the place lies in the region, or may: this is the name of a state alone, and the place names no other."""
    return region <= place or (region in states and not any(state <= place for state in states))


def _holds(a: Place, b: Place) -> bool:
    """Whether every part of one place holds, or is, a part of the other, and at least one holds it."""
    if not (a and b) or a == UNSETTLED:
        return False
    return all(any(p <= q for q in b) for p in a) and any(_is_finer(q, p) for p, q in product(a, b))


def _is_finer(place: Words, other: Words) -> bool:
    """Whether a place has the words of the other, and one beside that says more."""
    return other < place and bool(place - other - LITTLE)
