"""Other measures of likeness: published values, slow second opinions, properties, real votes, what is not defined."""

import itertools
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import measures
from onrecord.measures import coefficients
from onrecord.measures.scale import LINEAR, SQUARED
from tests import counts

SEEDS = range(counts.of(5, 20))
SHARED = Path(__file__).parents[2] / "shared" / "data"
PAIR = ["actor_a", "actor_b"]
CHOICES = list(measures.MEASURES)
REVERSIBLE = ["similarity", "similarity_squared", "kendall_tau"]


def held(table):
    """Cells from {actor: {issue: position}}."""
    rows = [(actor, issue, position) for actor, said in table.items() for issue, position in said.items()]
    return pd.DataFrame(rows, columns=["actor_id", "issue_id", "position"])


def dyad(*both):
    """Cells of two actors from pairs of positions, one an issue."""
    first, second = ({f"issue-{n:02d}": side[who] for n, side in enumerate(both)} for who in (0, 1))
    return held({"a": first, "b": second})


def random_cells(seed, n_actors=6, n_issues=7, spread=5):
    """Random cells with about a quarter missing; `spread` steps of the scale in use."""
    rng = np.random.default_rng(seed)
    names = [f"actor-{a}" for a in range(n_actors)]
    return held(
        {
            name: {f"issue-{i}": int(rng.integers(0, spread)) - 2 for i in range(n_issues) if rng.random() < 0.75}
            for name in names
        }
    )


def both_sides(cells):
    """{dyad: [(position, position, issue), ...]} of the shared issues, by plain loops."""
    said = {}
    for row in cells.itertuples():
        said.setdefault(row.actor_id, {})[row.issue_id] = int(row.position)
    found = {
        (a, b): [(said[a][i], said[b][i], i) for i in sorted(said[a]) if i in said[b]]
        for a, b in itertools.combinations(sorted(said), 2)
    }
    return {key: both for key, both in found.items() if both}


def slow_against_chance(both, distance, *, pooled):
    """Kappa, or with pooled margins pi, from every draw that chance could make."""
    first, second = [p for p, _, _ in both], [q for _, q, _ in both]
    mine, theirs = (first + second, first + second) if pooled else (first, second)
    observed = sum(distance(p, q) for p, q, _ in both) / len(both)
    expected = sum(distance(p, q) for p in mine for q in theirs) / (len(mine) * len(theirs))
    return math.nan if expected == 0 else 1 - observed / expected


def slow_alpha(both):
    values = [v for p, q, _ in both for v in (p, q)]
    observed = sum(abs(p - q) for p, q, _ in both) / len(both)
    expected = sum(abs(p - q) for p, q in itertools.permutations(values, 2)) / (len(values) * (len(values) - 1))
    return math.nan if expected == 0 else 1 - observed / expected


def slow_tau(both):
    net = untied_a = untied_b = 0
    for (p, q, _), (r, s, _) in itertools.combinations(both, 2):
        net += np.sign(p - r) * np.sign(q - s)
        untied_a += p != r
        untied_b += q != s
    return math.nan if not untied_a * untied_b else net / math.sqrt(untied_a * untied_b)


def slow_weighted(both, weight):
    total = sum(weight[i] for _, _, i in both)
    return math.nan if total == 0 else 1 - 2 * sum(weight[i] * abs(p - q) / 4 for p, q, i in both) / total


def mean(values):
    values = list(values)
    return sum(values) / len(values)


SLOW = {
    "similarity": lambda both: 1 - 2 * mean(abs(p - q) / 4 for p, q, _ in both),
    "similarity_squared": lambda both: 1 - 2 * mean((p - q) ** 2 / 16 for p, q, _ in both),
    "raw_agreement": lambda both: mean(p == q for p, q, _ in both),
    "graded_agreement": lambda both: mean(1 - abs(p - q) / 4 for p, q, _ in both),
    "krippendorff_alpha": slow_alpha,
    "scott_pi": lambda both: slow_against_chance(both, lambda p, q: abs(p - q), pooled=True),
    "cohen_kappa": lambda both: slow_against_chance(both, lambda p, q: abs(p - q), pooled=False),
    "cohen_kappa_squared": lambda both: slow_against_chance(both, lambda p, q: (p - q) ** 2, pooled=False),
    "kendall_tau": slow_tau,
}


