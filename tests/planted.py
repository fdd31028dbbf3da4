"""A hundred planted differences and a hundred decoys, seeded: every rule and every guard, several times, in one record.

The cases are the project's own: what is found and what is let be shows that the rules do what they say, not how good
they are on reports nobody has seen.
"""

from collections.abc import Callable
from random import Random

from onrecord.record import Record
from tests.drafts import Draft, day_text

N = 100
SEED = 20300101
STILL_TO_COME, OFF = ("planned", "proposed", "expected"), ("postponed", "cancelled")
Subject = tuple[str, str]  # table and id
Case = Callable[["Plot"], list[Subject]]


class Plot:
    """A draft with reports on twelve days and what a case needs at random."""

    def __init__(self, seed: int) -> None:
        self.random, self.draft = Random(seed), Draft()
        self.reports = [self.draft.report(10 * n) for n in range(12)]
        self.twins = [self.draft.report(200), self.draft.report(200)]
        copied = self.draft.report(210)
        self.copies = [copied, self.draft.report(215, copied)]
        # of a month: whether it is later than the report of a day of that month is not known
        self.unordered = [self.reports[7], self.draft.report("2030-03")]

    def two(self) -> list[str]:
        """Two reports, the earlier first."""
        return sorted(self.random.sample(self.reports, 2))

    def day_of(self, report: str) -> str:
        """The day on which a report was published."""
        return day_text(10 * self.reports.index(report))

    def day(self) -> int:
        """A day long before any report."""
        return -self.random.randint(100, 900)

    def days(self) -> tuple[str, str]:
        """Two days apart."""
        first = self.day()
        return day_text(first), day_text(first + self.random.randint(1, 40))

    def event(self, reports: list[str], status: str = "occurred", day: str = "") -> str:
        """An event that some reports tell alike."""
        usual = "2031" if status in STILL_TO_COME else day_text(self.day())
        event = self.draft.event(day or usual, status, self.random.choice(["core", "secondary"]))
        for report in reports:
            self.draft.tell(event, report, status, day)
        return event

    def told_in_words(self, report: str, words: str, day: str) -> list[Subject]:
        """An event that a report tells of a day in words of its own."""
        event = self.event([report], "occurred", day)
        self.draft.rows["event_reports"][-1]["reported_words"] = words
        return [("events", event)]

    def state(self) -> str:
        """A state."""
        return self.draft.actor("state")

    def minister(self, state: str) -> str:
        """One who speaks for it."""
        return self.draft.actor("person", state)


def _told(plot: Plot, *mentions: tuple[str, str, str, str]) -> list[Subject]:
    """One event with mentions as given: report, status, day, place."""
    event = plot.draft.event(mentions[-1][2] or "2031", mentions[-1][1])
    for report, status, day, place in mentions:
        plot.draft.tell(event, report, status, day, place)
    return [("events", event)]


# --- planted: the rule and what it is about


def day(plot: Plot) -> list[Subject]:
    (a, b), (x, y) = plot.random.choice([plot.two(), plot.twins]), plot.days()
    doubt = plot.random.choice(["", "?"])
    return _told(plot, (a, "occurred", x + doubt, ""), (b, "occurred", y, ""))


def status(plot: Plot) -> list[Subject]:
    a, b = plot.two()
    if plot.random.random() < 0.3:  # told as still to come after the day on which it occurred
        a, b = plot.random.sample(plot.unordered, 2)
        day = day_text(plot.day())
        return _told(plot, (a, "occurred", day, ""), (b, plot.random.choice(STILL_TO_COME), "", ""))
    back = ("occurred", plot.random.choice(STILL_TO_COME)), ("cancelled", "planned"), ("postponed", "planned")
    against = ("occurred", plot.random.choice(OFF)), ("cancelled", "occurred")
    first, second = plot.random.choice([*back, *against])
    return _told(plot, (a, first, "", ""), (b, second, "", ""))


