"""What engines with a judge share: many transcripts at once in an event loop, within the limits of the run."""

from __future__ import annotations

import asyncio
import threading
from abc import ABC, abstractmethod
from collections.abc import Coroutine, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from typing import Any, Generic, TypeVar

from simulator.batch.breaker import Breaker
from simulator.batch.engines import Failed, Outcome, Task, left_out, not_asked
from simulator.batch.limits import Limits, Spent
from simulator.batch.prices import Prices
from simulator.errors import EndpointError, WorkError
from simulator.llm.port import Usage

T = TypeVar("T")
R = TypeVar("R")
_BEAT_S = 0.5


class SideBySide(ABC, Generic[R]):
    """Judges transcripts side by side; see `Engine`.

    What is ready to be judged comes from a thread of its own; an event loop in the caller's thread runs while the
    caller waits for an outcome.

    Args:
        concurrency: transcripts at once.
        prices: None where none are known.
        most_tokens, most_cost: the limits of the run; None for none.
    """

    def __init__(
        self, *, concurrency: int, prices: Prices | None, most_tokens: int | None, most_cost: float | None
    ) -> None:
        self._concurrency, self._prices = concurrency, prices
        self._loop = asyncio.new_event_loop()
        self._limits = Limits(self._spent, tokens=most_tokens, cost=most_cost)
        self._breaker = Breaker()
        self._ready: asyncio.Queue[R | None] = asyncio.Queue(maxsize=2 * concurrency)
        self._ended: list[Outcome] = []
        self._news = asyncio.Event()
        self._taken = asyncio.Event()
        self._judging = 0
        self._fatal: BaseException | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._feeder: threading.Thread | None = None
        self._closing = self._winding_down = False

    @abstractmethod
    def _prepare(self, tasks: Iterator[Task]) -> Iterator[R | Failed | None]:
        """On the thread: what can be judged, and what failed before."""

    @abstractmethod
    def _end_preparing(self) -> None:
        """No more is wanted of `_prepare`; from any thread."""

    @abstractmethod
    async def _judge(self, one: R) -> Outcome:
        """The outcome of a transcript.

        Raises:
            EndpointError: the endpoint will take none.
            WorkError: the work cannot be done.
        """

    @abstractmethod
    def _named(self, one: R) -> tuple[str, str]:
        """What a transcript goes by, and its file."""

    def _ask_no_more(self) -> None:
        """Nobody is there at the endpoint: what is in flight need not be tried again."""

    @abstractmethod
    def _used(self) -> Usage:
        """Tokens so far."""

    @abstractmethod
    async def _leave(self) -> None:
        """Let go of the endpoint."""

    @property
    def limit_reached(self) -> str:
        """See `Engine.limit_reached`."""
        return self._limits.words if self._limits.reached else ""

    @property
    def gave_up(self) -> EndpointError | None:
        """See `Engine.gave_up`."""
        return self._breaker.error

    def outcomes(self, tasks: Iterator[Task]) -> Iterator[Outcome | None]:
        """See `Engine.outcomes`."""
        self._feeder = threading.Thread(target=self._feed, args=(tasks,), daemon=True, name="measuring")
        self._feeder.start()
        self._tasks = [self._loop.create_task(self._judge_all()) for _ in range(self._concurrency)]
        while True:
            going_on = self._loop.run_until_complete(self._wait())
            (ended, taken), self._ended, self._taken = (self._ended, self._taken), [], asyncio.Event()
            yield from ended
            taken.set()
            if self._fatal is not None:
                raise self._fatal
            if not ended:
                if not going_on:
                    return
                yield None

    def wind_down(self) -> None:
        """See `Engine.wind_down`: what is measured and waits for the judge is left for the next run."""
        self._winding_down = True

    def close(self) -> None:
        """See `Engine.close`."""
        if self._closing:
            return
        self._closing = True
        for task in self._tasks:
            task.cancel()
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._stop())
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()
        # the thread may wait for something to read that never comes; its processes must not outlive the run
        self._end_preparing()

    async def _stop(self) -> None:
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._leave()

    async def _wait(self) -> bool:
        """Until something ended, or for a moment; False when there is nothing left to wait for."""
        if not self._ended and self._fatal is None:
            pending = [task for task in self._tasks if not task.done()]
            if not pending:
                return False
            with suppress(TimeoutError):
                async with asyncio.timeout(_BEAT_S):
                    await self._news.wait()
        self._news.clear()
        return True

    def _feed(self, tasks: Iterator[Task]) -> None:
        """On its own thread: read and measure, and hand over what can be judged, not more than there is room for."""
        try:
            for one in self._prepare(tasks):
                if isinstance(one, Failed):
                    self._loop.call_soon_threadsafe(self._end, one)
                elif one is not None:
                    self._there(self._ready.put(one))
                if self._closing:
                    break
        except (RuntimeError, CancelledError):  # the loop is closed: nobody waits for more
            self._stop_feeding(None)
        except BaseException as error:  # noqa: BLE001 - raised again where the caller is
            self._stop_feeding(error)
        else:
            self._stop_feeding(None)

    def _stop_feeding(self, error: BaseException | None) -> None:
        self._end_preparing()
        with suppress(RuntimeError, CancelledError):
            if error is not None:
                self._loop.call_soon_threadsafe(self._fail, error)
            for _ in range(self._concurrency):
                self._there(self._ready.put(None))

    def _there(self, work: Coroutine[Any, Any, T]) -> T:
        """Do it in the loop, and wait for it here."""
        try:
            return asyncio.run_coroutine_threadsafe(work, self._loop).result()
        except RuntimeError:
            work.close()
            raise

    def _end(self, outcome: Outcome) -> None:
        self._ended.append(outcome)
        self._news.set()

    def _fail(self, error: BaseException) -> None:
        self._fatal = self._fatal or error
        self._news.set()

    async def _judge_all(self) -> None:
        """One of those that judge side by side: transcript after transcript until there are none."""
        while (one := await self._ready.get()) is not None:
            if self._fatal is not None or self._winding_down:
                continue
            if not await self._limits.admit():
                self._end(left_out(*self._named(one), self._limits.words))
                continue
            self._judging += 1
            try:
                outcome = await self._judged(one)
                # on disk before the next one is asked for: who is killed loses no answer
                taken = self._taken
                self._end(outcome)
                await taken.wait()
            except WorkError as error:
                self._fail(error)
            finally:
                self._judging -= 1
                self._limits.end()
        self._news.set()

    async def _judged(self, one: R) -> Outcome:
        """The outcome of a transcript; once nobody is there at the endpoint, it is not asked."""
        if self._breaker.error is not None:
            return not_asked(*self._named(one))
        outcome = await self._judge(one)
        self._breaker.note(outcome)
        if self._breaker.error is not None:
            self._ask_no_more()
        return outcome

    def _spent(self) -> Spent:
        used = self._used()
        cost = None
        if self._prices is not None:
            cost = self._prices.cost(used.prompt_tokens, used.cached_tokens, used.completion_tokens)
        return Spent(used.prompt_tokens + used.completion_tokens, cost)
