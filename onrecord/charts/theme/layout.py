"""What all figures share: the empty frame, the legend, and how traces answer a click or none."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from onrecord.charts.theme.colours import Palette
from onrecord.charts.theme.wording import TEXT_PX, text_px

# What a legend says of a sign, and how a trace draws that sign.
LegendEntry = tuple[str, dict[str, Any]]
BUTTONS = ["zoom", "pan", "select", "lasso", "zoomin", "zoomout", "autoscale", "resetscale", "toimage"]
# What Plotly writes for its template "none": its own default would colour what is left open here.
NO_TEMPLATE: Mapping[str, Any] = {"data": {"scatter": [{"type": "scatter"}]}}


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


def halo(colours: Palette) -> str:
    """The shadow around a name, in the colour of the page, so that it can be read on a line."""
    return ", ".join(f"{x}px {y}px 2px {colours.surface}" for x in (-1, 1) for y in (-1, 1))
