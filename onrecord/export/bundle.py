"""Several files as one archive that can be checked: a folder in a zip, with the sum of every file in it."""

import hashlib
import re
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

SUMS = "SHA256SUMS"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # on every file, so that equal content gives equal bytes
READABLE = 0o100644 << 16
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


def bundle(folder: str, files: Mapping[str, bytes]) -> bytes:
    """`files` below one `folder` in a zip archive, in their order, and behind them `SUMS`.

    Parameters
    ----------
    folder : name
    files : path to content
        Paths with ``/``, without the folder.

    Returns
    -------
    bytes
        The same for the same files, on every machine: nothing is packed tighter, because programs differ in how.

    Source: PKWARE, APPNOTE.TXT; for the sums, the format of ``sha256sum``.
    """
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for path, content in {**files, SUMS: sums(files)}.items():
            entry = ZipInfo(f"{folder}/{path}", FIRST_DAY)
            entry.create_system, entry.external_attr = 3, READABLE
            archive.writestr(entry, content)
    return out.getvalue()


def sums(files: Mapping[str, bytes]) -> bytes:
    """The SHA-256 of every file, a line each, as ``sha256sum -c`` reads it.

    >>> sums({"a.txt": b""})[:20], sums({"a.txt": b""})[-8:]
    (b'e3b0c44298fc1c149afb', b'  a.txt\\n')
    """
    lines = (f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in sorted(files.items()))
    return "".join(lines).encode()


def damaged_files(files: Mapping[str, bytes]) -> list[str]:
    """What in `files` does not agree with their `SUMS`, a line each that names the file; empty: everything does."""
    found: list[str] = []
    told: dict[str, str] = {}
    for number, line in enumerate(files.get(SUMS, b"").decode("utf-8", "replace").splitlines(), 1):
        if match := _LINE.fullmatch(line):
            told[match[2]] = match[1]
        else:
            found.append(f"{SUMS}: line {number} is no sum and file")
    there = {path: content for path, content in files.items() if path != SUMS}
    return found + _file_faults(told, there)


def _file_faults(told: Mapping[str, str], there: Mapping[str, bytes]) -> list[str]:
    missing = [f"{path}: is not there, and {SUMS} names it" for path in told if path not in there]
    unnamed = [f"{path}: {SUMS} does not name it" for path in there if path not in told]
    altered = [
        f"{path}: is not as it was handed over"
        for path, content in there.items()
        if path in told and hashlib.sha256(content).hexdigest() != told[path]
    ]
    return missing + unnamed + altered
