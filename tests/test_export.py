"""Exports: what comes out can be read back, and does nothing when opened."""

import json
import re
import subprocess
import sys
import zipfile
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import export
from onrecord.errors import OnRecordError
from tests import counts

ABOUT = {"view": "http://127.0.0.1:8501/alignment?issues=a,b", "scope": "January to May 2021", "licence": "CC0-1.0"}
HOSTILE = [
    "<script>alert(1)</script>",
    "]]>",
    "a\x00b",
    "a\x0bb",
    "a\ud800b",
    "\u202eevil",
    "\N{DOVE OF PEACE} \N{PARTY POPPER}",
    "=1+1",
    'say "no", twice',
    "two\nlines",
    "a\uffffb",
    "&amp; <b>",
]
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\u00a0=1", "\r=1", "\x00=1", "＝1+1", "＠x", "'=1", "''+2"]
VIZ = "{http://www.gexf.net/1.2draft/viz}"
GEXF = "{http://www.gexf.net/1.2draft}"


def read(data: bytes, **options) -> pd.DataFrame:
    return pd.read_csv(BytesIO(data), keep_default_na=False, **options)


def holding(*texts: str) -> pd.DataFrame:
    """One column of texts, named as the first; as objects, for pandas refuses to keep a lone surrogate as text."""
    return pd.DataFrame([[text] for text in texts], columns=pd.Index([texts[0]], dtype=object), dtype=object)


def book(tables, about=ABOUT) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(export.xlsx(tables, about=about)))


@pytest.fixture
def table():
    return pd.DataFrame(
        {
            "actor_id": ["russia", "israel", "un"],
            "position": pd.array([2, -2, None], dtype="Int64"),
            "similarity": [-0.1, 1 / 3, np.nan],
            "published_on": pd.to_datetime(["2021-01-26", None, "1898-04-05"]),
            "is_day": [True, False, True],
            "note": ["=1+1", "", 'a "b", c\nd'],
        }
    )


@pytest.fixture
def graph():
    made = nx.Graph(name="alignment")
    made.add_node("russia", name="Russia", x=np.float64(0.25), y=-1.5, colour="#1F5C7A", n_stances=np.int64(7))
    made.add_node("israel", name="Israel", x=1.0, y=2.0, colour="rgb(200, 10, 0)", n_stances=3, low=float("nan"))
    made.add_node("un", name="United Nations", x=0, y=0, bloc=None)
    made.add_edge("israel", "russia", similarity=np.float64(-0.75), n_shared=np.int64(4), low=np.nan, is_sure=np.True_)
    made.add_edge("russia", "un", similarity=0.0, n_shared=2)
    return made


# CSV


def test_a_table_comes_back_from_csv_as_it_went(table):
    back = read(export.csv(table))
    assert back["actor_id"].tolist() == ["russia", "israel", "un"]
    assert back["position"].tolist() == ["2", "-2", ""]
    assert [float(s) for s in back["similarity"][:2]] == [-0.1, 1 / 3]
    assert back["published_on"].tolist() == ["2021-01-26", "", "1898-04-05"]
    assert back["is_day"].tolist() == [True, False, True]
    assert [export.unguard(note) for note in back["note"]] == table["note"].tolist()


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_text_in_csv(text):
    data = export.csv(pd.DataFrame({"title": [text]}))
    assert read(data)["title"][0].startswith("'")


def test_a_formula_in_a_column_name_is_text_in_csv():
    assert read(export.csv(pd.DataFrame({"=cmd()": [1]}))).columns.tolist() == ["'=cmd()"]


def test_numbers_keep_their_minus_and_their_type_in_csv():
    data = export.csv(pd.DataFrame({"position": [-2, 1], "similarity": [-0.5, 1.0]}))
    assert data == b'"position","similarity"\r\n-2,-0.5\r\n1,1.0\r\n'


def test_control_characters_do_not_reach_csv():
    data = export.csv(holding("title", "a\x00b\x1bc\x85d\r\ne\tf", "\ud800"), about={"\x00a": "\ud800"})
    assert read(data, comment="#")["title"].tolist() == ["title", "abcd\ne\tf", "\ufffd"]


