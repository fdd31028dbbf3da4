"""Tables as networkx graphs, and what their nodes look like from inside."""

import networkx as nx
import numpy as np
import pandas as pd

Graph = nx.Graph  # what the functions here give
WHO = ["name", "kind", "principal_id"]


def alignment(
    dyads: pd.DataFrame, cells: pd.DataFrame, actors: pd.DataFrame, *, min_shared: int = 2, min_independent: int = 1
) -> nx.Graph:
    """Graph of who stands with whom: an edge where there is enough to say so, a node for every actor with a position.

    Parameters
    ----------
    dyads : table, one row per dyad with at least one shared issue
        What `measures.dyad_evidence` returns for `measures.similarity`: ``actor_a``, ``actor_b``, ``n_shared``,
        ``similarity``, ``low``, ``high``, ``alpha``, ``n_reports``, ``n_independent``, ``rests_on``; where chance is
        known, ``beyond_chance``, as `measures.against_chance` gives it.
    cells : table, one row per actor and issue
        Columns ``actor_id``, ``n_stances``.
    actors : table, one row per actor
        Columns ``actor_id``, ``name``, ``kind``, ``principal_id``.
    min_shared, min_independent : issues, reports
        Fewest shared issues and fewest independent reports for which an edge is drawn.

    Returns
    -------
    graph, nodes are actor ids in their order
        Nodes have ``name``, ``kind``, ``principal_id``, ``n_stances``, ``n_issues``. Edges have the columns of `dyads`,
        ``sign`` (1 agree, -1 oppose, 0 not above chance) and ``is_clear``, whether the interval excludes 0. The graph
        has ``min_shared``, ``min_independent``; ``n_insufficient``, dyads that share an issue and are left out by
        these; and ``n_unshared``, dyads that share none. Edges and these two numbers make up all dyads of nodes.

    Notes
    -----
    An actor without an edge is a finding, and stays. A dyad whose similarity is not defined is insufficient, not mixed.
    Two who agree no more than chance would have it have an edge without a sign.
    An actor missing from `actors` goes by its id. Dyads of actors without a cell are left out.

    Source: Leifeld (2017), "Discourse Network Analysis", in The Oxford Handbook of Political Networks.

    Examples
    --------
    >>> cells = pd.DataFrame({"actor_id": ["a", "b", "c"], "n_stances": [1, 2, 1]})
    >>> dyads = pd.DataFrame({"actor_a": ["a"], "actor_b": ["b"], "n_shared": [2], "similarity": [0.5], "low": [-0.7],
    ...                       "high": [0.98], "alpha": [0.0], "n_reports": [1], "n_independent": [1],
    ...                       "rests_on": ["r1"]})
    >>> actors = pd.DataFrame({"actor_id": ["a"], "name": ["A"], "kind": ["state"], "principal_id": [""]})
    >>> graph = alignment(dyads, cells, actors)
    >>> list(graph), graph.edges["a", "b"]["sign"], graph.edges["a", "b"]["is_clear"], graph.graph["n_unshared"]
    (['a', 'b', 'c'], 1, False, 2)
    """
    nodes = _nodes(cells, actors)
    both = dyads["actor_a"].isin(nodes.index) & dyads["actor_b"].isin(nodes.index) & (dyads["n_shared"] >= 1)
    met = dyads[both].sort_values(["actor_a", "actor_b"])
    enough = (met["n_shared"] >= min_shared) & (met["n_independent"] >= min_independent) & met["similarity"].notna()
    drawn = met[enough]
    sign = np.sign(drawn["similarity"]).astype("int64")
    if "beyond_chance" in drawn:
        sign = sign.where(sign == drawn["beyond_chance"], 0)
    edges = drawn.assign(sign=sign, is_clear=(drawn["low"] > 0) | (drawn["high"] < 0))
    graph = nx.Graph(
        min_shared=min_shared,
        min_independent=min_independent,
        n_insufficient=len(met) - len(edges),
        n_unshared=len(nodes) * (len(nodes) - 1) // 2 - len(met),
    )
    graph.add_nodes_from(nodes.to_dict("index").items())
    ends = zip(edges["actor_a"], edges["actor_b"], strict=True)
    values = edges.drop(columns=["actor_a", "actor_b"]).to_dict("records")
    graph.add_edges_from((a, b, value) for (a, b), value in zip(ends, values, strict=True))
    return graph


