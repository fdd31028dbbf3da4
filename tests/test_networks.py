"""Graphs counted by hand, places that keep their promises, and what stays in sight when there is too little to say."""

import itertools
import math

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from onrecord import measures, networks
from tests import counts

DAY = pd.to_datetime("2021-01-05").as_unit("us")


def stances(*rows):
    """Stances from (actor, issue, position, report)."""
    table = pd.DataFrame(rows, columns=["actor_id", "issue_id", "position", "report_id"])
    return table.assign(
        stance_id=[f"s{n}" for n in range(len(table))],
        earliest=DAY,
        latest=DAY,
        published_on=DAY,
        kind="direct",
        confidence="high",
        root=table["report_id"],
    )


def named(*ids):
    return pd.DataFrame(
        {"actor_id": ids, "name": [i.upper() for i in ids], "kind": "state", "principal_id": ""}, dtype="str"
    )


def tables(said):
    """Dyads with their evidence, and cells."""
    cells = measures.cells(said)
    return measures.dyad_evidence(said, measures.similarity(cells)), cells


def shuffled(table):
    return table.sample(frac=1, random_state=7).reset_index(drop=True)


@pytest.fixture
def five():
    """a and b agree on two issues, a and c oppose on two, b and c meet evenly, d shares one issue, e none."""
    return stances(
        ("a", "x", 2, "r1"),
        ("a", "y", 2, "r2"),
        ("b", "x", 2, "r2"),
        ("b", "y", 0, "r3"),
        ("c", "x", 0, "r3"),
        ("c", "y", -2, "r4"),
        ("d", "y", 2, "r4"),
        ("e", "z", 1, "r5"),
    )


@pytest.fixture
def crowd():
    """Three camps of different sizes over twelve issues, and actors who speak only for themselves."""
    return random_crowd(30, 12, seed=5)


def random_crowd(n_actors, n_alone, *, seed, n_camps=3, n_issues=12):
    rng = np.random.default_rng(seed)
    line = rng.choice([-2, -1, 1, 2], (n_camps, n_issues))
    line[1:2] = -line[0]
    rows = [
        (f"actor-{a:02d}", f"issue-{i}", int(np.clip(line[a % n_camps, i] + rng.integers(-1, 2), -2, 2)), f"r{a % 4}")
        for a in range(n_actors)
        for i in rng.choice(n_issues, rng.integers(1, 7), replace=False)
    ]
    return stances(*rows, *((f"lone-{n:02d}", f"own-{n}", 1, "r9") for n in range(n_alone)))


# The alignment graph ---------------------------------------------------------------------------------------------


def test_an_edge_is_drawn_where_there_is_enough_and_every_dyad_is_accounted_for(five):
    graph = networks.alignment(*tables(five), named(*"abcde"))
    assert list(graph) == list("abcde")
    assert set(graph.edges) == {("a", "b"), ("a", "c"), ("b", "c")}
    assert graph.graph["n_insufficient"] == 3
    assert graph.graph["n_unshared"] == 4
    assert graph.number_of_edges() + 3 + 4 == math.comb(5, 2)


def test_an_edge_carries_its_sign_and_its_evidence(five):
    graph = networks.alignment(*tables(five), named(*"abcde"))
    assert [graph.edges[pair]["sign"] for pair in ("ab", "ac", "bc")] == [1, -1, 0]
    edge = dict(graph.edges["a", "c"])
    # Observed distance 6/2; between any two of the values 2, 2, 0, -2 it is 14/6.
    assert edge.pop("alpha") == pytest.approx(1 - 3 / (14 / 6))
    assert (edge.pop("low"), edge.pop("high")) == pytest.approx((-0.9748, 0.6838), abs=1e-4)
    assert edge == {
        "n_shared": 2,
        "similarity": -0.5,
        "n_reports": 4,
        "n_independent": 4,
        # Without r2, a has said nothing on y, and x alone leaves S at 0.
        "rests_on": "r2,r4",
        "sign": -1,
        "is_clear": False,
    }


def test_nodes_know_who_they_are_and_how_much_is_coded_of_them(five):
    graph = networks.alignment(*tables(five), named("a", "unheard"))
    assert graph.nodes["a"] == {"name": "A", "kind": "state", "principal_id": "", "n_stances": 2, "n_issues": 2}
    assert graph.nodes["b"]["name"] == "b"
    assert "unheard" not in graph


def test_an_actor_without_an_edge_stays(five):
    graph = networks.alignment(*tables(five), named(*"abcde"), min_shared=3)
    assert list(nx.isolates(graph)) == list("abcde")
    assert graph.graph["n_insufficient"] == 6