@settings(max_examples=counts.of(100, 1000))
@given(st.text(alphabet="'=+-@ \t\n\u3000＝ab\"," + "\u202e", max_size=8))
def test_guarding_is_undone_exactly_and_leaves_no_formula(text):
    guarded = export.guard(text)
    assert export.unguard(guarded) == text
    assert not guarded.strip().startswith(tuple("=+-@＝"))
    back = read(export.csv(pd.DataFrame({"a": [text], "b": ["x"]})))["a"][0]
    assert export.unguard(back) == text


def test_what_the_table_is_stands_above_the_header_as_comments(table):
    data = export.csv(table, about=ABOUT)
    lines = data.decode().splitlines()
    assert lines[:3] == [f"# {name}: {value}" for name, value in ABOUT.items()]
    pd.testing.assert_frame_equal(read(data, comment="#"), read(export.csv(table)))


def test_a_row_that_begins_like_a_comment_is_not_taken_for_one():
    data = export.csv(pd.DataFrame({"title": ["# not a comment"]}), about=ABOUT)
    assert read(data, comment="#")["title"].tolist() == ["# not a comment"]


@pytest.mark.parametrize(
    "value", ["x,=cmd()", "x;=cmd()", 'x,"=cmd()"', "x,,=cmd()", "x,\t=cmd()", "x\r\n=cmd(),=cmd()"]
)
def test_an_address_cannot_put_a_formula_into_csv(value):
    first = export.csv(pd.DataFrame({"a": [1]}), about={"view": value}).decode().split("\r\n")[0]
    cells = [cell.strip().strip('"') for cell in re.split("[,;|\t]", first)]
    assert first.startswith("# view: x")
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@"))]


# Excel


def test_a_table_comes_back_from_excel_as_it_went(table):
    data = export.xlsx({"stances": table}, about=ABOUT)
    back = pd.read_excel(BytesIO(data), sheet_name="stances", keep_default_na=False)
    assert back["actor_id"].tolist() == table["actor_id"].tolist()
    assert back["position"].tolist() == [2, -2, ""]
    assert back["similarity"].tolist() == [-0.1, 1 / 3, ""]
    assert back["published_on"].tolist() == [pd.Timestamp("2021-01-26"), "", "1898-04-05"]
    assert back["note"].tolist() == table["note"].tolist()


@pytest.mark.parametrize("text", [*FORMULAS, "{=1}", "http://example.org", "mailto:a@b", "12", "internal:Sheet!A1"])
def test_text_is_text_in_excel(text):
    cell = book({"t": pd.DataFrame({"title": [text]})})["t"]["A2"]
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert cell.value == re.sub(r"[\x00\r]", "", text)


def test_a_formula_stays_text_also_when_the_cell_is_edited():
    sheet = book({"t": pd.DataFrame({"title": ["=1+1", "plain"]})})["t"]
    assert [sheet["A2"].quotePrefix, sheet["A3"].quotePrefix] == [True, False]


def test_days_and_numbers_are_typed_in_excel(table):
    sheet = book({"t": table})["t"]
    assert [sheet[at].data_type for at in ("B2", "C2", "D2", "E2")] == ["n", "n", "d", "b"]
    assert sheet["D2"].number_format == "yyyy-mm-dd"


def test_the_first_sheet_says_what_the_others_are(table):
    made = book({"stances": table, "dyads": table[:1]}, ABOUT | {"note": "=1+1"})
    assert made.sheetnames == ["Read me", "stances", "dyads"]
    rows = [(a.value, b.value) for a, b in made["Read me"].iter_rows(min_row=2)]
    assert rows == [*ABOUT.items(), ("note", "=1+1"), ("sheet stances", "3 rows"), ("sheet dyads", "1 row")]
    assert {cell.data_type for row in made["Read me"].iter_rows() for cell in row} == {"s"}


def test_headers_are_bold_frozen_and_wide_enough(table):
    sheet = book({"t": table.assign(gist="a sentence of some length, in our own words" * 9)})["t"]
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["D"].width >= 12
    assert sheet.column_dimensions["G"].width <= 61


