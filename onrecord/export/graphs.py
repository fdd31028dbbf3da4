"""Graphs as GraphML and as GEXF, for networkx and for Gephi."""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, MutableMapping
from io import BytesIO
from typing import TypeAlias

import networkx as nx
import pandas as pd
from networkx.readwrite.gexf import GEXFWriter

from onrecord.export.tables import Plain, plain
from onrecord.export.text import xml_text

Attributes: TypeAlias = dict[str, Plain]

LEAST_WEIGHT = 0.001  # Gephi throws away an edge of weight 0, and a similarity of 0 is a finding
COLOURS = ("color", "colour")
SIGN_COLOURS: dict[Plain, str] = {
    1: "#0072B2",
    0: "#808080",
    -1: "#D55E00",
}  # told apart by the colour-blind: Okabe and Ito
# Words of the formats themselves: as attributes they would change the graph instead of describing it.
RESERVED_NODE = {"id", "pid", "start", "end", "parents", "spells", "slices", "viz"}
RESERVED_EDGE = {*RESERVED_NODE, "type", "key", "source", "target"}
RESERVED_GRAPH = {"id", "mode", "node_default", "edge_default"}


def graphml(graph: nx.Graph, *, about: Mapping[str, str] | None = None, places: pd.DataFrame | None = None) -> bytes:
    """A graph as GraphML, well-formed whatever its labels hold.

    Parameters
    ----------
    graph : graph of actors
        Node attributes such as ``name``, ``x``, ``y``, ``colour``; edge attributes such as ``similarity``, ``sign``.
    about : what the graph is: address of the view, scope, threshold, version of the dossier, licence
    places : where the nodes stand, one row per node
        Index node; columns ``x``, ``y``. Without it nodes stand where their own ``x`` and ``y`` say, if they have any.

    Returns
    -------
    bytes
        Nodes carry a ``label``. Edges carry ``weight``, never negative (the size of ``similarity``, at least 0.001),
        ``sign`` (-1, 0, 1) and ``similarity`` itself. The entries of `about` are attributes of the graph. Missing
        and undefined values are left out; a character XML cannot carry becomes U+FFFD.

    Notes
    -----
    Gephi refuses negative weights and drops edges of weight 0; hence the sign beside the weight, and the least weight.
    An attribute named like a word of the format (``id``, ``type``) is called ``attr_id``, ``attr_type``.

    Source: Brandes et al. (2002), "GraphML Progress Report", in Graph Drawing.
    """
    out = BytesIO()
    nx.write_graphml_xml(_writable_graph(graph, about or {}, places), out)
    return out.getvalue()


def gexf(graph: nx.Graph, *, about: Mapping[str, str] | None = None, places: pd.DataFrame | None = None) -> bytes:
    """A graph as GEXF 1.2 with positions and colours, well-formed whatever its labels hold.

    Parameters
    ----------
    graph : graph of actors
        As for `graphml`; ``x``, ``y``, ``size`` and ``colour`` (``#1F5C7A`` or ``rgb(31, 92, 122)``) are drawn. An edge
        without a colour takes that of its ``sign``: blue agrees, vermilion opposes, grey neither.
    about : what the graph is: address of the view, scope, threshold, version of the dossier, licence
    places : where the nodes stand, one row per node
        Index node; columns ``x``, ``y``. Without it nodes stand where their own ``x`` and ``y`` say, if they have any.

    Returns
    -------
    bytes
        Nodes and edges as for `graphml`, with ``viz`` position, size and colour besides. The entries of `about` stand
        in the description, a line each.

    Source: GEXF Working Group, gexf.net, version 1.2draft.
    """
    flat = _writable_graph(graph, about or {}, places)
    for _, node in flat.nodes(data=True):
        node["viz"] = _viz(node)
    for *_, edge in flat.edges(data=True):
        edge["viz"] = _viz(edge)
    writer = GEXFWriter(version="1.2draft")
    writer.add_graph(flat)
    meta = writer.xml.find("meta")
    del meta.attrib["lastmodifieddate"]  # the day of writing, which is no part of the graph
    meta.find("creator").text = "On Record"
    description = meta.makeelement("description", {})
    description.text = "\n".join(f"{name}: {value}" for name, value in flat.graph.items())
    meta.append(description)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _writable_graph(graph: nx.Graph, about: Mapping[str, str], places: pd.DataFrame | None) -> nx.Graph:
    """The graph with attributes that either format can carry: sound names, one type a name, no gaps."""
    names = _node_names(graph)
    flat = graph.__class__()
    flat.graph.update(_writable_attributes({**graph.graph, **about}, RESERVED_GRAPH))
    nodes = {node: dict(given) for node, given in graph.nodes(data=True)}
    if places is not None:
        for node, x, y in zip(places.index, places["x"], places["y"], strict=True):
            nodes.get(node, {}).update(x=x, y=y)
    for node, given in nodes.items():
        flat.add_node(names[node], **{**_writable_attributes(given, RESERVED_NODE), "label": _label(node, given)})
    for a, b, given in graph.edges(data=True):
        flat.add_edge(names[a], names[b], **_edge_attributes(_writable_attributes(given, RESERVED_EDGE)))
    _one_type_a_name(data for _, data in flat.nodes(data=True))
    _one_type_a_name(data for *_, data in flat.edges(data=True))
    return flat


