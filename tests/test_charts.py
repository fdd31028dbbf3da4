"""Real figures, read back: what is drawn, where, in which words, and what a click on it carries."""

import html
import itertools
import json
import pickle
import re
from collections import Counter

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from onrecord import charts
from onrecord.charts import theme
from onrecord.charts.days import DAY, PLOT_PX, SIDE_PX, window_of
from onrecord.charts.graphs import labels
from onrecord.charts.timeline import marks, packing
from onrecord.schema import EVENT_STATUSES, POSITIONS
from tests import counts
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

WINDOW = ("2021-01-01", "2021-05-31")
TODAY = "2021-05-10"
COLUMNS = [
    "event_id",
    "lane",
    "title",
    "status",
    "event_type",
    "earliest",
    "latest",
    "date_label",
    "is_day",
    "is_approximate",
    "is_uncertain",
    "reports",
    "n_reports",
    "n_independent",
    "is_disputed",
    "salience",
    "history",
    "differs",
    "fate",
    "other_days",
]
NO_MOVES = pd.DataFrame(
    {
        "event_id": pd.Series(dtype="str"),
        "lane": pd.Series(dtype="str"),
        "from_day": pd.Series(dtype="datetime64[us]"),
        "to_day": pd.Series(dtype="datetime64[us]"),
    }
)


def event(event_id, earliest, latest=None, *, lane="Egypt", **other):
    known = {
        "title": f"Event {event_id}",
        "status": "occurred",
        "event_type": "CONSULT",
        "date_label": "a date",
        "is_day": earliest == latest or latest is None,
        "is_approximate": False,
        "is_uncertain": False,
        "reports": "R1 R2",
        "n_reports": 2,
        "n_independent": 1,
        "is_disputed": False,
        "salience": "core",
        "history": "",
        "differs": "",
        "fate": "",
        "other_days": (),
    }
    return {"event_id": event_id, "lane": lane, "earliest": earliest, "latest": latest or earliest, **known, **other}


def table(*rows):
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.assign(earliest=pd.to_datetime(frame["earliest"]), latest=pd.to_datetime(frame["latest"]))


def sent(rows, *, moves=NO_MOVES, window=WINDOW, until=TODAY, dark=False):
    canvas = charts.Canvas(is_dark=dark)
    return charts.timeline(rows, moves, window=window, known_until=until, canvas=canvas)


def drawn(rows, *, moves=NO_MOVES, window=WINDOW, until=TODAY, dark=False):
    return read_back(sent(rows, moves=moves, window=window, until=until, dark=dark))


def many(n, *, lanes=12, seed=0):
    rng = np.random.default_rng(seed)
    first = pd.Timestamp("2020-10-01") + pd.to_timedelta(rng.integers(0, 300, n), unit="D")
    length = pd.to_timedelta(rng.choice([0, 0, 0, 9, 30], n), unit="D")
    return pd.DataFrame(
        {
            "event_id": [f"event-{i:05d}" for i in range(n)],
            "lane": [f"Actor {i % lanes}" for i in range(n)],
            "title": [f"Meeting number {i} of the envoys of several states" for i in range(n)],
            "status": rng.choice(list(EVENT_STATUSES), n),
            "event_type": "CONSULT",
            "earliest": first,
            "latest": first + length,
            "date_label": [f"{day:%d %B %Y}" for day in first],
            "is_day": length == pd.Timedelta(0),
            "is_approximate": rng.random(n) < 0.1,
            "is_uncertain": rng.random(n) < 0.1,
            "reports": "R1 R2 R3",
            "n_reports": rng.integers(1, 6, n),
            "n_independent": 1,
            "is_disputed": rng.random(n) < 0.1,
            "salience": rng.choice(["core", "secondary", "background"], n),
            "history": "",
            "differs": "",
            "fate": "",
            "other_days": [()] * n,
        }
    )


def ids(figure, *names):
    found = set()
    for *_, mark in points(figure, *names):
        kind, _, rest = mark.partition(":")
        assert kind in ("event", "events")
        found.update(rest.split(","))
    return found


# text and colour


@pytest.mark.parametrize("text", NASTY)
def test_escaped_text_reads_as_the_literal_and_holds_no_markup(text):
    escaped = theme.plain(text)
    assert html.unescape(escaped) == text
    assert not re.search(r"[<>$]", escaped)


def test_controls_and_direction_overrides_never_reach_a_figure():
    hidden = "".join(map(chr, [0, 7, 0x1B, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0xD800]))
    assert theme.plain(f"a{hidden}b") == "a b"
    assert theme.plain("مؤتمر القاهرة") == "مؤتمر القاهرة"


@pytest.mark.parametrize("dark", [False, True])
def test_text_and_marks_stand_out_from_the_page_in_both_themes(dark):
    colours = theme.palette(charts.Canvas(is_dark=dark))
    for ground in (colours.surface, colours.band):
        assert all(contrast(c, ground) >= 4.5 for c in (colours.ink, colours.muted, colours.accent, colours.mark))
        assert all(contrast(c, ground) >= 3 for c in (colours.agree, colours.oppose, colours.mixed))
    assert all(contrast(fill, text) >= 4.5 for fill, text in colours.steps.values())


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("kind", BLINDNESS)
def test_the_two_sides_differ_for_readers_who_do_not_see_all_colours(kind, dark):
    colours = theme.palette(charts.Canvas(is_dark=dark))
    pairs = [(colours.agree, colours.oppose), (colours.steps[2][0], colours.steps[-2][0])]
    pairs += [(colours.steps[1][0], colours.steps[-1][0])]
    for one, other in pairs:
        assert np.linalg.norm(lab(one, BLINDNESS[kind]) - lab(other, BLINDNESS[kind])) >= 20


