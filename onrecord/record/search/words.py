"""How words compare in a search: numerals as numbers, the distinct words of many texts, how alike two words are."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, combinations, count, groupby, permutations
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from onrecord.text import fold

UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
DECADES = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMERALS = {word: n for n, word in enumerate(UNITS.split())}
TENS = {word: 10 * n for n, word in enumerate(DECADES.split(), 2)}
BEGUN, SAME_CONSONANTS, INSIDE = 97.0, 90.0, 88.0
LONGEST_NAME = 6  # words of a name that has a short one
LEAST = {BEGUN: 3, SAME_CONSONANTS: 3, INSIDE: 4}  # letters from which each counts


def search_key(text: str) -> str:
    """`text` as it is compared: without what spellings differ in, numerals as numbers.

    >>> search_key("Twenty to twenty-five States")
    '20 to 25 states'
    """
    return " ".join(_with_numbers(fold(text).split()))


def _with_numbers(words: Sequence[str]) -> list[str]:
    if TENS.keys().isdisjoint(words) and NUMERALS.keys().isdisjoint(words):
        return list(words)
    written: list[str] = []
    tens = 0
    for word in words:
        unit = NUMERALS.get(word)
        if tens and unit and unit < 10:
            written[-1], tens = str(tens + unit), 0
            continue
        tens = TENS.get(word, 0)
        written.append(str(tens or (word if unit is None else unit)))
    return written


def abbreviations(spellings: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Short for long and long for short, of names of which one is the initials of another.

    Parameters
    ----------
    spellings : pairs of an id and a name as `search_key` gives it

    Returns
    -------
    spelling -> other spellings of the same id

    >>> abbreviations([("usa", "united states"), ("usa", "u s"), ("usa", "america")])
    {'u s': ('united states',), 'united states': ('u s',)}
    """
    found: dict[str, tuple[str, ...]] = {}
    for _, same in groupby(sorted(set(spellings)), key=itemgetter(0)):
        for (_, one), (_, other) in permutations(same, 2):
            if _is_short_for(one, other) or _is_short_for(other, one):
                found[one] = (*found.get(one, ()), other)
    return found


def _is_short_for(short: str, long: str) -> bool:
    initials = "".join(word[0] for word in long.split())
    return len(initials) > 1 and initials == short.replace(" ", "")


def variants(typed: str, short: Mapping[str, Sequence[str]], *, most: int = 5) -> list[str]:
    """What was typed, and the same with a short name for a long one or the other way round."""
    words = typed.split()
    spans = [(start, end) for start, end in combinations(range(len(words) + 1), 2) if end - start <= LONGEST_NAME]
    others = [
        " ".join([*words[:start], other, *words[end:]])
        for start, end in spans
        for other in short.get(" ".join(words[start:end]), ())
    ]
    return list(dict.fromkeys([typed, *others]))[:most]


class Phrases:
    """Many texts as one, in which a phrase is looked for once."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._joined = "\n".join(texts)
        self._starts = np.cumsum([0, *(len(text) + 1 for text in texts[:-1])])

    def holding(self, phrase: str) -> NDArray[np.int64]:
        """Which texts hold `phrase`."""
        at = [match.start() for match in re.finditer(re.escape(phrase), self._joined)]
        found: NDArray[np.int64] = np.searchsorted(self._starts, np.array(at, dtype=np.int64), side="right") - 1
        return found


class Vocabulary:
    """The distinct words of many texts, each compared once with what is typed."""

    def __init__(self, texts: Sequence[str]) -> None:
        split = [text.split() or [""] for text in texts]
        self._words = sorted(set(chain.from_iterable(split)))
        number = dict(zip(self._words, count()))
        self._numbers = np.fromiter((number[word] for words in split for word in words), dtype=np.int64)
        self._first = np.cumsum([0, *(len(words) for words in split[:-1])])
        self._letters = Phrases(self._words)
        by_bones: dict[tuple[str, str], list[int]] = {}
        for n, word in enumerate(self._words):
            by_bones.setdefault((word[:1], _bones(word)), []).append(n)
        self._by_bones = by_bones

    def likeness(self, queries: Sequence[str]) -> NDArray[np.float64]:
        """How well each text holds the words of one of `queries`, 0 to 100: the mean over the words, each by its best.

        A misspelt word still counts, a missing one costs.
        """
        words = list(dict.fromkeys(chain.from_iterable(query.split() for query in queries)))
        if not words or not self._words:
            return np.zeros(len(self._first))
        best = np.maximum.reduceat(self.alike(words)[:, self._numbers], self._first, axis=1)
        rows = [[words.index(word) for word in query.split()] for query in queries]
        score: NDArray[np.float64] = np.max([best[row].mean(axis=0, dtype=np.float64) for row in rows], axis=0)
        return score

    def alike(self, words: Sequence[str]) -> NDArray[np.float32]:
        """How alike each of `words` is to each word there is: by its letters, its beginning, its consonants."""
        alike: NDArray[np.float32] = process.cdist(words, self._words, scorer=fuzz.ratio, dtype=np.float32)
        for row, word in zip(alike, words, strict=True):
            if len(word) >= LEAST[INSIDE]:
                _raise_to(row, self._letters.holding(word), INSIDE)
            bones = _bones(word)
            if len(bones) >= LEAST[SAME_CONSONANTS]:
                _raise_to(row, self._by_bones.get((word[0], bones), []), SAME_CONSONANTS)
            if len(word) >= LEAST[BEGUN]:
                _raise_to(row, self._starting_with(word), BEGUN)
        return alike

    def _starting_with(self, word: str) -> slice:
        return slice(bisect_left(self._words, word), bisect_left(self._words, word + "\U0010ffff"))


def _raise_to(row: NDArray[np.float32], at: "slice | Sequence[int] | NDArray[np.int64]", least: float) -> None:
    row[at] = np.maximum(row[at], least)


def _bones(word: str) -> str:
    """A word without vowels and doubled letters; a word of vowels as it is."""
    return re.sub(r"[aeiouyw]|(?<=(.))\1", "", word) or word
