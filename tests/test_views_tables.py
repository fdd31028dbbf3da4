"""The tables of the pages on alignment, movement and blocs say what the measures say, on the shipped dossier."""

import math

import pandas as pd
import pytest

from onrecord import measures, networks
from onrecord.record import Scope, narrow
from onrecord.views import tables


@pytest.fixture(scope="module")
def view(record):
    return narrow(record, Scope())


@pytest.fixture(scope="module")
def cells(view):
    return measures.cells(view.stances)


@pytest.fixture(scope="module")
def dyads(view, cells):
    return measures.against_chance(measures.dyad_evidence(view.stances, measures.similarity(cells)), cells)


@pytest.fixture(scope="module")
def rows(view, dyads, cells):
    graph = networks.alignment(dyads, cells, view.actors, min_shared=2, min_independent=2)
    return tables.dyads.dyads(view, dyads, networks.edges(graph))


def test_every_dyad_is_either_drawn_with_its_sign_or_called_too_little(rows):
    assert set(rows["relation"]) <= {"agree", "oppose", "not above chance", "too little evidence"}
    drawn = rows[rows["is_drawn"]]
    assert len(drawn) > 3 and (drawn["n_shared"] >= 2).all() and (drawn["n_independent"] >= 2).all()
    assert (drawn.loc[drawn["relation"] == "agree", "similarity"] > 0).all()
    assert (rows.loc[~rows["is_drawn"], "relation"] == "too little evidence").all()


def test_what_reports_drawn_anew_and_chance_say_stands_beside_every_dyad(view, rows, cells):
    anew = measures.bootstrap(view.stances, seed=0, n_draws=200)
    table = tables.dyads.with_uncertainty(rows, anew)
    assert len(table) == len(rows)
    pair = table.iloc[0]
    same = anew[(anew["actor_a"] == pair["actor_a"]) & (anew["actor_b"] == pair["actor_b"])]
    assert pair["share_defined"] == same["share_defined"].iloc[0]
    assert table["expected_similarity"].between(-1, 1).all()


def test_another_measure_is_drawn_on_the_scale_from_minus_one_to_one_without_an_interval(dyads, cells):
    by_share = tables.dyads.by_measure(dyads, cells, "graded_agreement")
    pd.testing.assert_series_equal(by_share["similarity"], dyads["similarity"], check_exact=False)
    assert by_share["low"].isna().all() and by_share["high"].isna().all()
    assert tables.dyads.by_measure(dyads, cells, "similarity") is dyads


def test_the_table_of_measures_counts_those_that_say_the_same(rows, cells, view):
    table = tables.dyads.other_measures(rows, cells, view.issues)
    assert len(table) == rows["is_drawn"].sum()
    shown = [m.label for m in measures.MEASURES.values()] + ["Families count once"]
    assert set(shown) <= set(table.columns) and set(tables.dyads.headings(table)) == set(table.columns) - {"mark"}
    for _, row in table.iterrows():
        known = [row[m] for m in shown if not math.isnan(row[m])]
        same = sum((v > 0) - (v < 0) == (row["Similarity S"] > 0) - (row["Similarity S"] < 0) for v in known)
        assert row["same"] == f"{same} of {len(known)}"


def test_a_dyad_names_every_report_that_carries_it_alone(view, rows):
    loss = tables.dyads.carriers(view, measures.leave_one_report_out(view.stances))
    fragile = rows[rows["rests_on"] != ""]
    assert len(fragile) > 0 and fragile["carried_by"].str.contains("; ").any()
    assert (rows.loc[rows["rests_on"] == "", "carried_by"] == "").all()
    for row in fragile.itertuples():
        mine = loss[loss["mark"] == f"dyad:{row.actor_a}~{row.actor_b}"]
        assert row.carried_by == "; ".join(mine["report"])


def test_beyond_forty_actors_the_matrix_comes_first():
    assert next(iter(tables.dyads.shapes(40))) == "graph"
    assert next(iter(tables.dyads.shapes(41))) == "matrix"