def _label(node: Hashable, given: Mapping[str, object]) -> str:
    return xml_text(str(given.get("label") or given.get("name") or node))


def _node_names(graph: nx.Graph) -> dict[Hashable, str]:
    names: dict[Hashable, str] = {}
    taken: set[str] = set()
    for node in graph:
        name = stem = xml_text(str(node))
        n = 2
        while name in taken:
            name, n = f"{stem} ({n})", n + 1
        names[node] = name
        taken.add(name)
    return names


def _writable_attributes(given: Mapping[str, object], reserved: set[str]) -> Attributes:
    out: Attributes = {}
    for key, value in given.items():
        known = plain(value)
        if known is not None and known != "":
            name = xml_text(str(key))
            out[f"attr_{name}" if name in reserved else name] = xml_text(known) if isinstance(known, str) else known
    return out


def _edge_attributes(edge: Attributes) -> Attributes:
    similarity = edge.get("similarity", edge.get("weight"))
    if isinstance(similarity, str) or similarity is None:
        return {name: value for name, value in edge.items() if name != "weight"}
    weight = edge.get("weight", similarity)
    size = abs(weight) if isinstance(weight, int | float) else abs(similarity)
    sign = (similarity > 0) - (similarity < 0)
    return {"sign": sign, **edge, "similarity": float(similarity), "weight": max(float(size), LEAST_WEIGHT)}


def _one_type_a_name(data: Iterable[MutableMapping[str, Plain]]) -> None:
    """Numbers of one name become all whole or all not, other mixtures text: these files type names, not values."""
    rows = list(data)
    mixed = {name: kinds for name, kinds in _types_by_name(rows).items() if len(kinds) > 1}
    to: dict[str, Callable[..., Plain]] = {n: float if kinds == {int, float} else str for n, kinds in mixed.items()}
    for row in rows:
        row.update({name: to[name](value) for name, value in row.items() if name in to})


def _types_by_name(rows: Iterable[Mapping[str, Plain]]) -> dict[str, set[type]]:
    types: dict[str, set[type]] = {}
    for row in rows:
        for name, value in row.items():
            types.setdefault(name, set()).add(type(value))
    return types


def _viz(given: Mapping[str, Plain]) -> dict[str, object]:
    viz: dict[str, object] = {}
    if isinstance(x := given.get("x"), int | float) and isinstance(y := given.get("y"), int | float):
        viz["position"] = {"x": float(x), "y": float(y), "z": 0.0}
    if isinstance(size := given.get("size"), int | float):
        viz["size"] = float(size)
    colour = next((given[name] for name in COLOURS if name in given), SIGN_COLOURS.get(given.get("sign")))
    if isinstance(colour, str) and (rgb := _rgb(colour)):
        viz["color"] = dict(zip("rgb", rgb, strict=True))
    return viz


def _rgb(colour: str) -> tuple[int, ...] | None:
    if re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))
    if found := re.fullmatch(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,[^)]*)?\)", colour):
        return tuple(min(int(part), 255) for part in found.groups())
    return None
