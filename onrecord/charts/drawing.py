"""A figure in the making: traces and layout as plain mappings, in Plotly's own terms."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

Options = Mapping[str, Any]
Points = Sequence[tuple[Any, Any]]


class Drawing:
    """What the chart functions draw on: the calls of a Plotly figure, without its checks.

    Plotly checks and copies every value when a figure is made and again whenever it is sent: most of the time a figure
    of a thousand marks takes. What is drawn here comes from this package alone, and its tests read each figure back
    through Plotly. An option that is None is left out, as Plotly does.
    """

    def __init__(self) -> None:
        """Nothing drawn yet."""
        self.traces: list[dict[str, Any]] = []
        self.layout: dict[str, Any] = {}

    def add_trace(self, trace: Options) -> None:
        """Add a trace of the type it names."""
        self.traces.append(_without_none(trace))

    def add_scatter(self, **options: Any) -> None:  # noqa: ANN401
        """Add points, lines or both."""
        self.add_trace({"type": "scatter", **options})

    def add_points(self, points: Points, **options: Any) -> None:  # noqa: ANN401
        """Add points given as pairs, or lines between them; a pair of None is a gap."""
        self.add_scatter(x=[x for x, _ in points], y=[y for _, y in points], **options)

    def add_bar(self, **options: Any) -> None:  # noqa: ANN401
        """Add bars."""
        self.add_trace({"type": "bar", **options})

    def add_heatmap(self, **options: Any) -> None:  # noqa: ANN401
        """Add cells coloured by a number."""
        self.add_trace({"type": "heatmap", **options})

    def add_annotation(self, **options: Any) -> None:  # noqa: ANN401
        """Add a text at a place."""
        self.layout.setdefault("annotations", []).append(_without_none(options))

    def add_shape(self, **options: Any) -> None:  # noqa: ANN401
        """Add a line or a rectangle."""
        self.layout.setdefault("shapes", []).append(_without_none(options))

    def update_layout(self, **options: Any) -> None:  # noqa: ANN401
        """Set parts of the layout; a part given before is replaced."""
        self.layout |= _without_none(options)

    def update_axis(self, axis: str, **options: Any) -> None:  # noqa: ANN401
        """Set what is said of one axis (``xaxis``, ``yaxis``, ``yaxis2``, …), beside what was set before."""
        self.layout[axis] = {**self.layout.get(axis, {}), **_without_none(options)}

    def plot(self) -> go.Figure:
        """The drawing as a Plotly figure, which Plotly has not checked yet."""
        return _Unchecked({"data": self.traces, "layout": self.layout})


class _Unchecked(go.Figure):  # type: ignore[misc]
    """A Plotly figure that Plotly checks only when somebody looks into it or changes it, as in a notebook.

    Whoever sends or saves it asks for `to_dict` and gets the plain mapping, uncopied: it is shared and never changed.
    """

    def __init__(self, plain: dict[str, Any]) -> None:
        self._plain: dict[str, Any] | None = plain

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        # Only asked for what is not there yet: whatever a whole figure has beside its mapping.
        plain = self.__dict__.get("_plain")
        if plain is None or name.startswith("__"):
            raise AttributeError(name)
        self._plain = None
        super().__init__(plain)
        return getattr(self, name)

    def __reduce__(self) -> tuple[type["_Unchecked"], tuple[dict[str, Any]]]:
        return _Unchecked, (self.to_dict(),)

    def to_dict(self) -> dict[str, Any]:
        """Data and layout as Plotly's own JSON has them."""
        whole: dict[str, Any] = super().to_dict() if self._plain is None else self._plain
        return whole


def _without_none(options: Options) -> dict[str, Any]:
    return {
        name: _without_none(value) if isinstance(value, dict) else value
        for name, value in options.items()
        if value is not None
    }
