"""What stands around an alignment graph: the two legends, and a canvas with room for both."""

from collections.abc import Sequence

from onrecord.charts import theme
from onrecord.charts.drawing import Drawing
from onrecord.charts.graphs.map import EDGE_PX, HIGH, LOW, SIDE_PX, Map

LEGEND_PX = 20
LEGEND_WIDE = 540


def surround(
    figure: Drawing, drawn: Map, entries: tuple[Sequence[theme.LegendEntry], Sequence[theme.LegendEntry]], *, name: str
) -> None:
    """Add the entries for edges and those for all else, and set the canvas so that both fit below.

    Parameters
    ----------
    figure : Figure
        It is added to.
    drawn : canvas
        Its height and colours.
    entries : two sequences of entries
        For edges, which stand lowest, and for all else, above them. Names are escaped already.
    name : text
        Of the kind of figure, as for `theme.frame`.
    """
    for which, some in zip(("legend", "legend2"), entries, strict=True):
        for said, drawn_as in some:
            figure.add_scatter(
                x=[None], y=[None], showlegend=True, hoverinfo="skip", name=said, legend=which, **drawn_as
            )
    # a figure beside the evidence is never narrower than that: below it they stand one under the other
    edges, others = (
        LEGEND_PX * theme.legend_lines([said for said, _ in some], width=LEGEND_WIDE) for some in entries
    )  # the lowest first
    below = EDGE_PX + edges + others + 20
    height = round(drawn.tall) + EDGE_PX + below
    figure.update_layout(
        **theme.frame(drawn.colours, height=height, margin=(SIDE_PX, SIDE_PX, EDGE_PX, below), name=name),
        legend2=theme.legend(drawn.colours, height=height, below=edges + others + 16),
        legend=theme.legend(drawn.colours, height=height, below=edges + 10),
    )
    axis = {"range": [LOW, HIGH], "visible": False, "fixedrange": True}
    figure.update_axis("xaxis", **axis)
    figure.update_axis("yaxis", **axis)
