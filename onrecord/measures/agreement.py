"""Two codings of one report: which rows of the two belong together, and how far the coders agree on each variable."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from onrecord.measures.coefficients import pi
from onrecord.measures.integers import Floats

PLACE = ["report_id", "start", "end"]
Rows = dict[int, dict[Any, Any]]  # by their number in the order of the text


@dataclass(frozen=True)
class Rule:
    """When two rows may be a pair: all of `same` alike, one of `either`, and passages that overlap or need not."""

    name: str
    same: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    overlaps: bool = True


# The rule that says most comes first; a later one sees only the rows that those before it left over.
OF_STANCES = (
    Rule("actor, issue and passage", ("actor_id", "issue_id")),
    Rule("actor and issue", ("actor_id", "issue_id"), overlaps=False),
    Rule("passage, and actor or issue", either=("actor_id", "issue_id")),
)
OF_MENTIONS = (
    Rule("event and passage", ("event_id",)),
    Rule("event", ("event_id",), overlaps=False),
    Rule("passage, type and date", ("event_type", "date")),
    Rule("passage, and type or date", either=("event_type", "date")),
)


def matched_stances(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """The stances that two coders found in the same reports, paired up; what only one of them found stands alone.

    Parameters
    ----------
    left, right : table, one row per stance
        Columns ``stance_id``, ``actor_id``, ``issue_id``, ``report_id``, ``start`` and ``end`` (characters, exclusive);
        others are taken along.

    Returns
    -------
    table, one row per pair, then per stance of `left` alone, then of `right` alone; each in the order of the text
        ``found_by``, "both", "left" or "right"; ``rule``, by which the two were paired, "" where a stance stands alone;
        then every column of the tables twice, ``…_left`` and ``…_right``: "" or missing where that side has no stance.

    Notes
    -----
    Three rules, one after the other: same actor, same issue and passages that overlap; same actor and issue anywhere in
    the report; passages that overlap and one of actor or issue. Within a rule those with the most characters in common
    come first, then those nearest to each other, and every stance is used once, so the order of rows and of coders does
    not matter. Position is never looked at: to pair up what is alike would find the coders in agreement.

    Source: Krippendorff (2018), Content Analysis, 4th ed., chapters 5 and 12: units are to be told apart before they
    are judged.

    Examples
    --------
    >>> mine = pd.DataFrame([("s1", "a", "x", 0, 9), ("s2", "b", "x", 20, 29)],
    ...                     columns=["stance_id", "actor_id", "issue_id", "start", "end"]).assign(report_id="r")
    >>> yours = mine.iloc[[0]].assign(stance_id="t1", start=4)
    >>> matched_stances(mine, yours)[["found_by", "stance_id_left", "stance_id_right"]].values.tolist()
    [['both', 's1', 't1'], ['left', 's2', '']]
    """
    return _match(_text_order(left, "stance_id"), _text_order(right, "stance_id"), OF_STANCES)


def matched_mentions(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """The mentions of events that two coders found in the same reports, paired up; the others stand alone.

    Parameters
    ----------
    left, right : table, one row per mention of an event
        Columns ``event_id``, ``report_id``, ``start`` and ``end`` (characters, exclusive), and ``event_type`` and
        ``date`` of the event; others are taken along.

    Returns
    -------
    table, one row per pair, then per mention of `left` alone, then of `right` alone; each in the order of the text
        ``found_by``, ``rule`` and every column twice, as in `matched_stances`.

    Notes
    -----
    Four rules: the same event in passages that overlap; the same event; passages that overlap, with type and date of
    the event alike; passages that overlap, with one of the two alike. The last two are for events that each coder named
    in their own way.

    Source: as `matched_stances`.

    Examples
    --------
    >>> mine = pd.DataFrame([("visit", "CONSULT", "2021-05", 0, 9)],
    ...                     columns=["event_id", "event_type", "date", "start", "end"]).assign(report_id="r")
    >>> yours = mine.assign(event_id="call-on", event_type="AGREE")
    >>> matched_mentions(mine, yours)["rule"].tolist()
    ['passage, and type or date']
    """
    return _match(_text_order(left, "event_id"), _text_order(right, "event_id"), OF_MENTIONS)


def coder_agreement(pairs: pd.DataFrame, *, nominal: Sequence[str] = (), ordinal: Sequence[str] = ()) -> pd.DataFrame:
    """Krippendorff's alpha of two coders on each variable, with the pairs it rests on and the share that was paired.

    Parameters
    ----------
    pairs : table
        What `matched_stances` or `matched_mentions` returns.
    nominal, ordinal : names of columns, without ``_left`` and ``_right``
        Those whose values are only the same or not, and those whose values are numbers that stand in an order.

    Returns
    -------
    table, one row per variable, in the order given
        ``variable``; ``level``, "nominal" or "ordinal"; ``n_pairs``, pairs in which both sides hold a value; ``n_left``
        and ``n_right``, rows of either coder; ``matched`` in [0, 1], the share of all their rows that stand in a pair,
        NaN without a row; ``same`` in [0, 1], the share of the pairs with one value, NaN without a pair; ``alpha``, at
        most 1, with 0 for what chance would give, NaN without a pair and where all values are one and the same.

    Notes
    -----
    Alpha is of the pairs alone. What only one coder found is not in it, and says at least as much about how well the
    two agree: read it with ``matched``. And as rows are paired by what they have in common, alpha on those columns
    (actor and issue of a stance, type of an event) is higher than it would be of passages marked beforehand. Of an
    ordered variable the distance of two values is the square of the number of values that lie between them, half of
    those at either end counted in: it asks for an order and not for steps of one size.

    Source: Krippendorff (2018), Content Analysis, 4th ed., chapter 12.

    Examples
    --------
    >>> pairs = pd.DataFrame([("both", 2, 2), ("both", 1, 1), ("both", 1, 2)],
    ...                      columns=["found_by", "position_left", "position_right"])
    >>> coder_agreement(pairs, ordinal=["position"])[["matched", "same", "alpha"]].round(3).values.tolist()
    [[1.0, 0.667, 0.444]]
    """
    levels = [*((name, "nominal") for name in nominal), *((name, "ordinal") for name in ordinal)]
    return pd.DataFrame(
        [_agreement(pairs, name, level) for name, level in levels],
        columns=["variable", "level", "n_pairs", "n_left", "n_right", "matched", "same", "alpha"],
    )


def _text_order(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """The rows in the order of the text, numbered from 0: the same numbers whatever order they came in."""
    return rows.sort_values([*PLACE, key], ignore_index=True)


def _match(left: pd.DataFrame, right: pd.DataFrame, rules: Sequence[Rule]) -> pd.DataFrame:
    ours, theirs = (dict(enumerate(rows.to_dict("records"))) for rows in (left, right))
    pairs = sorted(pair for rule in rules for pair in _take_pairs(ours, theirs, rule))
    alone = [*((i, -1, "") for i in ours), *((-1, j, "") for j in theirs)]
    whole = pd.DataFrame([*pairs, *alone], columns=["left", "right", "rule"])
    found_by = ["both"] * len(pairs) + ["left"] * len(ours) + ["right"] * len(theirs)
    facts = pd.DataFrame({"found_by": found_by, "rule": whole["rule"]}, dtype="str")
    return pd.concat([facts, _side(left, whole["left"], "left"), _side(right, whole["right"], "right")], axis=1)


def _take_pairs(left: Rows, right: Rows, rule: Rule) -> Iterator[tuple[int, int, str]]:
    """Pairs by one rule, each row in one of them; they are taken out of `left` and `right`."""
    for i, j in _candidates(left, right, rule):
        if i in left and j in right:
            del left[i], right[j]
            yield i, j, rule.name


def _side(rows: pd.DataFrame, numbers: pd.Series, side: str) -> pd.DataFrame:
    """The rows with these numbers, in that order; where there is none (-1), texts are "" and numbers missing."""
    whole = dict.fromkeys(rows.select_dtypes("int64"), "Int64")
    taken = rows.astype(whole).reindex(numbers).reset_index(drop=True)
    texts = dict.fromkeys(taken.select_dtypes(["str", "object"]), "")
    return taken.fillna(texts).add_suffix(f"_{side}")


def _candidates(left: Rows, right: Rows, rule: Rule) -> list[tuple[int, int]]:
    """Every pair of numbers of rows that a rule allows, the best first.

    A tie between two pairs is settled by where their rows stand in the text, in a way that does not tell left from
    right.
    """
    ranks = {}
    for i, j in _alike(left, right, rule):
        ours, theirs = left[i], right[j]
        shared = min(ours["end"], theirs["end"]) - max(ours["start"], theirs["start"])
        if shared > 0 or not rule.overlaps:
            apart = abs(ours["start"] - theirs["start"]) + abs(ours["end"] - theirs["end"])
            ranks[i, j] = -max(shared, 0), apart, i + j, abs(i - j), i
    return sorted(ranks, key=ranks.__getitem__)


def _alike(left: Rows, right: Rows, rule: Rule) -> Iterator[tuple[int, int]]:
    """Pairs of rows of one report that are alike in all of `same` and in each, in turn, of `either`."""
    for more in [[column] for column in rule.either] or [[]]:
        values = itemgetter("report_id", *rule.same, *more)
        partners = defaultdict(list)
        for j, row in right.items():
            partners[values(row)].append(j)
        yield from ((i, j) for i, row in left.items() for j in partners.get(values(row), ()))


def _agreement(pairs: pd.DataFrame, name: str, level: str) -> tuple[str, str, int, int, int, float, float, float]:
    """One row of `coder_agreement`."""
    n_both, n_left, n_right = ((pairs["found_by"] == side).sum() for side in ("both", "left", "right"))
    values = pairs.loc[pairs["found_by"] == "both", [f"{name}_left", f"{name}_right"]].replace("", pd.NA).dropna()
    table = _joint(values)
    n, n_rows = len(values), 2 * n_both + n_left + n_right
    return (
        name,
        level,
        n,
        int(n_both + n_left),
        int(n_both + n_right),
        float(2 * n_both / n_rows) if n_rows else np.nan,
        float(np.trace(table) / n) if n else np.nan,
        _alpha(table, 1 - np.eye(len(table)) if level == "nominal" else _ordinal(table)),
    )


def _joint(values: pd.DataFrame) -> Floats:
    """How often which two values meet: a square, values in their order."""
    codes, labels = pd.factorize(values.to_numpy(dtype=object).ravel(), sort=True)
    table = np.zeros((len(labels), len(labels)))
    np.add.at(table, (codes[::2], codes[1::2]), 1)
    return table


def _ordinal(table: Floats) -> Floats:
    """Squared number of values between each two, half of those at either end counted in."""
    counts = table.sum(axis=0) + table.sum(axis=1)
    middle = counts.cumsum() - counts / 2
    return np.asarray(np.subtract.outer(middle, middle) ** 2, dtype=np.float64)


def _alpha(table: Floats, distance: Floats) -> float:
    """Alpha is pi but for chance: any two of the 2n values, one not drawn twice."""
    n_values = 2 * table.sum()
    if not n_values:
        return np.nan
    return float(1 - (1 - pi(table[None], distance)[0]) * (n_values - 1) / n_values)
