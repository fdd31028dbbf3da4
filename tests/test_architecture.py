"""The shape of the program, read from its source: who may import whom, how long things are, what a page may hold."""

import ast
import csv
import io
import re
import tokenize
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "onrecord"

# A package of several files counts as the one module it grew from.
BASE = {"errors", "schema", "dates", "text"}
MAY_IMPORT = {
    "errors": {"text"},
    "text": set(),
    "dates": {"errors"},
    "schema": {"errors", "dates"},
    "config": BASE,
    "spreadsheet": BASE,
    "checks": BASE | {"spreadsheet"},
    "store": BASE | {"config", "checks", "spreadsheet"},
    "record": BASE | {"measures"},
    "measures": BASE,
    "networks": BASE,
    "charts": BASE,
    "export": BASE,
    "intake": BASE,
    "views": BASE | {"record", "measures", "networks", "charts", "export"},
    "editing": BASE | {"config", "checks", "store", "record", "views", "measures", "intake", "export"},
    "ui": BASE
    | {"config", "checks", "record", "views", "measures", "networks", "charts", "export", "intake", "editing"},
    "__init__": {"record", "editing"},
    "__main__": BASE | {"config", "checks", "store", "record", "export", "editing"},
}
PAGES_MAY_IMPORT = {"ui", "views"}
ONLY = {
    "streamlit": {"ui"},
    "plotly": {"charts"},
    "networkx": {"networks", "charts", "export"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
}
PER_VISITOR = {"session_state", "user", "query_params", "context"}
WORK_OF_MEASURES = {"groupby", "merge", "pivot", "pivot_table", "iterrows", "itertuples"}
LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
MARKUP = {
    "SQL": re.compile(r"\b(SELECT\b.+\bFROM|INSERT INTO|DELETE FROM|UPDATE\b.+\bSET)\b", re.DOTALL),
    "HTML": re.compile(r"</?[a-zA-Z][^<>]*>"),
    "CSS": re.compile(r"\{[^{}]*:[^{}]*;[^{}]*\}"),
}
# A name says what comes back or what is done: a participle alone says neither.
BARE = {
    "asked", "begun", "brought", "brushed", "carried", "changed", "chosen", "counted", "divided",
    "done", "drawn", "folded", "found", "given", "gone", "grouped", "held", "joined", "kept",
    "known", "listed", "made", "marked", "met", "moved", "named", "opened", "picked", "refused",
    "said", "saved", "seen", "sent", "settled", "shown", "stood", "taken", "told", "tried",
    "written",
}  # fmt: skip
# A function with more ways through it than EASY is hard to follow. So many of the package are; the number only falls.
EASY, MOST_HARD = 8, 18
BLANK = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}

