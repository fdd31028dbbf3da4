"""Views: settings read from any text, parts worked out once for everybody, figures that carry their words."""

import copy
import importlib
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Annotated

import pandas as pd
import pytest

from onrecord import dates
from onrecord import record as records
from onrecord.charts import Canvas, Figure
from onrecord.editing.dossiers import blank_record
from onrecord.errors import OnRecordError
from onrecord.record import Record, Scope, narrow
from onrecord.record.memo import Memo
from onrecord.record.period import coded_days, example_dates, period, stated_period
from onrecord.ui import address
from onrecord.views.pages import GROUPS, PAGES
from onrecord.views.settings import Number, asks, parameter, read_settings
from onrecord.views.values import Table
from onrecord.views.view import FigurePart, Part, View, figure, part
from tests import counts
from tests.figures import read_back, traces

SCOPE = Scope()
CASES = [("shipped", Scope()), ("shipped", Scope(level="speaker", actors=("russia",)))]
if counts.IS_FAST:
    CASES = CASES[1:]
if counts.IS_FULL:
    CASES += [("shipped", Scope(level="speaker")), ("generated", Scope()), ("generated", Scope(level="speaker"))]
ABSURD = ("", "x", "-1", "999", "٣", "1e3", "<script>", "\u202e", "2021-05-01~2021-01-01", "9" * 30)

# what each page has none of where the scope leaves nothing
EMPTY = {
    "Overview": "Nothing",
    "Timeline": "No event",
    "Alignment": "No stance",
    "Movement": "No stance",
    "Blocs": "No stance",
    "Positions": "No stance",
    "Reports": "No report",
    "Actors and issues": "No actor or issue",
    "Conflicts": "No conflict",
}


def view_class(title):
    file = PAGES[title].file
    return getattr(importlib.import_module(f"onrecord.views.{file}"), file.capitalize())


def parts_of(page, kind):
    return [name for name in dir(page) if isinstance(getattr(page, name), kind)]


def opened(page, record, scope=SCOPE, **given):
    view = page(record, record.once(narrow, scope), scope)
    return view if view.emptiness else view.with_settings(read_settings(view, given)[0])


@pytest.fixture(scope="module")
def dossiers(request, record) -> dict[str, Record]:
    names = {name for name, _ in CASES}
    return {"shipped": record} | (
        {"generated": records.from_dossier(request.getfixturevalue("generated"))} if "generated" in names else {}
    )


def test_every_page_has_one_view_named_like_it_and_a_group():
    assert [page.title for pages in GROUPS.values() for page in pages] == list(PAGES)
    for title in PAGES:
        page = view_class(title)
        assert issubclass(page, View) and page.title == title


PLACED = [
    ("Alignment", SCOPE, {"min_shared": "1", "min_reports": "1"}),
    ("Alignment", Scope(known_on=date(2021, 2, 1)), {}),
    ("Alignment", Scope(actors=("russia", "israel", "palestine")), {"min_shared": "1"}),
    ("Movement", SCOPE, {"span": "all", "width": "n20", "at_window": "1"}),
    ("Movement", SCOPE, {"span": "all", "width": "n20", "at_window": "4"}),
]


def places(figure):
    """Where each actor stands, by name: in a window its mark is that of its stances there."""
    (actors,) = traces(read_back(figure), "actors")
    names = (said.partition("<br>")[0] for said in actors.hovertext)
    return dict(zip(names, zip(actors.x, actors.y, strict=True), strict=True))


@pytest.mark.parametrize(("title", "scope", "given"), PLACED)
def test_whoever_is_in_two_pictures_of_the_graph_stands_at_one_place(title, scope, given, record):
    name = {"Alignment": "picture", "Movement": "window"}[title]
    whole = {"span": "all", "width": "n20", "at_window": "6"} if title == "Movement" else {}
    before = places(getattr(opened(view_class(title), record, **whole), name)(Canvas()))
    after = places(getattr(opened(view_class(title), record, scope, **given), name)(Canvas()))
    both = set(before) & set(after)
    assert both
    assert {mark: after[mark] for mark in both} == {mark: before[mark] for mark in both}


def test_every_setting_says_how_it_is_asked_for_and_no_two_share_a_parameter():
    for title in PAGES:
        settings = view_class(title).Settings
        places = [parameter(name, ask) for name, ask in asks(settings).items()]
        assert len(places) == len(set(places)) == len(fields(settings))
        assert not set(places) & {*address.CARRIED, address.SELECT, "task"}, "the scope asks for that in the address"