def place(plot: Plot) -> list[Subject]:
    a, b = plot.two()
    if plot.random.random() < 0.3:  # a place and one in another state; two places of one town
        holm = f"Holm, {plot.state()}"
        third, first, second = plot.random.choice(
            [("", holm, plot.state()), ("Varn", "Town Hall, Varn", "on board the Tern")]
        )
        return _told(plot, *((r, "occurred", "", p) for r, p in ((a, first), (b, second), (plot.reports[0], third))))
    here, there = plot.random.choice(
        [("Port Varn", "Holm"), ("open", "Holm"), ("Varn; Holm", "Tessen"), ("Old Varn", "New Holm")]
    )
    kind = plot.random.choice(["occurred", "planned"])
    return _told(plot, (a, kind, "", here), (b, kind, "", there))


def role(plot: Plot) -> list[Subject]:
    a, b = plot.two()
    event, actor = plot.event([a, b]), plot.state()
    if plot.random.random() < 0.3:  # one who acts here, another there, upon the first
        for who, part, report in ((actor, "actor", a), (plot.state(), "actor", b), (actor, "recipient", b)):
            plot.draft.part(event, who, part, report)
        return [("events", event)]
    first, second = plot.random.choice([("actor", "recipient"), ("participant", "recipient"), ("actor", "invited")])
    plot.draft.part(event, actor, first, a)
    plot.draft.part(event, actor, second, b)
    return [("events", event)]


def replaced(plot: Plot) -> list[Subject]:
    a, b = plot.two()
    event, state = plot.event([a, b], plot.random.choice(["occurred", "planned"])), plot.state()
    guest = plot.state()
    for report in (a, b):
        for actor in (plot.minister(state), guest):
            plot.draft.part(event, actor, "participant", report)
    return [("events", event)]


def opposite(plot: Plot) -> list[Subject]:
    (a, b), issue, speaker = plot.two(), plot.draft.issue(), plot.minister(plot.state())
    when = day_text(plot.day())
    plot.draft.stance(speaker, issue, plot.random.choice([1, 2]), a, when)
    plot.draft.stance(speaker, issue, plot.random.choice([-1, -2]), b, plot.random.choice([when, when[:7], "2020/.."]))
    return [("issues", issue)]


def within(plot: Plot) -> list[Subject]:
    a, (x, y) = plot.random.choice(plot.reports), plot.days()
    if plot.random.random() < 0.2:  # a Wednesday by calendar
        return plot.told_in_words(a, "on Thursday", "2029-03-14")
    if plot.random.random() < 0.25:
        issue, speaker = plot.draft.issue(), plot.minister(plot.state())
        for position in (-1, 2):
            plot.draft.stance(speaker, issue, position, a, x)
        return [("issues", issue)]
    told = plot.random.choice(
        [
            ((a, "occurred", x, ""), (a, "occurred", y, "")),
            ((a, "cancelled", "", ""), (a, "occurred", "", "")),
            ((a, "occurred", "", "Varn"), (a, "occurred", "", "Holm")),
        ]
    )
    return _told(plot, *told)


def denied(plot: Plot) -> list[Subject]:
    a, b = plot.random.choice([plot.two(), plot.copies, plot.reports[:1] * 2])
    act, denial = plot.event([a]), plot.event([b])
    plot.draft.link(denial, act, "denies", b)
    return [("events", act)]


def unlisted(plot: Plot) -> list[Subject]:
    a, b = plot.two()
    told = plot.random.choice(["occurred", "proposed"])
    event, common, more = plot.event([a, b], told), [plot.state(), plot.state()], plot.state()
    for report in (a, b):
        for actor in common:
            plot.draft.part(event, actor, "participant", report)
    lister = a if told == "proposed" else plot.random.choice([a, b])
    for actor in (more, plot.minister(more))[: plot.random.randint(1, 2)]:
        plot.draft.part(event, actor, plot.random.choice(["participant", "invited"]), lister)
    return [("events", event)]


def who(plot: Plot) -> list[Subject]:
    a, b = plot.two()
    event, part = plot.event([a, b]), plot.random.choice(["actor", "recipient"])
    state = plot.state()
    names = plot.random.choice(
        [(state, plot.minister(state)), (state, plot.state()), (plot.minister(state), plot.minister(state))]
    )
    for actor, report in zip(names, (a, b), strict=True):
        plot.draft.part(event, actor, part, report)
    return [("events", event)]


def cause(plot: Plot) -> list[Subject]:
    a, b = plot.two()
    event = plot.event([a, b])
    for report in (a, b):
        plot.draft.link(event, plot.event([report]), "responds_to", report)
    return [("events", event)]