def affiliation(cells: pd.DataFrame, actors: pd.DataFrame, issues: pd.DataFrame) -> nx.Graph:
    """Graph of actors and issues: an edge for every position an actor holds.

    Parameters
    ----------
    cells : table, one row per actor and issue
        Columns ``actor_id``, ``issue_id``, ``position`` (-2 ... +2), ``n_stances``, ``n_reports``, ``n_independent``,
        ``stance_id``.
    actors : table, one row per actor
        Columns ``actor_id``, ``name``, ``kind``, ``principal_id``.
    issues : table, one row per issue
        Columns ``issue_id``, ``label``, ``topic``.

    Returns
    -------
    graph, nodes ``actor:<actor_id>`` and ``issue:<issue_id>``, in their order, actors first
        Nodes have ``mode`` (``actor`` or ``issue``) and ``name``; actors also ``actor_id``, ``kind``, ``principal_id``,
        ``n_stances``, ``n_issues``; issues also ``issue_id``, ``topic``, ``n_actors``. Edges have ``position``,
        ``sign`` (1 for, 0 neutral, -1 against), ``n_stances``, ``n_reports``, ``n_independent``, ``stance_id``.

    Notes
    -----
    Only actors and issues with a cell are nodes. The prefix keeps an actor and an issue of the same id apart.

    Source: Leifeld (2017), "Discourse Network Analysis", in The Oxford Handbook of Political Networks.

    Examples
    --------
    >>> cells = pd.DataFrame({"actor_id": ["a"], "issue_id": ["x"], "position": [-2], "n_stances": [1],
    ...                       "n_reports": [1], "n_independent": [1], "stance_id": ["s1"]})
    >>> actors = pd.DataFrame({"actor_id": ["a"], "name": ["A"], "kind": ["state"], "principal_id": [""]})
    >>> issues = pd.DataFrame({"issue_id": ["x"], "label": ["X"], "topic": ["t"]})
    >>> list(affiliation(cells, actors, issues).edges(data="sign"))
    [('actor:a', 'issue:x', -1)]
    """
    graph = nx.Graph()
    speakers = _nodes(cells, actors).rename_axis("actor_id").reset_index().assign(mode="actor")
    named = issues.set_index("issue_id")
    addressed = cells.groupby("issue_id", observed=True).size().rename("n_actors").reset_index().assign(mode="issue")
    addressed["name"] = _lookup(addressed["issue_id"], named["label"], addressed["issue_id"])
    addressed["topic"] = _lookup(addressed["issue_id"], named["topic"], "")
    for prefix, table in (("actor:", speakers), ("issue:", addressed)):
        keys = prefix + table[f"{prefix[:-1]}_id"]
        graph.add_nodes_from(zip(keys, table.to_dict("records"), strict=True))
    held = cells.sort_values(["actor_id", "issue_id"])
    values = held.assign(sign=np.sign(held["position"]))[
        ["position", "sign", "n_stances", "n_reports", "n_independent", "stance_id"]
    ].to_dict("records")
    graph.add_edges_from(zip("actor:" + held["actor_id"], "issue:" + held["issue_id"], values, strict=True))
    return graph


