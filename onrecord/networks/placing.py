"""Where the actors of a dossier stand on the alignment graph: agreement near, opposition far, always the same place."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
NEAREST, FARTHEST = 0.25, 1.0  # distance wanted at S = 1 and at S = -1, as a share of the width
UNTIED, FAINT = 0.8, 0.05  # distance wanted where nothing is shared, and how much it weighs
ROUNDS = 300
SHELF_COLUMNS, SHELF_STEP, SHELF_MOST = 10, 0.09, 0.36
GAP = 0.14  # between the shelf and the rest
SPACING, ROOM = 0.16, 0.72  # closest two nodes may come: a distance, and a share of what an even spread would leave
GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))


def layout(dyads: pd.DataFrame, cells: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """Place of every actor with a position: those who agree near each other, those who disagree far apart.

    Parameters
    ----------
    dyads : table, one row per dyad
        Columns ``actor_a``, ``actor_b``, ``n_shared``, ``similarity`` in [-1, 1], NaN where not defined.
    cells : table, one row per actor and issue
        Column ``actor_id``.
    actors : table, one row per actor
        Columns ``actor_id``, ``name``: the order on the shelf.

    Returns
    -------
    table, indexed by ``actor_id``, sorted
        ``x`` and ``y`` in [0, 1], y upwards.

    Notes
    -----
    Made for all of a dossier at once and then kept, so that an actor has one place in every view. It depends on the
    tables alone, not on the order of their rows or on chance. Actors without any dyad stand in rows on a shelf at the
    bottom, by name. The places come as close as two dimensions allow to the distances 1 - S, weighted by the number of
    shared issues, and are then moved apart to leave room for labels: they show a tendency, the edges hold the values.

    Source: de Leeuw (1988), "Convergence of the Majorization Method for Multidimensional Scaling", Journal of
    Classification 5. Gansner, Koren and North (2005), "Graph Drawing by Stress Majorization", Graph Drawing 2004.

    Examples
    --------
    >>> dyads = pd.DataFrame([("a", "b", 4, 1.0), ("a", "c", 4, -1.0), ("b", "c", 4, -1.0)],
    ...                      columns=["actor_a", "actor_b", "n_shared", "similarity"])
    >>> names = pd.DataFrame({"actor_id": list("abcd"), "name": list("ABCD")})
    >>> place = layout(dyads, names, names)
    >>> bool(np.hypot(*(place.loc["a"] - place.loc["b"])) < np.hypot(*(place.loc["a"] - place.loc["c"])))
    True
    >>> float(place.loc["d", "y"])
    0.0
    """
    ids = pd.Index(sorted(cells["actor_id"].astype("str").unique()), dtype="str", name="actor_id")
    wanted, weight = _targets(dyads, ids)
    is_tied = (weight > FAINT).any(axis=1)
    on_shelf = np.flatnonzero(~is_tied)
    names = actors.set_index("actor_id")["name"].reindex(ids).fillna("").to_numpy(dtype=object)
    on_shelf = on_shelf[np.argsort(names[on_shelf], kind="stable")]
    place = np.zeros((len(ids), 2))
    place[on_shelf], top = _shelf(len(on_shelf))
    tied = np.flatnonzero(is_tied)
    floor = top + GAP if len(on_shelf) else 0.0
    place[tied] = _fit_to_width(_stress(wanted[np.ix_(tied, tied)], weight[np.ix_(tied, tied)]), floor)
    return pd.DataFrame(place, index=ids, columns=["x", "y"])


def _targets(dyads: pd.DataFrame, ids: pd.Index) -> tuple[Floats, Floats]:
    """Distance wanted between each two actors, and its weight."""
    wanted, weight = np.full((len(ids),) * 2, UNTIED), np.full((len(ids),) * 2, FAINT)
    np.fill_diagonal(weight, 0)
    a, b = (ids.get_indexer(pd.Index(dyads[name])) for name in ("actor_a", "actor_b"))
    s, n = dyads["similarity"].to_numpy(dtype=np.float64), dyads["n_shared"].to_numpy(dtype=np.float64)
    known = (a >= 0) & (b >= 0) & (n >= 1) & ~np.isnan(s)
    a, b, s, n = a[known], b[known], s[known], n[known]
    for one, other in ((a, b), (b, a)):
        wanted[one, other] = NEAREST + (FARTHEST - NEAREST) * (1 - s) / 2
        weight[one, other] = n / (n + 2)
    return wanted, weight


def _shelf(n: int) -> tuple[Floats, float]:
    """Rows of places from the bottom up, and the height of the topmost row."""
    n_rows = -(-n // SHELF_COLUMNS)
    columns = -(-n // max(n_rows, 1))
    step = min(SHELF_STEP, SHELF_MOST / max(n_rows - 1, 1))
    row, column = np.divmod(np.arange(n), max(columns, 1))
    # The first row is the upper one, so that names read on downwards.
    up = n_rows - 1 - row
    return np.column_stack([(column + 0.5) / max(columns, 1), up * step]), max(n_rows - 1, 0) * step


def _stress(wanted: Floats, weight: Floats) -> Floats:
    """Places whose distances come closest to those wanted (weighted stress, by majorisation)."""
    n = len(wanted)
    if n == 0:
        return np.zeros((0, 2))
    turn = np.arange(n) * GOLDEN_ANGLE
    # A faint spiral keeps actors with equal distances from starting, and staying, on one point.
    place: Floats = _classical(wanted) + 0.02 * np.sqrt(np.arange(n))[:, None] * np.column_stack(
        [np.cos(turn), np.sin(turn)]
    )
    inverse = np.linalg.pinv(np.diag(weight.sum(axis=1)) - weight)
    for _ in range(ROUNDS):
        apart = _distances(place)
        np.fill_diagonal(apart, 1)
        pull = -weight * wanted / np.maximum(apart, 1e-9)
        np.fill_diagonal(pull, 0)
        np.fill_diagonal(pull, -pull.sum(axis=1))
        moved: Floats = inverse @ pull @ place
        step = np.abs(moved - place).max()
        place = moved
        if step < 1e-6:
            break
    return place


def _classical(wanted: Floats) -> Floats:
    """First guess: the two widest dimensions of classical scaling."""
    n = len(wanted)
    squared = wanted**2
    np.fill_diagonal(squared, 0)
    centre = np.eye(n) - 1 / n
    values, vectors = np.linalg.eigh(-centre @ squared @ centre / 2)
    widest = np.argsort(values)[::-1][: min(2, n)]
    place = np.zeros((n, 2))
    place[:, : len(widest)] = vectors[:, widest] * np.sqrt(np.maximum(values[widest], 0))
    return place


def _fit_to_width(place: Floats, floor: float) -> Floats:
    """Places turned so that they are widest from left to right, fitted above the floor, and moved apart."""
    if len(place) == 0:
        return place
    centred = place - place.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    turned = centred @ axes.T if len(place) > 1 else centred
    # Mirror images are equally good: the first actor goes left of the middle and above it.
    turned = turned * np.where(turned[0] * [1, -1] > 0, -1, 1)
    extent = np.ptp(turned, axis=0)
    room = np.array([1.0, 1.0 - floor])
    fitted = (turned - turned.min(axis=0) - extent / 2) * np.minimum(2, room / np.maximum(extent, 1e-9))
    middle = np.array([0.5, floor + room[1] / 2])
    return _without_overlap(fitted + middle, np.array([[0.0, floor], [1.0, 1.0]]))


def _without_overlap(place: Floats, box: Floats) -> Floats:
    """Places pushed off each other inside a box until none are too close."""
    n = len(place)
    closest = min(SPACING, ROOM * float(np.sqrt(np.prod(box[1] - box[0]) / n)))
    for _ in range(ROUNDS):
        apart = _distances(place)
        np.fill_diagonal(apart, np.inf)
        lack = np.maximum(closest * 1.02 - apart, 0)
        if apart.min(initial=np.inf) >= closest:
            break
        way = (place[:, None, :] - place[None, :, :]) / np.maximum(apart, 1e-9)[:, :, None]
        place = np.clip(place + (lack[:, :, None] * way).sum(axis=1) / 2, box[0], box[1])
    return place


def _distances(place: Floats) -> Floats:
    gap = place[:, None, :] - place[None, :, :]
    return np.asarray(np.sqrt((gap**2).sum(axis=2)), dtype=np.float64)
