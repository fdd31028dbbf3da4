"""Balance, blocs, camps, backbones and lines: published values, slow second opinions, and what is not defined."""

import itertools
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import measures
from onrecord.measures.integers import Grid
from onrecord.measures.structure.line import RIDGE, fit_line
from tests import counts

SHARED = Path(__file__).parents[2] / "shared" / "data"
DAY = pd.to_datetime("2021-01-05").as_unit("us")
SEEDS = range(counts.of(4, 8))
FEW = range(counts.of(1, 3))  # for what takes long


def table(*rows):
    """Signed edges from (actor, actor, sign)."""
    return pd.DataFrame(rows, columns=["actor_a", "actor_b", "sign"]).astype({"actor_a": "str", "actor_b": "str"})


def held(rows):
    return pd.DataFrame(rows, columns=["actor_id", "issue_id", "position"]).astype({"position": "int64"})


def said(*rows):
    """Stances from (actor, issue, position, report) or (actor, issue, position, report, root)."""
    stances = pd.DataFrame(
        [(*row, row[3])[:5] for row in rows], columns=["actor_id", "issue_id", "position", "report_id", "root"]
    )
    return stances.assign(
        stance_id=[f"s{n:03d}" for n in range(len(rows))],
        earliest=DAY,
        latest=DAY,
        published_on=DAY,
        kind="direct",
        confidence="high",
    )


def shuffled(rows, seed=1):
    return rows.sample(frac=1, random_state=seed).reset_index(drop=True)


def random_edges(seed, n=8, share=0.6, negative=0.45):
    rng = np.random.default_rng(seed)
    dyads = [dyad for dyad in itertools.combinations("abcdefghijklmnopqrstuvwxyz"[:n], 2) if rng.random() < share]
    return table(*((a, b, -1 if rng.random() < negative else 1) for a, b in dyads))


def random_cells(seed, n_actors=7, n_issues=6, share=0.6):
    rng = np.random.default_rng(seed)
    grid = itertools.product("abcdefghijklmnop"[:n_actors], [f"x{n}" for n in range(n_issues)])
    return held([(actor, issue, rng.integers(-2, 3)) for actor, issue in grid if rng.random() < share])


def slow_divisions(actors, most):
    """Every way to divide actors into at most so many blocs, each way once."""
    if not actors:
        yield {}
        return
    for rest in slow_divisions(actors[:-1], most):
        used = len(set(rest.values()))
        yield from (rest | {actors[-1]: bloc} for bloc in range(min(used + 1, most)))


def slow_frustrated(edges, bloc):
    return sum((bloc[a] == bloc[b]) != (sign > 0) for a, b, sign in edges.itertuples(index=False) if sign)


def slow_best(edges, most):
    """Fewest frustrated edges, and how many divisions reach that."""
    actors, rows = sorted({*edges["actor_a"], *edges["actor_b"]}), edges.values.tolist()
    counts = [sum((bloc[a] == bloc[b]) != (sign > 0) for a, b, sign in rows) for bloc in slow_divisions(actors, most)]
    return min(counts, default=0), counts.count(min(counts, default=0))


def is_connected(edges):
    reached, left = set(edges["actor_a"][:1]), True
    while left:
        left = {b for pair in zip(edges["actor_a"], edges["actor_b"], strict=True) for b in pair if {*pair} & reached}
        left -= reached
        reached |= left
    return reached == {*edges["actor_a"], *edges["actor_b"]}


@pytest.fixture(scope="module")
def tribes():
    path = SHARED / "signed_highland_tribes.csv"
    if not path.is_file():
        pytest.skip("the ties of the Highland tribes are not part of the project and do not lie beside it")
    return pd.read_csv(path).rename(columns={"from": "actor_a", "to": "actor_b"})


@pytest.fixture(scope="module")
def assembly():
    """Votes of 30 states about Palestine and Israel, 2015 to 2019, as positions."""
    path = SHARED / "stances_unga_palestine_2000_2019.csv"
    if not path.is_file():
        pytest.skip("the roll calls of the United Nations are not part of the project and do not lie beside it")
    votes = pd.read_csv(path).query("date >= '2015'")
    cells = held(list(zip(votes["actor"], votes["rcid"].astype("str"), votes["position"] * 2, strict=True)))
    return cells.drop_duplicates(["actor_id", "issue_id"])


# Balance ---------------------------------------------------------------------------------------------------------


