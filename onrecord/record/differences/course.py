"""How events hang together and what became of them: denials, causes, conditions, plans without news, parts left out."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from onrecord.record.differences.joins import Column, Flags, Numbers, is_in, joint, matches, pairs, positions
from onrecord.record.differences.rules import OFF, STILL_TO_COME
from onrecord.record.differences.sides import OCCURRED, PLAN, Claims, Pairs, first_days, parties_of
from onrecord.record.model import Record

STATUS = ("reported_status", "reported_status")


def differing_courses(record: Record, claims: Claims) -> Iterator[Pairs]:
    """Pairs of `denied`, `cause`, `overtaken`, `lapsed` and `only-here`."""
    course = _Course(record, claims)
    yield course.overtaken_plans()
    by_relation = {
        "denies": course.denials,
        "responds_to": course.causes,
        "conditional_on": course.lapsed_conditions,
        "part_of": course.parts_left_out,
    }
    there = set(record.event_links["relation"].tolist())
    yield from (pairs() for relation, pairs in by_relation.items() if relation in there)


class _Course:
    """Links between events, and the first mention of each event in each report: ``event``, ``report``, ``at``."""

    def __init__(self, record: Record, claims: Claims) -> None:
        self.record, self.claims = record, claims
        self.ids = record.events["event_id"]
        self.all_events, report = claims["event"], claims["report"]
        self.sizes = len(self.ids), len(record.reports)
        self.at = np.sort(np.unique(joint((self.all_events, report), self.sizes), return_index=True)[1])
        self.event, self.report = self.all_events[self.at], report[self.at]
        self.told = joint((self.event, self.report), self.sizes)

    def links(self, relation: str) -> pd.DataFrame:
        """The links of one relation."""
        links = self.record.event_links
        return links[links["relation"] == relation]

    def ends(self, links: pd.DataFrame) -> tuple[Numbers, Numbers, Numbers]:
        """Every first mention of the event a link leads from, with every one of the event it leads to.

        The position of the link, and those of both mentions among the first ones.
        """
        link, start = matches(positions(links["from_id"], self.ids), self.event)
        step, end = matches(positions(links["to_id"], self.ids)[link], self.event)
        return link[step], start[step], end

    def told_by(self, *relations: str) -> Numbers:
        """What reports speak of by telling what is linked to it, as ``told``."""
        links = self.record.event_links
        links = links[links["relation"].isin(relations)]
        link, at = matches(positions(links["from_id"], self.ids), self.event)
        return joint((positions(links["to_id"], self.ids)[link], self.report[at]), self.sizes)

    def days_of_links(self, links: pd.DataFrame) -> Column:
        """The day since which each link is known, NaT where it follows from several reports."""
        days = self.record.reports.set_index("report_id")["published_on"]
        return days.reindex(links["report_id"]).to_numpy()

    def days(self, first: Numbers, end: str) -> Column:
        """One end of the days of first mentions, of the event where the mention gives none."""
        own = self.claims[end][self.at[first]]
        is_given = self.claims["reported_date"][self.at[first]] != ""
        days: Column = np.where(is_given, own, self.record.events[end].to_numpy()[self.event[first]])
        return days

    def denials(self) -> Pairs:
        """The act denied is the subject, the denial the facet. Who tells the act is a side only if as occurred, and not
        where it names others as doing it while another report names the party of whoever denies it."""
        links = self.links("denies")
        link, denial, act = self.ends(links)
        is_told = self.claims["standing"][self.at[act]] == OCCURRED
        link, denial, act = link[is_told], denial[is_told], act[is_told]
        is_own = ~self.is_of_others(link, denial, act)
        link, denial, act = link[is_own], denial[is_own], act[is_own]
        to_id, from_id = (links[name].to_numpy()[link] for name in ("to_id", "from_id"))
        since = self.days_of_links(links)[link]
        values = ("event_id", "gist")
        return Pairs("denied", to_id, self.at[act], self.at[denial], from_id, values=values, since=since)

    def is_of_others(self, link: Numbers, denial: Numbers, act: Numbers) -> Flags:
        """Whether a report of the act denied names as its doers others than the party of whoever denies it, and another
        report names that party: it is then no more than a doing of its own that the party denies."""
        told, party = self.parties()
        row, deed = matches(denial, told)
        size = len(self.record.actors)
        is_theirs = is_in(
            joint((act[row], party[deed]), (len(self.at), size)), joint((told, party), (len(self.at), size))
        )
        names_party = np.bincount(row[is_theirs], minlength=len(act)) > 0
        is_some = np.bincount(link[names_party], minlength=int(link.max(initial=-1)) + 1) > 0
        return np.asarray(is_in(act, told) & ~names_party & is_some[link], dtype=bool)

    def parties(self) -> tuple[Numbers, Numbers]:
        """Who acts in what is told: the place among the first mentions, and the party, the last one spoken for."""
        rows = self.record.event_actors
        rows = rows[rows["role"] == "actor"]
        event = positions(rows["event_id"], self.ids)
        report = positions(rows["report_id"], self.record.reports["report_id"])
        own, common = np.flatnonzero(report >= 0), np.flatnonzero(rows["report_id"].to_numpy() == "")
        one, at = matches(joint((event[own], report[own]), self.sizes), self.told)
        every, place = matches(event[common], self.event)
        party = parties_of(self.record)[positions(rows["speaker_id"], self.record.actors["actor_id"])]
        return np.concatenate([at, place]), np.concatenate([party[own[one]], party[common[every]]])

    def causes(self) -> Pairs:
        """Two reports that have one event answer different ones; what all of them have it answer is a common cause."""
        links = self.links("responds_to")
        links = links[~links["from_id"].isin(links.loc[links["report_id"] == "", "from_id"])]
        titles = links["to_id"].map(self.record.event_titles())
        by = links.assign(title=titles).sort_values("to_id").groupby(["from_id", "report_id"], as_index=False)
        sets = by.agg({"to_id": " ".join, "title": "; ".join})
        event = positions(sets["from_id"], self.ids)
        report = positions(sets["report_id"], self.record.reports["report_id"])
        row, at = matches(joint((event, report), self.sizes), self.told)
        order = np.argsort(self.at[at], kind="stable")
        row, at = row[order], self.at[at][order]
        left, right = pairs(event[row])
        texts = {name: sets[column].to_numpy()[row] for name, column in (("value", "to_id"), ("shown", "title"))}
        ends = {name: (text[left], text[right]) for name, text in texts.items()}
        return Pairs("cause", sets["from_id"].to_numpy()[row][left], at[left], at[right], ends=ends)

    def overtaken_plans(self) -> Pairs:
        """Plans whose last day lies before the latest report, and that no report tells as anything but a plan."""
        events = self.record.events
        first, last = first_days(self.record), self.record.reports["published_on"].to_numpy()
        order = np.argsort(first, kind="stable")[: np.count_nonzero(~np.isnat(first))]
        later = np.searchsorted(first[order], events["latest"].to_numpy(), side="right")
        past = later < len(order)
        is_plan = events["status"].isin(STILL_TO_COME).to_numpy() & past
        is_plan[self.all_events[self.claims["standing"] != PLAN]] = False
        at = self.at[is_plan[self.event]]
        core = (events["salience"] == "core").to_numpy()[self.all_events[at]]
        severity = np.where(core, "high", "medium").astype(object)
        days = np.minimum.accumulate(last[order][::-1])[::-1]  # on which a report not earlier than this one is there
        since = days[later[self.all_events[at]]]
        event = self.claims["event_id"][at]
        return Pairs("overtaken", event, at, severity=severity, values=STATUS, since=since)

    def lapsed_conditions(self) -> Pairs:
        """What is to happen on a condition that was put off or called off; the condition is the facet."""
        off = self.record.events["status"].isin(OFF).to_numpy()
        links = self.links("conditional_on")
        link, start, end = self.ends(links)
        is_so = off[self.event[end]] & np.isin(self.claims["reported_status"][self.at[end]], OFF)
        from_id, to_id = (links[name].to_numpy()[link[is_so]] for name in ("from_id", "to_id"))
        since = self.days_of_links(links)[link[is_so]]
        ends = self.at[start[is_so]], self.at[end[is_so]]
        return Pairs("lapsed", from_id, *ends, to_id, values=STATUS, since=since)

    def parts_left_out(self) -> Pairs:
        """A part, the reports that tell it, and those that tell its whole without it; the whole is the facet.

        A report cannot tell a part that may have been later, nor one that occurred where the whole was still a plan.
        Who tells that the part is denied, what it led to, or a part of it, does not leave it out.
        """
        links = self.links("part_of")
        link, part, whole = self.ends(links)
        told = np.concatenate([self.told, self.told_by("denies", "realizes", "part_of")])
        is_told = is_in(joint((self.event[part], self.report[whole]), self.sizes), told)
        published = self.claims["published_from"][self.at[whole]]
        may_be_later = np.logical_or(*(self.days(part, name) > published for name in ("earliest", "latest")))
        standing = self.claims["standing"][self.at]
        was_plan = (standing[whole] == PLAN) & (standing[part] == OCCURRED)
        is_so = ~is_told & ~may_be_later & ~was_plan
        from_id, to_id = (links[name].to_numpy()[link[is_so]] for name in ("from_id", "to_id"))
        ends = {"value": ("told", "left out"), "shown": ("tells it", "leaves it out")}
        since = self.days_of_links(links)[link[is_so]]
        return Pairs("only-here", from_id, self.at[part[is_so]], self.at[whole[is_so]], to_id, ends=ends, since=since)
