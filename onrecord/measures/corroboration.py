"""How many reports, and how many independent ones, carry an event or a stance."""

import numpy as np
import pandas as pd

from onrecord.measures.scale import whole_positions


def corroboration(mentions: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Number of reports that mention each event, and how many of these are independent.

    Parameters
    ----------
    mentions : table, one row per mention of an event in a report
        Columns ``event_id``, ``report_id``.
    reports : table, one row per report
        Columns ``report_id``, ``root`` (reports with one root count as one independent report).

    Returns
    -------
    table, one row per event mentioned, sorted
        ``event_id``; ``n_reports``, ``n_independent``; ``is_single_sourced``, whether ``n_independent`` is 1.

    Notes
    -----
    Two mentions in one report count once. A report that is not among `reports` counts as its own root.

    Source: NATO AJP-2.1 (2016), "Allied Joint Doctrine for Intelligence Procedures": confirmed means by other,
    independent reports.

    Examples
    --------
    >>> mentions = pd.DataFrame({"event_id": ["e1", "e1", "e2"], "report_id": ["r1", "r2", "r1"]})
    >>> corroboration(mentions, pd.DataFrame({"report_id": ["r1", "r2"], "root": ["agency", "agency"]})).values.tolist()
    [['e1', 2, 1, True], ['e2', 1, 1, True]]
    """
    roots = pd.Series(reports["root"].to_numpy(), index=reports["report_id"].to_numpy(), dtype="str")
    root = mentions["report_id"].map(roots)
    said = mentions[["event_id", "report_id"]].assign(root=root.where(root.notna(), mentions["report_id"]))
    by_event = said.groupby("event_id", observed=True)[["report_id", "root"]].nunique()
    table = by_event.rename(columns={"report_id": "n_reports", "root": "n_independent"}).reset_index()
    table = table.astype({"event_id": "str", "n_reports": "int64", "n_independent": "int64"})
    return table.assign(is_single_sourced=table["n_independent"] == 1)


def stance_corroboration(stances: pd.DataFrame) -> pd.DataFrame:
    """Number of reports, and of independent ones, that put the same actor on the same side of the same issue.

    Parameters
    ----------
    stances : table, one row per stance
        Columns ``stance_id``, ``actor_id``, ``issue_id``, ``position`` (-2 ... +2), ``report_id``, ``root``.

    Returns
    -------
    table, one row per stance, in the order of `stances`
        ``stance_id``; ``n_reports``, ``n_independent``, its own report included; ``is_single_sourced``, whether
        ``n_independent`` is 1.

    Notes
    -----
    The sides are against, neutral and for: a report that has the actor say the same more strongly corroborates. When
    it was said does not matter.

    Source: NATO AJP-2.1 (2016), "Allied Joint Doctrine for Intelligence Procedures": confirmed means by other,
    independent reports.

    Examples
    --------
    >>> said = pd.DataFrame({"stance_id": ["s1", "s2", "s3"], "actor_id": "a", "issue_id": "x", "position": [1, 2, -1],
    ...                      "report_id": ["r1", "r2", "r2"], "root": ["r1", "r2", "r2"]})
    >>> stance_corroboration(said).values.tolist()
    [['s1', 2, 2, False], ['s2', 2, 2, False], ['s3', 1, 1, True]]
    """
    side = np.sign(whole_positions(stances))
    alike = stances.assign(side=side).groupby(["actor_id", "issue_id", "side"], observed=True)
    n_independent = alike["root"].transform("nunique").astype("int64")
    return pd.DataFrame(
        {
            "stance_id": stances["stance_id"].astype("str"),
            "n_reports": alike["report_id"].transform("nunique").astype("int64"),
            "n_independent": n_independent,
            "is_single_sourced": n_independent == 1,
        }
    ).reset_index(drop=True)
