"""Links between events: added, changed and retracted, each as one signed revision."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass

import pandas as pd

from onrecord import store
from onrecord.editing import coding
from onrecord.editing.coding import NEW, Saved, SaveRequest, amend
from onrecord.editing.entries import rows_by_key
from onrecord.editing.tables import Key, key_of, row_texts
from onrecord.editing.workspace import Workspace, save
from onrecord.errors import MissingError, OnRecordError
from onrecord.record.links import words
from onrecord.schema import RELATIONS
from onrecord.schema.change import Change, Row

# what cannot lead back to where it began: nothing carries out, follows or belongs to itself by way of others
ONE_WAY = ("realizes", "reschedules", "cancels", "responds_to", "part_of", "conditional_on")
SYMMETRIC = ("form_of",)


@dataclass(frozen=True)
class Link:
    """What one event is to another; ``report_id`` says who tells it, empty where it follows from several reports."""

    from_id: str
    to_id: str
    relation: str
    report_id: str = ""
    note: str = ""

    @property
    def key(self) -> Key:
        """The key of its row."""
        return self.from_id, self.to_id, self.relation


def add_link(workspace: Workspace, link: Link, form: SaveRequest = NEW) -> Saved:
    """Save a new link.

    Raises OnRecordError where it is none: of an event to itself, one that stands already, or one that leads in a
    circle; MissingError where an event is not there; as `save` does, too.
    """
    if again := store.revision_of_token(workspace.engine, workspace.dossier_id, form.token):
        return Saved(again, f"event:{link.from_id}")
    tables = store.load(workspace.engine, workspace.dossier_id).tables
    _check_link(tables, link)
    changes = [Change("event_links", link.key, None, _link_row(link))]
    reason = form.reason.strip() or f"link added: {' + '.join(link.key)}"
    return Saved(
        save(workspace, changes, reason=reason, token=form.token, base_rev=form.base_rev), f"event:{link.from_id}"
    )


def change_link(workspace: Workspace, key: Key, link: Link, form: SaveRequest = NEW) -> Saved:
    """Correct a link. Another event or relation ends the row and adds one, in the same revision.

    Raises as `add_link` does, MissingError where the link is not there (any more), and StaleError where somebody
    changed it.
    """
    if again := store.revision_of_token(workspace.engine, workspace.dossier_id, form.token):
        return Saved(again, f"event:{link.from_id}")
    base = coding.row(workspace, "event_links", key, form.base_rev)
    coding.row(workspace, "event_links", key)
    tables = store.load(workspace.engine, workspace.dossier_id).tables
    _check_link(tables, link, but=key)
    row = _link_row(link)
    if row == base:
        raise OnRecordError("Nothing is changed: the link stands as it was.")
    before, after = {("event_links", key): base}, {("event_links", link.key): row}
    return Saved(amend(workspace, before, after, form, f"link {' + '.join(key)}"), f"event:{link.from_id}")


def retract_link(workspace: Workspace, key: Key, form: SaveRequest = NEW) -> Saved:
    """End a link, as one revision that can be undone. Raises as `coding.retract` does."""
    return coding.retract(workspace, "event_links", key, form)


def link_phrase(titles: Mapping[str, str], key: Key) -> str:
    """A link as it stands in a sentence: “A” responds to “B”."""
    from_id, to_id, relation = key
    verb = words(relation, "occurred")[0]
    return f"“{titles.get(from_id, from_id)}” {verb[:1].lower()}{verb[1:]} “{titles.get(to_id, to_id)}”"


def _link_row(link: Link) -> Row:
    row = dict(zip(("from_id", "to_id", "relation", "report_id", "note"), astuple(link), strict=True))
    ((_, whole),) = rows_by_key("event_links", {**row, "note": link.note.strip()}).items()
    return whole


def _check_link(tables: Mapping[str, pd.DataFrame], link: Link, but: Key | None = None) -> None:
    """Raise where `link` cannot stand beside the links that are there, but for the one that it replaces."""
    titles = dict(zip(tables["events"]["event_id"], tables["events"]["title"], strict=True))
    _check_ends(titles, link)
    rows = [row for row in row_texts(tables["event_links"]) if key_of("event_links", row) != but]
    if same := _same_link(rows, link):
        raise OnRecordError(_duplicate_text(titles, link, same))
    if way := _way_back(rows, link) if link.relation in ONE_WAY else []:
        by = " → ".join(f"“{titles[event]}”" for event in way)
        raise OnRecordError(f"This would lead in a circle, by {by}: change or retract one of these links first.")


def _check_ends(titles: Mapping[str, str], link: Link) -> None:
    """Raise where a relation is missing, or one of two events that differ."""
    if link.relation not in RELATIONS:
        raise OnRecordError("Choose how the two events hang together.")
    if not (link.from_id and link.to_id):
        raise OnRecordError("Choose the other event.")
    if strange := {link.from_id, link.to_id} - set(titles):
        raise MissingError(f"There is no event '{min(strange)[:80]}' to link (any more).")
    if link.from_id == link.to_id:
        raise OnRecordError("Choose another event: no event is linked to itself.")


def _same_link(rows: Iterable[Row], link: Link) -> Row | None:
    """The link that says the same; a relation that has no direction may stand the other way round."""
    keys = [link.key, (link.to_id, link.from_id, link.relation)][: 2 if link.relation in SYMMETRIC else 1]
    return next((row for row in rows if key_of("event_links", row) in keys), None)


def _duplicate_text(titles: Mapping[str, str], link: Link, same: Row) -> str:
    cure = "" if same["report_id"] == link.report_id else " Where several reports say so, change it to name none."
    return f"{link_phrase(titles, key_of('event_links', same))} is on record already.{cure}"


def _way_back(rows: Iterable[Row], link: Link) -> list[str]:
    """The events by which links of one relation lead from the end of `link` back to where it begins; else none."""
    further: dict[str, list[str]] = {}
    for row in rows:
        if row["relation"] == link.relation:
            further.setdefault(row["from_id"], []).append(row["to_id"])
    ways, seen = [[link.to_id]], {link.to_id}
    for way in ways:  # grows while it is read
        if way[-1] == link.from_id:
            return way
        new = [event for event in further.get(way[-1], ()) if event not in seen]
        seen.update(new)
        ways += [[*way, event] for event in new]
    return []
