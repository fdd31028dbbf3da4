"""Letters: one answer to what a control character is, and what each place makes of one."""

import re
import sys
import unicodedata

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as texts_of

from onrecord import checks, export, text
from onrecord.intake.shape import line
from onrecord.intake.text import normalised_text
from onrecord.schema import TABLES
from onrecord.ui import escape

EVERY = list(map(chr, range(sys.maxunicode + 1)))
ANY = texts_of.text(texts_of.characters(codec=None, categories=None), max_size=60)


def test_control_characters_are_the_codes_of_unicode_but_line_feed_and_tab_and_what_no_file_can_carry():
    controls = {c for c in EVERY if unicodedata.category(c) in ("Cc", "Cs")} - {"\n", "\t"} | {"\ufffe", "\uffff"}
    assert {c for c in EVERY if text.CONTROL.match(c)} == controls


def test_what_changes_the_direction_of_the_text_behind_it_is_told_from_marks_that_words_need():
    classes = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert {c for c in EVERY if text.BIDI.match(c)} == {c for c in EVERY if unicodedata.bidirectional(c) in classes}
    assert {c for c in EVERY if text.DIRECTION_MARK.match(c)} == {"\u200e", "\u200f", "\u061c"}


@pytest.mark.parametrize("code", ["\x00", "\r", "\x1b", "\x85", "\ud800", "\uffff"])
def test_every_place_knows_the_same_control_characters(code):
    found = checks.line_faults({"title": f"a{code}b"}, {t.name: [] for t in TABLES})
    assert any(fault.startswith("dossier.toml:1: title holds a control character") for fault in found)  # refused
    assert normalised_text(f"a{code}b")[0] in ("a\ufffdb", "a\nb")  # an upload shows it, or breaks the line
    assert line(f"a{code}b") == "a b"  # a title stays one line
    assert escape.clean(f"a{code}b") == "ab"  # no screen draws it
    table = pd.DataFrame({"title": [f"a{code}b"]}, dtype=object)
    assert code not in export.csv(table).decode().replace("\r\n", "")  # no file carries it


@given(ANY)
def test_cleaned_text_holds_no_control_character_and_is_left_alone_from_then_on(raw):
    for clean in (text.without_control, text.one_line, text.without_bidi, escape.clean):
        assert clean(clean(raw)) == clean(raw)
    assert not text.CONTROL.search(text.without_control(raw) + text.one_line(raw))
    assert "\n" not in text.one_line(raw)
    assert text.encodable(raw).encode().decode() == text.encodable(raw)
    assert text.with_escapes(raw).isprintable()


@given(ANY)
def test_a_slug_holds_latin_letters_digits_and_single_hyphens_only(raw):
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", text.latin_slug(raw))


def test_spellings_of_one_name_fold_to_one():
    assert (
        len({text.fold(name) for name in ("Riyāḍ al-Mālikī", "RIYAD MALIKI", "Riyad el Maliki", "riyad  maliki")}) == 1
    )
    assert text.fold("أحمد") == text.fold("احمد")
    assert text.fold("the") == "the"  # nothing else is left of it
