"""The tables of a dossier: what a row is, its key, its columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from onrecord.schema import codes

Kind = Literal["id", "text", "integer", "edtf", "sha256"]


@dataclass(frozen=True)
class Column:
    """One column: what it holds, what it means, which values it admits.

    ``kind`` is the form of a value: ``id`` (lower-case slug), ``text``, ``integer``, ``edtf`` (a date of ISO 8601-2
    level 1) or ``sha256``. ``refers_to`` names the table in which an id must stand.
    """

    name: str
    kind: Kind
    about: str
    codes: Mapping[str, str] | None = None
    refers_to: str = ""
    required: bool = True


@dataclass(frozen=True)
class Table:
    """One table: what a row is, the columns that identify it, all its columns. A dossier may come without one that is
    not ``required``: it is then empty."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    required: bool = True

    def column(self, name: str) -> Column:
        """The column called `name`."""
        return next(c for c in self.columns if c.name == name)

    def needed(self) -> list[str]:
        """The names of the columns that every file of the table has."""
        return [c.name for c in self.columns if c.required]


def _id(name: str, about: str, refers_to: str = "", *, required: bool = True) -> Column:
    return Column(name, "id", about, refers_to=refers_to, required=required)


def _text(name: str, about: str, *, required: bool = False) -> Column:
    return Column(name, "text", about, required=required)


def _code(name: str, about: str, allowed: Mapping[str, str], *, required: bool = True) -> Column:
    return Column(name, "text", about, codes=allowed, required=required)


NOTE = _text("note", "Judgement calls, where they were made.")
SPAN = (
    Column("start", "integer", "Where the passage begins: index into the report's text, in characters."),
    Column("end", "integer", "Where it ends, exclusive."),
)

