"""Figures of who stands with whom, read back: every dyad and actor can be reached, and nothing unknown has a colour."""

import html
import itertools
import json
import re

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from onrecord import charts
from onrecord.charts import theme
from onrecord.charts.graphs import labels, panels
from onrecord.charts.graphs.travel import CHANGE_KINDS
from onrecord.charts.matrices import shades
from tests.figures import (
    BLINDNESS,
    NASTY,
    contrast,
    graph_of,
    lab,
    legend_of,
    name_boxes,
    points,
    random_graph,
    read_back,
    shown_texts,
    spread,
    traces,
)

NAN = float("nan")
PLOTS = (324, 476, 620, 892, 1400)
ACTORS = pd.DataFrame(
    {"actor_id": ["russia", "egypt", "un", "quartet"], "name": ["Russia", "Egypt", "United Nations", "Quartet"]}
)


def dyads_of(*rows):
    columns = ["actor_a", "actor_b", "similarity", "low", "high", "n_shared", "n_independent", "rests_on"]
    return pd.DataFrame(rows, columns=columns)


DYADS = dyads_of(
    ("egypt", "russia", 0.8, 0.2, 1.0, 4, 3, ""),
    ("egypt", "un", -0.5, -0.9, 0.1, 2, 1, "wire-2021"),
    ("russia", "un", NAN, NAN, NAN, 1, 1, "wire-2021"),
    ("quartet", "russia", 0.0, -0.4, 0.4, 2, 2, ""),
    ("egypt", "zanzibar", 1.0, 1.0, 1.0, 9, 9, ""),
)


def full(n, seed=0):
    rng = np.random.default_rng(seed)
    ids = [f"administration-of-state-{i:02d}" for i in range(n)]
    actors = pd.DataFrame({"actor_id": ids, "name": [f"The administration of state no. {i}" for i in range(n)]})
    rows = [
        (a, b, s, s - 0.2, s + 0.2, 4, 3, "report-2021-01-26" if rng.random() < 0.2 else "")
        for a, b in itertools.combinations(ids, 2)
        for s in [rng.uniform(-1, 1)]
    ]
    return dyads_of(*rows), actors


def colour_of(figure):
    (heat,) = [trace for trace in figure.data if trace.type == "heatmap"]
    return {(j, i): z for i, row in enumerate(heat.z) for j, z in enumerate(row) if z is not None and z == z}


def hatched(figure):
    for trace in traces(figure, "undefined"):
        if trace.fillpattern.shape:
            assert trace.fillcolor == trace.fillpattern.bgcolor == "rgba(0,0,0,0)"
            for i in range(0, len(trace.x), 6):
                columns = range(round(trace.x[i] + 0.5), round(trace.x[i + 1] + 0.5))
                yield from ((column, round(trace.y[i] + 0.5)) for column in columns)


# matrix


def test_every_dyad_is_one_cell_below_the_diagonal_and_every_actor_one_name():
    figure = read_back(charts.matrix(DYADS, ACTORS))
    found = {mark: (x, y) for _, x, y, mark in points(figure) if mark.startswith("dyad:")}
    assert found == {
        "dyad:egypt~russia": (0, 1),
        "dyad:russia~un": (0, 2),
        "dyad:egypt~un": (1, 2),
        "dyad:quartet~russia": (0, 3),
        "dyad:egypt~quartet": (1, 3),
        "dyad:quartet~un": (2, 3),
    }
    names = [(y, mark) for _, _, y, mark in points(figure, "actors")]
    assert names == [(i, f"actor:{actor}") for i, actor in enumerate(ACTORS["actor_id"])]
    assert len([mark for *_, mark in points(figure) if mark.startswith("dyad:")]) == 6


@pytest.mark.parametrize("n", [4, 12, 60])
@pytest.mark.parametrize("plot", [440, 700])
def test_a_click_anywhere_on_a_name_reaches_its_own_actor(n, plot):
    dyads, actors = full(n)
    figure = read_back(charts.matrix(dyads, actors))
    margin = figure.layout.margin
    row = (figure.layout.height - margin.t - margin.b) / n
    column = row if figure.layout.xaxis.constrain else (plot - margin.l - margin.r) / n
    _, xs, ys, marks = zip(*points(figure), strict=True)
    xs, ys = np.array(xs) * column, np.array(ys) * row
    (named,) = traces(figure, "actors")
    for x, y, text, mark in zip(named.x, named.y, named.text, named.customdata, strict=True):
        for along in range(0, round(theme.text_px(html.unescape(text), size=11)), 7):
            assert marks[np.argmin((xs - (x * column + along)) ** 2 + (ys - y * row) ** 2)] == mark


