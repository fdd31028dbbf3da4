"""What a text on screen is: a row's own value, computed from rows, or interface; else nobody answers for it.

A text is first looked up among the values of the dossier, then among the texts of the program's source. What is left
is taken apart: values, days and numbers become slots, and what remains must be one of the patterns of
`tests/sentence_patterns.py`.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from onrecord import dates, schema
from onrecord.record import Record
from onrecord.record.differences import differences
from onrecord.record.model import TABLE_NAMES
from tests.apps import DOSSIER
from tests.screen_texts import Text, unmarked
from tests.sentence_patterns import PATTERNS

ROOT = Path(__file__).parents[1]
FOLDERS = (ROOT / "data" / DOSSIER, ROOT / "tests" / "dossiers" / "river", ROOT / "tests" / "dossiers" / "strait")
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
SEASONS = "spring|summer|autumn|winter"
ISO = re.compile(r"\d{4}-\d\d-\d\d\b")
DATE = re.compile(
    rf"(?:\d{{1,2}} )?(?:(?:{MONTHS}|{SEASONS}) )?\b(?:1[5-9]|20)\d\d\b|\b\d{{1,2}} (?:{MONTHS})\b"
    rf"|\b(?:{MONTHS})\b(?= to )"
)
NUMBER = re.compile(r"[+\u2212-]?(?:\d[\d,]*(?:\.\d+)?|\.\d+)")
NAMES = {
    "reports": ("title", "outlet", "author", "note", "short_name", "mark", "name", "dated_name", "url"),
    "actors": ("name", "role", "note"),
    "aliases": ("alias",),
    "issues": ("label", "proposition", "topic", "note"),
    "events": ("title", "place", "note"),
    "event_reports": ("gist", "reported_place", "note"),
    "event_links": ("note",),
    "stances": ("gist", "note"),
    "conflicts": ("about", "assessment", "note"),
    "conflict_sides": ("claim",),
    "verdicts": ("reason",),
}
MEANINGS = (schema.ACTOR_KINDS, schema.EVENT_TYPES, schema.EVENT_STATUSES, schema.EVENT_ROLES, schema.RELATIONS,
            schema.STANCE_KINDS, schema.CONFIDENCES, schema.CONFLICT_KINDS, schema.CONFLICT_STATUSES,
            schema.SEVERITIES, schema.SALIENCES, schema.DIFFERENCE_RULES, schema.TRANSLATIONS, schema.RELIABILITIES,
            schema.CREDIBILITIES, schema.ALIAS_KINDS)  # fmt: skip
SHORTENED = (
    "plot text",
    "plot ticks",
)  # beside a mark there is little room; what it is called stands in its hover text
TICK = re.compile(r"(?:\d{1,2} )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?: \d{4})?")
VERSION = re.compile("[0-9a-f]{12}")  # of the dossier, by its contents


def one_line(text: object) -> str:
    """`text` with single blanks, as the screen shows it."""
    return " ".join(str(text).split())


@cache
def interface() -> frozenset[str]:
    """Every text that stands in the program's source or in the coding manual, in lower case."""
    files = [path for folder in ("onrecord", "pages") for path in (ROOT / folder).rglob("*.py")]
    trees = (ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for path in files)
    constants = (n.value for tree in trees for n in tree if isinstance(n, ast.Constant) and isinstance(n.value, str))
    manual = (ROOT / "data" / "MANUAL.md").read_text(encoding="utf-8").splitlines()
    codes = (word for codes in MEANINGS for word in codes)
    fields = (c.name for table in schema.TABLES for c in table.columns)
    texts = {*constants, *manual, *codes, *fields}
    forms = {form for text in texts for form in (text, text.replace("_", " "))}
    sentences = {sentence for text in forms for sentence in re.split(r"(?<=\.)\s+|; ", text)}
    return frozenset(one_line(text).casefold() for text in forms | sentences)


@cache
def _codebook() -> str:
    """The codebook as the Quality page shows it."""
    return schema.codebook().replace("# ", "### ")


@cache
def of_manual() -> frozenset[str]:
    """The texts of the coding manual: its examples come from one dossier, and it says so."""
    lines = (ROOT / "data" / "MANUAL.md").read_text(encoding="utf-8").splitlines()
    return frozenset(one_line(line).casefold() for line in (*lines, unmarked(_codebook())))


