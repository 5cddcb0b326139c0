"""A real local server that speaks the chat protocol, in asyncio and the standard library alone.

It plays a script: each chat request takes the next step, and the last step stays. It records every request as
it came. Nothing in it sleeps: a server that hangs waits until the client goes away or the test lets it go.

    async with OpenAIServer(says("Hello."), status(429, retry_after="1")) as server:
        ...  # server.base_url, server.bodies, await server.client_gone.wait()

Tests that run the program in another process use `in_thread`.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, TypeVar

_REASONS = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found", 429: "Too Many Requests"}


@dataclass(frozen=True)
class Recorded:
    """One request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        """The body as JSON; an empty object where there is none."""
        value = json.loads(self.body) if self.body else {}
        assert isinstance(value, dict)
        return value


@dataclass
class Exchange:
    """A request on its open connection, with the ways to answer it."""

    request: Recorded
    server: OpenAIServer
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(
        self,
        code: int,
        body: bytes,
        *,
        headers: Mapping[str, str] | None = None,
        kind: str = "application/json",
    ) -> None:
        """A whole answer."""
        lines = [f"HTTP/1.1 {code} {_REASONS.get(code, 'Status')}", f"content-type: {kind}"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        lines += [f"content-length: {len(body)}", "", ""]
        self.writer.write("\r\n".join(lines).encode() + body)
        await self.writer.drain()

    async def send_json(self, code: int, value: object, headers: Mapping[str, str] | None = None) -> None:
        """A whole answer in JSON."""
        await self.send(code, json.dumps(value).encode(), headers=headers)

    async def begin_events(self, *, chunked: bool = True) -> None:
        """The head of a stream of events; without chunks its end is the end of the connection."""
        framing = "transfer-encoding: chunked" if chunked else "connection: close"
        self.writer.write(f"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n{framing}\r\n\r\n".encode())
        await self.writer.drain()

    async def event(self, data: str, *, chunked: bool = True) -> None:
        """One event of a stream."""
        block = f"data: {data}\n\n".encode()
        self.writer.write(f"{len(block):x}\r\n".encode() + block + b"\r\n" if chunked else block)
        await self.writer.drain()

    async def end_events(self) -> None:
        """The end of a chunked stream."""
        self.writer.write(b"0\r\n\r\n")
        await self.writer.drain()

    async def hold(self) -> None:
        """Wait until the client is gone or the test lets go; then drop the connection."""
        gone = asyncio.ensure_future(self.reader.read(1))
        let_go = asyncio.ensure_future(self.server.let_go.wait())
        self.server.holding.set()
        done, pending = await asyncio.wait({gone, let_go}, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        if gone in done:
            # A reset connection counts as gone too; asking for the exception takes note of it.
            gone.exception()
            self.server.client_gone.set()
        self.drop()

    def drop(self) -> None:
        """End the connection at once."""
        self.writer.transport.abort()


S = TypeVar("S", bound="OpenAIServer")
Step = Callable[[Exchange], Awaitable[None]]


def says(
    *pieces: str,
    finish: str | None = "stop",
    refusal: str | None = None,
    done: bool = True,
    before: Sequence[object] = (),
) -> Step:
    """An answer of these pieces, streamed or whole as the request asks.

    Args:
        pieces: what the model says.
        finish: the reason it stopped; None sends none.
        refusal: words with which the model declines.
        done: whether a stream ends with its mark.
        before: raw events that come first in a stream.
    """

    async def step(exchange: Exchange) -> None:
        if not exchange.request.json.get("stream"):
            text = "".join(pieces)
            await exchange.send_json(200, completion(text, finish=finish, refusal=refusal))
            return
        await exchange.begin_events()
        for event in before:
            await exchange.event(event if isinstance(event, str) else json.dumps(event))
        await exchange.event(chunk({"role": "assistant", "content": ""}))
        for piece in pieces:
            await exchange.event(chunk({"content": piece}))
        if refusal is not None:
            await exchange.event(chunk({"refusal": refusal}))
        if finish is not None:
            await exchange.event(chunk({}, finish=finish))
        if done:
            await exchange.event("[DONE]")
        await exchange.end_events()

    return step


def status(
    code: int,
    message: str = "It did not work.",
    *,
    error_code: str | None = None,
    parameter: str | None = None,
    retry_after: str | None = None,
) -> Step:
    """An error in the usual form."""
    error = {"message": message, "type": "made_up_error", "param": parameter, "code": error_code}
    headers = {} if retry_after is None else {"retry-after": retry_after}

    async def step(exchange: Exchange) -> None:
        await exchange.send_json(code, {"error": error}, headers)

    return step


def raw(code: int, body: bytes, *, kind: str = "application/json") -> Step:
    """Any body with any status: broken JSON, a page of a proxy."""

    async def step(exchange: Exchange) -> None:
        await exchange.send(code, body, kind=kind)

    return step


def events(*data: object) -> Step:
    """A stream of exactly these events; texts go as they stand, the rest as JSON."""

    async def step(exchange: Exchange) -> None:
        await exchange.begin_events()
        for item in data:
            await exchange.event(item if isinstance(item, str) else json.dumps(item))
        await exchange.end_events()

    return step


def hang() -> Step:
    """Nothing at all, until the client goes away."""

    async def step(exchange: Exchange) -> None:
        await exchange.hold()

    return step


def stall(*pieces: str) -> Step:
    """A stream that begins with these pieces and then stands still, until the client goes away."""

    async def step(exchange: Exchange) -> None:
        await exchange.begin_events()
        for piece in pieces:
            await exchange.event(chunk({"content": piece}))
        await exchange.hold()

    return step


def cut(*pieces: str, chunked: bool = True) -> Step:
    """A stream that breaks off after these pieces; unchunked, the break looks like an end."""

    async def step(exchange: Exchange) -> None:
        await exchange.begin_events(chunked=chunked)
        for piece in pieces:
            await exchange.event(chunk({"content": piece}), chunked=chunked)
        exchange.writer.close()

    return step


def chunk(delta: Mapping[str, object], *, finish: str | None = None) -> str:
    """The JSON of one event of a stream."""
    choice = {"index": 0, "delta": dict(delta), "finish_reason": finish}
    head = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "made-up"}
    return json.dumps({**head, "choices": [choice]})


def completion(
    text: str | None, *, finish: str | None = "stop", refusal: str | None = None
) -> dict[str, object]:
    """A whole answer: 7 tokens in, 3 out, 2 of those in from a cache."""
    message = {"role": "assistant", "content": text, "refusal": refusal}
    usage = {
        "prompt_tokens": 7,
        "completion_tokens": 3,
        "total_tokens": 10,
        "prompt_tokens_details": {"cached_tokens": 2},
    }
    head = {"id": "c", "object": "chat.completion", "created": 1, "model": "made-up"}
    return {**head, "choices": [{"index": 0, "message": message, "finish_reason": finish}], "usage": usage}


class OpenAIServer:
    """The server; see the module.

    Args:
        steps: what it answers to one chat request after the other; the last one stays.
        models: names that it lists; None lists nothing.
        refused: parameters that it refuses, each with the words of its refusal.
        key: the only key that it accepts; None accepts any.
    """

    def __init__(
        self,
        *steps: Step,
        models: Sequence[str] | None = ("made-up",),
        refused: Mapping[str, str] | None = None,
        key: str | None = None,
    ) -> None:
        self.steps = steps or (says("Hello."),)
        self.models = models
        self.refused = refused or {}
        self.key = key
        self.requests: list[Recorded] = []
        self.holding = asyncio.Event()
        self.let_go = asyncio.Event()
        self.client_gone = asyncio.Event()
        self._taken = 0
        self._port = 0
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self._port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self.let_go.set()
        self._server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def stop_listening(self) -> None:
        """Take no new connections; for use in a step."""
        assert self._server is not None
        self._server.close()

    @property
    def base_url(self) -> str:
        """The address to set, up to its /v1."""
        return f"http://127.0.0.1:{self._port}/v1"

    @property
    def chats(self) -> list[Recorded]:
        """The chat requests, oldest first."""
        return [request for request in self.requests if request.path.endswith("/chat/completions")]

    @property
    def bodies(self) -> list[dict[str, Any]]:
        """The bodies of the chat requests, oldest first."""
        return [request.json for request in self.chats]

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            while (request := await _read_request(reader)) is not None:
                self.requests.append(request)
                await self._answer(Exchange(request, self, reader, writer))
            if not reader.at_eof():
                writer.write(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n")
        except (ConnectionError, asyncio.CancelledError):
            # The client may leave at any time, and the end of the test ends the server; neither is a failure.
            pass
        finally:
            self._connections.discard(task)
            writer.close()

    async def _answer(self, exchange: Exchange) -> None:
        request = exchange.request
        if self.key is not None and request.headers.get("authorization") != f"Bearer {self.key}":
            sent = request.headers.get("authorization", "")
            await status(401, f"Incorrect API key provided: {sent}.", error_code="invalid_api_key")(exchange)
        elif request.path.endswith("/models") and self.models is not None:
            listed = [{"id": name, "object": "model", "created": 1, "owned_by": "x"} for name in self.models]
            await exchange.send_json(200, {"object": "list", "data": listed})
        elif not request.path.endswith("/chat/completions"):
            await status(404, "Unknown request URL.", error_code="unknown_url")(exchange)
        else:
            unwanted = [name for name in self.refused if name in request.json]
            if unwanted:
                await status(400, self.refused[unwanted[0]], parameter=unwanted[0])(exchange)
                return
            step = self.steps[min(self._taken, len(self.steps) - 1)]
            self._taken += 1
            await step(exchange)


async def _read_request(reader: asyncio.StreamReader) -> Recorded | None:
    try:
        begin = await reader.readexactly(1)
        if not begin.isalpha():  # the client speaks TLS to a server that does not
            return None
        head = (begin + await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.rstrip("\r\n").split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Recorded(method, path, headers, body)


@contextlib.contextmanager
def in_thread(*steps: Step, **options: Any) -> Iterator[OpenAIServer]:
    """The same server with its loop on a thread of its own, for tests that are not coroutines."""
    with served(OpenAIServer(*steps, **options)) as server:
        yield server


@contextlib.contextmanager
def served(server: S) -> Iterator[S]:
    """Any such server with its loop on a thread of its own."""
    ready, stop = threading.Event(), threading.Event()

    async def serve() -> None:
        async with server:
            ready.set()
            await asyncio.to_thread(stop.wait)

    thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
    thread.start()
    try:
        assert ready.wait(10), "the server did not start"
        yield server
    finally:
        stop.set()
        thread.join(10)
