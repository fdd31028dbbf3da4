"""What an upload is once it has been read: its text, what the file says about itself, what to look at twice."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from onrecord.errors import OnRecordError
from onrecord.text import one_line

MOST_CHARACTERS = 2_000_000
MOST_WARNINGS, LONGEST = 20, 300
LANGUAGE = re.compile(r"[a-z]{2}")
ENCODINGS: Mapping[str, str] = {
    "utf-8": "Unicode (UTF-8)",
    "utf-16-le": "Unicode (UTF-16, little-endian)",
    "utf-16-be": "Unicode (UTF-16, big-endian)",
    "utf-32-le": "Unicode (UTF-32, little-endian)",
    "utf-32-be": "Unicode (UTF-32, big-endian)",
    "cp1252": "Western European (Windows)",
    "cp1250": "Central European (Windows)",
    "cp1251": "Cyrillic (Windows)",
    "cp1253": "Greek (Windows)",
    "cp1254": "Turkish (Windows)",
    "cp1255": "Hebrew (Windows)",
    "cp1256": "Arabic (Windows)",
    "cp1257": "Baltic (Windows)",
    "cp1258": "Vietnamese (Windows)",
    "iso8859_2": "Central European (ISO)",
    "iso8859_5": "Cyrillic (ISO)",
    "iso8859_6": "Arabic (ISO)",
    "iso8859_8": "Hebrew (ISO)",
    "koi8_r": "Cyrillic (KOI8)",
    "gb18030": "Chinese (simplified)",
    "big5": "Chinese (traditional)",
    "cp932": "Japanese (Windows)",
    "euc_jp": "Japanese (Unix)",
    "cp949": "Korean",
    "cp874": "Thai",
}


class UploadError(OnRecordError):
    """An upload cannot become the text of a report; the message says why and what to do."""


@dataclass(frozen=True)
class Proposal:
    """What a file says about itself, to be confirmed by the coder. Empty where it says nothing that can be relied on.

    ``published`` is EDTF, ``language`` ISO 639-1. ``body_start`` and ``body_end`` are indices into the text: the report
    without what the page says around it.
    """

    title: str = ""
    outlet: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    language: str = ""
    body_start: int = 0
    body_end: int = 0


@dataclass(frozen=True)
class Upload:
    """An upload as text: line ends are ``\\n``, and no control character is left but line breaks and tabs.

    ``sha256`` is that of the text in UTF-8. ``kind`` is what the content is (txt, html, docx, pdf), ``encoding`` how
    its bytes were read (a key of `ENCODINGS`; empty where the format says it itself), ``is_guess`` whether that was
    worked out from the letters alone. ``warnings`` are sentences for the coder.
    """

    text: str
    kind: str
    encoding: str
    is_guess: bool
    warnings: tuple[str, ...]
    proposal: Proposal

    @property
    def sha256(self) -> str:
        """SHA-256 of the text, UTF-8: how it is recognised again."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True)
class ExtractedText:
    """What a parser took from one file: the visible text, and what the file says about itself.

    ``said`` holds fields of `Proposal`; ``main`` is the text without boilerplate, where the format lets it be told.
    """

    text: str
    said: Mapping[str, str] = field(default_factory=dict)
    main: str = ""
    warnings: tuple[str, ...] = ()
    encoding: str = ""
    is_guess: bool = False


def line(text: str) -> str:
    """`text` as one line that the codebook allows, cut where it is longer than a title can be."""
    return one_line(text[: 4 * LONGEST])[:LONGEST]
