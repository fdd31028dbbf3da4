"""What a colleague reads first who is handed a dossier: what it is for, what is open, what changed last. Pure text."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from onrecord import dates
from onrecord.record import Record, lanes
from onrecord.record.period import period
from onrecord.schema.dossier import fiction_note
from onrecord.text import count
from onrecord.views import tables

REPORTS, QUESTIONS, CONFLICTS, STANCES, CHANGES = 40, 5, 10, 20, 20
WIDTH = 100


def cover_note(record: Record, past: pd.DataFrame, files: Mapping[str, str]) -> str:
    """The cover note of a dossier, plain text.

    Parameters
    ----------
    record : the whole record
    past : its revisions, as `store.revisions` gives them
    files : path -> what is in it
    """
    parts = [
        ("", _head(record, past)),
        ("What it is for", [record.meta["question"], record.meta["about"]]),
        ("The reports", _reports(record)),
        ("Open questions", _questions(record)),
        ("Open conflicts, gravest first", _conflicts(record)),
        ("Not settled: stances coded with low confidence", _stances(record)),
        (f"The last {CHANGES} changes", _changes(past)),
        ("How to cite", [record.meta["cite"], f"Licence: {record.meta['licence']}"]),
        ("What is in here", (f"{path}: {about}" for path, about in files.items())),
        ("How to go on", HOW),
    ]
    return "\n".join(line for title, lines in parts for line in _part(title, lines)).rstrip() + "\n"


HOW = (
    "Bring it in: on the Desk, under Dossiers, give the .zip as it is. Nothing is lost, and no change to any file in "
    "it goes unnoticed.",
    "Check it without the program: unpack it, go into the folder, and run: sha256sum -c SHA256SUMS",
    "Tables meant for a spreadsheet have an apostrophe before what it would take for a formula (history.csv). The "
    "tables of the dossier are exact: open them in a spreadsheet only as text.",
)


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    if title:
        yield from ("", title, "-" * len(title))
    mark = "- " if title else ""
    told = [_wrapped(line, mark) for line in lines]
    yield from told or ["None."]


def _wrapped(line: str, mark: str) -> str:
    plain = " ".join(line.split())
    return textwrap.fill(
        plain, WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark), break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def _head(record: Record, past: pd.DataFrame) -> list[str]:
    names = ("reports", "events", "stances")
    counts = ", ".join(count(len(getattr(record, name)), name.removesuffix("s")) for name in names)
    last = past.iloc[-1] if len(past) else None
    when = f" of {_day(last['made_at'])}" if last is not None else ""
    return [
        f"READ ME FIRST: {record.meta['title']}",
        *filter(None, [fiction_note(record.meta)]),
        f"Period: {period(record).label or 'nothing is coded yet'}. {counts}.",
        f"{tables.differences.standing_text(record)}.",
        f"Version {record.version}, revision {record.revision}{when}.",
    ]


def _reports(record: Record) -> list[str]:
    """What the marks of reports stand for."""
    rows = record.reports.sort_values("number", kind="stable")
    shown = rows.head(REPORTS)[["dated_name", "title"]].itertuples(index=False)
    return [*(f"{name}: {title}" for name, title in shown), *_more(len(rows), REPORTS)]


def _questions(record: Record) -> list[str]:
    """What was meant to happen and has no outcome on record."""
    if record.events.empty:
        return []
    plans = tables.overview.plans(lanes.events(record)).head(QUESTIONS)
    return [f"What became of “{title}”? ({detail})" for _, title, detail in tables.overview.event_lines(plans)]


def _conflicts(record: Record) -> list[str]:
    rows = tables.conflicts.conflicts(record, status="open")
    shown = rows.head(CONFLICTS)[["severity", "about", "between", "assessment"]].itertuples(index=False)
    lines = [f"{severity}: {about}, {between}. {why}" for severity, about, between, why in shown]
    return [*lines, *_more(len(rows), CONFLICTS)]


def _stances(record: Record) -> list[str]:
    rows = record.stances[record.stances["confidence"] == "low"]
    names, labels = record.actor_names(), record.issue_labels()
    shown = rows.head(STANCES)[["speaker_id", "issue_id", "date_label", "note"]].itertuples(index=False)
    lines = [f"{names[a]} on “{labels[i]}”, {when}{': ' + note if note else ''}" for a, i, when, note in shown]
    return [*lines, *_more(len(rows), STANCES)]


def _changes(past: pd.DataFrame) -> list[str]:
    last = past.tail(CHANGES).iloc[::-1][["rev_id", "made_at", "made_by", "reason"]].itertuples(index=False)
    return [f"{rev}, {_day(at)}, {by}: {why}" for rev, at, by, why in last]


def _more(n: int, most: int) -> list[str]:
    return [f"… and {n - most:,} more"] if n > most else []


def _day(made_at: str) -> str:
    return dates.parse(made_at[:10]).label
