"""Where marks go within a lane: so many rows that none lies on another, and count marks where rows run out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from onrecord.charts import theme
from onrecord.charts.marks import PLOT_PX, Mark, Move, Window, hover, hover_many

ROWS, LABELLED_ROWS = 6, 4
DOT_PX, COUNT_PX, GLYPH_PX = 10.0, 15.0, 6.0
LABEL_CHARS = (30, 18)
DOUBT_PX, FLAG_PX = 8.0, 11.0
# How far a mark or label may reach over the end of the window; what is counted beyond it stands further out.
BEYOND_PX = 11.0
# Finding room for labels takes time that grows with the square of the marks; so many fit into six rows with few labels.
LABELLED = 100
# Bins in pixels, and how many events of a bin stay apart; tried in turn until the rows suffice.
BINS = tuple((32.0 * 2**step, kept) for step in range(5) for kept in (3, 1))
SALIENCE = ("core", "secondary", "background")


@dataclass(frozen=True)
class Slot:
    """What is drawn at one place: one event, or several as a count mark. Places in pixels across the plot.

    ``at`` is the middle of the mark, ``glyph`` where the status of a bar stands under it, ``known`` where it is counted
    if grouped: the end that is known where the other is open, else the middle. ``left`` to ``right`` is all the room it
    takes in its row, with its label and with the lines of its moves.
    """

    members: tuple[Mark, ...]
    at: float
    left: float
    right: float
    glyph: float = 0
    known: float = 0
    label: str = ""
    label_side: str = "right"
    moves: tuple[Move, ...] = ()
    row: int = 0

    @property
    def mark(self) -> Mark:
        """The event; of several, the first."""
        return self.members[0]

    @property
    def is_count(self) -> bool:
        """Several events in one mark."""
        return len(self.members) > 1

    @property
    def is_disputed(self) -> bool:
        """Reports differ on it, or on one of them."""
        return any(mark.is_disputed for mark in self.members)

    @property
    def number(self) -> str:
        """The number drawn with the mark: its independent reports, or of a count mark its events."""
        return f"{len(self.members) if self.is_count else self.mark.n_independent:,}"


def lane_slots(
    inside: Sequence[Mark], window: Window, moves: Mapping[tuple[str, str], list[Move]], *, crowded: bool
) -> list[Slot]:
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
    list of slots
        Every event in exactly one of them; no two in a row overlap, labels included.
    """
    slots = [
        slot if slot.is_count else _moved(slot, window, moves) for slot in grouped(inside, window, crowded=crowded)
    ]
    return _in_rows(_label_where_room(slots))


def grouped(inside: Sequence[Mark], window: Window, *, crowded: bool) -> list[Slot]:
    """One slot an event where they fit into the rows of a lane, else count marks for the fullest bins."""
    slots = [_slot(mark, window) for mark in inside]
    if not crowded and rows_needed(slots) <= ROWS:
        return slots
    for width, kept in BINS:
        binned = _binned(slots, width, 1 if crowded else kept)
        if rows_needed(binned) <= ROWS:
            return binned
    return _binned(slots, PLOT_PX * 2, 1)


def rows_needed(slots: Sequence[Slot]) -> int:
    """Fewest rows in which no two slots overlap: the most that lie over any one place."""
    # At one place, what ends there makes room for what begins there.
    ends = sorted([(slot.left, 1) for slot in slots] + [(slot.right, -1) for slot in slots])
    depth = most = 0
    for _, step in ends:
        depth += step
        most = max(most, depth)
    return most


def said(slot: Slot) -> str:
    """What is said of a slot on hovering."""
    return hover_many(slot.members) if slot.is_count else hover(slot.mark)


