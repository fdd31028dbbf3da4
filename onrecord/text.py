"""Letters and words: what a control character is, what turns the direction of writing, how spellings compare, counts.

A *control character* is, everywhere in the program, a code that no printed text holds: the C0 and C1 controls but tab
and line feed (a carriage return is one: line ends are line feeds), lone surrogates, U+FFFE and U+FFFF. Each place says
what becomes of one: files are refused, uploads show U+FFFD in its stead, screens and exports leave it out.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

MOST = 64  # characters of an id made from words
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_CODES = r"\x00-\x08\x0b-\x1f\x7f-\x9f"
_NONCHARACTERS = r"\ud800-\udfff\ufffe\uffff"
CONTROL = re.compile(f"[{_CODES}{_NONCHARACTERS}]")
NONCHARACTER = re.compile(f"[{_NONCHARACTERS}]")
SURROGATE = re.compile(r"[\ud800-\udfff]")
# Line breaks and tabs are the only codes of C0 that XML 1.0 carries; those of C1 it does.
NOT_XML = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f{_NONCHARACTERS}]")
# Embeddings, overrides and isolates: they make text read as something else, and no word needs them.
BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
# Marks of one letter's direction: words in Arabic and Hebrew are typed with them.
DIRECTION_MARK = re.compile(r"[\u061c\u200e\u200f]")
NO_WIDTH = re.compile(r"[\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
# What must not reach a screen as it is: a reader would not see it, or would see something else.
HIDDEN = re.compile(f"{CONTROL.pattern}|{BIDI.pattern}|\ufeff")
ALIKE = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ـ": None, "־": " ", "ı": "i", "ø": "o", "ł": "l"}
)
ARTICLES = {"al", "el", "the", "of"}


def without_control(text: str, instead: str = "") -> str:
    """`text` without control characters, or with `instead` for each.

    >>> without_control("a\\x00b\\r\\n\\tc")
    'ab\\n\\tc'
    """
    return CONTROL.sub(instead, text)


def without_bidi(text: str) -> str:
    """`text` without what changes the direction of writing behind it.

    >>> without_bidi("safe\\u202e txt")
    'safe txt'
    """
    return BIDI.sub("", text)


def one_line(text: str) -> str:
    """`text` as one line: line breaks, control characters and runs of blanks become one blank each.

    >>> one_line(" two\\n\\x00 lines ")
    'two lines'
    """
    return " ".join(without_control(text, " ").split())


def encodable(text: str) -> str:
    """`text` that UTF-8 can carry: lone surrogates become U+FFFD."""
    return SURROGATE.sub(REPLACEMENT, text)


def with_escapes(text: str) -> str:
    r"""`text` with the code of each character that does not print.

    >>> with_escapes("a\x00b")
    'a\\x00b'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def base_letters(text: str) -> str:
    """`text` without case, accents and vowel points, compatibility forms as plain letters.

    >>> base_letters("Riyād Straße")
    'riyad strasse'
    """
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def fold(text: str) -> str:
    """`text` without what spellings differ in: case, accents, vowel points, punctuation, articles.

    >>> fold("Riyād al-Mālikī")
    'riyad maliki'
    """
    plain = base_letters(text)
    words = re.sub(r"[^\w]+", " ", re.sub(r"['’ʼʻ`´]", "", plain.translate(ALIKE))).split()
    return " ".join(w for w in words if w not in ARTICLES) or plain.strip()


def latin_slug(text: str) -> str:
    """The Latin letters and digits of `text` in lower case, a hyphen between words; "" where there are none.

    >>> latin_slug("Lavrov names Égypt"), latin_slug("قمة")
    ('lavrov-names-egypt', '')
    """
    return re.sub(r"[^a-z0-9]+", "-", base_letters(text).encode("ascii", "ignore").decode()).strip("-")


def slug(*words: str) -> str:
    """An id made from `words`: lower case, ASCII, at most `MOST` characters; a short hash where no letter is Latin.

    >>> slug("Lavrov names Égypt", "2021-01-26"), slug("قمة موسكو")[:2]
    ('lavrov-names-egypt-2021-01-26', 'x-')
    """
    whole = " ".join(words)
    latin = latin_slug(whole)
    if not re.search(r"[a-z]", latin):
        return "-".join(["x", hashlib.sha256(whole.encode()).hexdigest()[:10]])
    return latin if len(latin) <= MOST else latin[:MOST].rpartition("-")[0] or latin[:MOST]


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun, which takes an s where no `plural` is given.

    >>> count(1, "report"), count(1200, "event"), count(0, "copy", "copies")
    ('1 report', '1,200 events', '0 copies')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def enumeration(parts: Sequence[str]) -> str:
    """Parts as an enumeration.

    >>> enumeration(["3 planned", "2 proposed", "1 cancelled"])
    '3 planned, 2 proposed and 1 cancelled'
    """
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