def test_any_name_becomes_a_sheet_of_its_own():
    names = ["a/b:c*?[d]\\", "x" * 40, "x" * 41, "X" * 31, "read me", "history", "", "'q'", "\N{PARTY POPPER}" * 20]
    made = book({name: pd.DataFrame({"n": [i]}) for i, name in enumerate(names)})
    assert [sheet["A2"].value for sheet in made.worksheets[1:]] == list(range(len(names)))
    assert len({name.lower() for name in made.sheetnames}) == len(names) + 1
    assert all(len(name.encode("utf-16-le")) <= 62 and not set(name) & set("[]:*?/\\") for name in made.sheetnames)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_label_makes_no_broken_excel_file(text):
    data = export.xlsx({text: holding(text)}, about={text: text})
    with zipfile.ZipFile(BytesIO(data)) as parts:
        for part in parts.namelist():
            ElementTree.fromstring(parts.read(part))
    value = openpyxl.load_workbook(BytesIO(data)).worksheets[1]["A2"].value
    assert value == re.sub(r"[\ud800\uffff]", "\ufffd", re.sub(r"[\x00-\x08\x0b-\x1f]", "", text))


def test_text_too_long_for_a_cell_says_that_it_was_cut():
    value = book({"t": pd.DataFrame({"gist": ["x" * 40_000]})})["t"]["A2"].value
    assert len(value) == 32_767
    assert value.endswith("x…")


def test_a_table_too_long_for_a_sheet_is_refused_by_name():
    with pytest.raises(OnRecordError, match=r"stances has 1,048,576 rows.*CSV"):
        export.xlsx({"stances": pd.DataFrame(index=range(1_048_576))}, about={})


def test_tables_without_rows_or_columns_are_exported():
    empty = pd.DataFrame({"actor_id": pd.Series(dtype=str)})
    assert [c.value for c in book({"t": empty, "u": pd.DataFrame()})["t"][1]] == ["actor_id"]
    assert export.csv(empty) == b'"actor_id"\r\n'
    assert json.loads(export.json({"t": empty}, about={}))["tables"] == {"t": []}


# JSON


def test_json_holds_the_tables_and_null_for_what_is_missing(table):
    whole = json.loads(export.json({"stances": table, "rest": table[:0]}, about=ABOUT), parse_constant=pytest.fail)
    assert whole["about"] == ABOUT
    assert whole["tables"]["rest"] == []
    assert whole["tables"]["stances"][2] == {
        "actor_id": "un",
        "position": None,
        "similarity": None,
        "published_on": "1898-04-05",
        "is_day": True,
        "note": 'a "b", c\nd',
    }


def test_json_is_null_where_a_number_is_not_finite():
    data = export.json({"t": pd.DataFrame({"n": [np.inf, -np.inf, np.nan, 0.0]})}, about={})
    assert [row["n"] for row in json.loads(data)["tables"]["t"]] == [None, None, None, 0.0]


def test_json_does_not_depend_on_the_order_of_columns_or_tables(table):
    turned = table[table.columns[::-1]]
    assert export.json({"a": table, "b": table}, about={}) == export.json({"b": turned, "a": turned}, about={})


@pytest.mark.parametrize("text", HOSTILE)
def test_json_keeps_any_text_utf8_can_carry(text):
    data = export.json({text: holding(text)}, about={text: text})
    kept = text.replace("\ud800", "\ufffd")
    assert json.loads(data) == {"about": {kept: kept}, "tables": {kept: [{kept: kept}]}}


# Graphs


@pytest.fixture(params=["graphml", "gexf"])
def back(request):
    """The graph written in one format and read again, actors by their id."""

    def through(graph, **options):
        data = getattr(export, request.param)(graph, **options)
        ElementTree.fromstring(data)
        return {"graphml": nx.read_graphml, "gexf": nx.read_gexf}[request.param](BytesIO(data))

    return through


def test_a_graph_comes_back_with_sign_weight_and_place(graph, back):
    read_graph = back(graph, about=ABOUT)
    assert set(read_graph) == {"russia", "israel", "un"}
    assert not read_graph.is_directed()
    edge = read_graph.edges["israel", "russia"]
    assert {name: edge[name] for name in ("similarity", "sign", "weight", "n_shared", "is_sure")} == {
        "similarity": -0.75,
        "sign": -1,
        "weight": 0.75,
        "n_shared": 4,
        "is_sure": True,
    }
    node = read_graph.nodes["russia"]
    assert (node["label"], node["x"], node["y"], node["n_stances"]) == ("Russia", 0.25, -1.5, 7)


