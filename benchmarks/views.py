"""What visitors ask for: the pages, and addresses that look at different parts of a dossier."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd


@dataclass(frozen=True)
class Page:
    """A page: its heading, its path, and what of it is drawn last."""

    heading: str
    path: str
    drawn: str


CHART, TABLE = ".js-plotly-plot .main-svg", "canvas"
PAGES = (
    Page("Overview", "", ".st-key-list-single button"),
    Page("Timeline", "timeline", f".st-key-timeline {CHART}"),
    Page("Alignment", "alignment", f".st-key-alignment {CHART}, .st-key-matrix {CHART}"),
    Page("Movement", "movement", f".st-key-lines {CHART}"),
    Page("Blocs", "blocs", f".st-key-blocs {CHART}"),
    Page("Positions", "positions", f".st-key-positions {CHART}"),
    Page("Reports", "reports", f".st-key-reports {TABLE}"),
    Page("Conflicts", "conflicts", f".st-key-conflicts {TABLE}"),
    Page("Quality", "quality", f".st-key-coverage {TABLE}"),
)


def scopes(folder: Path) -> dict[str, str]:
    """Addresses with a different scope each: what is in it -> query."""
    stances = pd.read_csv(folder / "stances.csv", dtype="str", keep_default_na=False)
    days = _published(folder)
    late, early = days[len(days) * 3 // 4], days[len(days) // 2]
    busiest = stances["actor_id"].value_counts().index[:8]
    spoken = stances["issue_id"].value_counts().index[:6]
    return {
        "all, by principal": "",
        "all, by speaker": _query(level="speaker"),
        "known three quarters in": _query(known_on=late),
        "known half way, by speaker": _query(level="speaker", known_on=early),
        "six issues": _query(issue=list(spoken)),
        "eight actors, by speaker": _query(level="speaker", actor=list(busiest)),
    }


def unseen(folder: Path) -> Iterator[str]:
    """Addresses with a scope nobody asked for before: as known on one day after another, by either level."""
    last = pd.Timestamp(_published(folder)[-1])
    for n in range(1, 1000):
        day = (last + pd.Timedelta(days=n)).date().isoformat()
        yield _query(level=("principal", "speaker")[n % 2], known_on=day)


def _published(folder: Path) -> list[str]:
    reports = pd.read_csv(folder / "reports.csv", dtype="str", keep_default_na=False)
    return sorted(day for day in reports["published"] if len(day) == len("2021-05-05"))


def _query(**asked: object) -> str:
    return urlencode(asked, doseq=True)
