"""The parsing process kept warm: parsers loaded once, then one limited child a file. Says what each child used.

Run as a program it serves; `Warm` is the other end of its pipes.
"""

import gc
import json
import os
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
WALL = 20


class Warm:
    """The other end: hand over files, get what became of them."""

    def __init__(self):
        env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"}
        command = [sys.executable, "-P", "-B", __file__]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, cwd="/")

    def ask(self, content, ending="", encoding=""):
        """``answer`` (None where the child broke off), ``code`` it ended with, ``rss`` in bytes, ``seconds``."""
        head = json.dumps({"ending": ending, "encoding": encoding}).encode()
        self.process.stdin.write(struct.pack("<LL", len(head), len(content)) + head + content)
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)


def serve():
    from charset_normalizer import from_bytes
    from lxml import html as lxml_html
    from trafilatura import bare_extraction

    from onrecord.intake import docx, html, pdf, proposing, text

    warm = (from_bytes, lxml_html, bare_extraction, pdf, text, html, docx)
    # What parsers load when they are first used.
    proposing.language("This is loaded before the first file is, as it would be in a process of its own.")
    html.extracted_text(b"<html><body><p>A short page.</p></body></html>", "")
    gc.collect()
    gc.freeze()  # a child that walks what it shares would copy it
    while warm and (sizes := sys.stdin.buffer.read(8)):
        n_head, n_content = struct.unpack("<LL", sizes)
        request = json.loads(sys.stdin.buffer.read(n_head))
        told = child(request, sys.stdin.buffer.read(n_content))
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


def child(request, content):
    """Parse one file in a process of its own, under the limits of the worker."""
    began, (reads, writes) = time.monotonic(), os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reads)
        _parse(request, content, writes)
    os.close(writes)
    received, code, used = _await(pid, reads, began)
    answer = json.loads(received) if code == 0 and received else None
    return {"answer": answer, "code": code, "rss": used.ru_maxrss * 1024, "seconds": time.monotonic() - began}


def _parse(request, content, writes):
    code = 1
    try:
        from onrecord.intake import worker

        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 2)
        worker.limit()
        worker.forbid_effects()
        told = json.dumps(worker.answer(request, content)).encode()
        while told:
            told = told[os.write(writes, told) :]
        code = 0
    finally:
        os._exit(code)


def _await(pid, reads, began):
    signal.signal(signal.SIGALRM, lambda *_: os.kill(pid, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, WALL)
    pieces = []
    while piece := os.read(reads, 1 << 20):
        pieces.append(piece)
    os.close(reads)
    _, status, used = os.wait4(pid, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    return b"".join(pieces), os.waitstatus_to_exitcode(status), used


if __name__ == "__main__":
    serve()
