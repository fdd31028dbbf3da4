"""What reports tell differently: counts worked out by hand, planted cases, slow versions, ids that last."""

from datetime import date

import pytest

from onrecord.record import Scope, narrow
from onrecord.record.differences import differences, events_behind_reports, flagged_ids
from onrecord.record.passages import disputed_ids

FLAGS = {"events": 87, "stances": 73}  # marks of the shipped dossier that are flagged as disputed
# Differences of the shipped dossier as it was known on each day. `went-on` counts pairs of passages, `list` pairs of
# reports of which one lacks somebody; the others count what the difference is about.
SHIPPED = {
    date(2021, 1, 28): {"role": 1, "list": 2, "who": 3, "slip": 6, "spelling": 2, "undated": 1, "only-here": 8},
    date(2021, 5, 5): {
        "role": 1, "list": 4, "who": 4, "lapsed": 2, "overtaken": 1, "slip": 8, "spelling": 3, "undated": 3,
        "only-here": 22, "went-on": 1,
    },
    date(2021, 5, 19): {
        "role": 1, "list": 4, "who": 9, "cause": 1, "lapsed": 2, "overtaken": 4, "slip": 9, "spelling": 3, "undated": 3,
        "only-here": 25, "went-on": 3,
    },
}  # fmt: skip


def numbers(found):
    """How many differences of each rule there are, counted as `SHIPPED` says."""
    rows, sides = found.rows, found.sides
    counts = rows["rule"].value_counts().to_dict()
    lists = rows.loc[rows["rule"] == "list", ["difference_id", "subject_id"]].merge(sides, on="difference_id")
    both = lists[lists["value"] == "listed"].merge(lists[lists["value"] == "not listed"], on="difference_id")
    pairs = both[["subject_id_x", "report_id_x", "report_id_y"]].drop_duplicates()
    by_pair = {r: int(rows.loc[rows["rule"] == r, "n_pairs"].sum()) for r in ("moved", "went-on", "turned")}
    return counts | ({"list": len(pairs)} if len(pairs) else {}) | {r: n for r, n in by_pair.items() if n}


@pytest.mark.parametrize("day", [*SHIPPED, None])
def test_the_shipped_dossier_differs_where_its_reports_were_read_to_differ(record, day):
    assert numbers(differences(narrow(record, Scope(known_on=day)))) == SHIPPED[day or max(SHIPPED)]


def test_the_flags_of_the_shipped_dossier_are_those_of_its_conflicts(record):
    scoped = narrow(record, Scope())
    assert {table: len(disputed_ids(scoped, table)) for table in FLAGS} == FLAGS
    assert flagged_ids(scoped, "events") == {"ministerial-conference-2021"}
    assert not flagged_ids(scoped, "stances")


def test_no_event_of_the_shipped_dossier_is_behind_its_reports(record):
    assert events_behind_reports(record).empty
