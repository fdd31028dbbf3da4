"""Reports drawn anew and left out, issues in families: values by hand, brute force, and what is not defined."""

import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import measures
from onrecord.measures import uncertainty
from tests import counts

SEEDS = range(counts.of(4, 8))
DEBATE = Path(__file__).parents[2] / "shared" / "data" / "discourse_nuclear_germany_statements.csv"
DAYS = ["earliest", "latest", "published_on"]
DYAD = ["actor_a", "actor_b"]
FIRST = pd.Timestamp("2021-01-01")


def said(*rows):
    """Stances from (day number, actor, issue, position, report)."""
    table = pd.DataFrame(rows, columns=["day", "actor_id", "issue_id", "position", "report_id"])
    day = (FIRST + pd.to_timedelta(pd.to_numeric(table.pop("day")), unit="D")).astype("datetime64[us]")
    text = {"stance_id": [f"s{n:03}" for n in range(len(table))], "kind": "direct", "confidence": "high"}
    table = table.assign(**text, root=table["report_id"], **dict.fromkeys(DAYS, day))
    names = ["stance_id", "actor_id", "issue_id", "kind", "confidence", "report_id", "root"]
    return table.astype(dict.fromkeys(names, "str") | {"position": "int64"})


def random_stances(seed, n=None):
    """Every other table is sparse, so that dyads hang on one report."""
    n = n or (16 if seed % 2 else 40)
    rng = np.random.default_rng(seed)
    rows = (
        (
            int(rng.integers(0, 9)),
            rng.choice(list("abcde")),
            rng.choice(list("wxyz")),
            int(rng.integers(-2, 3)),
            f"r{rng.integers(0, 9)}",
        )
        for _ in range(n)
    )
    table = said(*rows)
    return table.assign(root=table["report_id"].str.replace("r1", "r0"))


def dyads(table, min_shared=1):
    """{(a, b): (n, S)} by way of the measures for the whole table."""
    found = measures.similarity(measures.positions(table), min_shared=min_shared)
    return {(r.actor_a, r.actor_b): (r.n_shared, r.similarity) for r in found.itertuples()}


def by_dyad(table):
    return table.set_index(DYAD).to_dict("index")


# Drawing reports -------------------------------------------------------------------------------------------------


def slow_bootstrap(table, seed, n_draws, min_shared, cluster):
    """The same draws, one table of stances and one call of similarity after the other."""
    full, labels = dyads(table, min_shared), sorted(set(table[cluster]))
    chosen = np.random.default_rng(seed).integers(0, len(labels), (n_draws, len(labels)))
    drawn = [dyads(table[table[cluster].isin([labels[i] for i in row])], min_shared) for row in chosen]
    found = {}
    for pair, (n, s) in full.items():
        values = [draw[pair][1] for draw in drawn if pair in draw and not np.isnan(draw[pair][1])]
        low, high = np.quantile(values, [0.025, 0.975]) if values else (np.nan, np.nan)
        same = np.mean(np.sign(values) == np.sign(s)) if values else np.nan
        found[pair] = [n, s, len(values) / n_draws, low, high, same]
    return found


@pytest.mark.parametrize(("seed", "how"), counts.pairs(SEEDS, [(1, "root"), (2, "root"), (1, "report_id")]))
def test_drawing_reports_equals_drawing_them_one_table_at_a_time(seed, how, monkeypatch):
    min_shared, cluster = how
    table = random_stances(seed)
    monkeypatch.setattr(uncertainty, "ROOM", 500)
    found = measures.bootstrap(table, seed=seed, n_draws=30, min_shared=min_shared, cluster=cluster)
    expected = slow_bootstrap(table, seed, 30, min_shared, cluster)
    assert list(zip(found["actor_a"], found["actor_b"], strict=True)) == sorted(expected)
    np.testing.assert_allclose(found.iloc[:, 2:].to_numpy(), [expected[pair] for pair in sorted(expected)], atol=1e-12)


def test_a_dyad_on_one_report_of_two_is_defined_in_three_draws_of_four():
    table = said((0, "a", "x", 2, "r1"), (0, "b", "x", 2, "r1"), (0, "c", "y", 2, "r2"))
    (row,) = measures.bootstrap(table, seed=1, n_draws=4000).to_dict("records")
    assert row["share_defined"] == pytest.approx(0.75, abs=0.03)
    assert (row["low"], row["high"], row["share_same_sign"]) == (1.0, 1.0, 1.0)


