"""What the tests of pages share: a page run as Streamlit runs it for a visitor, and what it sends."""

import re
from pathlib import Path

import streamlit as st
from streamlit.testing.v1 import AppTest

from onrecord import config

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"
DOSSIER = "moscow-initiative-2021"
AUTH = {
    "redirect_uri": "http://127.0.0.1:1/oauth2callback",
    "cookie_secret": "not a secret, only a test",
    "client_id": "x",
    "client_secret": "x",
    "server_metadata_url": "http://127.0.0.1:1/.well-known/openid-configuration",
}


class Surroundings:
    """The environment the pages of this process see; what was cached in another one is forgotten."""

    def __init__(self):
        self.env = None

    def enter(self, monkeypatch, env):
        for name in config.VARIABLES:
            monkeypatch.delenv(name, raising=False)
        for name, value in env.items():
            monkeypatch.setenv(name, str(value))
        if env != self.env:
            self.forget()
            self.env = env

    def forget(self):
        st.cache_resource.clear()
        self.env = None


def empty(folder):
    """A folder of dossiers that holds none, below `folder`."""
    (folder / "none").mkdir(exist_ok=True)
    return folder / "none"


def opened(page, **query):
    """A page as a visitor gets it who opens its address."""
    at = AppTest.from_file(ROOT / "dashboard.py", default_timeout=600)
    at.query_params.update(query)
    return at.switch_page(f"pages/{page}.py").run()


def run_alone(page, *, secrets=None, user=None):
    """A page run by itself, as Streamlit runs it until somebody has opened the first page."""
    at = AppTest.from_file(ROOT / "pages" / f"{page}.py", default_timeout=600)
    at.secrets.update(secrets or {})
    at.user = user or {"is_logged_in": False}
    return at.run()


def sent(at):
    """Everything that is sent to the browser, as one text."""
    parts = (e.proto for part in (at.main, at.sidebar) for e in part if getattr(e, "proto", None) is not None)
    return re.sub(r"\\(['\"])", r"\1", "\n".join(map(str, parts)))


def advice(at):
    """What the page says to the visitor outside tables and figures."""
    return " ".join(e.value for e in [*at.info, *at.warning, *at.error]).replace("\\", "").replace("\u2060", "")
