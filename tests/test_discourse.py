"""Discourse networks: weights by hand, a slow second opinion in DNA's own terms, and each place where ours differ."""

import itertools
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import measures
from onrecord.measures import Counting
from onrecord.measures.discourse import normalising
from tests import counts

SEEDS = range(counts.of(5, 20))
SHARED = Path(__file__).parents[2] / "shared" / "data"
ONE_MODE = {
    "ignore": measures.ignore_network,
    "congruence": measures.congruence_network,
    "conflict": measures.conflict_network,
    "subtract": measures.subtract_network,
}
TWO_MODE = {"ignore": measures.ignore_affiliation, "subtract": measures.subtract_affiliation}
PERIODS = ["none", "report", "day", "week", "month", "year", "range"]
THEIRS = ["none", "average", "jaccard", "cosine"]
BOUNDED = ["shared", "bounded average", "bounded jaccard", "bounded cosine"]
ALL = Counting(duplicates="none")


def stances(*rows):
    """Stances from dicts: actor, issue, position; a report and a day of their own where none is given."""
    table = pd.DataFrame(
        [
            {
                "stance_id": f"s{n}",
                "actor_id": "a",
                "issue_id": "x",
                "position": 2,
                "report_id": f"r{n}",
                "earliest": "2021-01-05",
                "published_on": "2021-01-06",
            }
            | row
            for n, row in enumerate(rows)
        ]
    )
    return table.assign(**{day: pd.to_datetime(table[day]) for day in ("earliest", "published_on")})


def said(text):
    """Stances from "a+x b-x": actor, side, issue."""
    return stances(
        *({"actor_id": w[0], "position": {"+": 2, "-": -2, "0": 0}[w[1]], "issue_id": w[2]} for w in text.split())
    )


def random_stances(seed, n=60, first="2019-06-01", days=700, steps=(-2, -1, 0, 1, 2)):
    """Random stances on few days, so that repeats are frequent; some without a day."""
    rng = np.random.default_rng(seed)
    calendar = pd.Timestamp(first) + pd.to_timedelta(np.sort(rng.integers(0, days, 12)), unit="D")
    rows = []
    for _ in range(n):
        report = int(rng.integers(0, 12))
        row = {"actor_id": rng.choice(list("abcde")), "issue_id": rng.choice(list("wxyz")), "report_id": f"r{report}"}
        row |= {"position": int(rng.choice(steps)), "earliest": calendar[report], "published_on": calendar[report]}
        rows.append(row)
    return stances(*rows)


def weight(network, one="a", other="b"):
    """The weight between two nodes, the last column."""
    found = network[(network.iloc[:, 0] == one) & (network.iloc[:, 1] == other)]
    (value,) = found.iloc[:, -1]
    return value


# A slow version in the terms of the other program ------------------------------------------------------------------


def period(row, duplicates):
    day = row["earliest"] if not pd.isna(row["earliest"]) else row["published_on"]
    if pd.isna(day) and duplicates in {"day", "week", "month", "year"}:
        return "undated"
    return {
        "report": lambda: row["report_id"],
        "day": lambda: day,
        "week": lambda: tuple(day.isocalendar())[:2],
        "month": lambda: (day.year, day.month),
        "year": lambda: day.year,
        "range": lambda: 0,
    }[duplicates]()


def slow_count(table, weighting, duplicates, *, graded=True):
    """{(actor, issue, level): number of stances}, walking the stances and dropping repeats."""
    kept, count = set(), {}
    for row in table.to_dict("records"):
        level = row["position"] if graded else int(np.sign(row["position"]))
        level = 0 if weighting == "ignore" else level
        key = (row["actor_id"], row["issue_id"], level)
        if duplicates != "none":
            if (period(row, duplicates), *key) in kept:
                continue
            kept.add((period(row, duplicates), *key))
        count[key] = count.get(key, 0) + 1
    return count


def slow_divisor(mine, theirs, how):
    """What DNA divides by, from {(issue, level): number} of either."""
    total = sum(mine.values()), sum(theirs.values())
    if how == "average":
        return sum(total) / 2
    if how == "cosine":
        return total[0] * total[1]
    if how == "jaccard":
        alone = sum(n for k, n in mine.items() if k not in theirs) + sum(n for k, n in theirs.items() if k not in mine)
        return alone + sum(n * theirs[k] for k, n in mine.items() if k in theirs)
    return 1