def test_one_report_that_turns_the_dyad_shows_in_the_interval_and_the_sign():
    agreed = [(0, actor, f"i{n}", 2, f"r{n}") for n in range(4) for actor in "ab"]
    turned = [(5, "b", "i0", -2, "late"), (5, "b", "i1", -2, "late"), (5, "b", "i2", -2, "late")]
    row = by_dyad(measures.bootstrap(said(*agreed, *turned), seed=3))["a", "b"]
    assert row["similarity"] == -0.5 and row["low"] == -1 and row["high"] == 1
    assert 0.2 < row["share_same_sign"] < 0.8


def test_copies_of_one_report_are_drawn_together_unless_asked_otherwise():
    table = said(*((0, actor, "x", 2, report) for actor, report in [("a", "r1"), ("b", "r2"), ("c", "r3")]))
    table = table.assign(root=["agency", "agency", "r3"])
    together = by_dyad(measures.bootstrap(table, seed=1))["a", "b"]["share_defined"]
    apart = by_dyad(measures.bootstrap(table, seed=1, cluster="report_id"))["a", "b"]["share_defined"]
    assert together == pytest.approx(3 / 4, abs=0.05)
    assert apart == pytest.approx(1 - 2 * (2 / 3) ** 3 + (1 / 3) ** 3, abs=0.05)


def test_from_one_report_nothing_can_be_learned_by_drawing():
    row = by_dyad(measures.bootstrap(said((0, "a", "x", 2, "r1"), (0, "b", "x", 1, "r1")), seed=1))["a", "b"]
    assert row.pop("n_shared") == 1 and row.pop("similarity") == 0.5
    assert len(row) == 4 and all(np.isnan(value) for value in row.values())


def test_unused_categories_are_no_reports():
    table = random_stances(1)
    typed = table.assign(root=table["root"].astype(pd.CategoricalDtype(["nobody", *sorted(set(table["root"]))])))
    pd.testing.assert_frame_equal(measures.bootstrap(typed, seed=1), measures.bootstrap(table, seed=1))


def test_another_seed_gives_other_draws_and_no_draw_is_refused():
    table = random_stances(2)
    first, second = (measures.bootstrap(table, seed=seed, n_draws=50) for seed in (1, 2))
    assert not first.equals(second) and first.equals(measures.bootstrap(table, seed=1, n_draws=50))
    with pytest.raises(ValueError, match="n_draws is 0"):
        measures.bootstrap(table, seed=1, n_draws=0)


ROWS = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from("abcd"),
        st.sampled_from("xyz"),
        st.integers(-2, 2),
        st.sampled_from(["r1", "r2", "r3"]),
    ),
    max_size=15,
)


@settings(max_examples=counts.of(10, 200))
@given(ROWS, st.integers(0, 1000))
def test_neither_the_order_of_rows_nor_saying_things_twice_in_a_report_changes_anything(rows, seed):
    table = said(*rows)
    again = table.assign(stance_id=table["stance_id"] + "b")
    twice = pd.concat([table, again]).sample(frac=1, random_state=seed)
    for function in (
        lambda t: measures.bootstrap(t, seed=seed, n_draws=20),
        measures.leave_one_report_out,
        measures.polarisation_range,
    ):
        pd.testing.assert_frame_equal(function(twice), function(table))


@settings(max_examples=counts.of(10, 200))
@given(ROWS)
def test_shares_lie_between_none_and_all_and_intervals_on_the_scale(rows):
    found = measures.bootstrap(said(*rows), seed=1, n_draws=40)
    assert found[["share_defined", "share_same_sign"]].stack().dropna().between(0, 1).all()
    known = found.dropna()
    assert (known["low"] <= known["high"]).all() and known[["low", "high"]].stack().between(-1, 1).all()


# Leaving reports out ---------------------------------------------------------------------------------------------


