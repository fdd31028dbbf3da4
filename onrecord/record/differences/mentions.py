"""Day, status and place of one event, as its mentions give them."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from onrecord.record.differences.joins import Flags, Numbers, is_in, matches, pairs, positions
from onrecord.record.differences.places import Places, are_at_own_place, places_of
from onrecord.record.differences.sides import IS_OFF, OCCURRED, PLAN, Claims, Pairs
from onrecord.record.differences.weekdays import NAMES, weekdays
from onrecord.record.model import Record

DAY = ("reported_date", "label")
STATUS = ("reported_status", "reported_status")
PLACE = ("reported_place", "reported_place")
MONTH = np.timedelta64(1, "M")
WAYS = ((0, 1), (1, 0))  # the season first, then the other


def differing_mentions(record: Record, claims: Claims) -> Iterator[Pairs]:
    """Pairs of `day`, `status`, `place` and `within`, and of the plans that `moved` or `went-on`."""
    both = _Both(claims, *pairs(claims["event"]))
    places = places_of(record, claims, both.left, both.right)
    yield from _between_reports(record, both, places)
    yield from _within_a_report(both, places)
    yield _wrong_weekdays(claims)
    yield from _between_forms(record, claims)


class _Both:
    """Two mentions each, the earlier published first."""

    def __init__(self, claims: Claims, left: Numbers, right: Numbers) -> None:
        self.claims, self.left, self.right = claims, left, right
        published, report = self.ends("published_on"), self.ends("report")
        published_from = self.ends("published_from")
        self.is_later: Flags = published_from[1] > published[0]  # no where the days are one, or not known to differ
        self.is_one_report = np.asarray(report[0] == report[1], dtype=bool)
        self.standing = self.ends("standing")
        # what a report that tells the event as occurred tells as still to come is the rest of it
        told, is_outcome = claims["told"], claims["standing"] == OCCURRED
        is_rest = (claims["standing"] == PLAN) & is_in(told, told[is_outcome])
        self.is_of_rest: Flags = is_rest[left] | is_rest[right]
        begin, end = self.ends("earliest"), self.ends("latest")
        # an open end reaches everything, a day not given is none
        self.is_apart = np.asarray((end[0] < begin[1]) | (end[1] < begin[0]))
        self.is_vague = np.logical_or(*self.ends("is_vague"))
        # told as still to come by a report published after the day on which the other says that it occurred
        over = published_from[0] > end[1], published_from[1] > end[0]
        self.is_told_late: Flags = ~self.is_vague & (
            ((self.standing[0] == PLAN) & (self.standing[1] == OCCURRED) & over[0])
            | ((self.standing[0] == OCCURRED) & (self.standing[1] == PLAN) & over[1])
        )

    def ends(self, column: str) -> "tuple[np.ndarray, np.ndarray]":
        """One column at the left and at the right end."""
        return self.claims[column][self.left], self.claims[column][self.right]

    def may_be_one_day(self, at: Flags) -> Flags:
        """Whether a day is in doubt, though not where both reports name a weekday, each another; or whether the one is
        a season, whose bounds nobody draws sharply, and the other lies in the month next to it."""
        weekday = [days[at] for days in self.ends("weekday")]
        are_other_weekdays = (weekday[0] >= 0) & (weekday[1] >= 0) & (weekday[0] != weekday[1])
        begin, end = ([day[at].astype("datetime64[M]") for day in self.ends(name)] for name in ("earliest", "latest"))
        is_next = [
            (begin[season] - begin[other] == MONTH) | (end[other] - end[season] == MONTH) for season, other in WAYS
        ]
        is_season = [is_so[at] for is_so in self.ends("is_season")]
        is_beside = (is_season[0] & is_next[0]) | (is_season[1] & is_next[1])
        return np.asarray((self.is_vague[at] & ~are_other_weekdays) | is_beside, dtype=bool)

    def pairs_where(self, rule: str, is_so: Flags, values: tuple[str, str], facet: str = "") -> Pairs:
        """The pairs of which `is_so` holds; days that may be one after all weigh little."""
        left, right = self.left[is_so], self.right[is_so]
        low = np.where(self.may_be_one_day(is_so), "low", "").astype(object) if rule == "day" else ""
        return Pairs(rule, self.claims["event_id"][left], left, right, facet, low, values)


def _between_reports(record: Record, both: _Both, places: Places) -> Iterator[Pairs]:
    first, second = both.standing
    between = ~both.is_one_report
    is_new_day = both.is_apart & between & both.is_later & (first != OCCURRED)
    # what was put off does not take place on its day: it claims none against a report of the same day
    is_off_only = (first == IS_OFF) != (second == IS_OFF)
    came = ((first == PLAN) & (second == OCCURRED)) | (~both.is_later & (first == OCCURRED) & (second == PLAN))
    came &= ~both.is_told_late & ~both.is_of_rest
    yield both.pairs_where("day", both.is_apart & between & ~is_new_day & (both.is_later | ~is_off_only), DAY)
    # that a plan was put off is no new day of it
    yield both.pairs_where("moved", is_new_day & (first == PLAN) & (second != IS_OFF), DAY)
    yield both.pairs_where("status", _is_other_status(both, is_new_day) & between & ~both.is_of_rest, STATUS)
    yield both.pairs_where("went-on", came & between, STATUS)
    held = both.is_later & (first == PLAN) & (second == OCCURRED)
    # nor is it held where it was to be
    yield both.pairs_where("place", places.is_apart & between & ~held & ~is_off_only, PLACE)
    has_moved = places.is_apart & between & held & ~_is_held_as_planned(both, places)
    at = np.flatnonzero(has_moved)
    has_moved[at] = ~are_at_own_place(record, both.claims, both.left[at])
    yield both.pairs_where("moved", has_moved, PLACE, "place")


def _is_held_as_planned(both: _Both, places: Places) -> Flags:
    """Whether some report tells that it was held where the mention at the left has it planned."""
    first, second = both.standing
    is_so = places.is_alike & ~both.is_one_report
    found = np.zeros(len(both.claims), dtype=bool)
    found[both.left[is_so & (first == PLAN) & (second == OCCURRED)]] = True
    found[both.right[is_so & (first == OCCURRED) & (second == PLAN)]] = True
    return np.asarray(found[both.left], dtype=bool)


def _is_other_status(both: _Both, is_new_day: Flags) -> Flags:
    """Whether the later mention takes back what the earlier says; without an order, whether both cannot be so.

    A postponement is no cancellation: what was put off may occur, or be told anew as a plan for another day, by any
    mention of the later report or by the one that tells of the putting off. What is told as still to come after the day
    on which it occurred takes back, whichever report is the later.
    """
    first, second = both.standing
    told, is_off = both.claims["told"], np.flatnonzero(first == IS_OFF)
    was_cancelled = np.zeros(len(first), dtype=bool)
    was_cancelled[is_off] = both.claims["reported_status"][both.left[is_off]] == "cancelled"
    is_put_off = both.is_apart & both.is_one_report & (first != OCCURRED) & (second != OCCURRED) & (first != second)
    with_new_day = told[both.right[is_new_day | is_put_off]]
    told_anew = [is_in(told[end[is_off]], with_new_day) for end in (both.left, both.right)]
    is_back = first == OCCURRED
    is_back[is_off] = was_cancelled[is_off] | ~(told_anew[0] | told_anew[1])
    taken_back = is_back & (second == PLAN) & both.is_later
    called_off = (first == OCCURRED) & (second == IS_OFF)
    against = (first == IS_OFF) & (second == OCCURRED) & (~both.is_later | was_cancelled)
    return np.asarray(taken_back | called_off | against | both.is_told_late, dtype=bool)


def _within_a_report(both: _Both, places: Places) -> Iterator[Pairs]:
    """The same, told in one report: without an order, so a plan and its outcome are no two days."""
    first, second = both.standing
    off = ((first == OCCURRED) & (second == IS_OFF)) | ((first == IS_OFF) & (second == OCCURRED))
    yield both.pairs_where("within", both.is_apart & (first == second) & both.is_one_report, DAY, "day")
    yield both.pairs_where("within", off & both.is_one_report, STATUS, "status")
    yield both.pairs_where("within", places.is_apart & both.is_one_report, PLACE, "place")


def _wrong_weekdays(claims: Claims) -> Pairs:
    """Days that are not the weekday, in English, that the report's own words of time name, where they name one."""
    named, is_day = claims["weekday"], claims["earliest"] == claims["latest"]
    at = np.flatnonzero((named >= 0) & is_day)
    weekday = weekdays(claims["earliest"][at])
    is_wrong = weekday != named[at]
    at, names = at[is_wrong], np.array(NAMES, dtype=object)[weekday[is_wrong]]
    shown = "“" + claims["reported_words"][at] + "”, but a " + names
    ends = {"value": (claims["reported_date"][at],), "shown": (shown,)}
    return Pairs("within", claims["event_id"][at], at, facet="weekday", ends=ends)


def _between_forms(record: Record, claims: Claims) -> Iterator[Pairs]:
    """Days of two events that may be one plan in two forms. The record does not say so: no order excuses them."""
    forms = record.event_links[record.event_links["relation"] == "form_of"]
    events = record.events["event_id"]
    at = claims["event"]
    link, left = matches(positions(forms["from_id"], events), at)
    step, right = matches(positions(forms["to_id"], events)[link], at)
    both = _Both(claims, left[step], right)
    is_so = both.is_apart & ~both.is_one_report
    found = both.pairs_where("day", is_so, DAY)
    titles = record.events["title"].to_numpy()[at]
    shown = [claims["label"][end] + ", " + titles[end] for end in (found.left, found.right)]
    ends = {"shown": (shown[0], shown[1])}
    yield replace(found, facet=forms["to_id"].to_numpy()[link[step][is_so]], ends=ends)
