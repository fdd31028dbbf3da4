"""Words in figures: the one way by which text of the data enters one, its width, and how numbers are written."""

import textwrap
import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from onrecord.text import count, one_line, without_bidi

# How a dyad stands: 1 agree, -1 oppose, 0 neither beyond chance; in words and as it is written on a mark.
SIGN_WORDS: Mapping[int, str] = MappingProxyType({1: "agree", -1: "oppose", 0: "not above chance"})
SIGN_GLYPHS: Mapping[int, str] = MappingProxyType({1: "+", -1: "−", 0: "≈"})
TEXT_PX = 12
CHAR_PX, CAPITAL_PX = 6.2, 8.0
LINE_PX = 16


def clean(text: object) -> str:
    """Text on one line, without the characters that hide or reorder other text.

    Parameters
    ----------
    text : any value
        As it stands in a table.

    Returns
    -------
    text
        Control characters become a space; embeddings, overrides and isolates of the writing direction are left out.

    Notes
    -----
    Right-to-left letters themselves stay: a browser orders them rightly by itself.

    >>> clean("Doha\\n\\u202etalks")
    'Doha talks'
    """
    line = str(text)
    # Nearly every text is clean: what is printable holds no control, no format character, and no space but " ".
    if line.isprintable() and "  " not in line and line == line.strip(" "):
        return line
    return one_line(without_bidi(line))


def plain(text: object) -> str:
    """Text that a figure shows letter by letter, whatever it contains.

    Parameters
    ----------
    text : any value
        As it stands in a table: a title, a name, a label.

    Returns
    -------
    text
        Cleaned as by `clean`, with ``&``, ``<``, ``>`` and ``$`` written as entities.

    Notes
    -----
    Plotly reads tags in every text it draws, and mathematics between dollar signs wherever MathJax is loaded.

    >>> plain("<b>A & B</b>")
    '&lt;b&gt;A &amp; B&lt;/b&gt;'
    """
    return _as_entities(clean(text))


def text_px(text: str, *, size: int = TEXT_PX) -> float:
    """Width a text takes when drawn, in pixels, estimated on the generous side."""
    return sum(_char_px(c) for c in text) * size / TEXT_PX


def clip(text: object, length: int) -> str:
    """Text of at most `length` characters, an ellipsis where some were left out. Not yet escaped.

    >>> clip("Quartet of mediators", 8)
    'Quartet…'
    """
    whole = clean(text)
    return whole if len(whole) <= length else whole[: length - 1].rstrip() + "…"


def wrap(text: object, length: int, *, lines: int = 2) -> list[str]:
    """Text broken into at most `lines` lines of at most `length` characters, ending in an ellipsis where cut short.

    >>> wrap("Quartet on the Middle East", 12)
    ['Quartet on', 'the Middle…']
    """
    whole = clean(text)
    broken = textwrap.wrap(whole, length, break_long_words=True) if len(whole) > length else [whole]
    if len(broken) <= lines:
        return broken
    last = broken[lines - 1]
    return [*broken[: lines - 1], (last if len(last) < length else last[: length - 1]).rstrip() + "…"]


def lines(parts: Iterable[object]) -> str:
    """Several texts, each escaped and wrapped, one under the other; empty ones are left out."""
    return "<br>".join(_as_entities(line) for part in parts if part for line in wrap(part, 64, lines=4))


def two_places(number: float) -> str:
    """A number with its sign and two places.

    >>> two_places(-0.5), two_places(0.0)
    ('−0.50', '0.00')
    """
    text = f"{number:+.2f}"
    return "0.00" if text in ("+0.00", "-0.00") else text.replace("-", "−")


def signed_position(position: int) -> str:
    """A position with its sign.

    >>> signed_position(2), signed_position(-1), signed_position(0)
    ('+2', '−1', '0')
    """
    return f"{position:+d}".replace("-", "−") if position else "0"


def reliance(rests_on: str) -> str:
    """The line that names each report whose loss alone would undo or turn a dyad; "" where there is none.

    >>> reliance("R2"), reliance("R1,R2")
    ('rests on one report: R2', 'rests on each one of 2 reports: R1, R2')
    """
    reports = rests_on.split(",") if rests_on else []
    if len(reports) > 1:
        return f"rests on each one of {count(len(reports), 'report')}: {', '.join(reports)}"
    return f"rests on one report: {rests_on}" if reports else ""


def _as_entities(line: str) -> str:
    # "&" first; faster than one table for all four, and thousands of texts go through here.
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("$", "&#36;")


def _char_px(char: str) -> float:
    if unicodedata.east_asian_width(char) in "WF":
        return float(TEXT_PX)
    return CAPITAL_PX if char.isupper() or char in "mwMW@%—…" else CHAR_PX