MODULES = sorted(PACKAGE.rglob("*.py"))
PAGES = sorted((ROOT / "pages").glob("*.py"))
DASHBOARD = sorted(ROOT.glob("dashboard.py"))
PROGRAM = [*MODULES, *PAGES, *DASHBOARD]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module(path: Path) -> str:
    """The module a file of the package belongs to: its own name, or that of its folder."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


parsed = cache(ast.parse)


@cache
def nodes(source: str) -> tuple[ast.AST, ...]:
    """All nodes of `source`, as ``ast.walk`` finds them."""
    return tuple(ast.walk(parsed(source)))


# What breaks a rule, as sentences. Each takes source, so that each can be shown source that breaks it.


def imported(source: str, package: str = "onrecord") -> Iterator[str]:
    """Full names of what `source`, a file of `package`, imports; ``onrecord.x`` down to the module."""
    for node in nodes(source):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names) if base == "onrecord" else (base,)


def import_faults(source: str, where: str, package: str = "onrecord") -> list[str]:
    faults = []
    for full in imported(source, package):
        top, *rest = full.split(".")
        if top == "onrecord" and (not rest or rest[0] not in MAY_IMPORT[where] | {where}):
            faults.append(f"must not import {full}")
        if where not in ONLY.get(top, {where}):
            faults.append(f"must not import {top}")
    return faults


def is_private(word: str) -> bool:
    return word.startswith("_") and not word.startswith("__")


def private_faults(source: str) -> list[str]:
    """Private names of another module that are imported or reached into, and imports made private by another name."""
    faults, known = [], set()
    for node in nodes(source):
        if isinstance(node, ast.Import | ast.ImportFrom):
            known |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
            names = {word for alias in node.names for word in (*alias.name.split("."), alias.asname or "")}
            faults += [f"imports {word} in line {node.lineno}" for word in sorted(names) if is_private(word)]
    for node in nodes(source):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
            faults += [f"reaches for {ast.unparse(node)} in line {node.lineno}"] if is_private(node.attr) else []
    return faults


def circles(imports: dict[str, set[str]]) -> list[str]:
    """The modules from which following imports leads back to them."""
    reachable = {module: set(others) for module, others in imports.items()}
    for _ in imports:
        before = sum(map(len, reachable.values()))
        for others in reachable.values():
            others.update(*(reachable[other] for other in set(others)))
        if sum(map(len, reachable.values())) == before:
            break
    return sorted(module for module, others in reachable.items() if module in others)


def outside_faults(source: str, allowed: set[str]) -> list[str]:
    """Imports of a page or the dashboard beyond streamlit and those modules of the package."""
    may = {"streamlit", *(f"onrecord.{top}" for top in allowed)}
    return [f"must not import {f}" for f in imported(source) if ".".join(f.split(".")[:2]) not in may and f not in may]


def page_faults(source: str) -> list[str]:
    tree = parsed(source)
    faults = [] if ast.get_docstring(tree) else ["has no docstring"]
    body = tree.body[1:] if ast.get_docstring(tree) else tree.body
    first = next((node for node in body if not isinstance(node, ast.Import | ast.ImportFrom)), None)
    if first is None or not re.fullmatch(r"view = ui\.open_page\(\w+\)", ast.unparse(first)):
        faults.append("does not begin with view = ui.open_page(…)")
    return faults + [fault for node in nodes(source) for fault in more_than_arranging(node)]


def more_than_arranging(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield f"defines {node.name}"
        case _ if isinstance(node, LOOPS):
            yield f"loops: {ast.unparse(node)[:60]}"
        case ast.Attribute(value=ast.Name("st"), attr="html") | ast.keyword(arg="unsafe_allow_html"):
            yield "writes HTML"
        case ast.Attribute() if node.attr in WORK_OF_MEASURES:
            yield f"computes with {node.attr}"
        case ast.Constant(value=str()):
            yield from (f"holds {kind}" for kind, form in MARKUP.items() if form.search(node.value))


@cache
def lines_of_code(source: str) -> frozenset[int]:
    """Lines that hold more than a comment or nothing."""
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in BLANK:
            lines.update(range(token.start[0], token.end[0] + 1))
    return frozenset(lines)


def code_lines(source: str, function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function that hold code: no docstring, no comment, no blank line."""
    first = function.body[0]
    doc = range(first.lineno, first.end_lineno + 1) if ast.get_docstring(function) is not None else range(0)
    return len(lines_of_code(source) & set(range(function.lineno, function.end_lineno + 1)) - set(doc))


def size_faults(source: str) -> list[str]:
    faults = []
    for node in nodes(source):
        if isinstance(node, FUNCTIONS):
            if node.end_lineno - node.lineno >= 30 and (n := code_lines(source, node)) > 30:
                faults.append(f"{node.name} has {n} lines of code")
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            arguments += [a for a in (node.args.vararg, node.args.kwarg) if a]
            if (n := sum(a.arg not in {"self", "cls"} for a in arguments)) > 5:
                faults.append(f"{node.name} has {n} parameters")
            if (n := complexity(node)) > 12:
                faults.append(f"{node.name} has a complexity of {n}")
    return faults


