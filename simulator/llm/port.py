"""The port to a chat model: what the rest of the program asks for, and what it gets back.

Nothing here knows a client library. Voices, the model reader and the judge take a `ChatPort`, and tests give
them a scripted one.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Literal, Protocol

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation with the model; the content is sent as it stands."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """One question to the model.

    Args:
        messages: oldest first, at least one.
        max_tokens: the longest answer, in tokens; None leaves it to the endpoint.
        temperature: 0 to 2; None leaves it to the endpoint.
        stop: texts at which the answer ends; at most four, which is what most endpoints take.
        schema: JSON schema of the answer; None asks for plain text.
        schema_name: name of the schema: letters, digits, ``_`` and ``-``.
        seed: asks for the same answer to the same request; a wish, which not every endpoint grants.
    """

    messages: tuple[Message, ...]
    max_tokens: int | None = None
    temperature: float | None = None
    stop: tuple[str, ...] = ()
    schema: Mapping[str, object] | None = None
    schema_name: str = "answer"
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one answer, or of many, as the endpoint counted them."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.cached_tokens + other.cached_tokens,
        )


@dataclass(frozen=True, slots=True)
class ChatAnswer:
    """One whole answer.

    Args:
        text: what the model said; with a schema, one JSON object and nothing around it.
        finish_reason: why the endpoint stopped, in its own word; empty where it gave none.
        usage: None where the endpoint did not count.
        latency_ms: from sending the request to the end of its answer, without the attempts before it.
        first_token_ms: to the first word; None where the answer came in one piece.
        attempts: how many requests it took, 1 or more.
    """

    text: str
    finish_reason: str
    usage: Usage | None
    latency_ms: float
    first_token_ms: float | None = None
    attempts: int = 1


class NotYet(Exception):
    """The answer comes later, and whoever asked is to ask again then. What else is to be asked can be asked meanwhile.

    Raised only by ports that collect requests.
    """


class ChatPort(Protocol):
    """Any chat model.

    Every failure is an `EndpointError`: unreachable, timeout, refused, busy or malformed.
    """

    def stream(self, request: ChatRequest) -> AsyncIterator[str]:
        """The answer piece by piece, none of them empty.

        Read it through `open_stream` where you may stop early. An answer that was cut off, refused or empty
        raises `EndpointMalformed` after the pieces that did come.
        """
        ...

    async def complete(self, request: ChatRequest) -> ChatAnswer:
        """The whole answer at once; with a schema it is one JSON object, not yet held against the schema."""
        ...

    async def aclose(self) -> None:
        """Close the connections; the port cannot be used afterwards."""
        ...


@asynccontextmanager
async def open_stream(port: ChatPort, request: ChatRequest) -> AsyncIterator[AsyncIterator[str]]:
    """A stream of pieces that is closed on the way out, read to its end or not.

    Leaving a plain ``async for`` early closes the connection only when the generator is collected.
    """
    pieces = port.stream(request)
    try:
        yield pieces
    finally:
        close = getattr(pieces, "aclose", None)
        if close is not None:
            await close()
