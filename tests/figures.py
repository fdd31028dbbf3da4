"""What the tests of figures share: a figure read back, colours told apart, graphs to draw."""

import html
import itertools
import json

import networkx as nx
import numpy as np
import pandas as pd
import plotly.graph_objects as go

from onrecord.charts import Figure
from onrecord.charts.graphs import labels

NASTY = [
    "<b>bold?</b> A<br>B",
    "<a href='javascript:alert(1)'>here</a>",
    "AT&T &amp; <i>co</i>",
    "$x^2$ and $y$",
    "%{customdata} %{x}",
    "<sup>1</sup>",
    "5 < 6 > 4",
]
# Machado, Oliveira and Fernandes (2009), severity 1.0.
BLINDNESS = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def read_back(drawn: Figure) -> go.Figure:
    """The drawing of a figure as a browser gets it, from its JSON."""
    return go.Figure(json.loads(drawn.plot.to_json()))


def traces(figure, name):
    return [trace for trace in figure.data if trace.name == name]


def points(figure, *names):
    """Every point that carries an id: (trace name, x, y, id)."""
    for trace in figure.data:
        if trace.customdata is not None and (not names or trace.name in names):
            yield from ((trace.name, x, y, i) for x, y, i in zip(trace.x, trace.y, trace.customdata, strict=True))


def shown_texts(figure):
    """Every text of a figure that may hold text of the data, as Plotly gets it."""
    for trace in figure.data:
        for part in (trace.text, getattr(trace, "hovertext", None), (trace.name,)):
            yield from (part or ()) if not isinstance(part, str) else (part,)
    for axis in (figure.layout.xaxis, figure.layout.yaxis):
        yield from axis.ticktext or ()
    yield from (note.text for note in figure.layout.annotations)


def legend_of(figure, which="legend"):
    return [
        t.name for t in figure.data if t.showlegend is not False and (t.legend or "legend") == which and t.x[0] is None
    ]


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def lab(colour, matrix):
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(matrix) @ linear, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ seen
    f = np.cbrt(np.maximum(xyz / [0.9505, 1, 1.089], 1e-9))
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def graph_of(*edges, alone=()):
    graph = nx.Graph()
    for node in sorted({n for a, b, _ in edges for n in (a, b)} | set(alone)):
        graph.add_node(node, name=node.title(), kind="state", n_stances=3, n_issues=2)
    known = {
        "similarity": 0.6,
        "low": 0.2,
        "high": 0.9,
        "alpha": 0.5,
        "n_shared": 3,
        "n_reports": 5,
        "n_independent": 3,
    }
    known |= {"rests_on": "", "sign": 1, "is_clear": True}
    graph.add_edges_from((a, b, {**known, **edge}) for a, b, edge in edges)
    return graph


def spread(graph, seed=0):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(rng.random((len(graph), 2)), index=list(graph), columns=["x", "y"])


def random_graph(n, seed):
    rng = np.random.default_rng(seed)
    nodes = [f"actor-{i:02d}" for i in range(n)]
    edges = [
        (
            a,
            b,
            {
                "sign": int(rng.integers(-1, 2)),
                "n_independent": int(rng.integers(1, 6)),
                "n_shared": int(rng.integers(1, 12)),
            },
        )
        for a, b in itertools.combinations(nodes, 2)
        if rng.random() < 0.06
    ]
    graph = graph_of(*edges, alone=nodes)
    for i, node in enumerate(graph):
        graph.nodes[node]["name"] = ["Egypt", "United Nations", "League of Arab States", "Quartet of mediators on it"][
            i % 4
        ]
    return graph


def name_boxes(figure, plot):
    """The room every name takes on a plot that many pixels wide."""
    tall = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    for trace in [*traces(figure, "names"), *traces(figure, "names apart")]:
        for x, y, text, position in zip(trace.x, trace.y, trace.text, trace.textposition, strict=True):
            size = labels.text_size(html.unescape(text).split("<br>"))
            at = ((x + 0.05) / 1.1 * plot, (1.05 - y) / 1.1 * tall)
            apart = labels.Box(at[0] - size[0] / 2, at[1] - size[1] / 2, at[0] + size[0] / 2, at[1] + size[1] / 2)
            yield apart if position == "middle center" else labels.box_beside(at, size, position)