# timeline


def test_every_event_is_drawn_or_counted_under_its_own_lane():
    rows = many(400, lanes=5)
    figure = drawn(rows)
    assert ids(figure) == set(rows["event_id"])
    assert len(list(points(figure, "several"))) > 0


@pytest.mark.parametrize("n", [0, 1, 60, 400, 1700])
def test_shown_grouped_before_and_after_add_up(n):
    rows = many(n)
    figure = sent(rows)
    extent = figure.plot.layout.meta
    assert sum(extent[what] for what in ("shown", "grouped", "before", "after", "undated")) == n
    assert f"{extent['shown']} shown one by one" in figure.caption
    assert extent["before"] == sum(rows["latest"] < pd.Timestamp(WINDOW[0]))
    assert extent["after"] == sum(rows["earliest"] > pd.Timestamp(WINDOW[1]))


def test_the_gutters_say_how_many_lie_outside():
    rows = table(event("a", "2020-02-01"), event("b", "2020-03-01", "2020-12-31"), event("c", "2021-07-01"))
    figure = drawn(rows)
    (before,), (after,) = traces(figure, "before"), traces(figure, "after")
    assert (before.text, before.customdata) == (("‹ 2",), ("events:a,b",))
    assert (after.text, after.customdata) == (("1 ›",), ("event:c",))


def bars(figure):
    (span,) = traces(figure, "span")
    starts = pd.to_datetime(list(span.base))
    return dict(
        zip(span.customdata, zip(starts, starts + pd.to_timedelta(list(span.x), unit="ms"), strict=True), strict=True)
    )


def test_a_bar_covers_every_day_it_may_have_been_and_no_other():
    rows = table(
        event("april", "2021-04-01", "2021-04-30"),
        event("about", "2021-02-03", "2021-02-20", is_approximate=True),
        event("long", "2020-06-01", "2021-02-01"),
    )
    found = bars(drawn(rows))
    assert found["event:april"] == (pd.Timestamp("2021-04-01"), pd.Timestamp("2021-04-30"))
    assert found["event:about"] == (pd.Timestamp("2021-02-03"), pd.Timestamp("2021-02-20"))
    # what lies outside the window is cut off at its edge
    assert found["event:long"] == (pd.Timestamp("2021-01-01"), pd.Timestamp("2021-02-01"))


def test_an_event_known_to_the_month_has_no_dot():
    rows = table(event("day", "2021-04-01"), event("month", "2021-04-01", "2021-04-30"))
    figure = drawn(rows)
    heights = dict(zip(traces(figure, "span")[0].customdata, traces(figure, "span")[0].y, strict=True))
    on_the_line = [(name, mark) for name, _, y, mark in points(figure, *EVENT_STATUSES) if y == heights.get(mark)]
    assert on_the_line == []
    assert any(mark == "event:day" for *_, mark in points(figure, "occurred"))


def test_an_open_end_runs_to_the_edge_and_ends_in_an_arrow():
    rows = table(
        event("from", "2021-04-15", status="expected"), event("until", "2021-02-01"), event("day", "2021-03-01")
    )
    rows.loc[0, "latest"], rows.loc[1, "earliest"] = pd.NaT, pd.NaT
    figure = drawn(rows)
    (arrows,) = traces(figure, "open")
    assert dict(zip(arrows.customdata, arrows.marker.symbol, strict=True)) == {
        "event:from": "triangle-right",
        "event:until": "triangle-left",
    }
    assert bars(figure)["event:from"] == (pd.Timestamp("2021-04-15"), pd.Timestamp(WINDOW[1]))
    assert bars(figure)["event:until"] == (pd.Timestamp(WINDOW[0]), pd.Timestamp("2021-02-01"))


def test_uncertain_is_hatched_approximate_fades_longer_and_both_say_so():
    rows = table(
        event("sure", "2021-01-10", "2021-02-10"),
        event("about", "2021-01-10", "2021-02-10", is_approximate=True),
        event("inferred", "2021-01-10", "2021-02-10", is_uncertain=True),
    )
    figure = drawn(rows)
    (span,), core = traces(figure, "span"), traces(figure, "fade")[-1]
    assert dict(zip(span.customdata, span.marker.pattern.shape, strict=True))["event:inferred"] == "/"
    assert Counter(span.marker.pattern.shape) == {"": 2, "/": 1}
    length = dict(zip(core.customdata, core.x, strict=True))
    assert length["event:about"] < length["event:sure"] < span.x[0]
    said = dict(zip(span.customdata, span.hovertext, strict=True))
    assert "(about)" in said["event:about"] and "(inferred)" in said["event:inferred"]
    assert any("(inferred)" in text for text in traces(figure, "label")[0].text)


def test_every_bar_can_be_clicked_at_its_middle_and_the_marker_there_is_invisible():
    figure = drawn(table(event("april", "2021-04-01", "2021-04-30"), event("day", "2021-02-02")))
    (middle,) = traces(figure, "middle")
    assert middle.customdata == ("event:april",) and middle.marker.opacity == 0
    assert middle.unselected.marker.opacity == 0
    assert abs(pd.Timestamp(middle.x[0]) - pd.Timestamp("2021-04-15 12:00")) < pd.Timedelta("1min")


