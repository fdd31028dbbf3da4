"""How events hang together: what a link says, read from either end."""

from onrecord.record.model import Record


def links(record: Record, event_id: str) -> tuple[tuple[str, str], ...]:
    """The events one event is linked to, as marks with the relation and the title."""
    titles = record.event_titles()
    rows = record.event_links
    out = rows[rows["from_id"] == event_id]
    back = rows[rows["to_id"] == event_id]
    forward = [(f"event:{t}", f"{FORWARD[r]}: {titles[t]}") for t, r in zip(out["to_id"], out["relation"], strict=True)]
    return (
        *forward,
        *(
            (f"event:{f}", f"{BACKWARD[r]}: {titles[f]}")
            for f, r in zip(back["from_id"], back["relation"], strict=True)
        ),
    )


FORWARD = {
    "realizes": "Realizes",
    "reschedules": "Puts off",
    "cancels": "Calls off",
    "responds_to": "Responds to",
    "part_of": "Part of",
    "conditional_on": "Depends on",
}
BACKWARD = {
    "realizes": "Realized by",
    "reschedules": "Put off by",
    "cancels": "Called off by",
    "responds_to": "Answered by",
    "part_of": "Includes",
    "conditional_on": "Condition for",
}
