"""Windows, series, phases and travel: values by hand, slow second opinions, and what is not defined."""

import itertools
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import measures
from onrecord.measures import over_time
from tests import counts

SEEDS = range(counts.of(3, 6))
DEBATE = Path(__file__).parents[2] / "shared" / "data" / "discourse_nuclear_germany_statements.csv"
DAYS = ["earliest", "latest", "published_on"]
DYAD = ["actor_a", "actor_b"]
KERNELS = [measures.uniform, measures.triangular, measures.epanechnikov, measures.gaussian]
FIRST = pd.Timestamp("2021-01-01")


def said(*rows):
    """Stances from (day number, actor, issue, position); day None where nobody knows it."""
    table = pd.DataFrame(rows, columns=["day", "actor_id", "issue_id", "position"])
    day = (FIRST + pd.to_timedelta(pd.to_numeric(table.pop("day")), unit="D")).astype("datetime64[us]")
    text = {"stance_id": [f"s{n:03}" for n in range(len(table))], "kind": "direct", "confidence": "high"}
    table = table.assign(**text, **dict.fromkeys(DAYS, day))
    return table.astype(dict.fromkeys(["stance_id", "actor_id", "issue_id", "kind", "confidence"], "str")).astype(
        {"position": "int64"}
    )


def random_stances(seed, n=80, n_days=12):
    """Few days, actors and issues, so that ties are frequent; a few days unknown."""
    rng = np.random.default_rng(seed)
    table = said(
        *(
            (
                None if rng.random() < 0.05 else int(rng.integers(0, n_days)),
                rng.choice(list("abcde")),
                rng.choice(list("vwxyz")),
                int(rng.integers(-2, 3)),
            )
            for _ in range(n)
        )
    )
    return table.assign(kind=rng.choice(["direct", "inferred"], n), stance_id=rng.permutation(table["stance_id"]))


def slow_key(row):
    kinds = ["inferred", "attributed", "indirect", "direct"]
    return row["latest"], row["earliest"], kinds.index(row["kind"]), row["stance_id"]


def slow_order(table):
    """Dated stances as dicts, earliest first; every one of these is exact to the day."""
    return sorted((row for row in table.to_dict("records") if not pd.isna(row["latest"])), key=slow_key)


def slow_similarity(held):
    """{(a, b): (n, S)} from {(actor, issue): position}."""
    found = {}
    for a, b in itertools.combinations(sorted({actor for actor, _ in held}), 2):
        both = [(held[a, i], held[b, i]) for actor, i in held if actor == a and (b, i) in held]
        if both:
            found[a, b] = len(both), 1 - 2 * sum(abs(p - q) for p, q in both) / (4 * len(both))
    return found


def slow_kernel(kernel, start, end, day):
    """Weight by the middle of the day, in plain Python."""
    x = ((day - start).days + 0.5 - (end - start).days / 2) / ((end - start).days / 2)
    plain = {
        "uniform": lambda: 1.0,
        "triangular": lambda: 1 - abs(x),
        "epanechnikov": lambda: 1 - x * x,
        "gaussian": lambda: math.exp(-0.5 * (3 * x) ** 2),
    }
    return plain[kernel.__name__]()


def as_dict(series, window):
    mine = series[series["window"] == window]
    return {(r.actor_a, r.actor_b): (r.n_shared, pytest.approx(r.similarity)) for r in mine.itertuples()}


def series_of(*rows):
    return pd.DataFrame(rows, columns=["window", *DYAD, "similarity"])


# Windows ---------------------------------------------------------------------------------------------------------


def test_windows_cover_the_record_with_spans_of_exact_width_that_exclude_their_end():
    table = said((0, "a", "x", 1), (2, "a", "x", 1), (3, "a", "x", 1), (8, "a", "x", 1))
    spans = measures.windows(table, width=3, step=3)
    days = [(s - FIRST).days for s in spans["start"]], [(e - FIRST).days for e in spans["end"]]
    assert days == ([0, 3, 6], [3, 6, 9])
    assert spans["n_stances"].tolist() == [2, 1, 1]


def test_overlapping_windows_start_one_step_after_the_other_and_stop_once_the_record_is_covered():
    spans = measures.windows(said((0, "a", "x", 1), (6, "a", "x", 1)), width=4, step=2)
    assert [(s - FIRST).days for s in spans["start"]] == [0, 2, 4]
    assert spans["n_stances"].tolist() == [1, 0, 1]


