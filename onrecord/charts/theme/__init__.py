"""How every figure looks: palettes, words and the frame. What all chart families build on."""

from onrecord.charts.theme.colours import Palette, mixture, palette, rgb, sign_colour, translucent
from onrecord.charts.theme.layout import LegendEntry, clickable, frame, halo, legend, legend_lines, quiet, steady
from onrecord.charts.theme.wording import (
    LINE_PX,
    SIGN_GLYPHS,
    SIGN_WORDS,
    TEXT_PX,
    clean,
    clip,
    lines,
    plain,
    reliance,
    signed_position,
    text_px,
    two_places,
    wrap,
)

__all__ = [
    "LINE_PX",
    "SIGN_GLYPHS",
    "SIGN_WORDS",
    "TEXT_PX",
    "LegendEntry",
    "Palette",
    "clean",
    "clickable",
    "clip",
    "frame",
    "halo",
    "legend",
    "legend_lines",
    "lines",
    "mixture",
    "palette",
    "plain",
    "quiet",
    "reliance",
    "rgb",
    "sign_colour",
    "signed_position",
    "steady",
    "text_px",
    "translucent",
    "two_places",
    "wrap",
]
