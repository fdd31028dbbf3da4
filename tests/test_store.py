"""The store: what goes in comes out, nothing that stood is lost, and what cannot be kept is refused whole."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from onrecord import store
from onrecord.errors import DossierError, MissingError, OnRecordError, SaveError, TextError
from onrecord.schema import TABLES
from onrecord.schema.dossier import Dossier
from onrecord.store import migrations
from onrecord.store.engine import write_transaction
from onrecord.store.folder import version
from onrecord.store.layout import SCHEMA, STORED
from tests import databases, generate

SHIPPED = Path(__file__).parents[1] / "data" / "moscow-initiative-2021"
BOTH = pytest.mark.parametrize("which", ["shipped", "generated"])
HOSTILE = [
    "<script>alert(1)</script>",
    "=1+1",
    "'; DROP TABLE stances; --",
    "\u200f\u202eright to left\u2069",
    "رياض المالكي",
    "two\nlines\tand a tab",
    'say "no", twice; and \\ back',
    "\U0001f54a ﷽ é é",
    "NaN",
    "null",
    "\ufeffmark",
    "1e5",
    "  spaces kept  ",
]


@pytest.fixture(scope="module")
def shipped() -> Dossier:
    return store.read_folder(SHIPPED)


@pytest.fixture(scope="module")
def dossier(excerpt):
    return excerpt


@pytest.fixture(scope="module")
def filled(filled_excerpt):
    return filled_excerpt


@pytest.fixture(scope="module")
def filled_template(postgresql, dossier):
    with postgresql.copy() as name:
        databases.fill(postgresql.address(name), dossier)
        yield name


def same(a: Dossier, b: Dossier) -> bool:
    """Whether two dossiers say the same: equal description, equal rows, equal version."""
    tables = all(rows(a, t.name) == rows(b, t.name) and len(a.tables[t.name]) == len(b.tables[t.name]) for t in TABLES)
    return tables and dict(a.meta) == dict(b.meta) and a.version == b.version != ""


def rows(dossier: Dossier, table: str) -> set[tuple[str, ...]]:
    return set(dossier.tables[table].itertuples(index=False, name=None))


def edited(dossier: Dossier, table: str, frame: pd.DataFrame) -> Dossier:
    tables = {**dossier.tables, table: frame}
    return replace(dossier, tables=tables, version=version(dossier.meta, tables))


def noted(dossier: Dossier, note: str) -> Dossier:
    """The dossier with another note on its first event."""
    events = dossier.tables["events"].reset_index(drop=True)
    return edited(dossier, "events", events.assign(note=events["note"].where(events.index > 0, note)))


def count(engine: store.Store) -> dict[str, int]:
    """Rows of every database table, those that were ended too."""
    names = ["revisions", "dossiers", *(t.name for t in TABLES)]
    with engine.connect() as connection:
        return {n: connection.exec_driver_sql(f"SELECT count(*) FROM {n}").scalar() for n in names}


# There and back.


def test_a_dossier_comes_back_from_a_folder_as_it_was(tmp_path, shipped):
    store.write_folder(shipped, tmp_path / shipped.dossier_id)
    assert same(store.read_folder(tmp_path / shipped.dossier_id), shipped)


@BOTH
def test_a_dossier_comes_back_from_the_database_as_it_was(which, engine, tmp_path, request):
    dossier = request.getfixturevalue(which)
    revision = store.fill(engine, dossier)
    loaded = store.load(engine, dossier.dossier_id)
    assert same(loaded, dossier)
    assert loaded.revision == revision == 1
    store.write_folder(loaded, tmp_path / dossier.dossier_id)
    assert same(store.read_folder(tmp_path / dossier.dossier_id), dossier)


def test_rows_come_back_in_the_order_of_their_keys_however_they_went_in(engine, dossier):
    shuffled = {name: frame.sample(frac=1, random_state=7) for name, frame in dossier.tables.items()}
    store.fill(engine, replace(dossier, tables=shuffled))
    for table in TABLES:
        keys = store.load(engine, dossier.dossier_id).tables[table.name][list(table.key)].to_numpy().tolist()
        assert keys == sorted(keys)


def test_writing_a_folder_twice_gives_the_same_bytes(tmp_path, dossier):
    for name in ("a", "b"):
        shuffled = {t: frame.sample(frac=1, random_state=len(name)) for t, frame in dossier.tables.items()}
        store.write_folder(replace(dossier, tables=shuffled), tmp_path / name)
    written = {p.name: p.read_bytes() for p in (tmp_path / "a").iterdir()}
    assert written == {p.name: p.read_bytes() for p in (tmp_path / "b").iterdir()}
    assert set(written) == {"dossier.toml", *(f"{t.name}.csv" for t in TABLES)}


def test_a_dossier_without_rows_comes_back_without_rows(engine, tmp_path, dossier):
    empty = {name: frame.head(0) for name, frame in dossier.tables.items()}
    bare = replace(dossier, tables=empty, version=version(dossier.meta, empty))
    store.write_folder(bare, tmp_path / "bare")
    read = store.read_folder(tmp_path / "bare")
    store.fill(engine, read)
    for loaded in (read, store.load(engine, "bare")):
        assert all(list(loaded.tables[t.name]) == [c.name for c in t.columns] for t in TABLES)
        assert all(loaded.tables[t.name].empty for t in TABLES)


@pytest.mark.parametrize("some", [HOSTILE[:5], HOSTILE[5:10], HOSTILE[10:]], ids=["first", "second", "third"])
def test_a_text_survives_folder_and_database_exactly(some, engine, tmp_path, dossier):
    """Each text in three columns of an event, as an alias, and in a field of the description."""
    events, aliases = (dossier.tables[name].head(len(some)) for name in ("events", "aliases"))
    events, aliases = events.assign(title=some, place=some, note=some), aliases.assign(alias=some)
    marked = edited(dossier, "events", pd.concat([events, dossier.tables["events"].iloc[len(some) :]]))
    marked = edited(marked, "aliases", pd.concat([aliases, marked.tables["aliases"].iloc[len(some) :]]))
    described = dict(zip(("about", "title", "question", "licence", "cite"), some, strict=False))
    marked = replace(marked, meta={**marked.meta, **described}, version="")
    marked = replace(marked, version=version(marked.meta, marked.tables))
    store.fill(engine, marked)
    store.write_folder(store.load(engine, dossier.dossier_id), tmp_path / dossier.dossier_id)
    again = store.read_folder(tmp_path / dossier.dossier_id)
    assert same(again, marked)
    assert {field: again.meta[field] for field in described} == described
    assert set(some) <= set(again.tables["aliases"]["alias"])


def test_the_version_changes_with_any_cell_and_with_the_description_only(dossier):
    shuffled = {name: frame.sample(frac=1, random_state=7) for name, frame in dossier.tables.items()}
    assert version(dossier.meta, shuffled) == dossier.version
    assert noted(dossier, "another").version != dossier.version
    assert version({**dossier.meta, "title": "x"}, dossier.tables) != dossier.version


# Revisions.


def test_loading_twice_changes_nothing(engine, dossier):
    first = store.fill(engine, dossier)
    before = count(engine)
    assert store.fill(engine, dossier) == first
    assert store.save(engine, dossier, made_by="ann", reason="again") == first
    assert count(engine) == before


def test_a_changed_row_makes_one_revision_and_the_old_state_stays_readable(filled_store, dossier):
    first = store.newest(filled_store, dossier.dossier_id)
    before = count(filled_store)
    changed = noted(dossier, "changed")
    second = store.save(filled_store, changed, made_by="ann", reason="a better note")
    assert count(filled_store) == {**before, "events": before["events"] + 1, "revisions": 2}
    assert same(store.load(filled_store, dossier.dossier_id), changed)
    assert same(store.load(filled_store, dossier.dossier_id, first), dossier)
    past = store.revisions(filled_store, dossier.dossier_id)
    assert past[["rev_id", "made_by", "reason"]].to_numpy().tolist() == [
        [first, "folder", "read from its folder"],
        [second, "ann", "a better note"],
    ]
    assert pd.to_datetime(past["made_at"]).dt.tz is not None
    assert store.newest(filled_store, dossier.dossier_id) == second


def test_a_removed_row_is_ended_and_not_deleted_and_can_come_back(filled_store, dossier):
    first = store.newest(filled_store, dossier.dossier_id)
    before = count(filled_store)
    without = edited(dossier, "conflict_sides", dossier.tables["conflict_sides"].iloc[1:])
    second = store.save(filled_store, without, made_by="ann", reason="not a side")
    assert count(filled_store) == {**before, "revisions": 2}
    third = store.save(filled_store, dossier, made_by="ann", reason="it was one")
    for revision, state in {first: dossier, second: without, third: dossier}.items():
        assert same(store.load(filled_store, dossier.dossier_id, revision), state)


def test_a_changed_description_is_a_revision_too(filled_store, dossier):
    meta = {**dossier.meta, "title": "Another title"}
    renamed = replace(dossier, meta=meta, version=version(meta, dossier.tables))
    store.save(filled_store, renamed, made_by="ann", reason="renamed")
    assert store.dossiers(filled_store) == {dossier.dossier_id: "Another title"}
    assert store.load(filled_store, dossier.dossier_id, 1).meta["title"] == dossier.meta["title"]


def test_at_most_one_row_of_a_key_stands(engine, dossier):
    for note in ("one", "two", "three"):
        store.save(engine, noted(dossier, note), made_by="ann", reason=note)
    with engine.connect() as connection:
        standing = "SELECT dossier_id, row_key FROM events WHERE rev_to IS NULL"
        keys = connection.exec_driver_sql(standing).fetchall()
    assert len(keys) == len(set(keys)) == len(dossier.tables["events"])


def test_the_folder_does_not_overwrite_what_somebody_changed_since(filled_store, dossier):
    changed = noted(dossier, "by hand")
    latest = store.save(filled_store, changed, made_by="ann", reason="by hand")
    assert store.fill(filled_store, noted(dossier, "from the folder")) == latest
    assert same(store.load(filled_store, dossier.dossier_id), changed)


def test_a_folder_that_was_edited_is_taken_over_where_nobody_else_worked(filled_store, dossier):
    changed = noted(dossier, "from the folder")
    store.fill(filled_store, changed)
    assert same(store.load(filled_store, dossier.dossier_id), changed)


def test_dossiers_are_kept_apart(filled_store, dossier, generated):
    other = replace(dossier, dossier_id="other")
    store.fill(filled_store, other)
    store.save(filled_store, noted(other, "only here"), made_by="ann", reason="x")
    assert same(store.load(filled_store, dossier.dossier_id), dossier)
    assert list(store.dossiers(filled_store)) == sorted([dossier.dossier_id, "other"])
    assert store.newest(filled_store, dossier.dossier_id) == 1
    assert len(store.revisions(filled_store, "other")) == 2


def test_what_is_not_there_is_said_with_what_is(engine, dossier):
    with pytest.raises(MissingError, match=r"no dossier 'x' here\. Those there are: none yet"):
        store.load(engine, "x")
    store.fill(engine, dossier)
    with pytest.raises(MissingError, match=f"Those there are: {dossier.dossier_id}"):
        store.load(engine, "x' OR 1=1")
    with pytest.raises(MissingError, match="was not yet here at revision 0"):
        store.load(engine, dossier.dossier_id, 0)
    assert store.newest(engine, "x") == 0
    assert store.revisions(engine, "x").empty


# Refused whole.


def test_a_broken_folder_is_refused_whole_and_the_old_state_stays(engine, folder):
    before = store.read_folder(folder)
    store.fill(engine, before)
    (folder / "events.csv").write_text(
        (folder / "events.csv").read_text("utf-8").replace(",occurred,", ",happened,", 1), encoding="utf-8"
    )
    (folder / "issues.csv").write_text(
        (folder / "issues.csv").read_text("utf-8").replace("\n", "\n\n", 1), encoding="utf-8"
    )
    with pytest.raises(DossierError):
        store.fill(engine, store.read_folder(folder))
    assert same(store.load(engine, before.dossier_id), before)


def test_a_save_that_fails_half_way_leaves_nothing(filled_store, dossier):
    before = count(filled_store)
    broken = noted(dossier, "changed")
    sides = dossier.tables["conflict_sides"].astype(object)
    sides.iloc[0, sides.columns.get_loc("claim")] = None
    with pytest.raises(SaveError, match="Nothing was saved"):
        store.save(filled_store, edited_unhashed(broken, sides), made_by="ann", reason="x")
    assert count(filled_store) == before
    assert same(store.load(filled_store, dossier.dossier_id), dossier)


def edited_unhashed(dossier: Dossier, sides: pd.DataFrame) -> Dossier:
    return replace(dossier, tables={**dossier.tables, "conflict_sides": sides})


def test_what_is_no_folder_is_said_to_be_none(tmp_path):
    with pytest.raises(MissingError, match="is not a folder"):
        store.read_folder(tmp_path / "absent")


def test_dossier_folders_are_found_by_their_description(tmp_path):
    for name in ("b", "a", "none"):
        (tmp_path / name).mkdir()
    for name in ("a", "b"):
        (tmp_path / name / "dossier.toml").touch()
    assert [p.name for p in store.folders(tmp_path)] == ["a", "b"]
    assert store.folders(tmp_path / "absent") == []


def test_a_file_that_cannot_be_replaced_is_left_as_it_was(tmp_path, dossier):
    (tmp_path / "out" / "actors.csv").mkdir(parents=True)
    with pytest.raises(OnRecordError, match="cannot be written"):
        store.write_folder(dossier, tmp_path / "out")
    assert (tmp_path / "out" / "actors.csv").is_dir()


# The database.


def test_the_embedded_database_is_set_to_lose_nothing(embedded):
    with embedded.connect() as connection:
        said = {p: connection.exec_driver_sql(f"PRAGMA {p}").scalar() for p in ("journal_mode", "synchronous")}
        assert said == {"journal_mode": "wal", "synchronous": 2}
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        with pytest.raises(Exception, match="FOREIGN KEY"):
            connection.exec_driver_sql(
                "INSERT INTO dossiers (dossier_id, row_key, rev_from, meta) VALUES (1, 1, 99, 1)"
            )


def test_two_engines_on_one_file_see_each_others_work(url, engine, dossier):
    other = store.connect(url)
    store.fill(engine, dossier)
    assert same(store.load(other, dossier.dossier_id), dossier)
    changed = noted(dossier, "from the other")
    store.save(other, changed, made_by="bob", reason="x")
    assert same(store.load(engine, dossier.dossier_id), changed)
    other.dispose()


def test_many_who_save_at_once_each_get_a_revision_and_none_is_lost(filled_url, dossier):
    engines = [store.connect(filled_url) for _ in range(4)]

    def work(n: int) -> int:
        return store.save(engines[n], noted(dossier, f"by {n}"), made_by=f"user {n}", reason="at once")

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(work, range(4)))
    assert sorted(made) == [2, 3, 4, 5]
    for n, revision in enumerate(made):
        assert same(store.load(engines[0], dossier.dossier_id, revision), noted(dossier, f"by {n}"))
    for engine in engines:
        engine.dispose()


def test_a_reader_is_not_kept_waiting_by_a_writer(filled_url, filled_store, dossier):
    other = store.connect(filled_url)
    with write_transaction(other) as connection:
        connection.execute(sa.update(STORED["events"]).values(note="half done"))
        assert same(store.load(filled_store, dossier.dossier_id), dossier)
    other.dispose()


def test_a_save_needs_one_connection_only(dossier):
    in_memory = store.connect("sqlite://")
    assert store.fill(in_memory, dossier) == store.fill(in_memory, dossier) == 1
    assert same(store.load(in_memory, dossier.dossier_id), dossier)


def test_the_file_is_a_plain_sqlite_database_that_others_can_read(filled_copy, dossier):
    with sqlite3.connect(f"file:{filled_copy}?mode=ro", uri=True) as other:
        (titles,) = other.execute("SELECT count(title) FROM events").fetchone()
    assert titles == len(dossier.tables["events"])


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://desk:hunter2@127.0.0.1:1/record",
        "postgresql://desk:p@ss:hunter2/record",
        "postgresql://desk:hunt/er2@host:port/record",
        "oracle-of-delphi://desk:hunter2@host/record",
        "hunter2",
        "",
        "sqlite:////dev/null/hunter2/record.db",
    ],
)
def test_an_address_that_leads_nowhere_is_an_error_without_the_password(address):
    with pytest.raises(OnRecordError) as failed:
        store.connect(address)
    said, error = "", failed.value
    while error is not None:
        said, error = said + str(error), error.__cause__
    assert "hunt" not in said.replace("/dev/null/hunter2", "")
    assert len(str(failed.value)) > 20


def test_a_file_that_is_no_database_is_said_not_to_answer(tmp_path):
    (tmp_path / "text.db").write_text("not a database, however long it may be" * 100)
    with pytest.raises(OnRecordError, match="does not answer"):
        store.connect(f"sqlite:///{tmp_path}/text.db")


# Texts.


def test_texts_are_found_by_their_hash_whatever_they_are_called(texts_folder, tmp_path, dossier):
    reports = dossier.tables["reports"]
    for i, path in enumerate(sorted(texts_folder.glob("*.txt"))):
        (tmp_path / f"{i}.txt").write_bytes(path.read_bytes())
    (tmp_path / "shopping.txt").write_text("not a report")
    texts = store.read_texts(tmp_path, reports)
    assert {r: len(t) for r, t in texts.items()} == dict(
        zip(reports["report_id"], reports["n_chars"].astype(int), strict=True)
    )


def test_a_text_named_after_a_report_must_be_that_text(tmp_path, dossier):
    report = dossier.tables["reports"]["report_id"].iloc[0]
    (tmp_path / f"{report}.txt").write_text("not the text")
    with pytest.raises(TextError, match=f"'{report}.txt' is not the text that was coded"):
        store.read_texts(tmp_path, dossier.tables["reports"])


def test_every_text_that_is_refused_is_named(dossier):
    with pytest.raises(TextError, match=r"'a\.txt'.*'b\.txt'"):
        store.match_texts([("a.txt", b"a"), ("b.txt", b"b")], dossier.tables["reports"])


def test_a_report_without_a_hash_takes_no_text(dossier):
    reports = dossier.tables["reports"].assign(sha256="")
    with pytest.raises(TextError):
        store.match_texts([("empty.txt", b"")], reports)


# The dossier made by a program, on which speed is measured.


def test_the_generated_dossier_is_large_and_the_same_at_every_run(generated):
    size = {name: len(frame) for name, frame in generated.tables.items()}
    expected = {"events": 2000, "stances": 1200, "reports": 300, "issues": 60, "conflicts": 100}
    assert {name: size[name] for name in expected} == expected
    assert (generated.tables["actors"]["kind"] != "person").sum() == 40
    assert generate.dossier(seed=1).version != generated.version


def test_the_generated_dossier_is_written_by_one_command_and_the_same_in_another_process(tmp_path, generated):
    command = [sys.executable, "-m", "tests.generate", str(tmp_path / "generated")]
    subprocess.run(command, cwd=Path(__file__).parents[1], check=True, timeout=120)
    assert same(store.read_folder(tmp_path / "generated"), generated)


def test_the_schema_of_a_new_database_is_that_of_the_newest_migration():
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert scripts.get_heads() == [SCHEMA], "name the newest migration as SCHEMA in onrecord/store/layout.py"
