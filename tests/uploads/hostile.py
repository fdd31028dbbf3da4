"""Archives that lie or burst, and files that ask for content from elsewhere. Each builder makes one file."""

import io
import random
import struct
import zipfile
import zlib
from functools import cache

from tests.uploads.honest import CORE, LINES, RELS, TYPES, W, article, document, docx, page, paragraph, pdf, stream

Entry = tuple[bytes, int, bytes, int, int]  # name, method, packed data, checksum, size when unpacked


def entry(name: str, content: bytes, *, stored: bool = False) -> Entry:
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = content if stored else pack.compress(content) + pack.flush()
    return name.encode(), 0 if stored else 8, packed, zlib.crc32(content), len(content)


def parts() -> list[Entry]:
    told = document("".join(paragraph(line) for line in LINES))
    held = {"[Content_Types].xml": TYPES, "_rels/.rels": RELS, "docProps/core.xml": CORE, "word/document.xml": told}
    return [entry(name, content.encode()) for name, content in held.items()]


def archive(
    entries: list[Entry], *, flags: int = 0, count: int | None = None, places: list[int] | None = None, **more
) -> bytes:
    """An archive as one would write it by hand. `places`: where the directory says that each entry lies.

    `local`: entries as their own headers say, where that differs; `gap`: bytes before the directory; `behind`: after
    the end; `comment`; `disk`.
    """
    out, at = io.BytesIO(), []
    for name, method, packed, crc, size in more.get("local", entries):
        at.append(out.tell())
        out.write(
            b"PK\x03\x04" + struct.pack("<HHHHHLLLHH", 20, flags, method, 0, 33, crc, len(packed), size, len(name), 0)
        )
        out.write(name + packed)
    out.write(more.get("gap", b""))
    begun = out.tell()
    for (name, method, packed, crc, size), place in zip(entries, places or at, strict=True):
        told = (20, 20, flags, method, 0, 33, crc, len(packed), size, len(name), 0, 0, 0, 0, 0, place)
        out.write(b"PK\x01\x02" + struct.pack("<HHHHHHLLLHHHHHLL", *told) + name)
    size, n = out.tell() - begun, len(entries) if count is None else count
    comment, disk = more.get("comment", b""), more.get("disk", 0)
    out.write(b"PK\x05\x06" + struct.pack("<HHHHLLH", disk, disk, n, n, size, begun, len(comment)) + comment)
    return out.getvalue() + more.get("behind", b"")


def with_document(content: bytes, *, says: int | None = None) -> bytes:
    """A Word file with this main part, of which it may say another length."""
    name, method, packed, crc, size = entry("word/document.xml", content)
    return archive([*parts()[:3], (name, method, packed, crc, size if says is None else says)])


def many_entries(n: int) -> bytes:
    return archive([*parts(), *(entry(f"word/media/{i}", b"") for i in range(n - 4))])


def many_large() -> bytes:
    """Twelve parts of 20 MB each, none of which is suspicious by itself."""
    noise = random.Random(1).randbytes(20_000)
    content = b"".join(noise[i : i + 250] + b" " * 15_000 for i in range(0, 20_000, 15))[:20_000_000]
    _, method, packed, crc, size = entry("x", content)
    return archive([*parts(), *((f"word/{i}.bin".encode(), method, packed, crc, size) for i in range(12))])


def overlapping() -> bytes:
    """Many entries that share one piece of data."""
    some = parts()
    places, at = [], 0
    for name, _, packed, *_ in some:
        places.append(at)
        at += 30 + len(name) + len(packed)
    more = [(some[3][0], *some[3][1:]) for _ in range(50)]
    renamed = [(b"word/document.xm%d" % i, *e[1:]) for i, e in enumerate(more)]
    return archive([*some, *renamed], places=[*places, *([places[3]] * 50)], local=some)


def nested(name: str) -> bytes:
    return archive([*parts(), entry(name, docx(), stored=True)])


def quine() -> bytes:
    """An archive in an archive in an archive, as those are that unpack to themselves."""
    inner = archive([entry("a.txt", b"a")])
    for _ in range(5):
        inner = archive([entry("again.zip", inner, stored=True)])
    return inner


