"""Find an actor, an issue, an event or a gist by what somebody types: any alias, misspelling or transliteration."""

import re
import unicodedata

import pandas as pd
from rapidfuzz import fuzz

from onrecord.record.model import Record

ENOUGH = 74
LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ـ": None, "־": " ", "ı": "i", "ø": "o", "ł": "l"}
)


def fold(text: str) -> str:
    """`text` without what spellings differ in: case, accents, vowel points, punctuation, articles.

    >>> fold("Riyād al-Mālikī")
    'riyad maliki'
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    words = re.sub(r"[^\w]+", " ", re.sub(r"['’ʼʻ`´]", "", plain.translate(LETTERS))).split()
    return " ".join(w for w in words if w not in {"al", "el", "the", "of"}) or plain.strip()


def index(record: Record) -> pd.DataFrame:
    """Everything that can be found: ``mark``, ``kind``, ``label`` as shown, ``text`` as folded for comparing."""
    names, labels, titles = record.names(), record.labels(), record.titles()
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
    wanted = fold(typed[:200])
    if len(wanted) < 2 or entries.empty:
        return entries.head(0).assign(matched=0.0)[["mark", "kind", "label", "matched"]]
    scores = [_near(wanted, text) for text in entries["text"]]
    short = entries["text"].str.len().clip(upper=200).to_numpy() / 100
    ranked = entries.assign(matched=scores, order=scores - short - entries["kind"].map(LATER).to_numpy())
    near = ranked[ranked["matched"] >= ENOUGH].sort_values("order", ascending=False, kind="stable")
    return near.drop_duplicates("mark").head(most)[["mark", "kind", "label", "matched"]].reset_index(drop=True)


LATER = {"actor": 0, "issue": 0, "event": 2, "report": 2, "stance": 4}


def _near(wanted: str, text: str) -> float:
    """How well every word typed is found in `text`; a misspelt word still counts, a missing one costs."""
    words = text.split()
    if not words:
        return 0.0
    if wanted in text:
        return 100.0
    best = [max(_alike(word, other) for other in words) for word in wanted.split()]
    return float(sum(best) / len(best))


def _alike(word: str, other: str) -> float:
    if len(word) >= 3 and other.startswith(word):
        return 97.0
    bones, theirs = (re.sub(r"[aeiouyw]|(?<=(.))\1", "", w) or w for w in (word, other))
    alike = fuzz.ratio(word, other)
    return max(alike, 90.0) if len(bones) >= 3 and bones == theirs and word[0] == other[0] else alike


def _entries(kind: str, ids: pd.Series, label: pd.Series, text: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"mark": kind + ":" + ids, "kind": kind, "label": label, "text": text.map(fold)})
