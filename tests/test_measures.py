"""Values worked by hand or published, slow second opinions on random tables, and what is not defined."""

import inspect
import itertools
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from onrecord import measures
from onrecord.measures import integers
from onrecord.measures.issues import agreement
from tests import counts

SEEDS = range(counts.of(5, 20))
SHARED = Path(__file__).parents[2] / "shared" / "data"
KINDS = ["direct", "indirect", "attributed", "inferred"]
CONFIDENCES = ["high", "medium", "low"]
TEXT = ["stance_id", "actor_id", "issue_id", "kind", "confidence", "report_id", "root"]
DAYS = ["earliest", "latest", "published_on"]
PAIR = ["actor_a", "actor_b"]


def stances(*rows, **defaults):
    """Stances from dicts; what a row leaves out is taken from `defaults`, then from here."""
    plain = {
        "actor_id": "a",
        "issue_id": "x",
        "position": 1,
        "earliest": "2021-01-05",
        "latest": "2021-01-05",
        "published_on": "2021-01-06",
        "kind": "direct",
        "confidence": "high",
        "report_id": "r1",
    }
    filled = [{"stance_id": f"s{n}", **plain, **defaults, **row} for n, row in enumerate(rows, 1)]
    table = pd.DataFrame([{"root": row["report_id"], **row} for row in filled], columns=[*TEXT, *DAYS, "position"])
    table = table.astype(dict.fromkeys(TEXT, "str") | {"position": "int64"})
    return table.assign(**{name: pd.to_datetime(table[name]).astype("datetime64[us]") for name in DAYS})


def held(table):
    """Cells from {actor: {issue: position}}."""
    rows = [(actor, issue, position) for actor, said in table.items() for issue, position in said.items()]
    return pd.DataFrame(rows, columns=["actor_id", "issue_id", "position"])


def random_stances(seed, n=120):
    """Few days, actors and issues, so that ties are frequent; some days open or unknown."""
    rng = np.random.default_rng(seed)
    days = np.array([*pd.date_range("2021-01-01", periods=4).strftime("%Y-%m-%d"), None], dtype=object)
    report = rng.integers(0, 6, n)
    return stances(
        *(
            {
                "stance_id": f"s{rng.integers(0, 10**9):09d}",
                "actor_id": rng.choice(list("abcdef")),
                "issue_id": rng.choice(list("uvwxyz")),
                "position": int(rng.integers(-2, 3)),
                "earliest": rng.choice(days),
                "latest": rng.choice(days),
                "published_on": rng.choice(days),
                "kind": rng.choice(KINDS),
                "confidence": rng.choice(CONFIDENCES),
                "report_id": f"r{r}",
                "root": f"r{r // 2 * 2}",
            }
            for r in report
        )
    )


def shuffled(table, seed=1):
    return table.sample(frac=1, random_state=seed).reset_index(drop=True)


def slow_order(row):
    """Sort key of one stance, in plain Python."""
    never = pd.Timestamp.min
    known = {name: never if pd.isna(row[name]) else row[name] for name in DAYS}
    last = max(known["published_on"], known["earliest"]) if known["latest"] == never else known["latest"]
    kind, confidence = -KINDS.index(row["kind"]), -CONFIDENCES.index(row["confidence"])
    return last, known["earliest"], known["published_on"], kind, confidence, row["stance_id"]


def slow_cells(table):
    """Cells by sorting the rows of each actor and issue."""
    found = {}
    rows = sorted(table.to_dict("records"), key=slow_order)
    for key in sorted({(row["actor_id"], row["issue_id"]) for row in rows}):
        mine = [row for row in rows if (row["actor_id"], row["issue_id"]) == key]
        sides = [int(np.sign(row["position"])) for row in mine]
        run = [row for n, row in enumerate(mine) if set(sides[n:]) == {sides[-1]}]
        since = min((r["earliest"] for r in run if not pd.isna(r["earliest"])), default=None)
        last = slow_order(mine[-1])[0]
        found[key] = {
            "position": mine[-1]["position"],
            "n_stances": len(mine),
            "n_reports": len({r["report_id"] for r in mine}),
            "n_independent": len({r["root"] for r in mine}),
            "lowest": min(r["position"] for r in mine),
            "highest": max(r["position"] for r in mine),
            "weakest": min(r["position"] for r in run),
            "strongest": max(r["position"] for r in run),
            "since": since,
            "last": None if last == pd.Timestamp.min else last,
            "stance_id": mine[-1]["stance_id"],
        }
    return found


