"""Tables and graphs as Plotly figures. Each function returns a figure, and none shows it."""

from onrecord.charts.alignment import alignment, alignment_alt
from onrecord.charts.captions import alignment_caption, positions_caption, timeline_caption
from onrecord.charts.positions import positions, positions_alt
from onrecord.charts.strip import strip, strip_alt
from onrecord.charts.timeline import timeline, timeline_alt, timeline_extent
from onrecord.charts.trend import trend, trend_alt

__all__ = [
    "alignment",
    "alignment_alt",
    "alignment_caption",
    "positions",
    "positions_alt",
    "positions_caption",
    "strip",
    "strip_alt",
    "timeline",
    "timeline_alt",
    "timeline_caption",
    "timeline_extent",
    "trend",
    "trend_alt",
]