def test_no_weight_is_negative_or_zero_and_a_zero_similarity_stays_zero(graph, back):
    edge = back(graph).edges["russia", "un"]
    assert (edge["similarity"], edge["sign"]) == (0.0, 0)
    assert edge["weight"] == pytest.approx(0.001)


def test_what_is_missing_or_undefined_is_left_out_of_a_graph(graph, back):
    read_graph = back(graph)
    assert "low" not in read_graph.edges["israel", "russia"]
    assert "low" not in read_graph.nodes["israel"]
    assert "bloc" not in read_graph.nodes["un"]


def test_a_negative_weight_without_similarity_becomes_a_sign(back):
    made = nx.Graph()
    made.add_edge("a", "b", weight=-0.5)
    edge = back(made).edges["a", "b"]
    assert (edge["weight"], edge["sign"], edge["similarity"]) == (0.5, -1, -0.5)


def test_an_edge_whose_similarity_is_undefined_has_no_weight_of_its_own(back):
    made = nx.Graph()
    made.add_edge("a", "b", similarity=float("nan"), n_shared=1)
    edge = back(made).edges["a", "b"]
    assert edge["n_shared"] == 1
    assert not {"similarity", "sign"} & set(edge)


def test_an_affiliation_network_keeps_its_issues_and_an_isolate_its_place(back):
    made = nx.Graph()
    made.add_node("actor:un", kind="actor")
    made.add_edge("actor:russia", "issue:conference", position=2)
    read_graph = back(made)
    assert set(read_graph) == {"actor:un", "actor:russia", "issue:conference"}
    assert read_graph.edges["actor:russia", "issue:conference"]["position"] == 2


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_label_makes_no_broken_graph(text, back):
    made = nx.Graph(note=text)
    made.add_node(text, name=text, **{text: text})
    made.add_edge(text, "other", similarity=0.5, gist=text)
    (name,) = set(back(made, about={text: text})) - {"other"}
    read_graph = back(made)
    kept = re.sub(r"[\x00\x0b\ud800\uffff]", "\ufffd", text)
    assert name == kept
    assert read_graph.nodes[name]["label"] == kept
    assert read_graph.nodes[name][kept] == kept
    assert read_graph.edges[name, "other"]["gist"] == kept


def test_actors_whose_ids_differ_only_in_lost_characters_stay_apart(back):
    made = nx.Graph()
    made.add_edge("a\x00", "a\x0b", similarity=0.5)
    assert back(made).number_of_nodes() == 2
    assert back(made).number_of_edges() == 1


@pytest.mark.parametrize("name", ["id", "start", "end", "type", "spells", "parents", "pid", "viz", "key", "slices"])
def test_an_attribute_named_like_a_word_of_the_format_changes_no_graph(name, back):
    made = nx.Graph(**{name: "x"})
    made.add_node("a", **{name: "x"})
    made.add_edge("a", "b", similarity=1.0, **{name: "x"})
    read_graph = back(made)
    assert set(read_graph) == {"a", "b"}
    assert "x" in read_graph.nodes["a"].values()
    assert "x" in read_graph.edges["a", "b"].values()


def test_numbers_of_one_attribute_have_one_type(back):
    made = nx.Graph()
    made.add_node("a", n=1, code=1)
    made.add_node("b", n=2.5, code="x")
    nodes = back(made).nodes
    assert (nodes["a"]["n"], nodes["b"]["n"]) == (1.0, 2.5)
    assert (nodes["a"]["code"], nodes["b"]["code"]) == ("1", "x")


def test_gephi_finds_places_and_colours_in_gexf(graph):
    tree = ElementTree.fromstring(export.gexf(graph))
    node = next(n for n in tree.iter(f"{GEXF}node") if n.get("id") == "russia")
    place, colour = node.find(f"{VIZ}position"), node.find(f"{VIZ}color")
    assert (place.get("x"), place.get("y")) == ("0.25", "-1.5")
    assert [colour.get(part) for part in "rgb"] == ["31", "92", "122"]
    other = next(n for n in tree.iter(f"{GEXF}node") if n.get("id") == "israel")
    assert [other.find(f"{VIZ}color").get(part) for part in "rgb"] == ["200", "10", "0"]