def value(name, cells, **options):
    """The value of the only dyad."""
    (found,) = measures.MEASURES[name].function(cells, **options)[name]
    return found


def table_6():
    path = SHARED / "example_signorino_ritter_table6.csv"
    if not path.exists():
        pytest.skip("the worked example of Signorino and Ritter is not on this machine")
    return pd.read_csv(path)


def table_6_joint(table, weight=1.0):
    """Their two portfolios as a joint table, on their scale of four steps."""
    joint = np.zeros((1, 4, 4))
    np.add.at(joint[0], (table["gmy"], table["rus"]), weight)
    return joint


def table_6_cells(table):
    """Their scale has three steps up; a distance is the number of them in between, so each is a yes-or-no issue."""
    return held(
        {
            name: {
                f"{state}>{k}": 2 if tie > k else -2
                for state, tie in zip(table["state"], table[name], strict=True)
                for k in range(3)
            }
            for name in ("gmy", "rus")
        }
    )


def votes_of_2017():
    path = SHARED / "stances_unga_palestine_2000_2019.csv"
    if not path.exists():
        pytest.skip("the General Assembly votes are not on this machine")
    votes = pd.read_csv(path, keep_default_na=False)
    votes = votes[votes["date"].str.startswith("2017")]
    return pd.DataFrame(
        {"actor_id": votes["country_code"], "issue_id": votes["rcid"].astype("str"), "position": votes["position"] * 2}
    )


# Published values ------------------------------------------------------------------------------------------------


STEPS = np.arange(4)
SCALE_OF_FOUR = np.abs(np.subtract.outer(STEPS, STEPS)) / 3


def test_table_6_of_signorino_and_ritter_gives_s_in_its_forms():
    table = table_6()
    plain, weighed = table_6_joint(table), table_6_joint(table, table["syscap"])

    def s(joint, distance):
        return 1 - 2 * coefficients.mean_distance(joint, distance)[0]

    assert s(plain, SCALE_OF_FOUR) == pytest.approx(0.40, abs=0.0005)
    assert s(plain, SCALE_OF_FOUR**2) == pytest.approx(0.444, abs=0.0005)
    assert s(weighed, SCALE_OF_FOUR) == pytest.approx(-0.46, abs=0.0005)
    # By hand: five states with a distance of 3 weigh .63, one with 2 weighs .05, one with 1 weighs .20.
    assert s(weighed, SCALE_OF_FOUR**2) == pytest.approx(1 - 2 * (0.63 * 9 + 0.05 * 4 + 0.20) / 9)


def test_table_6_of_signorino_and_ritter_weighted_by_capability_through_cells():
    table = table_6()
    cells = table_6_cells(table)
    weight = pd.DataFrame(
        [(f"{state}>{k}", w) for state, w in zip(table["state"], table["syscap"], strict=True) for k in range(3)],
        columns=["issue_id", "weight"],
    )
    assert measures.similarity_weighted(cells, weight)["similarity_weighted"].tolist() == [pytest.approx(-0.46)]


def test_table_6_of_signorino_and_ritter_gives_the_other_coefficients():
    joint = table_6_joint(table_6())
    assert coefficients.tau_b(joint) == pytest.approx([0.0303], abs=0.00005)
    assert coefficients.pi(joint, (SCALE_OF_FOUR > 0).astype(float)) == pytest.approx([-0.0448], abs=0.00005)
    assert coefficients.kappa(joint, SCALE_OF_FOUR**2) == pytest.approx([-0.0776], abs=0.00005)


def test_table_6_of_signorino_and_ritter_ranks_alike_through_cells():
    # Order is all that counts, so four steps may stand on any four of our five.
    table = table_6()
    cells = held({name: dict(zip(table["state"], table[name] - 2, strict=True)) for name in ("gmy", "rus")})
    assert value("kendall_tau", cells) == pytest.approx(0.0303, abs=0.00005)


