"""The parsing process: limits itself, reads one file from its input, answers in JSON, ends.

It starts no process, opens no connection and writes no file; whatever goes wrong in it ends it, and nothing else.
``python -m onrecord.intake.worker < request`` where the first line is ``{"ending": …, "encoding": …}``.
"""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict
from importlib import import_module
from typing import Any

from onrecord.intake.kinds import FORMATS, kind_of
from onrecord.intake.proposing import identifier, proposal
from onrecord.intake.shape import MOST_CHARACTERS, MOST_WARNINGS, ExtractedText, UploadError
from onrecord.intake.text import normalised_text

MB = 1_000_000
MEMORY, CPU, FILE, HANDLES = 512 * MB, 20, 64 * MB, 64
FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.remove")
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
TOO_MUCH = f"Reading this file needs more than {MEMORY // MB} MB of memory. Open it, copy its text, and paste that."
TOO_DEEP = "This file is nested too deeply to be a report. Open it, copy its text, and paste that."
NO_TEXT = "There is no text in this file."
TOO_LONG = f"This file holds more than {MOST_CHARACTERS:,} characters of text; a report is one published item."


def limit() -> None:
    """Hold this process to its share of memory, time, files and handles, for good."""
    if sys.platform == "win32":
        return
    import resource

    bounds = {
        resource.RLIMIT_CPU: CPU,
        resource.RLIMIT_FSIZE: FILE,
        resource.RLIMIT_NOFILE: HANDLES,
        resource.RLIMIT_CORE: 0,
    }
    if sys.platform == "linux":  # others count what is merely reserved, or do not know it
        bounds[resource.RLIMIT_AS] = MEMORY
    for what, most in bounds.items():
        hardest = resource.getrlimit(what)[1]
        hard = most + 1 if hardest == resource.RLIM_INFINITY else min(most + 1, hardest)
        # The hard end of time comes a second later: the soft one says by its signal what was spent.
        resource.setrlimit(what, (min(most, hard), hard if what == resource.RLIMIT_CPU else min(most, hard)))


def forbid_effects() -> None:
    """From here on this process opens no connection, starts no process and writes no file, for good."""
    sys.addaudithook(_forbid)


def _forbid(event: str, args: tuple[Any, ...]) -> None:
    """No parser needs any of this, so whoever asks for it is the file."""
    writes = event == "open" and isinstance(args[2], int) and args[2] & WRITES
    if writes or event.startswith(FORBIDDEN):
        raise PermissionError(f"not allowed here: {event}")


def answer(request: Mapping[str, str], content: bytes) -> dict[str, Any]:
    """What is found in `content`, or under ``error`` one sentence that says why nothing is.

    Whatever a parser raises beyond that is left to end the process.
    """
    try:
        return _answer(request, content)
    except UploadError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": TOO_MUCH}
    except RecursionError:
        return {"error": TOO_DEEP}


def _answer(request: Mapping[str, str], content: bytes) -> dict[str, Any]:
    kind = kind_of(content, request["ending"])
    # Only what this kind of file needs is loaded.
    found: ExtractedText = import_module(f"onrecord.intake.{FORMATS[kind].parser}").extracted_text(
        content, request["encoding"]
    )
    text, warnings = normalised_text(found.text)
    if not text.strip():
        raise UploadError(f"{NO_TEXT} {' '.join(found.warnings)}".strip())
    if len(text) > MOST_CHARACTERS:
        raise UploadError(TOO_LONG)
    return {
        "text": text,
        "kind": kind,
        "encoding": found.encoding,
        "is_guess": found.is_guess,
        "warnings": [*found.warnings, *warnings][:MOST_WARNINGS],
        "proposal": asdict(proposal(text, found)),
    }


def main() -> None:
    """Answer one request from standard input on standard output."""
    # Loaded before anything is read: what comes after may be slow or hungry because of the file, and only so.
    identifier()
    limit()
    forbid_effects()
    request = json.loads(sys.stdin.buffer.readline())
    told = json.dumps(answer(request, sys.stdin.buffer.read()))
    sys.stdout.write(told)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
