"""What can be found in a record: names and titles, what reports say, notes; each with the mark it leads to."""

import re
from collections.abc import Iterator
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from onrecord.record.differences import differences
from onrecord.record.model import Record
from onrecord.record.search.words import Phrases, Vocabulary, abbreviations, search_key

COLUMNS = ("mark", "kind", "part", "label", "shown", "text", "words")
PARTS = {"id": 0, "title": 0, "content": 1, "note": 2}
LATER = {"actor": 0, "issue": 0, "event": 2, "report": 2, "conflict": 3, "difference": 4, "stance": 5}
Entries = Iterator[pd.DataFrame]


class Index:
    """Everything that can be found.

    ``entries`` has a row for every text: ``mark``, ``kind``, ``part`` (id, title, content or note), ``label`` (title of
    what is found), ``shown`` (the text), ``text`` (the same as it is compared), ``words`` (the same, with those of the
    title: what is typed may be said half in one, half in the other; of an id nothing, for it is nobody's word).
    """

    def __init__(self, entries: pd.DataFrame | None = None) -> None:
        self.entries = pd.DataFrame(columns=COLUMNS, dtype="str") if entries is None else entries

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of all texts."""
        return Vocabulary(self.entries["words"].tolist())

    @cached_property
    def phrases(self) -> Phrases:
        """Each text with a blank before it: a phrase begins where a word begins."""
        is_id = self.entries["part"] == "id"
        return Phrases([f" {text}" for text in self.entries["text"].where(~is_id, "")])

    @cached_property
    def names(self) -> dict[str, list[int]]:
        """Where each name, title and id stands."""
        is_name = self.entries["part"].isin(["title", "id"]).to_numpy()
        rows = pd.Series(np.flatnonzero(is_name))
        return {str(text): list(same) for text, same in rows.groupby(self.entries["text"].to_numpy()[is_name])}

    @cached_property
    def ranks(self) -> NDArray[np.int64]:
        """Before what else each entry comes by where it stands: in a title, in what a report says, in a note."""
        return np.array([PARTS[part] for part in self.entries["part"]], dtype=np.int64)

    @cached_property
    def handicaps(self) -> NDArray[np.float64]:
        """What each entry is set back among those as near as it: by its kind, its length, where it stands."""
        short = np.array([min(len(text), 200) / 100 for text in self.entries["text"]], dtype=np.float64)
        later = np.array([LATER[kind] for kind in self.entries["kind"]], dtype=np.float64)
        handicaps: NDArray[np.float64] = later + short + 3 * self.ranks
        return handicaps

    @cached_property
    def short_names(self) -> dict[str, tuple[str, ...]]:
        """Short for long names of actors, and long for short."""
        names = self.entries[(self.entries["kind"] == "actor") & (self.entries["part"] == "title")]
        return abbreviations(zip(names["mark"], names["text"], strict=True))

    def titles(self, kind: str) -> "Index":
        """What is found by its title alone, of one kind."""
        rows = self.entries[(self.entries["kind"] == kind) & (self.entries["part"] == "title")]
        return Index(rows.reset_index(drop=True))


def index(record: Record) -> Index:
    """Everything that can be found in `record`."""
    parts = [*_actors(record), *_issues(record), *_events(record), *_stances(record), *_reports(record)]
    parts += [*_conflicts(record), *_differences(record)]
    told = pd.concat(parts, ignore_index=True)
    told = told[told["shown"] != ""]
    told = told.assign(text=told["shown"].map(search_key))
    told = told[told["text"] != ""].drop_duplicates(["mark", "text"], ignore_index=True)
    titles = told["mark"].map(told[told["part"] == "title"].drop_duplicates("mark").set_index("mark")["text"])
    titles = titles.fillna(told.loc[titles.isna(), "label"].map(search_key))
    words = told["text"].where(told["part"] == "title", titles + " " + told["text"])
    return Index(told.assign(words=words.where(told["part"] != "id", "")))


def _actors(record: Record) -> Entries:
    rows, aliases = record.actors, record.aliases
    yield _entries("actor", "title", rows["actor_id"], rows["name"])
    names = aliases["actor_id"].map(record.actor_names())
    yield _entries("actor", "title", aliases["actor_id"], names, aliases["alias"])
    yield _entries("actor", "id", rows["actor_id"], rows["name"], rows["actor_id"])
    yield _entries("actor", "content", rows["actor_id"], rows["name"], rows["role"])
    yield _entries("actor", "note", rows["actor_id"], rows["name"], rows["note"])


def _issues(record: Record) -> Entries:
    rows = record.issues
    yield _entries("issue", "title", rows["issue_id"], rows["label"])
    yield _entries("issue", "id", rows["issue_id"], rows["label"], rows["issue_id"])
    for part, column in (("content", "proposition"), ("content", "topic"), ("note", "note")):
        yield _entries("issue", part, rows["issue_id"], rows["label"], rows[column])


def _events(record: Record) -> Entries:
    rows, mentions = record.events, record.event_reports
    titles = mentions["event_id"].map(record.event_titles())
    yield _entries("event", "title", rows["event_id"], rows["title"])
    yield _entries("event", "id", rows["event_id"], rows["title"], rows["event_id"])
    days = rows["date_label"] + " \N{MIDDLE DOT} " + rows["title"]
    yield _entries("event", "content", rows["event_id"], rows["title"], days.where(rows["date_label"] != "", ""))
    for column in ("date", "place"):
        yield _entries("event", "content", rows["event_id"], rows["title"], rows[column])
    for column in ("gist", "reported_words", "reported_place"):
        yield _entries("event", "content", mentions["event_id"], titles, mentions[column])
    yield _entries("event", "note", rows["event_id"], rows["title"], rows["note"])
    yield _entries("event", "note", mentions["event_id"], titles, mentions["note"])


def _stances(record: Record) -> Entries:
    rows, issues = record.stances, record.issue_labels()
    who = rows["speaker_id"].map(record.actor_names()) + ": " + rows["issue_id"].map(issues)
    yield _entries("stance", "id", rows["stance_id"], who, rows["stance_id"])
    yield _entries("stance", "content", rows["stance_id"], who, rows["gist"])
    yield _entries("stance", "note", rows["stance_id"], who, rows["note"])


def _reports(record: Record) -> Entries:
    rows = record.reports
    titles = rows["name"] + ": " + rows["title"]
    for column in ("title", "name", "mark", "short_name", "outlet"):
        yield _entries("report", "title", rows["report_id"], titles, rows[column])
    for column in ("published_label", "published", "author", "derived_from"):
        yield _entries("report", "content", rows["report_id"], titles, rows[column])
    yield _entries("report", "note", rows["report_id"], titles, rows["note"])


def _conflicts(record: Record) -> Entries:
    rows, sides = record.conflicts, record.conflict_sides
    about = sides["conflict_id"].map(dict(zip(rows["conflict_id"], rows["about"], strict=True)))
    yield _entries("conflict", "title", rows["conflict_id"], rows["about"])
    yield _entries("conflict", "id", rows["conflict_id"], rows["about"], rows["conflict_id"])
    yield _entries("conflict", "content", sides["conflict_id"], about, sides["claim"])
    yield _entries("conflict", "content", rows["conflict_id"], rows["about"], rows["assessment"])
    yield _entries("conflict", "note", rows["conflict_id"], rows["about"], rows["note"])


def _differences(record: Record) -> Entries:
    """What reports tell differently, found by what it is about, not by the reports it is told by."""
    rows = record.once(differences).rows
    rows = rows[rows["standing"] != "recorded"]  # is found as its conflict
    about = rows["about"]
    if names := [re.escape(f"{name}") for name in record.report_names().values()]:
        about = about.str.replace(rf"\((?:{'|'.join(names)})(?:, (?:{'|'.join(names)}))*\)", "", regex=True)
    yield _entries("difference", "title", rows["difference_id"], rows["about"], about)
    yield _entries("difference", "content", rows["difference_id"], rows["about"], rows["rule"])
    yield _entries("difference", "note", rows["difference_id"], rows["about"], rows["reason"])


def _entries(kind: str, part: str, ids: pd.Series, label: pd.Series, shown: pd.Series | None = None) -> pd.DataFrame:
    texts = label if shown is None else shown
    cells = {"mark": f"{kind}:" + ids.astype("str"), "kind": kind, "part": part, "label": label, "shown": texts}
    return pd.DataFrame(cells)
