"""Two palettes, one for each theme of the page, and tones made of their colours."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from onrecord.charts.figure import Canvas


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


def sign_colour(sign: int, colours: Palette) -> str:
    """The hue of a sign: 1 agree, -1 oppose, all else neither."""
    return {1: colours.agree, -1: colours.oppose}.get(sign, colours.mixed)


def translucent(colour: str, opacity: float) -> str:
    """A colour ``#RRGGBB`` with that much opacity, 0 to 1.

    >>> translucent("#FF8000", 0.5)
    'rgba(255,128,0,0.5)'
    """
    red, green, blue = rgb(colour)
    return f"rgba({red},{green},{blue},{opacity:g})"


def mixture(one: str, other: str, share: float) -> str:
    """The colour ``#RRGGBB`` between two, with that share of the second.

    >>> mixture("#000000", "#FF8000", 0.5)
    '#804000'
    """
    parts = [(1 - share) * a + share * b for a, b in zip(rgb(one), rgb(other), strict=True)]
    return "#" + "".join(f"{round(part):02X}" for part in parts)


def rgb(colour: str) -> list[int]:
    """Red, green and blue of a colour ``#RRGGBB``, 0 to 255."""
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
