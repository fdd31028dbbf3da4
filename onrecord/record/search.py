"""Find an actor, an issue, an event or a gist by what somebody types: any alias, misspelling or transliteration."""

import re
from itertools import chain

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from onrecord.record.model import Record
from onrecord.text import fold

ENOUGH = 74


def index(record: Record) -> pd.DataFrame:
    """Everything that can be found: ``mark``, ``kind``, ``label`` as shown, ``text`` as folded for comparing."""
    names, labels, titles = record.actor_names(), record.issue_labels(), record.event_titles()
    aliases, gists = record.aliases, record.event_reports
    said = record.stances
    who = said["actor_id"].map(names) + ": " + said["issue_id"].map(labels)
    parts = [
        _entries("actor", record.actors["actor_id"], record.actors["name"], record.actors["name"]),
        _entries("actor", aliases["actor_id"], aliases["actor_id"].map(names), aliases["alias"]),
        _entries("issue", record.issues["issue_id"], record.issues["label"], record.issues["label"]),
        _entries("issue", record.issues["issue_id"], record.issues["label"], record.issues["proposition"]),
        _entries("event", record.events["event_id"], record.events["title"], record.events["title"]),
        _entries("event", gists["event_id"], gists["event_id"].map(titles), gists["gist"]),
        _entries("stance", said["stance_id"], who, said["gist"]),
        _entries("report", record.reports["report_id"], record.reports["title"], record.reports["title"]),
    ]
    return pd.concat(parts, ignore_index=True).drop_duplicates(["mark", "text"], ignore_index=True)


def find(entries: pd.DataFrame, typed: str, *, most: int = 8) -> pd.DataFrame:
    """The entries nearest to what was `typed`, best first, each mark once.

    Parameters
    ----------
    entries : table as from `index`
    typed : text
        Longer than 200 characters is cut.
    most : entries

    Returns
    -------
    table
        ``mark``, ``kind``, ``label``, ``matched`` (0 to 100). Empty where nothing is near.
    """
    wanted = fold(typed[:200].encode(errors="ignore").decode())
    if len(wanted) < 2 or entries.empty:
        return entries.head(0).assign(matched=0.0)[["mark", "kind", "label", "matched"]]
    scores = _near(wanted, entries["text"].tolist())
    short = entries["text"].str.len().clip(upper=200).to_numpy() / 100
    ranked = entries.assign(matched=scores, order=scores - short - entries["kind"].map(LATER).to_numpy())
    near = ranked[ranked["matched"] >= ENOUGH].sort_values("order", ascending=False, kind="stable")
    return near.drop_duplicates("mark").head(most)[["mark", "kind", "label", "matched"]].reset_index(drop=True)


LATER = {"actor": 0, "issue": 0, "event": 2, "report": 2, "stance": 4}


def _near(wanted: str, texts: list[str]) -> NDArray[np.float64]:
    """How well every word typed is found in each text; a misspelt word still counts, a missing one costs.

    Each distinct word of the texts is compared once.
    """
    split = [text.split() or [""] for text in texts]
    number = {word: i for i, word in enumerate(dict.fromkeys(chain.from_iterable(split)))}
    words = np.array([number[word] for words in split for word in words])
    first = np.cumsum([0, *(len(words) for words in split[:-1])])
    alike = _alike(list(dict.fromkeys(wanted.split())), list(number))
    score: NDArray[np.float64] = np.maximum.reduceat(alike[:, words], first, axis=1).mean(axis=0)
    return np.where([wanted in text for text in texts], 100.0, score)


def _alike(words: list[str], others: list[str]) -> NDArray[np.float64]:
    """How alike each of `words` is to each of `others`, 0 to 100: its beginning, or its consonants, count as well."""
    alike: NDArray[np.float64] = process.cdist(words, others, scorer=fuzz.ratio, dtype=np.float64)
    theirs = [_bones(other) for other in others]
    for row, word in zip(alike, words, strict=True):
        bones = _bones(word)
        if len(bones) >= 3:
            same = [b == bones and other[0] == word[0] for b, other in zip(theirs, others, strict=True)]
            row[same] = np.maximum(row[same], 90.0)
        if len(word) >= 3:
            begun = [other.startswith(word) for other in others]
            row[begun] = np.maximum(row[begun], 97.0)
    return alike


def _bones(word: str) -> str:
    """A word without vowels and doubled letters; a word of vowels as it is."""
    return re.sub(r"[aeiouyw]|(?<=(.))\1", "", word) or word


def _entries(kind: str, ids: pd.Series, label: pd.Series, text: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"mark": kind + ":" + ids, "kind": kind, "label": label, "text": text.map(fold)})