@pytest.mark.parametrize(
    ("who", "votes", "raw", "kappa", "pi", "alpha"),
    [
        ("United States and Israel", [(-2, -2)] * 19 + [(0, -2)] * 2, 0.90, 0.00, -0.05, -0.02),
        ("Israel and Egypt", [(-2, 2)] * 21, 0.00, 0.00, -1.00, -0.95),
        ("Russia and Egypt", [(2, 2)] * 18 + [(0, 2)] * 3, 0.86, 0.00, -0.08, -0.05),
        ("Egypt and Jordan", [(2, 2)] * 21, 1.00, math.nan, math.nan, math.nan),
    ],
)
def test_published_values_of_21_votes_in_the_general_assembly_of_2017(who, votes, raw, kappa, pi, alpha):
    want = {"raw_agreement": raw, "cohen_kappa": kappa, "scott_pi": pi, "krippendorff_alpha": alpha}
    got = {name: value(name, dyad(*votes)) for name in want}
    assert got == pytest.approx(want, abs=0.005, nan_ok=True), who
    assert math.isnan(value("kendall_tau", dyad(*votes)))


def test_chance_in_the_general_assembly_of_2017_is_the_published_one():
    # 79.7 % yes, 12.7 % abstain, 7.5 % no, of a thousand votes.
    cells = held({f"a{n}": {"x": p} for n, p in enumerate([2] * 797 + [0] * 127 + [-2] * 75)})
    assert measures.expected_similarity(cells) == pytest.approx(0.54, abs=0.005)


# By hand -----------------------------------------------------------------------------------------------------------


def test_one_agreed_and_one_opposed_issue_by_hand():
    cells = dyad((2, 2), (2, -2))
    by_hand = {
        "similarity": 0,
        "similarity_squared": 0,
        "raw_agreement": 0.5,
        "graded_agreement": 0.5,
        # One of two differs by four; of the four draws 2,2 against 2,-2 two do, so half as well.
        "cohen_kappa": 0,
        "cohen_kappa_squared": 0,
        # Pooled, three of four stand at 2: 2 x 3/4 x 1/4 = 3/8 expected, 1/2 observed.
        "scott_pi": -1 / 3,
        # Of the six pairs among 2, 2, 2, -2 three differ: as much as observed.
        "krippendorff_alpha": 0,
        "kendall_tau": math.nan,
    }
    assert {name: value(name, cells) for name in by_hand} == pytest.approx(by_hand, nan_ok=True)


def test_a_graded_dyad_by_hand():
    cells = dyad((2, 1), (0, 0), (-1, -2), (1, -1))
    assert value("raw_agreement", cells) == 0.25
    assert value("graded_agreement", cells) == pytest.approx(1 - (1 + 0 + 1 + 2) / 16)
    assert value("similarity", cells) == pytest.approx(0.5)
    assert value("similarity_squared", cells) == pytest.approx(1 - 2 * (1 + 0 + 1 + 4) / 64)
    # Six pairs of issues, none tied: all in the same order but that of the second and the last.
    assert value("kendall_tau", cells) == pytest.approx(4 / 6)


def test_weights_by_hand():
    cells = dyad((2, 2), (2, -2), (0, 2))
    weights = pd.DataFrame({"issue_id": ["issue-02", "issue-00", "issue-01"], "weight": [2.0, 5.0, 1.0]})
    # 1 - 2 (5 x 0 + 1 x 1 + 2 x 1/2) / 8
    assert measures.similarity_weighted(cells, weights)["similarity_weighted"].tolist() == [0.5]


def test_weights_of_issues_are_how_divided_the_field_is():
    cells = held({"a": {"u": 2, "v": 2, "w": 1}, "b": {"u": 2, "v": -2}})
    got = measures.issue_weights(cells)
    assert got.iloc[:, :2].values.tolist() == [["u", 2], ["v", 2], ["w", 1]]
    assert got["weight"].tolist() == pytest.approx([0, 1, math.nan], nan_ok=True)


