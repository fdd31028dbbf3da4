"""Whole dossiers: begun, described, handed over and brought in again without a difference; what is altered is named."""

import csv
import hashlib
import io
import random
import shutil
import struct
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import streamlit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from onrecord import __main__ as command
from onrecord import checks, config, editing, store
from onrecord import record as records
from onrecord.editing import Coder, Workspace, bundles, dossiers, names
from onrecord.errors import AccessError, DossierError, MissingError, OnRecordError, TextError
from onrecord.export import unguard
from onrecord.export.bundle import SUMS, bundle, damaged_files
from onrecord.intake import UploadError
from onrecord.schema import BY_NAME, TABLES
from onrecord.schema.change import Signed
from onrecord.schema.dossier import FICTION_NOTE, META_FIELDS, Dossier
from onrecord.store.first_load import begin
from onrecord.store.folder import version
from onrecord.views import tables
from tests import counts
from tests.apps import AUTH, advice, empty, opened, run_alone, sent

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
MANY = counts.of(5, 1000)
META = {"title": "T", "question": "Q?", "period": "2021", "about": "A", "licence": "L", "cite": "C"}
TEXT = "It was said on that day.\nبيان\n"


@pytest.fixture(scope="module")
def dossier(excerpt):
    return excerpt


@pytest.fixture(scope="module")
def record(dossier):
    return records.from_dossier(dossier)


@pytest.fixture(scope="module")
def filled(filled_excerpt):
    return filled_excerpt


@pytest.fixture(scope="module")
def renamed(tmp_path_factory, dossier, filled):
    """A database that holds the shipped dossier with one change."""
    path = shutil.copy(filled, tmp_path_factory.mktemp("renamed"))
    engine = store.connect(f"sqlite:///{path}")
    names.rename(Workspace(engine, dossier.dossier_id, Coder("Anna", True)), "actor:lavrov", "=HYPERLINK(1)")
    engine.dispose()
    return path


@pytest.fixture
def at(tmp_path, dossier, renamed, monkeypatch):
    """The desk of a coder over the shipped dossier with one change, on a machine of one's own."""
    monkeypatch.delenv("ONRECORD_DATABASE_URL", raising=False)
    path = shutil.copy(renamed, tmp_path / "record.db")
    return Workspace(store.connect(f"sqlite:///{path}"), dossier.dossier_id, Coder("Anna", True))


@pytest.fixture(scope="module")
def handed(dossier, renamed):
    """That dossier as a bundle."""
    return dossiers.hand_over(Workspace(store.connect(f"sqlite:///{renamed}"), dossier.dossier_id, Coder("Anna", True)))


@pytest.fixture
def elsewhere(tmp_path):
    """An empty desk on another machine."""
    return Workspace(store.connect(f"sqlite:///{tmp_path}/elsewhere.db"), "", Coder("Boris", True))


