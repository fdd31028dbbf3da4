"""Settings, read from the environment."""

import getpass
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
    "ONRECORD_CODERS": "who of these may also write to it, in the same form; nobody by default",
    "ONRECORD_CODER": "name that signs changes made on this machine; the user's by default",
}


@dataclass(frozen=True)
class Settings:
    """Where things are, whether a visitor must log in to read them, and who signs what is changed."""

    data: Path
    database_url: str
    is_hosted: bool
    texts: Path | None
    readers: frozenset[str]
    coders: frozenset[str] = frozenset()
    coder: str = ""


def read(env: Mapping[str, str]) -> Settings:
    """The settings that `env` asks for. Local by default; a database address means a shared instance with a login.

    Raises MissingError where a folder that was named is not there.
    """
    given = env.get("ONRECORD_HOME", "").strip() or platformdirs.user_data_dir("onrecord", appauthor=False)
    home = Path(given).expanduser().resolve()
    url = env.get("ONRECORD_DATABASE_URL", "").strip()
    texts = _folder(env, "ONRECORD_TEXTS")
    return Settings(
        data=_folder(env, "ONRECORD_DATA") or SHIPPED,
        database_url=url or f"sqlite:///{home / 'onrecord.db'}",
        is_hosted=bool(url),
        texts=texts,
        readers=_people(env, "ONRECORD_READERS"),
        coders=_people(env, "ONRECORD_CODERS"),
        coder=env.get("ONRECORD_CODER", "").strip() or _user(),
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


def _people(env: Mapping[str, str], name: str) -> frozenset[str]:
    return frozenset(p.strip().lower() for p in env.get(name, "").split(",") if p.strip())


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # nobody is logged in by name, as in a container
        return ""
