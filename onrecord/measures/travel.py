"""Travel: which dyads appeared, turned or went from one window to another, and the changes of side that did it."""

import numpy as np
import pandas as pd

from onrecord.measures.cells import positions
from onrecord.measures.dyads import similarity
from onrecord.measures.sides import CELL, side_changes

DYAD = ["actor_a", "actor_b"]
VALUES = ["n_shared", "similarity"]


def travel(before: pd.DataFrame, after: pd.DataFrame, *, min_shared: int = 1) -> pd.DataFrame:
    """What became of each dyad between two windows, with the changes of side behind it.

    Parameters
    ----------
    before, after : tables, one row per stance
        The columns `positions` asks for: the stances of the earlier and of the later window, as `in_window` gives
        them.
    min_shared : issues
        Fewest issues shared within a window for which S is defined in it.

    Returns
    -------
    table, one row per dyad with a defined S in either window, sorted
        ``actor_a`` < ``actor_b``; ``n_shared_before``, ``n_shared_after``, in issues, 0 where none;
        ``similarity_before``, ``similarity_after`` in [-1, 1], NaN where not defined; ``change``, the second less the
        first, in [-2, 2], NaN where either is; ``direction``; ``stance_ids``, those between which one of the two
        changed sides on an issue they share in either window, sorted, with commas between, empty where neither did.

    Notes
    -----
    ``direction`` is one of: ``new``, S is defined after only; ``lapsed``, before only; ``turned``, one of the two
    changed sides, as `side_changes` has it, on an issue they share; ``same sides``, neither did. S may differ where
    nobody changed sides: other issues are on record, or other strengths. A dyad that lapsed fell silent, which is not
    disagreement.

    Source: Signorino and Ritter (1999), "Tau-b or Not Tau-b", International Studies Quarterly 43, for S.

    Examples
    --------
    >>> def said(day, *rows):
    ...     table = pd.DataFrame(rows, columns=["stance_id", "actor_id", "position"])
    ...     days = dict.fromkeys(["earliest", "latest", "published_on"], pd.to_datetime(day))
    ...     return table.assign(**days, issue_id="x", kind="direct", confidence="high")
    >>> early, late = said("2021-01-05", ("s1", "a", 2), ("s2", "b", 2)), said("2021-03-05", ("s3", "b", -2))
    >>> found = travel(early, pd.concat([late, said("2021-03-05", ("s4", "a", 1))], ignore_index=True))
    >>> found[["actor_a", "actor_b", "change", "direction", "stance_ids"]].values.tolist()
    [['a', 'b', -1.5, 'turned', 's2,s3']]
    """
    held = [positions(before), positions(after)]
    first, second = (_as_objects(similarity(table, min_shared=min_shared)[[*DYAD, *VALUES]]) for table in held)
    both = first.merge(second, on=DYAD, how="outer", suffixes=("_before", "_after"), sort=True)
    both = both[both["similarity_before"].notna() | both["similarity_after"].notna()].reset_index(drop=True)
    counts = {name: both[name].fillna(0).astype("int64") for name in ("n_shared_before", "n_shared_after")}
    both = both.assign(**counts, change=both["similarity_after"] - both["similarity_before"])
    turned = _turned_dyads(_as_objects(side_changes(before, after)), *map(_as_objects, held))
    both = both.merge(turned, on=DYAD, how="left").fillna({"stance_ids": ""})
    both = both.assign(direction=_direction(both))
    order = ["n_shared_before", "n_shared_after", "similarity_before", "similarity_after", "change", "direction"]
    return both[[*DYAD, *order, "stance_ids"]].astype(dict.fromkeys([*DYAD, "stance_ids"], "str"))


def _as_objects(table: pd.DataFrame) -> pd.DataFrame:
    """The table with its text as plain objects: pandas 3.1 cannot merge two tables whose text columns are empty."""
    return table.astype(dict.fromkeys(table.select_dtypes("str").columns, "object"))


def _direction(both: pd.DataFrame) -> pd.Series:
    cases = [both["similarity_before"].isna(), both["similarity_after"].isna(), both["stance_ids"] != ""]
    names = np.select(cases, ["new", "lapsed", "turned"], "same sides")
    return pd.Series(names, index=both.index, dtype="str")


def _turned_dyads(changes: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Dyads that share an issue, in either window, on which one of the two changed sides; the stances as one text."""
    held = pd.concat([before[CELL], after[CELL]]).drop_duplicates()
    pairs = changes.merge(held, on="issue_id", suffixes=("", "_other"))
    pairs = pairs[pairs["actor_id"] != pairs["actor_id_other"]]
    is_left = pairs["actor_id"] < pairs["actor_id_other"]
    dyads = pd.DataFrame(
        {
            "actor_a": pairs["actor_id"].where(is_left, pairs["actor_id_other"]),
            "actor_b": pairs["actor_id_other"].where(is_left, pairs["actor_id"]),
        }
    )
    rows = [dyads.assign(stance_ids=pairs[name]) for name in ("stance_id_before", "stance_id_after")]
    return stance_lists(pd.concat(rows))


def stance_lists(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per dyad, its ``stance_ids`` sorted, with commas between; from one row per dyad and stance."""
    ordered = rows.drop_duplicates().sort_values([*DYAD, "stance_ids"])
    is_first = ~ordered.duplicated(DYAD).to_numpy()
    text = ordered["stance_ids"].to_numpy(dtype=object)
    parts = np.where(is_first, text, "," + text)
    joined = np.add.reduceat(parts, np.flatnonzero(is_first)) if len(parts) else parts
    return ordered[is_first].assign(stance_ids=pd.Series(joined, index=ordered.index[is_first], dtype="object"))