def test_agreeing_on_what_nobody_disputes_counts_nothing_once_division_counts():
    everybody = {f"issue-{n}": 2 for n in range(8)}
    cells = held({"a": everybody | {"hot": 2}, "b": everybody | {"hot": -2}, "c": everybody | {"hot": 2}})
    got = measures.similarity_by_division(cells).set_index(PAIR)["similarity_by_division"]
    assert got.to_dict() == {("a", "b"): -1, ("a", "c"): 1, ("b", "c"): -1}
    assert measures.similarity(cells)["similarity"].min() > 0.7


def test_chance_on_a_dyads_own_issues_by_hand():
    cells = held({"a": {"x": 2, "y": 2}, "b": {"x": 2, "z": 1}, "c": {"x": -2, "y": 2, "z": 1}, "d": {"x": -2}})
    got = measures.expected_similarity_by_dyad(cells).set_index(PAIR)["expected_similarity"]
    assert got["a", "b"] == 0  # x alone: half at either end
    assert got["a", "c"] == pytest.approx(1 - 2 * (2 * 4 / 6 * 2 / 6))  # x and y: four at 2, two at -2
    assert measures.expected_similarity(cells) == pytest.approx(
        1 - 2 * (2 * (4 * 2 * 1 + 4 * 2 * 0.25 + 2 * 2 * 0.75) / 64)
    )


# Slow second opinions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", SLOW)
def test_a_measure_equals_a_slow_version(name, seed):
    cells = random_cells(seed, spread=2 + seed % 4)
    got = measures.MEASURES[name].function(cells)
    want = both_sides(cells)
    assert list(zip(got["actor_a"], got["actor_b"], strict=True)) == sorted(want)
    assert got["n_shared"].tolist() == [len(want[key]) for key in sorted(want)]
    slow = [SLOW[name](want[key]) for key in sorted(want)]
    np.testing.assert_allclose(got[name], slow, atol=1e-12, err_msg=name)


def test_random_tables_hold_defined_and_undefined_coefficients():
    tables = [random_cells(seed, spread=2 + seed % 4) for seed in range(5)]
    for name in ("scott_pi", "cohen_kappa", "krippendorff_alpha", "kendall_tau"):
        is_missing = pd.concat([measures.MEASURES[name].function(table)[name] for table in tables]).isna()
        assert is_missing.any() and not is_missing.all(), name