def test_what_is_not_defined_is_hatched_and_has_no_colour_and_a_zero_is_the_reverse():
    figure = read_back(charts.matrix(DYADS, ACTORS))
    assert set(colour_of(figure)) == {(0, 1), (1, 2), (0, 3)}
    assert sorted(hatched(figure)) == [(0, 2), (1, 3), (2, 3)]
    assert colour_of(figure)[(0, 3)] == 4
    said = {
        m: h
        for t in figure.data
        if t.customdata and t.hovertext
        for m, h in zip(t.customdata, t.hovertext, strict=True)
    }
    assert "S not defined" in said["dyad:russia~un"] and "no shared issue" in said["dyad:quartet~un"]
    assert "nan" not in " ".join(said.values())


def test_the_sign_is_written_on_every_defined_cell():
    figure = read_back(charts.matrix(DYADS, ACTORS))
    written = {mark: t.text for t in figure.data if t.customdata for mark in t.customdata if mark.startswith("dyad:")}
    assert {mark: text for mark, text in written.items() if text} == {
        "dyad:egypt~russia": "+",
        "dyad:egypt~un": "−",
        "dyad:quartet~russia": "≈",
    }


def test_a_dyad_that_one_report_carries_is_ringed_and_one_without_a_value_is_not():
    figure = read_back(charts.matrix(DYADS, ACTORS))
    rings = [(x, y) for t in traces(figure, "rests on one report") if t.x[0] is not None
             for x, y in zip(t.x, t.y, strict=True)]  # fmt: skip
    assert rings == [(1, 2)]
    (target,) = [t for t in figure.data if t.customdata and "dyad:egypt~un" in t.customdata]
    assert "rests on one report: wire-2021" in target.hovertext[0]


def test_nine_steps_of_equal_width_cover_minus_one_to_plus_one():
    assert [shades.step_of(s) for s in (-1, -0.78, -0.77, 0, 0.11, 0.12, 1)] == [0, 0, 1, 4, 4, 5, 8]
    assert shades.step_of(NAN) is None
    (heat,) = [t for t in read_back(charts.matrix(DYADS.head(1), ACTORS)).data if t.type == "heatmap"]
    assert (heat.zmin, heat.zmax, len({colour for _, colour in heat.colorscale})) == (-0.5, 8.5, 9)


@pytest.mark.parametrize("dark", [False, True])
def test_the_steps_carry_readable_text_and_their_sides_differ_for_all_readers(dark):
    steps = shades.steps(theme.palette(charts.Canvas(is_dark=dark)))
    assert all(contrast(fill, text) >= 4.5 for fill, text in steps)
    for kind in BLINDNESS.values():
        for out in (2, 3, 4):
            one, other = steps[4 - out][0], steps[4 + out][0]
            assert np.linalg.norm(lab(one, kind) - lab(other, kind)) >= 20


def test_the_legend_of_a_matrix_names_what_is_in_view_and_no_more():
    assert legend_of(read_back(charts.matrix(DYADS, ACTORS))) == [
        "+  agree",
        "−  oppose",
        "≈  not above chance",
        "not defined, or no shared issue",
        "rests on one report",
    ]
    two = ACTORS[ACTORS["actor_id"].isin(["russia", "egypt"])]
    assert legend_of(read_back(charts.matrix(DYADS, two))) == ["+  agree"]


def test_a_matrix_keeps_the_order_of_rows_it_is_given():
    turned = ACTORS.iloc[::-1]
    texts = traces(read_back(charts.matrix(DYADS, turned)), "actors")[0].text
    assert texts == ("Quartet", "United Nations", "Egypt", "Russia")


def test_sixty_by_sixty_is_whole_and_light_enough_to_send():
    dyads, actors = full(60)
    figure = read_back(charts.matrix(dyads, actors))
    assert len({mark for *_, mark in points(figure)}) == 1770 + 60
    assert len(figure.to_json().encode()) <= 500_000
    assert figure.layout.width is None and figure.layout.height < 1000


