"""The policy: which errors, how often, how long."""

from __future__ import annotations

import pytest

from simulator.errors import (
    EndpointBusy,
    EndpointError,
    EndpointMalformed,
    EndpointRefused,
    EndpointTimeout,
    EndpointUnreachable,
)
from simulator.llm.retry import RetryPolicy, retrying
from tests.llm.helpers import Waits

POLICY = RetryPolicy(attempts=4, first_wait_s=1.0, longest_wait_s=3.0, longest_retry_after_s=10.0)


@pytest.mark.parametrize(
    ("error", "allowed"),
    [
        (EndpointUnreachable("x"), True),
        (EndpointTimeout("x"), True),
        (EndpointBusy("x"), True),
        (EndpointBusy("x", retry_after_s=10), True),
        (EndpointBusy("x", retry_after_s=11), False),
        (EndpointRefused("x"), False),
        (EndpointMalformed("x"), False),
        (KeyError("x"), False),
    ],
)
def test_allows_depends_on_the_error(error: Exception, allowed: bool) -> None:
    assert POLICY.allows(error) is allowed


def test_wait_doubles_up_to_its_bound_and_luck_halves_it() -> None:
    error = EndpointUnreachable("x")
    assert [POLICY.wait_s(error, n, 0.0) for n in (1, 2, 3, 4)] == [1.0, 2.0, 3.0, 3.0]
    assert POLICY.wait_s(error, 1, 1.0) == 0.5


def test_wait_that_was_asked_for_is_never_cut_short() -> None:
    error = EndpointBusy("x", retry_after_s=8)
    assert [POLICY.wait_s(error, 1, luck) for luck in (0.0, 1.0)] == [8.0, 10.0]


async def test_retrying_gives_up_with_the_last_error_after_all_attempts() -> None:
    errors: list[EndpointError] = [EndpointTimeout(str(n)) for n in range(9)]
    tried: list[EndpointError] = []
    waits = Waits()

    async def attempt() -> None:
        tried.append(errors[len(tried)])
        raise tried[-1]

    with pytest.raises(EndpointTimeout, match="3"):
        await retrying(POLICY, attempt, sleep=waits)
    assert len(tried) == 4
    assert len(waits.seconds) == 3


async def test_retrying_with_a_success_at_once_never_waits() -> None:
    waits = Waits()

    async def attempt() -> str:
        return "done"

    assert await retrying(POLICY, attempt, sleep=waits) == ("done", 1)
    assert waits.seconds == []