def _slot(mark: Mark, window: Window) -> Slot:
    left, right = window.px(mark.earliest), window.px(mark.latest, otherwise=PLOT_PX)
    middle = (left + right) / 2
    if mark.is_dot:
        doubt = DOUBT_PX * (mark.is_uncertain or mark.is_approximate)
        flag = (FLAG_PX - 4) * mark.is_disputed
        return Slot((mark,), middle, middle - DOT_PX - doubt, middle + DOT_PX + flag, known=middle)
    # Under the beginning of the bar, so that nobody takes it for the likeliest day; a short bar has no room for that.
    glyph = min(left + GLYPH_PX + 1, middle)
    under = glyph + GLYPH_PX + 6 + theme.text_px(str(mark.n_independent)) + FLAG_PX * mark.is_disputed
    known = {(True, False): right, (False, True): left}.get((pd.isna(mark.earliest), pd.isna(mark.latest)), middle)
    return Slot((mark,), middle, min(left, glyph - GLYPH_PX) - 2, max(right, under, middle + DOT_PX) + 3, glyph, known)


def _binned(slots: Sequence[Slot], width: float, kept: int) -> list[Slot]:
    bins: dict[int, list[Slot]] = {}
    for slot in slots:
        bins.setdefault(int(slot.known // width), []).append(slot)
    out: list[Slot] = []
    for number, members in bins.items():
        if len(members) <= kept:
            out += members
            continue
        middle = (number * width + min((number + 1) * width, PLOT_PX)) / 2
        at = min(max(middle, COUNT_PX), PLOT_PX - COUNT_PX)
        out.append(Slot(tuple(slot.mark for slot in members), at, at - COUNT_PX, at + COUNT_PX))
    return out


def _moved(slot: Slot, window: Window, moves: Mapping[tuple[str, str], list[Move]]) -> Slot:
    own = tuple(moves.get((slot.mark.event_id, slot.mark.lane), ()))
    ends = [window.px(day, otherwise=PLOT_PX) for move in own for day in (move.from_day, move.to_day)]
    return replace(slot, moves=own, left=min([slot.left, *ends]), right=max([slot.right, *ends]))


def _labelled(slot: Slot, length: int) -> Slot:
    # A dot has its title beside it, a bar under its beginning; never where the line of a move runs.
    text = theme.clip(slot.mark.title, length) + (" (inferred)" if slot.mark.is_uncertain else "")
    width = theme.text_px(text) + 4
    edge = PLOT_PX + BEYOND_PX
    if not slot.mark.is_dot:
        flag = FLAG_PX * slot.is_disputed
        under = slot.glyph + GLYPH_PX + 12 + theme.text_px(slot.number) + flag + width
        return replace(slot, label=text, right=max(slot.right, under)) if under <= edge else slot
    if slot.right <= slot.at + DOT_PX + FLAG_PX and slot.right + width <= edge:
        return replace(slot, label=text, right=slot.right + width)
    if slot.left >= slot.at - DOT_PX - DOUBT_PX and slot.left > width:
        return replace(slot, label=text, label_side="left", left=slot.left - width)
    return slot


def _in_rows(slots: Sequence[Slot]) -> list[Slot]:
    # From left to right into the first row that is free there: never more rows than needed.
    ends: list[float] = []
    out = list(slots)
    for i in sorted(range(len(slots)), key=lambda i: (slots[i].left, i)):
        row = next((r for r, end in enumerate(ends) if end <= slots[i].left), len(ends))
        ends[row : row + 1] = [slots[i].right]
        out[i] = replace(slots[i], row=row)
    return out


def _label_where_room(slots: list[Slot]) -> list[Slot]:
    # What is closest to the process is named first, in full if possible, while the rows suffice.
    rank = {salience: place for place, salience in enumerate(SALIENCE)}
    most = max(LABELLED_ROWS, rows_needed(slots))
    out = list(slots)
    order = sorted(range(len(slots)), key=lambda i: (rank.get(slots[i].mark.salience, len(rank)), i))
    for i in order[:LABELLED]:
        for length in () if slots[i].is_count else LABEL_CHARS:
            out[i] = _labelled(slots[i], length)
            if rows_needed(out) <= most:
                break
            out[i] = slots[i]
    return out
