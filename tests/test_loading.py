"""A folder or bundle of a dossier that is here: three states are compared, and what is saved is one signed revision."""

import csv
import shutil
from pathlib import Path

import pytest

from onrecord import __main__ as command
from onrecord import config, store
from onrecord.editing import Coder, Workspace, loading, undo
from onrecord.errors import StaleError
from onrecord.schema.change import Change, Signed

RIVER = Path(__file__).parent / "dossiers" / "river"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    for name in config.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ONRECORD_CODER", "Dana")
    return tmp_path


@pytest.fixture
def exported(home) -> Path:
    """The river dossier, loaded and exported again."""
    store.fill(held(), store.read_folder(RIVER))
    assert command.main(["export", "river", str(home / "out" / "river")]) == 0
    return home / "out" / "river"


def held() -> store.Store:
    return store.connect(config.settings().database_url)


def run(capsys, *argv) -> tuple[int, list[str]]:
    capsys.readouterr()
    code = command.main([str(a) for a in argv])
    return code, capsys.readouterr().out.splitlines()


def edit(folder: Path, table: str, key: str, **cells: str) -> None:
    """Change cells of the row whose first cell is `key`; without cells the row goes."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    rows = [row for row in rows if cells or row[0] != key]
    rows = [[cells.get(c, v) for c, v in zip(header, row, strict=True)] if row[0] == key else row for row in rows]
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def change_here(table: str, key: str, by: str = "ann", **cells: str) -> int:
    """Change cells of a row in the store, as somebody at the desk does."""
    rows = store.load(held(), "river").tables[table].to_dict("records")
    row = next(r for r in rows if next(iter(r.values())) == key)
    return store.write(held(), "river", [Change(table, (key,), row, {**row, **cells})], Signed(by, "at the desk"))


def cell(table: str, key: str, column: str) -> str:
    rows = store.load(held(), "river").tables[table]
    return rows.loc[rows[rows.columns[0]] == key, column].item()


def test_an_edited_export_is_shown_first_and_saved_on_yes_as_one_revision_that_can_be_undone(exported, capsys):
    edit(exported, "actors", "belmor", note="Upstream.")
    edit(exported, "stances", "s-01-01")
    code, lines = run(capsys, "load", exported)
    assert code == 1 and store.newest(held(), "river") == 1
    assert lines == [
        "river: compared with revision 1, from which it began; what was changed here alone since then stays",
        "  actors: 0 new, 1 changed, 0 gone",
        "  stances: 0 new, 0 changed, 1 gone",
        "    changed in note: actors belmor",
        "    gone: stances s-01-01",
        "Nothing was saved yet: add --yes to save this as one revision.",
    ]
    code, lines = run(capsys, "load", "--yes", exported)
    assert (code, lines[-1]) == (0, "river: saved as revision 2; it can be undone on the page Changes")
    now = store.load(held(), "river")
    last = store.revisions(held(), "river").iloc[-1]
    assert now.version == store.read_folder(exported).version
    assert (last["made_by"], last["base_rev"]) == ("Dana", 1)
    assert last["reason"] == f"loaded from the folder river, version {now.version}"
    assert run(capsys, "load", exported) == (0, ["river: at revision 2; what this holds is here already"])
    undo(Workspace(held(), "river", Coder("Dana", True)))
    assert store.load(held(), "river").version == store.load(held(), "river", 1).version


def test_what_was_changed_here_since_the_export_stays(exported, capsys):
    change_here("actors", "belmor", note="At the desk.")
    change_here("actors", "dallo", role="Negotiator")
    edit(exported, "actors", "belmor", role="Upstream state")
    assert run(capsys, "load", "--yes", exported)[0] == 0
    assert [cell("actors", "belmor", c) for c in ("note", "role")] == ["At the desk.", "Upstream state"]
    assert cell("actors", "dallo", "role") == "Negotiator"


def test_the_same_field_changed_on_both_sides_is_listed_and_nothing_is_saved(exported, capsys):
    newest = change_here("actors", "belmor", note="At the desk.")
    edit(exported, "actors", "belmor", note="In the folder.")
    edit(exported, "actors", "dallo", role="Negotiator")
    code, lines = run(capsys, "load", "--yes", exported)
    assert code == 1 and store.newest(held(), "river") == newest
    assert "  changed here too, by ann:" in lines
    (clash,) = [line for line in lines if "In the folder." in line]
    assert clash.startswith("    actors belmor: note was '', is 'In the folder.' in the folder and 'At the desk.' here")
    assert lines[-1].startswith("Nothing was saved: settle")
    workspace = Workspace(held(), "river", Coder("Dana", True))
    with pytest.raises(StaleError):
        loading.update(workspace, loading.compare(workspace, store.read_folder(exported)), origin="a folder")


def test_a_row_that_was_retracted_here_and_changed_in_the_folder_is_a_clash(exported, capsys):
    rows = store.load(held(), "river").tables["stances"].to_dict("records")
    store.write(held(), "river", [Change("stances", (rows[0]["stance_id"],), rows[0], None)], Signed("ann", "not so"))
    edit(exported, "stances", rows[0]["stance_id"], gist="Otherwise.")
    code, lines = run(capsys, "load", "--yes", exported)
    assert code == 1 and any("changed in the folder, ended here by ann" in line for line in lines)


def test_the_same_change_on_both_sides_is_no_change(exported, capsys):
    change_here("actors", "belmor", note="Upstream.")
    edit(exported, "actors", "belmor", note="Upstream.")
    assert run(capsys, "load", exported) == (0, ["river: at revision 2; what this holds is here already"])


def test_an_export_with_faults_is_refused_and_nothing_is_saved(exported, capsys):
    edit(exported, "stances", "s-01-01", position="7")
    code, lines = run(capsys, "load", "--yes", exported)
    assert (code, lines[-1]) == (1, "river: 1 fault") and store.newest(held(), "river") == 1


def test_an_export_that_breaks_what_stands_now_is_refused_with_the_fault(exported, capsys):
    """An actor that is gone in the folder is needed by a stance coded here since."""
    edit(exported, "actors", "belmor-embassy")
    for table, column in (("event_actors", "actor_id"), ("aliases", "actor_id"), ("stances", "actor_id")):
        with (exported / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        rows = [row for row in rows if row[header.index(column)] != "belmor-embassy"]
        with (exported / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *rows])
    row = {**store.load(held(), "river").tables["stances"].to_dict("records")[0], "actor_id": "belmor-embassy"}
    row["stance_id"] = "s-new"
    store.write(held(), "river", [Change("stances", ("s-new",), None, row)], Signed("ann", "coded"))
    code, lines = run(capsys, "load", "--yes", exported)
    assert code == 1 and any("'belmor-embassy' is not in actors.csv" in line for line in lines)
    assert store.newest(held(), "river") == 2


def test_a_report_added_on_both_sides_under_one_number_is_given_the_next(exported, capsys):
    first = store.load(held(), "river").tables["reports"].to_dict("records")[0]
    at_the_desk = {**first, "report_id": "at-the-desk", "number": "", "sha256": ""}
    store.write(held(), "river", [Change("reports", ("at-the-desk",), None, at_the_desk)], Signed("ann", "added"))
    with (exported / "reports.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(
            {**first, "report_id": "typed", "number": "", "sha256": ""}.values()
        )
    assert run(capsys, "load", "--yes", exported)[0] == 0
    assert int(cell("reports", "typed", "number")) == int(cell("reports", "at-the-desk", "number")) + 1


def test_an_export_of_another_store_is_compared_with_what_both_began_from(exported, capsys, monkeypatch, home):
    """Both began with the same folder; a colleague's export says a revision that means nothing here."""
    monkeypatch.setenv("ONRECORD_HOME", str(home / "there"))
    store.fill(held(), store.read_folder(RIVER))
    change_here("actors", "belmor", note="Mine.", by="Dana")
    (exported / "dossier.toml").write_text(
        (exported / "dossier.toml").read_text("utf-8").replace('revision = "1"', 'revision = "2"'), "utf-8"
    )
    edit(exported, "actors", "dallo", role="Negotiator")
    code, lines = run(capsys, "load", "--yes", exported)
    assert code == 0 and "compared with revision 1, from which it began" in lines[0]
    assert (cell("actors", "belmor", "note"), cell("actors", "dallo", "role")) == ("Mine.", "Negotiator")


