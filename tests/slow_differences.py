"""The rules on differences once more, row by row and as they are said, without a merge: slow, and easy to check."""

from itertools import combinations, permutations, product
from random import Random

import pandas as pd

from onrecord.record import Record
from onrecord.text import fold
from tests.drafts import Draft, day_text

STILL_TO_COME, OFF = ("planned", "proposed", "expected"), ("postponed", "cancelled")
STATUSES = ("occurred", *STILL_TO_COME, *OFF)
BESIDE = {"mediator", "host", "chair", "signatory"}
LITTLE = {"a", "at", "by", "in", "near", "of", "old", "on", "the"}
Found = dict[tuple[str, str, str], set[tuple[str, str]]]  # rule, subject, facet: report and value of every side


class Slow:
    """One record as lists of rows."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.found: Found = {}
        self.published = dict(zip(record.reports["report_id"], record.reports["published_on"], strict=True))
        self.coded = dict(zip(record.reports["report_id"], record.reports["published"], strict=True))
        self.states = [
            set(fold(name).split())
            for name, kind in zip(record.actors["name"], record.actors["kind"], strict=True)
            if kind == "state"
        ]
        self.mentions = record.event_reports.to_dict("records")
        self.parts = record.event_actors.to_dict("records")
        self.above = dict(zip(record.actors["actor_id"], record.actors["principal_id"], strict=True))
        self.kinds = dict(zip(record.actors["actor_id"], record.actors["kind"], strict=True))

    def all(self) -> Found:
        """What every rule here finds."""
        for a, b in combinations(self.mentions, 2):
            if a["event_id"] == b["event_id"]:
                self.mention_pair(*((b, a) if self.is_before(b, a) else (a, b)))
        for event in dict.fromkeys(m["event_id"] for m in self.mentions):
            told = list(dict.fromkeys(m["report_id"] for m in self.mentions if m["event_id"] == event))
            for a, b in permutations(told, 2):
                self.report_pair(event, a, b)
        for a, b in permutations(self.record.stances.to_dict("records"), 2):
            if a["issue_id"] == b["issue_id"] and a["position"] > 0 > b["position"]:
                self.stance_pair(a, b)
        for link in self.record.event_links.to_dict("records"):
            self.link(link)
        return self.found

    def add(self, rule: str, subject: str, *sides: tuple[str, str], facet: str = "") -> None:
        """Two sides of one difference."""
        self.found.setdefault((rule, subject, facet), set()).update(sides)

    def is_before(self, a: dict, b: dict) -> bool:
        """Whether one report is of an earlier day; nobody knows where a day is unknown, or may be the same."""
        return self.came_before(a["report_id"], b["report_id"])

    def came_before(self, a: str, b: str) -> bool:
        """The same of two reports."""
        return bool(self.published[a] < self.first_day(b))

    def first_day(self, report: str) -> pd.Timestamp:
        """The first day on which a report can have been published."""
        return pd.Period(self.coded[report]).start_time if self.coded[report] else pd.NaT

    def is_told_late(self, plan: dict, occurred: dict) -> bool:
        """Whether a plan is told after the day on which the other mention, without doubt, has it occurred."""
        if plan["reported_status"] not in STILL_TO_COME or occurred["reported_status"] != "occurred":
            return False
        doubt = "?" in plan["reported_date"] + occurred["reported_date"]
        span = self.span(occurred)
        open_end = span is None or span[1] == pd.Timestamp.max
        return not doubt and not open_end and bool(span[1] < self.first_day(plan["report_id"]))

    def span(self, mention: dict) -> tuple[pd.Timestamp, pd.Timestamp] | None:
        """The first and the last day a mention may mean."""
        text = mention["reported_date"].rstrip("?")
        if not text:
            return None
        first, _, last = text.partition("/")
        ends = [pd.Period(end) if end not in ("", "..") else None for end in (first, last or first)]
        begin = ends[0].start_time.normalize() if ends[0] is not None else pd.Timestamp.min
        end = ends[1].end_time.normalize() if ends[1] is not None else pd.Timestamp.max
        return begin, end

    def are_apart(self, a: dict, b: dict) -> bool:
        """Whether two mentions give days without a common one."""
        one, other = self.span(a), self.span(b)
        return bool(one and other) and (one[1] < other[0] or other[1] < one[0])

    def place(self, mention: dict) -> list[set[str]]:
        """The words of every part of a place."""
        parts = [set(fold(part).split()) for part in mention["reported_place"].split(";") if fold(part)]
        is_empty = "event_id" in mention and (
            self.is_of_part(mention) or (parts == [{"open"}] and self.is_settled(mention))
        )
        return [] if is_empty else parts

    def is_settled(self, mention: dict) -> bool:
        """Whether its report names a place anywhere, or some report tells where a plan was held."""
        named = [m for m in self.mentions if m["event_id"] == mention["event_id"]]
        named = [m for m in named if m["reported_place"] and fold(m["reported_place"]) != "open"]
        return any(m["report_id"] == mention["report_id"] for m in named) or (
            mention["reported_status"] in STILL_TO_COME and any(m["reported_status"] == "occurred" for m in named)
        )

    def is_of_part(self, mention: dict) -> bool:
        """Whether its report tells a part of the event in a passage that overlaps, and to be in the same place."""
        links = self.record.event_links.to_dict("records")
        parts = [x["from_id"] for x in links if (x["to_id"], x["relation"]) == (mention["event_id"], "part_of")]
        return any(
            m["start"] < mention["end"]
            and mention["start"] < m["end"]
            and m["reported_place"] == mention["reported_place"]
            for m in self.mentions
            if m["event_id"] in parts and m["report_id"] == mention["report_id"]
        )

    def is_wide(self, mention: dict) -> bool:
        """Whether another mention of the event, of the same standing, tells a place that lies in this one."""
        mine = self.place(mention)
        equals = [m for m in self.mentions if kind(m["reported_status"]) == kind(mention["reported_status"])]
        others = [self.place(m) for m in equals if m["event_id"] == mention["event_id"]]
        return mine not in ([], [{"open"}]) and any(
            all(any(p <= q for q in other) for p in mine)
            and any(p < q and q - p > (q - p) & LITTLE for p, q in product(mine, other))
            for other in others
        )

    def is_other_place(self, a: dict, b: dict) -> bool:
        """Whether both name places, neither of them wide, of which no part lies in one of the other."""
        return self.are_apart_places(a, b) and not self.is_wide(a) and not self.is_wide(b)

    def are_apart_places(self, a: dict, b: dict) -> bool:
        """Whether no part of one place lies, or may lie, in one of the other."""
        parts = [self.place(m) for m in (a, b)]
        if not all(parts):
            return False
        if [{"open"}] in parts:
            return parts[0] != parts[1]
        return not any(p <= q or q <= p or self.may_hold(p, q) or self.may_hold(q, p) for p, q in product(*parts))

    def may_hold(self, region: set[str], place: set[str]) -> bool:
        """Whether one is a state's name, and the other names no state."""
        return region in self.states and not any(state <= place for state in self.states)

    def is_of_rest(self, mention: dict) -> bool:
        """Whether a mention tells as still to come what its report tells as occurred too."""
        return mention["reported_status"] in STILL_TO_COME and True in self.kinds_of(
            mention["event_id"], mention["report_id"]
        )

    def gives_new_day(self, event: str, report: str) -> bool:
        """Whether a report tells an event of another day than an earlier one, or than the one it was put off from."""
        told = [m for m in self.mentions if m["event_id"] == event and m["reported_status"] != "occurred"]
        own = [m for m in self.mentions if (m["event_id"], m["report_id"]) == (event, report)]
        before = [(m, mine) for m, mine in product(told, own) if self.is_before(m, mine)]
        within = [(m, mine) for m, mine in product(told, own) if m["report_id"] == report]
        within = [(m, mine) for m, mine in within if {kind(x["reported_status"]) for x in (m, mine)} == {"plan", "off"}]
        return any(self.are_apart(m, mine) for m, mine in before + within)

    def is_held_as_planned(self, plan: dict) -> bool:
        """Whether another report tells the event as held where this one has it planned."""
        told = [m for m in self.mentions if m["event_id"] == plan["event_id"] and m["report_id"] != plan["report_id"]]
        held = [m for m in told if m["reported_status"] == "occurred" and m["reported_place"]]
        return any(not self.are_apart_places(plan, m) for m in held)

    def is_at_own_place(self, mention: dict) -> bool:
        """Whether a mention names the place that the event has by its own row, or one in it or around it."""
        own = next(e["place"] for e in self.record.events.to_dict("records") if e["event_id"] == mention["event_id"])
        return bool(own) and not self.are_apart_places(mention, {"reported_place": own})

    def mention_pair(self, a: dict, b: dict) -> None:
        """Two mentions, the first not later than the second."""
        if a["report_id"] == b["report_id"]:
            self.within(a, b)
            return
        self.days(a, b)
        earlier, first, second = self.is_before(a, b), a["reported_status"], b["reported_status"]
        is_off_only = (kind(first) == "off") != (kind(second) == "off")
        if self.is_other_place(a, b) and not is_off_only:
            held = earlier and first in STILL_TO_COME and second == "occurred"
            if not (held and (self.is_held_as_planned(a) or self.is_at_own_place(a))):
                self.both("moved" if held else "place", "place", a, b, facet="place" if held else "")
        if self.is_of_rest(a) or self.is_of_rest(b):
            return
        if self.is_other_status(a, b, earlier):
            self.both("status", "status", a, b)
        if {kind(first), kind(second)} == {"plan", "occurred"} and not (earlier and first == "occurred"):
            if self.is_told_late(a, b) or self.is_told_late(b, a):
                return
            self.both("went-on", "status", a, b)

    def both(self, rule: str, column: str, a: dict, b: dict, facet: str = "") -> None:
        """Two mentions with what they say in one column."""
        self.add(rule, a["event_id"], *((m["report_id"], m[f"reported_{column}"]) for m in (a, b)), facet=facet)

    def within(self, a: dict, b: dict) -> None:
        """Two mentions of one report."""
        kinds = {kind(m["reported_status"]) for m in (a, b)}
        rules = {
            "date": self.are_apart(a, b) and len(kinds) == 1,
            "status": kinds == {"occurred", "off"},
            "place": self.is_other_place(a, b),
        }
        for column, is_so in rules.items():
            if is_so:
                self.both("within", column, a, b, facet="day" if column == "date" else column)

    def days(self, a: dict, b: dict) -> None:
        """`day` and `moved`."""
        earlier, first, second = self.is_before(a, b), a["reported_status"], b["reported_status"]
        if not self.are_apart(a, b):
            return
        if earlier and first != "occurred":
            if first in STILL_TO_COME and second not in OFF:
                self.both("moved", "date", a, b)
        elif earlier or (kind(first) == "off") == (kind(second) == "off"):
            self.both("day", "date", a, b)

    def is_other_status(self, a: dict, b: dict, earlier: bool) -> bool:
        """Whether the second takes back the first, or both cannot be."""
        if self.is_told_late(a, b) or self.is_told_late(b, a):
            return True
        first, second = a["reported_status"], b["reported_status"]
        if earlier and second in STILL_TO_COME and first == "postponed":
            return not any(self.gives_new_day(m["event_id"], m["report_id"]) for m in (a, b))
        if earlier and second in STILL_TO_COME:
            return first not in STILL_TO_COME
        if {kind(first), kind(second)} != {"occurred", "off"}:
            return False
        return not earlier or (first, second) != ("postponed", "occurred")

    def roles(self, event: str, report: str, actor: str = "") -> set[str]:
        """Roles of an actor by a report, those of all reports with them."""
        rows = [p for p in self.parts if p["event_id"] == event and p["report_id"] in ("", report)]
        return {p["role"] for p in rows if p["speaker_id"] == actor}

    def actors(self, event: str, report: str, roles: tuple[str, ...], own: bool = False) -> set[str]:
        """Actors with one of these roles by a report, those of all reports with them but for `own`."""
        by = (report,) if own else ("", report)
        return {
            p["speaker_id"]
            for p in self.parts
            if p["event_id"] == event and p["report_id"] in by and p["role"] in roles
        }

    def kinds_of(self, event: str, report: str) -> set[bool]:
        """As what a report tells an event: as something that occurred, or not."""
        return {
            m["reported_status"] == "occurred"
            for m in self.mentions
            if (m["event_id"], m["report_id"]) == (event, report)
        }

    def chain(self, actor: str) -> list[str]:
        """Everybody an actor speaks for."""
        above = []
        while actor := self.above.get(actor, ""):
            above.append(actor)
        return above

    def stands_for(self, a: str, b: str) -> bool:
        """Whether one speaks for the other."""
        return a in self.chain(b) or b in self.chain(a)

    def principal(self, actor: str) -> str:
        """Whom a person counts for."""
        return self.above[actor] if self.kinds[actor] == "person" and self.above[actor] else actor

    def report_pair(self, event: str, a: str, b: str) -> None:
        """What one report of an event has of its actors and another has not; every two come both ways round."""
        self.lists(event, a, b)
        self.names(event, a, b)
        if self.published[b] < self.published[a]:
            return
        for actor in {p["speaker_id"] for p in self.parts if p["event_id"] == event}:
            mine, theirs = self.roles(event, a, actor), self.roles(event, b, actor)
            common = any((p["event_id"], p["speaker_id"], p["report_id"]) == (event, actor, "") for p in self.parts)
            if common or not mine or not theirs or mine & theirs or (mine | theirs) & BESIDE:
                continue
            for pair in product(mine, theirs):
                planned, came = False in self.kinds_of(event, a), True in self.kinds_of(event, b)
                ahead = self.first(event, a) < self.first(event, b)
                if self.is_loose(actor) and not (self.actors(event, a, pair[1:]) or self.actors(event, b, pair[:1])):
                    continue
                if ahead and not (pair == ("invited", "participant") and planned and came):
                    self.add("role", event, (a, pair[0]), (b, pair[1]), facet=actor)

    def first(self, event: str, report: str) -> int:
        """The place of a report's first mention of an event among all, by day, report and passage."""
        rows = sorted(
            self.mentions,
            key=lambda m: (
                pd.isna(self.published[m["report_id"]]),
                self.published[m["report_id"]] if not pd.isna(self.published[m["report_id"]]) else pd.Timestamp(0),
                m["report_id"],
                m["start"],
            ),
        )
        return next(n for n, m in enumerate(rows) if (m["event_id"], m["report_id"]) == (event, report))

    def lists(self, event: str, a: str, b: str) -> None:
        """`replaced` and `list`: actors that the first report lists and the second does not."""
        listed = ("participant", "invited")
        own, other = (self.actors(event, report, listed, own=True) for report in (a, b))
        if not (own and other and (True in self.kinds_of(event, a)) == (True in self.kinds_of(event, b))):
            return
        mine, theirs = (self.actors(event, report, listed) for report in (a, b))
        if len(mine) < 2 or len(theirs) < 2:
            return
        mine_there, theirs_there = (self.actors(event, report, (*listed, *BESIDE)) for report in (a, b))
        for actor in own - theirs_there:
            others = [o for o in other - mine_there if self.kinds[o] == self.kinds[actor] == "person"]
            swapped = [o for o in others if self.principal(o) == self.principal(actor)]
            for o in swapped:
                self.add("replaced", event, (a, actor), (b, o), facet=self.principal(actor))
            if self.has_gone_on(event, a, b) or any(o in self.chain(actor) for o in mine):
                continue
            if len(theirs) == 2 and theirs <= mine and {self.kinds[o] for o in (*theirs, actor)} == {"person"}:
                continue
            if not swapped and not any(self.stands_for(actor, o) for o in theirs_there):
                self.add("list", event, (a, "listed"), (b, "not listed"), facet=actor)

    def has_gone_on(self, event: str, a: str, b: str) -> bool:
        """Whether two lists are of a plan, and the first is later, or was followed by a third before the second."""
        if True in self.kinds_of(event, a):
            return False
        listed = ("participant", "invited")
        told = {m["report_id"] for m in self.mentions if m["event_id"] == event}
        told = {c for c in told if True not in self.kinds_of(event, c)}
        lists = [c for c in told if self.actors(event, c, listed, own=True) and len(self.actors(event, c, listed)) > 1]
        followed = any(self.came_before(a, c) and self.came_before(c, b) for c in lists)
        return self.came_before(b, a) or followed

    def names(self, event: str, a: str, b: str) -> None:
        """`who`: actors, or recipients, that the first report names and the second does not."""
        for role in ("actor", "recipient"):
            mine, theirs = (self.actors(event, report, (role,)) for report in (a, b))
            lacking = self.lacking_names(event, a, b, role)
            back = self.lacking_names(event, b, a, role)
            has_other_role = any(self.roles(event, b, o) for o in lacking) or any(self.roles(event, a, o) for o in back)
            if lacking and not has_other_role:
                sides = [(report, " ".join(sorted(names))) for report, names in ((a, mine), (b, theirs))]
                self.add("who", event, *sides, facet=role)

    def is_go_between(self, event: str, actor: str, role: str) -> bool:
        """Whether one who speaks for nobody known is no person or state, and has another role by some report."""
        told = {m["report_id"] for m in self.mentions if m["event_id"] == event}
        roles = set().union(*(self.roles(event, report, actor) for report in told))
        return self.is_loose(actor) and roles > {role}

    def is_loose(self, actor: str) -> bool:
        """Whether this is a group or body that speaks for nobody known."""
        return self.kinds[actor] in ("group", "organization", "forum") and not self.above[actor]

    def lacking_names(self, event: str, a: str, b: str, role: str) -> list[str]:
        """Whom the first report names in a role, alone of those it speaks for, and the second does not."""
        own, theirs = self.actors(event, a, (role,), own=True), self.actors(event, b, (role,))
        own, theirs = ({o for o in names if not self.is_go_between(event, o, role)} for names in (own, theirs))
        return [o for o in own - theirs if theirs and not any(self.stands_for(o, other) for other in own)]

    def is_turn(self, earlier: dict, later: dict) -> bool:
        """Whether one principal can be said to have changed its side."""
        reports = earlier["report_id"], later["report_id"]
        certain = all(len(self.coded[r]) == 10 for r in reports)
        if not (certain or self.came_before(*reports) or self.came_before(*reports[::-1])):
            return False
        speakers, principal = [s["speaker_id"] for s in (earlier, later)], self.principal(earlier["speaker_id"])
        if (principal in speakers and speakers[0] != speakers[1]) or self.is_denied(earlier, principal):
            return False
        for other in self.record.stances.to_dict("records"):
            same = other["issue_id"] == later["issue_id"] and self.principal(other["speaker_id"]) == principal
            same = same and other["position"] * earlier["position"] > 0 and other["speaker_id"] != speakers[1]
            if same and not self.precedes(other, later):
                return False
        return True

    def is_denied(self, stance: dict, principal: str) -> bool:
        """Whether others say so of a principal, in a passage that tells an act which it denies."""
        links = [x for x in self.record.event_links.to_dict("records") if x["relation"] == "denies"]
        doers = {(p["event_id"], self.principal(p["speaker_id"])) for p in self.parts if p["role"] == "actor"}
        acts = {x["to_id"] for x in links if (x["from_id"], principal) in doers}
        return stance["kind"] == "attributed" and any(
            m["event_id"] in acts
            and m["report_id"] == stance["report_id"]
            and m["start"] < stance["end"]
            and stance["start"] < m["end"]
            for m in self.mentions
        )

    def end(self, stance: dict) -> pd.Timestamp:
        """The last day of a stance, at the latest that of its report."""
        known = [day for day in (stance["latest"], stance["published_on"]) if not pd.isna(day)]
        last = min(known) if known else pd.Timestamp.max
        return last if pd.isna(stance["earliest"]) else max(last, stance["earliest"])

    def precedes(self, one: dict, other: dict) -> bool:
        """Whether one stance was over when the other began; on that very day, if it began earlier."""
        end, begin = self.end(one), self.begin(other)
        return bool(end < begin or (end == begin and self.begin(one) < begin))

    def begin(self, stance: dict) -> pd.Timestamp:
        """The first day of a stance."""
        return pd.Timestamp.min if pd.isna(stance["earliest"]) else stance["earliest"]

    def stance_pair(self, a: dict, b: dict) -> None:
        """One stance for and one against."""
        is_first = self.precedes(a, b)
        apart = is_first or self.precedes(b, a)
        is_one_time = not apart and pd.isna(a["earliest"]) == pd.isna(b["earliest"])
        earlier, later = (a, b) if is_first else (b, a)
        sides = [(s["report_id"], f"{s['position']:+d}") for s in (a, b)]
        one_report, one = a["report_id"] == b["report_id"], a["speaker_id"] == b["speaker_id"]
        is_one_principal = self.principal(a["speaker_id"]) == self.principal(b["speaker_id"])
        if apart and not one_report and is_one_principal and self.is_turn(earlier, later):
            self.add("turned", a["issue_id"], *sides, facet=self.principal(a["speaker_id"]))
        if is_one_time and one:
            self.add("within" if one_report else "opposite", a["issue_id"], *sides, facet=a["speaker_id"])

    def parties(self, event: str, report: str) -> set[str]:
        """Whom those who act in an event speak for at the last, by one report."""
        return {[actor, *self.chain(actor)][-1] for actor in self.actors(event, report, ("actor",))}

    def denial(self, link: dict) -> None:
        """`denied`: what a report tells of an act that another, or the same, tells to be denied."""
        denials, acts = ({m["report_id"]: m for m in self.firsts(link[end])} for end in ("from_id", "to_id"))
        acts = {report: m for report, m in acts.items() if m["reported_status"] == "occurred"}
        pairs = [
            (denial, act, self.parties(link["from_id"], denial), self.parties(link["to_id"], act))
            for denial, act in product(denials, acts)
        ]
        is_own = any(deniers & doers for _, _, deniers, doers in pairs)
        for denial, act, deniers, doers in pairs:
            if deniers & doers or not doers or not is_own:
                sides = (act, link["to_id"]), (denial, link["from_id"])
                self.add("denied", link["to_id"], *sides, facet=link["from_id"])

    def firsts(self, event: str) -> list[dict]:
        """The first mention of an event in each report."""
        rows = [m for m in self.mentions if m["event_id"] == event]
        return [m for m in rows if not any(o["report_id"] == m["report_id"] and o["start"] < m["start"] for o in rows)]

    def link(self, link: dict) -> None:
        """`only-here`: a part of a whole that another report tells without it; and `denied`."""
        if link["relation"] == "denies":
            self.denial(link)
        if link["relation"] != "part_of":
            return
        event = next(e for e in self.record.events.to_dict("records") if e["event_id"] == link["from_id"])
        parts = [m for m in self.mentions if m["event_id"] == link["from_id"]]
        firsts = [self.firsts(link[end]) for end in ("from_id", "to_id")]
        rows = self.record.event_links.to_dict("records")
        linked = [
            o["from_id"]
            for o in rows
            if o["to_id"] == link["from_id"] and o["relation"] in ("denies", "realizes", "part_of")
        ]
        about = {m["report_id"] for m in self.mentions if m["event_id"] in linked}
        for part, whole in product(*firsts):
            published = self.first_day(whole["report_id"])
            begin, end = self.span(part) or (event["earliest"], event["latest"])
            later = begin > published or (end > published and end != pd.Timestamp.max)
            planned = whole["reported_status"] in STILL_TO_COME and part["reported_status"] == "occurred"
            if whole["report_id"] not in {m["report_id"] for m in parts} | about and not later and not planned:
                sides = (part["report_id"], "told"), (whole["report_id"], "left out")
                self.add("only-here", link["from_id"], *sides, facet=link["to_id"])