def test_windows_of_a_mean_month_are_30_or_31_days_long_and_do_not_drift():
    table = said(*((day, "a", "x", 1) for day in range(365 * 4)))
    spans = measures.windows(table, width=30.4375, step=30.4375)
    days = (spans["end"] - spans["start"]).dt.days
    assert set(days) == {30, 31} and days.tolist()[:-1] == spans["n_stances"].tolist()[:-1]
    assert spans["start"].iloc[[0, 12, 24, 36]].dt.strftime("%Y-%m-%d").tolist() == [
        "2021-01-01",
        "2022-01-01",
        "2023-01-01",
        "2024-01-01",
    ]
    assert measures.kernel_series(table, spans).empty and measures.window_series(table, spans).empty


def test_a_whole_width_given_as_a_decimal_number_makes_the_same_windows():
    table = random_stances(3)
    decimal = measures.windows(table, width=7.0, step=2.0)
    pd.testing.assert_frame_equal(decimal, measures.windows(table, width=7, step=2))


def test_a_window_of_one_day_holds_what_was_said_on_that_day():
    spans = measures.windows(said((0, "a", "x", 1), (1, "a", "x", 1), (1, "b", "x", 1)), width=1, step=1)
    assert spans["n_stances"].tolist() == [1, 2]


def test_a_window_longer_than_the_record_holds_all_of_it():
    table = said((0, "a", "x", 1), (5, "b", "x", -1))
    spans = measures.windows(table, width=400, step=30)
    assert spans["n_stances"].tolist() == [2]
    assert measures.window_series(table, spans)["similarity"].tolist() == [0.0]


def test_everything_on_one_day_is_one_window():
    table = said((4, "a", "x", 2), (4, "b", "x", 2))
    assert len(measures.windows(table, width=1, step=1)) == 1
    assert len(measures.event_windows(table, size=2, step=1)) == 1


def test_an_open_end_lies_where_its_report_was_published_and_no_known_day_lies_nowhere():
    table = said((0, "a", "x", 1), (1, "a", "y", 1), (None, "a", "z", 1))
    table.loc[1, "latest"] = pd.NaT
    table.loc[1, "published_on"] = FIRST + pd.Timedelta(days=9)
    spans = measures.windows(table, width=5, step=5)
    assert spans["n_stances"].tolist() == [1, 1]
    assert measures.in_window(table, spans, 1)["issue_id"].tolist() == ["y"]


def test_given_days_fix_the_windows_whatever_was_said():
    start, end = FIRST - pd.Timedelta(days=4), FIRST + pd.Timedelta(days=4)
    spans = measures.windows(said((0, "a", "x", 1)), width=2, step=2, start=start, end=end)
    assert spans["n_stances"].tolist() == [0, 0, 1, 0]
    nobody = measures.windows(said(), width=2, step=2, start=start, end=end)
    assert nobody["n_stances"].tolist() == [0, 0, 0, 0]
    later = measures.windows(said((0, "a", "x", 1)), width=2, step=2, start=end)
    assert later.empty


def test_reversed_days_are_refused():
    table = said((0, "a", "x", 1))
    with pytest.raises(ValueError, match="2021-01-05 must lie before end 2021-01-01"):
        measures.windows(table, width=1, step=1, start=pd.Timestamp("2021-01-05"), end=FIRST)
    backwards = table.assign(earliest=table["latest"] + pd.Timedelta(days=1))
    for make in (lambda t: measures.windows(t, width=1, step=1), lambda t: measures.event_windows(t, size=1, step=1)):
        with pytest.raises(ValueError, match="end before the beginning, first s000"):
            make(backwards)


@pytest.mark.parametrize(("width", "step"), [(0, 1), (3, 0), (-1, 1), (2, 3), (0.5, 0.5), (math.nan, 1), (2.5, 2.6)])
def test_a_window_that_holds_nothing_or_a_step_that_skips_days_is_refused(width, step):
    table = said((0, "a", "x", 1), (9, "a", "x", 1))
    with pytest.raises(ValueError, match="step"):
        measures.windows(table, width=width, step=step)
    with pytest.raises(ValueError, match="step"):
        measures.event_windows(table, size=width, step=step)