def slow_leaving_out(table, min_shared):
    """Every report left out of the table in turn."""
    full, found = dyads(table, min_shared), []
    for report in sorted(set(table["report_id"])):
        left = dyads(table[table["report_id"] != report], min_shared)
        for pair, (_, s) in full.items():
            n_left, s_left = left.get(pair, (0, np.nan))
            if np.isnan(s):
                continue
            if n_left == 0:
                found.append((*pair, report, "vanishes"))
            elif n_left < min_shared:
                found.append((*pair, report, "falls below"))
            elif np.sign(s_left) != np.sign(s):
                found.append((*pair, report, "flips"))
    return sorted(found)


@pytest.mark.parametrize(("seed", "min_shared"), counts.pairs(SEEDS, [0, 1, 2, 3]))
def test_leaving_out_one_report_equals_brute_force(seed, min_shared):
    table = random_stances(seed)
    found = measures.leave_one_report_out(table, min_shared=min_shared)
    assert list(found.itertuples(index=False, name=None)) == slow_leaving_out(table, min_shared)


def test_random_tables_hold_every_effect():
    found = pd.concat(measures.leave_one_report_out(random_stances(seed), min_shared=2) for seed in range(4))
    assert set(found["effect"]) == {"vanishes", "falls below", "flips"}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_reports_with_an_effect_are_those_a_dyad_rests_on(seed):
    table = random_stances(seed)
    evidence = measures.dyad_evidence(table, measures.similarity(measures.positions(table)))
    named = evidence[[*DYAD, "rests_on"]].assign(report_id=evidence["rests_on"].str.split(",")).explode("report_id")
    effects = measures.leave_one_report_out(table)[[*DYAD, "report_id"]]
    assert named.loc[named["report_id"] != "", [*DYAD, "report_id"]].values.tolist() == effects.values.tolist()


def test_effects_of_leaving_out_by_hand():
    table = said(
        *((0, actor, issue, 2, f"base-{actor}-{issue}") for actor in "ab" for issue in "xy"),
        (0, "a", "z", 2, "both"),
        (0, "b", "z", 2, "both"),
        *((5, "b", issue, -2, "turn") for issue in "xyz"),
    )
    # Without "turn" all three agree; without "both" z goes, and opposition on x and y stays.
    assert measures.leave_one_report_out(table, min_shared=2).values.tolist() == [["a", "b", "turn", "flips"]]
    found = measures.leave_one_report_out(table, min_shared=3)
    assert dict(zip(found["report_id"], found["effect"], strict=True)) == {
        "base-a-x": "falls below",
        "base-a-y": "falls below",
        "both": "falls below",
        "turn": "flips",
    }


def test_a_dyad_on_which_nothing_single_weighs_has_no_row():
    firm = said(*((0, actor, issue, 2, f"{actor}{issue}{n}") for actor in "ab" for issue in "xyz" for n in range(2)))
    assert measures.leave_one_report_out(firm).empty


# Polarisation ----------------------------------------------------------------------------------------------------


def slow_polarisation(table, issue):
    held = measures.positions(table)
    summary = measures.issue_summary(held, pd.DataFrame({"issue_id": [issue]}), len(held))
    return summary["polarisation"].iloc[0]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_range_of_polarisation_equals_brute_force(seed):
    table = random_stances(seed, n=24)
    found = measures.polarisation_range(table)
    assert found["issue_id"].tolist() == sorted(set(table["issue_id"]))
    for row in found.itertuples():
        mine = table[table["issue_id"] == row.issue_id]
        left = {
            r: slow_polarisation(mine[mine["report_id"] != r], row.issue_id) for r in sorted(set(mine["report_id"]))
        }
        known = {r: value for r, value in left.items() if not np.isnan(value)}
        assert row.n_actors == mine["actor_id"].nunique() and row.n_reports == len(left)
        assert row.n_undefined == len(left) - len(known)
        assert row.polarisation == pytest.approx(slow_polarisation(mine, row.issue_id), nan_ok=True)
        assert row.lowest == pytest.approx(min(known.values(), default=np.nan), nan_ok=True)
        assert row.highest == pytest.approx(max(known.values(), default=np.nan), nan_ok=True)
        assert row.lowest_without == next((r for r, v in known.items() if v == row.lowest), "")
        assert row.highest_without == next((r for r, v in known.items() if v == row.highest), "")


