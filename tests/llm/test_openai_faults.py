"""Every way in which an endpoint can be wrong, told in one sentence each."""

from __future__ import annotations

import json
import socket

import pytest

from simulator.errors import (
    EndpointBusy,
    EndpointError,
    EndpointMalformed,
    EndpointRefused,
    EndpointTimeout,
    EndpointUnreachable,
)
from simulator.llm.failures import EndpointClosed, KeyRefused, ModelRefused
from tests.llm.helpers import ASK, port_to, read
from tests.servers.openai_server import (
    OpenAIServer,
    Step,
    chunk,
    events,
    raw,
    says,
    status,
)

FAULTS: list[tuple[str, Step, type[EndpointError], str]] = [
    ("wrong key", status(401, "Incorrect API key"), KeyRefused, "does not accept the key"),
    ("no model", status(404, "no such", error_code="model_not_found"), ModelRefused, "no model 'made-up'"),
    (
        "no model, in words",
        status(404, 'model "made-up" not found, try pulling it'),
        ModelRefused,
        "no model 'made-up'",
    ),
    ("no such page", raw(404, b"404 page not found", kind="text/plain"), EndpointClosed, "no chat endpoint"),
    ("forbidden", status(403, "Country not supported"), EndpointClosed, "does not allow"),
    ("no credit", status(429, "Quota", error_code="insufficient_quota"), EndpointClosed, "no credit left"),
    ("busy", status(429, "Too fast", retry_after="7"), EndpointBusy, "asks to slow down"),
    ("overloaded", status(503, "Loading model"), EndpointBusy, "asks to slow down"),
    ("own fault", status(500, "Boom"), EndpointUnreachable, "error of its own (status 500): Boom."),
    (
        "proxy page",
        raw(502, b"<html><b>Bad</b></html>", kind="text/html"),
        EndpointUnreachable,
        "(status 502).",
    ),
    ("gateway", status(504, "upstream"), EndpointTimeout, "gave up waiting"),
    ("too long", status(400, "maximum context length is 8"), EndpointRefused, "maximum context length"),
    ("empty", says(""), EndpointMalformed, "empty"),
    ("blank", says(" \n "), EndpointMalformed, "empty"),
    ("refusal", says(refusal="I cannot help with that."), EndpointMalformed, "declined"),
    ("filtered", says("Well", finish="content_filter"), EndpointMalformed, "declined"),
    ("length", says("Well, the thing", finish="length"), EndpointMalformed, "length limit"),
]


@pytest.mark.parametrize(
    ("step", "kind", "words"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS]
)
async def test_fault_streamed_or_whole_is_told_in_one_sentence_with_a_hint(
    step: Step, kind: type[EndpointError], words: str
) -> None:
    async with OpenAIServer(step) as server, port_to(server) as port:
        with pytest.raises(kind) as streamed:
            await read(port)
        with pytest.raises(kind) as whole:
            await port.complete(ASK)
    for error in (streamed.value, whole.value):
        assert words in error.message
        assert error.hint
        assert "\n" not in str(error)
        assert type(error) is kind


@pytest.mark.parametrize(
    "step",
    [
        raw(200, b'{"id": "c", "choices": [{"mess'),
        raw(200, b"<html>Sign in</html>", kind="text/html"),
        raw(200, b"[1, 2]"),
        raw(200, b'"words"'),
        raw(200, b"null"),
        raw(200, b'{"choices": null}'),
        raw(200, b'{"choices": []}'),
        raw(200, b'{"choices": [3]}'),
        raw(200, b'{"choices": [{"message": "hello"}]}'),
        raw(200, b'{"choices": [{"message": {"content": [1]}}]}'),
        raw(200, b'{"choices": {"a": 1}}'),
        raw(200, b"\xff\xfe"),
    ],
)
async def test_complete_with_a_body_that_is_no_answer_is_malformed(step: Step) -> None:
    async with OpenAIServer(step) as server, port_to(server) as port:
        with pytest.raises(EndpointMalformed):
            await port.complete(ASK)


@pytest.mark.parametrize(
    "step",
    [
        events('{"choices": [{"del', "[DONE]"),
        events([1, 2], "[DONE]"),
        events('"words"', "[DONE]"),
        events("null", "[DONE]"),
        events({"choices": None}, "[DONE]"),
        events({"choices": [None]}, "[DONE]"),
        events({"choices": [{"delta": {"content": [1]}, "finish_reason": 3}]}, "[DONE]"),
        events({"choices": [{"delta": "hello"}]}, "[DONE]"),
        events("[DONE]"),
        events(),
        raw(200, b'{"object": "nothing streamed"}'),
        raw(200, b"", kind="text/event-stream"),
        raw(200, b"data: \xff\xfe\n\n", kind="text/event-stream"),
    ],
)
async def test_stream_of_events_that_are_no_answer_is_malformed(step: Step) -> None:
    async with OpenAIServer(step) as server, port_to(server) as port:
        with pytest.raises(EndpointMalformed):
            await read(port)


async def test_complete_with_an_error_in_a_good_answer_tells_it() -> None:
    body = json.dumps({"error": {"message": "Provider overloaded", "code": 529}}).encode()
    async with OpenAIServer(raw(200, body)) as server, port_to(server) as port:
        with pytest.raises(EndpointBusy, match="Provider overloaded"):
            await port.complete(ASK)


async def test_stream_with_an_error_as_event_tells_it_after_the_pieces() -> None:
    step = events(chunk({"content": "Well"}), {"error": {"message": "GPU lost"}})
    async with OpenAIServer(step) as server, port_to(server) as port:
        pieces = port.stream(ASK)
        assert await anext(pieces) == "Well"
        with pytest.raises(EndpointUnreachable, match="GPU lost"):
            await anext(pieces)


async def test_complete_with_nobody_listening_says_so() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/v1"
        async with port_to(address) as port:
            with pytest.raises(EndpointUnreachable, match="No connection") as caught:
                await port.complete(ASK)
    assert "is it running?" in caught.value.hint


async def test_complete_with_https_to_a_plain_server_says_so() -> None:
    async with OpenAIServer() as server, port_to(server.base_url.replace("http:", "https:")) as port:
        with pytest.raises(EndpointUnreachable, match="No secure connection"):
            await port.complete(ASK)


@pytest.mark.parametrize("address", ["localhost:1/v1", "ftp://localhost/v1", "/v1"])
async def test_complete_with_an_address_that_is_none_says_so(address: str) -> None:
    async with port_to(address) as port:
        with pytest.raises(EndpointUnreachable, match="not one that can be called"):
            await port.complete(ASK)