@pytest.mark.parametrize("n", [1, 4, 12, 25, 40, 60])
def test_the_names_of_a_matrix_end_within_a_narrow_screen(n):
    dyads, actors = full(n)
    figure = read_back(charts.matrix(dyads, actors))
    column = min(28, (440 - 6 - figure.layout.margin.r) / n)
    (named,) = traces(figure, "actors")
    for x, text in zip(named.x, named.text, strict=True):
        assert 6 + (x + 0.5) * column + theme.text_px(html.unescape(text), size=11) <= 440


def test_a_matrix_without_dyads_is_all_hatching_and_without_actors_still_a_figure():
    figure = read_back(charts.matrix(DYADS.head(0), ACTORS))
    assert len(list(hatched(figure))) == 6 and colour_of(figure) == {}
    assert legend_of(figure) == ["not defined, or no shared issue"]
    assert read_back(charts.matrix(DYADS, ACTORS.head(0))).layout.height > 0


def test_the_sentences_on_a_matrix_count_by_hand():
    said = "4 actors, 6 dyads: 1 agree, 1 oppose, 1 not above chance and 3 not defined; 1 resting on one report"
    assert charts.matrix(DYADS, ACTORS).alt == said
    caption = charts.matrix(DYADS, ACTORS).caption
    assert "known of 3 of 6 dyads" in caption and "1 dyad of other actors left out" in caption


def test_the_caption_of_a_matrix_is_its_own_and_names_the_measure_and_chance_but_no_threshold():
    method = charts.matrix_method(measure="Congruence", expected=0.125)
    caption = charts.matrix(DYADS, ACTORS, method=method).caption
    assert caption.endswith(
        "Congruence; latest position per actor and issue. "
        "By chance alone two actors of this field would reach S = 0.12."
    )
    assert "A name heads its row" in caption
    graph = graph_of(("a", "b", {}))
    graph.graph.update(n_insufficient=3, n_unshared=1)
    method = charts.alignment_method(min_shared=2, min_independent=1)
    about = charts.alignment(graph, spread(graph), method=method).caption
    assert about.startswith(
        "2 actors, 1 dyad drawn; 3 with too little evidence and 1 without a shared issue are not. Similarity S"
    )
    assert "at least 2 shared issues and 1 independent report" in about and "Distance on the page has no unit." in about
    assert not any(part in caption for part in ("drawn;", "at least", "Faint", "Distance"))


# small multiples


def windows(n=4, actors=12):
    return [(f"Window {i}", random_graph(actors, i)) for i in range(n)]


def by_panel(figure, n):
    """Where each actor stands from the corner of its panel, panel by panel."""
    grid = panels.Panels(n)
    out = [{} for _ in range(n)]
    for _, x, y, mark in points(figure, "actors"):
        i = next(
            i for i in range(n)
            if 0 <= x - grid.origin(i)[0] <= grid.wide and 0 <= y - grid.origin(i)[1] <= grid.tall
        )  # fmt: skip
        out[i][mark] = (round(x - grid.origin(i)[0], 6), round(y - grid.origin(i)[1], 6))
    return out


@pytest.mark.parametrize("n", [1, 2, 4, 5, 9])
def test_no_actor_moves_from_one_panel_to_another(n):
    graphs = windows(n)
    found = by_panel(read_back(charts.multiples(graphs, spread(graphs[0][1]))), n)
    assert all(panel == found[0] for panel in found) and len(found[0]) == 12


def test_every_tie_and_actor_of_every_panel_can_be_clicked():
    graphs = windows()
    graphs[1][1].remove_node("actor-03")
    figure = read_back(charts.multiples(graphs, spread(graphs[0][1])))
    expected = [f"dyad:{min(e)}~{max(e)}" for _, graph in graphs for e in graph.edges]
    assert sorted(m for *_, m in points(figure, "agree", "oppose", "not above chance")) == sorted(expected)
    found = by_panel(figure, 4)
    assert "actor:actor-03" in found[0] and "actor:actor-03" not in found[1]