def test_marks_do_not_depend_on_the_order_of_rows_within_a_lane():
    rows = many(80, lanes=3)
    rows["earliest"] = rows["earliest"].dt.to_period("M").dt.start_time  # many ties
    rows["latest"] = rows["earliest"]
    rows = rows.sort_values("lane", kind="stable")
    first = drawn(rows).to_json()
    for seed in range(20):
        shuffled = rows.sample(frac=1, random_state=seed).sort_values("lane", kind="stable")
        assert drawn(shuffled).to_json() == first


def test_lanes_keep_the_order_in_which_they_first_appear():
    rows = table(
        event("a", "2021-02-01", lane="Zebra"), event("b", "2021-01-05", lane="Alpha"), event("c", "2021-01-07")
    )
    axis = drawn(rows).layout.yaxis
    assert axis.ticktext == ("Zebra", "Alpha", "Egypt")
    assert list(axis.tickvals) == sorted(axis.tickvals) and axis.range[0] > axis.range[1]


def test_every_status_has_a_symbol_of_its_own():
    assert set(marks.SYMBOLS) == set(EVENT_STATUSES), "give the status a symbol in onrecord/charts/timeline/marks.py"
    symbols = [marks.status_marker(s, theme.palette(charts.Canvas()))["symbol"] for s in (*EVENT_STATUSES, "unknown")]
    assert len(set(symbols)) == len(symbols) == len(EVENT_STATUSES) + 1


def test_six_statuses_have_six_symbols_on_days_and_on_spans():
    days = [event(f"d-{s}", f"2021-02-{i + 1:02d}", status=s, lane=s) for i, s in enumerate(EVENT_STATUSES)]
    spans = [event(f"s-{s}", "2021-03-01", "2021-03-31", status=s, lane=s) for s in EVENT_STATUSES]
    figure = drawn(table(*days, *spans))
    for kind in ("d", "s"):
        symbols = {
            mark: trace.marker.symbol
            for trace in figure.data
            if trace.name in EVENT_STATUSES and trace.customdata
            for mark in trace.customdata
            if mark.startswith(f"event:{kind}-")
        }
        assert len(symbols) == len(set(symbols.values())) == 6
    said = dict(
        zip(
            *[
                [v for t in figure.data if t.name in EVENT_STATUSES and t.customdata for v in t[k]]
                for k in ("customdata", "hovertext")
            ],
            strict=True,
        )
    )
    assert all(status in said[f"event:d-{status}"] for status in EVENT_STATUSES)


def test_the_legend_names_the_statuses_in_view_and_no_other():
    rows = table(
        event("a", "2021-02-01"),
        event("b", "2021-06-20", status="planned"),
        event("c", "2021-03-01", "2021-03-31", status="proposed"),
    )
    assert legend_of(drawn(rows)) == ["occurred", "proposed"]
    assert legend_of(drawn(rows, window=("2021-01-01", "2021-06-30"))) == ["occurred", "planned", "proposed"]


def test_the_legend_explains_each_other_sign_only_where_it_is_drawn():
    plain = table(event("a", "2021-02-01"))
    assert legend_of(drawn(plain), "legend2") == ["2 = independent reports"]
    signs = legend_of(
        drawn(table(event("a", "2021-02-01", is_disputed=True), event("b", "2021-03-01", "2021-04-01"))), "legend2"
    )
    assert signs == ["on some day within", "reports differ", "2 = independent reports"]


def test_five_reprints_of_one_wire_count_as_one_and_do_not_make_the_mark_larger():
    figure = drawn(table(event("wire", "2021-02-01", n_reports=5), event("one", "2021-04-01", n_reports=1)))
    (dots,) = [t for t in traces(figure, "occurred") if t.customdata]
    assert "5 reports, 1 independent: R1 R2" in dots.hovertext[0]
    assert traces(figure, "number")[0].text == ("1", "1")
    assert isinstance(dots.marker.size, int | float)


def test_every_disputed_event_is_flagged_in_groups_too():
    rows = many(600, lanes=4)
    figure = drawn(rows)
    places = [
        (x, y, m) for n, x, y, m in points(figure, *EVENT_STATUSES, "several") if n == "several" or m.count(",") == 0
    ]
    disputed = set(rows.loc[rows["is_disputed"], "event_id"])
    expected = {m for *_, m in places if disputed & set(m.partition(":")[2].split(","))}
    assert len(traces(figure, "disputed")[0].text) == len(expected) > 5


