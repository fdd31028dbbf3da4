"""Every public measure is used by the product, or stands in the one list of those that wait."""

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from onrecord import measures

ROOT = Path(__file__).parents[1]
PUBLIC = {name for name in measures.__all__ if callable(getattr(measures, name))}


def product() -> Iterator[str]:
    """The source of all that is no measure: the package beside `measures`, the pages, the dashboard."""
    within = ROOT / "onrecord" / "measures"
    files = [*(ROOT / "onrecord").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "dashboard.py"]
    yield from (path.read_text(encoding="utf-8") for path in files if within not in path.parents)


def asked_for(source: str) -> set[str]:
    """Names of measures that a module takes from the package, by attribute or by import."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value=ast.Name("measures") | ast.Attribute(attr="measures"), attr=name):
                names.add(name)
            case ast.ImportFrom(module=str(module)) if module.startswith("onrecord.measures"):
                names.update(alias.name for alias in node.names)
    return names


def called_by(name: str) -> set[str]:
    """Names of measures that the body of another, private functions aside, makes use of."""
    tree = ast.parse(inspect.getsource(getattr(measures, name)))
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} & PUBLIC - {name}


@cache
def used() -> set[str]:
    """Measures that the product asks for, chooses from the catalogue, or reaches through one of these."""
    asked = set().union(*map(asked_for, product()))
    catalogue = {*measures.MEASURES, measures.Measure.__name__}  # the choices and their type
    reached = (asked & PUBLIC) | (catalogue if "MEASURES" in asked else set())
    while more := set().union(*map(called_by, reached)) - reached:
        reached |= more
    return reached


def test_a_measure_without_a_use_waits_for_one_by_name():
    assert sorted(PUBLIC - used() - measures.WAITING) == []


def test_a_measure_that_has_got_a_use_waits_no_longer():
    assert sorted(measures.WAITING & used()) == [] and measures.WAITING <= PUBLIC


def test_a_use_is_seen_however_it_is_written():
    assert asked_for("from onrecord import measures\nmeasures.travel(a, b)") == {"travel"}
    assert asked_for("import onrecord\nonrecord.measures.travel(a, b)") == {"travel"}
    assert asked_for("def f():\n    from onrecord.measures import travel") == {"travel"}
    assert asked_for("from onrecord.measures.cells import cells") == {"cells"}
    assert "issue_weights" in called_by("similarity_by_division") and "network_distances" in called_by("phases")
