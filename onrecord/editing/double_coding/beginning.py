"""A second reading begins: a dossier of one's own, without what was coded from the reports to be read."""

import re
from collections.abc import Collection, Mapping

import pandas as pd

from onrecord import checks, store
from onrecord.editing.access import authorise
from onrecord.editing.double_coding.codings import common_reports
from onrecord.editing.workspace import Workspace
from onrecord.errors import DossierError, MissingError, OnRecordError
from onrecord.schema.dossier import Dossier
from onrecord.text import latin_slug

Tables = Mapping[str, pd.DataFrame]
LONGEST = 80  # characters of an id
BEGUN = re.compile(r"second reading of (?P<reports>[a-z0-9_, -]+), begun from (?P<origin>[a-z0-9_-]+) \d+")


def begin_reading(workspace: Workspace, report_ids: Collection[str], title: str) -> str:
    """Begin a dossier in which this coder codes `report_ids` anew; its id, ``<dossier>-<coder>``.

    Reports, actors, aliases and issues go along, and so does all that rests on other reports; what was coded from
    `report_ids` does not. Of an event that other reports tell too, everything but the mention is there to be seen. The
    texts kept for the reports go along.

    Raises AccessError where the coder may not write, MissingError where a report is not in the dossier, OnRecordError
    where no report or no title is given, or a dossier of this title is there already, DossierError where what is left
    would break the codebook.
    """
    authorise(workspace.coder)
    held = store.load(workspace.engine, workspace.dossier_id)
    _check(workspace, held, report_ids, title.strip())
    dossier_id = _free_id(workspace)
    meta = {**held.meta, "title": title.strip()}
    blank = Dossier(dossier_id, meta, without_coding(held.tables, set(report_ids)))
    if found := checks.faults(blank.meta, blank.tables):
        raise DossierError(dossier_id, found)
    reason = f"second reading of {', '.join(sorted(report_ids))}, begun from {workspace.dossier_id} {held.revision}"
    store.save(workspace.engine, blank, made_by=workspace.coder.name, reason=reason)
    for text in store.report_texts(workspace.engine, workspace.dossier_id).values():
        store.keep_text(workspace.engine, dossier_id, text, workspace.coder.name)
    return dossier_id


def reading_origin(engine: store.Store, dossier_id: str) -> tuple[str, frozenset[str]]:
    """The dossier that a second reading was begun from, by its id now, and the reports it reads anew; "" and none for
    any other.
    """
    reasons = store.revisions(engine, dossier_id)["reason"]
    found = BEGUN.fullmatch(str(reasons.iloc[0])) if len(reasons) else None
    origin = store.current_id(engine, found["origin"]) if found else ""
    return (origin, frozenset(found["reports"].split(", "))) if found else ("", frozenset())


def coded_in(engine: store.Store, dossier_id: str, report_id: str) -> str:
    """The dossier in which a report was coded: of one that a second reading does not read anew, that it came from."""
    own = store.current_id(engine, dossier_id)
    origin, anew = reading_origin(engine, own)
    is_own = origin in ("", own) or report_id in anew
    return own if is_own else coded_in(engine, origin, report_id)


def comparable(engine: store.Store, left: Dossier, right: Dossier) -> dict[str, str]:
    """The reports that two dossiers hold in two codings: id in `left` -> id in `right`.

    A report that one of the two, or both, only took along is one coding twice, and says nothing of two coders.
    """
    return {
        ours: theirs
        for ours, theirs in common_reports(left, right).items()
        if coded_in(engine, left.dossier_id, ours) != coded_in(engine, right.dossier_id, theirs)
    }


def without_coding(tables: Tables, report_ids: set[str]) -> dict[str, pd.DataFrame]:
    """The tables of a dossier without what was coded from some of its reports.

    Events that no other report mentions go, with their actors and links; so does every conflict that one of the
    reports has a side in, or that is about something that goes.
    """
    mentions, stances = (_without(tables[name], "report_id", report_ids) for name in ("event_reports", "stances"))
    events = tables["events"][tables["events"]["event_id"].isin(mentions["event_id"])]
    gone = report_ids | (set(tables["events"]["event_id"]) - set(events["event_id"]))
    gone |= set(tables["stances"]["stance_id"]) - set(stances["stance_id"])
    parts, links = (_without(tables[name], "report_id", report_ids) for name in ("event_actors", "event_links"))
    sides, conflicts = tables["conflict_sides"], tables["conflicts"]
    about = conflicts["subject_table"].isin(["events", "stances", "reports"]) & conflicts["subject_id"].isin(gone)
    verdicts = _without(tables["verdicts"], "subject_id", gone)
    told = set(sides.loc[sides["report_id"].isin(report_ids), "conflict_id"]) | set(conflicts.loc[about, "conflict_id"])
    return dict(tables) | {
        "event_reports": mentions,
        "stances": stances,
        "events": events,
        "event_actors": parts[parts["event_id"].isin(events["event_id"])],
        "event_links": _without(_without(links, "from_id", gone), "to_id", gone),
        "conflicts": _without(conflicts, "conflict_id", told),
        "conflict_sides": _without(sides, "conflict_id", told),
        "verdicts": _without(verdicts, "conflict_id", told),
    }


def _without(rows: pd.DataFrame, column: str, values: set[str]) -> pd.DataFrame:
    return rows[~rows[column].isin(values)]


def _check(workspace: Workspace, held: Dossier, report_ids: Collection[str], title: str) -> None:
    if not report_ids:
        raise OnRecordError("Choose at least one report to read anew.")
    if missing := set(report_ids) - set(held.tables["reports"]["report_id"]):
        raise MissingError(f"This dossier has no report '{min(missing)[:LONGEST]}'.")
    if not title:
        raise OnRecordError("Give the second reading a title of its own.")
    if title in store.dossiers(workspace.engine).values():
        raise OnRecordError("There is a dossier of this title already: open it, or choose another title.")


def _free_id(workspace: Workspace) -> str:
    who, number = latin_slug(workspace.coder.name) or "coder", 1
    while True:
        ending = f"-{who[:30]}" + (f"-{number}" if number > 1 else "")
        dossier_id = workspace.dossier_id[: LONGEST - len(ending)] + ending
        if not store.newest(workspace.engine, dossier_id):
            return dossier_id
        number += 1