def test_a_postponement_is_one_mark_with_a_line_from_the_old_day_to_the_new():
    past = "1 April 2021: 20 April 2021, planned (Outlet)\n2 April 2021: 24 May 2021, postponed (Outlet)"
    rows = table(
        event("talks", "2021-05-24", status="postponed", history=past),
        event("vote", "2021-03-22", status="postponed", lane="PA", history="1 March 2021: put off: <i>no</i> day"),
    )
    moves = pd.DataFrame(
        {
            "event_id": ["talks", "vote"],
            "lane": ["Egypt", "PA"],
            "from_day": pd.to_datetime(["2021-04-20", "2021-03-22"]),
            "to_day": pd.to_datetime(["2021-05-24", None]),
        }
    )
    figure = drawn(rows, moves=moves)
    (move,) = traces(figure, "move")
    assert [str(x)[:10] for x in move.x if x] == ["2021-04-20", "2021-05-24", "2021-03-22", "2021-05-31"]
    assert traces(figure, "open")[0].customdata == ("event:vote",)
    assert sorted(m for *_, m in points(figure, "postponed")) == ["event:talks", "event:vote"]
    said = " ".join(t for trace in traces(figure, "postponed") for t in trace.hovertext or ())
    lines = said.split("<br>")
    assert lines.index("· 1 April 2021: 20 April 2021, planned (Outlet)") == lines.index("Known since:") + 1
    assert "· 2 April 2021: 24 May 2021, postponed (Outlet)" in said
    assert "put off: " in said and "<i>" not in said


def test_a_long_history_says_how_much_of_it_is_left_out():
    past = "\n".join(f"{n} April 2021: {n} May 2021, planned" for n in range(1, 12))
    said = traces(drawn(table(event("talks", "2021-05-12", history=past))), "occurred")[0].hovertext[0]
    assert "6 April 2021" in said and "7 April 2021" not in said and "and 5 more" in said


def test_an_event_without_a_day_stands_nowhere_on_the_axis_and_is_counted_beside_it():
    unknown = {"earliest": pd.NaT, "latest": pd.NaT, "date_label": "no day given"}
    rows = table(
        event("talks", "2021-05-12"),
        event("late", "2021-08-01"),
        event("visit", "2021-01-01") | unknown,
        event("call", "2021-01-01") | unknown,
    )
    figure = drawn(rows)
    drawn_at = [(name, str(x)[:10]) for name, x, *_ in points(figure, "span", "middle", *EVENT_STATUSES)]
    assert drawn_at == [("occurred", "2021-05-12")]
    (beside,) = traces(figure, "undated")
    assert beside.customdata == ("events:call,visit",) and beside.text == ("2 ∅",)
    assert beside.y[0] != traces(figure, "after")[0].y[0], "neither covers the other"
    assert any("no day given" in trace.name for trace in figure.data if trace.showlegend)
    assert figure.layout.meta == {"shown": 1, "grouped": 0, "groups": 0, "before": 0, "after": 1, "undated": 2}
    assert "2 to which no report gives a day" in sent(rows).caption


@pytest.mark.parametrize(
    ("until", "line", "shaded"),
    [("2021-03-10", 1, "2021-03-10"), ("2022-01-01", 0, None), ("2020-01-01", 0, "2021-01-01")],
)
def test_the_latest_report_is_marked_and_what_comes_after_is_shaded(until, line, shaded):
    figure = drawn(table(event("a", "2021-02-01")), until=until)
    dashed = [s for s in figure.layout.shapes if s.type == "line" and s.line.dash]
    after = [s.x0 for s in figure.layout.shapes if s.type == "rect" and s.yref == "paper"]
    assert len(dashed) == line and after == ([shaded] if shaded else [])
    assert [note.text for note in figure.layout.annotations] == (["latest report, 10 March 2021"] if line else [])


@pytest.mark.parametrize("text", NASTY)
def test_a_nasty_title_is_shown_as_it_is_written(text):
    rows = table(
        event("a", "2021-02-01", title=text, lane=text, date_label=text),
        event("b", "2021-03-01", "2021-04-01", title=text),
    )
    figure = drawn(rows)
    assert all(
        text.startswith(html.unescape(label).removesuffix("…")) and len(label) > 8
        for label in traces(figure, "label")[0].text
    )
    assert text in html.unescape(" ".join(figure.layout.yaxis.ticktext).replace("<br>", " ")) or len(text) > 20
    for shown in shown_texts(figure):
        assert not re.search(r"<(?!br>)", shown or "")
    assert all(t.hovertemplate in (None, "%{hovertext}<extra></extra>") for t in figure.data)


def test_years_months_and_days_are_written_so_that_no_more_than_seven_stand_on_the_axis():
    for window in (
        ("2021-01-01", "2021-01-05"),
        ("2021-01-01", "2021-02-20"),
        ("2020-03-05", "2021-09-01"),
        ("1947-01-01", "2022-01-01"),
    ):
        axis = drawn(table(event("a", "2021-01-03")), window=window).layout.xaxis
        assert 2 <= len(axis.tickvals) <= 8 and axis.type == "date"
        assert all(window[0] <= day <= window[1] for day in axis.tickvals)


def test_a_window_that_ends_before_it_begins_is_refused_with_both_days():
    with pytest.raises(ValueError, match=r"31 May 2021.*1 June 2021"):
        drawn(table(event("a", "2021-02-01")), window=("2021-06-01", "2021-05-31"))


@pytest.mark.parametrize("n", [1450, 2000])
def test_a_crowded_timeline_stays_under_half_a_megabyte(n):
    figure = drawn(many(n))
    assert len(figure.to_json()) <= 500_000
    assert ids(figure) == set(many(n)["event_id"])


def test_more_than_fifteen_hundred_marks_become_at_most_one_a_lane_and_bin():
    rows = many(2400).assign(earliest=pd.Timestamp("2021-02-01"))
    rows["latest"] = rows["earliest"]
    assert drawn(rows).layout.meta == {
        "shown": 0, "grouped": 2400, "groups": 12, "before": 0, "after": 0, "undated": 0,
    }  # fmt: skip