def test_event_windows_hold_their_number_of_stances_even_where_days_tie():
    table = said(*((day, "a", f"i{n}", 1) for n, day in enumerate([0, 0, 0, 1, 5])))
    spans = measures.event_windows(table, size=2, step=2)
    assert spans["n_stances"].tolist() == [2, 2, 1]
    assert [(e - FIRST).days for e in spans["end"]] == [1, 2, 6]
    assert measures.in_window(table, spans, 0)["stance_id"].tolist() == ["s000", "s001"]


@pytest.mark.parametrize("seed", SEEDS)
def test_event_windows_do_not_depend_on_the_order_of_rows(seed):
    table = random_stances(seed)
    mixed = table.sample(frac=1, random_state=seed)
    spans = measures.event_windows(table, size=7, step=3)
    pd.testing.assert_frame_equal(spans, measures.event_windows(mixed, size=7, step=3))
    ordered = [row["stance_id"] for row in slow_order(table)]
    for span in spans.itertuples():
        for rows in (table, mixed):
            here = measures.in_window(rows, spans, span.window)["stance_id"].tolist()
            assert here == ordered[span.window * 3 : span.window * 3 + 7]


def test_windows_made_of_other_stances_and_windows_that_are_not_there_are_refused():
    table = random_stances(1)
    spans = measures.windows(table, width=3, step=3)
    for function in (measures.window_series, measures.kernel_series):
        with pytest.raises(ValueError, match="other stances"):
            function(table.head(20), spans)
    with pytest.raises(ValueError, match="no window 99"):
        measures.in_window(table, spans, 99)


# Series ----------------------------------------------------------------------------------------------------------


def test_the_stances_of_all_windows_are_those_of_each():
    table = random_stances(1)
    spans = measures.windows(table, width=4, step=2)
    for window, stances in zip(spans["window"], measures.stances_by_window(table, spans), strict=True):
        pd.testing.assert_frame_equal(stances, measures.in_window(table, spans, window))


def test_a_window_forgets_what_was_said_before_it():
    table = said((0, "a", "x", 2), (0, "b", "x", 2), (5, "b", "x", -2), (6, "a", "x", 2), (6, "a", "y", 2))
    spans = measures.windows(table, width=5, step=5)
    series = measures.window_series(table, spans)
    assert series[["window", "n_shared", "similarity"]].values.tolist() == [[0, 1, 1.0], [1, 1, -1.0]]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("by_events", [False, True])
def test_each_window_is_the_similarity_of_the_positions_in_it(seed, by_events):
    table = random_stances(seed)
    make = measures.event_windows(table, size=9, step=4) if by_events else measures.windows(table, width=4, step=3)
    series = measures.window_series(table, make, min_shared=2)
    for window in make["window"]:
        here = measures.in_window(table, make, window)
        expected = measures.similarity(measures.positions(here), min_shared=2)
        found = series[series["window"] == window].drop(columns="window").reset_index(drop=True)
        pd.testing.assert_frame_equal(found, expected[[*DYAD, "n_shared", "similarity"]])


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("width", [4, 5])
@pytest.mark.parametrize("kernel", KERNELS)
def test_a_kernel_series_equals_a_slow_version(seed, width, kernel):
    table = random_stances(seed)
    spans = measures.windows(table, width=width, step=2)
    series = measures.kernel_series(table, spans, kernel=kernel)
    for span in spans.itertuples():
        weights = {}
        for row in slow_order(table):
            if span.start <= row["latest"] < span.end:
                weight = slow_kernel(kernel, span.start, span.end, row["latest"])
                said_so = weights.setdefault((row["actor_id"], row["issue_id"]), [])
                said_so.append((weight, row["position"]))
        held = {key: sum(w * p for w, p in v) / sum(w for w, _ in v) for key, v in weights.items()}
        assert as_dict(series, span.window) == slow_similarity(held)


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_kernel_weighs_days_before_the_middle_as_those_after(kernel):
    x = np.linspace(-0.9, 0.9, 7)
    np.testing.assert_allclose(kernel(x), kernel(-x))
    assert kernel(np.zeros(1))[0] == 1 and (kernel(x) > 0).all() and (np.diff(kernel(x[3:])) <= 0).all()
    for width in (5, 6):
        table = said(
            *((d, "b", "x", p) for d, p in [(1, 2), (width - 2, -2)]), (0, "a", "x", 2), (width - 1, "a", "x", 2)
        )
        series = measures.kernel_series(table, measures.windows(table, width=width, step=width), kernel=kernel)
        assert series["similarity"].tolist() == [0.0]