def slow_network(table, weighting, counting, *, nodes="actors"):
    """{dyad: weight} by going through every two stances."""
    said_by = {}
    counted = slow_count(table, weighting, counting.duplicates, graded=counting.graded)
    for (actor, issue, level), n in counted.items():
        node, subject = (actor, issue) if nodes == "actors" else (issue, actor)
        said_by.setdefault(node, {})[subject, level] = n
    length = 4 if counting.graded else 2
    found = {}
    for a, b in itertools.combinations(sorted(said_by), 2):
        agree = oppose = both = 0.0
        for ((i, k), n), ((j, m), o) in itertools.product(said_by[a].items(), said_by[b].items()):
            if i == j:
                both += n * o
                oppose += n * o * abs(k - m) / length
                agree += n * o * (1 - abs(k - m) / length)
        if both:
            raw = {"ignore": both, "congruence": agree, "conflict": oppose, "subtract": agree - oppose}[weighting]
            found[a, b] = raw / slow_divisor(said_by[a], said_by[b], counting.normalise)
    return found


def as_dict(network):
    return {(row[0], row[1]): row[3] for row in network.itertuples(index=False)}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("weighting", ONE_MODE)
def test_a_network_equals_a_slow_version_in_the_terms_of_dna(weighting, seed):
    table = random_stances(seed)
    # Each seed another corner, so that twenty of them meet every rule with every divisor.
    for offset, graded in itertools.product(range(2), (True, False)):
        counting = Counting(PERIODS[(seed + offset) % 7], THEIRS[(seed // 2 + offset) % 4], graded)
        for nodes in ("actors", "issues"):
            got = as_dict(ONE_MODE[weighting](table, counting=counting, nodes=nodes))
            want = slow_network(table, weighting, counting, nodes=nodes)
            assert list(got) == sorted(want)
            assert got == pytest.approx(want), (counting, nodes)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("graded", [True, False])
def test_an_affiliation_equals_a_slow_version_in_the_terms_of_dna(seed, graded):
    table, duplicates = random_stances(seed), PERIODS[seed % 7]
    for weighting, how in itertools.product(TWO_MODE, ("none", "activity", "prominence")):
        counted = slow_count(table, weighting, duplicates, graded=graded)
        want, rows, columns = {}, {}, {}
        for (actor, issue, level), n in counted.items():
            value = n if weighting == "ignore" else n * level
            want[actor, issue] = want.get((actor, issue), 0) + value
            rows[actor] = rows.get(actor, 0) + n
            columns[issue] = columns.get(issue, 0) + n
        if how != "none":
            want = {(a, i): v / (rows[a] if how == "activity" else columns[i]) for (a, i), v in want.items()}
        got = as_dict(TWO_MODE[weighting](table, counting=Counting(duplicates, how, graded)))
        assert list(got) == sorted(want)
        assert got == pytest.approx(want)


@pytest.mark.parametrize("seed", SEEDS)
def test_codes_of_positions_equal_a_slow_version(seed):
    table = random_stances(seed)
    for graded, bits in ((True, {-2: 16, -1: 8, 0: 4, 1: 2, 2: 1}), (False, {-1: 2, 0: 4, 1: 1})):
        want = {}
        for actor, issue, level in slow_count(table, "combine", "none", graded=graded):
            want[actor, issue] = want.get((actor, issue), 0) + bits[level]
        got = as_dict(measures.combine_affiliation(table, counting=Counting("none", graded=graded)))
        assert got == want


# By hand -------------------------------------------------------------------------------------------------------------


def test_the_four_weights_of_a_quarrelling_dyad_by_hand():
    table = said("a+x a+y a-y b-x b-y b+y b+y a+x")
    # x: two for against one against. y: one for and one against, against one against and two for.
    weights = {name: weight(network(table, counting=ALL)) for name, network in ONE_MODE.items()}
    assert weights == {"ignore": 8, "congruence": 3, "conflict": 5, "subtract": -2}
    table = said("a+x a-x b-x b+y a-y a-y a-z b+z b+z")
    weights = {name: weight(network(table, counting=ALL)) for name, network in ONE_MODE.items()}
    assert weights == {"ignore": 6, "congruence": 1, "conflict": 5, "subtract": -4}


def test_graded_positions_and_sides_by_hand():
    table = stances({"position": 2}, {"actor_id": "b", "position": 1}, {"actor_id": "c", "position": 0})
    graded, sides = (as_dict(measures.congruence_network(table, counting=Counting(graded=g))) for g in (True, False))
    assert graded == {("a", "b"): 0.75, ("a", "c"): 0.5, ("b", "c"): 0.75}
    assert sides == {("a", "b"): 1, ("a", "c"): 0.5, ("b", "c"): 0.5}


def test_divisors_by_hand():
    # On x: a three for, b two for. On y: a one for, b one against. On z: a one for.
    table = said("a+x a+x a+x a+y a+z b+x b+x b-y")
    got = {
        how: weight(measures.congruence_network(table, counting=Counting("none", how, graded=False)))
        for how in normalising.DIVISORS
    }
    own_a, own_b, both = 9 + 1 + 1, 4 + 1, 6 + 1
    assert got == pytest.approx(
        {
            "none": 6,
            "average": 6 / ((5 + 3) / 2),
            "jaccard": 6 / ((1 + 1) + 1 + 6),
            "cosine": 6 / (5 * 3),
            "shared": 6 / both,
            "bounded average": 6 / ((own_a + own_b) / 2),
            "bounded jaccard": 6 / (own_a + own_b - both),
            "bounded cosine": 6 / math.sqrt(own_a * own_b),
        }
    )


def test_affiliations_by_hand():
    table = said("a+x a+x a-x a0y b-x")
    counting = Counting("none", "activity")
    assert as_dict(measures.ignore_affiliation(table, counting=counting)) == {
        ("a", "x"): 0.75,
        ("a", "y"): 0.25,
        ("b", "x"): 1,
    }
    assert as_dict(measures.subtract_affiliation(table, counting=Counting("none", "prominence", graded=False))) == {
        ("a", "x"): 0.25,
        ("a", "y"): 0,
        ("b", "x"): -0.25,
    }
    assert as_dict(measures.combine_affiliation(table, counting=Counting("none", graded=False))) == {
        ("a", "x"): 3,
        ("a", "y"): 4,
        ("b", "x"): 2,
    }


@pytest.mark.parametrize(
    ("duplicates", "kept"),
    [("none", 7), ("report", 6), ("day", 5), ("week", 4), ("month", 3), ("year", 2), ("range", 1)],
)
def test_duplicates_count_once_within_their_period(duplicates, kept):
    days = ["2021-03-01", "2021-03-01", "2021-03-01", "2021-03-03", "2021-03-15", "2021-05-01", "2022-03-01"]
    reports = ["r1", "r1", "r2", "r3", "r4", "r5", "r6"]
    table = stances(*({"earliest": day, "report_id": report} for day, report in zip(days, reports, strict=True)))
    (got,) = measures.ignore_affiliation(table, counting=Counting(duplicates))["n_stances"]
    assert got == kept


def test_an_opposite_stance_is_no_duplicate_unless_positions_are_ignored():
    table = stances({"position": 2, "report_id": "r"}, {"position": -2, "report_id": "r"})
    assert measures.ignore_affiliation(table)["n_stances"].tolist() == [1]
    assert measures.subtract_affiliation(table)["n_stances"].tolist() == [2]
    milder = stances({"position": 2, "report_id": "r"}, {"position": 1, "report_id": "r"})
    assert measures.subtract_affiliation(milder)["n_stances"].tolist() == [2]
    assert measures.subtract_affiliation(milder, counting=Counting(graded=False))["n_stances"].tolist() == [1]


@pytest.mark.parametrize("duplicates", ["day", "week", "month", "year"])
def test_a_day_unknown_is_that_of_publication_and_with_none_a_period_of_its_own(duplicates):
    dated = {"earliest": "2021-01-05"}
    published = {"earliest": None, "published_on": "2021-01-05"}
    unknown = {"earliest": None, "published_on": None}
    first = {"earliest": "1970-01-01"}
    for rows, kept in (((dated, published), 1), ((unknown, unknown), 1), ((dated, unknown), 2), ((first, unknown), 2)):
        (got,) = measures.ignore_affiliation(stances(*rows), counting=Counting(duplicates))["n_stances"]
        assert got == kept


# Where ours differ from the other program, on purpose --------------------------------------------------------------


@pytest.mark.parametrize("duplicates", ["week", "month"])
def test_a_week_and_a_month_belong_to_their_year(duplicates):
    days = "2019-03-04", "2020-03-02"
    assert {pd.Timestamp(day).isocalendar().week for day in days} == {10}
    table = stances(*({"earliest": day} for day in days))
    assert measures.ignore_affiliation(table, counting=Counting(duplicates))["n_stances"].tolist() == [2]


def test_a_week_runs_from_monday_to_sunday_also_over_new_year():
    week = stances({"earliest": "2020-12-28"}, {"earliest": "2021-01-03"})
    assert measures.ignore_affiliation(week, counting=Counting("week"))["n_stances"].tolist() == [1]
    weekend = stances({"earliest": "2021-01-03"}, {"earliest": "2021-01-04"})
    assert measures.ignore_affiliation(weekend, counting=Counting("week"))["n_stances"].tolist() == [2]


@pytest.mark.parametrize("seed", range(5))
def test_weeks_are_those_of_the_iso_calendar(seed):
    table = random_stances(seed, first="1965-01-01", days=30000)
    got = measures.ignore_affiliation(table, counting=Counting("week"))
    want = slow_count(table, "ignore", "week")
    assert {key[:2]: n for key, n in want.items()} == {(r[0], r[1]): r[2] for r in got.itertuples(index=False)}


def test_the_scale_is_the_codebooks_so_a_third_actor_changes_nothing():
    two = stances({"position": 1}, {"actor_id": "b", "position": 0})
    three = stances({"position": 1}, {"actor_id": "b", "position": 0}, {"actor_id": "c", "position": -2})
    # By the levels that occur, the first dyad would be at opposite ends: 0 without the third actor, 2/3 with it.
    assert weight(measures.congruence_network(two)) == weight(measures.congruence_network(three)) == 0.75


def test_one_position_alone_is_full_agreement_not_a_division_by_zero():
    for position in range(-2, 3):
        table = stances({"position": position}, {"actor_id": "b", "position": position})
        for graded in (True, False):
            assert weight(measures.subtract_network(table, counting=Counting(graded=graded))) == 1


def test_a_side_keeps_its_sign_where_the_other_is_missing():
    assert measures.subtract_affiliation(said("a+x a+x"))["subtract"].tolist() == [4]
    assert measures.subtract_affiliation(said("a-x"), counting=Counting(graded=False))["subtract"].tolist() == [-1]
    assert measures.combine_affiliation(said("a-x"))["combine"].tolist() == [16]
    assert measures.combine_affiliation(said("a+x"))["combine"].tolist() == [1]


def test_shared_attention_by_jaccard_stays_within_one():
    # Counted by level, as DNA does with a qualifier, the divisor is 2 + 2 and the weight 4 / 4; three a side, 9 / 6.
    table = said("a+x a+x a+x b-x b-x b-x")
    by_levels = {("x", 2): 3}, {("x", -2): 3}
    assert 9 / slow_divisor(*by_levels, "jaccard") == 1.5
    assert weight(measures.ignore_network(table, counting=Counting("none", "jaccard"))) == 1


def test_divisors_that_set_no_bound_are_kept_and_bounded_ones_stand_beside_them():
    table = said("a+x a+x a+x b+x b+x b+x")
    got = {how: weight(measures.congruence_network(table, counting=Counting("none", how))) for how in THEIRS + BOUNDED}
    assert got["average"] == 3
    assert {got[how] for how in BOUNDED} == {1}
    opposed = said("a+x a+x a+x b-x b-x b-x")
    assert weight(measures.conflict_network(opposed, counting=Counting("none", "jaccard"))) == 1.5
    assert {weight(measures.conflict_network(opposed, counting=Counting("none", how))) for how in BOUNDED} == {1}
    # Two actors who say the very same on two issues: all one, but not by the product of their activities.
    alike = said("a+x a+y b+x b+y")
    assert weight(measures.congruence_network(alike, counting=Counting("none", "cosine"))) == 0.5
    assert weight(measures.congruence_network(alike, counting=Counting("none", "bounded cosine"))) == pytest.approx(1)


@pytest.mark.parametrize("how", ["activity", "prominence"])
def test_codes_are_not_divided(how):
    with pytest.raises(ValueError, match=f"normalise of a code is '{how}'; allowed are none"):
        measures.combine_affiliation(said("a+x"), counting=Counting(normalise=how))


def test_a_dyad_with_nothing_shared_has_no_row_and_one_with_too_little_is_undefined():
    table = said("a+x b+x b+y c+y")
    got = measures.congruence_network(table, min_shared=2)
    assert as_dict(got).keys() == {("a", "b"), ("b", "c")}
    assert got["n_shared"].tolist() == [1, 1]
    assert got["congruence"].isna().all()


# Properties ----------------------------------------------------------------------------------------------------------


FEW = settings(max_examples=counts.of(8, 100))
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "actor_id": st.sampled_from("abc"),
            "issue_id": st.sampled_from("xyz"),
            "position": st.integers(-2, 2),
            "report_id": st.sampled_from(["r1", "r2", "r3"]),
            "earliest": st.sampled_from(["2020-12-31", "2021-01-01", "2021-01-04", None]),
        }
    ),
    min_size=1,
    max_size=20,
)
COUNTINGS = st.builds(Counting, st.sampled_from(PERIODS), st.sampled_from(THEIRS + BOUNDED), st.booleans())
NODES = st.sampled_from(["actors", "issues"])