@pytest.mark.parametrize("title", PAGES)
def test_every_part_is_worked_out_and_every_figure_carries_its_words(title, dossiers):
    page = view_class(title)
    for name, scope in CASES:
        view = opened(page, dossiers[name], scope)
        assert not view.emptiness
        for part_name in parts_of(page, Part):
            value = getattr(view, part_name)
            assert not isinstance(value, Table) or set(value.headings) <= set(value.rows.columns), part_name
        for part_name in parts_of(page, FigurePart):
            drawn = getattr(view, part_name)(Canvas())
            assert drawn is None or (isinstance(drawn, Figure) and drawn.alt), part_name


@pytest.mark.parametrize("title", PAGES)
def test_what_is_exported_is_a_table_or_a_graph_of_the_view(title, record):
    view = opened(view_class(title), record)
    for name in type(view).exported:
        value = getattr(view, name)
        assert isinstance(value.rows if isinstance(value, Table) else value, pd.DataFrame)
    assert all(len(getattr(view, name)) for name in type(view).exported_graphs)
    assert isinstance(view.method, str)


@pytest.mark.parametrize("title", PAGES)
def test_an_absurd_address_gives_settings_that_are_allowed_and_names_what_it_left_out(title, record):
    page = view_class(title)
    view = page(record, narrow(record, Scope()), Scope())
    for text in ABSURD:
        given = {parameter(name, ask): text for name, ask in asks(page.Settings).items()}
        settings, strange = read_settings(view, given)
        asked = view.with_settings(settings)
        for name, ask in asks(page.Settings).items():
            value = getattr(settings, name)
            if isinstance(ask, Number):
                low, high, _ = ask.allowed(asked)
                assert low <= value <= high
                assert not text or text.isdigit() or f"{parameter(name, ask)} '{text}'" in strange
            elif hasattr(ask, "options"):
                assert value in ask.allowed(asked)
                assert not text or value == text or f"{parameter(name, ask)} '{text}'" in strange


@pytest.mark.parametrize(
    ("asked", "window"),
    [
        ("2021-03-05~2021-03-09", ("2021-03-05", "2021-03-09")),
        ("2021-03-05?~2021-03-09?", ("2021-03-05", "2021-03-09")),
        ("2021-03-09~2021-03-05", None),
        ("2021-03-05~2021-03", None),
        ("2021-03-05~", None),
        ("2021-03-05~..", None),
    ],
)
def test_the_timeline_shows_the_days_it_is_asked_for_else_its_whole_span(asked, window, record):
    page = view_class("Timeline")
    settings, _ = read_settings(page(record, record, Scope()), {"view": asked})
    view = page(record, record, Scope()).with_settings(settings)
    assert view.window == (tuple(map(pd.Timestamp, window)) if window else view.whole_span)
    assert view.is_brushed == bool(window)


def test_a_period_in_which_nothing_lies_is_not_what_the_pictures_open_with(record):
    other = replace(record, meta={**record.meta, "period": "1950"})
    for title in ("Timeline", "Movement", "Positions"):
        page = view_class(title)
        assert read_settings(page(record, record, Scope()), {})[0].span == "period"
        assert read_settings(page(other, other, Scope()), {})[0].span == "all"
        assert read_settings(page(other, other, Scope()), {"span": "period"})[0].span == "period"


def test_a_dossier_that_states_no_period_follows_what_is_coded_and_offers_no_other_span(record):
    other = replace(record, meta={**record.meta, "period": ""})
    days = coded_days(record.events, record.stances)
    first, last = (f"{end(days):%Y-%m-%d}" for end in (min, max))
    assert period(other) == dates.parse(f"{first}/{last}")
    assert period(record) == stated_period(record) == dates.parse("2021-01/2021-12")
    assert stated_period(other) == dates.NOT_GIVEN
    for title in ("Timeline", "Movement", "Positions"):
        view = view_class(title)(other, other, Scope())
        settings, strange = read_settings(view, {"span": "period"})
        assert (settings.span, strange) == ("all", ["span 'period'"])
    whole = read_settings(view_class("Timeline")(record, record, Scope()), {"span": "all"})[0]
    drawn = {rows.meta["period"]: view_class("Timeline")(rows, rows, Scope(), whole).window for rows in (record, other)}
    assert drawn[""] == drawn["2021-01/2021-12"]


def test_a_dossier_in_which_nothing_is_coded_has_no_period():
    assert period(blank_record()) == dates.NOT_GIVEN
    assert example_dates(blank_record()) == "26 January, mid-March, spring"


def test_the_dates_given_as_examples_are_of_the_dossier_at_hand(record):
    assert example_dates(record) == "26 January 2021, mid-March 2021, spring 2021, 2021-01-26"
    river = replace(record, meta={**record.meta, "period": "2025-02/2025-05"})
    assert example_dates(river) == "26 January 2025, mid-March 2025, spring 2025, 2025-01-26"


