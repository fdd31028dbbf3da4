"""Settings, read from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from onrecord.errors import MissingError

SHIPPED = Path(__file__).parents[1] / "data"
VARIABLES = {
    "ONRECORD_DATA": "folder that holds one folder a dossier; the shipped dossiers by default",
    "ONRECORD_HOME": "folder for the embedded database; the user's data directory by default",
    "ONRECORD_TEXTS": "folder with the texts of the reports, shown beside their coding; none by default",
    "ONRECORD_DATABASE_URL": "SQLAlchemy address of a shared database; makes this a hosted instance behind a login",
    "ONRECORD_READERS": "who may read a hosted instance: e-mail addresses and @domains, separated by commas",
}


@dataclass(frozen=True)
class Settings:
    """Where things are, and whether a visitor must log in to read them."""

    data: Path
    database_url: str
    is_hosted: bool
    texts: Path | None
    readers: frozenset[str]


def read(env: Mapping[str, str]) -> Settings:
    """The settings that `env` asks for. Local by default; a database address means a shared instance with a login.

    Raises MissingError where a folder that was named is not there.
    """
    given = env.get("ONRECORD_HOME", "").strip() or platformdirs.user_data_dir("onrecord", appauthor=False)
    home = Path(given).expanduser().resolve()
    url = env.get("ONRECORD_DATABASE_URL", "").strip()
    texts = _folder(env, "ONRECORD_TEXTS")
    readers = (r.strip().lower() for r in env.get("ONRECORD_READERS", "").split(","))
    return Settings(
        data=_folder(env, "ONRECORD_DATA") or SHIPPED,
        database_url=url or f"sqlite:///{home / 'onrecord.db'}",
        is_hosted=bool(url),
        texts=texts,
        readers=frozenset(r for r in readers if r),
    )


def settings() -> Settings:
    """The settings of this process, as the environment gives them now."""
    return read(os.environ)


def _folder(env: Mapping[str, str], name: str) -> Path | None:
    given = env.get(name, "").strip()
    if not given:
        return None
    folder = Path(given).expanduser().resolve()
    if not folder.is_dir():
        raise MissingError(f"{name} is '{given}', which is not a folder; name the {VARIABLES[name]}.")
    return folder