def files(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def zipped(entries, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method, compresslevel=1) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def inside(content):
    return {name.partition("/")[2]: held for name, held in files(content).items()}


# Begun


def test_a_new_dossier_needs_only_a_title_and_is_without_faults(at):
    begun = dossiers.begin(at, {"title": " The  Astana  Format "})
    made = store.load(at.engine, begun.dossier_id)
    assert begun.dossier_id == "the-astana-format"
    assert made.meta["title"] == "The Astana Format" and set(made.meta) == set(META_FIELDS)
    assert made.meta["period"] == ""  # that of what will be coded, not the year it is begun in
    assert checks.faults(made.meta, made.tables) == []
    past = store.revisions(at.engine, begun.dossier_id)
    assert past[["made_by", "reason"]].to_numpy().tolist() == [["Anna", "dossier begun"]]


def test_what_is_filled_in_replaces_the_default_and_a_period_may_be_typed_loosely(at):
    begun = dossiers.begin(at, {"title": "X", "question": "Who?", "period": "spring 2021", "licence": " "})
    meta = store.load(at.engine, begun.dossier_id).meta
    assert (meta["question"], meta["period"]) == ("Who?", "2021-21")
    assert meta["licence"] == dossiers.defaults("X", "Anna", date.today())["licence"]


@pytest.mark.parametrize(("fields", "said"), [({"title": " "}, "title"), ({"title": "X", "period": "soon"}, "date")])
def test_what_a_dossier_cannot_be_begun_with_is_said(at, fields, said):
    with pytest.raises(OnRecordError, match=said):
        dossiers.begin(at, fields)


def test_two_dossiers_of_one_title_have_two_ids_and_one_press_makes_one(at):
    ids = [dossiers.begin(at, {"title": "Talks"}, token=token).dossier_id for token in ("a", "b")]
    assert ids == ["talks", "talks-2"]
    assert dossiers.begin(at, {"title": "Other"}, token="c") and begin(
        at.engine, store.load(at.engine, "other"), Signed("Anna", "again", "c")
    ) == store.newest(at.engine, "other")


def test_a_title_in_any_script_makes_an_id(at):
    for title in ("قمة موسكو", "2021", "💬", "../../etc", "x" * 500):
        assert checks.ID.fullmatch(dossiers.begin(at, {"title": title}).dossier_id)


def test_a_described_dossier_keeps_its_rows_and_says_what_was_changed(at, dossier):
    before = store.load(at.engine, at.dossier_id)
    revision = dossiers.describe(at, {"title": "Another title", "period": "2021-01/2022-01"})
    now = store.load(at.engine, at.dossier_id)
    cite = dossier.meta["cite"].replace(dossier.meta["title"], "Another title")
    assert "Another title" in cite
    assert now.meta == {**dossier.meta, "title": "Another title", "period": "2021-01/2022-01", "cite": cite}
    reasons = store.revisions(at.engine, at.dossier_id).set_index("rev_id")["reason"]
    assert reasons[revision] == "description changed: title, period, cite"
    editing.undo(at)
    assert store.load(at.engine, at.dossier_id).version == before.version


def test_a_citation_that_is_written_anew_stays_as_it_is_written(at, dossier):
    dossiers.describe(at, {"title": "Another title", "cite": f"Not {dossier.meta['title']}, but mine"})
    assert store.load(at.engine, at.dossier_id).meta["cite"] == f"Not {dossier.meta['title']}, but mine"


def test_a_dossier_that_was_begun_is_asked_about_and_cited_under_its_new_title(at):
    begun = replace(at, dossier_id=dossiers.begin(at, {"title": "The talks"}).dossier_id)
    dossiers.describe(begun, {"title": "The river talks"})
    meta = store.load(at.engine, begun.dossier_id).meta
    assert "“The river talks”" in meta["question"] and ": The river talks." in meta["cite"]


def test_an_emptied_description_is_refused_as_a_fault(at):
    with pytest.raises(DossierError):
        dossiers.describe(at, {"question": ""})
    with pytest.raises(OnRecordError, match="Nothing is different"):
        dossiers.describe(at, {})


def test_who_may_only_read_begins_describes_and_brings_in_nothing_but_may_take_a_bundle(at, handed):
    reader = replace(at, coder=Coder("Reader", False))
    opened = bundles.unpack(handed)
    for act in (
        lambda: dossiers.begin(reader, {"title": "X"}),
        lambda: dossiers.describe(reader, {"title": "X"}),
        lambda: dossiers.bring_in(reader, opened, dossier_id="x"),
        lambda: dossiers.open_bundle(reader, handed),
        lambda: dossiers.hand_over(reader, texts={"a": "text"}),
    ):
        with pytest.raises(AccessError):
            act()
    assert dossiers.hand_over(reader) == handed


# Handed over


def test_a_bundle_holds_one_folder_with_everything_a_colleague_needs(handed, dossier):
    held = inside(handed)
    assert {name.partition("/")[0] for name in files(handed)} == {dossier.dossier_id}
    assert set(held) == {*bundles.DATA, bundles.README, bundles.CODEBOOK, bundles.HISTORY, SUMS}
    assert next(iter(held)) == bundles.README
    assert damaged_files(held) == []


def test_the_same_dossier_makes_the_same_bytes(at, handed):
    assert dossiers.hand_over(at) == handed


def test_the_sums_are_those_that_any_other_program_finds(handed):
    held = inside(handed)
    for line in held[SUMS].decode().splitlines():
        digest, _, name = line.partition("  ")
        assert hashlib.sha256(held[name]).hexdigest() == digest


def test_the_cover_note_of_a_fictional_dossier_says_so_below_its_title(at):
    practice = store.read_folder(config.SHIPPED / "practice-river-talks")
    store.fill(at.engine, practice)
    note = inside(bundles.pack(at.engine, practice.dossier_id, {}))[bundles.README].decode()
    assert note.splitlines()[1] == FICTION_NOTE


def test_the_cover_note_says_what_is_open_what_changed_and_how_to_cite(at, handed, record):
    note = inside(handed)[bundles.README].decode()
    text = " ".join(note.split())
    assert note.startswith("READ ME FIRST: " + record.meta["title"])
    assert record.meta["question"] in text and record.meta["cite"] in text
    for name, title in record.reports[["dated_name", "title"]].itertuples(index=False):
        assert f"{name}: {' '.join(title.split())}" in text
    now = records.from_dossier(store.load(at.engine, at.dossier_id))  # another name of an actor is spelt otherwise
    assert tables.differences.standing_text(now) in text
    opened = tables.conflicts.conflicts(record, status="open")["about"].head(10)
    assert len(opened) and all(" ".join(about.split()) in text for about in opened)
    assert "Anna: renamed" in text
    low = record.stances[record.stances["confidence"] == "low"]
    names_ = store.load(at.engine, at.dossier_id).tables["actors"].set_index("actor_id")["name"]
    assert all(names_[actor] in text for actor in low["speaker_id"].head(20))
    assert max(map(len, note.splitlines())) <= 110


def test_the_history_names_every_changed_field_and_runs_nothing_in_a_spreadsheet(handed):
    rows = list(csv.DictReader(io.StringIO(inside(handed)[bundles.HISTORY].decode())))
    renamed = next(r for r in rows if r["field"] == "name")
    assert (renamed["made_by"], renamed["table"], renamed["key"]) == ("Anna", "actors", "lavrov")
    assert renamed["new"] == "'=HYPERLINK(1)" and unguard(renamed["new"]) == "=HYPERLINK(1)"
    assert rows[0]["made_by"] == "folder" and rows[0]["table"] == ""
    # the tables of the dossier themselves are exact
    assert "\nlavrov,=HYPERLINK(1),person," in inside(handed)["actors.csv"].decode()


def test_an_older_revision_can_be_handed_over(at, handed, dossier):
    older = bundles.unpack(dossiers.hand_over(at, revision=1))
    assert older.dossier.version == dossier.version
    assert "renamed" not in inside(dossiers.hand_over(at, revision=1))[bundles.README].decode()


def test_no_text_of_a_report_leaves_unless_it_is_asked_for(at):
    canary = "the canary sings"
    store.keep_text(at.engine, at.dossier_id, canary, "Anna")
    store.keep_draft(at.engine, at.dossier_id, "Anna", "code:x", {"gist": canary})
    assert canary.encode() not in dossiers.hand_over(at)


def with_text(at):
    """A dossier of one report whose text is kept; its id."""
    tables = {t.name: pd.DataFrame(columns=[c.name for c in t.columns], dtype="str") for t in TABLES}
    row = dict.fromkeys((c.name for c in BY_NAME["reports"].columns), "") | {
        "report_id": "r-1", "number": "1", "title": "A report", "language": "en", "translation": "native",
        "reliability": "F",
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(), "n_chars": str(len(TEXT)), "body_start": "0",
        "body_end": str(len(TEXT)),
    }  # fmt: skip
    tables["reports"] = pd.DataFrame([row], dtype="str")
    begin(at.engine, Dossier("of-one", META, tables), Signed("Anna", "for the test"))
    return replace(at, dossier_id="of-one")


def test_texts_that_are_asked_for_arrive_and_are_kept_under_their_reports(at, elsewhere):
    content = dossiers.hand_over(with_text(at), texts={"r-1": TEXT})
    assert "check whether you may pass them on" in " ".join(inside(content)[bundles.README].decode().split())
    opened = dossiers.open_bundle(elsewhere, content)
    assert opened.texts == {"r-1": TEXT}
    begun = dossiers.bring_in(elsewhere, opened)
    assert list(store.report_texts(elsewhere.engine, begun.dossier_id).values()) == [TEXT]


def test_a_text_that_is_not_the_one_coded_is_refused(at):
    held = inside(dossiers.hand_over(with_text(at), texts={"r-1": TEXT}))
    held["texts/r-1.txt"] = b"another text"
    held.pop(SUMS)
    with pytest.raises(TextError, match="r-1"):
        bundles.unpack(bundle("of-one", held))


# Brought in


def test_what_is_brought_in_is_what_was_handed_over(at, handed, elsewhere):
    begun = dossiers.bring_in(elsewhere, dossiers.open_bundle(elsewhere, handed))
    assert begun.dossier_id == at.dossier_id
    ours, theirs = store.load(at.engine, at.dossier_id), store.load(elsewhere.engine, begun.dossier_id)
    assert theirs.version == ours.version and dict(theirs.meta) == dict(ours.meta)
    for table in TABLES:
        pd.testing.assert_frame_equal(ours.tables[table.name], theirs.tables[table.name])
    assert store.revisions(elsewhere.engine, begun.dossier_id)["made_by"].tolist() == ["Boris"]


def test_an_unpacked_bundle_is_a_dossier_folder_and_comes_in_as_one(at, handed, elsewhere, tmp_path):
    zipfile.ZipFile(io.BytesIO(handed)).extractall(tmp_path)
    folder = tmp_path / at.dossier_id
    opened = dossiers.open_folder(elsewhere, f" {folder} ")
    assert opened.dossier.version == store.load(at.engine, at.dossier_id).version
    (folder / "stances.csv").write_bytes((folder / "stances.csv").read_bytes().replace(b"high", b"hiGh", 1))
    with pytest.raises(UploadError, match=r"stances\.csv"):
        dossiers.open_folder(elsewhere, str(folder))


def test_a_plain_dossier_folder_without_sums_comes_in_too(elsewhere, folder, dossier):
    opened = dossiers.open_folder(elsewhere, str(folder))
    assert dossiers.bring_in(elsewhere, opened).dossier_id == dossier.dossier_id


def test_a_bundle_that_another_program_packed_again_comes_in(handed, elsewhere):
    again = zipped(files(handed))
    assert len(again) < len(handed)
    assert bundles.unpack(again).dossier.version == bundles.unpack(handed).dossier.version


def test_an_id_that_is_there_is_refused_or_taken_as_another_as_the_visitor_says(at, handed, dossier):
    opened = dossiers.open_bundle(at, handed)
    before = store.newest(at.engine, at.dossier_id)
    with pytest.raises(OnRecordError, match="already"):
        dossiers.bring_in(at, opened)
    assert store.newest(at.engine, at.dossier_id) == before
    free = dossiers.free_id(at, at.dossier_id)
    begun = dossiers.bring_in(at, opened, dossier_id=free)
    assert begun.dossier_id == f"{at.dossier_id}-2"
    assert store.load(at.engine, free).version == store.load(at.engine, at.dossier_id).version


@pytest.mark.parametrize("name", ["Upper", "../x", "a/b", "x" * 81, "ö"])
def test_an_id_that_is_none_is_refused(at, handed, name):
    with pytest.raises(OnRecordError, match="no id"):
        dossiers.bring_in(at, bundles.unpack(handed), dossier_id=name)


def test_a_shared_instance_reads_no_folder_of_its_own_disk(at, folder, monkeypatch):
    monkeypatch.setenv("ONRECORD_DATABASE_URL", "sqlite:///elsewhere.db")
    assert config.settings().is_hosted
    with pytest.raises(AccessError):
        dossiers.open_folder(at, str(folder))


@pytest.mark.parametrize("given_", ["", "/", "/nowhere/at/all", "/dev/null", "\x00"])
def test_what_is_no_dossier_folder_is_said_to_be_none(at, given_):
    with pytest.raises(OnRecordError):
        dossiers.open_folder(at, given_)


# Import = export

hostile = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs", "Cc", "Cn"]),
        st.sampled_from("\n\t,;\"'\\#=+-@|<>&%{}[]\u200f\u202e\u2028\u0085x\ufeff\u00a0\u200b".replace("\u0085", "")),
    ),
    min_size=1,
    max_size=40,
).filter(lambda text: text.strip() and not checks.CONTROL.search(text))


