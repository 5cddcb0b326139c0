"""Waiting for batches: asked about now and then, more seldom the longer nothing happens."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

from simulator.batch.later.ledger import Handed
from simulator.errors import EndpointError
from simulator.llm.batches import BatchPort, ProviderBatch

#: seconds between two looks, and by how much they grow while nothing changes
_FIRST_S, _LONGEST_S, _GROWTH = 10.0, 300.0, 1.5


def wait(
    port: BatchPort,
    batches: Sequence[Handed],
    *,
    first_will_do: bool,
    say: Callable[[str], None],
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Wait until all of the batches have ended.

    Args:
        batches: handed over, with the provider's ids; at least one.
        first_will_do: whether one is enough, since others wait for its place.
        say: one line for the person.
        sleep: spends seconds.
    Raises:
        EndpointError: the provider will not tell. What may pass is waited out.
        KeyboardInterrupt: the person no longer waits; the batches go on.
    """
    requests = sum(one.requests for one in batches)
    say(f"Waiting for {_batches(len(batches))} with {requests:,} requests. Ctrl-C leaves them running.")
    told: dict[int, str] = {}
    pause = _FIRST_S
    while True:
        try:
            stand = asyncio.run(_look(port, batches))
        except EndpointError as error:
            if not error.retryable:
                raise
            stand, words = {}, {0: f"{error} Still waiting."}
        else:
            words = {number: _words(number, now) for number, now in stand.items()}
        news = [line for number, line in words.items() if told.get(number) != line]
        told.update(words)
        for line in news:
            say(line)
        ended = sum(one.ended for one in stand.values())
        if ended and (first_will_do or ended == len(batches)):
            return
        pause = _FIRST_S if news else min(_LONGEST_S, pause * _GROWTH)
        sleep(pause)


async def _look(port: BatchPort, batches: Sequence[Handed]) -> dict[int, ProviderBatch]:
    try:
        return {one.number: await port.retrieve(one.batch_id) for one in batches}
    finally:
        await port.aclose()


def _words(number: int, now: ProviderBatch) -> str:
    return f"Batch {number}: {now.status}, {now.answered + now.failed:,} of {now.total:,} done."


def _batches(count: int) -> str:
    return "one batch" if count == 1 else f"{count:,} batches"
