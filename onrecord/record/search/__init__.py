"""Find what somebody types anywhere in a record: names, titles, gists, propositions, notes, conflicts, differences.

Any alias, misspelling or transliteration counts, and a number in words as in figures.
"""

import numpy as np
import pandas as pd

from onrecord.record.search.entries import Index, index
from onrecord.record.search.words import Vocabulary, search_key, variants

__all__ = ["Index", "find", "index", "search_key"]

ENOUGH = 74
LONGEST = 200  # characters of what is typed
HITS = ("mark", "kind", "label", "matched", "words")
CALLED_SO, FUZZY = -1, 3  # beside the ranks of an index
ABREAST = 4  # hits of one kind before those of others
BEFORE, AFTER = 4, 10  # words shown before and after the first that matched


def find(found_in: Index, typed: str, *, most: int = 8) -> pd.DataFrame:
    """What is nearest to what was `typed`, best first, each mark once.

    Parameters
    ----------
    found_in : index of a record
    typed : text
        Longer than 200 characters is cut.
    most : hits

    Returns
    -------
    table
        ``mark``, ``kind``, ``label``, ``matched`` (0 to 100), ``words`` (of what matched elsewhere than in the label,
        the words it matched in; else ""). Empty where nothing is near.

    Notes
    -----
    First what is called so, then the phrase as it was typed: in a name, a title or what a conflict is about, then in
    what reports say, then in notes; then what holds its words, in whatever order and nearly spelt so. Not more than
    four of a kind come before the others.
    """
    wanted = search_key(typed[:LONGEST].encode(errors="ignore").decode())
    if len(wanted) < 2 or found_in.entries.empty:
        return pd.DataFrame({name: pd.Series(dtype="float" if name == "matched" else "str") for name in HITS})
    queries = variants(wanted, found_in.short_names)
    hits = _ranked(found_in, queries).drop_duplicates("mark").reset_index(drop=True)
    later = hits.groupby("kind").cumcount() >= ABREAST
    hits = hits.loc[later.sort_values(kind="stable").index].head(most).reset_index(drop=True)
    return hits.assign(words=_matched_words(hits, queries))[list(HITS)]


def _ranked(found_in: Index, queries: list[str]) -> pd.DataFrame:
    """The entries that are near enough, the best first."""
    matched = found_in.vocabulary.likeness(queries)
    rank = np.full(len(matched), FUZZY)
    for query in queries:
        holding = found_in.phrases.holding(f" {query}")
        rank[holding] = found_in.ranks[holding]
    rank[[row for query in queries for row in found_in.names.get(query, [])]] = CALLED_SO
    matched[rank < FUZZY] = 100.0
    near = np.flatnonzero(matched >= ENOUGH)
    best = near[np.lexsort((found_in.handicaps[near] - matched[near], rank[near]))]
    return found_in.entries.iloc[best].assign(matched=matched[best])


def _matched_words(hits: pd.DataFrame, queries: list[str]) -> list[str]:
    words = []
    for kind, part, label, shown in hits[["kind", "part", "label", "shown"]].itertuples(index=False):
        is_title = part == "title" and (kind == "difference" or shown in label)
        words.append("" if part == "id" or is_title else excerpt(shown, queries[0]))
    return words


def excerpt(text: str, wanted: str) -> str:
    """The words of `text` around those that are `wanted`, or near them.

    >>> excerpt("The conference of twenty to twenty-five states, late in the year, is hoped for here", "25 states")
    '… conference of twenty to twenty-five states, late in the year, is hoped for here'
    """
    words = text.split()
    tokens = Vocabulary([search_key(word) for word in words])
    near = np.max([tokens.likeness([word]) for word in wanted.split()], axis=0)
    held = np.convolve(np.where(near >= ENOUGH, near, 0), np.ones(len(wanted.split())), "full")
    first = max(int(np.argmax(held)) - len(wanted.split()) + 1, 0)
    start, end = max(first - BEFORE, 0), first + AFTER
    return " ".join(["…"] * (start > 0) + words[start:end] + ["…"] * (end < len(words)))
