"""What the documents promise is there, and what is there is documented."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from onrecord import config, measures, schema
from onrecord.__main__ import main
from onrecord.views.pages import PAGES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
METHODS = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")


def commands():
    """Every command line in a fenced block of the README."""
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line]


def test_the_first_two_commands_are_those_that_start_and_test():
    assert commands()[:2] == ["make run", "make test"]


@pytest.mark.parametrize("target", [c.split()[1] for c in commands() if c.startswith("make ")])
def test_every_make_target_named_is_there_and_would_run(target):
    done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_plain_commands_name_files_that_are_there():
    assert "pip install -r requirements.txt" in commands()
    assert "streamlit run dashboard.py" in commands()
    assert (ROOT / "requirements.txt").is_file() and (ROOT / "dashboard.py").is_file()


@pytest.mark.parametrize("command", ["check", "codebook", "load", "export", "bundle"])
def test_every_command_of_the_package_is_in_the_readme_or_its_codebook(command, capsys):
    page = README + schema.codebook()
    assert f"python -m onrecord {command}" in page
    with pytest.raises(SystemExit) as done:
        main([command, "--help"])
    assert done.value.code == 0 and "usage" in capsys.readouterr().out


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_described_in_the_readme(page):
    assert f"| {page} |" in README


@pytest.mark.parametrize("setting", config.VARIABLES)
def test_every_setting_is_described_in_the_readme(setting):
    assert f"`{setting}`" in README


@pytest.mark.parametrize("table", schema.TABLES, ids=lambda t: t.name)
def test_every_table_column_and_code_is_in_the_codebook(table):
    page = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    section = page.split(f"## {table.name}\n")[1].split("\n## ")[0]
    for column in table.columns:
        assert f"| `{column.name}` |" in section
        assert all(f"- `{code}`: {meaning}" in section for code, meaning in (column.codes or {}).items())


def test_the_codebook_on_file_is_the_one_the_schema_prints():
    assert (ROOT / "data" / "README.md").read_text(encoding="utf-8") == schema.codebook()


def test_the_measures_say_which_of_their_files_holds_what():
    folder = ROOT / "onrecord" / "measures"
    files = {p.stem for p in folder.glob("[!_]*.py")} | {f"{p.parent.name}/" for p in folder.glob("*/__init__.py")}
    assert set(re.findall(r"``([\w/]+)``", measures.__doc__)) == files


WORDS = {
    "cells": "Cells",
    "positions": "Cells",
    "dyad_evidence": "Evidence of a dyad",
    "issue_summary": "Issue summary",
}


@pytest.mark.parametrize("measure", measures.__all__)
def test_every_measure_is_explained(measure):
    word = WORDS.get(measure, measure.removeprefix("stance_"))
    assert word.lower() in METHODS.lower()


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)]+)\)", README))
def test_every_link_of_the_readme_leads_somewhere(link):
    assert (ROOT / link).exists()


def test_every_module_says_what_it_is_for():
    for path in [*ROOT.glob("onrecord/**/*.py"), *ROOT.glob("pages/*.py"), ROOT / "dashboard.py"]:
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_every_path_a_document_names_is_there(document):
    text = (ROOT / document).read_text(encoding="utf-8")
    made = {"tests/screenshots", "data/my-dossier/"}  # by a test, by the reader
    paths = {p for p in re.findall(r"`([\w./-]*[\w-]/[\w./-]*|[\w-]+\.(?:py|md|txt))`", text) if p != "/"} - made
    assert len(paths) > 10 and [p for p in sorted(paths) if not (ROOT / p).exists()] == []


def names_of(path):
    """What a file defines or assigns: in Python as the language has it, elsewhere every word."""
    text = (ROOT / path).read_text(encoding="utf-8")
    if not path.endswith(".py"):
        return set(re.findall(r"\w+", text))
    nodes = list(ast.walk(ast.parse(text)))
    kinds = (ast.FunctionDef, ast.ClassDef)
    return {node.name for node in nodes if isinstance(node, kinds)} | {
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def symbols(document):
    """The pairs of a file and a name in it that a document points to: ``file: name, name``."""
    text = (ROOT / document).read_text(encoding="utf-8")
    found = re.findall(r"`([\w./-]+\.\w+): (\w+(?:, \w+)*)`", text)
    return [(path, name) for path, names in found for name in names.split(", ")]


def test_every_name_contributing_points_to_stands_in_the_file_it_says():
    found = symbols("CONTRIBUTING.md")
    assert [(p, n) for p, n in found if not (ROOT / p).is_file() or n not in names_of(p)] == []
    assert len(found) > 20 and "_ALL" not in names_of("onrecord/ui/frame.py")


def test_contributing_names_every_folder_of_the_package():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    folders = [p.parent.relative_to(ROOT).as_posix() for p in (ROOT / "onrecord").glob("*/__init__.py")]
    assert [f for f in folders if f"`{f}/`" not in text] == []
