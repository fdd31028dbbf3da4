"""Numbers and days in sentences, worked out again from the rows, slowly: which sentence of a page is not so."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from math import isclose

from onrecord import dates
from onrecord.measures import signs_beyond_chance
from onrecord.record import Record
from onrecord.record.differences import differences
from onrecord.record.model import Level, at_level, principals
from tests.screen_texts import Text
from tests.sentences import one_line

CLAIMS = re.compile(
    r"\b(?:agree|oppose|divided|change of side|changed sides?|same sides|turned|closest)\b", re.IGNORECASE
)
WORDS = {1: "agree", -1: "oppose", 0: "not above chance"}
LEAST_SHARED, LEAST_REPORTS = 2, 2  # as the Alignment page begins
MINUS = "\N{MINUS SIGN}"
Place = tuple[str, int, int, str]


def _number(text: str) -> float:
    return float(text.replace(",", "").replace(MINUS, "-"))


class Facts:
    """What the rows of a record say, with plain loops."""

    def __init__(self, record: Record, level: Level = "principal") -> None:
        self.record, self.level = record, level
        tables = ("reports", "events", "event_reports", "stances", "conflicts")
        self.rows = {name: getattr(record, name).to_dict("records") for name in tables}
        self.roots = {row["report_id"]: self._root(row["report_id"]) for row in self.rows["reports"]}
        counts_for = principals(record.actors).to_dict()
        self.counts_for = counts_for if level == "principal" else {actor: actor for actor in counts_for}
        self.names = record.actor_names()
        self.events = {row["event_id"]: row for row in self.rows["events"]}
        self.reports = {row["report_id"]: row for row in self.rows["reports"]}
        self.marks = {one_line(row["dated_name"]): row["report_id"] for row in self.rows["reports"]}
        self.mentions = {
            (r["report_id"], r["start"], r["end"], one_line(r["gist"])): r for r in self.rows["event_reports"]
        }
        dyads = record.dyads(level=level)
        self.dyads = {
            frozenset((self.names[row["actor_a"]], self.names[row["actor_b"]])): row
            for row in dyads.assign(sign=signs_beyond_chance(dyads)).to_dict("records")
        }

    def _root(self, report_id: str) -> str:
        rests_on = {row["report_id"]: row["derived_from"] or row["report_id"] for row in self.rows["reports"]}
        seen: list[str] = []
        while report_id in rests_on and report_id not in seen:
            seen.append(report_id)
            report_id = rests_on[report_id]
        return report_id

    def n_single_sourced(self) -> int:
        """Events that one independent report tells."""
        told: dict[str, set[str]] = {}
        for row in self.rows["event_reports"]:
            told.setdefault(row["event_id"], set()).add(self.roots[row["report_id"]])
        return sum(len(roots) == 1 for roots in told.values())

    def n_open_conflicts(self) -> int:
        """Conflicts nobody has settled."""
        return sum(row["status"] == "open" for row in self.rows["conflicts"])

    def n_unseen_differences(self) -> int:
        """Differences, but for what went on and what one report leaves out, that have no verdict."""
        found = differences(self.record).rows.to_dict("records")
        return sum(row["grade"] == "differ" and row["standing"] == "open" for row in found)

    def n_cells_and_ranges(self) -> tuple[int, int]:
        """Positions of an actor on an issue, and those at several strengths on the one side they ever had."""
        strengths: dict[tuple[str, str], set[int]] = {}
        for row in at_level(self.record, self.level).stances.to_dict("records"):
            strengths.setdefault((row["actor_id"], row["issue_id"]), set()).add(row["position"])
        one_side = [held for held in strengths.values() if len(held) > 1 and (min(held) > 0 or max(held) < 0)]
        return len(strengths), len(one_side)

    def n_sides(self, label: str) -> tuple[int, int]:
        """Actors whose latest position on an issue is for it, and against it."""
        issue = {name: issue_id for issue_id, name in self.record.issue_labels().items()}[label]
        latest = [
            row["position"]
            for row in self.record.cells(level=self.level).to_dict("records")
            if row["issue_id"] == issue
        ]
        return sum(p > 0 for p in latest), sum(p < 0 for p in latest)

    def ties(self) -> dict[int, int]:
        """Ties with enough shared issues and reports, by their side beyond chance."""
        signs = [row["sign"] for row in self.dyads.values() if self._is_drawn(row)]
        return {sign: signs.count(sign) for sign in WORDS}

    def _is_drawn(self, row: dict) -> bool:
        return row["n_shared"] >= LEAST_SHARED and row["n_independent"] >= LEAST_REPORTS

    def day_lines(self, line: str) -> set[str]:
        """What a list may say of the mention whose gist begins `line`; empty where it is no such line."""
        if not re.search(r"gives no date|dated here|the report: “", line):
            return set()
        named = [m for m in self.rows["event_reports"] if line.startswith(one_line(m["gist"]))]
        return {f"{one_line(m['gist'])} {self._day_line(m)}." for m in named}

    def _day_line(self, mention: dict) -> str:
        given, words = mention["reported_date"], mention["reported_words"]
        date = dates.parse(given.replace("?", "").replace("%", "~")) if given else None
        day = date.label if date else "gives no date"
        if date and re.fullmatch(r"\d{4}-\d\d-\d\d", given.replace("?", "")):
            day = f"{datetime.strptime(given.replace('?', ''), '%Y-%m-%d'):%A}, {day}"
        here = ", dated here" if given and dates.parse(given).is_uncertain else ""
        return day + here + (f" · the report: “{one_line(words)}”" if words else "")

    def day_text(self, mention: dict) -> str:
        """What a mention says of its day; the report is named only for a day without doubt that it gives."""
        given, words = mention["reported_date"], mention["reported_words"]
        label = dates.parse(given.replace("?", "").replace("%", "~")).label if given else ""
        is_own = bool(given) and not dates.parse(given).is_uncertain
        days = "gives no date" if not given else f"dated here: {label}"
        if is_own:
            days = "" if words and label in words else f"that is {label}" if words else f"the report says {label}"
        return " · ".join(filter(None, (f"the report says: “{one_line(words)}”" if words else "", days)))


WEEKDAY = re.compile(r"\b((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day), (\d{1,2} [A-Z][a-z]+ \d{4})")
Check = Callable[[Facts, re.Match[str], str], bool]
N = r"(\d[\d,]*)"
CHECKS: Sequence[tuple[str, Check]] = (
    (rf"{N} stances?, {N} events?, {N} reports? · counted by (?:principal|speaker)",
     lambda f, m, _: _are(m, *(len(f.rows[t]) for t in ("stances", "events", "reports")))),
    (rf"{N} stances? of {N} actors?",
     lambda f, m, _: _are(m, len(f.rows["stances"]), len({f.counts_for[r["actor_id"]] for r in f.rows["stances"]}))),
    (rf"{N} issues? addressed", lambda f, m, _: _are(m, len({r["issue_id"] for r in f.rows["stances"]}))),
    (rf"{N} events?, {N} single-sourced", lambda f, m, _: _are(m, len(f.events), f.n_single_sourced())),
    (rf"{N} reports?, {N} independent", lambda f, m, _: _are(m, len(f.reports), len(set(f.roots.values())))),
    (rf"{N} conflicts?, {N} open", lambda f, m, _: _are(m, len(f.rows["conflicts"]), f.n_open_conflicts())),
    (rf"{N} conflicts?, {N} open · {N} differences? not looked at\.?",
     lambda f, m, _: _are(m, len(f.rows["conflicts"]), f.n_open_conflicts(), f.n_unseen_differences())),
    (rf"{N} differences? not looked at", lambda f, m, _: _are(m, f.n_unseen_differences())),
    (rf"{N} differences? between the reports, not looked at", lambda f, m, _: _are(m, f.n_unseen_differences())),
    (rf"{N} for, {N} against · polarisation .*", lambda f, m, before: _are(m, *f.n_sides(before))),
    (rf"Nobody changed sides: none of {N} positions? .* on record; {N} positions? at several strengths .*",
     lambda f, m, _: _are(m, *f.n_cells_and_ranges())),
    (rf"{N} actors?, {N} ties?, {N} agree, {N} oppose, {N} not above chance.*",
     lambda f, m, page: _is_sum(m) and (page != "alignment" or _are_ties(f, m))),
    (r"(.+) and (.+): (agree|oppose|not above chance) similarity (\S+), 95 % interval .* by chance (\S+) .*"
     rf"on {N} shared issues?.*",
     lambda f, m, page: _is_beside_chance(m) and (page != "alignment" or _is_tie(f, m))),
)  # fmt: skip


def _are(match: re.Match[str], *numbers: int) -> bool:
    return [_number(text) for text in match.groups()] == list(numbers)


def _is_sum(match: re.Match[str]) -> bool:
    """Whether as many ties are told apart as there are; with another measure than S too."""
    _, n_ties, *n_told = map(_number, match.groups())
    return n_ties == sum(n_told)


def _are_ties(facts: Facts, match: re.Match[str]) -> bool:
    found = facts.ties()
    return [_number(n) for n in match.groups()[2:]] == [found[1], found[-1], found[0]]


def _is_beside_chance(match: re.Match[str]) -> bool:
    """Whether a tie is called by the side of chance on which its number stands; a hundredth may be rounded away."""
    word, similarity, chance = match[3], _number(match[4]), _number(match[5])
    if abs(similarity - chance) < 0.011:
        return True
    is_beyond = similarity > max(0, chance) or similarity < min(0, chance)
    return word == ("not above chance" if not is_beyond else "agree" if similarity > 0 else "oppose")


def _is_tie(facts: Facts, match: re.Match[str]) -> bool:
    """Whether a tie of the whole record is as its rows make it."""
    row = facts.dyads.get(frozenset(match.groups()[:2]))
    if row is None:
        return False
    is_same = isclose(row["similarity"], _number(match[4]), abs_tol=0.0051)
    return is_same and WORDS[row["sign"]] == match[3] and row["n_shared"] == _number(match[6])


def untrue(facts: Facts, page: str, texts: Sequence[Text]) -> Iterator[tuple[str, Text]]:
    """The sentences of a page that the rows do not bear out, each with why."""
    before = ""
    for text in texts:
        for pattern, check in CHECKS:
            match = re.fullmatch(pattern, text.text) if text.where != "html/or-group" else None
            if match and not check(facts, match, before if "polarisation" in text.text else page):
                yield "the rows have other numbers", text
        before = text.text
        if any(f"{datetime.strptime(day, '%d %B %Y'):%A}" != name for name, day in WEEKDAY.findall(text.text)):
            yield "the calendar has another weekday", text
        if text.where == "html/or-detail" and (right := facts.day_lines(text.text)) and text.text not in right:
            yield f"the row has {right}", text
    yield from _of_passages(facts, texts)


def _of_passages(facts: Facts, texts: Sequence[Text]) -> Iterator[tuple[str, Text]]:
    """The days of the passages in the panel, whose they are; and how many passages and reports there are."""
    said: list[list[Text]] = []
    for text in texts:
        if text.where == "html/or-passage/or-what":
            said.append([text])
        elif text.where.startswith("html/or-passage/") and said:
            said[-1].append(text)
    places = [_place(facts, passage) for passage in said]
    for passage, place in zip(said, places, strict=True):
        if place is None:
            yield "a passage names no report and place", passage[0]
        elif wrong := _wrong_day(facts, passage, place):
            yield wrong
    yield from _wrong_sizes(facts, texts, [place[0] for place in places if place])


def _wrong_day(facts: Facts, passage: Sequence[Text], place: Place) -> tuple[str, Text] | None:
    """What a passage says of its day, where its row has another, or another's."""
    mention = facts.mentions.get(place)
    if mention is None or not passage[0].text.endswith(f"({mention['reported_status']})"):
        return None
    right = facts.day_text(mention)
    return (f"the row has {right!r}", passage[1]) if passage[1].text.split(" · on record as ")[0] != right else None


