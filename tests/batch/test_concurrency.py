"""Requests at once: fewer when asked to slow down, up again when not."""

from __future__ import annotations

import asyncio

import pytest

from simulator.batch.concurrency import Gate, GatedPort
from simulator.errors import EndpointBusy, EndpointUnreachable
from simulator.llm.port import ChatAnswer, ChatPort, ChatRequest, Message
from simulator.llm.retry import RetryPolicy

REQUEST = ChatRequest((Message("user", "Hello?"),))


class _Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def _storm(gate: Gate, clock: _Clock, count: int) -> None:
    """So many busy answers to requests that were all sent now."""
    sent = clock.now
    clock.now += 1.0
    for _ in range(count):
        gate.slowed(sent, None)


def test_overload_is_answered_once_however_many_complain() -> None:
    clock = _Clock()
    gate = Gate(32, clock=clock)
    _storm(gate, clock, 32)
    assert gate.limit == 16
    _storm(gate, clock, 16)
    assert gate.limit == 8


def test_it_finds_its_way_down_to_one_and_up_again() -> None:
    clock = _Clock()
    gate = Gate(32, clock=clock)
    for _ in range(10):
        _storm(gate, clock, 32)
    assert gate.limit == 1
    for _ in range(2000):
        gate.answered()
    assert gate.limit == 32
    assert gate.course[0] == (0.0, 32)
    assert [limit for _, limit in gate.course[:6]] == [32, 16, 8, 4, 2, 1]


def test_it_comes_back_fast_and_then_feels_its_way() -> None:
    clock = _Clock()
    gate = Gate(64, clock=clock)
    _storm(gate, clock, 64)
    for _ in range(32):  # one round that goes well
        gate.answered()
    assert gate.limit == 36
    answers = 0
    _storm(gate, clock, 36)
    while gate.limit < 27:
        gate.answered()
        answers += 1
    assert answers < 3 * 27
    for _ in range(2 * 27):  # near what was too much, two rounds are not enough
        gate.answered()
    assert gate.limit == 27


def test_hiccup_now_and_then_costs_nothing() -> None:
    gate = Gate(50)
    for number in range(1000):
        gate.slowed(gate._clock(), 1.0) if number % 20 == 0 else gate.answered()
    assert gate.course == [(0.0, 50)]


def test_course_of_a_long_run_stays_short() -> None:
    clock = _Clock()
    gate = Gate(64, clock=clock)
    for _ in range(1000):
        _storm(gate, clock, 64)
        for _ in range(200):
            gate.answered()
    assert len(gate.course) <= 200


async def test_never_more_pass_than_the_limit() -> None:
    gate, inside, peak = Gate(3), 0, 0

    async def pass_through() -> None:
        nonlocal inside, peak
        async with gate.passed():
            inside += 1
            peak = max(peak, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(pass_through() for _ in range(50)))
    assert peak == 3


async def test_closed_door_is_not_knocked_at_until_the_time_it_named() -> None:
    gate = Gate(8)
    for _ in range(3):
        gate.slowed(0.0, 0.05)
    began = gate._clock()
    async with gate.passed() as sent:
        assert sent - began >= 0.045


class _Port:
    """A port that fails as it is told, then answers."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)

    async def complete(self, request: ChatRequest) -> ChatAnswer:
        if self.errors:
            raise self.errors.pop(0)
        return ChatAnswer("ok", "stop", None, 1.0)


def _gated(*errors: Exception, waits: list[float]) -> GatedPort:
    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    inner: ChatPort = _Port(*errors)  # type: ignore[assignment]
    return GatedPort(inner, Gate(4), retry=RetryPolicy(attempts=3, busy_attempts=6), sleep=sleep)


async def test_wait_that_is_asked_for_is_kept() -> None:
    waits: list[float] = []
    answer = await _gated(EndpointBusy("Busy.", retry_after_s=7.0), waits=waits).complete(REQUEST)
    assert answer.attempts == 2
    assert 7.0 <= waits[0] <= 8.75


async def test_busy_endpoint_is_asked_more_often_than_a_broken_one() -> None:
    busy = [EndpointBusy("Busy.", retry_after_s=0.0) for _ in range(5)]
    assert (await _gated(*busy, waits=[]).complete(REQUEST)).attempts == 6
    broken = [EndpointUnreachable("Broken.") for _ in range(5)]
    with pytest.raises(EndpointUnreachable) as caught:
        await _gated(*broken, waits=[]).complete(REQUEST)
    assert caught.value.attempts == 3
