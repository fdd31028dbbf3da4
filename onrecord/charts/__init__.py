"""Tables and graphs as Plotly figures. Each function returns a figure with its words, and none shows it."""

from onrecord.charts.alignment import alignment, alignment_method
from onrecord.charts.blocs import blocs
from onrecord.charts.figure import SCREEN, Canvas, Figure
from onrecord.charts.lines import lines
from onrecord.charts.matrix import matrix, matrix_method
from onrecord.charts.multiples import multiples
from onrecord.charts.positions import positions
from onrecord.charts.scale import scale
from onrecord.charts.strip import strip
from onrecord.charts.timeline import timeline
from onrecord.charts.travel import travel
from onrecord.charts.trend import trend

__all__ = [
    "SCREEN",
    "Canvas",
    "Figure",
    "alignment",
    "alignment_method",
    "blocs",
    "lines",
    "matrix",
    "matrix_method",
    "multiples",
    "positions",
    "scale",
    "strip",
    "timeline",
    "travel",
    "trend",
]
