"""Texts of reports, where they are at hand: in the store, from a folder, or attached on the page. Never sent on."""

from itertools import pairwise
from pathlib import Path

import streamlit as st

from onrecord import config
from onrecord.editing import reading
from onrecord.errors import TextError
from onrecord.record import Record
from onrecord.text import count
from onrecord.ui import workspace
from onrecord.ui.escape import html, label
from onrecord.views.view import View

AROUND = 160
EDGES = {edge: f'<hr class="or-edge or-{edge}" aria-label="The body {edge} here">' for edge in ("begins", "ends")}


def texts_at_hand(record: Record) -> dict[str, str]:
    """The texts at hand: report_id -> text, each matched by its hash."""
    folder = config.settings().texts
    found: dict[str, str] = {}
    if folder is not None:
        try:
            found = _folder_texts(str(folder), record.version, _ids(record), record)
        except TextError as error:
            st.warning(label(str(error)))
    attached: dict[str, str] = st.session_state.get("texts", {})
    found |= stored_texts(record)
    return found | {r: t for r, t in attached.items() if r in set(record.reports["report_id"])}


def stored_texts(record: Record) -> dict[str, str]:
    """The texts that the store holds now, whichever state of the dossier is shown: report_id -> text."""
    url = config.settings().database_url
    newest = reading.newest_revision(workspace.store_at(url), record.dossier_id)
    return _stored_texts(url, (record.dossier_id, record.revision, newest), _ids(record), record)


def _ids(record: Record) -> tuple[str, ...]:
    """The reports in scope: the same revision holds the texts of others in another scope."""
    return tuple(record.reports["report_id"])


@st.cache_resource(show_spinner=False, max_entries=4)
def _stored_texts(
    database_url: str, at: tuple[str, int, int], report_ids: tuple[str, ...], _record: Record
) -> dict[str, str]:
    """Reports as at one revision, texts as at the newest: a text comes with a revision and goes with one."""
    return reading.stored_texts(workspace.store_at(database_url), at[0], _record.reports)


@st.cache_resource(show_spinner=False, max_entries=4)
def _folder_texts(folder: str, version: str, report_ids: tuple[str, ...], _record: Record) -> dict[str, str]:
    return reading.folder_texts(Path(folder), _record.reports)


def attachment(view: View) -> None:
    """An item of a page: let the reader attach the texts of the reports."""
    attach(view.whole)


def attach(record: Record) -> None:
    """Let the reader attach texts; what is not the text that was coded is refused, with the reason."""
    files = st.file_uploader(
        "Attach the texts of the reports",
        type=["txt"],
        accept_multiple_files=True,
        help="They stay in this browser session, are recognised by their SHA-256, and show each passage in place.",
    )
    if not files:
        return
    try:
        st.session_state["texts"] = reading.matching_texts([(f.name, f.getvalue()) for f in files], record.reports)
    except TextError as error:
        st.error(label(str(error)))
    else:
        st.success(f"{count(len(st.session_state['texts']), 'text')} attached for this session.")


def passage(text: str, span: tuple[int, int], body: tuple[int, int]) -> str:
    """The passage in its surroundings within the body, cut between words and marked, as HTML.

    Of a body that is a passage as a whole (a slip in a name, a report without a day) only the beginning is shown.
    """
    if span == body:
        return f"{html(text[body[0] : body[0] + AROUND].rpartition(' ')[0])} …"
    start, end = span
    first, last = max(body[0], start - AROUND), min(body[1], end + AROUND)
    before, after = text[first:start], text[end:last]
    if first > body[0]:
        before = "… " + before.partition(" ")[2]
    if last < body[1]:
        after = after.rpartition(" ")[0] + " …"
    return f'{html(before)}<mark class="or-hit">{html(text[start:end])}</mark>{html(after)}'


def text_html(
    text: str, spans: list[tuple[int, int]], body: tuple[int, int], hit: tuple[int, int] | None = None
) -> str:
    """The whole text with every coded span marked, the one of interest in another colour, boilerplate faded, and a line
    where the body begins and where it ends; HTML."""
    marked = [*spans, hit] if hit else spans
    edges = sorted({0, len(text), *body, *(edge for span in marked for edge in span)})
    out = []
    for start, end in pairwise(edges):
        piece = html(text[start:end])
        out.append(EDGES["begins"] if start == body[0] else EDGES["ends"] if start == body[1] else "")
        if hit and _lies_in((start, end), hit):
            piece = f'<mark class="or-hit">{piece}</mark>'
        elif _lies_in((start, end), *spans):
            piece = f"<mark>{piece}</mark>"
        elif not _lies_in((start, end), body):
            piece = f'<span class="or-out">{piece}</span>'
        out.append(piece)
    return "".join(out) + (EDGES["ends"] if body[1] == len(text) else "")


def _lies_in(piece: tuple[int, int], *spans: tuple[int, int]) -> bool:
    return any(start <= piece[0] and piece[1] <= end for start, end in spans)