@settings(max_examples=counts.of(15, 300))
@given(
    some.lists(
        some.tuples(
            some.integers(-40, 180), some.sampled_from([0, 0, 1, 5, 30, 400, None]), some.booleans(), some.booleans()
        ),
        max_size=120,
    )
)
def test_nothing_in_a_row_of_a_lane_overlaps_and_nothing_is_lost(days):
    start = pd.Timestamp(WINDOW[0])
    inside = [
        marks.Mark(
            f"e{i:03d}", "lane", "A title of some length, indeed", "occurred", "CONSULT",
            start + first * DAY, pd.NaT if length is None else start + (first + length) * DAY,
            "", length == 0, doubt, False, "R1 R2 R3", 3, 12, flag, "core", "", "", "",
            (start + (first + 9) * DAY,) if flag and doubt else (),
        )
        for i, (first, length, doubt, flag) in enumerate(days)
    ]  # fmt: skip
    window = window_of(WINDOW)
    inside = sorted((mark for mark in inside if marks.side_of(mark, window) == "inside"), key=lambda mark: mark.key)
    slots = packing.lane_marks(inside, window, {}, crowded=False)
    assert sorted(mark.event_id for slot in slots for mark in slot.members) == sorted(mark.event_id for mark in inside)
    assert packing.rows_needed(slots) <= max((slot.row for slot in slots), default=-1) + 1 <= packing.ROWS
    for one, other in itertools.combinations(slots, 2):
        assert one.row != other.row or one.right <= other.left or other.right <= one.left


@pytest.mark.parametrize("n", [40, 150, 400])
def test_no_title_lies_on_another_or_on_a_dot_on_any_screen_wide_enough(n):
    figure = drawn(many(n, lanes=4))
    start, end = (pd.Timestamp(x) for x in figure.layout.xaxis.range)
    for plot in (figure.layout.meta and PLOT_PX + 2 * SIDE_PX, 850):
        px = lambda x: (pd.Timestamp(x) - start) / (end - start) * plot  # noqa: B023, E731
        boxes = []
        for trace in traces(figure, "label"):
            for x, y, text, side, keep in zip(
                trace.x, trace.y, trace.text, trace.textposition, trace.marker.size, strict=True
            ):
                wide, off = theme.text_px(html.unescape(text)), keep / 1.6 + 1
                left = px(x) + off if side == "middle right" else px(x) - off - wide
                boxes.append(labels.Box(left, y - 6, left + wide, y + 6))
        dots = [labels.square((px(x), y), 6) for _, x, y, m in points(figure, *EVENT_STATUSES) if m]
        assert len(boxes) > 8
        assert not [1 for one, other in itertools.combinations(boxes, 2) if one.meets(other)]
        assert not [1 for box in boxes for dot in dots if box.meets(dot)]


def test_events_without_an_end_are_counted_where_they_begin_not_in_the_middle_of_what_is_unknown():
    rows = table(*[event(f"e{i}", "2021-01-10", "2021-01-10", is_day=False) for i in range(9)])
    rows["latest"] = pd.NaT
    ((_, x, _, mark),) = points(drawn(rows), "several")
    assert mark.count("e") > 9 and pd.Timestamp(x) < pd.Timestamp("2021-01-20")


def test_the_sentence_on_a_timeline_counts_by_hand():
    rows = table(
        event("a", "2021-02-01"),
        event("a", "2021-02-01", lane="Jordan"),
        event("b", "2021-03-01", status="planned", is_disputed=True),
        event("c", "2021-04-01", status="planned"),
    )
    assert sent(rows).alt == "3 events, 2 planned, 1 disputed; most under Egypt"


def test_a_timeline_without_events_is_an_empty_figure_not_an_error():
    figure = drawn(table())
    assert figure.layout.meta["shown"] == 0 and legend_of(figure) == []
    assert sent(table()).alt == "0 events"


# alignment


def test_every_edge_has_a_mark_on_its_line_that_carries_its_dyad():
    graph = random_graph(25, 1)
    at = spread(graph)
    found = {
        m: (x, y)
        for _, x, y, m in points(read_back(charts.alignment(graph, at)), "agree", "oppose", "not above chance")
    }
    assert set(found) == {f"dyad:{min(a, b)}~{max(a, b)}" for a, b in graph.edges}
    for mark, (x, y) in found.items():
        a, b = mark.removeprefix("dyad:").split("~")
        to_b, to_mark = at.loc[b] - at.loc[a], np.array([x, y]) - at.loc[a]
        assert abs(to_b["x"] * to_mark["y"] - to_b["y"] * to_mark["x"]) < 1e-9
        assert 0.2 < (to_mark @ to_b) / (to_b @ to_b) < 0.8


