"""What stands under the figures of structure: what each shows, of how many, and what its signs mean."""

from collections import Counter
from collections.abc import Sequence

import networkx as nx
import pandas as pd

from onrecord.charts import theme
from onrecord.charts.matrix_cells import cells_of
from onrecord.charts.travel import KINDS
from onrecord.dates import label_day


def matrix_caption(dyads: pd.DataFrame, actors: pd.DataFrame) -> str:
    """How many dyads of a matrix of similarity hold a value, and what its signs mean.

    Parameters
    ----------
    dyads, actors
        As for `matrix`.
    """
    known = cells_of(dyads, actors)
    held = sum(cell.step is not None for cell in known)
    left_out = len(dyads) - int(
        (dyads["actor_a"].isin(actors["actor_id"]) & dyads["actor_b"].isin(actors["actor_id"])).sum()
    )
    parts = [
        theme.count(len(actors), "actor"),
        f"similarity S (Signorino–Ritter) known of {held} of {theme.count(len(known), 'dyad')}",
        "hatched: no shared issue, or S not defined, which is not 0",
    ]
    parts += [f"{theme.count(left_out, 'dyad')} of other actors left out"] if left_out else []
    return theme.clean(
        f"{'; '.join(parts)}. Ringed or dotted: rests on one report. A name heads its row, to the left, and its column."
    )


def multiples_caption(graphs: Sequence[tuple[str, nx.Graph]]) -> str:
    """How many graphs stand side by side, how much they differ, and what they have in common.

    Parameters
    ----------
    graphs
        As for `multiples`.
    """
    dyads = Counter(tuple(sorted(map(str, edge))) for _, graph in graphs for edge in graph.edges)
    always = sum(found == len(graphs) for found in dyads.values())
    actors = {node for _, graph in graphs for node in graph}
    said = f"{theme.count(len(graphs), 'graph')}, {theme.count(len(actors), 'actor')}"
    ties = f"{theme.count(len(dyads), 'dyad')} tied in some of them, {always} in all"
    return theme.clean(f"{said}; {ties}. Places are the same in each. An actor missing from one has no position there.")


def travel_caption(changes: pd.DataFrame, *, before: str, after: str) -> str:
    """How many dyads changed between two windows, and which windows they are.

    Parameters
    ----------
    changes
        As for `travel`.
    before, after : text
        The two windows, as words.
    """
    found = Counter(changes["change"])
    parts = [f"{found[kind]} {kind}" for kind in KINDS if found[kind]] or ["no dyad in either"]
    rule = "New: similarity S not defined before; lapsed: not defined after, which is silence and not disagreement."
    return theme.clean(f"From {before} to {after}: {theme.listed(parts)}. {rule}")


def blocs_caption(graph: nx.Graph, members: pd.DataFrame) -> str:
    """How many ties contradict the blocs of a graph, and what a bloc is.

    Parameters
    ----------
    graph, members
        As for `blocs`.
    """
    n_edges = graph.number_of_edges()
    against = sum(bool(edge.get("is_frustrated")) for _, _, edge in graph.edges(data=True))
    shown = members[members["actor_id"].isin(list(graph)) & members["bloc"].notna() & (members["bloc"] != "")]
    size = f"{theme.count(len(shown), 'actor')} in {theme.count(shown['bloc'].nunique(), 'bloc')}"
    ties = f"{against} of {theme.count(n_edges, 'tie')} against them: friends apart or foes together"
    rule = "A bloc is what fits the ties best, not a coalition that anybody declared."
    stable = "Stability: the share of resamples of the reports in which its actors stay together."
    return theme.clean(f"{size}; {ties}. {rule} {stable}")


def scale_caption(places: pd.DataFrame) -> str:
    """How many actors have a place on a line, and what the line can say.

    Parameters
    ----------
    places
        As for `scale`.
    """
    n_placed = int(places["value"].notna().sum())
    n_intervals = int((places["value"].notna() & places["low"].notna() & places["high"].notna()).sum())
    size = f"{n_placed} of {theme.count(len(places), 'actor')} placed, {n_intervals} with an interval"
    return theme.clean(f"{size}. Places are relative to the actors and issues in view; bars are 95 % intervals.")


def lines_caption(series: pd.DataFrame) -> str:
    """How many days of which numbers are known.

    Parameters
    ----------
    series
        As for `lines`.
    """
    whole = series.drop(columns="mark", errors="ignore").sort_index()
    if whole.empty:
        return "No day in view."
    known = [f"{name} on {int(whole[name].notna().sum())}" for name in whole.columns]
    days = f"{theme.count(len(whole), 'day')}, {label_day(whole.index[0])} to {label_day(whole.index[-1])}"
    return theme.clean(f"{days}: {theme.listed(known)}. Each row on its own scale; a gap: not defined.")