def overtaken(plot: Plot) -> list[Subject]:
    return [
        ("events", plot.event(plot.two(), plot.random.choice(STILL_TO_COME), day_text(plot.random.randint(-400, 200))))
    ]


def lapsed(plot: Plot) -> list[Subject]:
    a, b = plot.two()
    event, condition = plot.event([a], "proposed", "2031/.."), plot.event([b], plot.random.choice(OFF), "2031")
    plot.draft.link(event, condition, "conditional_on", a)
    return [("events", event)]


def only_here(plot: Plot) -> list[Subject]:
    a, b = plot.two()
    part, whole = plot.event([a]), plot.event([a, b])
    plot.draft.link(part, whole, "part_of", a)
    return [("events", part)]


def slip(plot: Plot) -> list[Subject]:
    actor = plot.state()
    kind = plot.random.choice(["misspelling", "mistranslation"])
    return [("actors", plot.draft.alias(actor, f"Wrong {actor}", plot.random.choice(plot.reports), kind))]


def spelling(plot: Plot) -> list[Subject]:
    name, alias = plot.random.choice(
        [("Sergey Lomov", "Sergei Lomov"), ("Mira Kadlec", "Mira Cadlec"), ("Yusuf Haddad", "Youssef Hadad")]
    )
    actor = plot.draft.actor("person", plot.state(), name)
    return [("actors", plot.draft.alias(actor, alias, plot.random.choice(plot.reports)))]


def undated(plot: Plot) -> list[Subject]:
    return [("reports", plot.draft.report(plot.random.choice(["", "2030-05", "2030-03-02?", "2030-03-02~"])))]


PLANTED: dict[str, Case] = {
    "day": day, "status": status, "place": place, "role": role, "replaced": replaced, "opposite": opposite,
    "within": within, "denied": denied, "list": unlisted, "who": who, "cause": cause, "overtaken": overtaken,
    "lapsed": lapsed, "only-here": only_here, "slip": slip, "spelling": spelling, "undated": undated,
}  # fmt: skip


# --- decoys: what must be let be


def coarser_day(plot: Plot) -> list[Subject]:
    (a, b), (x, _) = plot.two(), plot.days()
    other = plot.random.choice([x[:7], x[:4], f"{x}/2030", f"../{x}", f"{x}/..", ""])
    return _told(plot, (a, "occurred", x, ""), (b, "occurred", other, ""))


def moved_plan(plot: Plot) -> list[Subject]:
    (a, b), (x, _) = plot.two(), plot.days()
    return _told(plot, (a, plot.random.choice(STILL_TO_COME), x, ""), (b, "occurred", plot.day_of(b), ""))


def put_off_and_set_anew(plot: Plot) -> list[Subject]:
    a, b, c = sorted(plot.random.sample(plot.reports, 3))
    x = "2031-05-02"
    return _told(plot, (a, "planned", x, ""), (b, "postponed", x, ""), (c, "planned", "2031-06-03", ""))


def put_off_and_held(plot: Plot) -> list[Subject]:
    (a, b), (x, y) = plot.two(), plot.days()
    return _told(plot, (a, "postponed", x, ""), (b, "occurred", y, ""))


def plan_and_outcome_of_one_day(plot: Plot) -> list[Subject]:
    a, b = plot.random.sample(plot.twins, 2)
    return _told(plot, (a, plot.random.choice(STILL_TO_COME), "", ""), (b, "occurred", "", ""))


def kinds_of_plan(plot: Plot) -> list[Subject]:
    (a, b), (first, second) = plot.two(), plot.random.sample(STILL_TO_COME, 2)
    return _told(plot, (a, first, "2031/..", ""), (b, second, "2031/..", ""))


def part_of_place(plot: Plot) -> list[Subject]:
    a, b = plot.two()
    here, there = plot.random.choice(
        [
            ("Varn", "Varn, Holmia"),
            ("VARN ", "varn"),
            ("Varn; Holm", "Holm"),
            ("Varn", ""),
            ("open", "open"),
            ("open", ""),
        ]
    )
    return _told(plot, (a, "occurred", "", here), (b, "occurred", "", there))