def test_where_nobody_changes_a_kernel_and_a_window_say_the_same():
    table = random_stances(3).drop_duplicates(["actor_id", "issue_id"])
    spans = measures.windows(table, width=5, step=2)
    for kernel in KERNELS:
        pd.testing.assert_frame_equal(
            measures.kernel_series(table, spans, kernel=kernel), measures.window_series(table, spans)
        )


def test_blocks_of_windows_do_not_change_the_series(monkeypatch):
    table = random_stances(2)
    spans = measures.windows(table, width=4, step=1)
    whole = [measures.window_series(table, spans), measures.kernel_series(table, spans)]
    monkeypatch.setattr(over_time, "PLACES", 1)
    pieces = [measures.window_series(table, spans), measures.kernel_series(table, spans)]
    for expected, found in zip(whole, pieces, strict=True):
        pd.testing.assert_frame_equal(found, expected)


def test_many_actors_and_issues_that_rarely_meet_need_no_place_for_each():
    rows = [(n % 50, f"a{n:04}", f"i{n // 2:04}", 1 + n % 2) for n in range(3000)]
    table = said(*rows)
    spans = measures.windows(table, width=50, step=50)
    series = measures.window_series(table, spans)
    assert len(series) == 1500 and (series["similarity"] == 0.5).all()


def test_the_network_counts_its_dyads_and_an_empty_window_is_unknown_not_at_peace():
    table = said((0, "a", "x", 2), (0, "b", "x", 1), (0, "c", "x", -2), (9, "a", "x", 1))
    spans = measures.windows(table, width=3, step=3)
    network = measures.network_series(measures.window_series(table, spans), spans)
    assert network["n_dyads"].tolist() == [3, 0, 0, 0]
    assert network["n_stances"].tolist() == [3, 0, 0, 1]
    assert network["mean_similarity"].iloc[0] == pytest.approx((0.5 - 1.0 - 0.5) / 3)
    assert network["share_negative"].iloc[0] == pytest.approx(2 / 3)
    assert network[["mean_similarity", "share_negative"]].iloc[1:].isna().all(axis=None)


def test_dyads_below_the_threshold_are_undefined_and_do_not_count():
    table = said((0, "a", "x", 2), (0, "b", "x", 2))
    spans = measures.windows(table, width=1, step=1)
    series = measures.window_series(table, spans, min_shared=2)
    assert series["n_shared"].tolist() == [1] and series["similarity"].isna().all()
    network = measures.network_series(series, spans)
    assert network["n_dyads"].tolist() == [0] and network["mean_similarity"].isna().all()


UNDEFINED = {
    "one actor": said((0, "a", "x", 2), (1, "a", "y", 2)),
    "no shared issue": said((0, "a", "x", 2), (1, "b", "y", 2)),
    "nothing": said(),
    "no known day": said((None, "a", "x", 2), (None, "b", "x", 2)),
}


@pytest.mark.parametrize("table", UNDEFINED.values(), ids=UNDEFINED)
def test_without_a_dyad_a_series_is_empty_and_its_network_unknown(table):
    for spans in (measures.windows(table, width=7, step=7), measures.event_windows(table, size=5, step=5)):
        for series in (measures.window_series(table, spans), measures.kernel_series(table, spans)):
            assert series.empty and list(series) == ["window", *DYAD, "n_shared", "similarity"]
            assert series.dtypes.astype(str).tolist() == ["int64", "str", "str", "int64", "float64"]
            network = measures.network_series(series, spans)
            assert network["n_dyads"].sum() == 0 and network["mean_similarity"].isna().all()
            assert measures.phases(series).empty and measures.network_distances(series).empty


@pytest.mark.parametrize(("other", "expected"), [(0, 1.0), (2, 0.0), (-2, 0.0)])
def test_neutral_positions_and_constant_actors_are_defined(other, expected):
    table = said(*((0, actor, issue, p) for actor, p in [("a", 0), ("b", other)] for issue in "xyz"))
    spans = measures.windows(table, width=1, step=1)
    for series in (measures.window_series(table, spans), measures.kernel_series(table, spans)):
        assert series["similarity"].tolist() == [expected]


def test_a_position_off_the_scale_is_refused():
    table = said((0, "a", "x", 2), (0, "b", "x", 2))
    spans = measures.windows(table, width=1, step=1)
    for function in (measures.window_series, measures.kernel_series):
        with pytest.raises(ValueError, match="3"):
            function(table.assign(position=3), spans)