def test_sign_is_hue_and_mark_and_certainty_is_dash():
    edges = [(f"a{s}{n}", f"b{s}{n}", {"sign": s, "n_independent": n}) for s in (1, -1, 0) for n in (1, 2, 3, 7)]
    graph = graph_of(*edges)
    figure = read_back(charts.alignment(graph, spread(graph)))
    assert {t.name: set(t.text) for t in figure.data if t.name in ("agree", "oppose", "not above chance")} == {
        "agree": {"+"},
        "oppose": {"−"},
        "not above chance": {"≈"},
    }
    lines = [
        t
        for t in figure.data
        if (t.mode == "lines" and t.x[0] is not None and "reports" in t.name) or "1 report," in t.name
    ]
    look = {(t.name.split(",")[0], t.name.split(", ")[1]): (t.line.color, t.line.dash) for t in lines}
    assert {colour for (sign, _), (colour, _) in look.items() if sign == "agree"} == {"#0072B2"}
    assert {colour for (sign, _), (colour, _) in look.items() if sign == "oppose"} == {"#D55E00"}
    for sign in ("agree", "oppose", "not above chance"):
        dashes = [look[sign, reports][1] for reports in ("3+ reports", "2 reports", "1 report")]
        assert dashes == ["solid", "10px,6px", "2px,4px"]


def test_the_legend_lists_each_combination_in_view_and_nothing_else():
    graph = graph_of(
        ("a", "b", {"sign": 1, "n_independent": 4, "n_shared": 9}),
        ("a", "c", {"sign": 1, "n_independent": 4, "n_shared": 9, "is_clear": False}),
        ("b", "c", {"sign": -1, "n_independent": 1, "n_shared": 2, "rests_on": "r-1"}),
        alone=["d"],
    )
    figure = read_back(charts.alignment(graph, spread(graph)))
    assert legend_of(figure) == ["agree, 3+ reports, 8+ issues", "oppose, 1 report, 1–2 issues"]
    assert legend_of(figure, "legend2") == ["state", "hollow: no tie", "rests on one report", "faint: sign not sure"]
    plain = graph_of(("a", "b", {}))
    assert legend_of(read_back(charts.alignment(plain, spread(plain))), "legend2") == ["state"]


def test_an_edge_that_is_not_clear_is_fainter():
    graph = graph_of(("a", "b", {}), ("c", "d", {"is_clear": False}))
    lines = {
        t.name: t.opacity
        for t in read_back(charts.alignment(graph, spread(graph))).data
        if t.mode == "lines" and t.x[0] is not None
    }
    assert lines["agree, 3+ reports, 3–4 issues, not clear"] < lines["agree, 3+ reports, 3–4 issues"]


def test_an_edge_that_rests_on_one_report_is_ringed_and_names_it():
    graph = graph_of(("a", "b", {"rests_on": "report-7", "n_independent": 1}), ("a", "c", {}))
    figure = read_back(charts.alignment(graph, spread(graph)))
    ring = next(t for t in traces(figure, "rests on one report") if t.x[0] is not None)
    marked = {m: (x, y) for _, x, y, m in points(figure, "agree")}
    assert [(ring.x[0], ring.y[0])] == [marked["dyad:a~b"]] and len(ring.x) == 1
    assert "report-7" in traces(figure, "agree")[0].hovertext[0]


def test_undefined_numbers_of_a_dyad_are_left_out_not_shown_as_nan():
    graph = graph_of(("a", "b", {"alpha": float("nan"), "low": float("nan"), "similarity": float("nan"), "sign": 0}))
    (said,) = traces(read_back(charts.alignment(graph, spread(graph))), "not above chance")[0].hovertext
    assert "nan" not in said and "not defined" in said and "alpha" not in said


def test_axes_never_follow_the_actors_and_shapes_tell_kinds():
    graph = graph_of(("a", "b", {}), alone=["lone"])
    for node, kind in {"a": "person", "b": "organization"}.items():
        graph.nodes[node]["kind"] = kind
    at = pd.DataFrame({"x": [0.4, 0.5, 0.6], "y": [0.4, 0.5, 0.6]}, index=["a", "b", "lone"])
    figure = read_back(charts.alignment(graph, at))
    assert figure.layout.xaxis.range == figure.layout.yaxis.range == (-0.05, 1.05)
    (actors,) = traces(figure, "actors")
    assert dict(zip(actors.customdata, actors.marker.symbol, strict=True)) == {
        "actor:a": "circle",
        "actor:b": "diamond",
        "actor:lone": "square-open",
    }


@pytest.mark.parametrize("seed", range(8))
def test_no_two_names_of_forty_actors_overlap_on_any_screen_wide_enough(seed):
    graph = random_graph(40, seed)
    figure = read_back(charts.alignment(graph, spread(graph, seed)))
    for plot in (476, 620, 892, 1400):
        boxes = list(name_boxes(figure, plot))
        assert len(boxes) == 40
        assert not [1 for one, other in itertools.combinations(boxes, 2) if one.meets(other)]


def test_an_actor_without_a_place_is_named():
    graph = graph_of(("a", "b", {}))
    with pytest.raises(ValueError, match="no place given for b"):
        read_back(charts.alignment(graph, spread(graph).drop(index="b")))


@pytest.mark.parametrize("text", NASTY)
def test_a_nasty_name_is_shown_as_it_is_written(text):
    graph = graph_of(("a", "b", {}))
    graph.nodes["a"]["name"] = text
    figure = read_back(charts.alignment(graph, spread(graph)))
    assert all(not re.search(r"<(?!br>)", shown or "") for shown in shown_texts(figure))
    assert text.split()[0][:15] in html.unescape(" ".join(traces(figure, "names")[0].text))


