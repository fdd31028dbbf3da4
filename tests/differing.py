"""What is found of one rule in a draft, and the draft of one event that several reports tell."""

from onrecord.record.differences import differences
from tests.drafts import Draft


def found(draft, rule):
    """The differences of one rule, and the values of each."""
    told = differences(draft.record())
    rows = told.rows[told.rows["rule"] == rule]
    values = told.sides.groupby("difference_id")["value"].agg(set)
    return rows, [values[name] for name in rows["difference_id"]]


def told_by(*mentions):
    """One event told by reports of these days: day of the report, status, day and place of the event."""
    draft = Draft()
    event = draft.event()
    for published, status, day, place in mentions:
        draft.tell(event, draft.report(published), status, day, place)
    return draft