def test_the_highland_tribes_have_the_published_balance(tribes):
    found = measures.frustration(tribes)
    assert (found.n_frustrated, found.n_edges, found.is_exact) == (7, 58, True)
    assert found.balance == pytest.approx(0.7586, abs=5e-5)
    assert measures.triangle_balance(tribes).balance == pytest.approx(0.8676, abs=5e-5)
    three = measures.blocs(tribes, most=3, seconds=30)
    assert (three.n_frustrated, three.is_exact, three.blocs["bloc"].nunique()) == (2, True, 3)


def test_trying_every_division_of_the_tribes_gives_the_same(tribes):
    found = measures.frustration(tribes)
    place = {actor: n for n, actor in enumerate(found.blocs["actor_id"])}
    a, b = (tribes[end].map(place).to_numpy() for end in ("actor_a", "actor_b"))
    side = (np.arange(2 ** (len(place) - 1))[:, None] >> np.arange(len(place))) & 1
    counts = ((side[:, a] == side[:, b]) != (tribes["sign"].to_numpy() > 0)).sum(axis=1)
    assert counts.min() == found.n_frustrated
    assert found.is_only == (np.count_nonzero(counts == counts.min()) == 1)


@pytest.mark.parametrize("seed", SEEDS)
def test_frustration_is_the_least_over_every_division(seed):
    edges = random_edges(seed)
    found = measures.frustration(edges)
    least, n_best = slow_best(edges, 2)
    assert (found.n_frustrated, found.is_exact, found.at_least) == (least, True, least)
    assert slow_frustrated(edges, found.blocs.set_index("actor_id")["bloc"]) == least
    assert found.balance == 1 - 2 * least / len(edges)
    if is_connected(edges):
        assert found.is_only == (n_best == 1)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_frustrated_edges_are_those_whose_loss_leaves_balance(seed):
    edges = random_edges(seed)
    found = measures.frustration(edges)
    rest = edges.merge(found.frustrated, how="left", indicator=True).query("_merge == 'left_only'")
    assert measures.frustration(rest.drop(columns="_merge")).n_frustrated == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_triangles_are_counted_as_by_hand(seed):
    edges = random_edges(seed)
    sign = {frozenset(row[:2]): row[2] for row in edges.itertuples(index=False)}
    products = [
        math.prod(sign[frozenset(pair)] for pair in itertools.combinations(three, 2))
        for three in itertools.combinations("abcdefgh", 3)
        if all(frozenset(pair) in sign for pair in itertools.combinations(three, 2))
    ]
    found = measures.triangle_balance(edges)
    assert (found.n_balanced, found.n_triangles) == (products.count(1), len(products))


def test_a_cycle_with_an_odd_number_of_foes_has_several_best_divisions():
    square = table(("a", "b", 1), ("b", "c", 1), ("c", "d", 1), ("a", "d", -1))
    found = measures.frustration(square)
    assert (found.n_frustrated, found.balance, found.is_only) == (1, 0.5, False)


def test_another_best_division_is_found_where_no_single_actor_can_move():
    # Two triangles of fast friends, each of whom has one friend and one foe across, or neither.
    camps = [(*pair, 1) for camp in ("abcd", "efgh") for pair in itertools.combinations(camp, 2)]
    found = measures.frustration(table(*camps, ("a", "e", 1), ("b", "f", -1)))
    assert (found.n_frustrated, found.is_only) == (1, False)
    assert measures.frustration(table(*camps, ("a", "e", 1), ("b", "f", -1), ("c", "g", 1))).is_only is True


def test_without_an_edge_balance_is_not_defined():
    for edges in (table(), table(("a", "b", 0)), table(("a", "b", math.nan))):
        found = measures.frustration(edges)
        assert math.isnan(found.balance)
        assert (found.n_frustrated, found.n_edges, found.is_only) == (0, 0, None)
        assert set(found.blocs["bloc"]) <= {""}
        assert math.isnan(measures.triangle_balance(edges).balance)
    assert math.isnan(measures.triangle_balance(table(("a", "b", 1), ("b", "c", 1))).balance)


def test_without_a_negative_edge_there_is_one_bloc():
    found = measures.frustration(table(("a", "b", 1), ("b", "c", 1)))
    assert (found.n_frustrated, found.balance, found.is_only) == (0, 1, True)
    assert found.blocs["bloc"].tolist() == ["a", "a", "a"]


def test_among_four_mutual_foes_two_blocs_leave_two_edges_and_four_leave_none():
    foes = table(*((*pair, -1) for pair in itertools.combinations("abcd", 2)))
    assert measures.frustration(foes).n_frustrated == 2
    assert [measures.blocs(foes, most=most).n_frustrated for most in (1, 2, 3, 4)] == [6, 2, 1, 0]
    assert measures.blocs(foes, most=4).blocs["bloc"].tolist() == list("abcd")


