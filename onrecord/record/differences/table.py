"""From pairs to differences: one row per rule and subject, with an id that lasts as long as its values."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from onrecord.record.differences.joins import positions
from onrecord.record.differences.rules import GRADES, RULES
from onrecord.record.differences.sides import Claims, Pairs
from onrecord.record.model import Record
from onrecord.text import latin_slug

ID = re.compile(r"[a-z0-9][a-z0-9_-]*")  # what needs no other letters to stand in an id
LONGEST, DIGITS = 80, 8  # letters of an id, and of the hash at its end
NEVER = np.iinfo(np.int64).max  # the day of what no day is known of
KEY = ["rule", "subject_table", "subject_id", "facet"]
SEVERITIES = ("high", "medium", "low", "")
OF_ACTOR = ("role", "list", "replaced", "opposite", "turned")
# by table: the rules whose facet is a row of it, and those whose values are
FACETS = {"actors": OF_ACTOR, "events": ("denied", "lapsed", "only-here")}
VALUES = {"actors": ("replaced", "who"), "events": ("cause", "denied")}
ROWS = [
    "difference_id", "rule", "grade", "kind", "severity", "subject_table", "subject_id", "facet", "about", "known_on",
    "n_pairs", "is_flag", "standing", "conflict_id", "reason", "is_settled_before",
]  # fmt: skip
SIDES = ["difference_id", "side", "report_id", "start", "end", "value", "shown", "claim", "mark", "is_in_scope"]
TEXTS = dict.fromkeys([*KEY, "severity", "report_id", "value", "shown", "claim", "mark"], "str")
WHOLE = dict.fromkeys(["start", "end", "pair"], "int64") | dict.fromkeys(["since", "told_of"], "datetime64[us]")


@dataclass(frozen=True)
class Differences:
    """What reports tell differently: ``rows``, one a difference, and ``sides``, one a report and value.

    - ``rows``: ``difference_id``; ``rule``, a key of `RULES`, and its ``grade``; ``kind`` and ``severity`` of the
      conflict it would become ("" where it went on); ``subject_table`` and ``subject_id`` of the row it is about, and
      ``facet``: what of it (an actor, a principal, a role, the other event, a name; "" where there is nothing to add);
      ``about``, a sentence with the values; ``known_on``, when its last value came in (NaT: a day is not known);
      ``n_pairs`` of passages set against each other; ``is_flag``: puts a flag on the marks of its
      sides as long as it is open; ``standing`` (open, recorded, dismissed), ``conflict_id``, ``reason`` as the verdict
      has it; ``is_settled_before``: there is a verdict on the same with other values. By grade, severity, day, id.
    - ``sides``: ``difference_id``; ``side`` (a, b, c … unique within it), by value in the order in which the values
      were told, those of a change of side in that in which they were held; ``report_id``, ``start``, ``end``;
      ``value`` as coded, ``shown`` for people; ``claim``, what the passage says; ``mark`` of the row; ``is_in_scope``.
    """

    rows: pd.DataFrame
    sides: pd.DataFrame


def table(record: Record, found: Iterable[tuple[Claims, Pairs]]) -> Differences:
    """The differences that these pairs make up, those of one rule, subject and facet together."""
    ends = _ends(found)
    sides = _distinct_sides(record, ends)
    rows = sides.drop_duplicates("number").set_index("number")[KEY]
    pair = ends[["number", "pair"]].drop_duplicates()["number"].value_counts()
    rows = rows.assign(
        n_pairs=pair,
        severity=_severities(rows, ends, sides),
        known_on=_known_days(record, ends),
        grade=rows["rule"].map({name: rule.grade for name, rule in RULES.items()}).astype("str"),
        about=pd.Series(_sentences(record, rows, sides), rows.index, dtype="str"),
        difference_id=pd.Series(_ids(rows, sides), rows.index, dtype="str"),
    )
    rows = rows.assign(kind=_kinds(rows, ends, sides), is_flag=_flags(rows))
    return Differences(*_in_order(_with_verdicts(record, rows), sides))


def _ends(found: Iterable[tuple[Claims, Pairs]]) -> pd.DataFrame:
    """Both ends of all pairs; ``number`` counts the differences they belong to."""
    parts = [pairs.sides(claims) for claims, pairs in found if len(pairs.left)]
    before = 0
    for part in parts:  # pairs are counted through
        part["pair"] = part["pair"] + before
        before = part["pair"].max() + 1
    names = [*TEXTS, *WHOLE]
    ends = pd.DataFrame({name: np.concatenate([part[name] for part in parts]) for name in names} if parts else {})
    ends = ends.reindex(columns=names).astype(TEXTS | WHOLE)
    return ends.assign(number=ends.groupby(KEY, sort=False).ngroup())


def _distinct_sides(record: Record, ends: pd.DataFrame) -> pd.DataFrame:
    """One side a report and value, of several passages the first; ``place`` counts values as they were first told."""
    sides = ends.drop_duplicates(["number", "report_id", "value"])
    at = positions(sides["report_id"], record.reports["report_id"])
    sides = sides.assign(**{name: record.reports[name].array.take(at) for name in ("published_on", "root", "name")})
    sides = sides.sort_values(["number", "told_of", "published_on", "report_id", "start"], kind="stable")
    sides = sides.assign(place=sides.groupby(["number", "value"], sort=False).ngroup())
    sides = sides.sort_values(["number", "place"], kind="stable", ignore_index=True)
    letters = [side_name(n) for n in sides.groupby("number").cumcount()]
    return sides.assign(side=pd.Series(letters, dtype="str"))


def side_name(n: int) -> str:
    """What the side after `n` others is called.

    >>> side_name(0), side_name(25), side_name(26)
    ('a', 'z', 'aa')
    """
    return (side_name(n // 26 - 1) if n >= 26 else "") + "abcdefghijklmnopqrstuvwxyz"[n % 26]


def _known_days(record: Record, ends: pd.DataFrame) -> pd.Series:
    """The day on which the last of the values came in: each as soon as some pair it stands in was known.

    A pair is known once both its reports are published, and what it rests on beside them; never where a day is unknown.
    """
    days = record.reports.set_index("report_id")["published_on"].reindex(ends["report_id"]).to_numpy()
    told = np.where(np.isnat(days), NEVER, days.astype("datetime64[us]").astype(np.int64))
    since = ends["since"].to_numpy()
    since_day = np.where(np.isnat(since), -NEVER, since.astype("datetime64[us]").astype(np.int64))
    pair, number = ends["pair"].to_numpy(), ends["number"].to_numpy()
    value = ends.groupby(["number", "value"], sort=False).ngroup().to_numpy()
    by_pair, by_value, by_number = (np.zeros(n.max(initial=-1) + 1, dtype=np.int64) for n in (pair, value, number))
    by_pair[:], by_value[:], by_number[:] = -NEVER, NEVER, -NEVER
    np.maximum.at(by_pair, pair, np.maximum(told, since_day))
    np.minimum.at(by_value, value, by_pair[pair])
    np.maximum.at(by_number, number, by_value[value])
    known = pd.Series(by_number.astype("datetime64[us]"))
    return known.where(by_number != NEVER)


def _severities(rows: pd.DataFrame, ends: pd.DataFrame, sides: pd.DataFrame) -> pd.Series:
    """The highest of its pairs, each that of the rule where it has none of its own; low where reports of one root stand
    against each other."""
    number = sides["number"].to_numpy()
    best = np.full(len(rows), len(SEVERITIES) - 1)
    given = zip(ends["severity"].tolist(), ends["rule"].tolist(), strict=True)
    ranks = [SEVERITIES.index(severity or RULES[rule].severity) for severity, rule in given]
    np.minimum.at(best, ends["number"].to_numpy(), np.array(ranks, dtype=np.int64))
    roots = np.unique(np.stack([number, pd.factorize(sides["root"])[0]]), axis=1)[0]
    n_roots = np.bincount(roots, minlength=len(rows))
    severities = [
        "low" if RULES[rule].is_between and n == 1 else SEVERITIES[given]
        for rule, n, given in zip(rows["rule"].tolist(), n_roots, best, strict=True)
    ]
    return pd.Series(severities, rows.index, dtype="str")


def _kinds(rows: pd.DataFrame, ends: pd.DataFrame, sides: pd.DataFrame) -> pd.Series:
    """That of the rule; a conflict inside one report is internal, another name for one party no contradiction."""
    kind = rows["rule"].map({name: rule.kind for name, rule in RULES.items()})
    weighs = ends.loc[(ends["rule"] == "who") & (ends["severity"] != "low"), "number"]  # whatever their common root
    kind = kind.where((rows["rule"] != "who") | rows.index.isin(weighs), "imprecision")
    number, report = sides["number"].to_numpy(), pd.factorize(sides["report_id"])[0]
    is_other = (report[1:] != report[:-1]) & (number[1:] == number[:-1])  # the sides of one difference stand together
    is_between = np.isin(rows.index, number[1:][is_other])
    return kind.where(is_between | (kind == ""), "internal").astype("str")


def _flags(rows: pd.DataFrame) -> pd.Series:
    flags = rows["rule"].map({name: rule.is_flag for name, rule in RULES.items()}).astype(bool)
    return flags & rows["severity"].isin(["high", "medium"])


def _sentences(record: Record, rows: pd.DataFrame, sides: pd.DataFrame) -> list[str]:
    """The subject, and every value with the reports that give it."""
    told: dict[int, dict[str, list[str]]] = {}
    for number, shown, name in zip(*(sides[column].tolist() for column in ("number", "shown", "name")), strict=True):
        told.setdefault(number, {}).setdefault(shown, []).append(name)
    sentences = []
    for number, subject in zip(rows.index, subject_names(record, rows), strict=True):
        values = " · ".join(f"{shown} ({', '.join(reports)})" for shown, reports in told[number].items())
        sentences.append(f"{subject}: {values}")
    return sentences


def subject_names(record: Record, rows: pd.DataFrame) -> list[str]:
    """What each row of differences is about: an event, an issue, an actor or a report, and whose part in it."""
    names = {"events": record.event_titles(), "issues": record.issue_labels()}
    names |= {"actors": record.actor_names(), "reports": record.report_names()}
    return [
        names[kind].get(subject, subject) + (", " + names["actors"].get(facet, facet) if rule in OF_ACTOR else "")
        for rule, kind, subject, facet in zip(*(rows[name].tolist() for name in KEY), strict=True)
    ]


def _ids(rows: pd.DataFrame, sides: pd.DataFrame) -> list[str]:
    """Rule, subject and facet as a slug, and a hash of these and of the set of values.

    Neither reports nor places count: a further report on a side, or a passage that moved, leaves the id; a new or
    another value is a new difference.
    """
    values: dict[int, set[str]] = {}
    for number, value in zip(sides["number"].tolist(), sides["value"].tolist(), strict=True):
        values.setdefault(number, set()).add(value)
    ids = []
    for number, *key in zip(rows.index, *(rows[name].tolist() for name in KEY), strict=True):
        digest = hashlib.sha256("\x1f".join([*key, "", *sorted(values[number])]).encode()).hexdigest()[:DIGITS]
        slug = "--".join(part if ID.fullmatch(part) else latin_slug(part) for part in (key[0], *key[2:]) if part)
        ids.append(f"{slug[: LONGEST - DIGITS - 2].rstrip('-')}--{digest}")
    return ids


def renamed_ids(found: Differences, table: str, old: str, new: str) -> dict[str, str]:
    """The id of each difference once the row `old` of a table (actors, issues or events) is called `new`, where that is
    another one; without those of which no two values are left."""
    rows, sides = found.rows.reset_index(drop=True), found.sides
    names = {old: new}
    is_subject = rows["subject_table"] == table
    is_facet = rows["rule"].isin(FACETS.get(table, ()))
    values = [
        " ".join(sorted({names.get(word, word) for word in value.split(" ")}))
        if rule in VALUES.get(table, ())
        else value
        for value, rule in zip(sides["value"], sides["difference_id"].str.split("--").str[0], strict=True)
    ]
    number = sides["difference_id"].map(dict(zip(rows["difference_id"], rows.index, strict=True)))
    later = sides.assign(number=number, value=pd.Series(values, sides.index, dtype="str"))
    n_values = [each.groupby("number")["value"].nunique() for each in (sides.assign(number=number), later)]
    renamed = rows.assign(
        subject_id=rows["subject_id"].where(~is_subject, rows["subject_id"].replace(names)),
        facet=rows["facet"].where(~is_facet, rows["facet"].replace(names)),
    )
    pairs = zip(rows["difference_id"], _ids(renamed, later), n_values[0] == n_values[1], strict=True)
    return {before: after for before, after, is_whole in pairs if after != before and is_whole}


def _with_verdicts(record: Record, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with what was decided about each; a difference nobody decided about is open."""
    verdicts = record.verdicts.set_index("difference_id")
    ids = rows["difference_id"].tolist()
    columns = {"standing": ("verdict", "open"), "conflict_id": ("conflict_id", ""), "reason": ("reason", "")}
    decided = {}
    for name, (column, missing) in columns.items():
        told = verdicts[column].to_dict()
        decided[name] = pd.Series([told.get(one, missing) for one in ids], rows.index, dtype="str")
    past = {without_values(name) for name in set(verdicts.index.tolist()) - set(ids)}
    before = pd.Series([without_values(name) in past for name in ids], rows.index, dtype="bool")
    return rows.assign(**decided, is_settled_before=before)


def without_values(difference_id: str) -> str:
    """What a difference is about, whatever the values: its id without the hash.

    >>> without_values("day--first-round--1a2b3c4d")
    'day--first-round'
    """
    return difference_id.rpartition("--")[0]


def _in_order(rows: pd.DataFrame, sides: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    ranks = {"grade": GRADES, "severity": SEVERITIES}
    rank = {f"{name}_rank": rows[name].map({code: n for n, code in enumerate(ranks[name])}) for name in ranks}
    by = ["grade_rank", "severity_rank", "known_on", "difference_id"]
    rows = rows.assign(**rank).sort_values(by, kind="stable")
    place = np.empty(len(rows), dtype=np.int64)
    place[rows.index] = np.arange(len(rows))
    at = place[sides["number"]]
    ids = rows["difference_id"].array.take(at)
    sides = sides.assign(difference_id=ids, is_in_scope=True).take(np.argsort(at, kind="stable"))
    return rows[ROWS].reset_index(drop=True), sides[SIDES].reset_index(drop=True)