@cache
def complexity(function: ast.AST) -> int:
    """Ways through a function, those through its comprehensions and its ``and`` and ``or`` counted too."""
    ways, rest = 1, list(ast.iter_child_nodes(function))
    while rest:
        node = rest.pop()
        if not isinstance(node, FUNCTIONS):
            ways += more_ways(node)
            rest += ast.iter_child_nodes(node)
    return ways


def hard_functions(source: str) -> list[str]:
    functions = (node for node in nodes(source) if isinstance(node, FUNCTIONS))
    return [f"{node.name} has a complexity of {n}" for node in functions if (n := complexity(node)) > EASY]


def more_ways(node: ast.AST) -> int:
    match node:
        case ast.If() | ast.For() | ast.AsyncFor() | ast.While() | ast.ExceptHandler():
            return 1
        case ast.BoolOp():
            return len(node.values) - 1
        case ast.comprehension():
            return 1 + len(node.ifs)
        case ast.match_case(pattern=ast.MatchAs(pattern=None), guard=None):
            return 0
        case ast.match_case():
            return 1
    return 0


def name_faults(source: str) -> list[str]:
    """Functions whose name is a participle and nothing else."""
    functions = (node.name for node in nodes(source) if isinstance(node, FUNCTIONS))
    return [f"{function} names nothing" for function in functions if function.strip("_") in BARE]


def public(tree: ast.Module) -> Iterator[ast.AST]:
    """The public functions and classes of a module, and the public methods of those classes."""
    for node in tree.body:
        if isinstance(node, DEFINITIONS) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (m for m in node.body if isinstance(m, FUNCTIONS) and not m.name.startswith("_"))


def documentation_faults(source: str) -> list[str]:
    tree = parsed(source)
    faults = [] if ast.get_docstring(tree) else ["has no docstring"]
    return faults + [f"{node.name} has no docstring" for node in public(tree) if not ast.get_docstring(node)]


def manner_faults(source: str) -> list[str]:
    faults = []
    for node in nodes(source):
        if isinstance(node, ast.Assert):
            faults.append(f"asserts in line {node.lineno}")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"print", "breakpoint"}:
            faults.append(f"prints in line {node.lineno}")
        elif isinstance(node, ast.ExceptHandler):
            caught = {n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)} if node.type else {"BaseException"}
            if caught & {"Exception", "BaseException"}:
                faults.append(f"catches everything in line {node.lineno}")
    return faults


# A number before a plural that is always written so: 1 takes a singular, and thousands a comma.
COUNTED = re.compile(
    r" (actor|change|conflict|dyad|event|fault|issue|passage|report|row|stance|text|tie|triangle|version)s\b"
)


def count_faults(source: str) -> list[str]:
    """Texts with a plural in brackets, and numbers followed by a fixed plural, which `text.count` writes rightly."""
    tree = parsed(source)
    described = {id(n.body[0].value) for n in ast.walk(tree) if has_docstring(n)}
    texts = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    faults = [n.lineno for n in texts if id(n) not in described and re.search(r"[a-z]\(s\)", n.value)]
    for text in ast.walk(tree):
        for number, after in pairwise(text.values) if isinstance(text, ast.JoinedStr) else ():
            is_number = isinstance(number, ast.FormattedValue) and not re.fullmatch(
                r"(\w+\.)?[A-Z_]+", ast.unparse(number.value)
            )
            if is_number and isinstance(after, ast.Constant) and COUNTED.match(after.value):
                faults.append(text.lineno)
    return [f"counts by itself in line {line}" for line in faults]


def has_docstring(node: ast.AST) -> bool:
    return isinstance(node, (ast.Module, *DEFINITIONS)) and ast.get_docstring(node) is not None


def is_cached(function: ast.AST) -> bool:
    return any(re.search(r"\bcache_(data|resource)\b", ast.unparse(d)) for d in function.decorator_list)


