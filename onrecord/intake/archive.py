"""ZIP containers, checked before anything in them is inflated, and inflated only under a meter."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from onrecord.intake.shape import UploadError

MOST_ENTRIES, MOST_INFLATED, MOST_RATIO = 1_000, 200_000_000, 100
FREE = 100_000  # bytes an entry may inflate to at any ratio: short files of blanks are no bomb
MOST_DIRECTORY = 500_000  # bytes
CHUNK = 65_536
ENDED, LOCAL = b"PK\x05\x06", b"PK\x03\x04"
DIRECTORY = b"PK\x01\x02"
WIDE = 0xFFFFFFFF, 0xFFFF
SIZES = (0, 12, 16, 20, 24)  # bytes that say again how long a part was, or none
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
LIES = "This file contradicts itself about what it holds, so it was not opened."
BOMB = "This file would unpack to far more than it seems to hold, so it was not opened."
CROWDED = f"This file holds more than {MOST_ENTRIES:,} parts, so it was not opened."
LOCKED = "This file is locked with a password. Save it without one."
TORN = "This file is damaged: a part of it cannot be unpacked."
NESTED = "This file holds another packed file, so it was not opened."


def is_closed_by_directory(content: bytes) -> bool:
    """Whether `content` ends as a ZIP archive does, whatever it begins with."""
    at = content.rfind(ENDED, -66_000)
    if at < 0 or at + 22 > len(content):
        return False
    size, offset = struct.unpack("<LL", content[at + 12 : at + 20])
    return content[at - size : at].startswith(DIRECTORY) or (size == 0 and offset == 0 and at + 22 == len(content))


def directory(content: bytes) -> list[zipfile.ZipInfo]:
    """The entries of an archive in the order in which they lie, none overlapping, each as its own header has it.

    Raises UploadError where they are too many, lie about themselves, are locked, or leave room for something else.
    """
    entries = _entries(content)
    entries.sort(key=lambda entry: entry.header_offset)
    if len({entry.filename for entry in entries}) < len(entries):
        raise UploadError(LIES)
    # Each part begins where the one before it ended; behind that one's data its sizes may stand once more.
    ends = [0] + [_data(content, entry)[1] for entry in entries]
    starts = [entry.header_offset for entry in entries] + [_directory_start(content)]
    if any(start - end not in SIZES for end, start in zip(ends, starts, strict=True)):
        raise UploadError(LIES)
    if sum(e.file_size for e in entries) > MOST_INFLATED or any(
        _is_bomb(e.file_size, e.compress_size) for e in entries
    ):
        raise UploadError(BOMB)
    return entries


def _directory_start(content: bytes) -> int:
    """Where the directory begins."""
    at = content.rfind(ENDED)
    begun: int = struct.unpack("<L", content[at + 16 : at + 20])[0]
    return begun


def _entries(content: bytes) -> list[zipfile.ZipInfo]:
    """The directory, whose length is looked at before it is read."""
    count = _entry_count(content)
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        raise UploadError(LIES) from error
    if len(entries) != count:
        raise UploadError(LIES)
    return entries


def _entry_count(content: bytes) -> int:
    """How many entries the end of the archive says there are; refused where what it says cannot be."""
    at = content.rfind(ENDED)
    if at < 0 or at + 22 > len(content):
        raise UploadError("This file is damaged: its end is missing.")
    disk, first, here, count, size, offset, comment = struct.unpack("<HHHHLLH", content[at + 4 : at + 22])
    if count > MOST_ENTRIES or size > MOST_DIRECTORY:
        raise UploadError(CROWDED)
    # Nothing may stand before the archive, between its parts and its directory, or behind it.
    if disk or first or here != count or offset + size != at or at + 22 + comment != len(content) or offset in WIDE:
        raise UploadError(LIES)
    return int(count)


def _data(content: bytes, entry: zipfile.ZipInfo) -> tuple[int, int]:
    """Where the data of an entry begins and ends. Its own header must say what the directory says."""
    header = content[entry.header_offset : entry.header_offset + 30]
    if len(header) < 30 or not header.startswith(LOCAL):
        raise UploadError(LIES)
    flags, method, _, _, crc, packed, whole, n_name, n_extra = struct.unpack("<HHHHLLLHH", header[6:])
    if (flags | entry.flag_bits) & 0x41:
        raise UploadError(LOCKED)
    start = entry.header_offset + 30 + n_name
    name = content[entry.header_offset + 30 : start].decode("utf-8" if flags & 0x800 else "cp437", "replace")
    # Where bit 3 is set, the sizes follow the data and the header holds zeros.
    told = (0, 0, 0) if flags & 8 and not packed else (crc, packed, whole)
    stands = (entry.CRC, entry.compress_size, entry.file_size)
    if method != entry.compress_type or method not in METHODS or name != entry.orig_filename or _is_odd(name):
        raise UploadError(LIES)
    if told != stands and not (flags & 8 and told == (0, 0, 0)):
        raise UploadError(LIES)
    start += n_extra
    return start, start + entry.compress_size


def _is_odd(name: str) -> bool:
    """A name that points out of the archive, or that no writer of documents gives."""
    return not name.isprintable() or name.startswith(("/", "\\")) or ".." in name.split("/") or ":" in name[:2]


def _is_bomb(inflated: int, packed: int) -> bool:
    return inflated > FREE and inflated > MOST_RATIO * max(packed, 1)


def pieces(content: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The data of one entry, inflated piece by piece.

    Raises UploadError as soon as it holds more than its header says, or is damaged.
    """
    start, end = _data(content, entry)
    data = memoryview(content)[start:end]
    total = 0
    for piece in _inflate(data) if entry.compress_type == zipfile.ZIP_DEFLATED else (bytes(data),):
        total += len(piece)
        if total > entry.file_size:
            raise UploadError(LIES)
        yield piece
    if total != entry.file_size:
        raise UploadError(LIES)


def _inflate(data: memoryview) -> Iterator[bytes]:
    inflate, waiting, at = zlib.decompressobj(-zlib.MAX_WBITS), b"", 0
    try:
        while not inflate.eof and (waiting or at < len(data)):
            # Fed in pieces too: what is left over is copied each time.
            fed = waiting or bytes(data[at : at + CHUNK])
            at += 0 if waiting else len(fed)
            yield inflate.decompress(fed, CHUNK)
            waiting = inflate.unconsumed_tail
    except zlib.error as error:
        raise UploadError(TORN) from error
    if not inflate.eof or inflate.unused_data or at < len(data):
        raise UploadError(LIES)
