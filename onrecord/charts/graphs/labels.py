"""Names beside points, placed so that none covers another name or a point."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

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
# Where a name is tried that has no room beside its point, from near to far.
SPIRAL = np.array(
    [
        (10 * ring * math.cos(math.tau * turn / 24), 10 * ring * math.sin(math.tau * turn / 24))
        for ring in range(3, 60)
        for turn in range(24)
    ]
)


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


# The edges of a box, and where the point stands, across, that it moves with.
_Obstacle = tuple[float, float, float, float, float]
_Floats = npt.NDArray[np.float64]
_Flags = npt.NDArray[np.bool_]


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
    dots = [_obstacle(square(point, GAP_PX - 5), point[0]) for point in points]
    avoid = np.array([_obstacle(box, 0.0) for box in ground.avoid]).reshape(-1, 5)
    out: list[Label | None] = [None] * len(points)
    taken: list[_Obstacle] = []
    for i in sorted(range(len(points)), key=lambda i: (-_neighbours(points, i), i)):
        others = np.array(taken + dots[:i] + dots[i + 1 :]).reshape(-1, 5)
        near = _label_beside(points[i], sizes[i], (others, avoid), ground)
        found = near or _label_apart(points[i], sizes[i], np.array(taken + dots), ground)
        out[i] = found
        if found is not None:
            taken.append(_obstacle(found.box, found.at[0]))
    return out


def _neighbours(points: Sequence[Point], i: int) -> int:
    near = square(points[i], 90)
    return sum(near.left < x < near.right and near.top < y < near.bottom for x, y in points)


def _obstacle(box: Box, x: float) -> _Obstacle:
    return box.left, box.top, box.right, box.bottom, x


def _are_free(boxes: _Floats, x: _Floats, taken: _Floats) -> _Flags:
    """Whether each box, which moves with its `x`, meets nothing that is taken, on this canvas or any wider one."""
    left, top, right, bottom = (boxes[:, i, None] for i in range(4))
    apart_down = (bottom <= taken[:, 1]) | (taken[:, 3] <= top)
    before = (right <= taken[:, 0]) & (x[:, None] <= taken[:, 4])
    behind = (taken[:, 2] <= left) & (taken[:, 4] <= x[:, None])
    return np.asarray((apart_down | before | behind).all(axis=1), dtype=np.bool_)


def _n_covered(box: Box, avoid: _Floats) -> int:
    across = (box.left < avoid[:, 2]) & (avoid[:, 0] < box.right)
    return int((across & (box.top < avoid[:, 3]) & (avoid[:, 1] < box.bottom)).sum())


def _label_beside(
    point: Point, size: tuple[float, float], obstacles: tuple[_Floats, _Floats], ground: Ground
) -> Label | None:
    taken, avoid = obstacles
    boxes = [box_beside(point, size, position) for position in POSITIONS]
    edges = np.array([_obstacle(box, point[0]) for box in boxes])
    free = _are_free(edges, edges[:, 4], taken)
    ranked = [
        (_n_covered(box, avoid) + rank / 10, rank)
        for rank, box in enumerate(boxes)
        if free[rank] and box.within(ground.canvas)
    ]
    if not ranked:
        return None
    _, best = min(ranked)
    return Label(boxes[best], POSITIONS[best], point)


def _label_apart(point: Point, size: tuple[float, float], taken: _Floats, ground: Ground) -> Label | None:
    width, tall = size
    x, y = (point[axis] + SPIRAL[:, axis] for axis in (0, 1))
    boxes = np.column_stack([x - width / 2, y - tall / 2, x + width / 2, y + tall / 2])
    canvas, plot = ground.canvas, ground.plot
    inside = (canvas.left <= boxes[:, 0]) & (boxes[:, 2] <= canvas.right)
    inside &= (canvas.top <= boxes[:, 1]) & (boxes[:, 3] <= canvas.bottom)
    inside &= (plot.left <= x) & (x <= plot.right) & (plot.top <= y) & (y <= plot.bottom)
    candidates = np.flatnonzero(inside)
    free = candidates[_are_free(boxes[candidates], x[candidates], taken)]
    if not len(free):
        return None
    best = free[0]
    return Label(Box(*boxes[best].tolist()), "", (float(x[best]), float(y[best])))