def test_panels_do_not_meet():
    for n in range(1, 10):
        grid = panels.Panels(n)
        corners = [grid.origin(i) for i in range(n)]
        boxes = [labels.Box(x, y - panels.TITLE_PX, x + grid.wide, y + grid.tall) for x, y in corners]
        assert not [1 for one, other in itertools.combinations(boxes, 2) if one.meets(other)]
        assert max(box.right for box in boxes) <= panels.FIGURE_PX
        assert max(box.bottom for box in boxes) <= grid.height


@pytest.mark.parametrize("seed", range(4))
def test_names_in_panels_of_forty_actors_meet_neither_each_other_nor_another_dot(seed):
    graphs = [(f"Window {i}", random_graph(40, seed + i)) for i in range(4)]
    figure = read_back(charts.multiples(graphs, spread(graphs[0][1], seed)))
    (named,) = traces(figure, "names")
    dots = [(x, y) for _, x, y, _ in points(figure, "actors")]
    for stretch in (1, 1.7, 3):
        boxes = []
        for x, y, text, position in zip(named.x, named.y, named.text, named.textposition, strict=True):
            boxes.append(panels.box_beside((x * stretch, y), html.unescape(text), position))
            assert not [1 for dx, dy in dots if boxes[-1].meets(labels.square((dx * stretch, dy), 3))]
        assert len(boxes) >= 4
        assert not [1 for one, other in itertools.combinations(boxes, 2) if one.meets(other)]


def test_the_legend_of_panels_names_each_sign_and_certainty_in_view_once():
    one = graph_of(("a", "b", {"n_independent": 1}), ("a", "c", {"n_shared": 9}), ("b", "c", {}))
    two = graph_of(("a", "b", {"sign": -1, "n_independent": 2, "is_clear": False}), alone=["c"])
    figure = read_back(charts.multiples([("one", one), ("two", two)], spread(one)))
    assert legend_of(figure) == [
        "+ agree, 3+ reports",
        "+ agree, 1 report",
        "− oppose, 2 reports",
        "faint: sign not sure",
        "hollow: no tie",
    ]


def test_each_panel_says_its_label_and_how_many_ties_it_has():
    graphs = [("<b>First</b>", graph_of(("a", "b", {}))), ("Second", graph_of(alone=["a", "b"]))]
    figure = charts.multiples(graphs, spread(graphs[0][1]))
    said = [note.text for note in figure.plot.layout.annotations]
    assert said == ["&lt;b&gt;First&lt;/b&gt;", "1 tie", "Second", "0 ties"]
    assert figure.alt == "2 graphs; <b>First</b>: 1 tie (1 agree); Second: 0 ties"
    assert "1 dyad tied in some of them, 0 in all" in figure.caption


def test_a_tenth_panel_and_an_actor_without_a_place_are_refused():
    graphs = windows(10)
    with pytest.raises(ValueError, match="10 graphs; at most 9"):
        read_back(charts.multiples(graphs, spread(graphs[0][1])))
    with pytest.raises(ValueError, match="no place given for actor-00"):
        read_back(charts.multiples(graphs[:2], spread(graphs[0][1]).drop(index="actor-00")))


def test_a_name_is_cut_to_its_capitals_only_where_no_other_has_the_same():
    short = panels.short_names(
        {"a": "United Nations", "b": "Saudi Arabia", "c": "South Africa", "d": "جامعة الدول العربية"}
    )
    assert short == {"a": "UN", "b": "Saudi Ar…", "c": "South Af…", "d": "جامعة ال…"}


# travel


def changes_of(*rows):
    return pd.DataFrame(rows, columns=["actor_a", "actor_b", "change", "before", "after", "sign"])


CHANGES = changes_of(
    ("a", "b", "new", NAN, 0.5, 1),
    ("b", "c", "turned", -0.6, 0.4, 1),
    ("b", "d", "lapsed", 0.6, NAN, 1),
    ("c", "d", "same sides", 0.0, 0.0, 0),
)
FIVE = pd.DataFrame({"actor_id": list("abcde"), "name": ["Anna", "Bob", "Carl", "Dora", "Emil"], "kind": "state"})
AT = pd.DataFrame({"x": [0.1, 0.9, 0.1, 0.9, 0.5], "y": [0.1, 0.1, 0.9, 0.8, 0.45]}, index=list("abcde"))


