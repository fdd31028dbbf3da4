"""Text as integers: the form in which tables are counted and multiplied."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from onrecord.measures.scale import RANGE, whole_positions
from onrecord.schema import POSITION_LOW
from onrecord.text import count

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Matrix = NDArray[np.float32]
ROOMY = 1_000_000  # places an array indexed by actor x issue may always have


def codes(column: pd.Series) -> tuple[Ints, pd.Index]:
    """Integer codes of a text column, numbered in the order of its labels, and the labels.

    Parameters
    ----------
    column : text or categorical, no missing value
        A categorical column is not read again row by row; its unused categories keep a code.

    Returns
    -------
    codes, labels : int64, one a row; index of str, sorted

    Errors
    ------
    ValueError where a value is missing.
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        raw, labels = column.cat.codes.to_numpy(), pd.Index(column.cat.categories)
    else:
        raw, labels = pd.factorize(column)
        labels = pd.Index(labels)
    if len(raw) and raw.min() < 0:
        raise ValueError(f"{column.name} is missing in {count(int((raw < 0).sum()), 'row')}")
    order = np.argsort(labels.to_numpy(dtype=object), kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank[raw], labels[order].astype("str")


def cell_numbers(table: pd.DataFrame) -> tuple[Ints, int]:
    """Number of the cell, actor by issue, that each row belongs to, and how many numbers there are.

    Numbers rise with ``actor_id``, then ``issue_id``. Not every number need occur.
    """
    actor, actors = codes(table["actor_id"])
    issue, issues = codes(table["issue_id"])
    number, size = actor * len(issues) + issue, len(actors) * len(issues)
    if size <= max(ROOMY, 4 * len(table)):
        return number, size
    # A wide, nearly empty grid: number only the cells that occur, so that memory follows the rows.
    number, seen = pd.factorize(number, sort=True)
    return number.astype(np.int64), len(seen)


@dataclass(frozen=True)
class Grid:
    """Positions as matrices, actor by issue: ``height`` is the position above the lowest one, 0 where not known."""

    height: Matrix
    is_known: Matrix

    def rows(self, actors: Ints) -> "Grid":
        """The grid of some of the actors."""
        return Grid(self.height[actors], self.is_known[actors])

    def above(self, step: int) -> Matrix:
        """1 where the position is known and above a step of the scale, the lowest being 0."""
        return (self.height > step).astype(np.float32)


def grid(cells: pd.DataFrame) -> tuple[Grid, pd.Index]:
    """Cells as a grid, and the actors that its rows stand for.

    Errors
    ------
    ValueError where an actor has two rows on one issue, or where a position is not on the scale.
    """
    actor, actors = codes(cells["actor_id"])
    issue, issues = codes(cells["issue_id"])
    position = whole_positions(cells)
    height = np.zeros((len(actors), len(issues)), dtype=np.float32)
    is_known = np.zeros_like(height)
    height[actor, issue] = position - POSITION_LOW
    is_known[actor, issue] = 1
    if np.count_nonzero(is_known) < len(cells):
        raise ValueError("cells must hold one row per actor and issue; use positions() or cells() on the stances first")
    return Grid(height, is_known), actors


def shared_distances(left: Grid, right: Grid) -> tuple[Matrix, Matrix]:
    """Number of shared issues, and sum of distances over them, of each actor on the left with each on the right.

    Notes
    -----
    The distance of two positions is the number of steps of the scale that lie between them, that is, above which one
    of them stands and the other does not. So its sum over issues is a sum of matrix products. Float32 holds these
    whole numbers exactly. One step at a time, so that no matrix is wider than the grid.
    """
    distance = left.height @ right.is_known.T
    distance += left.is_known @ right.height.T
    for step in range(RANGE):
        distance -= 2 * (left.above(step) @ right.above(step).T)
    return left.is_known @ right.is_known.T, distance
