"""The command line: what it prints and the exit code it leaves."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord import __main__ as command
from onrecord import config, schema, store

ROOT = Path(__file__).parents[1]
PRACTICE = config.SHIPPED / "practice-river-talks"
LINE = re.compile(r"[\w.]+:\d+: [^\n]+; [^\n]+; [^\n]+")


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    for name in config.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "home"))
    return tmp_path


def run(capsys, *argv) -> tuple[int, list[str]]:
    code = command.main([str(a) for a in argv])
    return code, capsys.readouterr().out.splitlines()


def damage(folder: Path) -> None:
    events = folder / "events.csv"
    events.write_text(events.read_text("utf-8").replace(",occurred,", ",happened,", 6), encoding="utf-8")


def test_the_shipped_dossier_passes_as_a_program_of_its_own():
    done = subprocess.run(
        [sys.executable, "-m", "onrecord", "check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=os.environ,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^moscow-initiative-2021: [\d,]+ rows, 0 faults, 0 texts compared$", done.stdout, re.M)
    assert re.search(r"^practice-river-talks: [\d,]+ rows, 0 faults, [\d,]+ texts compared$", done.stdout, re.M)


def test_every_fault_is_printed_on_its_own_line_and_the_code_is_1(folder, capsys):
    damage(folder)
    code, lines = run(capsys, "check", folder)
    assert code == 1
    assert len(lines) == 6
    assert all(LINE.fullmatch(line) for line in lines)


def test_a_broken_folder_does_not_keep_others_from_being_checked(folder, capsys):
    damage(folder)
    code, lines = run(capsys, "check", folder, config.SHIPPED / folder.name)
    assert code == 1
    assert lines[-1].endswith("0 faults, 0 texts compared")


def test_an_answer_before_its_question_is_a_warning_and_no_fault(folder, capsys):
    code, lines = run(capsys, "check", folder)
    warned = [line for line in lines if ": warning: " in line]
    assert code == 0 and all(LINE.fullmatch(line) for line in warned)
    # zakharova-announces-agenda too, before it was no answer to lavrov-maliki-meeting: what she announces realizes it
    answers = {"guterres-visits-moscow", "russia-supports-arab-dialogue"}
    links = (folder / "event_links.csv").read_text("utf-8").splitlines()
    assert [links[int(line.split(":")[1]) - 1].split(",")[0] for line in warned] == [
        line.split("'")[1] for line in warned
    ]
    assert {line.split("'")[1] for line in warned} == answers


def test_texts_are_compared_where_they_are_given(texts_folder, capsys, monkeypatch):
    monkeypatch.setenv("ONRECORD_TEXTS", str(texts_folder))
    code, lines = run(capsys, "check", config.SHIPPED / "moscow-initiative-2021")
    summaries = [line for line in lines if ": warning: " not in line]
    assert (code, len(summaries)) == (0, 1)
    assert summaries[0].endswith("0 faults, 5 texts compared")


def test_a_text_that_is_not_the_one_coded_is_refused_by_name(folder, home, capsys, monkeypatch, dossier):
    name = f"{dossier.tables['reports']['report_id'].iloc[0]}.txt"
    (home / "texts").mkdir()
    (home / "texts" / name).write_text("something else")
    monkeypatch.setenv("ONRECORD_TEXTS", str(home / "texts"))
    code, lines = run(capsys, "check", folder)
    assert code == 1
    assert name in lines[0]


def test_a_text_beside_the_tables_that_is_not_the_one_coded_is_a_fault_and_the_folder_is_not_loaded(home, capsys):
    folder = shutil.copytree(PRACTICE, home / PRACTICE.name)
    text = folder / "texts" / "02-kestria-daily.txt"
    text.write_text(text.read_text("utf-8").replace("28 March", "29 March", 1), encoding="utf-8")
    for asked in ("check", "load"):
        code, lines = run(capsys, asked, folder)
        assert code == 1 and lines[0].startswith("texts/02-kestria-daily.txt:1: ")
        assert "is not the text that was coded" in lines[0]
    assert store.dossiers(store.connect(config.settings().database_url)) == {}


def test_the_texts_of_a_fictional_dossier_go_with_its_export_and_its_bundle(home, capsys, monkeypatch):
    run(capsys, "load", PRACTICE)
    out = home / "out" / PRACTICE.name
    run(capsys, "export", PRACTICE.name, out)
    texts = {path.name: path.read_bytes() for path in (PRACTICE / "texts").iterdir()}
    assert {path.name: path.read_bytes() for path in (out / "texts").iterdir()} == texts
    assert run(capsys, "check", out)[0] == 0
    run(capsys, "bundle", PRACTICE.name, home / "river.zip")
    monkeypatch.setenv("ONRECORD_HOME", str(home / "elsewhere"))
    run(capsys, "load", home / "river.zip")
    held = store.connect(config.settings().database_url)
    assert store.load(held, PRACTICE.name).version == store.read_folder(PRACTICE).version
    assert sorted(t.encode() for t in store.report_texts(held, PRACTICE.name).values()) == sorted(texts.values())


def test_what_is_no_folder_is_said_to_be_none(home, capsys):
    code, lines = run(capsys, "check", home / "absent")
    assert code == 1
    assert "is not a folder" in lines[0]


@pytest.mark.parametrize("asked", ["check", "load"])
def test_finding_no_dossier_at_all_is_no_success(asked, home, capsys, monkeypatch):
    monkeypatch.setenv("ONRECORD_DATA", str(home))
    code, lines = run(capsys, asked)
    assert code == 1
    assert "no dossier folder" in lines[0]


def test_the_codebook_is_printed_as_it_is(capsys):
    assert command.main(["codebook"]) == 0
    assert capsys.readouterr().out == schema.codebook()


def test_what_is_loaded_and_exported_is_what_was_there(folder, home, capsys):
    assert run(capsys, "load", folder) == (0, [f"{folder.name}: at revision 1"])
    assert run(capsys, "load", folder) == (0, [f"{folder.name}: at revision 1"])
    out = home / "out" / folder.name
    assert run(capsys, "export", folder.name, out) == (0, [f"{folder.name}: written to {out}"])
    assert store.read_folder(out).version == store.read_folder(folder).version


def test_loading_a_broken_folder_lists_its_faults_and_changes_nothing(folder, capsys, home):
    run(capsys, "load", folder)
    damage(folder)
    code, lines = run(capsys, "load", folder)
    assert code == 1
    assert len([line for line in lines if LINE.fullmatch(line)]) == 6
    assert lines[-1] == f"{folder.name}: 6 faults"
    held = store.connect(config.settings().database_url)
    assert store.newest(held, folder.name) == 1


def test_exporting_what_is_not_there_names_what_is(folder, home, capsys):
    run(capsys, "load", folder)
    code, lines = run(capsys, "export", "absent", home / "out")
    assert code == 1
    assert "no dossier 'absent'" in lines[0]
    assert folder.name in lines[0]
    assert not (home / "out").exists()


def test_exporting_to_where_nothing_can_be_written_says_so(folder, home, capsys):
    run(capsys, "load", folder)
    (home / "taken").write_text("a file")
    code, lines = run(capsys, "export", folder.name, home / "taken")
    assert code == 1
    assert "cannot be written" in lines[0]


def test_a_database_that_does_not_answer_is_said_without_its_password(home, capsys, monkeypatch, folder):
    monkeypatch.setenv("ONRECORD_DATABASE_URL", "postgresql://desk:hunter2@127.0.0.1:1/record")
    code, lines = run(capsys, "load", folder)
    assert code == 1
    assert "hunter2" not in "".join(lines)


def test_without_a_command_the_commands_are_listed_and_where_the_dashboard_is_started(capsys):
    code, lines = run(capsys)
    assert code == 0
    assert all(re.search(rf"^ +{name} ", "\n".join(lines), re.M) for name in command.COMMANDS)
    assert lines[-1] == "The dashboard is started from the checkout, where its pages lie: make run"


@pytest.mark.parametrize("argv", [["unknown"], ["export"], ["codebook", "extra"]])
def test_a_command_that_is_none_shows_how_it_is_used(argv, capsys):
    with pytest.raises(SystemExit) as stopped:
        command.main(argv)
    assert stopped.value.code == 2
    assert "usage: python -m onrecord" in capsys.readouterr().err


def test_a_folder_may_be_named_from_within(folder, capsys, monkeypatch):
    monkeypatch.chdir(folder)
    assert run(capsys, "check", ".")[0] == 0


def test_a_folder_whose_name_is_no_id_is_refused(folder, capsys):
    other = shutil.move(folder, folder.with_name("Moscow Initiative"))
    code, lines = run(capsys, "check", other)
    assert code == 1
    assert LINE.fullmatch(lines[0])
