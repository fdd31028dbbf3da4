"""The library without its dashboard: installed into an empty place, opened in a notebook, run as a command."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

import onrecord
from onrecord import config, measures
from onrecord.errors import DossierError, MissingError
from onrecord.export.bundle import bundle
from onrecord.intake import UploadError
from onrecord.record import Scope, narrow
from tests.apps import DATA, DOSSIER

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
SHIPPED = DATA / DOSSIER
PAGE = (ROOT / "docs" / "notebook.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """An empty folder with one dossier in it, and beside it the package as pip installs it."""
    root = tmp_path_factory.mktemp("installed")
    shutil.copytree(SHIPPED, root / "empty" / "data" / SHIPPED.name)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index", "--no-deps"]
    told = subprocess.run(
        [*pip, "--no-build-isolation", "--target", root / "site", ROOT], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    return root


def run(place, *argv):
    """Run a program in the empty folder, with the installed package and without the checkout."""
    given = {name: value for name, value in os.environ.items() if name not in config.VARIABLES}
    env = {**given, "PYTHONPATH": str(place / "site"), "ONRECORD_HOME": str(place / "home"), "PYTHONSAFEPATH": "1"}
    return subprocess.run(
        list(map(str, argv)), cwd=place / "empty", env=env, capture_output=True, text=True, check=False
    )


def python(place, source):
    done = run(place, sys.executable, "-c", source)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_page_runs_from_an_installed_copy_in_an_empty_folder(place):
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    lines = "\n".join(blocks) + "\nprint(onrecord.__file__, onrecord.__version__, len(graph), len(by_speaker))"
    file, version, n_actors, n_speakers = python(place, lines).split()
    assert Path(file).is_relative_to(place / "site") and version == onrecord.__version__
    assert int(n_actors) > 5 and int(n_speakers) > int(n_actors)
    assert nx.read_gexf(place / "empty" / "graph.gexf").number_of_nodes() == int(n_actors)
    assert len(pd.read_csv(place / "empty" / "cells.csv")) > int(n_actors)


def test_the_command_is_installed_and_says_how_the_dashboard_is_started(place):
    done = run(place, place / "site" / "bin" / "onrecord")
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert lines[0].startswith("usage: onrecord ") and "make run" in lines[-1]


# Run the commands given as lists of words, and print the code and the output of each.
COMMANDS = """
import contextlib, io, json, sys
from onrecord.__main__ import main
def run(argv):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        code = main(argv)
    return code, out.getvalue()
