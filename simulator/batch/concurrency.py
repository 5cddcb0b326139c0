"""How many requests are sent at once: fewer when the endpoint asks to slow down, and up again when it does not."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

from simulator.errors import EndpointBusy, EndpointError
from simulator.llm.port import ChatAnswer, ChatPort, ChatRequest
from simulator.llm.retry import BATCH, RetryPolicy, Sleep, retrying

#: a cut takes the limit to this share of itself
_CUT = 0.5
#: a round of answers without a cut adds this share of the most, or one, up to near the limit that was too much last
_CLIMB = 1 / 16
_NEAR = 0.75
#: from there on it adds one after some rounds: twice as many after each cut, up to this
_MOST_PATIENCE = 16
#: busy answers, as a share of the requests at once, that bring a cut; fewer are the endpoint's ordinary hiccups
_TOLERATED = 0.15
#: so many busy answers in a row are a closed door: nobody knocks until the time that it named
_CLOSED = 3
#: the course is thinned out beyond this, so that a long run does not make a long `run.json`
_LONGEST_COURSE = 200


class Gate:
    """Lets a bounded number of requests through at once: additive increase, multiplicative decrease.

    A cut counts only what was sent after the cut before it: one moment of overload is answered once. Use it within one
    event loop.

    Args:
        most: requests at once, at the start and at most; 1 or more.
        clock: seconds from any fixed moment.
    Attributes:
        course: seconds since the start, and the requests at once from there on.
    """

    def __init__(self, most: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self._limit = float(most)
        self._clock = clock
        self._began = clock()
        self._in_flight = self._round = self._busy = self._busy_in_a_row = 0
        self._ceiling, self._patience, self._rounds = float(most), 1, 0
        self._closed_until = self._last_cut = self._began
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._alarm: asyncio.TimerHandle | None = None
        self.course: list[tuple[float, int]] = [(0.0, most)]

    @property
    def limit(self) -> int:
        """Requests at once that are allowed now."""
        return max(1, int(self._limit))

    @contextlib.asynccontextmanager
    async def passed(self) -> AsyncIterator[float]:
        """Wait for a place and hold it; gives the moment that the request was sent at."""
        while self._in_flight >= self.limit or self._clock() < self._closed_until:
            turn = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            self._wake()
            await turn
        self._in_flight += 1
        try:
            yield self._clock()
        finally:
            self._in_flight -= 1
            self._wake()

    def answered(self) -> None:
        """A request was answered; the limit climbs after a round of such answers."""
        self._busy_in_a_row = 0
        self._round += 1
        if self._round >= self.limit:
            self._round = self._busy = 0
            self._rounds += 1
            self._climb()

    def slowed(self, sent: float, retry_after_s: float | None) -> None:
        """The endpoint asked to slow down.

        Args:
            sent: the moment that `passed` gave.
            retry_after_s: the wait in seconds that it asked for; None where it named none.
        """
        self._busy_in_a_row += 1
        if retry_after_s and self._busy_in_a_row >= _CLOSED:
            self._closed_until = max(self._closed_until, self._clock() + retry_after_s)
        if sent < self._last_cut:
            return
        self._busy += 1
        if self._busy >= max(2.0, self._limit * _TOLERATED):
            self._last_cut = self._clock()
            self._round = self._busy = self._rounds = 0
            self._ceiling, self._patience = self._limit, min(_MOST_PATIENCE, 2 * self._patience)
            self._set(max(1.0, self._limit * _CUT))

    def _climb(self) -> None:
        """After a round that went well: fast where there was no trouble before, with patience where there was."""
        step = max(1.0, self.most * _CLIMB)
        near = self._ceiling * _NEAR
        if self._limit > self._ceiling:
            self._ceiling, self._patience = float(self.most), 1
        elif self._ceiling < self.most and self._limit < near:
            step = min(step, max(1.0, near - self._limit))
        elif self._ceiling < self.most:
            if self._rounds < self._patience:
                return
            step = 1.0
        self._rounds = 0
        if self._limit < self.most:
            self._set(min(self.most, self._limit + step))

    def _set(self, limit: float) -> None:
        before, self._limit = self.limit, limit
        if self.limit != before:
            self.course.append((round(self._clock() - self._began, 2), self.limit))
            if len(self.course) > _LONGEST_COURSE:
                del self.course[1:-1:2]
        self._wake()

    def _wake(self) -> None:
        """Let as many of those who wait try again as there are places, now or when the door opens."""
        shut = self._closed_until - self._clock()
        if shut > 0:
            if self._waiting and self._alarm is None:
                self._alarm = asyncio.get_running_loop().call_later(shut, self._ring)
            return
        free = self.limit - self._in_flight
        while self._waiting and free > 0:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                free -= 1

    def _ring(self) -> None:
        self._alarm = None
        self._wake()


class GatedPort:
    """A `ChatPort` whose every attempt passes a gate, and which gives up its place while it waits to ask again.

    Args:
        inner: a port that asks once and does not ask again.
        retry: when a failed request is sent again; None is the way of a batch.
    Attributes:
        requests: attempts so far.
        closed: whether a failed request is not sent again any more.
    """

    def __init__(
        self,
        inner: ChatPort,
        gate: Gate,
        *,
        retry: RetryPolicy | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._inner, self._gate, self._sleep = inner, gate, sleep
        self._retry = retry or BATCH
        self.requests = 0
        self.closed = False

    async def complete(self, request: ChatRequest) -> ChatAnswer:
        """See `ChatPort.complete`."""

        last: EndpointError | None = None

        async def attempt() -> ChatAnswer:
            nonlocal last
            async with self._gate.passed() as sent:
                if last is not None and self.closed:
                    last.retryable = False
                    raise last
                self.requests += 1
                try:
                    answer = await self._inner.complete(request)
                except EndpointBusy as busy:
                    self._gate.slowed(sent, busy.retry_after_s)
                    raise
                except EndpointError as error:
                    last = error
                    raise
                self._gate.answered()
                return answer

        answer, attempts = await retrying(self._retry, attempt, sleep=self._sleep)
        return replace(answer, attempts=attempts)

    def stream(self, request: ChatRequest) -> AsyncIterator[str]:
        """See `ChatPort.stream`; nothing in a batch is read piece by piece, so no gate stands before it."""
        return self._inner.stream(request)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()