def travel(changes, actors=FIVE, at=AT, *, dark=False):
    canvas = charts.Canvas(is_dark=dark)
    return charts.travel(changes, actors, at, windows=("January", "March"), canvas=canvas)


def test_every_dyad_that_changed_or_did_not_can_be_clicked_and_so_can_every_actor():
    found = [mark for *_, mark in points(read_back(travel(CHANGES)))]
    assert sorted(found) == sorted(
        [f"dyad:{a}~{b}" for a, b in zip(CHANGES.actor_a, CHANGES.actor_b, strict=True)]
        + [f"actor:{a}" for a in "abcde"]
    )


def test_kinds_of_change_differ_in_mark_and_in_line_without_any_colour():
    assert len({kind.glyph for kind in CHANGE_KINDS.values()}) == len(CHANGE_KINDS) == 4
    assert len({(kind.dash, kind.width, kind.is_hollow) for kind in CHANGE_KINDS.values()}) == 4
    figure = read_back(travel(CHANGES))
    marks = {t.customdata[0]: t.text for t in figure.data if t.customdata and t.name.startswith("marks")}
    assert marks == {
        "dyad:a~b": "★+",
        "dyad:b~c": "⇄+",
        "dyad:b~d": "×+",
        "dyad:c~d": "≈",
    }


def test_the_legend_of_travel_names_what_is_in_view_and_no_more():
    figure = read_back(travel(CHANGES))
    assert legend_of(figure) == [
        "⇄+ turned, agree",
        "★+ new, agree",
        "×+ lapsed, agree",
        "≈ same sides, not above chance",
    ]
    assert legend_of(figure, "legend2") == ["state", "hollow: no tie"]
    less = read_back(travel(CHANGES.head(1), FIVE.head(2)))
    assert (legend_of(less), legend_of(less, "legend2")) == (["★+ new, agree"], ["state"])


def test_what_was_not_defined_before_or_after_is_said_in_words():
    figure = read_back(travel(CHANGES))
    said = {m: h for t in figure.data if t.customdata for m, h in zip(t.customdata, t.hovertext, strict=True)}
    assert "S before: not defined" in said["dyad:a~b"] and "S after: +0.50" in said["dyad:a~b"]
    assert "S after: not defined" in said["dyad:b~d"]
    assert "nan" not in " ".join(said.values())


def test_a_change_of_another_name_and_an_actor_without_a_place_are_refused():
    with pytest.raises(ValueError, match="change is 'grew'; known are turned, new, lapsed, same sides"):
        read_back(travel(CHANGES.assign(change="grew")))
    with pytest.raises(ValueError, match="no place given for e"):
        read_back(travel(CHANGES, at=AT.drop(index="e")))


def test_the_sentences_on_travel_count_by_hand():
    kinds = "1 turned, 1 new, 1 lapsed and 1 same sides"
    assert travel(CHANGES).alt == f"5 actors, 4 dyads: {kinds}"
    assert travel(CHANGES.head(0)).alt == "5 actors, 0 dyads"
    said = travel(CHANGES).caption
    assert said.startswith(f"From January to March: {kinds}.")
    assert "no dyad in either" in travel(CHANGES.head(0)).caption
    assert "No dyad turned." not in said and "No dyad turned." in travel(CHANGES.head(1)).caption


def test_what_has_a_mark_of_its_own_carries_it_in_every_figure_of_a_window():
    own = [f"stances:s{n}" for n in range(len(CHANGES))]
    drawn = travel(CHANGES.assign(mark=own), FIVE.assign(mark=FIVE["actor_id"].map("stances:{}".format)))
    assert sorted(mark for *_, mark in points(read_back(drawn))) == sorted([*own, *(f"stances:{a}" for a in "abcde")])
    graph = graph_of(("a", "b", {"mark": "stances:s1,s2"}))
    graph.nodes["a"]["mark"] = "stances:s1"
    for figure in (charts.alignment(graph, spread(graph)), charts.multiples([("1", graph)], spread(graph))):
        assert {mark for *_, mark in points(read_back(figure))} == {"stances:s1,s2", "stances:s1", "actor:b"}


# blocs