def cache_faults(source: str) -> list[str]:
    """Cached functions that read who is looking, themselves or through another function of the file."""
    functions = {n.name: n for n in nodes(source) if isinstance(n, FUNCTIONS)}

    def reads(function: ast.AST, seen: frozenset[str] = frozenset()) -> set[str]:
        inner = list(ast.walk(function))
        own = {n.attr for n in inner if isinstance(n, ast.Attribute) and ast.unparse(n.value) in {"st", "streamlit"}}
        called = {n.id for n in inner if isinstance(n, ast.Name)} & set(functions) - seen - {function.name}
        further = (reads(functions[c], seen | {function.name, c}) for c in called)
        return (own & PER_VISITOR).union(*further)

    return [
        f"{f.name} is cached for all and reads st.{what}"
        for f in functions.values()
        if is_cached(f)
        for what in sorted(reads(f))
    ]


# The program keeps the rules. Each test lists every fault there is.


def faults(paths: Iterable[Path], rule: Callable[[str], Iterable[str]]) -> list[str]:
    """What breaks a rule in these files, each with the file it stands in."""
    return [f"{name(path)}: {fault}" for path in paths for fault in rule(path.read_text(encoding="utf-8"))]


def test_a_module_imports_only_what_it_may():
    assert {module(path) for path in MODULES} - set(MAY_IMPORT) == set(), "say in MAY_IMPORT what it may import"
    assert [
        f"{name(path)}: {fault}"
        for path in MODULES
        for fault in import_faults(
            path.read_text(encoding="utf-8"), module(path), ".".join(path.parent.relative_to(ROOT).parts)
        )
    ] == []


def test_no_two_modules_import_each_other():
    reachable = {top: set(may) for top, may in MAY_IMPORT.items()}
    for _ in MAY_IMPORT:
        for may in reachable.values():
            may.update(*(reachable[top] for top in set(may)))
    assert [top for top, may in reachable.items() if top in may] == []


def test_no_private_name_is_used_in_another_module():
    assert faults(PROGRAM, private_faults) == []


def test_no_file_of_the_package_leads_back_to_itself_by_what_it_imports():
    paths = {".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): p for p in MODULES}
    imports: dict[str, set[str]] = {}
    for full, path in paths.items():
        found = set()
        for node in nodes(path.read_text(encoding="utf-8")):
            if isinstance(node, ast.ImportFrom) and node.module:
                inner = {f"{node.module}.{alias.name}" for alias in node.names}
                found |= {name if name in paths else node.module for name in inner}
        imports[full] = found & set(paths) - {full}
    assert len(imports) > 200 and any(imports.values())
    assert circles(imports) == []


# words in names of the shipped dossier that are words of the program too
PLAIN_WORDS = {"Agency", "European", "Joint", "Other"}


def shipped_names() -> set[str]:
    """The capitalised words in the names of actors, spellings, outlets, places and issues of the shipped dossier."""
    named = {"actors": "name", "aliases": "alias", "reports": "outlet", "events": "place", "issues": "label"}
    found: set[str] = set()
    for table, column in named.items():
        with (ROOT / "data" / "moscow-initiative-2021" / f"{table}.csv").open(encoding="utf-8") as lines:
            found.update(word for row in csv.DictReader(lines) for word in re.findall(r"[A-Z][\w-]{3,}", row[column]))
    return found - PLAIN_WORDS


def texts_naming(source: str, names: set[str]) -> list[str]:
    """The texts of a module, without its docstrings, that hold one of `names`."""
    tree = ast.parse(source)
    bodies = [n.body[0] for n in ast.walk(tree) if getattr(n, "body", None) and isinstance(n.body, list)]
    docs = {id(first.value) for first in bodies if isinstance(first, ast.Expr)}
    texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in docs]
    return [text for text in texts if isinstance(text, str) and names & set(re.findall(r"[A-Z][\w-]{3,}", text))]


