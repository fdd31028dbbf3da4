"""The dossiers that come with their texts: each breaks no rule, and every passage lies in the text beside it."""

from pathlib import Path

import pytest

from onrecord import checks, store

ROOT = Path(__file__).parents[1]
FOLDERS = [*store.folders(ROOT / "tests" / "dossiers"), ROOT / "data" / "practice-river-talks"]


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda folder: folder.name)
def folder(request):
    return request.param


@pytest.fixture(scope="module")
def tables(folder):
    return store.read_folder(folder).tables  # raises where there is a fault


@pytest.fixture(scope="module")
def texts(folder, tables):
    return store.read_texts(folder / "texts", tables["reports"])


def test_there_is_a_dossier_to_try():
    assert FOLDERS


def test_every_report_has_its_text_and_every_text_is_the_one_that_was_coded(tables, texts):
    assert set(texts) == set(tables["reports"]["report_id"])


def test_every_passage_holds_words_of_its_text(tables, texts):
    assert checks.text_faults(tables, texts) == []


def test_every_passage_is_cut_at_whole_words(tables, texts):
    cut = [
        (name, report, text[int(start) : int(end)])
        for name in ("event_reports", "stances", "conflict_sides")
        for report, start, end in tables[name][["report_id", "start", "end"]].itertuples(index=False)
        if splits_a_word(text := texts[report], int(start)) or splits_a_word(text, int(end))
    ]
    assert cut == []


def splits_a_word(text, at):
    return text[at - 1 : at].isalnum() and text[at : at + 1].isalnum()
