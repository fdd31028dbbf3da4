"""Settings: what each variable does, and what is said where it cannot be followed."""

from pathlib import Path

import pytest

from onrecord import config
from onrecord.errors import OnRecordError


def test_without_any_variable_the_program_is_local_and_reads_the_shipped_dossiers():
    settings = config.read({})
    assert settings.data == Path(config.__file__).parents[1] / "data"
    assert settings.database_url.startswith("sqlite:///")
    assert settings.database_url.endswith("onrecord.db")
    assert (settings.is_hosted, settings.texts, settings.readers) == (False, None, frozenset())


def test_a_blank_variable_counts_as_none():
    assert config.read(dict.fromkeys(config.VARIABLES, "  ")) == config.read({})


def test_a_database_address_makes_it_a_shared_instance():
    settings = config.read({"ONRECORD_DATABASE_URL": " postgresql://host/db "})
    assert (settings.database_url, settings.is_hosted) == ("postgresql://host/db", True)


def test_the_embedded_database_lies_in_the_folder_that_was_named(tmp_path, monkeypatch):
    assert config.read({"ONRECORD_HOME": str(tmp_path)}).database_url == f"sqlite:///{tmp_path}/onrecord.db"
    monkeypatch.setenv("HOME", str(tmp_path))
    assert config.read({"ONRECORD_HOME": "~/record"}).database_url == f"sqlite:///{tmp_path}/record/onrecord.db"


def test_folders_are_read_from_where_the_variables_say(tmp_path):
    settings = config.read({"ONRECORD_DATA": str(tmp_path), "ONRECORD_TEXTS": f"{tmp_path}/."})
    assert (settings.data, settings.texts) == (tmp_path, tmp_path)


@pytest.mark.parametrize("name", ["ONRECORD_DATA", "ONRECORD_TEXTS"])
def test_a_folder_that_is_not_there_is_named_with_its_variable(name, tmp_path):
    with pytest.raises(OnRecordError, match=rf"{name} is '.*absent', which is not a folder; name the folder"):
        config.read({name: str(tmp_path / "absent")})


def test_readers_are_kept_without_blanks_and_in_lower_case():
    given = " Ann@Example.org, @desk.example ,, ,"
    assert config.read({"ONRECORD_READERS": given}).readers == {"ann@example.org", "@desk.example"}


def test_settings_come_from_the_environment_of_the_process(tmp_path, monkeypatch):
    monkeypatch.setenv("ONRECORD_TEXTS", str(tmp_path))
    assert config.settings().texts == tmp_path


def test_settings_can_be_kept_as_a_key_and_not_be_changed():
    settings = config.read({})
    assert hash(settings) == hash(config.read({}))
    with pytest.raises(AttributeError):
        settings.is_hosted = True
