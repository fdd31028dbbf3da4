"""Evidence for events: one, or several that a figure shows as one mark."""

from onrecord.record import attribution
from onrecord.record.behind_reports import rows_behind_reports
from onrecord.record.evidence.shape import Evidence, Facts, nonempty, row_of
from onrecord.record.evidence.versions import versions
from onrecord.record.history import heads, history, step_texts
from onrecord.record.links import links
from onrecord.record.model import Record
from onrecord.record.passages import conflicts_of, mention_passages
from onrecord.text import count


def event(record: Record, event_id: str) -> Evidence | None:
    """One event: its mentions, what it was told to be before, who took part, what it is linked to."""
    row = row_of(record.events, "event_id", event_id)
    if row is None:
        return None
    mentions = record.event_reports[record.event_reports["event_id"] == event_id]
    facts = (
        ("When", row["date_label"]),
        ("Status", row["status"]),
        *_past_facts(record, event_id),
        ("Type", row["event_type"]),
        attribution.place(record, event_id),
        *attribution.roles(record, event_id),
        ("Note", row["note"]),
    )
    return Evidence(
        f"event:{event_id}",
        row["title"],
        nonempty(facts),
        # the day on record and the reason for it stand among the facts already
        mention_passages(record, mentions).assign(date_label="", reason=""),
        conflicts_of(record, "events", {event_id}),
        links(record, event_id),
        versions(record, event_id),
        behind=_behind(record, event_id),
    )


def _behind(record: Record, event_id: str) -> tuple[str, ...]:
    """In what the row is behind its reports."""
    rows = record.once(rows_behind_reports)
    return tuple(rows.loc[rows["event_id"] == event_id, "text"])


def _past_facts(record: Record, event_id: str) -> Facts:
    """What took its place, and every date and status it was told with where these changed."""
    links = record.event_links[record.event_links["relation"] == "reschedules"]
    if not (links[["from_id", "to_id"]] == event_id).any(axis=None):
        told = record.event_reports[record.event_reports["event_id"] == event_id]
        if len(told[["reported_date", "reported_status"]].drop_duplicates()) < 2:
            return ()  # told in one way only: no past to work out
    now = str(record.once(heads)["head"][event_id])
    row = row_of(record.events, "event_id", now) if now != event_id else None
    stands = (("Stands as", f"{row['title']}: {row['date_label']}, {row['status']}"),) if row else ()
    steps = history(record, event_id)
    if len(steps) < 2:
        return stands
    texts = step_texts(record, steps)[["since", "told"]]
    return (*stands, *((f"Known since {since}", told) for since, told in texts.itertuples(index=False)))


def events(record: Record, names: str) -> Evidence | None:
    """Several events, each with its mentions."""
    rows = record.events[record.events["event_id"].isin(names.split(","))]
    if rows.empty:
        return None
    mentions = record.event_reports[record.event_reports["event_id"].isin(rows["event_id"])]
    related = tuple(
        (f"event:{i}", f"{label}: {title}")
        for i, label, title in zip(rows["event_id"], rows["date_label"], rows["title"], strict=True)
    )
    conflicts = conflicts_of(record, "events", set(rows["event_id"]))
    title = count(len(rows), "event") if len(rows) > 1 else rows["title"].iloc[0]
    return Evidence(f"events:{names}", title, (), mention_passages(record, mentions), conflicts, related)
