"""What a part of a view can be: a table with its headings and marks, numbers, a list of lines, a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

Line = tuple[str, str, str]  # mark, title, detail


@dataclass(frozen=True)
class Table:
    """Rows as a page shows and exports them.

    ``headings`` says which columns are shown, in order, and under which heading; ``name`` is that of the table in files
    and on the page. Rows with a column ``mark`` can be selected. ``title`` stands above, ``note`` between both.
    ``widths``: pixels of the columns whose text is broken into lines; without any, a row is one line.
    """

    rows: pd.DataFrame
    headings: Mapping[str, str]
    name: str
    title: str = ""
    note: str = ""
    height: int | None = None
    widths: Mapping[str, int] = field(default_factory=dict)

    @property
    def first_mark(self) -> str:
        """The mark of the first row; "" without rows."""
        return "" if self.rows.empty else str(self.rows["mark"].iloc[0])


@dataclass(frozen=True)
class Numbers:
    """A row of numbers, each with what it counts."""

    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Lines:
    """A list whose every line selects its evidence."""

    lines: tuple[Line, ...]
    name: str
    title: str = ""


@dataclass(frozen=True)
class Sentence:
    """Text below or above what it is about; with a ``title`` it heads what follows."""

    text: str
    title: str = ""


Value = Table | Numbers | Lines | Sentence