def test_the_sentence_on_a_graph_counts_by_hand():
    graph = graph_of(("a", "b", {}), ("a", "c", {"sign": -1, "rests_on": "r"}), alone=["d"])
    said = "4 actors, 2 ties, 1 agree, 1 oppose, 1 actor without a tie, 1 tie resting on one report"
    assert charts.alignment(graph, spread(graph)).alt == said
    empty = nx.Graph()
    assert charts.alignment(empty, spread(empty)).alt == "0 actors, 0 ties"
    assert read_back(charts.alignment(empty, spread(empty))).layout.height > 0


# positions

ACTORS = pd.DataFrame({"actor_id": ["egypt", "jordan"], "name": ["Egypt", "Jordan"]})
ISSUES = pd.DataFrame({"issue_id": ["conference", "quartet", "vote"], "label": ["Conference", "Quartet", "Vote"]})
CELLS = pd.DataFrame(
    [
        ("egypt", "conference", 2, 3, 2, -1, 2, "2021-01-26", "2021-04-12"),
        ("egypt", "vote", 0, 1, 1, 0, 0, "2021-02-01", None),
        ("jordan", "quartet", -2, 1, 1, -2, -2, "2021-02-01", "2021-02-01"),
    ],
    columns=["actor_id", "issue_id", "position", "n_stances", "n_reports", "lowest", "highest", "since", "last"],
).assign(since=lambda f: pd.to_datetime(f["since"]), last=lambda f: pd.to_datetime(f["last"]))


def hatched(figure):
    (silent,) = traces(figure, "silent")
    assert silent.fillpattern.shape == "/" and silent.fillcolor == silent.fillpattern.bgcolor == "rgba(0,0,0,0)"
    corners = [(x, y) for x, y in zip(silent.x, silent.y, strict=True)]
    for i in range(0, len(corners), 6):
        (left, top), (right, bottom) = corners[i], corners[i + 2]
        yield from itertools.product(
            range(round(left + 0.5), round(right + 0.5)), range(round(top + 0.5), round(bottom + 0.5))
        )


def test_silent_cells_are_hatched_without_colour_and_a_declared_zero_is_the_reverse():
    figure = read_back(charts.positions(CELLS, ACTORS, ISSUES))
    (matrix,) = [t for t in figure.data if t.type == "heatmap"]
    coloured = {(j, i) for i, row in enumerate(matrix.z) for j, z in enumerate(row) if z is not None and z == z}
    assert coloured == {(0, 0), (2, 0), (1, 1)}
    assert sorted(hatched(figure)) == [(0, 1), (1, 0), (2, 1)]
    assert matrix.z[0][2] == 0


def test_every_cell_can_be_clicked_and_says_its_position_without_colour():
    figure = read_back(charts.positions(CELLS, ACTORS, ISSUES))
    found = {m: (x, y) for _, x, y, m in points(figure)}
    expected = {f"cell:{a}~{i}": (c, r) for r, a in enumerate(ACTORS.actor_id) for c, i in enumerate(ISSUES.issue_id)}
    assert found == expected
    written = {
        m: text for t in figure.data if t.customdata and t.text for m, text in zip(t.customdata, t.text, strict=True)
    }
    assert written == {"cell:egypt~conference": "+2", "cell:egypt~vote": "0", "cell:jordan~quartet": "−2"}
    assert all(t.marker.opacity == 0 == t.unselected.marker.opacity for t in figure.data if t.customdata)


def test_who_has_been_on_both_sides_is_marked():
    (both,) = traces(read_back(charts.positions(CELLS, ACTORS, ISSUES)), "both")
    assert (round(both.x[0]), round(both.y[0]), len(both.x)) == (0, 0, 1)
    assert not traces(read_back(charts.positions(CELLS.drop(columns=["lowest", "highest"]), ACTORS, ISSUES)), "both")


def test_the_legend_of_positions_speaks_the_words_of_the_codebook_for_what_is_in_view():
    assert legend_of(read_back(charts.positions(CELLS, ACTORS, ISSUES))) == [
        f"+2  {POSITIONS['2']}",
        f"0  {POSITIONS['0']}",
        f"−2  {POSITIONS['-2']}",
        "silent: no coded stance",
        "has taken both sides",
    ]


def test_five_positions_have_five_colours_on_the_same_scale_whatever_is_in_view():
    (matrix,) = [t for t in read_back(charts.positions(CELLS.head(1), ACTORS, ISSUES)).data if t.type == "heatmap"]
    assert (matrix.zmin, matrix.zmax, len({colour for _, colour in matrix.colorscale})) == (-2.5, 2.5, 5)


def test_a_matrix_of_forty_by_sixty_is_drawn_whole_and_light():
    rng = np.random.default_rng(4)
    actors = pd.DataFrame({"actor_id": [f"a{i}" for i in range(40)], "name": [f"Actor number {i}" for i in range(40)]})
    issues = pd.DataFrame(
        {"issue_id": [f"i{i}" for i in range(60)], "label": [f"A longish issue number {i}" for i in range(60)]}
    )
    rows = [
        (a, i, int(rng.integers(-2, 3)), 2, 1, -2, 2, pd.Timestamp("2021-02-01"), pd.NaT)
        for a in actors.actor_id
        for i in issues.issue_id
        if rng.random() < 0.2
    ]
    figure = read_back(charts.positions(pd.DataFrame(rows, columns=CELLS.columns), actors, issues))
    assert len(list(points(figure))) == 2400 and len(figure.to_json()) < 900_000
    assert figure.layout.xaxis.tickangle == -90 and figure.layout.width > 1000
    assert read_back(charts.positions(CELLS, ACTORS, ISSUES)).layout.width is None


