"""The scale of positions, and tables that leave it."""

import numpy as np
import pandas as pd

from onrecord.measures.integers import RANGE, Floats
from onrecord.schema import POSITION_HIGH, POSITION_LOW

STEPS = np.arange(RANGE + 1)
LINEAR: Floats = np.abs(np.subtract.outer(STEPS, STEPS)) / RANGE  # share of the scale between two positions
SQUARED: Floats = LINEAR**2
SHOWN = 3  # rows that a message names


def require_positions(table: pd.DataFrame) -> None:
    """Refuse a table in which a position is missing, broken or off the scale.

    Parameters
    ----------
    table : table
        Column ``position``, and ``stance_id``, or ``actor_id`` and ``issue_id``, by which the message names rows.

    Errors
    ------
    ValueError that names the first rows, what they hold and what is allowed.
    """
    value = table["position"].to_numpy(dtype=np.float64, na_value=np.nan)
    is_fine = (np.abs(value - (POSITION_LOW + RANGE / 2)) <= RANGE / 2) & (value == np.rint(value))
    if is_fine.all():
        return
    bad = np.flatnonzero(~is_fine)
    first = "; ".join(f"{_name(table.iloc[row])} has {value[row]:g}" for row in bad[:SHOWN])
    more = f"; and {len(bad) - SHOWN} more" if len(bad) > SHOWN else ""
    allowed = ", ".join(str(step) for step in range(POSITION_LOW, POSITION_HIGH + 1))
    raise ValueError(f"position lies outside {POSITION_LOW} ... {POSITION_HIGH}: {first}{more}; allowed are {allowed}")


def _name(row: pd.Series) -> str:
    if "stance_id" in row.index:
        return f"stance {row['stance_id']!r} (row {row.name})"
    return f"{row['actor_id']!r} on {row['issue_id']!r} (row {row.name})"
