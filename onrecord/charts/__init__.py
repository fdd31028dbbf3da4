"""Tables and graphs as Plotly figures. Each function returns a figure with its words, and none shows it."""

from onrecord.charts.figure import SCREEN, Canvas, Figure
from onrecord.charts.graphs.alignment import alignment
from onrecord.charts.graphs.blocs import blocs
from onrecord.charts.graphs.multiples import multiples
from onrecord.charts.graphs.travel import travel
from onrecord.charts.matrices.matrix import matrix
from onrecord.charts.matrices.positions import positions
from onrecord.charts.methods import alignment_method, matrix_method
from onrecord.charts.scale import scale
from onrecord.charts.series.lines import lines
from onrecord.charts.series.trend import trend
from onrecord.charts.timeline.strip import strip
from onrecord.charts.timeline.timeline import timeline

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
