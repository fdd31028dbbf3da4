"""What text may hold once it leaves: no character a file cannot carry, no cell a spreadsheet would run."""

import re

from onrecord.text import NONCHARACTER, NOT_XML, REPLACEMENT, without_control

# A leading = + - @, their full-width forms, or a tab makes a cell a formula; spreadsheets skip white space before it.
_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|\s*\t)")


def guard(text: str) -> str:
    """`text` as a spreadsheet takes for text: an apostrophe before whatever it would take for a formula.

    Parameters
    ----------
    text : any text

    Returns
    -------
    text
        Unchanged, or with one apostrophe more in front. A formula that already has apostrophes in front gets one more,
        so that `unguard` always gives back what was there.

    Source: OWASP, "CSV Injection".

    Examples
    --------
    >>> guard("=1+1"), guard("'=1+1"), guard("'tis"), guard("Quartet")
    ("'=1+1", "''=1+1", "'tis", 'Quartet')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """`text` as it was before `guard`.

    >>> unguard("'=1+1"), unguard("''=1+1"), unguard("'tis")
    ('=1+1', "'=1+1", "'tis")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def printable(text: str) -> str:
    """`text` without control characters; what is no character at all becomes U+FFFD, so that the loss is seen.

    >>> printable("a" + chr(0) + "b" + chr(13) + chr(10))
    'ab\\n'
    """
    return without_control(NONCHARACTER.sub(REPLACEMENT, text))


def xml_text(text: str) -> str:
    """`text` that XML 1.0 can carry: what it cannot becomes U+FFFD, so that the loss is seen.

    A carriage return becomes a line feed, as every XML parser would read it.
    """
    return NOT_XML.sub(REPLACEMENT, text.replace("\r\n", "\n").replace("\r", "\n"))
