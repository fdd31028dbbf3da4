"""What several test files share: dossiers, a copy to break, the texts, databases, a browser."""

import gc
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import sync_playwright
from streamlit.components.v2 import manifest_scanner

from onrecord import record as records
from onrecord import store
from onrecord.editing.double_coding.beginning import without_coding
from onrecord.record import Record
from onrecord.schema.dossier import Dossier
from onrecord.store.folder import version
from tests import counts, databases, generate
from tests.apps import Surroundings
from tests.browser import IS_STILL, LATE, TEXTS, Server, held_back, serving, visiting

SHIPPED = Path(__file__).parents[1] / "data" / "moscow-initiative-2021"
KINDS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql))
STORES = {
    "enter",
    "engine",
    "embedded",
    "filled_store",
    "filled_embedded",
    "url",
    "embedded_url",
    "filled",
    "filled_excerpt",
    "filled_url",
}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]


# tables nobody thought of: few and the same ones on every push, many and others in full
settings.register_profile("push", max_examples=counts.of(25, 300), deadline=None, derandomize=True)
settings.register_profile("full", max_examples=300, deadline=None)
settings.load_profile("full" if counts.IS_FULL else "push")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Who asks for a browser, PostgreSQL, a store or a process is marked so; what is for full alone is left out."""
    for item in items:
        for name in {"browser", "postgresql"}.intersection(item.fixturenames):
            item.add_marker(name)
        code = getattr(getattr(item, "function", None), "__code__", None)
        if STORES.intersection(item.fixturenames) or (code and "subprocess" in code.co_names):
            item.add_marker("slow")
    left_out = [item for item in items if item.get_closest_marker("full") and not counts.IS_FULL]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def pytest_collection_finish():
    """Set aside what is loaded: a collection of garbage need not walk it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session", autouse=True)
def _components() -> Iterator[None]:
    """Streamlit's test runner looks through all installed packages for every page; here it looks once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session")
def dossier() -> Dossier:
    return store.read_folder(SHIPPED)


@pytest.fixture(scope="session")
def excerpt() -> Dossier:
    """The shipped dossier with what was coded from two of its five reports: for what its size does not matter to."""
    whole = store.read_folder(SHIPPED)
    tables = without_coding(whole.tables, set(whole.tables["reports"]["report_id"][2:]))
    return replace(whole, tables=tables, version=version(whole.meta, tables))


@pytest.fixture(scope="session")
def record(dossier) -> Record:
    return records.from_dossier(dossier)


@pytest.fixture(scope="session")
def generated() -> Dossier:
    return generate.dossier()


@pytest.fixture
def folder(tmp_path) -> Path:
    return shutil.copytree(SHIPPED, tmp_path / SHIPPED.name)


@pytest.fixture
def texts_folder() -> Path:
    if not TEXTS.is_dir():
        pytest.skip("the texts of the reports are not part of the project and do not lie beside it")
    return TEXTS


@pytest.fixture(scope="session")
def postgresql() -> Iterator[databases.Server]:
    with databases.server() as running:
        yield running


@pytest.fixture
def embedded_url(tmp_path) -> str:
    """Where a database of SQLite may be made."""
    return f"sqlite:///{tmp_path}/home/record.db"


@pytest.fixture(params=KINDS)
def url(request) -> str:
    """Where a database may be made, of each kind that the store knows."""
    if request.param == "sqlite":
        return request.getfixturevalue("embedded_url")
    return request.getfixturevalue("postgresql").fresh()


@pytest.fixture
def engine(url) -> Iterator[store.Store]:
    """An empty store, of each kind."""
    held = store.connect(url)
    yield held
    held.dispose()


@pytest.fixture
def embedded(embedded_url) -> Iterator[store.Store]:
    """An empty store on SQLite."""
    held = store.connect(embedded_url)
    yield held
    held.dispose()


@pytest.fixture(scope="session")
def filled(tmp_path_factory, dossier) -> Path:
    """A database that holds the shipped dossier and nothing else."""
    path = tmp_path_factory.mktemp("filled") / "record.db"
    databases.fill(f"sqlite:///{path}", dossier)
    return path


@pytest.fixture(scope="session")
def filled_excerpt(tmp_path_factory, excerpt) -> Path:
    """A database that holds the excerpt of the shipped dossier and nothing else."""
    path = tmp_path_factory.mktemp("excerpt") / "record.db"
    databases.fill(f"sqlite:///{path}", excerpt)
    return path


@pytest.fixture(scope="session")
def filled_template(postgresql, dossier) -> Iterator[str]:
    """The name of a database of PostgreSQL that holds the shipped dossier and nothing else."""
    with postgresql.copy() as name:
        databases.fill(postgresql.address(name), dossier)
        yield name


@pytest.fixture
def filled_copy(filled, tmp_path) -> Path:
    """The file of a database of one's own that holds the shipped dossier and nothing else."""
    (tmp_path / "home").mkdir()
    return shutil.copy(filled, tmp_path / "home" / "record.db")


@pytest.fixture(params=KINDS)
def filled_url(request) -> Iterator[str]:
    """Where a database of one's own is that holds the shipped dossier and nothing else, of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{request.getfixturevalue('filled_copy')}"
        return
    server, template = map(request.getfixturevalue, ("postgresql", "filled_template"))
    with server.copy(template) as name:
        yield server.address(name)


@pytest.fixture
def filled_store(filled_url) -> Iterator[store.Store]:
    """A store that holds the shipped dossier and nothing else, of each kind."""
    held = store.connect(filled_url)
    yield held
    held.dispose()


@pytest.fixture
def filled_embedded(filled_copy) -> Iterator[store.Store]:
    """A store on SQLite that holds the shipped dossier and nothing else."""
    held = store.connect(f"sqlite:///{filled_copy}")
    yield held
    held.dispose()


@pytest.fixture(scope="session")
def browser():
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        pytest.fail(f"The browser tests need Chromium: none of {', '.join(CHROMIUM)} is on the path.")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def server(browser, tmp_path_factory) -> Iterator[Server]:
    """The dashboard with the shipped dossier; the texts of the reports too, where they lie beside the project."""
    texts = {"ONRECORD_TEXTS": str(TEXTS)} if TEXTS.is_dir() else {}
    with serving(tmp_path_factory.mktemp("server"), **texts) as running:
        yield running


def pytest_generate_tests(metafunc):
    """What is marked so runs twice: the second time every answer of the server comes late."""
    if metafunc.definition.get_closest_marker("late") and not counts.IS_FULL:
        metafunc.parametrize("visit", [0, LATE], indirect=True, ids=["at-once", "late"])


@pytest.fixture
def visit(browser, server, request):
    """Visitors to the dashboard; when the test ends, nothing has left this machine and no error was reported."""
    seconds = getattr(request, "param", 0)
    with held_back(server, seconds) as late, visiting(browser, late, is_still=IS_STILL and not seconds) as visit:
        yield visit


@pytest.fixture(scope="module")
def _surroundings() -> Iterator[Surroundings]:
    """Nothing cached is left to whatever file runs next."""
    entered = Surroundings()
    yield entered
    entered.forget()


@pytest.fixture
def enter(_surroundings, monkeypatch):
    """Live in another environment; what was cached in the one before is forgotten."""

    def enter(**env):
        _surroundings.enter(monkeypatch, env)

    return enter
