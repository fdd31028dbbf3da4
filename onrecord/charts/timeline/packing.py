"""Where marks go within a lane: so many rows that none lies on another, and count marks where rows run out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from onrecord.charts import theme
from onrecord.charts.days import PLOT_PX, Window
from onrecord.charts.timeline.marks import Mark, Move
from onrecord.charts.timeline.scene import FLAG_PX, Placed

ROWS, LABELLED_ROWS = 6, 4
DOT_PX, COUNT_PX, GLYPH_PX = 10.0, 15.0, 6.0
LABEL_CHARS = (30, 18)
DOUBT_PX = 8.0
# Room beside the tick of another day.
TICK_PX = 3.0
# How far a mark or label may reach over the end of the window; what is counted beyond it stands further out.
BEYOND_PX = 11.0
# Finding room for labels takes time that grows with the square of the marks; so many fit into six rows with few labels.
LABELLED = 100
# Bins in pixels, and how many events of a bin stay apart; tried in turn until the rows suffice.
BINS = tuple((32.0 * 2**step, most) for step in range(5) for most in (3, 1))
SALIENCE = ("core", "secondary", "background")


def lane_marks(
    inside: Sequence[Mark], window: Window, moves: Mapping[tuple[str, str], list[Move]], *, crowded: bool
) -> list[Placed]:
    """The marks of one lane, each in its row.

    Parameters
    ----------
    inside : sequence of events
        Of one lane, by date, all within reach of the window.
    window : days
        The days shown.
    moves : mapping
        What was put off, by event and lane.
    crowded : yes/no
        Every bin with more than one event becomes a count mark.

    Returns
    -------
    list of marks, placed
        Every event in exactly one of them; no two in a row overlap, labels included.
    """
    marks = [
        placed if placed.is_count else _with_moves(placed, window, moves)
        for placed in _fitting_marks(inside, window, crowded=crowded)
    ]
    return _in_rows(_with_labels_where_room(marks))


def _fitting_marks(inside: Sequence[Mark], window: Window, *, crowded: bool) -> list[Placed]:
    """One mark an event where they fit into the rows of a lane, else count marks for the fullest bins."""
    marks = [_with_ticks(_single_mark(mark, window), window) for mark in inside]
    if not crowded and rows_needed(marks) <= ROWS:
        return marks
    for width, most in BINS:
        counted = _with_counts(marks, width, 1 if crowded else most)
        if rows_needed(counted) <= ROWS:
            return counted
    return _with_counts(marks, PLOT_PX * 2, 1)


def rows_needed(marks: Sequence[Placed]) -> int:
    """Fewest rows in which no two overlap: the most that lie over any one place."""
    # At one place, what ends there makes room for what begins there.
    ends = sorted([(placed.left, 1) for placed in marks] + [(placed.right, -1) for placed in marks])
    depth = most = 0
    for _, step in ends:
        depth += step
        most = max(most, depth)
    return most


def _single_mark(mark: Mark, window: Window) -> Placed:
    left, right = window.px(mark.earliest), window.px(mark.latest, otherwise=PLOT_PX)
    middle = (left + right) / 2
    if mark.is_dot:
        doubt = DOUBT_PX * (mark.is_uncertain or mark.is_approximate)
        flag = (FLAG_PX - 4) * mark.is_disputed
        return Placed((mark,), middle, middle - DOT_PX - doubt, middle + DOT_PX + flag, known=middle)
    # Under the beginning of the bar, so that nobody takes it for the likeliest day; a short bar has no room for that.
    glyph = min(left + GLYPH_PX + 1, middle)
    under = glyph + GLYPH_PX + 6 + theme.text_px(str(mark.n_independent)) + FLAG_PX * mark.is_disputed
    known = {(True, False): right, (False, True): left}.get((pd.isna(mark.earliest), pd.isna(mark.latest)), middle)
    return Placed(
        (mark,), middle, min(left, glyph - GLYPH_PX) - 2, max(right, under, middle + DOT_PX) + 3, glyph, known
    )


def _with_ticks(placed: Placed, window: Window) -> Placed:
    ends = [window.px(day) + side for day in placed.mark.other_days for side in (-TICK_PX, TICK_PX)]
    return replace(placed, left=min([placed.left, *ends]), right=max([placed.right, *ends]))


def _with_counts(marks: Sequence[Placed], width: float, most: int) -> list[Placed]:
    bins: dict[int, list[Placed]] = {}
    for placed in marks:
        bins.setdefault(int(placed.known // width), []).append(placed)
    out: list[Placed] = []
    for number, members in bins.items():
        if len(members) <= most:
            out += members
            continue
        middle = (number * width + min((number + 1) * width, PLOT_PX)) / 2
        at = min(max(middle, COUNT_PX), PLOT_PX - COUNT_PX)
        out.append(Placed(tuple(placed.mark for placed in members), at, at - COUNT_PX, at + COUNT_PX))
    return out


def _with_moves(placed: Placed, window: Window, moves: Mapping[tuple[str, str], list[Move]]) -> Placed:
    own = tuple(moves.get((placed.mark.event_id, placed.mark.lane), ()))
    ends = [window.px(day, otherwise=PLOT_PX) for move in own for day in (move.from_day, move.to_day)]
    return replace(placed, moves=own, left=min([placed.left, *ends]), right=max([placed.right, *ends]))


def _with_label(placed: Placed, length: int) -> Placed:
    # A dot has its title beside it, a bar under its beginning; never where the line of a move runs.
    text = theme.clip(placed.mark.title, length) + (" (inferred)" if placed.mark.is_uncertain else "")
    width = theme.text_px(text) + 4
    edge = PLOT_PX + BEYOND_PX
    if not placed.mark.is_dot:
        flag = FLAG_PX * placed.is_disputed
        under = placed.glyph + GLYPH_PX + 12 + theme.text_px(placed.number) + flag + width
        return replace(placed, label=text, right=max(placed.right, under)) if under <= edge else placed
    if placed.right <= placed.at + DOT_PX + FLAG_PX and placed.right + width <= edge:
        return replace(placed, label=text, right=placed.right + width)
    if placed.left >= placed.at - DOT_PX - DOUBT_PX and placed.left > width:
        return replace(placed, label=text, label_side="left", left=placed.left - width)
    return placed


def _in_rows(marks: Sequence[Placed]) -> list[Placed]:
    # From left to right into the first row that is free there: never more rows than needed.
    ends: list[float] = []
    out = list(marks)
    for i in sorted(range(len(marks)), key=lambda i: (marks[i].left, i)):
        row = next((r for r, end in enumerate(ends) if end <= marks[i].left), len(ends))
        ends[row : row + 1] = [marks[i].right]
        out[i] = replace(marks[i], row=row)
    return out


def _with_labels_where_room(marks: list[Placed]) -> list[Placed]:
    # What is closest to the process is named first, in full if possible, while the rows suffice.
    rank = {salience: place for place, salience in enumerate(SALIENCE)}
    most = max(LABELLED_ROWS, rows_needed(marks))
    out = list(marks)
    order = sorted(range(len(marks)), key=lambda i: (rank.get(marks[i].mark.salience, len(rank)), i))
    for i in order[:LABELLED]:
        for length in () if marks[i].is_count else LABEL_CHARS:
            out[i] = _with_label(marks[i], length)
            if rows_needed(out) <= most:
                break
            out[i] = marks[i]
    return out