def test_no_text_of_the_program_names_anybody_or_anything_of_the_shipped_dossier():
    names = shipped_names()
    assert {"Lavrov", "Quartet", "Moscow", "TASS"} <= names
    assert texts_naming('"""Lavrov."""\nHELP = "as in Lavrov"\n', names) == ["as in Lavrov"]
    assert faults(PROGRAM, lambda source: texts_naming(source, names)) == []


def test_a_module_is_short_enough_to_read():
    assert faults(MODULES, lambda source: length_faults(source, 300)) == []


def length_faults(source: str, most: int) -> list[str]:
    return [f"has {n} lines"] if (n := len(source.splitlines())) > most else []


def test_a_function_does_one_thing_with_few_parameters():
    assert faults(PROGRAM, size_faults) == []


def test_few_functions_are_hard_to_follow_and_never_more_than_before():
    found = faults(MODULES, hard_functions)
    assert len(found) <= MOST_HARD, found
    assert len(found) == MOST_HARD, f"fewer than before: MOST_HARD becomes {len(found)}"


def test_what_is_public_says_what_it_is():
    assert faults(PROGRAM, documentation_faults) == []


def test_a_name_says_what_comes_back_or_what_is_done():
    assert faults(PROGRAM, name_faults) == []
    assert [name(path) for path in PROGRAM if BARE & {part.strip("_") for part in path.with_suffix("").parts}] == []


def test_nothing_prints_asserts_or_swallows_errors():
    assert faults(PROGRAM, manner_faults) == []


def test_a_number_and_its_noun_are_written_in_one_way():
    assert faults(PROGRAM, count_faults) == []


def test_no_shared_cache_depends_on_who_is_looking():
    assert faults(PROGRAM, cache_faults) == []


def test_no_module_is_a_drawer_for_odds_and_ends():
    drawers = {"utils", "util", "helpers", "common", "misc"}
    assert [name(path) for path in MODULES if drawers & set(path.relative_to(ROOT).with_suffix("").parts)] == []


def test_a_page_is_gated_and_only_arranges():
    assert faults(PAGES, page_faults) == []


def test_a_page_is_short_and_imports_only_what_it_arranges():
    assert faults(PAGES, lambda source: length_faults(source, 79)) == []
    assert faults(PAGES, lambda source: outside_faults(source, PAGES_MAY_IMPORT)) == []


def test_the_dashboard_is_a_frame_and_nothing_else():
    assert faults(DASHBOARD, lambda source: length_faults(source, 59)) == []
    assert faults(DASHBOARD, lambda source: outside_faults(source, {"ui"})) == []


def test_no_test_file_imports_another():
    tests = sorted((ROOT / "tests").rglob("*.py"))
    assert faults(tests, shared_faults) == [], "what two of them need stands in a file of its own"


def shared_faults(source: str) -> list[str]:
    return [f"imports {f}" for f in imported(source, "tests") if re.match(r"(tests\.)?(test_|conftest)", f)]


def test_no_test_asserts_seconds():
    assert faults(sorted((ROOT / "tests").rglob("*.py")), seconds_faults) == []


def seconds_faults(source: str) -> list[str]:
    """Tests that fail or pass by the clock of this machine."""
    clocks = {"monotonic", "perf_counter", "process_time", "time", "cpu_times"}
    asserts = [node for node in nodes(source) if isinstance(node, ast.Assert)]
    return [
        f"line {call.lineno} asserts seconds"
        for node in asserts
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2].removesuffix("_ns") in clocks
    ]


# The rules notice when they are broken.


FORBIDDEN = (
    ("from onrecord import store", "measures"),
    ("import onrecord.store.database", "measures"),
    ("from onrecord.store.database import load", "measures"),
    ("from . import store", "measures"),
    ("from .store import load", "measures"),
    ("def f():\n    from onrecord import ui", "charts"),
    ("import onrecord", "charts"),
    ("from onrecord import measures", "networks"),
    ("import streamlit as st", "charts"),
    ("from plotly import graph_objects", "ui"),
    ("import networkx as nx", "measures"),
    ("from sqlalchemy import text", "ui"),
    ("from onrecord import store", "ui"),
    ("from onrecord.store import Store", "ui"),
)