class Values:
    """The values of a dossier, and texts with slots in their stead."""

    def __init__(self, record: Record, dossiers: Iterable[str] = ()) -> None:
        self.record = record
        shown = set(map(one_line, (*record.meta.values(), *dossiers)))
        for table, columns in NAMES.items():
            for column in columns:
                shown |= set(map(one_line, getattr(record, table)[column]))
        shown |= {topic.replace("-", " ") for topic in record.issues["topic"]}
        found = differences(record)
        shown |= set(map(one_line, found.rows["about"])) | set(map(one_line, found.sides["claim"]))
        shown |= {f"“{one_line(words)}”" for words in record.event_reports["reported_words"] if words}
        self.names = {text for text in shown if text and text not in schema.CONFLICT_STATUSES}
        self.days = set(_day_labels(record)) - {""}
        self.whole = self.names | self.days | set(_cells(record))
        self._by_start: dict[str, list[tuple[str, str]]] = {}
        meanings = {text for codes in (*MEANINGS, schema.POSITIONS) for text in codes.values()}
        for kind, texts in (("day", self.days), ("name", self.names), ("meaning", meanings)):
            for text in texts:
                self._by_start.setdefault(text[:2], []).append((text, kind))
        for texts in self._by_start.values():
            texts.sort(key=lambda pair: -len(pair[0]))
        self._shapes: dict[str, tuple[str, list[str]]] = {}

    def is_short(self, text: str) -> bool:
        """Whether `text` is what a figure has room for: the beginning of a name, or the first letters of its words."""
        if text.removesuffix(" (inferred)").endswith("…"):
            begun = text.removesuffix(" (inferred)").removesuffix("…")
            return any(name.startswith(begun) for name in self.names)
        initials = ("".join(word[0] for word in re.findall(r"\w+", name)) for name in self.names if len(name) < 60)
        return len(text) <= 4 and any(_is_within(text, letters) for letters in initials)

    def shape(self, text: str) -> tuple[str, list[str]]:
        """`text` with a slot for each value, day and number in it, and what stands in the slots."""
        if text not in self._shapes:
            self._shapes[text] = self._taken_apart(text)
        return self._shapes[text]

    def _taken_apart(self, text: str) -> tuple[str, list[str]]:
        out, values, at = [], [], 0
        while at < len(text):
            kind, value = self._value(text, at)
            out.append(f"{{{kind}}}" if kind else text[at])
            values += [value] if kind else []
            at += len(value)
        return re.sub(r"(\{n\} [a-z]+?)s\b", r"\1", "".join(out)), values

    def _value(self, text: str, at: int) -> tuple[str, str]:
        """What begins at a place of `text`: the longest value, a day, a number; else one letter."""
        if at and text[at - 1].isalnum() and text[at].isalnum():
            return "", text[at]
        if day := ISO.match(text, at):
            return "date", day.group()
        for value, kind in self._by_start.get(text[at : at + 2], ()):
            end = at + len(value)
            if text.startswith(value, at) and not (text[end : end + 1].isalnum() and value[-1].isalnum()):
                return kind, value
        for kind, pattern in (("date", DATE), ("n", NUMBER)):
            if (hit := pattern.match(text, at)) and not text[hit.end() : hit.end() + 1].isalpha():
                return kind, hit.group()
        return "", text[at]


def _is_within(text: str, letters: str) -> bool:
    """Whether the letters of `text` come in `letters` in this order."""
    rest = iter(letters.casefold())
    return all(letter in rest for letter in text.casefold())


def _cells(record: Record) -> Iterator[str]:
    """The values of every column that is not a name of the coder's own for a row."""
    for table in TABLE_NAMES:
        if table in schema.BY_NAME:
            for column in schema.BY_NAME[table].columns:
                if column.kind in ("text", "code") and column.name in getattr(record, table):
                    yield from map(one_line, getattr(record, table)[column.name])


def _day_labels(record: Record) -> Iterator[str]:
    for table, column in (("events", "date"), ("stances", "date"), ("reports", "published"), ("actors", "active"),
                          ("event_reports", "reported_date")):  # fmt: skip
        for text in set(getattr(record, table)[column]) - {""}:
            for one in (text, text.replace("?", ""), text.replace("%", "~")):
                yield dates.parse(one).label


