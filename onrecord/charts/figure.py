"""What every chart function takes and gives: the canvas it draws for, and the drawing with its words."""

from dataclasses import dataclass

import plotly.graph_objects as go


@dataclass(frozen=True)
class Canvas:
    """What a figure is drawn for: the theme of the page and its width in pixels.

    Whoever makes one floors the width to 32 px, so that a view of nearly the same width is the same view.
    """

    is_dark: bool = False
    width: int = 820


# Light, and as wide as the server takes a page to be before it knows: what an export and a notebook draw for.
SCREEN = Canvas()


@dataclass(frozen=True)
class Figure:
    """A drawing with its words: one call makes them from one reading of the data, so they cannot drift apart.

    ``alt`` is one sentence for those who do not see it; ``caption`` says what it shows, of how many, how measured and
    what it leaves out ("" where it needs none); ``name`` is the file name of an export, without its ending. Both texts
    may hold names from the record: they are shown as text, not as Markdown.
    """

    plot: go.Figure
    alt: str
    caption: str
    name: str

    @property
    def height(self) -> int:
        """In pixels, so that room can be kept before the drawing arrives."""
        return int(self.plot.to_dict()["layout"]["height"])
