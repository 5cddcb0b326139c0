"""What the tests of the port share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from simulator.llm.openai_port import OpenAIPort
from simulator.llm.port import ChatRequest, Message
from simulator.llm.retry import NO_RETRY, RetryPolicy
from simulator.secret import Secret
from tests.servers.openai_server import OpenAIServer

KEY = "sk-made-up-0123456789abcdef"
ASK = ChatRequest((Message("system", "You are on the telephone."), Message("user", "Good morning.")))
SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {"score": {"type": "integer"}},
    "required": ["score"],
    "additionalProperties": False,
}
ASK_JSON = ChatRequest((Message("user", "Grade this."),), schema=SCHEMA, schema_name="grade")
#: retries that wait in name only: see `Waits`
THREE_TRIES = RetryPolicy(attempts=3, malformed=True)


class Waits:
    """Stands in for sleeping, and keeps what was asked for."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


@asynccontextmanager
async def port_to(
    server: OpenAIServer | str,
    *,
    model: str = "made-up",
    key: str | None = KEY,
    retry: RetryPolicy = NO_RETRY,
    waits: Waits | None = None,
    timeout_s: float = 10.0,
    first_token_timeout_s: float = 10.0,
) -> AsyncIterator[OpenAIPort]:
    port = OpenAIPort(
        model=model,
        key=None if key is None else Secret(key),
        base_url=server if isinstance(server, str) else server.base_url,
        timeout_s=timeout_s,
        first_token_timeout_s=first_token_timeout_s,
        retry=retry,
        sleep=waits or Waits(),
    )
    try:
        yield port
    finally:
        await port.aclose()


async def read(port: OpenAIPort, request: ChatRequest = ASK) -> list[str]:
    """The pieces of a streamed answer."""
    return [piece async for piece in port.stream(request)]
