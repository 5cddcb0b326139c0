"""The port against a real local server: what is sent, what comes back, and every way in which it can fail."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
from dataclasses import replace

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
from simulator.llm.openai_port import OpenAIPort, shown_address
from simulator.llm.port import ChatRequest, Message, Usage, open_stream
from simulator.llm.retry import BATCH, LIVE, RetryPolicy
from tests.llm.helpers import ASK, ASK_JSON, SCHEMA, THREE_TRIES, Waits, port_to
from tests.servers.openai_server import (
    OpenAIServer,
    Step,
    chunk,
    cut,
    events,
    hang,
    raw,
    says,
    stall,
    status,
)


async def read(port: OpenAIPort, request: ChatRequest = ASK) -> list[str]:
    return [piece async for piece in port.stream(request)]


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


@pytest.mark.parametrize("chunked", [True, False])
async def test_stream_cut_in_the_middle_yields_what_came_and_then_fails(chunked: bool) -> None:
    async with OpenAIServer(cut("Well, ", "the", chunked=chunked)) as server, port_to(server) as port:
        pieces = port.stream(ASK)
        assert [await anext(pieces), await anext(pieces)] == ["Well, ", "the"]
        with pytest.raises(EndpointUnreachable, match="cut in the middle"):
            await anext(pieces)


async def test_stream_cut_in_the_middle_is_not_asked_for_again() -> None:
    waits = Waits()
    async with (
        OpenAIServer(cut("Well, "), says("Hello.")) as server,
        port_to(server, retry=THREE_TRIES, waits=waits) as port,
    ):
        with pytest.raises(EndpointUnreachable):
            await read(port)
    assert len(server.chats) == 1
    assert waits.seconds == []


async def test_stream_cut_before_the_first_word_is_asked_for_again() -> None:
    waits = Waits()
    async with (
        OpenAIServer(cut(), cut(chunked=False), says("Hello.")) as server,
        port_to(server, retry=THREE_TRIES, waits=waits) as port,
    ):
        assert await read(port) == ["Hello."]
    assert len(server.chats) == 3
    assert len(waits.seconds) == 2


async def test_stream_without_finish_reason_but_properly_ended_is_whole() -> None:
    async with OpenAIServer(says("Hello.", finish=None)) as server, port_to(server) as port:
        assert await read(port) == ["Hello."]


async def test_stream_that_hangs_before_the_first_word_times_out() -> None:
    async with OpenAIServer(hang()) as server, port_to(server, first_token_timeout_s=0.2) as port:
        with pytest.raises(EndpointTimeout, match=r"no word within 0\.2 s"):
            await read(port)
        await asyncio.wait_for(server.client_gone.wait(), 5)


async def test_stream_with_only_reasoning_before_it_stalls_times_out_for_the_first_word() -> None:
    async with (
        OpenAIServer(stall("<think>", "hmm")) as server,
        port_to(server, first_token_timeout_s=0.2) as port,
    ):
        with pytest.raises(EndpointTimeout, match="no word"):
            await read(port)
        await asyncio.wait_for(server.client_gone.wait(), 5)


async def test_stream_that_stalls_in_the_middle_times_out_for_the_whole_answer() -> None:
    async with OpenAIServer(stall("Well")) as server, port_to(server, timeout_s=0.2) as port:
        pieces = port.stream(ASK)
        assert await anext(pieces) == "Well"
        with pytest.raises(EndpointTimeout, match=r"not finish its answer within 0\.2 s"):
            await anext(pieces)
        await asyncio.wait_for(server.client_gone.wait(), 5)


async def test_complete_that_hangs_times_out() -> None:
    async with OpenAIServer(hang()) as server, port_to(server, timeout_s=0.2) as port:
        with pytest.raises(EndpointTimeout, match=r"within 0\.2 s"):
            await port.complete(ASK)
        await asyncio.wait_for(server.client_gone.wait(), 5)


async def test_stream_read_slowly_spends_none_of_the_limit() -> None:
    now = [0.0]
    async with OpenAIServer(says("One", " two", " three")) as server, port_to(server, timeout_s=5) as port:
        port._clock = lambda: now[0]
        got = []
        async for piece in port.stream(ASK):
            got.append(piece)
            now[0] += 60.0
    assert got == ["One", " two", " three"]


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


async def test_complete_busy_waits_as_long_as_asked_and_asks_again() -> None:
    waits = Waits()
    async with (
        OpenAIServer(status(429, retry_after="3"), status(500), says("Yes.")) as server,
        port_to(server, retry=BATCH, waits=waits) as port,
    ):
        answer = await port.complete(ASK)
    assert (answer.text, answer.attempts, len(server.chats)) == ("Yes.", 3, 3)
    assert 3 <= waits.seconds[0] <= 3.75
    assert 0.5 <= waits.seconds[1] <= 1.0
    assert {chat.headers["x-stainless-retry-count"] for chat in server.chats} == {"0"}


async def test_complete_busy_for_longer_than_anyone_waits_fails_at_once() -> None:
    waits = Waits()
    async with (
        OpenAIServer(status(429, retry_after="3600")) as server,
        port_to(server, retry=BATCH, waits=waits) as port,
    ):
        with pytest.raises(EndpointBusy) as caught:
            await port.complete(ASK)
    assert caught.value.retry_after_s == 3600
    assert (len(server.chats), waits.seconds) == (1, [])


@pytest.mark.parametrize(("policy", "tries"), [(BATCH, 1), (LIVE, 2)], ids=["batch", "live"])
async def test_complete_malformed_is_asked_again_only_where_nobody_else_repairs(
    policy: RetryPolicy, tries: int
) -> None:
    async with OpenAIServer(says("no JSON here")) as server, port_to(server, retry=policy) as port:
        with pytest.raises(EndpointMalformed, match="not the JSON object"):
            await port.complete(ASK_JSON)
    assert len(server.chats) == tries


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
