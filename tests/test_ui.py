"""The shared parts of the pages: what reaches the screen, what a click means, what an address says."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as texts_of
from streamlit.testing.v1 import AppTest

from onrecord.schema.dossier import FICTION_NOTE
from onrecord.text import HIDDEN
from onrecord.ui import address, escape, show, texts

HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "![x](http://example.org/x.png)",
    "[a](javascript:alert(1))",
    "<http://example.org>",
    "http://example.org",
    "=1+1",
    ":material/skull:",
    ":skull:",
    "$x^2$",
    "$$x$$",
    ":red[x]",
    ":small[x]",
    "**bold** _it_ ~~gone~~ `code`",
    "# heading",
    "> quote",
    "- item",
    "1. item",
    "a | b\n--|--\n1 | 2",
    "&lt;b&gt; &amp; &#60;",
    "\\*not\\*",
    "<!-- a -->",
    "]]>",
    "\"'><b>",
]
UNSEEN = {
    "override": "safe\u202egpj.exe",
    "isolate": "\u2066a\u2069b",
    "null": "a\x00b",
    "escape": "a\x1b[31mb",
    "mark": "\ufeffa",
    "c1": "a\x85b",
    "surrogate": "a\ud800b",
}


class Read(HTMLParser):
    """What a browser would make of a piece of HTML: its text and its tags."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.text, self.tags = "", []
        self.feed(page)
        self.close()

    def handle_data(self, data):
        self.text += data

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize("text", HOSTILE)
def test_text_in_html_is_read_back_letter_by_letter_and_makes_no_tag(text):
    read = Read(escape.html(text))
    assert read.text == text and read.tags == []


@pytest.mark.parametrize("text", HOSTILE)
def test_text_in_an_attribute_cannot_leave_it(text):
    read = Read(f'<p title="{escape.html(text)}">')
    assert read.tags == [("p", {"title": text})]


@given(texts_of.text(max_size=60))
def test_any_text_in_html_shows_what_it_says_less_what_cannot_be_seen(text):
    read = Read(escape.html(text))
    assert read.text == escape.clean(text) and read.tags == []


@pytest.mark.parametrize("name", UNSEEN)
def test_characters_that_hide_or_turn_other_text_reach_neither_html_nor_labels(name):
    text = UNSEEN[name]
    kept = "".join(c for c in text if not HIDDEN.match(c))
    assert kept != text
    assert escape.clean(text) == kept and Read(escape.html(text)).text == kept
    assert not HIDDEN.search(escape.label(text))


def test_right_to_left_letters_are_kept():
    assert escape.clean("القدس ירושלים") == "القدس ירושלים"


@pytest.mark.parametrize("text", HOSTILE)
def test_every_character_of_a_label_that_markdown_reads_is_escaped(text):
    shown = escape.label(text)
    bare = shown.replace("\\\\", "")
    assert not [i for i, c in enumerate(bare) if escape.MARKUP.match(c) and c != "\\" and bare[i - 1 : i] != "\\"]
    assert shown.replace("\\", "").replace("\u2060", "") == " ".join(text.replace("\\", "").split())


@pytest.mark.parametrize("text", [":skull:", ":material/skull:", ":+1:", "a --> b", "a <- b", "a >= b", "a -- b", "~="])
def test_what_would_become_an_icon_or_an_arrow_in_a_label_is_parted_by_what_nobody_sees(text):
    shown = escape.label(text)
    assert "\u2060" in shown and shown.replace("\u2060", "").replace("\\", "") == text


# What makes links of bare addresses once the Markdown is read: the two searches of mdast-util-gfm-autolink-literal 2.0.
LINKS = re.compile(r"https?://[-.\w]+|www(?=\.)[-.\w]+|(?:^|(?<=[\W_]))[-.\w+]+@[-\w]+(?:\.[-\w]+)+", re.IGNORECASE)


@pytest.mark.parametrize(
    "text", ["http://x.y", "see HTTPS://x.y/z", "www.x.y", "(WWW.x.y)", "a@b.c", "mailto:a.b+c@d.e", "xmpp:a@b.c/d"]
)
def test_a_bare_address_in_a_label_is_no_link(text):
    shown = escape.label(text)
    read = shown.replace("\\", "")
    assert LINKS.search(text) and not LINKS.search(read) and read.replace("\u2060", "") == text


def test_a_label_is_one_line():
    assert escape.label("a\n\n# b\tc") == "a \\# b c"


def point(mark):
    return {"points": [{"customdata": mark}], "box": []}