def test_parts_without_an_edge_between_them_share_no_bloc():
    found = measures.frustration(table(("a", "b", 1), ("c", "d", -1), ("e", "f", 0)))
    assert found.blocs.values.tolist() == [["a", "a"], ["b", "a"], ["c", "c"], ["d", "d"], ["e", ""], ["f", ""]]
    assert (found.n_edges, found.is_only) == (2, True)


def test_a_table_of_dyads_will_do_and_its_sign_goes_before_its_similarity():
    dyads = pd.DataFrame({"actor_a": ["a", "b"], "actor_b": ["b", "c"], "similarity": [-0.3, 0.0]})
    assert measures.blocs(dyads).blocs["bloc"].tolist() == ["a", "b", ""]
    assert measures.blocs(dyads.assign(sign=[1, 0])).blocs["bloc"].tolist() == ["a", "a", ""]


@pytest.mark.parametrize("rows", [[("a", "a", 1)], [("a", "b", 1), ("b", "a", -1)]])
def test_an_edge_that_is_no_dyad_is_refused(rows):
    for measure in (measures.frustration, measures.triangle_balance, measures.blocs):
        with pytest.raises(ValueError, match=r"tied to itself|one row per dyad"):
            measure(table(*rows))


def test_when_time_is_up_the_result_says_that_it_is_not_proven():
    edges = random_edges(3, n=26, share=0.5)
    found = measures.frustration(edges, seconds=0)
    assert (found.is_exact, found.is_only) == (False, None)
    assert found.at_least <= found.n_frustrated <= (edges["sign"] < 0).sum()
    assert slow_frustrated(edges, found.blocs.set_index("actor_id")["bloc"]) == found.n_frustrated


EDGES = st.dictionaries(
    st.sampled_from(list(itertools.combinations("abcdefg", 2))), st.sampled_from([-1, 1]), min_size=1, max_size=16
).map(lambda signs: table(*((*dyad, sign) for dyad, sign in signs.items())))


@settings(max_examples=counts.of(8, 100))
@given(EDGES, st.permutations("abcdefg"), st.integers(0, 99))
def test_names_and_order_do_not_matter(edges, names, seed):
    renamed = dict(zip("abcdefg", names, strict=True))
    other = shuffled(edges.assign(actor_a=edges["actor_b"].map(renamed), actor_b=edges["actor_a"].map(renamed)), seed)
    assert measures.frustration(other).n_frustrated == measures.frustration(edges).n_frustrated
    assert measures.blocs(other, most=3).n_frustrated == measures.blocs(edges, most=3).n_frustrated
    assert measures.triangle_balance(other) == measures.triangle_balance(edges)
    pd.testing.assert_frame_equal(measures.blocs(shuffled(edges, seed)).blocs, measures.blocs(edges).blocs)


@settings(max_examples=counts.of(8, 100))
@given(EDGES, st.sets(st.sampled_from("abcdefg")))
def test_turning_every_sign_across_a_cut_changes_nothing(edges, side):
    across = edges["actor_a"].isin(side) != edges["actor_b"].isin(side)
    turned = edges.assign(sign=edges["sign"].where(~across, -edges["sign"]))
    before, after = measures.frustration(edges), measures.frustration(turned)
    assert (before.n_frustrated, before.is_only) == (after.n_frustrated, after.is_only)
    assert measures.triangle_balance(turned) == measures.triangle_balance(edges)


@settings(max_examples=counts.of(8, 100))
@given(EDGES, st.data())
def test_a_new_friendship_inside_a_bloc_frustrates_nobody(edges, data):
    for found in (measures.frustration(edges), measures.blocs(edges, most=3)):
        bloc = found.blocs.set_index("actor_id")["bloc"]
        known = {frozenset(row[:2]) for row in edges.itertuples(index=False)}
        free = [p for p in itertools.combinations(bloc.index, 2) if bloc[p[0]] == bloc[p[1]] and {*p} not in known]
        if free:
            more = pd.concat([edges, table((*data.draw(st.sampled_from(free)), 1))])
            most = 2 if isinstance(found, measures.Frustration) else 3
            assert measures.blocs(more, most=most).n_frustrated == found.n_frustrated


@settings(max_examples=counts.of(8, 100))
@given(EDGES)
def test_frustration_lies_between_its_bounds(edges):
    found = measures.frustration(edges)
    assert 0 <= found.n_frustrated <= min((edges["sign"] < 0).sum(), len(edges) / 2)
    assert (found.n_frustrated == 0) == (found.balance == 1)


