"""Tables and graphs as Plotly figures. Each function returns a figure, and none shows it."""

from onrecord.charts.timeline import timeline, timeline_alt, timeline_extent
from onrecord.charts.trend import trend, trend_alt

__all__ = ["timeline", "timeline_alt", "timeline_extent", "trend", "trend_alt"]
