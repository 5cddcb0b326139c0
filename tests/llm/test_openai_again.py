"""Answers that are cut off, late or of no use: what is asked for again, and what is waited for."""

from __future__ import annotations

import asyncio

import pytest

from simulator.errors import (
    EndpointBusy,
    EndpointMalformed,
    EndpointTimeout,
    EndpointUnreachable,
)
from simulator.llm.retry import BATCH, LIVE, RetryPolicy
from tests.llm.helpers import ASK, ASK_JSON, THREE_TRIES, Waits, port_to, read
from tests.servers.openai_server import (
    OpenAIServer,
    cut,
    hang,
    says,
    stall,
    status,
)


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
