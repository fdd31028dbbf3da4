"""Roles, lists and names that differ from report to report of one event."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from onrecord.record.differences.attendance import (
    ROLES,
    Lacking,
    Parts,
    People,
    Whole,
    is_given,
    lacking_parts,
    parts_by_report,
    places,
    whole_of,
)
from onrecord.record.differences.joins import Flags, Numbers, Texts, is_in, joint, matches, pairs, positions
from onrecord.record.differences.sides import Claims, Pairs
from onrecord.record.model import Record

LISTED, NAMED = ("participant", "invited"), ("actor", "recipient")


def differing_parts(record: Record, claims: Claims) -> Iterator[Pairs]:
    """Pairs of `role`, `replaced`, `list` and `who`.

    A row without a report holds in every report of its event. A row of a report that does not mention the event counts
    for nothing: there is no passage.
    """
    whole = whole_of(record, claims)
    parts = parts_by_report(record, whole.told)
    yield _roles(whole, parts)
    yield from _lists(whole, parts.of(LISTED))
    yield from _lists_of_forms(whole, parts.of(LISTED))
    yield _other_names(whole, parts.of(NAMED).with_role_as_slot())


def _roles(whole: Whole, parts: Parts) -> Pairs:
    """Roles of one actor in one event by two reports that have none in common. Who was invited to what was planned and
    took part in what happened is no contradiction."""
    told, rows = whole.told, parts.at(parts.own & ~parts.is_common)
    rows = rows.at(np.argsort(told.at[rows.told], kind="stable"))
    first, second = pairs(joint((told.event[rows.told], rows.actor), (told.sizes[0], whole.people.n)))
    key = joint((rows.told[first], rows.told[second], rows.actor[first]), (*whole.sizes[:1], *whole.sizes[:2]))
    is_shared = is_in(key, key[rows.role[first] == rows.role[second]])
    invited, participant = ROLES.index("invited"), ROLES.index("participant")
    came = (rows.role[first] == invited) & (rows.role[second] == participant)
    came &= told.has_plan[rows.told[first]] & told.has_occurred[rows.told[second]]
    is_so = (rows.told[first] != rows.told[second]) & ~is_shared & ~came
    first, second = first[is_so], second[is_so]
    roles = np.array(ROLES, dtype=object)
    ends = roles[rows.role[first]], roles[rows.role[second]]
    core = (whole.record.events["salience"] == "core").to_numpy()[told.event[rows.told[first]]]
    return Pairs(
        "role",
        whole.events(rows.told[first]),
        told.at[rows.told[first]],
        told.at[rows.told[second]],
        whole.actors(rows.actor[first]),
        np.where(core, "high", "").astype(object),
        ends={"value": ends, "shown": ends},
    )


def _lists(whole: Whole, lists: Parts) -> Iterator[Pairs]:
    """Who stands in one report's own list and not in another's, the two lists of one standing."""
    lacking = lacking_parts(whole, lists, places(whole, lists.at(lists.own)))
    lacking = lacking.at(_is_one_standing(whole, lacking))
    left, right = _replacements(whole, lacking)
    yield _swaps(whole, lacking, left, right)
    is_swapped = is_in(np.arange(len(lacking.other)), np.concatenate([left, right]))
    lacking = lacking.at(~is_swapped & ~_is_stood_for(whole, lacking, lists))
    yield _unlisted(whole, lacking, whole.events(lacking.parts.told))


def _lists_of_forms(whole: Whole, lists: Parts) -> Iterator[Pairs]:
    """Lists of two events that may be one plan in two forms, each by another report. What all reports of an event list
    is listed by each."""
    links = whole.record.event_links[whole.record.event_links["relation"] == "form_of"]
    ends = [positions(links[name], whole.record.events["event_id"]) for name in ("from_id", "to_id")]
    others, event = places(whole, lists), whole.told.event
    for here, there in (ends, ends[::-1]):
        link, row = matches(here, event[lists.told])
        step, other = matches(there[link], event[others.told])
        lacking = Lacking(lists.at(row[step]), others.told[other])
        given = is_given(whole, (lacking.other, lacking.parts.actor, lacking.parts.slot), lists)
        one_report = whole.told.report[lacking.parts.told] == whole.told.report[lacking.other]
        is_so = ~given & ~one_report & _is_one_standing(whole, lacking) & ~_is_stood_for(whole, lacking, lists)
        yield _unlisted(whole, lacking.at(is_so), links["from_id"].to_numpy()[link[step][is_so]], is_form=True)


def _is_one_standing(whole: Whole, lacking: Lacking) -> Flags:
    """Whether both reports tell a plan, or both what happened."""
    told, here, there = whole.told, lacking.parts.told, lacking.other
    return (told.has_plan[here] & told.has_plan[there]) | (told.has_occurred[here] & told.has_occurred[there])


def _replacements(whole: Whole, lacking: Lacking) -> tuple[Numbers, Numbers]:
    """Two people of one principal, each lacking from the list with the other."""
    people, rows = whole.people, lacking.parts
    at = np.flatnonzero(people.is_person[rows.actor])
    principal, here, there = people.principal[rows.actor[at]], rows.told[at], lacking.other[at]
    sizes = (people.n, len(whole.told.at), len(whole.told.at))
    left, right = matches(joint((principal, here, there), sizes), joint((principal, there, here), sizes))
    first = whole.told.at[here[left]] < whole.told.at[here[right]]
    return at[left[first]], at[right[first]]


def _swaps(whole: Whole, lacking: Lacking, left: Numbers, right: Numbers) -> Pairs:
    rows = lacking.parts
    first, second = rows.actor[left], rows.actor[right]
    return Pairs(
        "replaced",
        whole.events(rows.told[left]),
        whole.told.at[rows.told[left]],
        whole.told.at[rows.told[right]],
        whole.actors(whole.people.principal[first]),
        ends={
            "value": (whole.actors(first), whole.actors(second)),
            "shown": (whole.actors(first, "name"), whole.actors(second, "name")),
        },
    )


def _is_stood_for(whole: Whole, lacking: Lacking, lists: Parts) -> Flags:
    """Whether the other list names the state for its minister, or the minister for the state."""
    found = np.zeros(len(lacking.other), dtype=bool)
    actor, slot = lacking.parts.actor, lacking.parts.slot
    for above in whole.people.above:
        up = above[actor]
        found |= (up >= 0) & is_given(whole, (lacking.other, np.maximum(up, 0), slot), lists)
        speaks = lists.at(above[lists.actor] >= 0)
        found |= is_given(whole, (lacking.other, actor, slot), replace(speaks, actor=above[speaks.actor]))
    return found


def _unlisted(whole: Whole, lacking: Lacking, subject: Texts, *, is_form: bool = False) -> Pairs:
    """One side has the actor, the other does not; which event each is about is said where they are two."""
    rows, at = lacking.parts, whole.told.at
    titles = np.asarray(", " + whole.record.events["title"], dtype=object)[whole.told.event]
    roles: Texts = np.array(ROLES, dtype=object)[rows.role]
    lacks: Texts = np.full(len(roles), "not in its list", dtype=object)
    if is_form:
        roles, lacks = roles + titles[rows.told], lacks + titles[lacking.other]
    return Pairs(
        "list",
        subject,
        at[rows.told],
        at[lacking.other],
        whole.actors(rows.actor),
        ends={"value": ("listed", "not listed"), "shown": (roles, lacks)},
    )


def _other_names(whole: Whole, named: Parts) -> Pairs:
    """Reports of one event that name others as doing it, or as those at whom it is directed; the role is the facet.

    A report that names both a person and the one it speaks for differs from neither. Little hangs on it where the other
    report names the same party for each (a state, its government, its minister), or lacks one party alone.
    """
    at = whole.told.at
    lacking = lacking_parts(whole, named, places(whole, named))
    lacking = lacking.at(~_is_beside(whole, lacking.parts, named.at(named.own)))
    rows, there = lacking.parts, lacking.other
    is_first = at[rows.told] < at[there]
    first, second = np.where(is_first, rows.told, there), np.where(is_first, there, rows.told)
    key = joint((first, second, rows.slot), (len(at), *whole.sizes[::2]))
    distinct, one, pair = np.unique(key, return_index=True, return_inverse=True)
    is_party = np.bincount(pair[~_is_same_party(whole, lacking, named)], minlength=len(distinct)) == 0
    is_low = is_party | _are_one_party(whole.people, rows.actor, pair, len(distinct))
    severity = np.where(is_low, "low", "").astype(object)
    first, second, role = first[one], second[one], rows.slot[one]
    names = [_names(whole, named, end, role) for end in (first, second)]
    ends = {name: (names[0][n], names[1][n]) for n, name in enumerate(("value", "shown"))}
    roles = np.array(ROLES, dtype=object)[role]
    return Pairs("who", whole.events(first), at[first], at[second], roles, severity, ends=ends)


def _is_same_party(whole: Whole, lacking: Lacking, named: Parts) -> Flags:
    """Whether the other report names one who stands for the actor, for whom it speaks, or who speaks for the same."""
    principal = whole.people.principal
    counted = replace(named, actor=principal[named.actor])
    sought = (lacking.other, principal[lacking.parts.actor], lacking.parts.slot)
    return _is_stood_for(whole, lacking, named) | is_given(whole, sought, counted)


def _are_one_party(people: People, actor: Numbers, group: Numbers, n: int) -> Flags:
    """Whether one of each group, or its principal, stands above all others in it; governments of one state are two."""
    principal = people.principal[actor]
    depth = np.zeros(len(actor), dtype=np.int64)
    for above in people.above:
        depth += above[principal] >= 0
    order = np.lexsort((depth, group))
    top = np.zeros(n, dtype=np.int64)
    top[group[order][::-1]] = principal[order][::-1]
    is_below = principal == top[group]
    for above in people.above:
        is_below |= above[principal] == top[group]
    return np.asarray(np.bincount(group[~is_below], minlength=n) == 0)


def _is_beside(whole: Whole, rows: Parts, own: Parts) -> Flags:
    """Whether the same report itself names, in the same role, one who stands for the actor or for whom it speaks."""
    return _is_stood_for(whole, Lacking(rows, rows.told), own)


def _names(whole: Whole, named: Parts, place: Numbers, role: Numbers) -> tuple[Texts, Texts]:
    """Whom a report names in a role: their ids, and their names as shown."""
    named = named.at(np.argsort(whole.actors(named.actor), kind="stable"))
    sizes = (len(whole.told.at), len(ROLES))
    sought, row = matches(joint((place, role), sizes), joint((named.told, named.slot), sizes))
    told: list[list[int]] = [[] for _ in place]
    for at, actor in zip(sought.tolist(), named.actor[row].tolist(), strict=True):
        told[at].append(actor)
    ids, names = (whole.actors(np.arange(whole.people.n), column) for column in ("actor_id", "name"))
    return (
        np.array([" ".join(ids[a] for a in dict.fromkeys(actors)) for actors in told], dtype=object),
        np.array([", ".join(names[a] for a in dict.fromkeys(actors)) for actors in told], dtype=object),
    )
