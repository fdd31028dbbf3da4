"""The few issues that keep the shape of the whole network."""

import numpy as np
import pandas as pd

from onrecord.measures.integers import Floats, Grid, codes, grid, shared_distances
from onrecord.measures.scale import RANGE

WORST = 2.0  # the loss of a network without a tie: no two spectra are further apart
DIGITS = 10  # beyond these, losses differ by rounding alone


def backbone(cells: pd.DataFrame) -> pd.DataFrame:
    """Issues in the order in which they are needed to keep the shape of the network of actors.

    Parameters
    ----------
    cells : table, one row per actor and issue
        Columns ``actor_id``, ``issue_id``, ``position`` (-2 ... +2).

    Returns
    -------
    table, one row per issue, by rank
        ``issue_id``; ``rank``, 1 for the issue kept to the last; ``n_actors`` that hold a position on it; ``loss`` in
        [0, 2], how far the network of the issues up to this rank is from that of all of them: 0 at the last rank, NaN
        where no two actors agree on balance over all issues, and then the ranks mean nothing.

    Errors
    ------
    ValueError where an actor has two rows on one issue, or where a position lies outside the scale.

    Notes
    -----
    The network ties two actors by their net weight over the issues, congruence less conflict; where that is below 0,
    there is no tie. Its shape is the eigenvalues of its Laplacian D - W, sorted and divided by their sum; the loss is
    the sum of the absolute differences of two such lists. All actors stay in it. Issues that leave no tie at all lose
    2, the most there can be.

    From all issues on, the one whose removal loses least is taken away, one at a time; of equal ones the last by id. So
    backbones of different sizes are nested, and none is promised to be the best of its size. The work grows with the
    square of the number of issues and the cube of the number of actors.

    Source: Leifeld (2017), "Discourse Network Analysis", in The Oxford Handbook of Political Networks, for the network.
    Chung (1997), "Spectral Graph Theory", for the Laplacian. The backbone by spectral distance is that of Discourse
    Network Analyzer, whose version 3.1.2 compares the degrees, however, not the eigenvalues of the Laplacian.

    Examples
    --------
    >>> held = pd.DataFrame([(actor, issue, 2) for actor in "abc" for issue in "xy"] + [("a", "z", 1), ("d", "z", 2)],
    ...                     columns=["actor_id", "issue_id", "position"])
    >>> backbone(held).round(2).values.tolist()
    [['x', 1, 3, 0.1], ['z', 2, 2, 0.07], ['y', 3, 3, 0.0]]
    """
    known, _ = grid(cells)
    _, issues = codes(cells["issue_id"])
    kept = list(range(len(issues)))
    whole = _net(known, kept)
    target = _spectrum(whole)
    removed, losses = [], []
    while kept:
        losses.append(_loss(target, whole))
        out = min(kept, key=lambda issue: (round(_loss(target, whole - _net(known, [issue])), DIGITS), -issue))
        whole = whole - _net(known, [out])
        kept.remove(out)
        removed.append(out)
    order = removed[::-1]
    return pd.DataFrame(
        {
            "issue_id": issues.take(order),
            "rank": np.arange(1, len(order) + 1),
            "n_actors": known.is_known.sum(axis=0)[order].astype("int64"),
            "loss": np.full(len(order), np.nan) if target is None else np.array(losses[::-1], dtype=np.float64),
        }
    )


def _net(known: Grid, issues: list[int]) -> Floats:
    """Congruence less conflict of each two actors over some issues."""
    some = Grid(known.height[:, issues], known.is_known[:, issues])
    n_shared, distance = shared_distances(some, some)
    net = n_shared.astype(np.float64) - 2 * distance / RANGE
    np.fill_diagonal(net, 0)
    return np.asarray(net, dtype=np.float64)


def _spectrum(net: Floats) -> Floats | None:
    """Eigenvalues of the Laplacian of the positive ties, sorted and made to add up to 1; none without a tie."""
    tie = np.maximum(net, 0)
    if not tie.any():
        return None
    values = np.linalg.eigvalsh(np.diag(tie.sum(axis=1)) - tie)
    return np.asarray(values / tie.sum(), dtype=np.float64)


def _loss(target: Floats | None, net: Floats) -> float:
    if target is None:
        return WORST
    spectrum = _spectrum(net)
    return WORST if spectrum is None else float(np.abs(target - spectrum).sum())
