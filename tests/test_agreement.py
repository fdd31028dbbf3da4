"""Two codings of one report: who is paired with whom, alpha by hand, by brute force, by another program, undefined."""

import itertools
from collections import Counter

import krippendorff
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import measures
from onrecord.measures import agreement
from tests import counts

SEEDS = range(counts.of(4, 12))


def stances(*rows):
    """Stances of one report from (id, actor, issue, start, end) and, where it matters, position."""
    columns = ["stance_id", "actor_id", "issue_id", "start", "end", "position"]
    table = pd.DataFrame([(*row, 1)[:6] for row in rows], columns=columns)
    texts = dict.fromkeys(columns[:3], "str")
    return table.astype(texts | dict.fromkeys(columns[3:], "int64")).assign(report_id="r")


def mentions(*rows):
    """Mentions of events from (event, type, date, start, end)."""
    table = pd.DataFrame(rows, columns=["event_id", "event_type", "date", "start", "end"])
    return table.assign(report_id="r", reported_status="occurred")


def paired(found, key="stance_id"):
    """[(left, right)] of what `matched_…` found, "" where a side is empty."""
    return list(zip(found[f"{key}_left"], found[f"{key}_right"], strict=True))


def random_stances(seed, prefix, n=14):
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(n):
        start = int(rng.integers(0, 60))
        spot = (rng.choice(list("abc")), rng.choice(list("xyz")), start, start + int(rng.integers(1, 12)))
        rows.append((f"{prefix}{number:02}", *spot, int(rng.integers(-2, 3))))
    return stances(*rows)


def codes(seed, n=20, kinds=5):
    """Pairs of values of two coders who agree more often than not."""
    rng = np.random.default_rng(seed)
    left = rng.integers(-2, kinds - 2, n)
    right = np.where(rng.random(n) < 0.6, left, rng.integers(-2, kinds - 2, n))
    return pd.DataFrame({"found_by": "both", "v_left": left, "v_right": right})


# Pairs -----------------------------------------------------------------------------------------------------------


def test_a_passage_with_the_same_actor_and_issue_comes_before_the_same_two_elsewhere():
    left = stances(("s1", "a", "x", 0, 10))
    right = stances(("t1", "a", "x", 50, 60), ("t2", "a", "x", 5, 15))
    assert paired(measures.matched_stances(left, right)) == [("s1", "t2"), ("", "t1")]


def test_what_is_left_over_is_paired_by_actor_and_issue_and_then_by_passage():
    left = stances(
        ("s1", "a", "x", 0, 10), ("s2", "b", "x", 20, 30), ("s3", "c", "y", 40, 50), ("s4", "a", "y", 60, 70)
    )
    right = stances(
        ("t1", "a", "x", 90, 95), ("t2", "b", "z", 22, 31), ("t3", "a", "y", 44, 50), ("t4", "b", "z", 60, 70)
    )
    found = measures.matched_stances(left, right)
    assert paired(found) == [("s1", "t1"), ("s2", "t2"), ("s4", "t3"), ("s3", ""), ("", "t4")]
    assert found["rule"].tolist() == ["actor and issue", "passage, and actor or issue", "actor and issue", "", ""]
    assert found["found_by"].tolist() == ["both", "both", "both", "left", "right"]


def test_the_longer_overlap_wins_and_the_other_stance_stands_alone():
    left = stances(("s1", "a", "x", 0, 20))
    right = stances(("t1", "a", "x", 0, 4), ("t2", "a", "x", 4, 20))
    assert paired(measures.matched_stances(left, right)) == [("s1", "t2"), ("", "t1")]


def test_passages_that_only_touch_do_not_overlap():
    assert paired(measures.matched_stances(stances(("s", "a", "x", 0, 9)), stances(("t", "a", "y", 9, 20)))) == [
        ("s", ""),
        ("", "t"),
    ]


def test_position_does_not_decide_who_is_paired():
    left = stances(("s1", "a", "x", 0, 10, 2), ("s2", "a", "x", 0, 10, -2))
    right = stances(("t1", "a", "x", 0, 10, -2), ("t2", "a", "x", 0, 10, 2))
    assert paired(measures.matched_stances(left, right)) == [("s1", "t1"), ("s2", "t2")]


def test_stances_of_different_reports_are_never_paired():
    left = stances(("s", "a", "x", 0, 9))
    assert paired(measures.matched_stances(left, left.assign(report_id="other"))) == [("s", ""), ("", "s")]


def test_an_empty_side_leaves_all_of_the_other_alone():
    some = stances(("s", "a", "x", 0, 9, -1))
    found = measures.matched_stances(some, some.iloc[:0])
    assert paired(found) == [("s", "")]
    assert found.loc[0, "position_left"] == -1 and found["position_right"].isna().all()
    assert measures.matched_stances(some.iloc[:0], some.iloc[:0]).empty


