"""A chat server on this machine that says its words one by one at a steady pace, for measuring what they cost here.

It knows streamed chat requests and nothing else, and says the same words each time, a word a token.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

_WORDS = "the round goes out at five and comes back when it is done so we wait and see".split()
_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"


@dataclass
class SteadyServer:
    """Streams `tokens` words a request, `per_s` of them a second.

    Attributes:
        sent, in_line: words that went out so far, over all requests, and in the last one.
        streaming: whether words are going out now.
        base_url: its address, with ``/v1``.
    """

    tokens: int
    per_s: float
    sent: int = 0
    in_line: int = 0
    streaming: bool = False
    base_url: str = ""
    _stop: threading.Event = field(default_factory=threading.Event)

    async def serve(self, ready: threading.Event) -> None:
        """Answer until `stop`."""
        server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        self.base_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        ready.set()
        async with server:
            await asyncio.to_thread(self._stop.wait)

    def stop(self) -> None:
        """Let go of the port."""
        self._stop.set()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # a client that has gone away, or the end of the server
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            length = next(
                (line[15:] for line in head.split("\r\n") if line.startswith("content-length:")), "0"
            )
            await reader.readexactly(int(length))
            self.in_line = 0
            self.streaming = True
            try:
                await self._stream(writer)
            finally:
                self.streaming = False
                writer.close()

    async def _stream(self, writer: asyncio.StreamWriter) -> None:
        writer.write(_HEAD)
        began = time.perf_counter()
        for index in range(self.tokens):
            # by the clock, so that a late word does not make the later ones late
            await asyncio.sleep(max(0.0, began + index / self.per_s - time.perf_counter()))
            writer.write(_event({"content": f"{_WORDS[index % len(_WORDS)]} "}))
            await writer.drain()
            self.sent += 1
            self.in_line = index + 1
        writer.write(_event({}, finish="stop") + b"data: [DONE]\n\n")
        await writer.drain()


def _event(delta: dict[str, str], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    whole = {
        "id": "c",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "made-up",
        "choices": [choice],
    }
    return f"data: {json.dumps(whole)}\n\n".encode()


@contextlib.contextmanager
def steady_server(tokens: int, per_s: float) -> Iterator[SteadyServer]:
    """A running server, in a thread of its own."""
    server, ready = SteadyServer(tokens, per_s), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(ready)), daemon=True)
    thread.start()
    try:
        ready.wait(10)
        yield server
    finally:
        server.stop()
        thread.join(10)