def camps():
    graph = graph_of(("a", "b", {}), ("b", "c", {"sign": -1}), ("a", "c", {"is_frustrated": True}), alone=["d", "e"])
    members = pd.DataFrame(
        {
            "actor_id": ["a", "b", "c", "d", "e", "elsewhere"],
            "bloc": ["left", "left", "right", "right", "", "left"],
            "stability": [0.9, 0.7, NAN, NAN, NAN, 0.1],
        }
    )
    return graph, members


def test_blocs_are_told_by_letters_the_largest_first_and_without_one_there_is_no_letter():
    graph, members = camps()
    figure = read_back(charts.blocs(graph, spread(graph), members))
    letters = {m: t.text for t in figure.data if t.customdata for m in t.customdata if m.startswith("actor:")}
    assert letters == {"actor:a": "A", "actor:b": "A", "actor:c": "B", "actor:d": "B", "actor:e": None}


def test_every_tie_between_blocs_can_be_clicked_and_those_against_them_are_marked():
    graph, members = camps()
    figure = read_back(charts.blocs(graph, spread(graph), members))
    ties = {m: (x, y) for _, x, y, m in points(figure, "agree", "oppose", "not above chance")}
    assert set(ties) == {"dyad:a~b", "dyad:b~c", "dyad:a~c"}
    (against,) = traces(figure, "against the blocs")
    assert list(zip(against.x, against.y, strict=True)) == [ties["dyad:a~c"]]


def test_the_legend_of_blocs_gives_size_and_mean_stability_of_those_in_view():
    graph, members = camps()
    figure = read_back(charts.blocs(graph, spread(graph), members))
    assert legend_of(figure, "legend2") == [
        "A: 2 actors, stability 0.80",
        "B: 2 actors, stability not known",
        "in no bloc: too little evidence",
        "tie against the blocs",
    ]
    assert legend_of(figure) == ["agree, 3+ reports, 3–4 issues", "oppose, 3+ reports, 3–4 issues"]
    plain = graph_of(("a", "b", {}))
    assert legend_of(read_back(charts.blocs(plain, spread(plain), members)), "legend2") == [
        "A: 2 actors, stability 0.80"
    ]


@pytest.mark.parametrize("dark", [False, True])
def test_the_letter_of_a_bloc_stands_out_from_its_tone(dark):
    graph = random_graph(8, 0)
    members = pd.DataFrame({"actor_id": list(graph), "bloc": list(graph), "stability": 1.0})
    figure = read_back(charts.blocs(graph, spread(graph), members, canvas=charts.Canvas(is_dark=dark)))
    dots = [t for t in figure.data if t.customdata and t.text and t.name.startswith("bloc ")]
    assert len({t.text for t in dots}) == 8
    assert all(contrast(t.marker.color, t.textfont.color) >= 4.5 for t in dots)


def test_the_sentences_on_blocs_count_by_hand():
    graph, members = camps()
    said = (
        "5 actors, 2 blocs; A: 2 actors, stability 0.80; B: 2 actors, stability not known; "
        "1 without a bloc; 1 of 3 ties beyond chance against the blocs"
    )
    assert charts.blocs(graph, spread(graph), members).alt == said
    assert charts.blocs(graph, spread(graph), members).caption.startswith(
        "4 actors in 2 blocs; 1 of 3 ties beyond chance against them"
    )


@pytest.mark.parametrize("seed", range(4))
def test_no_two_of_forty_names_overlap_in_blocs_or_travel_on_any_screen(seed):
    graph = random_graph(40, seed)
    members = pd.DataFrame({"actor_id": list(graph), "bloc": "x", "stability": 1.0})
    names = pd.DataFrame({"actor_id": list(graph), "name": [graph.nodes[node]["name"] for node in graph]})
    changes = changes_of(*((a, b, "new", NAN, 0.5, 1) for a, b in graph.edges))
    for figure in (
        read_back(charts.blocs(graph, spread(graph, seed), members)),
        read_back(travel(changes, names, spread(graph, seed))),
    ):
        for plot in PLOTS:
            boxes = list(name_boxes(figure, plot))
            assert len(boxes) == 40
            assert not [1 for one, other in itertools.combinations(boxes, 2) if one.meets(other)]


# scale

PLACES = pd.DataFrame(
    {
        "actor_id": ["a", "b", "c", "d"],
        "name": ["Anna", "Bob", "Carl", "Dora"],
        "value": [-0.5, 1.25, NAN, 0.0],
        "low": [-1.0, 0.5, NAN, NAN],
        "high": [0.25, 2.0, NAN, NAN],
    }
)