@FEW
@given(rows=ROWS, counting=COUNTINGS, nodes=NODES)
def test_congruence_less_conflict_is_subtract(rows, counting, nodes):
    congruence, conflict, subtract = (
        ONE_MODE[name](stances(*rows), counting=counting, nodes=nodes)[name]
        for name in ("congruence", "conflict", "subtract")
    )
    np.testing.assert_allclose(congruence - conflict, subtract, atol=1e-9)


@FEW
@given(rows=ROWS, graded=st.booleans(), how=st.sampled_from(["none", "average", *BOUNDED]), nodes=NODES)
def test_with_every_stance_counted_congruence_and_conflict_make_up_shared_attention(rows, graded, how, nodes):
    counting = Counting("none", how, graded)
    ignore, congruence, conflict = (
        ONE_MODE[name](stances(*rows), counting=counting, nodes=nodes)[name]
        for name in ("ignore", "congruence", "conflict")
    )
    np.testing.assert_allclose(congruence + conflict, ignore, atol=1e-9)


@FEW
@given(rows=ROWS, duplicates=st.sampled_from(PERIODS), how=st.sampled_from(BOUNDED), graded=st.booleans(), nodes=NODES)
def test_bounded_weights_are_bounded(rows, duplicates, how, graded, nodes):
    for name, network in ONE_MODE.items():
        got = network(stances(*rows), counting=Counting(duplicates, how, graded), nodes=nodes)[name]
        assert got.between(-1 - 1e-9 if name == "subtract" else -1e-9, 1 + 1e-9).all(), name