def small(seed, texts):
    """A dossier without a fault, whose free texts are taken from `texts`."""
    rng = random.Random(seed)
    word = lambda: rng.choice(texts)  # noqa: E731
    maybe = lambda: rng.choice([*texts, ""])  # noqa: E731
    ids = lambda what, most: [f"{what}-{i}" for i in range(rng.randint(0, most))]  # noqa: E731
    reports, actors, issues = ids("r", 3), ids("a", 4), ids("i", 3)
    span = {"start": "10", "end": "20"}
    rows = {
        "reports": [
            {"report_id": r, "number": r[2:].replace("0", "9"), "title": word(), "outlet": maybe(),
             "author": maybe(), "published": "2021-01-26?",
             "url": maybe(), "language": word(), "translation": "human", "n_chars": "100", "body_start": "0",
             "body_end": "90", "reliability": "B", "derived_from": word(), "note": maybe()}
            for r in reports
        ],
        "actors": [
            {"actor_id": a, "name": word(), "kind": "person", "iso3": maybe(), "role": maybe(), "note": maybe()}
            for a in actors
        ],
        "aliases": [
            {"actor_id": a, "alias": text, "kind": "variant"} for a in actors for text in {word(), word()}
        ],
        "issues": [
            {"issue_id": i, "label": word(), "proposition": word(), "topic": word(), "note": maybe()} for i in issues
        ],
        "events": [
            {"event_id": f"e-{r}", "date": "2021-01/..", "event_type": "CONSULT", "status": "planned", "title": word(),
             "place": maybe(), "salience": "core", "note": maybe()}
            for r in reports
        ],
        "event_reports": [
            {"event_id": f"e-{r}", "report_id": r, **span, "gist": word(), "reported_status": "planned",
             "reported_place": maybe(), "credibility": "6", "note": maybe()}
            for r in reports
        ],
        "stances": [
            {"stance_id": f"s-{r}-{a}-{i}", "date": "2021", "actor_id": a, "issue_id": i, "position": "-2",
             "kind": "direct", "report_id": r, **span, "gist": word(), "confidence": "low", "note": maybe()}
            for r in reports for a in actors for i in issues
        ],
        "conflicts": [
            {"conflict_id": f"c-{r}", "about": word(), "subject_table": "reports", "subject_id": r, "kind": "internal",
             "severity": "low", "assessment": word(), "status": "open", "note": maybe()}
            for r in reports
        ],
        "conflict_sides": [
            {"conflict_id": f"c-{r}", "side": "a", "report_id": r, **span, "claim": word()} for r in reports
        ],
    }  # fmt: skip
    frames = {}
    for table in TABLES:
        columns = [c.name for c in table.columns]
        cells = [[row.get(c, "") for c in columns] for row in rows.get(table.name, [])]
        frames[table.name] = pd.DataFrame(cells, columns=columns, dtype="str")
    meta = {field: word() for field in META_FIELDS} | {"period": "2021"}
    return Dossier(f"small-{seed}", meta, frames, version=version(meta, frames))


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    path = tmp_path_factory.mktemp("both")
    return [Workspace(store.connect(f"sqlite:///{path}/{n}.db"), "", Coder("Anna", True)) for n in ("ours", "theirs")]