def kind(status: str) -> str:
    """Still to come, occurred or off."""
    return "plan" if status in STILL_TO_COME else "off" if status in OFF else "occurred"


def random_record(seed: int) -> Record:
    """A small record in which much is told in several ways."""
    random, draft = Random(seed), Draft()
    reports = [draft.report(random.choice([0, 5, 10, 20, "", "2030-01"])) for _ in range(3)]
    states = [draft.actor("state") for _ in range(2)]
    actors = [*states, *(draft.actor("person", random.choice([*states, ""])) for _ in range(4))]
    actors.append(draft.actor("organization"))
    days = [
        "",
        day_text(3),
        day_text(4),
        f"{day_text(3)}?",
        "2030-01",
        "2029",
        f"{day_text(3)}/..",
        f"../{day_text(2)}",
    ]
    places = ["", "Varn", "varn; Holm", "Holm", "open", "Old Varn", states[0], f"Holm, {states[1]}"]
    events = [draft.event(random.choice(days[1:]), random.choice(STATUSES)) for _ in range(8)]
    for row in draft.rows["events"]:
        row["place"] = random.choice(places)
    for event in events:
        for report in random.choices(reports, k=random.randint(2, 4)):
            draft.tell(event, report, random.choice(STATUSES), random.choice(days), random.choice(places))
    for _ in range(60):
        role = random.choice(["actor", "recipient", "participant", "invited", "participant"])
        draft.part(random.choice(events), random.choice(actors), role, random.choice([*reports * 4, ""]))
    for relation in ("part_of", "part_of", "part_of", "part_of", "realizes", "denies"):
        draft.link(*random.sample(events, 2), relation, random.choice([*reports, ""]))
    issues = [draft.issue() for _ in range(2)]
    for _ in range(14):
        position = random.choice([-2, -1, 0, 1, 2])
        draft.stance(
            random.choice(actors), random.choice(issues), position, random.choice(reports), random.choice(days[1:])
        )
    for _ in range(8):
        draft.part(random.choice(events), random.choice(actors), random.choice(sorted(BESIDE)), random.choice(reports))
    return draft.record()