def plan_held_elsewhere(plot: Plot) -> list[Subject]:
    a, b = plot.two()
    return _told(plot, (a, "planned", "", "Varn"), (b, "occurred", "", "Holm"))


def role_beside_the_common_one(plot: Plot) -> list[Subject]:
    a, b = plot.two()
    event, actor = plot.event([a, b]), plot.state()
    common = plot.random.choice(["", a])
    for part, report in (("participant", common), ("participant", b), ("actor", a)):
        plot.draft.part(event, actor, part, report)
    plot.draft.part(event, actor, "actor", "" if common else b)
    return [("events", event)]


def one_who_makes_it_possible(plot: Plot) -> list[Subject]:
    """Who mediates, hosts, chairs or signs by one report, and has another part, or stands in no list, by the other."""
    a, b = plot.two()
    event, actor = plot.event([a, b]), plot.state()
    others = [plot.state() for _ in range(2)]
    for who, report in ((who, report) for who in others for report in (a, b)):
        plot.draft.part(event, who, "participant", report)
    plot.draft.part(event, actor, plot.random.choice(["mediator", "host", "chair", "signatory"]), a)
    plot.draft.part(event, actor, plot.random.choice(["participant", "invited"]), b)
    return [("events", event)]


def invited_then_came(plot: Plot) -> list[Subject]:
    (a, b), actor = plot.two(), plot.state()
    event = plot.draft.event()
    for report, told, part in ((a, "planned", "invited"), (b, "occurred", "participant")):
        plot.draft.part(plot.draft.tell(event, report, told), actor, part, report)
    return [("events", event)]


def minister_for_state(plot: Plot) -> list[Subject]:
    a, b = plot.two()
    event, state = plot.event([a, b]), plot.state()
    for actor, report in zip(plot.random.sample([state, plot.minister(state)], 2), (a, b), strict=True):
        plot.draft.part(event, actor, "participant", report)
    return [("events", event)]


def list_of_plan_and_of_outcome(plot: Plot) -> list[Subject]:
    (a, b), state = plot.two(), plot.state()
    event = plot.draft.event()
    for report, told in ((a, "planned"), (b, "occurred")):
        plot.draft.part(plot.draft.tell(event, report, told), plot.minister(state), "participant", report)
    return [("events", event)]


def no_list_of_its_own(plot: Plot) -> list[Subject]:
    a, b = plot.two()
    event = plot.event([a, b])
    plot.draft.part(event, plot.state(), "participant", a)
    plot.draft.part(event, plot.state(), "participant", plot.random.choice(["", a]))
    return [("events", event)]


def person_and_state_in_one_report(plot: Plot) -> list[Subject]:
    a, b = plot.two()
    event, state = plot.event([a, b]), plot.state()
    minister = plot.minister(state)
    for actor, report in ((state, a), (minister, a), (plot.random.choice([state, minister]), b)):
        plot.draft.part(event, actor, "actor", report)
    return [("events", event)]


def nobody_named(plot: Plot) -> list[Subject]:
    a, b = plot.two()
    event = plot.event([a, b])
    plot.draft.part(event, plot.state(), plot.random.choice(["actor", "recipient"]), a)
    return [("events", event)]


def degree(plot: Plot) -> list[Subject]:
    (a, b), issue, speaker = plot.two(), plot.draft.issue(), plot.minister(plot.state())
    first, second = plot.random.choice([(1, 2), (-1, -2), (0, 2), (-1, 0)])
    for position, report in ((first, a), (second, plot.random.choice([a, b]))):
        plot.draft.stance(speaker, issue, position, report, day_text(plot.day()))
    return [("issues", issue)]


def change_of_side(plot: Plot) -> list[Subject]:
    (a, b), issue, speaker, (x, y) = plot.two(), plot.draft.issue(), plot.minister(plot.state()), plot.days()
    plot.draft.stance(speaker, issue, -2, a, x)
    plot.draft.stance(speaker, issue, 1, b, y)
    return [("issues", issue)]


def two_speakers(plot: Plot) -> list[Subject]:
    (a, b), issue, state, (x, _) = plot.two(), plot.draft.issue(), plot.state(), plot.days()
    plot.draft.stance(plot.minister(state), issue, -2, a, x)
    plot.draft.stance(plot.minister(state), issue, 1, b, x)
    return [("issues", issue)]