def test_actors_stand_by_their_place_the_highest_on_top_and_the_unplaced_last():
    figure = read_back(charts.scale(PLACES))
    assert figure.layout.yaxis.ticktext == ("Bob", "Dora", "Anna", "Carl")
    found = {mark: (name, x, y) for name, x, y, mark in points(figure)}
    assert found["actor:b"] == ("place", 1.25, 0) and found["actor:a"] == ("place", -0.5, 2)
    assert found["actor:d"] == ("place, no interval", 0.0, 1)
    assert found["actor:c"][0] == "not placed" and found["actor:c"][2] == 3


def test_an_interval_is_drawn_for_those_who_have_one():
    (bars,) = traces(read_back(charts.scale(PLACES)), "interval")
    assert (bars.x, bars.y) == ((0.5, 2.0, None, -1.0, 0.25, None), (0, 0, None, 2, 2, None))
    (zero,) = traces(read_back(charts.scale(PLACES)), "zero")
    assert zero.x == (0, 0)


def test_the_legend_of_a_scale_names_what_is_in_view():
    assert legend_of(read_back(charts.scale(PLACES))) == ["95 % interval", "place", "place, no interval"]
    assert legend_of(read_back(charts.scale(PLACES.head(2)))) == ["95 % interval", "place"]
    assert legend_of(read_back(charts.scale(PLACES.iloc[[2]]))) == []


def test_the_ends_of_a_scale_are_said_only_where_they_are_known():
    said = [
        note.text for note in read_back(charts.scale(PLACES, left="against <it>", right="for it")).layout.annotations
    ]
    assert said == ["← against &lt;it&gt;", "for it →"]
    assert len(read_back(charts.scale(PLACES)).layout.annotations) == 0


def test_the_sentences_on_a_scale_count_by_hand():
    assert charts.scale(PLACES).alt == "4 actors; from Anna at −0.50 to Bob at +1.25; 1 not clearly off 0; 1 not placed"
    assert charts.scale(PLACES.iloc[[2]]).alt == "1 actor; 1 not placed"
    assert charts.scale(PLACES).caption.startswith("3 of 4 actors placed, 2 with an interval")


# lines


def table_of(**columns):
    n = len(next(iter(columns.values())))
    return pd.DataFrame(columns, index=pd.date_range("2021-01-04", periods=n, freq="7D"))


def test_rows_share_their_days_keep_their_gaps_and_do_not_meet():
    series = table_of(first=[1.0, NAN, 3.0], second=[2.0, 1.0, 1.5], mark=["events:a", "events:b", "events:c"])
    figure = read_back(charts.lines(series, label="Both", unit="units"))
    assert [t.name for t in figure.data] == ["first", "second"]
    assert figure.data[0].y == (1.0, None, 3.0) and figure.data[0].line.shape == "hv"
    assert figure.data[0].x == figure.data[1].x == ("2021-01-04", "2021-01-11", "2021-01-18")
    assert all(t.customdata == ("events:a", "events:b", "events:c") for t in figure.data)
    upper, lower = figure.layout.yaxis.domain, figure.layout.yaxis2.domain
    assert upper[1] == 1 and lower[0] == 0 and lower[1] < upper[0]
    assert read_back(charts.lines(series.drop(columns="mark"), label="Both", unit="")).data[0].customdata is None


def test_a_row_that_is_never_defined_says_so_and_has_no_scale():
    figure = read_back(charts.lines(table_of(known=[1.0, 2.0], never=[NAN, NAN]), label="Both", unit=""))
    assert [note.text for note in figure.layout.annotations] == ["known", "2", "never", "not defined", "Both"]
    assert figure.layout.yaxis2.tickvals == ()


def test_no_row_and_a_seventh_are_refused():
    for columns in ({"mark": ["a"]}, {f"n{i}": [1.0] for i in range(7)}):
        with pytest.raises(ValueError, match=r"Rows: [07] numbers to show; 1 to 6 fit"):
            read_back(charts.lines(table_of(**columns), label="Rows", unit=""))


