"""Databases that tests fill, and a PostgreSQL server of our own, behind a socket in a folder of its own."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from onrecord import store
from onrecord.schema.dossier import Dossier

USER = "onrecord"
# What the server keeps through a power cut is PostgreSQL's own affair; without waiting for the disk, tests are quick.
SETTINGS = (
    "listen_addresses=",
    "fsync=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_connections=200",
    "log_min_messages=fatal",
)


@dataclass(frozen=True)
class Server:
    """A running server, found by the folder its socket lies in."""

    socket: Path

    def fresh(self) -> str:
        """The address of a schema that holds nothing yet."""
        name = _new_name()
        self._execute(f"CREATE SCHEMA {name}")
        return f"{self.address('postgres')}&options={quote(f'-csearch_path={name}')}"

    @contextmanager
    def copy(self, template: str = "template1") -> Iterator[str]:
        """A database as `template` is, to which nobody is connected; its name, until this block ends."""
        name = _new_name()
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        try:
            yield name
        finally:
            self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def address(self, database: str) -> str:
        """The address of a database."""
        return f"postgresql://{USER}@/{database}?host={quote(str(self.socket))}"

    def _execute(self, statement: str) -> None:
        with psycopg.connect(host=str(self.socket), dbname="postgres", user=USER, autocommit=True) as connection:
            connection.execute(statement)


def fill(url: str, dossier: Dossier) -> None:
    """Make a database that holds a dossier and nothing else, to which nobody is connected."""
    engine = store.connect(url)
    store.fill(engine, dossier)
    engine.dispose()


def _new_name() -> str:
    return f"t{uuid.uuid4().hex}"


def programs() -> Path | None:
    """The folder of the newest PostgreSQL programs of this machine; None where there are none."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    found = str(debian[-1]) if debian else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def server() -> Iterator[Server]:
    """A server that ends with this block. Without one the tests fail where it could be installed, else are skipped."""
    found = programs()
    if found is None:
        said = "there is no PostgreSQL on this machine; on Debian 'make test' installs it as root"
        may_install = sys.platform.startswith("linux") and os.geteuid() == 0
        pytest.fail(said) if may_install else pytest.skip(said)
    home = Path(tempfile.mkdtemp(prefix="onrecord-postgresql-"))  # short: the path of a socket has 107 characters
    who = _unprivileged(home)
    running = None
    try:
        make = [found / "initdb", "-D", home / "data", "-U", USER, "--auth=trust", "-E", "UTF8", "--no-locale", "-N"]
        subprocess.run(make, cwd=home, check=True, capture_output=True, timeout=120, **who)
        settings = [word for setting in SETTINGS for word in ("-c", setting)]
        command = [found / "postgres", "-D", home / "data", "-k", home, *settings]
        running = subprocess.Popen(command, cwd=home, stdin=subprocess.DEVNULL, **who)
        _wait(home, running)
        yield Server(home)
    finally:
        if running:
            running.send_signal(signal.SIGQUIT)  # to end at once; what it holds is thrown away
            running.wait(60)
        shutil.rmtree(home, ignore_errors=True)


def _unprivileged(home: Path) -> dict[str, object]:
    """As whom to run it: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    who = names.get("postgres") or names["nobody"]
    os.chown(home, who.pw_uid, who.pw_gid)
    return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}


def _wait(socket: Path, running: subprocess.Popen) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            psycopg.connect(host=str(socket), dbname="postgres", user=USER).close()
        except psycopg.OperationalError:
            if running.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return
