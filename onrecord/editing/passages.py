"""Passages of a text: its sentences, and where a pasted passage stands in it. Places are Python string indices."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

Span = tuple[int, int]
LONGEST = 4000  # characters of a pasted passage that are looked for
LEAST = 8  # characters below which only the very words count
ALIKE = 82.0
# A full stop, question or exclamation mark of any script, what closes after it, and then a blank. Chinese and Japanese
# marks need none. A line break always ends a sentence: headlines have no mark.
END = re.compile(r"[.!?…؟۔।॥։።]+[\"'”’»)\]]*(?=\s|$)|[。！？｡]+[”’」』）]*|\n+|$")
SHORT = re.compile(
    r"(?:^|[\s(“\"'])(?:\w|(?:\w\.)+\w|Mr|Mrs|Ms|Dr|St|Gen|Sen|Rep|Gov|Lt|Col|Prof|No|Mt|vs|etc|cf|"
    r"Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|г|гг|т|ул|им)\.$"
)
QUOTES = str.maketrans(
    dict.fromkeys("“”„‟«»״＂", '"') | dict.fromkeys("‘’‚‛ʼʻ`´׳", "'") | dict.fromkeys("‐‑‒–—―−־", "-")
)


@dataclass(frozen=True)
class PassageMatch:
    """Where a pasted passage stands: ``start`` and ``end`` in the text, and how surely.

    ``how``: ``exact`` (the same but for blanks, quotation marks, dashes and case) or ``alike``. ``n_places``: how often
    it stands in the text; ``likeness`` 0 to 100.
    """

    start: int
    end: int
    how: Literal["exact", "alike"]
    n_places: int
    likeness: float


def sentences(text: str, body: Span | None = None) -> list[Span]:
    """The sentences of `text` within `body` (by default all of it), each as start and end, without blanks around.

    >>> sentences("Mr. Smith left. Why? No one knows.")
    [(0, 15), (16, 20), (21, 34)]
    """
    first, last = body or (0, len(text))
    found, begun = [], first
    for end in END.finditer(text, first, last):
        if _goes_on(text, (begun, end.end()), last):
            continue
        found.append(trim(text, (begun, end.end()), (first, last)))
        begun = end.end()
    found.append(trim(text, (begun, last), (first, last)))
    return [span for span in found if span]


def _goes_on(text: str, span: Span, last: int) -> bool:
    """Whether the full stop that `span` ends with belongs to a short form, or a small letter follows it."""
    told = text[span[0] : span[1]]
    if not told.endswith("."):
        return False
    after = text[span[1] : last].lstrip(" \t\xa0")[:1]
    return after.islower() or (bool(after.strip()) and bool(SHORT.search(told)))


def trim(text: str, span: Span, body: Span) -> Span | None:
    """`span` without the blanks at its ends and without what lies outside `body`; None where nothing is left."""
    start, end = max(span[0], body[0], 0), min(span[1], body[1], len(text))
    told = text[start:end]
    bare = told.strip()
    if not bare:
        return None
    start += len(told) - len(told.lstrip())
    return start, start + len(bare)


def next_uncoded(places: Sequence[Span], coded: Iterable[Span], after: int) -> Span | None:
    """The next of `places` (sentences, in order) from `after` on that no `coded` span touches; from the top if need be.

    None where every sentence is coded.
    """
    taken = list(coded)
    free = [p for p in places if not any(s < p[1] and p[0] < e for s, e in taken)]
    return next((p for p in free if p[0] >= after), free[0] if free else None)


def find(text: str, pasted: str, body: Span | None = None) -> PassageMatch | None:
    """Where `pasted` stands in the `body` of `text`; None where nothing there is near it.

    Blanks, line breaks, quotation marks, dashes and case may differ. Without such a place the most similar one is
    taken, if it is similar enough, and says that it is merely alike. Of several equal places the first is taken.
    """
    first, last = body or (0, len(text))
    wanted = _plain(pasted[:LONGEST])[0].strip()
    told, places = _plain(text[first:last])
    if not wanted:
        return None
    at = told.find(wanted)
    if at >= 0:
        start, end = first + places[at], first + places[at + len(wanted) - 1] + 1
        return PassageMatch(start, end, "exact", told.count(wanted), 100.0)
    if len(wanted) < LEAST:
        return None
    near = fuzz.partial_ratio_alignment(wanted, told, score_cutoff=ALIKE)
    if near is None or near.dest_start >= near.dest_end:
        return None
    span = _whole_words(text, (first + places[near.dest_start], first + places[near.dest_end - 1] + 1), (first, last))
    return PassageMatch(*span, "alike", 1, round(near.score, 1))


def _plain(text: str) -> tuple[str, list[int]]:
    """`text` without what pasting changes, and for each of its characters the index it came from."""
    out: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        for plain in _plain_letters(char):
            if plain != " " or out[-1:] != [" "]:
                out.append(plain)
                places.append(at)
    return "".join(out), places


def _plain_letters(char: str) -> str:
    if char.isspace():
        return " "
    if unicodedata.category(char) in ("Cf", "Cc", "Mn"):
        return ""
    letters = unicodedata.normalize("NFKC", char).translate(QUOTES).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _whole_words(text: str, span: Span, body: Span) -> Span:
    start, end = span
    while start > body[0] and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < body[1] and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return trim(text, (start, end), body) or span