ROWS = st.lists(
    st.tuples(st.integers(0, 20), st.sampled_from("abcd"), st.sampled_from("xyz"), st.integers(-2, 2)), max_size=25
)


@settings(max_examples=counts.of(10, 200))
@given(ROWS, st.integers(1, 30) | st.floats(1, 30))
def test_windows_side_by_side_hold_every_dated_stance_once(rows, width):
    table = said(*rows)
    assert measures.windows(table, width=width, step=width)["n_stances"].sum() == len(table)
    assert measures.event_windows(table, size=width, step=width)["n_stances"].sum() == len(table)


@settings(max_examples=counts.of(10, 200))
@given(ROWS, st.integers(1, 9), st.randoms(use_true_random=False))
def test_a_series_depends_neither_on_the_order_of_rows_nor_on_saying_things_twice(rows, width, random):
    table = said(*rows)
    again = table.assign(stance_id=table["stance_id"] + "b")
    twice = pd.concat([table, again]).sample(frac=1, random_state=random.randrange(1000))
    for function in (measures.window_series, measures.kernel_series):
        once = function(table, measures.windows(table, width=width, step=1))
        pd.testing.assert_frame_equal(function(twice, measures.windows(twice, width=width, step=1)), once)


# Phases ----------------------------------------------------------------------------------------------------------


def test_the_distance_of_networks_by_hand():
    series = series_of((0, "a", "b", 1.0), (0, "a", "c", 1.0), (1, "a", "b", 0.5), (1, "b", "c", 1.0))
    distance = measures.network_distances(series)
    # Three dyads in all: a quarter apart on one, the other two in one window only.
    assert distance.loc[0, 1] == distance.loc[1, 0] == pytest.approx((0.25 + 1 + 1) / 3)
    assert np.diagonal(distance).tolist() == [0.0, 0.0]


@pytest.mark.parametrize("seed", SEEDS)
def test_distances_of_networks_equal_a_slow_version_and_lie_between_none_and_all(seed):
    table = random_stances(seed)
    series = measures.window_series(table, measures.windows(table, width=2, step=1), min_shared=2)
    distance = measures.network_distances(series)
    known = series.dropna()
    sets = {w: dict(zip(zip(g["actor_a"], g["actor_b"]), g["similarity"])) for w, g in known.groupby("window")}  # noqa: B905
    assert list(distance.index) == sorted(sets)
    for first, second in itertools.product(sets, sets):
        one, two = sets[first], sets[second]
        parts = [abs(one[d] - two[d]) / 2 if d in one and d in two else 1 for d in one.keys() | two.keys()]
        assert distance.loc[first, second] == pytest.approx(sum(parts) / len(parts))
    assert distance.to_numpy().min() >= 0 and distance.to_numpy().max() <= 1


def slow_phases(distance, most):
    """Join neighbouring stretches by mean distance, then keep the cut with the best mean silhouette."""
    n = len(distance)
    parts, cuts = [[i] for i in range(n)], []
    while len(parts) > 1:
        if len(parts) <= most and len(parts) < n:
            cuts.insert(0, list(parts))
        gaps = [np.mean([distance[i][j] for i in p for j in q]).round(12) for p, q in itertools.pairwise(parts)]
        nearest = gaps.index(min(gaps))
        parts = [*parts[:nearest], parts[nearest] + parts[nearest + 1], *parts[nearest + 2 :]]
    best, found = 0.25, [0] * n
    for cut in cuts:
        widths = []
        for part, i in ((p, i) for p in cut for i in p):
            a = np.mean([distance[i][j] for j in part if j != i]) if len(part) > 1 else None
            b = min(np.mean([distance[i][j] for j in q]) for q in cut if q is not part)
            widths.append(0 if a is None or max(a, b) == 0 else (b - a) / max(a, b))
        if np.mean(widths) > best + 1e-12:
            best, found = np.mean(widths), [k for k, part in enumerate(cut) for _ in part]
    return found


