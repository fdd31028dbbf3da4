"""Tables and graphs as Plotly figures. Each function returns a figure, and none shows it."""

from onrecord.charts.alignment import alignment, alignment_alt
from onrecord.charts.blocs import blocs, blocs_alt
from onrecord.charts.captions import alignment_caption, positions_caption, timeline_caption
from onrecord.charts.lines import lines, lines_alt
from onrecord.charts.matrix import matrix, matrix_alt
from onrecord.charts.multiples import multiples, multiples_alt
from onrecord.charts.positions import positions, positions_alt
from onrecord.charts.scale import scale, scale_alt
from onrecord.charts.strip import strip, strip_alt
from onrecord.charts.structure_captions import (
    blocs_caption,
    lines_caption,
    matrix_caption,
    multiples_caption,
    scale_caption,
    travel_caption,
)
from onrecord.charts.timeline import timeline, timeline_alt, timeline_extent
from onrecord.charts.travel import travel, travel_alt
from onrecord.charts.trend import trend, trend_alt

__all__ = [
    "alignment",
    "alignment_alt",
    "alignment_caption",
    "blocs",
    "blocs_alt",
    "blocs_caption",
    "lines",
    "lines_alt",
    "lines_caption",
    "matrix",
    "matrix_alt",
    "matrix_caption",
    "multiples",
    "multiples_alt",
    "multiples_caption",
    "positions",
    "positions_alt",
    "positions_caption",
    "scale",
    "scale_alt",
    "scale_caption",
    "strip",
    "strip_alt",
    "timeline",
    "timeline_alt",
    "timeline_caption",
    "timeline_extent",
    "travel",
    "travel_alt",
    "travel_caption",
    "trend",
    "trend_alt",
]
