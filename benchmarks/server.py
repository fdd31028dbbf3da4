"""A Streamlit server of our own: started on a free port of the loopback, measured from outside, stopped by its id."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
PATIENCE = 60  # seconds a server may take to answer
MB = 1e6


@dataclass(frozen=True)
class Server:
    """A running server, and the moment its process was started."""

    port: int
    process: psutil.Process
    began: float

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cpu_s(self) -> float:
        """Processor time of the process so far, in seconds: all threads, user and system."""
        times = self.process.cpu_times()
        return times.user + times.system

    def rss_mb(self) -> float:
        return self.process.memory_info().rss / MB


@contextmanager
def serving(script: Path, folder: Path, **env: str) -> Iterator[Server]:
    """Serve `script` from `folder`, whose settings apply, until the block ends; yields once the server says it is well.

    Settings of this program that happen to be in the environment are left out, `env` is put in.
    """
    port = _free_port()
    given = {k: v for k, v in os.environ.items() if not k.startswith(("ONRECORD_", "STREAMLIT_"))}
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    options = [f"--server.port={port}", "--server.headless=true", "--server.address=127.0.0.1"]
    began = time.perf_counter()
    process = psutil.Popen(
        [*command, *options], cwd=folder, env=given | env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(port, process)
        yield Server(port, process, began)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(port: int, process: psutil.Popen) -> None:
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with code {process.returncode} before it answered")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.02)
    raise RuntimeError(f"the server did not answer within {PATIENCE} s")
