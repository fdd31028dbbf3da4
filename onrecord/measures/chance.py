"""Which dyads stand beyond chance: only those are called agreement or opposition."""

import numpy as np
import pandas as pd

from onrecord.measures.corrected import expected_similarity_by_dyad

DYAD = ["actor_a", "actor_b"]
DIGITS = 9  # of a difference that are compared: equal fractions differ in the last ones


def against_chance(dyads: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Dyads with the S that chance alone would give, and on which side of it they stand.

    Parameters
    ----------
    dyads : table, one row per dyad
        Columns ``actor_a``, ``actor_b``, ``similarity``; what `similarity` or `dyad_evidence` returns for these cells.
        Other columns are kept.
    cells : table, one row per actor and issue
        Columns ``actor_id``, ``issue_id``, ``position`` (-2 ... +2); of all actors.

    Returns
    -------
    table, the rows of `dyads` in their order, with two columns more
        ``expected_similarity`` in [0, 1], as `expected_similarity_by_dyad` gives it; ``beyond_chance``: 1 where S lies
        above it, -1 where below, 0 where at it or where S is not defined.

    Errors
    ------
    ValueError where an actor has two rows on one issue, or where a position lies outside the scale.

    Notes
    -----
    Positive S alone is no agreement: in a field that mostly agrees two strangers reach it. So a dyad is called
    agreement where S is positive and above what chance gives on the issues it shares, opposition where S is negative
    and below that; any other is *not above chance*.

    Source: Häge (2011), "Choice or Circumstance?", Political Analysis 19, for setting similarity against chance.

    Examples
    --------
    >>> held = pd.DataFrame([("a", "x", 2), ("b", "x", 2), ("c", "x", -2), ("a", "y", 1), ("c", "y", 1)],
    ...                     columns=["actor_id", "issue_id", "position"])
    >>> dyads = pd.DataFrame([("a", "b", 1.0), ("a", "c", 0.0), ("b", "c", -1.0)],
    ...                      columns=["actor_a", "actor_b", "similarity"])
    >>> against_chance(dyads, held).round(2)[["expected_similarity", "beyond_chance"]].values.tolist()
    [[0.11, 1.0], [0.28, -1.0], [0.11, -1.0]]
    """
    by_chance = expected_similarity_by_dyad(cells)[[*DYAD, "expected_similarity"]]
    expected = dyads[DYAD].merge(by_chance, on=DYAD, how="left")["expected_similarity"].to_numpy(dtype=np.float64)
    apart = np.round(dyads["similarity"].to_numpy(dtype=np.float64) - expected, DIGITS)
    side = np.sign(np.nan_to_num(apart)).astype(np.int64)
    return dyads.assign(expected_similarity=expected, beyond_chance=side)


def signs_beyond_chance(dyads: pd.DataFrame) -> pd.Series:
    """Sign of each dyad: 1 agreement, -1 opposition, 0 where it is not above chance on its side.

    Parameters
    ----------
    dyads : table, one row per dyad
        Columns ``similarity``, ``beyond_chance``; what `against_chance` returns, be it with another measure in the
        place of S.

    Returns
    -------
    column of -1, 0, 1, the index of `dyads`
    """
    sign = np.sign(dyads["similarity"].fillna(0)).astype("int64")
    beyond: pd.Series = sign.where(sign == dyads["beyond_chance"], 0)
    return beyond