def test_edges_show_their_sign_as_a_colour_in_gephi(graph):
    edges = list(ElementTree.fromstring(export.gexf(graph)).iter(f"{GEXF}edge"))
    colours = {e.get("target"): [e.find(f"{VIZ}color").get(part) for part in "rgb"] for e in edges}
    assert colours == {"israel": ["213", "94", "0"], "un": ["128", "128", "128"]}


def test_nodes_stand_where_a_table_of_places_puts_them(graph, back):
    places = pd.DataFrame({"x": [3.5, -4.0], "y": [1.0, 0.5]}, index=["russia", "un"])
    nodes = back(graph, places=places).nodes
    assert [(nodes[n]["x"], nodes[n]["y"]) for n in ("russia", "un", "israel")] == [(3.5, 1.0), (-4.0, 0.5), (1.0, 2.0)]
    tree = ElementTree.fromstring(export.gexf(graph, places=places))
    assert [p.get("x") for p in tree.iter(f"{VIZ}position")] == ["3.5", "1.0", "-4.0"]


def test_a_graph_says_what_it_is(graph):
    description = ElementTree.fromstring(export.gexf(graph, about=ABOUT)).find(f"{GEXF}meta/{GEXF}description").text
    assert description.splitlines() == ["name: alignment", *(f"{name}: {value}" for name, value in ABOUT.items())]
    assert nx.read_graphml(BytesIO(export.graphml(graph, about=ABOUT))).graph.items() >= ABOUT.items()


def test_exporting_leaves_the_graph_and_the_table_as_they_were(graph, table):
    before, rows = nx.to_dict_of_dicts(graph.copy()), table.copy()
    export.gexf(graph, about=ABOUT)
    export.graphml(graph, about=ABOUT)
    export.csv(table)
    export.xlsx({"t": table}, about=ABOUT)
    assert str(nx.to_dict_of_dicts(graph)) == str(before)
    assert dict(graph.graph) == {"name": "alignment"}
    pd.testing.assert_frame_equal(table, rows)


# All

TWICE = """
import hashlib, networkx as nx, pandas as pd, time
from onrecord import export
t = pd.DataFrame({"a": ["x", "=1"], "n": [1, -2.5], "on": pd.to_datetime(["2021-01-26", None])})
g = nx.Graph(); g.add_edge("a", "b", similarity=-0.5, issues={"p", "q", "r", "s"})
about = {"view": "v"}
for data in (export.csv(t, about=about), export.xlsx({"t": t}, about=about), export.json({"t": t}, about=about),
             export.graphml(g, about=about), export.gexf(g, about=about)):
    print(hashlib.sha256(data).hexdigest())
"""


def test_equal_input_gives_equal_bytes_in_another_process_time_zone_and_hash_seed():
    root = Path(__file__).parents[1]
    made = set()
    for seed, zone in (("1", "UTC"), ("2", "Pacific/Auckland")):
        env = {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(root)}
        made.add(subprocess.run([sys.executable, "-c", TWICE], env=env, check=True, capture_output=True).stdout)
    (digests,) = made
    assert len(set(digests.split())) == 5


def test_no_export_holds_the_time_it_was_made(table, graph):
    with zipfile.ZipFile(BytesIO(export.xlsx({"t": table}, about={}))) as parts:
        assert {entry.date_time[0] for entry in parts.infolist()} == {1980}
        assert set(re.findall(rb"\d{4}-\d\d-\d\dT", parts.read("docProps/core.xml"))) == {b"2000-01-01T"}
    today = pd.Timestamp.now().strftime("%Y-%m-%d")
    assert today not in export.gexf(graph).decode()


def test_csv_is_read_by_other_readers_than_pandas(table):
    import csv

    rows = list(csv.reader(StringIO(export.csv(table).decode(), newline=""), strict=True))
    assert [len(row) for row in rows] == [6, 6, 6, 6]