def slow_similarity(cells):
    """S, n and alpha of each dyad by plain loops; alpha from a coincidence matrix."""
    said = {}
    for row in cells.itertuples():
        said.setdefault(row.actor_id, {})[row.issue_id] = int(row.position)
    found = {}
    for a, b in itertools.combinations(sorted(said), 2):
        both = [(said[a][i], said[b][i]) for i in said[a] if i in said[b]]
        if both:
            s = 1 - 2 * sum(abs(p - q) / 4 for p, q in both) / len(both)
            found[a, b] = (len(both), s, slow_alpha(both))
    return found


def slow_alpha(both):
    coincidence = np.zeros((5, 5))
    for p, q in both:
        coincidence[p + 2, q + 2] += 1
        coincidence[q + 2, p + 2] += 1
    n_c, n = coincidence.sum(axis=1), coincidence.sum()
    cells = list(itertools.product(range(5), repeat=2))
    observed = sum(coincidence[c, k] * abs(c - k) for c, k in cells) / n
    expected = sum(n_c[c] * (n_c[k] - (c == k)) * abs(c - k) for c, k in cells) / (n * (n - 1))
    return math.nan if expected == 0 else 1 - observed / expected


def slow_agreement(frequencies):
    """Van der Eijk's A, layer by layer."""
    left, total, agreed = list(frequencies), sum(frequencies), 0.0
    k = len(left)
    while any(left):
        full = [f > 0 for f in left]
        depth, n_full = min(f for f in left if f), sum(full)
        one = two = 0
        for i, j, m in itertools.combinations(range(k), 3):
            pattern = full[i], full[j], full[m]
            one += pattern in {(True, True, False), (False, True, True)}
            two += pattern == (True, False, True)
        unimodality = ((k - 2) * one - (k - 1) * two) / ((k - 2) * (one + two)) if one + two else 1.0
        agreed += depth * n_full / total * unimodality * (1 - (n_full - 1) / (k - 1))
        left = [f - depth if f else 0 for f in left]
    return agreed


def sign_of(s):
    return None if s is None else (s > 0) - (s < 0)


# Cells -----------------------------------------------------------------------------------------------------------


def test_a_cell_counts_its_stances_and_dates_the_run_that_leads_to_the_latest():
    said = stances(
        {"position": 2, "earliest": "2021-01-01", "latest": "2021-01-01", "report_id": "r1"},
        {"position": -2, "earliest": "2021-02-01", "latest": "2021-02-01", "report_id": "r2"},
        {"position": 1, "earliest": "2021-03-01", "latest": "2021-03-31", "report_id": "r3", "root": "agency"},
        {"position": 2, "earliest": "2021-04-05", "latest": "2021-04-05", "report_id": "r4", "root": "agency"},
    )
    (cell,) = measures.cells(said).to_dict("records")
    assert cell == {
        "actor_id": "a",
        "issue_id": "x",
        "position": 2,
        "n_stances": 4,
        "n_reports": 4,
        "n_independent": 3,
        "lowest": -2,
        "highest": 2,
        "weakest": 1,
        "strongest": 2,
        "since": pd.Timestamp("2021-03-01"),
        "last": pd.Timestamp("2021-04-05"),
        "stance_id": "s4",
    }


@pytest.mark.parametrize(
    ("winner", "loser"),
    [
        ({"latest": "2021-01-06"}, {"published_on": "2021-02-01"}),
        ({"earliest": "2021-01-05"}, {"earliest": "2021-01-01", "published_on": "2021-02-01"}),
        ({"earliest": "2021-01-05"}, {"earliest": None}),
        ({"published_on": "2021-01-07"}, {"kind": "direct", "published_on": "2021-01-06"}),
        ({"published_on": "2021-01-06"}, {"published_on": None}),
        ({"kind": "direct", "confidence": "low"}, {"kind": "indirect"}),
        ({"kind": "indirect"}, {"kind": "attributed"}),
        ({"kind": "attributed"}, {"kind": "inferred"}),
        ({"confidence": "high"}, {"confidence": "medium"}),
        ({"confidence": "medium"}, {"confidence": "low"}),
        ({}, {}),
    ],
    ids=lambda row: "+".join(row) or "same",
)
@pytest.mark.parametrize("winner_comes_first", [True, False])
def test_of_two_stances_the_later_more_direct_and_surer_one_decides(winner, loser, winner_comes_first):
    rows = [{"stance_id": "s1", "position": -2, **loser}, {"stance_id": "s2", "position": 2, **winner}]
    assert measures.positions(stances(*rows[:: -1 if winner_comes_first else 1]))["stance_id"].tolist() == ["s2"]


