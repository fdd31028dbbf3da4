"""The answer of the parsing process, mistrusted: it has read a hostile file."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from onrecord import dates
from onrecord.intake.kinds import FORMATS
from onrecord.intake.shape import (
    ENCODINGS,
    LANGUAGE,
    LONGEST,
    MOST_CHARACTERS,
    MOST_WARNINGS,
    Proposal,
    Upload,
    line,
)
from onrecord.text import CONTROL


def upload(answer: Mapping[str, Any]) -> Upload:
    """The upload that a parsing process answered with.

    Raises ValueError, KeyError or TypeError where it is not of that form.
    """
    text, kind, encoding = _text(answer["text"], MOST_CHARACTERS), answer["kind"], answer["encoding"]
    if CONTROL.search(text) or not text.strip() or kind not in FORMATS or encoding not in {"", *ENCODINGS}:
        raise ValueError("not the text of an upload")
    warnings = tuple(_text(w, LONGEST) for w in answer["warnings"][:MOST_WARNINGS])
    proposal = _proposal(answer["proposal"], text)
    return Upload(text, kind, encoding, answer["is_guess"] is True, warnings, proposal)


def _proposal(said: Mapping[str, Any], text: str) -> Proposal:
    start, end = int(said["body_start"]), int(said["body_end"])
    if not 0 <= start < end <= len(text):
        raise ValueError("the body lies outside the text")
    lines = {f.name: line(_text(said[f.name], MOST_CHARACTERS)) for f in fields(Proposal) if f.type is str}
    if not LANGUAGE.fullmatch(lines["language"]):
        lines["language"] = ""
    if lines["published"]:
        dates.parse(lines["published"])
    return Proposal(**lines, body_start=start, body_end=end)


def _text(value: object, most: int) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise ValueError("not a text, or too long")
    return value