@pytest.mark.parametrize("seed", SEEDS)
def test_weighted_similarity_equals_a_slow_version(seed):
    cells = random_cells(seed)
    weight = {f"issue-{n}": w for n, w in enumerate(np.random.default_rng(seed).integers(0, 3, 9).tolist())}
    weights = pd.DataFrame(weight.items(), columns=["issue_id", "weight"])
    got = measures.similarity_weighted(cells, weights)["similarity_weighted"]
    by_dyad = both_sides(cells)
    np.testing.assert_allclose(got, [slow_weighted(by_dyad[key], weight) for key in sorted(by_dyad)], atol=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_similarity_by_division_is_weighted_by_polarisation(seed):
    cells = random_cells(seed)
    issues = pd.DataFrame({"issue_id": sorted(cells["issue_id"].unique())})
    weight = measures.issue_summary(cells, issues, 6).set_index("issue_id")["polarisation"].fillna(0).to_dict()
    by_dyad = both_sides(cells)
    got = measures.similarity_by_division(cells)["similarity_by_division"]
    np.testing.assert_allclose(got, [slow_weighted(by_dyad[key], weight) for key in sorted(by_dyad)], atol=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_chance_equals_a_slow_version(seed):
    cells = random_cells(seed)

    def slow(positions):
        return mean(1 - 2 * abs(p - q) / 4 for p in positions for q in positions)

    assert measures.expected_similarity(cells) == pytest.approx(slow(cells["position"].tolist()))
    by_dyad = both_sides(cells)
    got = measures.expected_similarity_by_dyad(cells)["expected_similarity"]
    want = [
        slow(cells.loc[cells["issue_id"].isin([i for _, _, i in by_dyad[key]]), "position"].tolist())
        for key in sorted(by_dyad)
    ]
    np.testing.assert_allclose(got, want)


@pytest.mark.parametrize("seed", SEEDS)
def test_tau_equals_another_program(seed):
    from scipy.stats import kendalltau  # takes long to load

    sides = np.random.default_rng(seed).integers(-2, 3, (12, 2))
    want = kendalltau(sides[:, 0], sides[:, 1]).statistic
    assert value("kendall_tau", dyad(*sides.tolist())) == pytest.approx(want)


@pytest.mark.parametrize("seed", range(5))
def test_chance_is_what_two_independent_speakers_reach_on_average(seed):
    rng = np.random.default_rng(seed)
    share = rng.dirichlet(np.ones(5))
    positions = rng.choice(5, 4000, p=share) - 2
    forum = held({f"a{n}": {"x": int(p)} for n, p in enumerate(positions)})
    drawn = 1 - np.abs(rng.permutation(positions) - rng.permutation(positions)).mean() / 2
    assert measures.expected_similarity(forum) == pytest.approx(drawn, abs=0.06)


# Properties ----------------------------------------------------------------------------------------------------------


CELLS = st.dictionaries(
    st.sampled_from("abcd"),
    st.dictionaries(st.sampled_from("uvwxyz"), st.integers(-2, 2), min_size=1),
    min_size=2,
).map(held)
FEW = settings(max_examples=counts.of(8, 100))


def values(name, cells):
    return measures.MEASURES[name].function(cells).set_index(PAIR)[name]


@pytest.mark.parametrize("name", CHOICES)
@FEW
@given(cells=CELLS, seed=st.integers(0, 99))
def test_values_stay_in_range_and_do_not_depend_on_the_order_of_rows(name, cells, seed):
    measure = measures.MEASURES[name]
    got = values(name, cells)
    assert got.dropna().between(measure.low - 1e-12, measure.high + 1e-12).all()
    pd.testing.assert_series_equal(got, values(name, cells.sample(frac=1, random_state=seed)))


@pytest.mark.parametrize("name", CHOICES)
@FEW
@given(cells=CELLS)
def test_values_do_not_depend_on_who_bears_which_name(name, cells):
    renamed = cells.assign(actor_id=cells["actor_id"].map(dict(zip("abcd", "dcba", strict=True))))
    renamed["issue_id"] = renamed["issue_id"].map(dict(zip("uvwxyz", "zyxwvu", strict=True)))
    turned = {tuple(sorted(dict(zip("abcd", "dcba", strict=True))[who] for who in key)): v
              for key, v in values(name, renamed).items()}  # fmt: skip
    assert turned == pytest.approx(values(name, cells).to_dict(), nan_ok=True)


@pytest.mark.parametrize("name", CHOICES)
@FEW
@given(cells=CELLS)
def test_turning_the_scale_round_changes_nothing(name, cells):
    turned = cells.assign(position=-cells["position"])
    np.testing.assert_allclose(values(name, turned), values(name, cells), atol=1e-12)


@pytest.mark.parametrize("name", REVERSIBLE)
@FEW
@given(sides=st.lists(st.tuples(st.sampled_from([-2, 2]), st.sampled_from([-2, 2])), min_size=1, max_size=6))
def test_a_dyad_of_which_one_turns_on_everything_has_the_reverse_value(name, sides):
    turned = dyad(*((p, -q) for p, q in sides))
    assert value(name, turned) == pytest.approx(-value(name, dyad(*sides)), nan_ok=True)


@pytest.mark.parametrize("name", [name for name in CHOICES if name not in {"krippendorff_alpha", "kendall_tau"}])
@FEW
@given(sides=st.lists(st.tuples(st.integers(-2, 2), st.integers(-2, 2)), min_size=1, max_size=6))
def test_every_issue_asked_twice_changes_nothing(name, sides):
    # Not so alpha, which knows how few values there are, and tau, for which twins are ties.
    assert value(name, dyad(*sides * 2)) == pytest.approx(value(name, dyad(*sides)), nan_ok=True)


@FEW
@given(cells=CELLS, factor=st.floats(0.01, 1000))
def test_only_the_ratios_of_weights_matter(cells, factor):
    weights = pd.DataFrame({"issue_id": list("uvwxyz"), "weight": [0, 1, 2, 3, 5, 8]})
    more = weights.assign(weight=weights["weight"] * factor)
    got, want = (measures.similarity_weighted(cells, w)["similarity_weighted"] for w in (more, weights))
    np.testing.assert_allclose(got, want, atol=1e-12)


@FEW
@given(cells=CELLS)
def test_equal_weights_are_no_weights(cells):
    weights = pd.DataFrame({"issue_id": list("uvwxyz"), "weight": 7})
    got = measures.similarity_weighted(cells, weights)["similarity_weighted"]
    np.testing.assert_allclose(got, measures.similarity(cells)["similarity"], atol=1e-12)


@FEW
@given(sides=st.lists(st.tuples(st.integers(-2, 2), st.integers(-2, 2)), min_size=1, max_size=8))
def test_measures_keep_their_known_order(sides):
    cells = dyad(*sides)
    assert value("similarity_squared", cells) >= value("similarity", cells) - 1e-12
    assert value("graded_agreement", cells) == pytest.approx((value("similarity", cells) + 1) / 2)
    assert value("raw_agreement", cells) <= value("graded_agreement", cells) + 1e-12
    pi, alpha, kappa = (value(name, cells) for name in ("scott_pi", "krippendorff_alpha", "cohen_kappa"))
    if not math.isnan(pi):
        # Alpha is pi without its bias in 2n values; kappa is never below pi.
        assert alpha == pytest.approx(1 - (1 - pi) * (2 * len(sides) - 1) / (2 * len(sides)))
        assert kappa >= pi - 1e-12 or math.isnan(kappa)


@FEW
@given(cells=CELLS)
def test_a_dyad_that_shares_every_issue_has_the_forums_chance(cells):
    forum = pd.concat([cells[~cells["actor_id"].isin(["p", "q"])], held({n: dict.fromkeys("uvwxyz", 1) for n in "pq"})])
    got = measures.expected_similarity_by_dyad(forum).set_index(PAIR)["expected_similarity"]
    assert got["p", "q"] == pytest.approx(measures.expected_similarity(forum))
    assert got.between(-1e-12, 1 + 1e-12).all()


# Real votes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SLOW)
def test_real_votes_equal_a_slow_version(name):
    cells = votes_of_2017()
    by_dyad = both_sides(cells)
    got = values(name, cells)
    assert len(got) == len(by_dyad) == 435
    np.testing.assert_allclose(got, [SLOW[name](by_dyad[key]) for key in sorted(by_dyad)], atol=1e-12)


def test_on_real_votes_kappa_cannot_tell_an_ally_from_an_adversary_and_s_and_pi_can():
    cells = votes_of_2017()
    kappa, pi, s = (values(name, cells) for name in ("cohen_kappa", "scott_pi", "similarity"))
    ally, adversary = ("IL", "US"), ("EG", "IL")
    assert kappa[ally] == pytest.approx(0) and kappa[adversary] == pytest.approx(0)
    assert pi[adversary] == pytest.approx(-1) and pi[ally] > -0.1
    assert s[ally] > 0.85 and s[adversary] == -1
    # Most votes are yes, so strangers would agree a good deal too.
    no, abstain, yes = (float((cells["position"] == step).mean()) for step in (-2, 0, 2))
    chance = 1 - 2 * (2 * no * yes + no * abstain + abstain * yes)
    assert measures.expected_similarity(cells) == pytest.approx(chance)
    assert 0.3 < chance < 0.5


# What is not defined -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHOICES)
def test_too_few_shared_issues_are_undefined_not_zero(name):
    cells = dyad((2, 2), (-2, -1), (0, 1))
    (row,) = measures.MEASURES[name].function(cells, min_shared=4).to_dict("records")
    assert row["n_shared"] == 3
    assert math.isnan(row[name])
    assert not math.isnan(value(name, cells, min_shared=3))


@pytest.mark.parametrize("name", CHOICES)
def test_no_shared_issue_one_actor_or_nothing_give_no_dyad_with_the_same_columns(name):
    function = measures.MEASURES[name].function
    full = function(dyad((2, 2), (1, -1)))
    assert list(full)[:4] == [*PAIR, "n_shared", name]
    for cells in (held({"a": {"x": 2}, "b": {"y": 2}}), held({"a": {"x": 2, "y": 1}}), dyad((1, 1)).head(0)):
        empty = function(cells)
        assert empty.empty
        assert empty.dtypes.to_dict() == full.dtypes.to_dict()


@pytest.mark.parametrize("name", ["krippendorff_alpha", "scott_pi", "cohen_kappa", "cohen_kappa_squared"])
def test_one_and_the_same_position_everywhere_is_undefined_against_chance(name):
    for step in range(-2, 3):
        assert math.isnan(value(name, dyad((step, step), (step, step), (step, step))))
    assert math.isnan(value(name, dyad((0, 0))))


def test_one_issue_defines_shares_and_no_order():
    cells = dyad((2, 1))
    assert value("similarity", cells) == 0.5
    assert value("graded_agreement", cells) == 0.75
    assert math.isnan(value("kendall_tau", cells))
    assert value("cohen_kappa", cells) == 0
    assert value("scott_pi", cells) == -1


def test_an_actor_that_never_varies_has_no_order_and_no_kappa_but_zero():
    cells = dyad((2, 2), (2, 1), (2, -2))
    assert math.isnan(value("kendall_tau", cells))
    assert value("cohen_kappa", cells) == pytest.approx(0)
    assert value("similarity", cells) == pytest.approx(1 - 2 * (0.25 + 1) / 3)


def test_sharing_only_what_nobody_disputes_is_undefined_once_division_counts():
    assert math.isnan(value("similarity_by_division", dyad((0, 0), (2, 2))))


def test_chance_without_a_cell_is_undefined():
    assert math.isnan(measures.expected_similarity(dyad((1, 1)).head(0)))
    assert measures.expected_similarity_by_dyad(dyad((1, 1)).head(0)).empty


def test_categorical_columns_with_unused_categories_give_the_same():
    cells = random_cells(2)
    coded = cells.astype({"actor_id": "category"})
    coded["issue_id"] = pd.Categorical(cells["issue_id"], categories=["zz", *sorted(cells["issue_id"].unique()), "aa"])
    for name in CHOICES:
        pd.testing.assert_series_equal(values(name, coded), values(name, cells))


# Bad input -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in CHOICES if name != "similarity"])
@pytest.mark.parametrize("position", [-3, 3, 0.5, None])
def test_a_position_off_the_scale_is_refused_by_name(name, position):
    cells = pd.concat([dyad((1, 1)), held({"c": {"issue-00": position}})], ignore_index=True)
    with pytest.raises(
        ValueError, match=r"outside -2 \.\.\. 2: 'c' on 'issue-00' \(row 2\) has .*allowed are -2, -1, 0"
    ):
        measures.MEASURES[name].function(cells)


def test_of_many_bad_positions_the_first_are_named_and_the_others_counted():
    with pytest.raises(ValueError, match=r"row 0.*row 1.*row 2.*and 2 more"):
        measures.expected_similarity(held({f"a{n}": {"x": 9} for n in range(5)}))


@pytest.mark.parametrize("name", CHOICES)
def test_two_rows_of_one_actor_on_one_issue_are_refused(name):
    with pytest.raises(ValueError, match="one row per actor and issue"):
        measures.MEASURES[name].function(pd.concat([dyad((1, 1)), dyad((1, 1))]))


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([("issue-00", 1.0)], "'issue-01' .*no weight"),
        ([("issue-00", 1.0), ("issue-01", -1.0)], "'issue-01' .*zero or more"),
        ([("issue-00", 1.0), ("issue-01", math.nan)], "'issue-01'"),
        ([("issue-00", 1.0), ("issue-01", 1.0), ("issue-01", 2.0)], "'issue-01' has two weights"),
    ],
)
def test_weights_that_cannot_be_used_are_refused(weights, message):
    with pytest.raises(ValueError, match=message):
        measures.similarity_weighted(dyad((1, 1), (2, 2)), pd.DataFrame(weights, columns=["issue_id", "weight"]))