def test_an_export_that_says_no_state_is_compared_with_what_stands_and_this_is_told(
    exported, capsys, monkeypatch, home
):
    """An older export: every difference is one of the folder."""
    monkeypatch.setenv("ONRECORD_HOME", str(home / "there"))
    assert command.main(["export", "river", str(exported)]) == 1  # it is not here
    store.save(held(), store.read_folder(exported), made_by="ann", reason="typed")
    toml = exported / "dossier.toml"
    toml.write_text("".join(line + "\n" for line in toml.read_text("utf-8").splitlines()[:6]), "utf-8")
    change_here("actors", "belmor", note="At the desk.")
    code, lines = run(capsys, "load", exported)
    assert code == 1
    assert lines[0] == (
        "river: it does not say from which state it began, so it is compared with revision 2, which stands now"
    )
    assert "    changed in note: actors belmor" in lines


def test_a_bundle_of_a_dossier_that_is_here_updates_it_in_the_same_way(home, capsys, monkeypatch):
    """One goes there, is worked on, and comes back."""
    file, back = home / "river.zip", home / "back.zip"
    store.fill(held(), store.read_folder(RIVER))
    change_here("actors", "belmor", note="Before.")
    assert command.main(["bundle", "river", str(file)]) == 0
    monkeypatch.setenv("ONRECORD_HOME", str(home / "there"))
    assert command.main(["load", str(file)]) == 0
    change_here("actors", "dallo", role="Negotiator", by="bob")
    assert command.main(["bundle", "river", str(back)]) == 0
    monkeypatch.setenv("ONRECORD_HOME", str(home / "home"))
    change_here("actors", "norvland", note="Meanwhile.")
    code, lines = run(capsys, "load", "--yes", back)
    assert code == 0 and "    changed in role: actors dallo" in lines
    assert [cell("actors", k, c) for k, c in (("belmor", "note"), ("dallo", "role"), ("norvland", "note"))] == [
        "Before.",
        "Negotiator",
        "Meanwhile.",
    ]


