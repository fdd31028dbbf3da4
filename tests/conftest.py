"""What several test files share: the shipped dossier, a copy to break, a large one made by a program, the texts."""

import shutil
from pathlib import Path

import pytest

from onrecord import record as records
from onrecord import store
from onrecord.record import Record
from onrecord.schema.dossier import Dossier
from tests import generate

SHIPPED = Path(__file__).parents[1] / "data" / "moscow-initiative-2021"
TEXTS = Path(__file__).parents[2] / "shared" / "sources"


@pytest.fixture(scope="session")
def dossier() -> Dossier:
    return store.read_folder(SHIPPED)


@pytest.fixture(scope="session")
def record(dossier) -> Record:
    return records.of(dossier)


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
