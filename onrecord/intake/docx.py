"""Word files (DOCX): the text of the document and its notes, read as a stream. Nothing in it is fetched or run."""

from collections.abc import Callable, Iterable, Sequence
from xml.parsers import expat
from zipfile import ZipInfo

from onrecord.intake.archive import NESTED, directory, pieces
from onrecord.intake.shape import MOST_CHARACTERS, ExtractedText, UploadError
from onrecord.text import count

PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
PROPERTIES = "docProps/core.xml"
LEFT_ASIDE = {
    "vbaproject.bin": "macros",
    "/activex/": "controls",
    "/embeddings/": "embedded files",
    "/afchunk": "imported files",
}
DEPTH, DEEPEST_TITLE = 256, 1_000
SPACES = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
# What a reader of the page does not see: deleted words, codes of fields, the second copy of a text box.
SKIPPED = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback"})
OFF = frozenset({"0", "false", "off", "none"})
WHITE = frozenset({"FFFFFF", "ffffff"})
INCLUDED = "http://www.w3.org/2001/XInclude"
OUTSIDE = "This file declares or includes content of its own making, as harmful files do, so it was not read."
TOO_DEEP = "This file is nested too deeply to be a report. Open it, copy its text, and paste that."
TORN = "This Word file is damaged. Open it, copy its text, and paste that."
TOO_LONG = f"This file holds more than {MOST_CHARACTERS:,} characters of text; a report is one published item."
NO_TEXT = "This Word file has no document in it."
Attributes = dict[str, str]


def extracted_text(content: bytes, encoding: str) -> ExtractedText:
    """The text of a Word file, notes last, with the title it names.

    Who typed a file is not who wrote the report, and the day it was saved is not the day of publication: both stay out.
    """
    entries = {entry.filename: entry for entry in directory(content)}
    if PARTS[0] not in entries:
        raise UploadError(NO_TEXT)
    texts = [_Text() for name in PARTS if name in entries]
    for text, name in zip(texts, (n for n in PARTS if n in entries), strict=True):
        _parse(content, entries[name], text.start, text.end, text.write)
    n_remote = sum(_remote(content, entry) for entry in entries.values())
    warnings = [*_left_aside(entries), *_not_seen(texts, n_remote)]
    title = _title(content, entries[PROPERTIES]) if PROPERTIES in entries else ""
    return ExtractedText("\n".join("".join(t.out) for t in texts), {"title": title}, warnings=tuple(warnings))


def _left_aside(entries: Iterable[str]) -> list[str]:
    """What the file carries and nobody reads here."""
    return [
        f"This file carries {what}; they were left aside."
        for sign, what in LEFT_ASIDE.items()
        if any(sign in f"/{name.lower()}" for name in entries)
    ]


def _not_seen(texts: Sequence["_Text"], n_remote: int) -> list[str]:
    """What a reader of the page does not see, or only where the file is fetched from elsewhere."""
    warnings = []
    if n_remote:
        warnings.append(
            f"This file refers to {count(n_remote, 'part')} elsewhere (templates, pictures); nothing was fetched."
        )
    if n := sum(t.n_hidden for t in texts):
        warnings.append(f"{count(n, 'character')} hidden in the file: left out.")
    if n := sum(t.n_white for t in texts):
        warnings.append(f"{count(n, 'character')} written in white, so that few readers saw them: kept.")
    return warnings


