"""What one request through the port costs beside the bare client: processor time and wall time.

    python -m benchmarks.endpoint_overhead --base-url http://127.0.0.1:8199/v1
    python -m benchmarks.endpoint_overhead --stub path/to/a/stub/server.mjs

The server should answer at once and run in another process. Each round measures every way in turn; the table
shows the median of the rounds. The bare client, too, reads the JSON of its answers.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from simulator.llm.openai_port import OpenAIPort
from simulator.llm.port import ChatRequest, Message
from simulator.llm.retry import BATCH
from simulator.secret import Secret

_SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {"score": {"type": "integer"}, "why": {"type": "string"}},
    "required": ["score", "why"],
    "additionalProperties": False,
}
_TEXT = "rep: Good morning, may I ask how you plan your tours?\nprospect: By hand, mostly.\n" * 30
_KEY = "no-key"


@contextlib.contextmanager
def stub(script: str) -> Iterator[str]:
    """A stub server in a process of its own; its address."""
    node = shutil.which("node")
    if node is None:
        sys.exit("node is not there; start any OpenAI-compatible server and give its --base-url")
    with subprocess.Popen([node, script, "--port", "0"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()


def requests(count: int) -> list[ChatRequest]:
    """Requests for JSON, each its own."""
    return [
        ChatRequest((Message("system", "Grade."), Message("user", f"{n}\n{_TEXT}")), 200, 0.0, schema=_SCHEMA)
        for n in range(count)
    ]


async def measured(
    ask: Callable[[ChatRequest], Awaitable[object]], asked: list[ChatRequest], at_once: int
) -> float:
    """Processor milliseconds per request."""
    gate = asyncio.Semaphore(at_once)

    async def one(request: ChatRequest) -> None:
        async with gate:
            await ask(request)

    started = time.process_time()
    await asyncio.gather(*(one(request) for request in asked))
    return (time.process_time() - started) * 1000 / len(asked)


async def run(base_url: str, count: int, at_once: int, rounds: int) -> dict[str, float]:
    """Median processor milliseconds per request of each way."""
    import openai  # noqa: PLC0415 - the bare client is what is compared with

    port = OpenAIPort(model="stub-1", key=Secret(_KEY), base_url=base_url, retry=BATCH)
    client = openai.AsyncOpenAI(api_key=_KEY, base_url=base_url, max_retries=0)
    create: Any = client.chat.completions.create

    async def bare(request: ChatRequest) -> None:
        completion = await create(model="stub-1", **port.dialect.body(request))
        json.loads(completion.choices[0].message.content)

    async def bare_stream(request: ChatRequest) -> None:
        async for chunk in await create(model="stub-1", stream=True, **port.dialect.body(request)):
            if chunk.choices and chunk.choices[0].delta.content:
                pass

    async def port_stream(request: ChatRequest) -> None:
        async for _ in port.stream(request):
            pass

    ways = {
        "create": bare,
        "port.complete": port.complete,
        "create, streamed": bare_stream,
        "port.stream": port_stream,
    }
    asked = requests(count)
    found: dict[str, list[float]] = {name: [] for name in ways}
    try:
        for way in ways.values():
            await measured(way, asked[:at_once], at_once)
        for _ in range(rounds):
            for name, way in ways.items():
                found[name].append(await measured(way, asked, at_once))
    finally:
        await port.aclose()
        await client.close()
    return {name: statistics.median(values) for name, values in found.items()}


def main() -> None:
    """Read the arguments, measure, print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--base-url", help="address of a server that answers at once, up to its /v1")
    where.add_argument("--stub", help="a stub server for node that prints its address and takes --port")
    parser.add_argument("--requests", type=int, default=300)
    parser.add_argument("--at-once", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with (
        contextlib.nullcontext(arguments.base_url) if arguments.base_url else stub(arguments.stub) as base_url
    ):
        figures = asyncio.run(run(base_url, arguments.requests, arguments.at_once, arguments.rounds))
    print(f"{'way':<18} CPU ms per request")
    for name, value in figures.items():
        print(f"{name:<18} {value:8.2f}")


if __name__ == "__main__":
    main()
