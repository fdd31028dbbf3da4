"""The differences of three dossiers, each read against the texts: which are right is kept beside the rows."""

from pathlib import Path

import pandas as pd
import pytest

from onrecord import record as records
from onrecord import store
from onrecord.record.differences import differences

FOLDERS = {name: Path(__file__).parent / "dossiers" / name for name in ("strait", "mirna", "halden")}
KEY = ["difference_id", "rule", "subject_id", "facet"]
LEAST = 0.9  # of the differences found, as many must be right in every value they show


@pytest.fixture(scope="module", params=FOLDERS)
def folder(request):
    return FOLDERS[request.param]


@pytest.fixture(scope="module")
def found(folder):
    return differences(records.from_dossier(store.read_folder(folder))).rows


@pytest.fixture(scope="module")
def judged(folder):
    return pd.read_csv(folder / "judged.csv", dtype="str", keep_default_na=False)


def test_every_difference_has_been_read_against_its_passages(found, judged):
    unread = found[~found["difference_id"].isin(judged["difference_id"])]
    assert unread["about"].tolist() == [], "read the passages of these and enter in judged.csv whether they are right"
    gone = judged[~judged["difference_id"].isin(found["difference_id"])]
    assert gone["difference_id"].tolist() == [], "take out of judged.csv what is found no more, once it is clear why"
    assert found[KEY].sort_values(KEY).to_numpy().tolist() == judged[KEY].sort_values(KEY).to_numpy().tolist()
    assert set(judged["right"]) <= {"yes", "part", "no"}
    assert (judged["note"] != "").all()


def test_nine_in_ten_differences_are_right(found, judged):
    rows = found.merge(judged[["difference_id", "right"]], on="difference_id")
    assert (rows["right"] == "yes").mean() >= LEAST
    assert (rows.loc[rows["grade"] == "differ", "right"] == "yes").mean() >= LEAST
    assert (rows.loc[rows["is_flag"], "right"] == "yes").mean() >= LEAST
