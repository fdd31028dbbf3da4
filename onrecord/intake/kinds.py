"""What the bytes of a file are. The content decides; a name that says something else is refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.intake.archive import directory, is_closed_by_directory
from onrecord.intake.shape import UploadError
from onrecord.intake.text import unmarked_wide_encoding

ALLOWED = "Text, web pages (HTML), Word files (DOCX) and PDF can be added."


@dataclass(frozen=True)
class Format:
    """A format that is read: how a sentence names it, which endings of names promise it, the module that parses it."""

    words: str
    endings: tuple[str, ...]
    parser: str


FORMATS: Mapping[str, Format] = {
    "txt": Format("a plain text", ("txt", "text", "md"), "text"),
    "html": Format("a web page", ("html", "htm", "xhtml"), "html"),
    "docx": Format("a Word file", ("docx", "docm"), "docx"),
    "pdf": Format("a PDF", ("pdf",), "pdf"),
}
KIND_OF_ENDING: Mapping[str, str] = {ending: kind for kind, known in FORMATS.items() for ending in known.endings}
OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an older Office file; save it as DOCX or PDF"),
    (b"{\\rtf", "a Rich Text file; save it as DOCX or PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"RIFF", "a picture, sound or film"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"#!", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\x1f\x8b", "a packed file"),
    (b"BZh", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
    (b"Rar!", "a packed file"),
    (b"\xfd7zXZ", "a packed file"),
    (b"\x28\xb5\x2f\xfd", "a packed file"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a table of data"),
    (b"%!PS", "a PostScript file"),
    (b"Return-Path:", "an e-mail; save the text of it"),
    (b"MIME-Version:", "a web archive or an e-mail; save it as HTML"),
)
INSIDE = (
    ("xl/", "an Excel workbook"),
    ("ppt/", "a PowerPoint file"),
    ("visio/", "a Visio file"),
    ("mimetype", "an OpenDocument or EPUB file; save it as DOCX or PDF"),
    ("META-INF/", "a program or an e-book"),
)
HEAD = 1024
PAGE = re.compile(rb"<(!doctype\s+html|html|head|body|title|meta|script|div|article|section|p|table|h1)\b", re.I)
# in a PDF, where bytes are packed or locked, "<p" comes about by itself: only what never does counts
PAGE_IN_PDF = re.compile(rb"<(!doctype\s+html|html|head|body|title|meta|script|article|section|table)\b", re.I)
HTML = re.compile(rb"<(!doctype\s+html|html)\b", re.I)
XML = re.compile(rb"<(\?xml|!doctype|svg|rss|feed)\b", re.I)
TAG = re.compile(rb"<[a-z!/]", re.I)
WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def kind_of(content: bytes, ending: str) -> str:
    """What `content` is: one of `FORMATS`.

    Raises UploadError where it is anything else, more than one thing at once, or not what the `ending` of its name says
    ("" where the name has none, ``pasted`` for what was never a file).
    """
    if ending == "pasted":
        return "txt"
    called = KIND_OF_ENDING.get(ending)
    if ending and called is None:
        raise UploadError(f"A file whose name ends in .{ending} is not read. {ALLOWED}")
    held = _content_kind(content, called)
    if called not in {None, held}:
        raise UploadError(
            f"The name of this file says {FORMATS[called or held].words}, but it is {FORMATS[held].words}. "
            "If you trust where it comes from, correct its name; else leave it."
        )
    return held


def _content_kind(content: bytes, called: str | None) -> str:
    head = content[:HEAD]
    if content.startswith(b"PK"):
        return _archive_kind(content)
    if other := _other_format(content, called):
        raise UploadError(f"This file is {other}. {ALLOWED}")
    if is_closed_by_directory(content):
        raise UploadError(f"This file is two things at once: a ZIP archive is hidden behind its content. {ALLOWED}")
    if content.startswith(b"%PDF-"):
        if PAGE_IN_PDF.search(head):
            raise UploadError(f"This file is two things at once: a PDF and a web page. {ALLOWED}")
        return "pdf"
    if b"%PDF-" in head:
        raise UploadError(f"This file is two things at once: a PDF begins after other content. {ALLOWED}")
    return _text_kind(content, called)


def _other_format(content: bytes, called: str | None) -> str:
    """Which of the well-known other formats this is; "" where none. A plain text may begin with the letters MZ."""
    for magic, what in OTHERS:
        is_word = magic.isalnum() and called == "txt" and 0 not in content
        if content.startswith(magic) and not is_word:
            return what
    return ""


def _archive_kind(content: bytes) -> str:
    if b"%PDF-" in content[:HEAD]:
        raise UploadError(f"This file is two things at once: a ZIP archive and a PDF. {ALLOWED}")
    names = [entry.filename for entry in directory(content)]
    for start, what in INSIDE:
        if any(name.startswith(start) for name in names):
            raise UploadError(f"This file is {what}. {ALLOWED}")
    if "[Content_Types].xml" not in names or not any(name.startswith("word/") for name in names):
        raise UploadError(f"This file is a ZIP archive. {ALLOWED} Unpack it and add what is in it.")
    return "docx"


def _text_kind(content: bytes, called: str | None) -> str:
    """Text of one sort or the other; what holds zero bytes is none, unless two or four bytes make a letter."""
    if 0 in content and not content.startswith(WIDE) and not unmarked_wide_encoding(content):
        raise UploadError(f"This file is neither a text nor anything else that can be read. {ALLOWED}")
    if called == "txt":
        return "txt"
    # Dropping the zero bytes is enough to see the first tags of a page in any encoding.
    head = content[: 4 * HEAD].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if XML.match(head) and not HTML.search(head):
        raise UploadError(f"This file is XML data, not a web page. {ALLOWED}")
    is_page = head.startswith(b"<") and PAGE.search(head)
    is_marked = called == "html" and TAG.search(content.replace(b"\x00", b""))
    return "html" if is_page or is_marked else "txt"