# Blocs -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("most", [1, 3, 4])
@pytest.mark.parametrize("seed", SEEDS[:4])
def test_blocs_leave_as_few_edges_as_any_division(seed, most):
    edges = random_edges(seed, n=7, share=0.7, negative=0.6)
    found = measures.blocs(edges, most=most, seconds=5)
    assert (found.n_frustrated, found.is_exact) == (slow_best(edges, most)[0], True)
    assert slow_frustrated(edges, found.blocs.set_index("actor_id")["bloc"]) == found.n_frustrated


@pytest.mark.parametrize("seed", SEEDS)
def test_the_search_alone_finds_the_best_of_few_actors(seed):
    edges = random_edges(seed, negative=0.6)
    assert measures.blocs(edges, most=3, seconds=0).n_frustrated == slow_best(edges, 3)[0]


def test_more_blocs_never_leave_more():
    edges = random_edges(5, n=26, share=0.4, negative=0.6)
    left = [measures.blocs(edges, most=most, seconds=0).n_frustrated for most in range(1, 7)]
    assert left == sorted(left, reverse=True)


def test_a_bloc_is_named_after_its_first_actor():
    edges = table(("d", "c", 1), ("c", "b", -1), ("b", "a", 1))
    found = measures.blocs(edges).blocs
    assert found.values.tolist() == [["a", "a"], ["b", "a"], ["c", "c"], ["d", "c"]]


def test_fewer_than_one_bloc_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        measures.blocs(table(("a", "b", 1)), most=0)


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_another_program_finds_nothing_better(seed):
    leidenalg = pytest.importorskip("leidenalg", reason="GPL, a second opinion only: not installed here")
    igraph = pytest.importorskip("igraph")
    edges = random_edges(seed, n=20, share=0.4)
    graph = igraph.Graph.TupleList(edges.itertuples(index=False), weights=True)
    way, options = leidenalg.CPMVertexPartition, {"weights": "weight", "resolution_parameter": 0}
    ours = measures.blocs(edges, most=20, seconds=0).n_frustrated
    for theirs in (leidenalg.find_partition(graph, way, seed=n, **options) for n in range(10)):
        bloc = dict(zip(graph.vs["name"], theirs.membership, strict=True))
        assert ours <= slow_frustrated(edges, bloc)


def test_states_that_vote_with_israel_are_a_bloc(assembly):
    found = measures.blocs(measures.similarity(assembly), most=3, seconds=10)
    bloc = found.blocs.set_index("actor_id")["bloc"]
    assert found.is_exact
    assert bloc["Israel"] == bloc["United States"] == bloc["Canada"] != bloc["Egypt"] == bloc["Norway"]


# Stability -------------------------------------------------------------------------------------------------------


@pytest.fixture
def two_camps():
    """Four actors in two camps, all of it in each of three reports; e is put with c and d by the last report alone."""
    camps = [
        (actor, issue, 2 if actor in "ab" else -2, report)
        for report in ("r1", "r2", "r3")
        for actor in "abcd"
        for issue in "xy"
    ]
    return said(*camps, ("e", "x", -2, "r3"), ("e", "y", -1, "r3"), ("f", "z", 1, "r2"))


def test_blocs_that_every_report_shows_are_certain(two_camps):
    found = measures.bloc_stability(two_camps)
    assert found.actors.values.tolist() == [["a", "a"], ["b", "a"], ["c", "c"], ["d", "c"], ["e", "c"]]
    pairs = found.pairs.set_index(["actor_a", "actor_b"])
    assert pairs["together"].to_dict() == {
        (a, b): float((a in "ab") == (b in "ab")) for a, b in itertools.combinations("abcde", 2)
    }
    assert pairs.loc[("a", "b"), "n_draws"] == 200
    assert pairs.loc[("c", "e"), "n_draws"] == pytest.approx(200 * (1 - (2 / 3) ** 3), abs=25)
    assert found.blocs.values.tolist() == [["a", 2, 1.0], ["c", 3, 1.0]]
    assert found.left_out.values.tolist() == [["r3", "e", "c", ""]]


