"""Both signs on one issue: at one time a contradiction of one speaker, one after the other a change of side."""

from collections.abc import Iterator

import numpy as np

from onrecord.record.differences.joins import is_in, joint, pairs, positions
from onrecord.record.differences.sides import Claims, Pairs, claims, in_order
from onrecord.record.model import Record, principals


def differing_stances(record: Record) -> tuple[Claims, list[Pairs]]:
    """Stances that can differ, and the pairs of `opposite`, `within` and `turned` among them."""
    passages = _two_signed(record)
    return passages, list(_pairs(passages))


def _pairs(passages: Claims) -> Iterator[Pairs]:
    """A speaker is set against itself, never against another of the same principal; a principal changes side whoever
    speaks for it. A stance ends at the latest when its report was published."""
    left, right = pairs(passages["cell"])
    sign, report, speaker = (passages[name] for name in ("sign", "report_id", "speaker_id"))
    against = sign[left] != sign[right]
    left, right = left[against], right[against]
    begin, end = passages["earliest"], passages["until"]
    apart = (end[left] < begin[right]) | (end[right] < begin[left])
    one_report = np.asarray(report[left] == report[right], dtype=bool)
    one_speaker = np.asarray(speaker[left] == speaker[right], dtype=bool)
    rules = {
        "opposite": (~apart & ~one_report & one_speaker, "speaker_id"),
        "within": (~apart & one_report & one_speaker, "speaker_id"),
        "turned": (apart & ~one_report, "principal_id"),
    }
    for rule, (is_so, facet) in rules.items():
        at = left[is_so]
        columns = {"facet": passages[facet][at], "values": ("value", "shown"), "subject_table": "issues"}
        yield Pairs(rule, passages["issue_id"][at], at, right[is_so], **columns)


def _two_signed(record: Record) -> Claims:
    """Stances that take a side, of principals of which both sides are on record."""
    stances, actors = record.stances, record.actors["actor_id"]
    sign = np.sign(stances["position"].to_numpy())
    issue = positions(stances["issue_id"], record.issues["issue_id"])
    principal = positions(principals(record.actors).reindex(actors), actors)[positions(stances["speaker_id"], actors)]
    cell = joint((principal, issue), (len(actors), len(record.issues)))
    at = np.flatnonzero((sign != 0) & is_in(cell, cell[sign > 0]) & is_in(cell, cell[sign < 0]))
    report = positions(stances["report_id"], record.reports["report_id"])[at]
    at = at[in_order(record, report, stances["start"].to_numpy()[at])]
    rows = stances.take(at)
    until = rows["latest"].fillna(rows["published_on"])
    until = until.where(~(until > rows["published_on"]), rows["published_on"])
    side = np.where(sign[at] > 0, "for", "against").astype(object)
    return claims(
        rows,
        principal_id=actors.to_numpy()[principal[at]],
        cell=cell[at],
        sign=sign[at],
        claim=rows["gist"].to_numpy(),
        mark=("stance:" + rows["stance_id"]).to_numpy(),
        until=until.where(~(until < rows["earliest"]), rows["earliest"]).to_numpy(),
        value=np.array([f"{position:+d}" for position in rows["position"]], dtype=object),
        shown=side + " (" + rows["date_label"].to_numpy() + ")",
    )
