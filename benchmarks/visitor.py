"""A visitor without a browser: speaks Streamlit's protocol, asks for a page at an address, notes what comes back."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 60  # seconds for one answer
LARGEST = 200_000_000


@dataclass
class Answer:
    """One rerun as the visitor sees it. ``ms`` from asking to the last message; ``faults`` is empty if all is well."""

    ms: float = 0.0
    n_bytes: int = 0
    headings: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Visitor:
    """One session on a server."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    async def ask(self, page: str, query: str, heading: str) -> Answer:
        """Rerun `page` (its path) at the address `query`; that `heading` does not come back is a fault."""
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = query
        asked.rerun_script.context_info.timezone = "UTC"
        answer = Answer()
        start = time.perf_counter()
        try:
            async with asyncio.timeout(PATIENCE):
                await self._socket.send(asked.SerializeToString())
                await self._read(answer)
        except TimeoutError:
            answer.faults.append(f"no answer within {PATIENCE} s")
        answer.ms = (time.perf_counter() - start) * 1000
        if heading not in answer.headings:
            answer.faults.append(f"no heading '{heading}'")
        return answer

    async def _read(self, answer: Answer) -> None:
        while True:
            raw = await self._socket.recv(decode=False)
            answer.n_bytes += len(raw)
            message = ForwardMsg.FromString(raw)
            if message.WhichOneof("type") == "script_finished":
                break
            _note(message, answer)
        if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
            answer.faults.append(ForwardMsg.ScriptFinishedStatus.Name(message.script_finished))


@asynccontextmanager
async def visit(port: int) -> AsyncIterator[Visitor]:
    """A session on the server at `port`, closed at the end."""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    async with connect(
        address, subprotocols=["streamlit"], max_size=LARGEST, open_timeout=PATIENCE, compression=None
    ) as socket:
        yield Visitor(socket)


def _note(message: ForwardMsg, answer: Answer) -> None:
    if message.WhichOneof("type") == "page_not_found":
        answer.faults.append("page not found")
    if message.WhichOneof("type") == "delta":
        _note_element(message.delta, answer)


def _note_element(delta: Delta, answer: Answer) -> None:
    if delta.WhichOneof("type") != "new_element":
        return
    element = delta.new_element
    kind = element.WhichOneof("type")
    if kind == "exception":
        answer.faults.append(f"{element.exception.type}: {element.exception.message}")
    elif kind == "alert" and element.alert.format in (Alert.ERROR, Alert.WARNING):
        answer.faults.append(element.alert.body)
    elif kind == "heading":
        answer.headings.append(element.heading.body)
