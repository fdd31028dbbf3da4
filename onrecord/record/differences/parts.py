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
    are_go_betweens,
    are_there,
    have_rivals,
    is_given,
    lacking_parts,
    parts_by_report,
    places,
    whole_of,
)
from onrecord.record.differences.joins import Flags, Numbers, Texts, is_in, joint, matches, pairs, positions
from onrecord.record.differences.sides import Claims, Pairs
from onrecord.record.model import Record
from onrecord.schema import ATTENDING_ROLES

LISTED, NAMED = ("participant", "invited"), ("actor", "recipient")


def differing_parts(record: Record, claims: Claims) -> Iterator[Pairs]:
    """Pairs of `role`, `replaced`, `list` and `who`.

    A row without a report holds in every report of its event. A row of a report that does not mention the event counts
    for nothing: there is no passage.
    """
    whole = whole_of(record, claims)
    parts = parts_by_report(record, whole.told)
    yield _roles(whole, parts)
    there = parts.of(ATTENDING_ROLES)
    yield from _lists(whole, parts.of(LISTED), there)
    yield from _lists_of_forms(whole, parts.of(LISTED), there)
    yield _other_names(whole, parts)


def _roles(whole: Whole, parts: Parts) -> Pairs:
    """Roles of one actor in one event by two reports that have none in common. Who was invited to what was planned and
    took part in what happened is no contradiction. Nor are the roles of a group or body that speaks for nobody known,
    unless one report names somebody else in the role that the other gives: it may handle what it receives. Who
    mediates, hosts, chairs or signs by a report may have any other part as well."""
    told, rows = whole.told, parts.at(parts.own & ~parts.is_common)
    rows = rows.at(np.argsort(told.at[rows.told], kind="stable"))
    first, second = pairs(joint((told.event[rows.told], rows.actor), (told.sizes[0], whole.people.n)))
    key = joint((rows.told[first], rows.told[second], rows.actor[first]), (*whole.sizes[:1], *whole.sizes[:2]))
    is_shared = is_in(
        key, key[(rows.role[first] == rows.role[second]) | rows.is_beside[first] | rows.is_beside[second]]
    )
    invited, participant = ROLES.index("invited"), ROLES.index("participant")
    came = (rows.role[first] == invited) & (rows.role[second] == participant)
    came &= told.has_plan[rows.told[first]] & told.has_occurred[rows.told[second]]
    is_so = (rows.told[first] != rows.told[second]) & ~is_shared & ~came
    first, second = first[is_so], second[is_so]
    is_rival = ~whole.people.is_loose[rows.actor[first]]
    at = np.flatnonzero(~is_rival)
    is_rival[at] = have_rivals(whole, parts, rows.at(first[at]), rows.at(second[at]))
    first, second = first[is_rival], second[is_rival]
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


def _lists(whole: Whole, lists: Parts, there: Parts) -> Iterator[Pairs]:
    """Who stands in one report's own list and is not `there` by another with a list, the two lists of one standing.

    One name is no list. Two people whom the other list has too are those who met: whether a third person was there,
    such a report does not say.
    """
    lists = lists.at(is_in(lists.told, _list_places(lists)))
    lacking = lacking_parts(whole, lists, places(whole, lists.at(lists.own)))
    lacking = lacking.at(_is_one_standing(whole, lacking) & ~are_there(whole, lacking, there))
    left, right = _replacements(whole, lacking)
    yield _swaps(whole, lacking, left, right)
    is_third = _is_third_person(whole, lacking, lists)
    is_swapped = is_in(np.arange(len(lacking.other)), np.concatenate([left, right]))
    lacking = lacking.at(~is_third & ~is_swapped & ~_is_stood_for(whole, lacking, there))
    lacking = lacking.at(~_has_gone_on(whole, lacking, lists) & ~_is_listed_above(whole, lacking, lists))
    yield _unlisted(whole, lacking, whole.events(lacking.parts.told))


def _list_places(lists: Parts) -> Numbers:
    """What is told with two or more who take part, at least one of them by the report itself."""
    at, n = _list_lengths(lists)
    return at[n > 1]