def test_an_issue_that_nobody_shares_needs_no_weight():
    cells = held({"a": {"x": 2, "only": 2}, "b": {"x": 2}})
    weights = pd.DataFrame({"issue_id": ["x", "elsewhere"], "weight": [1, 1]})
    assert measures.similarity_weighted(cells, weights)["similarity_weighted"].tolist() == [1]


# The choice ----------------------------------------------------------------------------------------------------------


def test_the_choice_begins_with_the_default_and_each_entry_is_complete():
    assert CHOICES[0] == "similarity"
    for name, measure in measures.MEASURES.items():
        assert measure.name == name == measure.function.__name__
        assert getattr(measures, name) is measure.function
        assert measure.reason.endswith(".") and measure.reason.count(". ") == 0
        assert measure.is_signed == (measure.low < 0)
    assert len({measure.label for measure in measures.MEASURES.values()}) == len(CHOICES)


def test_pi_is_scotts_own_at_the_two_ends_alone_as_its_label_and_reason_say():
    table = random_cells(2)
    at_the_ends = table.assign(position=np.where(table["position"] > 0, 2, -2))
    by_scott = {}
    for name, cells in (("graded", table), ("ends", at_the_ends)):
        own = {
            key: slow_against_chance(both, lambda p, q: p != q, pooled=True) for key, both in both_sides(cells).items()
        }
        by_scott[name] = np.array([own[key] for key in sorted(own)])
    np.testing.assert_allclose(values("scott_pi", at_the_ends), by_scott["ends"], atol=1e-12)
    assert (np.abs(values("scott_pi", table) - by_scott["graded"]) > 0.05).any()
    choice = measures.MEASURES["scott_pi"]
    assert choice.label.endswith("linear") and "identical positions" in choice.reason and "many" in choice.reason


