"""Honest files of each kind, made from a text. The text is the tests' own."""

import io
import zipfile
import zlib
from html import escape

LINES = (
    "Harbour talks resume after a week of silence",
    "28 January 2021",
    "By Ilse Berg",
    "Delegates of the two coastal towns met again on Thursday and agreed to keep the ferry running until the spring.",
    "The mayor of the northern town said that nothing had been signed, and that she expects a second round of talks.",
    "A spokesman for the southern town called the meeting useful, but warned that the price of fuel stays open.",
)
TEXT = "\n".join(LINES)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>'
)
CORE = (
    '<?xml version="1.0"?><cp:coreProperties xmlns:cp="http://x/core" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>Harbour talks resume</dc:title><dc:creator>Office User</dc:creator></cp:coreProperties>"
)


def page(body: str, *, head: str = "", title: str = LINES[0]) -> str:
    """A web page."""
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>{head}</head>'
        f"<body>{body}</body></html>"
    )


def article() -> str:
    """A web page with what news pages put around a report."""
    head = (
        '<meta property="og:site_name" content="The Coast"><meta name="author" content="Ilse Berg">'
        '<meta property="article:published_time" content="2021-01-28T09:00:00Z">'
        '<link rel="canonical" href="https://coast.example/talks"><script>alert("run")</script>'
    )
    told = "".join(f"<p>{escape(line)}</p>" for line in LINES[3:] * 2)
    menu = "<nav><ul><li><a href='/'>Front page</a></li><li><a href='/w'>Weather</a></li></ul></nav>"
    foot = "<footer><p>Subscribe to our letter</p><form><label>Leave a comment</label></form></footer>"
    return page(f"{menu}<article><h1>{LINES[0]}</h1>{told}</article>{foot}", head=head)


def paragraph(text: str, look: str = "") -> str:
    """A paragraph of a Word file; `look` are properties of its run."""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:p><w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def document(body: str, *, before: str = "") -> str:
    """The main part of a Word file."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    )


def docx(body: str = "", parts: dict[str, str | bytes] | None = None) -> bytes:
    """A Word file; `parts` are added to it, or stand in place of its own."""
    told = body or "".join(paragraph(line) for line in LINES)
    held: dict[str, str | bytes] = {"[Content_Types].xml": TYPES, "_rels/.rels": RELS, "docProps/core.xml": CORE}
    held |= {"word/document.xml": document(told)} | (parts or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in held.items():
            archive.writestr(name, content)
    return out.getvalue()


def stream(lines: tuple[str, ...] = LINES) -> bytes:
    """What draws `lines` on a page of a PDF."""
    told = " T* ".join(f"({line.replace('(', '').replace(')', '')}) Tj" for line in lines)
    return f"BT /F1 11 Tf 14 TL 50 780 Td {told} ET".encode("latin-1")


def pdf(
    streams: tuple[bytes, ...] = (stream(),),
    *,
    info: str = "",
    catalog: str = "",
    objects: tuple[bytes, ...] = (),
    kids: str = "",
) -> bytes:
    """A PDF of one page a stream. Objects 1 to 4: the catalog, the tree of pages, the font, what it says of itself."""
    n = len(streams)
    kids = kids or " ".join(f"{5 + 2 * i} 0 R" for i in range(n))
    made = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(),
        f"<</Type/Pages/Kids[{kids}]/Count {n}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        f"<<{info}>>".encode(),
    ]
    for i, drawn in enumerate(streams):
        packed = zlib.compress(drawn)
        made.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            b"/Contents %d 0 R>>" % (6 + 2 * i)
        )
        made.append(b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed))
    return assembled([*made, *objects])


def assembled(objects: list[bytes], trailer: str = "/Info 4 0 R") -> bytes:
    """A PDF of these objects, numbered from 1."""
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    at = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(f"trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{at}\n%%EOF".encode())
    return out.getvalue()