def agreeing_passages(plot: Plot) -> list[Subject]:
    a, (x, _) = plot.random.choice(plot.reports), plot.days()
    return _told(
        plot, (a, "occurred", x, "Varn"), (a, "occurred", x[:7], "Varn, Holmia"), (a, "planned", day_text(-2000), "")
    )


def place_in_a_state(plot: Plot) -> list[Subject]:
    a, b = plot.two()
    return _told(plot, (a, "occurred", "", plot.state()), (b, "occurred", "", "Holm Bay"))


def acts_here_takes_part_there(plot: Plot) -> list[Subject]:
    (a, b), actor = plot.two(), plot.state()
    event = plot.event([a, b])
    for who, part, report in ((actor, "actor", a), (actor, "participant", a), (actor, "participant", b),
                              (plot.state(), "actor", b)):  # fmt: skip
        plot.draft.part(event, who, part, report)
    return [("events", event)]


def one_name_beside_a_list(plot: Plot) -> list[Subject]:
    a, b = plot.random.sample(plot.reports, 2)
    event = plot.event([a, b])
    for report, n in ((a, 3), (b, 1)):
        for _ in range(n):
            plot.draft.part(event, plot.state(), "participant", report)
    return [("events", event)]


def plan_that_grew(plot: Plot) -> list[Subject]:
    (a, b), first = plot.two(), [plot.state(), plot.state()]
    event = plot.event([a, b], plot.random.choice(STILL_TO_COME))
    for report, actors in ((a, first), (b, [*first, plot.state()])):
        for actor in actors:
            plot.draft.part(event, actor, "participant", report)
    return [("events", event)]


def acts_only_in_a_part(plot: Plot) -> list[Subject]:
    (a, b), guests = plot.two(), [plot.state(), plot.state()]
    whole, part = plot.event([a, b]), plot.event([a, b])
    for report in (a, b):
        for actor in guests:
            plot.draft.part(whole, actor, "participant", report)
    reader = plot.state()
    plot.draft.part(part, reader, "actor", a)
    plot.draft.part(part, reader, "actor", b)
    plot.draft.link(part, whole, "part_of", a)
    return [("events", whole)]


def denied_plan(plot: Plot) -> list[Subject]:
    a, b = plot.two()
    act, denial = plot.event([a], plot.random.choice(STILL_TO_COME)), plot.event([b])
    plot.draft.link(denial, act, "denies", b)
    return [("events", act)]


def part_denied_or_realized(plot: Plot) -> list[Subject]:
    a, b = plot.two()
    part, whole, other = plot.event([a]), plot.event([a, b]), plot.event([b])
    plot.draft.link(part, whole, "part_of", a)
    relation = plot.random.choice(["denies", "realizes"])
    plot.draft.link(other, part, relation, b)
    return [("events", whole), ("events", other)] if relation == "denies" else [("events", part)]


def plan_and_outcome_of_no_order(plot: Plot) -> list[Subject]:
    a, b = plot.random.sample(plot.unordered, 2)
    return _told(plot, (a, plot.random.choice(STILL_TO_COME), "", ""), (b, "occurred", "2030-03", ""))


def part_of_no_order(plot: Plot) -> list[Subject]:
    part, whole = plot.event([plot.reports[9]], "occurred", "2030-03-09"), plot.event(plot.unordered[1:])
    plot.draft.tell(whole, plot.reports[9])
    plot.draft.link(part, whole, "part_of", plot.reports[9])
    return [("events", part)]


def right_weekday(plot: Plot) -> list[Subject]:
    words, day = plot.random.choice(
        [("on Wednesday", "2029-03-14"), ("on Wednesday", "2029-03-14?"), ("from Monday to Friday", "2029-03-14"),
         ("on Sunday", "2029-03"), ("on Sunday", "2029-03-11/2029-03-14"), ("in the week", "2029-03-14")]
    )  # fmt: skip
    return plot.told_in_words(plot.random.choice(plot.reports), words, day)


def refusal(plot: Plot) -> list[Subject]:
    a, b = plot.two()
    act, no = plot.event([a]), plot.event([b])
    plot.draft.link(no, act, "responds_to", b)
    return [("events", act), ("events", no)]