@pytest.fixture(scope="module")
def spans(view):
    found = measures.windows(view.stances, width=30, step=30)
    return found[(found["n_stances"] > 0) & (found["end"] > pd.Timestamp("2021-01-01"))]


def test_each_window_of_the_whole_field_names_the_stances_it_rests_on(view, spans):
    whole = tables.movement.network(view, spans, measures.window_series(view.stances, spans))
    assert len(whole) == len(spans) == len(tables.movement.windows(spans))
    for mark, n in zip(whole["mark"], spans["n_stances"], strict=True):
        assert mark.startswith("stances:") and len(mark.split(",")) == n
    empty = whole["Dyads"] == 0
    assert whole.loc[empty, "Mean similarity"].isna().all(), "a window without a dyad is unknown, not at peace"


def test_what_became_of_a_dyad_opens_the_stances_of_both_in_the_two_windows(view, spans):
    first, last = (measures.in_window(view.stances, spans, int(w)) for w in spans["window"].iloc[[0, -1]])
    moved = tables.movement.travel(view, first, last)
    assert set(moved["change"]) <= {"turned", "new", "lapsed", "same sides"}
    for row in moved.itertuples():
        assert (row.change == "lapsed") == math.isnan(row.after) and (row.change == "new") == math.isnan(row.before)
        ids = set()
        for window in (first, last):
            both = window[window["actor_id"].isin([row.actor_a, row.actor_b])]
            shared = both.groupby("issue_id")["actor_id"].nunique().loc[lambda n: n == 2].index
            ids |= set(both.loc[both["issue_id"].isin(shared), "stance_id"])
        assert row.mark == f"stances:{','.join(sorted(ids))}" and set(row.stance_ids.split(",")) - {""} <= ids


def test_polarisation_over_time_is_undefined_where_fewer_than_two_spoke(view, spans):
    series = tables.movement.polarisation(view, spans, "ministerial-conference")
    alone = series["Actors with a position"] < 2
    assert alone.any() and (~alone).any()
    assert series.loc[alone, "Polarisation"].isna().all() and series.loc[~alone, "Polarisation"].notna().all()


def test_phases_are_told_as_a_sentence(view, spans):
    assert "phase" in tables.movement.phases(measures.window_series(view.stances, spans), spans)


def test_blocs_are_lettered_by_size_and_carry_their_stability(view):
    held = measures.bloc_stability(view.stances, n_draws=20)
    members = tables.blocs.members(view, held)
    sizes = members.loc[members["bloc"] != "", "letter"].value_counts()
    assert list(sizes.sort_index().index) == [chr(65 + i) for i in range(len(sizes))]
    assert sizes.sort_index().is_monotonic_decreasing
    assert (members.loc[members["bloc"] == "", "letter"] == tables.blocs.IN_NONE).all()
    moves = tables.blocs.moves_without(view, held)
    assert set(moves["report"]) <= set(view.reports["name"])


def test_blocs_without_draws_have_no_stability_rather_than_none(view, dyads):
    found = measures.blocs(dyads[dyads["n_shared"] >= 2])
    held = tables.blocs.without_draws(found)
    members = tables.blocs.members(view, held)
    assert members["stability"].isna().all() and (members["letter"] != tables.blocs.IN_NONE).any()
    assert tables.blocs.moves_without(view, held).empty
    assert tables.blocs.is_light(view)


def test_an_issue_says_how_far_one_report_could_move_its_polarisation(view):
    rows = tables.issues.issues(view)
    known = rows.dropna(subset=["polarisation", "lowest"])
    assert len(known) > 5 and (known["lowest"] <= known["highest"]).all()
    row = known.iloc[0]
    left = [
        tables.issues.issues(narrow(view, Scope(reports=tuple(r for r in view.reports["report_id"] if r != gone))))
        for gone in set(view.stances.loc[view.stances["issue_id"] == row["issue_id"], "report_id"])
    ]
    values = [v for t in left for v in t.loc[t["issue_id"] == row["issue_id"], "polarisation"] if not math.isnan(v)]
    assert (min(values), max(values)) == pytest.approx((row["lowest"], row["highest"]))