def test_pi_and_kappa_part_where_each_actor_stays_at_its_own_end():
    fixed, varying = dyad((2, -2), (2, -2), (2, -2)), dyad((2, -2), (-2, 2))
    assert (value("scott_pi", fixed), value("cohen_kappa", fixed)) == (-1, 0)
    assert (value("scott_pi", varying), value("cohen_kappa", varying)) == (-1, -1)


def test_the_choice_cannot_be_changed():
    with pytest.raises(TypeError):
        measures.MEASURES["similarity"] = measures.MEASURES["scott_pi"]


def test_every_range_is_reached_at_its_upper_end_and_signed_ones_below_zero():
    alike, apart = dyad((2, 2), (-2, -2), (2, 2)), dyad((2, -2), (-2, 2), (2, -2))
    # A third actor divides the field, so that issues on which the two agree weigh something.
    alike = pd.concat([alike, held({"c": {"issue-00": -2, "issue-01": 2, "issue-02": -2}})])
    for name, measure in measures.MEASURES.items():
        assert values(name, alike)["a", "b"] == pytest.approx(measure.high), name
        assert (value(name, apart) < -0.5) == measure.is_signed, name


def test_measures_leave_their_arguments_alone():
    cells = random_cells(1)
    before = cells.copy(deep=True)
    for name in CHOICES:
        values(name, cells)
    measures.expected_similarity_by_dyad(cells)
    pd.testing.assert_frame_equal(cells, before)


def test_distances_on_the_scale_are_shares_of_it():
    assert LINEAR[0].tolist() == [0, 0.25, 0.5, 0.75, 1]
    assert SQUARED[0].tolist() == [0, 0.0625, 0.25, 0.5625, 1]
