"""What the screen may say of the shipped dossier: nothing that no report carries. Each value was read in the texts."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from onrecord.record import Record, Scope, evidence, narrow
from onrecord.record.links import answers_ahead, link_labels, words
from onrecord.schema import RELATIONS


@pytest.fixture(scope="session")
def whole(record) -> Record:
    return narrow(record, Scope())


def related(record: Record, event_id: str) -> list[str]:
    """The lines of an event's panel that lead to other events."""
    return [label for _, label in evidence.find(record, f"event:{event_id}").related]


# Links.


def test_every_relation_of_the_codebook_reads_from_both_ends():
    for relation in RELATIONS:
        here, there = words(relation, "occurred")
        assert here and there


def test_a_link_is_labelled_by_what_became_of_the_event_that_links(whole):
    rows = link_labels(whole)
    rows = rows[rows["relation"] == "realizes"]
    assert Counter(zip(rows["forward"], rows["backward"], strict=True)) == {
        ("Carries out", "Carried out by"): 1,
        ("Is to carry out", "To be carried out by"): 4,
        ("Would carry out", "Would be carried out by"): 13,
        ("Was to carry out", "Was to be carried out by"): 1,
    }
    conference = whole.event_titles()["ministerial-conference-2021"]
    assert f"Would be carried out by: {conference}" in related(whole, "lavrov-proposes-conference")


def test_a_link_is_labelled_by_what_was_known_on_the_day(record, whole):
    for day, label in ((date(2021, 5, 5), "Is to be part of"), (date(2021, 5, 19), "Part of")):
        title = whole.event_titles()["lavrov-maliki-meeting"]
        assert f"{label}: {title}" in related(narrow(record, Scope(known_on=day)), "talks-quartet-ministerial")


def test_an_answer_never_comes_before_its_question(whole):
    rows = link_labels(whole)
    answers = rows[rows["relation"] == "responds_to"]
    ahead = answers[answers["is_ahead"]]
    assert (len(answers), len(ahead)) == (46, 4)
    assert set(zip(ahead["from_id"], ahead["to_id"], strict=True)) == {
        ("zakharova-announces-agenda", "lavrov-maliki-meeting"),
        ("guterres-visits-moscow", "quartet-ministerial-meeting"),
        ("palestinian-unity-restored", "talks-palestinian-unity"),
        ("russia-supports-arab-dialogue", "arab-israeli-dialogue"),
    }
    titles = whole.event_titles()
    assert f"Before it: {titles['zakharova-announces-agenda']}" in related(whole, "lavrov-maliki-meeting")
    assert f"Ahead of: {titles['lavrov-maliki-meeting']}" in related(whole, "zakharova-announces-agenda")


def test_an_answer_to_what_begins_after_it_ends_is_ahead_of_it_too(whole):
    events = whole.events.set_index("event_id")
    rows = link_labels(whole)
    answers = rows[(rows["relation"] == "responds_to") & ~rows["is_ahead"]]
    ends = answers["from_id"].map(events["latest"])
    one = answers[ends.notna()].iloc[0]
    late = events["earliest"].where(events.index != one["to_id"], ends[one.name] + pd.Timedelta(days=1))
    moved = replace(whole, events=whole.events.assign(earliest=whole.events["event_id"].map(late)))
    now = link_labels(moved)
    now = now[now["is_ahead"]]
    assert (one["from_id"], one["to_id"]) in set(zip(now["from_id"], now["to_id"], strict=True))
    assert len(answers_ahead(moved)) > len(answers_ahead(whole))