def several_causes_of_one_report(plot: Plot) -> list[Subject]:
    a, b = plot.two()
    event = plot.event([a, b])
    for _ in range(2):
        plot.draft.link(event, plot.event([a]), "responds_to", a)
    return [("events", event)]


def common_cause(plot: Plot) -> list[Subject]:
    a, b = plot.two()
    event = plot.event([a, b])
    for report in ("", a, b):
        plot.draft.link(event, plot.event([a, b]), "responds_to", report)
    return [("events", event)]


def plan_to_come(plot: Plot) -> list[Subject]:
    when = plot.random.choice([f"{day_text(-50)}/..", "2031", day_text(500)])
    return [("events", plot.event(plot.two(), plot.random.choice(STILL_TO_COME), when))]


def plan_with_news(plot: Plot) -> list[Subject]:
    a, b = plot.two()
    when = plot.day_of(b)
    return _told(plot, (a, "planned", when, ""), (b, plot.random.choice(["occurred", "postponed"]), when, ""))


def condition_open_or_met(plot: Plot) -> list[Subject]:
    a, b = plot.two()
    met = plot.random.choice(["occurred", "planned"])
    event, condition = plot.event([a], "proposed", "2031/.."), plot.event([b], met, "2031")
    plot.draft.link(event, condition, "conditional_on", a)
    return [("events", event), ("events", condition)]


def later_part(plot: Plot) -> list[Subject]:
    a, b = plot.two()
    part, whole = plot.event([b], "occurred", plot.random.choice([day_text(115), "2030"])), plot.event([a, b])
    plot.draft.link(part, whole, "part_of", b)
    return [("events", part)]


def whole_still_to_come(plot: Plot) -> list[Subject]:
    a, b = plot.two()
    part, whole = plot.event([b]), plot.draft.event()
    for report, told in ((a, "planned"), (b, "occurred")):
        plot.draft.tell(whole, report, told)
    plot.draft.link(part, whole, "part_of", b)
    return [("events", part), ("events", whole)]


def title_or_short_form(plot: Plot) -> list[Subject]:
    alias = plot.random.choice(
        ["President Lomov", "Lomov", "S. Lomov", "Sergéy Lomov", "Сергей Ломов", "President Sergey Lomov"]
    )
    actor = plot.draft.actor("person", plot.state(), "Sergey Lomov")
    return [("actors", plot.draft.alias(actor, alias, plot.random.choice(plot.reports)))]


def dated(plot: Plot) -> list[Subject]:
    return [("reports", plot.draft.report(plot.random.choice(["2030-03-02", "2030-03-02T10:00:00Z"])))]


DECOYS: tuple[Case, ...] = (
    right_weekday,
    coarser_day, moved_plan, put_off_and_set_anew, put_off_and_held, plan_and_outcome_of_one_day, kinds_of_plan,
    part_of_place, plan_held_elsewhere, role_beside_the_common_one, one_who_makes_it_possible, invited_then_came,
    minister_for_state,
    list_of_plan_and_of_outcome, no_list_of_its_own, person_and_state_in_one_report, nobody_named, degree,
    place_in_a_state, acts_here_takes_part_there, one_name_beside_a_list, plan_that_grew, acts_only_in_a_part,
    denied_plan, part_denied_or_realized, plan_and_outcome_of_no_order, part_of_no_order, change_of_side,
    two_speakers, agreeing_passages, refusal, several_causes_of_one_report, common_cause, plan_to_come,
    plan_with_news, condition_open_or_met, later_part, whole_still_to_come, title_or_short_form, dated,
)  # fmt: skip


def planted(seed: int = SEED) -> tuple[Record, list[tuple[str, Subject]], list[tuple[str, Subject]]]:
    """A record, the differences planted in it (rule and subject), and the decoys (name and subject)."""
    plot = Plot(seed)
    rules, decoys = list(PLANTED), list(DECOYS)
    there = [(rules[n % len(rules)], PLANTED[rules[n % len(rules)]](plot)[0]) for n in range(N)]
    not_there = [
        (case.__name__, subject) for n in range(N) for case in [decoys[n % len(decoys)]] for subject in case(plot)
    ]
    return plot.draft.record(), there, not_there