def centrality(graph: nx.Graph) -> pd.DataFrame:
    """How many ties each actor of an alignment graph has, of which sign, and how often it lies between others.

    Parameters
    ----------
    graph : alignment graph
        Edges have ``similarity`` and ``sign``.

    Returns
    -------
    table, one row per actor, sorted
        ``actor_id``; ``degree``, ``n_positive``, ``n_negative``, in edges; ``strength``, the sum of absolute S;
        ``betweenness`` in [0, 1], the share of shortest paths between others that lead through it, NaN with fewer than
        three nodes.

    Notes
    -----
    An actor without an edge has 0, which is a count, not a missing value. Paths ignore sign and strength: being between
    says who is near whom on paper, not who mediates. Edges not above chance are in the degree and in neither sign.

    Source: Freeman (1977), "A Set of Measures of Centrality Based on Betweenness", Sociometry 40.

    Examples
    --------
    >>> graph = nx.Graph([("a", "b", {"similarity": 0.5, "sign": 1}), ("b", "c", {"similarity": -1.0, "sign": -1})])
    >>> centrality(graph).values.tolist()
    [['a', 1, 1, 0, 0.5, 0.0], ['b', 2, 1, 1, 1.5, 1.0], ['c', 1, 0, 1, 1.0, 0.0]]
    """
    nodes = sorted(graph)
    edges = pd.DataFrame(
        [(a, b, abs(value["similarity"]), value["sign"]) for a, b, value in graph.edges(data=True)],
        columns=["a", "b", "strength", "sign"],
    )
    ends = edges.melt(["strength", "sign"], ["a", "b"], value_name="actor_id")
    ends = ends.assign(degree=1, n_positive=ends["sign"] == 1, n_negative=ends["sign"] == -1)
    counted = ends.groupby("actor_id")[["degree", "n_positive", "n_negative", "strength"]].sum()
    table = counted.reindex(nodes, fill_value=0).rename_axis("actor_id").reset_index()
    between = nx.betweenness_centrality(graph) if len(nodes) > 2 else {}
    kinds = {"actor_id": "str", "degree": "int64", "n_positive": "int64", "n_negative": "int64", "strength": "float64"}
    return table.astype(kinds).assign(betweenness=np.array([between.get(node, np.nan) for node in nodes], dtype=float))


def _nodes(cells: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """Actors with a cell, by id and in its order: who they are, and how much is coded of them."""
    held = cells.groupby("actor_id", observed=True)["n_stances"].agg(n_stances="sum", n_issues="size").sort_index()
    known = actors.set_index("actor_id")
    ids = held.index.to_series()
    who = {name: _lookup(ids, known[name], ids if name == "name" else "") for name in WHO}
    return pd.DataFrame(who).join(held)


def _lookup(ids: pd.Series, names: pd.Series, otherwise: pd.Series | str) -> pd.Series:
    found = ids.map(names)
    return found.where(found.notna(), otherwise)


def with_frustration(graph: nx.Graph, frustrated: pd.DataFrame) -> nx.Graph:
    """A copy of `graph` whose edges say whether they contradict a division into blocs.

    Parameters
    ----------
    graph : Graph
        As from `alignment`.
    frustrated : table, one row per edge that does not fit
        ``actor_a``, ``actor_b``, as `measures.blocs` gives them.

    Returns
    -------
    Graph
        Every edge with ``is_frustrated``.
    """
    pairs = set(zip(frustrated["actor_a"], frustrated["actor_b"], strict=True))
    marked = graph.copy()
    for a, b, edge in marked.edges(data=True):
        edge["is_frustrated"] = (min(a, b), max(a, b)) in pairs
    return marked


def signed_edges(graph: nx.Graph) -> pd.DataFrame:
    """The edges of `graph` with their sign: ``actor_a`` < ``actor_b``, ``sign`` (-1, 0, 1), sorted."""
    rows = sorted((*sorted((a, b)), int(edge["sign"])) for a, b, edge in graph.edges(data=True))
    return pd.DataFrame(rows, columns=["actor_a", "actor_b", "sign"]).astype({"actor_a": "str", "actor_b": "str"})


def edges(graph: nx.Graph) -> pd.DataFrame:
    """The dyads that are edges of `graph`: ``actor_a`` < ``actor_b``, sorted."""
    pairs = sorted(tuple(sorted(edge)) for edge in graph.edges)
    return pd.DataFrame(pairs, columns=["actor_a", "actor_b"], dtype="str")
