"""The river: six invented reports on talks of three states, coded sentence by sentence, as a record.

`tests/dossiers/river` holds the tables and the texts. 06 is a copy of 02 without its days; 01 and 03 are of one outlet,
but do not rest on each other; 05 is in French. The first round has no mention by 02 of its later day: what was put off
keeps the day it was put off from, and the act of putting it off says to when.
"""

from dataclasses import replace
from pathlib import Path

from onrecord import record as records
from onrecord import store
from onrecord.record import Record
from onrecord.schema.dossier import Dossier

FOLDER = Path(__file__).parent / "dossiers" / "river"
GAZETTE, COPY = "04-oduna-gazette", "06-coast-post"


def dossier() -> Dossier:
    """The river as coded in the end."""
    return store.read_folder(FOLDER)


def record() -> Record:
    """The same as a record."""
    return records.from_dossier(dossier())


def texts() -> dict[str, str]:
    """The text of every report."""
    return {path.stem: path.read_text(encoding="utf-8") for path in (FOLDER / "texts").glob("*.txt")}


def first_record() -> Record:
    """The river as coded at first: whom the other report had named already was left out of the Gazette's list, the copy
    was given a day of its own, and nothing said that one act denies the other."""
    coded = dossier()
    parts, mentions, links = (coded.tables[name] for name in ("event_actors", "event_reports", "event_links"))
    known = (parts["report_id"] == GAZETTE) & parts["actor_id"].isin(["marrak", "oumar"])
    copied = (mentions["event_id"] == "talks-postponed") & (mentions["report_id"] == COPY)
    dated = mentions.assign(reported_date=mentions["reported_date"].mask(copied, "2025-03-12"))
    plain = links[links["relation"] != "denies"]
    tables = {**coded.tables, "event_actors": parts[~known], "event_reports": dated, "event_links": plain}
    return records.from_dossier(replace(coded, tables=tables))
