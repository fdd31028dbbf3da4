"""The coding manual (data/MANUAL.md) line by line: what each code is, what it is not, and an example."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from onrecord import config

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
