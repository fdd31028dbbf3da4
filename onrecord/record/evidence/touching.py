"""Differences that touch what is selected: those nobody recorded as a conflict, which would be listed twice."""

import pandas as pd

from onrecord.record.differences import differences, rule_text
from onrecord.record.evidence.shape import Evidence
from onrecord.record.model import Record


def touching_differences(record: Record, found: Evidence) -> tuple[tuple[str, str, str], ...]:
    """What reports tell differently of a mark or of the passages behind it: mark, sentence, severity and rule.

    Of an actor: what it is the subject of, or what of an event differs about it; its passages are those of others too.
    """
    rows = differences(record).rows
    rows = rows[(rows["grade"] == "differ") & (rows["standing"] != "recorded")]
    rows = rows[_are_touched(record, rows, found)]
    columns = ["difference_id", "about", "rule", "kind", "severity", "standing", "reason"]
    return tuple(
        (f"difference:{name}", about, f"{severity} · {_dismissal(standing, reason)}{rule_text(rule, kind)}")
        for name, about, rule, kind, severity, standing, reason in rows[columns].itertuples(index=False)
    )


def _dismissal(standing: str, reason: str) -> str:
    return f"dismissed: {reason} · " if standing == "dismissed" else ""


def _are_touched(record: Record, rows: pd.DataFrame, found: Evidence) -> pd.Series:
    kind, _, name = found.mark.partition(":")
    sides = differences(record).sides
    if kind in ("actor", "issue"):
        is_subject = (rows["subject_table"] == f"{kind}s") & (rows["subject_id"] == name)
        return is_subject | ((kind == "actor") & (rows["facet"] == name))
    if kind == "report":
        return rows["difference_id"].isin(sides.loc[sides["report_id"] == name, "difference_id"])
    marks = {found.mark, *found.passages["mark"]} if kind not in ("reports", "conflict", "difference") else set()
    return rows["difference_id"].isin(sides.loc[sides["mark"].isin(marks), "difference_id"])
