"""The scale of positions, and tables that leave it."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from onrecord.schema import POSITION_HIGH, POSITION_LOW

RANGE = POSITION_HIGH - POSITION_LOW
STEPS = np.arange(RANGE + 1)
LINEAR: NDArray[np.float64] = np.abs(np.subtract.outer(STEPS, STEPS)) / RANGE  # share of the scale between positions
SQUARED: NDArray[np.float64] = LINEAR**2
SHOWN = 3  # rows that a message names


def whole_positions(table: pd.DataFrame) -> NDArray[np.int64]:
    """The positions of a table as whole numbers: the one way by which every measure reads them.

    Parameters
    ----------
    table : table
        Column ``position``, and ``stance_id``, or ``actor_id`` and ``issue_id``, by which the message names rows.

    Returns
    -------
    int64, one a row, in -2 ... +2

    Errors
    ------
    ValueError where a position is missing, no whole number or off the scale. It names the first such rows, what they
    hold, what is allowed and what to do.
    """
    value = pd.to_numeric(table["position"], errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    is_fine = (value >= POSITION_LOW) & (value <= POSITION_HIGH) & (value == np.rint(value))
    if not is_fine.all():
        raise ValueError(_message(table, np.flatnonzero(~is_fine)))
    return value.astype(np.int64)


def _message(table: pd.DataFrame, bad: NDArray[np.int64]) -> str:
    first = "; ".join(f"{_name(table, row)} has {table['position'].iloc[row]}" for row in bad[:SHOWN])
    more = f"; and {len(bad) - SHOWN:,} more" if len(bad) > SHOWN else ""
    allowed = ", ".join(str(step) for step in range(POSITION_LOW, POSITION_HIGH + 1))
    return (
        f"position is missing, no whole number or outside {POSITION_LOW} ... {POSITION_HIGH}: {first}{more}; "
        f"allowed are {allowed}; correct these rows or leave them out"
    )


def _name(table: pd.DataFrame, row: int) -> str:
    """What a message calls a row: what it says of itself, and its label in the index."""
    label = f"row {table.index[row]}"
    if "stance_id" in table:
        return f"stance {table['stance_id'].iloc[row]!r} ({label})"
    if {"actor_id", "issue_id"} <= set(table):
        return f"{table['actor_id'].iloc[row]!r} on {table['issue_id'].iloc[row]!r} ({label})"
    return label