def test_an_event_named_in_another_way_is_found_by_its_passage_and_type_or_date():
    left = mentions(
        ("visit", "CONSULT", "2021-05", 0, 9), ("plea", "REQUEST", "2021-04", 20, 29), ("vote", "AGREE", "2020", 40, 49)
    )
    right = mentions(
        ("meet", "CONSULT", "2021-05", 3, 9),
        ("appeal", "ACCUSE", "2021-04", 20, 30),
        ("war", "ASSAULT", "1948", 40, 49),
    )
    found = measures.matched_mentions(left, right)
    assert paired(found, "event_id") == [("visit", "meet"), ("plea", "appeal"), ("vote", ""), ("", "war")]
    assert found["rule"].tolist()[:2] == ["passage, type and date", "passage, and type or date"]


def test_the_same_event_is_found_wherever_it_is_mentioned():
    left = mentions(("visit", "CONSULT", "2021-05", 0, 9))
    right = mentions(("meet", "CONSULT", "2021-05", 0, 9), ("visit", "AGREE", "2020", 70, 79))
    assert paired(measures.matched_mentions(left, right), "event_id") == [("visit", "visit"), ("", "meet")]


def slow_pairs(left, right):
    """The pairs, one candidate after the other."""
    place = ["start", "end", "stance_id"]
    sides = [list(enumerate(rows.sort_values(place).to_dict("records"))) for rows in (left, right)]
    found = {}
    for rule in ("all and overlap", "all", "overlap and one"):
        ranked = []
        for (i, a), (j, b) in itertools.product(*sides):
            shared = max(0, min(a["end"], b["end"]) - max(a["start"], b["start"]))
            alike = (a["actor_id"] == b["actor_id"]) + (a["issue_id"] == b["issue_id"])
            allowed = {"all and overlap": alike == 2 and shared, "all": alike == 2, "overlap and one": alike and shared}
            if allowed[rule]:
                apart = abs(a["start"] - b["start"]) + abs(a["end"] - b["end"])
                ranked.append((-shared, apart, i + j, abs(i - j), i, j))
        for *_, i, j in sorted(ranked):
            if i not in found and j not in found.values():
                found[i] = j
    return {(sides[0][i][1]["stance_id"], sides[1][j][1]["stance_id"]) for i, j in found.items()}


@pytest.mark.parametrize("seed", SEEDS)
def test_pairs_equal_those_found_one_candidate_after_the_other(seed):
    left, right = random_stances(seed, "s"), random_stances(seed + 1000, "t", 9)
    found = measures.matched_stances(left, right)
    both = found[found["found_by"] == "both"]
    assert set(paired(both)) == slow_pairs(left, right)


@given(st.integers(0, 10_000), st.integers(0, 10_000))
@settings(max_examples=counts.of(10, 300))
def test_every_stance_stands_once_and_neither_order_nor_side_matters(seed, other):
    left, right = random_stances(seed, "s"), random_stances(other, "t", 11)
    found = measures.matched_stances(left, right)
    for side, rows in (("left", left), ("right", right)):
        ids = found[f"stance_id_{side}"]
        assert sorted(ids[ids != ""]) == sorted(rows["stance_id"])
    shuffled = measures.matched_stances(left.sample(frac=1, random_state=1), right.sample(frac=1, random_state=2))
    pd.testing.assert_frame_equal(found, shuffled)
    assert {(b, a) for a, b in paired(measures.matched_stances(right, left))} == set(paired(found))


# Alpha -----------------------------------------------------------------------------------------------------------


def alpha_of(pairs, **levels):
    return measures.coder_agreement(pairs, **levels)["alpha"].tolist()


def test_alpha_of_two_observers_and_twelve_nominal_units_as_published():
    left, right = list("aabbdcccedda"), list("babbbccceddd")
    pairs = pd.DataFrame({"found_by": "both", "v_left": left, "v_right": right})
    assert alpha_of(pairs, nominal=["v"]) == [pytest.approx(0.692, abs=0.0005)]


def test_alpha_of_two_observers_and_ten_binary_units_as_published():
    left, right = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    pairs = pd.DataFrame({"found_by": "both", "v_left": left, "v_right": right})
    assert alpha_of(pairs, nominal=["v"]) == [pytest.approx(0.095, abs=0.0005)]