@FEW
@given(rows=ROWS, counting=COUNTINGS, nodes=NODES, seed=st.integers(0, 99))
def test_the_order_of_stances_does_not_matter(rows, counting, nodes, seed):
    table = stances(*rows)
    for network in ONE_MODE.values():
        got = network(table.sample(frac=1, random_state=seed), counting=counting, nodes=nodes)
        pd.testing.assert_frame_equal(got, network(table, counting=counting, nodes=nodes))


@FEW
@given(rows=ROWS, counting=COUNTINGS)
def test_who_bears_which_name_does_not_matter(rows, counting):
    turn = dict(zip("abcxyz", "cbazyx", strict=True))
    renamed = [row | {"actor_id": turn[row["actor_id"]], "issue_id": turn[row["issue_id"]]} for row in rows]
    for network in ONE_MODE.values():
        got = as_dict(network(stances(*renamed), counting=counting))
        want = as_dict(network(stances(*rows), counting=counting))
        assert {tuple(sorted(turn[who] for who in key)): v for key, v in got.items()} == pytest.approx(want)


@FEW
@given(rows=ROWS, counting=COUNTINGS, nodes=NODES)
def test_turning_the_scale_round_changes_no_one_mode_weight(rows, counting, nodes):
    turned = [row | {"position": -row["position"]} for row in rows]
    for name, network in ONE_MODE.items():
        got, want = (network(stances(*some), counting=counting, nodes=nodes)[name] for some in (turned, rows))
        np.testing.assert_allclose(got, want, atol=1e-9)