def _list_lengths(lists: Parts) -> tuple[Numbers, Numbers]:
    """What is told with a list, and how many stand in each."""
    size = int(lists.actor.max(initial=0)) + 1
    at, n = np.unique(np.unique(joint((lists.told, lists.actor), (0, size))) // size, return_counts=True)
    return np.asarray(at, dtype=np.int64), np.asarray(n, dtype=np.int64)


def _is_third_person(whole: Whole, lacking: Lacking, lists: Parts) -> Flags:
    """Whether the other list has two people only, both of whom stand in this one with a further person."""
    is_person, sizes = whole.people.is_person, (len(whole.told.at),) * 2
    at, n = _list_lengths(lists)
    here, there = lacking.parts.told, lacking.other
    is_third = is_person[lacking.parts.actor] & is_in(there, at[n == 2])
    is_third &= ~is_in(there, lists.told[~is_person[lists.actor]])
    return is_third & ~is_in(joint((here, there), sizes), joint((there, here), sizes))


def _is_listed_above(whole: Whole, lacking: Lacking, lists: Parts) -> Flags:
    """Whether the same report lists one for whom the actor speaks: the two are one finding."""
    found = np.zeros(len(lacking.other), dtype=bool)
    rows = lacking.parts
    for above in whole.people.above:
        up = above[rows.actor]
        found |= (up >= 0) & is_given(whole, (rows.told, np.maximum(up, 0), rows.slot), lists)
    return found


def _has_gone_on(whole: Whole, lacking: Lacking, lists: Parts) -> Flags:
    """Whether two lists of a plan are earlier and later state of it.

    Who is only in the later list came in with it. A list that a later one had followed by the time of the other report
    is not what that other report could depart from.
    """
    told, here, there = whole.told, lacking.parts.told, lacking.other
    is_plan = ~told.has_occurred
    was_added = told.published_from[here] > told.published_on[there]
    lists_of_plans = np.unique(lists.told[is_plan[lists.told]])
    row, between = matches(told.event[here], told.event[lists_of_plans])
    between = lists_of_plans[between]
    is_followed = (told.published_from[between] > told.published_on[here[row]]) & (
        told.published_from[there[row]] > told.published_on[between]
    )
    return np.asarray(
        is_plan[here] & (was_added | (np.bincount(row[is_followed], minlength=len(here)) > 0)), dtype=bool
    )


def _lists_of_forms(whole: Whole, lists: Parts, there: Parts) -> Iterator[Pairs]:
    """Lists of two events that may be one plan in two forms, each by another report. What all reports of an event list
    is listed by each."""
    links = whole.record.event_links[whole.record.event_links["relation"] == "form_of"]
    ends = [positions(links[name], whole.record.events["event_id"]) for name in ("from_id", "to_id")]
    others, event = places(whole, lists), whole.told.event
    for start, end in (ends, ends[::-1]):
        link, row = matches(start, event[lists.told])
        step, other = matches(end[link], event[others.told])
        lacking = Lacking(lists.at(row[step]), others.told[other])
        one_report = whole.told.report[lacking.parts.told] == whole.told.report[lacking.other]
        is_so = ~one_report & _is_one_standing(whole, lacking)
        is_so &= ~are_there(whole, lacking, there) & ~_is_stood_for(whole, lacking, there)
        yield _unlisted(whole, lacking.at(is_so), links["from_id"].to_numpy()[link[step][is_so]], is_form=True)


def _is_one_standing(whole: Whole, lacking: Lacking) -> Flags:
    """Whether both reports tell what happened, whatever is still to come of it, or both a plan only."""
    has_occurred = whole.told.has_occurred
    return np.asarray(has_occurred[lacking.parts.told] == has_occurred[lacking.other], dtype=bool)


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


def _other_names(whole: Whole, parts: Parts) -> Pairs:
    """Reports of one event that name others as doing it, or as those at whom it is directed; the role is the facet.

    A report that names both a person and the one it speaks for differs from neither; where the other report gives one
    of them another role, that is a matter of roles. A go-between is no other party. Much hangs on it where each report
    names one whom the other does not, nor one above or below, and these are not a state here, a group or body there
    that may be of it.
    """
    at, named = whole.told.at, parts.of(NAMED).with_role_as_slot()
    parties = named.at(~are_go_betweens(whole, named, parts))
    lacking = lacking_parts(whole, parties, places(whole, parties))
    lacking = lacking.at(~_is_beside(whole, lacking.parts, named.at(named.own)))
    reports = _report_pairs(whole, lacking)
    lacking = lacking.at(~is_in(reports, reports[_has_other_role(whole, lacking, parts)]))
    rows, there = lacking.parts, lacking.other
    is_first = at[rows.told] < at[there]
    first, second = np.where(is_first, rows.told, there), np.where(is_first, there, rows.told)
    _, one, pair = np.unique(_report_pairs(whole, lacking), return_index=True, return_inverse=True)
    alone = np.flatnonzero(~_is_stood_for(whole, lacking, named))
    is_high = _are_against(whole.people, rows.actor[alone], pair[alone] * 2 + is_first[alone], len(one))
    severity = np.where(is_high, "", "low").astype(object)
    first, second, role = first[one], second[one], rows.slot[one]
    names = [_names(whole, named, end, role) for end in (first, second)]
    ends = {name: (names[0][n], names[1][n]) for n, name in enumerate(("value", "shown"))}
    roles = np.array(ROLES, dtype=object)[role]
    return Pairs("who", whole.events(first), at[first], at[second], roles, severity, ends=ends)


def _report_pairs(whole: Whole, lacking: Lacking) -> Numbers:
    """One number for every two reports of an event, whichever lacks the part, and role."""
    ends = np.sort(np.stack([lacking.parts.told, lacking.other]), axis=0)
    return joint((ends[0], ends[1], lacking.parts.slot), (*whole.sizes[:1], *whole.sizes[::2]))


def _has_other_role(whole: Whole, lacking: Lacking, parts: Parts) -> Flags:
    """Whether the other report gives the actor a part of any sort in the event."""
    sizes = whole.sizes[:2]
    return is_in(joint((lacking.other, lacking.parts.actor), sizes), joint((parts.told, parts.actor), sizes))


def _are_against(people: People, actor: Numbers, side: Numbers, n: int) -> Flags:
    """Of each of `n` pairs, whether both sides name somebody, and not only a state here and a group or body there that
    speaks for nobody known. The sides of the first pair are 0 and 1, those of the second 2 and 3, and so on."""
    n_all, n_states, n_loose = (
        np.bincount(side[is_so], minlength=2 * n).reshape(n, 2)
        for is_so in (np.ones(len(side), dtype=bool), people.is_state[actor], people.is_loose[actor])
    )
    are_states, are_loose = n_all == n_states, n_all == n_loose
    may_be_one = (are_states[:, 0] & are_loose[:, 1]) | (are_states[:, 1] & are_loose[:, 0])
    return np.asarray((n_all > 0).all(axis=1) & ~may_be_one, dtype=bool)


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
