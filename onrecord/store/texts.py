"""Texts of reports that lie in a folder or that the reader attaches, matched by hash."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from onrecord.errors import DossierError, TextError

TEXTS = "texts"  # the folder beside the tables of a dossier whose texts are free


def read_texts(folder: Path, reports: pd.DataFrame) -> dict[str, str]:
    """The texts in `folder` that belong to `reports`: report_id -> text. Files that belong to none are left alone.

    Raises TextError where a file is named after a report but is not the text that was coded.
    """
    named = {p.name: p.read_bytes() for p in sorted(folder.glob("*.txt")) if p.is_file()}
    wanted = set(reports["report_id"])
    known = set(reports["sha256"])
    return match_texts({n: b for n, b in named.items() if Path(n).stem in wanted or _sha(b) in known}.items(), reports)


def dossier_texts(folder: Path, reports: pd.DataFrame) -> dict[str, str]:
    """The texts that lie beside the tables of a dossier, in ``texts/``: report_id -> text; none where it has none.

    Raises DossierError naming every file that is not the text of a report as it was coded.
    """
    found: dict[str, str] = {}
    faults = []
    for path in sorted((folder / TEXTS).glob("*.txt")):
        try:
            found |= match_texts([(path.name, path.read_bytes())], reports)
        except (TextError, OSError) as error:
            faults.append(f"{TEXTS}/{path.name}:1: {error}")
    if faults:
        raise DossierError(folder.name, faults)
    return found


def match_texts(files: Iterable[tuple[str, bytes]], reports: pd.DataFrame) -> dict[str, str]:
    """Each of `files` (name, bytes) under the report whose hash it has.

    Raises TextError naming every file that has none: its passages could not be trusted.
    """
    by_hash: Mapping[str, str] = {h: r for h, r in zip(reports["sha256"], reports["report_id"], strict=True) if h}
    found: dict[str, str] = {}
    wrong = []
    for name, content in files:
        report_id = by_hash.get(_sha(content))
        if report_id is None:
            wrong.append(
                f"'{name[:80]}' is not the text that was coded: no report has its SHA-256 ({_sha(content)[:12]}…)"
            )
        else:
            found[report_id] = _utf8_text(name, content)
    if wrong:
        raise TextError("; ".join(wrong) + ". Attach the file exactly as it was coded, byte for byte.")
    return found


def _utf8_text(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise TextError(f"'{name[:80]}' is not UTF-8, so no place in it can be found.") from error


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
