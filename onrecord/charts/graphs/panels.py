"""Small graphs side by side: where each panel lies, and which names have room in all of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.charts import theme
from onrecord.charts.graphs.labels import DOWN, Box, Point, square

# The whole figure on a 1,024 pixel screen beside the sidebar.
FIGURE_PX, GAP_PX, TITLE_PX, PAD_PX = 432, 10, 34, 16
MOST = 9
DOT_PX, NAME_PX, NAME_CHARS = 7, 10, 9
# As Plotly sets text beside a marker of twice that size: how far from the middle of the dot it begins.
MARKER_PX, BESIDE_PX = 8, 6.0
POSITIONS = ("middle right", "middle left", "top center", "bottom center")
ACROSS = {"right": 1, "center": 0, "left": -1}


@dataclass(frozen=True)
class Panels:
    """Panels in rows, in pixels of a figure as wide as on the narrowest screen."""

    n: int

    @property
    def columns(self) -> int:
        """Panels side by side: up to three, so that all nine make a square."""
        return 1 if self.n <= 1 else 2 if self.n <= 4 else 3

    @property
    def rows(self) -> int:
        """Panels one under the other."""
        return -(-max(self.n, 1) // self.columns)

    @property
    def wide(self) -> float:
        """Width of a panel."""
        return (FIGURE_PX - GAP_PX * (self.columns - 1)) / self.columns

    @property
    def tall(self) -> float:
        """Height of a panel below its title."""
        return min(self.wide, 300)

    @property
    def height(self) -> float:
        """Of all panels together."""
        return self.rows * (self.tall + TITLE_PX) + GAP_PX * (self.rows - 1)

    def origin(self, i: int) -> Point:
        """The upper left corner of a panel, below its title."""
        row, column = divmod(i, self.columns)
        return column * (self.wide + GAP_PX), row * (self.tall + TITLE_PX + GAP_PX) + TITLE_PX

    def inside(self, place: Point) -> Point:
        """A place, each share from 0 to 1, as pixels from the corner of any panel."""
        return (
            PAD_PX + place[0] * (self.wide - 2 * PAD_PX),
            PAD_PX + (1 - place[1]) * (self.tall - 2 * PAD_PX),
        )


def short_names(names: Mapping[str, str]) -> dict[str, str]:
    """Every name in at most nine characters: as it is, by its capitals, or cut; by capitals only where that is unique.

    >>> short_names({"a": "Egypt", "b": "League of Arab States", "c": "Saudi Arabia", "d": "South Africa"})
    {'a': 'Egypt', 'b': 'LAS', 'c': 'Saudi Ar…', 'd': 'South Af…'}
    """
    whole = {actor: theme.clean(name) for actor, name in names.items()}
    capitals = {actor: "".join(word[0] for word in name.split() if word[0].isupper()) for actor, name in whole.items()}
    met = Counter(capitals.values())
    return {
        actor: name
        if len(name) <= NAME_CHARS
        else capitals[actor]
        if 2 <= len(capitals[actor]) <= 5 and met[capitals[actor]] == 1
        else theme.clip(name, NAME_CHARS)
        for actor, name in whole.items()
    }


def room(
    points: Mapping[str, Point], names: Mapping[str, str], panels: Panels, *, first: Sequence[str]
) -> dict[str, str]:
    """On which side of its dot each name has room in a panel; names that have none are missing.

    Parameters
    ----------
    points : actor -> pixels from the corner of a panel
    names : actor -> text
    panels : panels
        Their size is the canvas.
    first : actors
        In the order in which they choose.
    """
    canvas = Box(1, 1, panels.wide - 1, panels.tall - 1)
    dots = {actor: square(point, DOT_PX / 2 + 1) for actor, point in points.items()}
    taken: list[tuple[Box, float]] = []
    found: dict[str, str] = {}
    for actor in first:
        others = [*taken, *((dot, points[other][0]) for other, dot in dots.items() if other != actor)]
        for position in POSITIONS:
            box, x = box_beside(points[actor], names[actor], position), points[actor][0]
            if box.within(canvas) and _is_free(box, x, others):
                found[actor] = position
                taken.append((box, x))
                break
    return found


def _is_free(box: Box, x: float, others: Sequence[tuple[Box, float]]) -> bool:
    return not any(box.ever_meets(other, points=(x, its)) for other, its in others)


def box_beside(point: Point, text: str, position: str) -> Box:
    """The room a short name takes when Plotly sets it beside a dot."""
    down, across = position.split()
    width, tall = theme.text_px(text, size=NAME_PX) + 2, NAME_PX + 3
    x = point[0] + ACROSS[across] * (BESIDE_PX + width / 2)
    y = point[1] + DOWN[down] * (BESIDE_PX + tall / 2)
    return Box(x - width / 2, y - tall / 2, x + width / 2, y + tall / 2)