@FEW
@given(rows=ROWS, counting=COUNTINGS, nodes=NODES)
def test_every_stance_given_twice_counts_once_or_scales_the_weight(rows, counting, nodes):
    table = stances(*rows)
    twice = pd.concat([table, table], ignore_index=True)
    # Products of counts grow fourfold and sums twofold; the divisors grow with one or the other.
    factor = {"none": 4, "average": 2, "cosine": 1}.get(counting.normalise, 1)
    if counting.duplicates != "none":
        factor = 1
    elif counting.normalise == "jaccard":
        return
    for name, network in ONE_MODE.items():
        got, want = (network(some, counting=counting, nodes=nodes)[name] for some in (twice, table))
        np.testing.assert_allclose(got, factor * want, atol=1e-9)


@FEW
@given(rows=ROWS, graded=st.booleans(), duplicates=st.sampled_from(PERIODS))
def test_activity_and_prominence_are_shares(rows, graded, duplicates):
    table = stances(*rows)
    for how, by in (("activity", "actor_id"), ("prominence", "issue_id")):
        counting = Counting(duplicates, how, graded)
        attention = measures.ignore_affiliation(table, counting=counting)
        np.testing.assert_allclose(attention.groupby(by)["ignore"].sum(), 1)
        assert measures.subtract_affiliation(table, counting=counting)["subtract"].abs().max() <= (2 if graded else 1)


