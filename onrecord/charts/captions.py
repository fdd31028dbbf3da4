"""What stands under a figure: what it shows, of how many, over which days, how measured, and what it leaves out."""

import math

import networkx as nx
import pandas as pd

from onrecord.charts import theme
from onrecord.charts.timeline import timeline_extent
from onrecord.dates import label_day

DEFAULT = "Similarity S"
DEFAULT_METHOD = "Similarity S (Signorino–Ritter, absolute, unweighted, scale −2 to +2)"


def timeline_caption(marks: pd.DataFrame, window: tuple[pd.Timestamp, pd.Timestamp]) -> str:
    """How many events a timeline shows, groups and leaves outside its days.

    Parameters
    ----------
    marks : table, one row per event and lane
        As for `timeline`.
    window : two days
        First and last day shown.
    """
    extent = timeline_extent(marks, window)
    n_events = marks["event_id"].nunique()
    parts = [f"{theme.count(n_events, 'event')} under {theme.count(marks['lane'].nunique(), 'lane')}"]
    if len(marks) != n_events:
        parts.append(f"{len(marks)} marks, since an event stands under everyone who did it")
    parts.append(f"{label_day(window[0])} to {label_day(window[1])}")
    parts.append(f"{extent['shown']} shown one by one")
    if extent["grouped"]:
        parts.append(
            f"{extent['grouped']} in {theme.count(extent['groups'], 'group')}: draw on the strip above to look closer"
        )
    outside = extent["before"] + extent["after"]
    if outside:
        parts.append(f"{outside} outside these days, counted at the edges")
    if extent["undated"]:
        parts.append(f"{extent['undated']} to which no report gives a day, counted on the right")
    method = "A dot is one day; a bar is every day it may have been. Small figure: independent reports. Days in UTC."
    return theme.clean(f"{'; '.join(parts)}. {method}")


def alignment_caption(
    graph: nx.Graph, *, min_shared: int, min_independent: int, measure: str = DEFAULT, expected: float = math.nan
) -> str:
    """What an alignment graph measures, its thresholds, and how many dyads they leave out.

    Parameters
    ----------
    graph : Graph
        As from `networks.alignment`.
    min_shared, min_independent : issues, reports
        The thresholds it was made with.
    measure : text
        Name of the measure whose sign is drawn.
    expected : S
        What two independent speakers would reach in this field; NaN where not known.
    """
    known = graph.graph
    fragile = sum(bool(edge["rests_on"]) for _, _, edge in graph.edges(data=True))
    shown = f"{theme.count(graph.number_of_nodes(), 'actor')}, {theme.count(graph.number_of_edges(), 'dyad')} drawn"
    left_out = (
        f"{known['n_insufficient']} with insufficient evidence and {known['n_unshared']} without a shared issue are not"
    )
    what = DEFAULT_METHOD if measure == DEFAULT else f"{measure}, drawn faint since the interval is that of S alone"
    chance = (
        "" if math.isnan(expected) else f"By chance alone two actors of this field would reach S = {expected:.2f}. "
    )
    method = (
        f"{what}; latest position per actor and issue, "
        f"at least {theme.count(min_shared, 'shared issue')} and {theme.count(min_independent, 'independent report')}. "
        f"Faint: the 95 % interval includes 0. {chance}Distance on the page has no unit."
    )
    rests = f" {theme.count(fragile, 'dyad')} rest on one report." if fragile else ""
    return theme.clean(f"{shown}; {left_out}.{rests} {method}")


def positions_caption(cells: pd.DataFrame, actors: pd.DataFrame, issues: pd.DataFrame) -> str:
    """How much of a matrix of positions is filled, and what its cells mean.

    Parameters
    ----------
    cells, actors, issues
        As for `positions`.
    """
    shown = cells[cells["actor_id"].isin(actors["actor_id"]) & cells["issue_id"].isin(issues["issue_id"])]
    size = len(actors) * len(issues)
    left_out = len(cells) - len(shown)
    parts = [
        f"{theme.count(len(actors), 'actor')} by {theme.count(len(issues), 'issue')}",
        f"{len(shown)} of {size} cells hold a position, from {theme.count(int(shown['n_stances'].sum()), 'stance')}",
        "hatched: silent, which is no position",
    ]
    if left_out:
        parts.append(f"{theme.count(left_out, 'position')} on issues not shown")
    return theme.clean("; ".join(parts) + ". Latest position; a diamond: has been on both sides.")