CODES = "|".join(sorted({re.escape(word) for codes in MEANINGS for word in codes}, key=len, reverse=True))
NAME, DAY, N = r"\{(?:name|meaning|day)\}", r"\{day\}", r"\{n\}"
NAME_LIST = rf"{NAME}(?:(?:, | and |; | ){NAME})*"
WEEKDAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
ONE_VALUE = rf"(?:{NAME}(?:, but a {WEEKDAY})?|(?i:{CODES}))(?:, {NAME})* \({NAME_LIST}\)"
SLOTS = {
    "names": NAME_LIST,
    "name": NAME,
    "day": DAY,
    "date": r"\{da(?:te|y)\}",
    "n": N,
    "meaning": r"\{meaning\}",
    "code": f"(?i:{CODES})",
    "weekday": WEEKDAY,
    "side": "[a-z]",
    "letter": "[A-Z]",
    "file": "[a-z_]+",
    "part": "[A-Z][a-z]+",
    "unit": "[a-zS ]+",
    "parts": rf"{N} [a-z ]+(?:(?:, | and ){N} [a-z ]+)*",
    "marks": f"{NAME}(?: {NAME})*",
    "gaps": rf"[A-Za-z ]+ at {N} of them(?:(?:, | and )[A-Za-z ]+ at {N} of them)*",
    "versus": f"{NAME_LIST}(?: against {NAME_LIST})+",
    "told": f"{ONE_VALUE}(?:(?: or |; ){ONE_VALUE})*",
    "apart": rf"{NAME} and {NAME} \(S {N}, {N} issues?\)(?:; {NAME} and {NAME} \(S {N}, {N} issues?\))*",
}
PIECE = re.compile(r"\{(\w+)\}|([\[\]|])")


def _expression(pattern: str) -> str:
    """A listed pattern as a regular expression over shapes."""
    out, at = "", 0
    for piece in PIECE.finditer(pattern):
        out += re.escape(pattern[at : piece.start()])
        out += SLOTS[piece.group(1)] if piece.group(1) else {"[": "(?:", "]": ")", "|": "|"}[piece.group(2)]
        at = piece.end()
    return out + re.escape(pattern[at:])


@cache
def _listed() -> re.Pattern[str]:
    """One pattern."""
    return re.compile("|".join(f"(?:{_expression(pattern)})" for pattern in (*PATTERNS, "{name}", "{date}", "{code}")))


@cache
def _listed_lines() -> re.Pattern[str]:
    """Several patterns, one after another, as the lines of a hover text."""
    one = f"(?:{_listed().pattern})"
    return re.compile(f"{one}(?: {one})*")


def kind_of(values: Values, text: Text) -> str:
    """``row``, ``interface`` or ``computed``; "" for a text nobody answers for."""
    said = text.text
    if said in values.whole or (text.where in SHORTENED and values.is_short(said)):
        return "row"
    if said.casefold() in interface() or (text.where == "markdown" and said == unmarked(_codebook())):
        return "interface"
    if (text.where == "plot ticks" and TICK.fullmatch(said)) or (text.where == "html/dd" and VERSION.fullmatch(said)):
        return "computed"
    shape, _ = values.shape(said)
    is_lines = text.where.startswith("plot") or text.where == "alt"
    return "computed" if all(_is_listed(part, is_lines) for part in shape.split(" · ")) else ""


@cache
def _is_listed(part: str, is_lines: bool) -> bool:
    """Whether a part of a text is of slots alone, stands in the source, is listed, or consists of such sentences."""
    plain = part.strip().removesuffix(".")
    if re.fullmatch(r"(?:\{\w+\}|[^\w{}])*", plain) or {plain.casefold(), f"{plain.casefold()}."} & interface():
        return True
    if (_listed_lines() if is_lines else _listed()).fullmatch(plain):
        return True
    pieces = re.split(r"(?<=\.) |; ", part)
    return len(pieces) > 1 and all(_is_listed(piece, is_lines) for piece in pieces)


def marks(record: Record) -> dict[str, list[str]]:
    """Marks by kind, of each those with most and fewest rows behind them."""
    n_mentions = record.event_reports["event_id"].value_counts(sort=True).index
    cells = [f"{actor}~{issue}" for actor, issue in record.cells()[["actor_id", "issue_id"]].itertuples(index=False)]
    dyads = record.dyads()
    drawn = dyads[dyads["n_shared"] > 1]
    pairs = [f"{a}~{b}" for a, b in drawn[["actor_a", "actor_b"]].itertuples(index=False)]
    ids = {
        "event": list(n_mentions), "stance": list(record.stances["stance_id"]), "cell": cells, "dyad": pairs,
        "actor": list(record.stances["actor_id"].value_counts().index), "issue": list(record.issues["issue_id"]),
        "report": list(record.reports["report_id"]), "conflict": list(record.conflicts["conflict_id"]),
        "difference": list(differences(record).rows["difference_id"]),
    }  # fmt: skip
    return {kind: [f"{kind}:{one}" for one in some] for kind, some in ids.items() if some}