def test_an_open_end_holds_until_its_report_was_published_and_no_longer():
    old = {"earliest": "2017-01-01", "latest": None, "published_on": "2021-01-10", "position": -2}
    before, after = ({"earliest": day, "latest": day, "position": 2} for day in ("2021-01-09", "2021-01-11"))
    assert measures.positions(stances(old, before))["position"].tolist() == [-2]
    assert measures.positions(stances(old, after))["position"].tolist() == [2]
    assert measures.cells(stances(old))["last"].tolist() == [pd.Timestamp("2021-01-10")]


def test_an_open_end_in_an_undated_report_holds_on_its_first_day():
    said = stances({"earliest": "2021-03-01", "latest": None, "published_on": None})
    assert measures.cells(said)["last"].tolist() == [pd.Timestamp("2021-03-01")]


def test_days_nobody_knows_are_not_dates():
    undated = {"earliest": None, "latest": None, "published_on": None, "position": 2}
    (cell,) = measures.cells(stances(undated)).to_dict("records")
    assert cell["since"] is pd.NaT
    assert cell["last"] is pd.NaT
    assert measures.positions(stances(undated, {"position": -1}))["position"].tolist() == [-1]


def test_since_does_not_move_when_only_the_strength_changes_and_does_when_the_side_does():
    days = [{"earliest": f"2021-0{m}-01", "latest": f"2021-0{m}-01"} for m in (1, 2, 3)]
    stronger = stances(*({**day, "position": p} for day, p in zip(days, (1, 2, 1), strict=True)))
    turned = stances(*({**day, "position": p} for day, p in zip(days, (1, 0, 1), strict=True)))
    assert measures.cells(stronger)["since"].tolist() == [pd.Timestamp("2021-01-01")]
    assert measures.cells(turned)["since"].tolist() == [pd.Timestamp("2021-03-01")]


