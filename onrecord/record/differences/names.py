"""Names and dates of reports: slips, spellings, reports without a certain day."""

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from onrecord.record.differences.sides import Claims, Pairs, claims, days_of_reports
from onrecord.record.model import Record
from onrecord.text import base_letters, fold

SLIPS = {"misspelling": "low", "mistranslation": "high"}
ALIKE = 60  # of 100: two spellings of one name, as against a title or another name


def differing_names(record: Record) -> tuple[Claims, list[Pairs]]:
    """Names that reports use, and those among them that are a `slip` or another `spelling`."""
    rows = record.aliases[record.aliases["report_id"] != ""].merge(_bodies(record), on="report_id")
    rows = rows.sort_values(["published_on", "report_id", "alias"], kind="stable", ignore_index=True)
    passages = claims(
        rows,
        claim=("Writes “" + rows["alias"] + "”.").to_numpy(),
        mark=("actor:" + rows["actor_id"]).to_numpy(),
        folded=np.array([fold(alias) for alias in rows["alias"]], dtype=object),
    )
    severity = rows["kind"].map(SLIPS).fillna("").to_numpy(dtype=object)
    spelling = _other_spellings(record, rows)
    return passages, [
        _pairs("slip", passages, np.flatnonzero(severity != ""), severity),
        _pairs("spelling", passages, spelling, severity),
    ]


def _pairs(rule: str, passages: Claims, at: np.ndarray, severity: np.ndarray) -> Pairs:
    """One side each; the facet is the name as folded, so that two wrong names are two findings."""
    columns = {"facet": passages["folded"][at], "severity": severity[at], "values": ("alias", "alias")}
    return Pairs(rule, passages["actor_id"][at], at, subject_table="actors", **columns)


def _bodies(record: Record) -> pd.DataFrame:
    """A name has no passage of its own: the body of the report stands for it."""
    columns = ["report_id", "published_on", "body_start", "body_end"]
    return record.reports[columns].rename(columns={"body_start": "start", "body_end": "end"})


def _other_spellings(record: Record, rows: pd.DataFrame) -> np.ndarray:
    """Positions of the names that are those of the person, word for word, in another spelling."""
    people = record.actors[record.actors["kind"] == "person"].set_index("actor_id")["name"].to_dict()
    written = zip(rows["actor_id"], rows["alias"], rows["kind"] == "variant", strict=True)
    return np.flatnonzero(
        [is_variant and is_spelling(alias, people.get(actor, "")) for actor, alias, is_variant in written]
    )


def is_spelling(alias: str, name: str) -> bool:
    """Whether `alias` spells `name` otherwise: the same words, alike but not the same.

    Titles and short forms have other words, or more or fewer; another script is a transliteration.

    >>> is_spelling("Riyadh al-Maliki", "Riyad al-Maliki"), is_spelling("Antonio Guterres", "António Guterres")
    (True, False)
    """
    words, others = fold(alias).split(), fold(name).split()
    if words == others or len(words) != len(others) or len(words) < 2 or _is_latin(alias) != _is_latin(name):
        return False
    return all(fuzz.ratio(a, b) >= ALIKE for a, b in zip(words, others, strict=True))


def _is_latin(text: str) -> bool:
    return any("a" <= letter <= "z" for letter in base_letters(text))


def undated_reports(record: Record) -> tuple[Claims, list[Pairs]]:
    """Reports of which the day of publication is not certain."""
    spans = days_of_reports(record)
    rows = record.reports[~spans["is_day"] | spans["is_uncertain"]]
    passages = claims(
        rows.rename(columns={"body_start": "start", "body_end": "end"}),
        claim=np.full(len(rows), "Its day of publication is not certain.", dtype=object),
        mark=("report:" + rows["report_id"]).to_numpy(),
        shown=rows["published_label"].where(rows["published"] != "", "no day").to_numpy(),
    )
    at = np.arange(len(rows))
    return passages, [
        Pairs("undated", passages["report_id"], at, values=("published", "shown"), subject_table="reports")
    ]