def workbook(cells: str) -> bytes:
    """An Excel workbook with these rows."""
    out = io.BytesIO()
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>'
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as held:
        held.writestr("[Content_Types].xml", TYPES.replace("wordprocessingml.document", "spreadsheetml.sheet"))
        held.writestr("xl/workbook.xml", "<workbook/>")
        held.writestr("xl/worksheets/sheet1.xml", sheet)
    return out.getvalue()


def altered(content: bytes, signature: bytes, place: int, value: bytes) -> bytes:
    """`content` with some bytes changed, counted from the last `signature` in it."""
    at = content.rfind(signature) + place
    return content[:at] + value + content[at + len(value) :]


@cache
def bombs() -> dict[str, bytes]:
    """Archives that are none, too many, too large, or lie: name -> file. Every one is called a Word file."""
    some, plain = parts(), docx()
    names = ("../../x", "/etc/x", "\\x", "c:x", "a\x00b", "a\u202eb", "word/../../x")
    wrong = {f"a part called {name!r}": archive([*some, entry(name, b"x")], flags=0x800) for name in names}
    blanks = document("<w:p/>" + " " * 50_000_000).encode()
    return wrong | {
        "fifty megabytes of blanks": with_document(blanks),
        "fifty megabytes said to be ten bytes": with_document(blanks, says=10),
        "fifty megabytes said to be two": with_document(blanks, says=2_000_000),
        "twelve parts of twenty megabytes": many_large(),
        "a part shorter than it says": with_document(document("").encode(), says=90_000),
        "its own header says less": archive(some, local=[*some[:3], (*some[3][:4], 7)]),
        "its own header has another name": archive(some, local=[*some[:3], (b"word/documens.xml", *some[3][1:])]),
        "its own header has another method": archive(some, local=[*some[:3], (some[3][0], 0, *some[3][2:])]),
        "fifty entries on one": overlapping(),
        "a thousand and one entries": many_entries(1001),
        "sixty thousand entries": altered(plain, b"PK\x05\x06", 8, b"\x60\xea\x60\xea"),
        "more entries than it says": archive(some, count=3),
        "fewer entries than it says": archive(some, count=5),
        "a directory of fifty megabytes": altered(plain, b"PK\x05\x06", 12, struct.pack("<L", 50_000_000)),
        "a directory elsewhere": altered(plain, b"PK\x05\x06", 16, struct.pack("<L", 3)),
        "an archive in it": nested("word/inner.zip"),
        "an archive in it called a picture": nested("word/media/image1.png"),
        "an archive that holds itself": quine(),
        "something before it": b"PK\x00\x00" + plain,
        "something between its parts and its directory": archive(some, gap=b"x" * 100),
        "something behind it": archive(some, behind=b"x" * 100),
        "a second archive behind it": plain + docx(),
        "several disks": archive(some, disk=1),
        "a lock": archive(some, flags=1),
        "a method nobody uses": archive([*some[:3], (some[3][0], 14, *some[3][2:])]),
        "a name used twice": archive([*some, some[3]]),
        "lengths of eight bytes": altered(plain, b"PK\x05\x06", 8, b"\xff" * 12),
        "a part cut short": archive([*some[:3], (*some[3][:2], some[3][2][:-20], *some[3][3:])]),
        "a part with more behind it": archive([*some[:3], (*some[3][:2], some[3][2] + b"x" * 500, *some[3][3:])]),
        "a part of noise": archive([*some[:3], (*some[3][:2], random.Random(2).randbytes(400), *some[3][3:])]),
        "no entries": b"PK\x05\x06" + bytes(18),
        "only its first half": plain[: len(plain) // 2],
        "no document": archive(some[:3]),
        "a sheet of one far cell": workbook('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "a sheet of a million rows": workbook("<row><c><v>1</v></c></row>" * 1_000_000),
        "a workbook and a document": docx(parts={"xl/workbook.xml": "<workbook/>"}),
        "slides": docx(parts={"ppt/presentation.xml": "<p/>"}),
        "an e-book": archive([entry("mimetype", b"application/epub+zip", stored=True), *some]),
        "a program": archive([entry("META-INF/MANIFEST.MF", b"Main-Class: A"), entry("A.class", b"\xca\xfe")]),
    }


def declarations(url: str) -> dict[str, tuple[str, bytes]]:
    """Files that declare entities, point at `url` or would grow without end: name -> (ending, file)."""
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "ha"}">' for i in range(10))
    kinds = {
        "an entity from elsewhere": f'<!DOCTYPE x [<!ENTITY e SYSTEM "{url}">]>',
        "a parameter entity": f'<!DOCTYPE x [<!ENTITY % e SYSTEM "{url}"> %e;]>',
        "a definition from elsewhere": f'<!DOCTYPE x SYSTEM "{url}">',
        "a billion laughs": f"<!DOCTYPE x [{laughs}]>",
        "one very long entity": f'<!DOCTYPE x [<!ENTITY e "{"a" * 50_000}">]>',
    }
    body = "<w:p><w:r><w:t>&e;&l9;</w:t></w:r></w:p>"
    made: dict[str, tuple[str, bytes]] = {}
    for what, told in kinds.items():
        made[f"{what} in the document"] = "docx", docx(parts={"word/document.xml": document(body, before=told)})
        for part in (
            "word/styles.xml",
            "word/footnotes.xml",
            "docProps/core.xml",
            "[Content_Types].xml",
            "_rels/.rels",
        ):
            made[f"{what} in {part}"] = "docx", docx(parts={part: f'<?xml version="1.0"?>{told}<x>&e;</x>'})
        wide = f'<?xml version="1.0" encoding="UTF-16"?>{told}<x>&e;</x>'.encode("utf-16")
        made[f"{what} in two bytes a letter"] = "docx", docx(parts={"word/settings.xml": wide})
        if "[" in told:
            made[f"{what} in a page"] = "html", f"{told.replace(' x ', ' html ')}<html><p>&e;&l9;</p></html>".encode()
        made[f"{what} in data"] = "html", f'<?xml version="1.0"?>{told}<graphml><node>&e;</node></graphml>'.encode()
    inclusion = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{url}" parse="text"/>'
    included = f"<w:p><w:r><w:t>{inclusion}</w:t></w:r></w:p>"
    made["an inclusion in the document"] = "docx", docx(included)
    made["an inclusion in a page"] = "html", page(f'<p><xi:include href="{url}"/></p>').encode()
    made["a drawing with an entity"] = (
        "html",
        f'<!DOCTYPE svg [<!ENTITY e SYSTEM "{url}">]><svg><text>&e;</text></svg>'.encode(),
    )
    return made


def reaching(url: str) -> dict[str, tuple[str, bytes]]:
    """Files that would fetch or run something if one let them: name -> (ending, file). Their text can be read."""

    def relations(kind: str) -> str:
        return (
            '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="http://x/{kind}" Target="{url}" TargetMode="External"/></Relationships>'
        )

    told = "".join(f"<p>{line}</p>" for line in LINES)
    tags = (
        f'<img src="{url}">', f'<script src="{url}"></script>', f'<link rel="stylesheet" href="{url}">',
        f'<iframe src="{url}"></iframe>', f'<object data="{url}"></object>', f'<base href="{url}">',
        f'<meta http-equiv="refresh" content="0;url={url}">', f'<body background="{url}" onload="fetch(\'{url}\')">',
        f'<video src="{url}"></video>', f"<style>@import url({url});</style>", f'<svg><image href="{url}"/></svg>',
    )  # fmt: skip
    made = {f"a page with {tag[:12]}": ("html", page(tag + told).encode()) for tag in tags}
    for kind in ("attachedTemplate", "image", "oleObject", "frame", "subDocument"):
        made[f"a document with a {kind}"] = "docx", docx(parts={"word/_rels/document.xml.rels": relations(kind)})
    made["a document with macros"] = "docm", docx(parts={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0 Shell"})
    made["a document with a workbook"] = "docx", docx(parts={"word/embeddings/sheet.xlsx": workbook("<row/>")})
    made["a document with a control"] = "docx", docx(parts={"word/activeX/activeX1.xml": "<ax/>"})
    acts = {
        "scripts": f"/OpenAction<</S/JavaScript/JS(app.launchURL\\('{url}'\\))>>",
        "orders": "/OpenAction<</S/Launch/F(/bin/sh)>>",
        "an address": f"/OpenAction<</S/URI/URI({url})>>",
        "a form": f"/OpenAction<</S/SubmitForm/F<</FS/URL/F({url})>>>>",
        "attachments": "/Names<</EmbeddedFiles<</Names[(a)<</EF<</F 9 0 R>>>>]>>>>/X/EmbeddedFile",
    }
    return made | {f"a PDF with {what}": ("pdf", pdf(catalog=act)) for what, act in acts.items()}


def huge() -> dict[str, tuple[str, bytes]]:
    """Files that are too much of something: name -> (ending, file)."""
    noise = random.Random(3)
    words = [f"{noise.randrange(10**9)}" for _ in range(40_000)]
    long = " ".join(words * 6)
    cyclic = pdf(kids="2 0 R")
    return {
        "one text node of three million letters": ("docx", docx(paragraph(long))),
        "three million letters": ("txt", long.encode()),
        "three million letters in a page": ("html", page(f"<p>{long}</p>").encode()),
        "three million letters in a PDF": ("pdf", pdf((stream((long,)),))),
        "elements two thousand deep": ("docx", docx("<w:sdt>" * 2_000 + "</w:sdt>" * 2_000)),
        "tags fifty thousand deep": ("html", page("<div>" * 50_000 + "x").encode()),
        "an attribute of five megabytes": ("docx", docx(f'<w:p w:x="{long}"/>' * 2 + paragraph(long))),
        "a hundred thousand pages": ("pdf", pdf(kids="5 0 R " * 100_000)),
        "pages that hold themselves": ("pdf", cyclic),
        "a stream that bursts": ("pdf", pdf((b" " * 300_000_000,))),
        "a page of eleven megabytes": ("html", page("<p>" + "word " * 2_300_000).encode()),
        "pictures side by side": ("html", page("<p>" + "&#x41;" * 1_800_000).encode()),
    }


def mutated(chance: random.Random, seeds: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    """One seed with a few faults in it; its ending stays."""
    ending, content = chance.choice(seeds)
    if ending in ("docx", "xlsx") and chance.random() < 0.6:
        return ending, _inside(chance, content)
    return ending, _faulty(chance, content, chance.choice(seeds)[1])


def _inside(chance: random.Random, content: bytes) -> bytes:
    """Faults in one part of an archive, which is then packed again: they reach the parser of that part."""
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        files = {name: held.read(name) for name in held.namelist()}
    name = chance.choice(list(files))
    files[name] = _faulty(chance, files[name], chance.choice(list(files.values())))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as held:
        for name, data in files.items():
            held.writestr(name, data)
    return out.getvalue()


def _faulty(chance: random.Random, content: bytes, other: bytes) -> bytes:
    changed = bytearray(content or b"x")
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(changed) or 1)
        length = min(chance.choice((1, 2, 4, 32, 500)), len(changed) - at)
        match chance.randrange(7):
            case 0 if changed:
                changed[at] ^= 1 << chance.randrange(8)
            case 1:
                changed[at : at + length] = chance.randbytes(length)
            case 2:
                del changed[at : at + length]
            case 3:
                changed[at:at] = changed[at : at + length] * chance.choice((1, 2, 300))
            case 4:
                start = chance.randrange(len(other) or 1)
                changed[at:at] = other[start : start + length]
            case 5:
                changed[at : at + length] = chance.choice((b"\x00", b"\xff", b"9", b"<", b"(")) * length
            case _:
                del changed[at:]
    return bytes(changed)


__all__ = ["W", "article", "bombs", "declarations", "huge", "mutated", "reaching"]
