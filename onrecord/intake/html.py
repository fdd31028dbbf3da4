"""Web pages: the text a reader sees, what the page says about itself, and its main text. Nothing is run or fetched."""

import logging
import re
from typing import Any

from onrecord.intake.shape import ENCODINGS, ExtractedText, UploadError
from onrecord.intake.text import decode
from onrecord.text import NOT_XML, REPLACEMENT, count

MOST_BYTES = 10_000_000
MAIN_UP_TO = 200_000  # characters in which the main text is looked for
LARGE = f"This web page is larger than {MOST_BYTES // 1_000_000} MB. Open it, copy its text, and paste that."
NO_TEXT = "There is no text in this web page."
TOO_DEEP = "This web page is nested too deeply to be a report. Open it, copy its text, and paste that."
OUTSIDE = "This file declares or includes content of its own making, as harmful files do, so it was not read."
DECLARES = re.compile(r"<!ENTITY|<!DOCTYPE[^<>\[]*\[|<xi:include\b", re.I)
CHARSET = re.compile(
    rb"<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,80}?encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_:-]{2,40})", re.I
)
# Names that browsers take for others.
ALIKE = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "iso-8859-9": "cp1254", "gb2312": "gb18030"}
ALIKE |= {"gbk": "gb18030", "shift_jis": "cp932", "sjis": "cp932", "euc-kr": "cp949", "tis-620": "cp874"}
# fmt: off
UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "object", "embed", "applet", "iframe", "svg",
                    "math", "canvas", "audio", "video", "select", "datalist"})
BREAKS = frozenset({"br", "tr", "li", "dt", "dd", "div", "hr", "option", "figcaption", "caption", "summary",
                    "legend", "label", "button"})
PARTS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "article", "section", "blockquote", "ul", "ol", "dl",
                    "table", "pre", "header", "footer", "main", "nav", "aside", "figure", "form", "address",
                    "details", "fieldset"})
# fmt: on
HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:font-size|opacity)\s*:\s*0(?:\.0+)?(?:px|em|rem|pt|%)?\s*(?:;|!|$)",
    re.I,
)
WHITE = re.compile(
    r"(?<![-\w])color\s*:\s*(?:white|#fff(?:fff)?|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))\s*(?:;|!|$)", re.I
)
BLANKS = re.compile(r"[ \t\n\r\f]+")
Element = Any  # lxml ships no types


def extracted_text(content: bytes, encoding: str) -> ExtractedText:
    """The visible text of a web page, and what its metadata says."""
    from lxml import etree, html  # type: ignore[import-untyped]

    if len(content) > MOST_BYTES:
        raise UploadError(LARGE)
    source, used, is_guess = decode(content, encoding, _declared_encoding(content))
    if DECLARES.search(source):
        raise UploadError(OUTSIDE)
    parser = html.HTMLParser(huge_tree=True, encoding="utf-8")
    # Bytes again: the parser refuses letters under a line that declares an encoding.
    try:
        tree = html.document_fromstring(_parser_input(source).encode(), parser=parser, ensure_head_body=True)
    except etree.ParserError as error:
        raise UploadError(NO_TEXT) from error
    if any(fault.type_name == "ERR_RESOURCE_LIMIT" for fault in parser.error_log):
        raise UploadError(TOO_DEEP)
    seen = VisibleText(etree.iterwalk(tree, events=("start", "end", "comment", "pi")))
    main, said = _metadata(tree) if len(seen.text) <= MAIN_UP_TO else ("", {"title": tree.findtext(".//title") or ""})
    return ExtractedText(seen.text, said, main, seen.warnings(), used, is_guess)


def _declared_encoding(content: bytes) -> str:
    named = CHARSET.search(content[:4096])
    name = named[1].decode("ascii").lower() if named else ""
    name = ALIKE.get(name, name.replace("windows-", "cp").replace("koi8-r", "koi8_r"))
    name = re.sub(r"^iso-8859-", "iso8859_", name)
    return name if name in ENCODINGS else ""


def _parser_input(source: str) -> str:
    """Without the line that declares an encoding and without what no parser of pages keeps, which is made visible."""
    source = re.sub(r"^\s*<\?xml[^>]*>", "", source)
    return NOT_XML.sub(REPLACEMENT, source.replace("\f", "\n"))


def _metadata(tree: Element) -> tuple[str, dict[str, str]]:
    """The main text and what the page says about itself, as trafilatura reads them."""
    from trafilatura import bare_extraction

    logging.disable()
    told: Any = bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        favor_recall=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if told is None:
        return "", {}
    fields = {"title": "title", "outlet": "sitename", "author": "author", "published": "date"}
    said = {name: str(getattr(told, field, None) or "") for name, field in fields.items()}
    said["language"] = str(tree.get("lang") or "")
    links = tree.xpath("string(//link[@rel='canonical'][1]/@href)")
    said["url"] = links if re.match(r"https?://[^\s\"'<>]+$", links) else ""
    return str(told.text or ""), said


class VisibleText:
    """The text a reader sees, gathered while walking once through the page."""

    def __init__(self, walk: Any) -> None:  # noqa: ANN401 - lxml ships no types
        self.out: list[str] = []
        self.n_hidden = self.n_white = 0
        for event, element in walk:
            if event == "start":
                self._start(walk, element)
            else:
                self._end(element, event)
        text = "\n".join(row.strip(" ") for row in "".join(self.out).split("\n"))
        self.text = re.sub(r"\n{3,}", "\n\n", re.sub(r"(?<!\n) {2,}", " ", text)).strip()

    def _start(self, walk: Any, element: Element) -> None:  # noqa: ANN401
        style = element.get("style") or ""
        is_hidden = element.get("hidden") is not None or HIDING.search(style)
        if element.tag in UNSEEN or is_hidden:
            if element.tag not in UNSEEN:
                self.n_hidden += len(BLANKS.sub(" ", "".join(element.itertext())).strip())
            walk.skip_subtree()
            return
        self.out.append(_break(element.tag))
        if WHITE.search(style):
            self.n_white += len(BLANKS.sub(" ", "".join(element.itertext())).strip())
        self._write(element.text, element)

    def _end(self, element: Element, event: str) -> None:
        above = element.getparent()
        if event == "end":
            self.out.append("\t" if element.tag in ("td", "th") else _break(element.tag))
        if element.tail and above is not None:
            self._write(element.tail, above)

    def _write(self, text: str | None, inside: Element) -> None:
        if text:
            self.out.append(text if inside.tag == "pre" else BLANKS.sub(" ", text))

    def warnings(self) -> tuple[str, ...]:
        """What a reader of the page would not have seen."""
        told = (
            (self.n_hidden, "hidden on the page: left out."),
            (self.n_white, "written in white, so that few readers saw them: kept."),
        )
        return tuple(f"{count(n, 'character')} {what}" for n, what in told if n)


def _break(tag: str) -> str:
    return "\n\n" if tag in PARTS else "\n" if tag in BREAKS else ""