def test_an_actor_or_issue_with_a_nasty_name_is_shown_as_it_is_written():
    for text in NASTY:
        figure = read_back(charts.positions(CELLS, ACTORS.assign(name=text), ISSUES.assign(label=text)))
        assert all(not re.search(r"<(?!br>)", shown or "") for shown in shown_texts(figure))


def test_the_sentence_on_positions_counts_by_hand():
    said = "2 actors by 3 issues: 1 in support, 1 opposed, 1 without a side and 3 silent"
    assert charts.positions(CELLS, ACTORS, ISSUES).alt == said


def test_a_matrix_without_any_stance_is_all_hatching():
    figure = read_back(charts.positions(CELLS.head(0), ACTORS, ISSUES))
    assert len(list(hatched(figure))) == 6 and legend_of(figure) == ["silent: no coded stance"]


# trend


def series(*values):
    return pd.Series(values, index=pd.date_range("2021-01-04", periods=len(values), freq="7D"), dtype="float64")


def test_a_trend_is_a_step_line_and_leaves_a_gap_where_nothing_is_known():
    figure = read_back(charts.trend(series(1, float("nan"), 3, 2), label="Events a week", unit="events"))
    (line,) = figure.data
    assert line.line.shape == "hv" and figure.layout.height == 140
    assert list(line.x) == ["2021-01-04", "2021-01-11", "2021-01-18", "2021-01-25"]
    assert np.isnan(np.array(line.y, dtype=float)).tolist() == [False, True, False, False]
    assert [note.text for note in figure.layout.annotations] == ["Events a week", "2"]


@pytest.mark.parametrize("values", [(), (1,), (1, float("nan"))])
def test_a_trend_of_less_than_two_days_is_refused_with_the_reason(values):
    with pytest.raises(ValueError, match=r"Events: [01] days? with a value; a line needs at least two"):
        read_back(charts.trend(series(*values), label="Events", unit="events"))


def test_the_sentence_on_a_trend_gives_range_period_and_end():
    said = charts.trend(series(1, 5, 2), label="Events a week", unit="events").alt
    assert said == "Events a week: between 1 and 5 events from 4 January 2021 to 18 January 2021; 2 at the end"


# all figures


@pytest.mark.parametrize("dark", [False, True])
def test_every_figure_is_transparent_of_fixed_height_and_leaves_font_and_page_alone(dark):
    graph = random_graph(12, 3)
    figures = [
        drawn(many(60), dark=dark),
        read_back(charts.alignment(graph, spread(graph), canvas=charts.Canvas(is_dark=dark))),
        read_back(charts.positions(CELLS, ACTORS, ISSUES, canvas=charts.Canvas(is_dark=dark))),
        read_back(charts.trend(series(1, 2), canvas=charts.Canvas(is_dark=dark), label="Events", unit="events")),
    ]
    for figure in figures:
        layout = figure.layout
        assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"
        assert isinstance(layout.height, int) and layout.uirevision and layout.font.family is None
        assert layout.xaxis.fixedrange and layout.yaxis.fixedrange and "select" in layout.modebar.remove
        assert all(isinstance(m, str) and ":" in m for *_, m in points(figure))
        assert json.loads(figure.to_json())["layout"]["font"]["color"] == theme.palette(charts.Canvas(is_dark=dark)).ink


def test_no_function_changes_what_it_is_given():
    rows, graph = many(30), random_graph(6, 2)
    before, edges, cells = rows.copy(), dict(graph.edges), CELLS.copy()
    drawn(rows)
    read_back(charts.alignment(graph, spread(graph)))
    read_back(charts.positions(CELLS, ACTORS, ISSUES))
    pd.testing.assert_frame_equal(rows, before)
    pd.testing.assert_frame_equal(CELLS, cells)
    assert dict(graph.edges) == edges


def test_the_same_table_gives_the_same_figure():
    graph = random_graph(20, 5)
    at = spread(graph)
    assert read_back(charts.alignment(graph, at)).to_json() == read_back(charts.alignment(graph, at)).to_json()
    assert drawn(many(100)).to_json() == drawn(many(100)).to_json()


# a drawing as Plotly has it


def test_what_is_sent_is_the_plain_drawing_and_plotly_finds_no_fault_in_any_of_it():
    graph = random_graph(12, 3)
    figures = [sent(many(200)), charts.alignment(graph, spread(graph)), charts.positions(CELLS, ACTORS, ISSUES)]
    for figure in figures:
        plain = json.loads(figure.plot.to_json())
        assert figure.plot.to_dict() is figure.plot.to_dict(), "not copied for every visitor"
        assert json.loads(read_back(figure).to_json()) == plain
        assert figure.height == plain["layout"]["height"]


def test_a_drawing_is_a_whole_plotly_figure_for_whoever_changes_it():
    figure = charts.trend(series(1, 2), label="Events", unit="events")
    before = json.loads(figure.plot.to_json())
    again = pickle.loads(pickle.dumps(figure.plot))
    assert (again.data[0].type, len(again.data)) == ("scatter", 1)
    again.update_layout(height=300)
    assert again.to_dict()["layout"]["height"] == 300 and json.loads(figure.plot.to_json()) == before
    with pytest.raises(ValueError, match="heihgt"):
        figure.plot.update_layout(heihgt=300)
