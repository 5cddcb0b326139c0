"""Hands requests over in batches, so that being killed at any moment costs nothing twice.

The order is what makes it safe: the file of requests is on disk, then the ledger says so, then it is uploaded, then a
batch is made that carries our marks, then the ledger says so. Whoever was killed in between looks for the batch by its
marks before making it.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from simulator.batch.later.collecting import Collector, Tally, keep
from simulator.batch.later.index import Found, Index, answer_line
from simulator.batch.later.ledger import Handed, Ledger, sync_folder
from simulator.batch.prices import Prices
from simulator.errors import EndpointError
from simulator.llm.batches import MOST_BYTES, MOST_REQUESTS, BatchPort, ProviderBatch
from simulator.llm.dialect import Dialect
from simulator.llm.failures import EndpointClosed
from simulator.llm.port import ChatRequest, Usage
from simulator.scoring.judge_prompt import tokens_of

#: an answer may be so many times as long as answers are
_SHARE_OF_LONGEST = 3


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a batch may be, and how much may be handed over.

    Args:
        requests, size: of one batch; the latter in bytes.
        tokens, cost: of one run, estimated; None for no limit.
        prices: with the discount in them; None where none are known.
    """

    requests: int = MOST_REQUESTS
    size: int = MOST_BYTES
    tokens: int | None = None
    cost: float | None = None
    prices: Prices | None = None

    @property
    def words(self) -> str:
        """The limits of a run, for a sentence."""
        told = [] if self.tokens is None else [f"{self.tokens:,} tokens"]
        told += [] if self.cost is None else [f"a cost of {self.cost:g}"]
        return " or ".join(told)


@dataclass(slots=True)
class _Pack:
    """Requests on their way into a batch."""

    file: io.BufferedWriter
    dialect: dict[str, object]
    requests: dict[str, str] = field(default_factory=dict)
    size: int = 0
    expected: Usage = field(default_factory=Usage)


