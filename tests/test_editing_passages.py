"""Passages: sentences in six scripts, and where a pasted passage stands in a text."""

import hashlib
from itertools import pairwise

import pytest

from onrecord.editing import passages

# each sentence is one element: what the parts join to must be cut there again
SENTENCES = {
    "Latin": ["Mr. Smith of the U.S. delegation left at 3.15 p.m. for talks.", "Why?", "“No comment.”", "He said so!"],
    "Cyrillic": ["Министр А. Иванов сказал да.", "Это правда?", "Нет, в 2021 г. всё было иначе…"],
    "Arabic": ["قال الوزير نعم.", "هل هذا صحيح؟", "لا!", "انتهى الاجتماع."],
    "Hebrew": ["השר אמר כן.", "האם זה נכון?", "לא.", "הפגישה הסתיימה!"],
    "Devanagari": ["मंत्री ने हाँ कहा।", "क्या यह सही है?", "नहीं।"],
    "Urdu": ["وزیر نے ہاں کہا۔", "کیا یہ درست ہے؟", "نہیں۔"],
}


@pytest.mark.parametrize("script", SENTENCES)
def test_a_text_of_any_script_is_cut_where_its_sentences_end(script):
    text = "  ".join(SENTENCES[script])
    assert [text[a:b] for a, b in passages.sentences(text)] == SENTENCES[script]


def test_chinese_sentences_need_no_blank_between_them():
    text = "部长说是。这对吗？“不。”他走了。"
    assert [text[a:b] for a, b in passages.sentences(text)] == ["部长说是。", "这对吗？", "“不。”", "他走了。"]


def test_a_line_break_ends_a_sentence_because_headlines_have_no_mark():
    text = "A headline without a mark\nBy somebody\n\nThe first sentence. The second"
    assert [text[a:b] for a, b in passages.sentences(text)] == [
        "A headline without a mark",
        "By somebody",
        "The first sentence.",
        "The second",
    ]


def test_places_count_characters_and_not_utf_16_units():
    text = "😀😀 First. שלום 😀. Third 𝒳."
    spans = passages.sentences(text)
    assert [text[a:b] for a, b in spans] == ["😀😀 First.", "שלום 😀.", "Third 𝒳."]
    assert spans[1] == (10, 17)


def test_sentences_stay_within_the_body_and_cover_all_of_it(texts_folder, record):
    for path in sorted(texts_folder.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        row = record.reports[record.reports["sha256"] == sha256].iloc[0]
        body = int(row["body_start"]), int(row["body_end"])
        spans = passages.sentences(text, body)
        assert spans == sorted(spans) and all(body[0] <= a < b <= body[1] for a, b in spans)
        assert all(a >= b for (_, b), (a, _) in pairwise(spans)), "no two overlap"
        between = "".join(text[b:a] for (_, b), (a, _) in pairwise(spans))
        assert between.strip() == "", "nothing is left out"


def test_the_next_sentence_without_coding_is_after_the_place_and_then_from_the_top():
    places = [(0, 5), (6, 10), (11, 20), (21, 30)]
    assert passages.next_uncoded(places, [(7, 8)], 0) == (0, 5)
    assert passages.next_uncoded(places, [(7, 8)], 5) == (11, 20)
    assert passages.next_uncoded(places, [(7, 8), (11, 30)], 11) == (0, 5)
    assert passages.next_uncoded(places, [(0, 30)], 0) is None


def test_a_passage_is_found_whatever_pasting_did_to_blanks_quotation_marks_dashes_and_case():
    text = "Boilerplate. The minister’s “new\n plan” – he said – was\u00a0ready. End."
    found = passages.find(text, 'the MINISTER\'s "new plan" - he said - was ready.')
    assert found is not None and found.how == "exact"
    assert text[found.start : found.end] == "The minister’s “new\n plan” – he said – was\u00a0ready."


@pytest.mark.parametrize(
    ("text", "pasted"),
    [
        ("😀 قال الوزير: «نعم، نريد السلام» في موسكو.", 'الوزير: "نعم، نريد السلام"'),
        ("קודם. השר אמר: „כן, נבוא” – ואז 😀 הלך.", '"כן, נבוא" - ואז'),
        ("مُحَمَّد قال كلمة واضحة.", "محمد قال كلمة"),
        ("Он сказал:\n«Да, мы будем 😀 там».", '"да, мы будем 😀 там"'),
    ],
)
def test_a_passage_is_found_in_other_scripts_at_its_characters(text, pasted):
    found = passages.find(text, pasted)
    assert found is not None and found.how == "exact"
    told = text[found.start : found.end]
    assert told.strip() == told and len(told) >= len(pasted) - 2
    assert passages.find(text, told) == passages.PassageMatch(found.start, found.end, "exact", 1, 100.0)


def test_what_stands_in_the_text_more_than_once_says_so_and_is_the_first():
    text = "Talks failed. Then talks failed again, and talks failed for good."
    found = passages.find(text, "talks failed")
    assert found is not None and (found.start, found.end, found.n_places) == (0, 12, 3)


def test_what_is_only_alike_says_so_and_ends_with_whole_words():
    text = "Earlier. The foreign minister proposed a conference of ministers in the capital. Later."
    found = passages.find(text, "the forein minister proposed the conference of ministers in capital")
    assert found is not None and found.how == "alike" and found.likeness < 100
    told = text[found.start : found.end]
    assert told.startswith("The foreign") and "conference of ministers" in told
    assert not (text[found.end : found.end + 1].isalnum() and told[-1].isalnum())


@pytest.mark.parametrize("pasted", ["", "   ", "nothing of the kind was ever said anywhere", "xq"])
def test_what_is_not_there_is_not_found(pasted):
    assert passages.find("The minister proposed a conference. It will meet in spring.", pasted) is None


def test_what_lies_outside_the_body_is_not_found_in_it():
    text = "Share this page with friends. The body of the report."
    assert passages.find(text, "Share this page", (30, len(text))) is None
    assert passages.trim(text, (0, 10), (30, len(text))) is None
    assert passages.trim(text, (20, 34), (30, len(text))) == (30, 33)