def test_alpha_of_an_order_by_hand():
    # Six values: 0 three times, 1 once, 2 twice. Distances: 0 to 1 is (3/2 + 1/2)² = 4, 1 to 2 (1/2 + 1)² = 2.25, 0 to
    # 2 (3/2 + 1 + 1)² = 12.25. One pair of three is 0 and 1: 4 / 3. Of the 15 pairs of any two values 3·1 are 0 and 1,
    # 1·2 are 1 and 2, 3·2 are 0 and 2: (3·4 + 2·2.25 + 6·12.25) / 15 = 90 / 15.
    pairs = pd.DataFrame({"found_by": "both", "v_left": [0, 0, 2], "v_right": [0, 1, 2]})
    assert alpha_of(pairs, ordinal=["v"]) == [pytest.approx(1 - (4 / 3) / (90 / 15))]


def slow_alpha(pairs, level):
    """One less the observed over the expected distance, value by value, any two of the 2n."""
    units = list(zip(pairs["v_left"], pairs["v_right"], strict=True))
    values = [v for unit in units for v in unit]
    count = Counter(values)

    def distance(a, b):
        if level == "nominal":
            return float(a != b)
        low, high = sorted((a, b))
        between = sum(n for v, n in count.items() if low <= v <= high)
        return (between - (count[low] + count[high]) / 2) ** 2

    observed = np.mean([distance(a, b) for a, b in units])
    expected = np.mean([distance(a, b) for a, b in itertools.permutations(values, 2)])
    return 1 - observed / expected


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("level", ["nominal", "ordinal"])
def test_alpha_equals_value_by_value_and_that_of_another_program(seed, level):
    pairs = codes(seed)
    [found] = alpha_of(pairs, **{level: ["v"]})
    assert found == pytest.approx(slow_alpha(pairs, level))
    told = pairs[["v_left", "v_right"]].to_numpy(dtype=float).T
    assert found == pytest.approx(krippendorff.alpha(told, level_of_measurement=level))


def test_alpha_is_undefined_without_a_pair_and_where_nobody_varies():
    same = pd.DataFrame({"found_by": ["both", "both"], "v_left": ["a", "a"], "v_right": ["a", "a"]})
    found = measures.coder_agreement(same, nominal=["v"]).iloc[0]
    assert np.isnan(found["alpha"]) and found["same"] == 1
    alone = same.assign(found_by=["left", "right"], v_left=["a", ""], v_right=["", "b"])
    found = measures.coder_agreement(alone, nominal=["v"]).iloc[0]
    assert np.isnan(found["alpha"]) and np.isnan(found["same"])
    assert found[["n_pairs", "n_left", "n_right", "matched"]].tolist() == [0, 1, 1, 0]
    assert np.isnan(measures.coder_agreement(same.iloc[:0], ordinal=["v"]).iloc[0]["matched"])


def test_the_share_that_was_paired_falls_with_every_row_that_only_one_coder_found():
    left = stances(("s1", "a", "x", 0, 9, 2), ("s2", "b", "x", 20, 29, -1), ("s3", "c", "z", 40, 49, 0))
    right = stances(("t1", "a", "x", 0, 9, 2), ("t2", "b", "x", 20, 29, 1))
    found = measures.coder_agreement(measures.matched_stances(left, right), nominal=["actor_id"], ordinal=["position"])
    assert found["variable"].tolist() == ["actor_id", "position"] and found["level"].tolist() == ["nominal", "ordinal"]
    assert found[["n_pairs", "n_left", "n_right"]].to_numpy().tolist() == [[2, 3, 2], [2, 3, 2]]
    assert found["matched"].tolist() == [0.8, 0.8] and found["same"].tolist() == [1.0, 0.5]


def test_a_pair_of_which_one_side_holds_no_value_is_not_counted_for_that_variable():
    pairs = codes(1).assign(w_left="x", w_right="y")
    pairs.loc[0, "w_left"] = ""
    found = measures.coder_agreement(pairs, nominal=["v", "w"])
    assert found["n_pairs"].tolist() == [20, 19] and found["n_left"].tolist() == [20, 20]


def test_a_report_coded_twice_alike_is_paired_whole(record):
    for report_id in record.reports["report_id"]:
        said = record.stances[record.stances["report_id"] == report_id]
        told = record.event_reports[record.event_reports["report_id"] == report_id].merge(record.events, on="event_id")
        assert (measures.matched_stances(said, said)["found_by"] == "both").all()
        assert set(measures.matched_mentions(told, told)["rule"]) == {agreement.OF_MENTIONS[0].name}
        found = measures.coder_agreement(measures.matched_stances(said, said), nominal=["kind"], ordinal=["position"])
        assert found["alpha"].dropna().tolist() == [1.0] * found["alpha"].notna().sum()
        assert found["matched"].tolist() == [1.0, 1.0]