REPORTS = Table(
    "reports",
    "one published item",
    ("report_id",),
    (
        _id("report_id", "Stable id, never reused."),
        Column(
            "number",
            "integer",
            "Its number in the dossier, shown as R1, R2 …: given once, when it comes in, never reused.",
            required=False,
        ),
        _text("short_name", "What it is called on screens and in exports; empty: its outlet."),
        _text("title", "Title as published.", required=True),
        _text("outlet", "Who published it, as far as the text supports; else empty."),
        _text("author", "Who wrote it, as far as the text supports; else empty."),
        Column("published", "edtf", "Day it was published: from then on it was known.", required=False),
        _text("url", "Where it stood."),
        _text("language", "Language of the text, ISO 639-1.", required=True),
        _code("translation", "Whether the text is a translation.", codes.TRANSLATIONS),
        Column("sha256", "sha256", "SHA-256 of the text, UTF-8: how an attached text is recognised.", required=False),
        Column("n_chars", "integer", "Length of the text, in characters."),
        Column("body_start", "integer", "Where the report begins, after boilerplate."),
        Column("body_end", "integer", "Where it ends, before boilerplate."),
        _code("reliability", "Of the outlet, A to F (NATO AJP-2.1).", codes.RELIABILITIES),
        _text(
            "derived_from",
            "Agency or report it visibly rests on: two reports on one agency are one independent report.",
        ),
        NOTE,
    ),
)
ACTORS = Table(
    "actors",
    "one party, person or body that acts, speaks or is spoken of",
    ("actor_id",),
    (
        _id("actor_id", "Stable id, however the name is spelt."),
        _text("name", "Name as shown.", required=True),
        _code("kind", "What sort of actor.", codes.ACTOR_KINDS),
        _id(
            "principal_id",
            "For whom a person or body speaks; to what an administration belongs.",
            "actors",
            required=False,
        ),
        _text("iso3", "ISO 3166-1 alpha-3 code of a state."),
        _text("role", "Office or function in the period of the dossier."),
        Column("active", "edtf", "When it held that office or existed, where that matters.", required=False),
        NOTE,
    ),
)
ALIASES = Table(
    "aliases",
    "one other spelling of an actor's name",
    ("actor_id", "alias", "report_id"),
    (
        _id("actor_id", "Whose name it is.", "actors"),
        _text("alias", "The name as written.", required=True),
        _id("report_id", "Where it is so written; empty for a spelling in general use.", "reports", required=False),
        _code("kind", "What sort of spelling.", codes.ALIAS_KINDS),
    ),
)
ISSUES = Table(
    "issues",
    "one proposition that can be supported or opposed",
    ("issue_id",),
    (
        _id("issue_id", "Stable id."),
        _text("label", "Name as shown.", required=True),
        _text("proposition", "The sentence one supports or opposes.", required=True),
        _text("topic", "Family of issues.", required=True),
        NOTE,
    ),
)
EVENTS = Table(
    "events",
    "one dated act, or one act meant to happen",
    ("event_id",),
    (
        _id("event_id", "Stable id."),
        Column("date", "edtf", "When it happened, or is meant to."),
        _code("event_type", "PLOVER type.", codes.EVENT_TYPES),
        _code("status", "As of the latest report.", codes.EVENT_STATUSES),
        _text("title", "What it is, in a few words.", required=True),
        _text("place", "Where, if known."),
        _code("salience", "How close to the process.", codes.SALIENCES),
        NOTE,
    ),
)
EVENT_ACTORS = Table(
    "event_actors",
    "one actor's part in one event",
    ("event_id", "actor_id", "role", "report_id"),
    (
        _id("event_id", "The event.", "events"),
        _id("actor_id", "The actor.", "actors"),
        _code("role", "What part.", codes.EVENT_ROLES),
        _id(
            "report_id",
            "The report that says so; empty only where every report of the event does.",
            "reports",
            required=False,
        ),
    ),
)
EVENT_REPORTS = Table(
    "event_reports",
    "one report's mention of one event",
    ("event_id", "report_id", "start"),
    (
        _id("event_id", "The event.", "events"),
        _id("report_id", "The report.", "reports"),
        *SPAN,
        _text("gist", "What the passage says, in our words.", required=True),
        _text("reported_words", "The report's own words of time (on Wednesday); empty where it has none."),
        Column(
            "reported_date",
            "edtf",
            "When, according to this report; `?` where the day is the coder's; empty where it does not say.",
            required=False,
        ),
        _code("reported_status", "Status according to this report.", codes.EVENT_STATUSES),
        _text(
            "reported_place",
            "Where, according to this report; `open` where it says that this is open; empty where it does not say.",
        ),
        _code("credibility", "Of this claim, 1 to 6 (NATO AJP-2.1).", codes.CREDIBILITIES),
        NOTE,
    ),
)
EVENT_LINKS = Table(
    "event_links",
    "one relation between two events",
    ("from_id", "to_id", "relation"),
    (
        _id("from_id", "The event that does the relating.", "events"),
        _id("to_id", "The event it relates to.", "events"),
        _code("relation", "How.", codes.RELATIONS),
        _id("report_id", "The report that says so; empty where it follows from several.", "reports", required=False),
        NOTE,
    ),
)
STANCES = Table(
    "stances",
    "one actor's position on one issue, as one report records it",
    ("stance_id",),
    (
        _id("stance_id", "Stable id."),
        Column("date", "edtf", "When the position was taken or is said to be held, not when it was reported."),
        _id("actor_id", "Who holds it: the finest actor named.", "actors"),
        _id("issue_id", "On what.", "issues"),
        Column("position", "integer", "Which side, how strongly.", codes=codes.POSITIONS),
        _code("kind", "How the report knows.", codes.STANCE_KINDS),
        _id("report_id", "According to whom.", "reports"),
        *SPAN,
        _text("gist", "What the passage says, in our words.", required=True),
        _code("confidence", "Of the coder.", codes.CONFIDENCES),
        NOTE,
    ),
)
CONFLICTS = Table(
    "conflicts",
    "one place where reports disagree, are imprecise or are wrong",
    ("conflict_id",),
    (
        _id("conflict_id", "Stable id."),
        _text("about", "What it is about, in a few words.", required=True),
        _text("subject_table", "Table of the row it touches most.", required=True),
        _id("subject_id", "Id of that row."),
        _code("kind", "What sort.", codes.CONFLICT_KINDS),
        _code("severity", "How much hangs on it.", codes.SEVERITIES),
        _text("assessment", "Which is more plausible and why, or that it stays open.", required=True),
        _code("status", "Where it stands.", codes.CONFLICT_STATUSES),
        NOTE,
    ),
)
CONFLICT_SIDES = Table(
    "conflict_sides",
    "one report's claim in a conflict",
    ("conflict_id", "side"),
    (
        _id("conflict_id", "The conflict.", "conflicts"),
        _id("side", "Which side: a, b, c …"),
        _id("report_id", "Who claims it.", "reports"),
        *SPAN,
        _text("claim", "What it claims, in our words.", required=True),
    ),
)
VERDICTS = Table(
    "verdicts",
    "what was decided about one computed difference",
    ("difference_id",),
    (
        _id("difference_id", "The difference: its rule, its subject and its values."),
        _code("rule", "The rule that finds it.", codes.DIFFERENCE_RULES),
        _text("subject_table", "Table of the row it is about.", required=True),
        _id("subject_id", "Id of that row."),
        _code("verdict", "What was decided.", codes.VERDICTS),
        _id("conflict_id", "The conflict that records it; empty where it is dismissed.", "conflicts", required=False),
        _text("reason", "Why it is no conflict; empty where it is recorded."),
    ),
    required=False,
)
TABLES = (
    REPORTS,
    ACTORS,
    ALIASES,
    ISSUES,
    EVENTS,
    EVENT_ACTORS,
    EVENT_REPORTS,
    EVENT_LINKS,
    STANCES,
    CONFLICTS,
    CONFLICT_SIDES,
    VERDICTS,
)
BY_NAME: Mapping[str, Table] = MappingProxyType({t.name: t for t in TABLES})
SUBJECTS = ("actors", "events", "issues", "reports", "stances")