def test_the_report_that_holds_an_actor_in_its_bloc_is_named(two_camps):
    # An older report has e with a and b.
    old = said(("e", "x", 2, "r0"), ("e", "y", 2, "r0"))
    old = old.assign(stance_id=["t1", "t2"], earliest=DAY - pd.Timedelta(days=9), latest=DAY - pd.Timedelta(days=9))
    found = measures.bloc_stability(pd.concat([two_camps, old], ignore_index=True))
    assert found.left_out.values.tolist() == [["r3", "e", "c", "a"]]
    together = found.pairs.set_index(["actor_a", "actor_b"])["together"]
    assert 0 < together["a", "e"] < together["c", "e"] < 1
    assert together["a", "e"] + together["c", "e"] == pytest.approx(1)


def test_a_bloc_that_falls_apart_without_a_report_goes_on_under_one_name_and_a_new_one():
    pairs = [
        (actor, issue, 2, "r1")
        for actors, issues in (("abc", "xy"), ("de", "zw"))
        for actor in actors
        for issue in issues
    ]
    # without somebody who differs on them, sharing these positions would be no more than chance
    foes = (("k", "uv", "r2"), ("m", "xy", "r1"), ("n", "zw", "r1"))
    pairs += [(foe, issue, -2, report) for foe, issues, report in foes for issue in issues]
    stances = said(*pairs, *((actor, issue, 2, "r2") for actor in "cd" for issue in "uv"))
    found = measures.bloc_stability(stances)
    assert set(found.actors.query("actor_id in ['a', 'b', 'c', 'd', 'e']")["bloc"]) == {"a"}
    assert found.left_out.query("report_id == 'r2' and actor_id in ['a', 'b', 'c', 'd', 'e']").values.tolist() == [
        ["r2", "d", "a", "new:d"],
        ["r2", "e", "a", "new:d"],
    ]


@pytest.mark.parametrize("seed", FEW)
def test_shares_are_those_of_blocs_found_one_draw_at_a_time(seed):
    rng = np.random.default_rng(seed)
    stances = said(
        *(
            (rng.choice(list("abcdef")), rng.choice(list("xyz")), rng.integers(-2, 3), f"r{n}", f"r{n // 2}")
            for n in rng.integers(0, 8, 60)
        )
    )
    found = measures.bloc_stability(stances, min_shared=1, n_draws=15, seed=seed)
    both, together = {}, {}
    for drawn in np.random.default_rng(seed).integers(0, 4, (15, 4)):
        some = stances[stances["root"].isin([f"r{n}" for n in drawn])]
        dyads = measures.against_chance(measures.similarity(measures.positions(some)), measures.positions(some))
        signed = dyads.assign(sign=measures.signs_beyond_chance(dyads))
        bloc = measures.blocs(signed, seconds=0).blocs.set_index("actor_id")["bloc"]
        for pair in itertools.combinations(bloc.index[bloc != ""], 2):
            both[pair] = both.get(pair, 0) + 1
            together[pair] = together.get(pair, 0) + (bloc[pair[0]] == bloc[pair[1]])
    for row in found.pairs.itertuples(index=False):
        pair = row.actor_a, row.actor_b
        assert row.n_draws == both.get(pair, 0)
        assert row.together == pytest.approx(together[pair] / both[pair]) if pair in both else math.isnan(row.together)


def test_copies_of_one_report_come_and_go_as_one(two_camps):
    copies = two_camps.assign(root="agency")
    alone = measures.bloc_stability(copies, n_draws=50).pairs
    assert (set(alone["n_draws"]), alone["together"].isna().all()) == ({0}, True)
    # With a second root of no use, both or either are drawn, and the camps are there unless only the second is.
    other = pd.concat([copies, said(("z", "own", 1, "r9")).assign(stance_id="t")])
    pairs = measures.bloc_stability(other, n_draws=80).pairs
    assert set(pairs["n_draws"]) == {pairs["n_draws"][0]}
    assert pairs["n_draws"][0] == pytest.approx(60, abs=15)
    assert set(pairs["together"]) == {0.0, 1.0}


def test_stability_does_not_depend_on_the_order_of_rows(two_camps):
    ours, theirs = measures.bloc_stability(two_camps), measures.bloc_stability(shuffled(two_camps))
    for name in ("actors", "pairs", "blocs", "left_out"):
        pd.testing.assert_frame_equal(getattr(ours, name), getattr(theirs, name))


def test_without_an_edge_no_bloc_is_stable_or_not():
    for stances in (said(), said(("a", "x", 1, "r1")), said(("a", "x", 1, "r1"), ("b", "x", 1, "r1"))):
        found = measures.bloc_stability(stances)
        assert found.pairs.empty
        assert found.blocs.empty
        assert found.left_out.empty


def test_without_draws_shares_are_not_defined(two_camps):
    found = measures.bloc_stability(two_camps, n_draws=0)
    assert found.pairs["together"].isna().all()
    assert found.blocs["together"].isna().all()


