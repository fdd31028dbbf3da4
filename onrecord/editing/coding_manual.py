"""The coding manual (data/MANUAL.md) line by line: what each code is, what it is not, and an example."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from onrecord import config
from onrecord.record import Record

HEADING = re.compile(r"^## .*?: (.+)$")
COLUMN = re.compile(r"`(\w+\.\w+)`")
CODE = re.compile(r"^\| `([^`]+)` \|")
CELL = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Line:
    """One code of the manual: what it is, what it includes, what it is not, an example from a dossier."""

    code: str
    about: str
    includes: str
    is_not: str
    example: str


@lru_cache(maxsize=1)
def lines() -> Mapping[tuple[str, str], Line]:
    """Every line of the manual by column (``table.column``) and code; empty where the manual does not lie there."""
    place = config.SHIPPED / "MANUAL.md"
    found: dict[tuple[str, str], Line] = {}
    columns: list[str] = []
    for text in place.read_text(encoding="utf-8").splitlines() if place.is_file() else ():
        if text.startswith("## "):
            heading = HEADING.match(text)
            columns = COLUMN.findall(heading[1]) if heading else []
        elif columns and (code := CODE.match(text)):
            cells = [cell.strip().replace("`", "") for cell in CELL.split(text)[2:6]]
            if len(cells) == 4:
                found |= {(column, code[1]): Line(code[1], *cells) for column in columns}
    return MappingProxyType(found)


def line(column: str, code: str) -> Line | None:
    """What the manual says of one `code` of ``table.column``; None where it says nothing."""
    return lines().get((column, code))


def example(record: Record, column: str, code: str) -> str:
    """A row of `record` that has a code of ``table.column``, in a few words; "" where none does."""
    return record.once(_examples, column).get(code, "")


def _examples(record: Record, column: str) -> dict[str, str]:
    """The first row of each code of a column of events or stances: code -> what it is, in a few words."""
    table, _, name = column.partition(".")
    if table not in ("events", "stances"):
        return {}
    rows = getattr(record, table).drop_duplicates(name)
    if table == "events":
        return {str(code): str(title) for code, title in rows[[name, "title"]].itertuples(index=False)}
    names, labels = record.actor_names(), record.issue_labels()
    return {
        str(code): f"{names[actor]} on {labels[issue]}"
        for code, actor, issue in rows[[name, "speaker_id", "issue_id"]].itertuples(index=False)
    }