def _wrong_sizes(facts: Facts, texts: Sequence[Text], reports: Sequence[str]) -> Iterator[tuple[str, Text]]:
    """What heads the passages, where there are not so many, of not so many reports; all are there where few."""
    right = [len(reports), len(set(reports)), len({facts.roots[report] for report in reports})]
    for text in texts:
        if match := re.fullmatch(rf"{N} passages?, {N} reports?, {N} independent( · single-sourced)?", text.text):
            *sizes, alone = match.groups()
            n, n_reports, n_roots = (int(_number(size)) for size in sizes)
            if (n == right[0] and [n, n_reports, n_roots] != right) or bool(alone) != (n_roots == 1):
                yield f"there are {right}", text


def _place(facts: Facts, passage: Sequence[Text]) -> Place | None:
    """Report, start, end and gist of a passage."""
    joined = [text.text for text in passage]
    reports = [facts.marks[name] for text in joined for name in facts.marks if text.startswith(f"{name} · ")]
    spans = [m.groups() for text in joined if (m := re.search(rf"characters {N} to {N}$", text))]
    gists = [text.text for text in passage if text.where.endswith("/p")]
    if not (reports and spans and gists):
        return None
    start, end = (int(_number(place)) for place in spans[0])
    return reports[0], start, end, gists[0]


def without_n(texts: Sequence[Text], names: set[str]) -> Iterator[Text]:
    """Computed sentences that say who agrees, differs or changed sides, and carry no number."""
    for text in texts:
        if CLAIMS.search(text.text) and not re.search(r"\d", text.text) and any(n in text.text for n in names):
            yield text
