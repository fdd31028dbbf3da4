"""The table of an event that several reports tell: a row a report, what differs marked in words."""

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from onrecord.record.evidence.versions import Piece, Version
from onrecord.ui import address
from onrecord.ui.escape import html

HEADINGS = ("Report", "Day", "Status", "Place", "Who took part", "Passage")
UNLIKE, LATER = "\N{NOT EQUAL TO}", "\N{RIGHTWARDS ARROW}"


def version_table(versions: Sequence[Version], mark: str) -> None:
    """What each report says of an event; every row leads to its passage in the report."""
    heads = "".join(f'<th role="columnheader" scope="col">{name}</th>' for name in HEADINGS)
    rows = "".join(_row(version, mark) for version in versions)
    # roles are named, since a narrow panel lays the cells out as a grid, which would take them from the table
    st.html(
        f'<div class="or-versions"><p class="or-group">Report by report</p><table role="table"><thead role="rowgroup">'
        f'<tr role="row">{heads}</tr></thead><tbody role="rowgroup">{rows}</tbody></table>{_key(versions)}</div>'
    )


def report_query(report_id: str, start: int, end: int, mark: str) -> dict[str, list[str]]:
    """The parameters of a link to a passage in its report, with `mark` still selected."""
    return address.scope_query(report_id=report_id, at=f"{start}-{end}", select=mark)


def _row(version: Version, mark: str) -> str:
    query = urlencode(report_query(version.report_id, version.start, version.end, mark), doseq=True)
    place = f"{version.start:,}–{version.end:,}"
    cells = (
        _pieces(version.day),
        _pieces(version.status),
        _pieces(version.place),
        "".join(f"<div>{_line(line)}</div>" for line in version.people),
        f'<a class="or-go" href="reports?{html(query)}" aria-label="Read {html(version.name)}, {place}">{place}</a>',
    )
    head = f'{html(version.name)}<br><span class="or-meta">{html(version.published or "day unknown")}</span>'
    rest = "".join(f'<td role="cell" dir="auto">{cell}</td>' for cell in cells)
    return f'<tr role="row"><th role="rowheader" scope="row" dir="auto">{head}</th>{rest}</tr>'


def _pieces(pieces: Sequence[Piece]) -> str:
    return "; ".join(map(_piece, pieces))


def _line(pieces: Sequence[Piece]) -> str:
    """A role and who has it; or that nobody is listed."""
    first, *rest = pieces
    return _piece(first) + ", ".join(map(_piece, rest))


def _piece(piece: Piece) -> str:
    text = html(piece.text)
    if not piece.is_given:
        return f'<span class="or-none">{text}</span>'
    if piece.is_later:
        text = f"{LATER} {text}"
    return f"<b>{text}&nbsp;{UNLIKE}&nbsp;{html(', '.join(piece.unlike))}</b>" if piece.unlike else text


def _key(versions: Sequence[Version]) -> str:
    """What the signs mean, where there are any."""
    pieces = [p for v in versions for p in (*v.day, *v.status, *v.place, *(q for line in v.people for q in line))]
    signs = [f"{UNLIKE} differs from what that report says"] * any(piece.unlike for piece in pieces)
    signs += [f"{LATER} told later, a later state"] * any(piece.is_later for piece in pieces)
    return f'<p class="or-line">{" · ".join(signs)}</p>' if signs else ""