def test_a_click_selects_the_first_point_that_carries_a_mark():
    assert show.clicked_mark(point("event:e-1")) == "event:e-1"
    assert show.clicked_mark(point(["event:e-1"])) == "event:e-1"
    both = {"points": [{}, {"customdata": None}, {"customdata": "dyad:a~b"}, {"customdata": "actor:c"}]}
    assert show.clicked_mark(both) == "dyad:a~b"


@pytest.mark.parametrize("mark", ["", "nothing", None, 5, [], [5], {"0": "event:a"}])
def test_a_click_on_what_carries_no_mark_selects_nothing(mark):
    assert show.clicked_mark(point(mark)) == ""


@pytest.mark.parametrize(
    ("cells", "rows", "selected", "clicked"),
    [
        ([(4, "About")], [1], 1, 4),  # a cell, beside the row drawn as selected
        ([], [4], 1, 4),  # the box of another row
        ([(1, "About")], [4], 1, 4),  # the box of another row, the cell as it was
        ([(1, "About")], [1], 1, None),  # another cell of the selected row
        ([], [], 1, None),  # its box once more
        ([(0, "About")], [], None, 0),
        ([], [], None, None),
    ],
)
def test_a_click_on_a_table_means_the_row_that_was_not_selected_before(cells, rows, selected, clicked):
    assert show.clicked_row({"cells": cells, "rows": rows}, selected) == clicked


def test_a_click_on_nothing_selects_nothing():
    assert show.clicked_mark({}) == "" and show.clicked_mark({"points": []}) == ""


def test_a_box_names_its_days_in_order_of_time():
    drawn = {"points": [], "box": [{"x": ["2021-05-05 12:30:00.1", "2021-01-26 03:00"], "y": [0, 1]}]}
    assert show.brushed_days(drawn) == ("2021-01-26", "2021-05-05")


@pytest.mark.parametrize("x", [[], ["2021-01-26"], ["2021-01-26 01:00", "2021-01-26 22:00"]])
def test_a_box_within_a_day_or_without_days_zooms_nowhere(x):
    assert show.brushed_days({"box": [{"x": x}]}) is None


def test_no_box_zooms_nowhere():
    assert show.brushed_days({}) is None and show.brushed_days({"box": []}) is None


ALLOWED = {name: ["a", "b"] for name in address.LISTS}


def asked(**query):
    """The scope that an address asks for, and what in it means nothing."""

    def script():
        import streamlit as st

        from onrecord.ui import address

        allowed = {name: ["a", "b"] for name in address.LISTS}
        st.session_state["asked"] = address.scope(allowed)

    at = AppTest.from_function(script)
    at.query_params.update(query)
    at.run()
    assert not at.exception
    return at.session_state["asked"]


def test_an_address_without_a_scope_asks_for_everything():
    scope, strange = asked()
    assert scope.is_whole() and strange == []


@pytest.mark.parametrize(("name", "field"), address.LISTS.items())
def test_each_list_of_an_address_fills_its_field_of_the_scope_once_and_in_order(name, field):
    scope, strange = asked(**{name: ["b", "a", "b"]})
    assert getattr(scope, field) == ("a", "b") and scope.n_set() == 1 and strange == []


@pytest.mark.parametrize(("name", "field"), address.DAYS.items())
def test_each_day_of_an_address_fills_its_field_of_the_scope(name, field):
    scope, strange = asked(**{name: "2021-01-26"})
    assert getattr(scope, field) == date(2021, 1, 26) and strange == []


def test_what_an_address_asks_for_in_vain_is_named_and_left_out():
    query = {"actor": ["a", "<script>"], "from": "2021-13-45", "level": "xyz"}
    scope, strange = asked(**query)
    assert scope.actors == ("a",) and scope.from_day is None and scope.level == "principal"
    assert strange == ["actor '<script>'", "from '2021-13-45'", "level 'xyz'"]


def test_a_value_of_ten_thousand_characters_and_hundreds_of_values_are_cut():
    _, strange = asked(actor="x" * 10_000)
    assert len(strange[0]) < 2 * address.MOST
    _, strange = asked(actor=[f"x{i}" for i in range(900)])
    assert len(strange) == address.MOST


def test_a_link_to_another_page_takes_the_scope_along_and_leaves_the_selection():
    def script():
        import streamlit as st

        from onrecord.ui import address

        st.session_state["carried"] = address.scope_query(select="event:b")

    at = AppTest.from_function(script)
    at.query_params.update({"actor": ["a", "b"], "known_on": "2021-02-01", "select": "event:a", "view": "x", "by": "1"})
    at.run()
    expected = {"actor": ["a", "b"], "known_on": ["2021-02-01"], "select": ["event:b"]}
    assert at.session_state["carried"] == expected