class Desk:
    """For one output folder, which this process holds. Call `begin` first and `close` last.

    Args:
        say: one line for the person.
    Attributes:
        held_back: whether requests wait until the provider's queue has room.
    """

    def __init__(
        self, out: Path, port: BatchPort, bounds: Bounds, tally: Tally, *, say: Callable[[str], None]
    ) -> None:
        self._port, self._bounds, self._tally, self._say = port, bounds, tally, say
        self._ledger = Ledger(out)
        if self._ledger.dialect is not None:
            with suppress(KeyError, TypeError, ValueError):
                port.dialect = Dialect.of(self._ledger.dialect)
        self._index: Index | None = None
        self._pack: _Pack | None = None
        self._room: int | None = None
        self.held_back = False

    @property
    def open(self) -> list[Handed]:
        """Batches that answers may still come of."""
        return [one for one in self._ledger.batches.values() if one.open]

    async def begin(self) -> None:
        """See what became of everything that was handed over.

        Raises:
            EndpointError: the provider did not tell, or will take nothing.
        """
        for batch in self.open:
            if not batch.batch_id:
                await self._settle(batch)
        collector = Collector(self._ledger, self._port, self._tally, say=self._say)
        for batch in self.open:
            await collector.look(batch)
        if collector.fatal is not None:
            raise collector.fatal
        self._index = Index(self._ledger)
        if any(one.queue_full for one in self._ledger.batches.values()):
            # from then on one at a time: what is accepted one by one may be too much together
            self._room = 0 if self.open else 1

    async def cancel(self) -> int:
        """Cancel every batch that has not ended; returns how many there were."""
        count = 0
        for batch in self.open:
            if not batch.batch_id and (found := await self._found(batch)) is not None:
                self._ledger.handed_over(batch, found.id)
            if not batch.batch_id:
                self._drop(batch)
            elif not (await self._port.cancel(batch.batch_id)).ended:
                self._ledger.cancelled(batch)
                count += 1
        return count

    def find(self, custom_id: str) -> Found:
        """What is known of a request."""
        assert self._index is not None  # noqa: S101 - begun
        found = self._index.find(custom_id)
        if self._pack is not None and custom_id in self._pack.requests:
            return Found(open=True, results=found.results)
        return found

    async def want(self, requests: Mapping[str, ChatRequest], key: str) -> bool:
        """Put a transcript's requests into a batch; one that is full is handed over.

        Args:
            key: of the transcript.
        Returns:
            False where the limit of the run was reached: none of them was taken.
        """
        if self._room == 0:
            self.held_back = True
            return True
        expected = sum((_expected(one) for one in requests.values()), Usage())
        if not self._within(expected):
            return False
        if self._ledger.dialect is None:
            requests = await self._first(dict(requests), key)
        for custom_id, request in requests.items():
            line = self._port.line(custom_id, request)
            if self._pack is not None and self._is_full(len(line)):
                await self.hand_over()
                if self._room == 0:
                    self.held_back = True
                    break
            self._add(custom_id, line, key, _expected(request))
        return True

    async def hand_over(self) -> None:
        """Hand over what is packed; harmless where nothing is."""
        pack, self._pack = self._pack, None
        if pack is None:
            return
        number = max(self._ledger.batches, default=0) + 1
        pack.file.flush()
        os.fsync(pack.file.fileno())
        pack.file.close()
        self._packing.replace(self._ledger.requests_file(number))
        sync_folder(self._ledger.files)
        batch = self._ledger.packed(pack.requests, pack.dialect)
        assert self._index is not None  # noqa: S101 - begun
        self._index.add_asked(number)
        self._say(f"Handing over {self._words(batch, pack.expected)} …")
        await self._send(batch)
        if self._room:
            self._room -= 1

    def fresh_start(self) -> None:
        """What failed is tried again by the next run."""
        self._ledger.fresh_start()

    def close(self) -> None:
        """Give up what is packed and not handed over: the next run packs it again."""
        pack, self._pack = self._pack, None
        if pack is not None:
            pack.file.close()
            self._packing.unlink(missing_ok=True)
        if self._index is not None:
            self._index.close()
        self._ledger.close()

    @property
    def _packing(self) -> Path:
        return self._ledger.files / "packing.jsonl.new"

    async def _first(self, requests: dict[str, ChatRequest], key: str) -> dict[str, ChatRequest]:
        """Ask the very first request by itself: a model that takes no temperature would refuse a whole batch tomorrow.

        Returns:
            the requests that are left.
        """
        custom_id, request = next(iter(requests.items()))
        try:
            answer = await self._port.at_once(request)
        except EndpointClosed:
            raise
        except EndpointError:  # it says nothing about the others
            self._ledger.dialect = self._port.dialect.kept()
            return requests
        used = answer.usage or Usage()
        body = {
            "choices": [{"message": {"content": answer.text}, "finish_reason": answer.finish_reason}],
            "usage": {
                "prompt_tokens": used.prompt_tokens,
                "completion_tokens": used.completion_tokens,
                "prompt_tokens_details": {"cached_tokens": used.cached_tokens},
            },
        }
        batch = self._ledger.packed({custom_id: key}, self._port.dialect.kept())
        keep(self._ledger, batch, lambda file: file.write(answer_line(custom_id, 200, body)))
        self._ledger.ended(batch, "at_once")
        assert self._index is not None  # noqa: S101 - begun
        self._index.add_asked(batch.number)
        self._index.add_answers(batch.number)
        self._tally.requests += 1
        self._tally.used += used
        self._tally.expected += _expected(request)
        del requests[custom_id]
        return requests

    def _add(self, custom_id: str, line: bytes, key: str, expected: Usage) -> None:
        if self._pack is None:
            self._pack = _Pack(self._packing.open("wb"), self._port.dialect.kept())
        self._pack.file.write(line)
        self._pack.size += len(line)
        self._pack.requests[custom_id] = key
        self._pack.expected += expected
        self._tally.expected += expected

    def _is_full(self, more: int) -> bool:
        assert self._pack is not None  # noqa: S101 - asked before
        most = self._bounds.requests
        for one in self._ledger.batches.values():
            if one.queue_full:
                most = min(most, max(1, one.requests // 2))
        return len(self._pack.requests) >= most or self._pack.size + more > self._bounds.size

    def _within(self, more: Usage) -> bool:
        """Whether the limits of the run allow this much more; the first is always let through."""
        expected = self._tally.expected
        if expected == Usage():
            return True
        total = expected + more
        if (
            self._bounds.tokens is not None
            and total.prompt_tokens + total.completion_tokens > self._bounds.tokens
        ):
            return False
        cost = self._cost(total)
        return self._bounds.cost is None or cost is None or cost <= self._bounds.cost

    def _cost(self, usage: Usage) -> float | None:
        prices = self._bounds.prices
        return None if prices is None else prices.cost(usage.prompt_tokens, 0, usage.completion_tokens)

    def _words(self, batch: Handed, expected: Usage) -> str:
        cost = self._cost(expected)
        told = "" if cost is None else f", a cost of about {cost:.4g}"
        tokens = expected.prompt_tokens + expected.completion_tokens
        return f"batch {batch.number}: {batch.requests:,} requests, about {tokens:,} tokens{told}"

    async def _settle(self, batch: Handed) -> None:
        """A batch of which nobody noted whether the provider has it: it was on its way when the program was killed."""
        found = await self._found(batch)
        if found is not None:
            self._ledger.handed_over(batch, found.id)
            self._ledger.requests_file(batch.number).unlink(missing_ok=True)
        elif self._ledger.requests_file(batch.number).exists():
            self._say(f"Handing over batch {batch.number} again, which was not taken …")
            await self._send(batch)
        else:
            self._drop(batch)

    async def _found(self, batch: Handed) -> ProviderBatch | None:
        return await self._port.find(self._ledger.marks(batch), since=batch.since)

    async def _send(self, batch: Handed) -> None:
        path = self._ledger.requests_file(batch.number)
        file_id = await self._port.upload(path)
        made = await self._port.create(file_id, self._ledger.marks(batch), since=batch.since)
        self._ledger.handed_over(batch, made.id)
        # it holds what was said in the calls, and is of no use any more
        path.unlink(missing_ok=True)
        self._tally.requests += batch.requests

    def _drop(self, batch: Handed) -> None:
        self._ledger.ended(batch, "dropped")
        self._ledger.requests_file(batch.number).unlink(missing_ok=True)


def _expected(request: ChatRequest) -> Usage:
    """About what a request takes; its longest answer is several times what answers are."""
    prompt = sum(tokens_of(one.content) for one in request.messages)
    if request.schema is not None:
        prompt += tokens_of(json.dumps(request.schema))
    return Usage(prompt, (request.max_tokens or 0) // _SHARE_OF_LONGEST)
