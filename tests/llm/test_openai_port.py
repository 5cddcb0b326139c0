"""The port against a real local server: what is sent, and what comes back."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys

import pytest

from simulator.errors import (
    EndpointRefused,
)
from simulator.llm.openai_port import shown_address
from simulator.llm.port import ChatRequest, Message, Usage, open_stream
from tests.llm.helpers import ASK, ASK_JSON, SCHEMA, THREE_TRIES, port_to, read
from tests.servers.openai_server import (
    OpenAIServer,
    Step,
    hang,
    says,
    stall,
)


async def test_stream_of_a_whole_answer_yields_its_pieces() -> None:
    async with OpenAIServer(says("Good ", "morning", ".")) as server, port_to(server) as port:
        assert await read(port) == ["Good ", "morning", "."]


async def test_stream_request_is_sent_word_for_word() -> None:
    request = ChatRequest(
        (Message("system", "A {0} %s card."), Message("user", "Ünïcode\n“quoted”")),
        max_tokens=40,
        temperature=0.7,
        stop=("\n\n",),
        seed=5,
    )
    async with OpenAIServer() as server, port_to(server) as port:
        await read(port, request)
    assert server.bodies == [
        {
            "model": "made-up",
            "messages": [
                {"role": "system", "content": "A {0} %s card."},
                {"role": "user", "content": "Ünïcode\n“quoted”"},
            ],
            "max_tokens": 40,
            "temperature": 0.7,
            "stop": ["\n\n"],
            "seed": 5,
            "stream": True,
        }
    ]


async def test_stream_with_reasoning_and_blanks_in_front_yields_only_the_answer() -> None:
    pieces = ("<th", "ink>They are", " rude.</thi", "nk>\n\n", "Who", " is this?")
    async with OpenAIServer(says(*pieces)) as server, port_to(server) as port:
        assert await read(port) == ["Who", " is this?"]


async def test_stream_left_early_closes_the_connection() -> None:
    async with OpenAIServer(stall("Hello")) as server, port_to(server) as port:
        async with open_stream(port, ASK) as pieces:
            assert await anext(pieces) == "Hello"
        await asyncio.wait_for(server.client_gone.wait(), 5)


@pytest.mark.parametrize("step", [hang(), stall("Hello")], ids=["before the first word", "in mid-answer"])
async def test_stream_cancelled_closes_the_connection(step: Step) -> None:
    async with OpenAIServer(step) as server, port_to(server) as port:
        task = asyncio.create_task(read(port))
        await asyncio.wait_for(server.holding.wait(), 5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(server.client_gone.wait(), 5)


async def test_complete_returns_text_reason_usage_and_time() -> None:
    async with OpenAIServer(says("Fine, thanks.")) as server, port_to(server) as port:
        answer = await port.complete(ASK)
    assert (answer.text, answer.finish_reason, answer.attempts) == ("Fine, thanks.", "stop", 1)
    assert answer.usage == Usage(prompt_tokens=7, completion_tokens=3, cached_tokens=2)
    assert answer.latency_ms > 0
    assert answer.first_token_ms is None


async def test_used_counts_answers_that_were_of_no_use() -> None:
    async with OpenAIServer(says(""), says("Yes.")) as server, port_to(server, retry=THREE_TRIES) as port:
        answer = await port.complete(ASK)
    assert answer.attempts == 2
    assert port.used == Usage(prompt_tokens=14, completion_tokens=6, cached_tokens=4)


async def test_complete_with_a_schema_asks_for_it_and_takes_the_fence_off() -> None:
    fenced = 'Here you are:\n```json\n{"score": 4}\n```'
    async with OpenAIServer(says(fenced)) as server, port_to(server) as port:
        answer = await port.complete(ASK_JSON)
    assert json.loads(answer.text) == {"score": 4}
    assert server.bodies[0]["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "grade", "schema": SCHEMA, "strict": True},
    }


async def test_complete_without_a_key_sends_no_key_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-from-elsewhere-123456")
    async with OpenAIServer() as server, port_to(server, key=None) as port:
        await port.complete(ASK)
    assert "sk-from-elsewhere" not in server.chats[0].headers["authorization"]


async def test_list_models_lists_names_and_a_server_without_them_refuses() -> None:
    async with OpenAIServer(models=("a", "b")) as server, port_to(server) as port:
        assert await port.list_models() == ("a", "b")
    async with OpenAIServer(models=None) as server, port_to(server) as port:
        with pytest.raises(EndpointRefused):
            await port.list_models()


async def test_aclose_twice_or_unused_is_harmless() -> None:
    async with OpenAIServer() as server, port_to(server) as port:
        await port.aclose()
        await port.complete(ASK)
        await port.aclose()
        await port.aclose()


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("http://user:word@host:8080/v1?key=1#x", "http://host:8080/v1"),
        ("https://[::1]:8/v1", "https://[::1]:8/v1"),
        ("http://host:port/v1", "an address that cannot be read"),
    ],
)
def test_shown_address_leaves_out_what_may_be_secret(address: str, shown: str) -> None:
    assert shown_address(address) == shown


def test_import_of_the_port_and_the_probe_loads_no_client_library() -> None:
    script = (
        "import sys, simulator.llm.openai_port as o, simulator.llm.probe;"
        "o.OpenAIPort(model='m');"
        "sys.exit(any(n in sys.modules for n in ('openai', 'httpx2', 'httpx')))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