def test_putting_nothing_removes_a_parameter_and_putting_twice_replaces_it():
    def script():
        from onrecord.ui import address

        address.put("select", "event:a")
        address.put("select", "event:b")
        address.put("from", "")
        address.put("actor", ["", "a"])
        address.put("never", "")

    at = AppTest.from_function(script)
    at.query_params.update({"from": "2021-01-01"})
    at.run()
    assert not at.exception
    assert dict(at.query_params) == {"select": "event:b", "actor": "a"}


TEXT = "Header. " + "One two three. " * 40 + "<b>Here</b> it is. " + "Four five six. " * 40 + "Footer."
BODY = (len("Header. "), len(TEXT) - len("Footer."))
HIT = (TEXT.index("<b>"), TEXT.index("</b>") + 4)


def test_a_passage_is_marked_whole_and_cut_between_words_within_the_body():
    read = Read(texts.passage(TEXT, HIT, BODY))
    assert [tag for tag, _ in read.tags] == ["mark"]
    assert "<b>Here</b>" in read.text and read.text.startswith("… ") and read.text.endswith(" …")
    words = read.text.strip("… ").split()
    assert words[0] in TEXT.split() and words[-1] in TEXT.split()
    assert "Header" not in read.text and "Footer" not in read.text


def test_a_passage_at_the_edge_of_the_body_is_not_cut_there():
    read = Read(texts.passage("Whole body.", (0, 5), (0, 11)))
    assert read.text == "Whole body."


def test_the_whole_text_is_shown_with_every_span_marked_and_the_hit_apart():
    spans = [(BODY[0], BODY[0] + 7), (HIT[0] - 10, HIT[1])]
    read = Read(texts.text_html(TEXT, spans, BODY, HIT))
    assert read.text == TEXT
    assert ("mark", {"class": "or-hit"}) in read.tags and ("mark", {}) in read.tags
    assert [a for tag, a in read.tags if tag == "span"] == [{"class": "or-out"}] * 2


@given(
    texts_of.text(texts_of.characters(exclude_categories=["Cs", "Cc", "Cf"]), min_size=1, max_size=40),
    texts_of.lists(texts_of.tuples(texts_of.integers(0, 40), texts_of.integers(0, 40)), max_size=5),
)
def test_marking_never_loses_or_adds_a_letter_however_spans_overlap(text, pairs):
    spans = [(min(a, b, len(text)), min(max(a, b), len(text))) for a, b in pairs]
    assert Read(texts.text_html(text, spans, (0, len(text)))).text == text


def test_a_number_or_a_choice_in_an_address_that_is_none_falls_back_to_the_default():
    def script():
        import streamlit as st

        from onrecord.ui.show import choice, number, pick

        st.session_state["got"] = (
            number("n", "N", (1, 10, 2)),
            choice("c", "C", {"a": "A", "b": "B"}),
            pick("p", "P", {"a": "A", "b": "B"}, default="b"),
        )

    for n, expected in (("-1", 2), ("999", 10), ("0", 1), ("abc", 2), ("٣", 2), ("3", 3), ("", 2)):
        at = AppTest.from_function(script)
        at.query_params.update({"n": n, "c": "zzz", "p": "zzz"})
        at.run()
        assert not at.exception and at.session_state["got"] == (expected, "a", "b"), n


def test_nothing_here_says_what_it_was_told_to_and_ends_the_page():
    def script():
        import streamlit as st

        from onrecord.ui import show

        show.nothing_here("No *event* here.")
        st.title("After")

    at = AppTest.from_function(script).run()
    assert [i.value for i in at.info] == ["No \\*event\\* here\\."] and not at.title and not at.button


def test_the_scope_can_be_cleared_where_nothing_is_left_of_it():
    def script():
        from onrecord.ui import show

        show.nothing_here("Nothing.")

    at = AppTest.from_function(script)
    at.query_params.update({"from": "1500-01-01", "actor": ["a"], "level": "speaker"})
    at.run()
    at.button(key="w-widen").click().run()
    assert dict(at.query_params) == {"level": "speaker"}


def test_a_file_of_a_fictional_dossier_says_that_it_is_invented_and_one_of_another_does_not():
    def script():
        import streamlit as st

        from onrecord import config, store
        from onrecord.record import from_dossier
        from onrecord.ui.downloads import file_origin

        for folder in store.folders(config.SHIPPED):
            st.session_state[folder.name] = file_origin(from_dossier(store.read_folder(folder)))

    at = AppTest.from_function(script).run()
    assert not at.exception
    assert at.session_state["practice-river-talks"]["note"] == FICTION_NOTE
    assert "note" not in at.session_state["moscow-initiative-2021"]
