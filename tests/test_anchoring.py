"""A folder coded by hand comes out as one coded at the desk: passages by their words, hashes and lengths from texts."""

import csv
import shutil
from pathlib import Path

import pytest

from onrecord import __main__ as command
from onrecord import config, store
from onrecord.editing import anchoring

RIVER = Path(__file__).parent / "dossiers" / "river"
BY_HAND = ("reports", *anchoring.PLACED)


@pytest.fixture(autouse=True)
def _alone(tmp_path, monkeypatch):
    for name in config.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "home"))


@pytest.fixture
def river(tmp_path) -> Path:
    """The river dossier as a person would type it: without hashes, lengths and offsets, passages by their words."""
    folder = shutil.copytree(RIVER, tmp_path / "river")
    for name in BY_HAND:
        rewrite(folder / f"{name}.csv", typed if name == "reports" else quoted)
    return folder


def rewrite(path: Path, changed) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = [changed(row) for row in csv.DictReader(file)]
        columns = list(rows[0]) if rows else path.read_text("utf-8").strip().split(",")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def typed(row: dict[str, str]) -> dict[str, str]:
    """A report without what follows from its text; of a saved web page a person says where the report is."""
    keeps_body = row["report_id"] == "03-northern-wire"
    return {k: "" if k in anchoring.OF_TEXT and not (keeps_body and k in anchoring.BODY) else v for k, v in row.items()}


def quoted(row: dict[str, str]) -> dict[str, str]:
    """A passage by its words; where they stand more than once, or would be trimmed, a person keeps the place."""
    text = (RIVER / "texts" / f"{row['report_id']}.txt").read_text("utf-8")
    words = text[int(row["start"]) : int(row["end"])]
    if text.casefold().count(words.casefold()) > 1 or words != words.strip():
        return {**row, "quote": ""}
    return {**row, "start": "", "end": "", "quote": words}


def run(capsys, *argv) -> tuple[int, list[str]]:
    code = command.main([str(a) for a in argv])
    return code, capsys.readouterr().out.splitlines()


def cell(folder: Path, table: str, line: int, **cells: str) -> dict[str, str]:
    """Change cells of the row at a line (2 is the first); the row as it was."""
    seen: list[dict[str, str]] = []

    def changed(row):
        seen.append(row)
        return {**row, **cells} if len(seen) == line - 1 else row

    rewrite(folder / f"{table}.csv", changed)
    return seen[line - 2]


def test_a_folder_without_hashes_and_offsets_becomes_the_one_that_was_coded(river, capsys):
    before = {name: (river / f"{name}.csv").read_text("utf-8") for name in BY_HAND}
    assert run(capsys, "check", river)[0] == 1
    code, lines = run(capsys, "anchor", "--dry-run", river)
    assert (code, lines[-1]) == (0, "Nothing was written.")
    assert {name: (river / f"{name}.csv").read_text("utf-8") for name in BY_HAND} == before
    code, lines = run(capsys, "anchor", river)
    assert code == 0 and lines[0] == "reports.csv: 6 rows filled in"
    assert int(lines[2].split()[1]) > 20  # stances
    for name in BY_HAND:
        assert (river / f"{name}.csv").read_bytes() == (RIVER / f"{name}.csv").read_bytes(), name
    assert run(capsys, "check", river)[0] == 0
    assert run(capsys, "anchor", river) == (0, ["river: nothing is left to fill in"])
    assert not list(river.glob(".*"))


def test_columns_that_follow_from_the_texts_need_not_be_there_at_all(river, capsys):
    for name in BY_HAND:
        gone = anchoring.OF_TEXT[:2] if name == "reports" else ()
        rewrite(river / f"{name}.csv", lambda row, gone=gone: {k: v for k, v in row.items() if k not in gone})
    assert run(capsys, "anchor", river)[0] == 0
    assert store.read_folder(river).version == store.read_folder(RIVER).version


def test_words_that_are_nearly_the_same_are_taken_and_told(river, capsys):
    was = cell(river, "stances", 2)
    cell(river, "stances", 2, quote=was["quote"].replace("e", "a", 1))
    code, lines = run(capsys, "anchor", river)
    (told,) = [line for line in lines if "warning" in line]
    assert code == 0 and told.startswith("stances.csv:2: warning: its words are not there, the nearest were taken (9")
    assert (river / "stances.csv").read_bytes() == (RIVER / "stances.csv").read_bytes()


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("Sarava", "stands in "),
        ("No such sentence was ever printed anywhere.", "is nowhere in the body of '01-northern-wire'"),
        (
            "Norvland will chair all talks jointly with the Union of Coastal States (UCS)",
            "% alike); the words of the report",
        ),
        ("", "has neither a place nor the words of its passage"),
        ("x" * 5000, "is nowhere in the body"),
    ],
)
def test_words_without_a_place_of_their_own_are_left_and_named_with_their_line(quote, said, river, capsys):
    cell(river, "stances", 2, quote=quote)
    code, lines = run(capsys, "anchor", river)
    assert code == 1 and lines[-1].startswith("stances.csv:2: ") and said in lines[-1]
    rows = list(csv.DictReader((river / "stances.csv").open(encoding="utf-8", newline="")))
    assert rows[0]["start"] == "" and rows[0]["quote"] == quote  # stays until every row has its place
    assert all(row["start"] for row in rows[1:])
    code, lines = run(capsys, "check", river)
    assert code == 1 and lines == [
        "stances.csv:1: column quote holds words whose place is not filled in yet; a passage is start and end; "
        "run: onrecord anchor FOLDER; see data/README.md"
    ]


def test_a_report_without_its_text_and_a_text_that_is_another_are_told(river, capsys):
    (river / "texts" / "01-northern-wire.txt").unlink()
    cell(river, "reports", 3, sha256="0" * 64)
    code, lines = run(capsys, "anchor", river)
    faults = [line for line in lines if line.startswith("reports.csv:") and "; " in line]
    assert code == 1 and [f.split("'")[1] for f in faults] == ["01-northern-wire", "02-kestria-daily"]
    assert "has no text" in faults[0] and "is not the one that was coded" in faults[1]


def test_texts_may_lie_where_the_settings_say(river, tmp_path, capsys, monkeypatch):
    shutil.move(river / "texts", tmp_path / "elsewhere")
    monkeypatch.setenv("ONRECORD_TEXTS", str(tmp_path / "elsewhere"))
    assert run(capsys, "anchor", river)[0] == 0
    assert (river / "reports.csv").read_bytes() == (RIVER / "reports.csv").read_bytes()


def test_a_table_that_cannot_be_read_is_told_and_nothing_is_written(river, capsys):
    before = (river / "reports.csv").read_bytes()
    stances = river / "stances.csv"
    stances.write_text(stances.read_text("utf-8").replace(",", ";"), "utf-8")
    code, lines = run(capsys, "anchor", river)
    assert code == 1 and "separated by semicolons" in lines[0]
    assert (river / "reports.csv").read_bytes() == before
    code, lines = run(capsys, "anchor", river / "absent")
    assert code == 1 and "is not a folder" in lines[0]