def _parse(
    content: bytes,
    entry: ZipInfo,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None],
    write: Callable[[str], None],
) -> None:
    """Stream one part through a parser that knows no entities."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = parser.ExternalEntityRefHandler = _refuse
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, write
    try:
        for piece in pieces(content, entry):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise UploadError(TORN) from error


def _refuse(*_: object) -> int:
    raise UploadError(OUTSIDE)


def _ignore(*_: object) -> None:
    return


def _remote(content: bytes, entry: ZipInfo) -> int:
    """Inflate one part under the meter and refuse what declares entities; how much it refers to that lies elsewhere."""
    name, elsewhere = entry.filename.lower(), []

    def start(tag: str, attributes: Attributes) -> None:
        if tag.startswith(INCLUDED):
            raise UploadError(OUTSIDE)
        if attributes.get("TargetMode") == "External" and not attributes.get("Type", "").endswith("/hyperlink"):
            elsewhere.append(tag)

    if name.endswith((".xml", ".rels")):
        _parse(content, entry, start, _ignore, _ignore)
    else:
        _inflate_unread(content, entry)
    return len(elsewhere)


def _inflate_unread(content: bytes, entry: ZipInfo) -> None:
    """Inflate a part that is not looked into. Another archive belongs among the embedded files, or nowhere."""
    for n, piece in enumerate(pieces(content, entry)):
        if n == 0 and piece.startswith(b"PK\x03\x04") and "/embeddings/" not in entry.filename.lower():
            raise UploadError(NESTED)


def _title(content: bytes, entry: ZipInfo) -> str:
    inside, letters = [""], [""]

    def start(tag: str, _: Attributes) -> None:
        inside[0] = tag.rpartition(" ")[2]

    def end(_: str) -> None:
        inside[0] = ""

    def write(text: str) -> None:
        if inside[0] == "title" and len(letters[0]) < DEEPEST_TITLE:
            letters[0] += text

    _parse(content, entry, start, end, write)
    return letters[0].strip()


class _Text:
    """The text of one part, gathered element by element."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.n_hidden = self.n_white = self.n_written = self.n_skipped = 0
        self.path: list[str] = []
        self.is_hidden, self.is_white = [False], [False]

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins: a run resets how its text looks, its properties set that."""
        name, above = tag.rpartition(" ")[2], self.path[-1] if self.path else ""
        self.path.append(name)
        if len(self.path) > DEPTH:
            raise UploadError(TOO_DEEP)
        self.n_skipped += name in SKIPPED
        if name == "r":
            self.is_hidden.append(False)
            self.is_white.append(False)
        elif above == "r" and (name in SPACES or name == "sym"):
            self.write_out(SPACES.get(name) or _symbol(attributes))
        elif above == "rPr" and self.path[-3:-2] == ["r"]:
            self._look(name, next((v for k, v in attributes.items() if k.endswith(" val")), ""))

    def _look(self, name: str, value: str) -> None:
        if name in ("vanish", "webHidden"):
            self.is_hidden[-1] = value not in OFF
        elif name == "color":
            self.is_white[-1] = value in WHITE

    def end(self, tag: str) -> None:
        """An element ends: a paragraph ends a line."""
        name = self.path.pop()
        if name == "r":
            self.is_hidden.pop()
            self.is_white.pop()
        elif name == "p":
            self.write_out("\n")
        self.n_skipped -= name in SKIPPED

    def write(self, text: str) -> None:
        """Letters, which count only in an element of text."""
        if self.path[-1] == "t":
            self.write_out(text)

    def write_out(self, text: str) -> None:
        """Keep `text` if it is seen; stop at too much of it, whether seen or not."""
        if self.n_skipped:
            return
        self.n_written += len(text)
        if self.n_written > MOST_CHARACTERS:
            raise UploadError(TOO_LONG)
        if self.is_hidden[-1]:
            self.n_hidden += len(text)
            return
        self.n_white += len(text) if self.is_white[-1] else 0
        self.out.append(text)


def _symbol(attributes: Attributes) -> str:
    """A letter of a font of symbols; those that only that font knows show as lost."""
    code = next((v for k, v in attributes.items() if k.endswith(" char")), "")
    number = int(code, 16) if len(code) == 4 and all(c in "0123456789ABCDEFabcdef" for c in code) else 0
    return chr(number) if 0x20 <= number < 0xD800 else "\ufffd"