def rows(held, table):
    return held.tables[table.name].to_numpy().tolist()


def same(a, b):
    return dict(a.meta) == dict(b.meta) and a.version == b.version and all(rows(a, t) == rows(b, t) for t in TABLES)


@settings(
    max_examples=MANY, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(seed=st.integers(0, 1 << 30), texts=st.lists(hostile, min_size=3, max_size=12))
def test_whatever_a_dossier_holds_comes_back_from_bundle_and_folder_without_a_difference(
    ours, tmp_path_factory, seed, texts
):
    here, there = ours
    made = small(seed, texts)
    assert checks.faults(made.meta, made.tables) == []
    made = replace(made, dossier_id=dossiers.free_id(here, made.dossier_id))
    begin(here.engine, made, Signed("Anna", "for the test"))
    stands = store.load(here.engine, made.dossier_id)
    content = dossiers.hand_over(replace(here, dossier_id=made.dossier_id))
    assert same(bundles.unpack(content).dossier, stands)
    begun = dossiers.bring_in(there, bundles.unpack(zipped(files(content))))
    back = store.load(there.engine, begun.dossier_id)
    assert same(back, stands) and back.version == stands.version == made.version
    place = tmp_path_factory.mktemp("unpacked")
    zipfile.ZipFile(io.BytesIO(content)).extractall(place)
    assert same(bundles.read_folder(place / made.dossier_id).dossier, stands)
    store.write_folder(stands, place / "again" / made.dossier_id)
    assert same(bundles.read_folder(place / "again" / made.dossier_id).dossier, stands)


# Damaged


def test_a_flipped_bit_in_any_file_is_noticed_and_the_file_is_named(handed):
    rng = random.Random(7)
    at, places = 0, []
    with zipfile.ZipFile(io.BytesIO(handed)) as archive:
        for info in archive.infolist():
            name_length, extra = struct.unpack("<HH", handed[info.header_offset + 26 : info.header_offset + 30])
            at = info.header_offset + 30 + name_length + extra
            places += [(info.filename.partition("/")[2], at + rng.randrange(info.file_size)) for _ in range(2)]
    for name, at in places:
        damaged = bytearray(handed)
        damaged[at] ^= 1 << rng.randrange(8)
        with pytest.raises(UploadError) as refused:
            bundles.unpack(bytes(damaged))
        assert name in str(refused.value)


def test_a_flipped_bit_anywhere_in_the_archive_is_refused_or_changes_nothing(handed):
    rng = random.Random(11)
    whole = bundles.unpack(handed).dossier
    start = handed.rindex(b"PK\x05\x06") - 1500
    anywhere, directory = counts.of(8, 20), counts.of(24, 60)
    for at in [*rng.sample(range(len(handed)), anywhere), *rng.sample(range(start, len(handed)), directory)]:
        damaged = bytearray(handed)
        damaged[at] ^= 1 << rng.randrange(8)
        try:
            assert same(bundles.unpack(bytes(damaged)).dossier, whole)
        except OnRecordError:
            continue


def test_a_flipped_bit_in_an_unpacked_folder_is_noticed_and_the_file_is_named(handed, tmp_path, dossier):
    zipfile.ZipFile(io.BytesIO(handed)).extractall(tmp_path)
    rng = random.Random(13)
    for path in (tmp_path / dossier.dossier_id).iterdir():
        content = path.read_bytes()
        damaged = bytearray(content)
        damaged[rng.randrange(len(damaged))] ^= 1
        path.write_bytes(bytes(damaged))
        with pytest.raises(UploadError) as refused:
            bundles.read_folder(path.parent)
        assert path.name in str(refused.value) or path.name == SUMS
        path.write_bytes(content)


def test_a_file_that_is_missing_added_or_exchanged_is_named(handed, dossier):
    held = files(handed)
    root = f"{dossier.dossier_id}/"
    without = {n: c for n, c in held.items() if n != f"{root}stances.csv"}
    for changed, named in (
        (without, "stances.csv: is not there"),
        ({**held, f"{root}texts/r.txt": b"x"}, "texts/r.txt: SHA256SUMS does not name it"),
        ({**held, f"{root}stances.csv": held[f"{root}actors.csv"]}, "stances.csv: is not as it was handed over"),
        ({n: c for n, c in held.items() if not n.endswith(SUMS)}, SUMS),
    ):
        with pytest.raises(UploadError, match=named.replace(".", r"\.")):
            bundles.unpack(zipped(changed))


def test_a_dossier_with_faults_is_refused_with_each_of_them(handed, dossier):
    held = inside(handed)
    held.pop(SUMS)
    held["stances.csv"] = held["stances.csv"].replace(b",high,", b",sure,")
    with pytest.raises(DossierError) as refused:
        bundles.unpack(bundle(dossier.dossier_id, held))
    assert len(refused.value.faults) > 5 and "confidence is 'sure'" in refused.value.faults[0]


# Made to harm


def entries(n):
    return {f"x/{i}.csv": b"" for i in range(n)}


def overlapping(handed):
    """Two entries of the directory that lead to one place."""
    content = bytearray(handed)
    first = content.index(b"PK\x01\x02")
    second = content.index(b"PK\x01\x02", first + 4)
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    return bytes(content)


def doubled():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, pytest.warns(UserWarning):
        for _ in range(2):
            archive.writestr("x/stances.csv", b"a")
    return out.getvalue()


def lying():
    """An entry that says it is small and is not."""
    content = bytearray(zipped({"x/dossier.toml": b"\0" * 150_000}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.index(mark) + at
        content[place : place + 4] = struct.pack("<L", 100)
    return bytes(content)


BOMBS = {
    "too many entries": lambda handed: zipped(entries(1001)),
    "one entry of blanks": lambda handed: zipped({"x/dossier.toml": b"\0" * 60_000_000}),
    "many that add up": lambda handed: zipped({f"x/{i}.csv": bytes(5_000_000) for i in range(45)}),
    "a zip in a zip": lambda handed: zipped({"x/dossier.toml": handed}),
    "a zip beside": lambda handed: zipped({"x/more.zip": handed}),
    "gzip inside": lambda handed: zipped({"x/dossier.toml": b"\x1f\x8b" + bytes(50)}),
    "overlapping": overlapping,
    "twice the same": lambda handed: doubled(),
    "a size that lies": lambda handed: lying(),
    "a path upwards": lambda handed: zipped({"../x/dossier.toml": b""}),
    "a path from the root": lambda handed: zipped({"/etc/passwd": b""}),
    "a path of Windows": lambda handed: zipped({"C:\\x\\dossier.toml": b""}),
    "a backslash": lambda handed: zipped({"x\\..\\..\\y.csv": b""}),
    "two folders": lambda handed: zipped({"x/dossier.toml": b"", "y/stances.csv": b""}),
    "no folder": lambda handed: zipped({"dossier.toml": b""}),
    "a folder in the folder": lambda handed: zipped({"x/y/dossier.toml": b""}),
    "a folder whose name is no id": lambda handed: zipped({"X Y/dossier.toml": b""}),
    "a stranger": lambda handed: zipped({"x/run.sh": b"#!/bin/sh"}),
    "a stranger among texts": lambda handed: zipped({"x/texts/../run.txt": b""}),
    "a name of marks": lambda handed: zipped({"x/\u202edossier.toml": b""}),
    "nothing": lambda handed: b"",
    "an empty archive": lambda handed: zipped({}),
    "no archive": lambda handed: b"title = 'x'\n" * 100,
    "something before": lambda handed: b"MZ" + handed,
    "something behind": lambda handed: handed + b"x",
    "the first half": lambda handed: handed[: len(handed) // 2],
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_is_made_to_harm_is_refused_in_plain_words(name, handed):
    content = BOMBS[name](handed)
    with pytest.raises(UploadError) as refused:
        bundles.unpack(content)
    assert "Traceback" not in str(refused.value) and str(refused.value)[-1] in ".'"


def test_nothing_is_inflated_before_an_archive_is_known_to_be_small(monkeypatch):
    """The sizes are refused from the directory alone."""
    inflated = []
    monkeypatch.setattr(bundles, "pieces", lambda *args: inflated.append(args) or iter(()))
    with pytest.raises(UploadError):
        bundles.unpack(BOMBS["one entry of blanks"](b""))
    assert inflated == []


def test_what_was_refused_leaves_no_file_behind(handed, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    held = inside(handed)
    held.pop(SUMS)
    held["stances.csv"] = b"no,table\n"
    with pytest.raises(DossierError):
        bundles.unpack(bundle("x", held))
    bundles.unpack(handed)
    assert list((tmp_path / "temporary").iterdir()) == []


def test_an_empty_dossier_is_handed_over_and_comes_back(at, elsewhere):
    begun = dossiers.begin(at, {"title": "Not a row yet"})
    content = dossiers.hand_over(replace(at, dossier_id=begun.dossier_id))
    note = inside(content)[bundles.README].decode()
    assert "0 reports" in note and "None." in note
    assert dossiers.bring_in(elsewhere, bundles.unpack(content)).dossier_id == begun.dossier_id


def test_only_a_dossier_that_is_there_is_handed_over(at):
    with pytest.raises(MissingError):
        dossiers.hand_over(replace(at, dossier_id="nowhere"))


def test_a_large_dossier_is_brought_in_whole(elsewhere, generated):
    begun = dossiers.bring_in(elsewhere, bundles.BundledDossier(generated, {}))
    assert store.load(elsewhere.engine, begun.dossier_id).version == generated.version
    content = dossiers.hand_over(replace(elsewhere, dossier_id=begun.dossier_id))
    unpacked = bundles.unpack(content).dossier
    assert unpacked.version == generated.version
    assert records.from_dossier(unpacked).version == generated.version


# On the page


@pytest.fixture
def page(tmp_path, dossier, filled, monkeypatch):
    """The pages over that store; the desk of whoever sits there."""
    for name in config.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "home").mkdir()
    shutil.copy(filled, tmp_path / "home" / "onrecord.db")
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "home"))
    (tmp_path / "no-folders").mkdir()
    monkeypatch.setenv("ONRECORD_DATA", str(tmp_path / "no-folders"))  # or the whole dossier would be filled in
    monkeypatch.setenv("ONRECORD_CODER", "Dana")
    streamlit.cache_resource.clear()
    engine = store.connect(f"sqlite:///{tmp_path}/home/onrecord.db")
    yield Workspace(engine, dossier.dossier_id, Coder("Dana", True))
    streamlit.cache_resource.clear()


def shown(page_, **query):
    app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=600)
    app.query_params.update(query)
    app = app.switch_page(f"pages/{page_}.py").run()
    assert not app.exception, [e.message for e in app.exception]
    return app


def field(app, label):
    return next(w for w in [*app.text_input, *app.text_area] if w.label == label)


def press(app, label):
    app = next(b for b in app.button if b.label == label).click().run()
    assert not app.exception, [e.message for e in app.exception]
    return app


def links(app):
    return [str(e.proto.label) for e in app.main if e.type == "page_link"]


def test_a_dossier_is_begun_on_the_page_and_the_next_step_is_a_report(page):
    app = shown("desk", task="dossiers")
    field(app, "Title of the new one").set_value("Talks in Astana")
    app = press(app, "Begin the dossier")
    assert store.dossiers(page.engine)["talks-in-astana"] == "Talks in Astana"
    assert [app.query_params[name] for name in ("dossier", "task")] == ["talks-in-astana", "add"]
    assert store.revisions(page.engine, "talks-in-astana")["made_by"].tolist() == ["Dana"]


def test_where_no_dossier_is_there_one_is_begun_from_any_page(enter, tmp_path):
    enter(ONRECORD_DATA=empty(tmp_path), ONRECORD_HOME=tmp_path, ONRECORD_CODER="Dana")
    app = opened("overview")
    assert "No dossier is here yet" in sent(app) and not app.exception and not app.error
    app = press(app, "Begin the dossier")
    assert any("title" in e.value for e in app.error)
    field(app, "Title of the new one").set_value("Talks in Astana")
    app = press(app, "Begin the dossier")
    assert [app.query_params[name] for name in ("dossier", "task")] == ["talks-in-astana", "add"]
    assert store.dossiers(store.connect(f"sqlite:///{tmp_path / 'onrecord.db'}")) == {
        "talks-in-astana": "Talks in Astana"
    }
    assert [t.value for t in app.title] == ["Desk"] and app.get("file_uploader")


def test_who_only_reads_is_told_that_no_dossier_is_there_and_offered_nothing(enter, tmp_path):
    url = f"sqlite:///{tmp_path / 'shared.db'}"
    mail = "a@example.org"
    enter(ONRECORD_DATA=empty(tmp_path), ONRECORD_HOME=tmp_path, ONRECORD_DATABASE_URL=url, ONRECORD_READERS=mail)
    user = {"is_logged_in": True, "email": mail, "email_verified": True}
    app = run_alone("overview", secrets={"auth": AUTH}, user=user)
    assert "No dossier is here yet" in advice(app) and not app.exception
    assert not app.button and not app.text_input and not app.get("file_uploader")


def test_a_dossier_without_a_title_is_not_begun_and_nothing_typed_is_lost(page):
    app = shown("desk", task="dossiers")
    field(app, "Its question").set_value("Who?")
    app = press(app, "Begin the dossier")
    assert any("title" in e.value for e in app.error) and len(store.dossiers(page.engine)) == 1
    assert field(app, "Its question").value == "Who?"


def test_the_description_is_changed_on_the_page(page):
    app = shown("desk", task="dossiers")
    field(app, "Title").set_value("Another title")
    app = press(app, "Save the description")
    assert store.load(page.engine, page.dossier_id).meta["title"] == "Another title"
    assert "Another title" in field(app, "Cite").value
    files = [e.proto.id for e in shown("positions", dossier=page.dossier_id).get("download_button")]
    assert files and all("-file-another-title-" in name for name in files)


def test_a_folder_is_brought_in_on_the_page_under_the_id_the_visitor_names(page, folder):
    app = shown("desk", task="dossiers")
    app = field(app, "or a dossier folder on this machine").set_value(str(folder)).run()
    assert any("is here already" in i.value for i in app.info)
    assert field(app, "Take it in as").value == f"{folder.name}-2"
    field(app, "Take it in as").set_value("the-same-again")
    press(app, "Bring it in")
    assert "the-same-again" in store.dossiers(page.engine)


def given_again(page, tmp_path, **notes):
    """The page where the dossier was given again as a folder, with a note on some actors."""
    folder = tmp_path / page.dossier_id
    if not folder.exists():
        store.write_folder(store.load_export(page.engine, page.dossier_id), folder)
    rows = list(csv.reader((folder / "actors.csv").read_text("utf-8").splitlines()))
    for row in rows[1:]:
        row[-1] = notes.get(row[0].replace("-", "_"), row[-1])
    with (folder / "actors.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    app = shown("desk", task="dossiers")
    return field(app, "or a dossier folder on this machine").set_value(str(folder)).run()


def note_on(page, actor):
    rows = store.load(page.engine, page.dossier_id).tables["actors"]
    return rows.loc[rows["actor_id"] == actor, "note"].item()


def test_a_dossier_that_comes_back_is_compared_and_saved_on_a_press_as_one_revision(page, tmp_path):
    app = given_again(page, tmp_path, lavrov="Read elsewhere.")
    (told,) = [c.value for c in app.code if "compared with" in c.value]
    assert "compared with revision 1, from which it began" in told and "changed in note: actors lavrov" in told
    assert store.newest(page.engine, page.dossier_id) == 1
    app = press(app, "Save it as one revision")
    last = store.revisions(page.engine, page.dossier_id).iloc[-1]
    assert (last["rev_id"], last["made_by"]) == (2, "Dana") and last["reason"].startswith("loaded from files given")
    assert note_on(page, "lavrov") == "Read elsewhere." and list(store.dossiers(page.engine)) == [page.dossier_id]
    press(app, "Undo")
    assert note_on(page, "lavrov") != "Read elsewhere."


def test_what_comes_back_and_clashes_is_listed_and_cannot_be_saved(page, tmp_path):
    app = given_again(page, tmp_path)
    assert "there is nothing to save" in sent(app) and not [b for b in app.button if b.label.startswith("Save it")]
    editing.coding.change(page, "actors", ("lavrov",), {"note": "At the desk."})
    app = given_again(page, tmp_path, lavrov="Read elsewhere.")
    (told,) = [c.value for c in app.code if "compared with" in c.value]
    assert "changed here too, by Dana" in told and "is 'Read elsewhere.' in the folder and 'At the desk.' here" in told
    assert any("Nothing is saved" in e.value for e in app.error)
    assert not [b for b in app.button if b.label == "Save it as one revision"]


def test_two_dossiers_of_one_title_are_told_apart_in_the_sidebar_and_neither_jumps_to_the_other(page, folder):
    dossiers.bring_in(page, dossiers.open_folder(page, str(folder)), dossier_id="the-same-again")
    app = shown("desk", task="names", naming="rename", who="lavrov", dossier=page.dossier_id)
    offered = next(s for s in app.selectbox if s.label == "Dossier").options
    assert len(set(offered)) == 2 and any("(the-same-again)" in name for name in offered)
    app = field(app, "New name").set_value("X").run()
    assert app.query_params["dossier"] in (page.dossier_id, [page.dossier_id]) and field(app, "New name").value == "X"


def test_what_cannot_be_brought_in_is_said_on_the_page(page, folder):
    (folder / "stances.csv").write_text("nothing")
    app = field(shown("desk", task="dossiers"), "or a dossier folder on this machine").set_value(str(folder)).run()
    assert not app.exception and any("fault" in e.value for e in app.error)
    assert not [b for b in app.button if b.label == "Bring it in"]


EMPTIES = {
    "nothing at all": [],
    "a report": ["reports"],
    "a report, actors and issues": ["reports", "actors", "issues"],
    "an event": ["reports", "actors", "issues", "events", "event_reports"],
    "stances": ["reports", "actors", "issues", "stances"],
    "a conflict": ["reports", "conflicts", "conflict_sides"],
}


# what each page says a dossier lacks that has a report and nothing coded from it
MISSING = {
    "overview": "Nothing",
    "timeline": "No event",
    "alignment": "No stance",
    "movement": "No stance",
    "blocs": "No stance",
    "positions": "No stance",
    "conflicts": "No conflict",
}


@pytest.mark.parametrize("what", EMPTIES)
def test_every_page_of_a_dossier_that_has_just_begun_opens_and_says_what_to_do(page, what):
    full = next(d for d in (small(seed, ["Word", "Other word"]) for seed in range(100)) if len(d.tables["stances"]) > 3)
    kept = {t.name: full.tables[t.name] if t.name in EMPTIES[what] else full.tables[t.name].head(0) for t in TABLES}
    begin(page.engine, replace(full, dossier_id="young", tables=kept), Signed("Dana", "for the test"))
    pages = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
    if what not in ("nothing at all", "a report") and not counts.IS_FULL:  # of those two most pages say something
        pages = pages[list(EMPTIES).index(what) % 2 :: 2]
    for name in pages:
        app = shown(name, dossier="young")
        told = " ".join(i.value for i in app.info)
        assert "Widen" not in told, (name, told)
        if not kept["reports"].size and name not in ("quality", "changes", "desk"):
            assert "no report yet" in told and "Add a report" in " ".join(links(app)), name
        if what == "a report" and name in MISSING:
            advice = f"{MISSING[name]} in this dossier yet. Code what its reports say, and it is shown here."
            assert told.replace("\\", "") == advice and "Code a report" in " ".join(links(app)), name
        for task in ("code", "add", "names", "second", "dossiers") if name == "desk" else ():
            shown(name, dossier="young", task=task)


# On the command line


def test_a_bundle_is_written_and_loaded_on_the_command_line(tmp_path, folder, monkeypatch, capsys):
    for name in config.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ONRECORD_CODER", "Dana")
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "here"))
    file = tmp_path / "handed.zip"
    assert command.main(["load", str(folder)]) == 0
    assert command.main(["bundle", folder.name, str(file)]) == 0
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "there"))
    assert command.main(["load", str(file)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"{folder.name}: at revision 1"
    held = store.connect(config.settings().database_url)
    assert store.load(held, folder.name).version == store.read_folder(folder).version
    assert command.main(["load", str(file)]) == 0
    assert capsys.readouterr().out.splitlines() == [f"{folder.name}: at revision 1; what this holds is here already"]
    file.write_bytes(b"no bundle")
    assert command.main(["load", str(file)]) == 1
    assert command.main(["load", str(tmp_path / "absent.zip")]) == 1
    assert command.main(["bundle", folder.name, str(tmp_path / "no" / "where.zip")]) == 1
    assert not list(tmp_path.glob(".*.part"))
