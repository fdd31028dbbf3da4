"""Bytes to letters, letters to a settled text. Nothing is lost unseen: what is replaced or odd is counted and said."""

import codecs
import re

from onrecord.intake.shape import ENCODINGS, ExtractedText, UploadError
from onrecord.text import BIDI, CONTROL, DIRECTION_MARK, NO_WIDTH, REPLACEMENT, count

# The longer mark first: one begins with the other.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Languages written in the encodings that differ in a few letters only, so that letters alone do not tell them apart.
LATIN = {
    "cp1252": "en fr de es it pt nl sv da nb nn no fi is ca eu gl af id sq",
    "cp1250": "pl cs sk hu ro hr sl bs",
    "cp1254": "tr az",
    "cp1257": "lt lv et",
    "cp1258": "vi",
}
GUESSED = 200_000  # bytes looked at
SCRIPTS = 8  # blocks of letters that one text may be written in
ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85]")
GARBLED = re.compile(r"[^\x00-\x7f]{2,}")
NO_ENCODING = "The bytes of this file are no text in that encoding. Choose another."
TORN = "This text is damaged: it begins as Unicode and goes on as something else. Open it, and paste what it says."
UNKNOWN = "It cannot be told how the letters of this file are encoded. Choose the encoding, or paste its text."


def extracted_text(content: bytes, encoding: str) -> ExtractedText:
    """A plain text."""
    text, used, is_guess = decode(content, encoding)
    return ExtractedText(text, encoding=used, is_guess=is_guess)


def decode(content: bytes, asked: str = "", declared: str = "") -> tuple[str, str, bool]:
    """The letters of `content`, the encoding that gave them (a key of `ENCODINGS`), and whether that was guessed.

    Parameters
    ----------
    asked : a key of `ENCODINGS`
        What the coder says; nothing else is tried.
    declared : a key of `ENCODINGS`
        What the file says about itself; believed where its bytes bear it out and it is not Unicode anyway.

    Errors
    ------
    UploadError where no encoding fits. Nothing is ever replaced by a question mark.
    """
    if asked:
        return _strict(content, asked, NO_ENCODING), asked, False
    for mark, name in MARKS:
        if content.startswith(mark):
            return _strict(content, name, TORN), name, False
    if name := unmarked_wide_encoding(content):
        return _strict(content, name, TORN), name, True
    for name in ("utf-8", declared):
        if name and (text := _fits(content, name)) is not None:
            return text, name, False
    return _guess(content)


def _strict(content: bytes, name: str, otherwise: str) -> str:
    if name not in ENCODINGS or (text := _fits(content, name)) is None:
        raise UploadError(otherwise)
    return text


def _fits(content: bytes, name: str) -> str | None:
    # Half a letter of two is a fault of one letter, not of the encoding: it is shown as a control character would be.
    errors = "surrogatepass" if name.startswith("utf") else "strict"
    try:
        return content.decode(name, errors).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError):
        return None


def unmarked_wide_encoding(content: bytes) -> str:
    """UTF-16 or UTF-32 without a mark, by where its zero bytes stand; "" where it is neither.

    Letters of one script have few first bytes: those stand at every other place, and among them nearly every zero.
    """
    sample = content[:GUESSED]
    zeros = sample.count(0)
    if not zeros:
        return ""
    if not any(sample[3::4]) and not any(sample[2::4]):
        name = "utf-32-le"
    elif not any(sample[::4]) and not any(sample[1::4]):
        name = "utf-32-be"
    else:
        halves = {"utf-16-be": sample[::2], "utf-16-le": sample[1::2]}
        name = min(halves, key=lambda n: len(set(halves[n])))
        if len(set(halves[name])) > SCRIPTS or halves[name].count(0) < 0.9 * zeros:
            return ""
    text = _fits(sample[: len(sample) // 4 * 4], name)
    return name if text is not None and len(CONTROL.findall(text)) <= len(text) / 100 else ""


def _guess(content: bytes) -> tuple[str, str, bool]:
    from charset_normalizer import from_bytes

    narrow = [name.replace("-", "_") for name in ENCODINGS if not name.startswith("utf")]
    matches = from_bytes(content[:GUESSED], cp_isolation=narrow)
    names = list(dict.fromkeys(e for m in matches for e in (m.encoding, *m.could_be_from_charset) if e in ENCODINGS))
    fitting = [(name, text) for name in names if (text := _fits(content, name)) is not None]
    if not fitting:
        raise UploadError(UNKNOWN)
    name, text = _likeliest(fitting)
    return text, name, True


def _likeliest(fitting: list[tuple[str, str]]) -> tuple[str, str]:
    """The best match; among encodings of Latin letters, the one in which that language is written."""
    if fitting[0][0] not in LATIN:
        return fitting[0]
    from onrecord.intake.proposing import language

    spoken = language(fitting[0][1])
    return next((f for f in fitting if spoken and spoken in LATIN.get(f[0], "").split()), fitting[0])


def normalised_text(text: str) -> tuple[str, list[str]]:
    """The text as it is kept: line ends are ``\\n``, control characters the replacement character; and what was odd.

    Marks of direction and characters of no width are kept, since letters depend on them, and counted.
    """
    text = ENDS.sub("\n", text)
    text, n_control = CONTROL.subn(REPLACEMENT, text)
    lost = text.count(REPLACEMENT) - n_control
    n_turning = len(BIDI.findall(text)) + len(DIRECTION_MARK.findall(text))
    counts = (
        (n_control, "control character", "not kept, shown as \ufffd."),
        (lost, "character", "already lost (\ufffd) before this file came here."),
        (n_turning, "unseen mark", "of writing direction: letters may show in another order."),
        (len(NO_WIDTH.findall(text)), "character", "of no width: words may not be found as they look."),
        (_garbled(text), "place", "that may have been read in a wrong encoding before."),
    )
    return text, [f"{count(n, noun)} {what}" for n, noun, what in counts if n]


def _garbled(text: str) -> int:
    """Places whose letters make sense once more as UTF-8: they were taken for Windows letters on their way.

    One alone may be chance: a capital with an accent before a closing quotation mark looks like that too.
    """
    n = sum(_is_unicode(run) for run in GARBLED.findall(text))
    return n if n > 1 else 0


def _is_unicode(run: str) -> bool:
    try:
        return len(run.encode("cp1252").decode("utf-8")) < len(run)
    except UnicodeError:
        return False
