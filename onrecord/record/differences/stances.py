"""Both signs on one issue: at one time a contradiction of one speaker, one after the other a change of side."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from onrecord.record.differences.joins import Flags, Numbers, Texts, is_in, joint, matches, pairs, positions
from onrecord.record.differences.sides import (
    Claims,
    Pairs,
    claims,
    days_of_reports,
    first_days,
    in_order,
    principal_positions,
)
from onrecord.record.model import Record

STANCE = [
    "stance_id", "speaker_id", "issue_id", "report_id", "start", "end", "gist", "position", "earliest", "latest",
    "date_label", "published_on", "confidence", "kind",
]  # fmt: skip
LONG_AGO = np.datetime64("0001-01-01", "us")  # a stance of which nobody knows since when


def differing_stances(record: Record) -> tuple[Claims, list[Pairs]]:
    """Stances that can differ, and the pairs of `opposite`, `within` and `turned` among them."""
    passages = _two_signed(record)
    return passages, list(_pairs(passages))


def _pairs(passages: Claims) -> Iterator[Pairs]:
    """A speaker is set against itself, never against another of the same principal; a principal changes side whoever
    speaks for it. A stance ends at the latest when its report was published.

    A stance of which nobody knows since when it was held is not surely one of the same time as another of known time.
    No principal turned between reports of unknown order, from itself to one who speaks for it or back, nor where
    another speaker of it holds the earlier side at the later time too, or after it: a divided house is no change of
    side. What others say of it by an act that it denies is no side to turn from.
    """
    left, right = pairs(passages["cell"])
    sign, report, speaker = (passages[name] for name in ("sign", "report_id", "speaker_id"))
    against = sign[left] != sign[right]
    left, right = left[against], right[against]
    is_open = np.isnat(passages["earliest"])
    apart = _precedes(passages, left, right) | _precedes(passages, right, left)
    is_one_time = ~apart & (is_open[left] == is_open[right])
    one_report = np.asarray(report[left] == report[right], dtype=bool)
    one_speaker = np.asarray(speaker[left] == speaker[right], dtype=bool)
    rules = {
        "opposite": (is_one_time & ~one_report & one_speaker, "speaker_id"),
        "within": (is_one_time & one_report & one_speaker, "speaker_id"),
        "turned": (apart & ~one_report & _is_turn(passages, left, right), "principal_id"),
    }
    for rule, (is_so, facet) in rules.items():
        at, other = left[is_so], right[is_so]
        columns = {"facet": passages[facet][at], "values": ("value", "shown"), "subject_table": "issues"}
        if rule == "opposite":
            columns["severity"] = _weights(passages, at, other)
        told_of = (passages["since"][at], passages["since"][other]) if rule == "turned" else None
        yield Pairs(rule, passages["issue_id"][at], at, other, told_of=told_of, **columns)


def _weights(passages: Claims, at: Numbers, other: Numbers) -> Texts:
    """What a coder read into a passage without being sure of it weighs little, else as the rule has it."""
    is_low = (passages["confidence"][at] == "low") | (passages["confidence"][other] == "low")
    return np.where(is_low, "low", "").astype(object)


def _precedes(passages: Claims, one: Numbers, other: Numbers) -> Flags:
    """Whether one stance was over when the other began; what began earlier and ends on that very day was."""
    begin, end = passages["since"], passages["until"]
    return np.asarray((end[one] < begin[other]) | ((end[one] == begin[other]) & (begin[one] < begin[other])))


def _is_turn(passages: Claims, left: Numbers, right: Numbers) -> Flags:
    """Whether two stances of one principal, with time between them, can be a change of its side."""
    first, last, certain = (passages[name] for name in ("published_from", "published_on", "is_certain_day"))
    is_ordered = (first[left] > last[right]) | (first[right] > last[left]) | (certain[left] & certain[right])
    speaker, is_self = passages["speaker_id"], passages["is_self"]
    is_one_level = (is_self[left] == is_self[right]) | (speaker[left] == speaker[right])
    earlier = np.where(_precedes(passages, left, right), left, right)
    is_sure = ~passages["is_denied"][earlier] & ~_is_divided(passages, left, right)
    return np.asarray(is_ordered & is_one_level & is_sure, dtype=bool)


def _is_divided(passages: Claims, left: Numbers, right: Numbers) -> Flags:
    """Whether somebody else who speaks for the principal holds the earlier side at the later time too, or after it."""
    speaker, cell, sign = (passages[name] for name in ("speaker_id", "cell", "sign"))
    is_first = _precedes(passages, left, right)
    later, side = np.where(is_first, right, left), sign[np.where(is_first, left, right)]
    pair, other = matches(cell[later], cell)
    shares = (sign[other] == side[pair]) & (speaker[other] != speaker[later[pair]])
    shares &= ~_precedes(passages, other, later[pair])
    return np.asarray(np.bincount(pair[shares], minlength=len(later)) > 0)


def _two_signed(record: Record) -> Claims:
    """Stances that take a side, of principals of which both sides are on record."""
    stances, actors = record.stances, record.actors["actor_id"]
    sign = np.sign(stances["position"].to_numpy())
    issue = positions(stances["issue_id"], record.issues["issue_id"])
    principal = principal_positions(record)[positions(stances["speaker_id"], actors)]
    cell = joint((principal, issue), (len(actors), len(record.issues)))
    at = np.flatnonzero((sign != 0) & is_in(cell, cell[sign > 0]) & is_in(cell, cell[sign < 0]))
    report = positions(stances["report_id"], record.reports["report_id"])[at]
    order = in_order(record, report, stances["start"].to_numpy()[at])
    at, report = at[order], report[order]
    rows = stances[STANCE].take(at)
    earliest, latest, published = (rows[name].to_numpy() for name in ("earliest", "latest", "published_on"))
    until = np.where(np.isnat(latest) | (latest > published), published, latest)
    return claims(
        rows,
        principal_id=actors.to_numpy()[principal[at]],
        is_self=rows["speaker_id"].to_numpy() == actors.to_numpy()[principal[at]],
        published_from=first_days(record)[report],
        is_certain_day=_are_certain_days(record)[report],
        cell=cell[at],
        is_denied=_are_denied(record, rows, principal[at], report),
        sign=sign[at],
        claim=rows["gist"].to_numpy(),
        mark=("stance:" + rows["stance_id"]).to_numpy(),
        since=np.where(np.isnat(earliest), LONG_AGO, earliest),
        until=np.where(until < earliest, earliest, until),
        value=np.array([f"{position:+d}" for position in rows["position"]], dtype=object),
        shown=np.where(sign[at] > 0, "for", "against").astype(object) + " (" + rows["date_label"].to_numpy() + ")",
    )


def _are_certain_days(record: Record) -> Flags:
    """Of which reports the day is known."""
    days = days_of_reports(record)
    return (days["is_day"] & ~days["is_uncertain"] & ~days["is_approximate"]).to_numpy(dtype=bool)


def _are_denied(record: Record, rows: pd.DataFrame, principal: Numbers, report: Numbers) -> Flags:
    """Which stances others attribute to a principal in a passage that tells an act of which it denies that it was."""
    links = record.event_links[record.event_links["relation"] == "denies"]
    if links.empty:
        return np.zeros(len(rows), dtype=bool)
    denial, act = (positions(links[name], record.events["event_id"]) for name in ("from_id", "to_id"))
    doers = record.event_actors[record.event_actors["role"] == "actor"]
    link, doer = matches(denial, positions(doers["event_id"], record.events["event_id"]))
    by = principal_positions(record)[positions(doers["speaker_id"], record.actors["actor_id"])][doer]
    told = record.event_reports[["event_id", "report_id", "start", "end"]]
    row, mention = matches(act[link], positions(told["event_id"], record.events["event_id"]))
    place = positions(told["report_id"], record.reports["report_id"])[mention]
    sizes = len(record.reports), len(record.actors)
    stance, denied = matches(joint((report, principal), sizes), joint((place, by[row]), sizes))
    begin, end = (told[name].to_numpy()[mention[denied]] for name in ("start", "end"))
    overlaps = (rows["start"].to_numpy()[stance] < end) & (begin < rows["end"].to_numpy()[stance])
    return np.asarray(
        (rows["kind"] == "attributed").to_numpy() & is_in(np.arange(len(rows)), stance[overlaps]), dtype=bool
    )