def test_a_forbidden_import_is_noticed():
    assert [case for case in FORBIDDEN if not import_faults(*case)] == []


def test_allowed_imports_are_let_through():
    assert import_faults("import pandas as pd\nfrom onrecord.errors import OnRecordError", "measures") == []
    assert import_faults("from onrecord.measures.cells import cells\nimport numpy", "measures") == []
    assert import_faults("from .cells import cells\nfrom . import dyads", "measures", "onrecord.measures") == []
    assert import_faults("from .. import store", "measures", "onrecord.measures") == ["must not import onrecord.store"]


def test_a_private_name_that_crosses_modules_is_noticed():
    for source in (
        "from onrecord.store.rows import _merge",
        "from onrecord.store.first_load import begin as _begin",
        "import html as _html",
        "from onrecord.store import engine\nengine._engine('sqlite://')",
        "def f():\n    from onrecord.store import engine as e\n    return e._turn",
    ):
        assert len(private_faults(source)) == 1, source
    assert private_faults("from __future__ import annotations\nimport numpy as np\nself._x = np.__version__") == []


def test_a_circle_of_imports_is_noticed():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c"]
    assert circles({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


PAGE = (
    '"""A page."""\n\nimport streamlit as st\n\nfrom onrecord import ui\n'
    "from onrecord.views.page import Page\n\nview = ui.open_page(Page)\n"
)


MORE = (
    (PAGE.replace('"""A page."""', ""), "docstring"),
    (PAGE.replace("view = ", ""), "begin"),
    (PAGE.replace("view = ui.open_page(Page)", "x = 1\nview = ui.open_page(Page)"), "begin"),
    (PAGE.replace("ui.open_page", "open_page"), "begin"),
    ('"""A page."""\n', "begin"),
    (PAGE + "def f():\n    pass\n", "defines f"),
    (PAGE + "class C:\n    pass\n", "defines C"),
    (PAGE + "for row in record.events:\n    pass\n", "loops"),
    (PAGE + "x = [row for row in record.events]\n", "loops"),
    (PAGE + "x = sum(n for n in record.events)\n", "loops"),
    (PAGE + "x = record.events.groupby('place').size()\n", "groupby"),
    (PAGE + "x = record.events.merge(record.actors)\n", "merge"),
    (PAGE + "x = 'SELECT * FROM events'\n", "SQL"),
    (PAGE + "st.markdown('<b>x</b>')\n", "HTML"),
    (PAGE + "st.markdown(f'<p class=\"a\">{record}')\n", "HTML"),
    (PAGE + "st.html(record)\n", "HTML"),
    (PAGE + "st.markdown(record, unsafe_allow_html=True)\n", "HTML"),
    (PAGE + "x = 'p { color: red; }'\n", "CSS"),
)


def test_a_page_that_does_more_is_noticed():
    assert page_faults(PAGE) == []
    assert [case for case in MORE if case[1] not in "\n".join(page_faults(case[0]))] == []


def test_a_page_that_reaches_past_the_layers_is_noticed():
    assert outside_faults(PAGE + "from onrecord.ui import figure\n", PAGES_MAY_IMPORT) == []
    for line in (
        "import pandas as pd",
        "from onrecord import store",
        "import plotly.express",
        "from onrecord.store import x",
    ):
        assert outside_faults(f"{PAGE}{line}\n", PAGES_MAY_IMPORT), line


def test_only_lines_of_code_count():
    body = '    """Say.\n\n    More.\n    """\n    # why\n\n' + "    x = 1\n" * 29
    assert size_faults(f"def f(a):\n{body}") == []
    assert size_faults(f"def f(a):\n{body}    y = (\n        2\n    )\n") == ["f has 33 lines of code"]


def test_too_many_parameters_are_noticed():
    assert size_faults("class C:\n    def f(self, a, b, c, *, d, e): ...") == []
    assert size_faults("def f(a, b, c, *d, e, **g): ...") == ["f has 6 parameters"]


def test_what_is_public_and_undocumented_is_noticed():
    source = 'def f(): ...\nclass C:\n    """C."""\n    def m(self): ...\n    def _n(self): ...\ndef _g(): ...\n'
    assert documentation_faults(source) == ["has no docstring", "f has no docstring", "m has no docstring"]


MANNERS = (
    "print(1)",
    "assert True",
    "try: ...\nexcept Exception: ...",
    "try: ...\nexcept: ...",
    "try: ...\nexcept (ValueError, BaseException): ...",
)


def test_bad_manners_are_noticed():
    assert [source for source in MANNERS if len(manner_faults(source)) != 1] == []
    assert manner_faults("try: ...\nexcept ValueError: ...") == []


def test_a_number_with_a_fixed_plural_is_noticed():
    for source in ('f"{n} report(s)"', 'x = "no fault(s)"', 'f"of {len(rows)} events"'):
        assert len(count_faults(source)) == 1
    assert count_faults('"""Of row(s)."""\nf"{MOST} events, {count(n, \'report\')}, {name} says"') == []


def test_a_cache_that_depends_on_the_visitor_is_noticed():
    helper = "def who():\n    return st.user\n"
    assert cache_faults("@st.cache_data\ndef f():\n    return st.session_state['x']") != []
    assert cache_faults("@st.cache_resource(ttl='1h')\ndef f():\n    return st.context.url") != []
    assert cache_faults(helper + "@st.cache_data\ndef f():\n    return who()") == [
        "f is cached for all and reads st.user"
    ]
    assert cache_faults(helper + "@st.cache_data\ndef f(who_is):\n    return who_is") == []
    assert cache_faults("def f():\n    return st.query_params") == []


def test_every_way_through_a_function_counts():
    assert complexity(ast.parse("def f(a):\n    return a").body[0]) == 1
    source = """
def f(a, b):
    if a and b or not a:
        for x in [y for y in a if y if b]:
            try: ...
            except ValueError: ...
    while a: ...
    match b:
        case 1: ...
        case _: ...
    def g():
        if a: ...
"""
    assert complexity(ast.parse(source).body[0]) == 1 + 1 + 2 + 1 + 3 + 1 + 1 + 1
    many = "def f(a):\n    return " + " and ".join("a" * 13)
    assert size_faults(many) == ["f has a complexity of 13"]


def test_a_function_that_is_hard_to_follow_is_noticed():
    source = "def f(a):\n    return {}\ndef g(a): ..."
    assert hard_functions(source.format(" and ".join("a" * 8))) == []
    assert hard_functions(source.format(" and ".join("a" * 9))) == ["f has a complexity of 9"]


def test_a_name_that_names_nothing_is_noticed():
    word = sorted(BARE)[0]
    assert name_faults(f"def {word}(): ...\nclass C:\n    def _{word}(self): ...\n") == [
        f"{word} names nothing",
        f"_{word} names nothing",
    ]
    assert name_faults(f"def new_{word}(): ...\n{word} = 1") == []


def test_a_test_file_that_imports_another_is_noticed():
    assert shared_faults("from tests.test_pages import opened") == ["imports tests.test_pages"]
    assert shared_faults("from tests.conftest import SHIPPED") == ["imports tests.conftest"]
    assert shared_faults("from tests.apps import opened\nimport pytest") == []


def test_an_assertion_by_the_clock_is_noticed():
    assert seconds_faults("assert time.monotonic() - began < 300") == ["line 1 asserts seconds"]
    assert seconds_faults("began = time.monotonic()\nassert rows.is_monotonic_increasing") == []