# Real data -----------------------------------------------------------------------------------------------------------


def nuclear_debate():
    path = SHARED / "discourse_nuclear_germany_statements.csv"
    if not path.exists():
        pytest.skip("the German debate on nuclear power is not on this machine")
    table = pd.read_csv(path, keep_default_na=False)
    return stances(
        *(
            {"actor_id": row.actor, "issue_id": row.concept, "position": 2 * row.sign, "earliest": row.date}
            for row in table.itertuples()
        )
    )


@pytest.mark.parametrize(("weighting", "duplicates", "how"), [
    ("congruence", "none", "average"),
    ("subtract", "week", "jaccard"),
    ("conflict", "range", "none"),
    ("ignore", "month", "cosine"),
])  # fmt: skip
def test_the_german_debate_on_nuclear_power_equals_a_slow_version(weighting, duplicates, how):
    table = nuclear_debate()
    # Those who spoke most; going through all 337 in plain loops would take minutes.
    busy = table["actor_id"].value_counts().index[:40]
    table = table[table["actor_id"].isin(busy)]
    counting = Counting(duplicates, how)
    got = as_dict(ONE_MODE[weighting](table, counting=counting))
    want = slow_network(table, weighting, counting)
    assert len(got) > 300
    assert got == pytest.approx(want)


def test_the_german_debate_holds_as_many_stances_as_its_table_and_both_sides():
    table = nuclear_debate()
    whole = measures.ignore_affiliation(table, counting=ALL)
    assert whole["n_stances"].sum() == len(table) == 1164
    assert whole["actor_id"].nunique() == 337 and whole["issue_id"].nunique() == 54
    net = measures.subtract_affiliation(table, counting=Counting("none", graded=False))["subtract"]
    assert net.sum() == 913 - 251
    codes = measures.combine_affiliation(table, counting=Counting("none", graded=False))["combine"]
    assert set(codes) == {1, 2, 3}


def test_sides_and_graded_positions_agree_where_all_positions_are_at_the_ends():
    table = nuclear_debate()
    for network in ONE_MODE.values():
        graded, sides = (network(table, counting=Counting("day", graded=g)) for g in (True, False))
        pd.testing.assert_frame_equal(graded, sides)


def test_the_general_assembly_once_per_resolution_gives_the_congruence_of_its_cells():
    path = SHARED / "stances_unga_palestine_2000_2019.csv"
    if not path.exists():
        pytest.skip("the General Assembly votes are not on this machine")
    votes = pd.read_csv(path, keep_default_na=False)
    table = pd.DataFrame(
        {
            "stance_id": np.arange(len(votes)).astype(str),
            "actor_id": votes["country_code"],
            "issue_id": votes["rcid"].astype(str),
            "position": votes["position"] * 2,
        }
    )
    got = measures.congruence_network(table, counting=Counting("range"))
    want = measures.congruence(table)
    pd.testing.assert_frame_equal(got[["actor_a", "actor_b", "n_shared"]], want[["actor_a", "actor_b", "n_shared"]])
    np.testing.assert_allclose(got["congruence"], want["congruence"])
    net = measures.subtract_network(table, counting=Counting("range", "shared"))["subtract"]
    np.testing.assert_allclose(net, measures.similarity(table)["similarity"])


