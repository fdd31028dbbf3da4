"""Names beside points, placed so that none covers another name or a point."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.charts import theme

Point = tuple[float, float]
# As Plotly sets text: beside a marker at this distance, lines at this pitch.
GAP_PX, PITCH = 14.0, 1.3
POSITIONS = (
    "middle right",
    "top center",
    "bottom center",
    "middle left",
    "top right",
    "bottom right",
    "top left",
    "bottom left",
)
ACROSS = {"right": 1, "center": 0, "left": -1}
DOWN = {"top": -1, "middle": 0, "bottom": 1}


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether the two have an area in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def ever_meets(self, other: "Box", *, points: tuple[float, float]) -> bool:
        """Whether they meet on a canvas this wide or any wider, on which each keeps its distance from its point."""
        mine, its = points
        if self.bottom <= other.top or other.bottom <= self.top:
            return False
        return not ((self.right <= other.left and mine <= its) or (other.right <= self.left and its <= mine))

    def within(self, other: "Box") -> bool:
        """Whether it lies wholly inside the other."""
        across = other.left <= self.left and self.right <= other.right
        return across and other.top <= self.top and self.bottom <= other.bottom


# A box and where the point stands, across, that it moves with.
_Obstacle = tuple[Box, float]


@dataclass(frozen=True)
class Label:
    """Where one name stands: beside its point as ``position`` says, or, where that is empty, apart around ``at``."""

    box: Box
    position: str
    at: Point


@dataclass(frozen=True)
class Ground:
    """What labels are placed on: all of the canvas, the part in which one may stand apart, and what it should avoid."""

    canvas: Box
    plot: Box
    avoid: tuple[Box, ...] = ()


def square(point: Point, reach: float) -> Box:
    """The square with that point in its middle and sides twice `reach` long."""
    return Box(point[0] - reach, point[1] - reach, point[0] + reach, point[1] + reach)


def text_size(lines: Sequence[str]) -> tuple[float, float]:
    """Width and height of a text in pixels, its halo included."""
    width = max(theme.text_px(line) for line in lines) + 4
    return width, (len(lines) - 1) * PITCH * theme.TEXT_PX + theme.TEXT_PX + 4


def box_beside(point: Point, size: tuple[float, float], position: str) -> Box:
    """The room a text of that size takes when Plotly sets it beside a marker."""
    down, across = position.split()
    x = point[0] + ACROSS[across] * (GAP_PX + size[0] / 2)
    y = point[1] + DOWN[down] * (GAP_PX + size[1] / 2)
    return Box(x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2)


def place_labels(points: Sequence[Point], texts: Sequence[Sequence[str]], ground: Ground) -> list[Label | None]:
    """A place for the name of every point.

    Parameters
    ----------
    points : sequence of points
        In pixels on the canvas.
    texts : sequence of lines
        The name of each point, already broken into lines.
    ground : canvas
        Where names may stand and what they should rather not cover.

    Returns
    -------
    list of labels, in the order of `points`
        No box meets another or any point, here or on a wider canvas. None where no place is left on the whole canvas.

    Notes
    -----
    Greedy: points with many neighbours choose first. What does not fit beside its point stands apart, as near as
    possible, to be joined to it by a thin line.
    """
    sizes = [text_size(lines) for lines in texts]
    dots = [(square(point, GAP_PX - 5), point[0]) for point in points]
    out: list[Label | None] = [None] * len(points)
    taken: list[_Obstacle] = []
    for i in sorted(range(len(points)), key=lambda i: (-_neighbours(points, i), i)):
        others = taken + dots[:i] + dots[i + 1 :]
        out[i] = _label_beside(points[i], sizes[i], others, ground) or _label_apart(
            points[i], sizes[i], taken + dots, ground
        )
        found = out[i]
        if found is not None:
            taken.append((found.box, found.at[0]))
    return out


def _neighbours(points: Sequence[Point], i: int) -> int:
    near = square(points[i], 90)
    return sum(near.left < x < near.right and near.top < y < near.bottom for x, y in points)


def _is_free(box: Box, x: float, taken: Sequence[_Obstacle]) -> bool:
    return not any(box.ever_meets(other, points=(x, its)) for other, its in taken)


def _label_beside(point: Point, size: tuple[float, float], taken: Sequence[_Obstacle], ground: Ground) -> Label | None:
    ranked: list[tuple[float, int, Label]] = []
    for rank, position in enumerate(POSITIONS):
        box = box_beside(point, size, position)
        if box.within(ground.canvas) and _is_free(box, point[0], taken):
            covered = sum(box.meets(other) for other in ground.avoid)
            ranked.append((covered + rank / 10, rank, Label(box, position, point)))
    return min(ranked, key=lambda entry: entry[:2])[2] if ranked else None


def _label_apart(point: Point, size: tuple[float, float], taken: Sequence[_Obstacle], ground: Ground) -> Label | None:
    width, tall = size
    for x, y in _spiral(point):
        box = Box(x - width / 2, y - tall / 2, x + width / 2, y + tall / 2)
        inside = box.within(ground.canvas) and square((x, y), 0).within(ground.plot)
        if inside and _is_free(box, x, taken):
            return Label(box, "", (x, y))
    return None


def _spiral(point: Point) -> Iterator[Point]:
    for ring in range(3, 60):
        for turn in range(24):
            angle = math.tau * turn / 24
            yield point[0] + 10 * ring * math.cos(angle), point[1] + 10 * ring * math.sin(angle)
