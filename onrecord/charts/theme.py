"""How every figure looks: two palettes, the empty frame, and the one way by which text of the data enters a figure."""

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from onrecord.charts.figure import Canvas

TEXT_PX = 12
CHAR_PX, CAPITAL_PX = 6.2, 8.0
LINE_PX = 16
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;"})
# What Plotly writes for its template "none": its own default would colour what is left open here.
NO_TEMPLATE: Mapping[str, Any] = {"data": {"scatter": [{"type": "scatter"}]}}
BUTTONS = ["zoom", "pan", "select", "lasso", "zoomin", "zoomout", "autoscale", "resetscale", "toimage"]


@dataclass(frozen=True)
class Palette:
    """The colours of one theme. ``steps`` gives fill and text colour of each position, -2 to +2."""

    surface: str
    ink: str
    muted: str
    grid: str
    band: str
    mark: str
    accent: str
    agree: str
    oppose: str
    mixed: str
    steps: Mapping[int, tuple[str, str]]


LIGHT = Palette(
    surface="#FBFAF7",
    ink="#1E2328",
    muted="#565C63",
    grid="#DEDACF",
    band="#F3F0E9",
    mark="#34495C",
    accent="#A3246E",
    agree="#0072B2",
    oppose="#D55E00",
    mixed="#666C73",
    steps=MappingProxyType(
        {
            -2: ("#B84A00", "#FFFFFF"),
            -1: ("#F3BC94", "#1E2328"),
            0: ("#D3D0C9", "#1E2328"),
            1: ("#A3CDE8", "#1E2328"),
            2: ("#00639C", "#FFFFFF"),
        }
    ),
)
DARK = Palette(
    surface="#14171B",
    ink="#E6E3DC",
    muted="#A8ADB3",
    grid="#343A42",
    band="#191D22",
    mark="#B4C5D4",
    accent="#F08CC0",
    agree="#56B4E9",
    oppose="#D55E00",
    mixed="#9AA0A6",
    steps=MappingProxyType(
        {
            -2: ("#E8772A", "#14171B"),
            -1: ("#6E4023", "#FFFFFF"),
            0: ("#4A4F56", "#FFFFFF"),
            1: ("#1F4E6B", "#FFFFFF"),
            2: ("#56B4E9", "#14171B"),
        }
    ),
)


def palette(canvas: Canvas) -> Palette:
    """The palette of the light or the dark theme."""
    return DARK if canvas.is_dark else LIGHT


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
    return " ".join(CONTROL.sub(" ", BIDI.sub("", line)).split())


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
    return clean(text).translate(ESCAPES)


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
    return "<br>".join(plain(line) for part in parts if part for line in wrap(part, 64, lines=4))


def count(number: int, noun: str) -> str:
    """A number with its noun.

    >>> count(1, "report"), count(2, "report")
    ('1 report', '2 reports')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def listed(parts: list[str]) -> str:
    """Parts as an enumeration.

    >>> listed(["3 planned", "2 proposed", "1 cancelled"])
    '3 planned, 2 proposed and 1 cancelled'
    """
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def frame(colours: Palette, *, height: int, margin: tuple[int, int, int, int], name: str) -> dict[str, Any]:
    """Layout that all figures share.

    Parameters
    ----------
    colours : palette
        Of the theme.
    height : pixels
        Of the whole figure.
    margin : pixels
        Left, right, top, bottom.
    name : text
        Of the kind of figure; as long as it stays the same, a redraw keeps what the visitor has set.

    Returns
    -------
    mapping
        Keyword arguments of ``Figure.update_layout``. The font family is left to the page.
    """
    left, right, top, bottom = margin
    return {
        "template": NO_TEMPLATE,
        "height": height,
        "margin": {"l": left, "r": right, "t": top, "b": bottom, "pad": 0, "autoexpand": False},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": colours.ink, "size": TEXT_PX},
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": colours.surface,
            "bordercolor": colours.muted,
            "font": {"color": colours.ink, "size": TEXT_PX + 1},
            "align": "left",
            "namelength": 0,
        },
        "modebar": {"remove": BUTTONS, "bgcolor": "rgba(0,0,0,0)"},
        "showlegend": True,
        "uirevision": name,
    }


def legend(colours: Palette, *, height: int, below: int) -> dict[str, Any]:
    """A legend that lies along the lower edge, its top `below` pixels above that edge in a figure `height` high."""
    return {
        "orientation": "h",
        "x": 0,
        "xref": "container",
        "xanchor": "left",
        "y": below / height,
        "yref": "container",
        "yanchor": "top",
        "font": {"color": colours.muted, "size": TEXT_PX},
        "bgcolor": "rgba(0,0,0,0)",
        "itemclick": False,
        "itemdoubleclick": False,
        "itemsizing": "trace",
        "traceorder": "normal",
    }


def legend_lines(names: Iterable[str], *, width: float) -> int:
    """Lines the entries of a legend take when laid side by side over `width` pixels; 0 where there are none."""
    entries = [text_px(name) + 44 for name in names]
    widest = max(entries, default=0)
    # Plotly gives every entry the room of the widest one.
    per_line = max(1, int(width // widest)) if widest else 1
    return -(-len(entries) // per_line)


def clickable(ids: Sequence[str], said: Sequence[str], name: str) -> dict[str, Any]:
    """What a trace of points that can be clicked has in common: one id a point, and what is said on hovering."""
    return {
        "customdata": list(ids),
        "hovertext": list(said),
        "hovertemplate": "%{hovertext}<extra></extra>",
        "showlegend": False,
        "name": name,
    }


def quiet(name: str) -> dict[str, Any]:
    """What a trace has in common that takes neither hovering nor clicks."""
    return {"hoverinfo": "skip", "showlegend": False, "name": name}


def steady(colour: str = "", *, opacity: float = 1) -> dict[str, Any]:
    """How points look while others are selected: as before; `colour` is that of their text, where they have one.

    Without it Plotly fades them, text included, and what was invisible appears.
    """
    marker = {"marker": {"opacity": opacity}}
    return {**marker, "textfont": {"color": colour}} if colour else marker


def faded(colour: str, opacity: float) -> str:
    """A colour ``#RRGGBB`` with that much opacity, 0 to 1.

    >>> faded("#FF8000", 0.5)
    'rgba(255,128,0,0.5)'
    """
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


def _char_px(char: str) -> float:
    if unicodedata.east_asian_width(char) in "WF":
        return float(TEXT_PX)
    return CAPITAL_PX if char.isupper() or char in "mwMW@%—…" else CHAR_PX
