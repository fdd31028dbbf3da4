"""Travel: which dyads appeared, moved or went from one window to another, and the stances that did it."""

import numpy as np
import pandas as pd

from onrecord.measures.cells import positions
from onrecord.measures.dyads import similarity

DYAD = ["actor_a", "actor_b"]
VALUES = ["n_shared", "similarity"]
THRESHOLD = 0.25


def travel(
    before: pd.DataFrame, after: pd.DataFrame, *, threshold: float = THRESHOLD, min_shared: int = 1
) -> pd.DataFrame:
    """What became of each dyad between two windows, with the stances that moved it.

    Parameters
    ----------
    before, after : tables, one row per stance
        The columns `positions` asks for: the stances of the earlier and of the later window, as `in_window` gives
        them.
    threshold : in S
        Smallest change that counts as a movement.
    min_shared : issues
        Fewest issues shared within a window for which S is defined in it.

    Returns
    -------
    table, one row per dyad with a defined S in either window, sorted
        ``actor_a`` < ``actor_b``; ``n_shared_before``, ``n_shared_after``, in issues, 0 where none;
        ``similarity_before``, ``similarity_after`` in [-1, 1], NaN where not defined; ``change``, the second less the
        first, in [-2, 2], NaN where either is; ``direction``; ``stance_ids``, those that moved it, sorted, with commas
        between, empty where nothing did.

    Errors
    ------
    ValueError where `threshold` is negative.

    Notes
    -----
    ``direction`` is one of: ``new``, defined after only; ``lapsed``, before only; ``flipped``, S has changed sides and
    by the threshold at least; ``strengthened`` or ``weakened``, S has moved by as much away from 0 or towards it, so
    both agreement and opposition may grow; ``unchanged``, all else. A dyad that lapsed fell silent, which is not
    disagreement.

    The stances that moved a dyad are, on issues shared in the later window, the deciding ones of positions that are new
    or other than before; and on issues shared in the earlier window, the deciding ones of positions that are not held
    on record in the later.

    Source: Signorino and Ritter (1999), "Tau-b or Not Tau-b", International Studies Quarterly 43, for S.

    Examples
    --------
    >>> def said(*rows):
    ...     table = pd.DataFrame(rows, columns=["stance_id", "actor_id", "position"])
    ...     days = dict.fromkeys(["earliest", "latest", "published_on"], pd.to_datetime("2021-01-05"))
    ...     return table.assign(**days, issue_id="x", kind="direct", confidence="high")
    >>> moved = travel(said(("s1", "a", 2), ("s2", "b", 2)), said(("s3", "a", 2), ("s4", "b", -2)))
    >>> moved[["actor_a", "actor_b", "change", "direction", "stance_ids"]].values.tolist()
    [['a', 'b', -2.0, 'flipped', 's4']]
    """
    if not threshold >= 0:
        raise ValueError(f"threshold is {threshold}; a change cannot be smaller than 0")
    held = [positions(before), positions(after)]
    first, second = (_as_objects(similarity(table, min_shared=min_shared)[[*DYAD, *VALUES]]) for table in held)
    both = first.merge(second, on=DYAD, how="outer", suffixes=("_before", "_after"), sort=True)
    both = both[both["similarity_before"].notna() | both["similarity_after"].notna()].reset_index(drop=True)
    counts = {name: both[name].fillna(0).astype("int64") for name in ("n_shared_before", "n_shared_after")}
    both = both.assign(**counts, change=both["similarity_after"] - both["similarity_before"])
    both = both.assign(direction=_direction(both, threshold))
    both = both.merge(_movers(*map(_as_objects, held)), on=DYAD, how="left").fillna({"stance_ids": ""})
    order = ["n_shared_before", "n_shared_after", "similarity_before", "similarity_after", "change", "direction"]
    return both[[*DYAD, *order, "stance_ids"]].astype(dict.fromkeys([*DYAD, "stance_ids"], "str"))


def _as_objects(table: pd.DataFrame) -> pd.DataFrame:
    """The table with its text as plain objects: pandas 3.1 cannot merge two tables whose text columns are empty."""
    return table.astype(dict.fromkeys(table.select_dtypes("str").columns, "object"))


def _direction(both: pd.DataFrame, threshold: float) -> pd.Series:
    before, after = both["similarity_before"], both["similarity_after"]
    moved = (both["change"].abs() >= threshold) & (both["change"] != 0)
    outward = after.abs() > before.abs()
    cases = {
        "new": before.isna(),
        "lapsed": after.isna(),
        "flipped": moved & (before * after < 0),
        "strengthened": moved & outward,
        "weakened": moved,
    }
    names = np.array([*cases, "unchanged"], dtype=object)
    which = np.argmax(np.column_stack([*cases.values(), np.ones(len(both), dtype=np.bool_)]), axis=1)
    return pd.Series(names[which], index=both.index, dtype="str")


def _movers(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Stances that moved each dyad, as one text."""
    cell = ["actor_id", "issue_id"]
    held = before.merge(after, on=cell, how="outer", suffixes=("_before", "_after"))
    was, holds = held["position_before"].notna(), held["position_after"].notna()
    held = held.assign(was=was, holds=holds)
    changed = held[held["position_before"].ne(held["position_after"])]
    mover = changed.assign(mover=changed["stance_id_after"].where(changed["holds"], changed["stance_id_before"]))
    pairs = mover.merge(held[[*cell, "was", "holds"]], on="issue_id", suffixes=("", "_other"))
    # A position now held counts where the issue is shared now; one no longer held, where it was shared before.
    counts = (pairs["holds"] & pairs["holds_other"]) | (~pairs["holds"] & pairs["was"] & pairs["was_other"])
    pairs = pairs[counts & (pairs["actor_id"] != pairs["actor_id_other"])]
    is_left = pairs["actor_id"] < pairs["actor_id_other"]
    left = pairs["actor_id"].where(is_left, pairs["actor_id_other"])
    right = pairs["actor_id_other"].where(is_left, pairs["actor_id"])
    moved = pd.DataFrame({"actor_a": left, "actor_b": right, "stance_ids": pairs["mover"]})
    return _stance_lists(moved.drop_duplicates().sort_values([*DYAD, "stance_ids"]))


def _stance_lists(moved: pd.DataFrame) -> pd.DataFrame:
    """One row per dyad, its stances with commas between; the rows are sorted by dyad."""
    is_first = ~moved.duplicated(DYAD).to_numpy()
    text = moved["stance_ids"].to_numpy(dtype=object)
    parts = np.where(is_first, text, "," + text)
    joined = np.add.reduceat(parts, np.flatnonzero(is_first)) if len(parts) else parts
    return moved[is_first].assign(stance_ids=pd.Series(joined, index=moved.index[is_first], dtype="object"))
