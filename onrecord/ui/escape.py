"""The one way for text from reports and people to reach the screen: shown as it is written, never as markup."""

import re
from collections import Counter
from collections.abc import Mapping
from html import escape

from onrecord.text import HIDDEN

# where Streamlit would put an icon, an emoji, an arrow or a link for what is written, escaped or not: a joiner nobody
# sees. Addresses become links after the backslashes are gone.
REPLACED = re.compile(r"(?<=:)(?=[a-z+/])|(?<=[-<>=~])(?=[-<>=~])|(?i:(?<=www))(?=\.)|(?<=[\w.+-])(?=@)")
MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~:$&@^=])")


def clean(text: str) -> str:
    """`text` without control characters and direction overrides.

    >>> clean("safe\\u202e txt")
    'safe txt'
    """
    return HIDDEN.sub("", text)


def html(text: object) -> str:
    """`text` (or a number) to stand inside an HTML element or attribute.

    >>> html("<b>5 & 6</b>")
    '&lt;b&gt;5 &amp; 6&lt;/b&gt;'
    """
    return escape(clean(str(text)), quote=True)


def label(text: str) -> str:
    """`text` to stand in a label that Streamlit reads as Markdown.

    >>> label("a *b* [c](d)")
    'a \\\\*b\\\\* \\\\[c\\\\]\\\\(d\\\\)'
    """
    return MARKUP.sub(r"\\\1", REPLACED.sub("\u2060", " ".join(clean(text).split())))


def told_apart(named: Mapping[str, str]) -> dict[str, str]:
    """What is shown for each value, with the value behind it where another shows the same.

    A choice on the screen is known by what it shows: of two that look alike the wrong one would be taken.

    >>> told_apart({"a": "Talks", "b": "Talks", "c": "Summit"})
    {'a': 'Talks (a)', 'b': 'Talks (b)', 'c': 'Summit'}
    """
    shown = {value: clean(name) for value, name in named.items()}
    taken = Counter(shown.values())
    return {value: name if taken[name] == 1 else f"{name} ({value})" for value, name in shown.items()}
