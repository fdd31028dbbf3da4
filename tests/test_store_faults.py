"""The store when things go wrong: killed, cut off, out of room, gone, locked, crowded, of an older or newer version."""

import json
import os
import resource
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa

from onrecord import store
from onrecord.errors import OnRecordError, SaveError
from onrecord.schema.dossier import Dossier
from onrecord.store import engine as engines
from onrecord.store.folder import version
from onrecord.store.layout import REVISIONS, SCHEMA, STORED, VERSION, row_key
from onrecord.store.rows import stored_content
from tests import counts, crash, edits
from tests.crash import Saver

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
ORACLES = Path(__file__).parent / "oracles"


def run(program: str, *arguments: object, before: tuple[str, ...] = (), **env: str) -> dict[str, object]:
    """What a program of `tests.crash` found that was started in other surroundings."""
    command = [*before, sys.executable, "-m", "tests.crash", program, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True, timeout=3000)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def fork() -> Iterator[Callable[..., dict[str, object]]]:
    """Runs programs of `tests.crash` as children of one process that has everything loaded."""
    command = [sys.executable, "-m", "tests.crash"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as serving:

        def fork(program: str, *arguments: object) -> dict[str, object]:
            serving.stdin.write(json.dumps([program, *map(str, arguments)]) + "\n")
            serving.stdin.flush()
            found = json.loads(serving.stdout.readline())
            assert found is not None, "it failed; why is in what was written to standard error"
            return found

        yield fork


def path_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def is_sound(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as plain:
        return plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


# Killed.


def test_what_was_acknowledged_is_there_after_a_kill_and_nothing_is_there_by_half(fork, tmp_path):
    found = fork("kills", tmp_path, counts.of(6, 1000), 11)
    assert found["wrong"] == []
    assert found["acknowledged"] > found["kills"]


def test_a_rename_that_is_killed_leaves_the_old_title_with_its_id_or_the_new_one_with_its_own(fork, tmp_path):
    found = fork("renaming", tmp_path, counts.of(1, 100), 5)
    assert found["wrong"] == [] and all(found["seen"].values())


# Asked to be kept.


SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
static int asked(const char *name, int fd) {
    int log = open(getenv("SYNCS_LOG"), O_WRONLY | O_APPEND | O_CREAT, 0600);
    if (log >= 0) { if (write(log, "x", 1) < 0) {} close(log); }
    const char *failing = getenv("SYNCS_FAIL");
    if (failing && access(failing, F_OK) == 0) { errno = EIO; return -1; }
    return ((int (*)(int)) dlsym(RTLD_NEXT, name))(fd);
}
int fsync(int fd) { return asked("fsync", fd); }
int fdatasync(int fd) { return asked("fdatasync", fd); }
"""


@pytest.fixture(scope="session")
def shim(tmp_path_factory) -> Path:
    """A library that counts what a program asks the disk to confirm, and can let that fail."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if not compiler or not sys.platform.startswith("linux"):
        pytest.skip("counting what the disk is asked for needs a C compiler on Linux")
    home = tmp_path_factory.mktemp("shim")
    (home / "syncs.c").write_text(SHIM)
    command = [compiler, "-shared", "-fPIC", "-o", str(home / "syncs.so"), str(home / "syncs.c"), "-ldl"]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return home / "syncs.so"


def test_the_disk_is_asked_to_confirm_every_edit_that_is_acknowledged(shim, filled_copy, tmp_path):
    n, log = counts.of(15, 400), tmp_path / "log"
    found = run("saves", f"sqlite:///{filled_copy}", n, log, LD_PRELOAD=str(shim), SYNCS_LOG=str(log))
    assert len(found["grew"]) == n
    assert min(found["grew"]) >= 1


def test_the_system_is_asked_too_as_seen_from_outside(filled_copy, tmp_path):
    log = tmp_path / "calls"
    strace = ("strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(log))
    if not shutil.which("strace") or subprocess.run([*strace, "true"], capture_output=True, check=False).returncode:
        pytest.skip("strace is not here, or may not look at programs")
    found = run("saves", f"sqlite:///{filled_copy}", 20, log, before=strace)
    assert sum("sync(" in line and line.rstrip().endswith("= 0") for line in log.read_text().splitlines()) >= 20
    assert len(found["grew"]) == 20


def test_when_the_disk_does_not_confirm_nothing_is_called_saved_from_then_on(shim, filled_copy, tmp_path):
    url, switch = f"sqlite:///{filled_copy}", tmp_path / "fail"
    env = {"LD_PRELOAD": str(shim), "SYNCS_LOG": str(tmp_path / "log"), "SYNCS_FAIL": str(switch)}
    found = run("failing", url, switch, **env)
    assert "did not confirm the save" in found["first"]
    assert "until the program is started anew" in found["first"]
    assert "did not confirm an earlier save" in found["later"]
    assert "Nothing was saved" in found["later"]
    assert found["numbers"] == [1, 1]
    again = Saver(url)
    assert again.numbers() in ([1, 1], [2, 2])
    again.save(4)
    assert again.numbers() == [4, 4]
    assert is_sound(path_of(url))


# Cut off.


FRAME = 24 + 4096
HEADER = 32


@dataclass(frozen=True)
class Torn:
    """A file with a log of edits beside it, not written back; what it holds after each of them."""

    file: bytes
    log: bytes
    versions: list[str]

    def n_edits(self, n_bytes: int) -> int:
        """How many edits a log of `n_bytes` holds whole."""
        frames = range(HEADER, min(n_bytes, len(self.log)) - FRAME + 1, FRAME)
        return sum(struct.unpack(">I", self.log[at + 4 : at + 8])[0] > 0 for at in frames)


@pytest.fixture(scope="module")
def torn(tmp_path_factory, filled) -> Torn:
    home = tmp_path_factory.mktemp("torn")
    url = f"sqlite:///{shutil.copy(filled, home)}"
    saver = Saver(url)
    n = counts.of(8, 25)
    for number in range(n):
        saver.save(number + 1)
    file, log = path_of(url).read_bytes(), Path(f"{home}/record.db-wal").read_bytes()
    versions = [store.load(saver.engine, saver.dossier.dossier_id, at).version for at in range(1, n + 2)]
    saver.engine.dispose()
    made = Torn(file, log, versions)
    assert struct.unpack(">I", log[8:12]) == (4096,)
    assert made.n_edits(len(log)) == n
    return made


def opened(torn: Torn, log: bytes, home: Path, *, loaded: bool) -> int:
    """The number of edits found in the file with this log, after every test of soundness."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    (home / "record.db").write_bytes(torn.file)
    (home / "record.db-wal").write_bytes(log)
    saver = Saver(f"sqlite:///{home}/record.db")
    one, other = saver.numbers()
    assert one == other == store.newest(saver.engine, saver.dossier.dossier_id) - 1
    if loaded:
        assert store.load(saver.engine, saver.dossier.dossier_id).version == torn.versions[one]
    saver.engine.dispose()
    assert is_sound(home / "record.db")
    return one


def test_a_log_cut_anywhere_opens_at_the_last_whole_edit(torn, tmp_path):
    random = Random(3)
    edges = [HEADER + FRAME * n for n in range((len(torn.log) - HEADER) // FRAME + 1)]
    cuts = edges if counts.IS_FULL else random.sample(edges, 8)
    cuts = [*cuts, *(random.randrange(len(torn.log)) for _ in range(counts.of(8, 1000)))]
    for n, cut in enumerate(cuts):
        assert opened(torn, torn.log[:cut], tmp_path / "cut", loaded=n % 10 == 0) == torn.n_edits(cut), cut


def test_a_log_with_a_flipped_bit_opens_at_the_last_edit_before_it(torn, tmp_path):
    random = Random(5)
    for n in range(counts.of(8, 1000)):
        at, bit = random.randrange(HEADER, len(torn.log)), random.randrange(8)
        log = bytearray(torn.log)
        log[at] ^= 1 << bit
        whole = HEADER + (at - HEADER) // FRAME * FRAME
        assert opened(torn, bytes(log), tmp_path / "flip", loaded=n % 10 == 0) == torn.n_edits(whole), (at, bit)


def test_a_log_whose_tail_is_noise_or_nothing_opens_at_the_last_whole_edit(torn, tmp_path):
    random = Random(6)
    for n in range(counts.of(6, 200)):
        cut = random.randrange(HEADER, len(torn.log))
        tail = random.choice([bytes, random.randbytes])(len(torn.log) - cut)
        expected = torn.n_edits(cut)
        assert opened(torn, torn.log[:cut] + tail, tmp_path / "noise", loaded=n % 10 == 0) in (
            expected,
            expected + (torn.log[:cut] + tail == torn.log),
        )


# Out of room, not writable, locked.


@contextmanager
def room(n_bytes: int) -> Iterator[None]:
    """No file grows beyond `n_bytes`."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_without_room_nothing_is_acknowledged_and_with_room_all_works_again(filled_copy):
    url = f"sqlite:///{filled_copy}"
    saver, random, number = Saver(url), Random(9), 0
    for _ in range(counts.of(4, 200)):
        number += 1
        saver.save(number)
        with closing(sqlite3.connect(path_of(url))) as plain:
            plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # so that the log begins anew, and is soon at the limit
        with room(random.randrange(1, 40 * 4096)):
            try:
                while True:
                    saver.save(number + 1)
                    number += 1
            except SaveError as error:
                assert "Nothing was saved" in str(error)
        assert saver.numbers() == [number, number]
    saver.save(number + 1)
    assert saver.numbers() == [number + 1, number + 1]
    saver.engine.dispose()
    assert is_sound(filled_copy)
    assert Saver(url).numbers() == [number + 1, number + 1]


def test_a_full_disk_is_called_full(filled, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can only be made by root")
    try:
        url = f"sqlite:///{shutil.copy(filled, disk)}"
        saver = Saver(url)
        saver.save(1)
        with (disk / "ballast").open("wb", buffering=0) as ballast, pytest.raises(OSError, match="No space"):
            while True:
                ballast.write(bytes(4096))
        with pytest.raises(SaveError, match=r"The disk is full\. Nothing was saved; make room and save again"):
            while True:
                saver.save(saver.numbers()[0] + 1)
        before = saver.numbers()
        assert before[0] == before[1]
        (disk / "ballast").unlink()
        saver.save(before[0] + 1)
        assert saver.numbers() == [before[0] + 1] * 2
        saver.engine.dispose()
        assert is_sound(disk / "record.db")
    finally:
        subprocess.run(["umount", str(disk)], check=True, capture_output=True)


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_may_only_be_read_is_not_written_to_and_says_so(what, fork, filled):
    folder = Path(tempfile.mkdtemp(prefix="onrecord-readonly-"))  # where a user without rights comes in
    try:
        shutil.copy(filled, folder)
        if os.geteuid() == 0:
            for path in (folder, *folder.iterdir()):
                os.chown(path, crash.NOBODY, crash.NOBODY)
        said = fork("readonly", folder, what)
        if what == "file":
            assert said["refused"].startswith("The database may not be written to. Nothing was saved")
            assert said["refused numbers"] == [0, 0]
        else:
            assert "check who may read and write its folder" in said["refused"]
        assert said["later numbers"] == [0, 0]
        assert said["later"] == "saved as revision 2"
    finally:
        shutil.rmtree(folder)


# Gone.


@pytest.fixture
def home(filled, tmp_path) -> Path:
    """A folder of its own with a database in it."""
    folder = tmp_path / "home"
    folder.mkdir()
    shutil.copy(filled, folder)
    return folder


def _move(home: Path) -> None:
    home.rename(home.with_name("elsewhere"))


def _remove(home: Path) -> None:
    shutil.rmtree(home)


def _remove_file(home: Path) -> None:
    (home / "record.db").unlink()


def _begin_anew(home: Path) -> None:
    shutil.rmtree(home)
    store.connect(f"sqlite:///{home}/record.db").dispose()


def _restore_copy(home: Path) -> None:
    shutil.copy(home / "record.db", home / "copy")
    (home / "copy").replace(home / "record.db")


@pytest.mark.parametrize("happen", [_move, _remove, _remove_file, _begin_anew, _restore_copy])
def test_nothing_is_called_saved_in_a_database_that_is_no_longer_where_it_was_opened(happen, home):
    saver = Saver(f"sqlite:///{home}/record.db")
    saver.save(1)
    happen(home)
    before = {path: path.read_bytes() for path in home.rglob("record.db")}
    draft = (saver.engine, saver.dossier.dossier_id, "ann", "add")
    for attempt in (
        lambda: saver.save(2),
        lambda: store.keep_draft(*draft, {"title": "x"}),
        lambda: store.drop_draft(*draft),
        lambda: store.keep_text(saver.engine, saver.dossier.dossier_id, "a text", "ann"),
    ):
        with pytest.raises(SaveError, match=r"moved, removed or replaced\. Nothing was saved.*start the program anew"):
            attempt()
    assert saver.numbers() == [1, 1]
    assert {path: path.read_bytes() for path in home.rglob("record.db")} == before


def test_a_database_that_is_put_back_is_saved_to_again(home):
    saver = Saver(f"sqlite:///{home}/record.db")
    _move(home)
    with pytest.raises(SaveError, match="is gone"):
        saver.save(1)
    home.with_name("elsewhere").rename(home)
    saver.save(2)
    saver.engine.dispose()
    assert Saver(f"sqlite:///{home}/record.db").numbers() == [2, 2]


def test_where_a_database_is_gone_no_connection_makes_an_empty_one(home):
    saver = Saver(f"sqlite:///{home}/record.db")
    _remove_file(home)
    saver.engine.dispose()
    for attempt in (saver.numbers, lambda: saver.save(1)):
        with pytest.raises(SaveError, match="is gone"):
            attempt()
    assert not (home / "record.db").exists()


@pytest.mark.parametrize("part", ["-wal", "-shm"])
def test_a_log_that_is_removed_while_it_is_open_costs_one_save_and_nothing_that_was_acknowledged(part, home):
    saver = Saver(f"sqlite:///{home}/record.db")
    saver.save(1)
    (home / f"record.db{part}").unlink()
    with pytest.raises(SaveError, match=r"Nothing of this was saved; save again"):
        saver.save(2)
    assert saver.numbers() == [1, 1]
    saver.save(3)
    saver.engine.dispose()
    assert is_sound(home / "record.db")
    assert Saver(f"sqlite:///{home}/record.db").numbers() == [3, 3]


def test_a_database_that_somebody_else_writes_to_for_long_is_given_up_in_plain_words(filled_url, dossier, monkeypatch):
    monkeypatch.setattr(engines, "PATIENCE", 1)
    engine, other = store.connect(filled_url), store.connect(filled_url)
    at = edits.workspace(engine, dossier)
    one = [edits.change("events", edits.rows(dossier, "events")[0], note="x")]
    with other.execution_options(writes=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(engines.KEY)))
        with pytest.raises(SaveError, match=r"Somebody else is writing\. Nothing was saved; try again"):
            crash.save(at, one, reason="x")
        assert store.load(engine, dossier.dossier_id).version == dossier.version
    assert crash.save(at, one, reason="x") == 2
    for held in (engine, other):
        held.dispose()


def test_who_waits_too_long_for_a_neighbour_in_the_same_program_is_told(filled_embedded, dossier, monkeypatch):
    monkeypatch.setattr(engines, "PATIENCE", 0.2)
    one = [edits.change("events", edits.rows(dossier, "events")[0], note="x")]
    said = pytest.raises(SaveError, match="Others are saving and it takes long")
    with engines.write_transaction(filled_embedded), ThreadPoolExecutor(1) as pool, said:
        pool.submit(crash.save, edits.workspace(filled_embedded, dossier), one, reason="x").result()
    assert crash.save(edits.workspace(filled_embedded, dossier), one, reason="x") == 2


def test_a_server_that_drops_the_connection_is_said_not_to_have_confirmed(postgresql, dossier):
    engine = store.connect(postgresql.fresh())
    store.fill(engine, dossier)

    def drop(connection: sa.Connection) -> None:
        own = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
        with engine.connect() as other:
            other.execute(sa.select(sa.func.pg_terminate_backend(own)))

    with (
        pytest.raises(SaveError, match=r"did not take it\. Nothing was saved"),
        engines.write_transaction(engine) as connection,
    ):
        drop(connection)
        connection.execute(sa.update(REVISIONS).values(reason="lost"))
    with (
        pytest.raises(SaveError, match=r"did not confirm\. Save again"),
        engines.write_transaction(engine) as connection,
    ):
        drop(connection)
    one = [edits.change("events", edits.rows(dossier, "events")[0], note="x")]
    assert crash.save(edits.workspace(engine, dossier), one, reason="x") == 2
    engine.dispose()


# Crowded.


def counted(engine: store.Store, dossier: Dossier) -> int:
    notes = store.load(engine, dossier.dossier_id).tables["events"]["note"].head(5)
    return sum(int(note.split()[0]) for note in notes)


def zeroed(engine: store.Store, dossier: Dossier) -> None:
    made = [edits.change("events", row, note="0") for row in edits.rows(dossier, "events")[:5]]
    crash.save(edits.workspace(engine, dossier), made, reason="counting begins")


def test_fifty_editors_at_once_lose_none_of_their_edits(filled_store, dossier):
    n_editors, n_edits = counts.of(8, 50), counts.of(3, 20)
    zeroed(filled_store, dossier)
    begin = threading.Barrier(n_editors)

    def edit(n: int) -> int:
        begin.wait()
        return crash.count_up(filled_store, n_edits, f"editor {n}")

    with ThreadPoolExecutor(n_editors) as pool:
        stale = sum(pool.map(edit, range(n_editors)))
    assert counted(filled_store, dossier) == n_editors * n_edits
    assert stale > 0
    past = store.revisions(filled_store, dossier.dossier_id)
    made_by = past.loc[past["reason"] == "one more", "made_by"].value_counts()
    assert set(made_by) == {n_edits}


def test_editors_in_several_programs_lose_none_of_their_edits(fork, filled_url, dossier):
    engine = store.connect(filled_url)
    zeroed(engine, dossier)
    n_programs, n_edits = 3, counts.of(6, 100)
    assert fork("counting", filled_url, n_programs, n_edits)["codes"] == [0] * n_programs
    assert counted(engine, dossier) == n_programs * n_edits
    engine.dispose()


# Older and newer versions.


def old_database(url: str, dossier: Dossier) -> tuple[str, str]:
    """Make a database as version 0.1.0 left it, with two revisions; the content at each."""
    engine = engines.new_engine(url)
    rows = edits.rows(dossier, "events")
    first = {**rows[0], "note": "as it was first"}
    with engine.execution_options(writes=True).begin() as connection:
        script = (ORACLES / f"schema_0001_{engine.dialect.name}.sql").read_text("utf-8")
        lines = "\n".join(line for line in script.splitlines() if not line.startswith("--"))
        for statement in lines.split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)
        made = [{"dossier_id": dossier.dossier_id, "made_at": f"2026-03-0{n}T10:00:00+00:00"} for n in (1, 2)]
        signed = sa.text(
            "INSERT INTO revisions (dossier_id, made_at, made_by, reason) VALUES (:dossier_id, :made_at, 'ann', 'x')"
        )
        connection.execute(signed, made)
        _insert(connection, dossier, "dossiers", [dict(dossier.meta)], (1, None))
        for name in set(STORED) - {"verdicts"}:
            some = edits.rows(dossier, name)
            _insert(connection, dossier, name, some[1:] if name == "events" else some, (1, None))
        _insert(connection, dossier, "events", [first], (1, 2))
        _insert(connection, dossier, "events", [rows[0]], (2, None))
    engine.dispose()
    at_first, later = (_as_upgraded(dossier, note) for note in (first["note"], rows[0]["note"]))
    return version(at_first.meta, at_first.frames()), version(later.meta, later.frames())


def _as_upgraded(dossier: Dossier, note: str) -> edits.Content:
    """The rows as the present schema has them: reports numbered by day and id, what did not exist then empty."""
    events, reports = edits.rows(dossier, "events"), edits.rows(dossier, "reports")
    assert [row["number"] for row in reports] == ["1", "2", "3", "4", "5"]
    return edits.content(dossier).after(
        [edits.change("events", events[0], note=note)]
        + [edits.change("reports", row, short_name="") for row in reports]
        + [edits.change("event_reports", row, reported_words="") for row in edits.rows(dossier, "event_reports")]
        + [edits.end("verdicts", row) for row in edits.rows(dossier, "verdicts")]
    )


def _insert(
    connection: sa.Connection, dossier: Dossier, name: str, some: list[edits.Row], revisions: tuple[int, int | None]
) -> None:
    keys = [(dossier.dossier_id,) if name == "dossiers" else edits.key(name, row) for row in some]
    stood = {"dossier_id": dossier.dossier_id, "rev_from": revisions[0], "rev_to": revisions[1]}
    table = sa.Table(name, sa.MetaData(), autoload_with=connection)
    values = [{**stood, "row_key": row_key(k), **stored_content(name, row)} for k, row in zip(keys, some, strict=True)]
    connection.execute(sa.insert(table), [{c: v for c, v in value.items() if c in table.columns} for value in values])


def shape(engine: store.Store) -> dict[str, object]:
    """Columns, keys and indexes of every table."""
    found = sa.inspect(engine)
    return {
        name: (
            [
                (c["name"], str(c["type"]), c["nullable"], c["default"], c.get("primary_key"))
                for c in found.get_columns(name)
            ],
            found.get_pk_constraint(name)["constrained_columns"],
            sorted((i["name"], i["column_names"], bool(i["unique"])) for i in found.get_indexes(name)),
            sorted((f["constrained_columns"], f["referred_table"]) for f in found.get_foreign_keys(name)),
        )
        for name in found.get_table_names()
    }


@pytest.fixture
def second_url(request, url, tmp_path) -> str:
    if url.startswith("sqlite"):
        return f"sqlite:///{tmp_path}/second.db"
    return request.getfixturevalue("postgresql").fresh()


def test_an_old_database_is_brought_up_to_date_and_is_then_like_a_new_one(url, second_url, dossier):
    first, second = old_database(url, dossier)
    engine, made = store.connect(url), store.connect(second_url)
    assert shape(engine) == shape(made)
    assert {revision: store.load(engine, dossier.dossier_id, revision).version for revision in (1, 2)} == {
        1: first,
        2: second,
    }
    past = store.revisions(engine, dossier.dossier_id)
    assert past[["rev_id", "made_by", "reason", "base_rev", "undoes"]].to_numpy().tolist() == [
        [1, "ann", "x", 0, 0],
        [2, "ann", "x", 0, 0],
    ]
    assert (
        crash.save(
            edits.workspace(engine, dossier),
            [edits.change("events", edits.rows(dossier, "events")[0], note="x")],
            reason="x",
        )
        == 3
    )
    engine.dispose()
    store.connect(url).dispose()
    made.dispose()


def test_of_an_old_file_a_copy_is_kept_that_only_its_owner_reads(embedded_url, dossier):
    old_database(embedded_url, dossier)
    path = path_of(embedded_url)
    rows, schema = crash._rows(path), crash._schema(path)
    store.connect(embedded_url).dispose()
    kept = path.with_name(f"{path.name}.schema-0001")
    assert (crash._rows(kept), crash._schema(kept)) == (rows, schema)
    assert kept.stat().st_mode & 0o777 == 0o600
    assert sorted(p.name for p in path.parent.iterdir()) == [path.name, kept.name]


def test_a_start_that_is_killed_leaves_the_old_or_the_new_and_the_next_one_ends_it(fork, tmp_path, dossier):
    old_database(f"sqlite:///{tmp_path}/old.db", dossier)
    found = fork("migrating", tmp_path, counts.of(8, 100), 13)
    assert found["wrong"] == []
    assert sum(found["states"]) >= counts.of(8, 100)
    assert all(found["states"])


def test_a_copy_that_cannot_be_kept_leaves_the_old_database_as_it_was(embedded_url, dossier):
    old_database(embedded_url, dossier)
    path = path_of(embedded_url)
    schema = crash._schema(path)
    (path.parent / f"{path.name}.schema-0001").mkdir()
    with pytest.raises(OnRecordError, match="no copy of it could be kept"):
        store.connect(embedded_url)
    assert crash._schema(path) == schema


def test_a_database_of_a_newer_version_is_refused_politely_and_left_alone(filled_url):
    engine = store.connect(filled_url)
    with engine.begin() as connection:
        connection.execute(sa.update(VERSION).values(version_num="9999"))
    engine.dispose()
    before = path_of(filled_url).read_bytes() if filled_url.startswith("sqlite") else None
    with pytest.raises(OnRecordError, match=r"written by a newer version of On Record .schema 9999, this one knows"):
        store.connect(filled_url)
    if before is not None:
        assert path_of(filled_url).read_bytes() == before
        assert [p.name for p in path_of(filled_url).parent.iterdir()] == [path_of(filled_url).name]
    plain = engines.new_engine(filled_url)
    with plain.connect() as connection:
        assert connection.scalar(sa.select(VERSION.c.version_num)) == "9999"
        assert connection.scalar(sa.select(sa.func.count()).select_from(REVISIONS)) == 1
    plain.dispose()


@pytest.mark.parametrize("begin", ["empty", "old"])
def test_programs_that_start_in_the_same_moment_all_find_one_sound_database(fork, tmp_path, postgresql, dossier, begin):
    n_rounds, n = counts.of(1, 30), counts.of(4, 6)
    urls = [
        url for number in range(n_rounds) for url in (f"sqlite:///{tmp_path}/{number}/record.db", postgresql.fresh())
    ]
    content = dossier.version
    for url in urls if begin == "old" else []:
        _, content = old_database(url, dossier)
    assert fork("together", n, 1, *urls)["codes"] == [[0] * n] * len(urls)
    for url in urls:
        engine = store.connect(url)
        with engine.connect() as connection:
            assert connection.scalars(sa.select(VERSION.c.version_num)).all() == [SCHEMA]
        assert store.newest(engine, dossier.dossier_id) == (2 if begin == "old" else 1)
        assert store.load(engine, dossier.dossier_id).version == content
        engine.dispose()
        if begin == "old" and url.startswith("sqlite"):
            assert not any("version" in line for line in crash._schema(Path(f"{path_of(url)}.schema-0001")))
