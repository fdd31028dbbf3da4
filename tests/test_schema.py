"""The codebook: it is whole, it contradicts itself nowhere, and its printed form is the one that ships."""

import re
from pathlib import Path

import pytest

from onrecord import schema
from onrecord.schema import BY_NAME, TABLES
from onrecord.schema.dossier import META_FIELDS
from onrecord.schema.tables import SUBJECTS

COLUMNS = [(table, column) for table in TABLES for column in table.columns]


def test_every_table_and_every_column_in_it_has_its_own_name():
    assert len(BY_NAME) == len(TABLES)
    assert all(len({c.name for c in table.columns}) == len(table.columns) for table in TABLES)


def test_a_key_is_made_of_columns_of_the_table():
    assert [t.name for t in TABLES if not set(t.key) <= {c.name for c in t.columns}] == []


def test_a_column_says_what_it_means_and_its_codes_say_so_too():
    assert [f"{t.name}.{c.name}" for t, c in COLUMNS if not c.about.endswith((".", "…"))] == []
    codes = [(f"{t.name}.{c.name}", *code) for t, c in COLUMNS for code in (c.codes or {}).items()]
    assert [(column, code) for column, code, meaning in codes if not meaning.endswith(".")] == []
    assert [f"{t.name}.{c.name}" for t, c in COLUMNS if t.column(c.name) is not c] == []


def test_an_id_refers_to_the_key_of_a_table_that_there_is():
    references = [(t, c) for t, c in COLUMNS if c.refers_to]
    assert len(references) > 10
    assert [f"{t.name}.{c.name}" for t, c in references if c.kind != "id" or len(BY_NAME[c.refers_to].key) != 1] == []


def test_what_a_conflict_may_be_about_has_one_id():
    assert [name for name in SUBJECTS if len(BY_NAME[name].key) != 1] == []


def test_positions_run_from_the_lowest_to_the_highest_without_a_gap():
    assert list(schema.POSITIONS) == [str(i) for i in range(schema.POSITION_LOW, schema.POSITION_HIGH + 1)]


def test_codes_cannot_be_changed_by_who_uses_them():
    for codes in (schema.EVENT_STATUSES, schema.POSITIONS, schema.CREDIBILITIES, BY_NAME, META_FIELDS):
        with pytest.raises(TypeError):
            codes["new"] = "meaning"


def test_the_codebook_names_every_table_column_and_code_with_its_meaning():
    sections = re.split(r"^## ", schema.codebook(), flags=re.MULTILINE)[1:]
    assert [s.partition("\n")[0] for s in sections] == [t.name for t in TABLES]
    for table, section in zip(TABLES, sections, strict=True):
        for column in table.columns:
            assert re.search(rf"^\| `{column.name}` \| [^|]+ \| {re.escape(column.about)} \|$", section, re.MULTILINE)
            assert all(f"- `{code}`: {meaning}" in section for code, meaning in (column.codes or {}).items())


def test_the_codebook_says_which_cells_may_be_empty():
    book = schema.codebook()
    assert "| `url` | text, may be empty |" in book
    assert "| `position` | code |" in book
    assert "| `principal_id` | id in `actors`, may be empty |" in book


def test_the_codebook_that_ships_is_the_one_the_program_prints():
    shipped = Path(__file__).parents[1] / "data" / "README.md"
    assert shipped.read_text(encoding="utf-8") == schema.codebook()
