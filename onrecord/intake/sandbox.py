"""The parent's side of parsing: start a limited process, hand it the bytes, mistrust its answer.

The process limits itself before it reads a byte (see `worker`). Here it is bounded from outside: by the clock, by the
length of its answer, and by how many run at once.
"""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from onrecord.intake.answering import upload
from onrecord.intake.shape import MOST_CHARACTERS, Upload, UploadError

MOST_BYTES = 20_000_000
WALL = 20  # seconds
AT_ONCE = threading.BoundedSemaphore(2)
LONGEST_ANSWER = 6 * MOST_CHARACTERS  # the longest a character can get in JSON
ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-P", "-B", "-m", "onrecord.intake.worker")
# Only what an interpreter needs to start: no proxy, no password, no address of a database.
HANDED_ON = ("HOME", "SYSTEMROOT", "LD_LIBRARY_PATH")
PASTE = "Open it, copy its text, and paste that instead."
DAMAGED = f"This file could not be read: it is damaged, or not what it claims to be. {PASTE}"
SLOW = f"Reading this file took longer than {WALL} seconds, so it was given up. {PASTE}"
BUSY = "Other files are being read just now. Try again in a moment."
NO_PROCESS = "This machine could not start the process that reads files. Try again in a moment."
LARGE = f"This file is larger than {MOST_BYTES // 1_000_000} MB. {PASTE}"
EMPTY = "There is no text here yet."


def read(name: str, content: bytes, *, encoding: str = "") -> Upload:
    """The text of one file, and what it says about itself.

    Parameters
    ----------
    name : name of the file
        Only its ending is looked at, to refuse a file that is not what it is called. Nothing is stored under it.
    content : bytes of the file
    encoding : a key of `ENCODINGS`
        How to read the bytes of a plain text or a web page, where the coder knows better; else it is detected.

    Errors
    ------
    UploadError where it is no text, web page, Word file or PDF, is damaged or dangerous, or needs more than its share
    of time, memory or room. Nothing is kept of it.
    """
    if not content:
        raise UploadError("This file is empty.")
    if len(content) > MOST_BYTES:
        raise UploadError(LARGE)
    return _parsed_upload({"ending": file_suffix(name), "encoding": encoding}, content)


def read_pasted(text: str) -> Upload:
    """The text that was pasted, settled and described like that of a file.

    Raises UploadError where there is none, or too much of it.
    """
    if not text.strip():
        raise UploadError(EMPTY)
    if len(text) > MOST_CHARACTERS:
        raise UploadError(f"This text is longer than {MOST_CHARACTERS:,} characters; a report is one published item.")
    return _parsed_upload({"ending": "pasted", "encoding": ""}, text.encode("utf-8", "surrogatepass"))


def file_suffix(name: str) -> str:
    """The ending of a file name, lower-case and without its dot; empty where what follows the last dot is none."""
    found = re.search(r"\.([A-Za-z][A-Za-z0-9]{1,7})\s*$", name[-40:])
    return found[1].lower() if found else ""


def _parsed_upload(request: Mapping[str, str], content: bytes) -> Upload:
    if not AT_ONCE.acquire(timeout=WALL):
        raise UploadError(BUSY)
    try:
        answer = _run(json.dumps(request).encode() + b"\n" + content)
    except OSError as error:
        raise UploadError(NO_PROCESS) from error
    finally:
        AT_ONCE.release()
    if reason := answer.get("error"):
        raise UploadError(str(reason)[:400])
    try:
        return upload(answer)
    except (ValueError, KeyError, TypeError) as error:
        raise UploadError(DAMAGED) from error


def _run(sent: bytes) -> dict[str, Any]:
    """What the process answers; it is gone when this returns, whatever it was doing."""
    env = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    env |= {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 - the command is this module's own
        COMMAND, stdin=pipe, stdout=pipe, stderr=nowhere, env=env, cwd="/", close_fds=True, start_new_session=True
    ) as process:
        over = threading.Event()
        clock = threading.Timer(WALL, _end, (process, over))
        clock.start()
        try:
            received = _exchange(process, sent)
        finally:
            clock.cancel()
            process.kill()
            process.wait()
    if over.is_set() or process.returncode == -CPU_SPENT:
        raise UploadError(SLOW)
    return _answer(received)


CPU_SPENT = 24  # SIGXCPU, by its number where a system does not name it


def _end(process: subprocess.Popen[bytes], over: threading.Event) -> None:
    over.set()
    process.kill()


def _exchange(process: subprocess.Popen[bytes], sent: bytes) -> bytes:
    """Write from a thread of its own: a process that answers before it has read everything must not block both."""
    writer = threading.Thread(target=_write, args=(process, sent), daemon=True)
    writer.start()
    received = process.stdout.read(LONGEST_ANSWER + 1) if process.stdout else b""
    if len(received) > LONGEST_ANSWER:
        process.kill()
    else:
        process.wait()
    writer.join()
    return received


def _write(process: subprocess.Popen[bytes], sent: bytes) -> None:
    # It may end without reading all: its answer, or that there is none, says why.
    if process.stdin is not None:
        with suppress(OSError, ValueError):
            process.stdin.write(sent)
        with suppress(OSError, ValueError):
            process.stdin.close()


def _answer(received: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(received) if len(received) <= LONGEST_ANSWER else None
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise UploadError(DAMAGED)
    return answer