def test_a_dossier_begun_here_comes_back_from_a_colleague_without_undoing_what_was_done_here(home, capsys, monkeypatch):
    """No folder is its beginning: the state both share is the one that was handed over."""
    handed, back = home / "river.zip", home / "back.zip"
    store.save(held(), store.read_folder(RIVER), made_by="ann", reason="typed")
    change_here("actors", "belmor", note="Before.")
    assert command.main(["bundle", "river", str(handed)]) == 0
    change_here("actors", "norvland", note="Meanwhile.")
    monkeypatch.setenv("ONRECORD_HOME", str(home / "there"))
    assert command.main(["load", str(handed)]) == 0
    change_here("actors", "dallo", role="Negotiator", by="bob")
    assert command.main(["bundle", "river", str(back)]) == 0
    monkeypatch.setenv("ONRECORD_HOME", str(home / "home"))
    code, lines = run(capsys, "load", "--yes", back)
    assert code == 0 and lines[:3] == [
        "river: compared with revision 2, from which it began; what was changed here alone since then stays",
        "  actors: 0 new, 1 changed, 0 gone",
        "    changed in role: actors dallo",
    ]
    assert cell("actors", "norvland", "note") == "Meanwhile."


def test_a_folder_that_is_no_export_and_nobody_worked_on_is_taken_over_as_ever(home, capsys):
    folder = shutil.copytree(RIVER, home / "river")
    assert run(capsys, "load", folder) == (0, ["river: at revision 1"])
    edit(folder, "actors", "belmor", note="Upstream.")
    assert run(capsys, "load", folder) == (0, ["river: at revision 2"])
    change_here("actors", "dallo", role="Negotiator")
    assert run(capsys, "load", folder) == (0, ["river: at revision 3; what this holds is here already"])


def test_many_rows_are_counted_and_twenty_are_named(exported, capsys):
    with (exported / "events.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    for row in rows:
        edit(exported, "events", row[0], note="read again")
    code, lines = run(capsys, "load", exported)
    assert code == 1 and f"  events: 0 new, {len(rows)} changed, 0 gone" in lines
    assert len([line for line in lines if line.startswith("    changed in note: ")]) == loading.NAMED < len(rows)
    assert f"    … and {len(rows) - loading.NAMED} more rows" in lines