def test_too_few_independent_reports_make_no_edge_however_many_copies_there_are():
    said = stances(*((actor, issue, 2, f"r-{actor}") for actor in "ab" for issue in "xy")).assign(root="agency")
    assert networks.alignment(*tables(said), named("a", "b")).number_of_edges() == 1
    graph = networks.alignment(*tables(said), named("a", "b"), min_independent=2)
    assert graph.number_of_edges() == 0
    assert graph.graph["n_insufficient"] == 1


def test_a_similarity_that_is_not_defined_makes_no_edge(five):
    dyads, cells = tables(five)
    graph = networks.alignment(dyads.assign(similarity=np.nan), cells, named(*"abcde"), min_shared=1)
    assert graph.number_of_edges() == 0
    assert graph.graph["n_insufficient"] == 6


def test_an_interval_clear_of_zero_is_marked():
    said = stances(*((actor, f"issue-{n}", sign * 2, "r1") for actor, sign in (("a", 1), ("b", -1)) for n in range(8)))
    assert networks.alignment(*tables(said), named("a", "b")).edges["a", "b"]["is_clear"] is True


def test_dyads_of_actors_without_a_cell_are_left_out(five):
    dyads, cells = tables(five)
    graph = networks.alignment(dyads, cells[cells["actor_id"] != "c"], named(*"abcde"))
    assert set(graph.edges) == {("a", "b")}
    assert graph.number_of_edges() + graph.graph["n_insufficient"] + graph.graph["n_unshared"] == math.comb(4, 2)


def test_values_are_plain_numbers_that_any_format_can_write(five):
    graph = networks.alignment(*tables(five), named(*"abcde"))
    values = [v for _, data in graph.nodes(data=True) for v in data.values()]
    values += [v for _, _, data in graph.edges(data=True) for v in data.values()] + list(graph.graph.values())
    assert {type(v) for v in values} <= {str, int, float, bool}


def test_the_graph_does_not_depend_on_the_order_of_rows(crowd):
    dyads, cells = tables(crowd)
    actors = named(*cells["actor_id"].unique())
    one = networks.alignment(dyads, cells, actors)
    other = networks.alignment(shuffled(dyads), shuffled(cells), shuffled(actors))
    assert list(one.nodes(data=True)) == list(other.nodes(data=True))
    assert [e[:2] for e in one.edges] == [e[:2] for e in other.edges]
    pd.testing.assert_frame_equal(nx.to_pandas_edgelist(one), nx.to_pandas_edgelist(other))


@pytest.mark.parametrize(("min_shared", "min_independent"), counts.pairs([1, 2, 3, 4], [1, 2, 3]))
def test_edges_equal_a_slow_count(crowd, min_shared, min_independent):
    dyads, cells = tables(crowd)
    graph = networks.alignment(
        dyads, cells, named(*cells["actor_id"].unique()), min_shared=min_shared, min_independent=min_independent
    )
    issues = {a: set(rows["issue_id"]) for a, rows in cells.groupby("actor_id")}
    told = {(a, i): set(rows["root"]) for (a, i), rows in crowd.groupby(["actor_id", "issue_id"])}
    n_drawn = n_short = n_none = 0
    for a, b in itertools.combinations(sorted(issues), 2):
        both = issues[a] & issues[b]
        roots = set().union(*(told[actor, issue] for actor in (a, b) for issue in both))
        is_enough = len(both) >= min_shared and len(roots) >= min_independent
        assert graph.has_edge(a, b) == is_enough
        n_drawn, n_short, n_none = n_drawn + is_enough, n_short + bool(both and not is_enough), n_none + (not both)
    assert (graph.number_of_edges(), graph.graph["n_insufficient"], graph.graph["n_unshared"]) == (
        n_drawn,
        n_short,
        n_none,
    )


def test_nothing_coded_gives_an_empty_graph(five):
    graph = networks.alignment(*tables(five.head(0)), named(*"abcde"))
    assert graph.number_of_nodes() == 0
    assert (graph.graph["n_insufficient"], graph.graph["n_unshared"]) == (0, 0)


# Places ----------------------------------------------------------------------------------------------------------


def places(said):
    dyads, cells = tables(said)
    return networks.layout(dyads, cells, named(*cells["actor_id"].unique()))


def gaps(place):
    """Distance of every two places."""
    return [math.dist(p, q) for p, q in itertools.combinations(place.to_numpy().tolist(), 2)]


def test_every_actor_has_a_place_on_the_sheet(crowd):
    place = places(crowd)
    assert place.index.tolist() == sorted(crowd["actor_id"].unique())
    assert place.index.name == "actor_id"
    assert place.to_numpy().min() >= 0
    assert place.to_numpy().max() <= 1