print(json.dumps([run(argv) for argv in json.loads(sys.argv[1])]))
"""


def test_every_command_works_from_an_installed_copy_in_an_empty_folder(place):
    folder, name = f"data/{SHIPPED.name}", SHIPPED.name
    asked = (["check"], ["check", folder], ["codebook"], ["load", folder])
    asked += (["export", name, "out"], ["bundle", name, "b.zip"])
    done = run(place, sys.executable, "-c", COMMANDS, json.dumps(asked))
    assert (done.returncode, done.stderr) == (0, "")
    none, _, codebook, loaded, _, _ = found = json.loads(done.stdout)
    assert [code for code, _ in found] == [1, 0, 0, 0, 0, 0]
    assert none[1] == "No dossier is shipped beside the installed program; name a folder, or set ONRECORD_DATA.\n"
    assert codebook[1] == (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    assert loaded[1] == f"{name}: at revision 1\n"
    whole = onrecord.open(place / "empty" / "b.zip")
    assert whole.version == onrecord.open(SHIPPED).version
    assert (place / "empty" / "out" / "stances.csv").read_bytes() == (SHIPPED / "stances.csv").read_bytes()


# What is loaded with the package, once a measure is asked for, and after work in a notebook; how text is kept.
STEPS = """
import json, os, sys, onrecord
loaded = [sorted(sys.modules)]
onrecord.measures.similarity
loaded.append(sorted(sys.modules))
onrecord.open({folder!r}).dyads(), onrecord.networks, onrecord.export
loaded.append(sorted(sys.modules))
import pandas as pd
print(json.dumps([loaded, os.environ["OPENBLAS_NUM_THREADS"], pd.Series(["a"]).dtype.storage]))
"""


@pytest.fixture(scope="module")
def steps(place):
    return json.loads(python(place, STEPS.format(folder=str(SHIPPED))))


def test_what_the_package_brings_is_loaded_when_it_is_asked_for(steps):
    first, late, _ = map(set, steps[0])
    heavy = {"scipy", "networkx", "sqlalchemy", "streamlit", "plotly", "onrecord.measures", "onrecord.store"}
    assert not first & heavy
    assert {"onrecord.measures"} <= late and not late & {"streamlit", "plotly", "sqlalchemy"}


def test_a_notebook_never_loads_the_dashboard(steps):
    assert "onrecord.networks" in steps[0][2] and not {"streamlit", "plotly"} & set(steps[0][2])


def test_text_is_kept_as_python_has_it_and_numpy_works_in_one_thread_unless_told_otherwise(place, steps):
    assert steps[1:] == ["1", "python"]
    asked = "import os; os.environ['OPENBLAS_NUM_THREADS'] = '3'; import onrecord, pandas as pd; "
    asked += "print(os.environ['OPENBLAS_NUM_THREADS'], pd.Series(['a']).dtype.storage)"
    assert python(place, asked) == "3 python\n"


def test_actors_are_principals_unless_speakers_are_asked_for(record):
    assert onrecord.open(SHIPPED).cells().equals(record.cells())
    for level in ("principal", "speaker"):
        scoped = narrow(record, Scope(level=level))
        assert record.cells(level=level).equals(measures.cells(scoped.stances))
        assert scoped.cells(level=level).equals(record.cells(level=level))
        similarity = measures.similarity(record.cells(level=level))
        assert record.dyads(level=level)[similarity.columns].equals(similarity)
    assert record.cells(level="speaker")["actor_id"].nunique() > record.cells()["actor_id"].nunique()


def test_a_broken_folder_is_refused_with_every_fault(folder):
    events = folder / "events.csv"
    events.write_text(events.read_text("utf-8").replace(",occurred,", ",happened,", 6), encoding="utf-8")
    with pytest.raises(DossierError) as refused:
        onrecord.open(folder)
    assert len(refused.value.faults) == 6


def test_what_is_not_there_or_no_bundle_is_refused(tmp_path):
    for name in ("nowhere", "nowhere.zip"):
        with pytest.raises(MissingError, match="nowhere"):
            onrecord.open(tmp_path / name)
    (tmp_path / "other.zip").write_bytes(b"no archive")
    with pytest.raises(UploadError):
        onrecord.open(tmp_path / "other.zip")
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        onrecord.nothing  # noqa: B018 - asking is the test


def test_a_bundle_without_an_optional_column_is_read_with_a_note_and_without_a_needed_one_refused(tmp_path):
    files = {path.name: path.read_bytes() for path in SHIPPED.glob("*.*")}

    def packed(column):
        table = pd.read_csv(SHIPPED / "stances.csv", dtype=str, keep_default_na=False).drop(columns=column)
        (tmp_path / "b.zip").write_bytes(
            bundle(SHIPPED.name, {**files, "stances.csv": table.to_csv(index=False).encode()})
        )
        return tmp_path / "b.zip"

    record = onrecord.open(packed("note"))
    assert set(record.stances["note"]) == {""} and len(record.cells()) == len(onrecord.open(SHIPPED).cells())
    with zipfile.ZipFile(packed("note")) as parts:
        assert b"note" not in parts.read(f"{SHIPPED.name}/stances.csv").splitlines()[0]
    with pytest.raises(DossierError, match=r"column gist missing"):
        onrecord.open(packed("gist"))