def test_an_issue_that_one_report_carries_has_no_range():
    (row,) = measures.polarisation_range(said((0, "a", "x", 2, "r1"), (0, "b", "x", -2, "r1"))).to_dict("records")
    assert row["polarisation"] == 1 and np.isnan(row["lowest"]) and np.isnan(row["highest"])
    assert (row["lowest_without"], row["highest_without"], row["n_undefined"]) == ("", "", 1)


# Not defined -----------------------------------------------------------------------------------------------------


EMPTY = {
    "nothing": said(),
    "one actor": said((0, "a", "x", 2, "r1"), (0, "a", "y", 2, "r2")),
    "no shared issue": said((0, "a", "x", 2, "r1"), (0, "b", "y", 2, "r2")),
}


@pytest.mark.parametrize("table", EMPTY.values(), ids=EMPTY)
def test_without_a_dyad_the_tables_are_empty_with_the_same_columns(table):
    drawn, left = measures.bootstrap(table, seed=1), measures.leave_one_report_out(table)
    full = random_stances(1)
    for found, like in ((drawn, measures.bootstrap(full, seed=1)), (left, measures.leave_one_report_out(full))):
        assert found.empty and found.dtypes.equals(like.dtypes)
    ranges = measures.polarisation_range(table)
    assert ranges["polarisation"].isna().all() and ranges["lowest"].isna().all()
    assert ranges["issue_id"].tolist() == sorted(set(table["issue_id"]))
    assert ranges.dtypes.equals(measures.polarisation_range(full).dtypes)


def test_actors_that_never_vary_or_are_always_neutral_are_defined():
    table = said(*((0, actor, issue, p, f"r{issue}") for actor, p in [("a", 0), ("b", 0), ("c", 2)] for issue in "xyz"))
    found = by_dyad(measures.bootstrap(table, seed=1))
    assert found["a", "b"]["low"] == found["a", "b"]["high"] == 1
    assert found["a", "c"]["similarity"] == 0 and found["a", "c"]["share_same_sign"] == 1
    assert measures.leave_one_report_out(table).empty


def test_too_few_shared_issues_are_undefined_in_every_draw():
    found = by_dyad(measures.bootstrap(random_stances(1), seed=1, min_shared=9))
    for row in found.values():
        assert row["share_defined"] == 0
        assert all(np.isnan(row[name]) for name in ("similarity", "low", "high", "share_same_sign"))


def test_a_position_off_the_scale_is_refused():
    table = random_stances(1).assign(position=7)
    calls = (lambda t: measures.bootstrap(t, seed=1), measures.leave_one_report_out, measures.polarisation_range)
    for function in calls:
        with pytest.raises(ValueError, match="7"):
            function(table)


# Families --------------------------------------------------------------------------------------------------------


def held(rows):
    return pd.DataFrame(rows, columns=["actor_id", "issue_id", "position"])


def slow_by_family(cells, family):
    said_so = {}
    for row in cells.itertuples():
        said_so.setdefault(row.actor_id, {})[row.issue_id] = int(row.position)
    found = {}
    for a, b in itertools.combinations(sorted(said_so), 2):
        agreed = {}
        for issue in said_so[a].keys() & said_so[b].keys():
            g = 1 - abs(said_so[a][issue] - said_so[b][issue]) / 4
            agreed.setdefault(family.get(issue, f"issue:{issue}"), []).append(g)
        if agreed:
            n = sum(map(len, agreed.values()))
            found[a, b] = n, len(agreed), 2 * np.mean([np.mean(gs) for gs in agreed.values()]) - 1
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_similarity_by_family_equals_a_slow_version(seed):
    rng = np.random.default_rng(seed)
    cells = held([(a, f"i{n}", rng.integers(-2, 3)) for a in "abcde" for n in range(9) if rng.random() < 0.6])
    family = {f"i{n}": f"f{rng.integers(0, 3)}" for n in range(6)}
    given = pd.DataFrame({"issue_id": family.keys(), "family": family.values()})
    found = measures.similarity_by_family(cells, given, min_families=2)
    expected = slow_by_family(cells, family)
    assert list(zip(found["actor_a"], found["actor_b"], strict=True)) == sorted(expected)
    for row in found.itertuples():
        n_shared, n_families, s = expected[row.actor_a, row.actor_b]
        assert (row.n_shared, row.n_families) == (n_shared, n_families)
        assert row.similarity == pytest.approx(s if n_families >= 2 else np.nan, nan_ok=True)