@pytest.mark.parametrize("seed", range(12))
def test_phases_equal_a_slow_version(seed):
    rng = np.random.default_rng(seed)
    state, rows = rng.uniform(-1, 1, 6), []
    for window in range(14):
        state = rng.uniform(-1, 1, 6) if rng.random() < 0.25 else state
        for pair, value in zip(itertools.combinations("abcd", 2), state, strict=True):
            if rng.random() < 0.9:
                rows.append((window, *pair, float(np.clip(value + rng.normal(0, 0.1), -1, 1))))
    series = series_of(*rows)
    found = measures.phases(series, most=5)
    assert found["phase"].tolist() == slow_phases(measures.network_distances(series).to_numpy(), 5)
    assert set(np.diff(found["phase"])) <= {0, 1}


def test_two_plain_states_are_two_phases_and_noise_is_one():
    turned = series_of(*((w, "a", "b", 0.9 if w < 4 else -0.8) for w in range(9)))
    found = measures.phases(turned)
    assert found["phase"].tolist() == [0] * 4 + [1] * 5
    assert found["change"].tolist()[4] == pytest.approx(0.85) and math.isnan(found["change"].iloc[0])
    assert (found["silhouette"] == 1).all()
    rng = np.random.default_rng(4)
    noise = series_of(
        *((w, *pair, rng.uniform(-1, 1)) for w in range(12) for pair in itertools.combinations("abcdef", 2))
    )
    assert measures.phases(noise)["phase"].nunique() == 1
    assert measures.phases(noise)["silhouette"].isna().all()


def test_what_never_changes_is_one_phase_and_a_single_window_too():
    same = series_of(*((w, "a", "b", 0.5) for w in range(6)))
    assert measures.phases(same)["phase"].tolist() == [0] * 6
    assert measures.phases(same.head(1))[["phase", "change"]].isna().values.tolist() == [[False, True]]
    with pytest.raises(ValueError, match="at least one phase"):
        measures.phases(same, most=0)


def test_a_window_without_a_defined_dyad_belongs_to_no_phase():
    series = series_of((0, "a", "b", 1.0), (1, "a", "b", np.nan), (2, "a", "b", 1.0))
    assert measures.phases(series)["window"].tolist() == [0, 2]


# Travel ----------------------------------------------------------------------------------------------------------


def test_every_direction_of_travel_by_hand():
    before = said(
        *((0, "a", issue, 2) for issue in "pqrs"),
        (0, "b", "p", 2),  # s004: for, will be against
        (0, "c", "q", 1),  # for, will be more so
        (0, "d", "r", 0),  # s006: declares nothing, will be for
        (0, "e", "s", -2),  # against, and will
        (0, "f", "p", 2),  # will be silent
    )
    after = said(
        *((9, "a", issue, 2) for issue in "pqrst"),
        (9, "b", "p", -2),
        (9, "c", "q", 2),
        (9, "d", "r", 1),
        (9, "e", "s", -2),
        (9, "g", "t", 2),
    )
    after["stance_id"] = "t" + after["stance_id"].str.slice(1)
    found = measures.travel(before, after)
    mine = found[found["actor_a"] == "a"].set_index("actor_b")
    assert mine["direction"].to_dict() == {
        "b": "turned",
        "c": "same sides",
        "d": "turned",
        "e": "same sides",
        "f": "lapsed",
        "g": "new",
    }
    assert mine["stance_ids"].to_dict() == {"b": "s004,t005", "c": "", "d": "s006,t007", "e": "", "f": "", "g": ""}
    assert mine["change"].iloc[:4].tolist() == [-2.0, 0.5, 0.5, 0.0] and mine["change"].iloc[4:].isna().all()
    assert mine.loc["f", ["n_shared_before", "n_shared_after"]].tolist() == [1, 0]
    assert found[found["actor_a"] == "b"]["actor_b"].tolist() == ["f"]


def slow_turns(was, now):
    """Who changed sides between two windows, from the latest stance of each actor on each issue in both."""
    for cell in sorted(was.keys() & now.keys()):
        one, other = was[cell], now[cell]
        is_apart = one["latest"] < other["earliest"] or other["latest"] < one["earliest"]
        if np.sign(one["position"]) != np.sign(other["position"]) and is_apart:
            yield (*cell, one["position"], other["position"], one["stance_id"], other["stance_id"])


def by_cell(table):
    return {(row["actor_id"], row["issue_id"]): row for row in slow_order(table)}


