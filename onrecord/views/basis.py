"""What several pages work out from one record in scope: cells, dyads, graphs, windows. Each is worked out once."""

import pandas as pd

from onrecord import measures, networks
from onrecord.record import Level, Record, Scope, narrow
from onrecord.record.period import stated_period

WIDTHS = {"30": "30 days", "91": "Quarter", "365": "Year", "n20": "20 stances"}
ONE_DAY = pd.Timedelta(days=1)
DYAD = ["actor_a", "actor_b"]


def cells(record: Record) -> pd.DataFrame:
    """The cells of all stances in scope; as `measures.cells`."""
    return measures.cells(record.stances)


def dyads(record: Record) -> pd.DataFrame:
    """Every dyad that shares an issue, with its similarity, what it rests on, and how it stands against chance."""
    return against_chance(record.stances, record.once(cells))


def against_chance(stances: pd.DataFrame, some: pd.DataFrame) -> pd.DataFrame:
    """The dyads of `stances` and their cells; as `measures.dyad_evidence` and `measures.against_chance`."""
    evidence = measures.dyad_evidence(stances, measures.similarity(some))
    return measures.against_chance(evidence, some)


def with_report_marks(record: Record, evidence: pd.DataFrame) -> pd.DataFrame:
    """Dyads whose ``rests_on`` names reports by their marks: what a figure and its file show of them."""
    marks = record.report_marks()
    named = [",".join(marks[report] for report in reports.split(",") if report) for reports in evidence["rests_on"]]
    return evidence.assign(rests_on=pd.Series(named, index=evidence.index, dtype="str"))


def graph(record: Record, min_shared: int) -> networks.Graph:
    """The alignment graph by similarity S, of dyads with at least `min_shared` issues and one report."""
    found = with_report_marks(record, record.once(dyads)), record.once(cells), record.actors
    return named_reports(record, networks.alignment(*found, min_shared=min_shared, min_independent=1), record.stances)


def named_reports(record: Record, graph: networks.Graph, stances: pd.DataFrame) -> networks.Graph:
    """The graph, each edge with ``reports``: the marks of those in which one of the two speaks on a shared issue."""
    told: dict[str, dict[str, set[str]]] = {}  # actor -> issue -> reports
    for actor, issue, report in stances[["actor_id", "issue_id", "report_id"]].itertuples(index=False):
        told.setdefault(actor, {}).setdefault(issue, set()).add(report)
    marks = record.report_marks()
    place = dict(zip(record.reports["report_id"], record.reports["number"], strict=True))
    for a, b, edge in graph.edges(data=True):
        shared = told[a].keys() & told[b].keys()
        reports = {report for issue in shared for actor in (a, b) for report in told[actor][issue]}
        edge["reports"] = " ".join(marks[report] for report in sorted(reports, key=place.__getitem__))
    return graph


def places(whole: Record, level: Level) -> pd.DataFrame:
    """Where each actor stands in the alignment graph: the same on every day and in every scope of a dossier."""
    everything = narrow(whole, Scope(level=level))
    every = everything.once(cells)
    return networks.layout(measures.similarity(every), every, everything.actors)


def windows(record: Record, width: str, span: str) -> pd.DataFrame:
    """The windows of a width of `WIDTHS`, over the dossier's period or the whole record; those that hold a stance.

    Windows of days are counted back from the last report in scope, so that none reaches past what is known.
    """
    if width.startswith("n"):
        spans = measures.event_windows(record.stances, size=int(width[1:]), step=int(width[1:]))
    else:
        spans = _windows_to_the_last_report(record, int(width))
    period = stated_period(record)
    if period.earliest and span != "all":
        spans = spans[spans["end"] > pd.Timestamp(period.earliest)]
    return spans[spans["n_stances"] > 0]


def _windows_to_the_last_report(record: Record, width: int) -> pd.DataFrame:
    from_first = measures.windows(record.stances, width=width, step=width)
    if from_first.empty:
        return from_first
    days = (record.reports["published_on"], record.stances["latest"], record.stances["earliest"])
    first, end = from_first["start"].iloc[0], max(column.max() for column in days if column.notna().any()) + ONE_DAY
    start = end - -(-(end - first).days // width) * pd.Timedelta(days=width)
    return measures.windows(record.stances, width=width, step=width, start=start, end=end)


def stances_in(record: Record, width: str, span: str, window: int) -> pd.DataFrame:
    """The stances of one of `windows`."""
    return measures.in_window(record.stances, record.once(windows, width, span), window)


def graph_in(record: Record, width: str, span: str, window: int) -> networks.Graph:
    """The alignment graph of one of `windows`."""
    stances = record.once(stances_in, width, span, window)
    some = measures.cells(stances)
    evidence = with_report_marks(record, against_chance(stances, some))
    graph = networks.alignment(evidence, some, record.actors, min_shared=1, min_independent=1)
    named_reports(record, graph, stances)
    own, shared = stance_marks(stances, ["actor_id"]), dyad_marks(stances)
    for actor, node in graph.nodes(data=True):
        node["mark"] = own[actor]
    for a, b, edge in graph.edges(data=True):
        edge["mark"] = shared[min(a, b), max(a, b)]
    return graph


def stance_marks(stances: pd.DataFrame, keys: list[str]) -> pd.Series:
    """The mark of the stances of each actor (or whatever `keys` say), indexed by it: these and no others."""
    return "stances:" + stances.sort_values("stance_id").groupby(keys)["stance_id"].agg(",".join)


def dyad_marks(*windows: pd.DataFrame) -> pd.Series:
    """The mark of the stances of each two actors on the issues they share within a window, over some windows."""
    found = pd.concat([_shared_stances(stances) for stances in windows]).drop_duplicates()
    return stance_marks(found, DYAD)


def _shared_stances(stances: pd.DataFrame) -> pd.DataFrame:
    said = stances[["actor_id", "issue_id", "stance_id"]]
    pairs = said.merge(said[["actor_id", "issue_id"]].drop_duplicates(), on="issue_id", suffixes=("", "_other"))
    pairs = pairs[pairs["actor_id"] != pairs["actor_id_other"]]
    ends = pairs[["actor_id", "actor_id_other"]]
    return pairs.assign(actor_a=ends.min(axis=1), actor_b=ends.max(axis=1))[[*DYAD, "stance_id"]]
