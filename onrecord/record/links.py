"""How events hang together: what a link says, read from either end, by what became of the event that links."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from onrecord.record.model import Record

TO_COME = ("planned", "proposed", "expected")


class Verb(NamedTuple):
    """A relation as a verb: read from the event that links, then from the one it is linked to."""

    occurred: str
    otherwise: str
    occurred_back: str
    otherwise_back: str


VERBS = {
    "realizes": Verb("Carries out", "carry out", "Carried out by", "be carried out by"),
    "reschedules": Verb("Puts off", "put off", "Put off by", "be put off by"),
    "cancels": Verb("Calls off", "call off", "Called off by", "be called off by"),
    "responds_to": Verb("Responds to", "respond to", "Answered by", "be answered by"),
    "part_of": Verb("Part of", "be part of", "Includes", "include"),
    "denies": Verb("Denies", "deny", "Denied by", "be denied by"),
}
# What holds whether or not the event came about.
STANDING = {
    "conditional_on": ("Depends on", "Condition for"),
    "form_of": ("Perhaps a form of", "Perhaps a form of"),
}
AHEAD = ("Ahead of", "Before it")
# How what has not occurred is told, read from the event that links and from the other end.
MOODS = {
    "planned": ("Is to", "To"),
    "proposed": ("Would", "Would"),
    "expected": ("Would", "Would"),
    "postponed": ("Was to", "Was to"),
    "cancelled": ("Was to", "Was to"),
}


def links(record: Record, event_id: str) -> tuple[tuple[str, str], ...]:
    """The events one event is linked to, as marks with what the link says and the title."""
    rows = links_of(record, event_id)
    return tuple(rows[["mark", "line"]].itertuples(index=False, name=None))


def links_of(record: Record, event_id: str) -> pd.DataFrame:
    """The links of one event, read from it: first those that it makes, then those that others make to it.

    Returns
    -------
    table, one row per link
        The columns of ``event_links``; ``mark`` of the other event; ``line``: what the link says, and the title of the
        other event.
    """
    titles, rows = record.event_titles(), record.once(link_labels)
    ends = (("from_id", "to_id", "forward"), ("to_id", "from_id", "backward"))
    parts = [
        own.assign(
            mark="event:" + own[there], line=own[words_of].astype("str") + ": " + own[there].map(titles).astype("str")
        )
        for here, there, words_of in ends
        for own in [rows[rows[here] == event_id]]
    ]
    return pd.concat(parts, ignore_index=True)


def link_labels(record: Record) -> pd.DataFrame:
    """Every link with what it says.

    Returns
    -------
    table, one row per link
        The columns of ``event_links`` and ``is_ahead`` (an answer that comes before its question), ``forward`` (read
        from the event that links), ``backward`` (read from the one it is linked to).
    """
    rows = record.event_links.assign(is_ahead=_is_ahead(record, record.event_links))
    status = rows["from_id"].map(record.events.set_index("event_id")["status"])
    both = [
        AHEAD if ahead else words(relation, now)
        for relation, now, ahead in zip(rows["relation"], status, rows["is_ahead"], strict=True)
    ]
    return rows.assign(forward=[label for label, _ in both], backward=[label for _, label in both])


def words(relation: str, status: str) -> tuple[str, str]:
    """What a link says by the status of the event that links, read from either end.

    >>> words("realizes", "proposed")
    ('Would carry out', 'Would be carried out by')
    """
    if relation in STANDING:
        return STANDING[relation]
    verb = VERBS[relation]
    if status not in MOODS:
        return verb.occurred, verb.occurred_back
    here, there = MOODS[status]
    return f"{here} {verb.otherwise}", f"{there} {verb.otherwise_back}"


def is_answer_ahead(record: Record, link: Mapping[str, str]) -> bool:
    """Whether a link of columns ``from_id``, ``to_id``, ``relation``, ``report_id`` has an answer before its question.

    It need not be on record.
    """
    return bool(_is_ahead(record, pd.DataFrame([link])).iloc[0])


def _is_ahead(record: Record, links: pd.DataFrame) -> pd.Series:
    """Whether a link answers what its own report tells as still to come, or what begins after the answer ends."""
    mentions = record.event_reports
    coming = mentions.loc[mentions["reported_status"].isin(TO_COME), ["event_id", "report_id"]]
    told = pd.MultiIndex.from_frame(links[["to_id", "report_id"]]).isin(pd.MultiIndex.from_frame(coming))
    span = record.events.set_index("event_id")
    begins = span["earliest"].reindex(links["to_id"]).to_numpy()
    ends = span["latest"].reindex(links["from_id"]).to_numpy()
    return (links["relation"] == "responds_to") & (told | (begins > ends))


def answers_ahead(record: Record) -> pd.DataFrame:
    """The answers whose question is not yet told as occurred or begins later: ``mark``, ``answer``, ``question``."""
    rows, titles = record.once(link_labels), record.event_titles()
    rows = rows[rows["is_ahead"]].reset_index(drop=True)
    answer, question = rows["from_id"].map(titles), rows["to_id"].map(titles)
    return pd.DataFrame({"mark": "event:" + rows["from_id"], "answer": answer, "question": question})