def test_the_blocs_of_the_shipped_dossier_name_the_reports_they_rest_on(record):
    found = measures.bloc_stability(record.stances)
    assert not found.actors.empty
    assert found.pairs["together"].dropna().between(0, 1).all()
    assert set(found.left_out["report_id"]) <= set(record.reports["report_id"])


# Polarisation ----------------------------------------------------------------------------------------------------


def camps(n=8, issues="xyz"):
    return held([(a, issue, 2 if a < "abcdefghij"[n // 2] else -2) for a in "abcdefghij"[:n] for issue in issues])


def slow_fit(cells, camp):
    """Share of the weight of shared issues that agrees inside camps or conflicts between them."""
    position = {(actor, issue): int(place) for actor, issue, place in cells.itertuples(index=False)}
    issues = {issue for _, issue in position}
    good = whole = 0
    for a, b in itertools.combinations(camp, 2):
        for issue in issues:
            if (a, issue) in position and (b, issue) in position:
                apart = abs(position[a, issue] - position[b, issue]) / 4
                good += (1 - apart) if camp[a] == camp[b] else apart
                whole += 1
    return good / whole


def test_two_opposed_camps_are_found_and_fit_without_fault():
    found = measures.field_polarisation(camps())
    assert (found.fit, found.polarisation, found.n_shared) == (1, 1, 3 * 28)
    assert found.camps["camp"].tolist() == list("aaaaeeee")
    assert found.p_value < 0.01
    # The division that mixes the camps is the one that maximising the distance from the pattern would give.
    mixed = dict(zip("abcdefgh", [0, 0, 1, 1, 0, 0, 1, 1], strict=True))
    assert slow_fit(camps(), mixed) < found.expected < found.fit


@pytest.mark.parametrize("seed", SEEDS)
def test_no_division_into_two_fits_better(seed):
    cells = random_cells(seed)
    found = measures.field_polarisation(cells, n_shuffles=1)
    actors = list(found.camps["actor_id"])
    fits = [slow_fit(cells, c) for c in slow_divisions(actors, 2) if len(set(c.values())) == 2]
    assert found.fit == pytest.approx(max(fits))
    assert slow_fit(cells, found.camps.set_index("actor_id")["camp"].to_dict()) == pytest.approx(found.fit)


def test_sparse_positions_fit_two_camps_and_are_not_polarised_for_that():
    fields = [random_cells(seed, 12, 12, 0.15) for seed in range(8)]
    extreme = [cells.assign(position=np.where(cells["position"] > 0, 2, -2)) for cells in fields]
    found = [measures.field_polarisation(cells, n_shuffles=40) for cells in extreme]
    assert np.mean([one.fit for one in found]) > 0.8
    assert abs(np.mean([one.fit - one.expected for one in found])) < 0.03
    assert np.mean([one.p_value for one in found]) > 0.2


def test_a_field_of_one_mind_is_not_polarised():
    found = measures.field_polarisation(camps().assign(position=1))
    assert (found.polarisation, found.p_value) == (0, 1)


def test_polarisation_is_not_defined_where_nothing_is_compared_or_any_positions_would_fit():
    alone = held([("a", "x", 2), ("a", "y", 1)])
    apart = held([("a", "x", 2), ("b", "y", -2), ("c", "z", 0)])
    for cells in (alone, apart, alone[:0]):
        found = measures.field_polarisation(cells)
        assert all(math.isnan(value) for value in (found.polarisation, found.fit, found.expected, found.p_value))
        assert found.n_shared == len(found.camps) == 0
    two = measures.field_polarisation(held([("a", "x", 2), ("b", "x", -2)]))
    assert (two.fit, two.expected) == (1, 1)
    assert math.isnan(two.polarisation)


def test_camps_are_never_empty():
    cells = held([(actor, issue, n) for n, actor in enumerate("abc", -1) for issue in "uvw"])
    assert measures.field_polarisation(cells, n_camps=3, n_shuffles=2).camps["camp"].tolist() == list("abc")
    assert math.isnan(measures.field_polarisation(cells, n_camps=4).fit)
    with pytest.raises(ValueError, match="at least 2"):
        measures.field_polarisation(cells, n_camps=1)


def test_polarisation_depends_on_the_seed_alone():
    cells = random_cells(4)
    first, again = measures.field_polarisation(cells), measures.field_polarisation(shuffled(cells))
    assert (first.fit, first.expected, first.p_value) == (again.fit, again.expected, again.p_value)
    assert first.expected != measures.field_polarisation(cells, seed=1).expected


def test_the_assembly_is_divided_beyond_chance(assembly):
    found = measures.field_polarisation(assembly, n_shuffles=40)
    camp = found.camps.set_index("actor_id")["camp"]
    assert found.polarisation > 0.5
    assert found.p_value == pytest.approx(1 / 41)
    assert camp["Israel"] == camp["United States"] != camp["Egypt"]


# Backbone --------------------------------------------------------------------------------------------------------


def slow_spectrum(cells, actors, *, of_degrees=False):
    position = {(row.actor_id, row.issue_id): row.position for row in cells.itertuples()}
    tie = np.zeros((len(actors),) * 2)
    for (i, a), (j, b) in itertools.permutations(enumerate(actors), 2):
        both = [issue for issue in cells["issue_id"].unique() if (a, issue) in position and (b, issue) in position]
        tie[i, j] = max(0, sum(1 - 2 * abs(position[a, x] - position[b, x]) / 4 for x in both))
    degree = np.diag(tie.sum(axis=1))
    values = np.sort(np.linalg.eigvals(degree if of_degrees else degree - tie).real)
    return values / values.sum() if tie.any() else None


def slow_loss(cells, issues, **how):
    actors = sorted(cells["actor_id"].unique())
    part = slow_spectrum(cells[cells["issue_id"].isin(issues)], actors, **how)
    return 2 if part is None else sum(abs(slow_spectrum(cells, actors, **how) - part))


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_each_step_of_a_backbone_loses_as_little_as_any_issue_could(seed):
    cells = random_cells(seed, n_issues=5)
    found = measures.backbone(cells)
    assert found["rank"].tolist() == list(range(1, 6))
    for n in range(1, 6):
        kept = found["issue_id"][:n].tolist()
        assert found["loss"][n - 1] == pytest.approx(slow_loss(cells, kept), abs=1e-9)
        if n < 5:
            before = found["issue_id"][: n + 1].tolist()
            least = min(slow_loss(cells, [x for x in before if x != out]) for out in before)
            assert found["loss"][n - 1] == pytest.approx(least, abs=1e-9)
    assert found["n_actors"].tolist() == [(cells["issue_id"] == issue).sum() for issue in found["issue_id"]]


def test_a_backbone_keeps_the_laplacian_and_not_the_degrees():
    losses = [
        (
            measures.backbone(cells)["loss"][0],
            slow_loss(cells, measures.backbone(cells)["issue_id"][:1], of_degrees=True),
        )
        for cells in (random_cells(seed, n_issues=4) for seed in SEEDS[:3])
    ]
    assert all(ours != pytest.approx(degrees, abs=1e-3) for ours, degrees in losses)


def test_one_of_several_equal_issues_is_backbone_enough():
    cells = held([(actor, issue, n) for n, actor in enumerate("abcd", -1) for issue in "zyx"])
    found = measures.backbone(shuffled(cells))
    assert found["issue_id"].tolist() == ["x", "y", "z"]
    assert found["loss"].tolist() == pytest.approx([0, 0, 0], abs=1e-9)


def test_an_issue_that_ties_nobody_is_the_first_to_go():
    cells = held([("a", "x", 2), ("b", "x", 2), ("b", "y", 1), ("c", "y", 1), ("a", "own", 1)])
    assert measures.backbone(cells)["issue_id"].tolist() == ["x", "y", "own"]


def test_a_network_without_a_tie_has_no_backbone():
    opposed = held([("a", "x", 2), ("b", "x", -2), ("a", "y", 1), ("b", "y", -1)])
    for cells in (opposed, opposed[:1], opposed[:0]):
        assert measures.backbone(cells)["loss"].isna().all()
        assert len(measures.backbone(cells)) == cells["issue_id"].nunique()


# Scaling ---------------------------------------------------------------------------------------------------------


def along_a_line(seed, n_actors=14, n_issues=20, share=0.7):
    """Positions that follow from true places with some noise; the cells and the places."""
    rng = np.random.default_rng(seed)
    place, slope = np.linspace(-1.7, 1.7, n_actors), rng.choice([-1.3, 1.0, 1.6], n_issues)
    middle, noise = rng.normal(0, 0.6, n_issues), rng.normal(0, 0.4, (n_actors, n_issues))
    position = np.clip(np.round(middle + np.outer(place, slope) + noise), -2, 2).astype(int)
    cells = [
        (f"actor-{a:02d}", f"issue-{i:02d}", position[a, i])
        for a, i in itertools.product(range(n_actors), range(n_issues))
        if rng.random() < share
    ]
    return held(cells), place


@pytest.mark.parametrize("seed", FEW)
def test_places_on_a_line_are_found_again(seed):
    cells, truth = along_a_line(seed)
    found = measures.scaling(shuffled(cells), n_draws=60)
    places = found.places
    assert found.reason == ""
    assert abs(np.corrcoef(places["place"], truth)[0, 1]) > 0.97
    assert (places["place"].mean(), places["place"].std(ddof=0)) == (pytest.approx(0), pytest.approx(1))
    assert places["place"][0] > 0
    assert (places["low"] < places["high"]).all()
    assert ((places["low"] <= places["place"]) & (places["place"] <= places["high"])).mean() > 0.8
    assert found.fit > found.expected
    assert found.p_value <= 0.05


def test_more_issues_make_narrower_intervals():
    widths = [
        (places["high"] - places["low"]).mean()
        for places in (measures.scaling(along_a_line(1, n_issues=n)[0], n_draws=60).places for n in (8, 60))
    ]
    assert widths[1] < widths[0] / 1.5


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_places_are_where_least_squares_by_hand_would_leave_them(seed):
    rng = np.random.default_rng(seed)
    is_known = (rng.random((6, 7)) < 0.8).astype(float)
    is_known[0] = is_known[:, 0] = 1
    height = rng.integers(0, 5, (6, 7)) * is_known
    place, fit = fit_line(Grid(height, is_known))
    lines, missed, whole = [], 0.0, 0.0
    for issue in range(7):
        who = [a for a in range(6) if is_known[a, issue]]
        mean_place, mean = np.mean([place[a] for a in who]), np.mean([height[a, issue] for a in who])
        slope = sum((place[a] - mean_place) * (height[a, issue] - mean) for a in who) / (
            sum((place[a] - mean_place) ** 2 for a in who) + RIDGE
        )
        lines.append((mean - slope * mean_place, slope))
        missed += sum((height[a, issue] - mean - slope * (place[a] - mean_place)) ** 2 for a in who)
        whole += sum((height[a, issue] - mean) ** 2 for a in who)
    again = []
    for actor in range(6):
        told = [(height[actor, i] - c, b) for i, (c, b) in enumerate(lines) if is_known[actor, i]]
        again.append(sum(rest * b for rest, b in told) / (sum(b * b for _, b in told) + RIDGE))
    again = (np.array(again) - np.mean(again)) / np.std(again)
    assert place == pytest.approx(again, abs=1e-3)
    assert fit == pytest.approx(1 - missed / whole, abs=1e-6)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (held([]), "No actor has"),
        (held([("a", issue, 1) for issue in "xyzuv"]), "No actor has"),
        (camps(8, "xy"), "No actor has"),
        (camps(8, "uvwxyz").assign(position=1), "No actor has"),
        (pd.concat([camps(6, "xyz"), camps(6, "uvw").assign(actor_id=lambda t: "z" + t["actor_id"])]), "2 groups"),
        (random_cells(1, 8, 5, 0.9), "no better than it explains shuffled ones"),
    ],
    ids=["empty", "one actor", "few issues", "no variation", "disconnected", "chance"],
)
def test_positions_that_carry_no_line_are_refused_with_the_reason(cells, reason):
    found = measures.scaling(cells, n_draws=5)
    assert reason in found.reason
    assert found.places[["place", "low", "high"]].isna().all(axis=None)
    assert len(found.places) == cells["actor_id"].nunique()


def test_an_actor_of_whom_too_little_is_known_has_no_place_beside_those_who_have():
    cells, _ = along_a_line(2)
    found = measures.scaling(pd.concat([cells, held([("new", "issue-00", 2), ("new", "own", 2)])]), n_draws=5).places
    assert found.set_index("actor_id")["place"].isna().sum() == 1
    assert found.iloc[-1].fillna(99).tolist() == ["new", 99, 99, 99, 1]


def test_without_draws_places_have_no_interval():
    found = measures.scaling(along_a_line(2)[0], n_draws=0).places
    assert found["place"].notna().all()
    assert found["low"].isna().all()


def test_the_assembly_stands_on_one_line(assembly):
    found = measures.scaling(assembly, n_draws=30)
    place = found.places.set_index("actor_id")["place"]
    assert found.reason == ""
    assert found.fit > 0.7
    assert abs(place["Israel"] - place["United States"]) < 0.3 < abs(place["Israel"] - place["Norway"])
    assert abs(place["Norway"] - place["Egypt"]) < abs(place["Israel"] - place["Egypt"])
