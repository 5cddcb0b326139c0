"""Servers that refuse a parameter: the port goes on without it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest

from tests.llm.helpers import ASK, ASK_JSON, SCHEMA, port_to, read
from tests.servers.openai_server import (
    OpenAIServer,
    says,
)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("temperature", "Unsupported value: 'temperature' does not support 0.7 with this model."),
        ("seed", "Unrecognized request argument supplied: seed"),
        ("stop", "Unsupported parameter: 'stop' is not supported with this model."),
        (
            "max_tokens",
            "Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead.",
        ),
    ],
)
async def test_complete_with_a_parameter_refused_leaves_it_out_and_remembers(name: str, words: str) -> None:
    request = replace(ASK, max_tokens=9, temperature=0.7, stop=("\n",), seed=1)
    async with OpenAIServer(refused={name: words}) as server, port_to(server) as port:
        await port.complete(request)
        await read(port, request)
    assert [name in body for body in server.bodies] == [True, False, False]
    kept = {"temperature", "seed", "stop", "max_tokens"} - {name}
    assert all(kept <= set(body) for body in server.bodies)
    assert [body.get("max_completion_tokens") for body in server.bodies[1:]] == (
        [9, 9] if name == "max_tokens" else [None, None]
    )


async def test_complete_with_both_names_of_the_limit_refused_goes_without() -> None:
    refused = {
        "max_tokens": "Unknown field max_tokens",
        "max_completion_tokens": "Unknown max_completion_tokens",
    }
    async with OpenAIServer(refused=refused) as server, port_to(server) as port:
        await port.complete(replace(ASK, max_tokens=9))
    assert len(server.bodies) == 3
    assert port.dialect.not_taken == ("max_tokens",)


async def test_complete_with_response_format_refused_asks_in_words_and_remembers() -> None:
    refused = {"response_format": "This response_format type is unavailable now"}
    async with OpenAIServer(says('{"score": 2}'), refused=refused) as server, port_to(server) as port:
        first = await port.complete(ASK_JSON)
        second = await port.complete(ASK_JSON)
    assert json.loads(first.text) == json.loads(second.text) == {"score": 2}
    formats = [body.get("response_format", {}).get("type") for body in server.bodies]
    assert formats == ["json_schema", "json_object", None, None]
    asked = server.bodies[3]["messages"][-1]["content"]
    assert asked.startswith("Grade this.\n\n")
    assert json.loads(asked[asked.index("{") :]) == SCHEMA


async def test_many_requests_at_once_to_a_server_that_refuses_a_parameter_all_succeed() -> None:
    refused = {"seed": "Unknown parameter: 'seed'."}
    async with OpenAIServer(refused=refused) as server, port_to(server) as port:
        answers = await asyncio.gather(*(port.complete(replace(ASK, seed=n)) for n in range(1, 9)))
    assert {answer.text for answer in answers} == {"Hello."}
    assert len(server.bodies) <= 16