@pytest.mark.parametrize("seed", SEEDS)
def test_cells_equal_a_slow_version(seed):
    said = random_stances(seed)
    got = measures.cells(said).set_index(["actor_id", "issue_id"])
    want = slow_cells(said)
    assert got.index.tolist() == list(want)
    pd.testing.assert_frame_equal(
        got, pd.DataFrame.from_dict(want, orient="index"), check_dtype=False, check_index_type=False, check_names=False
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_positions_are_the_cells_without_their_evidence(seed):
    said = random_stances(seed)
    lean = measures.positions(said)
    pd.testing.assert_frame_equal(lean, measures.cells(said)[list(lean)])


@pytest.mark.parametrize("seed", range(5))
def test_cells_do_not_depend_on_the_order_of_rows_or_on_their_index(seed):
    said = random_stances(seed)
    pd.testing.assert_frame_equal(measures.cells(said), measures.cells(shuffled(said, seed)))
    pd.testing.assert_frame_equal(measures.cells(said), measures.cells(said.set_axis(range(900, 1020))))


def test_categorical_columns_give_the_same_as_text_with_unused_and_unsorted_categories_too():
    said = random_stances(3)
    coded = said.astype(dict.fromkeys(["actor_id", "kind", "confidence", "report_id", "root"], "category"))
    coded["issue_id"] = pd.Categorical(said["issue_id"], categories=list("z9yxw0vu"))
    pd.testing.assert_frame_equal(measures.cells(said), measures.cells(coded))
    pd.testing.assert_frame_equal(measures.positions(said), measures.positions(coded))


def test_a_wide_and_nearly_empty_table_does_not_need_a_place_for_every_actor_and_issue():
    names = [f"{n:04d}" for n in range(1500)]
    said = stances(*({"actor_id": name, "issue_id": name, "position": n % 5 - 2} for n, name in enumerate(names)))
    number, size = integers.cell_numbers(said)
    assert size == 1500 == len(set(number.tolist()))
    assert measures.positions(shuffled(said))["position"].tolist() == [n % 5 - 2 for n in range(1500)]


def test_no_stances_give_an_empty_table_with_the_same_columns():
    said = random_stances(0)
    for measure in (measures.cells, measures.positions, measures.stance_corroboration):
        empty = measure(said.head(0))
        assert empty.empty
        assert empty.dtypes.to_dict() == measure(said).dtypes.to_dict()


def test_a_missing_actor_is_refused():
    said = stances({}, {"actor_id": None}).astype({"actor_id": "category"})
    with pytest.raises(ValueError, match=r"actor_id is missing in 1 row"):
        measures.positions(said)


# Similarity ------------------------------------------------------------------------------------------------------


def test_similarity_of_one_agreed_and_one_half_way_issue_by_hand():
    (dyad,) = measures.similarity(held({"a": {"x": 2, "y": 2}, "b": {"x": 2, "y": 0}})).to_dict("records")
    assert (dyad["actor_a"], dyad["actor_b"], dyad["n_shared"], dyad["similarity"]) == ("a", "b", 2, 0.5)
    # g ~ Beta(1/2 + 3/2, 1/2 + 1/2), whose distribution function is g squared.
    assert dyad["low"] == pytest.approx(2 * math.sqrt(0.025) - 1)
    assert dyad["high"] == pytest.approx(2 * math.sqrt(0.975) - 1)
    # Observed distance 2/2; between any two of the values 2, 2, 2, 0 it is 3 of 6 pairs at distance 2, so also 1.
    assert dyad["alpha"] == pytest.approx(0)


def test_signorino_and_ritter_table_6():
    path = SHARED / "example_signorino_ritter_table6.csv"
    if not path.exists():
        pytest.skip("the worked example of Signorino and Ritter is not on this machine")
    table = pd.read_csv(path)
    # Their scale runs from 0 to 3. A distance on it is the number of its three steps that separate two values, so each
    # tie becomes three yes-or-no issues.
    answers = {
        name: {
            f"{state}>{k}": 2 if tie > k else -2
            for state, tie in zip(table["state"], table[name], strict=True)
            for k in range(3)
        }
        for name in ("gmy", "rus")
    }
    assert measures.similarity(held(answers))["similarity"].tolist() == [pytest.approx(0.40, abs=0.005)]


@pytest.mark.parametrize(
    ("dyad", "votes", "similarity", "alpha"),
    [
        ("United States and Israel", [(-2, -2)] * 19 + [(0, -2)] * 2, 0.90, -0.02),
        ("Israel and Egypt", [(-2, 2)] * 21, -1.00, -0.95),
        ("Russia and Egypt", [(2, 2)] * 18 + [(0, 2)] * 3, 0.86, -0.05),
        ("Egypt and Jordan", [(2, 2)] * 21, 1.00, None),
    ],
)
def test_published_values_of_21_votes_in_the_general_assembly_of_2017(dyad, votes, similarity, alpha):
    names = [f"vote-{n:02d}" for n in range(len(votes))]
    first, second = (dict(zip(names, side, strict=True)) for side in zip(*votes, strict=True))
    (got,) = measures.similarity(held({"first": first, "second": second})).to_dict("records")
    assert got["similarity"] == pytest.approx(similarity, abs=0.005), dyad
    assert math.isnan(got["alpha"]) if alpha is None else got["alpha"] == pytest.approx(alpha, abs=0.005)


def test_real_votes_equal_a_slow_version():
    path = SHARED / "stances_unga_palestine_2000_2019.csv"
    if not path.exists():
        pytest.skip("the General Assembly votes are not on this machine")
    votes = pd.read_csv(path)
    votes = votes[votes["date"].str.startswith("2017")]
    cells = pd.DataFrame(
        {"actor_id": votes["country_code"], "issue_id": votes["rcid"].astype("str"), "position": votes["position"] * 2}
    )
    got = measures.similarity(cells).set_index(PAIR)
    want = slow_similarity(cells)
    assert len(got) == len(want) == 435
    for dyad, (n, s, alpha) in want.items():
        assert got.loc[dyad, "n_shared"] == n
        assert got.loc[dyad, "similarity"] == pytest.approx(s)
        assert got.loc[dyad, "alpha"] == pytest.approx(alpha, nan_ok=True)
    assert got.loc[("EG", "IL"), "similarity"] == -1
    assert got.loc[("EG", "JO"), "similarity"] == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_similarity_and_alpha_equal_a_slow_version(seed):
    cells = measures.positions(random_stances(seed, 40))
    got = {(r.actor_a, r.actor_b): (r.n_shared, r.similarity, r.alpha) for r in measures.similarity(cells).itertuples()}
    want = slow_similarity(cells)
    assert list(got) == sorted(want)
    for dyad, values in want.items():
        assert got[dyad] == pytest.approx(values, nan_ok=True)


@pytest.mark.parametrize("seed", SEEDS)
def test_alpha_equals_another_program(seed):
    krippendorff = pytest.importorskip("krippendorff")
    rng = np.random.default_rng(seed)
    sides = rng.integers(-2, 3, (2, rng.integers(2, 12)))
    cells = held({name: dict(enumerate(side.tolist())) for name, side in zip("ab", sides, strict=True)})
    (alpha,) = measures.similarity(cells)["alpha"]
    if len(np.unique(sides)) < 2:
        assert math.isnan(alpha)
        return
    want = krippendorff.alpha(sides, level_of_measurement=lambda p, q, **_: np.abs(p - q))
    assert alpha == pytest.approx(want)


@pytest.mark.parametrize("seed", range(5))
def test_the_interval_surrounds_similarity_and_narrows_with_more_issues(seed):
    rng = np.random.default_rng(seed)
    sides = rng.integers(-2, 3, (2, 8)).tolist()
    few = {name: {f"{i}": p for i, p in enumerate(side)} for name, side in zip("ab", sides, strict=True)}
    many = {name: {f"{i}": p for i, p in enumerate(side * 4)} for name, side in zip("ab", sides, strict=True)}
    (short,), (long,) = (measures.similarity(held(table)).to_dict("records") for table in (few, many))
    assert short["low"] < short["similarity"] < short["high"]
    assert long["similarity"] == short["similarity"]
    assert long["high"] - long["low"] < short["high"] - short["low"]


def test_the_scale_is_that_of_the_codebook_not_of_the_values_seen():
    cells = held({"a": {"x": 1, "y": 1}, "b": {"x": 0, "y": 0}})
    assert measures.similarity(cells)["similarity"].tolist() == [0.5]


def test_too_few_shared_issues_are_undefined_not_zero():
    cells = held({"a": {"x": 2, "y": 2}, "b": {"x": 2, "y": -2}})
    got = measures.similarity(cells, min_shared=3)
    assert got["n_shared"].tolist() == [2]
    assert got[["similarity", "low", "high", "alpha"]].isna().all(axis=None)
    assert measures.similarity(cells, min_shared=2)["similarity"].tolist() == [0]
    for measure in (measures.congruence, measures.conflict, measures.subtract):
        assert measure(cells, min_shared=3)[[measure.__name__, "share"]].isna().all(axis=None)


def test_actors_without_a_shared_issue_are_no_dyad():
    assert measures.similarity(held({"a": {"x": 2}, "b": {"y": 2}})).empty


def test_alpha_of_one_and_the_same_position_everywhere_is_undefined():
    got = measures.similarity(held({"a": {"x": 2, "y": 2}, "b": {"x": 2, "y": 2}}))
    assert got["similarity"].tolist() == [1]
    assert got["alpha"].isna().all()


def test_no_cells_give_no_dyads_with_the_same_columns():
    cells = measures.cells(random_stances(0))
    for measure in (measures.similarity, measures.congruence, measures.conflict, measures.subtract):
        empty = measure(cells.head(0))
        assert empty.empty
        assert empty.dtypes.to_dict() == measure(cells).dtypes.to_dict()


def test_dyads_do_not_depend_on_the_order_of_cells():
    cells = measures.positions(random_stances(4))
    pd.testing.assert_frame_equal(measures.similarity(cells), measures.similarity(shuffled(cells)))


def test_two_rows_of_one_actor_on_one_issue_are_refused():
    with pytest.raises(ValueError, match="one row per actor and issue"):
        measures.similarity(pd.concat([held({"a": {"x": 1}}), held({"a": {"x": 2}})]))


@pytest.mark.parametrize("position", [-3, 3])
def test_a_position_off_the_scale_is_refused(position):
    with pytest.raises(ValueError, match="outside -2"):
        measures.similarity(held({"a": {"x": position}}))


# Congruence, conflict, subtract ----------------------------------------------------------------------------------


def test_graded_weights_by_hand():
    cells = held({"a": {"x": 2, "y": 2, "z": 1}, "b": {"x": 2, "y": -1, "w": 1}})
    for measure, weight in ((measures.congruence, 1.25), (measures.conflict, 0.75), (measures.subtract, 0.5)):
        got = measure(cells)
        assert got[measure.__name__].tolist() == [weight]
        assert got["share"].tolist() == [weight / 2]
        assert got["n_shared"].tolist() == [2]


@pytest.mark.parametrize("seed", SEEDS)
def test_congruence_and_conflict_make_up_the_shared_issues_and_their_difference_is_subtract(seed):
    cells = measures.positions(random_stances(seed))
    agree, oppose, net, s = (
        f(cells).set_index(PAIR)
        for f in (measures.congruence, measures.conflict, measures.subtract, measures.similarity)
    )
    slow = dict.fromkeys(agree.index, 0.0)
    for (_, p), (_, q) in itertools.permutations(cells.iterrows(), 2):
        if p["issue_id"] == q["issue_id"] and p["actor_id"] < q["actor_id"]:
            slow[p["actor_id"], q["actor_id"]] += 1 - abs(p["position"] - q["position"]) / 4
    assert agree["congruence"].to_dict() == pytest.approx(slow)
    np.testing.assert_allclose(agree["congruence"] + oppose["conflict"], agree["n_shared"])
    np.testing.assert_allclose(agree["congruence"] - oppose["conflict"], net["subtract"])
    np.testing.assert_allclose(net["share"], s["similarity"])


def test_saying_a_thing_ten_times_adds_nothing():
    once = stances({"actor_id": "a"}, {"actor_id": "b"})
    often = stances({"actor_id": "a"}, *[{"actor_id": "b"}] * 10)
    for measure in (measures.similarity, measures.congruence, measures.conflict, measures.subtract):
        pd.testing.assert_frame_equal(measure(measures.cells(once)), measure(measures.cells(often)))


# Evidence of dyads -----------------------------------------------------------------------------------------------


def evidence(said):
    got = measures.dyad_evidence(said, measures.similarity(measures.positions(said)))
    return got.set_index(PAIR)


def test_reports_behind_a_dyad_are_those_on_its_shared_issues():
    said = stances(
        {"actor_id": "a", "report_id": "r1"},
        {"actor_id": "a", "report_id": "r2"},
        {"actor_id": "b", "report_id": "r3", "root": "r1"},
        {"actor_id": "b", "report_id": "r4", "issue_id": "not-shared"},
        {"actor_id": "c", "report_id": "r5"},
    )
    got = evidence(said)
    assert got.loc[("a", "b"), ["n_reports", "n_independent", "rests_on"]].tolist() == [3, 2, "r3"]
    assert got.loc[("a", "c"), ["n_reports", "n_independent", "rests_on"]].tolist() == [3, 3, "r5"]


def test_a_dyad_rests_on_the_report_without_which_its_sign_turns():
    early = {"earliest": "2021-01-01", "latest": "2021-01-01"}
    said = stances(
        {"actor_id": "a", "report_id": "r1", "position": 2},
        {"actor_id": "a", "report_id": "r2", "position": 2},
        {"actor_id": "b", "report_id": "r3", "position": -2, **early},
        {"actor_id": "b", "report_id": "r4", "position": -1, **early},
        {"actor_id": "b", "report_id": "r5", "position": 2},
    )
    assert evidence(said)["rests_on"].tolist() == ["r5"]


def test_a_dyad_that_no_single_report_carries_rests_on_none():
    rows = [{"actor_id": actor, "report_id": report} for actor in "ab" for report in ("r1", "r2")]
    got = evidence(stances(*rows))
    assert got["rests_on"].tolist() == [""]
    assert got["n_reports"].tolist() == [2]


def test_every_report_that_carries_a_dyad_is_named():
    assert evidence(stances({"actor_id": "a", "report_id": "r9"}, {"actor_id": "b", "report_id": "r2"}))[
        "rests_on"
    ].tolist() == ["r2,r9"]


@pytest.mark.parametrize("seed", SEEDS)
def test_evidence_equals_leaving_out_one_report_after_the_other(seed):
    said = random_stances(seed, 30)
    got = evidence(said)
    without = {
        report: slow_similarity(measures.positions(said[said["report_id"] != report]))
        for report in sorted(said["report_id"].unique())
    }
    for (a, b), (_, s, _) in slow_similarity(measures.positions(said)).items():
        issues = set(said.loc[said["actor_id"] == a, "issue_id"]) & set(said.loc[said["actor_id"] == b, "issue_id"])
        behind = said[said["actor_id"].isin([a, b]) & said["issue_id"].isin(issues)]
        carriers = [r for r, left in without.items() if sign_of(left.get((a, b), (0, None))[1]) != sign_of(s)]
        assert got.loc[(a, b), ["n_reports", "n_independent", "rests_on"]].tolist() == [
            behind["report_id"].nunique(),
            behind["root"].nunique(),
            ",".join(carriers),
        ]


def test_random_tables_hold_both_fragile_and_firm_dyads():
    rests_on = pd.concat([evidence(random_stances(seed, 30))["rests_on"] for seed in range(5)])
    assert (rests_on == "").any()
    assert (rests_on != "").any()
    assert rests_on.str.contains(",").any()


def test_evidence_keeps_rows_order_and_columns_of_the_dyads_and_ignores_the_order_of_stances():
    said = random_stances(2, 30)
    dyads = shuffled(measures.similarity(measures.positions(said), min_shared=3))
    dyads = dyads.set_axis([f"row-{n}" for n in range(len(dyads))])
    got = measures.dyad_evidence(said, dyads)
    pd.testing.assert_frame_equal(got[list(dyads)], dyads)
    assert (got["rests_on"].dtype, got["n_reports"].dtype) == (said["report_id"].dtype, np.dtype("int64"))
    pd.testing.assert_frame_equal(got, measures.dyad_evidence(shuffled(said), dyads))


def test_an_actor_without_a_stance_has_no_report_behind_it():
    dyads = pd.DataFrame({"actor_a": ["a"], "actor_b": ["nobody"]})
    assert measures.dyad_evidence(stances({}), dyads).values.tolist() == [["a", "nobody", 0, 0, ""]]


def test_evidence_of_nothing_is_an_empty_table_with_the_same_columns():
    said = random_stances(0, 30)
    full = measures.dyad_evidence(said, measures.similarity(measures.positions(said)))
    none = said.head(0)
    for table in (said, none):
        empty = measures.dyad_evidence(table, measures.similarity(measures.positions(none)))
        assert empty.empty
        assert empty.dtypes.to_dict() == full.dtypes.to_dict()


# Issues ----------------------------------------------------------------------------------------------------------


def test_an_issue_counts_sides_and_silence():
    cells = held({"a": {"x": 2}, "b": {"x": 1}, "c": {"x": -2}, "d": {"x": 0}, "e": {"y": 1}})
    issues = pd.DataFrame({"issue_id": ["y", "x", "unspoken"]})
    got = measures.issue_summary(cells, issues, 5).set_index("issue_id")
    assert got.index.tolist() == ["y", "x", "unspoken"]
    assert got.loc["x", ["n_for", "n_against", "n_neutral", "n_silent", "mean_position"]].tolist() == [2, 1, 1, 1, 0.25]
    assert got.loc["y", ["n_for", "n_against", "n_neutral", "n_silent", "mean_position"]].tolist() == [1, 0, 0, 4, 1]
    assert got.loc["unspoken", "n_silent"] == 5
    assert math.isnan(got.loc["unspoken", "mean_position"])


@pytest.mark.parametrize(
    ("positions", "polarisation"),
    [([2, 2, 2], 0.0), ([2, -2], 1.0), ([-2, -1, 0, 1, 2], 0.5), ([1, 2], 0.125), ([1], None), ([], None)],
)
def test_polarisation_by_hand(positions, polarisation):
    cells = held({f"actor-{n}": {"x": p} for n, p in enumerate(positions)})
    (got,) = measures.issue_summary(cells, pd.DataFrame({"issue_id": ["x"]}), 9)["polarisation"]
    assert math.isnan(got) if polarisation is None else got == pytest.approx(polarisation)


@pytest.mark.parametrize(
    ("frequencies", "published"), [([30, 40, 210, 130, 530, 50, 10], 0.6113333), ([2, 0, 1, 1], 0.0833333)]
)
def test_agreement_on_values_of_the_r_package_agrmt(frequencies, published):
    assert agreement(np.array([frequencies])) == pytest.approx([published], abs=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_agreement_equals_a_slow_version(seed):
    rng = np.random.default_rng(seed)
    count = rng.integers(0, 4, (30, 5)) * rng.integers(0, 2, (30, 5))
    count = count[count.sum(axis=1) > 0]
    assert agreement(count) == pytest.approx([slow_agreement(row) for row in count.tolist()])


def test_more_actors_on_an_issue_than_in_scope_are_refused():
    with pytest.raises(ValueError, match=r"\(2\) than the 1 in scope"):
        measures.issue_summary(held({"a": {"x": 1}, "b": {"x": 1}}), pd.DataFrame({"issue_id": ["x"]}), 1)


def test_cells_of_other_issues_are_left_out_and_no_issues_give_no_rows():
    cells = held({"a": {"x": 1}, "b": {"y": 1}})
    got = measures.issue_summary(cells, pd.DataFrame({"issue_id": ["x"]}), 2)
    assert got["n_for"].tolist() == [1]
    empty = measures.issue_summary(cells.head(0), pd.DataFrame({"issue_id": pd.Series([], dtype="str")}), 0)
    assert empty.empty
    assert empty.dtypes.to_dict() == got.dtypes.to_dict()


# Corroboration ---------------------------------------------------------------------------------------------------


def test_copies_of_one_agency_do_not_corroborate_an_event():
    reports = pd.DataFrame({"report_id": ["r1", "r2", "r3"], "root": ["agency", "agency", "r3"]})
    mentions = pd.DataFrame(
        {"event_id": ["e2", "e1", "e1", "e1", "e2", "e3"], "report_id": ["r1", "r1", "r2", "r2", "r3", "r9"]}
    )
    got = measures.corroboration(mentions, reports)
    assert got.values.tolist() == [["e1", 2, 1, True], ["e2", 2, 2, False], ["e3", 1, 1, True]]
    empty = measures.corroboration(mentions.head(0), reports.head(0))
    assert empty.empty
    assert empty.dtypes.to_dict() == got.dtypes.to_dict()


@pytest.mark.parametrize("seed", SEEDS)
def test_corroboration_equals_a_slow_version(seed):
    rng = np.random.default_rng(seed)
    reports = pd.DataFrame({"report_id": list("pqrst"), "root": list("ppqqt")})
    mentions = pd.DataFrame({"event_id": rng.choice(list("abcd"), 9), "report_id": rng.choice(list("pqrst"), 9)})
    root = dict(zip(reports["report_id"], reports["root"], strict=True))
    want = []
    for event in sorted(set(mentions["event_id"])):
        said = set(mentions.loc[mentions["event_id"] == event, "report_id"])
        want.append([event, len(said), len({root[r] for r in said}), len({root[r] for r in said}) == 1])
    assert measures.corroboration(mentions, reports).values.tolist() == want


@pytest.mark.parametrize("seed", SEEDS)
def test_corroboration_of_stances_equals_a_slow_version(seed):
    said = random_stances(seed)
    want = []
    for row in said.to_dict("records"):
        same = said[(said["actor_id"] == row["actor_id"]) & (said["issue_id"] == row["issue_id"])]
        same = same[np.sign(same["position"]) == np.sign(row["position"])]
        roots = set(same["root"])
        want.append([row["stance_id"], len(set(same["report_id"])), len(roots), len(roots) == 1])
    assert measures.stance_corroboration(said).values.tolist() == want


def test_measures_leave_their_arguments_alone():
    said = random_stances(1)
    before = said.copy(deep=True)
    cells = measures.cells(said)
    kept = cells.copy(deep=True)
    measures.dyad_evidence(said, measures.similarity(cells))
    measures.stance_corroboration(said)
    measures.issue_summary(cells, pd.DataFrame({"issue_id": list("uvwxyz")}), 6)
    pd.testing.assert_frame_equal(said, before)
    pd.testing.assert_frame_equal(cells, kept)


# Positions that are none ------------------------------------------------------------------------------------------


def call_of(name: str):
    """How a measure that reads positions is called with one table of stances; None where it reads none."""
    function = getattr(measures, name)
    first = next(iter(inspect.signature(function).parameters))
    more = {
        "issue_summary": lambda t: function(t, t[["issue_id"]].drop_duplicates(), 9),
        "similarity_by_family": lambda t: function(t, pd.DataFrame({"issue_id": ["x"], "family": ["f"]})),
        "similarity_weighted": lambda t: function(t, pd.DataFrame({"issue_id": ["x"], "weight": [1]})),
        "dyad_evidence": lambda t: function(t, pd.DataFrame({"actor_a": ["a"], "actor_b": ["b"]})),
        "bootstrap": lambda t: function(t, seed=1),
        "travel": lambda t: function(t, t),
        "window_series": lambda t: function(t, measures.windows(t, width=7, step=7)),
        "kernel_series": lambda t: function(t, measures.windows(t, width=7, step=7)),
    }
    if name in more:
        return more[name]
    return function if first in {"cells", "stances"} else None


CUT_BY_DATE = {"windows", "event_windows", "in_window", "stances_by_window"}  # they look at days alone
READING = sorted(
    name
    for name in set(measures.__all__) - CUT_BY_DATE
    if inspect.isfunction(getattr(measures, name)) and call_of(name)
)


@pytest.mark.parametrize(("name", "position"), counts.pairs(READING, [1.5, None, -3, float("inf")]))
def test_every_measure_refuses_a_position_that_is_none_with_row_and_cure(name, position):
    said = stances({"actor_id": "a", "position": 2}, {"actor_id": "b", "position": 2})
    call_of(name)(said)
    broken = said.assign(position=pd.Series([2, position], dtype="float64")).set_axis(["row-0", "row-1"])
    with pytest.raises(ValueError, match=r"'s2' \(row row-1\) has .*allowed are -2, -1, 0, 1, 2; correct these rows"):
        call_of(name)(broken)


def test_what_reads_no_position_takes_any():
    said = stances({"actor_id": "a", "position": 2}, {"actor_id": "b", "position": 2}).drop(columns="position")
    spans = measures.windows(said, width=7, step=7)
    assert len(measures.in_window(said, spans, 0)) == measures.event_windows(said, size=2, step=2)["n_stances"].sum()


def test_whole_positions_may_come_as_decimal_numbers():
    said = stances({"actor_id": "a", "position": 2}, {"actor_id": "b", "position": -1})
    decimal = said.assign(position=said["position"].astype("float64"))
    pd.testing.assert_frame_equal(measures.cells(decimal), measures.cells(said))