def test_a_view_says_why_it_is_empty(record):
    nothing = Scope(known_on=date(1900, 1, 1))
    said = {title: opened(view_class(title), record, nothing).emptiness for title in EMPTY}
    assert {title: why.in_scope.partition(".")[0] for title, why in said.items()} == {
        title: f"{what} in this scope" for title, what in EMPTY.items()
    }
    assert {title: why.in_dossier for title, why in said.items()} == {
        title: f"{what} in this dossier yet. Code what its reports say, and it is shown here."
        for title, what in EMPTY.items()
    }


def test_only_pages_that_a_scope_narrows_can_be_empty(record):
    shown = {title: view_class(title)(record, record, Scope()).emptiness for title in PAGES}
    assert set(shown.values()) == {None}
    assert {title for title in PAGES if view_class(title).emptiness is not View.emptiness} == set(EMPTY)


@dataclass(frozen=True)
class TwoSettings:
    """Two numbers."""

    least: Annotated[int, Number("Least", (1, 9, 1))] = 1
    most: Annotated[int, Number("Most", (1, 9, 9))] = 9


class Counting(View):
    """A view that counts how often its parts are worked out."""

    title = "Counting"
    Settings = TwoSettings
    worked: list[str] = []  # noqa: RUF012

    @part("least")
    def slow(self):
        """A part that everybody asks for at once."""
        moment.wait(0.05)  # so that the others ask while it is being worked out
        self.worked.append(f"slow {self.settings.least}")
        return self.settings.least

    @part("least")
    def careless(self):
        """A part that reads what it does not name."""
        return self.settings.most

    @figure("most")
    def picture(self, canvas):
        """A figure."""
        self.worked.append(f"picture {self.settings.most} {canvas.is_dark}")


moment = threading.Event()


def test_a_part_is_worked_out_once_however_many_ask_and_again_only_for_a_setting_it_reads(record):
    scoped = narrow(record, Scope())
    Counting.worked.clear()
    with ThreadPoolExecutor(8) as pool:
        views = [Counting(record, scoped, Scope(), TwoSettings(least=2, most=n % 3 + 1)) for n in range(60)]
        assert set(pool.map(lambda view: view.slow, views)) == {2}
    assert Counting.worked == ["slow 2"]
    assert Counting(record, scoped, Scope(), TwoSettings(least=3)).slow == 3
    assert Counting.worked == ["slow 2", "slow 3"]
    assert Counting(record, narrow(record, Scope(level="speaker")), Scope(), TwoSettings(least=3)).slow == 3
    assert Counting.worked == ["slow 2", "slow 3", "slow 3"]


def test_a_figure_is_kept_for_each_canvas(record):
    view = Counting(record, narrow(record, Scope()), Scope())
    Counting.worked.clear()
    for canvas in (Canvas(), Canvas(is_dark=True), Canvas(), Canvas(is_dark=True)):
        view.picture(canvas)
    assert Counting.worked == ["picture 9 False", "picture 9 True"]


def test_a_part_that_reads_a_setting_it_does_not_name_is_an_error(record):
    view = Counting(record, narrow(record, Scope()), Scope())
    with pytest.raises(OnRecordError, match="careless reads the setting most"):
        _ = view.careless


def test_a_memo_passes_errors_on_forgets_them_and_drops_what_was_not_asked_for_the_longest():
    memo, tries = Memo(most=2), []

    def compute(value):
        tries.append(value)
        if len(tries) == 1:
            raise OnRecordError("not yet")
        return value

    with pytest.raises(OnRecordError):
        memo.once("a", lambda: compute("a"))
    assert [memo.once(key, lambda key=key: compute(key)) for key in ("a", "b", "a", "c", "a", "b")] == list("abacab")
    assert tries == list("aabcb")


def test_a_record_can_be_copied_and_the_copy_works_things_out_anew(record):
    twin = copy.deepcopy(record)
    assert pickle.loads(pickle.dumps(record)).events.equals(record.events) and twin.memo is not record.memo
    assert twin.once(lambda record, n: n, 3) == 3


def test_the_matrix_says_how_it_was_made_and_not_how_a_graph_is(record):
    page = view_class("Alignment")
    drawn = {shape: opened(page, record, **{"as": shape}).picture(Canvas()) for shape in ("graph", "matrix")}
    assert "independent reports" in drawn["graph"].caption and "Distance on the page" in drawn["graph"].caption
    assert "independent reports." not in drawn["matrix"].caption and "Distance" not in drawn["matrix"].caption


@pytest.mark.parametrize("title", PAGES)
def test_no_two_figures_of_a_page_share_a_name(title, record):
    page = view_class(title)
    view = opened(page, record)
    names = [drawn.name for part in parts_of(page, FigurePart) if (drawn := getattr(view, part)(Canvas()))]
    assert len(names) == len(set(names))
