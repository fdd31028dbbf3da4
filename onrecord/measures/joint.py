"""From cells to joint tables: for each dyad, how often which two positions meet on an issue."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from onrecord.measures.dyads import Dyads, dyad_table
from onrecord.measures.integers import Floats, grid
from onrecord.measures.scale import STEPS


@dataclass(frozen=True)
class Joint:
    """Joint tables of all dyads with a shared issue: dyad x step of ``actor_a`` x step of ``actor_b``."""

    pairs: Dyads
    actors: pd.Index
    tables: Floats

    def result(self, name: str, value: Floats, min_shared: int) -> pd.DataFrame:
        """The dyads with one value, NaN where fewer than `min_shared` issues are shared."""
        return dyad_table(self.pairs, self.actors, {name: value}, min_shared)


def joint(cells: pd.DataFrame, *, weight: Floats | None = None) -> Joint:
    """Joint tables of positions.

    Parameters
    ----------
    cells : table, one row per actor and issue
        Columns ``actor_id``, ``issue_id``, ``position`` (-2 ... +2).
    weight : one number per issue, in the order of the issues' labels
        What an issue counts; 1 where left out.

    Returns
    -------
    Joint

    Errors
    ------
    ValueError where an actor has two rows on one issue, or where a position lies outside the scale.
    """
    known, actors = grid(cells)
    pairs = Dyads.of(known)
    stands = [((known.height == step) & (known.is_known > 0)).astype(np.float64) for step in STEPS]
    weighed = stands if weight is None else [here * weight for here in stands]
    tables = np.empty((len(pairs.left), len(STEPS), len(STEPS)))
    for row, mine in enumerate(weighed):
        for column, theirs in enumerate(stands):
            tables[:, row, column] = (mine @ theirs.T)[pairs.left, pairs.right]
    return Joint(pairs, actors, tables)