def test_places_do_not_depend_on_the_order_of_rows(crowd):
    dyads, cells = tables(crowd)
    actors = named(*cells["actor_id"].unique())
    one = networks.layout(dyads, cells, actors)
    other = networks.layout(shuffled(dyads), shuffled(cells), shuffled(actors))
    pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_those_who_agree_stand_nearer_than_those_who_oppose(crowd):
    dyads, _ = tables(crowd)
    place = places(crowd)
    apart = dyads.assign(
        gap=[math.dist(place.loc[a], place.loc[b]) for a, b in zip(dyads["actor_a"], dyads["actor_b"], strict=True)]
    )
    firm = apart[apart["n_shared"] >= 2]
    agreeing, opposing = firm[firm["similarity"] > 0.4]["gap"], firm[firm["similarity"] < -0.4]["gap"]
    assert min(len(agreeing), len(opposing)) > 10
    assert agreeing.median() < 0.7 * opposing.median()


def test_two_camps_stand_apart():
    said = stances(*((a, i, 2 if a in "abc" else -2, "r1") for a in "abcdef" for i in "uvwxyz"))
    place = places(said)
    within = max(gaps(place.loc[list("abc")]) + gaps(place.loc[list("def")]))
    between = min(math.dist(place.loc[p], place.loc[q]) for p in "abc" for q in "def")
    assert within < between


@pytest.mark.parametrize("seed", range(counts.of(6, 20)))
def test_no_two_of_forty_actors_are_too_close_for_a_label(seed):
    rng = np.random.default_rng(seed)
    n_alone = int(rng.integers(0, 15))
    said = random_crowd(40 - n_alone, n_alone, seed=seed, n_camps=int(rng.integers(1, 5)), n_issues=8)
    assert min(gaps(places(said))) >= 0.085


def test_actors_who_all_hold_the_same_do_not_fall_on_one_point():
    said = stances(*((f"actor-{n:02d}", issue, 2, "r1") for n in range(40) for issue in "xyz"))
    assert min(gaps(places(said))) >= 0.085


def test_actors_without_a_dyad_stand_on_a_shelf_below_the_others_in_the_order_of_their_names():
    said = random_crowd(8, 14, seed=2)
    dyads, cells = tables(said)
    actors = named(*cells["actor_id"].unique())
    lone = sorted(a for a in actors["actor_id"] if a.startswith("lone"))
    # Names that run against the ids.
    actors["name"] = [f"name {99 - n:02d}" for n in range(len(actors))]
    place = networks.layout(dyads, cells, actors)
    tied = sorted(set(dyads["actor_a"]) | set(dyads["actor_b"]))
    assert place.loc[lone, "y"].nunique() == 2
    assert place.loc[lone, "y"].min() == 0
    assert place.loc[tied, "y"].min() >= place.loc[lone, "y"].max() + 0.1
    read = place.loc[lone].sort_values(["y", "x"], ascending=[False, True]).index.tolist()
    assert read == lone[::-1]


def test_a_dyad_without_a_value_is_no_tie():
    cells = pd.DataFrame({"actor_id": ["a", "b", "c", "d"]})
    dyads = pd.DataFrame(
        {"actor_a": ["a", "c"], "actor_b": ["b", "d"], "n_shared": [2, 1], "similarity": [1.0, math.nan]}
    )
    place = networks.layout(dyads, cells, named(*"abcd"))
    assert place.loc[["c", "d"], "y"].tolist() == [0, 0]
    assert place.loc[["a", "b"], "y"].min() > 0


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_few_actors_have_places_too(n):
    said = stances(*((actor, "x", 1, "r1") for actor in "abc"[:n]))
    place = places(said)
    assert list(place) == ["x", "y"]
    assert place.index.tolist() == list("abc"[:n])
    assert place.notna().all(axis=None)
    assert (place.dtypes == "float64").all()


# The affiliation network -----------------------------------------------------------------------------------------


def test_actors_and_issues_with_one_id_stay_apart():
    cells = measures.cells(
        stances(("quartet", "quartet", -2, "r1"), ("quartet", "quartet", 1, "r2"), ("b", "y", 0, "r2"))
    )
    issues = pd.DataFrame({"issue_id": ["quartet"], "label": ["The Quartet"], "topic": ["formats"]})
    graph = networks.affiliation(cells, named("quartet"), issues)
    assert list(graph) == ["actor:b", "actor:quartet", "issue:quartet", "issue:y"]
    assert graph.nodes["actor:quartet"] == {
        "actor_id": "quartet",
        "name": "QUARTET",
        "kind": "state",
        "principal_id": "",
        "n_stances": 2,
        "n_issues": 1,
        "mode": "actor",
    }
    assert graph.nodes["issue:quartet"] == {
        "issue_id": "quartet",
        "n_actors": 1,
        "mode": "issue",
        "name": "The Quartet",
        "topic": "formats",
    }
    assert graph.nodes["issue:y"]["name"] == "y"
    assert graph.edges["actor:quartet", "issue:quartet"] == {
        "position": 1,
        "sign": 1,
        "n_stances": 2,
        "n_reports": 2,
        "n_independent": 2,
        "stance_id": "s1",
    }
    assert graph.edges["actor:b", "issue:y"]["sign"] == 0