# Bad input and edges -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("function", [*ONE_MODE.values(), *TWO_MODE.values(), measures.combine_affiliation])
@pytest.mark.parametrize("position", [-3, 3, 1.5, None])
def test_a_position_off_the_scale_is_refused_by_name(function, position):
    table = stances({}, {"actor_id": "b", "position": position})
    with pytest.raises(
        ValueError, match=r"outside -2 \.\.\. 2: stance 's1' \(row 1\) has .*allowed are -2, -1, 0, 1, 2"
    ):
        function(table)


@pytest.mark.parametrize("column", ["actor_id", "issue_id", "report_id"])
def test_a_missing_actor_issue_or_report_is_refused(column):
    table = stances({}, {column: None})
    with pytest.raises(ValueError, match=f"{column} is missing in 1 row"):
        measures.congruence_network(table)


def test_unknown_settings_are_refused_with_those_allowed():
    with pytest.raises(ValueError, match="duplicates is 'document'; allowed are none, report, day, week"):
        Counting(duplicates="document")
    for function, name, how in (
        (measures.congruence_network, "normalise", Counting(normalise="activity")),
        (measures.subtract_affiliation, "normalise", Counting(normalise="jaccard")),
    ):
        with pytest.raises(ValueError, match=f"{name} is '{how.normalise}'; allowed are none"):
            function(said("a+x b+x"), counting=how)
    with pytest.raises(ValueError, match="nodes is 'reports'; allowed are actors, issues"):
        measures.ignore_network(said("a+x b+x"), nodes="reports")


@pytest.mark.parametrize("network", ONE_MODE.values(), ids=list(ONE_MODE))
@pytest.mark.parametrize("nodes", ["actors", "issues"])
def test_one_actor_one_issue_or_nothing_in_common_give_no_dyad_with_the_same_columns(network, nodes):
    full = network(said("a+x b+x a+y b+y"), nodes=nodes)
    assert list(full)[:2] == [f"{nodes[:-1]}_a", f"{nodes[:-1]}_b"]
    for table in (said("a+x"), said("a+x b+y"), said("a+x").head(0)):
        empty = network(table, nodes=nodes)
        assert empty.empty
        assert empty.dtypes.to_dict() == full.dtypes.to_dict()


@pytest.mark.parametrize("function", [*TWO_MODE.values(), measures.combine_affiliation])
def test_no_stance_gives_no_affiliation_with_the_same_columns(function):
    full, empty = function(said("a+x")), function(said("a+x").head(0))
    assert empty.empty
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()


def test_one_report_alone_counts_each_position_once():
    table = said("a+x a+x a-x b+x").assign(report_id="r")
    assert as_dict(measures.congruence_network(table)) == {("a", "b"): 1}
    assert as_dict(measures.conflict_network(table)) == {("a", "b"): 1}


def test_all_neutral_agree_and_stand_for_nothing():
    table = said("a0x b0x")
    for graded in (True, False):
        counting = Counting(graded=graded)
        assert weight(measures.congruence_network(table, counting=counting)) == 1
        assert measures.subtract_affiliation(table, counting=counting)["subtract"].tolist() == [0, 0]


def test_only_the_columns_that_the_rule_needs_are_asked_for():
    lean = said("a+x b+x").drop(columns=["earliest", "published_on"])
    assert weight(measures.congruence_network(lean)) == 1
    assert weight(measures.congruence_network(lean.drop(columns="report_id"), counting=Counting("range"))) == 1


def test_categorical_columns_give_the_same():
    table = random_stances(5)
    coded = table.astype({"actor_id": "category", "report_id": "category"})
    coded["issue_id"] = pd.Categorical(table["issue_id"], categories=list("zyAxwB"))
    for function in (*ONE_MODE.values(), *TWO_MODE.values(), measures.combine_affiliation):
        pd.testing.assert_frame_equal(function(coded), function(table))


def test_networks_leave_their_arguments_alone():
    table = random_stances(6)
    before = table.copy(deep=True)
    for duplicates in PERIODS:
        measures.subtract_network(table, counting=Counting(duplicates, "jaccard"))
        measures.subtract_affiliation(table, counting=Counting(duplicates))
    pd.testing.assert_frame_equal(table, before)
