"""How a failed request is asked again. Whether it may be is a property of the error; this is the policy."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

import tenacity

from simulator.errors import EndpointBusy, EndpointError, EndpointMalformed

_log = logging.getLogger(__name__)

T = TypeVar("T")
Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and after what wait a request is sent again.

    Args:
        attempts: requests in all, 1 or more.
        first_wait_s: the wait before the second attempt, in seconds; doubles from there.
        longest_wait_s: the bound on that doubling.
        longest_retry_after_s: the longest wait that the endpoint may ask for. Where it asks for more, the
            error goes to the caller at once: asking sooner than told only makes it worse.
        malformed: whether an answer that is empty or not what was asked for counts. False where the caller
            counts its own repairs.
        busy_attempts: requests in all while the endpoint asks to slow down; None is `attempts`. That it is busy
            says nothing about the request.
    """

    attempts: int
    first_wait_s: float = 0.5
    longest_wait_s: float = 8.0
    longest_retry_after_s: float = 60.0
    malformed: bool = False
    busy_attempts: int | None = None

    def allows(self, error: BaseException) -> bool:
        """Whether this error is worth another attempt."""
        if not isinstance(error, EndpointError) or not error.retryable:
            return False
        if isinstance(error, EndpointMalformed):
            return self.malformed
        if isinstance(error, EndpointBusy) and error.retry_after_s is not None:
            return error.retry_after_s <= self.longest_retry_after_s
        return True

    def is_last(self, error: BaseException | None, attempt: int) -> bool:
        """Whether no attempt follows this one, which failed; attempts are counted from 1."""
        busy = isinstance(error, EndpointBusy) and self.busy_attempts is not None
        return attempt >= ((self.busy_attempts or 1) if busy else self.attempts)

    def wait_s(self, error: BaseException | None, attempt: int, luck: float) -> float:
        """Seconds to wait after a failed attempt.

        Args:
            error: what failed.
            attempt: how many attempts there were, 1 or more.
            luck: 0 to 1; spreads callers that failed together, downwards from the full wait, but upwards from
                a wait that the endpoint asked for.
        """
        if isinstance(error, EndpointBusy) and error.retry_after_s is not None:
            return error.retry_after_s * (1 + luck / 4)
        return float(min(self.longest_wait_s, self.first_wait_s * 2 ** (attempt - 1)) * (1 - luck / 2))


NO_RETRY = RetryPolicy(attempts=1)
#: a person is on the line: one more try, soon, and then the authored line
LIVE = RetryPolicy(
    attempts=2, first_wait_s=0.25, longest_wait_s=1.0, longest_retry_after_s=2.0, malformed=True
)
#: nobody waits; the batch counts its own repairs of malformed answers
BATCH = RetryPolicy(attempts=5, busy_attempts=12)


async def retrying(
    policy: RetryPolicy, attempt: Callable[[], Awaitable[T]], *, sleep: Sleep = asyncio.sleep
) -> tuple[T, int]:
    """The result of the first attempt that succeeds, and how many it took.

    Raises:
        EndpointError: that of the last attempt; it tells how many there were.
    """

    def stop(state: tenacity.RetryCallState) -> bool:
        error = state.outcome.exception() if state.outcome is not None else None
        return policy.is_last(error, state.attempt_number)

    def wait(state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome is not None else None
        # S311: this spreads waits, it guards nothing.
        return policy.wait_s(error, state.attempt_number, random.random())  # noqa: S311

    def note(state: tenacity.RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome is not None else None
        _log.info(
            "attempt %d failed (%s); the next one follows in %.2f s",
            state.attempt_number,
            type(error).__name__,
            state.upcoming_sleep,
        )

    retrier = tenacity.AsyncRetrying(
        stop=stop,
        wait=wait,
        retry=tenacity.retry_if_exception(policy.allows),
        sleep=sleep,
        before_sleep=note,
        reraise=True,
    )
    made = 0
    try:
        async for turn in retrier:
            with turn:
                made = turn.retry_state.attempt_number
                return await attempt(), made
    except EndpointError as error:
        error.attempts = made
        raise
    raise AssertionError("tenacity ended without a result or an error")