@pytest.mark.parametrize("seed", SEEDS)
def test_changes_of_side_and_the_dyads_they_turn_equal_a_slow_version(seed):
    table = random_stances(seed, n=60)
    # some began long before the day they are last known to hold
    table["earliest"] -= pd.to_timedelta(np.random.default_rng(seed).integers(0, 2, len(table)) * 9, unit="D")
    spans = measures.windows(table, width=6, step=6)
    before, after = (measures.in_window(table, spans, window) for window in (0, 1))
    was, now = by_cell(before), by_cell(after)
    turned = list(slow_turns(was, now))
    assert measures.side_changes(before, after).values.tolist() == [list(row) for row in turned]
    assert turned and len(turned) < len(was.keys() & now.keys())
    found = measures.travel(before, after)
    for row in found.itertuples():
        shared = {i for held in (was, now) for i in "vwxyz" if {(row.actor_a, i), (row.actor_b, i)} <= held.keys()}
        either = {i for held in (was, now) for i in "vwxyz" if (row.actor_a, i) in held}
        either &= {i for held in (was, now) for i in "vwxyz" if (row.actor_b, i) in held}
        ids = {
            s
            for a, i, *_, one, other in turned
            if a in (row.actor_a, row.actor_b) and i in either
            for s in (one, other)
        }
        assert row.stance_ids == ",".join(sorted(ids)) and shared <= either
        told = "new" if math.isnan(row.similarity_before) else "lapsed" if math.isnan(row.similarity_after) else ""
        assert row.direction == (told or ("turned" if ids else "same sides"))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_turn_on_record_equals_a_slow_version(seed):
    table = random_stances(seed)
    found, last = [], {}
    for row in slow_order(table):
        cell = row["actor_id"], row["issue_id"]
        if cell in last:
            found += slow_turns({cell: last[cell]}, {cell: row})
        last[cell] = row
    assert sorted(measures.turns(table).values.tolist()) == sorted(map(list, found)) and found


def test_a_change_of_strength_a_second_telling_of_one_time_and_silence_are_no_change_of_side():
    before = said((0, "a", "x", 1), (0, "b", "x", -2), (4, "c", "x", 1), (0, "d", "x", 1))
    after = said((9, "a", "x", 2), (9, "b", "x", -1), (9, "c", "x", -1))
    assert measures.side_changes(before, after)["actor_id"].tolist() == ["c"]
    after.loc[2, "earliest"] = FIRST + pd.Timedelta(days=4)
    assert measures.side_changes(before, after).empty, "both hold on the fourth day"
    after.loc[2, "earliest"] = pd.NaT
    assert measures.side_changes(before, after).empty, "nobody knows since when"
    both = pd.concat([before, after.assign(stance_id="t" + after["stance_id"])], ignore_index=True)
    assert measures.turns(both).empty
    assert measures.turns(said()).empty and measures.side_changes(said(), after).empty


def test_nothing_travels_where_nobody_shares_an_issue():
    empty = measures.travel(said(), said())
    assert empty.empty and empty.dtypes.astype(str)[["actor_a", "direction", "stance_ids"]].tolist() == ["str"] * 3
    everything_new = measures.travel(said(), said((0, "a", "x", 1), (0, "b", "x", 1)))
    assert everything_new["direction"].tolist() == ["new"]


# A real debate ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def debate():
    if not DEBATE.exists():
        pytest.skip("the German nuclear debate is not on this machine")
    table = pd.read_csv(DEBATE)
    day = pd.to_datetime(table["date"]).astype("datetime64[us]")
    plain = pd.DataFrame({"actor_id": table["actor"], "issue_id": table["concept"], "position": 2 * table["sign"]})
    text = {"stance_id": [f"s{n:04}" for n in range(len(table))], "kind": "direct", "confidence": "high"}
    return plain.assign(**text, **dict.fromkeys(DAYS, day))


def test_the_german_nuclear_debate_window_by_window(debate):
    spans = measures.windows(debate, width=30, step=30)
    assert spans["n_stances"].sum() == len(debate) == 1164
    series = measures.window_series(debate, spans)
    for window in spans["window"].iloc[[0, -1]]:
        here = measures.positions(measures.in_window(debate, spans, window))
        held = {(r.actor_id, r.issue_id): r.position for r in here.itertuples()}
        assert as_dict(series, window) == slow_similarity(held)
    network = measures.network_series(series, spans)
    assert network["share_negative"].dropna().between(0, 1).all() and network["n_dyads"].max() > 100
    directions = measures.travel(*(measures.in_window(debate, spans, w) for w in spans["window"].iloc[:2]))["direction"]
    assert set(directions) >= {"new", "lapsed"}