def test_the_sentences_on_lines_give_ends_and_range_of_each():
    series = table_of(S=[-0.25, NAN, 0.5], dyads=[1859.0, 12.0, 40.0], never=[NAN] * 3)
    figure = charts.lines(series, label="By week", unit={"dyads": "dyads"})
    assert figure.alt == (
        "By week. S: −0.25 on 4 January 2021, 0.5 on 18 January 2021, between −0.25 and 0.5; "
        "dyads: 1,859 on 4 January 2021, 40 on 18 January 2021, between 12 and 1,859 dyads; never: never defined"
    )
    assert figure.caption.startswith(
        "3 points, 4 January 2021 to 18 January 2021; defined: S at 2 of them and never at 0"
    )


# all of them


def gallery(*, dark=False, name="Anna"):
    graph, members = camps()
    for node in graph:
        graph.nodes[node]["name"] = name
    two = [(name, graph), (name, graph)]
    series = table_of(**{name: [1.0, 2.0]}, mark=["event:a", "event:b"])
    return {
        "matrix": read_back(charts.matrix(DYADS, ACTORS.assign(name=name), canvas=charts.Canvas(is_dark=dark))),
        "multiples": read_back(charts.multiples(two, spread(graph), canvas=charts.Canvas(is_dark=dark))),
        "travel": read_back(travel(CHANGES, FIVE.assign(name=name, kind=name), dark=dark)),
        "blocs": read_back(charts.blocs(graph, spread(graph), members, canvas=charts.Canvas(is_dark=dark))),
        "scale": read_back(
            charts.scale(PLACES.assign(name=name), canvas=charts.Canvas(is_dark=dark), left=name, right=name)
        ),
        "lines": read_back(charts.lines(series, canvas=charts.Canvas(is_dark=dark), label=name, unit=name)),
    }


@pytest.mark.parametrize("dark", [False, True])
def test_every_figure_is_transparent_of_fixed_height_and_all_its_marks_are_known(dark):
    for name, figure in gallery(dark=dark).items():
        layout = figure.layout
        assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"
        assert isinstance(layout.height, int) and layout.width is None and layout.uirevision == name
        assert layout.xaxis.fixedrange and layout.yaxis.fixedrange and layout.font.family is None
        assert {mark.partition(":")[0] for *_, mark in points(figure)} <= {"dyad", "actor", "event"}
        assert all(t.hoverinfo == "skip" for t in figure.data if t.customdata is None)
        assert json.loads(figure.to_json())["layout"]["font"]["color"] == theme.palette(charts.Canvas(is_dark=dark)).ink


@pytest.mark.parametrize("text", NASTY)
def test_a_nasty_name_is_shown_as_it_is_written_in_every_figure(text):
    for figure in gallery(name=text).values():
        shown = [part for part in shown_texts(figure) if part]
        assert all(not re.search(r"<(?!br>)", part) for part in shown)
        assert text[:4] in html.unescape(" ".join(shown))


def test_what_is_given_stays_as_it_is_and_gives_the_same_figure_again():
    before = [frame.copy() for frame in (DYADS, ACTORS, CHANGES, FIVE, AT, PLACES)]
    first = {name: figure.to_json() for name, figure in gallery().items()}
    assert {name: figure.to_json() for name, figure in gallery().items()} == first
    for frame, copy in zip((DYADS, ACTORS, CHANGES, FIVE, AT, PLACES), before, strict=True):
        pd.testing.assert_frame_equal(frame, copy)


def test_figures_of_nothing_are_still_figures():
    empty = nx.Graph()
    none = spread(empty)
    members = pd.DataFrame({"actor_id": [], "bloc": [], "stability": []})
    figures = [
        read_back(charts.multiples([], none)),
        read_back(charts.multiples([("none", empty)], none)),
        read_back(travel(CHANGES.head(0), FIVE.head(0), none)),
        read_back(charts.blocs(empty, none, members)),
        read_back(charts.scale(PLACES.head(0))),
        read_back(charts.lines(table_of(a=[1.0]).head(0), label="None", unit="")),
    ]
    assert all(figure.layout.height > 0 for figure in figures)
    assert charts.blocs(empty, none, members).alt == "0 actors, 0 blocs; 0 of 0 ties beyond chance against the blocs"
    assert charts.lines(table_of(a=[1.0]).head(0), label="None", unit="").caption == "No day in view."
