"""PDF: the text of its pages. Scripts, actions and attachments in it are never looked at."""

import io
from collections.abc import Mapping
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from onrecord.intake.shape import MOST_CHARACTERS, ExtractedText, UploadError

MOST_PAGES = 2_000
LOCKED = "This PDF is locked with a password. Save it without one."
LONG = f"This PDF has more than {MOST_PAGES:,} pages; a report is one published item."
WORDY = f"This PDF holds more than {MOST_CHARACTERS:,} characters of text; a report is one published item."
NO_LETTERS = "It holds pictures of pages, not letters: have it recognised (OCR) first."
TORN = "This PDF is damaged. Open it, copy its text, and paste that."
ACTIVE = {b"/JavaScript": "scripts", b"/Launch": "orders to start programs", b"/EmbeddedFile": "attached files"}
INVISIBLE = 3  # the text rendering mode that draws nothing
SHOWS = (b"Tj", b"TJ", b"'", b'"')
WHITE = {b"g": [1], b"rg": [1, 1, 1], b"k": [0, 0, 0, 0]}


def extracted_text(content: bytes, encoding: str) -> ExtractedText:
    """The text of a PDF, page after page, with the title and the author it names."""
    reader = PdfReader(io.BytesIO(content), strict=False)
    try:
        if reader.is_encrypted and not reader.decrypt(""):
            raise UploadError(LOCKED)
        _count(reader)
        ink = Ink()
        text = "\n\n".join(_texts(reader, ink))
        said = _metadata(reader)
    except PyPdfError as error:
        raise UploadError(TORN) from error
    warnings = [f"This PDF carries {what}; they were left aside." for sign, what in ACTIVE.items() if sign in content]
    if ink.n_unseen:
        warnings.append(
            f"About {ink.n_unseen:,} pieces of text are drawn invisibly or in white: compare with the page."
        )
    return ExtractedText(text, said, warnings=tuple(warnings if text.strip() else [*warnings, NO_LETTERS]))


def _count(reader: PdfReader) -> None:
    """Walk the tree of pages and stop at too many, before any of them is made an object of."""
    root: Any = reader.trailer["/Root"]
    waiting, seen, n = [root["/Pages"]], 0, 0
    while waiting:
        node = waiting.pop().get_object()
        kids = node.get("/Kids") if isinstance(node, Mapping) else None
        seen += 1
        n += kids is None
        if n > MOST_PAGES or seen > 4 * MOST_PAGES or len(waiting) > 2 * MOST_PAGES:
            raise UploadError(LONG)
        waiting += list(kids.get_object())[: MOST_PAGES + 1] if kids is not None else []


def _texts(reader: PdfReader, ink: "Ink") -> list[str]:
    texts, total = [], 0
    for page in reader.pages:
        text = _text(page, ink)
        total += len(text)
        if total > MOST_CHARACTERS:
            raise UploadError(WORDY)
        texts.append(text.strip("\n"))
    return texts


def _text(page: PageObject, ink: "Ink") -> str:
    ink.is_white, ink.mode = False, 0
    return page.extract_text(visitor_operand_before=ink.watch)


def _metadata(reader: PdfReader) -> dict[str, str]:
    """Title and author. The day a PDF was made is not the day the report was published."""
    told: Mapping[str, Any] = reader.metadata or {}
    named = {"title": told.get("/Title"), "author": told.get("/Author")}
    return {name: str(value) for name, value in named.items() if value and _is_name(str(value))}


def _is_name(text: str) -> bool:
    """Whether a person wrote it: programs put file names and their own name there."""
    ends = (".doc", ".docx", ".pdf", ".indd", ".qxd", ".html", ".txt")
    return not text.startswith("Microsoft Word") and not text.lower().endswith(ends) and "untitled" not in text.lower()


class Ink:
    """How text is drawn: counts the pieces nobody sees."""

    def __init__(self) -> None:
        self.is_white, self.mode, self.n_unseen = False, 0, 0

    def watch(self, operator: bytes, operands: list[Any], *_: object) -> None:
        """Note what one operator of a page does to the colour and to the mode of text."""
        if operator == b"Tr" and operands:
            self.mode = operands[0]
        elif operator in WHITE:
            self.is_white = operands == WHITE[operator]
        elif operator in SHOWS:
            self.n_unseen += self.mode == INVISIBLE or self.is_white