@pytest.mark.parametrize("seed", SEEDS)
def test_with_one_issue_to_a_family_it_is_plain_similarity(seed):
    cells = measures.positions(random_stances(seed))
    alone = measures.families(pd.DataFrame({"issue_id": sorted(set(cells["issue_id"])), "topic": ""}))
    found = measures.similarity_by_family(cells, alone)
    plain = measures.similarity(cells)
    pd.testing.assert_frame_equal(found[plain.columns.drop("alpha")], plain.drop(columns="alpha"))
    assert found["n_families"].tolist() == plain["n_shared"].tolist()


def test_eighteen_variants_of_one_resolution_are_one_comparison():
    rows = [(actor, f"v{n:02}", 2) for actor in "ab" for n in range(18)] + [("a", "other", 2), ("b", "other", -2)]
    kin = pd.DataFrame({"issue_id": [f"v{n:02}" for n in range(18)], "family": "variants"})
    (row,) = measures.similarity_by_family(held(rows), kin).to_dict("records")
    assert (row["n_shared"], row["n_families"], row["similarity"]) == (19, 2, 0.0)
    plain = measures.similarity(held(rows)).iloc[0]
    assert plain["similarity"] > 0.8 and row["high"] - row["low"] > plain["high"] - plain["low"]


def test_families_come_from_a_column_and_an_issue_without_one_is_its_own():
    issues = pd.DataFrame({"issue_id": ["x", "y", "z"], "topic": ["z", "z", ""], "group": ["", "q", "q"]})
    assert measures.families(issues).values.tolist() == [["x", "z"], ["y", "z"], ["z", "issue:z"]]
    assert measures.families(issues, column="group")["family"].tolist() == ["issue:x", "q", "q"]
    assert measures.families(issues.head(0)).empty


def test_an_issue_in_two_families_is_refused():
    kin = pd.DataFrame({"issue_id": ["x", "x"], "family": ["f", "g"]})
    with pytest.raises(ValueError, match="issue x has more than one family"):
        measures.similarity_by_family(held([("a", "x", 1)]), kin)


def test_too_few_families_are_undefined_and_no_dyads_give_no_rows():
    kin = pd.DataFrame({"issue_id": ["x", "y"], "family": "f"})
    rows = held([(actor, issue, 2) for actor in "ab" for issue in "xy"])
    (row,) = measures.similarity_by_family(rows, kin, min_families=2).to_dict("records")
    assert (row["n_shared"], row["n_families"]) == (2, 1)
    assert all(np.isnan(row[name]) for name in ("similarity", "low", "high"))
    assert measures.similarity_by_family(rows.head(0), kin).empty


# A real debate ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def debate():
    """The statements, those of one day taken for one report."""
    if not DEBATE.exists():
        pytest.skip("the German nuclear debate is not on this machine")
    table = pd.read_csv(DEBATE)
    days = (pd.to_datetime(table["date"]) - FIRST).dt.days
    return said(*zip(days, table["actor"], table["concept"], 2 * table["sign"], table["date"], strict=True))


def test_the_german_nuclear_debate_without_one_day_equals_brute_force(debate):
    some = debate[debate["issue_id"].isin(debate["issue_id"].value_counts().index[:6])]
    some = some[some["actor_id"].isin(some["actor_id"].value_counts().index[:15])]
    found = measures.leave_one_report_out(some, min_shared=2)
    assert list(found.itertuples(index=False, name=None)) == slow_leaving_out(some, 2)
    assert len(found) > 10


def test_the_german_nuclear_debate_drawn_anew(debate):
    found = measures.bootstrap(debate, seed=1, n_draws=200)
    plain = measures.similarity(measures.positions(debate))
    assert found["similarity"].tolist() == plain["similarity"].tolist()
    assert (found["share_defined"] > 0).any() and (found["share_same_sign"].dropna() < 1).any()
    ranges = measures.polarisation_range(debate)
    assert len(ranges) == 54 and (ranges["lowest"] <= ranges["highest"]).sum() == ranges["lowest"].notna().sum()