def test_every_cell_is_one_edge_between_an_actor_and_an_issue(crowd):
    cells = measures.cells(crowd)
    issues = pd.DataFrame({"issue_id": cells["issue_id"].unique()}).assign(label="", topic="")
    graph = networks.affiliation(cells, named(), issues)
    assert nx.is_bipartite(graph)
    got = {
        (graph.nodes[a]["actor_id"], graph.nodes[i]["issue_id"], d["position"]) for a, i, d in graph.edges(data=True)
    }
    assert got == set(cells[["actor_id", "issue_id", "position"]].itertuples(index=False, name=None))


def test_no_cells_give_an_empty_affiliation_network(five):
    cells = measures.cells(five.head(0))
    issues = pd.DataFrame({"issue_id": ["x"], "label": ["X"], "topic": ["t"]})
    assert networks.affiliation(cells, named("a"), issues).number_of_nodes() == 0


# Centrality ------------------------------------------------------------------------------------------------------


def test_centrality_by_hand(five):
    graph = networks.alignment(*tables(five), named(*"abcde"))
    got = networks.centrality(graph).set_index("actor_id")
    assert got.index.tolist() == list("abcde")
    assert got.loc["a"].tolist() == [2, 1, 1, 1.0, 0]
    assert got.loc["b"].tolist() == [2, 1, 0, 0.5, 0]
    assert got.loc["e"].tolist() == [0, 0, 0, 0, 0]


def test_who_lies_between_all_others_has_betweenness_one():
    graph = nx.Graph([("hub", leaf, {"similarity": -0.5, "sign": -1}) for leaf in "abc"])
    got = networks.centrality(graph).set_index("actor_id")
    assert got.loc["hub"].tolist() == [3, 0, 3, 1.5, 1]
    assert got.loc["a", "betweenness"] == 0


def test_betweenness_of_two_is_not_defined_and_the_rest_is():
    graph = nx.Graph([("a", "b", {"similarity": 1.0, "sign": 1})])
    got = networks.centrality(graph)
    assert got["degree"].tolist() == [1, 1]
    assert got["betweenness"].isna().all()


def test_centrality_of_an_empty_graph_is_an_empty_table_with_the_same_columns(five):
    full = networks.centrality(networks.alignment(*tables(five), named(*"abcde")))
    empty = networks.centrality(nx.Graph())
    assert empty.empty
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()


@pytest.mark.parametrize("seed", range(counts.of(5, 20)))
def test_centrality_equals_a_slow_count(seed):
    said = random_crowd(12, 2, seed=seed)
    dyads, cells = tables(said)
    graph = networks.alignment(dyads, cells, named(), min_shared=2)
    got = networks.centrality(graph).set_index("actor_id")
    for actor in graph:
        around = [graph.edges[actor, other] for other in graph[actor]]
        assert got.loc[actor, ["degree", "n_positive", "n_negative"]].tolist() == [
            len(around),
            sum(edge["similarity"] > 0 for edge in around),
            sum(edge["similarity"] < 0 for edge in around),
        ]
        assert got.loc[actor, "strength"] == pytest.approx(sum(abs(edge["similarity"]) for edge in around))
        assert got.loc[actor, "betweenness"] == pytest.approx(slow_betweenness(graph, actor))


def slow_betweenness(graph, actor):
    """Share of the shortest paths between two others that pass the actor, averaged over all pairs of others."""
    shares = []
    for one, other in itertools.combinations([n for n in graph if n != actor], 2):
        paths = list(nx.all_shortest_paths(graph, one, other)) if nx.has_path(graph, one, other) else []
        shares.append(sum(actor in path for path in paths) / len(paths) if paths else 0)
    return sum(shares) / len(shares)


def test_edges_lists_the_dyads_that_are_drawn(five):
    graph = networks.alignment(*tables(five), named(*"abcde"))
    assert networks.edges(graph).values.tolist() == [["a", "b"], ["a", "c"], ["b", "c"]]
    assert networks.edges(nx.Graph([("b", "a")])).values.tolist() == [["a", "b"]]
    assert list(networks.edges(nx.Graph())) == ["actor_a", "actor_b"]
